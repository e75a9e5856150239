package partnership_test

import (
	"errors"
	"testing"

	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

// 10,000 credits of 1 for 8,000, with rentals of 10,000, 5,000 and 2,000 a year: Chris Cook, "Regeneration", National
// Housing Federation, 2014. A credit of 1 at 80 cents gains 25 %, whenever it is returned: "Community Land Partnership".
// 8 for 10 in one, two and four years is the same.
func TestReturn(t *testing.T) {
	for _, test := range []struct{ face, outlay, yearly, gain, want string }{
		{"10000", "8000", "10000", "1/4", "1/4"},
		{"10000", "8000", "5000", "1/4", "1/8"},
		{"10000", "8000", "2000", "1/4", "1/20"},
		{"10", "8", "10", "1/4", "1/4"},
		{"10", "8", "5", "1/4", "1/8"},
		{"10", "8", "2.50", "1/4", "1/16"},
		{"1", "0.80", "1", "1/4", "1/4"},
		{"10", "10", "10", "0", "0"},
		{"8", "10", "8", "-1/5", "-1/5"},
	} {
		p := partnership.Prepaid{Face: euros(test.face), Outlay: euros(test.outlay), Yearly: euros(test.yearly)}
		if gain := must(p.Gain()); gain.RatString() != test.gain {
			t.Errorf("%v gains %v, want %s", p, gain, test.gain)
		}
		if got := must(p.Return()); got.RatString() != test.want {
			t.Errorf("%v returns %v, want %s", p, got, test.want)
		}
	}
}

// Units that bring 30 a year: 3 % at 1,000 and 4 % at 750 (Chris Cook in "Fleeing Vesuvius", 2011). Five houses that cost
// 300,000 bring their investors 12,000: 4 % (there too).
func TestYield(t *testing.T) {
	for _, test := range []struct{ income, outlay, want string }{
		{"30", "1000", "3/100"}, {"30", "750", "1/25"}, {"12000", "300000", "1/25"}, {"0", "1", "0"},
	} {
		if got := must(partnership.Yield(euros(test.income), euros(test.outlay))); got.RatString() != test.want {
			t.Errorf("%s for %s is %v, want %s", test.income, test.outlay, got, test.want)
		}
	}
}

func TestRefuseReturn(t *testing.T) {
	joule := unit.New(1, unit.Joule)
	one, none := euros("1"), euros("0")
	for _, p := range []partnership.Prepaid{{none, one, one}, {one, none, one}, {one, one, none}, {joule, one, one}, {one, joule, one}, {one, one, joule}} {
		_, err1 := p.Gain()
		if _, err := p.Return(); !errors.Is(err, partnership.ErrPlan) || !errors.Is(err1, partnership.ErrPlan) {
			t.Errorf("%v: %v", p, err)
		}
	}
	for _, p := range [][2]unit.Amount{{one, none}, {euros("-1"), one}, {joule, one}} {
		if _, err := partnership.Yield(p[0], p[1]); !errors.Is(err, partnership.ErrPlan) {
			t.Errorf("%v: %v", p, err)
		}
	}
}
