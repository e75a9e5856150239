package guarantee

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit/journal"
)

// A plan is what a declaration comes to, before anything is done: what is set off, what is lost, and who bears it.
// Declare carries it out, and Spread shows it, so that the two agree.
type plan struct {
	*Society
	at      time.Time
	year    int32
	members []*member // all, by name
	named   []*member // by the manager, by name
	failing []*member // and those who cannot pay because others do not; by name
	place   []int32   // of each party of the ledger, by its number, 1 + its place in failing; 0: it is not there
	open    []debt
	lines   [2][]credit.NetLine // of what is set off in pairs, and then in rings
	losses  []*loss             // of each who is in default, by name, one for each order of layers, the earliest first
	cases   []waterfall.Case    // of each loss

	result *insolvency.Result // with means: who pays what
	rounds int
	work   int64 // that these took: see spreadWorkMax
}

// A debt is a promise that a default can cover: guaranteed, not declared before, and not reserved.
type debt struct {
	id, root string
	from, to int32 // the parties' numbers in the ledger, which nobody has to look up
	parts    int64 // that are not reserved
	left     int64 // of those, after what is set off
	paid     int64 // of that, what the promisor can pay with its means
	due      time.Time
	disputed bool
}

// plan returns what it comes to that these members are declared in default at a time. Without means they have nothing
// to pay with, and all others enough.
func (s *Society) plan(ctx context.Context, at time.Time, named []*member, means []insolvency.Means) (*plan, error) {
	year, err := s.current()
	if err != nil {
		return nil, err
	}
	p := &plan{Society: s, at: at, year: year, members: s.byName(), named: named, open: s.coverable()}
	if err := p.offset(ctx, named); err != nil {
		return nil, err
	}
	if len(means) == 0 {
		return p, p.share()
	}
	return p, p.spread(ctx, means)
}

// coverable are all debts, in the order made.
func (s *Society) coverable() []debt {
	_, promises := s.held.Sizes()
	open := make([]debt, 0, promises)
	for p := range s.held.Answered(s.terms.Name) {
		if parts := p.Left - p.Reserved; parts > 0 && !p.Defaulted {
			open = append(open, debt{id: p.ID, root: p.Root, from: p.Promisor, to: p.Holder, parts: parts, due: p.Due, disputed: p.Disputed})
		}
	}
	return open
}

// fail says who is failing.
func (p *plan) fail(failing []*member) {
	parties, _ := p.held.Sizes()
	p.failing, p.place = failing, make([]int32, parties)
	for i, m := range failing {
		if n, ok := p.held.Number(m.name); ok {
			p.place[n] = int32(i + 1)
		}
	}
}

// empty reports whether nothing is lost and nothing set off.
func (p *plan) empty() bool { return len(p.losses) == 0 && len(p.lines[0])+len(p.lines[1]) == 0 }

// counts reports whether a debt can be set off. What its promisor disputes is not, unless that one is failing.
func (p *plan) counts(d *debt) bool { return !d.disputed || p.place[d.from] > 0 }

// covers reports whether something of a debt is set off or lost.
func (p *plan) covers(d *debt) bool {
	return d.left < d.parts || p.place[d.from] > 0 && d.paid < d.left
}

// share shares out what the failing do not pay.
func (p *plan) share() error {
	lost := make([][]*loss, len(p.failing))
	for i := range p.open {
		if d := &p.open[i]; p.place[d.from] > 0 && d.paid < d.left {
			k := p.place[d.from] - 1
			lost[k] = p.lose(lost[k], p.failing[k], p.accepted(d.root), waterfall.Claim{Creditor: d.id, Amount: p.amount(d.left - d.paid)})
		}
	}
	p.losses = nil
	for i, m := range p.failing {
		if calls := p.unpaid(m); len(lost[i]) > 0 || p.callsFail(m, calls) {
			for _, c := range calls {
				lost[i] = p.lose(lost[i], m, c.accepted, waterfall.Claim{Creditor: callClaim(c.loss), Amount: p.amount(c.parts)})
			}
		}
		p.losses = append(p.losses, lost[i]...)
	}
	return p.run()
}

// lose adds a claim to the loss of a member that goes by the layers of what was accepted at a place, a new one if there
// is none of its losses yet. They are in the order of these layers.
func (p *plan) lose(losses []*loss, m *member, accepted int32, c waterfall.Claim) []*loss {
	at, found := slices.BinarySearchFunc(losses, p.version(accepted), func(l *loss, version int) int { return p.version(l.accepted) - version })
	if !found {
		losses = slices.Insert(losses, at, &loss{year: p.year, accepted: accepted, Case: waterfall.Case{Defaulter: m.name}})
	}
	losses[at].losing = append(losses[at].losing, c)
	return losses
}

