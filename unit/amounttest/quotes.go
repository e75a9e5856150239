package amounttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"time"

	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Quotes generates quotes of every side between units that differ and are not both of energy. Rates are
// everyday ones and the largest and finest that a quote can hold; times are everyday ones, single moments
// and the ends of what a quote can hold.
func Quotes() *rapid.Generator[unit.Quote] {
	return rapid.Custom(func(t *rapid.T) unit.Quote {
		base, quoted := Units().Draw(t, "base"), customUnits().Draw(t, "quoted")
		if base == quoted {
			base = unit.KilowattHour
		}
		q := QuotesOf(base, quoted).Draw(t, "quote")
		if rapid.Bool().Draw(t, "inverse") {
			return q.Inverse()
		}
		return q
	})
}

// QuotesOf generates quotes of one unit in another; the two must differ and not both be of energy.
func QuotesOf(base, quoted unit.Unit) *rapid.Generator[unit.Quote] {
	return rapid.Custom(func(t *rapid.T) unit.Quote {
		asOf := times().Draw(t, "as of")
		q, err := unit.NewQuote(unit.QuoteTerms{
			Base: base, Quoted: quoted, Rate: Rates().Draw(t, "rate"),
			Side: unit.Side(rapid.IntRange(int(unit.Bid), int(unit.Both)).Draw(t, "side")),
			AsOf: asOf, ValidUntil: rapid.OneOf(rapid.Just(asOf), rapid.Just(asOf.Add(24*time.Hour)), rapid.Just(lastTime)).Draw(t, "valid until"),
			Source: sources().Draw(t, "source"),
		})
		if err != nil {
			t.Fatalf("unit.NewQuote: %v", err)
		}
		return q
	})
}

// Rates generates rates that a quote can hold.
func Rates() *rapid.Generator[*big.Rat] {
	term := rapid.OneOf(rapid.Int64Range(1, 12), rapid.Int64Range(1, 1e6), rapid.Int64Range(1, math.MaxInt64), rapid.Just(int64(math.MaxInt64)))
	return rapid.Custom(func(t *rapid.T) *big.Rat {
		return big.NewRat(term.Draw(t, "numerator"), term.Draw(t, "denominator"))
	})
}

var (
	firstTime = time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC) // the nanosecond before is the zero Time
	lastTime  = time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC)
	someTime  = time.Date(2026, 1, 15, 9, 30, 0, 0, time.UTC)
)

// times generates times a day and more before the last: a few that often fall together, and any in a year.
func times() *rapid.Generator[time.Time] {
	return rapid.OneOf(
		rapid.Just(firstTime),
		rapid.SampledFrom([]time.Time{someTime, someTime.Add(time.Hour), someTime.Add(time.Nanosecond)}),
		rapid.Map(rapid.Int64Range(0, 365*24*3600*1e9), func(n int64) time.Time { return someTime.Add(time.Duration(n)) }),
	)
}

// sources generates names in letters of every kind, with what JSON escapes among them.
func sources() *rapid.Generator[string] {
	return rapid.OneOf(rapid.Just("EPEX"), rapid.StringMatching(`[a-z"\\<>&/é€電 ]{1,20}`))
}

// CheckQuote reports what is wrong with got and residue as what a is worth at q, rounded by m: the exact
// value is a times the rate, or a over it where a is in the quoted unit, and invariant 8 of package unit
// must hold of it. When q may be used is not looked at.
func CheckQuote(q unit.Quote, a unit.Amount, m unit.Mode, got unit.Amount, residue *big.Rat) error {
	t := q.Terms()
	factor, to := t.Rate, t.Quoted
	switch a.Unit() {
	case t.Base:
	case t.Quoted:
		factor, to = factor.Inv(factor), t.Base
	default:
		return fmt.Errorf("%v is in neither unit of the quote %v", a, q)
	}
	if got.Unit() != to {
		return fmt.Errorf("%v at %v is %v, and should be in %v", a, q, got, to)
	}
	return CheckRounded(factor.Mul(factor, exact(a)), m, got, residue)
}

// CheckQuoteJSON reports what is wrong with the JSON form of q: it must come back as q, the same to the
// byte when written again, and the receiver of what is refused must be left alone.
func CheckQuoteJSON(q unit.Quote) error {
	data, err := json.Marshal(q)
	if err != nil {
		return fmt.Errorf("%v is not written: %w", q, err)
	}
	var back unit.Quote
	if err := json.Unmarshal(data, &back); err != nil || back != q {
		return fmt.Errorf("%s comes back as %v (%v)", data, back, err)
	}
	if again, err := json.Marshal(back); err != nil || !bytes.Equal(again, data) {
		return fmt.Errorf("%s is written again as %s (%v)", data, again, err)
	}
	for _, spoilt := range [][]byte{data[1:], data[:len(data)-1], append(bytes.Clone(data), '1'), []byte("null"), bytes.Replace(data, []byte(`"rate":"`), []byte(`"rate":"0`), 1)} {
		if err := back.UnmarshalJSON(spoilt); err == nil || back != q {
			return fmt.Errorf("%s is taken for %v (%v)", spoilt, back, err)
		}
	}
	return nil
}
