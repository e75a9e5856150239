// Package pooltest is the test kit of package pool: generators of actions, an auditor that recomputes all accounts from
// the entries alone, and checkers that any such pool can be held to.
//
// It is for whoever keeps an energy pool in another way, on a database say, and for the package's own tests. It is not
// for shipped code: importing rapid registers command line flags.
//
// # The model
//
// A [Machine] is a pool to be tested. A [Move] is a few small numbers, from which an [Act] makes an action that fits
// the state of things, most of the time; every move is an action, whatever the state. [Actions] is the map of all kinds
// of action, which a user can add to.
//
// An [Auditor] is told of the entries, and of nothing else. It keeps the accounts by the postings, holds each entry to
// what an action of its type may move ([Auditor.Ways], which a user can add to) and to the invariants of package pool,
// by their numbers. [Auditor.Audit] compares a machine with it. Who is a member, what is proposed and which terms are in
// force [Play] works out from the votes.
//
// [Run] puts them together, and has each history replayed: as it was, with its times stretched, and with every price
// three times as high, which must leave all energy as it is.
//
//	func TestMine(t *testing.T) {
//		pooltest.Run(t, func(terms pool.Terms) (pooltest.Machine, error) { return mine.Open(terms) })
//	}
package pooltest
