package insolvency

import (
	"cmp"
	"context"
	"math/big"
	"slices"

	"example.org/mutual/clearing/flow"
)

// ground is the node of the payout's problem for all who can take or give a part unasked.
const ground = 0

// A payout finds what is paid in whole parts: every debt's exact payment rounded down or up, so that what a
// party pays in all is rounded likewise, and nobody pays more than it has.
//
// Rounding down what each party pays, and sharing that out by largest remainder, would not do: a part that
// one lacks who has just enough leaves its creditors short, and on a ring it does so again and again. But the
// exact payments are a flow, bounds on flows are whole, and so there is a flow in whole numbers between
// them. Of all there are it takes one that rounds up as largest remainder does: by remainder, the larger
// first, then by ID, the debts rounded up have the largest sum of ranks, counted from the last, which has 1.
// For a single defaulter that is [unit.Split]'s rule.
type payout struct {
	*vector
	paid    []int64 // of each debt, rounded down
	lacks   []int64 // by how much each pays more than it has, rounded so
	rest    []rest
	node    []int32 // of each party, ground where it needs none
	till    []int32 // of each party: the node from which it pays rests
	problem flow.Problem
}

// A rest is what rounding down a payment leaves.
type rest struct {
	debt int32
	num  *big.Int // of the vector's den
}

// payout returns what is paid of each debt, in the arrangement's order.
func (v *vector) payout(ctx context.Context) ([]int64, error) {
	p := newPayout(v)
	if len(p.rest) == 0 {
		return p.paid, nil
	}
	p.number()
	p.connect()
	s, err := flow.Solve(ctx, p.problem, flow.Options{})
	if err != nil {
		return nil, err
	}
	for k, r := range p.rest {
		p.paid[r.debt] += s.Flow[k]
	}
	return p.paid, nil
}

// newPayout rounds all payments down.
func newPayout(v *vector) *payout {
	p := &payout{vector: v, paid: make([]int64, len(v.debts)), lacks: make([]int64, len(v.parties))}
	p.roundDown()
	return p
}

// roundDown sets what is paid, and sorts the rests by rank.
func (p *payout) roundDown() {
	for i := range int32(len(p.parties)) {
		p.lacks[i] = p.before(i, p.at[i]) - p.means[i] - p.whole[i]
		for c := p.first[i]; c < p.at[i]; c++ {
			for k := p.classes[c].first; k < p.classes[c].end; k++ {
				p.paid[k] = p.debts[k].parts
			}
		}
	}
	for _, i := range p.open {
		c := p.classes[p.at[i]]
		for k := c.first; k < c.end; k++ {
			p.divide(k)
		}
	}
	slices.SortFunc(p.rest, func(r, s rest) int {
		return cmp.Or(s.num.Cmp(r.num), cmp.Compare(p.debts[r.debt].id, p.debts[s.debt].id))
	})
}

// divide rounds down what is paid of a debt.
func (p *payout) divide(k int32) {
	d := p.debts[k]
	whole, num := new(big.Int).QuoRem(product(d.parts, p.part[d.debtor]), p.den, new(big.Int))
	p.paid[k] = whole.Int64() // below parts, as a part is below den
	p.lacks[d.debtor] += p.paid[k]
	if d.creditor != guarantor {
		p.lacks[d.creditor] -= p.paid[k]
	}
	if num.Sign() > 0 {
		p.rest = append(p.rest, rest{k, num})
	}
}

// number gives nodes to those who pay rests, or are in default and receive some, or need some to pay all
// they owe.
func (p *payout) number() {
	p.node, p.till = make([]int32, len(p.parties)), make([]int32, len(p.parties))
	nodes := int32(1)
	for i := range p.parties {
		if p.part[i] != nil || p.in[i] != nil && (p.at[i] < p.first[i+1] || p.lacks[i] > 0) {
			p.node[i] = nodes
			nodes++
		}
		if p.part[i] != nil {
			p.till[i] = nodes
			nodes++
		}
	}
	p.problem.Nodes = int(nodes)
	p.problem.Supply = make([]int64, nodes)
}

// connect makes an arc of each rest, and then the bounds.
func (p *payout) connect() {
	for k, r := range p.rest {
		d := p.debts[r.debt]
		to := int32(ground)
		if d.creditor != guarantor {
			to = p.node[d.creditor]
		}
		p.problem.Arcs = append(p.problem.Arcs, flow.Arc{From: p.till[d.debtor], To: to, Capacity: 1, Cost: int64(k - len(p.rest))})
	}
	for i := range int32(len(p.parties)) {
		if p.node[i] != ground {
			p.bound(i)
		}
	}
}

// bound lets party i keep what it exactly keeps, rounded down or up, and in all pay what it exactly pays,
// rounded likewise; who pays all it owes may keep more.
func (p *payout) bound(i int32) {
	p.supply(p.node[i], ground, p.lacks[i])
	if p.at[i] == p.first[i+1] {
		p.arc(p.node[i], ground, 0, int64(len(p.rest)))
		return
	}
	least, room := p.keeps(i)
	p.arc(p.node[i], ground, least, room)
	if p.part[i] != nil {
		least, room := p.rests(i)
		p.arc(p.node[i], p.till[i], least, room)
	}
}

// supply moves a supply from one node to another.
func (p *payout) supply(from, to int32, parts int64) {
	p.problem.Supply[from] -= parts
	p.problem.Supply[to] += parts
}

// arc carries from least to least + room.
func (p *payout) arc(from, to int32, least, room int64) {
	p.supply(from, to, least)
	p.problem.Arcs = append(p.problem.Arcs, flow.Arc{From: from, To: to, Capacity: room})
}

// rests returns what party i pays of rests, rounded down, and by how much rounding up would be more.
func (p *payout) rests(i int32) (least, room int64) {
	c := p.classes[p.at[i]]
	least, room = floor(product(c.owed, p.part[i]), p.den)
	for k := c.first; k < c.end; k++ {
		least -= p.paid[k]
	}
	return least, room
}

// keeps returns what is left to party i of what it has, rounded down, and by how much rounding up would be
// more.
func (v *vector) keeps(i int32) (least, room int64) {
	kept := new(big.Int)
	if v.in[i] != nil {
		kept.Set(v.in[i])
	}
	if v.part[i] != nil {
		kept.Sub(kept, product(v.classes[v.at[i]].owed, v.part[i]))
	}
	least, room = floor(kept, v.den)
	return least + v.means[i] + v.whole[i] - v.before(i, v.at[i]), room
}

// floor returns num/den rounded down, which fits, and by how much rounding up would be more.
func floor(num, den *big.Int) (least, room int64) {
	whole, rest := new(big.Int).DivMod(num, den, new(big.Int))
	return whole.Int64(), int64(rest.Sign())
}
