package credit

import (
	"iter"
	"time"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// An Origin says what a promise began as.
type Origin uint8

// The origins of a promise.
const (
	Goods   Origin = iota // a promise of goods and services, the origin of all people's credit
	Arrears               // what is owed for the use of an asset
	Claim                 // a claim that a guarantor has taken over
)

var origins = []string{"goods", "arrears", "claim"}

// String returns "goods", "arrears" or "claim".
func (o Origin) String() string {
	if int(o) >= len(origins) {
		return "no origin"
	}
	return origins[o]
}

// A Promise is what one party has promised another, as it stands. It is a copy: changing it changes no
// ledger.
type Promise struct {
	ID        string      // of the action that made it; or that, a slash and a number, for a part of a promise
	Root      string      // ID of the promise that it began as: its own, unless it is a part of another
	Promisor  string      // who promised
	Holder    string      // to whom it is due now
	Guarantor string      // who answers for it, to whom the holder consented; empty: nobody
	For       string      // what is promised, in words
	Origin    Origin      // what it began as
	Face      unit.Amount // what it was made for
	Left      unit.Amount // what is left of it; it never grows
	Reserved  unit.Amount // how much of what is left is reserved, and for nothing else
	Issued    time.Time   // when the promise that it began as was made
	Due       time.Time   // the zero time: no due date
	Disputed  bool        // one of the two says that it is not owed so: nothing happens to it until both resolve that
	Defaulted bool        // declared in default: it cannot move to another holder
}

// promise is a Promise in the ledger. Debtor is its promisor and creditor its holder.
type promise struct {
	ends
	pair                int32 // the place of that pair
	origin              Origin
	disputed, defaulted bool
	guarantor           string
	id, root, words     string
	issued, due         time.Time
	face, left, held    int64
}

// split returns what stays of a promise, and so many parts of it as a promise of its own, named after the action that
// takes them off. What is reserved stays with the rest.
func (p promise) split(parts int64, action string) (rest, part promise) {
	rest, part = p, p
	rest.left -= parts
	part.id, part.face, part.left, part.held = action+"/1", parts, parts, 0
	return rest, part
}

// Promise returns the promise of an ID, and false where there is none.
func (l *Ledger) Promise(id string) (Promise, bool) {
	at, ok := l.lookup(id)
	if !ok {
		return Promise{}, false
	}
	return l.show(l.promise(at)), true
}

func (l *Ledger) show(p *promise) Promise {
	return Promise{
		ID: p.id, Root: p.root, Promisor: l.parties[p.debtor].name, Holder: l.parties[p.creditor].name,
		Guarantor: p.guarantor, For: p.words, Origin: p.origin, Face: l.amount(p.face), Left: l.amount(p.left),
		Reserved: l.amount(p.held), Issued: p.issued, Due: p.due, Disputed: p.disputed, Defaulted: p.defaulted,
	}
}

// shown yields all promises in the order made.
func (l *Ledger) shown() iter.Seq[Promise] {
	return func(yield func(Promise) bool) {
		for i := range int32(l.promises.Len()) {
			if !yield(l.show(l.promise(i))) {
				return
			}
		}
	}
}

// open returns the place of a promise of which something is left and that is not in dispute.
func (l *Ledger) open(id string) (int32, *promise, error) {
	at, ok := l.lookup(id)
	if !ok {
		return 0, nil, &journal.RefusalError{Reason: ErrPromise, What: "want the ID of a promise"}
	}
	p := l.promise(at)
	switch {
	case p.left == 0:
		return 0, nil, &journal.RefusalError{Reason: ErrSettled, What: "nothing is left of it"}
	case p.disputed:
		return 0, nil, &journal.RefusalError{Reason: ErrDisputed, What: "want the dispute resolved first"}
	}
	return at, p, nil
}
