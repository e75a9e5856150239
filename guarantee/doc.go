// Package guarantee is a Guarantee Society: buyers and sellers who stand behind each other's promises, so that one can
// trust a stranger's without a bank.
//
// It is for an application that runs such a society for its members, a trade club or the firms of a town, and keeps what
// happened in a database of its own. Both sides of a promise pay a charge into a pool that a custodian holds; a
// manager sets limits and handles defaults for its cost, and owns nothing. There is no interest, nothing depends on how
// long a promise is open, and nobody but the members gains by it. The package moves no money, judges nobody's
// credit, and asks no clock. How large the pool must be, package guarantee/risk estimates; who bears a loss, package
// guarantee/waterfall shares out.
//
// # The model
//
// A [Society] is a state that changes by actions alone, of the shape that package credit has: [Society.Apply] applies an
// [Action] whole or not at all and returns the [journal.Entry]; [Society.Try] says what it would do, [Society.Batch]
// applies several, all or none. It holds a credit.Ledger, to be read by [Society.Ledger], and changes with it.
//
// [New] takes [Terms], which all founders [Adopt]. Members are admitted ([Admit]), pay a subscription if there is one
// ([Subscribe]), and leave ([Leave]). They decide on other terms ([Amend]), on costs ([Budget]) and on what to retain of a
// surplus ([Retain]) by their votes ([Approve]); a proposal can be taken back ([Retract]).
//
// The custodian takes money in and pays it out: [Deposit], [Withdraw], [PostSecurity], [ReleaseSecurity], [Pledge]
// and [Unpledge] to vouch for another, [Endow] for a common fund, and [PayCost] within a budget. The manager sets limits
// ([SetLimits]), opens and closes policy years ([OpenYear], [CloseYear]), and takes Keynes' charge on balances where
// the terms have it ([ChargeBalances]). It has no say over money.
//
// [Accept] makes a promise that the society guarantees, within both sides' limits and for a charge on both. What
// members do with promises then, guaranteed or not, is a [Trade] around an action of package credit. What
// is settled, given up or set off makes room under the limits again, by as much.
//
// [Society.Statement], [Society.CustodianStatement] and [Society.ManagerStatement] tell each where it stands.
//
// # Accounts
//
// The postings of an entry are of two kinds. Those of promises are between members, by their names. Those of money are on
// accounts with the custodian, and on outside/NAME for the world beyond:
//
//	deposit/NAME       a member's money, from which charges are debited
//	security/NAME      for the member's own default
//	pledge/NAME/FOR    with which a member vouches for another
//	pool/cost          the cost book
//	pool/default       the default book, but for its funds
//	fund/NAME          a part of the default book under the name of a layer
//
// The provision of a member, its default charges of open years less draws on them, is no account: all provisions are
// what pool/default holds.
//
// # Invariants
//
//  1. The cost book holds cost charges and subscriptions, less approved costs and what was returned; never less than
//     zero, nor less than what its open years have put there.
//  2. The default book holds default charges, calls paid, release calls, charges on balances, endowments and what was
//     recovered, less what was paid to creditors and what was returned; it is the provisions and the funds. No
//     part of it is below zero.
//  6. What a member owes and holds under the guarantee is what is open of its guaranteed promises, but for those declared
//     in default. No action takes it beyond the member's limits; a limit set below it forbids only that it grow.
//  7. A set-off lowers that by exactly what it cancels, and moves no money. The guarantee stays with the residual.
//  9. Nobody is paid more of costs than what the members have approved to pay to it: not the manager either.
//  10. The same actions with their times stretched give the same balances.
//  11. The same actions give the same entries and the same Snapshot on every machine, one by one or as a batch. After
//     an error, and after Try, the state is what it was, byte for byte of its Snapshot.
//  12. Members, years, budgets and proposals are whole: founders first, nobody twice, no member in the society's
//     service, each named after the action that made it, votes of active members alone.
//  13. All accounts together are what the custodian holds, which is what came from outside less what went there.
//
// Numbers 3, 4, 5 and 8 are those of a default: no layer before its turn; recoveries within the claim; nobody called above
// the cap; no creditor paid more than face. [Society.Check] proves 1, 2, 6, 9, 12 and 13 of a state from scratch, as far
// as a state can show them, and what package credit promises of the ledger.
//
// # Decisions
//
// Where the sources are silent: a charge is flat, on the face, at acceptance, and never returned for a set-off. A
// promise is passed on at face, and the guarantee follows to a member who agrees and has room. An amendment is for what
// comes after: it touches no promise. A release call goes to the reserve. The surplus of the cost book is never used for
// losses, nor that of the default book for costs. Members' names hold no slash, and are not used again.
//
// # Determinism
//
// All is exact, in whole parts. Charges are rounded up and Keynes' charge half to even, once; what rounding adds or takes is
// in the entry. A surplus is divided by largest remainder, the lower name first among equals.
//
// # Limits
//
//	name of a member, ID of an action    1 to 128 and 1 to 120 bytes, without a slash; an ID without #
//	words                                1 to 1024 bytes
//	founders, tariffs, layers            2 to 4096, 64, 64
//	policy years                         4096
//	who vouch for one member             256
//	proposals open at a time             64
//	members named in a charge on balances  1,048,576
//	all accounts together                2^62 smallest parts
//
// # Cost
//
// Apply takes what the ledger takes, and for Accept about as long again. Approve, Unpledge's search among those who
// vouch, and PayCost are linear in members, these, and years; CloseYear and ChargeBalances of all are O(n log n) in the
// members. Clone, Check, Snapshot and Restore are linear in the society, or nearly. It is not safe for concurrent use: many
// readers are served by a lock, or by a Clone.
//
// # Sources
//
// Both sides pay for the use of the guarantee into a pool that a custodian holds and a service provider manages: Chris
// Cook, "Guarantee Society", P2P Foundation wiki, and "Money 3.0", 2009. No service provider's capital is at risk: the
// same. Policy years that stay open, release calls: the rules of shipowners' mutual clubs (The Swedish Club, rule 23;
// circular 2453/2006). The charge on balances, debit and credit alike: John Maynard Keynes, "Proposals for an
// International Clearing Union", April 1943.
package guarantee
