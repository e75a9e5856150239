package credit

import (
	"maps"
	"slices"
	"time"

	"example.org/mutual/internal/chunks"
	"example.org/mutual/internal/machine"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Bounds on what a ledger holds.
const (
	WordsBytesMax = name.WordsBytesMax // bytes of what is promised, given or argued, in words
	TotalMax      = 1 << 62            // smallest parts that a party may owe, or be owed, in all
)

// RulesVersion is the version of the rules that New gives to Terms without one. Actions are replayed by
// the rules under which they were made.
const RulesVersion = 1

// Terms are what a ledger is founded on.
type Terms struct {
	Unit  unit.Unit // the unit of account of all promises
	Rules int       // the version of the rules; 0 means RulesVersion
}

// A Ledger keeps promises between people: see the package comment. It is not safe for concurrent use; to
// serve many readers, guard it with a lock, or hand each a [Ledger.Clone]. The zero Ledger is empty and has
// no terms: it refuses every action with ErrTerms.
type Ledger struct {
	terms    Terms
	core     machine.Core
	parties  []party
	number   map[string]int32        // of each party, by name
	promises chunks.List[promise]    // in the order made
	made     []int32                 // by each action in the log: 1 + the place of the first promise; 0: none
	pairs    []pair                  // in the order first met
	at       map[ends]int32          // the place of each pair
	class    journal.Class           // of all postings
	through  map[int32][]through     // what each mediator consents to: see mediate.go
	charges  map[int32]charge        // of each mediator that has one
	reserved map[string]*reservation // those not ended, by the ID of the action that made them
	web      *web                    // of the lines, once a payment was routed: see web.go
	changes  []change                // how to undo what is not yet final: see change.go
	turn     turn                    // the action being applied
}

// A party is whoever owes or is owed, or has a line.
type party struct {
	name                string
	owes, owed          int64 // the sums of what is left of its promises, and of those it holds
	willOwe, willBeOwed int64 // the sums of what reservations will add
}

// Ends are a debtor and a creditor, by number.
type ends struct{ debtor, creditor int32 }

// A pair is what one party owes another, and the other's line for it.
type pair struct {
	ends
	owed     int64   // the sum of what is left of the debtor's promises that the creditor holds
	usable   int64   // of that, what is neither in dispute nor reserved
	reserved int64   // what reservations will add to what is owed
	promises []int32 // the places of those promises, and of some others: see Ledger.open
	line     line
}

// New returns an empty ledger. Terms without a unit, or with rules that this version does not know, are
// ErrTerms.
func New(t Terms) (*Ledger, error) {
	if t.Rules == 0 {
		t.Rules = RulesVersion
	}
	if t.Unit.IsZero() || t.Rules != RulesVersion {
		return nil, &journal.RefusalError{Reason: ErrTerms, What: "want a unit of account, and rules of version 1"}
	}
	return &Ledger{
		terms: t, class: journal.Of(t.Unit),
		number: map[string]int32{}, at: map[ends]int32{},
		through: map[int32][]through{}, charges: map[int32]charge{}, reserved: map[string]*reservation{},
	}, nil
}

// Terms returns what the ledger was founded on.
func (l *Ledger) Terms() Terms { return l.terms }

// Last returns the time of the last action, and the zero time before the first.
func (l *Ledger) Last() time.Time { return l.core.Log.Last() }

// Applied reports whether an action with this ID was applied and is not archived, and as which.
func (l *Ledger) Applied(id string) (journal.Stamp, bool) { return l.core.Log.Applied(id) }

// Clone returns a copy that shares nothing with l that either could change. O(size of l).
func (l *Ledger) Clone() *Ledger {
	c := &Ledger{
		terms: l.terms, class: l.class, core: l.core.Clone(),
		parties: slices.Clone(l.parties), number: maps.Clone(l.number),
		promises: l.promises.Clone(), made: slices.Clone(l.made),
		pairs: slices.Clone(l.pairs), at: maps.Clone(l.at),
		through: maps.Clone(l.through), charges: maps.Clone(l.charges), reserved: maps.Clone(l.reserved),
	}
	for i := range c.pairs {
		c.pairs[i].promises = slices.Clone(c.pairs[i].promises)
	}
	return c
}

// amount returns parts as an amount of the ledger's unit.
func (l *Ledger) amount(parts int64) unit.Amount { return unit.New(parts, l.terms.Unit) }

// find returns a pair, the zero pair if the two have nothing to do with each other yet.
func (l *Ledger) find(debtor, creditor string) pair {
	if at, ok := l.known(debtor, creditor); ok {
		return l.pairs[at]
	}
	return pair{}
}

// known returns the place of a pair, and false where the two have nothing to do with each other yet.
func (l *Ledger) known(debtor, creditor string) (int32, bool) {
	d, ok1 := l.number[debtor]
	c, ok2 := l.number[creditor]
	at, ok := l.at[ends{d, c}]
	return at, ok && ok1 && ok2
}
