package credit

import (
	"fmt"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit/journal"
)

// ActionBytesMax is the longest JSON form of an action, in bytes.
const ActionBytesMax = 1 << 28

// readers read the actions by the type in their JSON form.
var readers = map[string]func(*codec) Action{
	Issue{}.header().kind:      read[Issue],
	Transfer{}.header().kind:   read[Transfer],
	Redeem{}.header().kind:     read[Redeem],
	Settle{}.header().kind:     read[Settle],
	Forgive{}.header().kind:    read[Forgive],
	Exchange{}.header().kind:   read[Exchange],
	TakeOver{}.header().kind:   read[TakeOver],
	Default{}.header().kind:    read[Default],
	Dispute{}.header().kind:    read[Dispute],
	Resolve{}.header().kind:    read[Resolve],
	Pay{}.header().kind:        read[Pay],
	Reserve{}.header().kind:    read[Reserve],
	Commit{}.header().kind:     read[Commit],
	Release{}.header().kind:    read[Release],
	Expire{}.header().kind:     read[Expire],
	Mediate{}.header().kind:    read[Mediate],
	SetCharge{}.header().kind:  read[SetCharge],
	Archive{}.header().kind:    read[Archive],
	SetLine{}.header().kind:    read[SetLine],
	FreezeLine{}.header().kind: read[FreezeLine],
	CloseLine{}.header().kind:  read[CloseLine],
	Net{}.header().kind:        read[Net],
}

// read reads the fields of one type of action.
func read[A Action, P interface {
	*A
	fields(*codec)
}](c *codec) Action {
	var a A
	P(&a).fields(c)
	return a
}

// write writes an action, or reports that it is none of this package's: a pointer to one, say, which could
// be nil, or a struct of somebody else's around one. It names every type so that no action need move to the
// heap to be written, which happens whenever one is applied.
func write(c *codec, a Action) bool {
	c.out.BeginObject()
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
	c.out.EndObject()
	return true
}

// Decode reads the JSON form of an action: one object in the canonical form of this module, with the
// member type first, as [Encode] writes it, and no other. An error is a journal.RefusalError with
// ErrAction.
func Decode(data []byte) (Action, error) {
	if len(data) > ActionBytesMax {
		return nil, &journal.RefusalError{Reason: ErrAction, What: "want at most 268435456 bytes"}
	}
	c := &codec{in: canon.Parse(data)}
	c.in.BeginObject()
	c.in.Key("type")
	kind := c.in.String(name.BytesMax)
	read, ok := readers[kind]
	if !ok && c.in.Err() == nil {
		return nil, &journal.RefusalError{Reason: ErrAction, What: fmt.Sprintf("%.32q is not the type of one", kind)}
	}
	var a Action
	if ok {
		a = read(c)
	}
	c.in.EndObject()
	if err := c.in.End(); err != nil {
		return nil, &journal.RefusalError{Reason: ErrAction, What: err.Error()}
	}
	return a, nil
}

// Encode returns the JSON form of an action: [Decode] reads it back. An action that has none is ErrAction:
// one with a text that is not UTF-8 or too long, a time outside the years 1 to 9999, or a word or a number
// that its field does not know.
func Encode(a Action) ([]byte, error) {
	var e canon.Encoder
	text, err := encode(&codec{out: &e}, a)
	if err != nil {
		return nil, err
	}
	if _, err := Decode(text); err != nil { // so that the two agree on every limit
		return nil, err
	}
	return text, nil
}

// encode writes an action, whatever its fields say, so that no two have the same text. It is good until
// the next use of c.
func encode(c *codec, a Action) ([]byte, error) {
	if !write(c, a) {
		return nil, &journal.RefusalError{Reason: ErrAction, What: fmt.Sprintf("want one of the structs of this package, not a %T", a)}
	}
	text, err := c.out.Bytes()
	if err != nil {
		return nil, &journal.RefusalError{Reason: ErrAction, What: err.Error()}
	}
	return text, nil
}
