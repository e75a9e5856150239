package partnership

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// ErrPlan is a plan that leads nowhere.
var ErrPlan = errors.New("partnership: not a plan of payments")

// PaymentsMax is how many payments a schedule may have.
const PaymentsMax = 10_000

// A Plan is a way for an occupier to come to own what it uses: with each payment it pays the rental of the part that it
// does not own yet, and buys some more of that (a diminishing partnership). There is no date and no rate of interest in
// it: the rental of the whole is what is given, and a payment that never comes costs nothing but use.
type Plan struct {
	Value    unit.Amount // of the whole, taken to stay the same: a plan is no forecast
	Provided unit.Amount // how much of the value is the providers', to be bought; at most Value
	Rental   unit.Amount // of the whole, for what one payment is for: a month, say
}

// A Step is one payment of a schedule.
type Step struct {
	Rental unit.Amount // of the providers' part, a half to the even part
	Bought unit.Amount // of their part
	Left   unit.Amount // theirs then
}

// InPayments returns the schedule that buys the providers' part in n payments of equal size, to the smallest part: what
// was bought up to each is rounded, and the last leaves nothing. Errors are ErrPlan. O(n).
func (p Plan) InPayments(n int) ([]Step, error) {
	if n <= 0 || n > PaymentsMax {
		return nil, wrongPlan("want 1 to %d payments", PaymentsMax)
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	equal := make([]int64, n)
	for i := range equal {
		equal[i] = 1
	}
	bought, err := Tranches(p.Provided, equal)
	if err != nil {
		return nil, err
	}
	steps, left := make([]Step, n), p.Provided.Parts()
	for i := range steps {
		rental := p.rental(left)
		left -= bought[i].Parts()
		steps[i] = Step{rental, bought[i], unit.New(left, p.Value.Unit())}
	}
	return steps, nil
}

// WithTotal returns the schedule in which each payment is the same in all, rental and purchase together, but the last,
// which is what is left. A total that is no more than the first rental would never buy anything: ErrPlan. So is
// one that takes more than PaymentsMax payments.
func (p Plan) WithTotal(total unit.Amount) ([]Step, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	if total.Unit() != p.Value.Unit() || total.Parts() <= p.rental(p.Provided.Parts()).Parts() {
		return nil, wrongPlan("want payments above the first rental of %v", p.rental(p.Provided.Parts()))
	}
	var steps []Step
	for left := p.Provided.Parts(); left > 0; {
		if len(steps) == PaymentsMax {
			return nil, wrongPlan("want a total that buys it in at most %d payments", PaymentsMax)
		}
		rental := p.rental(left)
		bought := min(left, total.Parts()-rental.Parts())
		left -= bought
		steps = append(steps, Step{rental, unit.New(bought, p.Value.Unit()), unit.New(left, p.Value.Unit())})
	}
	return steps, nil
}

// Total returns the least total for [Plan.WithTotal] that buys the providers' part in n payments. Errors are ErrPlan.
// O(n log total).
func (p Plan) Total(n int) (unit.Amount, error) {
	if err := p.check(); err != nil {
		return unit.Amount{}, err
	}
	if n <= 0 || n > PaymentsMax {
		return unit.Amount{}, wrongPlan("want 1 to %d payments", PaymentsMax)
	}
	first := p.rental(p.Provided.Parts()).Parts()
	low, high := first, first+p.Provided.Parts() // low never does, high always: all at once
	for high-low > 1 {
		if middle := low + (high-low)/2; p.within(middle, n) {
			high = middle
		} else {
			low = middle
		}
	}
	return unit.New(high, p.Value.Unit()), nil
}

// within reports whether n payments of a total buy the providers' part.
func (p Plan) within(total int64, n int) bool {
	left := p.Provided.Parts()
	for range n {
		left -= total - p.rental(left).Parts()
		if left <= 0 {
			return true
		}
	}
	return false
}

// rental is that of so many parts of the value.
func (p Plan) rental(parts int64) unit.Amount {
	exact := big.NewRat(parts, p.Value.Parts())
	rental, _, _ := unit.FromRat(exact.Mul(exact, p.Rental.Rat()), p.Value.Unit(), unit.HalfEven) // at most Rental
	return rental
}

func (p Plan) check() error {
	u := p.Value.Unit()
	if p.Provided.Unit() != u || p.Rental.Unit() != u {
		return wrongPlan("want amounts in one unit")
	}
	if p.Provided.Sign() <= 0 || p.Rental.Sign() <= 0 || p.Rental.Parts() >= TotalMax || p.Value.Parts() >= TotalMax || p.Provided.Parts() > p.Value.Parts() {
		return wrongPlan("want amounts above zero and below 2^62 parts, and no more provided than the value")
	}
	return nil
}

// Tranches divides a total over time in proportion to weights: what is due up to and with each tranche is rounded to
// the nearest part, a half up, so that no rounding adds up. Weights that cannot share anything out are ErrPlan.
func Tranches(total unit.Amount, weights []int64) ([]unit.Amount, error) {
	if len(weights) > PaymentsMax {
		return nil, wrongPlan("want 1 to %d payments", PaymentsMax)
	}
	shares := make([]unit.Share, len(weights))
	for i, w := range weights {
		key := strconv.Itoa(PaymentsMax + i) // as many digits for all, so that their order is that of time
		shares[i] = unit.Share{Key: key, Weight: w}
	}
	split, err := unit.Split(total, shares, unit.CumulativeRounding)
	if err != nil {
		return nil, wrongPlan("%v", err)
	}
	return split.Parts, nil
}

func wrongPlan(format string, args ...any) error {
	return &journal.RefusalError{Reason: ErrPlan, What: fmt.Sprintf(format, args...)}
}
