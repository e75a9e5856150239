package credittest

import (
	"fmt"
	"slices"
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
			Kind: rapid.Uint8Range(0, 63).Draw(t, "kind"), A: small.Draw(t, "a"), B: small.Draw(t, "b"), C: small.Draw(t, "c"),
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
	case 99, 100:
		return was
	case 101:
		f, _ := read(was)
		a.id, a.at = f.id, f.at
	}
	return nil
}

// kinds is how often each type of action is made. Chance prefers the first.
var kinds = []string{
	"issue", "transfer", "line", "net", "pay", "reserve", "commit", "mediate",
	"redeem", "dispute", "resolve", "settle", "charge", "release", "expire", "archive",
	"freeze", "close", "forgive", "default", "issue", "transfer", "line", "net",
	"pay", "reserve", "commit", "mediate", "resolve", "exchange", "settle", "redeem",
	"issue", "pay", "line", "net", "takeOver", "pay", "reserve", "commit",
	"line", "mediate", "pay", "charge", "issue", "transfer", "issue", "settle",
	"pay", "reserve", "takeOver", "line", "pay", "net", "expire", "release",
	"issue", "pay", "line", "settle", "mediate", "reserve", "commit", "issue",
}

// kind is of which type the action is. Where there is nothing to act on, it begins with something.
func (a *act) kind() string {
	kind := kinds[int(a.Kind)%len(kinds)]
	switch {
	case a.Twist%16 == 3:
		return kind
	case len(a.reserved) == 0 && a.Twist%8 < 5 && (kind == "commit" || kind == "release" || kind == "expire"):
		kind = "reserve"
	}
	switch kind {
	case "line", "mediate", "charge", "archive":
	case "pay", "reserve":
		if len(a.lines) == 0 {
			return "line"
		}
	default:
		if len(a.promises) == 0 {
			return "issue"
		}
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
	for _, o := range a.reservation().Owes { // so that commits meet lines that have changed
		if a.Twist%4 == 1 {
			return o.Creditor, o.Debtor
		}
	}
	if p := a.promise(); p.Holder != "" && a.Twist%2 == 0 {
		return p.Holder, p.Promisor
	}
	return a.next(), a.beyond()
}

// sensible is an action with everybody's consent.
func (a *act) sensible() credit.Action {
	p, kind := a.promise(), a.kind()
	creditor, debtor := a.line()
	switch kind {
	case "transfer":
		return credit.Transfer{ID: a.id, At: a.at, By: a.carriers(p), Promise: p.ID, To: a.party(a.A), Amount: a.part()}
	case "line":
		return credit.SetLine{ID: a.id, At: a.at, By: []string{creditor}, Creditor: creditor, Debtor: debtor, Hard: a.limit(2*a.Parts, 1), Soft: a.limit(a.Parts, 2), Target: a.limit(a.Parts/2, 8), Clearing: a.clearing(), Window: a.window()}
	case "net":
		return a.net()
	case "redeem":
		return credit.Redeem{ID: a.id, At: a.at, By: []string{p.Holder}, Promise: p.ID, Amount: a.part(), Goods: "bread"}
	case "settle":
		return a.settle(p)
	case "forgive":
		return credit.Forgive{ID: a.id, At: a.at, By: []string{p.Holder}, Promise: p.ID, Amount: a.part()}
	case "exchange":
		return credit.Exchange{ID: a.id, At: a.at, By: []string{a.party(a.A), a.other()}, Giver: a.party(a.A), Receiver: a.other(), Amount: a.amount(), For: "eggs"}
	case "default":
		return credit.Default{ID: a.id, At: a.at, By: []string{p.Holder}, Promise: p.ID, Amount: a.part()}
	case "takeOver":
		return a.takeOver()
	case "dispute":
		return credit.Dispute{ID: a.id, At: a.at, By: []string{p.Holder, p.Promisor}[a.C%2:][:1], Promise: p.ID, Because: "stale"}
	case "resolve":
		if p.Guarantor != "" && a.More%4 == 0 {
			return credit.Resolve{ID: a.id, At: a.at, By: []string{p.Guarantor}, Promise: p.ID, Words: "it was good"}
		}
		return credit.Resolve{ID: a.id, At: a.at, By: []string{p.Holder, p.Promisor}, Promise: p.ID, Less: a.part(), Words: "half of it was good"}
	case "freeze":
		return credit.FreezeLine{ID: a.id, At: a.at, By: []string{creditor}, Creditor: creditor, Debtor: debtor, Thaw: a.More%2 == 0}
	case "close":
		return credit.CloseLine{ID: a.id, At: a.at, By: []string{creditor}, Creditor: creditor, Debtor: debtor}
	}
	if made := a.chained(kind); made != nil {
		return made
	}
	return a.issue()
}

// takeOver is one, or what comes before it.
func (a *act) takeOver() credit.Action {
	for p := range a.Promises() {
		switch {
		case p.Guarantor == "" || p.Guarantor == p.Holder || p.Left.IsZero() || p.Disputed:
		case p.Defaulted:
			return credit.TakeOver{ID: a.id, At: a.at, By: []string{p.Guarantor}, Promise: p.ID, Amount: a.part()}
		case a.More%4 == 3:
			return credit.Renounce{ID: a.id, At: a.at, By: []string{p.Holder}, Promise: p.ID}
		default:
			return credit.Default{ID: a.id, At: a.at, By: []string{[]string{p.Holder, p.Guarantor}[a.More%2]}, Promise: p.ID}
		}
	}
	p := a.promise()
	return credit.TakeOver{ID: a.id, At: a.at, By: []string{a.party(a.A)}, Promise: p.ID, Amount: a.part()}
}

func (a *act) issue() credit.Action {
	issue := credit.Issue{ID: a.id, At: a.at, By: []string{a.party(a.A), a.other()}, Promisor: a.party(a.A), Holder: a.other(), Amount: a.amount(), For: "bread"}
	if a.More%4 == 1 || a.More > 9 {
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

// next is each party in its turn, for what takes many of them: chance prefers some.
func (a *act) next() string { return names[(int(a.A)+a.tried)%len(names)] }

// beyond is a party that is not the next.
func (a *act) beyond() string { return names[(int(a.A)+a.tried+1+int(a.B)%(len(names)-1))%len(names)] }

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
	if a.Twist%4 == 2 { // those of which parts were passed on, so that they are settled before their parts
		for _, p := range open {
			if slices.ContainsFunc(open, func(q credit.Promise) bool { return q.Root == p.ID && q.ID != p.ID }) {
				return p
			}
		}
	}
	switch {
	case len(open) > 0 && a.Twist%16 != 3:
		return open[int(a.Which)%len(open)]
	case len(all) > 0:
		return all[int(a.Which)%len(all)]
	}
	return credit.Promise{ID: "none", Holder: a.party(a.A), Promisor: a.other()}
}
