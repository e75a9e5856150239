// Package round is a clearing from proposal to agreement: who takes part is told what would be set off, each
// agrees or drops out, and when all agree it happens, all at once.
//
// It is for whoever runs rounds for a trade circle, a chamber of commerce or a community: it keeps order
// among proposals, confirmations and drop-outs, and writes down what was agreed. It computes no clearing
// itself: package clearing does, or anybody else, and the round verifies it. It authenticates nobody, asks no clock
// and moves no money. Whoever clears its own books alone has no need of it.
//
// # The model
//
// A [Round] is a state that changes by actions alone. An [Action] is a value: a struct with an ID, a time,
// the parties whom the application has authenticated for it, and its own fields; it has a canonical JSON form
// ([Encode], [Decode]). [Round.Apply] applies it whole or not at all and returns the [journal.Entry] that
// records it; [Round.Try] says what Apply would do; [Round.Batch] applies several, all or none.
//
//	[Propose]  the operator lays a clearing of what is in play before all; it is verified
//	[Confirm]  a party agrees to what the proposal tells it, its notice
//	[DropOut]  a party goes, with all that it owes and is owed; the proposal falls
//	[Finish]   all in whose notices something happens have confirmed: it is done
//	[Abandon]  nothing is done
//
// After a drop-out the operator clears anew what [Round.Book] says is still in play, and proposes that. Who
// is told the same as before need not confirm again. [Round.Changes] and the notes in the entry report whose
// notice changed and why.
//
// # Invariants
//
//  1. Each proposal is a clearing of the book that was in play, best by the Terms' stages, of which Freed alone proves
//     nothing but who is free: clearing.Verify accepts it.
//  2. In play is all of the book in which nobody stands who dropped out, and nothing else.
//  3. What a party confirmed is its notice in the proposal that stands or, while none does, in the last one. A
//     confirmation lasts into the next proposal exactly where the notice is the same.
//  4. A round is final only by a proposal that everybody has confirmed in whose notice something happens.
//     After Finish and Abandon no action changes it.
//  5. Whose notice differs from that in the proposal before is on the list of Changes, with the reason:
//     nobody is moved by somebody else's dropping out without being told, whether it traded with that party
//     or was reached only through others.
//
// [Round.Check] proves 1 to 4 of a state from scratch. Further, of the round as it goes:
//
//  6. After an error the state is what it was, byte for byte of its Snapshot.
//  7. The same actions give the same entries and the same Snapshot on every machine; a Snapshot restored
//     gives the same Snapshot.
//  8. The postings of an entry sum to zero in each class and, of the parties, for each of them: no net
//     position changes.
//
// # Limits
//
//	ID of an action, name of a party   1 to 128 bytes of UTF-8; an ID without a slash
//	reasons                            1 to 1024 bytes of UTF-8
//	both                               no control characters, no space at the ends
//	parties in By                      64
//	the book                           those of package clearing
//	JSON form of an action             256 MiB
//
// # Cost
//
// Propose takes as long as verifying its clearing, O(n log n) in the book. Confirm and DropOut are O(1), Finish
// is linear in the book. Check and Restore verify up to two proposals; a Clone shares book and proposals with
// its original, which never change. A round keeps the book, at most two results, and some 200 bytes a party.
//
// Not safe for concurrent use: many readers are served by a lock, or by a Clone.
//
// # Sources
//
// That a round which loses a participant must be cleared again without it, with a report of the difference, is
// what users of clearing services ask for. Confirming by the digest of what one was shown is the practice of
// signing documents. What is cleared, and why it is the most, is in package clearing.
package round
