package unit

import (
	"fmt"
	"math/big"
	"time"

	"example.org/mutual/internal/canon"
)

// quoteBytesMax is the longest JSON form of a Quote, with room for spaces and escapes.
const quoteBytesMax = 8192

// String says the quote in words: "bid 2703/10000 GBP for a kWh, 2026-01-15T00:00:00Z to …, EPEX".
func (q Quote) String() string {
	if q == (Quote{}) {
		return "no quote"
	}
	return fmt.Sprintf("%v %s %s for a %s, %s to %s, %s", q.side, q.rate(), q.quoted.Code(), q.base.Code(),
		q.asOf.Format(time.RFC3339Nano), q.validUntil.Format(time.RFC3339Nano), q.source)
}

// rate returns the rate in lowest terms: "2703/10000" or "8".
func (q Quote) rate() string { return big.NewRat(q.num, q.den).RatString() }

// quoteMembers are the members of a quote's JSON form, in order; all are strings.
var quoteMembers = []string{"base", "quoted", "rate", "side", "asOf", "validUntil", "source"}

// MarshalJSON returns {"base":"kWh","quoted":"GBP.2","rate":"2703/10000","side":"bid","asOf":"…",
// "validUntil":"…","source":"…"}, with the rate in lowest terms and the times as RFC 3339 in UTC. The
// zero Quote is ErrNoQuote.
func (q Quote) MarshalJSON() ([]byte, error) {
	if q == (Quote{}) {
		return nil, ErrNoQuote
	}
	var e canon.Encoder
	e.BeginObject()
	for i, value := range []string{q.base.String(), q.quoted.String(), q.rate(), q.side.String(),
		q.asOf.Format(time.RFC3339Nano), q.validUntil.Format(time.RFC3339Nano), q.source} {
		e.Key(quoteMembers[i])
		e.String(value)
	}
	e.EndObject()
	return e.Bytes()
}

// UnmarshalJSON reads what MarshalJSON writes, each value in its one spelling; spaces, escapes and the
// order of the members are free. Null is refused. Errors are ErrSyntax in a [TextError], and those of [ParseUnit] and
// [NewQuote]. The receiver is unchanged on error.
func (q *Quote) UnmarshalJSON(data []byte) error {
	values := make([]string, len(quoteMembers))
	if len(data) > quoteBytesMax || !readObject(data, quoteMembers, values) {
		return refuse(ErrSyntax, string(data[:min(len(data), 64)]), "an object with the members base, quoted, rate, side, asOf, validUntil and source")
	}
	v, err := parseQuote(values)
	if err != nil {
		return err
	}
	*q = v
	return nil
}

// parseQuote reads the values of quoteMembers.
func parseQuote(values []string) (Quote, error) {
	t := QuoteTerms{Source: values[6]}
	var err error
	if t.Base, err = ParseUnit(values[0]); err != nil {
		return Quote{}, err
	}
	if t.Quoted, err = ParseUnit(values[1]); err != nil {
		return Quote{}, err
	}
	if t.Rate, err = parseRate(values[2]); err != nil {
		return Quote{}, err
	}
	for s := Bid; s <= Both; s++ {
		if s.String() == values[3] {
			t.Side = s
		}
	}
	if t.AsOf, err = parseTime(values[4]); err != nil {
		return Quote{}, err
	}
	if t.ValidUntil, err = parseTime(values[5]); err != nil {
		return Quote{}, err
	}
	return NewQuote(t)
}

// parseRate reads a fraction in lowest terms, of at most 19 digits above and below the line.
func parseRate(text string) (*big.Rat, error) {
	const want = "a rate in lowest terms, such as 2703/10000 or 8"
	if len(text) > 2*19+1 || !digitsAndSlash(text) {
		return nil, refuse(ErrSyntax, text, want)
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok || r.RatString() != text {
		return nil, refuse(ErrSyntax, text, want)
	}
	return r, nil
}

func parseTime(text string) (time.Time, error) {
	t, err := time.ParseInLocation(time.RFC3339Nano, text, time.UTC)
	if t = t.UTC(); err != nil || t.Format(time.RFC3339Nano) != text {
		return time.Time{}, refuse(ErrSyntax, text, "a time in UTC, such as 2026-01-15T09:30:00Z")
	}
	return t, nil
}
