package partnership_test

import (
	"errors"
	"testing"

	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

// Units that bring 30 a year: 3 % at 1,000 and 4 % at 750 (Chris Cook in "Fleeing Vesuvius", 2011). Five houses that
// cost 300,000 bring their investors 12,000: 4 % (there too).
func TestYield(t *testing.T) {
	for _, test := range []struct{ income, outlay, want string }{
		{"30", "1000", "3/100"}, {"30", "750", "1/25"}, {"12000", "300000", "1/25"}, {"0", "1", "0"},
	} {
		if got := must(partnership.Yield(euros(test.income), euros(test.outlay))); got.RatString() != test.want {
			t.Errorf("%s for %s is %v, want %s", test.income, test.outlay, got, test.want)
		}
	}
}

func TestRefuseYield(t *testing.T) {
	one := euros("1")
	for _, p := range [][2]unit.Amount{{one, euros("0")}, {euros("-1"), one}, {unit.New(1, unit.Joule), one}} {
		if _, err := partnership.Yield(p[0], p[1]); !errors.Is(err, partnership.ErrPlan) {
			t.Errorf("%v: %v", p, err)
		}
	}
}
