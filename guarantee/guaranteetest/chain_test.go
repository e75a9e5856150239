package guaranteetest_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/guaranteetest"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// A counter counts what it was asked for the first time and how often it agreed, by names.
type counter struct {
	*guarantee.Society
	accepted, refused map[string]int
}

func (c counter) Apply(a guarantee.Action) (journal.Entry, error) {
	was := c.Terms()
	e, err := c.Society.Apply(a)
	switch {
	case err == nil:
		c.accepted[named(was, a)]++
	case !errors.Is(err, journal.ErrApplied):
		c.refused[named(was, a)]++
	}
	if now := c.Terms(); now.Manager != was.Manager || now.Custodian != was.Custodian {
		c.accepted["came into office"]++
	}
	return e, err
}

// named is the name of an action on reservations, along chains, abroad or for offices, and no name of others.
func named(was guarantee.Terms, a guarantee.Action) string {
	switch a := a.(type) {
	case guarantee.Amend:
		if a.Terms.Manager != was.Manager || a.Terms.Custodian != was.Custodian {
			return "appoint"
		}
	case guarantee.Accept:
		switch {
		case a.Quote != unit.Quote{}:
			return "accept by a quote"
		case a.Abroad != unit.Amount{}:
			return "accept energy for energy"
		}
	case guarantee.Trade:
		switch do := a.Action.(type) {
		case credit.Commit, credit.Release, credit.Expire, credit.Pay:
			return reflect.TypeOf(do).Name()
		case credit.Reserve:
			if len(do.Lines) > 0 {
				return "reserve a set-off"
			}
			return "reserve a payment"
		}
	}
	return ""
}

