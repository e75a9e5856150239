package partnership

import (
	"iter"
	"slices"

	"example.org/mutual/internal/wide"
	"example.org/mutual/unit/journal"
)

// A register is whose the nths are: whole numbers of N, without par, of which only the proportions count. It is
// dense, by the place of each member on the roll, so that a million holders are gone through in no time.
type register struct {
	total int64   // N
	of    []int64 // zero or above, and N together
}

func (r *register) clone() register { return register{r.total, slices.Clone(r.of)} }

// grow makes room for so many members, or takes away that of who is no longer one.
func (r *register) grow(members int) { r.of = resize(r.of, members) }

// resize makes a list as long as there are members.
func resize(all []int64, members int) []int64 {
	if members <= len(all) {
		return all[:members]
	}
	return append(all, make([]int64, members-len(all))...)
}

// nthsClass is the class of postings of nths.
const nthsClass journal.Class = "nths"

// grant makes new nths for somebody, and move passes some on. The caller has seen that there are as many, and room.
func (t *turn) grant(to int32, nths int64) {
	setAt(t, &t.nths.of, to, t.nths.of[to]+nths)
	set(t, &t.nths.total, t.nths.total+nths)
	t.Post(nthsClass, allNths, t.roll.members[to].nthsAccount, nths)
}

func (t *turn) move(from, to int32, nths int64) {
	setAt(t, &t.nths.of, from, t.nths.of[from]-nths)
	setAt(t, &t.nths.of, to, t.nths.of[to]+nths)
	t.Post(nthsClass, t.roll.members[from].nthsAccount, t.roll.members[to].nthsAccount, nths)
}

// N returns how many nths there are in all: 0 before anybody has adopted the terms.
func (p *Partnership) N() int64 { return p.nths.total }

// Nths returns how many nths somebody has: 0 of whom the partnership does not know.
func (p *Partnership) Nths(name string) int64 {
	if at, ok := p.roll.number[name]; ok {
		return p.nths.of[at]
	}
	return 0
}

// Holders yields all who have nths, by name.
func (p *Partnership) Holders() iter.Seq[Holder] {
	return func(yield func(Holder) bool) {
		for _, at := range p.roll.byName() {
			if n := p.nths.of[at]; n > 0 && !yield(Holder{p.roll.members[at].name, n}) {
				return
			}
		}
	}
}

// checkNths: invariant 1.
func (p *Partnership) checkNths() error {
	var sum wide.Sum
	for at, n := range p.nths.of {
		if n < 0 {
			return broken(1, "%.32q has %d nths", p.roll.members[at].name, n)
		}
		sum = sum.Add(n)
	}
	if total, ok := sum.Int64(); !ok || total != p.nths.total || total > NthsMax || len(p.nths.of) != len(p.roll.members) {
		return broken(1, "the nths of all holders are not the %d that there are", p.nths.total)
	}
	if p.adopted && p.nths.total == 0 {
		return broken(1, "nobody has any nths")
	}
	return nil
}
