package unit_test

import (
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		s      string
		unit   string
		parts  int64
		reason error
	}{
		{"0", "EUR.2", 0, nil},
		{"000.000", "EUR.2", 0, nil},
		{"12.5", "EUR.2", 1250, nil},
		{"007.500", "EUR.2", 750, nil},
		{"-0.01", "EUR.2", -1, nil},
		{"-7", "hour.0", -7, nil},
		{"7.000", "hour.0", 7, nil},
		{"0.1", "hour.0", 0, unit.ErrFiner},
		{"0.001", "J", 1, nil},
		{"0.0001", "J", 0, unit.ErrFiner},
		{"-0.0001", "J", 0, unit.ErrFiner},
		{"1.0000000001", "XAU.9", 0, unit.ErrFiner},
		{"9223372036854775807", "hour.0", 1<<63 - 1, nil},
		{"9223372036854775808", "hour.0", 0, unit.ErrRange},
		{"-9223372036854775808", "hour.0", -1 << 63, nil},
		{"-9223372036854775809", "hour.0", 0, unit.ErrRange},
		{"18446744073709551616", "hour.0", 0, unit.ErrRange}, // 2^64, which would wrap to 0
		{"18446744073709551617", "hour.0", 0, unit.ErrRange},
		{"36893488147419103232", "hour.0", 0, unit.ErrRange},
		{"92233720368547758.07", "EUR.2", 1<<63 - 1, nil},
		{"92233720368547758.08", "EUR.2", 0, unit.ErrRange},
		{"92233720368547759", "EUR.2", 0, unit.ErrRange},
		{"-9223372036.854775808", "XAU.9", -1 << 63, nil},
		{"9223372036.854775808", "XAU.9", 0, unit.ErrRange},
		{"9223372037", "XAU.9", 0, unit.ErrRange},
		{strings.Repeat("0", 63) + "7", "hour.0", 7, nil},
		{strings.Repeat("9", 64), "hour.0", 0, unit.ErrRange},
		{"0." + strings.Repeat("0", 61) + "1", "XAU.9", 0, unit.ErrFiner},
		{"99999999999999999999.999", "EUR.2", 0, unit.ErrFiner}, // both: the finer digit is named
		{"99999999999999999999x", "EUR.2", 0, unit.ErrSyntax},   // malformed comes before both
		{"0.001x", "EUR.2", 0, unit.ErrSyntax},
		{"12.50", "", 0, unit.ErrNoUnit},
	} {
		u := unit.Unit{}
		if c.unit != "" {
			u = mustUnit(t, c.unit)
		}
		got, err := unit.Parse(c.s, u)
		if c.reason == nil {
			if want := unit.New(c.parts, u); got != want || err != nil {
				t.Errorf("Parse(%q, %s) = %v, %v, want %v", c.s, c.unit, got, err, want)
			}
			continue
		}
		if refusedAs(t, err, c.reason); got != (unit.Amount{}) {
			t.Errorf("Parse(%q, %s) = %v with %v", c.s, c.unit, got, err)
		}
	}
}

// pinned is what the receiver holds before a decoder is called; afterwards it must hold it still.
var pinned = unit.New(-7, unit.KilowattHour)

func TestHostileNumbers(t *testing.T) {
	euro, hour := mustUnit(t, "EUR.2"), mustUnit(t, "hour.0")
	for name, decode := range map[string]func(string) error{
		"Parse": func(s string) error {
			_, err := unit.Parse(s, euro)
			refusedAs(t, err, unit.ErrSyntax)
			return err
		},
		"Parse without places": func(s string) error {
			_, err := unit.Parse(s, hour)
			refusedAs(t, err, unit.ErrSyntax)
			return err
		},
		"UnmarshalText": func(s string) error {
			reason := unit.ErrSyntax
			if strings.Contains(s, " ") && len(s) < 100 {
				reason = unit.ErrDefinition // the unit begins after the first space
			}
			return decodeText(t, s+" EUR.2", reason)
		},
		"UnmarshalText without a unit": func(s string) error { return decodeText(t, s, nil) },
		"UnmarshalJSON": func(s string) error {
			data, _ := json.Marshal(map[string]string{"amount": s, "unit": "EUR.2"})
			return decodeJSON(t, string(data), unit.ErrSyntax)
		},
		"UnmarshalJSON of a bare string": func(s string) error {
			data, _ := json.Marshal(s)
			return decodeJSON(t, string(data), unit.ErrSyntax)
		},
		"UnmarshalJSON of a number": func(s string) error {
			return decodeJSON(t, `{"amount":`+s+`,"unit":"EUR.2"}`, unit.ErrSyntax)
		},
		"UnmarshalJSON of anything": func(s string) error { return decodeJSON(t, s, unit.ErrSyntax) },
		"ParseUnit of joules":       parseJoules,
	} {
		t.Run(name, func(t *testing.T) { amounttest.RunDecoder(t, decode) })
	}
}

