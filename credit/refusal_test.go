package credit_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

func TestRefuseHeader(t *testing.T) {
	good := credit.Issue{ID: "x", At: day(5), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "1"), For: "bread"}
	apply(t, honest(t), good)
	with := func(change func(*credit.Issue)) credit.Action { return spoil(good, change) }
	refuseAll(t, honest(t), []refused{
		{name: "nil", action: nil, reason: credit.ErrAction},
		{name: "a nil pointer", action: (*credit.Issue)(nil), reason: credit.ErrAction},
		{name: "a pointer", action: &good, reason: credit.ErrAction},
		{name: "somebody else's struct", action: struct{ credit.Action }{good}, reason: credit.ErrAction},
		{name: "with nothing in it", action: struct{ credit.Action }{}, reason: credit.ErrAction},
		{name: "an embedded one", action: struct{ credit.Issue }{good}, reason: credit.ErrAction},
		{name: "no fields", action: credit.Issue{}, reason: journal.ErrID},
		{name: "an ID applied before", action: with(func(a *credit.Issue) { a.ID = "a1" }), reason: journal.ErrConflict},
		{name: "one whose other fields are all wrong", action: credit.Settle{ID: "a1", By: []string{""}}, reason: journal.ErrConflict},
		{name: "an ID with a slash", action: with(func(a *credit.Issue) { a.ID = "t1/1" }), reason: journal.ErrID},
		{name: "an ID too long", action: with(func(a *credit.Issue) { a.ID = strings.Repeat("x", 129) }), reason: journal.ErrID},
		{name: "an ID not in UTF-8", action: with(func(a *credit.Issue) { a.ID = "\xff" }), reason: credit.ErrAction},
		{name: "no time", action: with(func(a *credit.Issue) { a.At = time.Time{} }), reason: journal.ErrTime},
		{name: "too early", action: with(func(a *credit.Issue) { a.At = day(4).Add(-1) }), reason: journal.ErrTime},
		{name: "too late", action: with(func(a *credit.Issue) { a.At = day(5).AddDate(8000, 0, 0) }), reason: credit.ErrAction},
		{name: "an empty name in by", action: with(func(a *credit.Issue) { a.By = append(a.By, "") }), reason: journal.ErrParty},
		{name: "too many in by", action: with(func(a *credit.Issue) { a.By = slices.Repeat([]string{"ann"}, 65) }), reason: journal.ErrParty},
	})
}

func TestRefuseIssue(t *testing.T) {
	good := credit.Issue{ID: "x", At: day(5), By: []string{"ann", "bob", "gil"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "60"), For: "bread", Guarantor: "gil"}
	apply(t, honest(t), good)
	with := func(change func(*credit.Issue)) credit.Action { return spoil(good, change) }
	other, _ := unit.Currency("USD", 2)
	refuseAll(t, honest(t), []refused{
		{name: "no promisor", action: with(func(a *credit.Issue) { a.Promisor = "" }), reason: journal.ErrParty},
		{name: "a holder with a space", action: with(func(a *credit.Issue) { a.Holder = "bob " }), reason: journal.ErrParty},
		{name: "a guarantor too long", action: with(func(a *credit.Issue) { a.Guarantor = strings.Repeat("g", 129) }), reason: journal.ErrParty},
		{name: "to oneself", action: with(func(a *credit.Issue) { a.Holder = "ann" }), reason: credit.ErrSelf},
		{name: "no words", action: with(func(a *credit.Issue) { a.For = "" }), reason: credit.ErrWords},
		{name: "space for words", action: with(func(a *credit.Issue) { a.For = " " }), reason: credit.ErrWords},
		{name: "too many words", action: with(func(a *credit.Issue) { a.For = strings.Repeat("x", 1025) }), reason: credit.ErrWords},
		{name: "a control character in long words", action: with(func(a *credit.Issue) { a.For = strings.Repeat("x", 500) + "\x1b[2J" }), reason: credit.ErrWords},
		{name: "words not in UTF-8", action: with(func(a *credit.Issue) { a.For = "\xff" }), reason: credit.ErrAction},
		{name: "an origin that is none", action: with(func(a *credit.Issue) { a.Origin = 3 }), reason: credit.ErrAction},
		{name: "due too late", action: with(func(a *credit.Issue) { a.Due = day(5).AddDate(8000, 0, 0) }), reason: credit.ErrAction},
		{name: "nobody agrees", action: with(func(a *credit.Issue) { a.By = nil }), reason: journal.ErrConsent, missing: "ann bob gil"},
		{name: "the guarantor does not", action: with(func(a *credit.Issue) { a.By = a.By[:2] }), reason: journal.ErrConsent, missing: "gil"},
		{name: "no amount", action: with(func(a *credit.Issue) { a.Amount = unit.Amount{} }), reason: journal.ErrUnit},
		{name: "another unit", action: with(func(a *credit.Issue) { a.Amount = unit.New(1, other) }), reason: journal.ErrUnit},
		{name: "nothing", action: with(func(a *credit.Issue) { a.Amount = eur(t, "0") }), reason: journal.ErrAmount},
		{name: "less than nothing", action: with(func(a *credit.Issue) { a.Amount = cents(math.MinInt64) }), reason: journal.ErrAmount},
		{name: "beyond the line", action: with(func(a *credit.Issue) { a.Amount = eur(t, "60.01") }), reason: journal.ErrLimit, room: "60"},
		{name: "on a frozen line", action: with(func(a *credit.Issue) { a.Holder, a.By = "cem", []string{"ann", "cem", "gil"} }), reason: credit.ErrFrozen, room: "0"},
		{name: "beyond what a party may owe", action: credit.Issue{ID: "x", At: day(5), By: []string{"ann", "eve"}, Promisor: "ann", Holder: "eve", Amount: cents(1<<62 - 5999), For: "bread"}, reason: journal.ErrLimit, room: "46116860184273819.04"},
	})
}

