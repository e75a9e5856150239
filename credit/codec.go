package credit

import "example.org/mutual/internal/machine"

// ActionBytesMax is the longest JSON form of an action, in bytes.
const ActionBytesMax = 1 << 28

// form is the JSON form of actions.
var form = machine.Form[Action]{Readers: readers, Write: write, BytesMax: ActionBytesMax, Refused: ErrAction}

var readers = map[string]func(*codec) Action{
	Issue{}.header().Kind:      machine.Reader[Action]((*Issue).fields),
	Transfer{}.header().Kind:   machine.Reader[Action]((*Transfer).fields),
	Redeem{}.header().Kind:     machine.Reader[Action]((*Redeem).fields),
	Settle{}.header().Kind:     machine.Reader[Action]((*Settle).fields),
	Forgive{}.header().Kind:    machine.Reader[Action]((*Forgive).fields),
	Exchange{}.header().Kind:   machine.Reader[Action]((*Exchange).fields),
	TakeOver{}.header().Kind:   machine.Reader[Action]((*TakeOver).fields),
	Renounce{}.header().Kind:   machine.Reader[Action]((*Renounce).fields),
	Default{}.header().Kind:    machine.Reader[Action]((*Default).fields),
	Dispute{}.header().Kind:    machine.Reader[Action]((*Dispute).fields),
	Resolve{}.header().Kind:    machine.Reader[Action]((*Resolve).fields),
	Pay{}.header().Kind:        machine.Reader[Action]((*Pay).fields),
	Reserve{}.header().Kind:    machine.Reader[Action]((*Reserve).fields),
	Commit{}.header().Kind:     machine.Reader[Action]((*Commit).fields),
	Release{}.header().Kind:    machine.Reader[Action]((*Release).fields),
	Expire{}.header().Kind:     machine.Reader[Action]((*Expire).fields),
	Mediate{}.header().Kind:    machine.Reader[Action]((*Mediate).fields),
	SetCharge{}.header().Kind:  machine.Reader[Action]((*SetCharge).fields),
	Archive{}.header().Kind:    machine.Reader[Action]((*Archive).fields),
	SetLine{}.header().Kind:    machine.Reader[Action]((*SetLine).fields),
	FreezeLine{}.header().Kind: machine.Reader[Action]((*FreezeLine).fields),
	CloseLine{}.header().Kind:  machine.Reader[Action]((*CloseLine).fields),
	Net{}.header().Kind:        machine.Reader[Action]((*Net).fields),
}

// write writes an action, or reports that it is none of this package's: a pointer to one, say, which could
// be nil, or a struct of somebody else's around one. It names every type so that no action need move to the
// heap to be written, which happens whenever one is applied.
func write(c *codec, a Action) bool {
	switch a := a.(type) {
	case Issue:
		a.fields(c)
	case Transfer:
		a.fields(c)
	case Redeem:
		a.fields(c)
	case Settle:
		a.fields(c)
	case Forgive:
		a.fields(c)
	case Exchange:
		a.fields(c)
	case Renounce:
		a.fields(c)
	case Default:
		a.fields(c)
	case TakeOver:
		a.fields(c)
	case Dispute:
		a.fields(c)
	case Resolve:
		a.fields(c)
	case Pay:
		a.fields(c)
	case Reserve:
		a.fields(c)
	case Commit:
		a.fields(c)
	case Release:
		a.fields(c)
	case Expire:
		a.fields(c)
	case Mediate:
		a.fields(c)
	case SetCharge:
		a.fields(c)
	case Archive:
		a.fields(c)
	case SetLine:
		a.fields(c)
	case FreezeLine:
		a.fields(c)
	case CloseLine:
		a.fields(c)
	case Net:
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
// one with a text that is not UTF-8 or too long, a time outside the years 1 to 9999, or a word or a number
// that its field does not know.
func Encode(a Action) ([]byte, error) { return form.Encode(a) }
