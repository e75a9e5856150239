package play

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"example.org/mutual/unit"
)

// Bounds on a society, for a page's sake.
const (
	PromisesMax = 2000
	MembersMax  = PartiesShownMax // of whom one is chosen
)

// partsMax bounds each amount, so that no sum on the page can be too large: a hundred thousand million euros.
const partsMax = 10_000_000_000_000

var (
	errPromises  = fmt.Errorf("want 1 to %d guaranteed promises among at most %d members", PromisesMax, MembersMax)
	errOneUnit   = errors.New("a society has one unit of account: want all promises in the same")
	errPartsMax  = fmt.Errorf("want amounts of at most %d smallest parts here", int64(partsMax))
	errDefaulter = errors.New("choose who cannot pay")
)

// A society is what the page says of one: its terms, what stands behind a member, and what befalls it. Amounts are text
// in the unit of the promises; empty means none.
type society struct {
	Defaulter string `json:"defaulter"`
	Cost      string `json:"cost"`     // per cent of a promise's face, from each side, for costs
	Charge    string `json:"charge"`   // likewise, for defaults
	Security  string `json:"security"` // what the defaulter has posted
	Voucher   string `json:"voucher"`  // who vouches for the defaulter; empty: nobody
	Pledge    string `json:"pledge"`   // with how much
	Reserve   string `json:"reserve"`  // the common fund
	Times     string `json:"times"`    // of its charges that a member can be called for
	Recovered string `json:"recovered"`
}

// settings are a society's numbers, read.
type settings struct {
	defaulter, voucher                   string
	cost, charge, times                  unit.Millionths
	security, pledge, reserve, recovered unit.Amount
}

// run sees a society of these terms, whose members have made these promises, through a default.
func (s society) run(text string) (*told, error) {
	l, err := readList(text)
	if err != nil {
		return nil, err
	}
	members, u, err := l.members()
	if err != nil {
		return nil, err
	}
	set, err := s.read(u)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(members, set.defaulter) {
		return nil, errDefaulter
	}
	return newStory(l, u, members, set).tell()
}

// members are the parties of a list of promises, by name, and their unit of account.
func (l *list) members() ([]string, unit.Unit, error) {
	if len(l.lines) == 0 || len(l.lines) > PromisesMax {
		return nil, unit.Unit{}, errPromises
	}
	if err := l.check(); err != nil {
		return nil, unit.Unit{}, err
	}
	names, u := map[string]bool{}, l.book.Obligations[0].Amount.Unit()
	for i, o := range l.book.Obligations {
		if o.Amount.Unit() != u {
			return nil, u, &lineError{l.lines[i], errOneUnit}
		}
		if o.Amount.Parts() > partsMax {
			return nil, u, &lineError{l.lines[i], errPartsMax}
		}
		names[o.Debtor], names[o.Creditor] = true, true
	}
	if len(names) > MembersMax {
		return nil, u, errPromises
	}
	return keys(names), u, nil
}

// read reads the numbers, and says which of them is wrong.
func (s society) read(u unit.Unit) (set settings, err error) {
	set.defaulter, set.voucher = s.Defaulter, s.Voucher
	for _, field := range []struct {
		name, text string
		to         *unit.Amount
	}{
		{"the defaulter's security", s.Security, &set.security}, {"the pledge", s.Pledge, &set.pledge},
		{"the reserve", s.Reserve, &set.reserve}, {"what is recovered", s.Recovered, &set.recovered},
	} {
		if *field.to, err = amount(field.text, u); err != nil {
			return set, fmt.Errorf("%s: %s", field.name, plain(err))
		}
	}
	for _, field := range []struct {
		name, text string
		places     int // after which a millionth stands
		least, max unit.Millionths
		to         *unit.Millionths
	}{
		{"the charge for costs, in per cent", s.Cost, 4, 1, unit.Whole / 10, &set.cost},
		{"the charge for defaults, in per cent", s.Charge, 4, 1, unit.Whole / 10, &set.charge},
		{"how many times its charges a member can be called for", s.Times, 6, 1, 100 * unit.Whole, &set.times},
	} {
		if *field.to, err = millionths(field.text, field.places, field.least, field.max); err != nil {
			return set, fmt.Errorf("%s: %s", field.name, plain(err))
		}
	}
	return set, nil
}

// amount reads an amount that may be empty.
func amount(text string, u unit.Unit) (unit.Amount, error) {
	if text == "" {
		return unit.New(0, u), nil
	}
	a, err := unit.Parse(text, u)
	switch {
	case err != nil:
		return a, err
	case a.Sign() < 0 || a.Parts() > partsMax:
		return a, fmt.Errorf("want zero or above; %w", errPartsMax)
	}
	return a, nil
}

// millionths reads a proportion exactly: a number whose smallest part is a millionth.
func millionths(text string, places int, least, most unit.Millionths) (unit.Millionths, error) {
	u, err := unit.Custom("x", places)
	if err != nil {
		return 0, err
	}
	a, err := unit.Parse(text, u)
	if err != nil {
		return 0, err
	}
	m := unit.Millionths(a.Parts())
	if m < least || m > most {
		return 0, fmt.Errorf("want %s to %s, got %s", unit.New(int64(least), u).Decimal(), unit.New(int64(most), u).Decimal(), a.Decimal())
	}
	return m, nil
}

// The days of a story. The library asks no clock, and needs only that time does not run backwards.
var (
	founding = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	due      = founding.AddDate(0, 1, 0)
	late     = due.AddDate(0, 1, 0)
)

// Who serves the society, named so that hardly a member has the same name.
const (
	theSociety = "the society"
	manager    = "the manager"
	custodian  = "the custodian"
)

// promise names the promise at a place of the list: its own ID may hold what a society's may not.
func promise(place int) string { return "p" + strconv.Itoa(place+1) }
