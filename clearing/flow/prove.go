package flow

// prove makes of the labels tiers: dual values that prove what the arcs use to be the most. It reports
// whether there are such, as far as it can tell.
func (r *router) prove() (bool, error) {
	if r.count() {
		return true, nil
	}
	return r.repair()
}

// count divides the labels by the price, after a shift, and reports whether what comes out is sure to be
// tiers. With residues from 0 to price - 1, on every open link
//
//	tier[v] - tier[w] <= cost + (1 + residue[w] - residue[v]) / price
//
// where cost is 1 or -1. The left side is a whole number, so it is at most cost as soon as the fraction is
// below 1: as soon as no node has the highest residue or none has the lowest. A shift does that where any
// residue is free.
func (r *router) count() bool {
	if r.taken == nil {
		r.taken = make([]bool, priceMost)
	}
	taken := r.taken[:r.price]
	clear(taken)
	for _, l := range r.label[r.low:r.end] {
		taken[l%r.price] = true
	}
	shift, proved := int32(0), false
	for i, t := range taken {
		if !t {
			shift, proved = r.price-1-int32(i), true
			break
		}
	}
	for v := r.low; v < r.end; v++ {
		r.label[v] = (r.label[v] + shift) / r.price
	}
	return proved
}

// tierScans bounds repair: so many times as many links as the component has.
const tierScans = 16

// repair lowers what count made too high until it is nowhere (label-correcting, first in first out), as that of a
// refiner does. Tiers are wrong by one at most, so where what is used is the most that ends, mostly soon; where it
// is not, there are no tiers.
func (r *router) repair() (bool, error) {
	queue, queued, tiers := fifo{ring: r.active.ring}, r.guess, r.label
	links := r.size()
	lower := func(v, most int32) {
		if tiers[v] > most {
			tiers[v] = most
			if queued[v] == 0 {
				queued[v] = 1
				queue.add(v)
			}
		}
	}
	for v := r.low; v < r.end; v++ {
		queue.add(v)
		queued[v] = 1
	}
	for scans := tierScans * links; !queue.empty(); {
		v := queue.take()
		queued[v] = 0
		first, end := r.links(v)
		if scans -= int64(end - first); scans < 0 {
			return false, nil
		}
		if err := r.look(int64(end - first)); err != nil {
			return false, err
		}
		for _, l := range r.link[first:end] {
			switch {
			case l.to&twinRefund != 0:
				lower(int32(l.to&node), tiers[v]-1)
			case l.to&twinShut == 0:
				lower(int32(l.to&node), tiers[v]+1)
			}
		}
	}
	return true, nil
}
