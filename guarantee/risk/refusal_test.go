package risk_test

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.org/mutual/guarantee/risk"
	"example.org/mutual/unit"
)

// refused fails unless err is an Error for a reason, with what would have been accepted.
func refused(t testing.TB, err, reason error) {
	t.Helper()
	var e *risk.Error
	switch {
	case !errors.As(err, &e) || !errors.Is(err, reason):
		t.Errorf("got %v, want %v", err, reason)
	case e.Want == "" || len(err.Error()) > 400:
		t.Errorf("an unhelpful error: %v", err)
	}
}

// Every query of a portfolio refuses the same portfolios, and CreditRisk some more.
func TestRefusedPortfolios(t *testing.T) {
	good := func() risk.Portfolio {
		return exposures([]int64{5, 7}, []string{"0.1", "0.2"}, ratio("1/3"), ratio("2/3"))
	}
	with := func(change func(p risk.Portfolio)) risk.Portfolio {
		p := good()
		change(p)
		return p
	}
	for _, tt := range []struct {
		name   string
		p      risk.Portfolio
		reason error
	}{
		{"empty", nil, risk.ErrSize},
		{"too many", make(risk.Portfolio, risk.MembersMax+1), risk.ErrSize},
		{"no name", with(func(p risk.Portfolio) { p[1].Member = "" }), risk.ErrMember},
		{"a long name", with(func(p risk.Portfolio) { p[1].Member = strings.Repeat("x", 1<<20) }), risk.ErrMember},
		{"twice", with(func(p risk.Portfolio) { p[1].Member = p[0].Member }), risk.ErrDuplicate},
		{"no unit", with(func(p risk.Portfolio) { p[0].Amount = unit.Amount{} }), risk.ErrUnit},
		{"mixed units", with(func(p risk.Portfolio) { p[1].Amount = unit.New(7, cent) }), risk.ErrUnit},
		{"below zero", with(func(p risk.Portfolio) { p[1].Amount = francs(-1) }), risk.ErrAmount},
		{"too much", with(func(p risk.Portfolio) { p[0].Amount, p[1].Amount = francs(1<<61), francs(1<<61+1) }), risk.ErrTotal},
	} {
		t.Run(tt.name, func(t *testing.T) {
			refused(t, tt.p.Check(), tt.reason)
			for _, err := range []error{
				second(risk.Bernoulli(t.Context(), tt.p, risk.Options{})),
				second(risk.CreditRisk(t.Context(), tt.p, two, risk.Options{})),
				second(tt.p.Total()), second(tt.p.Largest(1)), second(tt.p.StressOfLargest(1)), second(tt.p.StressOf(nil)),
				second(tt.p.Cover1()), second(tt.p.Cover2()), second(tt.p.ShareOfLargest(1)), second(tt.p.Herfindahl()),
			} {
				refused(t, err, tt.reason)
			}
		})
	}
	if err := good().Check(); err != nil {
		t.Error(err)
	}
	refused(t, second(good().Largest(0)), risk.ErrSize)
	refused(t, second(good().ShareOfLargest(-1)), risk.ErrSize)
}

func second[T any](_ T, err error) error { return err }

// two sectors.
var two = []risk.Sector{{Name: "trade", Spread: 1}, {Name: "weather", Spread: 0.25}}

func TestRefusedModels(t *testing.T) {
	p := exposures([]int64{5, 7}, []string{"0.1", "0.2"}, ratio("1/3"), ratio("2/3"))
	over := slices.Clone(p)
	over[1].Weights = []risk.Ratio{ratio("1/3"), ratio("666666667/1000000000")}
	odd := slices.Clone(p)
	odd[1].Weights = []risk.Ratio{ratio("1/999999937"), ratio("1/999999929"), ratio("1/2")}
	for _, tt := range []struct {
		name    string
		p       risk.Portfolio
		sectors []risk.Sector
		o       risk.Options
		reason  error
	}{
		{"NaN", p, []risk.Sector{{Spread: math.NaN()}, {}}, risk.Options{}, risk.ErrSector},
		{"an infinite spread", p, []risk.Sector{{Spread: math.Inf(1)}, {}}, risk.Options{}, risk.ErrSector},
		{"a spread below zero", p, []risk.Sector{{Spread: -0.5}, {}}, risk.Options{}, risk.ErrSector},
		{"a spread above 4", p, []risk.Sector{{Spread: math.Nextafter(4, 5)}, {}}, risk.Options{}, risk.ErrSector},
		{"next to no spread", p, []risk.Sector{{Spread: math.Nextafter(1.0/1024, 0)}, {}}, risk.Options{}, risk.ErrSector},
		{"too many sectors", p, make([]risk.Sector, risk.SectorsMax+1), risk.Options{}, risk.ErrSize},
		{"no such sector", p, two[:1], risk.Options{}, risk.ErrSector},
		{"weights above 1", over, two, risk.Options{}, risk.ErrSector},
		{"weights with nothing in common", odd, append(two[:2:2], two[0]), risk.Options{}, risk.ErrSector},
		{"a band below zero", p, two, risk.Options{Band: francs(-1)}, risk.ErrBand},
		{"a band of another unit", p, two, risk.Options{Band: unit.New(1, cent)}, risk.ErrUnit},
		{"most of it as tail", p, two, risk.Options{Tail: ratio("0.500000001")}, risk.ErrTail},
		{"too fine a band", exposures([]int64{1 << 40}, []string{"0.1"}), nil, risk.Options{Band: francs(1)}, risk.ErrLattice},
		{"too long a tail", exposures([]int64{60_000}, []string{"0.9"}), nil, risk.Options{Band: francs(1)}, risk.ErrLattice},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := risk.CreditRisk(t.Context(), tt.p, tt.sectors, tt.o)
			refused(t, err, tt.reason)
		})
	}
	_, err := risk.CreditRisk(t.Context(), exposures([]int64{1 << 40}, []string{"0.1"}), nil, risk.Options{Band: francs(1)})
	if want := "a band of more than 16777473 smallest parts"; err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
	var ladder risk.Portfolio // exposures of 1 to 16,385, in two sectors each
	for i := range risk.JumpsMax/2 + 1 {
		ladder = append(ladder, risk.Exposure{Member: strconv.Itoa(i), Amount: francs(int64(i + 1)), Default: ratio("1/1000000"), Weights: p[0].Weights})
	}
	refused(t, second(risk.CreditRisk(t.Context(), ladder, two, risk.Options{Band: francs(1)})), risk.ErrLattice)
	creditRisk(t, ladder[1:], two, risk.Options{Band: francs(1), Tail: ratio("0.1")})
	refused(t, second(risk.Bernoulli(t.Context(), p, risk.Options{Band: francs(-1)})), risk.ErrBand)
	refused(t, second(risk.Bernoulli(t.Context(), p, risk.Options{Band: unit.New(1, cent)})), risk.ErrUnit)
	creditRisk(t, p, two, risk.Options{Tail: ratio("0.5")})
	odd[1].Weights = odd[1].Weights[:2]
	creditRisk(t, odd, two, risk.Options{}) // a common denominator next to 10^18
	creditRisk(t, exposures([]int64{1 << 62}, []string{"1"}), nil, risk.Options{})
}

