package clearingtest

import (
	"errors"

	"example.org/mutual/clearing/flow"
)

// GotoOptions are the parameters of GOTO (grid on torus), a generator by Goldberg for the First DIMACS Implementation
// Challenge, 1991. There is no ready zero.
type GotoOptions struct {
	Nodes                int   // at least 15; rounded down to a whole grid, and two
	Arcs                 int   // at least six times Nodes, and few enough that none goes all the way round: nearly twice Nodes to the power of 3/2
	CapacityMax, CostMax int64 // at least 8; capacities and costs begin at 1
}

// ErrGoto is that such a problem does not exist, or is beyond the limits of package flow.
var ErrGoto = errors.New("clearingtest: GOTO has no problem with these parameters")

const gotoAcross = 8 // the highest cost of an arc across

// Goto is a problem like those of GOTO, with its parameters: a grid closed in both directions, as nearly square as it
// can be, and from every node arcs along its row and up its column, to the next node, to the one after it, and so on.
// Along is dear, with costs up to CostMax, and up is cheap, with costs up to 8, so that long detours pay. One node, the
// last but one, supplies the first node of every row, and the last node takes from the last of every row. It is
// feasible because a row is supplied with what finds its way along it, four times over the arcs that are then the
// widest: about half of what there is room for in all. Families of this kind are hard for every solver, and most of all
// for the network simplex (Goldberg and Kharitonov, On implementing scaling push-relabel algorithms for the
// minimum-cost flow problem, 1993; Kovács 2015, see [Goto8]). O(Arcs).
func Goto(o GotoOptions, seed uint64) (flow.Problem, error) {
	if !o.ok() {
		return flow.Problem{}, ErrGoto
	}
	g := newTorus(o, seed)
	if g.least/2+1 >= min(g.rows, g.columns) {
		return flow.Problem{}, ErrGoto // some arcs would go all the way round
	}
	for v := range g.rows * g.columns {
		for i := range g.first(v+1) - g.first(v) {
			g.p.Arcs = append(g.p.Arcs, g.arc(v, i))
		}
	}
	g.supplies()
	return g.p, nil
}

// Goto8 is the family GOTO-8 of Kovács, Minimum-cost flow algorithms: an experimental evaluation, Optimization Methods
// and Software 30, 2015: at least 64 nodes, eight arcs a node, capacities up to 1,000 and costs up to 10,000.
func Goto8(nodes int, seed uint64) flow.Problem {
	p, _ := Goto(GotoOptions{Nodes: nodes, Arcs: 8 * nodes, CapacityMax: 1000, CostMax: 10_000}, seed)
	return p
}

func (o GotoOptions) ok() bool {
	if o.Nodes < 15 || o.Nodes > flow.NodesMax || o.Arcs > flow.ArcsMax || o.Arcs/6 < o.Nodes {
		return false
	}
	return o.CapacityMax >= 8 && o.CapacityMax <= flow.TotalMax/(4*int64(o.Arcs)) && o.CostMax >= 8
}

type torus struct {
	*lots
	o             GotoOptions
	rows, columns int
	least, longer int // arcs from each node, and how many nodes have one more
	p             flow.Problem
}

func newTorus(o GotoOptions, seed uint64) *torus {
	rows := root(o.Nodes - 2)
	g := &torus{lots: newLots(seed), o: o, rows: rows, columns: (o.Nodes - 2) / rows}
	n, inside := rows*g.columns, o.Arcs-2*rows
	g.least, g.longer = inside/n, inside%n
	g.p = flow.Problem{Nodes: n + 2, Arcs: make([]flow.Arc, 0, o.Arcs), Supply: make([]int64, n+2)}
	return g
}

// first is the first arc that leaves v.
func (g *torus) first(v int) int { return v*g.least + min(v, g.longer) }

// arc returns the arc number i from v: by turns along and up, by one step, then two, and so on.
func (g *torus) arc(v, i int) flow.Arc {
	row, column, step := v/g.columns, v%g.columns, i/2+1
	costMax := g.o.CostMax
	if i%2 == 0 {
		column = (column + step) % g.columns
	} else {
		row = (row + step) % g.rows
		costMax = gotoAcross
	}
	return flow.Arc{
		From: int32(v), To: int32(row*g.columns + column),
		Capacity: g.between(1, g.o.CapacityMax), Cost: g.between(1, costMax),
	}
}

// supplies adds the arcs from the source and to the sink.
func (g *torus) supplies() {
	source, sink := int32(g.p.Nodes-2), int32(g.p.Nodes-1)
	left := make([]int64, g.first(g.columns)) // enough for any row: the first have the longer ones
	for row := range g.rows {
		first, last := row*g.columns, (row+1)*g.columns-1
		for i := range g.first(last+1) - g.first(first) {
			left[i] = g.p.Arcs[g.first(first)+i].Capacity
		}
		amount := int64(0)
		for range 4 {
			amount += g.send(first, left)
		}
		g.p.Supply[source] += amount
		g.p.Supply[sink] -= amount
		g.p.Arcs = append(g.p.Arcs,
			flow.Arc{From: source, To: int32(first), Capacity: amount, Cost: 1},
			flow.Arc{From: int32(last), To: sink, Capacity: amount, Cost: 1})
	}
}

// send goes from the first node of a row to its last, always along the arc with the most left, and takes from each what
// all of them had left.
func (g *torus) send(first int, left []int64) int64 {
	amount := g.o.CapacityMax
	for column := 0; column < g.columns-1; {
		i, step := g.widest(first, column, left)
		amount, column = min(amount, left[i]), column+step
	}
	for column := 0; column < g.columns-1; {
		i, step := g.widest(first, column, left)
		left[i] -= amount
		column += step
	}
	return amount
}

// widest returns the arc along with the most left, of those that do not go beyond the last column, as a place in left.
func (g *torus) widest(first, column int, left []int64) (place, step int) {
	at, end := g.first(first+column)-g.first(first), g.first(first+column+1)-g.first(first)
	place, step = at, 1
	for s := 2; at+2*s-2 < end && column+s < g.columns; s++ {
		if i := at + 2*s - 2; left[i] > left[place] {
			place, step = i, s
		}
	}
	return place, step
}

// root returns the whole number nearest to the square root of a number below 2^32.
func root(n int) int {
	r := int64(0)
	for bit := int64(1 << 16); bit > 0; bit >>= 1 {
		if (r+bit)*(r+bit) <= int64(n) {
			r += bit
		}
	}
	if int64(n)-r*r > r {
		r++
	}
	return int(r)
}
