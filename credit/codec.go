package credit

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
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
	Default{}.header().kind:    read[Default],
	Dispute{}.header().kind:    read[Dispute],
	Resolve{}.header().kind:    read[Resolve],
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
	case Dispute:
		a.fields(c)
	case Resolve:
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
	text, err := encode(&e, a)
	if err != nil {
		return nil, err
	}
	if _, err := Decode(text); err != nil { // so that the two agree on every limit
		return nil, err
	}
	return text, nil
}

// encode writes an action, whatever its fields say, so that no two have the same text. It is good until
// the next use of e.
func encode(e *canon.Encoder, a Action) ([]byte, error) {
	if !write(&codec{out: e}, a) {
		return nil, &journal.RefusalError{Reason: ErrAction, What: fmt.Sprintf("want one of the structs of this package, not a %T", a)}
	}
	text, err := e.Bytes()
	if err != nil {
		return nil, &journal.RefusalError{Reason: ErrAction, What: err.Error()}
	}
	return text, nil
}

var (
	errZero = errors.New("credit: a field with its zero value must be left out")
	errWord = errors.New("credit: not one of the words for this field")
)

// A codec writes fields, or reads them, so that each action lists its own just once. A field with its
// zero value is left out, unless it must be there.
type codec struct {
	out  *canon.Encoder
	in   *canon.Decoder
	unit unit.Unit // for number: the unit that a snapshot defines once
}

// member reports whether a field's value comes next, given whether it is to be left out when written.
func (c *codec) member(key string, zero bool) bool {
	if c.out == nil {
		return c.in.Has(key)
	}
	if !zero {
		c.out.Key(key)
	}
	return !zero
}

// header is what every action begins with, behind its type, which whoever reads must know already.
func (c *codec) header(kind string, id *string, at *time.Time, by *[]string) {
	if c.out != nil {
		c.out.Key("type")
		c.out.String(kind)
	}
	c.text("id", id)
	c.time("at", at)
	c.texts("by", by)
}

func (c *codec) text(key string, s *string) {
	if !c.member(key, *s == "") {
		return
	}
	if c.out != nil {
		c.out.String(*s)
	} else {
		*s = c.in.String(WordsBytesMax)
		c.there(*s != "")
	}
}

func (c *codec) texts(key string, all *[]string) {
	if !c.member(key, len(*all) == 0) {
		return
	}
	if c.out != nil {
		c.out.BeginArray()
		for _, s := range *all {
			c.out.String(s)
		}
		c.out.EndArray()
		return
	}
	c.in.BeginArray()
	for c.in.More() && len(*all) < journal.PartiesMax {
		*all = append(*all, c.in.String(name.BytesMax))
	}
	c.in.EndArray()
	c.there(len(*all) > 0)
}

func (c *codec) time(key string, t *time.Time) {
	if !c.member(key, t.IsZero()) {
		return
	}
	if c.out != nil {
		c.out.Time(*t)
	} else {
		*t = c.in.Time()
		c.there(!t.IsZero())
	}
}

// flag is written where it is true.
func (c *codec) flag(key string, b *bool) {
	if !c.member(key, !*b) {
		return
	}
	if c.out != nil {
		c.out.Bool(true)
	} else {
		*b = c.in.Bool()
		c.there(*b)
	}
}

// number is an amount in the snapshot's unit.
func (c *codec) number(key string, a *unit.Amount) {
	if !c.member(key, *a == unit.Amount{}) {
		return
	}
	if c.out != nil {
		c.out.String(a.Number())
		return
	}
	text := c.in.String(unit.TextBytesMax)
	if c.in.Err() != nil {
		return
	}
	v, err := unit.Parse(text, c.unit)
	if err != nil || v.Number() != text {
		c.in.Fail(errRead)
		return
	}
	*a = v
}

