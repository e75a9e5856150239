package flow

import (
	"context"
	"slices"
	"sync/atomic"
)

// A clearer solves circulations in which all arcs cost the same, and less than nothing: it sets off as much
// as it can. The components are solved by themselves, on as many processors as there are.
type clearer struct {
	*reduced
	gauge
	proof  bool
	label  []int32      // of each node: what the routers leave there are tiers
	work   []int32      // two more numbers of each node
	solved atomic.Int64 // links of components that are solved
}

// setOff solves p, whose usable arcs all cost out.same.
func setOff(p Problem, out *outgoing, part partition, o Options, w *watch) (*Solution, error) {
	r, err := reduce(p, out, part, w)
	if err != nil {
		return nil, err
	}
	out.list = nil // a tenth of the memory, for the links
	if err := r.tighten(w); err != nil {
		return nil, err
	}
	if err := r.spread(w); err != nil {
		return nil, err
	}
	s := &clearer{reduced: r, gauge: gauge{progress: o.Progress}, proof: !o.NoProof}
	nodes := len(r.row) - 1
	s.label, s.work = make([]int32, nodes), make([]int32, 2*nodes)
	if err := s.solve(w.ctx); err != nil {
		return nil, err
	}
	flow, sum, err := r.distribute(p.Arcs, out.same, w)
	if err != nil {
		return nil, err
	}
	cost, err := costOf(sum)
	if err != nil {
		return nil, err
	}
	sol := &Solution{Flow: flow, Cost: cost}
	if s.proof {
		potential, err := s.potentials(out, part, w)
		if err != nil {
			return nil, err
		}
		if sol.Potential, err = part.spread(potential, w); err != nil {
			return nil, err
		}
	}
	s.tell(1)
	return sol, nil
}

// potentials returns those that prove the flow, in the partition's numbers.
func (s *clearer) potentials(out *outgoing, part partition, w *watch) ([]int64, error) {
	potential := make([]int64, len(part.number))
	for c, base := range s.base {
		for v := s.start[c]; v < s.start[c+1]; v++ {
			potential[base+v-s.start[c]] = int64(s.label[v]) * -out.same
		}
	}
	return potential, join(out, part, potential, w)
}

// A share is a run of components that one router solves one after the other.
type share struct{ first, end int32 }

// shareLinks is how many links make a share worth another processor's while.
const shareLinks = 1 << 15

// shares cuts the components into runs, the largest first.
func (s *clearer) shares() (list []share) {
	size := func(at share) int32 { return s.row[s.start[at.end]].leave - s.row[s.start[at.first]].leave }
	run := share{}
	for c := range s.base {
		if run.end = int32(c) + 1; size(run) >= shareLinks/2 || c == len(s.base)-1 {
			list = append(list, run)
			run.first = run.end
		}
	}
	slices.SortStableFunc(list, func(a, b share) int { return int(size(b) - size(a)) })
	return list
}

// solve gives the shares to routers, of which the first works in the calling goroutine, and alone calls
// Progress. Who gets which does not show in the result.
func (s *clearer) solve(ctx context.Context) error {
	shares := s.shares()
	return inParallel(len(shares), func(first bool) func(int) error {
		r := s.router(ctx, first)
		return func(i int) error { return r.share(shares[i]) }
	})
}

// router returns a router; one that tells how far it has come, or one that only notes it.
func (s *clearer) router(ctx context.Context, tells bool) *router {
	nodes := len(s.label)
	return &router{
		clearer: s,
		watch:   watch{ctx: ctx, left: lookEvery},
		tells:   tells,
		guess:   s.work[:nodes],
	}
}

// share solves the components of a share.
func (r *router) share(at share) error {
	for c := at.first; c < at.end; c++ {
		r.stand(c)
		if err := r.component(); err != nil {
			return err
		}
		r.solved.Add(r.size())
	}
	return nil
}

// stand puts the router before component c.
func (r *router) stand(c int32) {
	r.low, r.end = r.start[c], r.start[c+1]
	r.active.ring = r.work[len(r.label):][r.low:r.end]
}

// size returns the number of links of the component at hand.
func (r *router) size() int64 {
	first, _ := r.links(r.low)
	_, end := r.links(r.end - 1)
	return int64(end - first)
}

// priceMost is the highest price that is tried. It is beyond what all but long thin graphs need, and costs
// no more than a lower one.
const priceMost = 1 << 12

// component solves one, and makes the tiers prove it among the arcs as they were.
func (r *router) component() error {
	err := r.balance()
	if err == nil && r.proof {
		err = r.loosen()
	}
	return err
}

// balance routes, and where that does not get on, or does not prove itself, takes the engine for any costs.
func (r *router) balance() error {
	if r.acyclic() {
		return r.match()
	}
	r.price = min(priceMost, r.end-r.low+1)
	ok, err := r.route(routeRounds)
	if ok && err == nil {
		ok, err = r.prove()
	}
	if !ok && err == nil {
		err = r.rescue()
	}
	return err
}
