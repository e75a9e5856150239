package unit_test

import (
	"errors"
	"math"
	"math/bits"
	"reflect"
	"testing"
	"unsafe"

	"example.org/mutual/unit"
	"github.com/google/go-cmp/cmp"
)

func TestAddSubAtTheEnds(t *testing.T) {
	const most, least = math.MaxInt64, math.MinInt64
	for _, c := range []struct {
		a, b     int64
		sum      int64
		sumErr   error
		less     int64
		lessErr  error
		compared int
	}{
		{0, 0, 0, nil, 0, nil, 0},
		{1, 2, 3, nil, -1, nil, -1},
		{-1, 2, 1, nil, -3, nil, -1},
		{most, 0, most, nil, most, nil, 1},
		{0, most, most, nil, -most, nil, -1},
		{most, 1, 0, unit.ErrRange, most - 1, nil, 1},
		{most, most, 0, unit.ErrRange, 0, nil, 0},
		{most, -1, most - 1, nil, 0, unit.ErrRange, 1},
		{most, least, -1, nil, 0, unit.ErrRange, 1},
		{least, 0, least, nil, least, nil, -1},
		{0, least, least, nil, 0, unit.ErrRange, 1},
		{-1, least, 0, unit.ErrRange, most, nil, 1},
		{least, -1, 0, unit.ErrRange, least + 1, nil, -1},
		{least, 1, least + 1, nil, 0, unit.ErrRange, -1},
		{least, least, 0, unit.ErrRange, 0, nil, 0},
		{least, most, -1, nil, 0, unit.ErrRange, -1},
	} {
		a, b := unit.New(c.a, unit.Joule), unit.New(c.b, unit.Joule)
		sum, err := a.Add(b)
		checkResult(t, "add", c.a, c.b, sum, err, c.sum, c.sumErr)
		less, err := a.Sub(b)
		checkResult(t, "sub", c.a, c.b, less, err, c.less, c.lessErr)
		if compared, err := a.Cmp(b); compared != c.compared || err != nil || a.Compare(b) != c.compared {
			t.Errorf("%d cmp %d = %d, %v and Compare %d, want %d", c.a, c.b, compared, err, a.Compare(b), c.compared)
		}
	}
}

func checkResult(t *testing.T, op string, a, b int64, got unit.Amount, err error, want int64, wantErr error) {
	t.Helper()
	wanted := unit.New(want, unit.Joule)
	if wantErr != nil {
		wanted = unit.Amount{}
	}
	if got != wanted || err != wantErr {
		t.Errorf("%d %s %d = %v, %v, want %v, %v", a, op, b, got, err, wanted, wantErr)
	}
}

func TestNeg(t *testing.T) {
	for _, n := range []int64{0, 1, -1, math.MaxInt64, -math.MaxInt64} {
		if got, err := unit.New(n, unit.Joule).Neg(); got != unit.New(-n, unit.Joule) || err != nil {
			t.Errorf("-%d = %v, %v", n, got, err)
		}
	}
	if got, err := unit.New(math.MinInt64, unit.Joule).Neg(); got != (unit.Amount{}) || err != unit.ErrRange {
		t.Errorf("the least has the opposite %v, %v", got, err)
	}
}

// Units that differ in nothing but the places, or that measure the same in other parts, are different.
func TestMixed(t *testing.T) {
	units := []unit.Unit{{}, unit.Joule, unit.WattHour, mustUnit(t, "EUR.2"), mustUnit(t, "EUR.3"), mustUnit(t, "x.3"), mustUnit(t, "x.3=1J")}
	for i, u := range units {
		for j, v := range units {
			a, b := unit.New(5, u), unit.New(5, v)
			sum, err1 := a.Add(b)
			less, err2 := a.Sub(b)
			compared, err3 := a.Cmp(b)
			if i == j {
				if err := errors.Join(err1, err2, err3); err != nil || a != b || a.Compare(b) != 0 {
					t.Errorf("%q with itself: %v", u, err)
				}
				continue
			}
			if err1 != unit.ErrMixed || err2 != unit.ErrMixed || err3 != unit.ErrMixed {
				t.Errorf("%q and %q: %v, %v, %v", u, v, err1, err2, err3)
			}
			if sum != (unit.Amount{}) || less != (unit.Amount{}) || compared != 0 || a == b || a.Compare(b) == 0 {
				t.Errorf("%q and %q: %v, %v, %d", u, v, sum, less, compared)
			}
		}
	}
}

func TestAmountAccessors(t *testing.T) {
	for n, sign := range map[int64]int{math.MinInt64: -1, -1: -1, 0: 0, 1: 1, math.MaxInt64: 1} {
		a := unit.New(n, unit.WattHour)
		if a.Parts() != n || a.Unit() != unit.WattHour || a.Sign() != sign || a.IsZero() != (sign == 0) {
			t.Errorf("%d: %d of %v, sign %d, IsZero %v", n, a.Parts(), a.Unit(), a.Sign(), a.IsZero())
		}
	}
}

func TestAmountIsAKey(t *testing.T) {
	euro := mustUnit(t, "EUR.2")
	other, err := unit.Currency("EUR", 2)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[unit.Amount]int{unit.New(1250, euro): 1}
	if seen[unit.New(1250, other)] != 1 || seen[unit.New(1250, unit.Joule)] != 0 {
		t.Error("equal amounts are different keys, or different ones equal")
	}
}

