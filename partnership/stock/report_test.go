package stock_test

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// What undated credits sold at a discount return depends on how soon they are used. Sources: a $1 unit at 80 cents is
// 25 %, https://wiki.p2pfoundation.net/Community_Land_Partnership; 10,000 credits of £1 for £8,000 with a rental of
// £10,000, £5,000 or £2,000 a year,
// https://www.slideshare.net/slideshow/regeneration-nhf-manchester-230114/30365188.
func ExampleYearlyGain() {
	pounds := func(n int64) unit.Amount { return unit.New(100*n, must(unit.Currency("GBP", 2))) }
	cents := func(n int64) unit.Amount { return unit.New(n, must(unit.Currency("USD", 2))) }
	fmt.Println(must(stock.Gain(cents(80), cents(100))))
	for _, rental := range []int64{10_000, 5_000, 2_000} {
		fmt.Println(must(stock.YearlyGain(pounds(8_000), pounds(10_000), pounds(rental))))
	}
	// Output:
	// 1/4
	// 1/4
	// 1/8
	// 1/20
}

// £8 prepays £10 of tax: https://www.slideshare.net/slideshow/regeneration-nhf-manchester-230114/30365188. A dollar's
// worth for 125 cents is a loss.
func TestGain(t *testing.T) {
	g, err := stock.Gain(kwh("8"), kwh("10"))
	if err != nil || g.Cmp(big.NewRat(1, 4)) != 0 {
		t.Error(g, err)
	}
	if g, err := stock.Gain(kwh("1.25"), kwh("1")); err != nil || g.Cmp(big.NewRat(-1, 5)) != 0 {
		t.Error(g, err)
	}
}

// The sooner it is used, the more a year: 8 for 10 is a quarter in one year, an eighth in two, a sixteenth in four.
func TestYearlyGain(t *testing.T) {
	for yearly, want := range map[string]*big.Rat{"10": big.NewRat(1, 4), "5": big.NewRat(1, 8), "2.5": big.NewRat(1, 16)} {
		if g, err := stock.YearlyGain(kwh("8"), kwh("10"), kwh(yearly)); err != nil || g.Cmp(want) != 0 {
			t.Errorf("%s a year: %v, %v", yearly, g, err)
		}
	}
}

func TestRefuseGain(t *testing.T) {
	for _, test := range [][3]unit.Amount{
		{kwh("0"), kwh("1"), kwh("1")}, {kwh("1"), kwh("0"), kwh("1")}, {kwh("1"), kwh("1"), kwh("0")}, {kwh("-1"), kwh("1"), kwh("1")},
		{kwh("1"), unit.New(1, unit.Joule), kwh("1")}, {kwh("1"), kwh("1"), unit.New(1, unit.Joule)}, {},
	} {
		if g, err := stock.YearlyGain(test[0], test[1], test[2]); !errors.Is(err, stock.ErrReport) {
			t.Error(test, g, err)
		}
	}
}
