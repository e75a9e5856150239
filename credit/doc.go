// Package credit is a ledger of promises between people: made, passed on, redeemed, settled and set off,
// in any unit of account, without a bank.
//
// People's credit begins as a promise by a productive person to provide goods and services in the future,
// accepted by somebody who trusts it. The package is for an application that keeps such promises for its
// users, a marketplace, a time bank or a trade club, and stores what happened in a database of its own.
// It authenticates nobody, moves no money and asks no clock. It is not a currency: nothing is issued but
// by those who will have to keep their word, and nothing that is owed ever grows.
//
// # The model
//
// A [Ledger] is a state that changes by actions alone. An [Action] is a value such as [Issue]: a struct
// with an ID, a time, the parties whom the application has authenticated for it, and its own fields; it
// has a canonical JSON form ([Encode], [Decode]). [Ledger.Apply] applies it whole or not at all and returns
// the [journal.Entry] that records it; [Ledger.Try] says what Apply would do; [Ledger.Batch] applies several,
// all or none. The rule of each action stands beside its type.
//
// A [Promise] goes from its promisor to its holder. It can be passed on ([Transfer]), kept ([Redeem]),
// settled in something else ([Settle]), given up ([Forgive]), set off against others ([Net]), disputed and
// resolved, declared in default and then taken over by its guarantor ([TakeOver]), unless the holder has given up the
// guarantee ([Renounce]). A [Line] is a creditor's consent to hold a debtor's promises up to a limit, and to have them
// set off. [FixedLimit], [PaymentLimit], [TurnoverLimit] and [ReachLimit] say which limit to set, and why; the last one
// cannot be pumped by members who pay each other back and forth.
//
// [Ledger.Book] hands what may be set off to package clearing; what comes back is applied as a Net, with the
// proof that no set-off is larger.
//
// Strangers pay each other along chains of people who know each other ([Pay]): each step repays a debt or makes
// a new promise within a line, and nobody is made to trust whom it has no line for. [Ledger.Route] plans such
// a [Payment], the cheapest there is, or says what is in the way. Whoever is to stand in the middle
// consents to it ([Mediate]), for nothing unless it names a cost ([SetCharge]). [Reserve] sets aside what a
// payment or a set-off needs until [Commit], [Release] or [Expire], so that one can run over several ledgers.
//
// A [GiftLog] keeps gifts, apart from every ledger: never netted, priced, owed or converted.
//
// # Invariants
//
//  1. Of each promise, 0 <= left <= face, and left never grows: no interest. Of a promise and its parts
//     together no more is left than the face of the promise.
//  2. Promisor and holder differ, and what is promised is said in words.
//  3. What is left of the promises sums up to what pairs and parties owe and are owed; so all balances sum
//     to zero.
//  4. Each promise is named after the action that made it, and a part of one leads back to the promise that
//     it began as, with its promisor, its words, its time, its guarantor unless a holder
//     renounced that, and its origin unless it was taken over.
//  5. A line's limits are not below zero, and the soft one not above the hard one. No action takes what is
//     owed and reserved beyond a limit of its creditor; a limit set below that forbids only that more be.
//
// [Ledger.Check] proves 1 to 5, 9 and 10 of a state from scratch, as far as a state can show them: not, that
// limits were kept at the time. Further, of the ledger as it goes:
//
//  6. After an error the state is what it was, byte for byte of its Snapshot.
//  7. The same actions give the same entries and the same Snapshot on every machine; a Snapshot restored
//     gives the same Snapshot.
//  8. A transfer changes no sum of what is left; a set-off no balance of who did not agree to it; a payment
//     no balance but those of payer, payee and, by its charge, a mediator.
//  9. What is reserved of a promise, or of the room on a line, is what the reservations say, each part
//     once, and lies within what is left, and within the limits as they were when it was reserved. It counts
//     against them until the reservation ends.
//  10. A consent to let payments through names others than the mediator; a charge is above zero and names
//     its cost.
//
// # Limits
//
//	ID of an action, name of a party   1 to 128 bytes of UTF-8; an ID without a slash
//	words                              1 to 1024 bytes of UTF-8
//	both                               no control characters, no space at the ends
//	parties in By                      64
//	promises in one Net or Reserve     1,048,576
//	paths of a payment, and their steps  1,024 and 256
//	consents of one mediator           4,096
//	time until a reservation can expire  31 days
//	receipts in a policy, and seeds    1,048,576 and 65,536
//	metric of a gift                   1 to 128 bytes of UTF-8
//	actions known by their IDs         2^31-1
//	what a party owes, or is owed      2^62 smallest parts
//	JSON form of an action             256 MiB
//
// # Cost
//
// Apply is O(1) for every action but these: Net and Reserve are linear in their lines, and Net with a proof in
// the ledger; a payment is O(n log n) in its steps and in the open promises between the two parties of each;
// Mediate is linear in the mediator's consents, and makes the next Route look again at all that mediator's
// pairs; Archive is linear in the ledger, and a batch of several keeps what each archived until its end. Batch
// is the sum of its actions. Clone, Check, Snapshot and Restore are linear in the ledger: of a million
// promises, 0.1, 0.5, 0.6 and 3 seconds on one core. A promise takes less than 400 bytes, the record of the
// action that made it included.
// The network for Route takes about as much again for each line, from the first plan on.
//
// Not safe for concurrent use: many readers are served by a lock, or by a Clone. Route is no mere reader: it
// needs the ledger for itself.
//
// # Sources
//
// Promises of goods and services as the origin of credit, and its settlement in chains without currency:
// Chris Cook, in Michel Bauwens, "P2P Exchanges should be distinguished from peer production, but both are
// p2p", P2P Foundation blog, 27 June 2013. Payments along chains of such credit: Ryan Fugger, "Money as IOUs
// in social trust networks & a proposal for a decentralized currency network protocol", 2004 (Ripple). Lines
// that a lowered limit never makes illegal: the Trustlines protocol. Reserving before committing, and what
// is pending counting against limits: TigerBeetle. Targets: MyCHIPs. Consents to pass through: the XRP
// Ledger's NoRipple flag. Credit on payment: Komunitin.
package credit