func TestRefuseTransfer(t *testing.T) {
	good := credit.Transfer{ID: "x", At: day(5), By: []string{"bob", "eve", "dan"}, Promise: "a1", To: "dan"}
	apply(t, honest(t), good)
	with := func(change func(*credit.Transfer)) credit.Action { return spoil(good, change) }
	refuseAll(t, honest(t), []refused{
		{name: "no such promise", action: with(func(a *credit.Transfer) { a.Promise = "a3" }), reason: credit.ErrPromise},
		{name: "an action that made none", action: with(func(a *credit.Transfer) { a.Promise = "l1" }), reason: credit.ErrPromise},
		{name: "a part there is not", action: with(func(a *credit.Transfer) { a.Promise = "t1/2" }), reason: credit.ErrPromise},
		{name: "one in dispute", action: with(func(a *credit.Transfer) { a.Promise = "a2" }), reason: credit.ErrDisputed},
		{name: "to its holder", action: with(func(a *credit.Transfer) { a.To = "bob" }), reason: credit.ErrSelf},
		{name: "to nobody", action: with(func(a *credit.Transfer) { a.To = "" }), reason: journal.ErrParty},
		{name: "by another", action: with(func(a *credit.Transfer) { a.By = []string{"dan", "ann"} }), reason: journal.ErrConsent, missing: "bob eve"},
		{name: "without the guarantor", action: with(func(a *credit.Transfer) { a.By = []string{"bob", "dan"} }), reason: journal.ErrConsent, missing: "eve"},
		{name: "home without the holder", action: with(func(a *credit.Transfer) { a.By, a.To = []string{"ann", "eve"}, "ann" }), reason: journal.ErrConsent, missing: "bob"},
		{name: "to a stranger who does not agree", action: with(func(a *credit.Transfer) { a.By = a.By[:2] }), reason: credit.ErrTrust, missing: "dan"},
		{name: "more than is left", action: with(func(a *credit.Transfer) { a.Amount = eur(t, "40.01") }), reason: journal.ErrLimit, room: "40"},
		{name: "more than is left, home", action: with(func(a *credit.Transfer) { a.To, a.Amount = "ann", eur(t, "40.01") }), reason: journal.ErrLimit, room: "40"},
		{name: "nothing", action: with(func(a *credit.Transfer) { a.Amount = eur(t, "0") }), reason: journal.ErrAmount},
		{name: "to whom the line is frozen", action: with(func(a *credit.Transfer) { a.To, a.By = "cem", []string{"bob", "eve", "cem"} }), reason: credit.ErrFrozen, room: "0"},
	})
	l := honest(t)
	apply(t, l,
		credit.SetLine{ID: "l4", At: day(5), By: []string{"fay"}, Creditor: "fay", Debtor: "ann", Hard: eur(t, "30"), Soft: eur(t, "10")},
		credit.Default{ID: "d2", At: day(5), By: []string{"dan"}, Promise: "t1/1"})
	refuseAll(t, l, []refused{
		{name: "beyond the soft limit, unasked", action: credit.Transfer{ID: "x", At: day(5), By: []string{"bob", "eve"}, Promise: "a1", To: "fay", Amount: eur(t, "10.01")}, reason: journal.ErrLimit, room: "10"},
		{name: "beyond the hard limit", action: credit.Transfer{ID: "x", At: day(5), By: []string{"bob", "eve", "fay"}, Promise: "a1", To: "fay", Amount: eur(t, "30.01")}, reason: journal.ErrLimit, room: "30"},
		{name: "one in default", action: credit.Transfer{ID: "x", At: day(5), By: []string{"dan", "eve", "fay"}, Promise: "t1/1", To: "fay"}, reason: credit.ErrDefault},
		{name: "one in default, home", action: credit.Transfer{ID: "x", At: day(5), By: []string{"dan"}, Promise: "t1/1", To: "ann"}, reason: credit.ErrDefault},
		{name: "declared again", action: credit.Default{ID: "x", At: day(5), By: []string{"dan"}, Promise: "t1/1"}, reason: credit.ErrDefault},
	})
	apply(t, l, credit.Transfer{ID: "x", At: day(5), By: []string{"bob", "eve"}, Promise: "a1", To: "fay", Amount: eur(t, "10")})
}

