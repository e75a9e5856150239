package main

import (
	"context"
	"fmt"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/unit"
)

// A way is how a town settles what its people owe each other.
type way struct {
	name   string
	clears bool
	length int  // the longest ring that is set off; 0: any
	credit bool // the society takes part, with a line for everybody, and guarantees all promises
	stock  bool // the turbine's Stock is taken by everybody, up to what it uses of energy in three months
}

// ways are compared with each other, from doing nothing on.
var ways = []way{
	{name: "no clearing"},
	{name: "pairs only", clears: true, length: 2},
	{name: "rings up to three", clears: true, length: 3},
	{name: "largest set-off", clears: true},
	{name: "with mutual credit", clears: true, credit: true},
	{name: "with energy Stock", clears: true, stock: true},
}

const (
	society = "Society"
	outside = "Outside"

	cashOf100     = 60 // what each begins with, of a month's turnover
	lineOf100     = 50 // a line with the society, of a month's turnover
	chargeOf10000 = 50 // what each side of a promise pays for the guarantee
	failsAfter    = 3  // months that debts are late before their debtor is given up,
	failsOf100    = 25 // if they are more than this of a month's turnover
	stockMonths   = 3  // of energy that a household has prepaid at the start
)

// A debt is what is left of a promise.
type debt struct {
	id               string
	debtor, creditor string
	parts            int64
	due              int // the month; never, for what the society and its members owe each other
}

const never = 1 << 30

// An economy is a town under one way of settling.
type economy struct {
	*town
	way
	unit   unit.Unit
	now    int
	made   int // debts so far, for their names
	debts  []debt
	cash   map[string]int64 // by name, Outside and the pool of the Society too
	stock  map[string]int64 // the turbine's Stock, at what it is worth
	placed map[string]int   // of each name among the parties
	losses map[string]int64 // of each, written off
	past   []figures
}

// figures are what one month was like, in parts.
type figures struct {
	Debt     int64 // what the town's people owe each other at its end
	SetOff   int64
	Money    int64 // that changed hands within the town
	Late     int64 // what is overdue at its end
	Failures int
	Loss     int64 // what creditors in the town lost for good
	Outside  int64 // what those outside did
	Charged  int64 // for the guarantee, on both sides of each promise
	Pool     int64 // what the pool paid creditors
}

// live lets months happen to a town that settles in one way.
func live(ctx context.Context, t *town, u unit.Unit, w way, months []month) (*economy, error) {
	e := &economy{
		town: t, way: w, unit: u,
		cash: map[string]int64{}, stock: map[string]int64{}, placed: map[string]int{}, losses: map[string]int64{},
	}
	for i, p := range t.parties {
		e.cash[p.name], e.placed[p.name] = p.turns*cashOf100/100, i
	}
	for _, d := range t.trades {
		if t.parties[d.seller].trade == turbine {
			e.stock[t.parties[d.buyer].name] += stockMonths * d.parts
		}
	}
	for m, happens := range months {
		e.now = m
		e.past = append(e.past, figures{})
		if err := e.month(ctx, happens); err != nil {
			return nil, fmt.Errorf("%s, month %d: %w", w.name, m+1, err)
		}
	}
	return e, nil
}

const turbine = "turbine"

func (e *economy) month(ctx context.Context, m month) error {
	for p, parts := range m.income {
		e.cash[e.parties[p].name] += parts
	}
	e.promise(m)
	e.prepay()
	if err := e.clear(ctx); err != nil {
		return err
	}
	if err := e.pay(ctx); err != nil {
		return err
	}
	if err := e.giveUp(); err != nil {
		return err
	}
	f := e.figures()
	for _, d := range e.debts {
		if d.creditor != outside {
			f.Debt += d.parts
		}
		if d.due <= e.now {
			f.Late += d.parts
		}
	}
	return nil
}

func (e *economy) figures() *figures { return &e.past[len(e.past)-1] }

// owe adds a debt.
func (e *economy) owe(debtor, creditor string, parts int64, due int) {
	e.made++
	e.debts = append(e.debts, debt{fmt.Sprintf("%06d", e.made), debtor, creditor, parts, due})
}

// promise makes the month's promises, and pays the charge on them where they are guaranteed.
func (e *economy) promise(m month) {
	for _, o := range m.orders {
		buyer, seller := e.parties[o.buyer].name, e.parties[o.seller].name
		e.owe(buyer, seller, o.parts, e.now+o.terms)
		if e.credit {
			for _, who := range []string{buyer, seller} {
				charge := min(e.cash[who], (o.parts*chargeOf10000+9999)/10_000)
				e.move(who, society, charge)
				e.figures().Charged += charge
			}
		}
	}
	for p, parts := range m.costs {
		if parts > 0 {
			e.owe(e.parties[p].name, outside, parts, e.now)
		}
	}
}

func (e *economy) move(from, to string, parts int64) {
	e.cash[from] -= parts
	e.cash[to] += parts
}

// prepay is what the turbine does for its own in every way of settling: who holds its Stock pays for energy with it,
// and buys as much again where it has the money.
func (e *economy) prepay() {
	for i, d := range e.debts {
		if e.kind(d.creditor) != turbine {
			continue
		}
		parts := min(d.parts, e.stock[d.debtor])
		e.debts[i].parts -= parts
		bought := min(parts, e.cash[d.debtor]/2)
		e.move(d.debtor, d.creditor, bought)
		e.stock[d.debtor] += bought - parts
	}
	e.settled()
}

