// Package purity checks the module's promises of form: that its packages are pure functions of what they are given. It
// is for the module's own test, TestHouse, which runs it over every package; it is not a general linter, and knows
// nothing of style.
//
// A caller replays the same actions on another machine, in another year, and must get the same bytes. Each rule forbids
// one way in which that fails, or in which a library does what its caller did not ask for.
//
// # The rules
//
//	P1   imports from outside the module: pure packages only, by an allow-list, because a deny-list forgets
//	P2   imports inside the module run upwards only, and never to a test kit: a package can be understood from the top
//	P3   no init: importing a package does nothing
//	P4   no package variable is written after its declaration: two users of the library never meet in it
//	P5   no panic outside Must…, no call of a Must… function outside one, no recover: failures are errors
//	P6   no goroutines, no channels, no coroutines: the scheduler would choose the order
//	P7   no clock and no time zone of the machine: a time is a field of the action
//	P8   no context is made, only passed on: cancelling is the caller's
//	P9   no floats: their results differ by platform and order
//	P10  no iteration over a map but through sorted keys: Go shuffles it
//	P11  no decimal.Decimal compared with ==, or as a map key: equal numbers differ there
//	P12  none of decimal's functions that obey mutable globals, wrap silently or bring floats in
//	P13  no console: a library prints nothing
//
// A package is held to all of them unless its [Class] says otherwise; [Classify] is the one place where a package of
// the module gets a relaxation.
//
// # Reading a finding
//
//	credit/ledger.go:41:9: P7: time.Now: reads the clock; a time is a field of the action
//
// is the place, the rule above, and what was found there with the way out. A line breaks a rule at most once, so that
// one long formula is one finding.
//
// # What it does not see
//
// The rules look at names, types and places, not at the flow of values. They do not follow a package's map, slice or
// pointer that is copied to a local variable and written there, a method called through an interface that a forbidden
// method satisfies, or what fmt and encoding/json call by reflection.
package purity
