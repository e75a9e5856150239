// Package grid shares out what people produce together among those who use it: a roof, a turbine, a battery, metered
// interval by interval, exact to the smallest part of a watt-hour.
//
// It is for the programs of energy communities, of collective self-consumption and of owners in common who take
// their return in kind. It sets no price, writes no bill and knows no wires: what it returns is who used how much
// of the common production, who let others use some of its own, and what went to and came from the public grid.
// Energy that is shared here is measured; what it is worth to anybody is for a quote. It is not for forecasts, nor
// for coefficients that somebody makes up once the meters are read.
//
// # The model
//
// [Terms] name the members and the sources by their meters, the length of an interval, and the keys. A [Sharing]
// takes the readings of the open interval by [Sharing.Read], in any order; when all are there [Sharing.Share]
// shares the interval out and opens the next. [Sharing.Run] does both for a stream. An [Outcome] has an [Account]
// for each member, and [Totals].
//
// A [Key] shares by a [Rule]; several in a row share each what those before have left, among those who still need some:
//
//	Static         to each its share; what it does not use is its surplus
//	ByUse          in proportion to what each uses
//	Reallocated    to each its share; what it does not use goes to the others by their shares
//	Dynamic        to each what it needs up to its share; what is left goes by what is still needed
//
// By the first key with shares each member is entitled to a part of the production. What it uses beyond that is
// others': it is settled Inside, in energy, and sums to zero. Where no key has shares nobody is entitled
// to more than it used, and a surplus is nobody's in particular. Of several producers with keys of their own each
// takes a sharing, in order: what members imported in the first they consume in the second.
//
// A [Store] is charged from the surplus, and from the grid beyond it; what is discharged is shared like what is
// produced, and what it has lost by its own gauge [Sharing.Lose] takes out of the books. A store that is to have
// its part before there is a surplus is a member by what it charges and a source by what it discharges.
//
// Keys hold from a date on. [Sharing.Announce] takes new ones for a time to come, one plan or one for each hour of
// the months ahead; [Terms] say with how much notice and how often. Nothing that is announced
// holds for an interval that was shared out, or has begun to be read.
//
// # Time
//
// Intervals are instants of one fixed length from the start on, and have no time zone. A local day has 92, 96 or
// 100 quarters of an hour, as clocks go forward and back; the caller translates, and what a local day or month adds
// up to is for it to sum. Who joins or leaves begins another sharing, from that date, with other terms. An interval
// in which a meter failed is the caller's to estimate: no reading is ever made up here.
//
// # Invariants
//
//  1. In each interval Produced + Discharged + Imported = Consumed + Charged + Exported, and Used + Surplus =
//     Produced + Discharged. The store grows by Charged less Discharged, but for what Lose takes out between, and
//     holds zero to its room.
//  2. Of each account Consumed = Used + Imported and Entitled = Used + Inside + Surplus, and nothing but Inside is
//     below zero, so that nobody uses more than it consumes. Used and Consumed sum to the totals; Entitled and
//     Surplus sum to what there was and to the total surplus where a key has shares, and to Used and to nothing
//     where none has.
//  3. Inside sums to zero, and nobody who has used of others' entitlements has a surplus.
//  4. There is no surplus while a member imports that the last key serves: by use, within its shares, or Dynamic.
//  5. What is divided gives to each its exact quota rounded up or down. What rounding owes somebody, or somebody
//     owes, is carried on: among n members it stays below n/2 parts, however long and whatever the keys, and is
//     rarely more than one. By one key a first interval is shared as unit.Split does by the largest remainder, within
//     the needs as its caps.
//  6. The order of members, sources, shares, and of the readings of an interval does not matter.
//  7. A sharing that was stored as a [State] and resumed, or cloned, goes on as if it had never stopped.
//  8. What is announced changes no interval that begins before it holds, and does then what it would have done in
//     the terms.
//  9. After an error a sharing, and what it was to write into, is what it was.
//
// [Outcome.Check] proves what an outcome shows of 1 to 3 by itself.
//
// # Determinism
//
// All is exact, in whole parts, the same on every platform. What is left over by rounding goes to whom earlier
// rounding left furthest behind, the lower name first among equals. What is owed is kept in 2^-44 of a part, for
// three purposes apart: what shares allot, what is used within needs, and what of an entitlement others used.
//
// # Limits
//
//	members, and sources                    1 to 65,536 each
//	names                                   as of a party in package credit
//	length of an interval                   1 second to 31 days
//	keys in a plan                          1 to 16
//	from the start to the last interval     290 years
//	shares and keys in all plans            16,777,216
//	the whole of which shares are parts     2^40
//	readings of an interval, each way       sum to 2^61 smallest parts
//	what a store holds                      2^61 smallest parts
//
// # Cost
//
// Read is O(1), Share O(members) for each key unless every pivot is bad, in memory that does not grow. A year of
// quarters of an hour of a thousand members, 35 million readings, takes 2 to 3 seconds on one core.
//
// # Sources
//
// That a community's energy is shared in kind, from least carbon-fuel cost and not least money: Chris Cook, the
// Natural Grid (slideshare.net/ChrisJCook/all-energy-show-2014-introducing-the-natural-grid). Keys: Real Decreto
// 244/2019, annex I, as amended by Orden TED/1247/2021 (coefficients for each hour, fixed before it, changed every
// four months); Code de l'énergie, articles D. 315-1 to D. 315-6 (by use where nothing else is said, within what
// each uses; stores as members); enogrid.com, Les clés de répartition en autoconsommation collective. Need up to
// share, and the rest reallocated: Grid Singularity's gsy-e. Use beyond or below one's ownership as mutual credit
// that sums to zero: github.com/hypha-dao. Rounding: package unit.
package grid
