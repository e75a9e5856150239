package flow

// Memory returns the most bytes that Solve takes with this engine beside the problem, solution included, so that a
// problem can be refused before anything is taken for it. For Automatic, it is the most of all engines.
//
// It counts what is in use. The garbage collector lets the heap grow beyond that, by default to twice as much,
// the problem included; GOGC and GOMEMLIMIT set how far. Most problems take less: of debts between firms, for SetOff,
// about a quarter.
func (e Engine) Memory(nodes, arcs int) int64 {
	n, m := int64(max(nodes, 0)), int64(max(arcs, 0))
	taken := costScalingNode*n + costScalingArc*m
	if e == SetOff || e == Automatic {
		taken = max(taken, setOffNode*n+setOffArc*m) // CostScaling comes to the rescue on long graphs
	}
	return taken + fixedMemory
}

// What an engine takes at most, in bytes. While SetOff routes, an arc has two links of 16 bytes, its capacity, head
// and place, another 20, and in the list of outgoing arcs 4. In a rescue, a residual graph joins them, of which
// CostScaling takes two halves of 24 bytes an arc. What is left is queues, which grow by half at most.
const (
	costScalingNode, costScalingArc = 180, 110
	setOffNode, setOffArc           = 260, 130
	fixedMemory                     = 1 << 20
)
