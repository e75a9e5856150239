// Package machinetest is what the test kits of the module's machines have in common: it plays actions against a
// machine, and holds it to what all machines promise.
//
// It is for the kits of this module (credit/credittest is one), which know what their actions mean. It knows nothing of
// that: what a kit says of an action, it says as the game's judge.
//
// # The model
//
// A [Game] is a [Machine] and what was applied to it. [Game.Do] applies one action and [Game.DoAll] a batch, refused or
// not. When a history is over, [Game.Again], [Game.Batched] and [Game.Restored] play it on other machines, and
// [Game.Replay] plays it changed in some way, such as with its times stretched.
//
// # Rules
//
// A machine need do no more than apply actions. Whichever of the other methods it has, it is held to them as well.
//
//  1. Try says what Apply then does, and changes nothing.
//  2. An action that was applied is ErrApplied when it comes again, with the number of its entry, and changes nothing.
//  3. An action or a batch that is refused leaves the snapshot as it was, byte for byte.
//  4. The same actions give the same entries and the same snapshot on another machine.
//  5. A batch gives what its actions give one by one.
//  6. A machine restored from a snapshot writes the same one, and goes on as the machine would have.
//
// What a kit's package has of these among its own invariants is named by their numbers there: see [Rules].
package machinetest
