package waterfall

import "example.org/mutual/unit"

// A Payment is money from or to somebody: who was called pays it, and whoever lacks or bears something is paid.
// Layer is the place of the layer that it fills or was called by; to a creditor it is that of the haircut.
type Payment struct {
	Layer  int
	Name   string
	Amount unit.Amount // above zero
}

// Recover shares out money that came in from the defaulter, the waterfall backwards: to what the creditors
// lack, first what was cut and then what is pending, in place of calls, each in proportion to what each lacks;
// then to the layers with Refill from the last to the first, within a layer in proportion to what each
// bears. It returns who is paid what: the creditors in their order, then by layer, calls at the end.
//
// Who has paid a call is not worse off for it than who has not: what creditors are paid in place of calls takes the
// same proportion off what each bears. Where one has then paid more than it bears, it is paid when the others pay.
//
// More than Lacks and Claim together is ErrBeyond, with that as the room: the rest is the defaulter's. An amount
// that is not above zero is ErrAmount, one in another unit ErrUnit. The complexity is O(n log n) in claims
// and draws.
func (c *Case) Recover(amount unit.Amount) ([]Payment, error) {
	if err := c.wrongAmount(amount, c.Defaulter, c.Lacks().Parts()+c.Claim().Parts()); err != nil {
		return nil, err
	}
	left := amount.Parts()
	out, err := c.makeWhole(&left)
	if err != nil {
		return nil, err
	}
	refilled, err := c.refill(left)
	c.Recovered = plus(c.Recovered, amount.Parts())
	return append(out, refilled...), err
}

// refill returns what is left of a recovery to the layers, the last first; and at the end, of what goes back to calls,
// the money to those who have by then paid more than they bear.
func (c *Case) refill(left int64) ([]Payment, error) {
	var out []Payment
	called := int64(0)
	for k := len(c.Layers) - 1; k >= 0; k-- {
		if !c.Layers[k].Refill {
			continue
		}
		part := min(left, sum(c.drawn(k), Draw.borne))
		left -= part
		change := func(d *Draw, parts int64) { d.bear(-parts); out = d.give(out, parts) }
		if c.Layers[k].Kind == Calls {
			called += part
			change = func(d *Draw, parts int64) { d.bear(-parts) }
		}
		if err := c.among(c.drawn(k), part, Draw.borne, change); err != nil {
			return nil, err
		}
	}
	err := c.toAhead(called, func(d *Draw, parts int64) { out = d.give(out, parts) })
	return out, err
}

// makeWhole pays the creditors as far as left goes, and takes what was pending off the calls.
func (c *Case) makeWhole(left *int64) ([]Payment, error) {
	before := c.paid()
	part := min(*left, sum(c.Claims, Owed.cut))
	*left -= part
	if err := c.credit(part, Owed.cut, func(o *Owed, parts int64) { o.Cut = plus(o.Cut, -parts); o.pay(parts) }); err != nil {
		return nil, err
	}
	part = min(*left, c.Pending().Parts())
	*left -= part
	if err := c.credit(part, Owed.pending, (*Owed).pay); err != nil {
		return nil, err
	}
	out := c.since(before)
	return out, c.relieve(part)
}

// relieve takes off the calls what has been paid in their place, the last layer first.
func (c *Case) relieve(parts int64) error {
	for k := len(c.Layers) - 1; k >= 0; k-- {
		if c.Layers[k].Kind != Calls {
			continue
		}
		part := min(parts, sum(c.drawn(k), Draw.borne))
		parts -= part
		if err := c.among(c.drawn(k), part, Draw.borne, func(d *Draw, parts int64) { d.bear(-parts) }); err != nil {
			return err
		}
	}
	return nil
}

// give returns money to whom a draw was on.
func (d *Draw) give(out []Payment, parts int64) []Payment {
	if parts == 0 {
		return out
	}
	d.Paid = plus(d.Paid, -parts)
	return append(out, Payment{d.Layer, d.From, unit.New(parts, d.Paid.Unit())})
}

// paid returns what each creditor has been paid, and since what each has been paid after that.
func (c *Case) paid() []int64 {
	parts := make([]int64, len(c.Claims))
	for i, o := range c.Claims {
		parts[i] = o.Paid.Parts()
	}
	return parts
}

func (c *Case) since(before []int64) []Payment {
	var out []Payment
	for i, o := range c.Claims {
		if parts := o.Paid.Parts() - before[i]; parts > 0 {
			out = append(out, Payment{len(c.Layers) - 1, o.Creditor, unit.New(parts, c.unit())})
		}
	}
	return out
}

// Work takes off the Claim what the defaulter has worked for, at whatever tariff was agreed. It is no money:
// it refills no layer and pays no creditor, and there is only less to recover. More than the Claim is ErrBeyond;
// ErrAmount and ErrUnit are as for Recover.
func (c *Case) Work(worth unit.Amount) error {
	if err := c.wrongAmount(worth, c.Defaulter, c.Claim().Parts()); err != nil {
		return err
	}
	c.Worked = plus(c.Worked, worth.Parts())
	return nil
}

// wrongAmount refuses what is not from one part up to the room there is.
func (c *Case) wrongAmount(a unit.Amount, who string, room int64) error {
	switch {
	case a.Unit() != c.unit():
		return refuse(ErrUnit, "", who, "want an amount in "+c.unit().String())
	case a.Sign() <= 0:
		return refuse(ErrAmount, "", who, "want an amount above zero")
	case a.Parts() > room:
		err := refuse(ErrBeyond, "", who, "")
		err.Asked, err.Room = a, unit.New(room, c.unit())
		return err
	}
	return nil
}