// run lets the layers bear the losses. Those that go by earlier layers come first, all together; the others see what
// they have left.
func (p *plan) run() error {
	p.cases = make([]waterfall.Case, len(p.losses))
	h := holder{Society: p.Society, members: p.members, year: p.year, eased: p.eased(), drawn: make(map[drawn]int64)}
	for v := range len(p.earlier) + 1 {
		var places []int
		var losses []*loss
		var all []waterfall.Loss
		for i, l := range p.losses {
			if p.version(l.accepted) == v {
				places, losses = append(places, i), append(losses, l)
				all = append(all, waterfall.Loss{Defaulter: l.Defaulter, Claims: l.losing})
			}
		}
		if len(all) == 0 {
			continue
		}
		layers := p.layers(v)
		held := h.holdings(layers, losses, p.losses)
		for _, holders := range held {
			p.work += int64(len(losses)) * int64(len(holders))
		}
		out, err := waterfall.Run(layers, held, all)
		if err != nil {
			return refused(err)
		}
		for k, i := range places {
			p.cases[i] = out.Cases[k]
		}
		if len(losses) < len(p.losses) {
			h.take(out.Cases)
		}
	}
	return nil
}

// callsFail reports whether somebody who can pay all promises is in default for what it was called for: if the manager
// names it, and it has not as much left.
func (p *plan) callsFail(m *member, calls []unpaidCall) bool {
	if p.result == nil {
		return true
	}
	left := int64(0)
	at, found := slices.BinarySearchFunc(p.result.Positions, m.name, func(x insolvency.Position, who string) int { return strings.Compare(x.Party, who) })
	if found {
		left = p.result.Positions[at].Left.Parts()
	}
	for _, c := range calls {
		if c.parts > left {
			return slices.Contains(p.named, m)
		}
		left -= c.parts
	}
	return false
}

// eased is how much of what each party of the ledger owes is set off, by its number.
func (p *plan) eased() []int64 {
	off := make([]int64, len(p.place))
	for i := range p.open {
		d := &p.open[i]
		off[d.from] += d.parts - d.left
	}
	return off
}

// spread finds who cannot pay, given the means, until nobody is added and nobody receives less than it counts on.
// Receipts only fall: where the set-off stays the same, they are no higher for more who fail than for fewer.
func (p *plan) spread(ctx context.Context, means []insolvency.Means) error {
	system := p.system(means)
	for p.rounds < SpreadRoundsMax || p.work < spreadWorkMax {
		p.rounds++
		p.work += int64(spreadRoundCost + len(p.members) + len(p.open))
		if err := p.settle(ctx, system); err != nil {
			return err
		}
		anew, err := p.grow(ctx)
		if err != nil {
			return err
		}
		if anew {
			system = p.system(means)
			continue
		}
		if err := p.share(); err != nil {
			return err
		}
		if !reduce(system.Debts, p.cases) {
			return nil
		}
	}
	return &journal.RefusalError{Reason: journal.ErrLimit, What: fmt.Sprintf("want receipts that settle within %d rounds: other means, or none, and all named who fail", p.rounds)}
}

// settle finds what is paid of each debt of the system.
func (p *plan) settle(ctx context.Context, system insolvency.System) (err error) {
	if p.result, err = insolvency.Settle(ctx, system, insolvency.Options{}); err != nil {
		return refusedBy(ctx, err)
	}
	p.pay()
	return nil
}

// grow adds to the failing all who do not pay everything, and reports whether there is another set-off by that, so that
// all is to be settled anew.
func (p *plan) grow(ctx context.Context) (anew bool, err error) {
	more := p.more()
	if len(more) == len(p.failing) {
		return false, nil
	}
	if len(more) > DefaultersMax {
		return false, tooMany()
	}
	before := p.lefts()
	if err := p.offset(ctx, more); err != nil {
		return false, err
	}
	if !slices.Equal(before, p.lefts()) {
		return true, nil
	}
	p.pay()
	return false, nil
}

// system is what is owed after the set-off. Who is owed under the guarantee counts on it in full.
func (p *plan) system(means []insolvency.Means) insolvency.System {
	system := insolvency.System{Means: means}
	for i := range p.open {
		if d := &p.open[i]; d.left > 0 {
			system.Debts = append(system.Debts, insolvency.Debt{
				ID: d.id, Debtor: p.held.Party(d.from), Creditor: p.held.Party(d.to), Amount: p.amount(d.left), Receipt: p.amount(d.left),
			})
		}
	}
	return system
}

// lefts are what is left of all debts after the set-off.
func (p *plan) lefts() []int64 {
	left := make([]int64, len(p.open))
	for i := range p.open {
		left[i] = p.open[i].left
	}
	return left
}

// pay notes what is paid of each debt of the system.
func (p *plan) pay() {
	k := 0
	for i := range p.open {
		if d := &p.open[i]; d.left > 0 {
			d.paid = p.result.Paid[k].Parts()
			k++
		}
	}
}

// more are those who are failing, and all who do not pay everything; by name. Who is failing stays so.
func (p *plan) more() []*member {
	failing := slices.Clone(p.failing)
	seen := slices.Clone(p.place)
	for i := range p.open {
		if d := &p.open[i]; d.paid < d.left && seen[d.from] == 0 {
			seen[d.from] = 1
			failing = append(failing, p.Society.members[p.number[p.held.Party(d.from)]])
		}
	}
	slices.SortFunc(failing, func(m, n *member) int { return strings.Compare(m.name, n.name) })
	return failing
}
