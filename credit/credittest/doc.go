// Package credittest is the test kit of package credit: generators of actions, a model of the ledger to
// compare with, and checkers that any ledger of promises can be held to.
//
// It is for whoever keeps such a ledger in another way, on a database say, and wants it to accept and
// refuse what package credit does, for the same reasons; and for the package's own tests. It is not for
// shipped code: importing rapid registers command line flags.
//
// # The model
//
// A [Machine] is a ledger to be tested: it applies an action and shows its promises, its lines and their
// room. What more it shows, reservations, consents and charges, what may be set off, it is held to as well. A
// [Model] is one too: maps, big numbers and a copy before every action, with none of package credit's code
// but the types of what goes in and out. Where the two differ, one is wrong.
//
// A [Move] is a few small numbers, from which [Model.Action] makes an action that fits the state of things,
// most of the time: some moves spoil it in one way, and some repeat what was applied. A payment goes along
// ways that bear it, and pays the charges; what is reserved is committed, released or expires, and now and
// then is tried once more. Every move is an action, whatever the state.
//
// [Compare] compares a machine with its model. [CheckStep] judges what one action did by the invariants in
// the comment of package credit, with no model at all. Both return all that is wrong as one joined error.
// [Run] puts them together:
//
//	func TestMine(t *testing.T) {
//		credittest.Run(t, func(terms credit.Terms) (credittest.Machine, error) { return mine.Open(terms) })
//	}
//
// # Bias
//
// Chance alone seldom finds what breaks: few parties, small and equal amounts that meet limits exactly, and
// now and then one near the most that a party may owe.
package credittest
