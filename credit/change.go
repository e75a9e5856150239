package credit

import "slices"

// A change is how to undo one change of the state. Whatever changes a ledger's promises or pairs does so
// through the functions of this file, so that an action that fails half-way, or in the middle of a batch,
// leaves nothing behind. Changes are undone in the reverse order, the last one first.
type change struct {
	kind    changeKind
	place   int32
	promise promise // as it was
	line    line    // as it was
	undo    func()  // for what happens seldom
}

type changeKind uint8

const (
	madePromise changeKind = iota
	changedPromise
	madePair
	changedLine
	madeParty
	other
)

// changesKept is for how many changes a ledger keeps memory between actions: more than any action needs
// but a large Net.
const changesKept = 256

// party returns the number of a party, which it makes if there is none of the name.
func (l *Ledger) party(name string) int32 {
	n, ok := l.number[name]
	if !ok {
		n = int32(len(l.parties))
		l.number[name] = n
		l.parties = append(l.parties, party{name: name})
		l.changes = append(l.changes, change{kind: madeParty})
	}
	return n
}

// pair returns the place of a pair, which it makes if there is none.
func (l *Ledger) pair(e ends) int32 {
	at, ok := l.at[e]
	if !ok {
		at = int32(len(l.pairs))
		l.at[e] = at
		l.pairs = append(l.pairs, pair{ends: e})
		l.changes = append(l.changes, change{kind: madePair})
	}
	return at
}

// meet is pair for two names, of which it makes parties if they are none.
func (l *Ledger) meet(debtor, creditor string) int32 {
	return l.pair(ends{l.party(debtor), l.party(creditor)})
}

// make adds a promise of the pair at a place, made by the action that is being applied.
func (l *Ledger) make(p promise, pair int32) { l.add(p, pair, l.core.Log.Kept()) }

// add is make for the action of which this many come before in the log.
func (l *Ledger) add(p promise, pair int32, before int) {
	p.pair, p.ends = pair, l.pairs[pair].ends
	l.list(&p, int32(l.promises.Len()))
	for len(l.made) <= before {
		l.made = append(l.made, 0)
	}
	if l.made[before] == 0 {
		l.made[before] = int32(l.promises.Len() + 1)
	}
	l.promises.Push(p)
	l.changes = append(l.changes, change{kind: madePromise, place: int32(before)})
	l.count(&p, 1)
}

// list adds the promise at a place to those of its pair. Before the list needs more memory it is tidied, so
// that what comes and goes over and over is not there over and over.
func (l *Ledger) list(p *promise, at int32) {
	pair := &l.pairs[p.pair]
	const few = 32
	if n := len(pair.promises); n >= few && n == cap(pair.promises) {
		l.tidy(p.pair)
		if n = len(pair.promises); n < cap(pair.promises) && n > cap(pair.promises)/2 {
			pair.promises = slices.Grow(pair.promises, n) // or it would be tidied again soon
		}
	}
	if n := len(pair.promises); n == 0 || pair.promises[n-1] != at {
		pair.promises = append(pair.promises, at)
	}
}

// unlist takes the last promise of all out of the list of its pair, if it is the last there too: it is
// about to be unmade.
func (l *Ledger) unlist(pair int32) {
	list := &l.pairs[pair].promises
	if n := len(*list); n > 0 && int((*list)[n-1]) == l.promises.Len()-1 {
		*list = (*list)[:n-1]
	}
}

// set changes the promise at a place.
func (l *Ledger) set(place int32, p promise) {
	l.changes = append(l.changes, change{kind: changedPromise, place: place, promise: *l.promise(place)})
	l.put(place, p)
}

func (l *Ledger) put(place int32, p promise) {
	old := l.promise(place)
	l.count(old, -1)
	if p.left > 0 && (p.pair != old.pair || old.left == 0) {
		l.list(&p, place)
	}
	*old = p
	l.count(old, 1)
}

// count adds a promise to the sums that it is part of, or with a sign of -1 takes it out.
func (l *Ledger) count(p *promise, sign int64) {
	pair := &l.pairs[p.pair]
	pair.owed += sign * p.left
	if !p.disputed {
		pair.usable += sign * (p.left - p.held)
	}
	l.parties[p.debtor].owes += sign * p.left
	l.parties[p.creditor].owed += sign * p.left
	l.stale(p.pair)
}

// reserve adds to what reservations will add to what is owed in the pair at a place.
func (l *Ledger) reserve(place int32, parts int64) {
	l.addReserved(place, parts)
	l.undoBy(func() { l.addReserved(place, -parts) })
}

func (l *Ledger) addReserved(place int32, parts int64) {
	pair := &l.pairs[place]
	pair.reserved += parts
	l.parties[pair.debtor].willOwe += parts
	l.parties[pair.creditor].willBeOwed += parts
	l.stale(place)
}

// undoBy says how to undo a change for which there is no kind of its own.
func (l *Ledger) undoBy(undo func()) { l.changes = append(l.changes, change{kind: other, undo: undo}) }

// setLine changes the line of the pair at a place.
func (l *Ledger) setLine(place int32, new line) {
	l.changes = append(l.changes, change{kind: changedLine, place: place, line: l.pairs[place].line})
	l.pairs[place].line = new
	l.stale(place)
}

// undo takes back all changes that are not final.
func (l *Ledger) undo() {
	for i := len(l.changes) - 1; i >= 0; i-- {
		l.undoOne(&l.changes[i])
	}
}

func (l *Ledger) undoOne(c *change) {
	switch c.kind {
	case madePromise:
		last := l.promise(int32(l.promises.Len() - 1))
		l.count(last, -1)
		l.unlist(last.pair)
		l.promises.Pop()
		l.made = l.made[:c.place] // no action after it has made any
	case changedPromise:
		l.put(c.place, c.promise)
	case madePair:
		last := len(l.pairs) - 1
		delete(l.at, l.pairs[last].ends)
		l.pairs = l.pairs[:last]
	case changedLine:
		l.pairs[c.place].line = c.line
		l.stale(c.place)
	case madeParty:
		last := len(l.parties) - 1
		delete(l.number, l.parties[last].name)
		l.parties[last] = party{}
		l.parties = l.parties[:last]
	case other:
		c.undo()
	}
}

// forget makes all changes final.
func (l *Ledger) forget() {
	clear(l.changes) // for the collector
	l.changes = l.changes[:0]
	if cap(l.changes) > changesKept {
		l.changes = nil
	}
}
