package clearing_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// free returns who owed something and owes nothing, unit by unit, in the order of the names.
func free(b clearing.Book, r *clearing.Result) (names []string) {
	for _, totals := range r.Totals {
		owes := make(map[string]int64)
		for i, o := range b.Obligations {
			if o.Amount.Unit() == totals.Unit {
				owes[o.Debtor] += o.Amount.Parts() - r.SetOff[i].Parts()
			}
		}
		for _, o := range r.New {
			if _, debtor := owes[o.Debtor]; debtor && o.Amount.Unit() == totals.Unit {
				owes[o.Debtor] += o.Amount.Parts()
			}
		}
		for name, left := range owes {
			if left == 0 {
				names = append(names, totals.Unit.String()+" "+name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// debtorsOf is a hub whom debtors owe so much, each of whom a bank owes as much; the bank is owed by the hub what can go
// round in all.
func debtorsOf(whole int64, debts ...int64) (b clearing.Book) {
	for i, parts := range debts {
		name := fmt.Sprint("debtor ", i)
		b.Obligations = append(b.Obligations, owe(name, name, "hub", parts, unit.Joule), owe("of "+name, "bank", name, parts, unit.Joule))
	}
	b.Obligations = append(b.Obligations, owe("hub's", "hub", "bank", whole, unit.Joule))
	return b
}

// Who owes least is freed first, and none is freed halfway.
func TestFreed(t *testing.T) {
	b := debtorsOf(60, 50, 20, 40, 30)
	r := clear(t, b, stages(clearing.Freed))
	p := r.Proofs[1]
	if want := []string{"debtor 1", "debtor 3", "hub"}; !slices.Equal(p.Freed, want) || p.Value.Parts() != 110 || p.Potentials != nil {
		t.Errorf("%+v", p)
	}
}

// Who newly promises something is not free of debt, nor who owes what takes no part.
func TestFreedOfWhat(t *testing.T) {
	b := book(owe("1", "ann", "bob", 1, unit.Joule), owe("2", "bob", "carol", 1, unit.Joule), owe("3", "bob", "dora", 1, unit.Joule))
	b.Acceptances = []clearing.Acceptance{accept("a", "carol", "ann", 1)}
	o := stages(clearing.Freed)
	o.Exclude.Obligations = []string{"3"}
	if r := clear(t, b, o); r.SetOff[0].IsZero() || r.Proofs[2].Freed != nil {
		t.Errorf("%+v", r)
	}
	o.Exclude.Obligations = nil
	b.Obligations = b.Obligations[:2]
	if r := clear(t, b, o); !slices.Equal(r.Proofs[2].Freed, []string{"bob"}) {
		t.Errorf("%+v", r)
	}
}

// Where Freed frees nobody who is not free without it, everything stays as it was.
func TestFreedMovesNothingForNothing(t *testing.T) {
	t.Parallel()
	stays := func(t rapid.TB, b clearing.Book, o clearing.Options) {
		before := clear(t, b, o)
		o.Stages = append(slices.Clone(o.Stages), clearing.Objective{Stage: clearing.Freed})
		after := clear(t, b, o)
		if slices.Equal(free(b, before), free(b, after)) && !(slices.Equal(before.SetOff, after.SetOff) && slices.Equal(before.Accepted, after.Accepted) && slices.Equal(before.Tendered, after.Tendered)) {
			t.Errorf("%v, %v, %v became %v, %v, %v", before.SetOff, before.Accepted, before.Tendered, after.SetOff, after.Accepted, after.Tendered)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		b, o := drawn(t)
		o.LengthMax, o.Stages = 0, slices.DeleteFunc(o.Stages, func(s clearing.Objective) bool { return s.Stage == clearing.Freed || s.Stage == clearing.Even })
		stays(t, b, o)
	})
	for _, parts := range [][]int64{{35, 20, 40, 50}, {45, 20, 40, 50}, {50, 45, 40, 20}, {50, 20, 40, 30}} {
		stays(t, debtorsOf(60, parts...), clearing.Options{}) // what the free leave goes to one whom it does not free
	}
}

// Of 18 hours owed to a shop 9 go round. Even shares them, and everybody goes on owing; Freed is done with the debts of
// two.
func ExampleStage_freed() {
	hour, _ := unit.Custom("hour", 0)
	owe := func(id, debtor, creditor string, hours int64) clearing.Obligation {
		return clearing.Obligation{ID: id, Debtor: debtor, Creditor: creditor, Amount: unit.New(hours, hour)}
	}
	book := clearing.Book{Obligations: []clearing.Obligation{
		owe("1", "Ann", "Shop", 9), owe("2", "Bob", "Shop", 5), owe("3", "Carol", "Shop", 4),
		owe("4", "Mill", "Ann", 9), owe("5", "Mill", "Bob", 5), owe("6", "Mill", "Carol", 4),
		owe("7", "Shop", "Mill", 9),
	}}
	for _, options := range []clearing.Options{
		{Stages: []clearing.Objective{{Stage: clearing.Even}}},
		{Stages: []clearing.Objective{{Stage: clearing.Freed}, {Stage: clearing.Even}}},
	} {
		result, _ := clearing.Clear(context.Background(), book, options)
		fmt.Println("Ann, Bob, Carol:", result.SetOff[:3])
		if p := result.Proofs[1]; p.Stage == clearing.Freed {
			fmt.Println(p.Stage, len(p.Freed), p.Freed, p.Value)
		}
	}
	// Output:
	// Ann, Bob, Carol: [4 hour 3 hour 2 hour]
	// Ann, Bob, Carol: [0 hour 5 hour 4 hour]
	// parties freed, by a heuristic 3 [Bob Carol Shop] 18 hour
}

// Who promises anew what is set off is not freed by that: which of two does so stays as it was.
func TestFreedByNoPromise(t *testing.T) {
	b := book(owe("1", "ann", "bob", 10, unit.Joule), owe("2", "cem", "bob", 10, unit.Joule), owe("3", "bob", "dora", 10, unit.Joule),
		owe("4", "ann", "eve", 1, unit.Joule)) // so that ann, who cannot be free, is not tried
	b.Acceptances = []clearing.Acceptance{accept("a", "dora", "ann", 10), accept("c", "dora", "cem", 10)}
	without, with := clear(t, b, stages()), clear(t, b, stages(clearing.Freed))
	if len(with.New) != 1 || !slices.Equal(with.SetOff, without.SetOff) || !slices.Equal(with.Accepted, without.Accepted) {
		t.Errorf("got %v and %v, and without Freed %v and %v", with.SetOff, with.Accepted, without.SetOff, without.Accepted)
	}
}
