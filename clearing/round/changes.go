package round

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"example.org/mutual/clearing"
)

// A Why says for what reason a party's notice changed from one proposal to the next.
type Why string

// The reasons.
const (
	DroppedOut Why = "dropped out"
	Traded     Why = "traded with a party that dropped out"
	Reached    Why = "reached only through others"       // of those who dropped out it traded with none
	Again      Why = "another clearing of the same book" // nobody dropped out in between
)

// A Change is how a party's notice differs from that in the proposal before.
type Change struct {
	Party  string
	Why    Why
	Before *clearing.Notice
	After  *clearing.Notice // nil where it has none: nothing of its is in play any more
}

// Changes returns all parties whose notices in the proposal that stands differ from those in the proposal
// before, by name, with the reason: nobody is moved without being on this list. Before the second proposal, or
// while none stands, it is empty. O(n log n) in the book.
func (r *Round) Changes() []Change {
	if r.now == nil || r.previous == nil {
		return nil
	}
	before, _ := split(r.terms.Book, partiesOf(r.drops[:r.previous.drops]))
	was := r.moved(clearing.Notices(before, r.previous.result, clearing.NoticeOptions{}))
	is := r.moved(clearing.Notices(r.Book(), r.now.result, clearing.NoticeOptions{}))
	why := r.reasons()
	all := make([]Change, 0, len(was))
	for _, party := range sorted(r.previous.notices) { // nobody comes into play who was not
		if r.changed(party) {
			all = append(all, Change{party, why(party), was[party], is[party]})
		}
	}
	return all
}

// moved returns the notices that have changed, by party.
func (r *Round) moved(notices iter.Seq[clearing.Notice]) map[string]*clearing.Notice {
	all := make(map[string]*clearing.Notice)
	for n := range notices {
		if r.changed(n.Party) {
			all[n.Party] = &n
		}
	}
	return all
}

// changed reports whether a party's notice differs from that in the proposal before.
func (r *Round) changed(party string) bool { return r.now.notices[party] != r.previous.notices[party] }

// reasons returns why the notice of a party that has changed did.
func (r *Round) reasons() func(party string) Why {
	between := partiesOf(r.drops[r.previous.drops:])
	if len(between) == 0 {
		return func(string) Why { return Again }
	}
	before, _ := split(r.terms.Book, partiesOf(r.drops[:r.previous.drops]))
	_, gone := split(before, between)
	traded := members(gone)
	return func(party string) Why {
		if _, ok := between[party]; ok {
			return DroppedOut
		}
		if _, ok := traded[party]; ok {
			return Traded
		}
		return Reached
	}
}

// String says the change in words, to its party.
func (c Change) String() string {
	var s strings.Builder
	s.WriteString(c.Party + ": " + string(c.Why) + "\n")
	for _, side := range []struct {
		word   string
		notice *clearing.Notice
		other  *clearing.Notice
	}{{"before", c.Before, c.After}, {"now", c.After, c.Before}} {
		if side.notice == nil {
			continue
		}
		for _, l := range side.notice.Lines {
			if side.other == nil || !slices.Contains(side.other.Lines, l) {
				s.WriteString("  " + side.word + ": " + l.String() + "\n")
			}
		}
	}
	return s.String()
}

// sorted returns the keys of a map in their order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
