// Package pool is the machine of an energy pool, the Natural Grid where it is used: several producers who sell Stock
// ahead of their production, accept each other's from their customers, and account with each other; energy loans that a
// property repays in energy; a dividend of energy to every member; and commons that are levied and shared equally.
//
// It is for applications that keep the accounts of a village, an island or a city quarter, which hand it actions and
// store its entries. It switches no breaker and reads no meter (package grid shares out what meters say), and it holds
// no money: it records what members say was paid.
//
// # The model
//
// A [Pool] begins with [Terms], which its founders adopt. Its members are customers; a member who is admitted as a supplier
// is obliged to accept any Stock of the pool of its carrier, up to the energy that it actually supplied to that
// customer. A manager instructs issues and reads meters, a custodian agrees to forecasts and keeps the records; they
// are not the same, are no members, and hold nothing. [Pool.Apply] applies one action:
//
//	Adopt, Admit, Leave          the members, and which of them are suppliers
//	Amend, Approve, Retract      other terms, by the members' vote
//	Forecast                     what a supplier still expects to produce
//	Issue, Transfer, BuyBack     Stock: sold ahead at par or a discount, passed on, bought back
//	Supply, Redeem, Settle       energy, and what it is paid with: Stock of any issuer, or otherwise
//	Exchange                     both at once, without credit
//	Discharge, Clear             claims between suppliers: made good in energy or money, set off
//	Lend, Repay, Convey          energy loans, attached to a property
//	Dividend                     the pool's own Stock, the same for every member
//	Collect, Level               levies on the use of a commons, the same back for every member
//
// What is supplied can be paid for in Stock of another issuer: it is cancelled, and in the same entry the acceptor has
// a claim on the issuer for that energy. Claims are cleared through package clearing ([Pool.Book], [Lines]); the rest
// is made good in energy, or in money at a price that the claimant agrees to.
//
// An energy loan is owed in energy. No currency and no time enters it: what is open falls by what is repaid and by
// nothing else, and whoever owns the property owes it.
//
// # Invariants
//
//  1. Of each kind of Stock: issued = outstanding + redeemed + bought back, and all else that package stock promises.
//     Issuers are suppliers; holders are members, or the pool, whose Stock no action but a Dividend gives away.
//  2. On each route from a supplier to a customer, of each carrier: supplied = open + redeemed + settled, none below
//     zero. All Stock of a carrier that was redeemed was redeemed against energy actually supplied, once.
//  3. Claims between suppliers sum to zero. A set-off leaves what each owes less what it is owed as it was.
//  4. Of each energy loan: lent = open + repaid; what was repaid came back as Stock and is cancelled. An active member
//     owes what is open, the same for all loans of a property.
//  5. A dividend is the same for every active member; what cannot be divided stays with the pool.
//  6. Balances with the commons, with what is carried and less the purse, are zero.
//  7. After an error, and after Try, the state is what it was, byte for byte; a batch is applied whole or not at all.
//     The same actions give the same entries and the same state.
//  8. Terms are such as can work, with a product for all Stock and all loans; founders are the first members; who has
//     left has nothing open; only active members vote, each once; other terms were proposed against those in force.
//
// # Entries
//
// A class says what moved: "stock/…" and "claim/…" (see package stock), "production/…" from expected to remaining to
// produced, "supply/CARRIER" from supplied to open/SUPPLIER/CUSTOMER to redeemed or settled, "loan/…" between
// property/NAME and lent, and the pool's money between money/NAME, and between commons/NAME, commons/carried and
// commons/purse.
//
// # Determinism
//
// Nothing here reads a clock, draws a number or ranges over a map unsorted. Money is rounded down where energy is paid
// for, levies a half to even; the residue is in the entry.
//
// # Cost
//
// An action costs O(1) and some two microseconds, of which a third is its canonical form and the SHA-256 of that, but
// for those over many: Leave and Clear are linear in all Stock, supplies and loans, Approve, Dividend and Collect in the
// members. [Pool.Check], [Pool.Clone] and snapshots are O(n log n).
//
// # Sources
//
// Chris Cook. Units that any supplier of a pool accepts for energy actually supplied, presented to their issuer by
// others: http://www.eurotrib.com/comments/2009/10/1/181829/534/45; issuers who account with each other:
// https://www.eurotrib.com/comments/2013/9/4/5926/42989/16; no right to delivery:
// http://www.theoildrum.com/node/5269/490569; energy loans and the energy dividend:
// https://wiki.p2pfoundation.net/Carbon_Pool; land rental units: Chris Cook in "Fleeing Vesuvius", Feasta 2010. What is
// decided here beyond his papers: a supply is counted by supplier, customer and carrier; a claim is on the issuer,
// whichever site its Stock was for; the custodian of a pool keeps the register of owners; one member is one person.
package pool
