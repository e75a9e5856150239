package unit_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"pgregory.net/rapid"
)

func TestCross(t *testing.T) {
	const bid, ask, both = unit.Bid, unit.Ask, unit.Both
	for _, c := range []struct {
		name         string
		first, other string // rates of kWh in GBP and of GBP in EUR
		sides        [2]unit.Side
		rate         string
		side         unit.Side
		lost         string
	}{
		{"exact", "0.2703", "1.15", [2]unit.Side{both, both}, "0.310845", both, "0"},
		{"on the bid", "0.04", "1.14", [2]unit.Side{bid, bid}, "0.0456", bid, "0"},
		{"on the ask", "0.13", "1.16", [2]unit.Side{ask, ask}, "0.1508", ask, "0"},
		{"both gives way to the bid", "0.04", "1.15", [2]unit.Side{bid, both}, "0.046", bid, "0"},
		{"both gives way to the ask", "0.04", "1.15", [2]unit.Side{both, ask}, "0.046", ask, "0"},
		{"in lowest terms it fits", "9223372036854775807", "1/9223372036854775807", [2]unit.Side{bid, bid}, "1", bid, "0"},
		{"in lowest terms it fits too", "9223372036854775807/2", "9223372036854775806/9223372036854775807", [2]unit.Side{bid, bid}, "4611686018427387903", bid, "0"},
	} {
		q := quoteOf(t, "kWh", "GBP.2", c.first, c.sides[0])
		r := quoteOf(t, "GBP.2", "EUR.2", c.other, c.sides[1])
		cross, lost, err := q.Cross(r)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := cross.Terms()
		if got.Rate.Cmp(rat(t, c.rate)) != 0 || got.Side != c.side || lost.RatString() != c.lost {
			t.Errorf("%s: %v on the %v, lost %v", c.name, got.Rate, got.Side, lost)
		}
		if got.Base != unit.KilowattHour || got.Quoted != mustUnit(t, "EUR.2") || got.Source != "Ofgem cap" {
			t.Errorf("%s: %v", c.name, cross)
		}
	}
}

// What does not fit is rounded against whoever converts, and said.
func TestCrossLosesAgainstTheConverter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, r := amounttest.QuotesOf(unit.KilowattHour, euro).Draw(t, "first"), amounttest.QuotesOf(euro, pound).Draw(t, "second")
		if rapid.Bool().Draw(t, "back") {
			r = r.Inverse()
			q, r = r, q.Inverse()
		}
		cross, lost, err := q.Cross(r)
		a, b := q.Terms(), r.Terms()
		exact := new(big.Rat).Mul(a.Rate, b.Rate)
		if err != nil {
			together := !a.AsOf.After(b.ValidUntil) && !b.AsOf.After(a.ValidUntil)
			opposed := a.Side != b.Side && a.Side != unit.Both && b.Side != unit.Both
			outside := exact.Cmp(big.NewRat(math.MaxInt64, 1)) > 0 || exact.Cmp(big.NewRat(1, math.MaxInt64)) < 0 || len(a.Source)+len(b.Source) > 100
			if (errors.Is(err, unit.ErrSide)) != opposed || errors.Is(err, unit.ErrExpired) && together || errors.Is(err, unit.ErrQuote) && !outside {
				t.Fatalf("%v and %v: %v", q, r, err)
			}
			return
		}
		checkLost(t, cross.Terms(), exact, lost)
	})
}

func checkLost(t *rapid.T, cross unit.QuoteTerms, exact, lost *big.Rat) {
	gap := new(big.Rat).Sub(exact, cross.Rate)
	switch {
	case cross.Side == unit.Ask && gap.Sign() > 0, cross.Side != unit.Ask && gap.Sign() < 0:
		t.Fatalf("a %v of %v for %v gains", cross.Side, cross.Rate, exact)
	case gap.Abs(gap).Quo(gap, exact).Cmp(lost) != 0:
		t.Fatalf("%v for %v loses %v, and says %v", cross.Rate, exact, gap, lost)
	case exact.Num().IsInt64() && exact.Denom().IsInt64() && lost.Sign() != 0:
		t.Fatalf("%v fits, and loses %v", exact, lost)
	case lost.Cmp(big.NewRat(1, 1<<59)) >= 0:
		t.Fatalf("%v loses %v", exact, lost.FloatString(20))
	}
}

