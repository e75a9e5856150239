package insolvency

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"testing"

	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// check holds a solution to the equations, in large numbers.
func (l *linear) check(t *rapid.T, num []*big.Int, den *big.Int) {
	for i, row := range l.terms {
		sum := product(l.constant[i], den)
		for _, w := range row {
			sum.Add(sum, product(w.weight, num[w.column]))
		}
		if sum.Cmp(product(l.diagonal[i], num[i])) != 0 {
			t.Fatalf("row %d of %+v: %v over %v", i, l, num, den)
		}
	}
}

// Every solution satisfies its equations, be the diagonal divisible by the first prime or not.
func TestLinear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "unknowns")
		most := rapid.SampledFrom([]int64{3, 1000, 1 << 53}).Draw(t, "most")
		l, left := &linear{}, make([]int64, n)
		for i := range left {
			left[i] = rapid.Int64Range(1, most).Draw(t, "diagonal")
			if most > 1000 && rapid.IntRange(0, 3).Draw(t, "prime") == 0 {
				left[i] = 1<<61 - 1
			}
			l.add(left[i], nil, rapid.Int64Range(0, left[i]).Draw(t, "constant"))
		}
		for range rapid.IntRange(0, 3*n).Draw(t, "terms") {
			to, from := rapid.IntRange(0, n-1).Draw(t, "to"), rapid.IntRange(0, n-1).Draw(t, "from")
			if to == from || left[from] < 2 {
				continue // a column keeps something that feeds nobody
			}
			weighs := rapid.Int64Range(1, left[from]-1).Draw(t, "weight")
			left[from] -= weighs
			l.terms[to] = append(l.terms[to], weight{int32(from), weighs})
		}
		num, den, err := l.solve(&work{context.Background(), WorkMax})
		if err != nil {
			t.Fatal(err)
		}
		l.check(t, num, den)
	})
}

// A work that runs out stops whatever is going on, at any time, with ErrWork.
func TestWork(t *testing.T) {
	a := dense(t, 30)
	for left := int64(1); ; left *= 2 {
		err := newCourse(a, false, &work{t.Context(), left}).run()
		if err == nil {
			if left < 1000 {
				t.Error("solved for next to nothing")
			}
			return
		}
		if !errors.Is(err, ErrWork) {
			t.Fatal(err)
		}
	}
}

// So does a context.
func TestWorkContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := newCourse(dense(t, 5), false, &work{ctx, WorkMax}).run(); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A long row does not overflow.
func TestLess(t *testing.T) {
	f := &factorisation{p: 1<<61 - 1}
	x, row := make([]uint64, 500), []residue(nil)
	for i := range x {
		x[i] = f.p - 1
		row = append(row, residue{int32(i), f.p - 1})
	}
	if got := f.less(0, row, x); got != f.p-500 { // (-1)(-1) = 1, 500 times
		t.Error(got)
	}
}

// Those who only pass on take part in the equations from the start, however many hands it goes through: the
// work for them is that of one solution.
func TestPassedOn(t *testing.T) {
	const hands = 200
	s := System{Means: []Means{{"000", unit.New(1, unit.Joule)}}}
	for i := range hands {
		s.Debts = append(s.Debts, Debt{ID: fmt.Sprint(i), Debtor: fmt.Sprintf("%03d", i), Creditor: fmt.Sprintf("%03d", i+1), Amount: unit.New(2, unit.Joule)})
	}
	a, err := arrange(s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, all := newVector(a), make([]int32, hands)
	for i := range all {
		all[i] = int32(i)
		v.move(all[i], v.first[i])
	}
	w := &work{t.Context(), 1 << 18}
	if err := v.balance(all, w); err != nil || len(v.open) != hands {
		t.Errorf("%v, %d pay", err, len(v.open))
	}
}