// What goes home to its promisor needs no guarantor: nothing is left to answer for.
func TestTransferHomeOfGuaranteed(t *testing.T) {
	l := honest(t)
	apply(t, l, credit.Transfer{ID: "x", At: day(5), By: []string{"bob"}, Promise: "a1", To: "ann"})
	if p, _ := l.Promise("a1"); p.Guarantor != "eve" || !p.Left.IsZero() {
		t.Errorf("%+v", p)
	}
}

// A transfer takes what a party owes in all no further, so it has room even where that is the most.
func TestTransferAtTheMost(t *testing.T) {
	l := newLedger(t)
	apply(t, l,
		credit.Issue{ID: "a1", At: day(1), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: cents(credit.TotalMax), For: "bread"},
		credit.Transfer{ID: "t1", At: day(1), By: []string{"bob", "cem"}, Promise: "a1", To: "cem", Amount: eur(t, "1")},
		credit.Transfer{ID: "t2", At: day(1), By: []string{"bob", "dan"}, Promise: "a1", To: "dan"},
	)
	if err := l.Check(); err != nil {
		t.Error(err)
	}
	refuseAll(t, l, []refused{
		{name: "one part more", action: credit.Issue{ID: "x", At: day(5), By: []string{"ann", "eve"}, Promisor: "ann", Holder: "eve", Amount: cents(1), For: "bread"}, reason: journal.ErrLimit, room: "0"},
	})
}

func TestRefuseDispute(t *testing.T) {
	at := day(5)
	refuseAll(t, honest(t), []refused{
		{name: "declared by the promisor", action: credit.Default{ID: "x", At: at, By: []string{"ann"}, Promise: "a1"}, reason: journal.ErrConsent, missing: "bob"},
		{name: "declared in dispute", action: credit.Default{ID: "x", At: at, By: []string{"ann"}, Promise: "a2"}, reason: credit.ErrDisputed},
		{name: "disputed by another", action: credit.Dispute{ID: "x", At: at, By: []string{"eve"}, Promise: "a1", Because: "no"}, reason: journal.ErrConsent, missing: "ann bob"},
		{name: "disputed for no reason", action: credit.Dispute{ID: "x", At: at, By: []string{"ann"}, Promise: "a1"}, reason: credit.ErrWords},
		{name: "disputed again", action: credit.Dispute{ID: "x", At: at, By: []string{"bob"}, Promise: "a2", Because: "no"}, reason: credit.ErrDisputed},
		{name: "resolved by one", action: credit.Resolve{ID: "x", At: at, By: []string{"bob"}, Promise: "a2", Words: "no"}, reason: journal.ErrConsent, missing: "ann"},
		{name: "resolved to less than nothing", action: credit.Resolve{ID: "x", At: at, By: []string{"bob", "ann"}, Promise: "a2", Less: eur(t, "5.01"), Words: "no"}, reason: journal.ErrLimit, room: "5"},
		{name: "resolved to more", action: credit.Resolve{ID: "x", At: at, By: []string{"bob", "ann"}, Promise: "a2", Less: eur(t, "-5"), Words: "no"}, reason: journal.ErrAmount},
		{name: "resolved without words", action: credit.Resolve{ID: "x", At: at, By: []string{"bob", "ann"}, Promise: "a2"}, reason: credit.ErrWords},
		{name: "resolved without a dispute", action: credit.Resolve{ID: "x", At: at, By: []string{"bob", "ann"}, Promise: "a1", Words: "no"}, reason: credit.ErrPromise},
	})
}

