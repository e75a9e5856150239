package flow

import (
	"errors"
	"strconv"
)

// The reasons for which a problem, a solution or a change of a network is refused, each wrapped in an [Error]. A
// cancelled context is returned as its own error.
var (
	ErrShape      = errors.New("flow: wrong number of nodes, arcs or values")
	ErrNode       = errors.New("flow: no such node")
	ErrArc        = errors.New("flow: no such arc")
	ErrCapacity   = errors.New("flow: capacity below zero")
	ErrSupply     = errors.New("flow: supplies do not match the nodes")
	ErrRange      = errors.New("flow: numbers too large")
	ErrEngine     = errors.New("flow: no engine for this problem")
	ErrInfeasible = errors.New("flow: no flow carries the supplies within the capacities")
	ErrBounds     = errors.New("flow: flow below zero or above the capacity")
	ErrBalance    = errors.New("flow: what enters a node does not leave it")
	ErrOptimality = errors.New("flow: the potentials do not prove the flow cheapest")
	ErrCost       = errors.New("flow: the cost is not that of the flow")
)

// An Error says where a problem, a solution or what is asked of a network is wrong.
type Error struct {
	Reason error  // one of the sentinels above
	Arc    int    // index of the arc that shows it, or -1
	Node   int    // number of the node that shows it, or -1
	What   string // what is wrong, or what would be right
}

// Error names the reason, the place and what would have been right.
func (e *Error) Error() string {
	text := e.Reason.Error()
	if e.Arc >= 0 {
		text += ": arc " + strconv.Itoa(e.Arc)
	}
	if e.Node >= 0 {
		text += ": node " + strconv.Itoa(e.Node)
	}
	if e.What != "" {
		text += ": " + e.What
	}
	return text
}

// Unwrap returns the reason, so that errors.Is finds it.
func (e *Error) Unwrap() error { return e.Reason }

// wrong returns the error of what no single arc or node shows.
func wrong(reason error, what string) error { return &Error{reason, -1, -1, what} }

func wrongArc(reason error, arc int, what string) error { return &Error{reason, arc, -1, what} }

func wrongNode(reason error, node int, what string) error { return &Error{reason, -1, node, what} }
