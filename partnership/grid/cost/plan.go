package cost

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Bounds on plans.
const (
	YearsMax = 1000    // of a plan
	PlansMax = 1 << 16 // that are ranked
)

// ErrPlan is the reason for which a plan is refused, in a [journal.RefusalError] that says what was wrong.
var ErrPlan = errors.New("cost: not a plan that can be compared")

// A Plan is one way to an output. Each amount is in any unit of energy.
type Plan struct {
	Name    string
	Service string      // what it gives: electricity, heat, power
	Built   unit.Amount // carbon fuel that building it takes: zero or more
	Fuel    unit.Amount // carbon fuel that it burns in a year: zero or more
	Output  unit.Amount // what it gives in a year: above zero
	Years   int64       // for how long: 1 to YearsMax
}

// Check returns nil, or ErrPlan with what is wrong.
func (p Plan) Check() error {
	for _, field := range []struct{ role, text string }{{"name", p.Name}, {"service", p.Service}} {
		if what := name.Wrong(field.text); what != "" {
			return refuse("%s %s", field.role, what)
		}
	}
	for _, field := range []struct {
		role string
		a    unit.Amount
		from int
	}{{"built", p.Built, 0}, {"fuel", p.Fuel, 0}, {"output", p.Output, 1}} {
		if _, energy := field.a.Unit().Joules(); !energy || field.a.Sign() < field.from {
			return refuse("%.32q: %s is %v: want an amount of energy, and an output above zero", p.Name, field.role, field.a)
		}
	}
	if p.Years < 1 || p.Years > YearsMax {
		return refuse("%.32q: want 1 to %d years, got %d", p.Name, YearsMax, p.Years)
	}
	return nil
}

func refuse(format string, args ...any) error {
	return &journal.RefusalError{Reason: ErrPlan, What: fmt.Sprintf(format, args...)}
}

// joules is an amount of energy in joules.
func joules(a unit.Amount) *big.Rat {
	each, _ := a.Unit().Joules()
	return each.Mul(each, a.Rat())
}

// taken is the carbon fuel of a plan's life, in joules.
func (p Plan) taken() *big.Rat {
	burnt := joules(p.Fuel)
	return burnt.Add(burnt.Mul(burnt, big.NewRat(p.Years, 1)), joules(p.Built))
}

// given is what a plan gives in its life, in joules.
func (p Plan) given() *big.Rat {
	output := joules(p.Output)
	return output.Mul(output, big.NewRat(p.Years, 1))
}

// FuelPerOutput returns how many joules of carbon fuel a joule of output takes, over all the plan's life: (built + fuel
// x years) / (output x years). Errors are those of Check.
func (p Plan) FuelPerOutput() (*big.Rat, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	taken := p.taken()
	return taken.Quo(taken, p.given()), nil
}

// Return returns how many joules a plan gives for each joule of carbon fuel that building and running it takes, and
// false for one that takes none. Errors are those of Check.
func Return(p Plan) (*big.Rat, bool, error) {
	each, err := p.FuelPerOutput()
	if err != nil || each.Sign() == 0 {
		return nil, false, err
	}
	return each.Inv(each), true, nil
}

// A Ranked is a plan with what it takes.
type Ranked struct {
	Plan          Plan
	FuelPerOutput *big.Rat
}

// Rank returns the plans by what they take, the least first; equal ones by name. All must be for one service, and have
// names of their own: otherwise, and for more than PlansMax, it is ErrPlan. Of no plans it is empty.
func Rank(plans []Plan) ([]Ranked, error) {
	if len(plans) > PlansMax {
		return nil, refuse("want at most %d plans", PlansMax)
	}
	ranked := make([]Ranked, len(plans))
	seen := make(map[string]bool, len(plans))
	for i, p := range plans {
		each, err := p.FuelPerOutput()
		if err != nil {
			return nil, err
		}
		if p.Service != plans[0].Service || seen[p.Name] {
			return nil, refuse("%.32q: want each name once, and all for %.32q", p.Name, plans[0].Service)
		}
		seen[p.Name] = true
		ranked[i] = Ranked{p, each}
	}
	slices.SortFunc(ranked, func(a, b Ranked) int {
		return cmp.Or(a.FuelPerOutput.Cmp(b.FuelPerOutput), strings.Compare(a.Plan.Name, b.Plan.Name))
	})
	return ranked, nil
}

// Saving returns the joules of carbon fuel that a plan saves in a year, for the same output, over going on with another
// that is there already, whatever that took to build. Below zero it takes more. Plans for two services are ErrPlan.
func Saving(p, instead Plan) (*big.Rat, error) {
	if err := errors.Join(p.Check(), instead.Check()); err != nil {
		return nil, err
	}
	if p.Service != instead.Service {
		return nil, refuse("%.32q: want one for %.32q", p.Name, instead.Service)
	}
	same := joules(instead.Fuel)
	same.Mul(same, joules(p.Output)).Quo(same, joules(instead.Output))
	return same.Sub(same, joules(p.Fuel)), nil
}

// Payback returns after how many years a plan has saved the carbon fuel that building it took, over going on with
// another that is there already, and false where it never does: it saves nothing, or less in its life than it took.
// Errors are those of Saving.
func Payback(p, instead Plan) (years *big.Rat, ever bool, err error) {
	saving, err := Saving(p, instead)
	if err != nil || saving.Sign() <= 0 {
		return nil, false, err
	}
	years = saving.Quo(joules(p.Built), saving)
	if years.Cmp(big.NewRat(p.Years, 1)) > 0 {
		return nil, false, nil
	}
	return years, true, nil
}
