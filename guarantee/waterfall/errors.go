package waterfall

import (
	"errors"
	"fmt"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// The reasons for which layers are refused, each wrapped in an [Error].
var (
	ErrLayers   = errors.New("waterfall: not the layers of a waterfall")
	ErrName     = errors.New("waterfall: not a name")
	ErrTwice    = errors.New("waterfall: the same twice")
	ErrKind     = errors.New("waterfall: not a kind of layer")
	ErrKey      = errors.New("waterfall: not a key for this kind of layer")
	ErrShare    = errors.New("waterfall: not a share of the loss")
	ErrCap      = errors.New("waterfall: not a cap")
	ErrUncapped = errors.New("waterfall: a layer without a cap before the last")
	ErrRefill   = errors.New("waterfall: not what recoveries can do to this kind of layer")
)

// The reasons for which holdings, losses, payments and states are refused, each wrapped in an [Error].
var (
	ErrUnit    = errors.New("waterfall: amounts of different units, or of none")
	ErrAmount  = errors.New("waterfall: not an amount that can stand here")
	ErrTotal   = errors.New("waterfall: a sum of more than 2^62 smallest parts")
	ErrWeights = errors.New("waterfall: weights that cannot share anything out")
	ErrHolding = errors.New("waterfall: not a holding of this kind of layer")
	ErrLoss    = errors.New("waterfall: not a loss")
	ErrSize    = errors.New("waterfall: too much at once")
	ErrBeyond  = errors.New("waterfall: more than there is room for")
	ErrCall    = errors.New("waterfall: nobody was called for this")
	ErrBroken  = errors.New("waterfall: a broken invariant")
)

// An Error says what was refused, why, and what would have been accepted.
type Error struct {
	Reason error       // one of the sentinels above
	Layer  string      // the layer's name, where it is about one
	Name   string      // whose holding, loss, claim or payment
	What   string      // what would have been accepted, in words
	Asked  unit.Amount // how much was asked, where an amount was too much; otherwise the zero Amount
	Room   unit.Amount // how much would have been accepted
}

// Error quotes at most 32 characters of a name.
func (e *Error) Error() string {
	text := e.Reason.Error()
	if e.Layer != "" {
		text += fmt.Sprintf(": layer %.32q", e.Layer)
	}
	if e.Name != "" {
		text += fmt.Sprintf(": %.32q", e.Name)
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

// refuse makes an Error that does not keep long hostile names alive.
func refuse(reason error, layer, who, what string) *Error {
	return &Error{Reason: reason, Layer: name.Clip(layer), Name: name.Clip(who), What: what}
}

// wrongName refuses what cannot name a party here. Whether it reads well is for whoever admits the party.
func wrongName(layer, who string) error {
	if who == "" || len(who) > name.BytesMax {
		return refuse(ErrName, layer, who, "want 1 to 128 bytes")
	}
	return nil
}
