package unit

import (
	"cmp"
	"math/big"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// SourceBytesMax is the longest name of a quote's source, in bytes.
const SourceBytesMax = 128

// A Side says which way a quote converts, from the point of view of whoever gives the quote.
type Side uint8

// The sides of a quote. The zero Side is none, so that it cannot be forgotten.
const (
	Bid  Side = iota + 1 // the giver of the quote takes the base and gives the quoted unit for it
	Ask                  // the giver of the quote gives the base and takes the quoted unit for it
	Both                 // either: for two who agree on one rate
)

// String returns "bid", "ask" or "both", and "no side" for the zero Side.
func (s Side) String() string {
	switch s {
	case Bid:
		return "bid"
	case Ask:
		return "ask"
	case Both:
		return "both"
	}
	return "no side"
}

// QuoteTerms are what a Quote says. [NewQuote] checks them.
type QuoteTerms struct {
	Base, Quoted Unit      // different units, not both of energy: those convert exactly, without a quote
	Rate         *big.Rat  // whole units of Quoted for one whole unit of Base; above zero, each side of the line below 2^63
	Side         Side      // which way it converts
	AsOf         time.Time // from when it holds
	ValidUntil   time.Time // the last moment at which it holds; not before AsOf
	Source       string    // who says so, in at most 128 bytes
}

// A Quote is a rate between two units that somebody stands by, on one side, for a time. It is an
// immutable, comparable value: two quotes are == exactly when they say the same. The zero Quote converts
// nothing.
//
// Money is not energy and one currency is not another: what a kilowatt-hour costs is never a property of
// the units, always somebody's word at a time. So nothing in this package stores a rate.
type Quote struct {
	base, quoted     Unit
	num, den         int64 // in lowest terms
	side             Side
	asOf, validUntil time.Time // in UTC, without a monotonic part
	source           string
}

// NewQuote checks the terms and returns their quote. Errors are ErrQuote in a [TextError] that says which
// term is wrong.
func NewQuote(t QuoteTerms) (Quote, error) {
	q := Quote{base: t.Base, quoted: t.Quoted, side: t.Side, asOf: plain(t.AsOf), validUntil: plain(t.ValidUntil), source: t.Source}
	if t.Rate == nil || t.Rate.Sign() <= 0 || !t.Rate.Num().IsInt64() || !t.Rate.Denom().IsInt64() {
		return Quote{}, refuse(ErrQuote, "rate", "a rate above zero, each side of the line below 2^63")
	}
	q.num, q.den = t.Rate.Num().Int64(), t.Rate.Denom().Int64()
	if what, want := q.wrong(); what != "" {
		return Quote{}, refuse(ErrQuote, what, want)
	}
	return q, nil
}

// plain drops the zone and the monotonic part, which would make equal times differ under ==.
func plain(t time.Time) time.Time { return t.UTC().Round(0) }

// wrong names the first of the terms other than the rate that is wrong, and what it should be.
func (q Quote) wrong() (what, want string) {
	_, energy := q.base.Joules()
	_, both := q.quoted.Joules()
	year1, year2 := q.asOf.Year(), q.validUntil.Year()
	switch {
	case q.base.IsZero() || q.quoted.IsZero() || q.base == q.quoted:
		return "units", "two different units"
	case energy && both:
		return "units", "no quote between units of energy: Convert is exact"
	case q.side < Bid || q.side > Both:
		return "side", "Bid, Ask or Both"
	case year1 < 1 || year2 > 9999 || q.asOf.IsZero() || q.validUntil.Before(q.asOf):
		return "times", "a time to hold from and a time to hold until, in this order, in the years 1 to 9999"
	case q.source == "" || len(q.source) > SourceBytesMax || !utf8.ValidString(q.source) || strings.IndexFunc(q.source, unicode.IsControl) >= 0:
		return "source", "a source of 1 to 128 bytes of UTF-8 without control characters"
	}
	return "", ""
}

// Terms returns what the quote says, with a rate of its own.
func (q Quote) Terms() QuoteTerms {
	t := QuoteTerms{Base: q.base, Quoted: q.quoted, Side: q.side, AsOf: q.asOf, ValidUntil: q.validUntil, Source: q.source}
	if q.den != 0 {
		t.Rate = big.NewRat(q.num, q.den)
	}
	return t
}

// Convert returns what a is worth at this quote at a time, rounded to a part of the other unit by m, and
// the residue: what rounding took away (or, below zero, added), in whole units of that other unit. An
// amount of the base becomes one of the quoted unit at a bid, and the other way at an ask. Going there and
// back, rounded toward zero, never gains: of an amount below zero, a debt, it can leave less. Rounded by
// Floor it never gains on a debt either.
//
// Errors, in a [QuoteError]: ErrNoQuote for the zero Quote, ErrMixed for an amount in neither unit, ErrSide for the
// wrong side, ErrEarly before the quote holds, ErrExpired after. As they are: ErrRange for a result beyond an int64,
// ErrRule for an unknown mode.
func (q Quote) Convert(a Amount, at time.Time, m Mode) (Amount, *big.Rat, error) {
	if q == (Quote{}) {
		return Amount{}, nil, &QuoteError{Reason: ErrNoQuote, Want: "a quote from NewQuote"}
	}
	if want, reason := q.holds(at); reason != nil {
		return Amount{}, nil, &QuoteError{reason, q, want}
	}
	value := a.Rat()
	switch {
	case a.unit == q.base && q.side != Ask:
		return FromRat(value.Mul(value, big.NewRat(q.num, q.den)), q.quoted, m)
	case a.unit == q.quoted && q.side != Bid:
		return FromRat(value.Mul(value, big.NewRat(q.den, q.num)), q.base, m)
	case a.unit == q.base || a.unit == q.quoted:
		want := q.base
		if q.side == Ask {
			want = q.quoted
		}
		return Amount{}, nil, &QuoteError{ErrSide, q, "an amount in " + want.String() + ": that is what this quote's giver takes"}
	}
	return Amount{}, nil, &QuoteError{ErrMixed, q, "an amount in " + q.base.String() + " or " + q.quoted.String()}
}

// holds returns nil where the quote is in force at a time, and otherwise when it is, and the reason.
func (q Quote) holds(at time.Time) (when string, reason error) {
	switch {
	case at.Before(q.asOf):
		return q.asOf.Format(time.RFC3339Nano) + " or later", ErrEarly
	case at.After(q.validUntil):
		return q.validUntil.Format(time.RFC3339Nano) + " or earlier", ErrExpired
	}
	return "", nil
}

// Inverse returns the same quote with its units exchanged: a bid of pounds for a kilowatt-hour is an ask
// of kilowatt-hours for a pound. It loses nothing. The inverse of the zero Quote is itself.
func (q Quote) Inverse() Quote {
	q.base, q.quoted = q.quoted, q.base
	q.num, q.den = q.den, q.num
	switch q.side {
	case Bid:
		q.side = Ask
	case Ask:
		q.side = Bid
	}
	return q
}

// Cross chains two quotes over the unit they share: of A in B and of B in C, one of A in C. It holds
// where both do, on the side that both are on, and its source names both. A rate too fine for an int64 on
// each side of the line is rounded against whoever converts by it (at Both, down), and lost is how far,
// relative to the exact rate: |exact - rate| / exact, below 2^-59; it is zero where nothing is lost.
//
// Errors, in a [QuoteError]: ErrNoQuote for a zero Quote, ErrMixed where the units do not meet, ErrSide
// where no side is common to both, ErrExpired where they never hold together. Those of [NewQuote] too: the
// names of two sources together may be too long for one.
func (q Quote) Cross(r Quote) (cross Quote, lost *big.Rat, err error) {
	t := QuoteTerms{Base: q.base, Quoted: r.quoted, Side: common(q.side, r.side), AsOf: later(q.asOf, r.asOf), ValidUntil: earlier(q.validUntil, r.validUntil)}
	switch {
	case q == (Quote{}) || r == (Quote{}):
		return Quote{}, nil, &QuoteError{Reason: ErrNoQuote, Want: "two quotes from NewQuote"}
	case q.quoted != r.base:
		return Quote{}, nil, &QuoteError{ErrMixed, r, "a quote of " + q.quoted.String()}
	case t.Side == 0:
		return Quote{}, nil, &QuoteError{ErrSide, r, "a " + q.side.String() + ": chained are quotes of one side"}
	case t.ValidUntil.Before(t.AsOf):
		return Quote{}, nil, &QuoteError{ErrExpired, r, "a time at which both hold"}
	}
	t.Source = q.source + " x " + r.source
	if q.source == r.source {
		t.Source = q.source
	}
	exact := new(big.Rat).Mul(big.NewRat(q.num, q.den), big.NewRat(r.num, r.den))
	t.Rate = nearest(exact, t.Side == Ask)
	if cross, err = NewQuote(t); err != nil {
		return Quote{}, nil, err
	}
	lost = new(big.Rat).Sub(exact, t.Rate)
	return cross, lost.Abs(lost).Quo(lost, exact), nil
}

// common returns the side on which both convert, or 0.
func common(s, t Side) Side {
	switch {
	case s == t || t == Both:
		return s
	case s == Both:
		return t
	}
	return 0
}

func later(t, u time.Time) time.Time {
	if t.After(u) {
		return t
	}
	return u
}

func earlier(t, u time.Time) time.Time {
	if t.Before(u) {
		return t
	}
	return u
}

// nearest returns x, or where it does not fit an int64 above and below the line a rate just below it, or
// above it: the number on the larger side of the line keeps 60 bits and more, the other is a power of two.
func nearest(x *big.Rat, up bool) *big.Rat {
	switch {
	case x.Num().IsInt64() && x.Denom().IsInt64():
		return x
	case x.Num().Cmp(x.Denom()) < 0: // as fine as its inverse
		inverse := nearest(new(big.Rat).Inv(x), !up)
		return inverse.Inv(inverse)
	}
	size := x.Num().BitLen() - x.Denom().BitLen() // x is above 2^(size-1) and below 2^(size+1)
	den := new(big.Int).Lsh(big.NewInt(1), uint(max(0, 61-size)))
	mode := Floor
	if up {
		mode = Ceiling
	}
	num := mode.round(new(big.Rat).Mul(x, new(big.Rat).SetInt(den)))
	return new(big.Rat).SetFrac(num, den)
}

// Compare is a total order: by base, quoted unit, side, then from when, until when, rate and source.
func (q Quote) Compare(r Quote) int {
	return cmp.Or(
		q.base.Compare(r.base), q.quoted.Compare(r.quoted), cmp.Compare(q.side, r.side),
		q.asOf.Compare(r.asOf), q.validUntil.Compare(r.validUntil),
		q.compareRate(r), strings.Compare(q.source, r.source))
}

func (q Quote) compareRate(r Quote) int {
	switch {
	case q.den == 0 || r.den == 0:
		return cmp.Compare(q.den, r.den)
	case lessFraction(uint64(q.num), uint64(q.den), uint64(r.num), uint64(r.den)):
		return -1
	case q.num == r.num && q.den == r.den: // in lowest terms
		return 0
	}
	return 1
}
