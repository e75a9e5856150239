// Package unit is a unit of account: exact amounts of a unit that measures and that nobody owns.
//
// It is for programs that keep score of what people owe each other, in energy, in a currency or in
// a measure of a community's own (hours, land units). It is not a library of physical units, and
// nothing in it is money: money is not the value we exchange goods for but the value we exchange
// them by.
//
// # The model
//
// A [Unit] is a standard of measure with a smallest part. Its text is its definition, so that
// whoever reads the text can use the unit without a registry:
//
//	kWh                 a predeclared energy unit; the code says all
//	EUR.2               a code and its places: anything that needs a quote to be compared
//	loaf.0=36000000J    a community's own unit of energy: an exact rational number of joules
//
// An [Amount] is a whole number of a unit's smallest parts in an int64. It is immutable, comparable
// with ==, usable as a map key, 16 bytes on a 64-bit machine, and no arithmetic on it allocates.
// What does not fit, or mixes units, is an error and never a wrap.
//
// The predeclared units, their smallest part being a thousandth of a joule or of a watt-hour but
// never below the ninth place:
//
//	Unit            Code   Joules             Places   Smallest part
//	Joule           J      1                  3        1 mJ
//	Kilojoule       kJ     1000               6        1 mJ
//	Megajoule       MJ     1000000            9        1 mJ
//	Gigajoule       GJ     1000000000         9        1 J
//	Terajoule       TJ     1000000000000      9        1 kJ
//	WattHour        Wh     3600               3        1 mWh
//	KilowattHour    kWh    3600000            6        1 mWh
//	MegawattHour    MWh    3600000000         9        1 mWh
//	GigawattHour    GWh    3600000000000      9        1 Wh
//	TerawattHour    TWh    3600000000000000   9        1 kWh
//
// [Split] divides an amount among shares exactly, to the smallest part.
//
// # Invariants
//
//  1. Two units are == exactly when their texts are equal.
//  2. An amount's value is parts / 10^places, exactly; no operation rounds.
//  3. Add, Sub and Neg return the exact result, or ErrMixed or ErrRange and the zero Amount.
//  4. Parse(a.Number(), a.Unit()) == a, and each of an amount's texts decodes to the same amount; a
//     decoder accepts the one canonical spelling only (JSON leaves spaces, escapes and the order of
//     the members free).
//  5. After a failed decode the receiver is what it was.
//  6. Split: parts + residue = total; each part is its quota rounded down or up; equal weights differ
//     by at most one part, in favour of the lower key; a zero weight gets zero; the order of the
//     shares does not matter; Split(-t) = -Split(t).
//
// # Determinism
//
// Everything is a pure function of its arguments, the same on every platform. shopspring/decimal
// serves at the border only; none of its package variables changes a result.
//
// # Limits
//
//	code of a unit                1 to 16 of A-Z a-z 0-9 _ -
//	places                        0 to 9
//	digits of joules              40 for the numerator, 40 for the denominator
//	text of an amount             64 bytes: digits, optionally a sign before and a fraction after
//	digits of a decimal.Decimal   64
//	one amount                    -2^63 to 2^63-1 smallest parts
//	sum of weights in a Split     2^63-1
//
// # Cost
//
// Add, Sub, Cmp: about a nanosecond, no allocation. Parse: tens of nanoseconds, no allocation.
// String: one allocation. Split among n shares: O(n log n) comparisons.
//
// # Sources
//
// That the measure is a unit of energy, and is not the currency exchanged by reference to it: Chris
// Cook, in Michel Bauwens, "P2P Exchanges should be distinguished from peer production, but both are
// p2p", P2P Foundation blog, 27 June 2013. One watt-hour is 3600 joules: SI Brochure, 9th edition,
// table 8. Currency codes: ISO 4217, list one.
package unit
