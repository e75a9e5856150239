package decimaleq

import (
	"maps"
	"slices"
	"unique"

	"github.com/shopspring/decimal"
	d "github.com/shopspring/decimal"
)

type rate struct {
	base string
	rate decimal.Decimal
}

type rates [2]rate

type exact = decimal.Decimal

type price decimal.Decimal

type set[K comparable] struct{ keys []K }

type byRate map[decimal.Decimal]string // want "P11: map key of type decimal.Decimal"

var table = map[rate]int{} // want "P11: map key of type rate"

var kept set[rate] // want "P11: set compares decimals"

func equal(a, b decimal.Decimal, r, q rate, s rates, p price, e exact, o any) bool {
	return a == b || // want "P11: compares the representation of the decimal in a"
		a != d.Zero || // want "P11"
		r == q || // want "P11: compares the representation of the decimal in r"
		s == rates{} || // want "P11"
		e == a || // want "P11"
		p == price(a) || // want "P11"
		o == a || // want "P11: compares the representation of the decimal in a"
		[1]exact{a} != [1]exact{b} // want "P11"
}

func others(a, b decimal.Decimal, o any, as []decimal.Decimal, m map[string]rate) {
	switch a { // want "P11: compares the representation of the decimal in b"
	case b:
	}
	switch o { // want "P11: compares the representation of the decimal in b"
	case b:
	}
	_ = slices.Contains(as, a)     // want "P11: Contains compares decimals"
	_ = slices.Equal(as, as)       // want "P11: Equal compares decimals"
	_ = maps.Equal(m, m)           // want "P11: Equal compares decimals"
	_ = unique.Make(a)             // want "P11: Make compares decimals"
	f := slices.Index[[]exact]     // want "P11: Index compares decimals"
	_ = make(map[[1]d.Decimal]int) // want "P11: map key of type [1]d.Decimal"
	_ = f
}

func pure(a, b decimal.Decimal, p, q *decimal.Decimal, o any, as []decimal.Decimal, m map[string]rate) bool {
	switch o.(type) {
	case decimal.Decimal:
	}
	switch {
	case a.Equal(b):
	}
	_ = slices.Clone(as)
	_ = maps.Clone(m)
	_ = slices.ContainsFunc(as, a.Equal)
	return a.Cmp(b) == 0 || p == q || as == nil
}
