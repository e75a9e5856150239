package machine

import (
	"maps"
	"slices"

	"example.org/mutual/unit/journal"
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

// Known reports whether each proposal is of an action that was applied, and of another one, and returns the ID of one
// that is not.
func (t Table[T]) Known(log *journal.Log) (stray string, ok bool) {
	seen := make(map[string]bool, len(t))
	for _, p := range t {
		if _, applied := log.Applied(p.ID); !applied || seen[p.ID] {
			return p.ID, false
		}
		seen[p.ID] = true
	}
	return "", true
}

// WriteTable writes a table in a member that is always there.
func WriteTable[T any](c *Codec, key string, t Table[T], most int, what func(*Codec, *T)) {
	WriteAll(c, key, proposalFields(most, what), Pointed(t))
}

// ReadTable reads what WriteTable wrote, each signed by so many at most.
func ReadTable[T any](c *Codec, key string, most int, what func(*Codec, *T)) (t Table[T]) {
	ReadAll(c, key, proposalFields(most, what), func(p Proposal[T]) error { t = append(t, &p); return nil })
	return t
}

func proposalFields[T any](most int, what func(*Codec, *T)) func(*Codec, *Proposal[T]) {
	return func(c *Codec, p *Proposal[T]) {
		c.Text("id", &p.ID)
		c.Text("by", &p.By)
		Signatures(c, "signed", &p.Signed, most)
		what(c, &p.What)
	}
}

// Clone returns a copy. What is shared: nobody changes it.
func (t Table[T]) Clone() Table[T] {
	all := slices.Clone(t)
	for i, p := range all {
		all[i] = &Proposal[T]{p.ID, p.By, maps.Clone(p.Signed), p.What}
	}
	return all
}
