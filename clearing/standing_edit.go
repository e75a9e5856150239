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
	old, new      int32 // its place before and after, or -1
	before, after Obligation
}

// edits checks changes, and returns what becomes of each obligation concerned, in the order of their IDs.
func (s *Standing) edits(c Changes) ([]*edit, error) {
	if s.order.entries()+len(c.Add) > EntriesMax {
		return nil, &Error{Reason: ErrSize, What: "at most 134217727 entries"}
	}
	places := s.places(c)
	edits := make([]*edit, 0, len(places))
	for i := range c.Add {
		e, err := s.bring("added", i, &c.Add[i], places, false)
		if err != nil {
			return nil, err
		}
		edits = append(edits, e)
	}
	for i := range c.Replace {
		e, err := s.bring("replaced", i, &c.Replace[i], places, true)
		if err != nil {
			return nil, err
		}
		edits = append(edits, e)
	}
	for i, id := range c.Withdraw {
		e, err := s.edit(places, "withdrawn", i, id, true)
		if err != nil {
			return nil, err
		}
		e.new = -1
		edits = append(edits, e)
	}
	return s.settle(edits)
}

// bring returns the edit that puts an obligation in, in place of one with its ID or not.
func (s *Standing) bring(kind string, index int, o *Obligation, places map[string]int32, isIn bool) (*edit, error) {
	if err := o.check(); err != nil {
		err.Entry, err.Index, err.ID = kind, index, name.Clip(o.ID)
		return nil, err
	}
	e, err := s.edit(places, kind, index, o.ID, isIn)
	if err != nil {
		return nil, err
	}
	e.after, e.new = *o, e.old
	return e, nil
}

// places returns which entry of the Book has each ID that changes name, of those that are in it. Many are found
// sooner by going through the Book than each by itself.
func (s *Standing) places(c Changes) map[string]int32 {
	ids := slices.Clone(c.Withdraw)
	for _, list := range [][]Obligation{c.Add, c.Replace} {
		for i := range list {
			ids = append(ids, list[i].ID)
		}
	}
	named := make(map[string]int32, len(ids))
	for _, id := range ids {
		named[id] = -1
	}
	if len(ids) > s.few() {
		for entry := range int32(s.order.entries()) {
			if _, ok := named[s.order.id(entry)]; ok {
				named[s.order.id(entry)] = entry
			}
		}
		return named
	}
	for _, id := range ids {
		if at, found := s.order.find(id); found {
			named[id] = s.order.byID[at]
		}
	}
	return named
}

// edit returns what changes the obligation with an ID, which is to be in the Book or not.
func (s *Standing) edit(places map[string]int32, kind string, index int, id string, isIn bool) (*edit, error) {
	refuse := func(reason error, what string) (*edit, error) {
		return nil, &Error{Reason: reason, Entry: kind, Index: index, ID: name.Clip(id), What: what}
	}
	old := places[id]
	switch found := old >= 0; {
	case found && !isIn:
		return refuse(ErrDuplicate, "the book has it already")
	case !found && !isIn:
		return &edit{id: id, old: -1}, nil
	case !found || s.order.kind(old) != kindObligation:
		return refuse(ErrUnknown, "want an obligation of the book")
	}
	return &edit{id: id, old: old, before: s.order.Obligations[old]}, nil
}

// settle puts edits in the order of their IDs, refuses IDs named twice, and gives places to what comes and to what
// moves where something goes.
func (s *Standing) settle(edits []*edit) ([]*edit, error) {
	slices.SortStableFunc(edits, compareEdits)
	for k := 1; k < len(edits); k++ {
		if edits[k-1].id == edits[k].id {
			return nil, &Error{Reason: ErrDuplicate, What: "the changes name " + quote(edits[k].id) + " twice"}
		}
	}
	next := int32(len(s.order.Obligations))
	at := make(map[int32]*edit, len(edits)) // by the place where it is, or comes to be
	var holes []int32
	for _, e := range edits {
		if e.old < 0 {
			e.new = next
			next++
		}
		if e.new >= 0 {
			at[e.new] = e
		} else {
			holes = append(holes, e.old)
		}
	}
	moved := s.fill(holes, next, at)
	if len(moved) > 0 {
		edits = append(edits, moved...)
		slices.SortFunc(edits, compareEdits)
	}
	return edits, nil
}

func compareEdits(d, e *edit) int { return strings.Compare(d.id, e.id) }

// fill moves the last obligation, of so many, to each hole, and returns the edits of those that only move.
func (s *Standing) fill(holes []int32, size int32, at map[int32]*edit) (moved []*edit) {
	slices.SortFunc(holes, func(a, b int32) int { return cmp.Compare(b, a) })
	for _, hole := range holes {
		size--
		if size == hole {
			continue
		}
		e := at[size]
		if e == nil {
			o := s.order.Obligations[size]
			e = &edit{id: o.ID, old: size, before: o, after: o}
			moved = append(moved, e)
		}
		e.new, at[hole] = hole, e
	}
	return moved
}

// change returns the Book with the edits made, in the same memory as far as there is room, and how to take
// them back.
func change(b Book, edits []*edit) (Book, func()) {
	next := b
	size := len(b.Obligations)
	for _, e := range edits {
		if e.old < 0 {
			size++
		}
		if e.new < 0 {
			size--
		}
	}
	if grow := size - len(b.Obligations); grow > 0 {
		next.Obligations = slices.Grow(b.Obligations, grow)
	}
	next.Obligations = next.Obligations[:size]
	for _, e := range edits {
		if e.new >= 0 {
			next.Obligations[e.new] = e.after
		}
	}
	return next, func() {
		for _, e := range edits {
			if e.old >= 0 {
				b.Obligations[e.old] = e.before
			}
		}
	}
}
