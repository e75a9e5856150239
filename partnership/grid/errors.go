package grid

import (
	"errors"
	"fmt"
	"time"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// The reasons for which terms, keys and states are refused, each wrapped in an [Error].
var (
	ErrTerms     = errors.New("grid: not the terms of a sharing")
	ErrName      = errors.New("grid: not a name")
	ErrTwice     = errors.New("grid: the same twice")
	ErrUnknown   = errors.New("grid: not a meter or a member of this sharing")
	ErrKey       = errors.New("grid: not a sharing key")
	ErrSum       = errors.New("grid: shares that do not sum to one")
	ErrAlign     = errors.New("grid: not the beginning of an interval")
	ErrBackdated = errors.New("grid: keys that would hold from too early")
	ErrSize      = errors.New("grid: too much at once")
	ErrState     = errors.New("grid: not a state that a sharing can have")
)

// The reasons for which readings, intervals and outcomes are refused, each wrapped in an [Error].
var (
	ErrUnit    = errors.New("grid: an amount of another unit")
	ErrAmount  = errors.New("grid: not an amount that can stand here")
	ErrTotal   = errors.New("grid: a sum of more than 2^61 smallest parts")
	ErrPast    = errors.New("grid: a reading of an interval that is over")
	ErrEarly   = errors.New("grid: a reading of a later interval before this one is shared")
	ErrMissing = errors.New("grid: a reading is missing")
	ErrBroken  = errors.New("grid: a broken invariant")
	ErrStore   = errors.New("grid: more than the store holds or has room for")
)

// An Error says what was refused, why, and what would have been accepted.
type Error struct {
	Reason error       // one of the sentinels above
	Name   string      // of the meter or the member, where it is about one
	At     time.Time   // the interval or the date in question; zero where there is none
	What   string      // what would have been accepted, in words
	Asked  unit.Amount // how much was asked, where an amount was too much; otherwise the zero Amount
	Room   unit.Amount // how much would have been accepted
}

// Error quotes at most 32 characters of a name.
func (e *Error) Error() string {
	text := e.Reason.Error()
	if e.Name != "" {
		text += fmt.Sprintf(": %.32q", e.Name)
	}
	if !e.At.IsZero() {
		text += ": " + e.At.Format(time.RFC3339Nano)
	}
	if e.What != "" {
		text += ": " + e.What
	}
	if e.Asked != (unit.Amount{}) {
		text += fmt.Sprintf(": asked %v, room for %v", e.Asked, e.Room)
	}
	return text
}

// Unwrap returns the reason, so that errors.Is finds it.
func (e *Error) Unwrap() error { return e.Reason }

// refuse makes an Error that does not keep a long hostile name alive.
func refuse(reason error, who, what string) *Error {
	return &Error{Reason: reason, Name: name.Clip(who), What: what}
}

// refuseAt is refuse for what is wrong with a time.
func refuseAt(reason error, at time.Time, what string) *Error {
	return &Error{Reason: reason, At: at.UTC(), What: what}
}
