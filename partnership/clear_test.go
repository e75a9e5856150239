package partnership_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit/journal"
)

// shared are terms by which olu and ivy have a half each of what comes in, but for a tenth to the commons.
func shared() partnership.Terms {
	t := terms()
	t.Holders = []partnership.Holder{{Party: "olu", Nths: 1}, {Party: "ivy", Nths: 1}}
	t.Portions = []partnership.Portion{{Name: "capital", Kind: partnership.Providers, Weight: 9}, {Name: "repairs", Kind: partnership.Commons, Weight: 1}}
	return t
}

// Where the purse has too little, all are paid pro rata to what is due, and the rest stays due.
func TestPayOut(t *testing.T) {
	p := let(t, shared())
	apply(t, p,
		partnership.Receive{ID: "r", At: day, By: cus, From: "grid", Amount: pounds("100.01"), For: "energy"},
		partnership.Bill{ID: "c", At: day, By: mia, Period: "jan"},
		partnership.Distribute{ID: "d", At: day, By: mia})
	// 600.01 is 540.01 and 60.00; of the first olu, behind ivy in the alphabet, has the smaller half, and owes 500.
	want(t, "ivy", p.Due("ivy"), "270.01")
	want(t, "olu", p.Due("olu"), "0")
	want(t, "olu owes", p.Ledger().Owed("olu", "house"), "230.00")
	want(t, "commons", p.Commons(), "60.00")
	apply(t, p, partnership.PayOut{ID: "p", At: day, By: cus})
	want(t, "ivy", p.Due("ivy"), "230.00") // the commons' money is in the purse
	want(t, "purse", p.Purse(), "60.00")
	refuseAll(t, p, []refused{{"nothing is there", partnership.PayOut{ID: "x", At: day, By: cus}, partnership.ErrPurse, "", "0"}})
	apply(t, p, partnership.Pay{ID: "q", At: day, By: cus, From: "olu", In: credit.Money, Paid: pounds("230.00")},
		partnership.PayOut{ID: "p2", At: day, By: cus})
	want(t, "ivy", p.Due("ivy"), "0")
	// The next cent that rounding leaves over is olu's.
	apply(t, p, partnership.Receive{ID: "r2", At: day, By: cus, From: "grid", Amount: pounds("10.01"), For: "energy"}, partnership.Distribute{ID: "d2", At: day, By: mia})
	if p.Due("olu").Parts() != p.Due("ivy").Parts()+1 {
		t.Errorf("olu has %v, ivy %v", p.Due("olu"), p.Due("ivy"))
	}
	restored(t, p)
}

// What is given up lowers the next gross, or the commons fund first where the terms say so.
func TestWriteOff(t *testing.T) {
	for _, first := range []bool{false, true} {
		with := shared()
		with.CommonsFirst = first
		p := let(t, with)
		apply(t, p, partnership.Bill{ID: "c", At: day, By: mia, Period: "jan"}, partnership.Distribute{ID: "d", At: day, By: mia})
		want(t, "olu owes", p.Ledger().Owed("olu", "house"), "275")
		agree(t, p, "w", partnership.WriteOff{Promise: "c", Amount: pounds("75.00"), Because: "a hard winter"}, "mia", "olu", "ivy")
		gross, commons := "-75", "50"
		if first {
			gross, commons = "-25", "0"
		}
		want(t, "gross", p.Gross(), gross)
		want(t, "commons", p.Commons(), commons)
		want(t, "ivy", p.Due("ivy"), "225")
		refuseAll(t, p, []refused{
			{"a gross below zero", partnership.Distribute{ID: "x", At: day, By: mia}, partnership.ErrGross, "", ""},
			{"no such rental", partnership.Propose{ID: "x", At: day, By: mia, Do: partnership.WriteOff{ID: "y"}}, partnership.ErrAction, "", ""},
		})
		apply(t, p, partnership.Receive{ID: "r", At: day, By: cus, From: "grid", Amount: pounds("85.00"), For: "energy"}, partnership.Distribute{ID: "d2", At: day, By: mia})
		agree(t, p, "w2", partnership.WriteOff{Promise: "c", Because: "and a wet spring"}, "mia", "olu", "ivy")
		want(t, "olu owes", p.Ledger().Owed("olu", "house"), "0")
		restored(t, p)
	}
}

