// Package clearing sets off what people owe each other: the largest set-off that exists, found and
// proved, without any money.
//
// Ann owes Bob, Bob owes Carol, Carol owes Ann: what all three owe can be cancelled, and nobody is worse
// off. The package is for whoever runs a clearing round, from a trade circle to a nation's invoices, and
// for each member who wants to check the outcome. It moves no money, judges nobody's credit and stores
// nothing; the ledger of promises is package credit's.
//
// # The model
//
// A [Book] holds [Obligation]s, each from a debtor to a creditor. A set-off cancels a part of each, so
// that every party has as much cancelled of what it owes as of what it is owed: a circulation on the
// graph of obligations. [Clear] returns the [Result] with the largest total, found as a cheapest flow
// (package [example.org/mutual/clearing/flow]); [Verify] checks it without a solver; [Chains] tells it
// as rings. Obligations in different units never meet: each unit is cleared by itself, and clearing
// converts nothing.
//
// Netting each pair first, or cancelling rings as they are found, loses some of it. For debts of 100
// from A to B, 80 from B to C, 60 from C to A, 20 from A to C and 30 from B to A, the largest set-off
// leaves 50 of 290 owed; pairs first and then the ring leaves 70.
//
// # Invariants
//
// Of the result of a book, in each unit:
//
//  1. 0 <= set-off <= obligation.
//  2. Every party's net position, what it is owed less what it owes, is the same before and after.
//  3. Nobody owes anybody whom it did not owe before, and nobody owes more.
//  4. Between a debtor and a creditor the obligation due earlier is set off first, no due date coming
//     last; then the lower Rank; then the lower ID.
//  5. What stays holds no ring, and no other set-off is larger: the Proof's potentials show it.
//  6. Gross = Cleared + Remaining, and Remaining >= NetDebt.
//  7. The sum of the chains through an obligation is its set-off; there are at most as many chains as
//     obligations.
//
// # Determinism
//
// The result does not depend on the order of the Book, on the machine or on the number of its
// processors. Where several set-offs are the largest, which one comes out is a rule without merit: it
// depends on who owes whom how much and on the order of the names, not on dates, ranks or IDs.
//
// # Limits
//
//	ID, name of a party           1 to 128 bytes of UTF-8, no control characters, no space at the ends
//	amount                        above zero
//	entries of a Book             134,217,727
//	sum of the amounts in a unit  2^62 smallest parts
//
// What is outside them is an [Error] that names the entry.
//
// # Cost
//
// Sorting the Book, O(n log n), and the solver's time. With five obligations a party, about 200 bytes an
// obligation beside the Book, the Result's 20 among them; at most 800, where no two share a party.
// Verify is the sorting and one linear pass.
//
// # Sources
//
// Credit that is created, cleared and settled without currency, in Ripple-style chains: Chris Cook, in
// Michel Bauwens, "P2P Exchanges should be distinguished from peer production, but both are p2p", P2P
// Foundation blog, 27 June 2013. Set-off as a circulation of largest total: T. Fleischman, P. Dini and G.
// Littera, Liquidity-saving through obligation-clearing and mutual credit, J. Risk Financial Manag. 13
// (2020). Potentials as a proof: linear programming duality, as in package flow.
package clearing
