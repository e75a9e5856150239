// Package gridtest is the test kit of package grid: generators of sharings with their readings, a dumb way of sharing
// that does everything by its definition in rational numbers, and a checker that any outcome can be held to.
//
// It is for whoever shares energy in another way, on a database, in another language or with the distribution
// system operator's own figures, and for the package's own tests. It is not for shipped code: importing rapid
// registers command line flags.
//
// # The model
//
// A [World] is the terms of a sharing and all its readings. [Worlds] draws small ones with every rule, several keys
// in order, plans that follow each other, and a store; [Large] makes one of any size. [Check] returns all that is
// wrong with the outcomes of a world, each fault with the number of the invariant in the comment of package grid;
// it uses none of that package's code. [Oracle] says what each outcome must be to the last part. [Run] puts them
// together:
//
//	func TestMine(t *testing.T) { gridtest.Run(t, mine.Share) }
package gridtest
