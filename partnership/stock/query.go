package stock

import (
	"iter"
	"math/big"
	"slices"
	"strings"

	"example.org/mutual/unit"
)

// A Position is how a kind of Stock stands.
type Position struct {
	Kind        Kind
	Remaining   unit.Amount // what the producer still expects to produce
	Issued      unit.Amount // ever
	Outstanding unit.Amount // in holders' hands
	Redeemed    unit.Amount // cancelled in payment for use
	BoughtBack  unit.Amount // cancelled for anything else
	Claims      unit.Amount // what the issuer owes to others who accepted it
	Room        unit.Amount // how much more can be issued
}

// Cover returns remaining / (outstanding + claims), how often what remains covers what there is to be served, and
// false where there is nothing to serve. Below 1 too much is promised: that is for people to see, since a forecast
// that falls cancels nothing.
func (p Position) Cover() (*big.Rat, bool) {
	serve := p.Outstanding.Parts() + p.Claims.Parts()
	if serve == 0 {
		return nil, false
	}
	return big.NewRat(p.Remaining.Parts(), serve), true
}

// Position returns how a kind stands, and false for one that was never forecast.
func (r *Register) Position(k Kind) (Position, bool) {
	at, ok := r.place[k]
	if !ok {
		return Position{}, false
	}
	return r.series[at].position(), true
}

func (s *series) position() Position {
	of := func(n count) unit.Amount { return unit.New(s.counts[n], s.kind.Unit) }
	return Position{s.kind, of(remaining), of(issued), of(outstanding), of(redeemed), of(boughtBack), of(claimed), unit.New(s.room(), s.kind.Unit)}
}

// Positions yields how each kind stands, in the order of the kinds. O(n log n).
func (r *Register) Positions() iter.Seq[Position] {
	return func(yield func(Position) bool) {
		for _, at := range r.sorted() {
			if !yield(r.series[at].position()) {
				return
			}
		}
	}
}

// sorted are the places of all series, in the order of their kinds.
func (r *Register) sorted() []int32 {
	places := make([]int32, len(r.series))
	for i := range places {
		places[i] = int32(i)
	}
	slices.SortFunc(places, func(a, b int32) int { return r.series[a].kind.Compare(r.series[b].kind) })
	return places
}

// Holding returns what somebody has of a kind: zero of its unit for who has none, the zero Amount for a kind that was
// never forecast. O(1).
func (r *Register) Holding(k Kind, who string) unit.Amount { return r.look(k, ofHoldings, who) }

// Claim returns what an acceptor can claim of a kind's issuer, as Holding does.
func (r *Register) Claim(k Kind, acceptor string) unit.Amount { return r.look(k, ofClaims, acceptor) }

func (r *Register) look(k Kind, of what, who string) unit.Amount {
	at, ok := r.place[k]
	if !ok {
		return unit.Amount{}
	}
	_, parts := r.series[at].table(of).has(who)
	return unit.New(parts, k.Unit)
}

// Holdings yields who holds how much of a kind, by name, and nobody who has nothing. O(n log n).
func (r *Register) Holdings(k Kind) iter.Seq2[string, unit.Amount] { return r.list(k, ofHoldings) }

// Claims yields who can claim how much of a kind's issuer, by name, as Holdings does.
func (r *Register) Claims(k Kind) iter.Seq2[string, unit.Amount] { return r.list(k, ofClaims) }

func (r *Register) list(k Kind, of what) iter.Seq2[string, unit.Amount] {
	return func(yield func(string, unit.Amount) bool) {
		at, ok := r.place[k]
		if !ok {
			return
		}
		for _, w := range r.series[at].table(of).sorted() {
			if !yield(w.account[len(of.prefix()):], unit.New(w.parts, k.Unit)) {
				return
			}
		}
	}
}

// sorted are the rows that are not zero, by name: all accounts of a table have one prefix.
func (t *table) sorted() []row {
	rows := make([]row, 0, len(t.rows))
	for _, w := range t.rows {
		if w.parts != 0 {
			rows = append(rows, w)
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.account, b.account) })
	return rows
}
