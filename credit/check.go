package credit

import (
	"fmt"
	"strings"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
)

// Check proves the state from scratch: it returns nil, or an error that wraps ErrBroken and names the
// number of the invariant of the package comment that is broken. O(size of l).
func (l *Ledger) Check() error {
	for _, check := range []func() error{l.checkPlaces, l.checkPromises, l.checkSums, l.checkNames, l.checkParts, l.checkLines, l.checkReserved, l.checkMediators} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func broken(invariant int, format string, args ...any) error {
	return fmt.Errorf("%w: %d: %s", ErrBroken, invariant, fmt.Sprintf(format, args...))
}

// checkPlaces checks that everything is where it is looked for, on which all else relies.
func (l *Ledger) checkPlaces() error {
	if len(l.number) != len(l.parties) || len(l.at) != len(l.pairs) {
		return broken(3, "what is looked up is not what there is")
	}
	for n, p := range l.parties {
		if l.number[p.name] != int32(n) {
			return broken(3, "party %.32q", p.name)
		}
	}
	for at, p := range l.pairs {
		if l.at[p.ends] != int32(at) {
			return broken(3, "%.32q and %.32q", l.parties[p.debtor].name, l.parties[p.creditor].name)
		}
	}
	listed := l.listed()
	for i := range int32(l.promises.Len()) {
		p := l.promise(i)
		if at, ok := l.lookup(p.id); !ok || at != i || l.pairs[p.pair].ends != p.ends || p.left > 0 && !listed[i] {
			return broken(3, "%.32q is not where it is looked for", p.id)
		}
	}
	return nil
}

// listed reports of each promise whether the list of its pair has it.
func (l *Ledger) listed() []bool {
	listed := make([]bool, l.promises.Len())
	for at := range l.pairs {
		for _, place := range l.pairs[at].promises {
			if int(place) < len(listed) && l.promise(place).pair == int32(at) {
				listed[place] = true
			}
		}
	}
	return listed
}

// checkPromises checks each promise by itself.
func (l *Ledger) checkPromises() error {
	for i := range int32(l.promises.Len()) {
		p := l.promise(i)
		if p.left < 0 || p.left > p.face || p.face <= 0 {
			return broken(1, "%.32q has %d left of %d parts", p.id, p.left, p.face)
		}
		if p.debtor == p.creditor || int(p.origin) >= len(origins) {
			return broken(2, "%.32q", p.id)
		}
		if err := machine.WrongWords(ErrWords, "for", p.words); err != nil {
			return broken(2, "%.32q: %v", p.id, err)
		}
		if p.disputed && (p.left == 0 || p.held > 0) {
			return broken(2, "%.32q is settled or reserved, and in dispute", p.id)
		}
	}
	return nil
}

// checkSums adds up what is left, pair by pair and party by party.
func (l *Ledger) checkSums() error {
	pairs, usable := make([]int64, len(l.pairs)), make([]int64, len(l.pairs))
	owes, owed := make([]int64, len(l.parties)), make([]int64, len(l.parties))
	for i := range int32(l.promises.Len()) {
		p := l.promise(i)
		pairs[p.pair] += p.left
		if !p.disputed {
			usable[p.pair] += p.left - p.held
		}
		owes[p.debtor] += p.left
		owed[p.creditor] += p.left
	}
	for at, p := range l.pairs {
		if p.owed != pairs[at] || p.usable != usable[at] {
			return broken(3, "%.32q owes %.32q", l.parties[p.debtor].name, l.parties[p.creditor].name)
		}
	}
	for n, p := range l.parties {
		if p.owes != owes[n] || p.owed != owed[n] || p.owes > TotalMax-p.willOwe || p.owed > TotalMax-p.willBeOwed {
			return broken(3, "party %.32q", p.name)
		}
	}
	return nil
}

// checkNames checks that every promise is named after an action, and that a part began as a promise.
func (l *Ledger) checkNames() error {
	for i := range int32(l.promises.Len()) {
		p := l.promise(i)
		action, _, part := strings.Cut(p.id, "/")
		if _, ok := l.core.Log.Applied(action); !ok {
			return broken(4, "%.32q is named after no action", p.id)
		}
		root, ok := l.lookup(p.root)
		if !ok || !part && p.root != p.id {
			return broken(4, "%.32q began as %.32q", p.id, p.root)
		}
		r := l.promise(root)
		if made, _ := l.core.Log.Place(action); root == i && !p.issued.Equal(l.core.Log.At(made)) {
			return broken(4, "%.32q was not issued when it was made", p.id)
		}
		if r.root != r.id || r.debtor != p.debtor || r.words != p.words || r.origin != p.origin && (p.origin != Claim || root == i) || !r.issued.Equal(p.issued) || !sameGuarantor(r, p) || p.face > r.face {
			return broken(4, "%.32q is not a part of %.32q", p.id, p.root)
		}
	}
	return nil
}

// sameGuarantor reports whether nobody answers for a promise but who answered for what it began as, as far as the
// holder of neither has renounced that.
func sameGuarantor(root, p *promise) bool {
	return p.guarantor == root.guarantor || p.guarantor == "" || root.guarantor == ""
}

// checkParts checks that a promise and its parts together did not grow. Their sum is within what their
// promisor owes, and does not overflow.
func (l *Ledger) checkParts() error {
	left := make([]int64, l.promises.Len()) // of all that began as the promise at this place
	for i := range int32(l.promises.Len()) {
		p := l.promise(i)
		root := i
		if p.root != p.id {
			root, _ = l.lookup(p.root)
		}
		if left[root] += p.left; left[root] > l.promise(root).face {
			return broken(1, "more is left of the parts of %.32q than it was made for", p.root)
		}
	}
	return nil
}

func (l *Ledger) checkLines() error {
	for _, p := range l.pairs {
		if line := p.line; line.open && (line.target < 0 || line.target > line.soft || line.soft > line.hard) || !line.open && line != noLine {
			return broken(5, "the line of %.32q for %.32q", l.parties[p.creditor].name, l.parties[p.debtor].name)
		}
	}
	return nil
}

// checkReserved checks the reservations one by one, and that what they set aside adds up to what promises, pairs and
// parties have reserved.
func (l *Ledger) checkReserved() error {
	held, reserved := make(map[int32]int64), make(map[int32]int64)
	for _, id := range sortedKeys(l.reserved) {
		r := l.reserved[id]
		made, ok := l.core.Log.Place(id)
		if !ok || r.id != id {
			return broken(9, "the reservation %.32q is named after no action", id)
		}
		if at := l.core.Log.At(made); !r.until.After(at) || r.until.After(at.Add(ReserveMax)) {
			return broken(9, "the reservation %.32q does not last as long as one may", id)
		}
		for _, s := range r.takes {
			held[s.place] += s.parts
		}
		for _, s := range r.owes {
			reserved[s.place] += s.parts
		}
	}
	if err := l.checkHeld(held); err != nil {
		return err
	}
	return l.checkWillOwe(reserved)
}

// checkHeld compares what is reserved of each promise with what the reservations say, by place.
func (l *Ledger) checkHeld(held map[int32]int64) error {
	for i := range int32(l.promises.Len()) {
		if p := l.promise(i); p.held != held[i] || p.held < 0 || p.held > p.left {
			return broken(9, "%d parts of %.32q are reserved", p.held, p.id)
		}
	}
	return nil
}

// checkWillOwe compares what each pair has reserved with what the reservations say, by place, and adds that up by
// party.
func (l *Ledger) checkWillOwe(reserved map[int32]int64) error {
	owe, owed := make([]int64, len(l.parties)), make([]int64, len(l.parties))
	for at, p := range l.pairs {
		if p.reserved != reserved[int32(at)] || p.reserved < 0 {
			return broken(9, "%.32q may come to owe %.32q %d parts", l.parties[p.debtor].name, l.parties[p.creditor].name, p.reserved)
		}
		owe[p.debtor] += p.reserved
		owed[p.creditor] += p.reserved
	}
	for n, p := range l.parties {
		if p.willOwe != owe[n] || p.willBeOwed != owed[n] {
			return broken(9, "party %.32q", p.name)
		}
	}
	return nil
}

// checkMediators checks consents and charges one by one.
func (l *Ledger) checkMediators() error {
	for _, who := range sortedKeys(l.through) {
		for _, c := range l.through[who] {
			if c.from == who || c.to == who || c.from == c.to && c.from != anybody {
				return broken(10, "a consent of %.32q", l.parties[who].name)
			}
		}
	}
	for _, who := range sortedKeys(l.charges) {
		c := l.charges[who]
		if c.flat < 0 || c.rate < 0 || c.rate > unit.Whole || c.flat == 0 && c.rate == 0 || machine.WrongWords(ErrWords, "for", c.words) != nil {
			return broken(10, "the charge of %.32q", l.parties[who].name)
		}
	}
	return nil
}

// noLine is the line of a creditor that has none.
var noLine line