var euro, pound, franc = currency("EUR"), currency("GBP"), currency("CHF")

func currency(code string) unit.Unit {
	u, err := unit.Currency(code, 2)
	if err != nil {
		panic(err) // a code above is wrong
	}
	return u
}

func TestCrossRefuses(t *testing.T) {
	q, r := quoteOf(t, "kWh", "GBP.2", "0.27", unit.Bid), quoteOf(t, "GBP.2", "EUR.2", "1.15", unit.Bid)
	late := r.Terms()
	late.AsOf, late.ValidUntil = evening.Add(1), evening.Add(2)
	touching := r.Terms()
	touching.AsOf, touching.ValidUntil = evening, evening.Add(1)
	long := r.Terms()
	long.Source = strings.Repeat("x", unit.SourceBytesMax)
	for _, c := range []struct {
		name   string
		q, r   unit.Quote
		reason error
	}{
		{"no first", unit.Quote{}, r, unit.ErrNoQuote},
		{"no second", q, unit.Quote{}, unit.ErrNoQuote},
		{"the wrong way round", r, q, unit.ErrMixed},
		{"with itself", q, q, unit.ErrMixed},
		{"other parts of the unit", q, quoteOf(t, "GBP.4", "EUR.2", "1", unit.Bid), unit.ErrMixed},
		{"a bid and an ask", q, quoteOf(t, "GBP.2", "EUR.2", "1.15", unit.Ask), unit.ErrSide},
		{"never together", q, mustQuote(t, late), unit.ErrExpired},
		{"together for a moment", q, mustQuote(t, touching), nil},
		{"there and back", q, quoteOf(t, "GBP.2", "kWh", "4", unit.Bid), unit.ErrQuote},
		{"energy to energy", q, quoteOf(t, "GBP.2", "MWh", "4", unit.Bid), unit.ErrQuote},
		{"too large", quoteOf(t, "kWh", "GBP.2", "1e18", unit.Bid), quoteOf(t, "GBP.2", "EUR.2", "1e18", unit.Bid), unit.ErrQuote},
		{"too small for an ask", quoteOf(t, "kWh", "GBP.2", "1e-18", unit.Ask), quoteOf(t, "GBP.2", "EUR.2", "1e-18", unit.Ask), unit.ErrQuote},
		{"too small for a bid", quoteOf(t, "kWh", "GBP.2", "1e-18", unit.Bid), quoteOf(t, "GBP.2", "EUR.2", "1e-18", unit.Bid), unit.ErrQuote},
		{"two long sources", q, mustQuote(t, long), unit.ErrQuote},
	} {
		got, lost, err := c.q.Cross(c.r)
		if !errors.Is(err, c.reason) || err != nil && (got != (unit.Quote{}) || lost != nil) {
			t.Errorf("%s: %v, %v, %v, want %v", c.name, got, lost, err, c.reason)
		}
	}
}

// The product of two pairs of primes fits on neither side of the line: the dealer takes for less, and gives
// for more. Crossing the inverses is the inverse of crossing.
func TestCrossRounds(t *testing.T) {
	const first, other = "1000000007/1000000009", "10000000019/10000000033"
	exact := rat(t, first+"*"+other)
	for side, sign := range map[unit.Side]int{unit.Bid: -1, unit.Ask: 1, unit.Both: -1} {
		q, r := quoteOf(t, "kWh", "GBP.2", first, side), quoteOf(t, "GBP.2", "EUR.2", other, side)
		cross, lost, err := q.Cross(r)
		if err != nil || cross.Terms().Rate.Cmp(exact) != sign || lost.Sign() <= 0 || lost.Cmp(big.NewRat(1, 1<<59)) >= 0 {
			t.Errorf("%v: %v, lost %v, %v", side, cross, lost, err)
		}
		inverse, lost2, err := r.Inverse().Cross(q.Inverse())
		if err != nil || side != unit.Both && (inverse != cross.Inverse() || lost2.Sign() <= 0) {
			t.Errorf("%v: %v, %v, %v", side, inverse, lost2, err)
		}
	}
}