// settled forgets debts of which nothing is left.
func (e *economy) settled() {
	open := e.debts[:0]
	for _, d := range e.debts {
		if d.parts > 0 {
			open = append(open, d)
		}
	}
	e.debts = open
}

func (e *economy) kind(name string) string {
	if i, ok := e.placed[name]; ok {
		return e.parties[i].trade
	}
	return ""
}

// clear sets off what can be, and checks the proof before anything is believed.
func (e *economy) clear(ctx context.Context) error {
	if !e.clears {
		return nil
	}
	book, o := e.book(), clearing.Options{LengthMax: e.length}
	r, err := clearing.Clear(ctx, book, o)
	if err != nil {
		return err
	}
	if err := clearing.Verify(book, o, r); err != nil {
		return err
	}
	for i, a := range r.SetOff {
		e.debts[i].parts -= a.Parts()
		e.figures().SetOff += a.Parts()
	}
	for i, a := range r.Tendered {
		e.stock[book.Tenders[i].Owner] -= a.Parts()
	}
	for _, d := range r.New {
		if e.way.stock {
			e.stock[d.Creditor] += d.Amount.Parts() // it alone is accepted then
		} else {
			e.owe(d.Debtor, d.Creditor, d.Amount.Parts(), never)
		}
	}
	e.settled()
	return nil
}

// book is what can be set off: all debts, due or not, since all have agreed to that; in some ways with lines of the
// society, or Stock.
func (e *economy) book() clearing.Book {
	var b clearing.Book
	for _, d := range e.debts {
		b.Obligations = append(b.Obligations, clearing.Obligation{ID: d.id, Debtor: d.debtor, Creditor: d.creditor, Amount: unit.New(d.parts, e.unit)})
	}
	if e.credit {
		e.lines(&b)
	}
	if e.way.stock {
		e.tenders(&b)
	}
	return b
}

// lines are the society's: it accepts its members' promises, and they its own, up to half a month's turnover.
func (e *economy) lines(b *clearing.Book) {
	owes, owed := map[string]int64{}, map[string]int64{}
	for _, d := range e.debts {
		if d.creditor == society {
			owes[d.debtor] += d.parts
		}
		if d.debtor == society {
			owed[d.creditor] += d.parts
		}
	}
	for _, p := range e.parties {
		line := p.turns * lineOf100 / 100
		if room := line - owes[p.name]; room > 0 {
			b.Acceptances = append(b.Acceptances, clearing.Acceptance{ID: "owes " + p.name, Acceptor: society, Debtor: p.name, Amount: unit.New(room, e.unit)})
		}
		if room := line - owed[p.name]; room > 0 {
			b.Acceptances = append(b.Acceptances, clearing.Acceptance{ID: "owed " + p.name, Acceptor: p.name, Debtor: society, Amount: unit.New(room, e.unit)})
		}
	}
}

// tenders are the Stock that everybody holds; everybody accepts as much as it uses of energy in some months.
func (e *economy) tenders(b *clearing.Book) {
	uses := map[string]int64{}
	source := ""
	for _, d := range e.trades {
		if e.parties[d.seller].trade == turbine {
			source = e.parties[d.seller].name
			uses[e.parties[d.buyer].name] += stockMonths * d.parts
		}
	}
	for _, p := range e.parties {
		if p.trade == turbine {
			continue
		}
		held := e.stock[p.name]
		if held > 0 {
			b.Tenders = append(b.Tenders, clearing.Tender{ID: "stock of " + p.name, Source: source, Owner: p.name, Amount: unit.New(held, e.unit)})
		}
		if room := uses[p.name] - held; room > 0 {
			b.Acceptances = append(b.Acceptances, clearing.Acceptance{ID: "takes " + p.name, Acceptor: p.name, Debtor: source, Amount: unit.New(room, e.unit)})
		}
	}
}

// pay settles in money what is due, as far as everybody's money goes: who cannot pay all pays all creditors alike, and
// what it gets from its own debtors counts (the greatest clearing vector).
func (e *economy) pay(ctx context.Context) error {
	var s insolvency.System
	var due []int
	for i, d := range e.debts {
		if d.due <= e.now {
			s.Debts = append(s.Debts, insolvency.Debt{ID: d.id, Debtor: d.debtor, Creditor: d.creditor, Amount: unit.New(d.parts, e.unit)})
			due = append(due, i)
		}
	}
	if len(due) == 0 {
		return nil
	}
	for _, p := range e.parties {
		s.Means = append(s.Means, insolvency.Means{Party: p.name, Amount: unit.New(e.cash[p.name], e.unit)})
	}
	o := insolvency.Options{}
	r, err := insolvency.Settle(ctx, s, o)
	if err != nil {
		return err
	}
	if err := insolvency.Verify(s, o, r); err != nil {
		return err
	}
	for k, i := range due {
		d, paid := &e.debts[i], r.Paid[k].Parts()
		d.parts -= paid
		e.move(d.debtor, d.creditor, paid)
		if d.creditor != outside {
			e.figures().Money += paid
		}
	}
	e.settled()
	return nil
}
