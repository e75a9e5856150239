package credit

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"example.org/mutual/unit"
)

// Balance returns what a party is owed less what it owes.
func (l *Ledger) Balance(name string) unit.Amount {
	p := l.totals(name)
	return l.amount(p.owed - p.owes)
}

// Owed returns what is left of all promises of a debtor that a creditor holds.
func (l *Ledger) Owed(debtor, creditor string) unit.Amount {
	return l.amount(l.find(debtor, creditor).owed)
}

// A Room is how much more a debtor may promise a creditor, and which bound says so.
type Room struct {
	Amount unit.Amount
	Bound  string // in words
}

// Room returns how much more a debtor may promise a creditor, given whether the creditor agrees to it.
func (l *Ledger) Room(debtor, creditor string, agreed bool) Room {
	if debtor == creditor {
		return Room{l.amount(0), "nobody promises to oneself"}
	}
	p := l.find(debtor, creditor)
	room, bound := p.room(l.totals(debtor).owes, l.totals(creditor).owed, agreed)
	return Room{l.amount(room), bound}
}

// room is Room in parts, given what the debtor owes and the creditor is owed in all. Whose agreement is
// asked for has no line, or none wide enough.
func (p *pair) room(owes, owed int64, agreed bool) (room int64, bound string) {
	total := TotalMax - max(owes, owed)
	switch line := p.line; {
	case line.frozen:
		return 0, "the line is frozen"
	case !line.open && !agreed:
		return 0, "there is no line"
	case !line.open:
		return total, "no line, and so no limit but what a party may owe or be owed in all"
	case !agreed && line.soft < line.hard:
		room, bound = max(0, line.soft-p.owed), "the line's soft limit"
	default:
		room, bound = max(0, line.hard-p.owed), "the line's hard limit"
	}
	if total < room {
		return total, "what a party may owe or be owed in all"
	}
	return room, bound
}

// totals returns what is known of a party, nothing if it is not known.
func (l *Ledger) totals(name string) party {
	n, ok := l.number[name]
	if !ok {
		return party{}
	}
	return l.parties[n]
}

// Promises yields all promises in the order of their IDs. O(n log n).
func (l *Ledger) Promises() iter.Seq[Promise] {
	return func(yield func(Promise) bool) {
		order := make([]int32, l.promises.count)
		for i := range order {
			order[i] = int32(i)
		}
		slices.SortFunc(order, func(i, j int32) int { return strings.Compare(l.promises.at(i).id, l.promises.at(j).id) })
		for _, i := range order {
			if !yield(l.show(l.promises.at(i))) {
				return
			}
		}
	}
}

// Lines yields all lines in the order of creditor and debtor. O(n log n).
func (l *Ledger) Lines() iter.Seq[Line] {
	return func(yield func(Line) bool) {
		var lines []Line
		for _, p := range l.pairs {
			if p.line.open {
				lines = append(lines, l.showLine(p))
			}
		}
		slices.SortFunc(lines, Line.compare)
		for _, line := range lines {
			if !yield(line) {
				return
			}
		}
	}
}

// Parties yields the names of all who owe, are owed, or have a line, sorted. O(n log n).
func (l *Ledger) Parties() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, name := range l.involved() {
			if !yield(name) {
				return
			}
		}
	}
}

func (l *Ledger) involved() []string {
	var names []string
	for _, p := range l.pairs {
		if p.owed > 0 || p.line.open {
			names = append(names, l.parties[p.debtor].name, l.parties[p.creditor].name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Statement tells a party in plain words where it stands as of a time: what it owes and is owed in all,
// then promise by promise, the oldest first, and what is overdue.
func (l *Ledger) Statement(name string, at time.Time) []string {
	p := l.totals(name)
	lines := []string{fmt.Sprintf("%s: you owe %v and are owed %v, a balance of %v.", name, l.amount(p.owes), l.amount(p.owed), l.Balance(name))}
	n, ok := l.number[name]
	if !ok {
		return lines
	}
	for _, p := range l.concerning(n) {
		lines = append(lines, l.sentence(p, n, at))
	}
	return lines
}

// concerning returns the promises of which something is left that a party made or holds, the oldest first.
func (l *Ledger) concerning(n int32) []*promise {
	var found []*promise
	for i := range int32(l.promises.count) {
		if p := l.promises.at(i); p.left > 0 && (p.debtor == n || p.creditor == n) {
			found = append(found, p)
		}
	}
	slices.SortStableFunc(found, func(p, q *promise) int { return p.issued.Compare(q.issued) })
	return found
}

// sentence says what is left of a promise, from the point of view of one of its two.
func (l *Ledger) sentence(p *promise, who int32, at time.Time) string {
	text := l.parties[p.debtor].name + " owes you"
	if p.debtor == who {
		text = "You owe " + l.parties[p.creditor].name
	}
	text += fmt.Sprintf(" %v of %v for %s (%s), promised on %s", l.amount(p.left), l.amount(p.face), p.words, p.id, p.issued.Format(time.DateOnly))
	switch {
	case p.disputed:
		text += ", in dispute"
	case p.defaulted:
		text += ", in default"
	case !p.due.IsZero() && p.due.Before(at):
		text += ", overdue since " + p.due.Format(time.DateOnly)
	case !p.due.IsZero():
		text += ", due on " + p.due.Format(time.DateOnly)
	}
	return text + "."
}
