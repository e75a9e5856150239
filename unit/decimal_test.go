package unit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestFromDecimal(t *testing.T) {
	digits := func(s string) *big.Int { n, _ := new(big.Int).SetString(s, 10); return n }
	of := decimal.NewFromBigInt
	for _, c := range []struct {
		d      decimal.Decimal
		unit   string
		parts  int64
		reason error
	}{
		{decimal.Decimal{}, "EUR.2", 0, nil},
		{decimal.New(0, math.MaxInt32), "EUR.2", 0, nil},
		{decimal.New(0, math.MinInt32), "EUR.2", 0, nil},
		{decimal.New(0, 1e9), "EUR.2", 0, nil},
		{decimal.New(125, -1), "EUR.2", 1250, nil},
		{decimal.New(-125, -1), "EUR.2", -1250, nil},
		{decimal.New(125000, -4), "EUR.2", 1250, nil},
		{decimal.New(12505, -3), "EUR.2", 0, unit.ErrFiner},
		{decimal.New(1, -3), "EUR.2", 0, unit.ErrFiner},
		{decimal.New(1000, -5), "EUR.2", 1, nil}, // as many digits as are cut off, and one more
		{decimal.New(1000, -6), "EUR.2", 0, unit.ErrFiner},
		{decimal.New(999, -5), "EUR.2", 0, unit.ErrFiner},
		{decimal.New(1, 18), "hour.0", 1e18, nil},
		{decimal.New(9, 18), "hour.0", 9e18, nil},
		{decimal.New(1, 19), "hour.0", 0, unit.ErrRange},
		{decimal.New(1, 9), "XAU.9", 1e18, nil},
		{decimal.New(1, 10), "XAU.9", 0, unit.ErrRange},
		{decimal.New(math.MaxInt64, 0), "hour.0", math.MaxInt64, nil},
		{decimal.New(math.MinInt64, 0), "hour.0", math.MinInt64, nil},
		{decimal.New(math.MaxInt64, -2), "EUR.2", math.MaxInt64, nil},
		{decimal.New(math.MaxInt64, -1), "EUR.2", 0, unit.ErrRange},
		{of(digits("9223372036854775808"), 0), "hour.0", 0, unit.ErrRange},
		{of(digits("-9223372036854775808"), 0), "hour.0", math.MinInt64, nil},
		{of(digits("-9223372036854775809"), 0), "hour.0", 0, unit.ErrRange},
		{of(digits("18446744073709551617"), 0), "hour.0", 0, unit.ErrRange}, // CoefficientInt64 says 1
		{of(digits("1"+strings.Repeat("0", 63)), -61), "EUR.2", 10000, nil}, // 64 digits
		{of(digits("1"+strings.Repeat("0", 64)), -62), "EUR.2", 0, unit.ErrRange},
		{of(digits("1"+strings.Repeat("0", 62)+"1"), -61), "EUR.2", 0, unit.ErrFiner},
		{of(digits(strings.Repeat("9", 64)), -61), "EUR.2", 0, unit.ErrFiner}, // the largest coefficient looked at
		{of(digits("-"+strings.Repeat("9", 64)), -70), "EUR.2", 0, unit.ErrFiner},
		{decimal.New(125, -1), "", 0, unit.ErrNoUnit},
		{decimal.Decimal{}, "", 0, unit.ErrNoUnit},
	} {
		u := unit.Unit{}
		if c.unit != "" {
			u = mustUnit(t, c.unit)
		}
		got, err := unit.FromDecimal(c.d, u)
		want := unit.New(c.parts, u)
		if c.reason != nil {
			want = unit.Amount{}
		}
		if got != want || !errors.Is(err, c.reason) {
			t.Errorf("FromDecimal(%ve%d, %s) = %v, %v, want %v, %v", c.d.Coefficient(), c.d.Exponent(), c.unit, got, err, want, c.reason)
		}
	}
}

// The cost of shopspring/decimal grows with the exponent and with the square of the digits.
func TestFromDecimalIsNeverSlow(t *testing.T) {
	long, _ := new(big.Int).SetString(strings.Repeat("7", 100_000), 10)
	longer := new(big.Int).Lsh(big.NewInt(1), 50_000_000)
	for name, d := range map[string]decimal.Decimal{
		"1e1000000000":             decimal.New(1, 1e9),
		"1e-1000000000":            decimal.New(1, -1e9),
		"-1e2147483647":            decimal.New(-1, math.MaxInt32),
		"-1e-2147483648":           decimal.New(-1, math.MinInt32),
		"100000 digits":            decimal.NewFromBigInt(long, 0),
		"100000 digits, all finer": decimal.NewFromBigInt(long, -100_000),
		"100000 digits, negative":  decimal.NewFromBigInt(new(big.Int).Neg(long), -99_990),
		"15000000 digits":          decimal.NewFromBigInt(longer, -15_000_000),
		"15000000 digits, 1e9":     decimal.NewFromBigInt(longer, 1e9),
	} {
		err := amounttest.CheckRefusal(func() error {
			got, err := unit.FromDecimal(d, unit.KilowattHour)
			if got != (unit.Amount{}) || !errors.Is(err, unit.ErrRange) && !errors.Is(err, unit.ErrFiner) {
				t.Errorf("%s: %v, %v", name, got, err)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FromDecimal is exact, or it says why not: the decimal as a rational number against parts / 10^places.
func TestFromDecimalIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := amounttest.Units().Draw(t, "unit")
		d := decimal.New(rapid.Int64().Draw(t, "coefficient"), rapid.Int32Range(-30, 20).Draw(t, "exponent"))
		checkFromDecimal(t, d, u)
	})
}

// checkFromDecimal is for exponents that a rational number can hold.
func checkFromDecimal(t interface{ Fatalf(string, ...any) }, d decimal.Decimal, u unit.Unit) {
	got, err := unit.FromDecimal(d, u)
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(u.Places())), nil)
	parts := new(big.Rat).Mul(d.Rat(), new(big.Rat).SetInt(scale))
	fits := parts.IsInt() && parts.Num().IsInt64()
	switch {
	case fits && (err != nil || got != unit.New(parts.Num().Int64(), u)):
		t.Fatalf("%v of %v = %v, %v", d, u, got, err)
	case !fits && (err == nil || got != (unit.Amount{})):
		t.Fatalf("%v of %v = %v, %v, and it does not fit", d, u, got, err)
	case errors.Is(err, unit.ErrFiner) && parts.IsInt(), errors.Is(err, unit.ErrRange) && !fits && fitsInside(parts):
		t.Fatalf("%v of %v: the wrong reason %v", d, u, err)
	}
}