// Actions along chains, on what is reserved, of legs at home and for offices are accepted and refused. Histories are
// played until all of that was seen, so that it hangs on no chance.
func TestChainsReach(t *testing.T) {
	c := counter{nil, map[string]int{}, map[string]int{}}
	enough := func() bool {
		for _, name := range []string{"appoint", "accept by a quote", "accept energy for energy", "Commit", "Release", "Expire", "Pay", "reserve a set-off", "reserve a payment"} {
			if c.accepted[name] < 5 || c.refused[name] < 5 {
				return false
			}
		}
		return c.accepted["came into office"] >= 5
	}
	seed := 0
	for ; seed < 2000 && !enough(); seed++ {
		moves := rapid.SliceOfN(guaranteetest.Moves(), 60, 60).Example(seed)
		played := false
		open := func(terms guarantee.Terms) (guaranteetest.Machine, error) {
			s, err := guarantee.New(terms)
			if played {
				return s, err // a replay, which counts for nothing
			}
			played = true
			return counter{s, c.accepted, c.refused}, err
		}
		terms := guaranteetest.Terms([]string{"EUR.2", "kWh"}[seed%2])
		if _, err := guaranteetest.Play(terms, guaranteetest.Actions(), open, moves); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d histories: accepted %v, refused %v", seed, c.accepted, c.refused)
	if !enough() {
		t.Error("not all were accepted and refused")
	}
}

// A cheat is a society that does something else than it is asked.
type cheat struct {
	*guarantee.Society
	in func(guarantee.Action) guarantee.Action
}

func (c cheat) Apply(a guarantee.Action) (journal.Entry, error) { return c.Society.Apply(c.in(a)) }

// Try and Batch are hidden, so that the cheat is found by what it did.
func (c cheat) Try()   {}
func (c cheat) Batch() {}

// trades changes trades.
func trades(change func(credit.Action) credit.Action) func(guarantee.Action) guarantee.Action {
	return func(a guarantee.Action) guarantee.Action {
		if t, ok := a.(guarantee.Trade); ok {
			return guarantee.Trade{Action: change(t.Action)}
		}
		return a
	}
}

// everybody are the kit's parties.
var everybody = []string{"ann", "bob", "cem", "dan", "株式会社"}

// The kit finds out who does otherwise with what is reserved, paid along chains or measured.
func TestCheats(t *testing.T) {
	for name, tt := range map[string]struct {
		in    func(guarantee.Action) guarantee.Action
		finds string
	}{
		"honest": {func(a guarantee.Action) guarantee.Action { return a }, ""},
		"commits for anybody": {trades(func(a credit.Action) credit.Action {
			if c, ok := a.(credit.Commit); ok {
				c.By = everybody
				return c
			}
			return a
		}), ": false (there is one: true)"},
		"releases for anybody": {trades(func(a credit.Action) credit.Action {
			if r, ok := a.(credit.Release); ok {
				r.By = everybody
				return r
			}
			return a
		}), ": false (there is one: true)"},
		"expires too early": {trades(func(a credit.Action) credit.Action {
			if e, ok := a.(credit.Expire); ok {
				return credit.Release{ID: e.ID, At: e.At, By: everybody, Reservation: e.Reservation}
			}
			return a
		}), ": false (there is one: true)"},
		"releases what it should commit": {trades(func(a credit.Action) credit.Action {
			if c, ok := a.(credit.Commit); ok && len(c.By) == len(everybody) {
				return credit.Release(c)
			}
			return a
		}), "credit.Commit"},
		"pays at once": {trades(func(a credit.Action) credit.Action {
			if r, ok := a.(credit.Reserve); ok && len(r.Lines) == 0 {
				return credit.Pay{ID: r.ID, At: r.At, By: r.By, Payment: r.Payment}
			}
			return a
		}), "made of"},
		"reserves for longer": {trades(func(a credit.Action) credit.Action {
			if r, ok := a.(credit.Reserve); ok && r.Until.After(r.At) {
				r.Until = r.Until.Add(1)
				return r
			}
			return a
		}), "reserved is"},
		"reserves a part less": {trades(func(a credit.Action) credit.Action {
			if r, ok := a.(credit.Reserve); ok && len(r.Lines) == 1 && r.Lines[0].SetOff.Parts() > 1 {
				r.Lines = []credit.NetLine{{Promise: r.Lines[0].Promise, SetOff: unit.New(r.Lines[0].SetOff.Parts()-1, r.Lines[0].SetOff.Unit())}}
				return r
			}
			return a
		}), "credit.Reserve made of"},
		"pays one and not the other": {trades(func(a credit.Action) credit.Action {
			if p, ok := a.(credit.Pay); ok && len(p.Paths) == 1 && len(p.Paths[0].Parties) == 2 {
				p.From, p.To = p.To, p.From
				p.Paths = []credit.Path{{Parties: []string{p.From, p.To}, Amount: p.Amount}}
				return p
			}
			return a
		}), "made of"},
		"pays for nobody's asking": {trades(func(a credit.Action) credit.Action {
			if p, ok := a.(credit.Pay); ok {
				p.By = everybody
				return p
			}
			return a
		}), "credit.Pay was done without"},
		"takes any measure": {func(a guarantee.Action) guarantee.Action {
			if acc, ok := a.(guarantee.Accept); ok {
				acc.Abroad, acc.Quote = unit.Amount{}, unit.Quote{}
				return acc
			}
			return a
		}, "abroad"},
		"takes no measure": {func(a guarantee.Action) guarantee.Action {
			if acc, ok := a.(guarantee.Accept); ok && acc.Abroad != (unit.Amount{}) && acc.Amount.Sign() > 0 && acc.Amount.Parts() < 1<<40 {
				acc.Amount = unit.New(acc.Amount.Parts()+1, acc.Amount.Unit())
				return acc
			}
			return a
		}, "and refused as"},
	} {
		switch err := caught(tt.in); {
		case tt.finds == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case tt.finds != "" && (err == nil || !strings.Contains(err.Error(), tt.finds)):
			t.Errorf("%s: got %v, want %q", name, err, tt.finds)
		}
	}
}

// caught plays a cheat until something is wrong.
func caught(in func(guarantee.Action) guarantee.Action) error {
	for seed := range 40 {
		moves := rapid.SliceOfN(guaranteetest.Moves(), 60, 60).Example(seed)
		_, err := guaranteetest.Play(guaranteetest.Terms("EUR.2"), guaranteetest.Actions(), func(terms guarantee.Terms) (guaranteetest.Machine, error) {
			s, err := guarantee.New(terms)
			return cheat{s, in}, err
		}, moves)
		if err != nil {
			return err
		}
	}
	return nil
}
