package flow

import (
	"cmp"
	"slices"
)

// A bounds is what a heuristic has to keep to: SendOptions with far for no bound.
type bounds struct {
	from, to  int32
	lengthMax int64
	pathsMax  int
}

// bounded looks for a flow whose paths keep to the bounds, in place of the whole flow, which does not. It
// makes two and keeps the better: one begins with nothing, one with those paths of the whole flow that keep to
// the bounds.
func (n *Network) bounded(whole *Sent, from, to int32, amount int64, o SendOptions) (*Sent, error) {
	b := bounds{from, to, far - 1, o.PathsMax}
	if o.LengthMax > 0 {
		b.lengthMax = int64(o.LengthMax)
	}
	s, err := n.greedy(b, nil, amount)
	if err != nil {
		return nil, err
	}
	if kept := n.keeping(b, whole.Paths); len(kept) > 0 {
		t, err := n.greedy(b, kept, amount)
		if err != nil {
			return nil, err
		}
		if better(t, s) {
			s = t
		}
	}
	s.Most, s.Cut = whole.Most, whole.Cut
	n.restart()
	s.Least, err = n.least(from, to, s.Value)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// better reports whether t sends more than s, or as much for less, or on fewer paths.
func better(t, s *Sent) bool {
	return cmp.Or(
		cmp.Compare(s.Value, t.Value),
		cmp.Compare(t.Cost, s.Cost),
		cmp.Compare(len(t.Paths), len(s.Paths)),
	) < 0
}

// keeping returns the paths that keep to the bounds, the largest where they are too many.
func (n *Network) keeping(b bounds, paths []Path) []Path {
	var kept []Path
	for _, p := range paths {
		if n.long(p.Arcs) <= b.lengthMax {
			kept = append(kept, p)
		}
	}
	slices.SortStableFunc(kept, func(p, q Path) int { return cmp.Compare(q.Amount, p.Amount) })
	if b.pathsMax > 0 && len(kept) > b.pathsMax {
		kept = kept[:b.pathsMax]
	}
	return kept
}

// roundsMax bounds the paths of a greedy flow, and so its time.
const roundsMax = 512

// greedy adds the cheapest path for its quota to these, again and again, and takes nothing back. A path may
// carry more than its quota: as much as there is at the same price.
//
// The quota is what each path must carry so that those still allowed suffice: with one path left, all that
// remains. Where no path carries that much, the widest is taken. Without a bound on the paths the quota is
// one unit at first.
func (n *Network) greedy(b bounds, paths []Path, amount int64) (*Sent, error) {
	n.restart()
	s := &Sent{Paths: slices.Clone(paths)}
	for _, p := range paths {
		n.carry(p.Arcs, p.Amount)
		s.Value += p.Amount
	}
	for round := 0; s.Value < amount && round < roundsMax; round++ {
		left := b.pathsLeft(len(s.Paths), roundsMax, round)
		if left < 1 {
			break
		}
		sent, err := n.another(b, quota(amount-s.Value, left), amount-s.Value)
		if err != nil {
			return nil, err
		}
		if sent == 0 {
			break
		}
		s.add(n.walked(), sent)
		s.Value += sent
	}
	n.topUp(s, amount)
	slices.Sort(n.used)
	n.used = slices.Compact(n.used)
	var err error
	s.Cost, err = n.cost()
	return s, err
}

// unhurried is the number of paths left that make the quota one unit.
const unhurried = far

// pathsLeft returns how many paths more a greedy flow may have. Where there is no bound there is one on the
// rounds: the second half of them counts as one.
func (b bounds) pathsLeft(paths, rounds, round int) int64 {
	left := int64(rounds - round)
	if b.pathsMax > 0 {
		return min(left, int64(b.pathsMax-paths))
	}
	if round < rounds/2 {
		return unhurried
	}
	return left
}

// quota divides, rounding up.
func quota(amount, paths int64) int64 { return 1 + (amount-1)/paths }

// another sends on the cheapest path for this quota, or, where there is none, on the widest, and returns how
// much: the quota, or what there is at the present price up to a most. The path is left in walk.
func (n *Network) another(b bounds, quota, most int64) (int64, error) {
	found, err := n.cheapestWay(b, quota)
	if err != nil {
		return 0, err
	}
	if !found {
		if quota, err = n.width(b, quota); err != nil || quota == 0 {
			return 0, err
		}
		if found, err = n.cheapestWay(b, quota); err != nil || !found {
			return 0, err
		}
	}
	for _, h := range n.walk {
		_, room := n.more(h.arc)
		most = min(most, max(quota, room))
	}
	n.carry(n.walked(), most)
	return most, nil
}

// width returns the largest quota below this one for which there is a path within the length, or 0. It
// halves the range: 62 searches at most, each no further than to the first path that meets it.
func (n *Network) width(b bounds, quota int64) (int64, error) {
	low, high := int64(0), quota // a path carries low, none carries high
	for high-low > 1 {
		middle := low + (high-low)/2
		ok, err := n.reachable(b, middle)
		n.wipe()
		if err != nil {
			return 0, err
		}
		if ok {
			low = middle
		} else {
			high = middle
		}
	}
	return low, nil
}

// reachable reports whether some path within the length carries the quota. Its marks stay until wipe.
func (n *Network) reachable(b bounds, quota int64) (bool, error) {
	n.wipe()
	n.measure = measure{quota: quota, byLength: true, lengthMax: b.lengthMax, anyWay: true}
	_, err := n.find(b.from, b.to)
	n.measure = measure{quota: quota}
	return err == nil && n.best <= b.lengthMax, err
}

// cheapestWay finds the cheapest path within the length for a quota, and leaves it in walk. The cheapest of any
// length comes first: it is found in a smaller part of the network, mostly short enough, and otherwise what
// was seen of the network guides the search within the length. That search alone finds the later paths, as
// long as the guide stays true: the cheapest of any length is mostly too long again.
func (n *Network) cheapestWay(b bounds, quota int64) (bool, error) {
	n.measure = measure{quota: quota}
	if n.guided != quota {
		n.wipe()
		found, err := n.find(b.from, b.to)
		if found {
			n.trace()
		}
		if err != nil || !found || n.long(n.walked()) <= b.lengthMax {
			n.wipe()
			return found, err
		}
		n.keep(quota)
	}
	return n.cheapestShort(b, quota)
}

// walked returns the arcs of the walk.
func (n *Network) walked() []int32 {
	arcs := make([]int32, len(n.walk))
	for i, h := range n.walk {
		arcs[i] = h.arc
	}
	return arcs
}

func (n *Network) carry(arcs []int32, amount int64) {
	for _, arc := range arcs {
		n.push(arc, amount)
	}
}

// add puts an amount on a path, one that is there already or a new one.
func (s *Sent) add(arcs []int32, amount int64) {
	for i := range s.Paths {
		if slices.Equal(s.Paths[i].Arcs, arcs) {
			s.Paths[i].Amount += amount
			return
		}
	}
	s.Paths = append(s.Paths, Path{arcs, amount})
}

// topUp sends on the paths there are what they still have room for: with no more paths allowed, that is all
// that can be done without taking something back.
func (n *Network) topUp(s *Sent, amount int64) {
	for i := range s.Paths {
		p := &s.Paths[i]
		room := amount - s.Value
		for _, arc := range p.Arcs {
			room = min(room, n.whole(arc, room))
		}
		n.carry(p.Arcs, room)
		p.Amount += room
		s.Value += room
	}
}
