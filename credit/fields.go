package credit

import (
	"errors"
	"slices"
	"time"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

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
