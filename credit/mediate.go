package credit

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Mediate gives, or takes back, a party's consent to let others' payments through: those that come from
// one party and go on to another. Only the mediator must agree. It risks nothing but what its lines allow:
// a payment that passes through makes it owe one more and another owe it more, or less.
//
// From or To may be empty, for any party. Each consent stands by itself: to take back that for any party
// leaves those for a single one as they are.
type Mediate struct {
	ID    string
	At    time.Time
	By    []string
	Party string // the mediator
	From  string // from whom payments may come; empty: from anybody
	To    string // to whom they may go on; empty: to anybody
	Stop  bool   // take the consent back
}

// ConsentsMax is how many consents of one mediator may stand.
const ConsentsMax = 4096

func (a Mediate) header() header { return header{Kind: "mediate", ID: a.ID, At: a.At, By: a.By} }

func (a *Mediate) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("party", &a.Party)
	c.Text("from", &a.From)
	c.Text("to", &a.To)
	c.Flag("stop", &a.Stop)
}

// anybody stands for any party in a consent.
const anybody = -1

// through is one consent: from whom, to whom.
type through struct{ from, to int32 }

func (a Mediate) apply(t *turn) error {
	if err := a.check(); err != nil {
		return err
	}
	if err := t.Agree(a.Party); err != nil {
		return err
	}
	who := t.party(a.Party)
	c, old := through{t.anybodyOr(a.From), t.anybodyOr(a.To)}, t.through[who]
	at := slices.Index(old, c)
	switch {
	case a.Stop && at < 0:
		return &journal.RefusalError{Reason: ErrMediator, What: "there is no such consent"}
	case a.Stop:
		t.consent(who, slices.Delete(slices.Clone(old), at, at+1))
	case at < 0 && len(old) >= ConsentsMax:
		return &journal.RefusalError{Reason: ErrMediator, What: "want at most 4096 consents"}
	case at < 0:
		t.consent(who, append(slices.Clone(old), c))
	}
	return nil
}

func (a Mediate) check() error {
	if err := machine.WrongParty("party", a.Party); err != nil {
		return err
	}
	if a.From != "" {
		if err := two("party", a.Party, "from", a.From); err != nil {
			return err
		}
	}
	if a.To != "" {
		if err := two("party", a.Party, "to", a.To); err != nil {
			return err
		}
	}
	if a.From != "" && a.From == a.To {
		return &journal.RefusalError{Reason: ErrSelf, What: "want another to than the from"}
	}
	return nil
}

// anybodyOr returns the number of a party, of which it makes one if there is none, or anybody.
func (t *turn) anybodyOr(name string) int32 {
	if name == "" {
		return anybody
	}
	return t.party(name)
}

// consent changes all the consents of a party.
func (l *Ledger) consent(who int32, new []through) {
	old, had := l.through[who]
	l.undoBy(func() {
		if had {
			l.through[who] = old
		} else {
			delete(l.through, who)
		}
		l.staleParty(who)
	})
	if len(new) > 0 {
		l.through[who] = new
	} else {
		delete(l.through, who)
	}
	l.staleParty(who)
}

// lets reports whether a mediator lets payments through from one party to another.
func (l *Ledger) lets(from, mediator, to string) bool {
	m, ok := l.number[mediator]
	f, ok1 := l.number[from]
	t, ok2 := l.number[to]
	if !ok {
		return false
	}
	return slices.ContainsFunc(l.through[m], func(c through) bool {
		return (c.from == anybody || ok1 && c.from == f) && (c.to == anybody || ok2 && c.to == t)
	})
}

// A Consent is a mediator's consent as it stands: see [Mediate].
type Consent struct {
	Party, From, To string
}

func (c Consent) compare(d Consent) int {
	return cmp.Or(strings.Compare(c.Party, d.Party), strings.Compare(c.From, d.From), strings.Compare(c.To, d.To))
}

// Consents yields the consents of all mediators in the order of their names, then of from and to.
// O(n log n).
func (l *Ledger) Consents() iter.Seq[Consent] {
	var all []Consent
	for _, who := range sortedKeys(l.through) {
		for _, c := range l.through[who] {
			all = append(all, Consent{l.parties[who].name, l.nameOr(c.from), l.nameOr(c.to)})
		}
	}
	slices.SortFunc(all, Consent.compare)
	return slices.Values(all)
}

