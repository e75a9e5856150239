package flow

import (
	"context"
	"math"
)

// Resolve is [Solve] for a problem like one that has been solved: a few arcs are new, gone, or have another
// capacity or cost, a few supplies are others. It mends the solution there is where that is less work than
// solving afresh, and otherwise leaves the problem to Solve.
//
// The two numberings are the caller's to match. from has a flow for each arc and a potential for each node of
// p: those of the earlier solution where there are any, and zero or whatever is at hand for what is new. Where p
// has not got an arc or a node any more, its flow or potential is left out. What from says is a hint and no
// more: with none, with one of another shape or with any numbers at all the answer is a cheapest flow with its
// proof. from is never changed.
//
// The answer costs what that of Solve costs; where several flows are cheapest, it need not be the same one. It
// is a function of p, from and the options. Errors are those of Solve. Options.Engine says what solves afresh,
// and is not looked at otherwise.
//
// Mending costs O(nodes + arcs) to begin with, a twentieth of what Solve takes on a graph of trade, and then
// looks at arcs around what has changed. When it has looked at as many as Options.Patience says, or sees
// beforehand that it will, it leaves the problem to Solve. On graphs of trade that is so where more than a few of
// the nodes are out of balance because of the changes.
func Resolve(ctx context.Context, p Problem, from *Solution, o Options) (*Solution, error) {
	if err := check(p); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m := &mender{Problem: p, watch: watch{ctx: ctx, left: lookEvery}}
	mended, err := m.mend(from, o.Patience)
	if err != nil {
		return nil, err
	}
	if !mended {
		return Solve(ctx, p, o)
	}
	return m.solution(o)
}

// Bounds on mending without patience. A node that has too much takes about as many looks as there are arcs to
// set right, wherever it is: that many nodes are not begun with.
const (
	mendLeast = 1 << 10 // looks at arcs that are always allowed: less than Solve's for any problem
	mendNodes = 4       // nodes with too much
	mendNode  = 32      // looks for each node: dense graphs are solved in few for each arc
)

// allow sets how many looks at arcs there may be, and returns how many nodes may have too much.
func (m *mender) allow(patience int) (nodes int) {
	arcs := int64(len(m.Arcs))
	if patience <= 0 {
		m.left = max(mendLeast, min(arcs/2, mendNode*int64(m.Nodes)))
		return mendNodes
	}
	m.left = mendLeast + arcs*int64(min(patience, math.MaxInt32))
	return mendNodes + min(patience, math.MaxInt32/2)
}

// mend reports whether it has made a cheapest flow of what from says.
func (m *mender) mend(from *Solution, patience int) (bool, error) {
	if from == nil || len(from.Flow) != len(m.Arcs) || len(from.Potential) != m.Nodes {
		return false, nil
	}
	if ok, err := m.adopt(from); !ok || err != nil {
		return false, err
	}
	m.unbalanced()
	switch nodes := m.allow(patience); {
	case len(m.active) == 0:
		return true, nil
	case len(m.active) > nodes:
		return false, nil
	}
	if err := m.index(); err != nil {
		return false, err
	}
	return m.route()
}

// potentialMost bounds how far apart the potentials are that are taken over, and what mending adds to that,
// so that no distance leaves an int64: costs of a whole path are below 2^54.
const potentialMost = 1 << 58

// adopt makes an optimal pseudo-flow of any flow and potentials: an arc whose reduced cost is below zero
// is full, one above it empty, and those at zero carry what they did, as far as they have room. So whatever is
// new in the problem, potentials stay, and what is wrong is balance at the ends of what has changed. It reports
// false where numbers are so large that sums could leave an int64.
func (m *mender) adopt(from *Solution) (bool, error) {
	m.scale = scaleOf(int32(m.Nodes))
	m.points = make([]point, m.Nodes)
	for v, p := range from.Potential {
		if most := potentialMost / m.scale; p < -most || p > most {
			return false, nil
		}
		m.points[v] = point{label: p * m.scale, distance: far}
	}
	m.flow = make([]int64, len(m.Arcs))
	for v, x := range m.Supply {
		m.points[v].excess = x
	}
	var dearest uint64
	err := m.each(len(m.Arcs), func(low, end int) {
		for i := low; i < end; i++ {
			a := &m.Arcs[i]
			if usable(a) {
				dearest = max(dearest, uint64(max(a.Cost, -a.Cost))) // 2^63 for the least int64
			}
			var x int64
			switch reduced := a.Cost + from.Potential[a.From] - from.Potential[a.To]; {
			case reduced < 0:
				x = a.Capacity
			case reduced == 0:
				x = min(max(from.Flow[i], 0), a.Capacity)
			}
			m.flow[i] = x
			m.points[a.From].excess -= x
			m.points[a.To].excess += x
		}
	})
	n := uint64(m.Nodes) + 1
	return fits(dearest, n, n), err // Solve knows which components may be dearer
}

// unbalanced notes the nodes that have too much and those that have too little.
func (m *mender) unbalanced() {
	for v := range m.points {
		switch x := m.points[v].excess; {
		case x > 0:
			m.active = append(m.active, int32(v))
		case x < 0:
			m.lacking = append(m.lacking, int32(v))
		}
	}
}

// index lists the arcs of each node, and makes ready for searching.
func (m *mender) index() error {
	m.first = make([]int32, m.Nodes+2)
	if err := m.each(len(m.Arcs), func(from, to int) {
		for i := from; i < to; i++ {
			if a := &m.Arcs[i]; usable(a) {
				m.first[a.From+2]++
				m.first[a.To+2]++
			}
		}
	}); err != nil {
		return err
	}
	for v := range m.Nodes {
		m.first[v+2] += m.first[v+1]
	}
	m.list = make([]end, m.first[m.Nodes+1])
	err := m.each(len(m.Arcs), func(from, to int) {
		for i := from; i < to; i++ {
			if a := &m.Arcs[i]; usable(a) {
				m.list[m.first[a.From+1]] = end{a.To, int32(i)}
				m.list[m.first[a.To+1]] = end{a.From, ^int32(i)}
				m.first[a.From+1]++
				m.first[a.To+1]++
			}
		}
	})
	for v := range m.points {
		m.points[v].current = m.first[v]
	}
	return err
}

// solution returns what the mender has come to.
func (m *mender) solution(o Options) (*Solution, error) {
	cost, err := totalCost(m.Arcs, m.flow)
	if err != nil {
		return nil, err
	}
	s := &Solution{Flow: m.flow, Cost: cost}
	if !o.NoProof {
		s.Potential = m.potentials()
	}
	if o.Progress != nil {
		o.Progress(1)
	}
	return s, nil
}

// potentials reads them off the labels: see certify. There are fewer nodes than residues, so one is free.
func (m *mender) potentials() []int64 {
	taken := make([]bool, m.scale)
	for v := range m.points {
		taken[residue(m.points[v].label, m.scale)] = true
	}
	shift, _ := gap(taken, 1)
	potential := make([]int64, m.Nodes)
	for v := range potential {
		x := m.points[v].label - shift
		potential[v] = (x - residue(x, m.scale)) / m.scale
	}
	return potential
}
