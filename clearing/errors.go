package clearing

import (
	"errors"
	"fmt"
)

// The reasons for which a Book, or a change of a [Standing]'s, is refused, each wrapped in an [Error].
var (
	ErrID        = errors.New("clearing: not an ID")
	ErrParty     = errors.New("clearing: not the name of a party")
	ErrSelf      = errors.New("clearing: a party cannot owe itself")
	ErrAmount    = errors.New("clearing: an amount must be above zero, in a unit")
	ErrDue       = errors.New("clearing: a due date must lie in the years 1 to 9999 of UTC")
	ErrUnknown   = errors.New("clearing: no obligation with this ID") // of a change only
	ErrDuplicate = errors.New("clearing: two entries with the same ID")
	ErrTotal     = errors.New("clearing: amounts in one unit sum to more than 2^62 smallest parts")
	ErrSize      = errors.New("clearing: too many entries")
	ErrRank      = errors.New("clearing: an acceptance's rank must be 0 to 15")
	ErrStock     = errors.New("clearing: Stock is tendered at a quote that holds at the value date and makes it worth the amount")
)

// The reasons for which Options are refused, each wrapped in an [Error].
var (
	ErrValueDate = errors.New("clearing: a value date must lie in the years 1 to 9999 of UTC")
	ErrStage     = errors.New("clearing: not a stage")
	ErrLength    = errors.New("clearing: a cap on rings must be 2 to 64 parties, with no stage but net reduction or volume")
	ErrExclusion = errors.New("clearing: not an exclusion")
)

// ErrRounds is why Clear gives up on the stage Even, wrapped in an [Error]: one of its phases is not through after
// 1,024 rounds. No book is known for which that happens.
var ErrRounds = errors.New("clearing: too many rounds to share evenly")

// The reasons for which Verify refuses a Result, each wrapped in an [Error].
var (
	ErrIdle     = errors.New("clearing: nothing may be used of what takes no part")
	ErrUse      = errors.New("clearing: what is used must be from zero to the acceptance or tender, in its unit")
	ErrNew      = errors.New("clearing: new obligations must be what used acceptances have become")
	ErrShape    = errors.New("clearing: the result is not of this book's shape")
	ErrDigest   = errors.New("clearing: the result is of another book")
	ErrSetOff   = errors.New("clearing: a set-off must be from zero to the obligation, in its unit")
	ErrOrder    = errors.New("clearing: set-off out of order between the same parties")
	ErrNet      = errors.New("clearing: a set-off must leave every net position as it was")
	ErrNotProof = errors.New("clearing: the potentials do not prove the set-off the best")
	ErrChains   = errors.New("clearing: chains must be rings within the cap that sum to what is used, or without a cap none")
	ErrTotals   = errors.New("clearing: the totals are not those of the set-off")
)

// The reasons for which Settle and Federate refuse what they are asked, each wrapped in an [Error].
var (
	ErrWay        = errors.New("clearing: not a way to settle")
	ErrFederation = errors.New("clearing: not a federation of clubs")
)

// An Error says what is wrong in what was handed in, where, and what would have been accepted.
//
// Its Entry is, in a Book, "obligation", "acceptance", "tender", "window", or the "total" of a unit; in Options
// "stage", and of Exclusions "party", "pair" or "obligation"; in a Result "total", "proof", "chain", or "party" as in
// the Proofs; in Changes "added", "replaced" or "withdrawn"; in a federation "club", "party", "entry" for one of any
// kind, or "federation" for its figures.
type Error struct {
	Reason error  // one of the sentinels above
	Entry  string // of what kind the thing is that is wrong; empty for the whole
	Index  int    // its place among those of its kind, from 0
	ID     string // its ID, the name of the party, creditor, stage or club, or the unit; at most 128 bytes of it
	What   string // what is wrong, or what would have been right
}

// Error quotes at most 32 characters of an ID.
func (e *Error) Error() string {
	text := e.Reason.Error()
	if e.Entry != "" {
		text += fmt.Sprintf(": %s %d (%.32q)", e.Entry, e.Index, e.ID)
	}
	if e.What != "" {
		text += ": " + e.What
	}
	return text
}

// Unwrap returns the reason, so that errors.Is finds it.
func (e *Error) Unwrap() error { return e.Reason }
