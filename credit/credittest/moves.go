package credittest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// A Move is what chance says of an action, before it is known what there is to act on. Any numbers do.
type Move struct {
	Kind    uint8  // of which type the action is
	A, B, C uint8  // which parties
	Which   uint8  // which promise, or which action to repeat
	Parts   int64  // of an amount
	More    uint8  // what is left to choose: all or a part, the means, …
	Hours   uint8  // how much time has passed
	Twist   uint16 // how the action is spoiled; most numbers leave it be
}

// Moves generates moves.
func Moves() *rapid.Generator[Move] {
	small, parts := rapid.Uint8Range(0, 15), parts()
	return rapid.Custom(func(t *rapid.T) Move {
		return Move{
			Kind: rapid.Uint8Range(0, 31).Draw(t, "kind"), A: small.Draw(t, "a"), B: small.Draw(t, "b"), C: small.Draw(t, "c"),
			Which: small.Draw(t, "which"), Parts: parts.Draw(t, "parts"), More: small.Draw(t, "more"),
			Hours: small.Draw(t, "hours"), Twist: rapid.Uint16Range(0, 127).Draw(t, "twist"),
		}
	})
}

// parts are mostly those of a small amount, and now and then the most there can be, or next to it.
func parts() *rapid.Generator[int64] {
	return rapid.Custom(func(t *rapid.T) int64 {
		usual := rapid.Int64Range(1, 12).Draw(t, "usual")
		unusual := []int64{0, -1, 100, 1 << 61, 1<<62 - 10, 1 << 62, 1<<62 + 1, 1<<63 - 1, -1 << 63}
		if i := rapid.IntRange(0, 99).Draw(t, "unusual") - 90; i >= 0 && i < len(unusual) {
			return unusual[i]
		}
		return usual
	})
}

// names are the parties of all moves: few, so that they meet, and not all ASCII.
var names = []string{"ann", "bob", "cem", "株式会社"}

// start is when the moves begin.
func start() time.Time { return time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC) }

// An act makes one action from a move.
type act struct {
	*Model
	Move
	id string
	at time.Time
}

// Action makes an action of a move, given what there is to act on.
func (m *Model) Action(v Move) credit.Action {
	m.tried++
	last := m.last
	if last.IsZero() {
		last = start()
	}
	a := act{m, v, fmt.Sprintf("m%d", m.tried), last.Add(time.Duration(v.Hours) * time.Hour)}
	if repeated := a.repeated(); repeated != nil {
		return repeated
	}
	return a.spoilt(a.sensible())
}

// repeated is an action applied before, or another under its ID.
func (a *act) repeated() credit.Action {
	if len(a.history) == 0 {
		return nil
	}
	was := a.history[int(a.Which)%len(a.history)]
	switch a.Twist {
	case 100:
		return was
	case 101:
		f, _ := read(was)
		a.id, a.at = f.id, f.at
	}
	return nil
}

// kinds is how often each type of action is made. Chance prefers the first.
var kinds = []string{
	"issue", "transfer", "line", "net", "redeem", "dispute", "resolve", "settle", "freeze", "close", "forgive", "default",
	"issue", "transfer", "line", "net", "issue", "line", "resolve", "exchange", "issue", "transfer", "line", "net",
	"issue", "line", "settle", "redeem", "issue", "transfer", "issue", "net",
}

// kind is of which type the action is. Where there is nothing to act on, it begins with something.
func (a *act) kind() string {
	kind := kinds[int(a.Kind)%len(kinds)]
	if len(a.promises) == 0 && kind != "line" && a.Twist%16 != 3 {
		return "issue"
	}
	return kind
}

// line is a line that there is, or one to open: the more often for whoever holds promises.
func (a *act) line() (creditor, debtor string) {
	lines := slices.Collect(a.Lines())
	if kind := a.kind(); len(lines) > 0 && (kind == "freeze" || kind == "close") && a.Twist%8 > 0 {
		line := lines[int(a.Which)%len(lines)]
		return line.Creditor, line.Debtor
	}
	if p := a.promise(); p.Holder != "" && a.Twist%2 == 0 {
		return p.Holder, p.Promisor
	}
	return a.party(a.A), a.other()
}

