package stock

import (
	"errors"
	"fmt"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// The reasons for which a register refuses something, beside those of package journal. They come in a
// [journal.RefusalError], and the register is as it was.
var (
	ErrKind     = errors.New("stock: not a kind of Stock of this register")
	ErrForecast = errors.New("stock: beyond the production that remains")
	ErrHolding  = errors.New("stock: more than there is to return or pass on")
	ErrHolder   = errors.New("stock: in the hands of its issuer")
	ErrClaim    = errors.New("stock: more than there is to claim")
	ErrReport   = errors.New("stock: nothing that a rate could be of")
	ErrBroken   = errors.New("stock: a broken invariant")
)

func refuse(reason error, format string, args ...any) error {
	return &journal.RefusalError{Reason: reason, What: fmt.Sprintf(format, args...)}
}

// tooMuch refuses an amount beyond what there is room for.
func tooMuch(reason error, what string, asked unit.Amount, room int64) error {
	return &journal.RefusalError{Reason: reason, What: what, Asked: asked, Room: unit.New(room, asked.Unit())}
}
