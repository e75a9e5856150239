package credit_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/credit/credittest"
	"pgregory.net/rapid"
)

// fuzzBytesMax bounds what a fuzz target reads.
const fuzzBytesMax = 1 << 16

// history makes moves from this seed on a model and a ledger, and returns all actions, applied or not.
func history(tb testing.TB, seed, moves int) (*credit.Ledger, []credit.Action) {
	l, m := newLedger(tb), credittest.NewModel(credit.Terms{Unit: euro(tb)})
	var actions []credit.Action
	for i := range moves {
		a := m.Action(credittest.Moves().Example(seed*1000 + i))
		_, want := m.Apply(a)
		if _, err := l.Apply(a); (err == nil) != (want == nil) {
			tb.Fatalf("got %v, want %v after %+v", err, want, a)
		}
		actions = append(actions, a)
	}
	return l, actions
}

// What Decode accepts, Encode writes again, byte for byte; what it refuses is no action.
func FuzzDecode(f *testing.F) {
	_, actions := history(f, 1, 200)
	for _, a := range slices.Concat(actions, full(f), everything(f)) {
		if text, err := credit.Encode(a); err == nil {
			f.Add(text)
		}
	}
	f.Add([]byte(`{"type":"issue"}`))
	f.Add([]byte(`{"type":"setLine","id":"1","clearing":"early","window":-1}`))
	f.Add([]byte(`{"type":"net","lines":[{},{"promise":"a","setOff":{"amount":"0.0","unit":"x.1=7/3J"}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := credit.Decode(data)
		if err != nil {
			refusal(t, err, credit.ErrAction)
			return
		}
		again, err := credit.Encode(a)
		if err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%s became %s, %v", data, again, err)
		}
	})
}

// What Restore accepts, Snapshot writes again, byte for byte, and it can be gone on with.
func FuzzRestore(f *testing.F) {
	for seed := range 5 {
		l, _ := history(f, seed, 40)
		text := snapshot(f, l)
		f.Add(text, false)
		f.Add(unsealed(text), true)
	}
	f.Add(snapshot(f, newLedger(f)), false)
	f.Add(snapshot(f, chained(f)), false)
	f.Add(unsealed(snapshot(f, chained(f))), true)
	all, _ := run(f)
	f.Add(unsealed(snapshot(f, all)), true)
	f.Fuzz(func(t *testing.T, data []byte, seal bool) {
		if len(data) > fuzzBytesMax {
			return
		}
		if seal { // which no fuzzer finds by itself
			data = sealed(data)
		}
		l, err := credit.Restore(bytes.NewReader(data))
		if err != nil {
			refusal(t, err, credit.ErrSnapshot)
			return
		}
		if again := snapshot(t, l); !bytes.Equal(again, data) {
			t.Fatalf("%s became %s", data, again)
		}
		if err := l.Check(); err != nil {
			t.Fatal(err)
		}
	})
}

// Whatever actions come as JSON, one a line: a refusal changes nothing, and Check holds.
func FuzzApply(f *testing.F) {
	for seed := range 6 {
		_, actions := history(f, seed, 30)
		if seed == 5 {
			actions = everything(f)
		}
		var lines []byte
		for _, a := range actions {
			if text, err := credit.Encode(a); err == nil {
				lines = append(append(lines, text...), '\n')
			}
		}
		f.Add(lines)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > fuzzBytesMax {
			return
		}
		l := newLedger(t)
		for line := range bytes.Lines(data) {
			a, err := credit.Decode(bytes.TrimSuffix(line, []byte("\n")))
			if err != nil {
				continue
			}
			before := snapshot(t, l)
			e, err := l.Apply(a)
			if err != nil && !bytes.Equal(before, snapshot(t, l)) {
				t.Fatalf("%v, but the state was changed by %s", err, line)
			}
			if err := errors.Join(l.Check(), e.Check()); err != nil {
				t.Fatalf("%v after %s", err, line)
			}
		}
	})
}

// The whole suite of the kit, with a fuzzer's choices instead of chance.
func FuzzPlay(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		moves := rapid.SliceOfN(rapid.SliceOfN(credittest.Moves(), 1, 4), 1, 24).Draw(t, "moves")
		err := credittest.Play(credittest.Terms("EUR.2"), func(terms credit.Terms) (credittest.Machine, error) { return credit.New(terms) }, moves)
		if err != nil {
			t.Fatal(err)
		}
	}))
}