// sensible is an action with everybody's consent.
func (a *act) sensible() credit.Action {
	p, kind := a.promise(), a.kind()
	creditor, debtor := a.line()
	switch kind {
	case "transfer":
		return credit.Transfer{ID: a.id, At: a.at, By: a.carriers(p), Promise: p.ID, To: a.party(a.A), Amount: a.part()}
	case "line":
		return credit.SetLine{ID: a.id, At: a.at, By: []string{creditor}, Creditor: creditor, Debtor: debtor, Hard: a.limit(2*a.Parts, 1), Soft: a.limit(a.Parts, 2), Clearing: a.clearing(), Window: a.window()}
	case "net":
		return credit.Net{ID: a.id, At: a.at, By: names[:min(int(a.C)/3, len(names))], Lines: a.lines()}
	case "redeem":
		return credit.Redeem{ID: a.id, At: a.at, By: []string{p.Holder}, Promise: p.ID, Amount: a.part(), Goods: "bread"}
	case "settle":
		return credit.Settle{ID: a.id, At: a.at, By: []string{p.Holder}, Promise: p.ID, In: credit.Means(a.C%3 + 1), Paid: a.amount(), Words: "wood"}
	case "forgive":
		return credit.Forgive{ID: a.id, At: a.at, By: []string{p.Holder}, Promise: p.ID, Amount: a.part()}
	case "exchange":
		return credit.Exchange{ID: a.id, At: a.at, By: []string{a.party(a.A), a.other()}, Giver: a.party(a.A), Receiver: a.other(), Amount: a.amount(), For: "eggs"}
	case "default":
		return credit.Default{ID: a.id, At: a.at, By: []string{p.Holder}, Promise: p.ID}
	case "dispute":
		return credit.Dispute{ID: a.id, At: a.at, By: []string{p.Holder, p.Promisor}[a.C%2:][:1], Promise: p.ID, Because: "stale"}
	case "resolve":
		return credit.Resolve{ID: a.id, At: a.at, By: []string{p.Holder, p.Promisor}, Promise: p.ID, Less: a.part(), Words: "half of it was good"}
	case "freeze":
		return credit.FreezeLine{ID: a.id, At: a.at, By: []string{creditor}, Creditor: creditor, Debtor: debtor, Thaw: a.More%2 == 0}
	case "close":
		return credit.CloseLine{ID: a.id, At: a.at, By: []string{creditor}, Creditor: creditor, Debtor: debtor}
	}
	return a.issue()
}

func (a *act) issue() credit.Action {
	issue := credit.Issue{ID: a.id, At: a.at, By: []string{a.party(a.A), a.other()}, Promisor: a.party(a.A), Holder: a.other(), Amount: a.amount(), For: "bread"}
	if a.More%4 == 1 {
		issue.Due = a.at.Add(time.Duration(a.C) * 5 * time.Hour)
	}
	if a.More%8 == 2 {
		issue.Guarantor = a.party(a.C)
		issue.By = append(issue.By, issue.Guarantor)
	}
	if a.More == 7 {
		issue.Origin = credit.Arrears
	}
	return issue
}

func (a *act) party(n uint8) string { return names[int(n)%len(names)] }

// other is a party that is not A.
func (a *act) other() string { return names[(int(a.A)+1+int(a.B)%(len(names)-1))%len(names)] }

// carriers are who agrees to a transfer: the holder, mostly the new one, and mostly the guarantor.
func (a *act) carriers(p credit.Promise) []string {
	by := []string{p.Holder}
	if a.C%4 < 3 {
		by = append(by, a.party(a.A))
	}
	if p.Guarantor != "" && a.C%8 < 7 {
		by = append(by, p.Guarantor)
	}
	return by
}

func (a *act) amount() unit.Amount { return unit.New(a.Parts, a.terms.Unit) }

// part is all of a promise, or a part of it.
func (a *act) part() unit.Amount {
	if a.More%3 == 0 {
		return unit.Amount{}
	}
	return a.amount()
}

