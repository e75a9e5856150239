package flow

// tightenRounds is how often tighten goes through all arcs. Each round gains about half of what the one
// before gained.
const tightenRounds = 3

// tighten lowers the capacity of each arc to what can enter the node it leaves and what can leave the node
// it enters; what could leave a node less what could enter it becomes its excess. No flow is lost, and no
// capacity falls to zero, because every node of a component is entered and left: components stay what they
// are.
//
// Loop invariant: in and out are the sums of the capacities as they stand.
func (r *reduced) tighten(w *watch) error {
	nodes := int32(len(r.row) - 1)
	in, out := make([]int64, nodes), make([]int64, nodes)
	for v := range nodes {
		if err := w.look(r.degree(v)); err != nil {
			return err
		}
		for k := r.row[v].leave; k < r.row[v+1].leave; k++ {
			in[r.head[k]] += r.most[k]
			out[v] += r.most[k]
		}
	}
	r.tight = make([]uint8, len(r.head))
	for round := range uint8(tightenRounds) {
		lowered := false
		for v := range nodes {
			if err := w.look(r.degree(v)); err != nil {
				return err
			}
			for k := r.row[v].leave; k < r.row[v+1].leave; k++ {
				to, before := r.head[k], r.most[k]
				after := min(in[v], out[to])
				if after >= before {
					continue
				}
				r.tight[k] = 2*round + 2
				if out[to] < in[v] {
					r.tight[k]++
				}
				r.most[k] = after
				out[v] -= before - after
				in[to] -= before - after
				lowered = true
			}
		}
		if !lowered {
			break
		}
	}
	for v := range nodes {
		r.row[v].excess = out[v] - in[v]
	}
	return nil
}

// loosen makes of tiers that prove a component's flow cheapest among the tightened arcs such as prove it
// among the arcs as they were. It undoes the steps of tighten from the last to the first.
//
// Take a step that lowered the arc from v to w to the sum of what can enter v, and a flow that uses all of
// it. Then all that enters v comes over full arcs and leaves over this one, and no other arc out of v is
// used. When the arc gets its old capacity back, it could carry more as far as its own bound goes, so
// tier[v] must be above tier[w]. To raise it just so high agrees with all other arcs of v: on full ones
// tier[v] may be as high as it likes, on unused ones too. A step that lowered it to what can leave w is
// the mirror image. If an arc was lowered more than once, only the last step can be the one that it uses
// all of. O(arcs).
func (r *router) loosen() error {
	for round := uint8(tightenRounds); round > 0; round-- {
		for v := r.end - 1; v >= r.low; v-- {
			if err := r.look(r.degree(v)); err != nil {
				return err
			}
			for k := r.row[v+1].leave - 1; k >= r.row[v].leave; k-- {
				t, l := r.tight[k], r.link[k+r.row[v].enter].to
				if t>>1 != round || l&twinRefund != 0 {
					continue // not in this round, or not all of it used
				}
				if w := l & node; r.label[w] >= r.label[v] {
					if t&1 == 0 {
						r.label[v] = r.label[w] + 1
					} else {
						r.label[w] = r.label[v] - 1
					}
				}
			}
		}
	}
	return nil
}
