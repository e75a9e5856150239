package unit_test

import (
	"bytes"
	"errors"
	"iter"
	"log/slog"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"pgregory.net/rapid"
)

func TestSum(t *testing.T) {
	const most, least = math.MaxInt64, math.MinInt64
	for _, c := range []struct {
		parts  []int64
		want   int64
		reason error
	}{
		{nil, 0, nil},
		{[]int64{1, 2, -5}, -2, nil},
		{[]int64{most, least, 1}, 0, nil},
		{[]int64{most, 1, -1}, most, nil}, // beyond only on the way
		{[]int64{most, 1}, 0, unit.ErrRange},
		{[]int64{least, -1}, 0, unit.ErrRange},
	} {
		var amounts []unit.Amount
		for _, p := range c.parts {
			amounts = append(amounts, unit.New(p, unit.Joule))
		}
		want := unit.New(c.want, unit.Joule)
		if c.reason != nil {
			want = unit.Amount{}
		}
		if got, err := unit.Sum(unit.Joule, slices.Values(amounts)); got != want || !errors.Is(err, c.reason) {
			t.Errorf("%d: %v, %v", c.parts, got, err)
		}
	}
	for _, other := range []unit.Amount{{}, unit.New(0, unit.WattHour)} {
		if got, err := unit.Sum(unit.Joule, slices.Values([]unit.Amount{other})); got != (unit.Amount{}) || !errors.Is(err, unit.ErrMixed) {
			t.Errorf("%v, %v", got, err)
		}
	}
}

// After the first error no more is read: an endless sequence of a wrong unit ends.
func TestSumStops(t *testing.T) {
	var endless iter.Seq[unit.Amount] = func(yield func(unit.Amount) bool) {
		for yield(unit.New(1, unit.WattHour)) {
		}
	}
	if _, err := unit.Sum(unit.Joule, endless); !errors.Is(err, unit.ErrMixed) {
		t.Error(err)
	}
}

func TestParseAmount(t *testing.T) {
	loaf := mustUnit(t, "loaf.0=36000000J")
	for s, want := range map[string]unit.Amount{
		"12.5 kWh":                 unit.New(12_500_000, unit.KilowattHour),
		"-0.001 J":                 unit.New(-1, unit.Joule),
		"007.500 EUR.2":            unit.New(750, euro),
		"12.5 GBP":                 unit.New(1250, pound),
		"3 loaf":                   unit.New(3, loaf),
		"3 loaf.0=36000000J":       unit.New(3, loaf),
		"1 Btu_IT":                 unit.New(1_000_000, unit.BtuIT),
		"92233720368547758.07 GBP": unit.New(math.MaxInt64, pound),
	} {
		if got, err := unit.ParseAmount(s, loaf, pound, mustUnit(t, "GBP.4")); got != want || err != nil {
			t.Errorf("%q = %v, %v, want %v", s, got, err, want)
		}
	}
}

func TestParseAmountRefuses(t *testing.T) {
	cases := map[string]error{
		"":                                      unit.ErrSyntax,
		"12.5":                                  unit.ErrSyntax,
		"12.5kWh":                               unit.ErrSyntax,
		"kWh":                                   unit.ErrSyntax,
		"12.5\tkWh":                             unit.ErrSyntax,
		"12.5\u00a0kWh":                         unit.ErrSyntax,
		"12.5\u202fkWh":                         unit.ErrSyntax,
		" 12.5 kWh":                             unit.ErrDefinition,
		"12.5  kWh":                             unit.ErrDefinition,
		"12.5 kWh ":                             unit.ErrDefinition,
		"12.5 KWH":                              unit.ErrUnknown,
		"12.5 gbp":                              unit.ErrDefinition,
		"12.5 EUR":                              unit.ErrDefinition,
		"12.5 ":                                 unit.ErrDefinition,
		"5 EUR 12":                              unit.ErrDefinition,
		"12.5 Btu":                              unit.ErrAmbiguous,
		"12.5 cal":                              unit.ErrAmbiguous,
		"12.5 kWh.6":                            unit.ErrReserved,
		"12.5 EUR.":                             unit.ErrDefinition,
		"12.5 EUR.02":                           unit.ErrDefinition,
		"kWh 12.5":                              unit.ErrSyntax,
		"1e3 kWh":                               unit.ErrSyntax,
		"+1 kWh":                                unit.ErrSyntax,
		"-0 kWh":                                unit.ErrSyntax,
		" kWh":                                  unit.ErrSyntax,
		"0.0000001 kWh":                         unit.ErrFiner,
		"12.505 GBP":                            unit.ErrFiner,
		"9223372036854.775808 kWh":              unit.ErrRange,
		strings.Repeat("9", 1_000_000) + " kWh": unit.ErrSyntax,
		"1 " + strings.Repeat("k", 1_000_000):   unit.ErrDefinition,
		"1 x." + strings.Repeat("9", 1_000_000): unit.ErrDefinition,
		strings.Repeat(" ", 1_000_000):          unit.ErrDefinition,
		"1 x.2=1e1000000000J":                   unit.ErrDefinition,
	}
	for s, reason := range cases {
		err := amounttest.CheckRefusal(func() error {
			got, err := unit.ParseAmount(s, pound)
			if refusedAs(t, err, reason); got != (unit.Amount{}) {
				t.Errorf("%.40q = %v", s, got)
			}
			return err
		})
		if err != nil {
			t.Errorf("%.40q: %v", s, err)
		}
	}
	if got, err := unit.ParseAmount("5 ", unit.Unit{}); !errors.Is(err, unit.ErrNoUnit) || got != (unit.Amount{}) {
		t.Errorf("in no unit: %v, %v", got, err)
	}
}

