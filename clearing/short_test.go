package clearing_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
)

// roundOf is a ring of so many parties that each owe the next one part.
func roundOf(n int) (b clearing.Book) {
	for i := range n {
		b.Obligations = append(b.Obligations, owe(fmt.Sprint(i), fmt.Sprintf("%02d", i), fmt.Sprintf("%02d", (i+1)%n), 1, unit.Joule))
	}
	return b
}

// A ring is cleared whole from the cap that allows it on, and else the proof says that all of it is missed.
func TestLengthMax(t *testing.T) {
	for n := 2; n <= 66; n++ {
		b := roundOf(n)
		for _, length := range []int{2, 3, 4, 5, 7, 63, 64} {
			o := clearing.Options{LengthMax: length}
			r := clear(t, b, o)
			p := r.Proofs[0]
			if whole := n <= length; whole != (p.Value.Parts() == int64(n)) || whole != (p.Distance == unit.Amount{}) || p.Value.Parts()+p.Distance.Parts() != int64(n) {
				t.Errorf("%d parties, at most %d: %v, %v away", n, length, p.Value, p.Distance)
			}
			if err := errors.Join(clearing.Verify(b, o, r), clearingtest.Check(b, o, r)); err != nil {
				t.Error(err)
			}
		}
	}
}

// A result is refused under a lower cap, and under none.
func TestVerifyLengthMax(t *testing.T) {
	b := roundOf(4)
	r := clear(t, b, clearing.Options{LengthMax: 4})
	for _, length := range []int{0, 2, 3} {
		refusal(t, clearing.Verify(b, clearing.Options{LengthMax: length}, r), clearing.ErrChains)
	}
	if err := clearing.Verify(b, clearing.Options{LengthMax: 5}, r); err != nil {
		t.Error(err)
	}
	refusal(t, clearing.VerifyProofs(b, clearing.Options{LengthMax: 4}, r.SetOff, r.Proofs), clearing.ErrChains)
}

// Caps that mean nothing, and stages that a cap could not keep, are refused.
func TestLengthMaxRefused(t *testing.T) {
	for _, o := range []clearing.Options{
		{LengthMax: 1}, {LengthMax: -1}, {LengthMax: clearing.LengthCapMax + 1},
		{LengthMax: 3, Stages: stages(clearing.Even).Stages},
		{LengthMax: 3, Stages: stages(clearing.LeastUse).Stages},
		{LengthMax: 3, Stages: stages(clearing.NetReduction, clearing.Volume).Stages},
	} {
		_, err := clearing.Clear(t.Context(), triangle(), o)
		refusal(t, err, clearing.ErrLength)
	}
	for _, o := range []clearing.Options{stages(clearing.Even, clearing.Volume), stages(clearing.Even, clearing.Freed), stages(clearing.Even, clearing.Even), stages(clearing.Freed, clearing.Freed)} {
		_, err := clearing.Clear(t.Context(), triangle(), o)
		refusal(t, err, clearing.ErrStage)
	}
}

// The figures of the package comment: what short rings clear of the optimum, of the invoices of trade.
func TestLengthMaxOfTrade(t *testing.T) {
	b := clearingtest.LargeScaleFree(2000, 10_000, 1)
	for length, percent := range map[int]int64{3: 70, 4: 80, 6: 87, 10: 94} {
		o := clearing.Options{LengthMax: length}
		r := clear(t, b, o)
		if err := errors.Join(clearing.Verify(b, o, r), clearingtest.Check(b, o, r)); err != nil {
			t.Error(err)
		}
		p := r.Proofs[0]
		if got := 100 * p.Value.Parts() / (p.Value.Parts() + p.Distance.Parts()); got < percent {
			t.Errorf("at most %d: %d %%", length, got)
		}
	}
}

// Between the same parties, a ring along several obligations falls into several, in their order.
func TestLengthMaxChains(t *testing.T) {
	b := book(owe("1", "a", "b", 2, unit.Joule), owe("2", "a", "b", 3, unit.Joule), owe("3", "b", "a", 4, unit.Joule))
	r := clear(t, b, clearing.Options{LengthMax: 2})
	want := []clearing.Chain{
		{Parties: []string{"a", "b"}, Obligations: []string{"1", "3"}, Amount: unit.New(2, unit.Joule)},
		{Parties: []string{"a", "b"}, Obligations: []string{"2", "3"}, Amount: unit.New(2, unit.Joule)},
	}
	if !slices.EqualFunc(r.Chains, want, sameChain) || !slices.EqualFunc(slices.Collect(clearing.Chains(b, r)), want, sameChain) {
		t.Errorf("%v", r.Chains)
	}
	for range clearing.Chains(b, r) {
		break // the caller may stop
	}
}

// Four friends owe each other in a ring, and three of them in a shorter one. Rings of three can be followed by hand;
// the proof says what that costs.
func ExampleOptions_lengthMax() {
	hour, _ := unit.Custom("hour", 0)
	owe := func(id, debtor, creditor string, hours int64) clearing.Obligation {
		return clearing.Obligation{ID: id, Debtor: debtor, Creditor: creditor, Amount: unit.New(hours, hour)}
	}
	book := clearing.Book{Obligations: []clearing.Obligation{
		owe("1", "Ann", "Bob", 9), owe("2", "Bob", "Carol", 8), owe("3", "Carol", "Dora", 5),
		owe("4", "Dora", "Ann", 5), owe("5", "Carol", "Ann", 2),
	}}
	options := clearing.Options{LengthMax: 3}
	result, _ := clearing.Clear(context.Background(), book, options)
	proof := result.Proofs[0]
	fmt.Println(proof.Value, "set off; without the cap at most", proof.Distance, "more")
	for _, chain := range result.Chains {
		fmt.Println(chain.Amount, "round", chain.Parties)
	}
	fmt.Println(clearing.Verify(book, options, result))
	// Output:
	// 6 hour set off; without the cap at most 20 hour more
	// 2 hour round [Ann Bob Carol]
	// <nil>
}
