package unit

import (
	"slices"
	"time"
)

// Quotes is a book of quotes. Its order does not matter to anything but the slice itself.
type Quotes []Quote

// InForce returns the quote of base in the quoted unit that serves a side at a time: of those that hold
// then, the one made last; of those made together, the last in the order of [Quote.Compare]. A quote for
// Both serves either side. It inverts and crosses nothing: that is for the caller to do, in sight. O(n).
//
// Where there is none the reason, in a [QuoteError], is ErrExpired if one did hold before, ErrEarly if one
// will, ErrSide if there are only quotes of another side (or the side asked for is none), and ErrNoQuote
// otherwise.
func (book Quotes) InForce(base, quoted Unit, side Side, at time.Time) (Quote, error) {
	if side < Bid || side > Both {
		return Quote{}, &QuoteError{Reason: ErrSide, Want: "Bid, Ask or Both"}
	}
	found := Quote{}
	refusal := &QuoteError{Reason: ErrNoQuote, Want: "a quote of " + base.String() + " in " + quoted.String()}
	for _, q := range book {
		if q.base != base || q.quoted != quoted || q == (Quote{}) {
			continue
		}
		want, reason := q.serves(side, at)
		if reason == nil && (found == (Quote{}) || q.newer(found)) {
			found = q
		}
		if g, best := grade(reason), grade(refusal.Reason); g > best || g == best && q.newer(refusal.Quote) {
			refusal = &QuoteError{reason, q, want}
		}
	}
	if found == (Quote{}) {
		return Quote{}, refusal
	}
	return found, nil
}

// serves returns nil where the quote serves a side at a time, and otherwise what it serves, and why not.
func (q Quote) serves(side Side, at time.Time) (what string, reason error) {
	if common(q.side, side) != side {
		return "a " + q.side.String(), ErrSide
	}
	return q.holds(at)
}

// grade orders the reasons by how near they are to a quote in force.
func grade(reason error) int {
	return slices.Index([]error{ErrNoQuote, ErrSide, ErrEarly, ErrExpired}, reason)
}

// newer reports whether q goes before r where both are in force.
func (q Quote) newer(r Quote) bool {
	if c := q.asOf.Compare(r.asOf); c != 0 {
		return c > 0
	}
	return q.Compare(r) > 0
}

// Sort puts the book in the order of [Quote.Compare].
func (book Quotes) Sort() { slices.SortFunc(book, Quote.Compare) }
