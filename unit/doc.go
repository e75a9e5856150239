// Package unit is a unit of account in energy or in anything else: exact amounts of a measure that nobody
// owns, exact conversion between units of energy, quotes between everything else, and exact sharing.
//
// It is for programs that keep score of what people owe each other, and for whoever needs energy units
// without floats. It is strict where others confuse the standard of measure with what is exchanged by
// reference to it: a unit of energy converts to another by definition, to a currency only by somebody's
// quote. It is not a library of physical units at large, and nothing in it is money: money is not the
// value we exchange goods for but the value we exchange them by.
//
// # The model
//
// A [Unit] is a standard of measure with a smallest part. Its text is its definition, so that whoever
// reads it can use the unit without a registry:
//
//	kWh                 a predeclared unit of energy; the code says all
//	EUR.2               a code and its places: anything that needs a quote to be compared
//	loaf.0=36000000J    a community's own unit of energy: an exact rational number of joules
//
// An [Amount] is a whole number of a unit's smallest parts in an int64. It is immutable, comparable
// with ==, usable as a map key, 16 bytes on a 64-bit machine, and no arithmetic on it allocates.
// What does not fit, or mixes units, is an error and never a wrap.
//
// [Convert] goes from one unit of energy to another, cutting off toward zero. A [Quote] is somebody's rate
// between two other units, on one side, for a time; [Quotes] picks the one in force. [Split] divides an amount
// among shares by a [Rule], exactly; a [Carry] is what repeated splits remember. [Millionths] are a proportion
// of an amount, rounded down. Nothing else rounds an amount without being given a [Mode]. What does not fit is
// always returned:
//
//	Convert                  a rational number of joules
//	FromRat, Quote.Convert   a rational number of whole units, of the unit converted to
//	Quote.Cross              how far the rate is off, relative to the exact one
//	Split                    an Amount, of what no share can take
//	Millionths.Of            millionths of a smallest part
//
// # The units of energy
//
// Joules are exact. The smallest part is a thousandth of a joule or of a watt-hour, but never below the
// ninth place, a whole electronvolt, and a millionth of the others. [Definitions] gives the same with
// names, UCUM codes and sources. Where a name means several things, each variant has a code of its own.
//
//	Code           Variable              Joules                                  Places
//	J              Joule                 1                                       3
//	kJ             Kilojoule             1000                                    6
//	MJ             Megajoule             1000000                                 9
//	GJ             Gigajoule             1000000000                              9
//	TJ             Terajoule             1000000000000                           9
//	PJ             Petajoule             1000000000000000                        9
//	EJ             Exajoule              1000000000000000000                     9
//	Wh             WattHour              3600                                    3
//	kWh            KilowattHour          3600000                                 6
//	MWh            MegawattHour          3600000000                              9
//	GWh            GigawattHour          3600000000000                           9
//	TWh            TerawattHour          3600000000000000                        9
//	eV             Electronvolt          801088317/5000000000000000000000000000  0
//	erg            Erg                   1/10000000                              6
//	cal_th         CalorieTh             523/125                                 6
//	cal_IT         CalorieIT             10467/2500                              6
//	kcal_th        KilocalorieTh         4184                                    6
//	kcal_IT        KilocalorieIT         20934/5                                 6
//	Btu_IT         BtuIT                 52752792631/50000000                    6
//	Btu_th         BtuTh                 23722880951/22500000                    6
//	Btu_59         Btu59                 263701/250                              6
//	therm_EC       ThermEC               105506000                               6
//	therm_US       ThermUS               105480400                               6
//	therm_IT       ThermIT               52752792631/500                         6
//	MMBtu_IT       MMBtuIT               52752792631/50                          6
//	quad_IT        QuadIT                1055055852620000000                     6
//	toe            TonneOfOil            41868000000                             6
//	tce            TonneOfCoal           29307600000                             6
//	boe_59         BarrelOfOil59         6117863200                              6
//	boe_IT         BarrelOfOilIT         1529830986299/250                       6
//	ft_lbf         FootPoundForce        3389544870828501/2500000000000000       6
//	hp_h_mech      HorsepowerHour        335564942212021599/125000000000         6
//	hp_h_metric    MetricHorsepowerHour  5295591/2                               6
//	kgf_m          KilogramForceMetre    196133/20000                            6
//	t_TNT          TonneOfTNT            4184000000                              6
//	GGE_EPA        GasolineGallonEPA     121320000                               6
//	GGE_115000Btu  GasolineGallon115000  1213314230513/10000                     6
//	GGE_114118Btu  GasolineGallon114118  3010021594732229/25000000               6
//	thermie_IT     ThermieIT             4186800                                 6
//	thermie_15     Thermie15             4185500                                 6
//	petro_gross    PetroGross            33600000                                6
//	petro_net      PetroNet              31200000                                6
//
// Codes are reserved in any case of letters, and so are the bare names: Btu, cal, therm, boe and their like.
//
// # Invariants
//
//  1. Two units are == exactly when their texts are equal.
//  2. An amount's value is parts / 10^places, exactly; no operation rounds it but Convert, Millionths.Of, and
//     what is given a Mode or a Rule.
//  3. Add, Sub and Neg return the exact result, or ErrMixed or ErrRange and the zero Amount.
//  4. Parse(a.Number(), a.Unit()) == a, and each of an amount's texts decodes to the same amount; a
//     decoder accepts the one canonical spelling only (JSON leaves spaces, escapes and the order of
//     the members free).
//  5. After a failed decode the receiver is what it was.
//  6. Split: parts + residue = total, for every rule; for all but the two that load a single tranche,
//     each part is its quota rounded down or up; under LargestRemainder and the rules of claims equal
//     shares differ by at most one part, in favour of the lower key; a zero weight gets zero; the order
//     of the shares does not matter; Split(-t) = -Split(t).
//  7. Convert: converted + residue = the original, as rational numbers of joules.
//  8. FromRat and Quote.Convert: amount + residue = the exact value; the residue is below one part.
//  9. A round trip of nothing or more through one quote, or through a bid and an ask of a dealer who does
//     not lose by it, rounded toward zero, never gains; nor does one of less than nothing, a debt, through
//     one quote, rounded by Floor.
//  10. Carry: what it holds sums to zero; with the same keys throughout, each with a weight, and totals of one
//     sign, no share is ever ahead by a part.
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
//	bits of a *big.Rat            4096 above and 4096 below the line
//	rate of a quote               63 bits above and 63 below the line
//	source of a quote             128 bytes
//	one amount                    -2^63 to 2^63-1 smallest parts
//	shares in a Split             2^31-1
//	sum of weights in a Split     2^63-1
//	one lag in a Carry            64 parts
//
// # Cost
//
// Add, Sub, Cmp: about a nanosecond, no allocation. Parse: tens of nanoseconds, no allocation.
// String: one allocation. Convert and Quote.Convert work on big rationals: a few microseconds. Split
// among n shares: O(n log n), a million in a fraction of a second, or in about a second where they have caps.
//
// # Sources
//
// That the measure is a unit of energy, and is not the currency exchanged by reference to it: Chris
// Cook, in Michel Bauwens, "P2P Exchanges should be distinguished from peer production, but both are
// p2p", P2P Foundation blog, 27 June 2013. Units of energy: [Definition.Source]. Currency codes: ISO
// 4217, list one. Rules of sharing: [Rule].
package unit