// promise is a promise in a snapshot.
func (c *codec) promise(p *Promise) {
	c.begin()
	c.text("id", &p.ID)
	c.text("root", &p.Root)
	c.text("promisor", &p.Promisor)
	c.text("holder", &p.Holder)
	c.text("guarantor", &p.Guarantor)
	c.text("for", &p.For)
	one(c, "origin", origins, &p.Origin)
	c.number("face", &p.Face)
	c.number("left", &p.Left)
	c.time("issued", &p.Issued)
	c.time("due", &p.Due)
	c.flag("disputed", &p.Disputed)
	c.flag("defaulted", &p.Defaulted)
	c.end()
}

// line is a line in a snapshot; what is owed follows from the promises.
func (c *codec) line(l *Line) {
	c.begin()
	c.text("creditor", &l.Creditor)
	c.text("debtor", &l.Debtor)
	c.number("hard", &l.Hard)
	c.number("soft", &l.Soft)
	one(c, "clearing", clearings, &l.Clearing)
	c.seconds("window", &l.Window)
	c.flag("frozen", &l.Frozen)
	c.end()
}

func (c *codec) begin() {
	if c.out != nil {
		c.out.BeginObject()
	} else {
		c.in.BeginObject()
	}
}

func (c *codec) end() {
	if c.out != nil {
		c.out.EndObject()
	} else {
		c.in.EndObject()
	}
}

// seconds is a duration in whole seconds.
func (c *codec) seconds(key string, d *time.Duration) {
	if !c.member(key, *d == 0) {
		return
	}
	if c.out != nil {
		if *d%time.Second == 0 {
			c.out.Int(int64(*d / time.Second))
		} else {
			c.out.String(d.String()) // for a digest of its own; nothing reads it
		}
		return
	}
	n := c.in.Int()
	if n < 0 || n > int64(windowMax/time.Second) {
		c.in.Fail(errWord)
		return
	}
	*d = time.Duration(n) * time.Second
	c.there(n != 0)
}

// netLines is an array of objects.
func (c *codec) netLines(lines *[]NetLine) {
	if !c.member("lines", len(*lines) == 0) {
		return
	}
	if c.out != nil {
		c.out.BeginArray()
		for _, n := range *lines {
			c.netLine(&n)
		}
		c.out.EndArray()
		return
	}
	c.in.BeginArray()
	for c.in.More() && len(*lines) < NetLinesMax {
		var n NetLine
		c.netLine(&n)
		*lines = append(*lines, n)
	}
	c.in.EndArray()
	c.there(len(*lines) > 0)
}

func (c *codec) netLine(n *NetLine) {
	c.begin()
	c.text("promise", &n.Promise)
	c.amount("setOff", &n.SetOff)
	c.end()
}

// there refuses a field that is spelled out though it has its zero value.
func (c *codec) there(notZero bool) {
	if !notZero {
		c.in.Fail(errZero)
	}
}

// one writes or reads one of a list of words, by its place; the first is the zero value.
func one[T ~uint8](c *codec, key string, words []string, value *T) {
	if c.out != nil {
		if c.member(key, *value == 0) {
			c.word(words, int(*value))
		}
		return
	}
	var word string
	c.text(key, &word)
	if place := slices.Index(words, word); place > 0 {
		*value = T(place)
	} else if word != "" {
		c.in.Fail(errWord)
	}
}

// word writes the word at a place. A place without one has a digest of its own too, but nothing reads it.
func (c *codec) word(words []string, place int) {
	if place < len(words) {
		c.out.String(words[place])
	} else {
		c.out.Int(int64(place))
	}
}

// amount has the JSON form of a unit.Amount.
func (c *codec) amount(key string, a *unit.Amount) {
	if !c.member(key, *a == unit.Amount{}) {
		return
	}
	if c.out != nil {
		c.out.BeginObject()
		c.out.Key("amount")
		c.out.String(a.Number())
		c.out.Key("unit")
		c.out.String(a.Unit().String())
		c.out.EndObject()
		return
	}
	c.in.BeginObject()
	c.in.Key("amount")
	number := c.in.String(unit.TextBytesMax)
	c.in.Key("unit")
	definition := c.in.String(name.BytesMax)
	c.in.EndObject()
	if c.in.Err() == nil {
		if err := a.UnmarshalText([]byte(number + " " + definition)); err != nil {
			c.in.Fail(err)
		}
	}
}
