package journal

import (
	"errors"
	"fmt"
	"time"

	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
)

// An Entry is the record of one applied action.
type Entry struct {
	Seq      uint64    `json:"seq"`    // its number in its machine: 1, 2, 3, …
	Action   string    `json:"action"` // the action's ID
	Type     string    `json:"type"`   // the action's type, such as "issue"
	At       time.Time `json:"at"`     // the action's time, in UTC
	Postings []Posting `json:"postings,omitempty"`
	Notes    []Note    `json:"notes,omitempty"`
}

// A Posting is one side of a movement: so much into an account (above zero) or out of it (below).
type Posting struct {
	Account  string `json:"account"`
	Class    Class  `json:"class"`
	Quantity int64  `json:"quantity"` // in the class's smallest parts
}

// A Class names what moved. An amount in a unit of account has the unit's definition for its class, such
// as "EUR.2".
type Class string

// Of returns the class of amounts in a unit.
func Of(u unit.Unit) Class { return Class(u.String()) }

// A Note says why something happened as it did, or what rounding left over.
type Note struct {
	Kind string `json:"kind"` // what it is about, such as "residue" or "quote"
	Text string `json:"text"` // in words or figures, for people and for the record
}

// ErrUnbalanced is an entry that breaks invariant 1.
var ErrUnbalanced = errors.New("journal: postings of one class do not sum to zero")

// Check returns an error that wraps ErrUnbalanced and names the class if the postings of one do not sum to
// zero. O(n) in the postings.
func (e Entry) Check() error {
	sums := make(map[Class]wide.Sum)
	for _, p := range e.Postings {
		sums[p.Class] = sums[p.Class].Add(p.Quantity)
	}
	for _, p := range e.Postings {
		if sums[p.Class] != (wide.Sum{}) {
			return fmt.Errorf("%w: entry %d: %.64q", ErrUnbalanced, e.Seq, string(p.Class))
		}
	}
	return nil
}
