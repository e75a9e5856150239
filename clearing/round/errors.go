package round

import "errors"

// The reasons for which a round refuses something, beside those of package journal.
var (
	ErrTerms    = errors.New("round: not the terms of a round")
	ErrAction   = errors.New("round: not an action")
	ErrOver     = errors.New("round: final or abandoned")
	ErrResult   = errors.New("round: not a clearing of the book in play")
	ErrProposal = errors.New("round: not the proposal that stands")
	ErrNotice   = errors.New("round: not the party's notice in the proposal")
	ErrDropped  = errors.New("round: dropped out before")
	ErrWords    = errors.New("round: words must be 1 to 1024 bytes of text")
	ErrSnapshot = errors.New("round: not a snapshot of a round")
	ErrBroken   = errors.New("round: a broken invariant")
)
