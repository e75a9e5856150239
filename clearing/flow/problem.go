package flow

import (
	"math"
	"strconv"

	"example.org/mutual/internal/wide"
)

// Bounds on a problem. Beyond them Solve and Verify refuse with ErrRange or ErrShape, before any work.
const (
	NodesMax = math.MaxInt32 - 1 // nodes, numbered in an int32; on 32 bits a 128th of the address space
	ArcsMax  = 1<<30 - 1         // arcs; both directions are numbered in an int32
	TotalMax = 1 << 62           // sum of all capacities and of all supplies above zero
)

// An Arc leads flow from one node to another: at least 0 and at most Capacity, at Cost for each unit
// of flow. Arcs may be parallel, opposite, or lead back to their own node.
type Arc struct {
	From, To       int32
	Capacity, Cost int64
}

// A Problem asks for the cheapest flow. Nodes are numbered 0 to Nodes-1. Supply[v] is what enters at
// node v (above zero) or leaves there (below); it sums to zero. A nil Supply asks for a circulation:
// what enters every node leaves it. The zero Problem is valid and has the zero Solution.
type Problem struct {
	Nodes  int
	Arcs   []Arc
	Supply []int64
}

// A Solution is a cheapest flow and its proof.
type Solution struct {
	Flow      []int64 // on each arc, in the order of Problem.Arcs
	Potential []int64 // of each node: the dual values, which [Verify] checks
	Cost      int64   // sum of Flow x Cost
}

// Options adjust how Solve and Resolve work, never what the flow costs. The zero Options is ready.
type Options struct {
	// Progress, where not nil, is called now and then from the solving goroutine with the fraction
	// done, from 0 to 1 and never falling.
	Progress func(done float64)

	// Engine is the engine to use; 0 leaves the choice to Solve.
	Engine Engine

	// NoProof leaves the potentials out. The flow is as cheap as with them, but [Verify] has nothing
	// to tell that by, and refuses it.
	NoProof bool

	// Patience is for Resolve: how many times it looks at as many arcs as there are before it solves
	// afresh. 0 or less is half a time, which keeps it from ever taking much longer than Solve; more is for
	// who gains from a flow that stays mostly as it was.
	Patience int
}

// check refuses a malformed problem: numbers out of range, totals beyond TotalMax, supplies that do
// not sum to zero.
func check(p Problem) error {
	// On 32 bits the address space ends before the numbers do.
	if most := min(NodesMax, math.MaxInt/128); p.Nodes < 0 || p.Nodes > most {
		return wrong(ErrShape, "number of nodes must be 0 to "+strconv.Itoa(most))
	}
	if len(p.Arcs) > ArcsMax {
		return wrong(ErrShape, "at most 1073741823 arcs")
	}
	total, err := checkArcs(p.Nodes, p.Arcs)
	if err != nil {
		return err
	}
	return checkSupply(p.Nodes, p.Supply, TotalMax-total)
}

// checkArcs returns the sum of all capacities.
func checkArcs(nodes int, arcs []Arc) (total int64, err error) {
	for i := range arcs {
		a := &arcs[i]
		if uint32(a.From) >= uint32(nodes) || uint32(a.To) >= uint32(nodes) {
			return 0, wrongArc(ErrNode, i, "both ends must be nodes of the problem")
		}
		if a.Capacity < 0 {
			return 0, wrongArc(ErrCapacity, i, "must be zero or above")
		}
		if a.Capacity > TotalMax-total {
			return 0, wrongArc(ErrRange, i, "capacities sum to more than 2^62")
		}
		total += a.Capacity
	}
	return total, nil
}

// checkSupply leaves this much room for the supplies above zero.
func checkSupply(nodes int, supply []int64, room int64) error {
	if supply == nil {
		return nil
	}
	if len(supply) != nodes {
		return wrong(ErrSupply, "needs one supply for each node, or nil")
	}
	var in, out int64
	for v, s := range supply {
		switch {
		case s == math.MinInt64 || s > room-in || -s > room-out:
			return wrongNode(ErrRange, v, "capacities and supplies sum to more than 2^62")
		case s > 0:
			in += s
		default:
			out -= s
		}
	}
	if in != out {
		return wrong(ErrSupply, "supplies must sum to zero")
	}
	return nil
}

// totalCost returns the sum of flow x cost over the arcs.
func totalCost(arcs []Arc, flow []int64) (int64, error) {
	var sum wide.Sum
	for i := range arcs {
		sum = sum.AddProduct(flow[i], arcs[i].Cost)
	}
	return costOf(sum)
}

// costOf returns a sum of costs as what a flow costs, or ErrRange.
func costOf(sum wide.Sum) (int64, error) {
	cost, ok := sum.Int64()
	if !ok {
		return 0, wrong(ErrRange, "the cost of the flow does not fit an int64")
	}
	return cost, nil
}
