package clearing_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
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

// Who owes least is freed first, and none is freed halfway.
func TestFreed(t *testing.T) {
	b := clearing.Book{}
	for i, parts := range []int64{50, 20, 40, 30} {
		name := fmt.Sprint("debtor ", i)
		b.Obligations = append(b.Obligations, owe(name, name, "hub", parts, unit.Joule), owe("of "+name, "bank", name, parts, unit.Joule))
	}
	b.Obligations = append(b.Obligations, owe("hub's", "hub", "bank", 60, unit.Joule))
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
