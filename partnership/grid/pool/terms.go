package pool

import (
	"slices"
	"strings"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// Bounds on terms.
const (
	NameBytesMax = 60 // bytes of the name of a party, a carrier, a site or a property
	FoundersMax  = 4096
	ProductsMax  = 256
	LeviesMax    = 64
)

// RulesVersion is the version of the rules that New gives to Terms without one. Actions are replayed by the rules
// under which they were made.
const RulesVersion = 1

// Terms are what a pool is founded on, its agreement as far as figures say it.
type Terms struct {
	Name  string    // the pool as a holder of Stock that is to be divided
	Unit  unit.Unit // of energy: the face of all Stock of the pool
	Money unit.Unit // what energy is quoted in, and levies are counted in; no unit of energy
	Rules int       // the version of the rules; 0 means RulesVersion

	Founders  []string // the first members, all of whom must adopt the terms
	Manager   string   // instructs issues and reads meters; never the custodian, and no member
	Custodian string   // agrees to forecasts and keeps the records, and is no member

	Products []Product       // what Stock of the pool can pay for
	Levies   []Levy          // on the use of what nobody made
	Approval unit.Millionths // more than this part of the active members decide on other terms; 0 means half
}

// A Product is a carrier of energy at a site, such as heat on the hill.
type Product struct{ Carrier, Site string }

// A Levy is what the use of a commons costs, such as land by land rental units, or energy.
type Levy struct {
	Name    string
	Measure unit.Unit   // of the use
	Each    unit.Amount // on one whole unit of it, in Money
}

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
	t.Founders, t.Products, t.Levies = slices.Clone(t.Founders), slices.Clone(t.Products), slices.Clone(t.Levies)
	return t
}

// offices are who serves: the manager and the custodian.
func (t *Terms) offices() []string { return []string{t.Manager, t.Custodian} }

func wrongTerms(format string, args ...any) error { return refuse(ErrTerms, format, args...) }

// check refuses terms that cannot work, and says why.
func (t *Terms) check() error {
	_, energy := t.Unit.Joules()
	if _, other := t.Money.Joules(); !energy || other || t.Money.IsZero() || t.Rules != RulesVersion {
		return wrongTerms("want a unit of energy, one that is none for money, and rules of version 1")
	}
	if t.Approval < 0 || t.Approval >= unit.Whole {
		return wrongTerms("want an approval by more than a part that is zero or above and less than all")
	}
	for _, check := range []func() error{t.checkRoles, t.checkFounders, t.checkProducts, t.checkLevies} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (t *Terms) checkRoles() error {
	for _, field := range []struct{ role, name string }{{"name", t.Name}, {"manager", t.Manager}, {"custodian", t.Custodian}} {
		if what := wrongName(field.name); what != "" {
			return wrongTerms("%s %s", field.role, what)
		}
	}
	if t.Name == t.Manager || t.Name == t.Custodian || t.Manager == t.Custodian {
		return wrongTerms("want a manager and a custodian that differ, and neither of them the pool")
	}
	return nil
}

func (t *Terms) checkFounders() error {
	if len(t.Founders) < 2 || len(t.Founders) > FoundersMax {
		return wrongTerms("want 2 to %d founders", FoundersMax)
	}
	seen := make(map[string]bool, len(t.Founders))
	for _, who := range t.Founders {
		if what := wrongName(who); what != "" {
			return wrongTerms("founder %s", what)
		}
		if t.office(who) || seen[who] {
			return wrongTerms("want founders each once, and not the pool or in its service: %.32q", who)
		}
		seen[who] = true
	}
	return nil
}

func (t *Terms) checkProducts() error {
	if len(t.Products) == 0 || len(t.Products) > ProductsMax {
		return wrongTerms("want 1 to %d products", ProductsMax)
	}
	for i, p := range t.Products {
		if wrongName(p.Carrier) != "" || wrongName(p.Site) != "" || slices.Contains(t.Products[:i], p) {
			return wrongTerms("want products each once, with a carrier and a site of 1 to %d bytes: %.32q, %.32q", NameBytesMax, p.Carrier, p.Site)
		}
	}
	return nil
}

func (t *Terms) checkLevies() error {
	if len(t.Levies) > LeviesMax {
		return wrongTerms("want at most %d levies", LeviesMax)
	}
	for i, l := range t.Levies {
		twice := slices.ContainsFunc(t.Levies[:i], func(m Levy) bool { return m.Name == l.Name })
		if wrongName(l.Name) != "" || l.Measure.IsZero() || l.Each.Unit() != t.Money || l.Each.Sign() <= 0 || twice {
			return wrongTerms("want levies each once, with a measure, and above zero in %v: %.32q", t.Money, l.Name)
		}
	}
	return nil
}

// office reports whether a name is that of the pool, or of who serves it.
func (t *Terms) office(who string) bool {
	return who == t.Name || who == t.Manager || who == t.Custodian
}

// levy returns a levy of the terms.
func (t *Terms) levy(name string) (Levy, error) {
	for _, l := range t.Levies {
		if l.Name == name {
			return l, nil
		}
	}
	return Levy{}, refuse(ErrLevy, "%.32q", name)
}

// wrongName says what keeps s from being a name in a pool. Obligations in a clearing are named after two of them, and
// accounts part by part.
func wrongName(s string) string {
	switch what := name.Wrong(s); {
	case what != "":
		return what
	case len(s) > NameBytesMax:
		return "must be at most 60 bytes"
	case strings.Contains(s, "/"):
		return "must not hold a slash"
	}
	return ""
}
