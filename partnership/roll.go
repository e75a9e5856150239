package partnership

import (
	"maps"
	"slices"
	"strings"
	"time"

	"example.org/mutual/unit/journal"
)

// MembersMax is how many members there can be and have been.
const MembersMax = 1 << 20

// A member is whoever was ever one.
type member struct {
	name   string
	active bool      // has not left
	since  time.Time // admitted
	until  time.Time // left

	dueAccount, nthsAccount string
}

// A roll is who is or was a member: each has a place, by which all else that is kept of members is looked up.
type roll struct {
	members []member // in the order admitted; founders as they adopt
	number  map[string]int32
	sorted  []int32 // the places of the first len(sorted) members, by name: see byName
}

func newRoll() roll { return roll{number: map[string]int32{}} }

func (r *roll) clone() roll {
	return roll{members: slices.Clone(r.members), number: maps.Clone(r.number)}
}

// add puts a member at the next place, and drop takes the last one off.
func (r *roll) add(m member) int32 {
	m.dueAccount, m.nthsAccount = dueAccount(m.name), nthsAccount(m.name)
	at := int32(len(r.members))
	r.number[m.name] = at
	r.members = append(r.members, m)
	return at
}

func (r *roll) drop() {
	last := len(r.members) - 1
	delete(r.number, r.members[last].name)
	r.members = r.members[:last]
	if len(r.sorted) > last {
		r.sorted = nil
	}
}

// sortIn is byName for an action, which keeps the order from one time to the next, so that only who was admitted
// since is sorted in.
func (r *roll) sortIn() []int32 {
	r.sorted = r.byName()
	return r.sorted
}

// byName returns the places of all members in the order of their names: O(1) where nobody was admitted since the order
// was kept, and O(n + m log m) for m newcomers. It changes nothing, so that many can read at a time.
func (r *roll) byName() []int32 {
	known, all := len(r.sorted), len(r.members)
	if known == all {
		return r.sorted
	}
	fresh := make([]int32, 0, all-known)
	for at := known; at < all; at++ {
		fresh = append(fresh, int32(at))
	}
	slices.SortFunc(fresh, r.compare)
	merged := make([]int32, 0, all)
	old := r.sorted
	for len(old) > 0 && len(fresh) > 0 {
		if r.compare(old[0], fresh[0]) < 0 {
			merged, old = append(merged, old[0]), old[1:]
		} else {
			merged, fresh = append(merged, fresh[0]), fresh[1:]
		}
	}
	return append(append(merged, old...), fresh...)
}

func (r *roll) compare(a, b int32) int { return strings.Compare(r.members[a].name, r.members[b].name) }

// find returns the place of a member that has not left, nor is anything else.
func (r *roll) find(name string) (int32, error) {
	at, err := r.known(name)
	if err == nil && !r.members[at].active {
		err = &journal.RefusalError{Reason: ErrMember, What: quote(name) + " has left"}
	}
	return at, err
}

// known returns the place of whoever is or was a member.
func (r *roll) known(name string) (int32, error) {
	at, ok := r.number[name]
	if !ok {
		return 0, &journal.RefusalError{Reason: ErrMember, What: quote(name)}
	}
	return at, nil
}

// enter makes a member of somebody.
func (t *turn) enter(who string) int32 {
	at := t.roll.add(member{name: who, active: true, since: t.at})
	t.nths.grow(len(t.roll.members))
	t.books.grow(len(t.roll.members))
	t.changes.UndoBy(func() {
		t.roll.drop()
		t.nths.grow(len(t.roll.members))
		t.books.grow(len(t.roll.members))
	})
	return at
}