func TestHostileNumbersOfPeople(t *testing.T) {
	amounttest.RunDecoder(t, func(s string) error { _, err := unit.ParseAmount(s + " kWh"); return err })
	amounttest.RunDecoder(t, func(s string) error { _, err := unit.ParseAmount(s, unit.Joule); return err })
}

// What String writes is read, given the unit; and so is what MarshalText writes.
func TestParseAmountReadsString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := amounttest.Units().Draw(t, "unit")
		a := amounttest.Amounts(u).Draw(t, "amount")
		text, _ := a.MarshalText()
		got1, err1 := unit.ParseAmount(a.String(), u)
		got2, err2 := unit.ParseAmount(string(text))
		if err := errors.Join(err1, err2); err != nil || got1 != a || got2 != a {
			t.Fatalf("%q is %v, %q is %v: %v", a, got1, text, got2, err)
		}
	})
}

func TestHuman(t *testing.T) {
	for s, want := range map[string]string{
		"0.00 EUR.2":                 "0.00 EUR",
		"1.00 EUR.2":                 "1.00 EUR",
		"1.50 EUR.2":                 "1.50 EUR",
		"-1234.50 EUR.2":             "-1 234.50 EUR",
		"999.99 EUR.2":               "999.99 EUR",
		"1000.00 EUR.2":              "1 000.00 EUR",
		"92233720368547758.07 EUR.2": "92 233 720 368 547 758.07 EUR",
		"12.3450 GBP.4":              "12.345 GBP",
		"12.0000 GBP.4":              "12.00 GBP",
		"1.5 x.1":                    "1.5 x",
		"5 hour.0":                   "5 hour",
		"1234567 hour.0":             "1 234 567 hour",
		"3 loaf.0=36000000J":         "3 loaf",
		"3.50 loaf.2=36000000J":      "3.5 loaf",
		"0.000 J":                    "0 J",
		"0.001 J":                    "0.001 J",
		"1.000 J":                    "1 J",
		"999.999 J":                  "999.999 J",
		"1000.000 J":                 "1 kJ",
		"0.000001 kJ":                "0.001 J",
		"0.500000 kWh":               "500 Wh",
		"0.999999 kWh":               "999.999 Wh",
		"1.000000 kWh":               "1 kWh",
		"12500.000000 kWh":           "12.5 MWh",
		"-12500.000000 kWh":          "-12.5 MWh",
		"0.000001 kWh":               "0.001 Wh",
		"0.000000001 TWh":            "1 kWh",
		"9223372036.854775807 TWh":   "9 223 372 036.854775807 TWh",
		"1234.000000000 TWh":         "1 234 TWh",
		"9223372036.854775807 EJ":    "9 223 372 036.854775807 EJ",
		"9223372036854775.807 J":     "9.223372036854775807 PJ",
		"9223372036854775.807 Wh":    "9 223.372036854775807 TWh",
		"1234.500000 Btu_IT":         "1 234.5 Btu_IT",
		"1234 eV":                    "1 234 eV",
		"0":                          "0",
	} {
		var a unit.Amount
		if err := a.UnmarshalText([]byte(s)); err != nil {
			t.Fatal(err)
		}
		if got := a.Human(); strings.ReplaceAll(got, "\u202f", " ") != want || strings.Contains(got, " ") {
			t.Errorf("%s is %q for people, want %q", s, got, want)
		}
	}
	if got := unit.New(-5000, unit.Unit{}).Human(); got != "-5\u202f000" {
		t.Errorf("%q", got)
	}
}

// Human is exact: the number it shows, in the unit it shows, is the amount; and a multiple is the largest
// there is one of.
func TestHumanIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := amounttest.Units().Draw(t, "unit")
		a := amounttest.Amounts(u).Draw(t, "amount")
		text := strings.Split(a.Human(), "\u202f")
		code := text[len(text)-1]
		number, ok := new(big.Rat).SetString(strings.Join(text[:len(text)-1], ""))
		if !ok {
			t.Fatalf("%q", a.Human())
		}
		value, shown := a.Rat(), big.NewRat(1, 1)
		if code != u.Code() { // it is in another unit of energy
			value, _ = a.Joules()
			v, err := unit.Lookup(code)
			if err != nil {
				t.Fatal(err)
			}
			shown, _ = v.Joules()
			if one := new(big.Rat).Abs(number); one.Cmp(big.NewRat(1, 1)) < 0 && code != "J" && code != "Wh" {
				t.Fatalf("%v is %q", a, a.Human())
			}
		}
		if shown.Mul(shown, number).Cmp(value) != 0 {
			t.Fatalf("%v is %q for people", a, a.Human())
		}
		for i, group := range text[:len(text)-1] {
			whole, _, _ := strings.Cut(strings.TrimPrefix(group, "-"), ".")
			if i > 0 && len(whole) != 3 || len(whole) > 3 {
				t.Fatalf("%q has a group of %d", a.Human(), len(whole))
			}
		}
	})
}

func TestLogValue(t *testing.T) {
	var b bytes.Buffer
	log := slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	log.Info("paid", "amount", unit.New(1250, euro), "zero", unit.Amount{}, "none", unit.New(5, unit.Unit{}))
	if want := "level=INFO msg=paid amount=\"12.50 EUR.2\" zero=0 none=5\n"; b.String() != want {
		t.Errorf("%s", b.String())
	}
}
