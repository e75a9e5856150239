package journal

import (
	"errors"
	"fmt"
	"strings"

	"example.org/mutual/unit"
)

// The reasons for which every machine refuses an action. A machine has more of its own.
var (
	ErrApplied  = errors.New("journal: applied before")
	ErrConflict = errors.New("journal: another action was applied under this ID")
	ErrArchived = errors.New("journal: before the archive's horizon, where what was applied is no longer known")
	ErrTime     = errors.New("journal: a time before that of the last action")
	ErrID       = errors.New("journal: not an ID")
	ErrParty    = errors.New("journal: not the name of a party")
	ErrConsent  = errors.New("journal: without the consent of all whom it concerns")
	ErrUnit     = errors.New("journal: an amount in another unit")
	ErrAmount   = errors.New("journal: an amount must be above zero")
	ErrLimit    = errors.New("journal: beyond a limit")
)

// A RefusalError says why an action was refused and what would have been accepted. The state is as it
// was.
type RefusalError struct {
	Reason  error       // ErrLimit, ErrConsent, …
	What    string      // which part of the action, or which bound, says so
	Asked   unit.Amount // how much was asked, where an amount was too much; otherwise the zero Amount
	Room    unit.Amount // how much would have been accepted
	Missing []string    // for ErrConsent: who has not agreed, sorted
}

// Error names the reason, the bound, and what would have been accepted.
func (e *RefusalError) Error() string {
	text := e.Reason.Error()
	if e.What != "" {
		text += ": " + e.What
	}
	if e.Asked != (unit.Amount{}) {
		text += fmt.Sprintf(": asked %v, room for %v", e.Asked, e.Room)
	}
	if len(e.Missing) > 0 {
		text += fmt.Sprintf(": want %.200q to agree", strings.Join(e.Missing, ", "))
	}
	return text
}

// Unwrap returns the reason, so that errors.Is finds it.
func (e *RefusalError) Unwrap() error { return e.Reason }

// An AppliedError says that an action was applied before, and as which entry: a retry may take it for
// success.
type AppliedError struct{ Seq uint64 }

// Error names the entry.
func (e *AppliedError) Error() string { return fmt.Sprintf("%v: entry %d", ErrApplied, e.Seq) }

// Unwrap returns ErrApplied.
func (e *AppliedError) Unwrap() error { return ErrApplied }

// A BatchError says which action of a batch was refused. None was applied.
type BatchError struct {
	Index int   // its place in the batch
	Err   error // why
}

// Error names the action's place and the reason.
func (e *BatchError) Error() string { return fmt.Sprintf("action %d of the batch: %v", e.Index, e.Err) }

// Unwrap returns why.
func (e *BatchError) Unwrap() error { return e.Err }
