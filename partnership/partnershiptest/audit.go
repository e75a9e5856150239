package partnershiptest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Audit compares what a machine says with what the entries say.
func (a *Auditor) Audit(m Machine) error {
	t := m.Terms()
	var errs []error
	if t.Name != a.terms.Name || t.Unit != a.terms.Unit || t.Purpose != a.terms.Purpose || t.Asset != a.terms.Asset || t.Manager == t.Custodian {
		errs = append(errs, fmt.Errorf("invariant 3: the terms have become %+v", t))
	}
	return errors.Join(append(errs, a.auditMoney(m), a.auditNths(m), a.auditStock(m), a.auditProposals(m))...)
}

// auditMoney: the purse is what came from outside less what went there, and all of it is somebody's.
func (a *Auditor) auditMoney(m Machine) error {
	accounts := a.account(a.money())
	want, purse, arrears := map[string]int64{}, int64(0), int64(0)
	for _, name := range slices.Sorted(maps.Keys(accounts)) {
		switch parts := accounts[name]; {
		case strings.HasPrefix(name, "outside/"):
			purse -= parts
		case name == a.terms.Name:
			arrears = parts // what the promises say, beside what the accounts do
		case money(name) && parts != 0:
			want[name] = parts
		}
	}
	got := map[string]int64{
		"gross": m.Gross().Parts(), "arrears": -m.Arrears().Parts(),
		"fund/commons": m.Commons().Parts(), "fund/capital": m.Capital().Parts(), "fund/prepaid": m.Prepaid().Parts(),
	}
	for _, who := range a.known() {
		got["due/"+who], got["carried/"+who] = m.Due(who).Parts(), m.Carried(who).Parts()
	}
	maps.DeleteFunc(got, func(_ string, parts int64) bool { return parts == 0 })
	var errs []error
	if !maps.Equal(got, want) {
		errs = append(errs, fmt.Errorf("invariant 2: the accounts are %v, and by the entries %v", got, want))
	}
	if m.Purse().Parts() != purse {
		errs = append(errs, fmt.Errorf("invariant 2: the purse has %v, and by the entries %d parts", m.Purse(), purse))
	}
	if m.Arrears().Parts() != arrears {
		errs = append(errs, fmt.Errorf("invariant 2: %v are open, and by the promises in the entries %d parts", m.Arrears(), arrears))
	}
	return errors.Join(errs...)
}

// known are all who were ever members, or have an account, by the entries.
func (a *Auditor) known() []string {
	all := slices.Sorted(maps.Keys(a.active))
	for _, class := range slices.Sorted(maps.Keys(a.accounts)) {
		for _, name := range slices.Sorted(maps.Keys(a.accounts[class])) {
			if _, who, ok := strings.Cut(name, "/"); ok {
				all = append(all, who)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (a *Auditor) auditNths(m Machine) error {
	want := map[string]int64{}
	nths := a.account(nthsClass)
	for _, name := range slices.Sorted(maps.Keys(nths)) {
		if _, who, ok := strings.Cut(name, "/"); ok && nths[name] != 0 {
			want[who] = nths[name]
		}
	}
	got, sum, last := map[string]int64{}, int64(0), ""
	for h := range m.Holders() {
		if h.Party <= last {
			return fmt.Errorf("%s comes after %s among the holders", h.Party, last)
		}
		got[h.Party], last = h.Nths, h.Party
		sum += h.Nths
	}
	if !maps.Equal(got, want) || sum != m.N() || sum != total(nths) {
		return fmt.Errorf("invariant 1: %v have the %d nths, and by the entries %v", got, m.N(), want)
	}
	return nil
}

func (a *Auditor) auditStock(m Machine) error {
	for _, class := range slices.Sorted(maps.Keys(a.accounts)) {
		if !strings.HasPrefix(class, "stock/") {
			continue
		}
		accounts := a.accounts[class]
		for _, name := range slices.Sorted(maps.Keys(accounts)) {
			who, ok := strings.CutPrefix(name, "holding/")
			if ok && m.Holding(who).Parts() != accounts[name] {
				return fmt.Errorf("invariant 10: %s holds %v, and by the entries %d parts", who, m.Holding(who), accounts[name])
			}
		}
		if out := -accounts["issued"] - accounts["redeemed"] - accounts["boughtback"]; out < 0 {
			return fmt.Errorf("invariant 10: more Stock came back than was issued: %v", accounts)
		}
	}
	return nil
}

// auditProposals: what was proposed is open until it is enacted, taken back, vetoed or overtaken by other terms.
func (a *Auditor) auditProposals(m Machine) error {
	var open []string
	for _, o := range m.Proposals() {
		open = append(open, o.ID)
	}
	slices.Sort(open)
	if want := slices.Sorted(maps.Keys(a.proposals)); !slices.Equal(open, want) {
		return fmt.Errorf("invariant 5: %q are open, and by the entries %q", open, want)
	}
	return nil
}
