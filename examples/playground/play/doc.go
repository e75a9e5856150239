// Package play answers what the page of the playground asks: to read a list of debts, to set it off, to check a proof,
// to spoil one, and to see a Guarantee Society through a default.
//
// [Answer] is all there is: a question as JSON in, an answer as JSON out, without a browser, so that all of it is
// tested without one. Command engine hands it to the page. Amounts leave as text for people to read; what the page
// needs in order to draw is a decimal number beside it.
//
// Everything a question holds is bounded, by the constants of this package where the library's own bounds are beyond
// what a page can show, and refused in words that say which line is wrong and what would have been right.
package play
