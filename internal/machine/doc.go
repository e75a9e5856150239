// Package machine is what the protocols of this module have in common, each of them a state that changes by
// actions alone: how an action is written, read and told from others, how it is applied whole or not at
// all, and how a state is written down and read back.
//
// It is for the machines of this module (credit.Ledger is one), which share its code so that whoever
// learns one knows all. It holds no rule of any protocol.
//
// # The model
//
// A machine has a [Core]: the log of what was applied, and the [Turn] of the action being applied. An action
// lists its fields once, for a [Codec] that writes them or reads them; a [Form] knows all types of action of
// a machine, and gives [Form.Encode] and [Form.Decode]. [Apply], [Try] and [Batch] drive a machine as a
// [Stepper]: they look at ID, time and parties, have its rule applied, and make the changes final or have them
// undone. [Restore], [Head], [WriteAll] and [ReadAll] are for snapshots.
//
// # Invariants
//
//  1. What Decode accepts, Encode writes again, byte for byte; what Encode writes, Decode reads back equal.
//  2. Two actions that differ in a field have different texts, readable or not, and so different digests.
//  3. After an error, and after Try, nothing has changed as far as Undo is right; a Batch applies all or none.
//  4. Whether an action was applied before is found out ahead of all else about it.
//
// # Cost
//
// Apply adds to the rule the writing of the action and one SHA-256 of it, half a microsecond for 250 bytes. For an
// action of up to 64 KiB that allocates nothing but the texts of amounts, beside what the log keeps.
package machine
