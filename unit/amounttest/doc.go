// Package amounttest is the test kit of package unit: generators of units, amounts, quotes, shares, rules and
// numbers as text, and checkers of what the package promises of them.
//
// It is for the tests of programs that store, send or split amounts: a database column, a wire
// format or a rule of one's own is held to the same promises as package unit itself. It is not for
// shipped code: importing rapid registers command line flags.
//
// # The model
//
// A generator is a [rapid.Generator], to be drawn from in a property. A checker (Check…) takes what
// somebody else's code made, computes what it should be in another way (rational numbers where the
// package counts in an int64) and returns all that is wrong with it as one joined error, nil where
// nothing is. A runner (Run…) is a generator and a checker on top of each other:
//
//	func TestColumn(t *testing.T) {
//		amounttest.RunDecoder(t, func(text string) error { return new(Column).Scan(text) })
//	}
//
// # Bias
//
// Chance alone seldom finds what breaks: the generators prefer the ends of the int64, zero, equal
// weights and equal units.
package amounttest
