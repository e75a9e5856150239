package clearing

import (
	"context"
	"slices"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/unit"
)

// solve clears the graph, the k-th, starting from how it was cleared, adds what becomes of it to a Result
// whose set-offs are those of before, and returns the flow along its arcs. The Book is the one after.
func (m *merger) solve(ctx context.Context, s *Standing, k int, r *Result, o Options) ([]int64, error) {
	if len(m.edits) == 0 {
		m.arcs, m.gross, m.netDebt = m.before.arcs, m.before.gross, m.before.netDebt
		r.Totals, r.Proofs = append(r.Totals, s.result.Totals[k]), append(r.Proofs, s.result.Proofs[k])
		return s.flows[k], nil
	}
	from, touched, ok := m.join(s.flows[k])
	if !ok {
		return nil, &Error{Reason: ErrTotal, Entry: "total", Index: k, ID: m.unit.String()}
	}
	m.sum()
	sol, err := flow.Resolve(ctx, m.problem(), &flow.Solution{Flow: from, Potential: m.potentials(s.result.Proofs[k].Potentials)},
		flow.Options{Patience: patience, Progress: o.Progress})
	if err != nil {
		return nil, err
	}
	for k, a := range m.arcs {
		if touched[k] || sol.Flow[k] != from[k] {
			m.share(&a, sol.Flow[k], r)
		}
	}
	c := m.course(sol.Flow)
	r.Totals = append(r.Totals, m.totalsOf([3]int64{kindObligation: -sol.Cost}))
	r.Proofs = append(r.Proofs, c.proof(m.stages[0], fromZero(sol.Potential)))
	return sol.Flow, nil
}

// join makes the arcs, all of one kind, and returns for each the flow that there was along it and whether edits
// touch it. It reports false where all amounts sum to more than TotalMax.
//
// Edges, the arcs before and what edits touch are all in the order of the parties, which new numbers do not
// change: one pass goes through all three.
func (m *merger) join(before []int64) (flow []int64, touched []bool, ok bool) {
	now, room := inverse(m.was, len(m.before.parties)), int64(TotalMax)
	arcs, marks := m.before.arcs, m.touched
	most := len(arcs) + len(m.edits)
	m.arcs, flow, touched = make([]arc, 0, most), make([]int64, 0, most), make([]bool, 0, most)
	for first := 0; first < len(m.edges); {
		e := &m.edges[first]
		a := arc{from: e.from, to: e.to, first: int32(first)}
		p, old := pair{a.from, a.to}, int64(0)
		for len(arcs) > 0 && (now[arcs[0].from] < 0 || now[arcs[0].to] < 0 || pair{now[arcs[0].from], now[arcs[0].to]}.compare(p) < 0) {
			arcs, before = arcs[1:], before[1:]
		}
		if len(arcs) > 0 && now[arcs[0].from] == a.from && now[arcs[0].to] == a.to {
			a.capacity, old = arcs[0].capacity, before[0]
		}
		for len(marks) > 0 && marks[0].compare(p) < 0 {
			marks = marks[1:]
		}
		mark := len(marks) > 0 && marks[0] == p
		for first < len(m.edges) && m.edges[first].from == a.from && m.edges[first].to == a.to {
			first++
		}
		a.end = int32(first)
		if mark && !m.measure(&a) || a.capacity > room {
			return nil, nil, false
		}
		room -= a.capacity
		m.arcs, flow, touched = append(m.arcs, a), append(flow, old), append(touched, mark)
	}
	return flow, touched, true
}

// measure sums up what an arc can carry, and reports whether that is at most TotalMax.
func (m *merger) measure(a *arc) bool {
	a.capacity = 0
	for _, e := range m.edges[a.first:a.end] {
		if e.parts > TotalMax-a.capacity {
			return false
		}
		a.capacity += e.parts
	}
	return true
}

// sum sums up what is owed in all, and on balance.
func (m *merger) sum() {
	net := make([]int64, len(m.parties)) // what each is owed less what it owes
	for i := range m.arcs {
		a := &m.arcs[i]
		m.gross += a.capacity
		net[a.from] -= a.capacity
		net[a.to] += a.capacity
	}
	for _, n := range net {
		m.netDebt += max(n, 0)
	}
}

// problem is the largest set-off as a cheapest circulation: every part set off costs -1.
func (m *merger) problem() flow.Problem {
	arcs := make([]flow.Arc, len(m.arcs))
	for k, a := range m.arcs {
		arcs[k] = flow.Arc{From: a.from, To: a.to, Capacity: a.capacity, Cost: -1}
	}
	return flow.Problem{Nodes: len(m.parties), Arcs: arcs}
}

// potentials gives the parties those that they had. One that is new stands low enough that nothing is set off
// of what it is owed, or else, where it is only owed by new ones, above all others: then what it owes may stay.
func (m *merger) potentials(before []int64) []int64 {
	above := slices.Max(before) + 1
	potentials := make([]int64, len(m.was))
	for n, old := range m.was {
		potentials[n] = above
		if old >= 0 {
			potentials[n] = before[old]
		}
	}
	for _, p := range m.touched {
		if m.was[p.to] < 0 {
			potentials[p.to] = min(potentials[p.to], potentials[p.from]-1)
		}
	}
	return potentials
}

// share shares what goes along an arc among its obligations, in their order.
func (m *merger) share(a *arc, left int64, r *Result) {
	for _, e := range m.edges[a.first:a.end] {
		parts := min(left, e.parts)
		r.SetOff[e.entry] = unit.New(parts, m.unit)
		left -= parts
	}
}
