package guarantee

import "errors"

// The reasons for which a society refuses something, beside those of packages journal and credit.
var (
	ErrTerms     = errors.New("guarantee: not the terms of a society")
	ErrAction    = errors.New("guarantee: not an action")
	ErrAdopted   = errors.New("guarantee: the terms are not adopted, or were before")
	ErrMember    = errors.New("guarantee: not an active member")
	ErrKnown     = errors.New("guarantee: a name that is taken")
	ErrYear      = errors.New("guarantee: not an open policy year")
	ErrDeposit   = errors.New("guarantee: more than there is on the account")
	ErrSubscribe = errors.New("guarantee: without the subscription of the year, or with it paid before")
	ErrExposure  = errors.New("guarantee: guarantees are open")
	ErrIndebted  = errors.New("guarantee: indebted to the society")
	ErrDefaulted = errors.New("guarantee: declared in default")
	ErrLoss      = errors.New("guarantee: not a loss, or nothing of one")
	ErrQuote     = errors.New("guarantee: not what the quote comes to")
	ErrTrade     = errors.New("guarantee: not for members to do with a promise")
	ErrProposal  = errors.New("guarantee: not an open proposal")
	ErrBudget    = errors.New("guarantee: not an approved budget")
	ErrFund      = errors.New("guarantee: not a common fund of the terms")
	ErrWords     = errors.New("guarantee: words must be 1 to 1024 bytes of text")
	ErrSnapshot  = errors.New("guarantee: not a snapshot of a society")
	ErrBroken    = errors.New("guarantee: a broken invariant")
)