func (l *Ledger) nameOr(party int32) string {
	if party == anybody {
		return ""
	}
	return l.parties[party].name
}

// SetCharge says what a mediator is paid for letting a payment through, and what cost that covers: a flat
// amount, and a part of what it carries, rounded up, once a payment whatever its paths. Only the
// mediator must agree; the payer does by paying. Without either amount the charge ends. By default there is
// none.
type SetCharge struct {
	ID    string
	At    time.Time
	By    []string
	Party string
	Flat  unit.Amount     // the zero Amount: nothing
	Rate  unit.Millionths // of what is carried, rounded up; at most all
	For   string          // the cost that it covers, in words; empty where there is no charge
}

func (a SetCharge) header() header { return header{Kind: "setCharge", ID: a.ID, At: a.At, By: a.By} }

func (a *SetCharge) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("party", &a.Party)
	c.Amount("flat", &a.Flat)
	c.Integer("rate", (*int64)(&a.Rate))
	c.Text("for", &a.For)
}

// charge is a mediator's charge; the zero charge is none.
type charge struct {
	flat  int64
	rate  unit.Millionths
	words string
}

func (a SetCharge) apply(t *turn) error {
	if err := machine.WrongParty("party", a.Party); err != nil {
		return err
	}
	if err := t.Agree(a.Party); err != nil {
		return err
	}
	if a.Rate < 0 || a.Rate > unit.Whole {
		return &journal.RefusalError{Reason: ErrMediator, What: "want 0 to 1000000 millionths"}
	}
	new := charge{rate: a.Rate, words: a.For}
	if a.Flat != (unit.Amount{}) {
		var err error
		if new.flat, err = t.parts(a.Flat); err != nil {
			return err
		}
	}
	if new.flat == 0 && new.rate == 0 {
		if a.For != "" {
			return &journal.RefusalError{Reason: ErrWords, What: "for must be empty where nothing is charged"}
		}
	} else if err := machine.WrongWords(ErrWords, "for", a.For); err != nil {
		return err
	}
	t.setCharge(t.party(a.Party), new)
	return nil
}

func (l *Ledger) setCharge(who int32, new charge) {
	old := l.charges[who]
	l.undoBy(func() { l.putCharge(who, old) })
	l.putCharge(who, new)
}

func (l *Ledger) putCharge(who int32, c charge) {
	if c == (charge{}) {
		delete(l.charges, who)
	} else {
		l.charges[who] = c
	}
}

// charge returns what a mediator is paid for carrying so much, and for what. It is at most TotalMax.
func (l *Ledger) charge(mediator string, carried int64) (parts int64, words string) {
	n, ok := l.number[mediator]
	if !ok {
		return 0, ""
	}
	c := l.charges[n]
	share, left, _ := c.rate.Of(l.amount(carried)) // of at most the whole, which fits
	parts = share.Parts()
	if left > 0 {
		parts++
	}
	return min(parts, TotalMax-c.flat) + c.flat, c.words
}

// A Charge is a mediator's charge as it stands: see [SetCharge].
type Charge struct {
	Party string
	Flat  unit.Amount
	Rate  unit.Millionths
	For   string
}

// Charges yields the charges of all mediators that have one, in the order of their names. O(n log n).
func (l *Ledger) Charges() iter.Seq[Charge] {
	all := make([]Charge, 0, len(l.charges))
	for _, who := range sortedKeys(l.charges) {
		c := l.charges[who]
		all = append(all, Charge{l.parties[who].name, l.amount(c.flat), c.rate, c.words})
	}
	slices.SortFunc(all, Charge.compare)
	return slices.Values(all)
}

func (c Charge) compare(d Charge) int { return strings.Compare(c.Party, d.Party) }

// String says the charge in words.
func (c Charge) String() string {
	return fmt.Sprintf("%s is paid %v and %v of what it carries, for %s", c.Party, c.Flat, c.Rate, c.For)
}

// sortedKeys returns the keys of a map in their order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
