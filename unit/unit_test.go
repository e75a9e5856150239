package unit_test

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
)

// mustUnit reads a definition that the test itself wrote.
func mustUnit(tb testing.TB, text string) unit.Unit {
	tb.Helper()
	u, err := unit.ParseUnit(text)
	if err != nil {
		tb.Fatal(err)
	}
	return u
}

// refusedAs reports an error unless err is the reason, wrapped in a TextError that keeps little of the
// text.
func refusedAs(tb testing.TB, err, reason error) {
	tb.Helper()
	var text *unit.TextError
	switch {
	case !errors.Is(err, reason):
		tb.Errorf("error %v, want %v", err, reason)
	case !errors.As(err, &text):
		tb.Errorf("%v is a %T, not a TextError", err, err)
	case len(text.Text) > 64 || len(err.Error()) > 600:
		tb.Errorf("the error keeps %d bytes of the text and is %d long", len(text.Text), len(err.Error()))
	}
}

// A code that differs from a predeclared one in nothing but the case of letters is taken as well.
func TestReservedCodes(t *testing.T) {
	for _, code := range []string{
		"J", "j", "kJ", "kj", "KJ", "Kj", "MJ", "mj", "mJ", "GJ", "gj", "TJ", "tj",
		"Wh", "wh", "WH", "wH", "kWh", "kwh", "KWH", "KWh", "kWH", "MWh", "mwh", "mWh", "MWH", "GWh", "gwh", "TWh", "twh",
	} {
		for places := range unit.PlacesMax + 1 {
			u, err := unit.Custom(code, places)
			if refusedAs(t, err, unit.ErrReserved); !u.IsZero() {
				t.Errorf("Custom(%q) = %v", code, u)
			}
			_, err = unit.Energy(code, places, big.NewRat(3600000, 1))
			refusedAs(t, err, unit.ErrReserved)
			_, err = unit.ParseUnit(fmt.Sprintf("%s.%d", code, places))
			refusedAs(t, err, unit.ErrReserved)
		}
	}
	for _, code := range []string{"kW", "W", "JJ", "kWh_", "kWh-2", "_J", "Joule", "h", "XWh"} {
		if _, err := unit.Custom(code, 2); err != nil {
			t.Errorf("Custom(%q): %v", code, err)
		}
	}
}

func TestCodeGrammar(t *testing.T) {
	for _, code := range []string{"a", "Z", "0", "9", "_", "-", "--", "EUR", "0123456789abcdef", "ABCDEFGHIJKLMNOP", "x_y-Z", "az", "AZ"} {
		u, err := unit.Custom(code, 2)
		if err != nil || u.Code() != code || u.Places() != 2 || u.String() != code+".2" {
			t.Errorf("Custom(%q) = %v, %v", code, u, err)
		}
	}
	for _, code := range append(badCodes(), strings.Repeat("x", 1_000_000)) {
		u, err := unit.Custom(code, 2)
		if refusedAs(t, err, unit.ErrDefinition); !u.IsZero() {
			t.Errorf("Custom(%.40q) = %v", code, u)
		}
		_, err = unit.Energy(code, 2, big.NewRat(1, 1))
		refusedAs(t, err, unit.ErrDefinition)
		_, err = unit.Currency(code, 2)
		refusedAs(t, err, unit.ErrCurrency)
	}
}

// badCodes are empty, too long or have what stands beside A-Z, a-z and 0-9 in ASCII, what looks like a
// letter or folds to one, or what a program would put between the parts of a text.
func badCodes() []string {
	codes := []string{"", "ABCDEFGHIJKLMNOPQ", "\u00e9", "\u212aWh", "\u017f", "\u0130", "\uff21", "\u0410", "\xff", "a\x00", "\ufeffa"}
	for _, c := range "@[`{/: .,;=+*\"'\\%$\t\n\r\x00\x7f\u00a0" {
		codes = append(codes, string(c), "a"+string(c), string(c)+"a", "a"+string(c)+"a")
	}
	return codes
}

