package partnership

import "errors"

// The reasons for which a partnership refuses something, beside those of packages journal and credit.
var (
	ErrTerms     = errors.New("partnership: not the terms of a partnership")
	ErrAction    = errors.New("partnership: not an action")
	ErrAdopted   = errors.New("partnership: the terms are not adopted, or were before")
	ErrMember    = errors.New("partnership: not an active member")
	ErrKnown     = errors.New("partnership: a name that is taken")
	ErrOffice    = errors.New("partnership: in an office, or with a portion, of the terms")
	ErrNths      = errors.New("partnership: not so many nths")
	ErrValuation = errors.New("partnership: not a valuation that holds")
	ErrPurse     = errors.New("partnership: more than there is on the account")
	ErrApproval  = errors.New("partnership: without the approval of the members")
	ErrProposal  = errors.New("partnership: not an open proposal")
	ErrWords     = errors.New("partnership: words must be 1 to 1024 bytes of text")
	ErrSnapshot  = errors.New("partnership: not a snapshot of a partnership")
	ErrBroken    = errors.New("partnership: a broken invariant")
)