// parseJoules lets 1/2 be: it is no amount, but a good number of joules.
func parseJoules(s string) error {
	_, err := unit.ParseUnit("x.3=" + s + "J")
	if s == "1/2" && err == nil {
		return unit.ErrSyntax
	}
	return err
}

// decodeText decodes s, which must fail, for the reason if there is one, and leave the receiver alone.
func decodeText(t *testing.T, s string, reason error) error {
	a := pinned
	err := a.UnmarshalText([]byte(s))
	checkRefusal(t, s, a, err, reason)
	return err
}

func decodeJSON(t *testing.T, s string, reason error) error {
	a := pinned
	err := a.UnmarshalJSON([]byte(s))
	checkRefusal(t, s, a, err, reason)
	return err
}

func checkRefusal(t *testing.T, s string, receiver unit.Amount, err, reason error) {
	t.Helper()
	if receiver != pinned {
		t.Errorf("%.80q: %v, and the receiver became %v", s, err, receiver)
	}
	var text *unit.TextError
	if err == nil || reason != nil && !errors.Is(err, reason) || !errors.As(err, &text) {
		t.Errorf("%.80q: error %v, want a TextError of %v", s, err, reason)
	}
}

// Texts whose number and unit are good each by itself, but which are not the one spelling.
func TestUnmarshalTextRefuses(t *testing.T) {
	for s, reason := range map[string]error{
		"":                            unit.ErrDefinition,
		"0 ":                          unit.ErrSyntax,
		"12.50":                       unit.ErrDefinition,
		"12.50 ":                      unit.ErrDefinition,
		"12.5 EUR.2":                  unit.ErrSyntax,
		"12.500 EUR.2":                unit.ErrSyntax,
		"012.50 EUR.2":                unit.ErrSyntax,
		"12 EUR.2":                    unit.ErrSyntax,
		"0 EUR.2":                     unit.ErrSyntax,
		"-0.00 EUR.2":                 unit.ErrSyntax,
		"12.505 EUR.2":                unit.ErrFiner,
		"92233720368547758.08 EUR.2":  unit.ErrRange,
		"12.50  EUR.2":                unit.ErrDefinition,
		" 12.50 EUR.2":                unit.ErrDefinition,
		"12.50 EUR.2 ":                unit.ErrDefinition,
		"12.50\tEUR.2":                unit.ErrDefinition,
		"12.50\u00a0EUR.2":            unit.ErrDefinition,
		"12.50 EUR":                   unit.ErrDefinition,
		"12.50 EUR.02":                unit.ErrDefinition,
		"EUR.2 12.50":                 unit.ErrDefinition,
		"1.000000 kWh.6":              unit.ErrReserved,
		"1.000000 KWH":                unit.ErrDefinition,
		"1.000 x.3=14/6J":             unit.ErrDefinition,
		strings.Repeat("1", 200):      unit.ErrSyntax,
		strings.Repeat(" ", 1000000):  unit.ErrSyntax,
		strings.Repeat("1 ", 1000000): unit.ErrSyntax,
	} {
		if err := amounttest.CheckRefusal(func() error { return decodeText(t, s, reason) }); err != nil {
			t.Errorf("%.80q: %v", s, err)
		}
	}
}

func TestUnmarshalJSON(t *testing.T) {
	want := unit.New(1250, mustUnit(t, "EUR.2"))
	for _, s := range []string{
		`{"amount":"12.50","unit":"EUR.2"}`,
		`{"unit":"EUR.2","amount":"12.50"}`,
		"\n{ \"amount\" : \"12.50\" ,\r\n\t\"unit\" : \"EUR.2\" } ",
		`{"amount":"\u0031\u0032.50","unit":"\u0045UR.2"}`, // escapes are JSON's affair, not the number's
		`{"\u0061mount":"12.50","unit":"EUR.2"}`,
	} {
		var a unit.Amount
		if err := json.Unmarshal([]byte(s), &a); a != want || err != nil {
			t.Errorf("%s = %v, %v", s, a, err)
		}
		if err := a.UnmarshalJSON([]byte(s)); a != want || err != nil {
			t.Errorf("%s = %v, %v", s, a, err)
		}
	}
}

