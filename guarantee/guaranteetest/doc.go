// Package guaranteetest is the test kit of package guarantee: generators of actions, an auditor that recomputes all
// accounts from the entries alone, and checkers that any such society can be held to.
//
// It is for whoever keeps a society in another way, on a database say, and for the package's own tests. It is not
// for shipped code: importing rapid registers command line flags.
//
// # The model
//
// A [Machine] is a society to be tested. A [Move] is a few small numbers, from which an [Act] makes an action that
// fits the state of things, most of the time; every move is an action, whatever the state. [Actions] is the map of all
// kinds of action, which a user can add to. [Kinds] are the terms of several kinds of society, and [AnyTerms] draws
// more of each: with other keys, caps, shares and charges, and layers that recoveries refill or not.
//
// An [Auditor] is told of each action and its entry, and of nothing else. It keeps the accounts by the postings, holds
// each entry to what an action of its type may move ([Auditor.Moves], which a user can add to), and knows what the
// members have approved to pay to whom. [Auditor.Audit] compares a machine with it. [Auditor.Stand] keeps what layers
// can bear before an action, from which [Standing.CheckTurns] works out in what order they must. What is reserved, and
// what payments along chains take and promise, is worked out from the actions; so is what a leg at home comes to.
//
// [Run] puts them together:
//
//	func TestMine(t *testing.T) {
//		guaranteetest.Run(t, func(terms guarantee.Terms) (guaranteetest.Machine, error) { return mine.Open(terms) })
//	}
package guaranteetest
