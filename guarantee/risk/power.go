package risk

import "math/big"

// The first point of a distribution is a power of e, often smaller than any float. math.Exp and math.Log
// differ in their last bits from one kind of processor to another, and big.Float is the same everywhere.

// precision is that of a big.Float here, in bits, and seriesTerms how many terms of a series it takes: the one
// of arctanh at 1/3 gains more than three bits a term, that of e^x at 1/2 more.
const (
	precision   = 128
	seriesTerms = 44
)

func bigFloat(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

// logOnePlus returns log(1 + x) for x of zero or above. With 1 + x = m 2^k and m in [1/2, 1) it is
// k log 2 + 2 arctanh((m-1)/(m+1)).
func logOnePlus(x *big.Float) *big.Float {
	m := new(big.Float).Add(bigFloat(1), x)
	k := m.MantExp(m)
	t := new(big.Float).Sub(m, bigFloat(1))
	t.Quo(t, m.Add(m, bigFloat(1)))
	log := twiceArctanh(t)
	return log.Add(log, new(big.Float).Mul(logTwo(), bigFloat(float64(k))))
}

// logTwo returns log 2 = 2 arctanh(1/3).
func logTwo() *big.Float { return twiceArctanh(new(big.Float).Quo(bigFloat(1), bigFloat(3))) }

// twiceArctanh returns 2 (t + t³/3 + t⁵/5 + …), for |t| of at most 1/3.
func twiceArctanh(t *big.Float) *big.Float {
	square := new(big.Float).Mul(t, t)
	power := new(big.Float).Set(t)
	series := bigFloat(0)
	for i := range seriesTerms {
		series.Add(series, new(big.Float).Quo(power, bigFloat(float64(2*i+1))))
		power.Mul(power, square)
	}
	return series.Mul(series, bigFloat(2))
}

// exp returns e^x as a float from 1/2 to 2 and a power of two: e^x = e^(x - k log 2) 2^k.
func exp(x *big.Float) (float64, int) {
	quotient, _ := new(big.Float).Quo(x, logTwo()).Float64()
	k := int(quotient) // toward zero
	rest := new(big.Float).Mul(logTwo(), bigFloat(float64(k)))
	rest.Sub(x, rest)
	series, term := bigFloat(1), bigFloat(1)
	for i := 1; i < seriesTerms; i++ {
		term.Mul(term, rest)
		term.Quo(term, bigFloat(float64(i)))
		series.Add(series, term)
	}
	f, _ := series.Float64()
	return f, k
}
