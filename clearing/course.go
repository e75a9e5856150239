package clearing

import (
	"context"
	"slices"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
)

// A course goes through the stages of a unit, the most important first.
//
// Each stage is a linear objective. By complementary slackness a flow is among its optima exactly where the
// stage's potentials explain it: an arc whose reduced cost is above zero is empty, one whose reduced cost is
// below zero is full, and the others are free (Ahuja, Magnanti and Orlin, Network Flows, 1993, theorem 9.4).
// So a later stage keeps all earlier optima, without weights, if it moves nothing but the arcs that are free
// in all of them. It is solved as a change of the flow so far, a cheapest circulation on what those arcs
// have left and on what can be taken back from them; its potentials prove it.
type course struct {
	*graph
	flow  []int64
	bound []bool // the arcs that potentials of earlier stages hold where they are
}

// course returns one that begins with a flow.
func (g *graph) course(flow []int64) *course {
	return &course{graph: g, flow: flow, bound: make([]bool, len(g.arcs))}
}

// run returns the proofs of all stages, leaving the flow optimal in those that are linear.
func (c *course) run(ctx context.Context, o Options) ([]Proof, error) {
	var proofs []Proof
	for k, s := range c.stages {
		if !s.Stage.linear() {
			last, err := c.last(ctx, o.part(k, len(c.stages)-k, len(c.stages)))
			return append(proofs, last...), err
		}
		potentials, err := c.stage(ctx, s, o.part(k, 1, len(c.stages)))
		if err != nil {
			return nil, err
		}
		if k+1 < len(c.stages) {
			c.bind(s, potentials)
		}
		proofs = append(proofs, c.proof(s, potentials))
	}
	return proofs, nil
}

// last goes through the stages that are not linear. What Freed has come to is told after Even, which may free
// somebody by chance.
func (c *course) last(ctx context.Context, o Options) (proofs []Proof, err error) {
	freed, even := c.has(Freed), c.has(Even)
	if freed {
		if err := c.free(ctx, o.part(0, 1, 2)); err != nil {
			return nil, err
		}
	}
	var potentials []int64
	if even {
		if potentials, err = c.even(ctx, o.part(1, 1, 2)); err != nil {
			return nil, err
		}
	}
	if freed {
		proofs = append(proofs, c.freedProof())
	}
	if even {
		proofs = append(proofs, c.evenProof(potentials))
	}
	if o.Progress != nil {
		o.Progress(1)
	}
	return proofs, nil
}

// stage makes the flow optimal in a stage, and returns the potentials.
func (c *course) stage(ctx context.Context, s Objective, o Options) ([]int64, error) {
	zero := make([]int64, len(c.parties))
	if c.unexplained(s, zero) < 0 {
		if o.Progress != nil {
			o.Progress(1)
		}
		return zero, nil // optimal as it is
	}
	change := c.change(func(k int) int64 { return c.cost(s, &c.edges[c.arcs[k].first]) })
	sol, err := flow.Solve(ctx, change, flow.Options{Progress: o.Progress})
	if err != nil {
		return nil, err
	}
	c.apply(sol.Flow)
	return fromZero(sol.Potential), nil
}

// change returns the problem of changing the flow, at what each arc costs: of every free arc what is left, and
// what can be taken back.
func (c *course) change(costOf func(arc int) int64) flow.Problem {
	p := flow.Problem{Nodes: len(c.parties), Arcs: make([]flow.Arc, 0, c.moves())}
	for k, a := range c.arcs {
		if c.bound[k] {
			continue
		}
		cost := costOf(k)
		if left := a.capacity - c.flow[k]; left > 0 {
			p.Arcs = append(p.Arcs, flow.Arc{From: a.from, To: a.to, Capacity: left, Cost: cost})
		}
		if c.flow[k] > 0 {
			p.Arcs = append(p.Arcs, flow.Arc{From: a.to, To: a.from, Capacity: c.flow[k], Cost: -cost})
		}
	}
	return p
}

// moves returns how many arcs that problem has.
func (c *course) moves() (n int) {
	for k, a := range c.arcs {
		switch {
		case c.bound[k]:
		case c.flow[k] > 0 && c.flow[k] < a.capacity:
			n += 2
		default:
			n++
		}
	}
	return n
}

// apply changes the flow by a solution of that problem.
func (c *course) apply(change []int64) {
	next := 0
	for k, a := range c.arcs {
		if c.bound[k] {
			continue
		}
		before := c.flow[k]
		if before < a.capacity {
			c.flow[k] += change[next]
			next++
		}
		if before > 0 {
			c.flow[k] -= change[next]
			next++
		}
	}
}

// unexplained returns the first free arc whose flow the potentials of a stage do not explain, or -1.
func (c *course) unexplained(s Objective, potentials []int64) int {
	for k := range c.arcs {
		if a := &c.arcs[k]; !c.bound[k] {
			sign := c.reduced(s, a, potentials)
			if sign < 0 && c.flow[k] < a.capacity || sign > 0 && c.flow[k] > 0 {
				return k
			}
		}
	}
	return -1
}

// bind holds the arcs that are not free in a stage.
func (c *course) bind(s Objective, potentials []int64) {
	for k := range c.arcs {
		if !c.bound[k] && c.reduced(s, &c.arcs[k], potentials) != 0 {
			c.bound[k] = true
		}
	}
}

// reduced returns the sign of an arc's reduced cost, whatever the potentials.
func (c *course) reduced(s Objective, a *arc, potentials []int64) int {
	return wide.Sum{}.Add(c.cost(s, &c.edges[a.first])).Add(potentials[a.from]).Sub(potentials[a.to]).Sign()
}

// value returns what a stage has come to: for one that strives for little, what it costs, and for one that
// strives for much, what it gains.
func (c *course) value(s Objective) unit.Amount {
	var sum int64
	for k, a := range c.arcs {
		sum += c.cost(s, &c.edges[a.first]) * c.flow[k]
	}
	if s.Stage.most() {
		sum = -sum
	}
	return unit.New(sum, c.unit)
}

func (c *course) proof(s Objective, potentials []int64) Proof {
	return Proof{Unit: c.unit, Stage: s.Stage, Parties: c.parties, Potentials: potentials, Value: c.value(s)}
}

// fromZero lowers potentials so that the lowest is zero.
func fromZero(potentials []int64) []int64 {
	lowest := slices.Min(potentials)
	for i := range potentials {
		potentials[i] -= lowest
	}
	return potentials
}
