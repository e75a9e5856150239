package guarantee

import (
	"example.org/mutual/credit"
	"example.org/mutual/internal/machine"
)

// ActionBytesMax is the longest JSON form of an action, in bytes: that of a Net over all of a ledger.
const ActionBytesMax = credit.ActionBytesMax + 64

// form is the JSON form of actions.
var form = machine.Form[Action]{Readers: readers, Write: write, BytesMax: ActionBytesMax, Refused: ErrAction}

var readers = map[string]func(*codec) Action{
	Adopt{}.header().Kind:     machine.Reader[Action]((*Adopt).fields),
	Admit{}.header().Kind:     machine.Reader[Action]((*Admit).fields),
	Deposit{}.header().Kind:   machine.Reader[Action]((*Deposit).fields),
	SetLimits{}.header().Kind: machine.Reader[Action]((*SetLimits).fields),
	Accept{}.header().Kind:    machine.Reader[Action]((*Accept).fields),
	OpenYear{}.header().Kind:  machine.Reader[Action]((*OpenYear).fields),
}

// write writes an action, or reports that it is none of this package's: a pointer to one, say, which could
// be nil, or a struct of somebody else's around one. It names every type so that no action need move to the
// heap to be written, which happens whenever one is applied.
func write(c *codec, a Action) bool {
	switch a := a.(type) {
	case Adopt:
		a.fields(c)
	case Admit:
		a.fields(c)
	case Deposit:
		a.fields(c)
	case SetLimits:
		a.fields(c)
	case Accept:
		a.fields(c)
	case OpenYear:
		a.fields(c)
	default:
		return false
	}
	return true
}

// Decode reads the JSON form of an action: one object in the canonical form of this module, with the
// member type first, as [Encode] writes it, and no other. An error is a journal.RefusalError with
// ErrAction.
func Decode(data []byte) (Action, error) { return form.Decode(data) }

// Encode returns the JSON form of an action: [Decode] reads it back. An action that has none is ErrAction:
// one with a text that is not UTF-8 or too long, or a time outside the years 1 to 9999.
func Encode(a Action) ([]byte, error) { return form.Encode(a) }
