package guarantee_test

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/guaranteetest"
	"pgregory.net/rapid"
)

// history are moves applied by the kit's society.
func history(tb testing.TB, seed int) []guarantee.Action {
	moves := rapid.SliceOfN(guaranteetest.Moves(), 40, 40).Example(seed)
	actions, err := guaranteetest.Play(guaranteetest.Terms("EUR.2"), guaranteetest.Actions(), newMachine, moves)
	if err != nil {
		tb.Fatal(err)
	}
	return actions
}

// A restorable society is one that the kit can restore from its snapshots.
type restorable struct{ *guarantee.Society }

func (restorable) Restore(r io.Reader) (guaranteetest.Machine, error) {
	s, err := guarantee.Restore(r)
	return restorable{s}, err
}

func newMachine(t guarantee.Terms) (guaranteetest.Machine, error) {
	s, err := guarantee.New(t)
	return restorable{s}, err
}

// The society is what its kit says.
func TestSociety(t *testing.T) { guaranteetest.Run(t, newMachine) }

// A society that is written and restored now and then gives the same entries as one that never is.
func TestRestoredSociety(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		terms := guaranteetest.AnyTerms("EUR.2").Draw(r, "terms")
		actions, err := guaranteetest.Play(terms, guaranteetest.Actions(), newMachine, rapid.SliceOfN(guaranteetest.Moves(), 1, 60).Draw(r, "moves"))
		if err != nil {
			r.Fatal(err)
		}
		every := rapid.IntRange(1, 20).Draw(r, "every")
		s, restored := must(guarantee.New(terms)), must(guarantee.New(terms))
		for i, a := range actions {
			if i%every == 0 {
				restored = must(guarantee.Restore(bytes.NewReader(snapshot(t, restored))))
			}
			want, got := must(s.Apply(a)), must(restored.Apply(a))
			if !slices.Equal(got.Postings, want.Postings) || !slices.Equal(got.Notes, want.Notes) {
				r.Fatalf("restored, the entry is %v, and was %v", got, want)
			}
		}
	})
}

// What Decode accepts, Encode writes again.
func FuzzDecode(f *testing.F) {
	for _, a := range append(full(), history(f, 1)...) {
		f.Add(must(guarantee.Encode(a)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := guarantee.Decode(data)
		if err != nil {
			return
		}
		if text, err := guarantee.Encode(a); err != nil || !bytes.Equal(text, data) {
			t.Fatalf("%s became %s: %v", data, text, err)
		}
	})
}

// What Restore accepts, Check does, and Snapshot writes again. The seal is made to fit, so that chance gets behind it.
func FuzzRestore(f *testing.F) {
	f.Add(snapshot(f, busy(f)))
	f.Add(snapshot(f, must(guarantee.New(terms()))))
	f.Fuzz(func(t *testing.T, data []byte) {
		if i := bytes.LastIndex(data, []byte(`,"sha256"`)); i > 0 {
			data = []byte(seal(string(data)))
		}
		s, err := guarantee.Restore(bytes.NewReader(data))
		if err != nil {
			return
		}
		if text := snapshot(t, s); !bytes.Equal(text, data) {
			t.Fatalf("%s became %s", data, text)
		}
		_, _ = s.Apply(accept("fuzz", "ann", "bob", "1.00"))
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
	})
}

// Whatever actions come as JSON, one a line: a refusal changes nothing, and Check holds.
func FuzzApply(f *testing.F) {
	for seed := range 3 {
		var all []byte
		for _, a := range history(f, seed) {
			all = append(append(all, must(guarantee.Encode(a))...), '\n')
		}
		f.Add(all)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := must(guarantee.New(guaranteetest.Terms("EUR.2")))
		for line := range bytes.Lines(data) {
			a, err := guarantee.Decode(bytes.TrimSuffix(line, []byte("\n")))
			if err != nil {
				continue
			}
			before := snapshot(t, s)
			if _, err := s.Apply(a); err != nil && !bytes.Equal(before, snapshot(t, s)) {
				t.Fatalf("%+v was refused and changed the state", a)
			}
			if err := s.Check(); err != nil {
				t.Fatalf("%v after %+v", err, a)
			}
		}
	})
}
