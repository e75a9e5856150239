package machine

import (
	"errors"
	"time"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

var errNumber = errors.New("not the number of an amount as it is written")

// Amount has the JSON form of a unit.Amount. The zero Amount, which is in no unit, is left out.
func (c *Codec) Amount(key string, a *unit.Amount) {
	if !c.Member(key, *a == unit.Amount{}) {
		return
	}
	c.Begin()
	c.amount(a)
	c.End()
}

// Amounts is an array of amounts. Beyond most, reading fails at what comes next.
func (c *Codec) Amounts(key string, all *[]unit.Amount, most int) {
	List(c, key, all, most, (*Codec).amount)
}

func (c *Codec) amount(a *unit.Amount) {
	if c.Out != nil {
		c.Out.Key("amount")
		c.Out.String(a.Number())
		c.Out.Key("unit")
		c.Out.String(a.Unit().String())
		return
	}
	c.In.Key("amount")
	number := c.In.String(unit.TextBytesMax)
	c.In.Key("unit")
	definition := c.In.String(name.BytesMax)
	if c.In.Err() == nil {
		if err := a.UnmarshalText([]byte(number + " " + definition)); err != nil {
			c.In.Fail(err)
		}
	}
}

// Number is an amount in the codec's unit, as a decimal string.
func (c *Codec) Number(key string, a *unit.Amount) {
	if !c.Member(key, *a == unit.Amount{}) {
		return
	}
	if c.Out != nil {
		c.Out.String(a.Number())
		return
	}
	text := c.In.String(unit.TextBytesMax)
	if c.In.Err() != nil {
		return
	}
	v, err := unit.Parse(text, c.Unit)
	if err != nil || v.Number() != text {
		c.In.Fail(errNumber)
		return
	}
	*a = v
}

// Measure is a unit, by its definition. The zero Unit is left out.
func (c *Codec) Measure(key string, u *unit.Unit) {
	var definition string
	if !u.IsZero() {
		definition = u.String()
	}
	c.Text(key, &definition)
	if c.Out != nil || definition == "" || c.In.Err() != nil {
		return
	}
	read, err := unit.ParseUnit(definition)
	if err != nil {
		c.In.Fail(err)
	}
	*u = read
}

// Quote has the members that a unit.Quote has in JSON.
func (c *Codec) Quote(key string, q *unit.Quote) {
	var v quoted
	if *q != (unit.Quote{}) {
		v = quotedOf(*q)
	}
	c.Object(key, func() bool { return v == quoted{} }, func() {
		for i, member := range quoteMembers {
			c.Text(member, &v[i])
		}
	})
	if c.Out != nil || v == (quoted{}) || c.In.Err() != nil {
		return
	}
	read, err := v.quote()
	if err != nil {
		c.In.Fail(err)
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
