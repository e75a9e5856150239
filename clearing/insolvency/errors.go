package insolvency

import (
	"errors"
	"fmt"
)

// The reasons for which Settle and Verify refuse a System or Options, each wrapped in an [Error].
var (
	ErrID        = errors.New("insolvency: not an ID")
	ErrParty     = errors.New("insolvency: not the name of a party")
	ErrSelf      = errors.New("insolvency: a party cannot owe itself")
	ErrAmount    = errors.New("insolvency: not such an amount")
	ErrUnit      = errors.New("insolvency: amounts of more than one unit")
	ErrClass     = errors.New("insolvency: a class must be from 0 to 15")
	ErrDuplicate = errors.New("insolvency: two entries for the same")
	ErrTotal     = errors.New("insolvency: amounts sum to too much")
	ErrSize      = errors.New("insolvency: too many entries")
	ErrOptions   = errors.New("insolvency: options that cannot be")
	ErrWork      = errors.New("insolvency: too many in default at once to solve exactly")
)

// The reasons for which Verify refuses a Result, each wrapped in an [Error].
var (
	ErrShape    = errors.New("insolvency: the result is not of this system's shape")
	ErrRound    = errors.New("insolvency: a round does not follow from those before it")
	ErrVector   = errors.New("insolvency: not what the party pays of what it has")
	ErrExtreme  = errors.New("insolvency: another vector lies beyond this one")
	ErrPayout   = errors.New("insolvency: not the exact payment in whole parts")
	ErrPosition = errors.New("insolvency: a position or total that does not add up")
)

// An Error says what is wrong in a System, in Options or in a Result, where, and what would have been
// accepted.
type Error struct {
	Reason error  // one of the sentinels above
	Entry  string // "debt", "means", "round" or "party"; empty for the whole
	Index  int    // its place in the System or the Result, from 0
	ID     string // its ID, or the party's name; at most 128 bytes of it
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
