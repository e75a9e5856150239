package unit_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"pgregory.net/rapid"
)

// day and evening are when the quotes of these tests begin and end.
var (
	day     = time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)
	evening = day.Add(20 * time.Hour)
)

// terms are those of a quote of a kilowatt-hour in pounds, as an electricity bill has it.
func terms(tb testing.TB) unit.QuoteTerms {
	return unit.QuoteTerms{
		Base: unit.KilowattHour, Quoted: mustUnit(tb, "GBP.2"), Rate: big.NewRat(2703, 10000),
		Side: unit.Both, AsOf: day, ValidUntil: evening, Source: "Ofgem cap",
	}
}

func mustQuote(tb testing.TB, t unit.QuoteTerms) unit.Quote {
	tb.Helper()
	q, err := unit.NewQuote(t)
	if err != nil {
		tb.Fatal(err)
	}
	return q
}

// quoteOf is the quote of these terms, at a rate on a side.
func quoteOf(tb testing.TB, base, quoted, rate string, side unit.Side) unit.Quote {
	t := terms(tb)
	t.Base, t.Quoted, t.Rate, t.Side = mustUnit(tb, base), mustUnit(tb, quoted), rat(tb, rate), side
	return mustQuote(tb, t)
}

func TestNewQuoteRefuses(t *testing.T) {
	big63 := new(big.Int).Lsh(big.NewInt(1), 63)
	one := big.NewInt(1)
	for name, c := range map[string]struct {
		term  string
		spoil func(*unit.QuoteTerms)
	}{
		"no rate":                  {"rate", func(q *unit.QuoteTerms) { q.Rate = nil }},
		"rate zero":                {"rate", func(q *unit.QuoteTerms) { q.Rate = new(big.Rat) }},
		"rate below zero":          {"rate", func(q *unit.QuoteTerms) { q.Rate = big.NewRat(-1, 2) }},
		"rate too large":           {"rate", func(q *unit.QuoteTerms) { q.Rate = new(big.Rat).SetFrac(big63, one) }},
		"rate too fine":            {"rate", func(q *unit.QuoteTerms) { q.Rate = new(big.Rat).SetFrac(one, big63) }},
		"no base":                  {"units", func(q *unit.QuoteTerms) { q.Base = unit.Unit{} }},
		"no quoted":                {"units", func(q *unit.QuoteTerms) { q.Quoted = unit.Unit{} }},
		"one unit":                 {"units", func(q *unit.QuoteTerms) { q.Quoted = q.Base }},
		"both of energy":           {"units", func(q *unit.QuoteTerms) { q.Quoted = unit.Joule }},
		"a community's energy too": {"units", func(q *unit.QuoteTerms) { q.Quoted = mustUnit(t, "loaf.0=36000000J") }},
		"no side":                  {"side", func(q *unit.QuoteTerms) { q.Side = 0 }},
		"a fourth side":            {"side", func(q *unit.QuoteTerms) { q.Side = unit.Both + 1 }},
		"never made":               {"times", func(q *unit.QuoteTerms) { q.AsOf = time.Time{} }},
		"never made, elsewhere":    {"times", func(q *unit.QuoteTerms) { q.AsOf = time.Time{}.In(time.FixedZone("", 3600)) }},
		"no end":                   {"times", func(q *unit.QuoteTerms) { q.ValidUntil = time.Time{} }},
		"ends before it begins":    {"times", func(q *unit.QuoteTerms) { q.ValidUntil = q.AsOf.Add(-1) }},
		"begins before year 1":     {"times", func(q *unit.QuoteTerms) { q.AsOf = time.Date(0, 12, 31, 23, 0, 0, 0, time.UTC) }},
		"ends after year 9999": {"times", func(q *unit.QuoteTerms) {
			q.ValidUntil = time.Date(9999, 12, 31, 23, 30, 0, 0, time.FixedZone("", -3600))
		}},
		"no source":             {"source", func(q *unit.QuoteTerms) { q.Source = "" }},
		"a long source":         {"source", func(q *unit.QuoteTerms) { q.Source = strings.Repeat("x", unit.SourceBytesMax+1) }},
		"a very long source":    {"source", func(q *unit.QuoteTerms) { q.Source = strings.Repeat("x", 10_000_000) }},
		"a source of two lines": {"source", func(q *unit.QuoteTerms) { q.Source = "EPEX\nSPOT" }},
		"a source with a NUL":   {"source", func(q *unit.QuoteTerms) { q.Source = "EPEX\x00" }},
		"a source with a C1":    {"source", func(q *unit.QuoteTerms) { q.Source = "EPEX\u0085" }},
		"a source not in UTF-8": {"source", func(q *unit.QuoteTerms) { q.Source = "EPEX\xff" }},
	} {
		err := amounttest.CheckRefusal(func() error {
			terms := terms(t)
			c.spoil(&terms)
			q, err := unit.NewQuote(terms)
			refusedAs(t, err, unit.ErrQuote)
			var text *unit.TextError
			if q != (unit.Quote{}) || !errors.As(err, &text) || text.Text != c.term {
				t.Errorf("%s: %v, %v, want what is said of the %s", name, q, err, c.term)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNewQuoteAtTheEnds(t *testing.T) {
	for name, spoil := range map[string]func(*unit.QuoteTerms){
		"the largest rate": func(q *unit.QuoteTerms) { q.Rate = big.NewRat(math.MaxInt64, 1) },
		"the finest rate":  func(q *unit.QuoteTerms) { q.Rate = big.NewRat(1, math.MaxInt64) },
		"a single moment":  func(q *unit.QuoteTerms) { q.ValidUntil = q.AsOf },
		"all of time": func(q *unit.QuoteTerms) {
			q.AsOf, q.ValidUntil = time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC)
		},
		"the longest source": func(q *unit.QuoteTerms) { q.Source = strings.Repeat("é", unit.SourceBytesMax/2) },
		"energy in money":    func(q *unit.QuoteTerms) { q.Base, q.Quoted = q.Quoted, q.Base },
		"money in money":     func(q *unit.QuoteTerms) { q.Base = mustUnit(t, "EUR.2") },
		"places in places":   func(q *unit.QuoteTerms) { q.Base = mustUnit(t, "GBP.4") },
	} {
		terms := terms(t)
		spoil(&terms)
		q, err := unit.NewQuote(terms)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := amounttest.CheckQuoteJSON(q); err != nil {
			t.Error(err)
		}
	}
}

// Equal terms make equal quotes: a zone, a monotonic clock and a rate not in lowest terms do not count, and
// what the caller does to the rate afterwards neither.
func TestQuoteIsAValue(t *testing.T) {
	want := mustQuote(t, terms(t))
	same := terms(t)
	same.AsOf, same.ValidUntil = day.In(time.FixedZone("CET", 3600)), evening.Local()
	same.Rate = rat(t, "5406/20000")
	got := mustQuote(t, same)
	same.Rate.SetInt64(7)
	if got != want || got.Compare(want) != 0 {
		t.Errorf("%v != %v", got, want)
	}
	if held := map[unit.Quote]bool{want: true}; !held[got] {
		t.Error("not the same key")
	}
	got.Terms().Rate.SetInt64(7)
	if again := got.Terms(); again.Rate.Cmp(big.NewRat(2703, 10000)) != 0 || again.AsOf != day || mustQuote(t, again) != got {
		t.Errorf("%+v", again)
	}

	now := time.Now() // has a monotonic part
	a, b := terms(t), terms(t)
	a.AsOf, a.ValidUntil, b.AsOf, b.ValidUntil = now, now, now.Round(0).UTC(), now.Round(0)
	if mustQuote(t, a) != mustQuote(t, b) {
		t.Error("the monotonic clock counts")
	}
}

func TestQuoteDiffersByEachTerm(t *testing.T) {
	base := mustQuote(t, terms(t))
	for name, change := range map[string]func(*unit.QuoteTerms){
		"base":        func(q *unit.QuoteTerms) { q.Base = unit.MegawattHour },
		"quoted":      func(q *unit.QuoteTerms) { q.Quoted = mustUnit(t, "GBP.4") },
		"rate":        func(q *unit.QuoteTerms) { q.Rate = big.NewRat(2704, 10000) },
		"side":        func(q *unit.QuoteTerms) { q.Side = unit.Ask },
		"as of":       func(q *unit.QuoteTerms) { q.AsOf = q.AsOf.Add(1) },
		"valid until": func(q *unit.QuoteTerms) { q.ValidUntil = q.ValidUntil.Add(1) },
		"source":      func(q *unit.QuoteTerms) { q.Source += "!" },
	} {
		terms := terms(t)
		change(&terms)
		other := mustQuote(t, terms)
		if other == base || other.Compare(base) == 0 || other.Compare(base) != -base.Compare(other) {
			t.Errorf("%s: %v", name, other)
		}
	}
}

// 100 GBP at 0.2703 GBP/kWh are 1000000/2703 kWh. To the watt-hour that is 369.959 kWh; what is left is
// worth less than a hundredth of a penny.
func TestQuoteOracle(t *testing.T) {
	meter := mustUnit(t, "meter.3=3600000J") // a meter that shows watt-hours
	q := quoteOf(t, meter.String(), "GBP.2", "0.2703", unit.Ask)
	got, residue, err := q.Convert(unit.New(100_00, q.Terms().Quoted), day, unit.Floor)
	if err != nil || got != unit.New(369_959, meter) {
		t.Fatalf("%v, %v", got, err)
	}
	exact := new(big.Rat).Add(got.Rat(), residue)
	pounds := new(big.Rat).Mul(residue, rat(t, "0.2703"))
	if exact.RatString() != "1000000/2703" || pounds.FloatString(7) != "0.0000823" || pounds.RatString() != "823/10000000" {
		t.Errorf("%v kWh in all, %v GBP left over", exact, pounds.FloatString(20))
	}
	fine := quoteOf(t, "kWh", "GBP.2", "0.2703", unit.Ask)
	if got, residue, err := fine.Convert(unit.New(100_00, q.Terms().Quoted), day, unit.Floor); got.String() != "369.959304 kWh" || err != nil || residue.RatString() != "161/337875000" {
		t.Errorf("%v, %v, %v", got, residue, err)
	}
}

// Cook: a producer sells at 4 pence wholesale what its neighbours buy at 13 pence retail. Which side
// matters: the dealer takes a kilowatt-hour for 4p and gives one for 13p.
func TestQuoteSides(t *testing.T) {
	pound, kWh := mustUnit(t, "GBP.2"), unit.New(100_000_000, unit.KilowattHour) // 100 kWh
	bid := quoteOf(t, "kWh", "GBP.2", "0.04", unit.Bid)
	ask := quoteOf(t, "kWh", "GBP.2", "0.13", unit.Ask)
	both := quoteOf(t, "kWh", "GBP.2", "0.08", unit.Both)
	for _, c := range []struct {
		name   string
		q      unit.Quote
		a      unit.Amount
		want   string
		reason error
	}{
		{"sold to the dealer", bid, kWh, "4.00 GBP", nil},
		{"bought from the dealer", ask, unit.New(13_00, pound), "100.000000 kWh", nil},
		{"sold at the ask", ask, kWh, "", unit.ErrSide},
		{"bought at the bid", bid, unit.New(4_00, pound), "", unit.ErrSide},
		{"either way, sold", both, kWh, "8.00 GBP", nil},
		{"either way, bought", both, unit.New(8_00, pound), "100.000000 kWh", nil},
		{"inverse of the bid", bid.Inverse(), kWh, "4.00 GBP", nil},
		{"inverse of the bid, wrong side", bid.Inverse(), unit.New(4_00, pound), "", unit.ErrSide},
		{"inverse of the ask", ask.Inverse(), unit.New(13_00, pound), "100.000000 kWh", nil},
		{"a debt", both, unit.New(-100_000_000, unit.KilowattHour), "-8.00 GBP", nil},
		{"nothing", both, unit.New(0, pound), "0.000000 kWh", nil},
		{"other parts of the unit", both, unit.New(1, mustUnit(t, "GBP.4")), "", unit.ErrMixed},
		{"energy, but another unit", both, unit.New(1, unit.WattHour), "", unit.ErrMixed},
		{"no unit", both, unit.Amount{}, "", unit.ErrMixed},
		{"no quote", unit.Quote{}, kWh, "", unit.ErrNoQuote},
	} {
		got, residue, err := c.q.Convert(c.a, day, unit.TowardZero)
		if !errors.Is(err, c.reason) || err == nil && got.String() != c.want || err != nil && (got != unit.Amount{} || residue != nil) {
			t.Errorf("%s: %v, %v, %v, want %q, %v", c.name, got, residue, err, c.want, c.reason)
		}
	}
}

func TestQuoteTimes(t *testing.T) {
	q := mustQuote(t, terms(t))
	for at, reason := range map[time.Time]error{
		day.Add(-1):                         unit.ErrEarly,
		{}:                                  unit.ErrEarly,
		day:                                 nil,
		day.In(time.FixedZone("CET", 3600)): nil,
		evening:                             nil,
		evening.Add(1):                      unit.ErrExpired,
		time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC): unit.ErrExpired,
	} {
		got, _, err := q.Convert(unit.New(1_000_000, unit.KilowattHour), at, unit.HalfEven)
		if !errors.Is(err, reason) || err == nil && got.String() != "0.27 GBP" {
			t.Errorf("at %v: %v, %v, want %v", at, got, err, reason)
		}
	}
}

func TestQuoteConvertBounds(t *testing.T) {
	q := quoteOf(t, "kWh", "GBP.2", "9223372036854775807", unit.Both)
	pound := q.Terms().Quoted
	for _, parts := range []int64{math.MaxInt64, math.MinInt64, 1_000_000} {
		if got, _, err := q.Convert(unit.New(parts, unit.KilowattHour), day, unit.Floor); !errors.Is(err, unit.ErrRange) {
			t.Errorf("%v, %v", got, err)
		}
	}
	for m, want := range map[unit.Mode]int64{unit.TowardZero: 0, unit.AwayFromZero: -1, unit.Floor: -1, unit.Ceiling: 0} {
		if got, _, err := q.Convert(unit.New(-1, pound), day, m); err != nil || got.Parts() != want {
			t.Errorf("%v: %v, %v", m, got, err)
		}
	}
	if _, _, err := q.Convert(unit.New(1, pound), day, 99); !errors.Is(err, unit.ErrRule) {
		t.Errorf("an unknown mode: %v", err)
	}
}

// 8. Quote.Convert: amount + residue = the exact value; the residue is below one part.
func TestInvariant8Quote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, m := amounttest.Quotes().Draw(t, "quote"), amounttest.Modes().Draw(t, "mode")
		terms := q.Terms()
		u := rapid.SampledFrom([]unit.Unit{terms.Base, terms.Quoted}).Draw(t, "unit")
		a := amounttest.Amounts(u).Draw(t, "amount")
		got, residue, err := q.Convert(a, terms.AsOf, m)
		wrong := u == terms.Base && terms.Side == unit.Ask || u == terms.Quoted && terms.Side == unit.Bid
		switch {
		case (errors.Is(err, unit.ErrSide)) != wrong:
			t.Fatalf("%v at %v: %v, %v", a, q, got, err)
		case err == nil:
			if err := amounttest.CheckQuote(q, a, m, got, residue); err != nil {
				t.Fatal(err)
			}
		case !errors.Is(err, unit.ErrSide) && !errors.Is(err, unit.ErrRange):
			t.Fatalf("%v at %v: %v, %v", a, q, got, err)
		}
	})
}

