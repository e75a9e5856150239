package insolvency_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/unit"
)

// A published case: who owes whom and what each has, as fractions of one unit.
type vector struct {
	source string
	owed   map[[2]int]string
	means  []string // of parties 1, 2, 3, …
	o      insolvency.Options
	pays   []string
	rounds string
}

const half, tenth = unit.Whole / 2, unit.Whole / 10

// matrix returns the debts in the rows of a matrix.
func matrix(rows ...[]string) map[[2]int]string {
	owed := make(map[[2]int]string)
	for i, row := range rows {
		for j, x := range row {
			if x != "0" {
				owed[[2]int{i + 1, j + 1}] = x
			}
		}
	}
	return owed
}

func vectors() []vector {
	eisenbergNoe := matrix([]string{"0", "1/10", "7/10"}, []string{"2", "0", "21/2"}, []string{"0", "42/5", "0"})
	// The example in the documentation of the R package systemicrisk, github.com/cran/systemicrisk: three
	// banks with outside assets ea, their means here, and outside liabilities el, here debts to a party 4.
	// The input is published; the vectors are this project's.
	systemicRisk := matrix([]string{"0", "1/2", "1/2", "3/2"}, []string{"1/2", "0", "1/2", "1/2"}, []string{"1/2", "1/2", "0", "1/2"})
	// "Asymmetric example from paper" in the tests of FinNetValu.jl, a package for valuation in financial
	// networks on GitHub. Its inputs are published; the vectors are this project's.
	asymmetric := map[[2]int]string{
		{1, 2}: "494/100", {1, 3}: "247/100", {1, 4}: "559/100", {2, 1}: "6", {2, 4}: "2", {3, 2}: "13",
		{4, 6}: "8", {5, 1}: "12", {6, 1}: "279/100", {6, 2}: "621/100",
	}
	return []vector{
		{
			source: "Eisenberg-Noe", owed: eisenbergNoe, means: []string{"1", "1", "1"},
			pays: []string{"4/5", "19/2", "42/5"}, rounds: "[[2]]",
		},
		{
			source: "Eisenberg-Noe, less means", owed: eisenbergNoe, means: []string{"0", "0", "1/10"},
			pays: []string{"4/5", "45/8", "221/40"}, rounds: "[[2] [3]]",
		},
		{
			source: "Rogers and Veraart 2013, example 3.3", owed: matrix([]string{"0", "2"}, []string{"11/5", "0"}), means: []string{"1", "1"},
			o: insolvency.Options{LostMeans: half, LostReceipts: half}, pays: []string{"2", "11/5"}, rounds: "[]",
		},
		{
			source: "systemicrisk", owed: systemicRisk, means: []string{"1/2", "5/8", "3/4", "0"},
			pays: []string{"165/112", "159/112", "3/2", "0"}, rounds: "[[1] [2]]",
		},
		{
			source: "systemicrisk with costs", owed: systemicRisk, means: []string{"1/2", "5/8", "3/4", "0"},
			o:    insolvency.Options{LostMeans: half, LostReceipts: 300_000},
			pays: []string{"4225/8416", "160275/311392", "176055/311392", "0"}, rounds: "[[1] [2 3]]",
		},
		{
			source: "FinNetValu", owed: asymmetric, means: []string{"1", "1", "1151/100", "14/10", "125/10", "2"},
			pays: []string{"13", "8", "13", "8", "12", "9"}, rounds: "[]",
		},
		{
			source: "FinNetValu, half the means", owed: asymmetric, means: []string{"1/2", "1/2", "1151/200", "7/10", "25/4", "1"},
			pays: []string{"13", "8", "329/40", "8", "25/4", "9"}, rounds: "[[3 5]]",
		},
		{
			source: "FinNetValu, half the means, costs of a tenth", owed: asymmetric, means: []string{"1/2", "1/2", "1151/200", "7/10", "25/4", "1"},
			o:    insolvency.Options{LostMeans: tenth, LostReceipts: tenth},
			pays: []string{"13", "8", "2961/400", "8", "45/8", "9"}, rounds: "[[3 5]]",
		},
		{
			source: "Bardoscia et al., full payments", owed: map[[2]int]string{{1, 2}: "10", {2, 3}: "7", {3, 1}: "12"}, means: []string{"12", "4", "3"},
			o: insolvency.Options{AllOrNothing: true}, pays: []string{"10", "7", "0"}, rounds: "[[3]]",
		},
	}
}

// scale is how many smallest parts the cases' unit has.
const scale = 16 * 3 * 125

func scaled(t testing.TB, x string) int64 {
	r, ok := new(big.Rat).SetString(x)
	if r.Mul(r, big.NewRat(scale, 1)); !ok || !r.IsInt() {
		t.Fatal(x)
	}
	return r.Num().Int64()
}

func (v vector) system(t testing.TB) (s insolvency.System) {
	for pair, x := range v.owed {
		s.Debts = append(s.Debts, owe(fmt.Sprint(pair[0]), fmt.Sprint(pair[1]), scaled(t, x)))
	}
	for i, x := range v.means {
		s.Means = append(s.Means, have(fmt.Sprint(i+1), scaled(t, x)))
	}
	return s
}

func TestVectors(t *testing.T) {
	for _, v := range vectors() {
		t.Run(v.source, func(t *testing.T) {
			r := must(t, v.system(t), v.o)
			var got []string
			for _, p := range r.Positions {
				x := p.Pays.Rat()
				got = append(got, x.Quo(x, big.NewRat(scale, 1)).RatString())
			}
			if !slices.Equal(got, v.pays) || fmt.Sprint(added(r)) != v.rounds {
				t.Errorf("%v in rounds %v, want %v in %v", got, added(r), v.pays, v.rounds)
			}
		})
	}
}