func TestEqualServesGoCmp(t *testing.T) {
	a := []unit.Amount{unit.New(1, unit.Joule), unit.New(2, unit.Joule)}
	b := []unit.Amount{unit.New(1, unit.Joule), unit.New(2, unit.WattHour)}
	if !cmp.Equal(a, a) || cmp.Equal(a, b) || !a[0].Equal(b[0]) || a[1].Equal(b[1]) {
		t.Error("go-cmp and == disagree")
	}
}

func TestSize(t *testing.T) {
	if got := unsafe.Sizeof(unit.Amount{}); bits.UintSize == 64 && got != 16 {
		t.Errorf("an Amount has %d bytes, the package comment says 16", got)
	}
}

// Every method of every zero value is called, with zero arguments: none may panic.
func TestZeroValuesAreSafe(t *testing.T) {
	for _, zero := range []any{
		new(unit.Unit), new(unit.Amount), new(unit.Quota), new(unit.Shares), new(unit.Share), new(unit.Rule), new(unit.TextError),
		new(unit.Quote), new(unit.QuoteTerms), new(unit.Quotes), new(unit.Carry), new(unit.Mode), new(unit.Side), new(unit.Definition),
	} {
		v := reflect.ValueOf(zero)
		for i := range v.NumMethod() {
			method := v.Method(i)
			args := make([]reflect.Value, method.Type().NumIn())
			for k := range args {
				args[k] = reflect.Zero(method.Type().In(k))
			}
			method.Call(args)
		}
	}
}

func TestZeroUnit(t *testing.T) {
	var u unit.Unit
	text, err := u.MarshalText()
	if !u.IsZero() || u.Code() != "" || u.Places() != 0 || u.String() != "" || len(text) != 0 || err != nil {
		t.Errorf("the zero Unit is %q, %q, %d, %q, %v", u, u.Code(), u.Places(), text, err)
	}
	if joules, ok := u.Joules(); joules != nil || ok {
		t.Errorf("the zero Unit has %v J", joules)
	}
	if unit.Joule.IsZero() {
		t.Error("a joule is no unit")
	}
}

func TestZeroAmount(t *testing.T) {
	var a unit.Amount
	if a.Parts() != 0 || !a.Unit().IsZero() || a.Sign() != 0 || !a.IsZero() || a.String() != "0" || a.Number() != "0" || !a.Decimal().IsZero() {
		t.Errorf("the zero Amount is %v", a)
	}
	sum, err1 := a.Add(a)
	less, err2 := a.Sub(a)
	neg, err3 := a.Neg()
	compared, err4 := a.Cmp(a)
	if err := errors.Join(err1, err2, err3, err4); err != nil || sum != a || less != a || neg != a || compared != 0 || !a.Equal(a) {
		t.Errorf("arithmetic on the zero Amount: %v, %v, %v, %d, %v", sum, less, neg, compared, err)
	}
	if a == unit.New(0, unit.Joule) || a.Equal(unit.New(0, unit.Joule)) {
		t.Error("zero of no unit is zero joules")
	}
}

func TestZeroQuotaAndShares(t *testing.T) {
	if r := (unit.Quota{}).Rat(); r.Sign() != 0 {
		t.Errorf("the zero Quota is %v", r)
	}
	if r := (unit.Quota{Parts: -3}).Rat(); r.RatString() != "-3" {
		t.Errorf("a Quota of -3 whole parts is %v", r)
	}
	var s unit.Shares
	if s.Parts != nil || s.Quotas != nil || !s.Residue.IsZero() {
		t.Errorf("the zero Shares are %+v", s)
	}
	q := unit.Quota{Parts: 1, Num: 1, Den: 3}
	q.Rat().SetInt64(9)
	if q.Rat().RatString() != "4/3" {
		t.Errorf("1 1/3 is %v", q.Rat())
	}
}

// The numbers of allocations that the package comment promises.
func TestAllocations(t *testing.T) {
	euro := mustUnit(t, "0123456789abcdef.9=7/3J") // the longest code
	a, b := unit.New(math.MinInt64, euro), unit.New(1, euro)
	for _, c := range []struct {
		name string
		most float64
		call func() bool
	}{
		{"Add", 0, func() bool { _, err := a.Add(b); return err == nil }},
		{"Add beyond the range", 0, func() bool { _, err := a.Add(a); return err != nil }},
		{"Add mixed", 0, func() bool { _, err := a.Add(unit.Amount{}); return err != nil }},
		{"Sub", 0, func() bool { _, err := b.Sub(b); return err == nil }},
		{"Neg", 0, func() bool { _, err := b.Neg(); return err == nil }},
		{"Cmp", 0, func() bool { _, err := a.Cmp(b); return err == nil }},
		{"Compare", 0, func() bool { return a.Compare(unit.Amount{}) > 0 }},
		{"Parse", 0, func() bool { _, err := unit.Parse("-9223372036.854775808", euro); return err == nil }},
		{"ParseUnit of a code", 0, func() bool { _, err := unit.ParseUnit("kWh"); return err == nil }},
		{"String", 1, func() bool { return a.String() != "" }},
		{"Number", 1, func() bool { return a.Number() != "" }},
		{"AppendText", 0, func() bool { var b [200]byte; _, err := a.AppendText(b[:0]); return err == nil }},
	} {
		if !c.call() {
			t.Errorf("%s went wrong", c.name)
		}
		if got := testing.AllocsPerRun(100, func() { c.call() }); got > c.most {
			t.Errorf("%s allocates %v times, want %v", c.name, got, c.most)
		}
	}
}
