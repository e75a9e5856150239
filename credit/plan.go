package credit

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/internal/machine"
)

// A planning is one call of Route, which may take several attempts.
type planning struct {
	*Ledger
	*web
	Routing
	ctx      context.Context
	from, to *station
	asked    int64
	avoid    map[string]string // mediators who are to have no part in it, and why
	dues     map[string]int64  // what mediators are to be paid
}

// attemptsMax is how many attempts are made at a plan with charges, or around mediators who can owe no more.
const attemptsMax = 16

// best plans without charges, and with them where that does not carry all and they are allowed.
func (p *planning) best() (*Plan, error) {
	p.avoid, p.dues = make(map[string]string), nil
	for who := range p.Ledger.Charges() {
		p.avoid[who.Party] = "charges for it"
	}
	free, err := p.around()
	if p.Routing.Charges.Sign() <= 0 || err == nil && free.Amount.Parts() == p.asked || err != nil && !errors.Is(err, ErrRoute) {
		return free, err
	}
	p.avoid = make(map[string]string)
	paid, failed := p.withCharges()
	if failed == nil && (err != nil || free.Amount.Parts() < paid.Amount.Parts()) {
		return paid, nil
	}
	if err != nil {
		return nil, failed
	}
	return free, nil
}

// withCharges plans with charges. What each mediator is due depends on what it carries, and what it can carry on
// what is left once the charges are paid, so this goes round until the two agree; whoever is in the way of
// that, or charges most where all together charge too much, is left out from then on.
func (p *planning) withCharges() (plan *Plan, err error) {
	for range attemptsMax {
		var carried map[string]int64
		plan, carried, err = p.attempt()
		if e, ok := errors.AsType[*RouteError](err); ok && e.Charge != "" {
			p.leaveOut(e.Charge, "its charge cannot be paid")
			continue
		}
		if err != nil {
			return nil, err
		}
		due, most, sum := p.due(carried)
		switch {
		case sum > p.Routing.Charges.Parts():
			err = &RouteError{Asked: p.amount(sum), Room: p.Routing.Charges, Most: p.Routing.Charges, Charge: most}
			p.leaveOut(most, "charges too much for it")
		case maps.Equal(due, p.dues):
			if err = p.rehearsed(plan); err == nil {
				return plan, nil
			}
			if !p.crowded(plan) {
				return nil, err
			}
			p.dues = nil
		default:
			p.dues = due
		}
	}
	if err == nil {
		err = &RouteError{Asked: p.amount(p.asked), Room: p.amount(0), Most: p.amount(0)}
	}
	return nil, err
}

// leaveOut starts again without a mediator.
func (p *planning) leaveOut(mediator, why string) {
	p.avoid[mediator] = why
	p.dues = nil
}

// due returns what mediators are due for what they carry, who of them most, and the sum, which is at most
// TotalMax.
func (p *planning) due(carried map[string]int64) (due map[string]int64, most string, sum int64) {
	for _, m := range sortedKeys(carried) {
		parts, _ := p.charge(m, carried[m])
		if parts == 0 {
			continue
		}
		if due == nil {
			due = make(map[string]int64)
		}
		if due[m] = parts; parts > due[most] {
			most = m
		}
		sum = upTo(TotalMax, sum, parts)
	}
	return due, most, sum
}

// around plans, again and again without those mediators who by their totals can owe or be owed no more: the
// network does not know of these, which are far from what anybody owes in earnest.
func (p *planning) around() (plan *Plan, err error) {
	for range attemptsMax {
		if plan, _, err = p.attempt(); err != nil {
			return nil, err
		}
		if err = p.rehearsed(plan); err == nil {
			return plan, nil
		}
		if !p.crowded(plan) {
			break
		}
	}
	return nil, err
}

// crowded leaves out the mediators of a refused plan whose totals have no room for what they carry, and reports
// whether there are any.
func (p *planning) crowded(plan *Plan) (any bool) {
	carried := carriedBy(plan.Payment)
	for _, m := range sortedKeys(carried) {
		if t := p.totals(m); t.roomInAll(t) < carried[m] {
			p.avoid[m] = "may owe and be owed no more in all"
			any = true
		}
	}
	return any
}

// attempt plans once, dues first, and returns what each mediator of the amount carries.
func (p *planning) attempt() (*Plan, map[string]int64, error) {
	p.restore()
	if err := p.adjust(p.web, p.Routing); err != nil {
		return nil, nil, tooMuch(err)
	}
	for _, m := range sortedKeys(p.avoid) {
		if err := p.shutOut(m); err != nil {
			return nil, nil, tooMuch(err)
		}
	}
	c := newChains(p.Ledger, p.web, p.Routing.From)
	if err := p.pay(c); err != nil {
		return nil, nil, err
	}
	sent, err := p.net.Send(p.ctx, p.from.out, p.to.in, p.asked, p.options())
	if err != nil {
		return nil, nil, tooMuch(err)
	}
	if sent.Value == 0 || sent.Value < p.asked && !p.Routing.Most {
		return nil, nil, p.noRoute(sent, p.asked)
	}
	plan := &Plan{
		Payment: Payment{From: p.Routing.From, To: p.Routing.To, Amount: p.amount(sent.Value), For: p.Routing.For},
		Most:    p.amount(sent.Most), Cost: sent.Cost, Least: sent.Least,
	}
	if p.Prove {
		if plan.Proof, err = p.prove(sent); err != nil {
			return nil, nil, err
		}
	}
	if sent.Most < p.asked {
		plan.Cut, _ = p.cut(sent.Cut)
	}
	c.add(sent)
	plan.Paths = c.all
	plan.Charges = p.amount(p.paid())
	return plan, carriedBy(plan.Payment), nil
}

