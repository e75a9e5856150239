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
// Two stages are not linear, and come last. [Freed] frees parties of all they owe, one by one, those who owe least
// first. To free the most is NP-hard; this is a heuristic and proves nothing but who is free (free.go). [Even] shares
// what is set off among all debtor-creditor pairs as near to one common fraction of what is owed as the stages before
// leave open: least is the sum of set-off²/owed. Its proof is exact where the pairs' debts have a small common
// multiple, and otherwise bounds how far the optimum can be, mostly a smallest part or two (even.go, even_proof.go).
//
// [Options].LengthMax allows short rings only, which people can follow. To find the best of those is NP-hard as well.
// The search begins with the short rings of the optimum, and goes on until there is none left (ring.go). Its proof
// says what that costs at most against the optimum without a cap, and [Result].Chains are the rings.
//
// Each linear stage of each unit has a [Proof]: potentials that show that no circulation which keeps the stages before
// is better. What an earlier proof forbids to change, a later one need not explain.
//
// # Who takes part
//
// Without a value date, everything. With one, what is due by then or has no due date, and what is due later only where
// its creditor accepts early set-off, of one obligation (Early) or of all that is due within a [Window]. There is no
// clock: the date is an argument. [Exclusions] opt parties, pairs and obligations out. What takes no part stays as it
// is, and counts in Gross, Remaining and NetDebt.
//
// A [Standing] is a Book that stays in memory and cleared while obligations are added, replaced and withdrawn:
// see [Standing.Update].
//
// # Before and after
//
// [Notices] tells each party in plain words what a clearing does to it; package
// [example.org/mutual/clearing/round] takes a clearing from proposal to agreement. What stays is settled between the
// same parties or through the union ([Settle]); [Compress] puts the figures side by side; [Federate] clears clubs one
// by one, then between them, and says what that cost. Where somebody cannot pay what stays, package
// [example.org/mutual/clearing/insolvency] says who pays how much: the greatest clearing vector or the least, with
// default costs, classes of seniority and guaranteed receipts, exactly and with its proof; and settlement days on
// which every payment is in full or not at all. Set off first: what is cancelled cannot default.
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
//  5. Every linear stage is the best that those before it leave, and Even within its Distance: the Proofs' potentials
//     show it. Those whom Freed names owe nothing. What takes part and stays holds no ring.
//  6. Gross = Cleared + Remaining, and Remaining + New + Liquidity >= NetDebt.
//  7. The sum of the chains through an entry is what is used of it; there are at most as many chains as
//     entries, or four times as many under a LengthMax.
//  8. What is used of an acceptance is a new obligation, and nothing else is; its ID is the acceptance's, a slash
//     and the least number from 1 up that no entry's ID has.
//  9. Where NetReduction comes first and LeastUse next, as they do by default, every chain has more obligations than
//     acceptances and tenders.
//  10. Under a LengthMax no chain is longer; no ring of obligations up to it stays, as long as the search is within its
//     bound on work; and no circulation at all gains more than Value and Distance together. This takes the place of 5.
//     Verify looks at length and Distance, and does not search.
//  11. In a [Notice] the difference between what its party is owed and owes is the same after as before, a tender
//     counted as owed by its source.
//  12. A federation never reduces what is owed by more than one clearing of everything would.
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
// what could as well be set off in part. Stages that say what matters leave less to it, and Even leaves nothing but
// single parts. That takes time: see Cost. Freed has a bias of its own, for those who owe little, and so has LengthMax,
// for those with short ways back to themselves.
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
//	LengthMax                     2 to 64
//	parties tried by Freed        64 a unit, beside those who are free already or plainly cannot be
//	rounds of a phase of Even     1,024, then ErrRounds
//	arcs looked at for LengthMax  1,024 an arc and party, and then what one more search takes
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
// Of 100,000 invoices of trade, the solver being done in 0.1 seconds, Even took 3 to 6 seconds, about ninety runs of
// the solver with four slices an arc, and Freed half a second; a million with Even take many minutes. Short rings
// cleared, in 0.1 to 0.4 seconds, 59 % of the optimum with up to 3 parties, 65 % with 4, 74 % with 6 and 83 % with 10.
// Taking shortest rings only, without the optimum to begin with, cleared 56, 60, 64 and 67 %. Of a million invoices, it
// was 52, 58, 66 and 77 %, in 2 to 11 seconds.
//
// # Sources
//
// Credit that is created, cleared and settled without currency, in Ripple-style chains: Chris Cook, in
// Michel Bauwens, "P2P Exchanges should be distinguished from peer production, but both are p2p", P2P
// Foundation blog, 27 June 2013. Set-off as a circulation of largest total: T. Fleischman, P. Dini and G.
// Littera, Liquidity-saving through obligation-clearing and mutual credit, J. Risk Financial Manag. 13
// (2020). Potentials as a proof: linear programming duality, as in package flow. Even and its bound: D. S. Hochbaum and
// J. G. Shanthikumar, Convex separable optimization is not much harder than linear optimization, Journal of the ACM 37
// (1990). Freed includes set packing: R. M. Karp, Reducibility among combinatorial problems (1972).
package clearing
