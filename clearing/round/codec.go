package round

import "example.org/mutual/internal/machine"

// ActionBytesMax is the longest JSON form of an action, in bytes: that of a proposal for some million
// obligations.
const ActionBytesMax = 1 << 28

// form is the JSON form of actions.
var form = machine.Form[Action]{Readers: readers, Write: write, BytesMax: ActionBytesMax, Refused: ErrAction}

var readers = map[string]func(*codec) Action{
	Propose{}.header().Kind: machine.Reader[Action]((*Propose).fields),
	Confirm{}.header().Kind: machine.Reader[Action]((*Confirm).fields),
	DropOut{}.header().Kind: machine.Reader[Action]((*DropOut).fields),
	Finish{}.header().Kind:  machine.Reader[Action]((*Finish).fields),
	Abandon{}.header().Kind: machine.Reader[Action]((*Abandon).fields),
}

// write writes an action, or reports that it is none of this package's: a pointer to one, say, which could
// be nil, or a struct of somebody else's around one.
func write(c *codec, a Action) bool {
	switch a := a.(type) {
	case Propose:
		a.fields(c)
	case Confirm:
		a.fields(c)
	case DropOut:
		a.fields(c)
	case Finish:
		a.fields(c)
	case Abandon:
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