func TestUnmarshalJSONRefuses(t *testing.T) {
	for _, s := range hostileJSON() {
		if err := amounttest.CheckRefusal(func() error { return decodeJSON(t, s, nil) }); err != nil {
			t.Errorf("%.80q: %v", s, err)
		}
		in := struct{ A unit.Amount }{pinned}
		if strings.HasPrefix(s, "   ") {
			continue // encoding/json itself takes the spaces away
		}
		if err := json.Unmarshal([]byte(`{"A":`+s+`}`), &in); err == nil || in.A != pinned {
			t.Errorf("%.80q in a struct: %v, %v", s, in.A, err)
		}
	}
}

// hostileJSON are other shapes than the one, what encoding/json forgives, and what costs much to read.
func hostileJSON() []string {
	return []string{
		``, ` `, `null`, `true`, `0`, `12.50`, `1e1000000000`, `""`, `"12.50 EUR.2"`, `"12.50"`, `[]`, `{}`, `[{}]`, `{`, `}`, `{"`,
		`["12.50","EUR.2"]`, `[{"amount":"12.50","unit":"EUR.2"}]`, `{"amount":{"amount":"12.50","unit":"EUR.2"}}`,
		`{"amount":12.50,"unit":"EUR.2"}`, `{"amount":1250,"unit":"EUR.2"}`, `{"amount":"12.50","unit":2}`, `{"amount":1e1000000000,"unit":"EUR.2"}`,
		`{"amount":null,"unit":"EUR.2"}`, `{"amount":"12.50","unit":null}`, `{"amount":null,"unit":null}`, `{"amount":["12.50"],"unit":"EUR.2"}`, `{"amount":true,"unit":"EUR.2"}`,
		`{"amount":"12.50"}`, `{"unit":"EUR.2"}`, `{"amount":"12.50","unit":"EUR.2","note":""}`, `{"note":"","amount":"12.50","unit":"EUR.2"}`, `{"amount":"12.50","currency":"EUR"}`,
		`{"Amount":"12.50","unit":"EUR.2"}`, `{"amount":"12.50","UNIT":"EUR.2"}`, `{"amount ":"12.50","unit":"EUR.2"}`, `{"":"12.50","unit":"EUR.2"}`,
		`{"amount":"12.50","amount":"12.50"}`, `{"unit":"EUR.2","unit":"EUR.2"}`, `{"amount":"12.50","unit":"EUR.2","amount":"13.00"}`, `{"amount":"12.50","unit":"EUR.2","unit":"EUR.2"}`,
		`{"amount":"12.50","unit":"EUR.2"}{}`, `{"amount":"12.50","unit":"EUR.2"} x`, `{"amount":"12.50","unit":"EUR.2"}}`, `{"amount":"12.50","unit":"EUR.2",}`, `{"amount":"12.50","unit":"EUR.2"`,
		`{,"amount":"12.50","unit":"EUR.2"}`, `{"amount""12.50","unit":"EUR.2"}`, `{"amount":"12.50""unit":"EUR.2"}`, `{"amount","12.50","unit","EUR.2"}`, `{"amount":"12.50":"unit":"EUR.2"}`, `{"amount":"12.50",,"unit":"EUR.2"}`,
		`{'amount':'12.50','unit':'EUR.2'}`, `{amount:"12.50",unit:"EUR.2"}`, "\ufeff" + `{"amount":"12.50","unit":"EUR.2"}`, "\x00" + `{"amount":"12.50","unit":"EUR.2"}`, `{"amount":"12.50","unit":"EUR.2"]`,
		`{"amount":"12.5","unit":"EUR.2"}`, `{"amount":"12.500","unit":"EUR.2"}`, `{"amount":"012.50","unit":"EUR.2"}`, `{"amount":"0","unit":"EUR.2"}`, `{"amount":"-0.00","unit":"EUR.2"}`, `{"amount":" 12.50","unit":"EUR.2"}`,
		`{"amount":"12.505","unit":"EUR.2"}`, `{"amount":"92233720368547758.08","unit":"EUR.2"}`, `{"amount":"12.50","unit":""}`, `{"amount":"","unit":""}`, `{"amount":"0.00","unit":""}`, `{"amount":"-0","unit":""}`,
		`{"amount":"12.50","unit":"EUR"}`, `{"amount":"12.50","unit":"EUR.02"}`, `{"amount":"12.50","unit":"EUR.2 "}`, `{"amount":"1.000000","unit":"KWH"}`, `{"amount":"1.000000","unit":"kWh.6"}`, "{\"amount\":\"12.50\xff\",\"unit\":\"EUR.2\"}",
		`{"amount":"0","amount":"0"}`, `{"unit":"","unit":""}`, `{"amount":"0"}`, `{"unit":""}`, `{"amount":"12.50","amount":"12.50"}`,
		strings.Repeat("[", 1_000_000), strings.Repeat(`{"amount":`, 100_000), strings.Repeat(" ", 1_000_000) + `{"amount":"12.50","unit":"EUR.2"}`,
		`[` + strings.Repeat(`1e10000,1e-9999,`, 60_000) + `1]`, `{"amount":"` + strings.Repeat(`\u0030`, 200_000) + `","unit":"EUR.2"}`, `{"amount":"12.50","unit":"` + strings.Repeat("E", 1_000_000) + `.2"}`,
	}
}