func TestRefusedQuestions(t *testing.T) {
	p := csfb()
	exact, estimate := bernoulli(t, p, risk.Options{Band: francs(100_000)}), creditRisk(t, p, nil, risk.Options{Tail: ratio("0.01")})
	for pool, reason := range map[unit.Amount]error{francs(-1): risk.ErrAmount, unit.New(1, cent): risk.ErrUnit, {}: risk.ErrUnit} {
		refused(t, second(exact.StopLoss(pool)), reason)
		refused(t, second(exact.Exhaustion(pool)), reason)
		refused(t, second(estimate.StopLoss(pool)), reason)
		refused(t, second(estimate.Exhaustion(pool)), reason)
	}
	for _, level := range []risk.Ratio{all, ratio("0.9999")} {
		refused(t, second(estimate.Quantile(level)), risk.ErrTail)
		refused(t, second(estimate.Interpolated(level)), risk.ErrTail)
		refused(t, second(estimate.Shortfall(level)), risk.ErrTail)
	}
	huge := creditRisk(t, exposures([]int64{1 << 62}, []string{"1"}), nil, risk.Options{Band: francs(1 << 62)})
	refused(t, second(huge.Quantile(ratio("0.99"))), risk.ErrTail) // of 4 bands
	if q, err := huge.Quantile(ratio("0.7")); err != nil || q != francs(1<<62) {
		t.Errorf("one band: %v, %v", q, err)
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		refused(t, second(risk.Round(x, franc, unit.Ceiling)), risk.ErrNumber)
		refused(t, second(risk.Ruin(x, 1)), risk.ErrNumber)
		refused(t, second(risk.Ruin(1, x)), risk.ErrNumber)
		refused(t, second(risk.Endowment(x, 1)), risk.ErrNumber)
		refused(t, second(risk.Endowment(.1, x)), risk.ErrNumber)
		refused(t, second(risk.WorstRate(x, .1, .1)), risk.ErrNumber)
		refused(t, second(risk.WorstRate(.1, x, .1)), risk.ErrNumber)
		refused(t, second(risk.WorstRate(.1, .1, x)), risk.ErrNumber)
	}
	for _, err := range []error{
		second(risk.Ruin(-1, 1)), second(risk.Ruin(1, 0)), second(risk.Endowment(0, 1)), second(risk.Endowment(.1, -1)),
		second(risk.Endowment(1, 5e-324)), second(risk.Endowment(.5, 5e-324)), second(risk.WorstRate(1e-301, .1, .9)),
		second(risk.WorstRate(0, .1, .9)), second(risk.WorstRate(1, .1, .9)), second(risk.WorstRate(.1, 1, .9)),
	} {
		refused(t, err, risk.ErrNumber)
	}
	if _, err := risk.Round(1e30, franc, unit.Ceiling); !errors.Is(err, unit.ErrRange) {
		t.Errorf("1e30: %v", err)
	}
}

func TestRefusedBudgets(t *testing.T) {
	refused(t, second(risk.Budget{}.PerSide()), risk.ErrUnit)
	refused(t, second(risk.Budget{Turnover: francs(0)}.PerSide()), risk.ErrAmount)
	refused(t, second(risk.Budget{Turnover: francs(-1)}.PerSide()), risk.ErrAmount)
	for _, a := range []struct {
		amount unit.Amount
		reason error
	}{{francs(-1), risk.ErrAmount}, {unit.New(1, cent), risk.ErrUnit}} {
		for _, b := range []risk.Budget{{Expected: a.amount}, {Required: a.amount}, {Pool: a.amount}, {Cost: a.amount}} {
			b.Turnover = francs(100)
			refused(t, second(b.Load()), a.reason)
			refused(t, second(b.PerSide()), a.reason)
		}
	}
}
