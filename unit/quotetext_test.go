package unit_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"pgregory.net/rapid"
)

const quoteJSON = `{"base":"kWh","quoted":"GBP.2","rate":"2703/10000","side":"both","asOf":"2026-01-15T00:00:00Z","validUntil":"2026-01-15T20:00:00Z","source":"Ofgem cap"}`

func TestQuoteText(t *testing.T) {
	q := mustQuote(t, terms(t))
	data, err := json.Marshal(q)
	if string(data) != quoteJSON || err != nil {
		t.Errorf("%s, %v", data, err)
	}
	if want := "both 2703/10000 GBP for a kWh, 2026-01-15T00:00:00Z to 2026-01-15T20:00:00Z, Ofgem cap"; q.String() != want {
		t.Errorf("%v", q)
	}
	if whole := quoteOf(t, "EUR.2", "kWh", "8", unit.Bid); !strings.HasPrefix(whole.String(), "bid 8 kWh for a EUR, ") {
		t.Errorf("%v", whole)
	}
}

// 4 and 5 for quotes: the form comes back, and what is refused leaves the receiver alone.
func TestQuoteJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := amounttest.CheckQuoteJSON(amounttest.Quotes().Draw(t, "quote")); err != nil {
			t.Fatal(err)
		}
	})
}

func TestQuoteUnmarshalJSON(t *testing.T) {
	want := mustQuote(t, terms(t))
	for _, data := range []string{
		quoteJSON,
		"\n " + strings.ReplaceAll(strings.ReplaceAll(quoteJSON, ",", " ,\t"), ":\"", " : \"") + "\r\n",
		strings.Replace(quoteJSON, `"Ofgem cap"`, `"\u004ffgem\u0020cap"`, 1),
		strings.Replace(quoteJSON, `"kWh"`, `"\u006bWh"`, 1),
		`{"source":"Ofgem cap",` + strings.TrimSuffix(strings.TrimPrefix(quoteJSON, "{"), `,"source":"Ofgem cap"}`) + "}",
	} {
		var q unit.Quote
		if err := json.Unmarshal([]byte(data), &q); err != nil || q != want {
			t.Errorf("%s: %v, %v", data, q, err)
		}
	}
}

// hostileQuotes are JSON that is no quote, or a second spelling of one.
func hostileQuotes() []string {
	var all []string
	for old, spoilt := range map[string][]string{
		`"kWh"`:   {`"KWH"`, `"kWh "`, `""`, `"kWh.6"`, `"GBP.2"`, `null`, `1`, `"J\u0000"`},
		`"GBP.2"`: {`"GBP"`, `"GBP.02"`, `"J"`, `"loaf.0=1J"`, `""`, `{}`, `"GBP.2`, `"x.2=1e1000000000J"`},
		`"2703/10000"`: {
			`"0.2703"`, `"5406/20000"`, `"2703/010000"`, `"+1"`, `"-1"`, `"0"`, `"8/1"`, `"1/0"`, `""`,
			`"/"`, `"1/"`, `"1e9"`, `"1e1000000000"`, `"0x8"`, `"1_0"`, `0.2703`, `"9223372036854775808"`, `"1/9223372036854775808"`, `"` + strings.Repeat("9", 5000) + `"`,
		},
		`"both"`: {`"Both"`, `"no side"`, `""`, `"bid "`, `3`, `null`},
		`"2026-01-15T00:00:00Z"`: {
			`"2026-01-15"`, `"2026-01-15T00:00:00"`, `"2026-01-15T00:00:00+00:00"`, `"2026-01-15T01:00:00+01:00"`,
			`"2026-01-15T00:00:00.0Z"`, `"2026-01-15T00:00:00,5Z"`, `"2026-01-15t00:00:00z"`, `"2026-02-30T00:00:00Z"`,
			`"0000-01-01T00:00:00Z"`, `"0001-01-01T00:00:00Z"`, `"10000-01-01T00:00:00Z"`,
			`"2026-01-15T00:00:60Z"`, `"2026-01-15T24:00:00Z"`, `"2026-01-15T00:00:00.1234567891Z"`, `"2027-01-15T00:00:00Z"`, `""`, `0`, `1768435200`,
		},
		`"2026-01-15T20:00:00Z"`: {`"2026-01-14T23:59:59Z"`, `"2026-01-15T20:00:00 Z"`, `""`, `null`},
		`"Ofgem cap"`:            {`""`, `"\n"`, `"\u0000"`, "\"a\nb\"", "\"\xff\"", `"` + strings.Repeat("x", unit.SourceBytesMax+1) + `"`, `"\ud800`, `"\x"`, `["EPEX"]`},
		`"rate"`:                 {`"Rate"`, `"rates"`, `"side"`, `""`, `rate`},
		`,"source"`:              {`,"source":"EPEX","source"`, `,"extra":"","source"`, `,,"source"`, `;"source"`},
		`{`:                      {``, `[`, `{{`, `{"base":"kWh",`, "\ufeff{"},
		`}`:                      {``, `]`, `}}`, `,}`, `}x`, `}{}`},
	} {
		for _, s := range spoilt {
			all = append(all, strings.Replace(quoteJSON, old, s, 1))
		}
	}
	return append(all, "", "null", "{}", "[]", "0", `""`, `"kWh"`, strings.Repeat("[", 1_000_000), strings.Repeat(`{"base":`, 100_000),
		strings.Repeat(" ", 1_000_000)+quoteJSON, strings.Replace(quoteJSON, "Ofgem", strings.Repeat(`\u0030`, 1_000_000), 1), quoteJSON[:100])
}

func TestQuoteUnmarshalJSONRefuses(t *testing.T) {
	held := quoteOf(t, "EUR.2", "GBP.2", "7/8", unit.Ask)
	for _, data := range hostileQuotes() {
		err := amounttest.CheckRefusal(func() error {
			q := held
			err := q.UnmarshalJSON([]byte(data))
			var text *unit.TextError
			if q != held || err != nil && (!errors.As(err, &text) || len(err.Error()) > 600) {
				t.Errorf("%.200q: %v, and the receiver became %v", data, err, q)
			}
			return err
		})
		if err != nil {
			t.Errorf("%.200q: %v", data, err)
		}
	}
}
