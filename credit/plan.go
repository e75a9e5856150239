package credit

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"example.org/mutual/clearing/flow"
)

// plan turns a flow into the payment that makes it, charges included.
func (l *Ledger) plan(ctx context.Context, w *web, r Routing, sent *flow.Sent, asked int64) (*Plan, error) {
	p := &Plan{
		Payment: Payment{From: r.From, To: r.To, Amount: l.amount(sent.Value), For: r.For},
		Most:    l.amount(sent.Most), Cost: sent.Cost, Least: sent.Least,
	}
	var err error
	if r.Prove {
		if p.Proof, err = l.prove(ctx, w, r, sent); err != nil {
			return nil, err
		}
	}
	if sent.Most < asked {
		p.Cut, _ = l.cut(w, r, sent.Cut)
	}
	chains := newChains(l, w, r.From)
	chains.add(sent)
	if err := l.addCharges(ctx, w, r, chains); err != nil {
		return nil, err
	}
	p.Paths = chains.all
	repaid, promised, err := l.rehearse(r, p.Payment)
	p.Repaid, p.Promised = l.amount(repaid), l.amount(promised)
	return p, err
}

// prove hands out the network, and the cheapest flow on it of what is sent: where bounds made the plan
// another, that is planned for the proof.
func (l *Ledger) prove(ctx context.Context, w *web, r Routing, sent *flow.Sent) (*Proof, error) {
	from, to := l.stationOf(w, r.From), l.stationOf(w, r.To)
	if sent.Potential == nil {
		var err error
		if sent, err = w.net.Send(ctx, from.out, to.in, sent.Value, flow.SendOptions{}); err != nil {
			return nil, tooMuch(err)
		}
	}
	return &Proof{w.net.Problem(from.out, to.in, sent.Value), w.net.Solution(sent)}, nil
}

// addCharges plans how the mediators of the amount are paid their charges, over what the amount leaves free.
func (l *Ledger) addCharges(ctx context.Context, w *web, r Routing, c *chains) error {
	carried := c.carried(r.To)
	for _, m := range sortedKeys(carried) {
		due, _ := l.charge(m, carried[m])
		if due == 0 {
			continue
		}
		sent, err := w.net.Send(ctx, l.stationOf(w, r.From).out, l.stationOf(w, m).in, due, r.options())
		if err != nil {
			return tooMuch(err)
		}
		if sent.Value < due {
			e := l.noRoute(w, r, sent, due)
			e.Charge = m
			return e
		}
		c.add(sent)
	}
	return nil
}

// rehearse makes the payment and takes it back, so that a plan that is handed out is one that the ledger
// accepts, and returns what it repays and promises.
func (l *Ledger) rehearse(r Routing, p Payment) (repaid, promised int64, err error) {
	if p.For == "" {
		p.For = "a payment"
	}
	mark := l.log.Mark()
	l.turn = turn{Ledger: l, by: r.agreed()}
	err = l.turn.pay(p, func(place int32, parts int64) {
		repaid += parts
		l.turn.less(place, parts)
	}, func(pair int32, parts int64) {
		promised += parts
		k := l.promises.Len()
		l.turn.owe("\x00rehearsed", k, p.For, l.log.Last(), pair, parts)
	})
	l.finish(mark, true)
	return repaid, promised, err
}

// Chains gather flows as chains of parties.
type chains struct {
	*Ledger
	*web
	from  string
	all   []Path
	place map[string]int // by all the names
}

func newChains(l *Ledger, w *web, from string) *chains {
	return &chains{Ledger: l, web: w, from: from, place: map[string]int{}}
}

// add takes a flow, and takes it off the web.
func (c *chains) add(s *flow.Sent) {
	for _, p := range s.Paths {
		parties := []string{c.from}
		for _, arc := range p.Arcs {
			if is := c.arcs[arc]; is.from != is.to {
				parties = append(parties, c.Ledger.parties[is.to].name)
			}
			c.spend(arc, p.Amount) // there is as much
		}
		key := strings.Join(parties, "\x00")
		at, ok := c.place[key]
		if !ok {
			at = len(c.all)
			c.place[key] = at
			c.all = append(c.all, Path{Parties: parties, Amount: c.amount(0)})
		}
		c.all[at].Amount = c.amount(c.all[at].Amount.Parts() + p.Amount)
	}
}

// carried returns what each mediator of the paths to the payee carries.
func (c *chains) carried(payee string) map[string]int64 {
	carried := make(map[string]int64)
	for _, p := range c.all {
		for _, m := range p.Parties[1 : len(p.Parties)-1] {
			if m != c.from && m != payee {
				carried[m] += p.Amount.Parts()
			}
		}
	}
	return carried
}

// noRoute says why not all that was asked can be sent.
func (l *Ledger) noRoute(w *web, r Routing, sent *flow.Sent, asked int64) *RouteError {
	e := &RouteError{Asked: l.amount(asked), Room: l.amount(sent.Value), Most: l.amount(sent.Most)}
	e.Cut, e.More = l.cut(w, r, sent.Cut)
	return e
}

// cut names what the arcs of a cut are, in order.
func (l *Ledger) cut(w *web, r Routing, arcs []int32) (named []Bound, more int) {
	for _, arc := range arcs {
		named = append(named, l.bounds(r, w.arcs[arc])...)
	}
	slices.SortFunc(named, func(a, b Bound) int {
		return cmp.Or(strings.Compare(a.Creditor, b.Creditor), strings.Compare(a.Debtor, b.Debtor), strings.Compare(a.Why, b.Why))
	})
	named = slices.Compact(named)
	if len(named) > BoundsMax {
		return named[:BoundsMax], len(named) - BoundsMax
	}
	return named, 0
}

// bounds says what an arc is that is in the way: a mediator, or a line, or a debt, or these two.
func (l *Ledger) bounds(r Routing, t track) (named []Bound) {
	if name := l.parties[t.from].name; t.from == t.to {
		if slices.Contains(r.Without, name) {
			return []Bound{{Creditor: name, Why: "is to have no part in it"}}
		}
		return []Bound{{Creditor: name, Why: "lets no such payment through"}}
	}
	e := ends{t.from, t.to}
	if p := l.between(e); p.line.open {
		_, why := p.room(party{}, party{}, slices.Contains(r.agreed(), l.parties[t.to].name))
		named = append(named, l.boundOf(r, e, why))
	}
	if p := l.between(e.back()); p.usable > 0 {
		named = append(named, l.boundOf(r, e.back(), "no more is owed that could be repaid"))
	}
	return named
}

// boundOf names a line, or what is owed on it.
func (l *Ledger) boundOf(r Routing, e ends, why string) Bound {
	b := Bound{Creditor: l.parties[e.creditor].name, Debtor: l.parties[e.debtor].name, Why: why}
	if slices.Contains(r.WithoutLines, LineOf{b.Creditor, b.Debtor}) {
		b.Why = "is not to be used"
	}
	return b
}
