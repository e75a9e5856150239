// Package insolvencytest is the test kit of package insolvency: generators of systems, a dumb solver that
// tries everything, and a checker that any settlement can be held to.
//
// It is for whoever computes or checks clearing vectors in another way, on a database, in another language or
// by another algorithm, and for the package's own tests. It is not for shipped code: importing rapid
// registers command line flags.
//
// # The model
//
// [Tiny] draws systems small enough for [Oracle], which finds the least and the greatest vector by solving
// every case there can be; [Webs] larger ones, [Options] every rule; [Large] makes systems of trade of any
// size for benchmarks. [Check] returns all that is wrong with a result, each fault with the number of the
// invariant in the comment of package insolvency; it uses none of that package's code, and rational numbers
// throughout. [Tamperings] spoils a right result in every single way, for a verifier to refuse. [Run] puts
// them together:
//
//	func TestMine(t *testing.T) { insolvencytest.Run(t, mine.Settle) }
package insolvencytest