// Every byte and every rune, against the grammar as the package comment writes it.
func TestCodeAlphabet(t *testing.T) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	for r := rune(0); r <= 0x2fff; r++ {
		_, err := unit.Custom("x"+string(r), 0)
		if allowed := strings.ContainsRune(alphabet, r); (err == nil) != allowed {
			t.Errorf("%q in a code: %v", r, err)
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, places := range []int{-1, -9, 10, 11, 256, 258, -254, 1<<31 - 1, -1 << 31} {
		u, err := unit.Custom("x", places)
		if refusedAs(t, err, unit.ErrDefinition); !u.IsZero() {
			t.Errorf("Custom with %d places = %v", places, u)
		}
		_, err = unit.Energy("x", places, big.NewRat(1, 1))
		refusedAs(t, err, unit.ErrDefinition)
		_, err = unit.Currency("EUR", places)
		refusedAs(t, err, unit.ErrDefinition)
	}
	for places := range unit.PlacesMax + 1 {
		if u, err := unit.Custom("x", places); err != nil || u.Places() != places {
			t.Errorf("Custom with %d places = %v, %v", places, u, err)
		}
	}
}

func TestJoulesBounds(t *testing.T) {
	ten40 := new(big.Int).Exp(big.NewInt(10), big.NewInt(unit.JoulesDigitsMax), nil)
	most := new(big.Int).Sub(ten40, big.NewInt(1))
	one := big.NewInt(1)
	huge := new(big.Int).Lsh(one, 10_000_000)
	rat := func(a, b *big.Int) *big.Rat { return new(big.Rat).SetFrac(a, b) }
	for _, joules := range []*big.Rat{
		nil, {}, big.NewRat(0, 1), big.NewRat(-1, 1), big.NewRat(-7, 3),
		rat(ten40, one), rat(one, ten40), rat(ten40, most), rat(huge, one), rat(one, huge), rat(new(big.Int).Neg(huge), one),
	} {
		err := amounttest.CheckRefusal(func() error {
			u, err := unit.Energy("x", 3, joules)
			if refusedAs(t, err, unit.ErrDefinition); !u.IsZero() {
				t.Errorf("Energy = %.80v", u)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	for _, joules := range []*big.Rat{rat(one, one), rat(most, one), rat(one, most), rat(most, new(big.Int).Sub(most, one))} {
		u, err := unit.Energy("0123456789abcdef", 9, joules)
		if err != nil {
			t.Errorf("Energy with %v J: %v", joules, err)
			continue
		}
		if back, ok := u.Joules(); !ok || back.Cmp(joules) != 0 || mustUnit(t, u.String()) != u {
			t.Errorf("%v has %v J, %v", u, back, ok)
		}
	}
}

// A unit keeps none of the numbers that go in or come out.
func TestJoulesAreCopies(t *testing.T) {
	joules := big.NewRat(7, 3)
	u, err := unit.Energy("x", 3, joules)
	if err != nil {
		t.Fatal(err)
	}
	joules.SetInt64(1)
	out, _ := u.Joules()
	out.Num().SetInt64(99)
	if again, _ := u.Joules(); again.Cmp(big.NewRat(7, 3)) != 0 || u.String() != "x.3=7/3J" {
		t.Errorf("%v has become %v J", u, again)
	}
}

// The number of joules counts, not how it was written.
func TestEnergyInLowestTerms(t *testing.T) {
	six, _ := new(big.Rat).SetString("14/6")
	a, err := unit.Energy("x", 3, six)
	if err != nil || a != mustUnit(t, "x.3=7/3J") {
		t.Errorf("%v, %v", a, err)
	}
}

func TestParseUnit(t *testing.T) {
	forty := strings.Repeat("9", 40)
	for _, text := range []string{
		"J", "kWh", "TWh", "EUR.2", "hour.0", "x.9", "-.0", "0.0", "9.9", "_-_.5",
		"loaf.0=36000000J", "x.3=7/3J", "0123456789abcdef.9=" + forty + "/" + forty[1:] + "8J",
	} {
		u, err := unit.ParseUnit(text)
		if err != nil || u.String() != text {
			t.Errorf("ParseUnit(%q) = %v, %v", text, u, err)
		}
	}
}

func TestParseUnitRefuses(t *testing.T) {
	for _, text := range hostileUnits() {
		err := amounttest.CheckRefusal(func() error {
			u, err := unit.ParseUnit(text)
			if refusedAs(t, err, unit.ErrDefinition); !u.IsZero() {
				t.Errorf("ParseUnit(%.40q) = %v", text, u)
			}
			got := unit.Joule
			if err := got.UnmarshalText([]byte(text)); text != "" && (err == nil || got != unit.Joule) {
				t.Errorf("UnmarshalText(%.40q) = %v, receiver %v", text, err, got)
			}
			return err
		})
		if err != nil {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}

// hostileUnits are no definitions: second spellings of some, numbers that cost much to read, and noise.
func hostileUnits() []string {
	million := strings.Repeat("9", 1_000_000)
	return []string{
		"", " ", ".", "EUR", "EUR.", ".2", "EUR.2 ", " EUR.2", "EUR.2\n", "EUR .2", "EUR. 2", "EUR.02", "EUR.10", "EUR.+2", "EUR.-1",
		"EUR.a", "EUR.2.2", "EUR,2", "EUR:2", "EUR.\u0662", "EUR.2\x00", "\ufeffEUR.2", "kWh ", "kWh\n", "\u212aWh.2",
		"x.3=", "x.3=J", "x.3=7", "x.3=7/3", "x.3J", "x.3=JJ", "x.3=7JJ", "x.3==7J", "x.3=7j", "x.3=7J ", "x.3=7J=7J", "x.3=7 J", "x3=7J", "x=7J",
		"x.3=0J", "x.3=00J", "x.3=07J", "x.3=7/1J", "x.3=14/6J", "x.3=7/03J", "x.3=0/1J", "x.3=7/0J", "x.3=0/0J", "x.3=/J", "x.3=7/J", "x.3=/3J", "x.3=7/3/2J", "x.3=7//3J",
		"x.3=-7J", "x.3=+7J", "x.3=-7/3J", "x.3=7/-3J", "x.3=7.5J", "x.3=7e3J", "x.3=1e1000000000J", "x.3=0x7J", "x.3=0b1J", "x.3=7_0J", "x.3=InfJ", "x.3=NaNJ",
		"x.3=1" + strings.Repeat("0", 40) + "J", "x.3=1/1" + strings.Repeat("0", 40) + "J", "x.3=" + million + "J", "x.3=7/" + million + "J",
		"x." + million, million + ".2", strings.Repeat(".", 1_000_000), strings.Repeat("x.3=", 250_000), "0123456789abcdefg.2",
	}
}

func TestUnitText(t *testing.T) {
	for _, u := range append(amounttest.Predeclared(), unit.Unit{}, mustUnit(t, "EUR.2"), mustUnit(t, "x.3=7/3J")) {
		text, err := u.MarshalText()
		if err != nil || string(text) != u.String() {
			t.Errorf("MarshalText of %v = %q, %v", u, text, err)
		}
		if b, err := u.AppendText([]byte("in ")); err != nil || string(b) != "in "+u.String() {
			t.Errorf("AppendText of %v = %q, %v", u, b, err)
		}
		back := unit.TerawattHour
		if err := back.UnmarshalText(text); err != nil || back != u {
			t.Errorf("UnmarshalText(%q) = %v, %v", text, back, err)
		}
	}
}

func TestUnitCompare(t *testing.T) {
	sorted := []unit.Unit{{}, unit.Gigajoule, unit.Joule, unit.WattHour, mustUnit(t, "Z.0"), mustUnit(t, "a.0"), mustUnit(t, "a.0=1J"), mustUnit(t, "a.1"), unit.KilowattHour}
	slices.SortFunc(sorted, func(u, v unit.Unit) int { return strings.Compare(u.String(), v.String()) })
	for i, u := range sorted {
		for j, v := range sorted {
			if got, want := u.Compare(v), sign(i-j); got != want {
				t.Errorf("%q.Compare(%q) = %d, want %d", u, v, got, want)
			}
		}
	}
}

func sign(n int) int {
	return min(max(n, -1), 1)
}
