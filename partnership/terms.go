package partnership

import (
	"fmt"
	"slices"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Terms are what a partnership is founded on, its agreement as far as figures say it. Who has an office or a portion
// is a member: the partnership owns nothing, employs nobody, and contracts with nobody.
type Terms struct {
	Name  string    // the partnership as a party of its ledger: holder of what is in arrears
	Unit  unit.Unit // the unit of account of all rentals and payments
	Rules int       // the version of the rules; 0 means RulesVersion

	Purpose string // what the asset is for, in words: no amendment changes it
	Asset   string // what is held, in words: no amendment changes it, and no action sells it

	Founders  []string // the first members, all of whom must adopt the terms
	Custodian string   // holds the asset and the money; may veto, and neither proposes nor votes
	Manager   string   // runs the asset for a portion of the gross, if any; never the custodian

	Holders []Holder // whose the first nths are; their sum is N
	Offered bool     // all providers stand ready to sell nths, pro rata, to whoever buys at the valuation: see Buy

	Portions     []Portion  // by which a gross is divided; at least one
	CommonsFirst bool       // what is written off is borne by the commons fund, as far as it goes, and then by the gross
	Overpaid     Overpaid   // what a payment becomes that is more than the rental
	Stock        StockTerms // of the Stock that is issued; the zero StockTerms: none
	Index        Index      // by which rentals are reviewed; none: they stay as they are

	Needs    []Need          // who must agree to what, where it differs from DefaultNeeds
	Approval unit.Millionths // more than this part of those with a vote decide; 0 means half
}

// A Holder is whose so many nths are.
type Holder struct {
	Party string
	Nths  int64
}

// Overpaid says what a payment becomes that is more than the rental in arrears and due.
type Overpaid uint8

// What becomes of too much: it is carried to the next rental, or buys Stock or nths as far as it goes.
const (
	Carried Overpaid = iota
	ToStock
	ToNths
)

var overpaids = []string{"", "stock", "nths"}

// StockTerms say what Stock the partnership issues, and at what price.
type StockTerms struct {
	Carrier string      // what it is returnable for, such as "rental" or "heat"
	Site    string      // where
	Unit    unit.Unit   // of its face: the unit of account, or one that a quote in it can be of
	Pay     unit.Amount // in the unit of account, is the price
	For     unit.Amount // of this face
}

// RulesVersion is the version of the rules that New gives to Terms without one. Actions are replayed by
// the rules under which they were made.
const RulesVersion = 1

// Bounds on terms.
const (
	FoundersMax = 4096
	PortionsMax = 64
	NthsMax     = 1 << 62 // of all holders together
	WeightMax   = 1 << 40 // of a portion
)

// complete returns the terms with what an empty field means, as a copy.
func (t Terms) complete() Terms {
	if t.Rules == 0 {
		t.Rules = RulesVersion
	}
	if t.Approval == 0 {
		t.Approval = unit.Whole / 2
	}
	return t.clone()
}

// clone copies what the caller could change.
func (t Terms) clone() Terms {
	t.Founders, t.Holders, t.Portions = slices.Clone(t.Founders), slices.Clone(t.Holders), slices.Clone(t.Portions)
	t.Index, t.Needs = slices.Clone(t.Index), slices.Clone(t.Needs)
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
	for _, check := range []func() error{t.checkWords, t.checkOffices, t.checkFounders, t.checkHolders, t.checkPortions, t.checkStock, t.checkIndex, t.checkNeeds} {
		if err := check(); err != nil {
			return err
		}
	}
	if t.Approval < 0 || t.Approval >= unit.Whole {
		return wrongTerms("want an approval by more than 0 to 999999 millionths")
	}
	return nil
}

func (t *Terms) checkWords() error {
	for _, f := range [...]struct{ name, words string }{{"purpose", t.Purpose}, {"asset", t.Asset}} {
		if err := machine.WrongWords(ErrWords, f.name, f.words); err != nil {
			return wrongTerms("%v", err)
		}
	}
	return nil
}

func (t *Terms) checkOffices() error {
	if err := machine.WrongMember("name", t.Name); err != nil {
		return wrongTerms("%v", err)
	}
	if t.Name == t.Manager || t.Name == t.Custodian || t.Manager == t.Custodian {
		return wrongTerms("want a manager and a custodian that differ, and neither of them the partnership")
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
		if who == t.Name {
			return wrongTerms("want founders that are not the partnership: it is nobody")
		}
	}
	sorted := slices.Sorted(slices.Values(t.Founders))
	if len(slices.Compact(sorted)) < len(t.Founders) {
		return wrongTerms("want each founder once")
	}
	return nil
}

func (t *Terms) checkHolders() error {
	founders := make(map[string]bool, len(t.Founders))
	for _, who := range t.Founders {
		founders[who] = true
	}
	var n int64
	for _, h := range t.Holders {
		if !founders[h.Party] {
			return wrongTerms("want founders, each once, for the first holders, and got %.32q", h.Party)
		}
		founders[h.Party] = false
		if h.Nths <= 0 || h.Nths > NthsMax-n {
			return wrongTerms("want nths above zero, at most 2^62 together")
		}
		n += h.Nths
	}
	if n == 0 {
		return wrongTerms("want somebody to hold the first nths")
	}
	return nil
}

func (t *Terms) checkStock() error {
	s := t.Stock
	if s == (StockTerms{}) {
		if t.Overpaid == ToStock {
			return wrongTerms("want terms of the Stock that an overpayment becomes")
		}
		return nil
	}
	for _, err := range []error{machine.WrongMember("carrier", s.Carrier), machine.WrongMember("site", s.Site)} {
		if err != nil {
			return wrongTerms("%v", err)
		}
	}
	if s.Unit.IsZero() || s.Pay.Unit() != t.Unit || s.For.Unit() != s.Unit || s.Pay.Sign() <= 0 || s.For.Sign() <= 0 {
		return wrongTerms("want a unit of Stock, and a price above zero in %v for so much of that unit", t.Unit)
	}
	if abovePar(s.Pay, s.For) {
		return wrongTerms("want a price of Stock at par or below: %v is for %v", s.Pay, s.For)
	}
	if _, energy := s.Unit.Joules(); energy && s.Unit != t.Unit {
		if _, both := t.Unit.Joules(); both {
			return wrongTerms("want Stock in the unit of account, or in one that a quote can be of: energy of Stock is none of account")
		}
	}
	return nil
}

func (t *Terms) checkIndex() error {
	if err := t.Index.Check(); err != nil {
		return wrongTerms("%v", err)
	}
	if t.Overpaid > ToNths {
		return wrongTerms("want an overpayment to be carried, or to become Stock or nths")
	}
	return nil
}

// office reports whether somebody has an office or a portion of its own.
func (t *Terms) office(who string) bool {
	return who == t.Manager || who == t.Custodian || slices.ContainsFunc(t.Portions, func(p Portion) bool { return p.To == who })
}