// 9. A round trip of nothing or more through one quote, or through a bid and an ask of a dealer who does not
// lose by it, rounded toward zero, never gains; nor does one of less than nothing, a debt, through one quote,
// rounded by Floor. (Rounded toward zero, a debt is never more afterwards, and never a claim.)
func TestInvariant9(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := amounttest.Quotes().Draw(t, "quote")
		there, back := sidesOf(t, q)
		from := there.Terms().Base
		a := rapid.OneOf(amounttest.Amounts(from), rapid.Map(rapid.Int64Range(0, 1e6), func(n int64) unit.Amount { return unit.New(n, from) })).Draw(t, "amount")
		m := rapid.SampledFrom([]unit.Mode{unit.TowardZero, unit.Floor}).Draw(t, "mode")
		if m == unit.Floor && a.Sign() < 0 && back != there.Inverse() && back != there {
			return // at a spread a debt shrinks: it is bought back dearer than it was sold
		}
		at := there.Terms().AsOf
		sold, _, err1 := there.Convert(a, at, m)
		bought, _, err2 := back.Convert(sold, at, m)
		if errors.Join(err1, err2) != nil {
			return
		}
		gains := bought.Parts() > a.Parts()
		if m == unit.TowardZero && a.Sign() < 0 {
			gains = bought.Parts() < a.Parts() || bought.Sign() > 0
		}
		if gains {
			t.Fatalf("%v becomes %v and %v again (%v): %v, %v", a, sold, bought, m, there, back)
		}
	})
}

