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
// resolved, declared in default. A [Line] is a creditor's consent to hold a debtor's promises up to a limit,
// and to have them set off.
//
// [Ledger.Book] hands what may be set off to package clearing; what comes back is applied as a Net.
//
// # Invariants
//
//  1. Of each promise, 0 <= left <= face, and left never grows: no interest. Of a promise and its parts
//     together no more is left than the face of the promise.
//  2. Promisor and holder differ, and what is promised is said in words.
//  3. What is left of the promises sums up to what pairs and parties owe and are owed; so all balances sum
//     to zero.
//  4. Each promise is named after the action that made it, and a part of one leads back to the promise that
//     it began as, with its promisor, its words, its origin and its time.
//  5. A line's limits are not below zero, and the soft one not above the hard one. No action takes what is
//     owed beyond a limit of its creditor; a limit set below what is owed forbids only that more be.
//
// [Ledger.Check] proves 1 to 5 of a state from scratch. Further, of the ledger as it goes:
//
//  6. After an error the state is what it was, byte for byte of its Snapshot.
//  7. The same actions give the same entries and the same Snapshot on every machine; a Snapshot restored
//     gives the same Snapshot.
//  8. A transfer changes no sum of what is left; a set-off no balance of who did not agree to it.
//
// # Limits
//
//	ID of an action, name of a party   1 to 128 bytes of UTF-8; an ID without a slash
//	words                              1 to 1024 bytes of UTF-8
//	both                               no control characters, no space at the ends
//	parties in By                      64
//	promises in one Net                1,048,576
//	what a party owes, or is owed      2^62 smallest parts
//	JSON form of an action             256 MiB
//
// # Cost
//
// Apply is O(1) for every action but Net, which is linear in its lines, and Batch in its actions. Clone,
// Check, Snapshot and Restore are linear in the ledger. A promise takes less than 400 bytes, the record of
// the action that made it included. Not safe for concurrent use: many readers are served by a lock, or by a
// Clone.
//
// # Sources
//
// Promises of goods and services as the origin of credit, and its settlement in chains without currency:
// Chris Cook, in Michel Bauwens, "P2P Exchanges should be distinguished from peer production, but both are
// p2p", P2P Foundation blog, 27 June 2013. Lines that a lowered limit never makes illegal: the Trustlines
// protocol.
package credit
