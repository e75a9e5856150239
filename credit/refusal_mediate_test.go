package credit_test

import (
	"fmt"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

func TestRefuseMediate(t *testing.T) {
	good := credit.Mediate{ID: "x", At: day(5), By: []string{"bob"}, Party: "bob", From: "dan", To: "cem"}
	apply(t, chained(t), good)
	with := func(change func(*credit.Mediate)) credit.Action { return spoil(good, change) }
	l := chained(t)
	refuseAll(t, l, []refused{
		{name: "nobody", action: with(func(a *credit.Mediate) { a.Party = "" }), reason: journal.ErrParty},
		{name: "from a bad name", action: with(func(a *credit.Mediate) { a.From = " x" }), reason: journal.ErrParty},
		{name: "to a bad name", action: with(func(a *credit.Mediate) { a.To = strings.Repeat("x", 129) }), reason: journal.ErrParty},
		{name: "from oneself", action: with(func(a *credit.Mediate) { a.From = "bob" }), reason: credit.ErrSelf},
		{name: "to oneself", action: with(func(a *credit.Mediate) { a.To = "bob" }), reason: credit.ErrSelf},
		{name: "there and back", action: with(func(a *credit.Mediate) { a.To = "dan" }), reason: credit.ErrSelf},
		{name: "by another", action: with(func(a *credit.Mediate) { a.By = []string{"ann", "cem", "dan"} }), reason: journal.ErrConsent, missing: "bob"},
		{name: "taken back though never given", action: with(func(a *credit.Mediate) { a.Stop = true }), reason: credit.ErrMediator},
		{name: "for all, where it is for one", action: with(func(a *credit.Mediate) { a.Stop, a.From, a.To = true, "", "" }), reason: credit.ErrMediator},
		{name: "taken back by another", action: with(func(a *credit.Mediate) { a.Stop, a.From, a.By = true, "ann", []string{"ann"} }), reason: journal.ErrConsent, missing: "bob"},
	})
	for i := range credit.ConsentsMax - 2 {
		apply(t, l, credit.Mediate{ID: fmt.Sprint("n", i), At: day(5), By: []string{"bob"}, Party: "bob", From: fmt.Sprint("p", i)})
	}
	refuseAll(t, l, []refused{{name: "one too many", action: good, reason: credit.ErrMediator}})
	apply(t, l, credit.Mediate{ID: "y", At: day(5), By: []string{"bob"}, Party: "bob", From: "p7"}) // it stands already
	apply(t, l, credit.Mediate{ID: "z", At: day(5), By: []string{"bob"}, Party: "bob", From: "p7", Stop: true}, good)
}

func TestRefuseCharge(t *testing.T) {
	good := credit.SetCharge{ID: "x", At: day(5), By: []string{"bob"}, Party: "bob", Flat: eur(t, "1"), Rate: 1_000_000, For: "his time"}
	apply(t, chained(t), good)
	with := func(change func(*credit.SetCharge)) credit.Action { return spoil(good, change) }
	refuseAll(t, chained(t), []refused{
		{name: "nobody's", action: with(func(a *credit.SetCharge) { a.Party = "" }), reason: journal.ErrParty},
		{name: "by whoever pays it", action: with(func(a *credit.SetCharge) { a.By = []string{"ann"} }), reason: journal.ErrConsent, missing: "bob"},
		{name: "more than all", action: with(func(a *credit.SetCharge) { a.Rate++ }), reason: credit.ErrMediator},
		{name: "less than nothing", action: with(func(a *credit.SetCharge) { a.Rate = -1 }), reason: credit.ErrMediator},
		{name: "flatly nothing", action: with(func(a *credit.SetCharge) { a.Flat = eur(t, "0") }), reason: journal.ErrAmount},
		{name: "flatly below", action: with(func(a *credit.SetCharge) { a.Flat = eur(t, "-1") }), reason: journal.ErrAmount},
		{name: "in another unit", action: with(func(a *credit.SetCharge) { a.Flat = unit.New(1, unit.KilowattHour) }), reason: journal.ErrUnit},
		{name: "for no cost", action: with(func(a *credit.SetCharge) { a.For = "" }), reason: credit.ErrWords},
		{name: "no charge for a cost", action: with(func(a *credit.SetCharge) { a.Flat, a.Rate = unit.Amount{}, 0 }), reason: credit.ErrWords},
	})
}
