// Package clearingtest is the test kit of package clearing: generators of books, a dumb solver, and a
// checker that any clearing can be held to.
//
// It is for whoever computes or checks a set-off in another way, on a database, in another language or
// by another algorithm, and for the package's own tests. It is not for shipped code: importing rapid
// registers command line flags.
//
// # The model
//
// A generator ([Books], [ScaleFree], [Rings], [Components], [Parallel], and [Offers] with acceptances and tenders)
// draws a book small enough for [Oracle], which finds the best value of every linear stage by nothing but cancelling
// rings, and the tiniest can be had for [MostEven], which goes through everything; [Options] draws what goes with a
// book. [Check] takes a book, options and a result and returns all that is wrong, each fault with the number of the
// invariant in the comment of package clearing; it uses none of that package's code but [clearing.Chains], the chains
// of which it checks too. [Tamperings] spoils a right result in every single way, for a verifier to refuse. [Run] puts
// them together:
//
//	func TestMine(t *testing.T) { clearingtest.Run(t, mine.Clear) }
//
// [RunStanding] and [RunFederation] do the same for a book that stays cleared while it changes, and for clubs that
// clear one by one and then together.
//
// # Large problems
//
// [SetOffs] and [General] are families of problems of any size for package flow, or for any other solver of cheapest
// flows: each is a function of a size and a seed, takes linear time, and makes the same problem on every platform. The
// former are shapes that debts have or that solvers find hard ([Trade], [Interbank], [Uniform], [Grid], [Tiers],
// [Parts], [Hubs], [Path], and some of package flowtest); the latter those of the literature, with costs and supplies
// ([Netgen], [Gridgen], [Goto]). [LargeScaleFree] is the invoices of Trade as a book. [WriteOBL] writes a problem for a
// program in another language.
//
// # Bias
//
// Chance alone seldom finds what breaks: the generators prefer few parties, equal amounts, dates and
// ranks, names that begin alike, and totals near the limit.
package clearingtest