// Where nothing is lost, it does not matter which two of three are crossed first.
func TestCrossAssociative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		small := rapid.Int64Range(1, 1_000_000)
		var chain []unit.Quote
		for i, u := range []unit.Unit{unit.KilowattHour, euro, pound} {
			terms := amounttest.QuotesOf(u, []unit.Unit{euro, pound, franc}[i]).Draw(t, "quote").Terms()
			terms.Rate = big.NewRat(small.Draw(t, "numerator"), small.Draw(t, "denominator"))
			terms.Source = string(rune('a' + i))
			q, err := unit.NewQuote(terms)
			if err != nil {
				t.Fatal(err)
			}
			chain = append(chain, q)
		}
		left, err1 := crossAll(chain[0], chain[1], chain[2])
		inner, err2 := crossAll(chain[1], chain[2])
		if err2 == nil {
			inner, err2 = crossAll(chain[0], inner)
		}
		if err1 == nil && err2 == nil && left != inner || (err1 == nil) != (err2 == nil) {
			t.Fatalf("%v, %v and %v, %v", left, err1, inner, err2)
		}
	})
}

func crossAll(first unit.Quote, others ...unit.Quote) (unit.Quote, error) {
	for _, r := range others {
		cross, lost, err := first.Cross(r)
		if err == nil && lost.Sign() != 0 {
			err = errors.New("something is lost")
		}
		if err != nil {
			return unit.Quote{}, err
		}
		first = cross
	}
	return first, nil
}

func TestInForce(t *testing.T) {
	at := func(side unit.Side, rate string, from, until time.Duration, source string) unit.Quote {
		terms := terms(t)
		terms.Side, terms.Rate, terms.AsOf, terms.ValidUntil, terms.Source = side, rat(t, rate), day.Add(from*time.Hour), day.Add(until*time.Hour), source
		return mustQuote(t, terms)
	}
	old := at(unit.Bid, "0.04", 0, 10, "EPEX")
	newer := at(unit.Bid, "0.05", 2, 6, "EPEX")
	ask := at(unit.Ask, "0.13", 0, 10, "EPEX")
	both := at(unit.Both, "0.08", 4, 5, "EPEX")
	longer := at(unit.Bid, "0.03", 2, 7, "EPEX")
	dearer := at(unit.Bid, "0.06", 2, 6, "EPEX")
	named := at(unit.Bid, "0.05", 2, 6, "OTE")
	later := at(unit.Ask, "0.2", 20, 30, "EPEX")
	gbp := terms(t).Quoted
	for _, c := range []struct {
		name   string
		book   unit.Quotes
		side   unit.Side
		hour   time.Duration
		want   unit.Quote
		reason error
	}{
		{"the only one", unit.Quotes{old}, unit.Bid, 1, old, nil},
		{"the last made", unit.Quotes{old, newer}, unit.Bid, 3, newer, nil},
		{"the last made has expired", unit.Quotes{old, newer}, unit.Bid, 8, old, nil},
		{"at the very end", unit.Quotes{old, newer}, unit.Bid, 6, newer, nil},
		{"the other side", unit.Quotes{old, newer, ask}, unit.Ask, 3, ask, nil},
		{"both serves the bid", unit.Quotes{old, both, ask}, unit.Bid, 4, both, nil},
		{"both serves the ask", unit.Quotes{old, both, ask}, unit.Ask, 4, both, nil},
		{"both is asked for", unit.Quotes{old, both, ask}, unit.Both, 4, both, nil},
		{"one side does not serve both", unit.Quotes{old, ask}, unit.Both, 3, unit.Quote{}, unit.ErrSide},
		{"made together: the longest", unit.Quotes{newer, longer, dearer, named}, unit.Bid, 3, longer, nil},
		{"made together: the dearest", unit.Quotes{newer, dearer, named}, unit.Bid, 3, dearer, nil},
		{"made together: the last name", unit.Quotes{newer, named}, unit.Bid, 3, named, nil},
		{"twice the same", unit.Quotes{old, old}, unit.Bid, 3, old, nil},
		{"an empty book", nil, unit.Bid, 3, unit.Quote{}, unit.ErrNoQuote},
		{"only the zero Quote", unit.Quotes{{}}, unit.Bid, 3, unit.Quote{}, unit.ErrNoQuote},
		{"too late", unit.Quotes{old, newer}, unit.Bid, 11, unit.Quote{}, unit.ErrExpired},
		{"too early", unit.Quotes{later}, unit.Ask, 11, unit.Quote{}, unit.ErrEarly},
		{"between two", unit.Quotes{later, ask}, unit.Ask, 15, unit.Quote{}, unit.ErrExpired},
		{"no side", unit.Quotes{old, both, ask}, 0, 4, unit.Quote{}, unit.ErrSide},
		{"a fourth side", unit.Quotes{old, both, ask}, 7, 4, unit.Quote{}, unit.ErrSide},
	} {
		for range 20 {
			got, err := c.book.InForce(unit.KilowattHour, gbp, c.side, day.Add(c.hour*time.Hour))
			if got != c.want || !errors.Is(err, c.reason) {
				t.Errorf("%s: %v, %v, want %v, %v", c.name, got, err, c.want, c.reason)
			}
			rotate(c.book)
		}
	}
	whole := unit.Quotes{old}
	for _, units := range [][2]unit.Unit{{gbp, unit.KilowattHour}, {unit.MegawattHour, gbp}, {unit.KilowattHour, euro}, {}} {
		if got, err := whole.InForce(units[0], units[1], unit.Bid, day); got != (unit.Quote{}) || !errors.Is(err, unit.ErrNoQuote) {
			t.Errorf("%v: %v, %v", units, got, err)
		}
	}
}