// In a JSON document an amount is a value and, as text, the name of a member.
func TestAmountInJSON(t *testing.T) {
	a := unit.New(1250, mustUnit(t, "EUR.2"))
	data, err := json.Marshal(map[unit.Amount]*unit.Amount{unit.New(-5, unit.Joule): &a, {}: nil})
	want := `{"-0.005 J":{"amount":"12.50","unit":"EUR.2"},"0":null}`
	if err != nil || string(data) != want {
		t.Fatalf("%s, %v", data, err)
	}
	var out map[string]*unit.Amount // null is the pointer's affair, not the amount's
	if err := json.Unmarshal(data, &out); err != nil || *out["-0.005 J"] != a || out["0"] != nil {
		t.Errorf("%v, %v", out, err)
	}
}

// A unit is text wherever JSON has text, the name of a member included.
func TestUnitInJSON(t *testing.T) {
	in := map[unit.Unit]unit.Unit{unit.Joule: mustUnit(t, "x.3=7/3J"), {}: {}}
	data, err := json.Marshal(in)
	if want := `{"":"","J":"x.3=7/3J"}`; err != nil || string(data) != want {
		t.Fatalf("%s, %v", data, err)
	}
	var out map[unit.Unit]unit.Unit
	if err := json.Unmarshal(data, &out); err != nil || !maps.Equal(in, out) {
		t.Errorf("%v, %v", out, err)
	}
}

func TestErrorsQuoteLittle(t *testing.T) {
	_, err := unit.Parse(strings.Repeat("9", 1_000_000), unit.Joule)
	refusedAs(t, err, unit.ErrSyntax)
	want := `unit: not an amount: "` + strings.Repeat("9", 32) + `": want digits, with at most a minus before them and a point and digits after, such as -12.50`
	if err.Error() != want {
		t.Errorf("%v", err)
	}
}

// Every decoder refuses with one of the reasons that it says, in a TextError.
func TestDecodeReasons(t *testing.T) {
	decoders := map[string]interface{ UnmarshalJSON([]byte) error }{"amount": new(unit.Amount), "unit": new(unit.Unit), "quote": new(unit.Quote)}
	quote := `{"base":"kWh","quoted":"GBP.2","rate":"1","side":"bid","asOf":"2026-01-15T00:00:00Z","validUntil":"2026-01-16T00:00:00Z","source":"s"}`
	for _, c := range []struct {
		of, text string
		reason   error
	}{
		{"amount", `null`, unit.ErrSyntax},
		{"amount", `{"amount":"1e3","unit":"EUR.2"}`, unit.ErrSyntax},
		{"amount", `{"amount":"1.005","unit":"EUR.2"}`, unit.ErrFiner},
		{"amount", `{"amount":"1","unit":"EUR"}`, unit.ErrDefinition},
		{"amount", `{"amount":"1","unit":"KWH.2"}`, unit.ErrReserved},
		{"unit", `null`, unit.ErrDefinition},
		{"unit", `7`, unit.ErrDefinition},
		{"unit", `"EUR"`, unit.ErrDefinition},
		{"unit", `"KWH.2"`, unit.ErrReserved},
		{"quote", `null`, unit.ErrSyntax},
		{"quote", strings.Replace(quote, `"1"`, `"2/2"`, 1), unit.ErrSyntax},
		{"quote", strings.Replace(quote, `GBP.2`, `GBP`, 1), unit.ErrDefinition},
		{"quote", strings.Replace(quote, `bid`, `none`, 1), unit.ErrQuote},
	} {
		var wrong *unit.TextError
		if err := decoders[c.of].UnmarshalJSON([]byte(c.text)); !errors.As(err, &wrong) || wrong.Reason != c.reason {
			t.Errorf("%s of %s: %v, want %v", c.of, c.text, err, c.reason)
		}
	}
	if err := new(unit.Quote).UnmarshalJSON([]byte(quote)); err != nil {
		t.Error(err)
	}
}
