package credit

import (
	"iter"
	"slices"
	"time"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// Held is a ledger as another machine of this module holds it: a society that guarantees its promises, say. No
// other module can make one, because none can name a machine.Key. One ledger belongs to one machine.
type Held struct {
	machine.Held[Action]
	ledger  *Ledger
	changed []Change // by the last action; memory for the next
}

// Hold returns the ledger for the machine that holds it. Until it says [machine.Held.Finish], no change is
// final, and nobody else must apply anything.
func (l *Ledger) Hold(machine.Key) *Held {
	return &Held{Held: machine.Held[Action]{Stepper: (*stepper)(l)}, ledger: l}
}

// A Change is what an action made of a promise.
type Change struct {
	Before Promise // the zero Promise: the action has made it
	After  Promise
}

// Apply applies an action, and returns what it made of each promise that it touched, good until the next Apply: first
// of those there were before. Archive, which moves all, is not for a ledger that is held. Errors are those of
// [Ledger.Apply].
func (h *Held) Apply(a Action) (journal.Entry, []Change, error) {
	from := len(h.ledger.changes)
	e, err := h.Held.Apply(a)
	if err != nil {
		return journal.Entry{}, nil, err
	}
	if cap(h.changed) > changesKept {
		h.changed = nil
	}
	h.changed = h.ledger.since(from, h.changed[:0])
	return e, h.changed, nil
}

// since adds to all what the changes from a place in their list on have made of the promises.
func (l *Ledger) since(from int, all []Change) []Change {
	end := int32(l.promises.Len())
	made, seen := end, make(map[int32]bool)
	for i := range l.changes[from:] {
		if l.changes[from+i].kind == madePromise {
			made--
		}
	}
	all = slices.Grow(all, len(l.changes)-from)
	for i := range l.changes[from:] {
		c := &l.changes[from+i]
		if c.kind != changedPromise || c.place >= made || seen[c.place] {
			continue
		}
		seen[c.place] = true
		all = append(all, Change{l.show(&c.promise), l.show(l.promise(c.place))})
	}
	for at := made; at < end; at++ {
		all = append(all, Change{After: l.show(l.promise(at))})
	}
	return all
}

// Promises yields all promises in the order made.
func (h *Held) Promises() iter.Seq[Promise] { return h.ledger.shown() }

// An Answered is what a guarantor answers for of a promise, with its two parties by their numbers: see [Held.Party].
type Answered struct {
	ID, Root            string
	Promisor, Holder    int32
	Left, Reserved      int64 // in smallest parts
	Due                 time.Time
	Disputed, Defaulted bool
}

// Answered yields those promises that a party answers for to another, and of which something is left, in the order
// made. It is for going through all of a large ledger: no name is copied or looked up. O(n) in the promises.
func (h *Held) Answered(guarantor string) iter.Seq[Answered] {
	return func(yield func(Answered) bool) {
		for i := range int32(h.ledger.promises.Len()) {
			p := h.ledger.promise(i)
			if p.left == 0 || p.guarantor != guarantor || h.Party(p.creditor) == guarantor {
				continue
			}
			if !yield(Answered{p.id, p.root, p.debtor, p.creditor, p.left, p.held, p.due, p.disputed, p.defaulted}) {
				return
			}
		}
	}
}

// Sizes returns how many parties and promises there are.
func (h *Held) Sizes() (parties, promises int) {
	return len(h.ledger.parties), h.ledger.promises.Len()
}

// Party returns the name of the party of a number, which must be one that Number or an Answered said.
func (h *Held) Party(n int32) string { return h.ledger.parties[n].name }

// Number returns the number of a party, and false where there is none of the name.
func (h *Held) Number(name string) (n int32, ok bool) {
	n, ok = h.ledger.number[name]
	return n, ok
}

// Write writes a ledger as a value in its holder's snapshot.
func (h *Held) Write(e *canon.Encoder) {
	h.ledger.write(e)
	e.EndObject()
}

// ReadHeld reads what [Held.Write] wrote, and leaves it to the holder to have it checked. Where it returns nil,
// the decoder says what is wrong.
func ReadHeld(_ machine.Key, d *canon.Decoder) *Ledger {
	l := read(d)
	d.EndObject()
	if d.Err() != nil {
		return nil
	}
	return l
}

// HeldForm returns the form of a ledger's actions, for its holder to have them among its own.
func HeldForm(machine.Key) machine.Form[Action] { return form }

// HeldHeader returns what every action begins with.
func HeldHeader(_ machine.Key, a Action) machine.Header { return a.header() }
