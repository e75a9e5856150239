package clearing_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Verify accepts what Clear returns, and refuses each single tampering for its own reason.
func TestTampering(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, o := drawn(t)
		b.Obligations = b.Obligations[:min(12, len(b.Obligations))] // each gives dozens of tamperings
		r := clear(t, b, o)
		if err := clearing.Verify(b, o, r); err != nil {
			t.Fatal(err)
		}
		for s := range clearingtest.Tamperings(b, o, r) {
			if err := clearing.Verify(s.Book, o, s.Result); !errors.Is(err, s.Reason) {
				t.Fatalf("%s: %v, want %v", s.Name, err, s.Reason)
			}
		}
	})
}

// Where an error points, and what it says.
func TestVerifyError(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(r *clearing.Result)
		want  clearing.Error
	}{
		"digest": {
			func(r *clearing.Result) { r.BookDigest = "" },
			clearing.Error{Reason: clearing.ErrDigest, What: "want " + mustClear(t, triangle()).BookDigest},
		},
		"shape": {
			func(r *clearing.Result) { r.SetOff = r.SetOff[:2] },
			clearing.Error{Reason: clearing.ErrShape, What: "want one set-off for each obligation"},
		},
		"set-off": {
			func(r *clearing.Result) { r.SetOff[1] = unit.New(5, unit.Joule) },
			clearing.Error{Reason: clearing.ErrSetOff, Entry: "obligation", Index: 1, ID: "b", What: "got 0.005 J of 0.004 J"},
		},
		"net": {
			func(r *clearing.Result) { r.SetOff[1] = unit.New(4, unit.Joule) },
			clearing.Error{Reason: clearing.ErrNet, Entry: "party", Index: 1, ID: "bob", What: "what it owes and what it is owed must be set off alike"},
		},
		"not the largest": {
			func(r *clearing.Result) { r.SetOff = slices.Repeat([]unit.Amount{unit.New(2, unit.Joule)}, 3) },
			clearing.Error{Reason: clearing.ErrNotProof, Entry: "proof", Index: 0, ID: "J", What: `not for what "carol" owes "ann"`},
		},
		"potentials": {
			func(r *clearing.Result) { r.Proofs[0].Potentials = nil },
			clearing.Error{Reason: clearing.ErrNotProof, Entry: "proof", Index: 0, ID: "J", What: "want one potential for each party"},
		},
		"stage": {
			func(r *clearing.Result) { r.Proofs[0].Stage = "" },
			clearing.Error{Reason: clearing.ErrNotProof, Entry: "proof", Index: 0, ID: "J", What: `want the stage "net reduction" and the parties in the order of their names`},
		},
		"totals": {
			func(r *clearing.Result) { r.Totals[0].Cleared = unit.New(8, unit.Joule) },
			clearing.Error{Reason: clearing.ErrTotals, Entry: "total", Index: 0, ID: "J", What: "0.012 J owed, 0.009 J set off, 0.003 J stays, net debt 0.002 J"},
		},
	} {
		r := mustClear(t, triangle())
		test.spoil(r)
		if e := refusal(t, clearing.Verify(triangle(), clearing.Options{}, r), test.want.Reason); *e != test.want {
			t.Errorf("%s:\n%#v, want\n%#v", name, *e, test.want)
		}
	}
	if e := refusal(t, clearing.Verify(triangle(), clearing.Options{}, nil), clearing.ErrShape); e.What != "there is no result" {
		t.Error(e)
	}
}

// A Result of zeros, and one of another book with as many obligations, is refused and never a panic.
func TestVerifyForeign(t *testing.T) {
	refusal(t, clearing.Verify(triangle(), clearing.Options{}, &clearing.Result{}), clearing.ErrDigest)
	other := triangle()
	other.Obligations[0].Amount = unit.New(6, unit.Joule)
	refusal(t, clearing.Verify(triangle(), clearing.Options{}, mustClear(t, other)), clearing.ErrDigest)
	if err := clearing.Verify(clearing.Book{}, clearing.Options{}, mustClear(t, clearing.Book{})); err != nil {
		t.Error(err)
	}
}

// A proof is not unique: one that holds is accepted, whatever its lowest tier.
func TestVerifyOtherProof(t *testing.T) {
	for _, by := range []int64{1, -1, math.MaxInt64 - 100, math.MinInt64} {
		r := mustClear(t, triangle())
		for i := range r.Proofs[0].Potentials {
			r.Proofs[0].Potentials[i] += by
		}
		if err := clearing.Verify(triangle(), clearing.Options{}, r); err != nil {
			t.Error(by, err)
		}
	}
}

// Another of several largest set-offs is accepted with the same proof: the potentials prove the total,
// not the choice.
func TestVerifyOtherChoice(t *testing.T) {
	one := func(id, debtor, creditor string) clearing.Obligation { return owe(id, debtor, creditor, 1, unit.Joule) }
	b := book(one("1", "a", "b"), one("2", "b", "a"), one("3", "a", "c"), one("4", "c", "d"), one("5", "b", "e"), one("6", "e", "a"), one("7", "f", "a"), one("8", "b", "f"))
	r := mustClear(t, b) // a-b goes round by e or by f
	from, to := []int{4, 5}, []int{6, 7}
	if r.SetOff[from[0]].IsZero() {
		from, to = to, from
	}
	for i := range 2 {
		if r.SetOff[from[i]].IsZero() || !r.SetOff[to[i]].IsZero() {
			t.Fatalf("not the case that this test is for: %v", r.SetOff)
		}
		r.SetOff[from[i]], r.SetOff[to[i]] = r.SetOff[to[i]], r.SetOff[from[i]]
	}
	if err := clearing.Verify(b, clearing.Options{}, r); err != nil {
		t.Error(err)
	}
	if err := clearingtest.Check(b, clearing.Options{}, r); err != nil {
		t.Error(err)
	}
}
