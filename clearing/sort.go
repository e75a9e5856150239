package clearing

import (
	"cmp"
	"slices"
	"strings"
)

// A keyed is a text by its number, and the eight bytes of it that are being sorted by.
type keyed struct {
	key  uint64
	item int32
}

// sortTexts orders numbers by the texts that they stand for, and reports whether these all differ. It is a radix
// sort by eight bytes at a time: as texts hold no zero bytes, a shorter one, filled up with zeros, comes before
// those that it begins. O(bytes of the texts), with no more than a few passes over all where texts differ early.
func sortTexts(order []int32, text func(int32) string) bool {
	if rising(order, text) {
		return true
	}
	s := textSorter{text: text, all: make([]keyed, len(order)), spare: make([]keyed, len(order))}
	for k, i := range order {
		s.all[k].item = i
	}
	s.sort(0, len(order), 0)
	for k := range order {
		order[k] = s.all[k].item
	}
	return !s.equal
}

// rising reports whether each text comes after the one before.
func rising(order []int32, text func(int32) string) bool {
	for k := 1; k < len(order); k++ {
		if text(order[k-1]) >= text(order[k]) {
			return false
		}
	}
	return true
}

// A textSorter sorts all, part by part.
type textSorter struct {
	text       func(int32) string
	all, spare []keyed
	equal      bool // whether two texts are the same
}

// fewTexts is how many are sorted by comparing them.
const fewTexts = 64

// sort sorts all[low:high], whose texts agree in this many bytes.
func (s *textSorter) sort(low, high, agree int) {
	part := s.all[low:high]
	if len(part) <= fewTexts {
		slices.SortFunc(part, func(a, b keyed) int {
			c := strings.Compare(s.text(a.item)[agree:], s.text(b.item)[agree:])
			s.equal = s.equal || c == 0 && a.item != b.item
			return c
		})
		return
	}
	agree = s.agreement(part, agree)
	for k := range part {
		part[k].key = eightBytes(s.text(part[k].item), agree)
	}
	sortKeyed(part, s.spare[low:high])
	for first := low; first < high; {
		end := first + 1
		for end < high && s.all[end].key == s.all[first].key {
			end++
		}
		switch longer := s.all[first].key&0xff != 0; {
		case end > first+1 && longer:
			s.sort(first, end, agree+8)
		case end > first+1:
			s.equal = true
		}
		first = end
	}
}

// agreement returns in how many bytes all texts of a part agree, which is at least this many.
func (s *textSorter) agreement(part []keyed, agree int) int {
	first := s.text(part[0].item)
	most := len(first)
	for k := 1; k < len(part) && most > agree; k++ {
		t := s.text(part[k].item)
		most = min(most, len(t))
		if t[:most] != first[:most] {
			for most = agree; t[most] == first[most]; most++ {
			}
		}
	}
	return most
}

// eightBytes returns those from a place on, the first in front, and zeros beyond the end.
func eightBytes(t string, from int) (key uint64) {
	if t = t[from:]; len(t) >= 8 {
		return uint64(t[7]) | uint64(t[6])<<8 | uint64(t[5])<<16 | uint64(t[4])<<24 |
			uint64(t[3])<<32 | uint64(t[2])<<40 | uint64(t[1])<<48 | uint64(t[0])<<56
	}
	for k := range len(t) {
		key |= uint64(t[k]) << (56 - 8*k)
	}
	return key
}

// sortKeyed sorts by key, keeping the order of equals: byte by byte from the last, skipping those in which
// all keys agree.
func sortKeyed(all, spare []keyed) {
	var counts [8][256]int32
	for i := range all {
		for k := range 8 {
			counts[k][byte(all[i].key>>(8*k))]++
		}
	}
	from, to := all, spare
	for k := range 8 {
		if counts[k][byte(all[0].key>>(8*k))] == int32(len(all)) {
			continue
		}
		places(counts[k][:])
		for i := range from {
			b := byte(from[i].key >> (8 * k))
			to[counts[k][b]] = from[i]
			counts[k][b]++
		}
		from, to = to, from
	}
	if &from[0] != &all[0] {
		copy(all, from)
	}
}

// places turns numbers of elements into the place of each first one.
func places(counts []int32) {
	next := int32(0)
	for k, n := range counts {
		counts[k] = next
		next += n
	}
}

// sort orders the edges by the party they leave, the one they enter, kind and precedence. They come with
// kinds in order, and the counting sorts keep that.
func (g *graph) sort() {
	spare := make([]edge, len(g.edges))
	counts := make([]int32, len(g.parties)+1)
	scatter(g.edges, spare, counts, func(e *edge) int32 { return e.to })
	clear(counts)
	scatter(spare, g.edges, counts, func(e *edge) int32 { return e.from })
	runs := make([][]edge, 0, sortedRuns)
	for first := 0; first < len(g.edges); {
		end := first + 1
		for end < len(g.edges) && g.parallel(end-1, end) {
			end++
		}
		if end > first+1 {
			runs = append(runs, g.edges[first:end])
		}
		if len(runs) == cap(runs) || end == len(g.edges) {
			g.sortRuns(runs)
			runs = runs[:0]
		}
		first = end
	}
}

// sortedRuns is how many runs of parallel edges are looked at before they are sorted.
const sortedRuns = 64

// sortRuns orders runs of parallel edges by precedence. It first looks at what all their obligations are compared
// by, which lies all over the memory: see [digester.readAhead].
func (g *graph) sortRuns(runs [][]edge) {
	for _, run := range runs {
		for _, e := range run {
			if int(e.entry) < len(g.book.Obligations) {
				o := &g.book.Obligations[e.entry]
				g.seen += o.Due.Nanosecond() + o.Rank
			}
		}
	}
	for _, run := range runs {
		slices.SortFunc(run, func(e, f edge) int { return g.precedence(e.entry, f.entry) })
	}
}

// scatter sorts edges into another slice by a party of theirs, keeping the order of equals.
func scatter(from, to []edge, counts []int32, party func(*edge) int32) {
	for i := range from {
		counts[party(&from[i])]++
	}
	places(counts)
	for i := range from {
		p := party(&from[i])
		to[counts[p]] = from[i]
		counts[p]++
	}
}

// parallel reports whether two edges are of one kind, between the same parties.
func (g *graph) parallel(i, j int) bool {
	e, f := &g.edges[i], &g.edges[j]
	return e.from == f.from && e.to == f.to && g.book.kind(e.entry) == g.book.kind(f.entry)
}

// precedence says which of two parallel entries is used first: the obligation due earlier, no due date
// coming last; then the one of lower rank; then the one of lower ID.
func (g *graph) precedence(i, j int32) int {
	b := g.book
	if b.kind(i) == kindObligation {
		return compareObligations(&b.Obligations[i], &b.Obligations[j])
	}
	return cmp.Or(cmp.Compare(b.rank(i), b.rank(j)), strings.Compare(b.id(i), b.id(j)))
}

func compareObligations(o, p *Obligation) int {
	return cmp.Or(compareDues(o, p), cmp.Compare(o.Rank, p.Rank), strings.Compare(o.ID, p.ID))
}

func compareDues(o, p *Obligation) int {
	if none := o.Due.IsZero(); none != p.Due.IsZero() {
		if none {
			return 1
		}
		return -1
	}
	return compareTimes(o.Due, p.Due)
}
