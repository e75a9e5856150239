package decimalcalls

import (
	"github.com/shopspring/decimal"
	. "github.com/shopspring/decimal"
)

type money struct{ decimal.Decimal }

func globals(a, b decimal.Decimal, m money) {
	_ = a.Div(b)                  // want "P12: decimal.Decimal.Div: obeys mutable globals"
	_ = a.Pow(b)                  // want "P12: decimal.Decimal.Pow:"
	_, _ = a.Sqrt()               // want "P12: decimal.Decimal.Sqrt"
	_ = decimal.Avg(a, b)         // want "P12: decimal.Avg"
	_ = Avg                       // want "P12: decimal.Avg"
	_ = a.String()                // want "P12: decimal.Decimal.String:"
	_ = m.String                  // want "P12: decimal.Decimal.String:"
	_ = decimal.Decimal.Div       // want "P12: decimal.Decimal.Div"
	_ = (*decimal.Decimal).String // want "P12: decimal.Decimal.String:"
	_, _ = a.MarshalJSON()        // want "P12: decimal.Decimal.MarshalJSON"
	_, _ = a.MarshalText()        // want "P12: decimal.Decimal.MarshalText"
	_ = decimal.DivisionPrecision // want "P12: decimal.DivisionPrecision: is a mutable global"
	_ = int32(MaxDecodeExponent)  // want "P12: decimal.MaxDecodeExponent"
}

func wrong(a decimal.Decimal, o any) {
	_ = a.IntPart()                      // want "P12: decimal.Decimal.IntPart: wraps"
	_ = a.CoefficientInt64()             // want "P12: decimal.Decimal.CoefficientInt64"
	_ = decimal.NewFromFloat(1)          // want "P12: decimal.NewFromFloat:" "P9"
	_ = decimal.NewFromFloatWithExponent // want "P12: decimal.NewFromFloatWithExponent"
	_ = a.InexactFloat64()               // want "P12: decimal.Decimal.InexactFloat64" "P9"
	_ = a.BigFloat()                     // want "P12: decimal.Decimal.BigFloat" "P9"
	_, _ = a.Ln(3)                       // want "P12: decimal.Decimal.Ln"
	_ = a.Scan(o)                        // want "P12: decimal.Decimal.Scan"
	_, _ = a.Value()                     // want "P12: decimal.Decimal.Value"
	_ = a.UnmarshalJSON(nil)             // want "P12: decimal.Decimal.UnmarshalJSON"
	_ = decimal.NullDecimal{}            // want "P12: decimal.NullDecimal"
	_ = decimal.RequireFromString("1")   // want "P12: decimal.RequireFromString: panics"
}

func pure(a, b decimal.Decimal) {
	_, _ = a.QuoRem(b, 3)
	_ = a.DivRound(b, 3).Add(b).Mul(a).StringFixed(2)
	_ = a.Coefficient().IsInt64() && a.BigInt().IsInt64()
	_ = decimal.New(1, -2).NumDigits() + int(a.Exponent())
	_, _ = decimal.NewFromString("1")
	_ = decimal.Zero
}
