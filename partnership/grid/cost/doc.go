// Package cost compares ways to a given output of electricity, heat or power by the carbon fuel that they take, over
// their life and with what building them took: least carbon-fuel cost, which is least in joules and not in pounds.
//
// It is for a community that decides what to build, and for reports that show it. It says nothing of money: no price
// enters, so none can change what it says. It is no life cycle analysis either: what fuel a thing took to build is for
// whoever states it to know, and to say from where.
//
// # The model
//
// A [Plan] is one way to an output: the fuel that building it takes, the fuel that it burns a year, what it gives a
// year, and for how many years. Outputs are compared for one service only: a joule of heat is not one of electricity.
//
//	[Plan.FuelPerOutput]  joules of carbon fuel for one joule of output, over all its life
//	[Rank]                all plans, the least first
//	[Saving]              the fuel that a plan saves in a year, for the same output, over going on with another
//	[Payback]             after how many years that is what building it took: payback in energy
//	[Return]              how many joules a plan gives for each that building and running it takes
//
// # Invariants
//
//  1. All figures are exact rationals, and the same in whatever units of energy a plan is stated.
//  2. Rank does not depend on the order of the plans: equal costs stand in the order of their names.
//  3. At the payback, and at no other time, what was built and burnt is what going on would have burnt.
//  4. FuelPerOutput and Return are inverse to each other.
//
// # Cost
//
// A few operations on big rationals each; Rank is O(n log n) of them.
//
// # Sources
//
// Chris Cook, "Introducing the Natural Grid", All-Energy Show, Aberdeen, 21 May 2014: least carbon-fuel cost is the
// least carbon fuel for a given output of electricity, heat or power, not the least cost in currency:
// http://www.slideshare.net/ChrisJCook/all-energy-show-2014-introducing-the-natural-grid. That the engine's maker was
// paid a third of the coal saved: https://nondominium.co.uk/category/energy/.
package cost
