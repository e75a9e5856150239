package amounttest

import (
	"strings"

	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Spellings generates texts that [unit.Parse] reads as a: its canonical one with zeros put before the
// whole and after the fraction, or taken away from there.
func Spellings(a unit.Amount) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		digits, negative := strings.CutPrefix(a.Number(), "-")
		if rapid.Bool().Draw(t, "shorter") && strings.Contains(digits, ".") {
			digits = strings.TrimSuffix(strings.TrimRight(digits, "0"), ".")
		}
		digits = zeros(t, "before") + digits
		if strings.Contains(digits, ".") {
			digits += zeros(t, "after")
		}
		if negative {
			return "-" + digits
		}
		return digits
	})
}

// zeros draws few enough that the longest amount stays within unit.TextBytesMax.
func zeros(t *rapid.T, label string) string {
	return strings.Repeat("0", rapid.IntRange(0, 20).Draw(t, label))
}

// Numbers generates texts, most of which look like numbers: valid ones, ones too large or too fine,
// and hostile ones.
func Numbers() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`-?[0-9]{1,21}(\.[0-9]{1,10})?`),
		rapid.StringMatching(`-?0{0,60}[0-9]{0,21}\.?[0-9]{0,10}0{0,60}`),
		rapid.StringMatching(`-?(922337203685477580|18446744073709551)[0-9.]{1,12}`),
		rapid.StringMatching(`[-+0-9.,eE_ xX]{0,12}`),
		rapid.SampledFrom(spelledWrong()),
		rapid.String(),
	)
}

// HostileNumbers returns texts that other decoders of numbers accept, in part or at great cost, and
// that a decoder of amounts must refuse: signs, points and digits where or which the grammar does not
// have, exponents that take minutes, a second spelling of zero, and a million digits. For
// [unit.Parse] each is ErrSyntax, whatever the unit.
func HostileNumbers() []string {
	return append(spelledWrong(), tooMuch()...)
}

func spelledWrong() []string {
	return []string{
		"", " ", "-", "+", ".", "-.", "--", "--1", "-+1", "+-1", "- 1", "1-", "(1)", // signs alone and twice
		"+1", "+0", "+1.5", "\u22125", "\u20135", "\uff0d5", // a plus; minus signs that are not ASCII
		".5", "-.5", "1.", "-1.", "1..5", "1.2.3", "1.-5", "1.+5", // points
		"-0", "-0.0", "-00.000", "-0000000000000000000.000000000", // minus zero
		"1e3", "1E3", "0e5", "0e0", "1e+3", "1e-3", "1.5e0", "1e", "e1", "1e10000", "1e-9999", // exponents
		"1e100000000", "1e1000000000", "-1e-1000000000", "0e1000000000", "1e9223372036854775808",
		"0x10", "0X1F", "0b1", "0o7", "0x1p-2", "1p3", "1h", "1f", "1n", "1L", // other bases, other languages' suffixes
		"1,5", "1,000", "1,000.00", "1.000,00", "1_000", "1'000", "1 000", "1\u00a0000", "1\u202f000", // grouping
		" 1", "1 ", "\t1", "1\n", "1\r\n", "\n1", "1\x00", "\x001", "1\x002", "\ufeff1", "1\u200b", "\u202e12", // round about
		"\u0661\u0662", "\uff11\uff12", "\u0967", "\u00bd", "\u00b2", "\u2460", "\U0001d7cf", "1\uff0e5", "1\u066b5", // digits that are not ASCII
		"NaN", "nan", "Inf", "-Inf", "+Inf", "inf", "Infinity", "\u221e", "sNaN", // not numbers
		"1/2", "1%", "50%", "$5", "5$", "\u20ac5", "EUR 5", "5 EUR", "1:2", "1*2", "1+1", "true", "null", "nil", // more than a number
		`"1"`, `'1'`, `1\u002e5`, `\u0031`, "1;2", "1 2", "1\t2", "[1]", "{}", "\xff", "1\xc0\x80", "\xef\xbc", // quotes, escapes, broken UTF-8
	}
}

// tooMuch are the texts one byte too long, and the ones that are long enough to hurt.
func tooMuch() []string {
	const million = 1_000_000
	return []string{
		strings.Repeat("0", unit.TextBytesMax+1),
		strings.Repeat("1", unit.TextBytesMax+1),
		"1." + strings.Repeat("0", unit.TextBytesMax-1),
		"-" + strings.Repeat("0", unit.TextBytesMax-1) + "1",
		strings.Repeat("9", million),
		strings.Repeat("0", million) + "1",
		"0." + strings.Repeat("0", million) + "1",
		strings.Repeat("-", million),
		strings.Repeat("1e", million/2),
		"1" + strings.Repeat(",000", million/4),
	}
}
