package credit

import (
	"slices"
	"strconv"
	"strings"
)

// chunkSize is how many promises lie together.
const chunkSize = 1024

// A store is a list of promises that does not move them when it grows: at a million, what a slice copies
// on its way there costs more than all else that an action does.
type store struct {
	chunks [][]promise // all of chunkSize but the last
	count  int
}

// at returns the promise at a place, good until the next push or pop.
func (s *store) at(place int32) *promise { return &s.chunks[place/chunkSize][place%chunkSize] }

func (s *store) push(p promise) {
	last := s.count / chunkSize
	switch {
	case last == len(s.chunks) && last == 0:
		s.chunks = [][]promise{nil} // small at first, as most ledgers are
	case last == len(s.chunks):
		s.chunks = append(s.chunks, make([]promise, 0, chunkSize))
	}
	s.chunks[last] = append(s.chunks[last], p)
	s.count++
}

func (s *store) pop() {
	s.count--
	last := s.count / chunkSize
	*s.at(int32(s.count)) = promise{} // for the collector
	if s.chunks[last] = s.chunks[last][:s.count%chunkSize]; len(s.chunks[last]) == 0 {
		s.chunks = s.chunks[:last]
	}
}

func (s *store) clone() store {
	c := store{slices.Clone(s.chunks), s.count}
	for i := range c.chunks {
		c.chunks[i] = slices.Clone(c.chunks[i])
	}
	return c
}

// lookup returns the place of a promise. A promise is found by the place of the action that it is named
// after, in the log, and by that of the first promise which that action made; ID/2 comes after ID/1.
func (l *Ledger) lookup(id string) (place int32, ok bool) {
	action, part, isPart := strings.Cut(id, "/")
	n, ok := l.log.Place(action)
	if !ok || n >= len(l.made) || l.made[n] == 0 {
		return 0, false
	}
	at := int(l.made[n]) - 1
	if isPart {
		k, err := strconv.Atoi(part)
		if err != nil || k < 1 || k > l.promises.count-at {
			return 0, false
		}
		at += k - 1
	}
	return int32(at), l.promises.at(int32(at)).id == id
}