// limit is one, or none.
func (a *act) limit(parts int64, bit uint8) unit.Amount {
	if a.More&bit == 0 {
		return unit.Amount{}
	}
	return unit.New(parts, a.terms.Unit)
}

func (a *act) clearing() credit.Clearing { return credit.Clearing([]uint8{1, 2, 1, 0}[a.C%4]) }

func (a *act) window() time.Duration {
	if a.clearing() != credit.Early {
		return 0
	}
	return time.Duration(a.C/4) * 12 * time.Hour
}

// promise is one that can be acted on, where there is any: mostly one of which something is left.
func (a *act) promise() credit.Promise {
	all := slices.Collect(a.Promises())
	open := slices.DeleteFunc(slices.Clone(all), func(p credit.Promise) bool { return p.Left.IsZero() })
	if a.kind() == "resolve" {
		open = slices.DeleteFunc(open, func(p credit.Promise) bool { return !p.Disputed })
	}
	switch {
	case len(open) > 0 && a.Twist%16 != 3:
		return open[int(a.Which)%len(open)]
	case len(all) > 0:
		return all[int(a.Which)%len(all)]
	}
	return credit.Promise{ID: "none", Holder: a.party(a.A), Promisor: a.other()}
}

// lines are a ring that can be set off, where there is one, or a few lines that cannot without consent.
func (a *act) lines() []credit.NetLine {
	for p := range a.Promises() {
		if ring := a.ring([]credit.Promise{p}); ring != nil && a.More%4 > 0 {
			return ring
		}
	}
	var lines []credit.NetLine
	for p := range a.Promises() {
		if len(lines) <= int(a.B)%3 && (a.clears(p, a.at) && !p.Left.IsZero() || a.Twist%8 == 0) {
			lines = append(lines, credit.NetLine{Promise: p.ID, SetOff: a.amount()})
		}
	}
	return lines
}

// ring goes on along a path of promises until it is back where it began.
func (a *act) ring(path []credit.Promise) []credit.NetLine {
	end := path[len(path)-1]
	if end.Left.IsZero() || end.Disputed || !a.clears(end, a.at) {
		return nil
	}
	if end.Holder == path[0].Promisor {
		return a.least(path)
	}
	for p := range a.Promises() {
		if p.Promisor == end.Holder && len(path) < len(names) && !slices.ContainsFunc(path, func(q credit.Promise) bool { return q.Promisor == p.Promisor }) {
			if ring := a.ring(append(path, p)); ring != nil {
				return ring
			}
		}
	}
	return nil
}

// least sets off of each promise of a ring what is left of the smallest, or less.
func (a *act) least(ring []credit.Promise) []credit.NetLine {
	least := ring[0].Left
	for _, p := range ring {
		if p.Left.Parts() < least.Parts() {
			least = p.Left
		}
	}
	if a.Parts > 0 && a.Parts < least.Parts() && a.More%2 == 0 {
		least = a.amount()
	}
	var lines []credit.NetLine
	for _, p := range ring {
		lines = append(lines, credit.NetLine{Promise: p.ID, SetOff: least})
	}
	return lines
}

// spoilt changes one thing about an action, for some twists.
func (a *act) spoilt(made credit.Action) credit.Action {
	long := strings.Repeat("x", 200)
	switch a.Twist {
	case 102:
		a.at = a.at.Add(-100 * time.Hour)
	case 103:
		a.at = time.Time{}
	case 104:
		a.id = "a/1"
	case 105:
		a.id = long
	case 106:
		a.id = "\xff"
	case 107:
		return with(made, func(f *header) { f.by = nil })
	case 108:
		return with(made, func(f *header) { f.by = slices.Concat(f.by, f.by, names) })
	case 109:
		return with(made, func(f *header) { f.by = append(f.by[:0:0], "", long) })
	case 110:
		return with(made, func(f *header) { f.by = slices.Repeat(names, 17) })
	case 111:
		a.at = a.at.In(time.FixedZone("", 3600))
	case 112:
		a.at = a.at.AddDate(9000, 0, 0)
	default:
		return a.spoiltField(made, long)
	}
	return with(made, func(f *header) { f.id, f.at = a.id, a.at })
}
