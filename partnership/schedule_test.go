package partnership_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

// A house of Rs 2,000,000 of which a provider has 80 %, bought in 120 monthly payments at a rental of Rs 20,000 for the
// whole: published as a diminishing musharakah at 12 % (homeworklib.com, question 1924913), with first payments of
// 29,333.33 and 29,199.99 (cut off, where 29,200.00 is exact), a last one of 13,466.67, and rentals of 968,000 in all.
func TestDiminishing(t *testing.T) {
	rupee := must(unit.Currency("INR", 2))
	rupees := func(text string) unit.Amount { return must(unit.Parse(text, rupee)) }
	plan := partnership.Plan{Value: rupees("2000000.00"), Provided: rupees("1600000.00"), Rental: rupees("20000.00")}
	steps := must(plan.InPayments(120))
	for i, want := range []partnership.Step{
		{Rental: rupees("16000.00"), Bought: rupees("13333.33"), Left: rupees("1586666.67")},
		{Rental: rupees("15866.67"), Bought: rupees("13333.34"), Left: rupees("1573333.33")},
		{Rental: rupees("15733.33"), Bought: rupees("13333.33"), Left: rupees("1560000.00")},
	} {
		if steps[i] != want {
			t.Errorf("payment %d: got %v, want %v", i+1, steps[i], want)
		}
	}
	var rentals, bought int64
	for _, s := range steps {
		rentals, bought = rentals+s.Rental.Parts(), bought+s.Bought.Parts()
	}
	if rentals != rupees("968000.00").Parts() || rentals+bought != rupees("2568000.00").Parts() {
		t.Errorf("rentals of %d and purchases of %d paisa", rentals, bought)
	}
	for payment, want := range map[int]string{1: "29333.33", 2: "29200.01", 120: "13466.66"} {
		got := steps[payment-1].Rental.Parts() + steps[payment-1].Bought.Parts()
		if exact := rupees(want).Parts(); got != exact {
			t.Errorf("payment %d is %d paisa, want %d", payment, got, exact)
		}
	}
	if last := steps[119]; last.Left != rupees("0") {
		t.Errorf("%v is left", last.Left)
	}
}

// A house of 150,000 of which the buyer has 30,000, at a rental of 1,000 a month, in 180 equal payments of 1,146.78:
// the form that LaRiba uses (issuu.com/rose1990). In whole cents 1,146.78 leaves less than a euro for one payment more.
func TestLevel(t *testing.T) {
	plan := partnership.Plan{Value: euros("150000.00"), Provided: euros("120000.00"), Rental: euros("1000.00")}
	if total := must(plan.Total(180)); total != euros("1146.79") {
		t.Errorf("got %v, want 1146.79", total)
	}
	if steps := must(plan.WithTotal(euros("1146.79"))); len(steps) != 180 || steps[0] != (partnership.Step{Rental: euros("800.00"), Bought: euros("346.79"), Left: euros("119653.21")}) {
		t.Errorf("%d payments, the first %v", len(steps), steps[0])
	}
	steps := must(plan.WithTotal(euros("1146.78")))
	if last := steps[len(steps)-1]; len(steps) != 181 || last.Rental.Parts()+last.Bought.Parts() >= 100 {
		t.Errorf("%d payments, the last %v", len(steps), last)
	}
}

// Som Energia's Generation kWh pays an energy share of EUR 100 back in 23 equal parts and a last that is double
// (ca.support.somenergia.coop, article 581).
func TestTranches(t *testing.T) {
	weights := make([]int64, 24)
	for i := range weights {
		weights[i] = 1
	}
	weights[23] = 2
	for i, got := range must(partnership.Tranches(euros("100.00"), weights)) {
		want := euros("4.00")
		if i == 23 {
			want = euros("8.00")
		}
		if got != want {
			t.Errorf("tranche %d: got %v, want %v", i+1, got, want)
		}
	}
}

// The most that a plan can be of has a total too.
func TestVastPlan(t *testing.T) {
	most := unit.New(partnership.TotalMax-1, eur)
	plan := partnership.Plan{Value: most, Provided: most, Rental: most}
	if total, err := plan.Total(1); err != nil || total != unit.New(1<<63-2, eur) {
		t.Error(total, err)
	}
}