// In a round of clearing the partnership is a party: what is due to ivy cancels what olu owes, because ivy owes olu.
func TestClear(t *testing.T) {
	p := let(t, shared())
	apply(t, p, partnership.Bill{ID: "c", At: day, By: mia, Period: "jan"}, partnership.Distribute{ID: "d", At: day, By: mia})
	book := p.Book(day)
	if len(book.Obligations) != 2 {
		t.Fatalf("got %v", book.Obligations)
	}
	book.Obligations = append(book.Obligations, clearing.Obligation{ID: "goods", Debtor: "ivy", Creditor: "olu", Amount: pounds("200.00")})
	r, err := clearing.Clear(context.Background(), book, clearing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []credit.NetLine
	for i, o := range book.Obligations[:2] {
		lines = append(lines, credit.NetLine{Promise: o.ID, SetOff: r.SetOff[i]})
	}
	lines[0], lines[1] = lines[1], lines[0] // in any order
	clear := partnership.Clear{ID: "x", At: day, By: []string{"cus", "olu", "ivy"}, Lines: lines}
	without, more, twice, uneven := clear, clear, clear, clear
	without.By = cus
	more.Lines = []credit.NetLine{{Promise: "c", SetOff: pounds("200")}, {Promise: "due/ivy", SetOff: pounds("225.01")}}
	twice.Lines = append(lines[:2:2], lines[0])
	uneven.Lines = []credit.NetLine{{Promise: "c", SetOff: pounds("200")}, {Promise: "due/ivy", SetOff: pounds("199.99")}}
	refuseAll(t, p, []refused{
		{"without those at the ends", without, journal.ErrConsent, "ivy olu", ""},
		{"more than is due", more, journal.ErrLimit, "", "225"},
		{"one twice", twice, credit.ErrNet, "", ""},
		{"the partnership richer by a penny", uneven, credit.ErrNet, "", ""},
	})
	clear.ID = "clear"
	apply(t, p, clear)
	want(t, "ivy", p.Due("ivy"), "25")
	want(t, "olu owes", p.Ledger().Owed("olu", "house"), "75")
	want(t, "purse", p.Purse(), "0")
	restored(t, p)
}

// owing is a partnership in which olu owes so many rentals, and all that they come to is due to ivy; and the set-off of
// both.
func owing(tb testing.TB, rentals int) (*partnership.Partnership, partnership.Clear) {
	tb.Helper()
	with := terms()
	with.Holders = []partnership.Holder{{Party: "ivy", Nths: 1}}
	p := founded(tb, with)
	clear := partnership.Clear{ID: "clear", At: day, By: []string{"cus", "olu", "ivy"}}
	for i := range rentals {
		use := partnership.TakeUp{ID: fmt.Sprint("u", i), At: day, By: []string{"olu", "mia", "cus"}, User: "olu", Part: fmt.Sprint("plot ", i), Rental: pounds("1")}
		must(p.Apply(use))
	}
	apply(tb, p, partnership.Bill{ID: "c", At: day, By: mia, Period: "jan"}, partnership.Distribute{ID: "d", At: day, By: mia})
	for _, o := range p.Book(day).Obligations {
		clear.Lines = append(clear.Lines, credit.NetLine{Promise: o.ID})
	}
	return p, clear
}

// Setting off many rentals of one user takes in proportion to how many they are: four times as many, four times the
// memory and not sixteen.
func TestClearMany(t *testing.T) {
	taken := func(rentals int) uint64 {
		var before, after runtime.MemStats
		p, clear := owing(t, rentals)
		runtime.ReadMemStats(&before)
		must(p.Apply(clear))
		runtime.ReadMemStats(&after)
		want(t, "olu owes", p.Ledger().Owed("olu", "house"), "0")
		if err := p.Check(); err != nil {
			t.Error(err)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	if few, many := taken(1000), taken(4000); many > 6*few {
		t.Errorf("1000 rentals take %d bytes, and 4000 %d", few, many)
	}
}
