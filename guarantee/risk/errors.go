package risk

import (
	"errors"
	"fmt"

	"example.org/mutual/internal/name"
)

// The reasons for which this package refuses something, each wrapped in an [Error].
var (
	ErrRatio     = errors.New("risk: not a ratio from 0 to 1")
	ErrMember    = errors.New("risk: not the name of a member")
	ErrDuplicate = errors.New("risk: the same name twice")
	ErrAmount    = errors.New("risk: an amount must be zero or above")
	ErrUnit      = errors.New("risk: amounts must be of one unit")
	ErrTotal     = errors.New("risk: amounts sum to more than 2^62 smallest parts")
	ErrSize      = errors.New("risk: too few or too many entries")
	ErrSector    = errors.New("risk: not a sector, or not a member's weights in the sectors")
	ErrBand      = errors.New("risk: not the width of a band")
	ErrLattice   = errors.New("risk: too fine a lattice of losses")
	ErrTail      = errors.New("risk: too far out in the tail")
	ErrNumber    = errors.New("risk: a number outside what the formula holds for")
)

// An Error says what was refused, where, and what would have been accepted.
type Error struct {
	Reason error  // one of the sentinels above
	Entry  string // "member", "sector", "claim", "means", "first" or "budget"; empty where it is no entry's fault
	Index  int    // its place in the list, from 0
	Name   string // its name, cut to at most 128 bytes
	Want   string // what would have been accepted, in words
}

// Error quotes at most 32 characters of the name.
func (e *Error) Error() string {
	if e.Entry == "" {
		return fmt.Sprintf("%v: want %s", e.Reason, e.Want)
	}
	return fmt.Sprintf("%v: %s %d (%.32q): want %s", e.Reason, e.Entry, e.Index, e.Name, e.Want)
}

// Unwrap returns the reason, so that errors.Is finds it.
func (e *Error) Unwrap() error { return e.Reason }

func refuse(reason error, want string) *Error { return &Error{Reason: reason, Want: want} }

// refuseEntry makes an Error that does not keep a long hostile name alive.
func refuseEntry(reason error, entry string, i int, s, want string) *Error {
	return &Error{reason, entry, i, name.Clip(s), want}
}
