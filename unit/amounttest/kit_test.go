package amounttest_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"testing"
	"time"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"pgregory.net/rapid"
)

var euro = mustUnit("EUR.2")

func mustUnit(text string) unit.Unit {
	u, err := unit.ParseUnit(text)
	if err != nil {
		panic(err) // the test's own text is wrong
	}
	return u
}

// Somebody who converts by way of floats loses a part here and there.
func ExampleCheckConvert() {
	a := unit.New(1_000_000, unit.KilowattHour)
	got, residue, _ := unit.Convert(a, unit.BtuIT)
	fmt.Println(amounttest.CheckConvert(a, unit.BtuIT, got, residue))
	fmt.Println(amounttest.CheckConvert(a, unit.BtuIT, got, new(big.Rat)))
	// Output:
	// <nil>
	// 1.000000 kWh is 3600000/1 J, and 3412.141633 Btu_IT with the residue 179999999993250706423/50000000000000 J
}

func TestCheckConvertFindsWhatIsWrong(t *testing.T) {
	a := unit.New(-1_000_000, unit.KilowattHour)
	got, residue, err := unit.Convert(a, unit.BtuIT)
	if err := errors.Join(err, amounttest.CheckConvert(a, unit.BtuIT, got, residue)); err != nil {
		t.Fatal(err)
	}
	part, _ := unit.New(1, unit.BtuIT).Joules()
	for name, err := range map[string]error{
		"no residue":        amounttest.CheckConvert(a, unit.BtuIT, got, nil),
		"another residue":   amounttest.CheckConvert(a, unit.BtuIT, got, new(big.Rat).Neg(residue)),
		"another unit":      amounttest.CheckConvert(a, unit.BtuTh, got, residue),
		"a part too little": amounttest.CheckConvert(a, unit.BtuIT, unit.New(got.Parts()+1, unit.BtuIT), new(big.Rat).Sub(residue, part)),
		"a part too much":   amounttest.CheckConvert(a, unit.BtuIT, unit.New(got.Parts()-1, unit.BtuIT), new(big.Rat).Add(residue, part)),
		"no energy":         amounttest.CheckConvert(unit.New(1, euro), euro, unit.New(1, euro), new(big.Rat)),
	} {
		if err == nil {
			t.Errorf("%s, and nothing is found", name)
		}
	}
}

func TestCheckRoundedFindsWhatIsWrong(t *testing.T) {
	value := big.NewRat(-5, 2)
	hour := mustUnit("hour.0")
	for m, right := range map[unit.Mode]int64{unit.TowardZero: -2, unit.AwayFromZero: -3, unit.HalfEven: -2, unit.HalfUp: -3, unit.Floor: -3, unit.Ceiling: -2} {
		for parts := int64(-4); parts <= -1; parts++ {
			err := amounttest.CheckRounded(value, m, unit.New(parts, hour), new(big.Rat).Sub(value, big.NewRat(parts, 1)))
			if (err == nil) != (parts == right) {
				t.Errorf("%v: -5/2 are %d: %v", m, parts, err)
			}
		}
	}
	if amounttest.CheckRounded(value, unit.Floor, unit.New(-3, hour), new(big.Rat)) == nil || amounttest.CheckRounded(value, unit.Floor, unit.New(-3, hour), nil) == nil {
		t.Error("a residue is wrong, and nothing is found")
	}
}

func quote(t *testing.T) unit.Quote {
	day := time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)
	q, err := unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: euro, Rate: big.NewRat(3, 10), Side: unit.Both, AsOf: day, ValidUntil: day, Source: "EPEX"})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestCheckQuoteFindsWhatIsWrong(t *testing.T) {
	q := quote(t)
	a := unit.New(1_234_567, unit.KilowattHour)
	got, residue, err := q.Convert(a, q.Terms().AsOf, unit.Floor)
	back, rest, err2 := q.Convert(unit.New(100, euro), q.Terms().AsOf, unit.Ceiling)
	err = errors.Join(err, err2, amounttest.CheckQuote(q, a, unit.Floor, got, residue), amounttest.CheckQuote(q, unit.New(100, euro), unit.Ceiling, back, rest), amounttest.CheckQuoteJSON(q))
	if err != nil {
		t.Fatal(err)
	}
	cent := big.NewRat(1, 100)
	for name, err := range map[string]error{
		"another mode":       amounttest.CheckQuote(q, a, unit.Ceiling, got, residue),
		"another amount":     amounttest.CheckQuote(q, unit.New(1, unit.KilowattHour), unit.Floor, got, residue),
		"a cent too little":  amounttest.CheckQuote(q, a, unit.Floor, unit.New(got.Parts()-1, euro), new(big.Rat).Add(residue, cent)),
		"the wrong way":      amounttest.CheckQuote(q.Inverse(), unit.New(100, euro), unit.Floor, got, residue),
		"in neither unit":    amounttest.CheckQuote(q, unit.New(1, unit.Joule), unit.Floor, got, residue),
		"no residue":         amounttest.CheckQuote(q, a, unit.Floor, got, nil),
		"the unit it had":    amounttest.CheckQuote(q, a, unit.Floor, a, new(big.Rat)),
		"JSON of no quote":   amounttest.CheckQuoteJSON(unit.Quote{}),
		"the inverse's rate": amounttest.CheckQuote(q.Inverse(), a, unit.Ceiling, got, residue),
	} {
		if err == nil {
			t.Errorf("%s, and nothing is found", name)
		}
	}
}

