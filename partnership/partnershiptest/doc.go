// Package partnershiptest is the test kit of package partnership: generators of actions, an auditor that recomputes all
// accounts, nths and Stock from the entries alone, and checkers that any such partnership can be held to.
//
// It is for whoever keeps a partnership in another way, on a database say, and for the package's own tests. It is not
// for shipped code: importing rapid registers command line flags.
//
// # The model
//
// A [Machine] is a partnership to be tested. A [Move] is a few small numbers, from which an [Act] makes an action that
// fits the state of things, most of the time; every move is an action, whatever the state. [Actions] is the map of all
// kinds of action, which a user can add to.
//
// An [Auditor] is told of each action and its entry, and of nothing else. It keeps the accounts by the postings, holds
// each entry to what an action of its type may move ([Auditor.Moves], which a user can add to), and knows who must have
// agreed to it and what nths must have cost. [Auditor.Audit] compares a machine with it.
//
// [Run] puts them together:
//
//	func TestMine(t *testing.T) {
//		partnershiptest.Run(t, func(terms partnership.Terms) (partnershiptest.Machine, error) { return mine.Open(terms) })
//	}
package partnershiptest
