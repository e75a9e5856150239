package guarantee

import (
	"fmt"
	"slices"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Terms are what a society is founded on, its master agreement as far as figures say it.
type Terms struct {
	Name  string    // the society as a party of its ledger: guarantor of promises and holder of claims
	Unit  unit.Unit // the unit of account of all promises, charges and books
	Rules int       // the version of the rules; 0 means RulesVersion

	Founders  []string // the first members, all of whom must adopt the terms
	Manager   string   // sets limits and handles defaults, for its cost; never the custodian, and no member
	Custodian string   // holds the money, and is no member

	Cost    Rates // for the guarantee of a promise, to the cost book
	Default Rates // for the guarantee of a promise, to the default book

	Subscription  unit.Amount       // of each member and policy year, to the cost book; the zero Amount: none
	Layers        []waterfall.Layer // by which losses are shared out, in order; none means Layers(unit.Whole)
	Reserve       string            // the layer of the kind Fund that retained surpluses fill; empty means "reserve"
	ReserveTarget unit.Amount       // up to which a surplus goes there first; the zero Amount: none
	Release       unit.Millionths   // of the default charges of open years, for which a leaver is free of calls
	Approval      unit.Millionths   // more than this part of the active members decide; 0 means half
	Tariffs       []Tariff          // at which a defaulter may work off what the society has paid
	Keynes        Keynes            // a charge on balances; the zero Keynes: none
}

// A Rates is what the two sides of a promise pay for its guarantee: a flat part of its face, at acceptance and
// never again, whatever the time to pay. Both are above zero, because both have the use of it.
type Rates struct{ Buyer, Seller unit.Millionths }

// A Tariff is what work is worth that a defaulter does for the community.
type Tariff struct {
	Work  string      // what is done, in words
	Per   string      // its measure, such as "hour"
	Value unit.Amount // of one of them
}

// Keynes is John Maynard Keynes' charge on balances, credit or debit alike: a part First of what the average
// balance of a policy year is above FirstAbove of the member's quota, and Second more of what it is
// above SecondAbove. Its own figures were 1 % above a quarter and 1 % more above a half.
type Keynes struct {
	Quota                   unit.Amount // of each member; the zero Amount: the member's limit as buyer
	First, Second           unit.Millionths
	FirstAbove, SecondAbove unit.Millionths
}

// RulesVersion is the version of the rules that New gives to Terms without one. Actions are replayed by
// the rules under which they were made.
const RulesVersion = 1

// Bounds on terms.
const (
	FoundersMax = 4096
	TariffsMax  = 64
)

// reserveName is the fund that retained surpluses fill where the terms name none.
const reserveName = "reserve"

// Layers returns the usual order of losses: the defaulter's security, its own provision, those who vouched for it,
// the reserve, the other members' provisions, a call on all of at most so many times the default charges that each
// has paid in the year, and then the creditors, who wait.
func Layers(times unit.Millionths) []waterfall.Layer {
	return []waterfall.Layer{
		{Name: "security", Kind: waterfall.Security},
		{Name: "own provision", Kind: waterfall.Own, Of: "provisions"},
		{Name: "pledges", Kind: waterfall.Pledges, Key: waterfall.Contribution, Refill: true},
		{Name: reserveName, Kind: waterfall.Fund, Refill: true},
		{Name: "provisions", Kind: waterfall.Provisions, Key: waterfall.Contribution, Refill: true},
		{Name: "calls", Kind: waterfall.Calls, Key: waterfall.Charges, Times: times, Base: waterfall.Charges, Refill: true},
		{Name: "haircut", Kind: waterfall.Haircut, Refill: true},
	}
}

// complete returns the terms with what an empty field means, as a copy.
func (t Terms) complete() Terms {
	if t.Rules == 0 {
		t.Rules = RulesVersion
	}
	if t.Approval == 0 {
		t.Approval = unit.Whole / 2
	}
	if t.Reserve == "" {
		t.Reserve = reserveName
	}
	if len(t.Layers) == 0 {
		t.Layers = Layers(unit.Whole)
	}
	return t.clone()
}

// clone copies what the caller could change.
func (t Terms) clone() Terms {
	t.Founders, t.Layers, t.Tariffs = slices.Clone(t.Founders), slices.Clone(t.Layers), slices.Clone(t.Tariffs)
	return t
}

// offices are who serves: the manager and the custodian.
func (t *Terms) offices() []string { return []string{t.Manager, t.Custodian} }

func wrongTerms(format string, args ...any) error {
	return &journal.RefusalError{Reason: ErrTerms, What: fmt.Sprintf(format, args...)}
}

// check refuses terms that cannot work, and says why.
func (t *Terms) check() error {
	if t.Unit.IsZero() || t.Rules != RulesVersion {
		return wrongTerms("want a unit of account, and rules of version 1")
	}
	for _, check := range []func() error{t.checkRoles, t.checkFounders, t.checkCharges, t.checkRates, t.checkLayers, t.checkTariffs, t.checkKeynes} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (t *Terms) checkRoles() error {
	for _, err := range []error{machine.WrongMember("name", t.Name), machine.WrongMember("manager", t.Manager), machine.WrongMember("custodian", t.Custodian)} {
		if err != nil {
			return wrongTerms("%v", err)
		}
	}
	if t.Name == t.Manager || t.Name == t.Custodian || t.Manager == t.Custodian {
		return wrongTerms("want a manager and a custodian that differ, and neither of them the society")
	}
	return nil
}

func (t *Terms) checkFounders() error {
	if len(t.Founders) < 2 || len(t.Founders) > FoundersMax {
		return wrongTerms("want 2 to %d founders", FoundersMax)
	}
	for _, who := range t.Founders {
		if err := machine.WrongMember("founder", who); err != nil {
			return wrongTerms("%v", err)
		}
		if t.office(who) {
			return wrongTerms("want founders that are not the society, its manager or its custodian")
		}
	}
	sorted := slices.Sorted(slices.Values(t.Founders))
	if len(slices.Compact(sorted)) < len(t.Founders) {
		return wrongTerms("want each founder once")
	}
	return nil
}

// office reports whether a name is that of the society or of who serves it: no member's.
func (t *Terms) office(who string) bool {
	return who == t.Name || who == t.Manager || who == t.Custodian
}

func (t *Terms) checkCharges() error {
	for _, rate := range []unit.Millionths{t.Cost.Buyer, t.Cost.Seller, t.Default.Buyer, t.Default.Seller} {
		if rate <= 0 || rate > unit.Whole {
			return wrongTerms("want charges above zero for both sides and both books, and at most all of the face: both sides have the use of the guarantee")
		}
	}
	return nil
}

func (t *Terms) checkRates() error {
	for _, a := range []unit.Amount{t.Subscription, t.ReserveTarget} {
		if a != (unit.Amount{}) && (a.Unit() != t.Unit || a.Sign() < 0) {
			return wrongTerms("want a subscription and a reserve target of zero or above, in %v", t.Unit)
		}
	}
	if t.Release < 0 || t.Release > unit.Whole {
		return wrongTerms("want a release of 0 to 1000000 millionths")
	}
	if t.Approval < 0 || t.Approval >= unit.Whole {
		return wrongTerms("want an approval by more than 0 to 999999 millionths")
	}
	return nil
}

func (t *Terms) checkLayers() error {
	if err := wrongLayers(t.Layers, t.Unit); err != nil {
		return err
	}
	if !t.funds(t.Reserve) {
		return wrongTerms("want a layer of the kind fund with the name %.32q, which retained surpluses fill", t.Reserve)
	}
	return nil
}

// wrongLayers refuses layers that cannot work by themselves.
func wrongLayers(layers []waterfall.Layer, u unit.Unit) error {
	if err := waterfall.Validate(layers, u); err != nil {
		return wrongTerms("%v", err)
	}
	seen := make(map[waterfall.Kind]bool)
	for _, l := range layers {
		if seen[l.Kind] && l.Kind != waterfall.Fund {
			return wrongTerms("want at most one layer of the kind %v: it would draw on the same twice", l.Kind)
		}
		seen[l.Kind] = true
	}
	return nil
}

// funds reports whether a layer is a common fund of this name.
func (t *Terms) funds(name string) bool {
	return slices.ContainsFunc(t.Layers, func(l waterfall.Layer) bool { return l.Kind == waterfall.Fund && l.Name == name })
}

func (t *Terms) checkTariffs() error {
	if len(t.Tariffs) > TariffsMax {
		return wrongTerms("want at most %d tariffs", TariffsMax)
	}
	for i, f := range t.Tariffs {
		if err := machine.WrongWords(ErrWords, "work", f.Work); err != nil {
			return wrongTerms("%v", err)
		}
		if err := machine.WrongWords(ErrWords, "per", f.Per); err != nil {
			return wrongTerms("%v", err)
		}
		if f.Value.Unit() != t.Unit || f.Value.Sign() <= 0 {
			return wrongTerms("want a tariff above zero, in %v", t.Unit)
		}
		if slices.ContainsFunc(t.Tariffs[:i], func(g Tariff) bool { return g.Work == f.Work }) {
			return wrongTerms("want one tariff for each work")
		}
	}
	return nil
}

func (t *Terms) checkKeynes() error {
	k := t.Keynes
	switch {
	case k == Keynes{}:
		return nil
	case k.Quota != unit.Amount{} && (k.Quota.Unit() != t.Unit || k.Quota.Sign() <= 0):
		return wrongTerms("want a quota above zero, in %v", t.Unit)
	case k.First <= 0 || k.First > unit.Whole || k.Second < 0 || k.Second > unit.Whole-k.First:
		return wrongTerms("want a first rate above zero, and at most all of the balance by both rates")
	case k.FirstAbove < 0 || k.SecondAbove < k.FirstAbove || k.SecondAbove > unit.Whole:
		return wrongTerms("want the rates above parts of the quota from 0 to all, the second not below the first")
	}
	return nil
}
