package credit

import (
	"crypto/sha256"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"example.org/mutual/internal/canon"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// An Action is something that parties do to a ledger: one of the structs of this package that has an ID,
// a time and the parties that the application has authenticated for it. The interface is sealed.
type Action interface {
	header() header
	apply(*turn) error // its rule
}

// A header is what all actions have.
type header struct {
	kind string // the type in the JSON form
	id   string
	at   time.Time
	by   []string
}

// Apply applies an action and returns the record of it; it is the only way to change a ledger. It happens
// whole or not at all: after an error the ledger is what it was.
//
// A retry is safe: an action applied before, equal in every field, is a journal.AppliedError with the
// number of its entry, and another under its ID journal.ErrConflict. Other errors are a
// [journal.RefusalError] with one of the reasons of this package or of package journal.
func (l *Ledger) Apply(a Action) (journal.Entry, error) {
	mark := l.log.Mark()
	e, err := l.step(a)
	l.finish(mark, err != nil)
	return e, err
}

// Try returns what Apply would, and changes nothing.
func (l *Ledger) Try(a Action) (journal.Entry, error) {
	mark := l.log.Mark()
	e, err := l.step(a)
	l.finish(mark, true)
	return e, err
}

// Batch applies actions in their order, all or none. An error is a [BatchError].
func (l *Ledger) Batch(actions ...Action) ([]journal.Entry, error) {
	mark := l.log.Mark()
	entries := make([]journal.Entry, 0, len(actions))
	for i, a := range actions {
		e, err := l.step(a)
		if err != nil {
			l.finish(mark, true)
			return nil, &BatchError{i, err}
		}
		entries = append(entries, e)
	}
	l.finish(mark, false)
	return entries, nil
}

// finish makes the changes since a mark final, or undoes them.
func (l *Ledger) finish(mark journal.Mark, undo bool) {
	if undo {
		l.undo()
		l.log.Back(mark)
	}
	l.forget()
	l.turn = turn{}
}

// step applies one action, whose changes are not final yet.
func (l *Ledger) step(a Action) (journal.Entry, error) {
	if l.terms.Unit.IsZero() {
		return journal.Entry{}, &journal.RefusalError{Reason: ErrTerms, What: "want a ledger from New"}
	}
	digest, err := l.digest(a)
	if err != nil {
		return journal.Entry{}, err
	}
	h := a.header()
	if err := l.log.Admit(h.id, h.at, digest); err != nil {
		return journal.Entry{}, err
	}
	if err := wrongBy(h.by); err != nil {
		return journal.Entry{}, err
	}
	l.turn = turn{Ledger: l, by: h.by}
	if err := a.apply(&l.turn); err != nil {
		return journal.Entry{}, err
	}
	seq := l.log.Add(h.id, h.at, digest)
	return journal.Entry{Seq: seq, Action: h.id, Type: h.kind, At: l.log.Last(), Postings: l.turn.postings, Notes: l.turn.notes}, nil
}

// textKept is for how long a text a ledger keeps memory between actions, in bytes.
const textKept = 1 << 16

// digest returns what stands for an action in all its fields.
func (l *Ledger) digest(a Action) (d journal.Digest, err error) {
	l.encoder.Reset()
	l.writer.out = &l.encoder // here, so that a copy of a ledger writes to its own
	text, err := encode(&l.writer, a)
	if err != nil {
		return d, err
	}
	sum := sha256.Sum256(text)
	copy(d[:], sum[:])
	if len(text) > textKept {
		l.encoder = canon.Encoder{}
	}
	return d, nil
}

// wrongBy refuses a list of the authenticated that cannot be one.
func wrongBy(by []string) error {
	if len(by) > journal.PartiesMax {
		return &journal.RefusalError{Reason: journal.ErrParty, What: "want at most 64 parties in by"}
	}
	for _, s := range by {
		if err := wrongParty("by", s); err != nil {
			return err
		}
	}
	return nil
}

// A turn is an action being applied: the ledger, who agrees, and the record in the making.
type turn struct {
	*Ledger
	by       []string
	postings []journal.Posting
	notes    []journal.Note
}

// agree refuses an action to which not all of these parties agree.
func (t *turn) agree(parties ...string) error { return journal.Agree(t.by, parties...) }

// agrees reports whether a party is among the authenticated.
func (t *turn) agrees(party string) bool { return slices.Contains(t.by, party) }

// parts returns the parts of an amount, which must be in the ledger's unit and above zero.
func (t *turn) parts(a unit.Amount) (int64, error) {
	if a.Unit() != t.terms.Unit {
		return 0, &journal.RefusalError{Reason: journal.ErrUnit, What: "want an amount in " + t.terms.Unit.String()}
	}
	if a.Sign() <= 0 {
		return 0, &journal.RefusalError{Reason: journal.ErrAmount, What: "got " + a.String()}
	}
	return a.Parts(), nil
}

// partsOf is parts for an amount that must be within what is left of a promise and not reserved; the zero
// Amount means all that is left.
func (t *turn) partsOf(a unit.Amount, p *promise) (int64, error) {
	if a == (unit.Amount{}) {
		a = t.amount(p.left)
	}
	parts, err := t.parts(a)
	switch {
	case err != nil:
		return 0, err
	case parts > p.left:
		return 0, &journal.RefusalError{Reason: journal.ErrLimit, What: "what is left of the promise", Asked: a, Room: t.amount(p.left - p.held)}
	case parts > p.left-p.held:
		return 0, &journal.RefusalError{Reason: ErrReserved, What: "what is left of the promise and not reserved", Asked: a, Room: t.amount(p.left - p.held)}
	}
	return parts, nil
}

// wrongWords refuses what is not a text to put on record, and says of which field.
func wrongWords(field, s string) error {
	var what string
	switch {
	case s == "":
		what = "must not be empty"
	case len(s) > WordsBytesMax:
		what = "must be at most 1024 bytes"
	case !utf8.ValidString(s):
		what = "must be valid UTF-8"
	case strings.IndexFunc(s, unicode.IsControl) >= 0:
		what = "must not hold control characters"
	case strings.TrimSpace(s) != s:
		what = "must not begin or end with a space"
	default:
		return nil
	}
	return &journal.RefusalError{Reason: ErrWords, What: field + " " + what}
}

// post records that an amount moved between two parties: from has it less, to has it more.
func (t *turn) post(from, to string, parts int64) {
	t.postings = append(t.postings,
		journal.Posting{Account: from, Class: t.class, Quantity: -parts},
		journal.Posting{Account: to, Class: t.class, Quantity: parts})
}

func (t *turn) note(kind, text string) {
	t.notes = append(t.notes, journal.Note{Kind: kind, Text: text})
}

// less takes parts off what is left of the promise at a place: its holder has them no more, its promisor
// owes them no more.
func (t *turn) less(at int32, parts int64) {
	p := *t.promise(at)
	p.left -= parts
	t.set(at, p)
	t.post(t.parties[p.creditor].name, t.parties[p.debtor].name, parts)
}
