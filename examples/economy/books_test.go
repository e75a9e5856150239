package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"example.org/mutual/unit"
)

// aTown is a town and what happens to it.
func aTown(seed uint64, months int) (*town, []month) {
	chance := rand.New(rand.NewPCG(seed, 99))
	t := newTown(chance)
	return t, t.happens(chance, months)
}

// At the end of each year all machines prove their states, and what is printed is what stands in their books. A town's
// first year is the same whether another follows or not, so that each year's end is that of a run.
func TestBooks(t *testing.T) {
	eur, err := unit.Currency("EUR", 2)
	if err != nil {
		t.Fatal(err)
	}
	seeds := uint64(2)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		town, months := aTown(seed, 24)
		for _, w := range ways {
			for _, n := range []int{12, 24} {
				t.Run(fmt.Sprintf("%s/%d/%d", w.name, seed, n), func(t *testing.T) {
					e, err := live(context.Background(), town, eur, w, months[:n], &bytes.Buffer{})
					if err != nil {
						t.Fatal(err)
					}
					if err := e.check(); err != nil {
						t.Error(err)
					}
					checkPurses(t, e)
					checkPromises(t, e)
					checkBills(t, e, months[:n])
					checkGuild(t, e)
					checkWind(t, e)
					checkBorder(t, e)
				})
			}
		}
	}
}

// want reports a figure that is not what the books say.
func want(t *testing.T, what string, got, books int64) {
	t.Helper()
	if got != books {
		t.Errorf("%s: %d, and the books have %d", what, got, books)
	}
}

func total(e *economy, of func(figures) int64) int64 { return sum(of)(e) }

// No money is made or lost: what purses hold sums to zero with what came from outside, nobody's is below zero, and
// custodians hold what their machines say.
func checkPurses(t *testing.T, e *economy) {
	t.Helper()
	var all int64
	for who, parts := range e.purse {
		all += parts
		if parts < 0 && who != outside {
			t.Errorf("%s has %d", who, parts)
		}
	}
	want(t, "all money", all, 0)
	want(t, "with the trust", e.purse[trust], e.wind.Purse().Parts())
	if g, ok := e.register.(*guild); ok {
		want(t, "with the custodian", e.purse[custodian], g.society.Purse().Parts())
	}
}

// All that was promised is set off, settled in Stock, on credit or in money, paid by an estate or by the society, in
// default, or still owed; and positions sum to zero.
func checkPromises(t *testing.T, e *economy) {
	t.Helper()
	ledger := e.register.view()
	var faces, left, debt, balances, taken int64
	for p := range ledger.Promises() {
		if p.ID != p.Root { // a part that the society has taken over, as it has paid for it
			taken += p.Face.Parts()
			continue
		}
		faces += p.Face.Parts()
		left += p.Left.Parts()
		if !p.Defaulted {
			debt += p.Left.Parts()
		}
	}
	for who := range ledger.Parties() {
		balances += ledger.Balance(who).Parts()
	}
	want(t, "positions", balances, 0)
	want(t, "debt", e.past[len(e.past)-1].Debt, debt)
	want(t, "promised", total(e, func(f figures) int64 { return f.Promised + f.Anew }), faces)
	settled := total(e, func(f figures) int64 { return f.SetOff + f.Stock + f.Credit + f.Money - f.ForPower })
	if _, ok := e.register.(*plain); ok {
		settled += total(e, func(f figures) int64 { return f.Estates })
	}
	want(t, "settled", settled+taken, faces-left)
	want(t, "lost and owed", lacked(e)+debt, left)
}

// Of all bills that came in, what is not paid is lost or late.
func checkBills(t *testing.T, e *economy, months []month) {
	t.Helper()
	var came, faces, left, late int64
	for _, m := range months {
		for _, parts := range m.costs {
			came += parts
		}
	}
	for p := range e.bills.Promises() {
		faces += p.Face.Parts()
		left += p.Left.Parts()
		if !p.Defaulted {
			late += p.Left.Parts()
		}
	}
	want(t, "bills", came, faces)
	want(t, "bills paid", total(e, func(f figures) int64 { return f.Bills }), faces-left)
	want(t, "bills lost", lackedOutside(e), left-late)
	want(t, "bills late, of all that is", late, e.past[len(e.past)-1].Late-overdue(e))
}

