package flow

// Memory returns the most bytes that Solve takes with this engine beside the problem, solution included, so that a
// problem can be refused before anything is taken for it. For Automatic, it is the most of all engines.
//
// It counts what is in use. The garbage collector lets the heap grow beyond that, by default to twice as much,
// the problem included; GOGC and GOMEMLIMIT set how far. Most problems take less: of debts between firms, for SetOff,
// about a quarter.
func (e Engine) Memory(nodes, arcs int) int64 {
	n, m := int64(max(nodes, 0)), int64(max(arcs, 0))
	costScaling, setOff, simplex := costScalingNode*n+costScalingArc*m, setOffNode*n+setOffArc*m, simplexNode*n+simplexArc*m
	taken := max(costScaling, setOff, simplex)
	switch e {
	case CostScaling:
		taken = costScaling
	case SetOff:
		taken = max(setOff, costScaling) // which comes to the rescue on long graphs
	case NetworkSimplex:
		taken = simplex
	}
	return taken + fixedMemory
}

// What an engine takes at most, in bytes. While SetOff routes, an arc has two links of 16 bytes, its capacity, head
// and place, another 20, and in the list of outgoing arcs 4. In a rescue, a residual graph joins them, of which
// CostScaling takes two halves of 24 bytes an arc. What is left is queues, which grow by half at most. The simplex
// has its tree twice, to renumber it, and of each arc an offer of 24 bytes, its capacity, flow and places.
const (
	costScalingNode, costScalingArc = 180, 110
	setOffNode, setOffArc           = 260, 130
	simplexNode, simplexArc         = 240, 64
	fixedMemory                     = 1 << 20
)
