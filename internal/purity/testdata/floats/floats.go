package floats

import (
	"math"
	"math/big"
	"strconv"
	"time"
)

type Ratio float64 // want "P9: Ratio has the float type"

type pair struct {
	a, b float32   // want "P9: a has the float type float32"
	c    complex64 // want "P9: c has the float type complex64"
	d    int
}

type number interface {
	~int | ~float64 // want "P9"
}

type Options struct {
	Progress func(done float64) // want "P9: done has the float type float64"
}

const exact = 1e9

const typed float64 = 1 // want "P9: typed has the float type"

var rates = map[string][]float64{} // want "P9: rates has the float type map[string][]float64"

func half(n int64) int64 {
	x := float64(n)     // want "P9: x has the float type"
	return int64(x / 2) // want "P9: x / 2"
}

func hidden(n int, d time.Duration, z interface{ Quo() *big.Float }) int { // want "P9"
	m := int(math.Sqrt(2) * 2)       // want "P9: math.Sqrt(2) * 2"
	_, _ = strconv.ParseFloat("", 1) // want "P9: strconv.ParseFloat"
	if d.Seconds() > 1 {             // want "P9: d.Seconds()"
		return m
	}
	switch any(n).(type) {
	case float32: // want "P9: float32"
	}
	_ = strconv.Quote(strconv.FormatFloat(0.5, 'g', -1, 64)) // want "P9: 0.5"
	y := 2.0                                                 // want "P9: y"
	r, _ := big.NewRat(1, 2).Float64()                       // want "P9: r "
	_, _ = y, r                                              // want "P9: y"
	long(                                                    // want "P9: long(math.Sqrt(2), 3)"
		math.Sqrt(2),
		3,
	)
	_ = sum[float64]                           // want "P9: float64"
	_ = new(big.Float).IsInt()                 // want "P9"
	_ = math.Inf                               // a function is no float
	return len(rates) + cap([]complex128(nil)) // want "P9: rates"
}

func named() (rate float64, err error) { return } // want "P9: rate"

func (p pair) first() { _ = p.a } // want "P9: p.a"

func report(o Options) {
	if o.Progress != nil {
		o.Progress(1) // want "P9: 1 has the float type"
	}
}

func sum[T number](ts ...T) (t T) { return t }

func pure() int64 {
	var limit int64 = 1e9
	return limit + int64(exact*0.5) + math.MaxInt64/2 + int64(pair{}.d)
}

func long(x, y float64) Ratio { return 0 } // want "P9: x has"