func TestCheckCarryFindsWhatIsWrong(t *testing.T) {
	shares := []unit.Share{{Key: "a", Weight: 1}, {Key: "b", Weight: 2}, {Key: "c", Weight: 0}}
	total, before := unit.New(4, unit.Joule), unit.Carry{"b": 7, "z": -7}
	for name, spoil := range map[string]func(*unit.Shares, unit.Carry){
		"":                    func(*unit.Shares, unit.Carry) {},
		"a part is missing":   func(s *unit.Shares, _ unit.Carry) { s.Parts = s.Parts[1:] },
		"a part is lost":      func(s *unit.Shares, _ unit.Carry) { s.Parts[0] = unit.New(0, unit.Joule) },
		"a part is elsewhere": func(s *unit.Shares, _ unit.Carry) { s.Parts[0], s.Parts[1] = s.Parts[1], s.Parts[0] },
		"no weight gets a part": func(s *unit.Shares, _ unit.Carry) {
			s.Parts[2], s.Parts[0] = unit.New(1, unit.Joule), unit.New(0, unit.Joule)
		},
		"a quota is off":          func(s *unit.Shares, _ unit.Carry) { s.Quotas[0].Num++ },
		"what is owed is off":     func(_ *unit.Shares, c unit.Carry) { c["a"] += 2; c["b"] -= 2 },
		"what is owed grows":      func(_ *unit.Shares, c unit.Carry) { c["a"]++ },
		"what is owed is dropped": func(_ *unit.Shares, c unit.Carry) { clear(c) },
		"somebody else comes in":  func(_ *unit.Shares, c unit.Carry) { c["x"] = 0 },
	} {
		got, after, err := before.Split(total, shares)
		if err != nil {
			t.Fatal(err)
		}
		spoil(&got, after)
		if err := amounttest.CheckCarry(before, total, shares, got, after); (err == nil) != (name == "") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// A failing run is reported to a recorder, which stands in for a test.
type recorder struct {
	rapid.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Name() string          { return "recorder" }
func (r *recorder) Logf(string, ...any)   {}
func (r *recorder) Log(...any)            {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }
func (r *recorder) Error(...any)          { r.failed = true }
func (r *recorder) Fatalf(string, ...any) { r.failed = true }
func (r *recorder) Fatal(...any)          { r.failed = true }
func (r *recorder) FailNow()              { r.failed = true }
func (r *recorder) Fail()                 { r.failed = true }
func (r *recorder) Failed() bool          { return r.failed }
func (r *recorder) Cleanup(f func())      { f() }

// A rule held to another rule's promises is found out, whichever two they are.
func TestRunSplitTellsRulesApart(t *testing.T) {
	for r := unit.LargestRemainder; r <= unit.Fractional; r++ {
		for other := unit.LargestRemainder; other < unit.Fractional; other++ { // that one does not round otherwise, but refuses

			found := false
			rapidCases(r, func(d amounttest.Division) {
				got, err := unit.Split(d.Total, d.Shares, other)
				found = found || err == nil && amounttest.CheckSplit(d.Total, d.Shares, r, got) != nil
			})
			if found == (r == other) {
				t.Errorf("%v for %v: found out is %v", other, r, found)
			}
		}
	}
}

func rapidCases(r unit.Rule, use func(amounttest.Division)) {
	for seed := range 150 {
		use(amounttest.Divisions(r).Example(seed))
	}
}

// expectFailures keeps rapid from writing down the failures that a test is about, and lets it try often
// enough to meet them.
func expectFailures(t *testing.T) {
	for name, value := range map[string]string{"rapid.nofailfile": "true", "rapid.checks": "1000"} {
		before := flag.Lookup(name).Value.String()
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = flag.Set(name, before) })
	}
}

func TestRunSplitFindsWhatIsWrong(t *testing.T) {
	expectFailures(t)
	for name, split := range map[string]func(unit.Amount, []unit.Share) (unit.Shares, error){
		"refuses": func(unit.Amount, []unit.Share) (unit.Shares, error) { return unit.Shares{}, unit.ErrRule },
		"goes by the order": func(total unit.Amount, shares []unit.Share) (unit.Shares, error) {
			renamed := slices.Clone(shares)
			for i := range renamed {
				renamed[i].Key = fmt.Sprintf("%03d", i)
			}
			return unit.Split(total, renamed, unit.FrontLoaded)
		},
		"rounds debts down": func(total unit.Amount, shares []unit.Share) (unit.Shares, error) {
			if total.Sign() < 0 {
				return unit.Split(total, shares, unit.BackLoaded)
			}
			return unit.Split(total, shares, unit.FrontLoaded)
		},
	} {
		r := &recorder{TB: t}
		amounttest.RunSplit(r, unit.FrontLoaded, split)
		if !r.failed {
			t.Errorf("a rule that %s passes", name)
		}
	}
}

func TestRunCarryFindsWhatIsWrong(t *testing.T) {
	expectFailures(t)
	for name, split := range map[string]func(unit.Carry, unit.Amount, []unit.Share) (unit.Shares, unit.Carry, error){
		"forgets": func(_ unit.Carry, total unit.Amount, shares []unit.Share) (unit.Shares, unit.Carry, error) {
			return unit.Carry(nil).Split(total, shares)
		},
		"changes the carry in place": func(c unit.Carry, total unit.Amount, shares []unit.Share) (unit.Shares, unit.Carry, error) {
			got, next, err := c.Split(total, shares)
			if c != nil {
				maps.Copy(c, next)
			}
			return got, next, err
		},
		"gives to the lowest key": func(c unit.Carry, total unit.Amount, shares []unit.Share) (unit.Shares, unit.Carry, error) {
			got, err := unit.Split(total, shares, unit.FrontLoaded)
			next := unit.Carry{}
			for i, s := range shares {
				owed := got.Quotas[i].Rat()
				owed.Sub(owed, big.NewRat(got.Parts[i].Parts(), 1)).Mul(owed, big.NewRat(1<<56, 1))
				next[s.Key] = c[s.Key] + new(big.Int).Quo(owed.Num(), owed.Denom()).Int64()
			}
			return got, next, err
		},
	} {
		r := &recorder{TB: t}
		amounttest.RunCarry(r, split)
		if !r.failed {
			t.Errorf("a split that %s passes", name)
		}
	}
}

func TestRunners(t *testing.T) {
	amounttest.RunSplit(t, unit.Talmud, func(total unit.Amount, shares []unit.Share) (unit.Shares, error) {
		return unit.Split(total, shares, unit.Talmud)
	})
	amounttest.RunCarry(t, unit.Carry.Split)
}

func TestMoreGenerators(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := amounttest.Rules().Draw(t, "rule")
		d := amounttest.Divisions(r).Draw(t, "division")
		if _, err := unit.Split(d.Total, d.Shares, r); err != nil && (!errors.Is(err, unit.ErrFractional) || r != unit.Fractional) {
			t.Fatalf("%v: %v", r, err)
		}
		if m := amounttest.Modes().Draw(t, "mode"); m > unit.Ceiling {
			t.Fatalf("Modes draws %d", m)
		}
		if rate := amounttest.Rates().Draw(t, "rate"); rate.Sign() <= 0 || !rate.Num().IsInt64() || !rate.Denom().IsInt64() {
			t.Fatalf("Rates draws %v", rate)
		}
		if q := amounttest.Quotes().Draw(t, "quote"); q == (unit.Quote{}) {
			t.Fatal("Quotes draws no quote")
		}
	})
}

