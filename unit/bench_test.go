package unit_test

import (
	"errors"
	"math"
	"strconv"
	"testing"

	"example.org/mutual/unit"
	"github.com/shopspring/decimal"
)

// The sinks keep the compiler from leaving the work out.
var (
	sinkAmount  unit.Amount
	sinkDecimal decimal.Decimal
	sinkInt     int64
	sinkString  string
	sinkShares  unit.Shares
)

var errOverflow = errors.New("overflow")

// addChecked is the floor: a checked addition of two bare numbers.
func addChecked(a, b int64) (int64, error) {
	sum := a + b
	if (a^sum)&(b^sum) < 0 {
		return 0, errOverflow
	}
	return sum, nil
}

func BenchmarkAdd(b *testing.B) {
	euro := mustUnit(b, "EUR.2")
	b.Run("Amount", func(b *testing.B) {
		b.ReportAllocs()
		sum, one := unit.New(0, euro), unit.New(125, euro)
		for b.Loop() {
			sum, _ = sum.Add(one)
		}
		sinkAmount = sum
	})
	b.Run("int64", func(b *testing.B) {
		b.ReportAllocs()
		sum := int64(0)
		for b.Loop() {
			sum, _ = addChecked(sum, 125)
		}
		sinkInt = sum
	})
	b.Run("decimal", func(b *testing.B) {
		b.ReportAllocs()
		sum, one := decimal.New(0, -2), decimal.New(125, -2)
		for b.Loop() {
			sum = sum.Add(one)
		}
		sinkDecimal = sum
	})
}

func BenchmarkCmp(b *testing.B) {
	b.Run("Amount", func(b *testing.B) {
		b.ReportAllocs()
		x, y := unit.New(math.MaxInt64, unit.Joule), unit.New(125, unit.Joule)
		for b.Loop() {
			c, _ := x.Cmp(y)
			sinkInt = int64(c)
		}
	})
	b.Run("decimal", func(b *testing.B) {
		b.ReportAllocs()
		x, y := decimal.New(math.MaxInt64, -3), decimal.New(125, -3)
		for b.Loop() {
			sinkInt = int64(x.Cmp(y))
		}
	})
}

func BenchmarkParse(b *testing.B) {
	const text = "-1234567.89"
	euro := mustUnit(b, "EUR.2")
	b.Run("Amount", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sinkAmount, _ = unit.Parse(text, euro)
		}
	})
	b.Run("decimal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sinkDecimal, _ = decimal.NewFromString(text)
		}
	})
}

func BenchmarkString(b *testing.B) {
	b.Run("Amount", func(b *testing.B) {
		b.ReportAllocs()
		a := unit.New(-123456789, mustUnit(b, "EUR.2"))
		for b.Loop() {
			sinkString = a.String()
		}
	})
	b.Run("decimal", func(b *testing.B) {
		b.ReportAllocs()
		d := decimal.New(-123456789, -2)
		for b.Loop() {
			sinkString = d.String()
		}
	})
}

func BenchmarkJSON(b *testing.B) {
	a := unit.New(-123456789, mustUnit(b, "EUR.2"))
	data, err := a.MarshalJSON()
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Marshal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			data, _ = a.MarshalJSON()
		}
	})
	b.Run("Unmarshal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = sinkAmount.UnmarshalJSON(data)
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	for _, n := range []int{1000, 1_000_000} {
		shares := manyShares(n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			total := unit.New(math.MaxInt64-1, unit.Joule)
			for b.Loop() {
				sinkShares, _ = unit.Split(total, shares, unit.LargestRemainder)
			}
		})
	}
}
