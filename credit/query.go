package credit

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"sort"
	"strings"
	"time"

	"example.org/mutual/unit"
)

// Balance returns what a party is owed less what it owes, nothing for who is not known. O(1), as Owed and Room are.
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
	room, bound := p.room(l.totals(debtor), l.totals(creditor), agreed)
	return Room{l.amount(room), bound}
}

// room is Room in parts. What is reserved counts as owed. The creditor's agreement stands in for a line where there is
// none, and lifts the soft limit where there is one.
func (p *pair) room(debtor, creditor party, agreed bool) (room int64, bound string) {
	total := debtor.roomInAll(creditor)
	owed := p.owed + p.reserved
	switch line := p.line; {
	case line.frozen:
		return 0, "the line is frozen"
	case !line.open && !agreed:
		return 0, "there is no line"
	case !line.open:
		return total, "no line, and so no limit but what a party may owe or be owed in all"
	case !agreed && line.soft < line.hard:
		room, bound = max(0, line.soft-owed), "the line's soft limit"
	default:
		room, bound = max(0, line.hard-owed), "the line's hard limit"
	}
	if total < room {
		return total, "what a party may owe or be owed in all"
	}
	return room, bound
}

// roomInAll is how much more a debtor may owe a creditor by the totals of the two.
func (p party) roomInAll(creditor party) int64 {
	return TotalMax - max(p.owes+p.willOwe, creditor.owed+creditor.willBeOwed)
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
		order := make([]int32, l.promises.Len())
		for i := range order {
			order[i] = int32(i)
		}
		slices.SortFunc(order, func(i, j int32) int { return strings.Compare(l.promise(i).id, l.promise(j).id) })
		for _, i := range order {
			if !yield(l.show(l.promise(i))) {
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

// A Statement tells a party where it stands: the figures, and the same in plain words.
type Statement struct {
	Name                string
	Owes, Owed, Balance unit.Amount
	Promises            []Promise // of which something is left, the oldest first
	Words               []string  // what it owes and is owed in all, then promise by promise, and what is overdue
}

// Statement returns where a party stands, and false for whom the ledger does not know: who has no promise, made or held,
// settled ones included, no line on either side, and no consent or charge as a mediator. The figures are those of now; the time is that as of which something is overdue. O(n log n) in the promises.
func (l *Ledger) Statement(name string, at time.Time) (Statement, bool) {
	n, ok := l.number[name]
	if !ok || !l.knows(n) {
		return Statement{}, false
	}
	p := l.parties[n]
	st := Statement{Name: name, Owes: l.amount(p.owes), Owed: l.amount(p.owed), Balance: l.amount(p.owed - p.owes)}
	st.Words = append(st.Words, fmt.Sprintf("%s: you owe %v and are owed %v, a balance of %v.", name, st.Owes, st.Owed, st.Balance))
	for _, p := range l.concerning(n) {
		st.Promises = append(st.Promises, l.show(p))
		st.Words = append(st.Words, l.sentence(p, n, at))
	}
	return st, true
}

// knows reports whether anything that a snapshot keeps is about a party.
func (l *Ledger) knows(n int32) bool {
	for i := range int32(l.promises.Len()) {
		if p := l.promise(i); p.debtor == n || p.creditor == n {
			return true
		}
	}
	_, charges := l.charges[n]
	return charges || len(l.through[n]) > 0 ||
		slices.ContainsFunc(l.pairs, func(p pair) bool { return p.line.open && (p.debtor == n || p.creditor == n) })
}

// concerning returns the promises of which something is left that a party made or holds, the oldest first.
func (l *Ledger) concerning(n int32) []*promise {
	var found []*promise
	for i := range int32(l.promises.Len()) {
		if p := l.promise(i); p.left > 0 && (p.debtor == n || p.creditor == n) {
			found = append(found, p)
		}
	}
	slices.SortStableFunc(found, func(p, q *promise) int { return p.issued.Compare(q.issued) })
	return found
}

// An Age is what a party owes and is owed of promises of one age.
type Age struct {
	From, To   time.Duration // since it was promised: from From on and less than To; in the last, To is 0 for no end
	Owes, Owed unit.Amount

	OwesOverdue, OwedOverdue unit.Amount // of these, what was due before the time asked about
}

// Ages returns how old what a party owes and is owed is as of a time, in brackets that end at the given ages
// and one that has no end: Ages("ann", now, 30*24*time.Hour, 90*24*time.Hour) has three. Ages that do not rise
// are left out. What was promised later than that time is in the first. Their sums are those of [Ledger.Statement].
// O(n) in the promises.
func (l *Ledger) Ages(name string, at time.Time, ends ...time.Duration) []Age {
	ages := []Age{{}}
	for _, end := range ends {
		if last := &ages[len(ages)-1]; end > last.From {
			last.To = end
			ages = append(ages, Age{From: end})
		}
	}
	sums := make([]struct{ owes, owed, owesOverdue, owedOverdue int64 }, len(ages))
	n, known := l.number[name]
	if !known {
		n = -1
	}
	for i := range int32(l.promises.Len()) {
		p := l.promise(i)
		if p.debtor != n && p.creditor != n {
			continue
		}
		age := at.Sub(p.issued)
		bracket := sort.Search(len(ages)-1, func(i int) bool { return age < ages[i].To })
		s := &sums[bracket]
		sum, overdue := &s.owes, &s.owesOverdue
		if p.creditor == n {
			sum, overdue = &s.owed, &s.owedOverdue
		}
		if *sum += p.left; !p.due.IsZero() && p.due.Before(at) {
			*overdue += p.left
		}
	}
	for i, s := range sums {
		ages[i].Owes, ages[i].OwesOverdue = l.amount(s.owes), l.amount(s.owesOverdue)
		ages[i].Owed, ages[i].OwedOverdue = l.amount(s.owed), l.amount(s.owedOverdue)
	}
	return ages
}

// An Exposure is what a party stands to lose if nobody kept a word, and what it has agreed to come to.
type Exposure struct {
	Held     unit.Amount // what is left of the promises that it holds
	Reserved unit.Amount // what reservations will add to it
	Room     unit.Amount // what others may yet promise it within its lines, without its further agreement
	Open     bool        // some of its lines have no limit, and are not in Room
}

// Exposure returns what a party is and may come to be owed. O(n) in the pairs of parties.
func (l *Ledger) Exposure(name string) Exposure {
	total := l.totals(name)
	e := Exposure{Held: l.amount(total.owed), Reserved: l.amount(total.willBeOwed)}
	n, known := l.number[name]
	var room int64
	for i := range l.pairs {
		p := &l.pairs[i]
		if !known || p.creditor != n || !p.line.open || p.line.frozen {
			continue
		}
		if p.line.soft == math.MaxInt64 {
			e.Open = true
			continue
		}
		room = upTo(TotalMax, room, max(0, p.line.soft-p.owed-p.reserved))
	}
	e.Room = l.amount(room)
	return e
}

// sentence says what is left of a promise, from the point of view of one of its two.
func (l *Ledger) sentence(p *promise, who int32, at time.Time) string {
	text := l.parties[p.debtor].name + " owes you"
	if p.debtor == who {
		text = "You owe " + l.parties[p.creditor].name
	}
	text += fmt.Sprintf(" %v of %v for %s (%s), promised on %s", l.amount(p.left), l.amount(p.face), p.words, p.id, p.issued.Format(time.DateOnly))
	if p.held > 0 {
		text += fmt.Sprintf(", of which %v is reserved", l.amount(p.held))
	}
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

// A Passage is how much can pass directly from one party to another in a payment that begins and ends with
// them, without their further agreement, and of which kind.
type Passage struct {
	Repaid  unit.Amount // by repaying what the second owes the first
	Welcome unit.Amount // that, and new promises up to the target of the second's line
	Most    unit.Amount // that, and new promises up to its limit
	Bound   string      // what limits the most, in words
}

// Passage returns how much can pass directly from one party to another, whatever others let through. O(1).
func (l *Ledger) Passage(from, to string) Passage {
	back, there := l.find(to, from), l.find(from, to)
	room, bound := there.room(l.totals(from), l.totals(to), false)
	if most := TotalMax - back.usable; room > most {
		room, bound = most, "what can pass at once"
	}
	welcome := min(room, max(0, there.line.target-there.owed-there.reserved))
	return Passage{l.amount(back.usable), l.amount(back.usable + welcome), l.amount(back.usable + room), bound}
}
