package credit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// SeedsMax is how many seeds a policy may name.
const SeedsMax = 1 << 16

// ReachTerms say what share a member may owe of what reached it from parties whom the policy trusts to pay
// only for something, in the unit of Most.
type ReachTerms struct {
	Seeds []string    // those parties, 1 to 65536
	Share *big.Rat    // above zero, each side of the line below 2^63
	Base  unit.Amount // the limit of a member whom nothing has reached
	Most  unit.Amount // the greatest limit; at least Base
}

// ReachLimit is min(most, base + share x reached), where share x reached is rounded down and reached is the
// maximum flow from the seeds to the member through the graph of payments: an arc from each payer to each
// payee, as wide as the sum of what was paid. Members who pay each other back and forth gain nothing by it.
//
// What it bounds. Let K be any set of members without a seed, and I what all others together paid into K.
// Every way from a seed to a member of K enters K, on an arc that is part of I; so for each member of K
// reached <= I (a flow is at most as large as any cut), and its limit <= base + share x I. Payments among K,
// and from K to others, are no part of I, however many and large. So colluders gain by what others pay them
// and by nothing else.
//
// What it does not bound. Each of k colluders may count the same I, so together they gain up to k x share x I:
// identities must be vetted, because whoever can invent members chooses k. A seed that colludes can pay in
// what it likes, as far as its own payments go. Nor does it look at time, or at what is paid back: a seed that
// buys and sells in turn counts for all that it bought. Leave out receipts that are too old to count.
//
// A seed's own limit is not counted from the seeds: ErrPolicy. A cancelled context gives its own error.
// Capacities that sum to more than 2^62 smallest parts are journal.ErrLimit. No payer and payee count for more
// than all seeds paid, nor for more than (Most - Base) / Share, which takes the limit to Most; where either is
// at most 2^41 parts there is no such refusal, whatever anybody else pays. Cost: O(receipts) and one maximum
// flow by package flow.
//
// Source: L. R. Ford and D. R. Fulkerson, Maximal flow through a network, Canadian Journal of Mathematics 8
// (1956), for flows and cuts. R. Levien and A. Aiken, Attack-resistant trust metrics for public key
// certification, USENIX Security Symposium (1998), for flows from seeds as a measure that colluders cannot
// raise among themselves.
func ReachLimit(ctx context.Context, member string, receipts []Receipt, t ReachTerms) (Limit, error) {
	if err := cmp.Or(wrongGrowth(t.Share, "base", t.Base, t.Most), t.wrongMembers(member), wrongReceipts(receipts, t.Most.Unit())); err != nil {
		return Limit{}, err
	}
	g := newPayments(member, t.Seeds, receipts)
	enough := t.enough()
	flows, err := g.flow(ctx, enough)
	if err != nil {
		return Limit{}, err
	}
	reached := flows[len(g.paid)]
	words := fmt.Sprintf("the base of %v and %s the %v", t.Base, times(t.Share), unit.New(reached, t.Most.Unit()))
	from := fmt.Sprintf(" that reached %s from %s", member, g.from())
	if reached == enough {
		return Limit{t.Most, "the ceiling: " + words + " or more" + from}, nil
	}
	grown := portion(t.Share, unit.New(reached, t.Most.Unit()))
	return down(grown.Add(grown, t.Base.Rat()), t.Most.Unit(), words+from+", "+g.bound(flows))
}

// wrongMembers refuses seeds and a member that cannot be these.
func (t *ReachTerms) wrongMembers(member string) error {
	if err := machine.WrongParty("member", member); err != nil {
		return err
	}
	if len(t.Seeds) == 0 || len(t.Seeds) > SeedsMax {
		return &journal.RefusalError{Reason: ErrPolicy, What: "want 1 to 65536 seeds"}
	}
	for _, seed := range t.Seeds {
		if err := machine.WrongParty("seed", seed); err != nil {
			return err
		}
		if seed == member {
			return &journal.RefusalError{Reason: ErrPolicy, What: fmt.Sprintf("want a member that is no seed, and %.32q is one", seed)}
		}
	}
	return nil
}

// enough returns the least number of parts that takes the limit from Base to Most. More need not be looked
// for, which keeps hostile amounts out of the solver. Beyond TotalMax it is TotalMax, which the solver
// refuses: no flow is as large.
func (t *ReachTerms) enough() int64 {
	growth := big.NewInt(t.Most.Parts() - t.Base.Parts()) // both are zero or above
	n, rest := growth.Mul(growth, t.Share.Denom()).QuoRem(growth, t.Share.Num(), new(big.Int))
	if rest.Sign() > 0 {
		n.Add(n, big.NewInt(1))
	}
	if !n.IsInt64() {
		return TotalMax
	}
	return min(n.Int64(), TotalMax)
}

// The seeds are one node, because a flow from any of them is as good, and the member is another.
const seedNode, memberNode = 0, 1

