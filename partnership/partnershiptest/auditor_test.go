package partnershiptest_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"example.org/mutual/partnership"
	"example.org/mutual/partnership/partnershiptest"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A liar is a partnership that says something else than is so.
type liar struct {
	*partnership.Partnership
	terms func(partnership.Terms) partnership.Terms
	entry func(*journal.Entry)
	more  map[string]int64 // by what is asked
}

func (l liar) Terms() partnership.Terms {
	if l.terms != nil {
		return l.terms(l.Partnership.Terms())
	}
	return l.Partnership.Terms()
}

func (l liar) Apply(a partnership.Action) (journal.Entry, error) {
	e, err := l.Partnership.Apply(a)
	if err == nil && l.entry != nil {
		l.entry(&e)
	}
	return e, err
}

// Try is not compared: that would find out every liar about its entries.
func (l liar) Try() {}

func (l liar) add(what string, a unit.Amount) unit.Amount {
	return unit.New(a.Parts()+l.more[what], l.Partnership.Terms().Unit)
}

func (l liar) Purse() unit.Amount             { return l.add("purse", l.Partnership.Purse()) }
func (l liar) Gross() unit.Amount             { return l.add("gross", l.Partnership.Gross()) }
func (l liar) Commons() unit.Amount           { return l.add("commons", l.Partnership.Commons()) }
func (l liar) Capital() unit.Amount           { return l.add("capital", l.Partnership.Capital()) }
func (l liar) Prepaid() unit.Amount           { return l.add("prepaid", l.Partnership.Prepaid()) }
func (l liar) Arrears() unit.Amount           { return l.add("arrears", l.Partnership.Arrears()) }
func (l liar) Due(who string) unit.Amount     { return l.add("due", l.Partnership.Due(who)) }
func (l liar) Carried(who string) unit.Amount { return l.add("carried", l.Partnership.Carried(who)) }
func (l liar) N() int64                       { return l.Partnership.N() + l.more["n"] }
func (l liar) Holding(who string) unit.Amount {
	h := l.Partnership.Holding(who)
	return unit.New(h.Parts()+l.more["holding"], h.Unit())
}

// moved changes the first posting of an account that begins so, and that of the account on its other side, so that the
// entry still balances.
func moved(kind, prefix string, by int64) func(*journal.Entry) {
	return func(e *journal.Entry) {
		at := slices.IndexFunc(e.Postings, func(p journal.Posting) bool { return strings.HasPrefix(p.Account, prefix) })
		if e.Type != kind || at < 0 {
			return
		}
		other := slices.IndexFunc(e.Postings, func(p journal.Posting) bool {
			return p.Class == e.Postings[at].Class && (p.Quantity > 0) != (e.Postings[at].Quantity > 0)
		})
		e.Postings = slices.Clone(e.Postings)
		e.Postings[at].Quantity += by
		e.Postings[other].Quantity -= by
	}
}

// The auditor finds out whoever says something else than is so, by histories in which it matters.
func TestLiars(t *testing.T) {
	entries := map[string]func(*journal.Entry){
		"nths for nothing":      moved("buy", "nths/", 1),
		"too dear":              moved("buy", "outside/", 1),
		"a larger rental":       moved("bill", "gross", 1),
		"more distributed":      moved("distribute", "due/", 1),
		"more paid out":         moved("payOut", "outside/", 1),
		"the commons given out": moved("distribute", "fund/commons", -1),
		"lost in contribution":  moved("contribute", "fund/capital", -1),
		"half an entry":         func(e *journal.Entry) { e.Postings = e.Postings[:len(e.Postings)/2] },
		"an entry of another kind of way": func(e *journal.Entry) {
			if e.Type == "bill" {
				e.Postings = append(slices.Clone(e.Postings), journal.Posting{Account: "due/ann", Class: "EUR.2", Quantity: -1}, journal.Posting{Account: "outside/ann", Class: "EUR.2", Quantity: 1})
			}
		},
	}
	for name, entry := range entries {
		caught(t, name, liar{entry: entry})
	}
	for _, what := range []string{"purse", "gross", "commons", "capital", "prepaid", "arrears", "due", "carried", "n", "holding"} {
		caught(t, what, liar{more: map[string]int64{what: 1}})
	}
	if found(liar{}) {
		t.Error("who tells the truth is taken for a liar")
	}
	caught(t, "another asset", liar{terms: func(t partnership.Terms) partnership.Terms { t.Asset = "money"; return t }})
	caught(t, "one for both offices", liar{terms: func(t partnership.Terms) partnership.Terms { t.Custodian = t.Manager; return t }})
	caught(t, "governed by others", liar{terms: func(t partnership.Terms) partnership.Terms { t.Manager = "nobody"; return t }})
	caught(t, "by unanimity", liar{terms: func(t partnership.Terms) partnership.Terms { t.Approval = unit.Whole - 1; return t }})
}

func caught(t *testing.T, name string, l liar) {
	t.Helper()
	if !found(l) {
		t.Errorf("%s: not found out", name)
	}
}

// found reports whether the auditor has found a liar out.
func found(l liar) bool {
	for seed := range 40 {
		moves := rapid.SliceOfN(partnershiptest.Moves(), 60, 60).Example(seed)
		_, err := partnershiptest.Play(partnershiptest.Terms("EUR.2", partnership.ToStock), partnershiptest.Actions(), func(t partnership.Terms) (partnershiptest.Machine, error) {
			p, err := partnership.New(t)
			other := l
			other.Partnership = p
			return other, err
		}, moves)
		if err != nil && !strings.Contains(err.Error(), "replayed") && !strings.Contains(err.Error(), "one by one") {
			return true
		}
	}
	return false
}