func TestRefuseLines(t *testing.T) {
	good := credit.SetLine{ID: "x", At: day(5), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: eur(t, "1"), Soft: eur(t, "1"), Clearing: credit.Early, Window: time.Second}
	apply(t, honest(t), good)
	with := func(change func(*credit.SetLine)) credit.Action { return spoil(good, change) }
	by, at := []string{"bob"}, day(5)
	refuseAll(t, honest(t), []refused{
		{name: "no creditor", action: with(func(a *credit.SetLine) { a.Creditor = "" }), reason: journal.ErrParty},
		{name: "oneself", action: with(func(a *credit.SetLine) { a.Debtor = "bob" }), reason: credit.ErrSelf},
		{name: "set by the debtor", action: with(func(a *credit.SetLine) { a.By = []string{"ann"} }), reason: journal.ErrConsent, missing: "bob"},
		{name: "below zero", action: with(func(a *credit.SetLine) { a.Hard = eur(t, "-1") }), reason: credit.ErrLine},
		{name: "softly below zero", action: with(func(a *credit.SetLine) { a.Soft = eur(t, "-1") }), reason: credit.ErrLine},
		{name: "in another unit", action: with(func(a *credit.SetLine) { a.Hard = unit.New(1, unit.KilowattHour) }), reason: journal.ErrUnit},
		{name: "softly in another unit", action: with(func(a *credit.SetLine) { a.Soft = unit.New(1, unit.KilowattHour) }), reason: journal.ErrUnit},
		{name: "the soft one above", action: with(func(a *credit.SetLine) { a.Soft = eur(t, "1.01") }), reason: credit.ErrLine},
		{name: "a window without early", action: with(func(a *credit.SetLine) { a.Clearing = credit.Due }), reason: credit.ErrLine},
		{name: "a window below zero", action: with(func(a *credit.SetLine) { a.Window = -time.Second }), reason: credit.ErrLine},
		{name: "a window too fine", action: with(func(a *credit.SetLine) { a.Window++ }), reason: credit.ErrLine},
		{name: "a window too long", action: with(func(a *credit.SetLine) { a.Window = 101 * 366 * 24 * time.Hour }), reason: credit.ErrLine},
		{name: "clearing that is none", action: with(func(a *credit.SetLine) { a.Clearing = 3 }), reason: credit.ErrLine},
		{name: "a freeze by the debtor", action: credit.FreezeLine{ID: "x", At: at, By: []string{"ann"}, Creditor: "bob", Debtor: "ann"}, reason: journal.ErrConsent, missing: "bob"},
		{name: "a freeze of no line", action: credit.FreezeLine{ID: "x", At: at, By: by, Creditor: "bob", Debtor: "eve"}, reason: credit.ErrLine},
		{name: "the freeze of a line the other way", action: credit.FreezeLine{ID: "x", At: at, By: []string{"ann"}, Creditor: "ann", Debtor: "bob"}, reason: credit.ErrLine},
		{name: "closed while owed", action: credit.CloseLine{ID: "x", At: at, By: by, Creditor: "bob", Debtor: "ann"}, reason: credit.ErrLine},
		{name: "closed by the debtor", action: credit.CloseLine{ID: "x", At: at, By: []string{"ann"}, Creditor: "cem", Debtor: "ann"}, reason: journal.ErrConsent, missing: "cem"},
		{name: "no line closed", action: credit.CloseLine{ID: "x", At: at, By: by, Creditor: "bob", Debtor: "cem"}, reason: credit.ErrLine},
	})
}

func TestRefuseTarget(t *testing.T) {
	good := credit.SetLine{ID: "x", At: day(5), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: eur(t, "10"), Soft: eur(t, "5"), Target: eur(t, "5")}
	apply(t, chained(t), good, spoil(good, func(a *credit.SetLine) {
		a.ID, a.Hard, a.Soft, a.Target = "y", unit.Amount{}, unit.Amount{}, cents(math.MaxInt64)
	}))
	with := func(change func(*credit.SetLine)) credit.Action { return spoil(good, change) }
	refuseAll(t, chained(t), []refused{
		{name: "above the soft limit", action: with(func(a *credit.SetLine) { a.Target = eur(t, "5.01") }), reason: credit.ErrLine, room: "5"},
		{name: "above the hard one", action: with(func(a *credit.SetLine) { a.Target, a.Soft = eur(t, "10.01"), unit.Amount{} }), reason: credit.ErrLine, room: "10"},
		{name: "below zero", action: with(func(a *credit.SetLine) { a.Target = eur(t, "-1") }), reason: credit.ErrLine},
		{name: "in another unit", action: with(func(a *credit.SetLine) { a.Target = unit.New(1, unit.KilowattHour) }), reason: journal.ErrUnit},
		{name: "closed while reserved", action: credit.CloseLine{ID: "x", At: day(5), By: []string{"cem"}, Creditor: "cem", Debtor: "bob"}, reason: credit.ErrLine},
	})
}

