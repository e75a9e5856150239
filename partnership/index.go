package partnership

import (
	"errors"
	"fmt"
	"math/big"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// The reasons for which an index or a rental is refused.
var (
	ErrIndex  = errors.New("partnership: not an index, or not a value of each of its series")
	ErrRental = errors.New("partnership: not a rental")
)

// SeriesMax is how many series an index may mix.
const SeriesMax = 64

// An Index is what rentals follow: a mix of published series, such as prices, wages or the value of property. An index
// of no series never moves.
//
// Between two dates it moves as its series do in proportion to what each was at the first, by their weights: the sum of
// weight x value then / value at the first, over the sum of the weights. A rental is always counted from its base and
// never from the rental before it, so that no rounding is chained. That a rental may follow any mix of such series is
// in Chris Cook, "Community Land Partnership", P2P Foundation wiki.
type Index []Series

// A Series is one of an index: its weight is in proportion to the others'.
type Series struct {
	Name   string // such as "consumer prices, Eurostat"
	Weight int64  // above zero
}

// A Reading is the value of a series as published, in millionths: 104.7 is 104,700,000.
type Reading struct {
	Series string
	Value  int64 // above zero
}

// Check refuses, with ErrIndex, what is no index: too many series, one twice, or weights that are not above zero or sum
// to 2^63 or more.
func (x Index) Check() error {
	if len(x) > SeriesMax {
		return wrongIndex("want at most %d series", SeriesMax)
	}
	seen, room := make(map[string]bool, len(x)), int64(1<<63-1)
	for _, s := range x {
		if err := machine.WrongWords(ErrIndex, "a series", s.Name); err != nil {
			return err
		}
		if seen[s.Name] {
			return wrongIndex("want %.32q once", s.Name)
		}
		if s.Weight <= 0 || s.Weight > room {
			return wrongIndex("%.32q: want weights above zero that sum to less than 2^63", s.Name)
		}
		seen[s.Name] = true
		room -= s.Weight
	}
	return nil
}

// Order returns readings in the order of the index's series: one of each, above zero, or else ErrIndex.
func (x Index) Order(readings []Reading) ([]Reading, error) {
	if len(readings) != len(x) {
		return nil, wrongIndex("want a value of each of %d series, and got %d", len(x), len(readings))
	}
	values := make(map[string]int64, len(x))
	for _, r := range readings {
		if r.Value <= 0 {
			return nil, wrongIndex("%.32q: want a value above zero", r.Series)
		}
		values[r.Series] = r.Value
	}
	ordered := make([]Reading, len(x))
	for i, s := range x {
		value, ok := values[s.Name]
		if !ok {
			return nil, wrongIndex("want a value of %.32q", s.Name)
		}
		ordered[i] = Reading{s.Name, value}
	}
	return ordered, nil
}

// Ratio returns index(now) / index(base), exactly. Errors are ErrIndex.
func (x Index) Ratio(base, now []Reading) (*big.Rat, error) {
	if err := x.Check(); err != nil {
		return nil, err
	}
	base, err := x.Order(base)
	if err != nil {
		return nil, err
	}
	if now, err = x.Order(now); err != nil {
		return nil, err
	}
	if len(x) == 0 {
		return big.NewRat(1, 1), nil
	}
	return x.mean(base, now), nil
}

// mean is the mean of what each series has become, by their weights, of readings in their order.
func (x Index) mean(base, now []Reading) *big.Rat {
	sum, weights := new(big.Rat), new(big.Rat)
	for i, s := range x {
		weight := new(big.Rat).SetInt64(s.Weight)
		weights.Add(weights, weight)
		sum.Add(sum, weight.Mul(weight, big.NewRat(now[i].Value, base[i].Value)))
	}
	return sum.Quo(sum, weights)
}

// Rental returns what a rental that was set at the base has become: base x index(now) / index(base), a half to the even
// part, and the residue, the exact rental less that, in whole units. Errors are ErrIndex, and ErrRental beyond
// TotalMax.
func (x Index) Rental(rental unit.Amount, base, now []Reading) (unit.Amount, *big.Rat, error) {
	ratio, err := x.Ratio(base, now)
	if err != nil {
		return unit.Amount{}, nil, err
	}
	return indexed(rental, ratio)
}

// indexed is a rental times what the index has become.
func indexed(rental unit.Amount, ratio *big.Rat) (unit.Amount, *big.Rat, error) {
	exact := new(big.Rat).Mul(ratio, rental.Rat())
	reviewed, residue, err := unit.FromRat(exact, rental.Unit(), unit.HalfEven)
	if err != nil || reviewed.Parts() > TotalMax {
		return unit.Amount{}, nil, &journal.RefusalError{Reason: ErrRental, What: "want one that an amount can hold, at most 2^62 parts"}
	}
	return reviewed, residue, nil
}

func wrongIndex(format string, args ...any) error {
	return &journal.RefusalError{Reason: ErrIndex, What: fmt.Sprintf(format, args...)}
}
