package credit

import "errors"

// The reasons for which a ledger refuses something, beside those of package journal.
var (
	ErrTerms    = errors.New("credit: not the terms of a ledger")
	ErrAction   = errors.New("credit: not an action")
	ErrPromise  = errors.New("credit: no such promise")
	ErrSettled  = errors.New("credit: a promise that is settled")
	ErrDisputed = errors.New("credit: a promise in dispute")
	ErrDefault  = errors.New("credit: a promise in default")
	ErrWords    = errors.New("credit: words must be 1 to 1024 bytes of text")
	ErrSelf     = errors.New("credit: one party where it takes two")
	ErrLine     = errors.New("credit: not a line")
	ErrFrozen   = errors.New("credit: a frozen line")
	ErrTrust    = errors.New("credit: a new holder that neither trusts the promisor by a line nor agrees")
	ErrMeans    = errors.New("credit: not a way to settle")
	ErrNet      = errors.New("credit: not a set-off")
	ErrProof    = errors.New("credit: not the proof that a set-off is the largest")
	ErrQuote    = errors.New("credit: not a quote for what was paid")
	ErrReserved = errors.New("credit: reserved")
	ErrPath     = errors.New("credit: not the paths of a payment")
	ErrMediator = errors.New("credit: not a mediator's consent or charge")
	ErrRoute    = errors.New("credit: no way for a payment")
	ErrSnapshot = errors.New("credit: not a snapshot of a ledger")
	ErrBroken   = errors.New("credit: a broken invariant")
)
