// Package guarantee is a Guarantee Society: buyers and sellers who stand behind each other's promises, so that one can
// trust a stranger's without a bank.
//
// It is for an application that runs such a society for its members, a trade club or the firms of a town, and keeps
// what happened in a database of its own. Both sides of a promise pay a charge into a pool that a custodian holds; a
// manager sets limits and handles defaults for its cost, and owns nothing. There is no interest, nothing depends on
// how long a promise is open, and nobody but the members gains by it. The package moves no money, judges nobody's
// credit, and asks no clock. How large the pool must be, package guarantee/risk estimates; who bears a loss, package
// guarantee/waterfall shares out.
//
// # The model
//
// A [Society] is a state that changes by actions alone, of the shape that package credit has: [Society.Apply] applies
// an [Action] whole or not at all and returns the [journal.Entry]; [Society.Try] says what it would do,
// [Society.Batch] applies several, all or none. It holds a credit.Ledger, to be read by [Society.Ledger], and changes
// with it.
//
// [New] takes [Terms], which all founders [Adopt]. Members are admitted ([Admit]), pay a subscription if there is one
// ([Subscribe]), and leave ([Leave]). They decide on other terms ([Amend]), on costs ([Budget]) and on what to retain
// of a surplus ([Retain]) by their votes ([Approve]); a proposal can be taken back ([Retract]).
//
// The custodian takes money in and pays it out: [Deposit], [Withdraw], [PostSecurity], [ReleaseSecurity], [Pledge]
// and [Unpledge] to vouch for another, [Endow] for a common fund, and [PayCost] within a budget. The manager sets
// limits ([SetLimits]), opens and closes policy years ([OpenYear], [CloseYear]), and as it closes one takes Keynes'
// charge on balances where the terms have it ([ChargeBalances]). It has no say over money.
//
// [Accept] makes a promise that the society guarantees, within both sides' limits and for a charge on both. What
// members do with promises then, guaranteed or not, is a [Trade] around an action of package credit. What
// is settled, given up or set off makes room under the limits again, by as much. A society can be a member of another:
// a promise across a border lies in the upper one, and each leg of it at home is measured by a quote in its Accept.
//
// The manager, and never the clock, declares who is in default ([Declare]). What the defaulter and others owe each
// other is set off; the rest is a loss that the layers of the terms bear, in their order. The custodian pays
// creditors what there is ([PayOut]), takes in what members were called for ([PayCalls]) and what is recovered in
// money or its worth ([Recover]), which runs the layers backwards. A defaulter may also work off the society's claim
// at a tariff. What cannot be had is written off ([WriteOff]); who has paid all can be a member like others again
// ([Reinstate]). In the next round of clearing the society is a party like others, with its claims on defaulters and
// what stands ready for creditors: [Society.Book] and [Clear]. [Society.Spread] says whom a default would take along
// and what it would cost, and [Society.Losses] how each loss stands.
//
// [Society.Statement], [Society.CustodianStatement] and [Society.ManagerStatement] tell each where it stands.
//
// # Accounts
//
// The postings of an entry are of two kinds. Those of promises are between members, by their names. Those of money
// are on accounts with the custodian, and on outside/NAME for the world beyond:
//
//	deposit/NAME       a member's money, from which charges are debited
//	security/NAME      for the member's own default
//	pledge/NAME/FOR    with which a member vouches for another
//	pool/cost          the cost book
//	pool/default       the default book, but for its funds
//	fund/NAME          a part of the default book under the name of a layer
//
// The provision of a member, its default charges of open years less draws on them, is no account: all provisions are
// what pool/default holds, with what stands ready there for creditors.
//
// # Invariants
//
//  1. The cost book holds cost charges and subscriptions, less approved costs and what was returned; never less than
//     zero, nor less than what its open years have put there.
//  2. The default book holds default charges, calls paid, release calls, charges on balances, endowments, what was
//     taken from securities and pledges and what was recovered, less what was paid to creditors and what was
//     returned; it is the provisions, the funds, and what is there for creditors and not paid out yet. No part of it
//     is below zero.
//  3. Of each loss, what layers bear and creditors go without is the loss, and no layer bears anything before its turn:
//     see package guarantee/waterfall. Each promise in default is of one loss, and so is each call not paid.
//  4. What is recovered of a loss is at most the society's claim and what creditors lack. The claim is what others
//     than the defaulter have paid, less what went back to them, was worked off or given up; never below zero. The
//     ledger shows no more of it.
//  5. Nobody is called for more in a policy year than so many times the base of the layer, of all orders of layers
//     that it is called by the one that allows most; what members were called for and have paid is what their losses
//     say.
//  6. What a member owes and holds under the guarantee is what is open of its guaranteed promises, but for those
//     declared in default. No action takes it beyond the member's limits; a limit set below it forbids only that it
//     grow.
//  7. A set-off lowers that by exactly what it cancels, and moves no money. The guarantee stays with the residual.
//     Where the society has a part in it, as much falls of its claims as of what stands ready for creditors, and it
//     is no richer or poorer; what falls of a claim is then a recovery, of money that the custodian has already.
//  8. No creditor is paid more than the face of its promise: what is left of it is what was not paid out.
//  9. Nobody is paid more of costs than what the members have approved to pay to it: not the manager either.
//  10. The same actions with their times stretched give the same balances.
//  11. The same actions give the same entries and the same Snapshot on every machine, one by one or as a batch. After
//     an error, and after Try, the state is what it was, byte for byte of its Snapshot.
//  12. Members, years, budgets and proposals are whole: founders first, nobody twice, no member in the society's
//     service, each named after the action that made it, votes of active members in no default alone; other terms were
//     proposed against those in force.
//  13. All accounts together are what the custodian holds, which is what came from outside less what went there.
//
// [Society.Check] proves 1 to 6, 8, 9, 12 and 13 of a state from scratch, as far as a state can show them, and what
// package credit promises of the ledger.
//
// # Decisions
//
// Where the sources are silent: a charge is flat, on the face, at acceptance, and never returned for a set-off. A
// promise is passed on at face, and the guarantee follows to a member who agrees and has room. A release call goes to
// the reserve. The surplus of the cost book is never used for losses, nor that of the default book for costs.
//
// An amendment is for what comes after: it touches no open promise. What is lost of one goes by the layers, with
// their caps, that were in force when it was accepted, and what a member does not pay of a call by those of the loss
// that called. So earlier layers are kept, with the action from which on others were in force, until nothing goes by
// them any more. A defaulter has a loss for each order of layers that its promises go by: the earliest bear first,
// and the later see what these have left of securities, pledges, funds, provisions and calls; keys and bases count
// what there was before. What a member was called for in a year counts for the caps of all. Tariffs, the target of
// the reserve and all else are those of the day.
//
// A loss belongs to the year of its declaration, which is the last one opened that is open; what the usual layers call
// for counts the charges paid in that year, and so is little where a year has only begun. A society that wants to call
// for charges of all open years takes provisions as the base of its calls (waterfall.Contribution). Closing a year ends
// its calls, but for what another loss brings of them: what stands ready there, and what calls of an open year are to
// bring. A leaver bears nothing of a year that was opened after it left. What it has paid in for earlier years stays
// there as its provision until they are closed, and bears their losses, released or not: release is from calls.
//
// Members in default keep their membership and lose their vote, because others pay for what they did not: more than
// half of the active members are more than half of those in no default. The manager takes back no proposal of other
// terms, which may be about itself. Keynes' charge is taken at the very time at which a year is closed.
//
// A default covers all promises of the defaulter that the society guarantees, those in dispute too: else who says
// alone that it owes nothing would leave its creditor without the guarantee. Both sides have accepted the society's
// answering for the promise, and so it ends the dispute as a guarantor may ([credit.Resolve]). If nothing was owed
// after all, the two say so before the default, by resolving it; after it the creditor pays back what it got, as who
// takes goods in the defaulter's place ([Recover]), and the rest is written off. What the defaulter owes is due by its
// default, and set off in rings as what was due before. What is reserved waits for its reservation, at most
// credit.ReserveMax, and can be declared then; nothing of a defaulter's is reserved anew. What a defaulter is owed it
// cannot give away before that is set off. What it can pay by the means that the manager states is no loss: it stays
// owed and guaranteed.
//
// Goods that are taken in are paid for by who takes them, so that creditors share them as money. Pledges and calls
// that come back go to deposits; a provision whose years are closed by then comes back to the reserve, and so does
// what comes in of a call that nobody waits for any more. A creditor whose debt to another is set off against what
// stands ready for it is paid by that, and agrees. The proof of a [Clear] is of the society's book, and that of a
// Net of the ledger's, in which promises in default still are. Members' names hold no slash, and are not used again.
//
// # Determinism
//
// All is exact, in whole parts. Charges are rounded up and Keynes' charge half to even, once; what rounding adds or
// takes is in the entry. A surplus is divided by largest remainder, the lower name first among equals.
//
// # Limits
//
//	name of a member, ID of an action    1 to 128 and 1 to 112 bytes, without a slash; an ID without #
//	words                                1 to 1024 bytes
//	founders, tariffs, layers            2 to 4096, 64, 64
//	orders of layers in use              64
//	policy years                         4096
//	who vouch for one member             256
//	proposals open at a time             64
//	members named in a charge on balances  1,048,576
//	members declared in default at once  4096
//	defaulters times members called      16,777,216
//	all accounts together                2^62 smallest parts
//	rounds of a default with means       256, or more in a small society: see SpreadRoundsMax
//	as a default is declared, what is due in rings, and what a layer may call for  2^62 smallest parts each
//
// # Cost
//
// Apply takes what the ledger takes, and an Accept three times as long as a credit.Issue by itself. Approve, Unpledge's
// search among those who vouch, and PayCost are linear in members, these, and years; CloseYear and ChargeBalances of
// all are O(n log n) in the members; the former, and Approve of other layers, after an amendment of these, linear in
// promises too. Declare is O(n log n) in promises, claims and members, and as long as the largest set-off of what is
// due takes, and with means stated as long again for each round; PayOut is linear in the claims, PayCalls O(n log n) in
// claims and payments. Clone, Check, Snapshot and Restore are linear in the society, or nearly. It is not safe for
// concurrent use: many readers are served by a lock, or by a Clone.
//
// # Sources
//
// Both sides pay for the use of the guarantee into a pool that a custodian holds and a service provider manages: Chris
// Cook, "Guarantee Society", P2P Foundation wiki, and "Money 3.0", 2009. No service provider's capital is at risk: the
// same. Policy years that stay open, release calls: the rules of shipowners' mutual clubs (The Swedish Club, rule 23;
// circular 2453/2006). The charge on balances, debit and credit alike: John Maynard Keynes, "Proposals for an
// International Clearing Union", April 1943.
package guarantee
