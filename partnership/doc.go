// Package partnership is a Capital Partnership: those who hold an asset in trust, use it, pay for it and run it share
// what it yields by agreement, without debt and without an owner who could sell it.
//
// It is for an application that runs such an agreement, for houses on land held in trust, a turbine or a network of
// pipes, and keeps what happened in a database of its own. A custodian holds the asset for good; users pay a rental for
// as long as they use it; providers have proportional shares, nths, of what comes in; a manager runs it for a part
// of the gross. It owns nothing, employs nobody and contracts with nobody: only its members do. The package moves no
// money and asks no clock.
//
// # The model
//
// A [Partnership] is a state that changes by actions alone, of the shape that package credit has: [Partnership.Apply]
// applies an [Action] whole or not at all and returns the [journal.Entry]; [Partnership.Try] says what it would do,
// [Partnership.Batch] applies several, all or none. It holds a credit.Ledger of what is in arrears, to be read by
// [Partnership.Ledger], and changes with it.
//
// [New] takes [Terms], which all founders [Adopt]. Members are admitted ([Admit]) and leave ([Leave]). Who must agree
// to what is data: the terms' Needs, and where they say nothing [DefaultNeeds]. What needs more than those at hand is
// proposed ([Propose]), signed ([Approve]) and enacted ([Enact]), or taken back ([Retract]); other terms are ([Amend]).
// The custodian may veto any of it ([Veto]) and proposes nothing. No action sells the asset, and no terms can change
// its purpose. Whom an action concerns must agree to it under any terms.
//
// nths are whole numbers of N, without par: only proportions count, and [Rescale] changes none. New ones are made for
// what is added to the asset ([Contribute]), at a valuation agreed on ([Appraise]); they pass from hand to hand for
// nothing ([Transfer]) or for a price on record ([Buy]). What was contributed in money is spent on the asset ([Spend]).
//
// A use of a part of the asset is taken up for a rental ([TakeUp]) and goes on until it is vacated ([Vacate]). Rentals
// follow an [Index] from their base, moved by a [Review] and never by the clock. A [Bill] makes them due for a
// period, as promises in the ledger; with what the asset yields otherwise ([Receive]) they are the gross. [Distribute]
// divides it by the portions of the terms and lets who uses the asset pay with its own share first; [PayOut] pays what
// is due, as far as there is money. Users [Pay] in money or its worth, and what they pay ahead becomes Stock or nths,
// or is carried. What is not to be had is given up ([WriteOff]) at the cost of the next gross. In a round of clearing
// the partnership is a party like others: [Partnership.Book] and [Clear].
//
// Stock (package stock) is use paid for ahead, at a discount: issued up to what the asset is still expected to yield
// ([Forecast], [Supply], [IssueStock]), passed on ([TransferStock]), returned in payment for use and cancelled
// ([RedeemStock]), or bought back ([BuyBackStock]). It is no debt, no derivative and no share: there is no action by
// which a holder could ask for money or for delivery, and none that adds anything to it.
//
// Where it leads if an occupier buys a little with each payment, a [Plan] shows. [Partnership.Statement],
// [Partnership.CustodianStatement] and [Partnership.ManagerStatement] tell each where it stands.
//
// # Accounts
//
// The postings of an entry are of four kinds. Those of promises are between an occupier and the partnership, by their
// names. Those of nths are on nths/NAME, and on nths, where they come from. Those of money are on outside/NAME for
// the world beyond, and say whose the money is that the custodian holds, the purse. Those of Stock are of
// package stock's classes.
//
//	gross          came in or fell due, and not distributed yet; less what was given up
//	arrears        below zero: what fell due and did not come in yet
//	due/NAME       a member's, as far as the purse goes
//	carried/NAME   a member's, paid and not used yet: less than one part of what it bought
//	fund/commons   nobody's: no action distributes it
//	fund/capital   contributed for the asset, and not spent yet
//	fund/prepaid   paid for Stock that is outstanding, unless for the asset
//
// # Invariants
//
//  1. Nobody has less than zero nths, and all have N together. A rescaling changes no share.
//  2. The purse and what is open of rentals are what is due, the gross, the funds and what is carried. Nothing but the
//     gross is below zero, and the purse has at least what is in the capital and prepaid funds and carried.
//     Nothing is carried to who has left.
//  3. Members are whole: founders first, nobody twice, whoever has an office or a portion of its own among the active.
//  4. The valuation agreed on is above zero, of nths that there are, and was agreed on before now. Whoever pays for
//     nths gets as many whole ones as that buys at a valuation that holds, for their worth rounded up to a part:
//     floor(payment x N / worth) for ceil(k x worth / N). What is left is carried.
//  5. Proposals are by members, and those of other terms were made against the terms in force; what was enacted had the
//     consents that its kind needs; nothing that was vetoed is done.
//  6. The same actions give the same entries and the same Snapshot on every machine, one by one or as a batch. After
//     an error, and after Try, the state is what it was, byte for byte of its Snapshot.
//  7. Each part of the asset has one use at a time, which is not the custodian's. A rental at a review is base x
//     index / index at the base, a half to the even part. Each use is charged for once a period.
//  8. The ledger has promises of rental by members to the partnership and no others.
//  9. What a distribution gives to all is the gross, exactly. Dividing a portion, it gives nobody a part more or less
//     than its quota; what rounding owes to all sums to zero.
//  10. Of Stock, what package stock promises; it is of one kind, and nobody has a claim. What was prepaid is zero where
//     no Stock is outstanding. What is returned is at most what is owed for use that was had.
//  11. A payment is rental paid, value invested and what is carried, and nothing is lost.
//
// [Partnership.Check] proves 1 to 5 and 7 to 10 of a state from scratch, as far as a state can show them, and what
// package credit promises of the ledger.
//
// # Decisions
//
// Where the sources are silent: whoever has an office is a member, because only members act. The custodian's signature
// is a consent and not a vote. A valuation is of the nths that there are when it is agreed on, so that two
// contributions at it cost the same. Money for nths that are bought goes through the custodian to the sellers at once,
// and is never mixed with what is due. Money's worth buys whole nths to the part, since nothing of it can be carried.
//
// What is due is limited recourse, so that nobody can demand more than the purse has, and
// the funds come first. What is due to who owes rental settles that, whenever it was distributed. A portion for uses
// takes no part in a distribution while there are none. What Stock brought is kept until the Stock returns, and is then
// the gross of the use that it paid for; money raised for the asset is capital, and its Stock lowers the gross when it
// returns. The gross can be below zero by that, by work taken for rental and by what is written off: the next one makes
// it good, and nothing is clawed back. A use is charged whole periods. Who leaves keeps nths, Stock and what is due,
// and vacates first.
//
// # Determinism
//
// All is exact, in whole parts. A gross is divided by quotas rounded down and parts given to who is furthest behind,
// the lower name first among equals; what rounding takes from one it gets back later.
//
// # Limits
//
//	name of a member, ID of an action    1 to 128 and 1 to 120 bytes, without a slash; an ID without #
//	period                               1 to 128 bytes
//	words                                1 to 1024 bytes
//	founders, portions, series           2 to 4096, 64, 64
//	members, uses                        1,048,576 each
//	reviews, periods                     65,536 each
//	proposals open at a time             64, of 4 MiB each
//	nths, an account, the purse          2^62
//
// # Cost
//
// Apply takes what the ledger takes. Bill is O(n log n) in the uses; Distribute and PayOut are linear in the members
// and O(n log n) in the uses, and the first after m were admitted O(m log m) besides; Vacate and Review are linear in
// the uses, and Clear in what there is to set off. A Buy from all is O(n log n) in the holders; Rescale, Approve and
// Enact are linear in the members. A rental paid costs what the ledger takes for each promise that it settles. Clone,
// Check, Snapshot and Restore are linear in the partnership, or nearly. It is not safe for concurrent use: many readers
// are served by a lock, or by a Clone.
//
// # Sources
//
// Chris Cook: "Open Capital Partnership", "Property Investment Partnerships", "Community Land Partnership" and
// "Nondominium", P2P Foundation wiki; in "Fleeing Vesuvius", 2011; "Regeneration", National Housing Federation, 2014.
// That the custodian may say what is not to be done and never what is: the same. The undated purchase of what one uses
// is known as diminishing musharakah; here no rate is given, but the rental of the whole.
package partnership
