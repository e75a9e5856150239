package flow

import "strconv"

// An Engine is a way to solve a problem. All engines give a cheapest flow; where several are cheapest,
// not always the same one. The zero Engine is [Automatic].
type Engine uint8

// The engines.
const (
	Automatic      Engine = iota // the one likely to be the fastest, by the rule in the package comment
	CostScaling                  // any problem, but for the dearest
	SetOff                       // circulations in which all arcs cost the same and less than nothing
	NetworkSimplex               // mostly faster than CostScaling; it may give up
)

// String returns the name of the constant.
func (e Engine) String() string {
	names := [...]string{"Automatic", "CostScaling", "SetOff", "NetworkSimplex"}
	if int(e) < len(names) {
		return names[e]
	}
	return "Engine(" + strconv.Itoa(int(e)) + ")"
}

// choose returns the engine to use, or says why the one asked for cannot be. Automatic where SetOff cannot
// solve the problem stays itself: see draft.solve.
func (e Engine) choose(p Problem, out *outgoing) (Engine, error) {
	alike := p.Supply == nil && p.Nodes <= nodesSetOff && (out.same < 0 || len(out.list) == 0)
	switch {
	case e == Automatic && alike:
		return SetOff, nil
	case e == SetOff && !alike:
		return 0, wrong(ErrEngine, "SetOff is for nil supplies, at most 268435455 nodes, and one cost below zero on all usable arcs")
	case e > NetworkSimplex:
		return 0, wrong(ErrEngine, e.String()+" is none")
	}
	return e, nil
}

// oneSize reports whether all costs that are not zero are of one size: then a problem is rather one of amounts,
// a largest flow or a set-off with arcs that cost nothing. The pivots of a simplex are many there, as most arcs
// are as good as others, and cost scaling, which needs no more than one precision, is up to a hundred times as
// fast.
func oneSize(o *outgoing, w *watch) (bool, error) {
	found, one := uint64(0), true
	err := w.each(len(o.arcs), func(low, end int) {
		for i := low; i < end && one; i++ {
			a := &o.arcs[i]
			if !usable(a) || a.Cost == 0 {
				continue
			}
			if found == 0 {
				found = size(a.Cost)
			}
			one = size(a.Cost) == found
		}
	})
	return one, err
}
