package machine

import (
	"maps"
	"slices"
)

// A Proposal is what those who share in a machine have to decide on: What says on what.
type Proposal[T any] struct {
	ID     string // of the action that made it
	By     string // who made it
	Signed Signed // who has agreed to it
	What   T
}

// A Table is what lies on the table: the proposals that are open, in the order made. It is never changed in place, so
// that what yields it can go on while the table changes.
type Table[T any] []*Proposal[T]

// Find returns a proposal by its ID, and nil where none is open.
func (t Table[T]) Find(id string) *Proposal[T] {
	for _, p := range t {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// Put lays a proposal on the table, unless that is undone.
func (t *Table[T]) Put(c *Changes, p *Proposal[T]) { t.set(c, append(slices.Clip(*t), p)) }

// Drop takes a proposal off, unless that is undone.
func (t *Table[T]) Drop(c *Changes, p *Proposal[T]) {
	t.set(c, slices.DeleteFunc(slices.Clone(*t), func(q *Proposal[T]) bool { return q == p }))
}

func (t *Table[T]) set(c *Changes, now Table[T]) {
	old := *t
	*t = now
	c.UndoBy(func() { *t = old })
}

// TakeBack takes back what somebody has agreed to, unless that is undone.
func (t Table[T]) TakeBack(c *Changes, who string) {
	for _, p := range t {
		p.Signed.TakeBack(c, who)
	}
}

// Clone returns a copy, in which What is as clone returns it.
func (t Table[T]) Clone(clone func(T) T) Table[T] {
	var all Table[T]
	for _, p := range t {
		all = append(all, &Proposal[T]{p.ID, p.By, maps.Clone(p.Signed), clone(p.What)})
	}
	return all
}