// fitsInside tells whether a number is within the range of an int64, whole or not.
func fitsInside(r *big.Rat) bool {
	return new(big.Int).Quo(r.Num(), r.Denom()).IsInt64()
}

// No package variable of shopspring/decimal changes a byte of what this package says. Not parallel:
// the variables are everybody's.
func TestDecimalSettingsDoNotMatter(t *testing.T) {
	before := everyOutput(t)
	defer restoreDecimal()()
	flips := map[string]func(){
		"DivisionPrecision":            func() { decimal.DivisionPrecision = 1 },
		"PowPrecisionNegativeExponent": func() { decimal.PowPrecisionNegativeExponent = 1 },
		"MarshalJSONWithoutQuotes":     func() { decimal.MarshalJSONWithoutQuotes = !decimal.MarshalJSONWithoutQuotes },
		"TrimTrailingZeros":            func() { decimal.TrimTrailingZeros = !decimal.TrimTrailingZeros },
		"UseScientificNotation":        func() { decimal.UseScientificNotation = !decimal.UseScientificNotation },
		"ExpMaxIterations":             func() { decimal.ExpMaxIterations = 1 },
		"MaxDecodeExponent":            func() { decimal.MaxDecodeExponent = 0 },
		"Zero":                         func() { decimal.Zero = decimal.New(7, 7) },
	}
	for name, flip := range flips { // one after the other, and in the end all
		flip()
		if after := everyOutput(t); after != before {
			t.Errorf("%s changes\n%s\nto\n%s", name, before, after)
		}
	}
}

// restoreDecimal returns the function that puts the settings back.
func restoreDecimal() func() {
	division, pow, quotes, trim := decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros
	scientific, exp, decode, zero := decimal.UseScientificNotation, decimal.ExpMaxIterations, decimal.MaxDecodeExponent, decimal.Zero
	return func() {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros = division, pow, quotes, trim
		decimal.UseScientificNotation, decimal.ExpMaxIterations, decimal.MaxDecodeExponent, decimal.Zero = scientific, exp, decode, zero
	}
}

// everyOutput is all that the package has to say about some amounts and decimals.
func everyOutput(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, u := range append(amounttest.Predeclared(), mustUnit(t, "EUR.2"), mustUnit(t, "hour.0"), mustUnit(t, "x.9=7/3J")) {
		for _, parts := range []int64{0, 1, -1, 1000, 1250, math.MaxInt64, math.MinInt64} {
			a := unit.New(parts, u)
			text, err1 := a.MarshalText()
			data, err2 := json.Marshal(a)
			d := a.Decimal()
			in, residue, err3 := unit.Convert(a, unit.BtuTh)
			back, err4 := unit.ParseAmount(a.String(), u)
			fmt.Fprintln(&b, a, a.Number(), string(text), string(data), err1, err2, d.Coefficient(), d.Exponent())
			fmt.Fprintln(&b, a.Human(), a.LogValue(), in, residue, err3, back, err4)
		}
		for _, d := range []decimal.Decimal{{}, decimal.New(125, -1), decimal.New(12500, -3), decimal.New(1, 6), decimal.New(1, -12), decimal.New(1, 1e9)} {
			a, err := unit.FromDecimal(d, u)
			fmt.Fprintln(&b, a, err)
		}
	}
	saySplits(&b)
	sayQuotes(t, &b)
	return b.String()
}

func saySplits(b *strings.Builder) {
	shares := []unit.Share{{Key: "a", Weight: 1}, {Key: "b", Weight: 2}, {Key: "c", Weight: 4}}
	for r := unit.LargestRemainder; r <= unit.Fractional; r++ {
		got, err := unit.Split(unit.New(100, unit.Joule), shares, r)
		fmt.Fprintln(b, r, got.Parts, got.Residue, got.Quotas, err)
	}
	got, next, err := unit.Carry(nil).Split(unit.New(100, unit.Joule), shares)
	fmt.Fprintln(b, got.Parts, next, err)
}

func sayQuotes(t *testing.T, b *strings.Builder) {
	q := mustQuote(t, terms(t))
	data, err := json.Marshal(q)
	fmt.Fprintln(b, q, string(data), err)
	for m := unit.TowardZero; m <= unit.Ceiling; m++ {
		got, residue, err := q.Convert(unit.New(-12_345_678, unit.KilowattHour), day, m)
		fmt.Fprintln(b, got, residue, err)
		got, residue, err = unit.FromRat(big.NewRat(-22, 7), unit.Joule, m)
		fmt.Fprintln(b, got, residue, err)
	}
	cross, lost, err := q.Cross(quoteOf(t, "GBP.2", "EUR.2", "1.15", unit.Both))
	fmt.Fprintln(b, cross, lost, err)
}
