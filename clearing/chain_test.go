package clearing_test

import (
	"math"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// The order that the comment of Chains documents, on a case where it matters: from ann, along her first
// obligation by creditor and due date, back to the first emptied.
func TestChainsOrder(t *testing.T) {
	b := book(
		owe("z", "ann", "bob", 1, unit.Joule), owe("a", "ann", "bob", 2, unit.Joule),
		owe("c", "bob", "carol", 3, unit.Joule), owe("b", "bob", "dora", 1, unit.Joule),
		owe("e", "carol", "bob", 1, unit.Joule), owe("f", "carol", "ann", 2, unit.Joule), owe("g", "dora", "ann", 9, unit.Joule),
	)
	b.Obligations[0].Due = day(t, "2026-03-31") // before a, which has no date
	r := mustClear(t, b)
	got := slices.Collect(clearing.Chains(b, r))
	chain := func(parts int64, parties, obligations []string) clearing.Chain {
		return clearing.Chain{Parties: parties, Obligations: obligations, Amount: unit.New(parts, unit.Joule)}
	}
	want := []clearing.Chain{
		chain(1, []string{"ann", "bob", "carol"}, []string{"z", "c", "f"}),
		chain(1, []string{"ann", "bob", "carol"}, []string{"a", "c", "f"}),
		chain(1, []string{"bob", "carol"}, []string{"c", "e"}), // on from carol, whose f is empty
		chain(1, []string{"ann", "bob", "dora"}, []string{"a", "b", "g"}),
	}
	if !slices.EqualFunc(got, want, sameChain) {
		t.Errorf("%v\nset-off %v, want\n%v", got, r.SetOff, want)
	}
}

func sameChain(a, b clearing.Chain) bool {
	return a.Amount == b.Amount && slices.Equal(a.Parties, b.Parties) && slices.Equal(a.Obligations, b.Obligations)
}

// A consumer that breaks after n chains has seen the first n, and may begin again.
func TestChainsStop(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := clearingtest.Rings().Draw(t, "book")
		r, err := clearing.Clear(t.Context(), b, clearing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		chains := clearing.Chains(b, r)
		all := slices.Collect(chains)
		for n := range all {
			var some []clearing.Chain
			for c := range chains {
				if some = append(some, c); len(some) > n {
					break
				}
			}
			if !slices.EqualFunc(some, all[:n+1], sameChain) {
				t.Fatalf("%v, want the first %d of %v", some, n+1, all)
			}
		}
	})
}

// Of results that are not right, Chains ends and yields rings of what is owed, never more of them than
// obligations.
func TestChainsOfWrongResults(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := clearingtest.Rings().Draw(t, "book")
		r := &clearing.Result{}
		for _, o := range b.Obligations {
			parts := rapid.OneOf(rapid.SampledFrom([]int64{0, 1, o.Amount.Parts(), math.MaxInt64, math.MinInt64}), rapid.Int64()).Draw(t, "parts")
			r.SetOff = append(r.SetOff, unit.New(parts, rapid.SampledFrom([]unit.Unit{o.Amount.Unit(), o.Amount.Unit(), unit.Joule, {}}).Draw(t, "unit")))
		}
		carried := &clearing.Result{SetOff: make([]unit.Amount, len(r.SetOff))}
		place := make(map[string]int)
		for i, o := range b.Obligations {
			place[o.ID], carried.SetOff[i] = i, unit.New(0, o.Amount.Unit())
		}
		chains := slices.Collect(clearing.Chains(b, r))
		for _, c := range chains {
			for _, id := range c.Obligations {
				sum, err := carried.SetOff[place[id]].Add(c.Amount)
				if err != nil || sum.Parts() > r.SetOff[place[id]].Parts() {
					t.Fatalf("more goes through %q than its set-off: %v", id, err)
				}
				carried.SetOff[place[id]] = sum
			}
		}
		if err := clearingtest.CheckChains(b, carried, chains); err != nil {
			t.Fatal(err)
		}
	})
}

// Of results that are not of the book, or of a book that is refused, there are no chains.
func TestChainsOfForeignResults(t *testing.T) {
	for name, r := range map[string]*clearing.Result{
		"nil":         nil,
		"empty":       {},
		"shorter":     {SetOff: make([]unit.Amount, 2)},
		"longer":      {SetOff: make([]unit.Amount, 4)},
		"zero values": {SetOff: make([]unit.Amount, 3)},
		"other unit":  {SetOff: slices.Repeat([]unit.Amount{unit.New(3, unit.KilowattHour)}, 3)},
		"below zero":  {SetOff: slices.Repeat([]unit.Amount{unit.New(-3, unit.Joule)}, 3)},
	} {
		for c := range clearing.Chains(triangle(), r) {
			t.Errorf("%s: %v", name, c)
		}
	}
	for c := range clearing.Chains(clearing.Book{}, mustClear(t, clearing.Book{})) {
		t.Errorf("an empty book: %v", c)
	}
	refused := book(owe("a", "ann", "ann", 1, unit.Joule))
	for c := range clearing.Chains(refused, &clearing.Result{SetOff: []unit.Amount{unit.New(1, unit.Joule)}}) {
		t.Errorf("a refused book: %v", c)
	}
}

// A ring of many parties, and one party in many rings.
func TestLongChains(t *testing.T) {
	const n = 3000
	var ring, star clearing.Book
	name := func(i int) string { return string(rune(0x4e00 + i)) }
	for i := range n {
		ring.Obligations = append(ring.Obligations, owe(name(i), name(i), name((i+1)%n), 7, unit.Joule))
		star.Obligations = append(star.Obligations, owe(name(i)+"1", "hub", name(i), 5, unit.Joule), owe(name(i)+"2", name(i), "hub", 7, unit.Joule))
	}
	for _, b := range []clearing.Book{ring, star} {
		r := mustClear(t, b)
		if err := clearingtest.Check(b, clearing.Options{}, r); err != nil {
			t.Error(err)
		}
	}
	if chains := slices.Collect(clearing.Chains(ring, mustClear(t, ring))); len(chains) != 1 || len(chains[0].Parties) != n {
		t.Errorf("%d chains of a ring", len(chains))
	}
}
