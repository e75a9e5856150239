package clearing

import (
	"cmp"
	"slices"
	"strings"

	"example.org/mutual/internal/name"
)

// An edit is an obligation that comes, goes, changes or only moves to another place in the Book.
type edit struct {
	id            string
	change        int         // which of the changes it is of, additions first and withdrawals last
	at            int         // its place in the order of the IDs before, or where it would be
	old, new      int32       // its place in the Book before and after, or -1
	before, after *Obligation // nil where there is none; one where it only moves
}

func compareEdits(d, e *edit) int { return strings.Compare(d.id, e.id) }

// growth returns how many more obligations there are by it.
func (e *edit) growth() int {
	switch {
	case e.before == nil:
		return 1
	case e.after == nil:
		return -1
	}
	return 0
}

// edits checks changes, and returns what becomes of each obligation concerned, in the order of their IDs. They point
// into the Book and the changes.
func (s *Standing) edits(c Changes) ([]*edit, error) {
	if s.order.entries()+len(c.Add) > EntriesMax {
		return nil, &Error{Reason: ErrSize, What: "at most 134217727 entries"}
	}
	edits, err := c.edits()
	if err != nil {
		return nil, err
	}
	if err := s.locate(edits, c); err != nil {
		return nil, err
	}
	return s.allot(edits), nil
}

// edits checks changes by themselves, and returns one edit for each, in the order of their IDs.
func (c *Changes) edits() ([]*edit, error) {
	all := make([]edit, 0, len(c.Add)+len(c.Replace)+len(c.Withdraw))
	for _, list := range [][]Obligation{c.Add, c.Replace} {
		for i := range list {
			o := &list[i]
			if err := o.check(); err != nil {
				err.Entry, err.Index = c.name(len(all))
				err.ID = name.Clip(o.ID)
				return nil, err
			}
			all = append(all, edit{id: o.ID, change: len(all), after: o})
		}
	}
	for _, id := range c.Withdraw {
		e := edit{id: id, change: len(all)}
		if name.Wrong(id) != "" {
			return nil, c.refuse(&e)
		}
		all = append(all, e)
	}
	return inOrder(all)
}

// inOrder returns the edits in the order of their IDs, and refuses two with the same.
func inOrder(all []edit) ([]*edit, error) {
	order, edits := make([]int32, len(all)), make([]*edit, len(all))
	for k := range order {
		order[k] = int32(k)
	}
	differ := sortTexts(order, func(k int32) string { return all[k].id })
	for at, k := range order {
		edits[at] = &all[k]
		if !differ && at > 0 && edits[at-1].id == edits[at].id {
			return nil, &Error{Reason: ErrDuplicate, What: "the changes name " + quote(edits[at].id) + " twice"}
		}
	}
	return edits, nil
}

// name says of which kind a change is, and which of its kind.
func (c *Changes) name(change int) (kind string, index int) {
	switch known := len(c.Add) + len(c.Replace); {
	case change < len(c.Add):
		return "added", change
	case change < known:
		return "replaced", change - len(c.Add)
	default:
		return "withdrawn", change - known
	}
}

// locate finds what the edits change, going through the order of the IDs with them.
func (s *Standing) locate(edits []*edit, c Changes) error {
	at, found := 0, false
	for _, e := range edits {
		at, found = s.order.findFrom(at, e.id)
		e.at, e.old = at, -1
		isNew := e.change < len(c.Add)
		if found && !isNew && s.order.kind(s.order.byID[at]) == kindObligation {
			e.old = s.order.byID[at]
			e.before = &s.order.Obligations[e.old]
		} else if found || !isNew {
			return c.refuse(e)
		}
	}
	return nil
}

// refuse is the error of a change that adds what is there, or is of what is not.
func (c *Changes) refuse(e *edit) error {
	err := &Error{Reason: ErrUnknown, ID: name.Clip(e.id), What: "want an obligation of the book"}
	err.Entry, err.Index = c.name(e.change)
	if e.change < len(c.Add) {
		err.Reason, err.What = ErrDuplicate, "the book has it already"
	}
	return err
}

// allot gives places to what comes and to what moves where something goes, and returns the edits with those that
// only move.
func (s *Standing) allot(edits []*edit) []*edit {
	next := int32(len(s.order.Obligations))
	var holes []int32
	for _, e := range edits {
		switch {
		case e.before == nil:
			e.new = next
			next++
		case e.after == nil:
			e.new = -1
			holes = append(holes, e.old)
		default:
			e.new = e.old
		}
	}
	if moved := s.fill(edits, holes, next); len(moved) > 0 {
		edits = append(edits, moved...)
		slices.SortFunc(edits, compareEdits)
	}
	return edits
}

// fill moves the last obligation, of so many, to each hole, and returns the edits of those that only move.
func (s *Standing) fill(edits []*edit, holes []int32, size int32) (moved []*edit) {
	left := size - int32(len(holes))
	last := make([]*edit, len(holes)) // of what is at each place from left on
	for _, e := range edits {
		if e.new >= left {
			last[e.new-left] = e
		}
	}
	slices.SortFunc(holes, func(a, b int32) int { return cmp.Compare(b, a) })
	for _, hole := range holes {
		size--
		if size == hole {
			continue
		}
		e := last[size-left]
		if e == nil {
			e = s.move(size)
			moved = append(moved, e)
		}
		if e.new = hole; hole >= left {
			last[hole-left] = e
		}
	}
	return moved
}

// move returns the edit of an obligation that only moves.
func (s *Standing) move(old int32) *edit {
	o := &s.order.Obligations[old]
	e := &edit{id: o.ID, old: old, before: o, after: o}
	e.at, _ = s.order.find(o.ID)
	return e
}

// change returns the Book with the edits made, in the same memory as far as there is room, and how to take
// them back. What edits had before is then no longer there.
func change(b Book, edits []*edit) (Book, func()) {
	next, size := b, len(b.Obligations)
	for _, e := range edits {
		size += e.growth()
	}
	if grow := size - len(b.Obligations); grow > 0 {
		next.Obligations = slices.Grow(b.Obligations, grow)
	}
	next.Obligations = next.Obligations[:size]
	kept := make([]Obligation, len(edits))
	for k, e := range edits {
		if e.new >= 0 {
			kept[k], next.Obligations[e.new] = next.Obligations[e.new], *e.after
		}
	}
	return next, func() {
		for k, e := range edits {
			if e.new >= 0 {
				next.Obligations[e.new] = kept[k]
			}
		}
	}
}