// paid returns the sum of all dues.
func (p *planning) paid() (sum int64) {
	for _, m := range sortedKeys(p.dues) {
		sum = upTo(TotalMax, sum, p.dues[m])
	}
	return sum
}

// shutOut closes a mediator's inner tracks for this plan, unless it pays or is paid.
func (p *planning) shutOut(mediator string) error {
	s := p.stationOf(p.web, mediator)
	if s == nil || mediator == p.Routing.From || mediator == p.Routing.To {
		return nil
	}
	for _, arc := range s.inner {
		if err := p.shut(arc, throughStep, steps); err != nil {
			return err
		}
	}
	return nil
}

// pay plans how mediators are paid what they are due.
func (p *planning) pay(c *chains) error {
	for _, m := range sortedKeys(p.dues) {
		sent, err := p.net.Send(p.ctx, p.from.out, p.stationOf(p.web, m).in, p.dues[m], p.options())
		if err != nil {
			return tooMuch(err)
		}
		if sent.Value < p.dues[m] {
			e := p.noRoute(sent, p.dues[m])
			e.Charge = m
			return e
		}
		c.add(sent)
	}
	return nil
}

// rehearsed tells a plan what it repays and promises, if the ledger accepts it.
func (p *planning) rehearsed(plan *Plan) error {
	repaid, promised, err := p.rehearse(p.Routing, plan.Payment)
	plan.Repaid, plan.Promised = p.amount(repaid), p.amount(promised)
	return err
}

// carriedBy returns what each mediator of the paths to the payee carries.
func carriedBy(p Payment) map[string]int64 {
	carried := make(map[string]int64)
	for _, path := range p.Paths {
		last := len(path.Parties) - 1
		if path.Parties[last] != p.To {
			continue
		}
		for _, m := range path.Parties[1:last] {
			if m != p.From && m != p.To {
				carried[m] += path.Amount.Parts()
			}
		}
	}
	return carried
}

// prove hands out the network, and the cheapest flow on it of what is sent: where bounds made the plan
// another, that is planned for the proof.
func (p *planning) prove(sent *flow.Sent) (*Proof, error) {
	if sent.Potential == nil {
		var err error
		if sent, err = p.net.Send(p.ctx, p.from.out, p.to.in, sent.Value, flow.SendOptions{}); err != nil {
			return nil, tooMuch(err)
		}
	}
	return &Proof{p.net.Problem(p.from.out, p.to.in, sent.Value), p.net.Solution(sent)}, nil
}

// rehearse makes the payment and takes it back, so that a plan that is handed out is one that the ledger
// accepts, and returns what it repays and promises.
func (l *Ledger) rehearse(r Routing, p Payment) (repaid, promised int64, err error) {
	if p.For == "" {
		p.For = "a payment"
	}
	l.core.Turn = machine.Turn{By: r.agreed()}
	l.turn = turn{l, &l.core.Turn}
	err = l.turn.pay(p, func(place int32, parts int64) {
		repaid += parts
		l.turn.less(place, parts)
	}, func(pair int32, parts int64) {
		promised += parts
		k := l.promises.Len()
		l.turn.owe("\x00rehearsed", k, p.For, l.core.Log.Last(), pair, parts)
	})
	l.undo()
	(*stepper)(l).Forget()
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

// noRoute says why not all that was asked can be sent.
func (p *planning) noRoute(sent *flow.Sent, asked int64) *RouteError {
	e := &RouteError{Asked: p.amount(asked), Room: p.amount(sent.Value), Most: p.amount(sent.Most)}
	e.Cut, e.More = p.cut(sent.Cut)
	return e
}

// cut names what the arcs of a cut are, in order.
func (p *planning) cut(arcs []int32) (named []Bound, more int) {
	for _, arc := range arcs {
		named = append(named, p.bounds(p.arcs[arc])...)
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
func (p *planning) bounds(t track) (named []Bound) {
	if name := p.Ledger.parties[t.from].name; t.from == t.to {
		if slices.Contains(p.Without, name) {
			return []Bound{{Creditor: name, Why: "is to have no part in it"}}
		}
		if why, ok := p.avoid[name]; ok {
			return []Bound{{Creditor: name, Why: why}}
		}
		return []Bound{{Creditor: name, Why: "lets no such payment through"}}
	}
	e := ends{t.from, t.to}
	if there := p.between(e); there.line.open {
		_, why := there.room(party{}, party{}, slices.Contains(p.agreed(), p.Ledger.parties[t.to].name))
		named = append(named, p.boundOf(e, why))
	}
	if back := p.between(e.back()); back.usable > 0 {
		named = append(named, p.boundOf(e.back(), "no more is owed that could be repaid"))
	}
	return named
}

// boundOf names a line, or what is owed on it.
func (p *planning) boundOf(e ends, why string) Bound {
	b := Bound{Creditor: p.Ledger.parties[e.creditor].name, Debtor: p.Ledger.parties[e.debtor].name, Why: why}
	if slices.Contains(p.WithoutLines, LineOf{b.Creditor, b.Debtor}) {
		b.Why = "is not to be used"
	}
	return b
}