// sidesOf makes a quote one for both sides, or a bid and an ask at or above it.
func sidesOf(t *rapid.T, q unit.Quote) (there, back unit.Quote) {
	terms := q.Terms()
	terms.Side = unit.Both
	one, err := unit.NewQuote(terms)
	if err != nil {
		t.Fatal(err)
	}
	if rapid.Bool().Draw(t, "one quote") {
		return one, one
	}
	terms.Side = unit.Bid
	bid, err1 := unit.NewQuote(terms)
	terms.Side = unit.Ask
	terms.Rate = amounttest.Rates().Draw(t, "ask")
	if terms.Rate.Cmp(q.Terms().Rate) < 0 {
		terms.Rate = q.Terms().Rate
	}
	ask, err2 := unit.NewQuote(terms)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return bid, ask
}

// The inverse says the same, loses nothing, and is undone by another.
func TestInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := amounttest.Quotes().Draw(t, "quote")
		inverse := q.Inverse()
		a, b := q.Terms(), inverse.Terms()
		if inverse.Inverse() != q || inverse == q || a.Base != b.Quoted || a.Quoted != b.Base || a.Rate.Mul(a.Rate, b.Rate).Cmp(big.NewRat(1, 1)) != 0 {
			t.Fatalf("%v, %v", q, inverse)
		}
		u := rapid.SampledFrom([]unit.Unit{b.Base, b.Quoted}).Draw(t, "unit")
		amount, m := amounttest.Amounts(u).Draw(t, "amount"), amounttest.Modes().Draw(t, "mode")
		got1, rest1, err1 := q.Convert(amount, b.AsOf, m)
		got2, rest2, err2 := inverse.Convert(amount, b.AsOf, m)
		if got1 != got2 || !errors.Is(err1, errors.Unwrap(err2)) && err1 != err2 || err1 == nil && rest1.Cmp(rest2) != 0 {
			t.Fatalf("%v: %v, %v and inverted %v, %v", amount, got1, err1, got2, err2)
		}
	})
	if (unit.Quote{}).Inverse() != (unit.Quote{}) {
		t.Error("the inverse of nothing")
	}
}

func TestQuoteZero(t *testing.T) {
	var q unit.Quote
	if q.String() != "no quote" || fmt.Sprint(unit.Side(0), unit.Bid, unit.Ask, unit.Both, unit.Side(9)) != "no side bid ask both no side" {
		t.Errorf("%v", q)
	}
	if q.Terms() != (unit.QuoteTerms{}) || q.Compare(q) != 0 || q.Compare(mustQuote(t, terms(t))) >= 0 {
		t.Errorf("%+v", q.Terms())
	}
	if data, err := q.MarshalJSON(); data != nil || !errors.Is(err, unit.ErrNoQuote) {
		t.Errorf("%s, %v", data, err)
	}
}
