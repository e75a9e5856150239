package guaranteetest

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"example.org/mutual/guarantee"
	"example.org/mutual/unit/journal"
)

// A Way is how money may move in an entry: from accounts that begin with From to those that begin with To.
type Way struct{ From, To string }

// An Auditor recomputes what the custodian must hold from the entries alone.
type Auditor struct {
	Moves    map[string][]Way // by the type of the action; a type that is not there moves no money
	terms    guarantee.Terms
	accounts map[string]int64
	budgets  map[string]guarantee.Budget // that were proposed
	approved map[string]int64            // what may be paid, by whom it is to
	received map[string]int64            // what was paid of costs
	opened   map[string]int              // the years, by their places
	left     map[string]int              // how many years there had been when a member left
	orders   *orders
}

// NewAuditor returns an auditor of a society that begins with these terms.
func NewAuditor(t guarantee.Terms) *Auditor {
	a := &Auditor{terms: t, Moves: ways(), accounts: map[string]int64{}, budgets: map[string]guarantee.Budget{}, approved: map[string]int64{}, received: map[string]int64{}, opened: map[string]int{}, left: map[string]int{}, orders: newOrders(t)}
	return a
}

// ways are what each type of action may move. The manager's own, limits and years, pay nobody from outside.
func ways() map[string][]Way {
	charges := []Way{{"deposit/", "pool/cost"}, {"deposit/", "pool/default"}}
	all := map[string][]Way{
		"deposit":         {{"outside/", "deposit/"}},
		"withdraw":        {{"deposit/", "outside/"}},
		"postSecurity":    {{"outside/", "security/"}},
		"releaseSecurity": {{"security/", "outside/"}},
		"pledge":          {{"outside/", "pledge/"}},
		"unpledge":        {{"pledge/", "outside/"}},
		"endow":           {{"outside/", "pool/default"}, {"pool/default", "fund/"}},
		"accept":          charges,
		"subscribe":       charges[:1],
		"leave":           {{"deposit/", "pool/default"}, {"pool/default", "fund/"}},
		"chargeBalances":  {{"deposit/", "pool/default"}, {"pool/default", "fund/"}},
		"payCost":         {{"pool/cost", "outside/"}},
		"closeYear":       {{"pool/cost", "deposit/"}, {"pool/default", "deposit/"}, {"pool/default", "fund/"}},
	}
	maps.Copy(all, lossWays())
	return all
}

// Record takes an action that was applied, and reports what is wrong with its entry.
func (a *Auditor) Record(did guarantee.Action, e journal.Entry) error {
	errs := []error{e.Check()}
	for i := 0; i+1 < len(e.Postings); i += 2 {
		from, to := e.Postings[i], e.Postings[i+1]
		if !money(from.Account) && !money(to.Account) {
			continue // a promise, which is between members
		}
		if from.Quantity > 0 {
			from, to = to, from
		}
		if from.Quantity != -to.Quantity || !slices.ContainsFunc(a.Moves[e.Type], func(w Way) bool { return starts(from, w.From) && starts(to, w.To) }) {
			errs = append(errs, fmt.Errorf("%s moved %v to %v", e.Type, from, to))
		}
		a.accounts[from.Account] += from.Quantity
		a.accounts[to.Account] += to.Quantity
		if e.Type == "payCost" {
			a.received[to.Account] += to.Quantity
		}
	}
	a.know(did, e)
	a.orders.know(did, e)
	return errors.Join(append(errs, a.check())...)
}

func starts(p journal.Posting, prefix string) bool { return strings.HasPrefix(p.Account, prefix) }

// money reports whether an account is one of money, and not a member who owes and is owed.
func money(account string) bool { return strings.Contains(account, "/") }

// know takes note of budgets as they are proposed and approved, of years as they open, and of who leaves.
func (a *Auditor) know(did guarantee.Action, e journal.Entry) {
	switch did := did.(type) {
	case guarantee.Budget:
		a.budgets[did.ID] = did
	case guarantee.OpenYear:
		a.opened[did.ID] = len(a.opened)
	case guarantee.Leave:
		a.left[did.Member] = len(a.opened)
	}
	for _, n := range e.Notes {
		if b, ok := a.budgets[n.Text]; ok && n.Kind == "approved" {
			to := "outside/" + b.To
			a.approved[to] += min(b.Amount.Parts(), math.MaxInt64-a.approved[to]) // as much as nobody can be paid
		}
	}
}

// check holds the accounts to what needs no society to be seen.
func (a *Auditor) check() error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(a.accounts)) {
		if a.accounts[name] < 0 && !strings.HasPrefix(name, "outside/") {
			errs = append(errs, fmt.Errorf("invariants 1 and 2: %s holds %d parts", name, a.accounts[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.received)) {
		if a.received[name] > a.approved[name] {
			errs = append(errs, fmt.Errorf("invariant 9: %s was paid %d parts of costs, and %d were approved", name, a.received[name], a.approved[name]))
		}
	}
	return errors.Join(errs...)
}

// Audit compares what a machine says that the custodian holds with what the entries say.
func (a *Auditor) Audit(m Machine) error {
	want := maps.Clone(a.accounts)
	maps.DeleteFunc(want, func(name string, parts int64) bool { return strings.HasPrefix(name, "outside/") || parts == 0 })
	got, sum := map[string]int64{}, int64(0)
	for held := range m.Accounts() {
		if sum += held.Amount.Parts(); !held.Amount.IsZero() {
			got[held.Name] += held.Amount.Parts()
		}
	}
	var errs []error
	if !maps.Equal(got, want) {
		errs = append(errs, fmt.Errorf("invariants 1, 2 and 13: the accounts are %v, and by the entries %v", got, want))
	}
	if m.Purse().Parts() != sum {
		errs = append(errs, fmt.Errorf("invariant 13: all accounts hold %d parts, and the custodian %v", sum, m.Purse()))
	}
	return errors.Join(errs...)
}
