package pool

import (
	"errors"
	"fmt"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// The reasons for which a pool refuses something, beside those of packages journal and stock.
var (
	ErrTerms    = errors.New("pool: not the terms of a pool")
	ErrAction   = errors.New("pool: not an action")
	ErrAdopted  = errors.New("pool: the terms are not adopted, or were before")
	ErrMember   = errors.New("pool: not an active member")
	ErrSupplier = errors.New("pool: not a supplier of the pool")
	ErrKnown    = errors.New("pool: a name that is taken")
	ErrProduct  = errors.New("pool: not a product that the pool admits")
	ErrSupply   = errors.New("pool: more than was supplied and not paid for yet")
	ErrQuote    = errors.New("pool: not a quote at which this can be paid")
	ErrNet      = errors.New("pool: not a set-off of claims")
	ErrLoan     = errors.New("pool: not what is open of an energy loan")
	ErrProperty = errors.New("pool: not the owner of record")
	ErrDividend = errors.New("pool: nothing to divide")
	ErrLevy     = errors.New("pool: not a levy of the terms")
	ErrCommons  = errors.New("pool: more than is owed to the commons or by them")
	ErrOpen     = errors.New("pool: something is open yet")
	ErrProposal = errors.New("pool: not an open proposal")
	ErrWords    = errors.New("pool: words must be 1 to 1024 bytes of text")
	ErrSnapshot = errors.New("pool: not a snapshot of a pool")
	ErrBroken   = errors.New("pool: a broken invariant")
)

func refuse(reason error, format string, args ...any) error {
	return &journal.RefusalError{Reason: reason, What: fmt.Sprintf(format, args...)}
}

// tooMuch refuses an amount beyond what there is room for.
func tooMuch(reason error, what string, asked unit.Amount, room int64) error {
	return &journal.RefusalError{Reason: reason, What: what, Asked: asked, Room: unit.New(room, asked.Unit())}
}

// quote is a name in an error.
func quote(s string) string { return fmt.Sprintf("%.32q", s) }
