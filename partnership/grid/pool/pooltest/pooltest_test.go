package pooltest_test

import (
	"iter"
	"strings"
	"testing"
	"time"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/grid/pool/pooltest"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// play makes moves on a pool of somebody's.
func play(newPool func(*pool.Pool) pooltest.Machine) error {
	for seed := range 60 {
		moves := rapid.SliceOfN(pooltest.Moves(), 50, 50).Example(seed)
		_, err := pooltest.Play(pooltest.Terms("Wh"), pooltest.Actions(), func(t pool.Terms) (pooltest.Machine, error) {
			p, err := pool.New(t)
			return newPool(p), err
		}, moves)
		if err != nil {
			return err
		}
	}
	return nil
}

// A cheat is a pool that changes actions on their way in, or entries on their way out.
type cheat struct {
	*pool.Pool
	in  func(pool.Action) pool.Action
	out func(*journal.Entry)
}

// Try and Batch are hidden, so that the cheat is found by what it did.
func (c cheat) Try(a pool.Action) (journal.Entry, error) { return c.done(c.Pool.Try(c.in(a))) }

func (c cheat) Apply(a pool.Action) (journal.Entry, error) { return c.done(c.Pool.Apply(c.in(a))) }

func (c cheat) Batch(all ...pool.Action) ([]journal.Entry, error) {
	changed := make([]pool.Action, len(all))
	for i, a := range all {
		changed[i] = c.in(a)
	}
	entries, err := c.Pool.Batch(changed...)
	for i := range entries {
		c.out(&entries[i])
	}
	return entries, err
}

func (c cheat) done(e journal.Entry, err error) (journal.Entry, error) {
	c.out(&e)
	return e, err
}

func honest(a pool.Action) pool.Action { return a }
func plain(*journal.Entry)             {}

// generous says that everybody holds a part more.
type generous struct{ *pool.Pool }

func (g generous) Holding(k stock.Kind, who string) unit.Amount {
	a := g.Pool.Holding(k, who)
	return unit.New(a.Parts()+1, a.Unit())
}

// usurer has loans grow by a part once they are repaid in part.
type usurer struct{ *pool.Pool }

func (u usurer) Loans() iter.Seq[pool.Loan] {
	return func(yield func(pool.Loan) bool) {
		for l := range u.Pool.Loans() {
			if !l.Repaid.IsZero() {
				l.Lent = unit.New(l.Lent.Parts()+1, l.Lent.Unit())
			}
			if !yield(l) {
				return
			}
		}
	}
}

// landlord keeps what the commons carry.
type landlord struct{ *pool.Pool }

func (l landlord) Carried() unit.Amount { return unit.New(0, l.Pool.Carried().Unit()) }

// tamperer changes its state when it refuses something.
type tamperer struct{ *pool.Pool }

func (t tamperer) Apply(a pool.Action) (journal.Entry, error) {
	e, err := t.Pool.Apply(a)
	if f, ok := a.(pool.Forecast); ok && err != nil {
		f.ID, f.By, f.Remaining = f.ID+"!", []string{f.Stock.Issuer, "cus"}, unit.New(9, f.Stock.Unit)
		_, _ = t.Pool.Apply(f)
	}
	return e, err
}

// moved changes the postings of entries of one type, whose account begins so, into another.
func moved(kind, from, to string) func(*journal.Entry) {
	return func(e *journal.Entry) {
		for i := range e.Postings {
			if e.Type == kind && strings.HasPrefix(e.Postings[i].Account, from) {
				e.Postings[i].Account = to
			}
		}
	}
}

// The kit finds out each who does wrong, and nobody else, and names the invariant.
func TestCheats(t *testing.T) {
	for name, test := range map[string]struct {
		machine func(*pool.Pool) pooltest.Machine
		finds   string
	}{
		"honest":   {func(p *pool.Pool) pooltest.Machine { return cheat{p, honest, plain} }, ""},
		"generous": {func(p *pool.Pool) pooltest.Machine { return generous{p} }, "invariants 1 and 3"},
		"usurer":   {func(p *pool.Pool) pooltest.Machine { return usurer{p} }, "invariant 4"},
		"landlord": {func(p *pool.Pool) pooltest.Machine { return landlord{p} }, "invariant 6"},
		"tamperer": {func(p *pool.Pool) pooltest.Machine { return tamperer{p} }, "invariant 7"},
		"pays in Stock that comes from nowhere": {func(p *pool.Pool) pooltest.Machine {
			return cheat{p, honest, moved("redeem", "open/", "open/x/y")}
		}, "open/x/y"},
		"redeems against nothing": {func(p *pool.Pool) pooltest.Machine {
			return cheat{p, honest, func(e *journal.Entry) {
				if e.Type == "redeem" {
					e.Postings = e.Postings[2:]
				}
			}}
		}, "invariant 2"},
		"keeps the dividend": {func(p *pool.Pool) pooltest.Machine {
			return cheat{p, honest, moved("dividend", "holding/ann", "holding/bob")}
		}, "invariant 5"},
		"sets off one side": {func(p *pool.Pool) pooltest.Machine {
			return cheat{p, honest, func(e *journal.Entry) {
				if e.Type == "clear" {
					e.Postings = e.Postings[2:]
				}
			}}
		}, "invariant 3"},
		"counts votes of all": {func(p *pool.Pool) pooltest.Machine {
			return cheat{p, func(a pool.Action) pool.Action {
				if v, ok := a.(pool.Approve); ok {
					v.By = []string{"ann", "bob", "株式会社", "mill", "roof", "boiler"}
					return v
				}
				return a
			}, plain}
		}, "invariant 8"},
		"asks nobody who is appointed": {func(p *pool.Pool) pooltest.Machine {
			return cheat{p, func(a pool.Action) pool.Action {
				if m, ok := a.(pool.Amend); ok && m.Terms.Manager == "max" {
					m.By = append([]string{"max"}, m.By...)
					return m
				}
				return a
			}, plain}
		}, "is appointed and does not agree"},
		"signs for the offices": {func(p *pool.Pool) pooltest.Machine {
			return cheat{p, func(a pool.Action) pool.Action {
				by := []string{"mia", "max", "cus", "cleo"}
				switch a := a.(type) {
				case pool.Issue:
					a.By = append(by, a.By...)
					return a
				case pool.Forecast:
					a.By = append(by, a.By...)
					return a
				}
				return a
			}, plain}
		}, "was done without"},
		"takes back for anybody": {func(p *pool.Pool) pooltest.Machine {
			return cheat{p, func(a pool.Action) pool.Action {
				if r, ok := a.(pool.Retract); ok {
					r.By = append([]string{p.Terms().Manager}, r.By...)
					return r
				}
				return a
			}, plain}
		}, "invariant 8: retract"},
		"unbalanced": {func(p *pool.Pool) pooltest.Machine {
			return cheat{p, honest, func(e *journal.Entry) {
				if e.Type == "settle" {
					e.Postings[0].Quantity--
				}
			}}
		}, "do not sum to zero"},
		"lends by the price": {func(p *pool.Pool) pooltest.Machine {
			return cheat{p, func(a pool.Action) pool.Action {
				if l, ok := a.(pool.Lend); ok && l.Price != (unit.Quote{}) && l.Amount.Sign() > 0 && l.Amount.Parts() < 1<<40 {
					l.Amount = unit.New(l.Amount.Parts()*l.Price.Terms().Rate.Num().Int64(), l.Amount.Unit())
					return l
				}
				return a
			}, plain}
		}, "invariants 4 and 7"},
		"grows with time": {func(p *pool.Pool) pooltest.Machine {
			return cheat{p, func(a pool.Action) pool.Action {
				if s, ok := a.(pool.Supply); ok && s.Energy.Sign() > 0 && s.Energy.Parts() < 1<<40 {
					s.Energy = unit.New(s.Energy.Parts()+int64(s.At.Sub(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)).Hours()), s.Energy.Unit())
					return s
				}
				return a
			}, plain}
		}, "invariants 4 and 7"},
	} {
		switch err := play(test.machine); {
		case test.finds == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case test.finds != "" && (err == nil || !strings.Contains(err.Error(), test.finds)):
			t.Errorf("%s: got %v, want %q", name, err, test.finds)
		}
	}
}
