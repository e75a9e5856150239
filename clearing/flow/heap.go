package flow

// An entry is a node to be settled at this distance.
type entry struct {
	distance int64
	rank     uint64
	node     int32
}

func (e entry) before(f entry) bool {
	switch {
	case e.distance != f.distance:
		return e.distance < f.distance
	case e.rank != f.rank:
		return e.rank < f.rank
	}
	return e.node < f.node
}

// A heap gives out the first of its entries: by distance, then rank, then number. Each entry has four below
// it, which lie side by side: fewer levels than with two, and no more lines of memory on each (Johnson,
// Information Processing Letters 4, 1975).
type heap []entry

const fanout = 4

func (h *heap) add(e entry) {
	*h = append(*h, e)
	s := *h
	i := len(s) - 1
	for i > 0 {
		up := (i - 1) / fanout
		if !e.before(s[up]) {
			break
		}
		s[i] = s[up]
		i = up
	}
	s[i] = e
}

// take returns the first entry of a heap that is not empty.
func (h *heap) take() entry {
	s := *h
	first, e := s[0], s[len(s)-1]
	s = s[:len(s)-1]
	*h = s
	if len(s) == 0 {
		return first
	}
	i := 0
	for {
		least := i*fanout + 1
		if least >= len(s) {
			break
		}
		for j := least + 1; j < min(i*fanout+fanout+1, len(s)); j++ {
			if s[j].before(s[least]) {
				least = j
			}
		}
		if !s[least].before(e) {
			break
		}
		s[i] = s[least]
		i = least
	}
	s[i] = e
	return first
}
