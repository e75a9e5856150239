package round

import (
	"maps"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// RulesVersion is the version of the rules that New gives to Terms without one. Actions are replayed by
// the rules under which they were made.
const RulesVersion = 1

// Terms are what a round is founded on.
type Terms struct {
	Operator string           // who proposes, finishes and abandons
	Book     clearing.Book    // of all who take part at first
	Options  clearing.Options // of every proposal; Progress is left out
	Rules    int              // the version of the rules; 0 means RulesVersion
}

// A Phase is how far a round is.
type Phase uint8

// The phases.
const (
	Open      Phase = iota // no proposal stands
	Proposed               // one does
	Final                  // it was agreed, and is done
	Abandoned              // nothing is set off
)

var phases = []string{"open", "proposed", "final", "abandoned"}

// String returns the phase as a word.
func (p Phase) String() string { return phases[min(int(p), len(phases)-1)] }

// A Drop is a party that dropped out, and why.
type Drop struct {
	Party  string
	At     time.Time
	Reason string
}

// A Round is one clearing from proposal to agreement: see the package comment. It is not safe for concurrent
// use; to serve many readers, guard it with a lock, or hand each a [Round.Clone]. The zero Round has no terms:
// it refuses every action with ErrTerms.
type Round struct {
	core      machine.Core
	changes   machine.Changes
	terms     Terms
	members   map[string]struct{} // all who stand in the book; never changed
	phase     Phase
	drops     []Drop              // in the order in which they dropped out
	out       map[string]struct{} // those parties
	count     int64               // of proposals ever made
	now       *proposal           // the one that stands, or was agreed; nil: none
	previous  *proposal           // the one before it; nil: none
	confirmed map[string]string   // the digest of the notice that each party confirmed
	waiting   int                 // how many must still confirm
}

// A proposal is a clearing of what was in play when it was made. It is never changed.
type proposal struct {
	number  int64
	drops   int // how many had dropped out by then
	result  *clearing.Result
	notices map[string]notice // of each party in play
}

// A notice is what is kept of a party's notice: enough to tell whether it was confirmed, and must be.
type notice struct {
	digest string
	moves  bool
}

// New returns a round in which nothing is proposed yet. It keeps copies of book and options. Terms with an
// operator that is no name, a book or options that clearing refuses, a LengthMax, or rules that this version does
// not know, are ErrTerms. O(n log n) in the book.
func New(t Terms) (*Round, error) {
	if t.Rules == 0 {
		t.Rules = RulesVersion
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	t = t.clone()
	return &Round{terms: t, members: members(t.Book), out: map[string]struct{}{}, confirmed: map[string]string{}}, nil
}

func (t Terms) check() error {
	if t.Rules != RulesVersion {
		return &journal.RefusalError{Reason: ErrTerms, What: "want rules of version 1"}
	}
	if err := machine.WrongParty("operator", t.Operator); err != nil {
		return &journal.RefusalError{Reason: ErrTerms, What: err.Error()}
	}
	if err := acceptable(t.Book, t.Options); err != nil {
		return &journal.RefusalError{Reason: ErrTerms, What: err.Error()}
	}
	if t.Options.LengthMax != 0 { // nobody could tell by the proof that the operator searched well, or at all
		return &journal.RefusalError{Reason: ErrTerms, What: "want no LengthMax: what is proposed must be proved the best"}
	}
	return nil
}

// clone copies what the caller could change, and leaves out what is no part of a round's state.
func (t Terms) clone() Terms {
	t.Options.Progress = nil
	t.Options.ValueDate = machine.Plain(t.Options.ValueDate)
	t.Options.Stages = slices.Clone(t.Options.Stages)
	for i := range t.Options.Stages {
		t.Options.Stages[i].AsOf = machine.Plain(t.Options.Stages[i].AsOf)
	}
	e := &t.Options.Exclude
	e.Parties, e.Pairs, e.Obligations = slices.Clone(e.Parties), slices.Clone(e.Pairs), slices.Clone(e.Obligations)
	t.Book = cloneBook(t.Book)
	return t
}

// Terms returns what the round was founded on, as copies. O(size of the book).
func (r *Round) Terms() Terms { return r.terms.clone() }

// Last returns the time of the last action, and the zero time before the first.
func (r *Round) Last() time.Time { return r.core.Log.Last() }

// Applied reports whether an action with this ID was applied, and as which.
func (r *Round) Applied(id string) (journal.Stamp, bool) { return r.core.Log.Applied(id) }

// Clone returns a copy that shares nothing with r that either could change. O(size of r), less the book and
// the proposals, which never change.
func (r *Round) Clone() *Round {
	c := *r
	c.core, c.changes = r.core.Clone(), machine.Changes{}
	c.drops, c.out, c.confirmed = slices.Clone(r.drops), maps.Clone(r.out), maps.Clone(r.confirmed)
	return &c
}
