// Package clearing sets off what people owe each other: the largest set-off that exists, found and
// proved, without any money.
//
// Ann owes Bob, Bob owes Carol, Carol owes Ann: what all three owe can be cancelled, and nobody is worse
// off. Where rings would stay open, it uses what new credit and liquidity the parties offer, no more than
// helps. The package is for whoever runs a clearing round, from a trade circle to a nation's invoices, and for
// each member who wants to check the outcome. It moves no money, judges nobody's credit and stores nothing; the
// ledger of promises is package credit's.
//
// # The model
//
// A [Book] holds [Obligation]s, each from a debtor to a creditor. A set-off cancels a part of each, so
// that every party has as much cancelled of what it owes as of what it is owed: a circulation on the
// graph of obligations. [Clear] returns the [Result] with the largest total, found as a cheapest flow
// (package [example.org/mutual/clearing/flow]); [Verify] checks it without a solver; [Chains] tells it
// as rings; [Book.After] is what is left. Obligations in different units never meet: each unit is cleared by
// itself, and clearing converts nothing.
//
// Netting each pair first, or cancelling rings as they are found, loses some of it. For debts of 100
// from A to B, 80 from B to C, 60 from C to A, 20 from A to C and 30 from B to A, the largest set-off
// leaves 50 of 290 owed; pairs first and then the ring leaves 70.
//
// Two more kinds of entries close rings that would stay open. An [Acceptance] is a party's readiness to take a
// named debtor's new promise: used, it becomes a new obligation. A [Tender] is liquidity that its owner offers:
// what a bank owes it, or Stock at a quoted value. In the graph an obligation leads from debtor to creditor, a
// tender from source to owner, and an acceptance from acceptor to debtor. With obligations g and circulation f the
// state after is (g - f)+ and, transposed, (g - f)-: that is, an acceptance is an obligation that goes below zero.
//
// # Stages
//
// Of all circulations [Options].Stages choose the one to take, each an [Objective] that keeps the optimum of those
// before it, exactly and without weights. By default it is [NetReduction], set-off less new promises less liquidity
// used, and next [LeastUse]; so an acceptance or a tender is used only in a ring that clears more than it promises
// and uses, and never more than needed. [Volume] uses them wherever anything is set off, one for one. A weight on
// an acceptance would move liquidity between named people, so that preference, its Rank, is the acceptor's own, and
// counts only where [ByRank] is among the stages. "Overdue" and "due by a date to come" are one arithmetic and one
// stage, [Overdue], with the date stated.
//
// Each stage of each unit has a [Proof]: potentials that show that no circulation which keeps the stages before is
// better. What an earlier proof forbids to change, a later one need not explain.
//
// # Who takes part
//
// Without a value date, everything. With one, what is due by then or has no due date, and what is due later only where
// its creditor accepts early set-off, of one obligation (Early) or of all that is due within a [Window]. There is no clock:
// the date is an argument. [Exclusions] opt parties, pairs and obligations out. What takes no part stays as it is, and
// counts in Gross, Remaining and NetDebt.
//
// A [Standing] is a Book that stays in memory and cleared while obligations are added, replaced and withdrawn:
// see [Standing.Update].
//
// # Invariants
//
// Of the result of a book under options, in each unit:
//
//  1. 0 <= used <= amount of every entry, and 0 of what takes no part.
//  2. Every party's net position, what it is owed less what it owes, is the same before and after, tenders counted
//     as what their source owes their owner.
//  3. Nobody owes anybody whom it did not owe before, and nobody owes more, but for what it newly promises
//     within an acceptance.
//  4. Between a debtor and a creditor the obligation due earlier is set off first, no due date coming
//     last; then the lower Rank; then the lower ID. Among acceptances of one debtor by one acceptor, and among tenders
//     of one source by one owner, it is the lower Rank and the lower ID.
//  5. Every stage is the best that those before it leave: the Proofs' potentials show it. What takes part and stays holds
//     no ring.
//  6. Gross = Cleared + Remaining, and Remaining + New + Liquidity >= NetDebt.
//  7. The sum of the chains through an entry is what is used of it; there are at most as many chains as
//     entries.
//  8. What is used of an acceptance is a new obligation, and nothing else is; its ID is the acceptance's, a slash
//     and the least number from 1 up that no entry's ID has.
//  9. Where NetReduction comes first and LeastUse next, as they do by default, every chain has more obligations than
//     acceptances and tenders.
//
// # Determinism
//
// The result does not depend on the order of the Book, on the machine or on the number of its
// processors. Where several set-offs are best, which one comes out is a rule without merit: it
// depends on who owes whom how much, on what the stages look at, and on the order of the names, not otherwise on dates,
// ranks or IDs.
//
// That has a bias. Who is set off first has cash sooner, and the rule favours some parties over others for nothing but
// their names and the shape of the graph, the same in every round of the same debts: it tends to set off whole some of
// what could as well be set off in part. Whoever minds should put stages that say what matters.
//
// # Limits
//
//	ID, name of a party           1 to 128 bytes of UTF-8, no control characters, no space at the ends
//	ID of an acceptance           1 to 96 bytes of the same
//	amount                        above zero
//	rank of an acceptance         0 to 15
//	entries of a Book             134,217,727
//	windows of a Book             134,217,727, one a creditor
//	sum of the amounts in a unit  2^62 smallest parts
//	stages                        16
//
// In that sum an acceptance counts as often as its rank says. What is outside the limits is an [Error] that names the
// entry.
//
// # Cost
//
// Sorting the Book, O(n) for IDs and names that differ early and O(n log n) otherwise, and the solver's time for each
// stage. With five obligations a party, about 240 bytes an obligation beside the Book, the Result's 20 among them; at
// most 850, where no two share a party. Sorting takes about as long as the solver does for the largest set-off of
// obligations alone; acceptances, tenders and other stages take the general solver, which is several times slower.
// A stage that is at its best already costs one pass. Verify is the sorting and one linear pass a stage.
//
// # Sources
//
// Credit that is created, cleared and settled without currency, in Ripple-style chains: Chris Cook, in
// Michel Bauwens, "P2P Exchanges should be distinguished from peer production, but both are p2p", P2P
// Foundation blog, 27 June 2013. Set-off as a circulation of largest total: T. Fleischman, P. Dini and G.
// Littera, Liquidity-saving through obligation-clearing and mutual credit, J. Risk Financial Manag. 13
// (2020). Potentials as a proof: linear programming duality, as in package flow.
package clearing