func TestRefusePlan(t *testing.T) {
	good := partnership.Plan{Value: euros("100.00"), Provided: euros("80.00"), Rental: euros("1.00")}
	for name, spoil := range map[string]func(*partnership.Plan){
		"a value of zero":             func(p *partnership.Plan) { p.Value = euros("0") },
		"nothing provided":            func(p *partnership.Plan) { p.Provided = euros("0") },
		"more provided than there is": func(p *partnership.Plan) { p.Provided = euros("100.01") },
		"a rental below zero":         func(p *partnership.Plan) { p.Rental = euros("-1") },
		"a rental in joules":          func(p *partnership.Plan) { p.Rental = unit.New(1, unit.Joule) },
		"a value beyond all":          func(p *partnership.Plan) { p.Value = unit.New(1<<62, eur) },
		"a rental beyond all":         func(p *partnership.Plan) { p.Rental = unit.New(1<<62, eur) },
	} {
		plan := good
		spoil(&plan)
		_, err1 := plan.InPayments(10)
		_, err2 := plan.WithTotal(euros("2.00"))
		_, err3 := plan.Total(10)
		for _, err := range []error{err1, err2, err3} {
			if !errors.Is(err, partnership.ErrPlan) {
				t.Errorf("%s: got %v", name, err)
			}
		}
	}
	for name, refused := range map[string]func() error{
		"no payments":          func() error { _, err := good.InPayments(0); return err },
		"too many":             func() error { _, err := good.InPayments(partnership.PaymentsMax + 1); return err },
		"a total in none":      func() error { _, err := good.Total(0); return err },
		"the rental alone":     func() error { _, err := good.WithTotal(euros("0.80")); return err },
		"a total in joules":    func() error { _, err := good.WithTotal(unit.New(1000, unit.Joule)); return err },
		"no tranches":          func() error { _, err := partnership.Tranches(euros("1.00"), nil); return err },
		"too many tranches":    func() error { _, err := partnership.Tranches(euros("1.00"), make([]int64, 10_001)); return err },
		"a tranche below zero": func() error { _, err := partnership.Tranches(euros("1.00"), []int64{2, -1}); return err },
	} {
		if err := refused(); !errors.Is(err, partnership.ErrPlan) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A schedule buys exactly what was provided, its rentals fall with what is left, and the least total of n payments is
// enough in n where a part less is not.
func TestSchedules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.Int64Range(1, 1<<32).Draw(t, "value")
		plan := partnership.Plan{
			Value: unit.New(value, eur), Provided: unit.New(rapid.Int64Range(1, value).Draw(t, "provided"), eur),
			Rental: unit.New(rapid.Int64Range(1, 1<<20).Draw(t, "rental"), eur),
		}
		n := rapid.IntRange(1, 60).Draw(t, "payments")
		steps, err := plan.InPayments(n)
		if err != nil {
			t.Fatal(err)
		}
		bought(t, plan, steps)
		total, err := plan.Total(n)
		if err != nil {
			t.Fatal(err)
		}
		if steps, err = plan.WithTotal(total); err != nil || len(steps) > n {
			t.Fatalf("%d payments of %v, %v", len(steps), total, err)
		}
		bought(t, plan, steps)
		if steps, err := plan.WithTotal(unit.New(total.Parts()-1, eur)); err == nil && len(steps) <= n {
			t.Fatalf("%d payments of a cent less than %v", len(steps), total)
		}
	})
}

func bought(t *rapid.T, plan partnership.Plan, steps []partnership.Step) {
	left := plan.Provided.Parts()
	rental := plan.Rental
	for _, s := range steps {
		left -= s.Bought.Parts()
		if s.Left.Parts() != left || left < 0 || s.Rental.Parts() > rental.Parts() {
			t.Fatalf("%v where %d are left", s, left)
		}
		rental = s.Rental
	}
	if left != 0 {
		t.Fatalf("%d are left", left)
	}
}
