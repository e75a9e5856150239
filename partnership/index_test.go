package partnership_test

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

var mixed = partnership.Index{{Name: "prices", Weight: 3}, {Name: "wages", Weight: 1}}

// at are values of both series.
func at(prices, wages int64) []partnership.Reading {
	return []partnership.Reading{{Series: "prices", Value: prices}, {Series: "wages", Value: wages}}
}

func TestRental(t *testing.T) {
	base := at(100_000_000, 200_000_000)
	for _, test := range []struct {
		name         string
		index        partnership.Index
		now          []partnership.Reading
		rental, want string
	}{
		{"nothing moves", mixed, base, "100.00", "100.00"},
		{"prices up by a tenth, at three quarters", mixed, at(110_000_000, 200_000_000), "100.00", "107.50"},
		{"both up by a tenth", mixed, at(110_000_000, 220_000_000), "100.00", "110.00"},
		{"up and down", mixed, at(104_000_000, 176_000_000), "480.00", "480.00"},
		{"a half to the even cent, down", mixed, at(150_000_000, 100_000_000), "0.02", "0.02"}, // 2.5 cents
		{"a half to the even cent, up", mixed, at(150_000_000, 100_000_000), "0.06", "0.08"},   // 7.5 cents
		{"no index", nil, nil, "480.00", "480.00"},
	} {
		from := base
		if test.index == nil {
			from = nil
		}
		got, residue, err := test.index.Rental(euros(test.rental), from, test.now)
		if err != nil || got != euros(test.want) {
			t.Errorf("%s: got %v, %v, want %s", test.name, got, err, test.want)
			continue
		}
		ratio := must(test.index.Ratio(from, test.now))
		if sum := residue.Add(residue, got.Rat()); sum.Cmp(ratio.Mul(ratio, euros(test.rental).Rat())) != 0 {
			t.Errorf("%s: rental and residue are %v", test.name, sum)
		}
	}
}

func TestRefuseIndex(t *testing.T) {
	base := at(1, 1)
	many := make(partnership.Index, partnership.SeriesMax+1)
	for _, test := range []struct {
		name      string
		index     partnership.Index
		base, now []partnership.Reading
	}{
		{"a value of zero", mixed, at(0, 1), base},
		{"a value below zero", mixed, base, at(1, -1)},
		{"a series missing", mixed, base, base[:1]},
		{"a series twice", mixed, base, append(base[:1:1], base[0])},
		{"a series too many", mixed, base, append(base[:2:2], base[0])},
		{"another series", mixed, base, append(base[:1:1], partnership.Reading{Series: "gold", Value: 1})},
		{"a weight of zero", partnership.Index{{Name: "prices"}}, base[:1], base[:1]},
		{"weights beyond an int64", partnership.Index{{Name: "prices", Weight: math.MaxInt64}, {Name: "wages", Weight: 1}}, base, base},
		{"no name", partnership.Index{{Weight: 1}}, base[:1], base[:1]},
		{"one name twice", partnership.Index{{Name: "prices", Weight: 1}, {Name: "prices", Weight: 1}}, base, base},
		{"too many series", many, nil, nil},
	} {
		if _, _, err := test.index.Rental(euros("1.00"), test.base, test.now); !errors.Is(err, partnership.ErrIndex) {
			t.Errorf("%s: got %v, want %v", test.name, err, partnership.ErrIndex)
		}
	}
	if _, _, err := mixed.Rental(unit.New(math.MaxInt64, eur), base, base); !errors.Is(err, partnership.ErrRental) {
		t.Errorf("beyond all: got %v", err)
	}
}

// A rental depends on its base and on now alone: in whatever order the values come, and whatever was between.
func TestNeverChained(t *testing.T) {
	value := rapid.Int64Range(1, 1_000_000_000)
	rapid.Check(t, func(t *rapid.T) {
		base, now := at(value.Draw(t, "prices"), value.Draw(t, "wages")), at(value.Draw(t, "prices now"), value.Draw(t, "wages now"))
		rental := unit.New(rapid.Int64Range(0, 1<<30).Draw(t, "rental"), eur)
		got, residue, err := mixed.Rental(rental, base, now)
		if err != nil {
			t.Fatal(err)
		}
		turned, _, err := mixed.Rental(rental, []partnership.Reading{base[1], base[0]}, []partnership.Reading{now[1], now[0]})
		if err != nil || turned != got {
			t.Fatalf("%v, %v, and turned round %v", got, err, turned)
		}
		if half := big.NewRat(1, 200); residue.Abs(residue).Cmp(half) > 0 {
			t.Fatalf("a residue of %v", residue)
		}
		if same, _, _ := mixed.Rental(rental, base, base); same != rental {
			t.Fatalf("%v became %v though nothing moved", rental, same)
		}
	})
}