// rotate brings a slice through all orders of its cyclic shifts and some swaps.
func rotate(book unit.Quotes) {
	if len(book) > 1 {
		book[0], book[1] = book[1], book[0]
		copy(book, append(slices.Clone(book[1:]), book[0]))
	}
}

// The quote in force does not depend on the order of the book, holds, serves, and no later one does.
func TestInForceShuffled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		book := unit.Quotes(rapid.SliceOfN(amounttest.QuotesOf(unit.KilowattHour, euro), 0, 12).Draw(t, "book"))
		at := day.Add(time.Duration(rapid.IntRange(0, 48).Draw(t, "hour")) * time.Hour)
		side := rapid.SampledFrom([]unit.Side{unit.Bid, unit.Ask, unit.Both}).Draw(t, "side")
		got, err := book.InForce(unit.KilowattHour, euro, side, at)
		shuffled := unit.Quotes(rapid.Permutation(book).Draw(t, "shuffled"))
		if again, err2 := shuffled.InForce(unit.KilowattHour, euro, side, at); again != got || fmt.Sprint(err2) != fmt.Sprint(err) {
			t.Fatalf("%v, %v; shuffled %v, %v", got, err, again, err2)
		}
		for _, q := range book {
			terms := q.Terms()
			serves := terms.Side == side || terms.Side == unit.Both
			if !serves || at.Before(terms.AsOf) || at.After(terms.ValidUntil) {
				continue
			}
			if err != nil || terms.AsOf.After(got.Terms().AsOf) {
				t.Fatalf("%v, %v, and there is %v", got, err, q)
			}
		}
		book.Sort()
		shuffled.Sort()
		if !slices.Equal(book, shuffled) || !slices.IsSortedFunc(book, unit.Quote.Compare) {
			t.Fatal("the order of a sorted book depends on the order before")
		}
	})
}

// Compare is a total order, and agrees with ==.
func TestQuoteCompare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfN(amounttest.QuotesOf(unit.KilowattHour, euro), 3, 3).Draw(t, "quotes")
		q, r, s := some[0], some[1], some[2]
		if q.Compare(r) != -r.Compare(q) || (q.Compare(r) == 0) != (q == r) {
			t.Fatalf("%v, %v", q, r)
		}
		if q.Compare(r) <= 0 && r.Compare(s) <= 0 && q.Compare(s) > 0 {
			t.Fatalf("%v <= %v <= %v, but not the first and the last", q, r, s)
		}
	})
}
