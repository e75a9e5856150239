// Package roundtest is the test kit of package round: a dumb model of a round, moves that lead everywhere,
// and a checker that any round can be held to.
//
// It is for whoever keeps a round in another way, say on a database, and for the package's own tests. It is
// not for shipped code: importing rapid registers command line flags.
//
// # The model
//
// A [Model] remembers who dropped out, every proposal ever made and every confirmation, and works out all
// else from scratch whenever it is asked, by going through the whole book for each party. It verifies
// proposals by clearingtest.Check, and computes no notice by package clearing.
//
// A [Move] is a few numbers, of which [Model.Action] makes an action that is sensible most of the time.
// [Play] makes moves on a machine and on a model, and returns the first thing in which they differ. [Run]
// does it over books and histories of every kind:
//
//	func TestMine(t *testing.T) {
//		roundtest.Run(t, func(terms round.Terms) (roundtest.Machine, error) { return mine.New(terms) })
//	}
package roundtest
