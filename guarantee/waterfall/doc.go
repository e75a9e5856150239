// Package waterfall shares a loss out among layers of security, exactly, and what is recovered of it back.
//
// Who has promised to stand for others pays in an order that was agreed before: the defaulter first, who
// vouched for it next, then what all hold in common, then a call on all, and last the creditors go without. A
// mutual guarantee, the clearing house of an exchange, a club of shipowners and a fund that covers half of each
// loss differ in the layers alone; here these are data. The package is for the programs of such societies, and for
// whoever wants to see what a loss would do to one. It keeps no members and no money: a society's own books say
// what each layer holds, and whether a default is one is not for a formula.
//
// # The model
//
// A [Layer] has a kind, which says whose it is, a key, by which it is shared, and bounds. [Validate] refuses
// layers that cannot work. Their usual order:
//
//	Security     the defaulter's own security
//	Own          its own provision
//	Pledges      of those who vouched for it
//	Fund         a common fund, such as a reserve
//	Provisions   of those who have not defaulted
//	Calls        on those who have not defaulted, each within its cap
//	Haircut      what the creditors go without, for now
//
// [Run] takes what each layer holds, as [Holding] values, and the losses of one defaulter or of several at once,
// claim by claim. It returns a [Case] for each and what the layers hold then, which a later Run begins with, be
// it in the midst of an earlier payout. Each [Draw] says who bears how much, and [Case.Why] why.
//
// A provision stands for its member first and for the others after: an Own layer that is Of the layer of Provisions
// draws the defaulter's part from there, so that it is held once.
//
// What the layers hold is paid to the creditors at once. Calls are asked for and paid later: [Case.PayCalls]
// passes on to the creditors what members pay, [Case.FailCalls] gives up what they will not. An unpaid call is a
// loss of its own: Run with the member as the defaulter and the case as the creditor, and PayCalls with what that
// brings.
//
// [Case.Recover] runs the waterfall backwards with what the defaulter pays after all: first to what the
// creditors lack, then to calls, and so on up to those who vouched, within a layer in proportion to what each
// bears. What came out of the defaulter's own layers it does not owe. [Case.Work] takes work off the claim.
//
// The caller sees to what no formula can: that a loss is what is left after set-off, that who is in default already
// holds nothing that is common, that a creditor who owes the society itself has its payments set off against that,
// and that money moves as the payments say.
//
// # Invariants
//
//  1. Of each loss the layers bear all, the haircut included: the draws of each layer sum to what it bears; of
//     each claim, paid, pending and cut sum to the claim, and none is below zero.
//  2. No layer bears anything of a loss while one before it could bear more.
//  3. Nobody bears more than its holding, no layer more of a loss than its share and its cap; what each held is
//     what is left and what was drawn. No defaulter bears anything of Provisions and Calls.
//  4. A layer common to all bears several losses in proportion to what is left of each, within its share and cap of
//     each: two losses alike differ by a part at most.
//  5. What creditors have been paid is what draws have paid, less what was returned, and what was recovered.
//  6. Recoveries are never more than the creditors lack and the claim; once all is recovered, each creditor has
//     its claim and each layer with Refill what it held. A layer without it gets nothing back. Work pays nobody.
//  7. What the creditors wait for is what calls are still to bring, less what is to be returned to those who
//     have paid more than they bear.
//  8. The order of losses, claims, holdings and payments changes no amount.
//  9. Nothing given is changed; after an error a case is what it was.
//
// [Case.Check] proves what a case shows of 1, 3 and 5 to 7 by itself.
//
// # Determinism
//
// All is exact, in whole parts, the same on every platform. Where parts do not divide, unit.Split gives them to the
// largest remainders, within caps, the lower name first among equals. Layer.Share and Layer.Times round down.
// Of several losses, each is assigned to the holders of a common layer in the order of the defaulters' names,
// in proportion to what those before have left of each holder's part.
//
// # Limits
//
//	layers                                        1 to 64
//	name of a layer                               as of a party in package credit
//	names of holders, defaulters and creditors    1 to 128 bytes, not looked at further
//	sum of the losses, and of a layer's holdings  2^62 smallest parts
//	sum of a layer's weights                      2^63-1
//	defaulters times holders of a common layer    16,777,216
//	Times                                         1,000,000
//	keys of a Mix                                 16
//
// # Cost
//
// Run is O(n log n) in holdings and claims, and for several losses O(defaulters x holders). A default that
// touches ten thousand creditors and calls a hundred thousand members is shared out in some 60 ms on one core, and
// all payments of the call passed on in 40; a payment by itself takes a millisecond, which goes to the creditors.
//
// # Sources
//
// The pool pays the sellers and collects from the buyer, and the members share what is lost: Chris Cook's
// Guarantee Society, P2P Foundation wiki, "Guarantee Society". The order of a central counterparty: Swiss Financial
// Market Infrastructure Act, article 53; Regulation (EU) 648/2012 (EMIR), articles 42, 43 and 45; calls capped in
// money or as a multiple of what was provided: ESMA, questions and answers 886 and 887. Supplementary and
// overspill calls: The Swedish Club, rules 3 and 23; that a payout is no more than what is collected: UK P&I Club, rule
// 22. Largest remainders with caps: package unit.
package waterfall
