// Package partnership is a Capital Partnership: those who hold an asset in trust, use it, pay for it and run it share
// what it yields by agreement, without debt and without an owner who could sell it.
//
// It is for an application that runs such an agreement, for houses on land held in trust, a turbine or a network of
// pipes, and keeps what happened in a database of its own. A custodian holds the asset for good; users pay a rental for
// as long as they use it; providers have proportional shares, nths, of what comes in; a manager runs it for a part
// of the gross. It owns nothing, employs nobody and contracts with nobody: only its members do. The package moves no
// money, values nothing and asks no clock, and it is not for who wants a loan with interest or a fund with a price.
//
// # The model
//
// A [Partnership] is a state that changes by actions alone, of the shape that package credit has: [Partnership.Apply]
// applies an [Action] whole or not at all and returns the [journal.Entry]; [Partnership.Try] says what it would do,
// [Partnership.Batch] applies several, all or none. It holds a credit.Ledger of what is in arrears, to be read by
// [Partnership.Ledger], and changes with it.
//
// [New] takes [Terms], which all founders [Adopt]. Members are admitted ([Admit]) and leave ([Leave]). Purpose and
// asset are entrenched: no amendment changes them, and there is no action by which the asset is sold.
//
// Who must agree to what is data: the terms' Needs, and where they say nothing [DefaultNeeds]. Whom an action concerns
// must always agree. Anything can be put to others first: proposed ([Propose]), signed one after the other ([Approve]),
// and done when all have agreed whom it needs ([Enact]), or taken back ([Retract]). What needs the members, other terms
// ([Amend]) among it, is decided so, one member one vote. The custodian proposes nothing and has no vote; it has a
// [Veto].
//
// Nths are whole numbers of N, without par. New ones are made for what is contributed to the asset ([Contribute]), at a
// valuation that the members agree on ([Appraise]); what was contributed in money is spent on it ([Spend]). They are
// passed on ([Transfer]), or bought ([Buy]) from a holder who agrees, or from all pro rata where the terms offer that:
// so those who live in a house come to have it, and providers go with what their nths are worth. [Rescale] makes a
// finer grain of them.
//
// Part of the asset is used for a rental ([TakeUp], [Vacate]), which follows an [Index] from its base: by a [Review],
// never by the clock. The manager makes it due for a period ([Charge]). Other income is received ([Receive]). The gross
// of both is divided by the terms' Portions ([Distribute]); what a user gets of it settles its own rental first, and
// all else is paid out as far as there is money ([PayOut]). A payment ([Pay]) settles what is in arrears before what
// fell due after it, and what it is more buys Stock or nths, or is carried: it is never lost. What cannot be had is
// written off ([WriteOff]).
//
// Stock is use that is paid for ahead, typed by carrier and site: issued within a [Forecast] ([IssueStock]), passed on
// ([TransferStock]), returned in payment of rental and cancelled ([ReturnStock]), or bought back ([BuyBackStock]); see
// package partnership/stock. In a round of clearing what is in arrears and what is due take part:
// [Partnership.Book] and [Clear].
//
// A [Plan] shows where payments above the rental would lead, without a rate of interest, and [Yield] what a discount is
// worth. [Partnership.Statement], [Partnership.CustodianStatement] and [Partnership.ManagerStatement] tell each where
// it stands.
//
// # Accounts
//
// The postings of an entry are of four kinds. Those of promises are between a user and the partnership, by their names.
// Those of nths are on nths/NAME, and on nths, where they come from. Those of Stock are those of package
// partnership/stock. Those of money are on outside/NAME for the world beyond, and say whose the money is that the
// custodian holds, the purse:
//
//	gross          came in or fell due, and is not distributed yet; less what was given up
//	arrears        below zero: what fell due and did not come in yet
//	due/NAME       a member's, as far as the purse goes
//	carried/NAME   a member's, less than one part of what it buys, or ahead of the next rental
//	fund/commons   nobody's: no action distributes it
//	fund/capital   contributed for the asset, and not spent yet
//	fund/prepaid   for Stock that has not come back yet
//
// # Invariants
//
//  1. Nobody has less than zero nths, and all have N together. A rescaling changes no share.
//  2. The purse and what is open of arrears are what is due, the gross, the commons, capital and prepaid funds and what
//     is carried. Nothing but the gross is below zero, and the purse has at least the capital, what was prepaid and
//     what is carried.
//  3. Members are whole: founders first, nobody twice, whoever has an office or a portion of its own among the active.
//     Custodian and manager are two. Name, unit, purpose, asset, founders and first holders never change.
//  4. Whoever pays for nths gets as many whole ones as that buys at a valuation that holds, for their worth
//     rounded up to a part: floor(payment x N / worth) for ceil(k x worth / N). What is left is carried.
//  5. Nothing is done without those whom it concerns and those whom its kind needs, by the terms as they stand then.
//     What needs the members had more of their votes than the terms' Approval.
//  6. After an error, and after Try, the state is what it was, byte for byte of its Snapshot. The same actions give the
//     same entries and the same Snapshot on every machine, one by one or as a batch.
//  7. Uses are of members, and the custodian has none; no part of the asset is used twice; reviews and periods are in
//     order, and no rental is charged twice for one of these.
//  8. The ledger has nothing but rentals that members owe to the partnership.
//  9. What is divided is divided whole, and what rounding owes to all sums to zero: nobody gains by it over time.
//  10. Stock is of the one kind of the terms, and what is prepaid is for Stock that is outstanding.
//
// [Partnership.Check] proves 1 to 3 and 7 to 10 of a state from scratch, 4 and 5 as far as a state can show them, and
// what packages credit and partnership/stock promise of the ledger and of the Stock.
//
// # Decisions
//
// Where the sources are silent: whoever has an office is a member, because only members act. The custodian's signature
// is a consent and not a vote. A valuation is of the nths that there are when it is agreed on, so that two
// contributions at it cost the same. Money for nths that are bought goes through the custodian to the sellers at once,
// and is never mixed with what is due. Who leaves keeps its nths until somebody buys them, and nobody must. Money's
// worth buys whole nths to the part, since nothing of it can be carried. Money that was contributed, prepaid or carried
// pays nothing else; what is due is paid of the rest, after the commons fund, and nobody can demand more than there is.
//
// # Determinism
//
// All is exact, in whole parts. A rental is rounded half to even, once, from its base; what buyers pay is rounded up;
// divisions give what rounding took back in later ones, the lower name first among equals. The residue is in the entry.
//
// # Limits
//
//	name of a member, ID of an action     1 to 128 and 1 to 120 bytes, without a slash; an ID without #
//	words                                 1 to 1024 bytes
//	founders, portions, series            2 to 4096, 64, 64
//	members ever, uses ever               1,048,576 each
//	periods and reviews                   65,536 each
//	proposals open at a time              64
//	nths, and any account                 2^62
//
// # Cost
//
// Apply takes the digest of the action and, for most, constant time. Distribute, PayOut, Rescale and a Buy from all are
// linear in the members, but for names that came since the last one, which are sorted in: a gross is divided among a
// million holders in some tenths of a second. Charge is linear in the uses, Approve and Enact in the members, Clear in
// the Book. Clone, Check, Snapshot and Restore are linear in the partnership, or nearly. It is not safe for concurrent
// use: many readers are served by a lock, or by a Clone.
//
// # Sources
//
// Chris Cook: "Property Investment Partnerships", "Open Capital Partnership", "Community Land Partnership" and "What is
// Open about Open Capital", P2P Foundation wiki, for shares by proportion, rental by an index, overpayments that become
// units; "Equity Partnership" in "Fleeing Vesuvius", Feasta, 2010, for the parts of the gross and the custodian's
// veto; "Regeneration", slides for the National Housing Federation, 2014, for what is prepaid. Amendments by members,
// one member one vote: the principles of the International Co-operative Alliance, 1995.
package partnership
