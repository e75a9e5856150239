// Package flowtest is the test kit of package flow: generators of problems, families of problems that
// are hard on solvers, a slow and readable solver to compare with, and a checker of solutions.
//
// It is for the tests of programs that build problems, and of other solvers: a faster one, a resident
// one, one behind a service. It is not for shipped code: importing rapid registers command line flags,
// and [Cheapest] is slow on purpose.
//
// # The model
//
// A generator ([Problems], [Circulations]) is a [rapid.Generator], to be drawn from in a property. A
// family ([Ring], [Torus], …) is a function of a size: the same arguments give the same problem. An oracle
// ([Cheapest], [Exhaustive]) computes what the answer costs in a way too simple to be wrong. A checker
// ([Check]) returns all that is wrong with a solution as one joined error, nil where nothing is. On top,
// [Judge] holds a solver to one problem, and [Run] to many:
//
//	func TestMySolver(t *testing.T) {
//		flowtest.Run(t, mysolver.Solve)
//	}
//
// # Bias
//
// Chance alone seldom finds what breaks: the generators prefer few nodes, parallel arcs, zero
// capacities, equal costs, and the ends of the range.
package flowtest
