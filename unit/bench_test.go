package unit_test

import (
	"cmp"
	"errors"
	"math"
	"strconv"
	"testing"
	"time"

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
	sinkQuote   unit.Quote
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
	b.Run("int64", func(b *testing.B) {
		b.ReportAllocs()
		x, y := int64(math.MaxInt64), sinkInt
		for b.Loop() {
			sinkInt = int64(cmp.Compare(x, y))
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

// Each rule among a thousand, with caps where it has them.
func BenchmarkSplitRules(b *testing.B) {
	for r := unit.LargestRemainder; r < unit.Fractional; r++ {
		shares := manyShares(1000)
		for i := range shares {
			if r == unit.LargestRemainder && i%3 == 0 {
				shares[i].Cap = unit.New(int64(i)*1_000_003, unit.Joule)
			}
		}
		b.Run(r.String(), func(b *testing.B) {
			b.ReportAllocs()
			total := unit.New(48_000_001_003, unit.Joule)
			for b.Loop() {
				sinkShares, _ = unit.Split(total, shares, r)
			}
		})
	}
	b.Run("with a carry", func(b *testing.B) {
		b.ReportAllocs()
		shares, total := manyShares(1000), unit.New(48_000_001_003, unit.Joule)
		var c unit.Carry
		for b.Loop() {
			sinkShares, c, _ = c.Split(total, shares)
		}
	})
}

func BenchmarkConvert(b *testing.B) {
	a := unit.New(12_345_678, unit.KilowattHour)
	b.Run("to Wh", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sinkAmount, _, _ = unit.Convert(a, unit.WattHour)
		}
	})
	b.Run("to Btu", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sinkAmount, _, _ = unit.Convert(a, unit.BtuIT)
		}
	})
	b.Run("decimal, rounded", func(b *testing.B) {
		b.ReportAllocs()
		d, factor, btu := a.Decimal(), decimal.New(36, 5), decimal.RequireFromString("1055.05585262")
		for b.Loop() {
			sinkDecimal = d.Mul(factor).DivRound(btu, 6)
		}
	})
}

func BenchmarkQuote(b *testing.B) {
	q := mustQuote(b, terms(b))
	a := unit.New(12_345_678, unit.KilowattHour)
	b.Run("Convert", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sinkAmount, _, _ = q.Convert(a, day, unit.HalfEven)
		}
	})
	b.Run("decimal, rounded", func(b *testing.B) {
		b.ReportAllocs()
		d, rate := a.Decimal(), decimal.New(2703, -4)
		for b.Loop() {
			sinkDecimal = d.Mul(rate).RoundBank(2)
		}
	})
	book := make(unit.Quotes, 1000)
	for i := range book {
		terms := terms(b)
		terms.AsOf = terms.AsOf.Add(time.Duration(i))
		book[i] = mustQuote(b, terms)
	}
	b.Run("InForce of 1000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sinkQuote, _ = book.InForce(unit.KilowattHour, pound, unit.Bid, evening)
		}
	})
}

func BenchmarkHuman(b *testing.B) {
	b.ReportAllocs()
	a := unit.New(12_345_678_000_000, unit.KilowattHour)
	for b.Loop() {
		sinkString = a.Human()
	}
}
