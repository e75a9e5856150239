package unit_test

import (
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"strings"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// seedNumbers adds the hostile numbers that a fuzzer can work on, and some good ones.
func seedNumbers(add func(s string)) {
	for _, s := range append(amounttest.HostileNumbers(), "0", "12.50", "-0.005", "007.500", "9223372036854775807", "-9223372036.854775808") {
		if len(s) <= 200 {
			add(s)
		}
	}
}

func FuzzParse(f *testing.F) {
	seedNumbers(func(s string) { f.Add(s, "EUR.2"); f.Add(s, "kWh") })
	f.Fuzz(func(t *testing.T, s, definition string) {
		u, err := unit.ParseUnit(definition)
		if err != nil {
			u = unit.WattHour
		}
		a, err := unit.Parse(s, u)
		want, reason := parseSlow(s, u)
		if a != want || (err == nil) != (reason == nil) {
			t.Fatalf("Parse(%q, %v) = %v, %v, its slow twin says %v, %v", s, u, a, err, want, reason)
		}
		if err != nil {
			return
		}
		if back, err := unit.Parse(a.Number(), u); back != a || err != nil {
			t.Fatalf("%q is read as %q, which is read as %v, %v", s, a.Number(), back, err)
		}
		if err := amounttest.CheckText(a); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzParseUnit(f *testing.F) {
	for _, s := range append(hostileUnits(), "kWh", "EUR.2", "x.3=7/3J", "loaf.0=36000000J") {
		if len(s) <= 200 {
			f.Add(s)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := unit.ParseUnit(s)
		got := unit.TerawattHour
		if decodeErr := got.UnmarshalText([]byte(s)); s != "" && (decodeErr == nil) != (err == nil) {
			t.Fatalf("%q: ParseUnit says %v, UnmarshalText %v", s, err, decodeErr)
		}
		if err != nil {
			if !u.IsZero() || s != "" && got != unit.TerawattHour {
				t.Fatalf("%q is refused with %v, and the receiver became %v", s, u, got)
			}
			return
		}
		if u.String() != s || got != u {
			t.Fatalf("%q comes back as %q, and decodes to %q", s, u, got)
		}
	})
}

func FuzzAmountUnmarshalText(f *testing.F) {
	seedNumbers(func(s string) { f.Add([]byte(s + " EUR.2")); f.Add([]byte(s)) })
	f.Add([]byte("-0.01 loaf.2=36000000J"))
	f.Fuzz(func(t *testing.T, text []byte) {
		a := pinned
		if err := a.UnmarshalText(text); err != nil {
			checkRefusal(t, string(text), a, err, nil)
			return
		}
		if again, err := a.MarshalText(); string(again) != string(text) || err != nil {
			t.Fatalf("%q comes back as %q, %v", text, again, err)
		}
	})
}

// JSON leaves spaces, escapes and the order of the members free: what is accepted must have the two
// strings that MarshalJSON writes, and be JSON.
func FuzzAmountUnmarshalJSON(f *testing.F) {
	for _, s := range append(hostileJSON(), `{"amount":"12.50","unit":"EUR.2"}`, ` { "unit" : "\u0045UR.2" , "amount" : "12.50" } `) {
		if len(s) <= 2000 {
			f.Add([]byte(s))
		}
	}
	seedNumbers(func(s string) { f.Add([]byte(`{"amount":"` + s + `","unit":"EUR.2"}`)) })
	f.Fuzz(func(t *testing.T, data []byte) {
		a := pinned
		if err := a.UnmarshalJSON(data); err != nil {
			checkRefusal(t, string(data), a, err, nil)
			return
		}
		var got, want map[string]string
		again, err := json.Marshal(a)
		if err != nil || json.Unmarshal(again, &want) != nil || json.Unmarshal(data, &got) != nil {
			t.Fatalf("%q was accepted, %v", data, err)
		}
		if len(got) != 2 || got["amount"] != want["amount"] || got["unit"] != want["unit"] {
			t.Fatalf("%q comes back as %s", data, again)
		}
	})
}

func FuzzFromDecimal(f *testing.F) {
	for _, exponent := range []int32{0, 1, -2, 9, -9, 18, -63, 1e8, 1e9, -1e9, 1<<31 - 1, -1 << 31} {
		f.Add([]byte{0}, false, exponent, "EUR.2")
		f.Add([]byte{4, 226}, true, exponent, "kWh")
		f.Add([]byte{0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, false, exponent, "hour.0")
		f.Add([]byte{0x80, 0, 0, 0, 0, 0, 0, 0}, true, exponent, "XAU.9")
		f.Add(make([]byte, 100), true, exponent, "J")
	}
	f.Fuzz(func(t *testing.T, coefficient []byte, negative bool, exponent int32, definition string) {
		u, err := unit.ParseUnit(definition)
		if err != nil {
			u = unit.WattHour
		}
		n := new(big.Int).SetBytes(coefficient)
		if negative {
			n.Neg(n)
		}
		d := decimal.NewFromBigInt(n, exponent)
		if n.BitLen() <= 200 && -1000 < exponent && exponent < 1000 {
			checkFromDecimal(t, d, u)
		}
		a, err := unit.FromDecimal(d, u)
		if err != nil {
			if a != (unit.Amount{}) {
				t.Fatalf("%v with %v", a, err)
			}
			return
		}
		if back, err := unit.FromDecimal(a.Decimal(), u); back != a || err != nil {
			t.Fatalf("%v comes back as %v, %v", a, back, err)
		}
	})
}

// A quote's JSON form: what is accepted comes back, from the form written anew, and has the seven strings
// that MarshalJSON writes.
func FuzzQuoteUnmarshalJSON(f *testing.F) {
	for _, s := range append(hostileQuotes(), quoteJSON) {
		if len(s) <= 2000 {
			f.Add([]byte(s))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		held := mustQuote(t, terms(t))
		q := held
		if err := q.UnmarshalJSON(data); err != nil {
			if q != held {
				t.Fatalf("%q: %v, and the receiver became %v", data, err, q)
			}
			return
		}
		if err := amounttest.CheckQuoteJSON(q); err != nil {
			t.Fatal(err)
		}
		var got, want map[string]string
		again, err := json.Marshal(q)
		if err != nil || json.Unmarshal(again, &want) != nil || json.Unmarshal(data, &got) != nil || !maps.Equal(got, want) {
			t.Fatalf("%q comes back as %s, %v", data, again, err)
		}
	})
}

func FuzzParseAmount(f *testing.F) {
	seedNumbers(func(s string) { f.Add(s + " kWh"); f.Add(s + " GBP"); f.Add(s) })
	f.Add("12.5 loaf.0=36000000J")
	f.Add("1 Btu")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := unit.ParseAmount(s, pound)
		if err != nil {
			var text *unit.TextError
			if a != (unit.Amount{}) || !errors.As(err, &text) || len(err.Error()) > 600 {
				t.Fatalf("%q: %v, %v", s, a, err)
			}
			return
		}
		number, _, _ := strings.Cut(s, " ")
		if want, err := unit.Parse(number, a.Unit()); a != want || err != nil {
			t.Fatalf("%q = %v, want %v, %v", s, a, want, err)
		}
		if back, err := unit.ParseAmount(a.String(), a.Unit()); back != a || err != nil {
			t.Fatalf("%q comes back as %v, %v", s, back, err)
		}
	})
}

func FuzzLookup(f *testing.F) {
	for _, d := range unit.Definitions() {
		f.Add(d.Unit.Code())
		f.Add(d.UCUM)
	}
	for _, s := range []string{"Btu", "[Btu]", "[Btu_th]", "[Btu_59]", "N.m", "cal", "[Cal]", "kwh", "\u212aWh", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := unit.Lookup(s)
		if (err == nil) != (u.Code() == s && !u.IsZero()) {
			t.Fatalf("Lookup(%q) = %v, %v", s, u, err)
		}
		v, err := unit.LookupUCUM(s)
		if (err == nil) == v.IsZero() {
			t.Fatalf("LookupUCUM(%q) = %v, %v", s, v, err)
		}
		if d, _ := v.Definition(); err == nil && d.UCUM != s && s != "cal" && s != "kcal" && s != "[Cal]" {
			t.Fatalf("LookupUCUM(%q) = %v, which is %q", s, v, d.UCUM)
		}
	})
}

// Split by every rule, from a fuzzer's choice of numbers, against the slow twin.
func FuzzSplit(f *testing.F) {
	f.Add(make([]byte, 4096))
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		r := amounttest.Rules().Draw(t, "rule")
		d := amounttest.Divisions(r).Draw(t, "division")
		got, err := unit.Split(d.Total, d.Shares, r)
		if errors.Is(err, unit.ErrFractional) {
			return
		}
		if err := errors.Join(err, amounttest.CheckSplit(d.Total, d.Shares, r, got)); err != nil {
			t.Fatal(err)
		}
	}))
}