// payments are who paid whom how much in all. What is paid to a seed would change nothing, as a flow that comes
// back to where it began might as well begin there, and is left out to spare the solver the work.
type payments struct {
	seeds  int              // different ones
	number map[string]int32 // of the node of each party
	place  map[[2]int32]int // in paid, of each payer and payee
	paid   []flow.Arc       // Capacity is what was paid, TotalMax if it was more
}

func newPayments(member string, seeds []string, receipts []Receipt) *payments {
	g := &payments{number: make(map[string]int32, len(seeds)+1), place: map[[2]int32]int{}}
	for _, seed := range seeds {
		g.number[seed] = seedNode
	}
	g.seeds = len(g.number)
	g.number[member] = memberNode
	for i := range receipts {
		g.add(&receipts[i])
	}
	return g
}

func (g *payments) add(r *Receipt) {
	ends := [2]int32{g.node(r.From), g.node(r.To)}
	if ends[1] == seedNode {
		return
	}
	at, ok := g.place[ends]
	if !ok {
		at = len(g.paid)
		g.place[ends] = at
		g.paid = append(g.paid, flow.Arc{From: ends[0], To: ends[1]})
	}
	g.paid[at].Capacity = upTo(TotalMax, g.paid[at].Capacity, r.Amount.Parts())
}

// node returns the number of a party's node, a new one for a new party.
func (g *payments) node(name string) int32 {
	n, ok := g.number[name]
	if !ok {
		n = int32(g.nodes())
		g.number[name] = n
	}
	return n
}

// nodes returns how many there are: all seeds are one.
func (g *payments) nodes() int { return len(g.number) - g.seeds + 1 }

// upTo returns a + b, or most if that is less, for 0 <= a <= most and 0 <= b.
func upTo(most, a, b int64) int64 { return a + min(b, most-a) }

// flow returns a maximum flow from the seeds to the member, but at most enough: what flows on each arc of
// paid, and then its value. It is a circulation of least cost, closed by an arc from the member back to the
// seeds, whose every part earns 1. No arc needs to be wider than the whole.
func (g *payments) flow(ctx context.Context, enough int64) ([]int64, error) {
	whole := g.atMost(enough)
	arcs := make([]flow.Arc, 0, len(g.paid)+1)
	for _, a := range g.paid {
		a.Capacity = min(a.Capacity, whole)
		arcs = append(arcs, a)
	}
	arcs = append(arcs, flow.Arc{From: memberNode, To: seedNode, Capacity: whole, Cost: -1})
	s, err := flow.Solve(ctx, flow.Problem{Nodes: g.nodes(), Arcs: arcs}, flow.Options{})
	if errors.Is(err, flow.ErrRange) {
		return nil, &journal.RefusalError{Reason: journal.ErrLimit, What: "payments that sum to more than 2^62 smallest parts, each counted as far as it can matter"}
	}
	if err != nil {
		return nil, err
	}
	return s.Flow, nil
}

// atMost returns what the seeds paid, or enough if that is less: no flow need be larger.
func (g *payments) atMost(enough int64) (out int64) {
	for _, a := range g.paid {
		if a.From == seedNode {
			out = upTo(enough, out, a.Capacity)
		}
	}
	return out
}

// bound says which cut keeps a maximum flow from being larger: of the smallest group around the member into
// which no more was paid than reached it, how many there are.
func (g *payments) bound(flows []int64) string {
	if n := g.group(flows); n > 1 {
		return fmt.Sprintf("all that was paid into the group of %d around it", n)
	}
	return "all that it was paid"
}

// group counts those from whom more could still reach the member, and itself. It goes back over arcs that
// have room, and over flow that could be taken back. Of a maximum flow that is the smallest side of a
// smallest cut, the same for every such flow, and so for every order of the receipts.
func (g *payments) group(flows []int64) int {
	touching := g.touching()
	inside := make([]bool, g.nodes())
	inside[memberNode] = true
	queue := []int32{memberNode}
	for i := 0; i < len(queue); i++ {
		for _, k := range touching[queue[i]] {
			a, next := g.paid[k], int32(-1)
			switch {
			case a.To == queue[i] && flows[k] < a.Capacity:
				next = a.From
			case a.From == queue[i] && flows[k] > 0:
				next = a.To
			}
			if next >= 0 && !inside[next] {
				inside[next] = true
				queue = append(queue, next)
			}
		}
	}
	return len(queue)
}

// touching returns the places of the arcs to and from each node.
func (g *payments) touching() [][]int32 {
	list := make([][]int32, g.nodes())
	for i, a := range g.paid {
		list[a.From] = append(list[a.From], int32(i))
		list[a.To] = append(list[a.To], int32(i))
	}
	return list
}

// from says from how many seeds.
func (g *payments) from() string {
	if g.seeds == 1 {
		return "the one seed"
	}
	return fmt.Sprintf("the %d seeds", g.seeds)
}
