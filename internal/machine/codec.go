package machine

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
	errZero = errors.New("a field with its zero value must be left out")
	errWord = errors.New("not one of the words for this field")
)

// A Codec writes fields, or reads them, so that each action lists its own just once. A field with its
// zero value is left out, unless it must be there; spelled out, it is refused, so that nothing has two
// spellings. Either Out or In is set.
type Codec struct {
	Out  *canon.Encoder
	In   *canon.Decoder
	Unit unit.Unit // for Number: the unit that a snapshot defines once
}

// Reading reports whether fields are read, and nothing was wrong so far.
func (c *Codec) Reading() bool { return c.Out == nil && c.In.Err() == nil }

// Member reports whether a field's value comes next, given whether it is to be left out when written.
func (c *Codec) Member(key string, zero bool) bool {
	if c.Out == nil {
		return c.In.Has(key)
	}
	if !zero {
		c.Out.Key(key)
	}
	return !zero
}

// Header is what every action begins with, behind its type, which whoever reads must know already.
func (c *Codec) Header(kind string, id *string, at *time.Time, by *[]string) {
	if c.Out != nil {
		c.Out.Key("type")
		c.Out.String(kind)
	}
	c.Text("id", id)
	c.Time("at", at)
	c.Names("by", by, journal.PartiesMax)
}

// Text is a string of at most name.WordsBytesMax bytes.
func (c *Codec) Text(key string, s *string) {
	if !c.Member(key, *s == "") {
		return
	}
	if c.Out != nil {
		c.Out.String(*s)
	} else {
		*s = c.In.String(name.WordsBytesMax)
		c.there(*s != "")
	}
}

// Names is an array of strings as long as names. Beyond most, reading fails at what comes next.
func (c *Codec) Names(key string, all *[]string, most int) {
	array(c, key, all, most, func(c *Codec, s *string) {
		if c.Out != nil {
			c.Out.String(*s)
		} else {
			*s = c.In.String(name.BytesMax)
		}
	})
}

// Time is a time in UTC.
func (c *Codec) Time(key string, t *time.Time) {
	if !c.Member(key, t.IsZero()) {
		return
	}
	if c.Out != nil {
		c.Out.Time(*t)
	} else {
		*t = c.In.Time()
		c.there(!t.IsZero())
	}
}

// Flag is written where it is true.
func (c *Codec) Flag(key string, b *bool) {
	if !c.Member(key, !*b) {
		return
	}
	if c.Out != nil {
		c.Out.Bool(true)
	} else {
		*b = c.In.Bool()
		c.there(*b)
	}
}

// Begin opens an object.
func (c *Codec) Begin() {
	if c.Out != nil {
		c.Out.BeginObject()
	} else {
		c.In.BeginObject()
	}
}

// End closes it.
func (c *Codec) End() {
	if c.Out != nil {
		c.Out.EndObject()
	} else {
		c.In.EndObject()
	}
}

// Object is an object in a member of its own, left out if it is zero.
func (c *Codec) Object(key string, zero func() bool, members func()) {
	if !c.Member(key, c.Out != nil && zero()) {
		return
	}
	c.Begin()
	members()
	c.End()
	if c.Reading() {
		c.there(!zero())
	}
}

// Seconds is a duration in whole seconds, from 0 to most.
func (c *Codec) Seconds(key string, d *time.Duration, most time.Duration) {
	if !c.Member(key, *d == 0) {
		return
	}
	if c.Out != nil {
		if *d%time.Second == 0 {
			c.Out.Int(int64(*d / time.Second))
		} else {
			c.Out.String(d.String()) // for a digest of its own; nothing reads it
		}
		return
	}
	n := c.In.Int()
	if n < 0 || n > int64(most/time.Second) {
		c.In.Fail(errWord)
		return
	}
	*d = time.Duration(n) * time.Second
	c.there(n != 0)
}

// Integer is a whole number.
func (c *Codec) Integer(key string, x *int64) {
	if !c.Member(key, *x == 0) {
		return
	}
	if c.Out != nil {
		c.Out.Int(*x)
	} else {
		*x = c.In.Int()
		c.there(*x != 0)
	}
}

// Integers is an array of whole numbers. Beyond most, reading fails at what comes next.
func (c *Codec) Integers(key string, all *[]int64, most int) {
	array(c, key, all, most, func(c *Codec, x *int64) {
		if c.Out != nil {
			c.Out.Int(*x)
		} else {
			*x = c.In.Int()
		}
	})
}

// List is an array of objects, each with the members that item lists. Beyond most, reading fails at what comes next.
func List[T any](c *Codec, key string, all *[]T, most int, item func(*Codec, *T)) {
	array(c, key, all, most, func(c *Codec, x *T) {
		c.Begin()
		item(c, x)
		c.End()
	})
}

// array is an array of what value writes or reads, left out if it is empty.
func array[T any](c *Codec, key string, all *[]T, most int, value func(*Codec, *T)) {
	if !c.Member(key, len(*all) == 0) {
		return
	}
	if c.Out != nil {
		c.Out.BeginArray()
		for i := range *all {
			value(c, &(*all)[i])
		}
		c.Out.EndArray()
		return
	}
	c.In.BeginArray()
	for c.In.More() && len(*all) < most {
		var x T
		value(c, &x)
		*all = append(*all, x)
	}
	c.In.EndArray()
	c.there(len(*all) > 0)
}

// One is one of a list of words, by its place; the first is the zero value.
func One[T ~uint8](c *Codec, key string, words []string, value *T) {
	if c.Out != nil {
		if c.Member(key, *value == 0) {
			c.word(words, int(*value))
		}
		return
	}
	var word string
	c.Text(key, &word)
	if place := slices.Index(words, word); place > 0 {
		*value = T(place)
	} else if word != "" {
		c.In.Fail(errWord)
	}
}

// word writes the word at a place. A place without one has a digest of its own too, but nothing reads it.
func (c *Codec) word(words []string, place int) {
	if place < len(words) {
		c.Out.String(words[place])
	} else {
		c.Out.Int(int64(place))
	}
}

// there refuses a field that is spelled out though it has its zero value.
func (c *Codec) there(notZero bool) {
	if !notZero {
		c.In.Fail(errZero)
	}
}