// The cases that matter do come.
func TestMoreBias(t *testing.T) {
	seen := map[string]bool{}
	note := func(name string, ok bool) { seen[name] = seen[name] || ok }
	for seed := range 400 {
		q := amounttest.Quotes().Example(seed).Terms()
		_, energy := q.Base.Joules()
		_, backwards := q.Quoted.Joules()
		note("energy in money", energy)
		note("money in energy", backwards)
		note("money in money", !energy && !backwards)
		note("one moment", q.AsOf.Equal(q.ValidUntil))
		note("a huge rate", q.Rate.Num().Int64() == math.MaxInt64)
		for side := unit.Bid; side <= unit.Both; side++ {
			note(side.String(), q.Side == side)
		}
		d := amounttest.Divisions(unit.LargestRemainder).Example(seed)
		note("a cap", slices.ContainsFunc(d.Shares, func(s unit.Share) bool { return s.Cap != unit.Amount{} }))
		got, err := unit.Split(d.Total, d.Shares, unit.LargestRemainder)
		note("all capped", err == nil && !got.Residue.IsZero())
		e := amounttest.Divisions(unit.Talmud).Example(seed)
		got, err = unit.Split(e.Total, e.Shares, unit.Talmud)
		note("claims met", err == nil && !got.Residue.IsZero())
		note("claims not met", err == nil && got.Residue.IsZero() && e.Total.Sign() > 0)
		whole := amounttest.Divisions(unit.Fractional).Example(seed)
		_, err = unit.Split(whole.Total, whole.Shares, unit.Fractional)
		note("fractional", err != nil)
		note("not fractional", err == nil)
	}
	for name, ok := range seen {
		if !ok {
			t.Errorf("never: %s", name)
		}
	}
}
