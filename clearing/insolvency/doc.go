// Package insolvency settles debts where somebody cannot pay: who then pays how much, exactly, with a proof
// that anybody can check.
//
// Who is not paid may be unable to pay in turn, and rings of debts make that a question about everybody at
// once. The answer is a clearing vector. The package is for whoever has to settle such debts: a clearing
// union with what a set-off has left, a guarantee society after a default, a settlement day. It does not set
// off: do that first, by package clearing, because what is cancelled cannot default. It judges no credit,
// moves no money and knows nothing of law but the order of classes.
//
// # The model
//
// A [System] holds [Debt]s and the [Means] that parties have to pay them besides what they receive. [Settle]
// returns the [Result]: exactly, what each party pays (p); in whole smallest parts, what is paid of each debt.
// A party that has what it owes pays it. One that has less is in default: it pays all it has, its classes of
// debts in their order, and within a class every debt by the same fraction.
//
//   - Default can cost: a party in default then pays α of its means and β of its receipts
//     ([Options].LostMeans and LostReceipts are 1-α and 1-β).
//   - On an all-or-nothing day a party that cannot pay everything pays nothing, and keeps what it has:
//     what is paid is the most of which every payment is in full.
//   - A guarantor can stand between a debtor and a creditor ([Debt].Receipt): the creditor counts on a fixed
//     receipt, the guarantor gets what the debtor pays. Totals.Covered is what that costs it. To give
//     guaranteed creditors less, as a pool that does not suffice must, settle again with the reduced
//     receipts: no one pays more than before, and who was in default stays so.
//
// Where several vectors are possible there is a greatest and a least, in which everybody pays the most and
// the least. Whoever sees all debts reaches the greatest. Where everybody waits to be paid first it ends at
// the least. Three who owe each other 1 in a ring and have nothing pay 1 each in the greatest, and nothing in
// the least; set off first, they owe nothing.
//
// # Invariants
//
// Of a result:
//
//  1. Limited liability: 0 <= p <= what a party owes, and p <= what it has.
//  2. p is a fixed point, exactly: each pays what it owes if it has that when all others pay p; otherwise
//     all it has, less what default costs. Absolute priority: no class gets anything before those under it
//     are paid in full.
//  3. p is the greatest (or least) such vector: every other pays at most (at least) as much, party by party.
//  4. Whole payments: of each debt its exact payment, rounded down or up. What a party pays in all, and what
//     is left to a party in default, are their exact values, so rounded. Nobody pays more than it has.
//  5. Left = Means + Received - Paid of every party; the sum of Left = the sum of Means + Covered.
//
// [Verify] checks them without solving anything; each round's vector in the Result is part of the proof.
//
// # Determinism
//
// A result does not depend on the order of the System, nor on the machine.
//
// # Limits
//
//	ID, name of a party   as in package clearing
//	debts and means       262,144
//	class                 0 to 15
//	sum of all amounts    2^62 smallest parts, times the common denominator of the costs in lowest terms: 10^6 at most
//	work                  2^36 steps, counted, not timed
//
// What is outside them is an [Error]. The work bounds what exactness costs: n parties that pay parts of their
// debts, and whose amounts have b bits, take numbers of n b bits. In trade between 10,000 parties with 100,000
// debts of 20 bits, 2400 in default at once are within it, in ten seconds or so; so are 400 who all owe each other
// amounts of 42 bits. Parties that pay all or nothing cost next to nothing.
//
// # Cost
//
// Settle: sorting, O(n log n); a pass over all parties for each round, of which there are at most as many as
// parties in default; and linear equations for those who pay parts, once a round without classes. Verify: a pass over
// all debts for each round at most, with large numbers for those who pay parts only. A Result holds one number for each
// change of a party's payment in a round.
//
// # Sources
//
// L. Eisenberg and T. H. Noe, Systemic risk in financial systems, Management Science 47 (2001). L. C. G.
// Rogers and L. A. M. Veraart, Failure and rescue in an interbank network, Management Science 59 (2013), for
// costs. H. Elsinger, Financial networks, cross holdings, and limited liability, OeNB working paper 156
// (2009), for classes. P. Csóka and P. J.-J. Herings, Decentralized clearing in financial networks, Management
// Science 64 (2018), for the least vector. M. Bardoscia, G. Ferrara, N. Vause and M. Yoganayagam, Full
// payment algorithm (2019), for all or nothing. J. D. Dixon, Exact solution of linear equations using p-adic
// expansions, Numerische Mathematik 40 (1982).
package insolvency
