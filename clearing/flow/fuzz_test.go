package flow_test

import (
	"encoding/binary"
	"errors"
	"math"
	"testing"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
)

// A reader turns bytes into numbers, and is never empty: after the last byte come zeros.
type reader []byte

func (r *reader) next() byte {
	if len(*r) == 0 {
		return 0
	}
	b := (*r)[0]
	*r = (*r)[1:]
	return b
}

// number returns mostly small numbers, at times any.
func (r *reader) number() int64 {
	switch kind := r.next(); {
	case kind < 200:
		return int64(kind) - 20
	case kind < 216:
		return int64(1)<<(r.next()%64) - int64(r.next()%3)
	case kind < 232:
		return -(int64(1) << (r.next() % 64)) + int64(r.next()%3)
	case kind < 240:
		return math.MinInt64 + int64(r.next())
	default:
		var text [8]byte
		for i := range text {
			text[i] = r.next()
		}
		return int64(binary.LittleEndian.Uint64(text[:]))
	}
}

// amount is a number that is below zero only now and then.
func (r *reader) amount() int64 {
	n := r.number()
	if n < 0 && n > math.MinInt64 && r.next() < 250 {
		return -n
	}
	return n
}

// problem returns any problem at all of few nodes and arcs, mostly a well-formed one.
func (r *reader) problem() flow.Problem {
	p := flow.Problem{Nodes: int(r.next() % 10)}
	node := func() int32 {
		if b := r.next(); b < 254 && p.Nodes > 0 {
			return int32(b) % int32(p.Nodes)
		}
		return int32(r.number())
	}
	kind := r.next()
	cost := r.number
	if kind >= 60 && kind < 100 { // of the kind that clearing poses
		same := -max(1, r.amount()&(1<<40-1))
		cost = func() int64 { return same }
	}
	for range r.next() % 24 {
		p.Arcs = append(p.Arcs, flow.Arc{From: node(), To: node(), Capacity: r.amount(), Cost: cost()})
	}
	switch {
	case kind < 100:
	case kind < 250 && p.Nodes > 0:
		p.Supply = make([]int64, p.Nodes)
		for range kind % 5 {
			x := r.amount()
			p.Supply[int(r.next())%p.Nodes] += x
			p.Supply[int(r.next())%p.Nodes] -= x
		}
	default:
		for range kind % 12 {
			p.Supply = append(p.Supply, r.number())
		}
	}
	return p
}

// Whatever the problem: Solve ends, and its answer is the oracle's with a proof, or a typed error for which
// there is reason.
func FuzzSolve(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{3, 0, 3, 0, 1, 30, 19, 1, 2, 25, 19, 2, 0, 24, 19})
	f.Add([]byte{2, 101, 2, 0, 1, 30, 25, 1, 0, 30, 210, 60, 0, 3, 0, 1})
	f.Add([]byte{2, 255, 1, 0, 1, 255, 235, 235})
	f.Add([]byte{3, 60, 21, 4, 0, 1, 30, 1, 2, 25, 2, 0, 24, 1, 0, 22})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := reader(data)
		p := r.problem()
		s, err := flow.Solve(t.Context(), p, flow.Options{})
		var typed *flow.Error
		if err != nil && (!errors.As(err, &typed) || s != nil) {
			t.Fatalf("%v: %v, %v", p, s, err)
		}
		checked := flow.Verify(p, &flow.Solution{Flow: make([]int64, len(p.Arcs)), Potential: make([]int64, p.Nodes)})
		malformed := errors.Is(checked, flow.ErrShape) || errors.Is(checked, flow.ErrNode) || errors.Is(checked, flow.ErrCapacity) ||
			errors.Is(checked, flow.ErrSupply) || errors.Is(checked, flow.ErrRange)
		if malformed || errors.Is(err, flow.ErrRange) && tooDear(p, int64(p.Nodes)+1) {
			if err == nil || malformed && err.Error() != checked.Error() {
				t.Fatalf("%v: Solve says %v, Verify %v", p, err, checked)
			}
			return
		}
		for _, e := range engines {
			_, refused := flow.Solve(t.Context(), p, flow.Options{Engine: e})
			if e == flow.SetOff && errors.Is(refused, flow.ErrEngine) || e == flow.CostScaling && errors.Is(refused, flow.ErrRange) && tooDear(p, int64(p.Nodes+1)*int64(p.Nodes+1)) {
				continue
			}
			if err := flowtest.Judge(p, by(e)); err != nil {
				t.Fatalf("%v: %v: %v", e, p, err)
			}
		}
		if err == nil && flow.Verify(p, s) != nil {
			t.Fatalf("%v: %v", p, flow.Verify(p, s))
		}
	})
}

// tooDear reports whether some usable cost, so many times, is beyond the limit for problems of one component:
// only then may Solve refuse for its costs.
func tooDear(p flow.Problem, times int64) bool {
	limit := 1 << 54 / times
	for _, a := range p.Arcs {
		if a.Capacity > 0 && a.From != a.To && (a.Cost > limit || a.Cost < -limit) {
			return true
		}
	}
	return false
}

// Whatever is claimed of whatever problem: Verify ends, and accepts only what the independent checker
// accepts, and all of that within its limits.
func FuzzVerify(f *testing.F) {
	f.Add([]byte{}, []byte{})
	f.Add([]byte{3, 0, 3, 0, 1, 30, 19, 1, 2, 25, 19, 2, 0, 24, 19}, []byte{0})
	f.Add([]byte{2, 0, 2, 0, 1, 30, 19, 1, 0, 30, 19}, []byte{1, 2, 30, 30, 2, 20, 20, 0})
	f.Fuzz(func(t *testing.T, problem, claim []byte) {
		r := reader(problem)
		p := r.problem()
		r = claim
		s := claimed(t, p, &r)
		err := flow.Verify(p, s)
		checked := flowtest.Check(p, s)
		if err == nil && checked != nil {
			t.Fatalf("%v for %v is accepted: %v", s, p, checked)
		}
		var typed *flow.Error
		if err != nil && !errors.As(err, &typed) {
			t.Fatalf("%v for %v: %v", s, p, err)
		}
		proof := errors.Is(err, flow.ErrBounds) || errors.Is(err, flow.ErrBalance) || errors.Is(err, flow.ErrOptimality) || errors.Is(err, flow.ErrCost)
		if proof && checked == nil {
			t.Fatalf("%v for %v is refused: %v", s, p, err)
		}
	})
}

// claimed returns any solution at all, or the right one with a change.
func claimed(t *testing.T, p flow.Problem, r *reader) *flow.Solution {
	if r.next()%2 == 0 {
		if s, err := flow.Solve(t.Context(), p, flow.Options{}); err == nil {
			change(s.Flow, r)
			change(s.Potential, r)
			s.Cost += int64(r.next() % 2)
			return s
		}
	}
	s := &flow.Solution{Flow: make([]int64, len(p.Arcs)), Potential: make([]int64, p.Nodes)}
	if r.next()%8 == 1 {
		s.Flow, s.Potential = make([]int64, r.next()%20), make([]int64, r.next()%20)
	}
	for i := range s.Flow {
		s.Flow[i] = r.amount()
	}
	for v := range s.Potential {
		s.Potential[v] = r.number()
	}
	s.Cost = r.number()
	return s
}

func change(values []int64, r *reader) {
	for range r.next() % 3 {
		if at := int(r.next()); at < len(values) {
			values[at] += r.number()
		}
	}
}
