package credit

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"example.org/mutual/clearing"
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

func (c *codec) texts(key string, all *[]string) { c.names(key, all, journal.PartiesMax) }

func (c *codec) names(key string, all *[]string, most int) {
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
	for c.in.More() && len(*all) < most {
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

// promise is a promise in a snapshot; what is reserved of it follows from the reservations.
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

// line is a line in a snapshot; what is owed follows from the promises, what is reserved from the
// reservations.
func (c *codec) line(l *Line) {
	c.begin()
	c.text("creditor", &l.Creditor)
	c.text("debtor", &l.Debtor)
	c.number("hard", &l.Hard)
	c.number("soft", &l.Soft)
	c.number("target", &l.Target)
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

// list writes or reads an array of objects, each by item. Beyond most, reading fails at what comes next.
func list[T any](c *codec, key string, all *[]T, most int, item func(*codec, *T)) {
	if !c.member(key, len(*all) == 0) {
		return
	}
	if c.out != nil {
		c.out.BeginArray()
		for i := range *all {
			c.begin()
			item(c, &(*all)[i])
			c.end()
		}
		c.out.EndArray()
		return
	}
	c.in.BeginArray()
	for c.in.More() && len(*all) < most {
		var x T
		c.begin()
		item(c, &x)
		c.end()
		*all = append(*all, x)
	}
	c.in.EndArray()
	c.there(len(*all) > 0)
}

// object writes or reads an object in a member of its own.
func (c *codec) object(key string, zero bool, members func()) bool {
	if !c.member(key, zero) {
		return false
	}
	c.begin()
	members()
	c.end()
	return true
}

func netLine(c *codec, n *NetLine) {
	c.text("promise", &n.Promise)
	c.amount("setOff", &n.SetOff)
}

// proof has the members that a clearing.Proof has in JSON.
func (c *codec) proof(key string, p *clearing.Proof) {
	c.object(key, noProof(*p), func() {
		definition, stage := p.Unit.String(), string(p.Stage)
		c.text("unit", &definition)
		c.text("stage", &stage)
		c.names("parties", &p.Parties, 2*NetLinesMax)
		c.integers("potentials", &p.Potentials, 2*NetLinesMax)
		c.amount("value", &p.Value)
		if c.in != nil && c.in.Err() == nil {
			u, err := unit.ParseUnit(definition)
			if err != nil {
				c.in.Fail(err)
			}
			p.Unit, p.Stage = u, clearing.Stage(stage)
		}
	})
}

// integers is an array of whole numbers.
func (c *codec) integers(key string, all *[]int64, most int) {
	if !c.member(key, len(*all) == 0) {
		return
	}
	if c.out != nil {
		c.out.BeginArray()
		for _, x := range *all {
			c.out.Int(x)
		}
		c.out.EndArray()
		return
	}
	c.in.BeginArray()
	for c.in.More() && len(*all) < most {
		*all = append(*all, c.in.Int())
	}
	c.in.EndArray()
	c.there(len(*all) > 0)
}

// integer is a whole number.
func (c *codec) integer(key string, x *int64) {
	if !c.member(key, *x == 0) {
		return
	}
	if c.out != nil {
		c.out.Int(*x)
	} else {
		*x = c.in.Int()
		c.there(*x != 0)
	}
}

// quote has the members that a unit.Quote has in JSON.
func (c *codec) quote(key string, q *unit.Quote) {
	var v quoted
	if *q != (unit.Quote{}) {
		v = quotedOf(*q)
	}
	there := c.object(key, *q == unit.Quote{}, func() {
		for i, member := range quoteMembers {
			c.text(member, &v[i])
		}
	})
	if !there || c.in == nil || c.in.Err() != nil {
		return
	}
	read, err := v.quote()
	if err != nil {
		c.in.Fail(err)
		return
	}
	*q = read
}

// quoted are the members of a quote's JSON form.
type quoted [7]string

var quoteMembers = [...]string{"base", "quoted", "rate", "side", "asOf", "validUntil", "source"}

func quotedOf(q unit.Quote) quoted {
	t := q.Terms()
	return quoted{t.Base.String(), t.Quoted.String(), t.Rate.RatString(), t.Side.String(),
		t.AsOf.Format(time.RFC3339Nano), t.ValidUntil.Format(time.RFC3339Nano), t.Source}
}

// quote has package unit read the members, which knows what a quote is.
func (v quoted) quote() (q unit.Quote, err error) {
	var e canon.Encoder
	e.BeginObject()
	for i, member := range quoteMembers {
		e.Key(member)
		e.String(v[i])
	}
	e.EndObject()
	text, err := e.Bytes()
	if err == nil {
		err = q.UnmarshalJSON(text)
	}
	return q, err
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
