// Package journal holds the words that the protocols of this module share: what an action's record looks
// like, how a refusal says what would have been accepted, who must agree, and what makes a retry safe.
//
// It is for whoever reads the entries of a ledger, a society or a partnership, stores them in an
// application's own database, or writes another machine of the same shape. It keeps no books itself.
//
// # The model
//
// A machine (credit.Ledger is one) is a state that changes by actions alone. Applying an action yields an
// [Entry]: what moved, as [Posting]s, and what was remarkable, as [Note]s. A posting names an account, the
// class of what moved, and how much: an amount in a unit of account, shares, stock of an issuer. Nothing
// of one class becomes another, so each class balances by itself.
//
// An action has an ID of its caller's choice, a time, and the parties that the application has
// authenticated for it. A [Log] remembers which actions were applied, so that one sent twice is applied
// once.
//
// # Invariants
//
//  1. The postings of an entry sum to zero in each class.
//  2. Entries are numbered 1, 2, 3, … without a gap, and no entry's time precedes that of the one before.
//  3. An ID is applied at most once: the same action again is ErrApplied, with its number; another one
//     under that ID is ErrConflict. That is found out before anything else about the action.
//  4. Old actions may be archived, up to a time, the horizon. An action of which no more is known is never
//     applied again: whatever is not after the horizon is ErrArchived.
//
// # Sources
//
// Postings that balance by class are double entry as Luca Pacioli printed it in 1494. Retries made safe
// by the caller's own ID are the practice of payment interfaces.
package journal