// A zero Ledger, and terms that are none, are refused; nothing panics.
func TestTerms(t *testing.T) {
	var zero credit.Ledger
	_, err := zero.Apply(credit.Issue{ID: "x", At: day(5), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: unit.New(1, unit.Unit{}), For: "bread"})
	refusal(t, err, credit.ErrTerms)
	if zero.Check() != nil || len(slices.Collect(zero.Promises()))+len(slices.Collect(zero.Lines()))+len(slices.Collect(zero.Parties())) > 0 {
		t.Error("the zero ledger is not empty")
	}
	if st, known := zero.Statement("ann", day(1)); known {
		t.Errorf("a statement for somebody unknown: %v", st)
	}
	zero.Room("ann", "bob", true)
	for _, terms := range []credit.Terms{{}, {Unit: euro(t), Rules: 2}, {Unit: euro(t), Rules: -1}} {
		_, err := credit.New(terms)
		refusal(t, err, credit.ErrTerms)
	}
	l, err := credit.New(credit.Terms{Unit: euro(t), Rules: credit.RulesVersion})
	if err != nil || l.Terms() != newLedger(t).Terms() {
		t.Error(err)
	}
}

// Encode refuses exactly what Decode would, so that what it writes can be read.
func TestEncodeRefuses(t *testing.T) {
	long := strings.Repeat("x", 1025)
	for name, a := range map[string]credit.Action{
		"nil":                 nil,
		"a nil pointer":       (*credit.Net)(nil),
		"words too long":      credit.Issue{For: long},
		"an ID too long":      credit.Issue{ID: long},
		"an origin":           credit.Issue{Origin: 3},
		"means":               credit.Settle{In: 200},
		"clearing":            credit.SetLine{Clearing: 9},
		"a window too fine":   credit.SetLine{Window: time.Millisecond},
		"a window too long":   credit.SetLine{Window: math.MaxInt64 / 1e9 * 1e9},
		"a window below zero": credit.SetLine{Window: -time.Second},
		"too many in by":      credit.Issue{By: slices.Repeat([]string{"ann"}, 65)},
		"parts of no unit":    credit.Issue{Amount: unit.New(1, unit.Unit{})},
		"too many lines":      credit.Net{Lines: make([]credit.NetLine, credit.NetLinesMax+1)},
		"a year":              credit.Issue{Due: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)},
		"not UTF-8":           credit.Net{Lines: []credit.NetLine{{Promise: "\xff"}}},
	} {
		text, err := credit.Encode(a)
		if err == nil {
			t.Errorf("%s: %s", name, text)
			continue
		}
		refusal(t, err, credit.ErrAction)
	}
}

// Two actions that differ in any field are two actions, though one of them could never be applied.
func TestConflicts(t *testing.T) {
	l := newLedger(t)
	issue := credit.Issue{ID: "a1", At: day(1), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: eur(t, "1"), For: "bread"}
	line := credit.SetLine{ID: "l1", At: day(1), By: []string{"ann"}, Creditor: "ann", Debtor: "bob", Clearing: credit.Early, Window: time.Second}
	apply(t, l, issue, line)
	same := issue
	same.At = same.At.In(time.FixedZone("", 3600))
	for _, a := range []credit.Action{issue, line, same} {
		if _, err := l.Apply(a); !errors.Is(err, journal.ErrApplied) {
			t.Errorf("%v for %+v", err, a)
		}
	}
	for _, a := range []credit.Action{
		spoil(issue, func(a *credit.Issue) { a.By = []string{"bob", "ann"} }),
		spoil(issue, func(a *credit.Issue) { a.Origin = 77 }),
		spoil(issue, func(a *credit.Issue) { a.Amount = eur(t, "2") }),
		spoil(issue, func(a *credit.Issue) { a.Amount = unit.New(100, unit.Unit{}) }),
		spoil(issue, func(a *credit.Issue) { a.Due = day(2) }),
		spoil(issue, func(a *credit.Issue) { a.At = a.At.Add(1) }),
		spoil(line, func(a *credit.SetLine) { a.Window++ }),
		spoil(line, func(a *credit.SetLine) { a.Clearing = 3 }),
		spoil(line, func(a *credit.SetLine) { a.Hard = eur(t, "0") }),
		credit.Redeem{ID: "a1", At: day(1), By: []string{"ann", "bob"}},
	} {
		if _, err := l.Apply(a); !errors.Is(err, journal.ErrConflict) {
			t.Errorf("%v for %+v", err, a)
		}
	}
}
