package roundtest

import (
	"bytes"
	"maps"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/round"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Model is a dumb round: it remembers what was done, and works out the rest.
type Model struct {
	terms     round.Terms
	done      []done
	phase     round.Phase
	drops     []round.Drop
	proposals []proposal
	stands    bool              // the last proposal
	confirmed map[string]string // the digest of the notice that each party confirmed last
}

// done is an applied action.
type done struct {
	id   string
	at   time.Time
	text []byte
}

// A proposal is kept with the book that it is of.
type proposal struct {
	book   clearing.Book
	result clearing.Result
	drops  int // how many had dropped out by then
}

// NewModel returns a model of a new round. The terms must be good.
func NewModel(terms round.Terms) *Model {
	return &Model{terms: terms, confirmed: make(map[string]string)}
}

// Phase is that of the round.
func (m *Model) Phase() round.Phase { return m.phase }

// Dropped returns who dropped out, in that order.
func (m *Model) Dropped() []round.Drop { return slices.Clone(m.drops) }

// Book returns what is in play.
func (m *Model) Book() clearing.Book { return without(m.terms.Book, m.out(0)) }

// out returns who dropped out after the first so many.
func (m *Model) out(from int) (out []string) {
	for _, d := range m.drops[from:] {
		out = append(out, d.Party)
	}
	return out
}

// told returns what the last proposal tells a party.
func (m *Model) told(party string) []line {
	if len(m.proposals) == 0 {
		return nil
	}
	p := m.proposals[len(m.proposals)-1]
	return lines(p.book, &p.result, party)
}

// agreed reports whether a party confirmed what it was told last.
func (m *Model) agreed(party string) bool {
	return m.confirmed[party] != "" && m.confirmed[party] == digest(party, m.told(party))
}

// Confirmed returns who confirmed what it was told last.
func (m *Model) Confirmed() (all []string) {
	for _, party := range parties(m.terms.Book) {
		if m.agreed(party) {
			all = append(all, party)
		}
	}
	return all
}

// Waiting returns who must still confirm.
func (m *Model) Waiting() (all []string) {
	for _, party := range parties(m.Book()) {
		if m.stands && moves(m.told(party)) && !m.agreed(party) {
			all = append(all, party)
		}
	}
	return all
}

// reasons returns, for each party whose notice differs from that in the proposal before, why.
func (m *Model) reasons() map[string]round.Why {
	all := make(map[string]round.Why)
	if !m.stands || len(m.proposals) < 2 {
		return all
	}
	p := m.proposals[len(m.proposals)-2]
	between := m.out(p.drops)
	for _, party := range parties(p.book) {
		if !slices.Equal(lines(p.book, &p.result, party), m.told(party)) {
			all[party] = why(p.book, between, party)
		}
	}
	return all
}

// why says why the notice of a party changed, given who dropped out.
func why(b clearing.Book, between []string, party string) round.Why {
	switch {
	case len(between) == 0:
		return round.Again
	case slices.Contains(between, party):
		return round.DroppedOut
	case tradesWith(b, between, party):
		return round.Traded
	}
	return round.Reached
}

// tradesWith reports whether something goes when one of the others does, that is the party's.
func tradesWith(b clearing.Book, others []string, party string) bool {
	count := func(b clearing.Book) int {
		none := &clearing.Result{SetOff: make([]unit.Amount, len(b.Obligations)), Accepted: make([]unit.Amount, len(b.Acceptances)), Tendered: make([]unit.Amount, len(b.Tenders))}
		return len(lines(b, none, party))
	}
	return count(without(b, others)) < count(b)
}

// Apply applies an action, or returns why not, with the reason that a round gives.
func (m *Model) Apply(a round.Action) (journal.Entry, error) {
	text, err := round.Encode(a)
	if err != nil {
		return journal.Entry{}, err
	}
	kind, id, at, by := header(a)
	if err := m.admit(id, at, by, text); err != nil {
		return journal.Entry{}, err
	}
	if m.phase == round.Final || m.phase == round.Abandoned {
		return journal.Entry{}, refuse(round.ErrOver)
	}
	postings, err := m.rule(a, by)
	if err != nil {
		return journal.Entry{}, err
	}
	m.done = append(m.done, done{id, at, text})
	return journal.Entry{Seq: uint64(len(m.done)), Action: id, Type: kind, At: at.UTC(), Postings: postings}, nil
}

func refuse(reason error, missing ...string) error {
	return &journal.RefusalError{Reason: reason, Missing: missing}
}

func header(a round.Action) (kind, id string, at time.Time, by []string) {
	switch a := a.(type) {
	case round.Propose:
		return "propose", a.ID, a.At, a.By
	case round.Confirm:
		return "confirm", a.ID, a.At, a.By
	case round.DropOut:
		return "drop out", a.ID, a.At, a.By
	case round.Finish:
		return "finish", a.ID, a.At, a.By
	case round.Abandon:
		return "abandon", a.ID, a.At, a.By
	}
	return "", "", time.Time{}, nil
}

func (m *Model) admit(id string, at time.Time, by []string, text []byte) error {
	for i, d := range m.done {
		if d.id == id && bytes.Equal(d.text, text) {
			return &journal.AppliedError{Seq: uint64(i + 1)}
		}
		if d.id == id {
			return refuse(journal.ErrConflict)
		}
	}
	switch {
	case id == "" || id == "a/b":
		return refuse(journal.ErrID)
	case at.IsZero() || len(m.done) > 0 && at.Before(m.done[len(m.done)-1].at):
		return refuse(journal.ErrTime)
	case slices.Contains(by, " "):
		return refuse(journal.ErrParty)
	}
	return nil
}

func (m *Model) rule(a round.Action, by []string) ([]journal.Posting, error) {
	operator := journal.Agree(by, m.terms.Operator)
	switch a := a.(type) {
	case round.Propose:
		return nil, m.propose(a, operator)
	case round.Confirm:
		return nil, m.confirm(a)
	case round.DropOut:
		return nil, m.dropOut(a)
	case round.Finish:
		return m.finish(a, operator)
	case round.Abandon:
		if operator == nil && a.Reason == "" {
			operator = refuse(round.ErrWords)
		}
		if operator == nil {
			m.phase = round.Abandoned
		}
		return nil, operator
	}
	return nil, refuse(round.ErrAction)
}

func (m *Model) propose(a round.Propose, operator error) error {
	if operator != nil {
		return operator
	}
	if err := clearingtest.Check(m.Book(), m.terms.Options, &a.Result); err != nil {
		return refuse(round.ErrResult)
	}
	m.proposals = append(m.proposals, proposal{m.Book(), a.Result, len(m.drops)})
	m.stands, m.phase = true, round.Proposed
	maps.DeleteFunc(m.confirmed, func(party, _ string) bool { return !m.agreed(party) })
	return nil
}

func (m *Model) number(n int64) error {
	if !m.stands || n != int64(len(m.proposals)) {
		return refuse(round.ErrProposal)
	}
	return nil
}

func (m *Model) confirm(a round.Confirm) error {
	if err := m.number(a.Proposal); err != nil {
		return err
	}
	if told := digest(a.Party, m.told(a.Party)); told == "" || told != a.Notice {
		return refuse(round.ErrNotice)
	}
	if err := journal.Agree(a.By, a.Party); err != nil {
		return err
	}
	m.confirmed[a.Party] = a.Notice
	return nil
}

func (m *Model) dropOut(a round.DropOut) error {
	switch {
	case a.Reason == "":
		return refuse(round.ErrWords)
	case slices.Contains(m.out(0), a.Party):
		return refuse(round.ErrDropped)
	case !slices.Contains(parties(m.terms.Book), a.Party):
		return refuse(journal.ErrParty)
	case !slices.Contains(a.By, a.Party) && !slices.Contains(a.By, m.terms.Operator):
		return refuse(journal.ErrConsent, a.Party)
	}
	m.drops = append(m.drops, round.Drop{Party: a.Party, At: a.At.UTC(), Reason: a.Reason})
	m.stands, m.phase = false, round.Open
	delete(m.confirmed, a.Party)
	return nil
}

func (m *Model) finish(a round.Finish, operator error) ([]journal.Posting, error) {
	if operator != nil {
		return nil, operator
	}
	if err := m.number(a.Proposal); err != nil {
		return nil, err
	}
	if waiting := m.Waiting(); len(waiting) > 0 {
		return nil, refuse(journal.ErrConsent, waiting...)
	}
	m.phase = round.Final
	return m.postings(), nil
}

// postings are two for each entry that something is used of.
func (m *Model) postings() (all []journal.Posting) {
	b, r := m.Book(), m.proposals[len(m.proposals)-1].result
	post := func(less, more string, a unit.Amount) {
		if a.Sign() > 0 {
			class := journal.Of(a.Unit())
			all = append(all, journal.Posting{Account: less, Class: class, Quantity: -a.Parts()}, journal.Posting{Account: more, Class: class, Quantity: a.Parts()})
		}
	}
	for i, o := range b.Obligations {
		post(o.Creditor, o.Debtor, r.SetOff[i])
	}
	for i, a := range b.Acceptances {
		post(a.Debtor, a.Acceptor, r.Accepted[i])
	}
	for i, t := range b.Tenders {
		post(t.Owner, t.Source, r.Tendered[i])
	}
	return all
}
