package partnership

import (
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// ReviewsMax is how many reviews there can have been.
const ReviewsMax = 1 << 16

// A review is what the series of the index were, in the order of the index.
type review struct {
	asOf   time.Time
	values []Reading
}

// Review says what the series of the terms' index are now, by which all rentals go from the next [Bill] on. Nothing
// happens to a rental by the clock: only a review moves it, up or down. Values by which the rental of a use that goes
// on would be more than a rental can be, TotalMax, are refused with ErrRental. O(n) in the uses.
type Review struct {
	ID       string
	At       time.Time
	By       []string
	AsOf     time.Time // of which date the values are: after that of the last review, and not after At
	Readings []Reading // one of each series
}

func (a Review) header() header { return header{Kind: "review", ID: a.ID, At: a.At, By: a.By} }

func (a *Review) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Time("asOf", &a.AsOf)
	machine.List(c, "readings", &a.Readings, SeriesMax, readingFields)
}

func readingFields(c *codec, r *Reading) {
	c.Text("series", &r.Series)
	c.Integer("value", &r.Value)
}

func (a Review) apply(t *turn) error {
	if err := t.consent(); err != nil {
		return err
	}
	if len(t.terms.Index) == 0 {
		return wrongIndex("the terms have none")
	}
	values, err := t.terms.Index.Order(a.Readings)
	if err != nil {
		return err
	}
	asOf, s := machine.Plain(a.AsOf), &t.uses
	if n := len(s.reviews); asOf.IsZero() || asOf.After(t.at) || n > 0 && !asOf.After(s.reviews[n-1].asOf) {
		return &journal.RefusalError{Reason: journal.ErrTime, What: "want values of after the last review's and of today at most"}
	}
	if len(s.reviews) >= ReviewsMax {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "want at most 65536 reviews"}
	}
	set(t, &s.reviews, append(s.reviews, review{asOf, values}))
	for base := range s.reviews[:len(s.reviews)-1] {
		t.Note("index", s.reviews[base].asOf.Format(time.DateOnly)+": "+t.ratio(int32(base)+1).RatString())
	}
	return t.chargeable()
}

// ratio is what the index has become since a base: 1 where there is none.
func (p *Partnership) ratio(base int32) *big.Rat {
	if base == 0 {
		return big.NewRat(1, 1)
	}
	reviews := p.uses.reviews
	return p.terms.Index.mean(reviews[base-1].values, reviews[len(reviews)-1].values)
}

// chargeable refuses an index by which the rental of a use that goes on is more than one can be: the highest of each
// base tells.
func (p *Partnership) chargeable() error {
	highest := make(map[int32]int64)
	for _, u := range p.uses.all {
		if u.open() {
			highest[u.base] = max(highest[u.base], u.rental)
		}
	}
	for _, base := range slices.Sorted(maps.Keys(highest)) {
		if _, _, err := indexed(p.amount(highest[base]), p.ratio(base)); err != nil {
			return err
		}
	}
	return nil
}

// rentals are what the rentals of uses that go on are now, in their order: all are chargeable.
func (p *Partnership) rentals(of []int32) []int64 {
	ratios := make(map[int32]*big.Rat)
	now := make([]int64, len(of))
	for i, at := range of {
		u := &p.uses.all[at]
		if ratios[u.base] == nil {
			ratios[u.base] = p.ratio(u.base)
		}
		rental, _, _ := indexed(p.amount(u.rental), ratios[u.base])
		now[i] = rental.Parts()
	}
	return now
}

// A Use is the use of a part of the asset, as it stands.
type Use struct {
	ID, User, Part string
	Base           unit.Amount // the rental that was agreed
	Rental         unit.Amount // what it has become by the index; the zero Amount once the use has ended
	Since, Until   time.Time   // Until is the zero time while it goes on
}

// Uses returns all uses there ever were, in the order taken up. O(n log n).
func (p *Partnership) Uses() []Use {
	uses := make([]Use, len(p.uses.all))
	for i, u := range p.uses.all {
		uses[i] = Use{ID: u.id, User: p.roll.members[u.user].name, Part: u.part, Base: p.amount(u.rental), Since: u.since, Until: u.until}
	}
	going := p.uses.going()
	for i, rental := range p.rentals(going) {
		uses[going[i]].Rental = p.amount(rental)
	}
	return uses
}

// going are the places of the uses that go on, in the order of their IDs.
func (s *usage) going() []int32 {
	places := make([]int32, 0, len(s.parts))
	for at := range s.all {
		if s.all[at].open() {
			places = append(places, int32(at))
		}
	}
	slices.SortFunc(places, s.compare)
	return places
}

func (s *usage) compare(a, b int32) int { return strings.Compare(s.all[a].id, s.all[b].id) }
