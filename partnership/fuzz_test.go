package partnership_test

import (
	"bytes"
	"io"
	"testing"

	"example.org/mutual/partnership"
	"example.org/mutual/partnership/partnershiptest"
	"pgregory.net/rapid"
)

// A restorable partnership is one that the kit can restore from its snapshots.
type restorable struct{ *partnership.Partnership }

func (restorable) Restore(r io.Reader) (partnershiptest.Machine, error) {
	p, err := partnership.Restore(r)
	return restorable{p}, err
}

func newMachine(t partnership.Terms) (partnershiptest.Machine, error) {
	p, err := partnership.New(t)
	return restorable{p}, err
}

// fuzzTerms are those of the kit that have Stock of the unit of account.
func fuzzTerms() partnership.Terms { return partnershiptest.Terms("EUR.2", partnership.ToStock) }

// history are moves applied by the kit's partnership.
func history(tb testing.TB, seed int) []partnership.Action {
	moves := rapid.SliceOfN(partnershiptest.Moves(), 40, 40).Example(seed)
	actions, err := partnershiptest.Play(fuzzTerms(), partnershiptest.Actions(), newMachine, moves)
	if err != nil {
		tb.Fatal(err)
	}
	return actions
}

// The partnership is what its kit says.
func TestPartnership(t *testing.T) { partnershiptest.Run(t, newMachine) }

// What Decode accepts, Encode writes again.
func FuzzDecode(f *testing.F) {
	for _, a := range append(full(), history(f, 1)...) {
		f.Add(must(partnership.Encode(a)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := partnership.Decode(data)
		if err != nil {
			return
		}
		if text, err := partnership.Encode(a); err != nil || !bytes.Equal(text, data) {
			t.Fatalf("%s became %s: %v", data, text, err)
		}
	})
}

// What Restore accepts, Check does, and Snapshot writes again. The seal is made to fit, so that chance gets behind it.
func FuzzRestore(f *testing.F) {
	f.Add(snapshot(f, busy(f)))
	f.Add(snapshot(f, must(partnership.New(terms()))))
	f.Fuzz(func(t *testing.T, data []byte) {
		if i := bytes.LastIndex(data, []byte(`,"sha256"`)); i > 0 {
			data = []byte(seal(string(data)))
		}
		p, err := partnership.Restore(bytes.NewReader(data))
		if err != nil {
			return
		}
		if text := snapshot(t, p); !bytes.Equal(text, data) {
			t.Fatalf("%s became %s", data, text)
		}
		all := []string{"cus", "ivy", "mia", "olu"}
		for _, a := range []partnership.Action{
			partnership.Distribute{ID: "f1", At: p.Last(), By: all},
			partnership.Bill{ID: "f2", At: p.Last(), By: all, Period: "fuzz"},
			partnership.Buy{ID: "f3", At: p.Last(), By: all, Buyer: "olu", Payment: pounds("1000"), Agreed: "val"},
			partnership.Contribute{ID: "f4", At: p.Last(), By: all, Member: "olu", Amount: pounds("1000"), Agreed: "val"},
			partnership.Enact{ID: "f5", At: p.Last(), By: all, Proposal: "q1"},
			partnership.PayOut{ID: "f6", At: p.Last(), By: all},
		} {
			_, _ = p.Apply(a)
			if err := p.Check(); err != nil {
				t.Fatalf("%v after %+v", err, a)
			}
		}
	})
}

// Whatever actions come as JSON, one a line: a refusal changes nothing, and Check holds.
func FuzzApply(f *testing.F) {
	for seed := range 3 {
		var all []byte
		for _, a := range history(f, seed) {
			all = append(append(all, must(partnership.Encode(a))...), '\n')
		}
		f.Add(all)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p := must(partnership.New(fuzzTerms()))
		for line := range bytes.Lines(data) {
			a, err := partnership.Decode(bytes.TrimSuffix(line, []byte("\n")))
			if err != nil {
				continue
			}
			before := snapshot(t, p)
			if _, err := p.Apply(a); err != nil && !bytes.Equal(before, snapshot(t, p)) {
				t.Fatalf("%+v was refused and changed the state", a)
			}
			if err := p.Check(); err != nil {
				t.Fatalf("%v after %+v", err, a)
			}
		}
	})
}