func overdue(e *economy) (parts int64) {
	for p := range e.register.view().Promises() {
		if e.isDue(p) && !p.Defaulted {
			parts += p.Left.Parts()
		}
	}
	return parts
}

// What members paid for the guarantee, and what came back of those who failed, was paid to creditors or lies in the
// society's books; what it says that creditors lack is what they are said to have lost.
func checkGuild(t *testing.T, e *economy) {
	t.Helper()
	g, ok := e.register.(*guild)
	if !ok {
		want(t, "insured", insuredFor(e), 0)
		return
	}
	want(t, "insured", insuredFor(e)+g.sums.back-g.sums.out, g.society.CostBook().Parts()+g.society.DefaultBook().Parts())
	var lacks int64
	for _, l := range g.society.Losses() {
		for i, c := range l.Case.Claims {
			if _, ok := g.society.Ledger().Promise(c.Creditor); ok { // and no call that was not paid
				lacks += c.Amount.Parts() - c.Paid.Parts() + l.Due[i].Parts()
			}
		}
	}
	want(t, "lost", lacked(e), lacks)
}

// What is held of Stock is what is out of it.
func checkWind(t *testing.T, e *economy) {
	t.Helper()
	stock, _ := e.wind.Stock()
	var held int64
	for place := range e.parties {
		held += e.wind.holds(place)
	}
	want(t, "Stock", held, stock.Outstanding.Parts()/(kWhParts/powerCents))
	if dividends := e.wind.dividends; dividends <= 0 {
		t.Errorf("dividends of %d", dividends)
	}
}

// Each promise across the border is as large at home, in the union and in the valley, each in its own unit.
func checkBorder(t *testing.T, e *economy) {
	t.Helper()
	var home, union, valley int64
	at := e.the(desk)
	for p := range e.register.view().Promises() {
		from, to := e.places[p.Promisor], e.places[p.Holder]
		if p.ID == p.Root && !p.Due.IsZero() && (from == at || to == at) {
			home += p.Face.Parts()
		}
	}
	for p := range e.border.union.Ledger().Promises() {
		union += p.Face.Parts()
	}
	for p := range e.border.valley.Ledger().Promises() {
		energy, lost, err := unit.Convert(p.Face, unit.KilowattHour)
		if err != nil || lost.Sign() != 0 {
			t.Fatal(err, lost)
		}
		valley += energy.Parts()
	}
	want(t, "across the border, at home", home*perCent, union)
	want(t, "across the border, in the valley", valley, union)
}

// The same is ordered in every way, month by month.
func TestSameShocks(t *testing.T) {
	eur, err := unit.Currency("EUR", 2)
	if err != nil {
		t.Fatal(err)
	}
	town, months := aTown(5, 12)
	var ordered []int64
	for i, w := range ways {
		e, err := live(context.Background(), town, eur, w, months, nil)
		if err != nil {
			t.Fatal(err)
		}
		for m, f := range e.past {
			if i == 0 {
				ordered = append(ordered, f.Promised+f.Refused)
			}
			want(t, fmt.Sprintf("%s: ordered in month %d", w.name, m+1), f.Promised+f.Refused, ordered[m])
		}
	}
}

// Everybody sells in an ordinary month what it buys, so that nobody is ruined by the model itself.
func TestTownIsInBalance(t *testing.T) {
	town, _ := aTown(1, 1)
	net := make([]int64, len(town.parties))
	for _, d := range town.trades {
		net[d.buyer] -= d.parts
		net[d.seller] += d.parts
	}
	for p, parts := range net {
		if parts != 0 {
			t.Errorf("%s is %d ahead", town.parties[p].name, parts)
		}
	}
}
