package waterfall

import (
	"fmt"
	"slices"

	"example.org/mutual/unit"
)

// A Case is one member's default: who bears what of it, and what has become of that since. It is plain data
// that its owner keeps. The methods are for one that Run returned or Check accepts; those that change it leave it
// as it was on error.
type Case struct {
	Defaulter string
	Layers    []Layer // as they were when the loss was shared out; not to be changed
	Steps     []Step  // of each layer, as it was then
	Claims    []Owed  // in the order of the loss
	Draws     []Draw  // sorted by layer and then by From
	Recovered unit.Amount
	Worked    unit.Amount // what work has taken off the claim on the defaulter
}

// A Step says what reached a layer of a loss, and what of that it bore. What the haircut bore is what the
// creditors went without.
type Step struct{ Reached, Borne unit.Amount }

// Owed is what a creditor is owed, and how it stands. What is neither paid nor cut is pending: it is paid as
// calls are.
type Owed struct {
	Creditor string
	Amount   unit.Amount
	Paid     unit.Amount
	Cut      unit.Amount // what no layer bears, and what calls have failed to bring
}

// A Draw is what a layer takes from somebody for one default.
type Draw struct {
	Layer int         // its place in the case's Layers
	From  string      // who bears it
	Drawn unit.Amount // as it was drawn
	Borne unit.Amount // less what recoveries took off it again, and calls that failed
	Paid  unit.Amount // for calls what has been paid, less what was returned; for all other layers Borne
}

func newDraw(layer int, kind Kind, from string, a unit.Amount) Draw {
	d := Draw{layer, from, a, a, a}
	if kind == Calls {
		d.Paid = unit.New(0, a.Unit())
	}
	return d
}

// payOut divides among the creditors what the layers bear: what they go without, what is paid now, and the
// rest, which calls are to pay.
func (c *Case) payOut(claims []Claim) error {
	cut, funded := c.Steps[len(c.Steps)-1].Borne.Parts(), int64(0)
	for _, d := range c.Draws {
		funded += d.Paid.Parts()
	}
	c.Claims = make([]Owed, len(claims))
	for i, claim := range claims {
		zero := unit.New(0, claim.Amount.Unit())
		c.Claims[i] = Owed{claim.Creditor, claim.Amount, zero, zero}
	}
	if err := c.credit(cut, Owed.pending, func(o *Owed, parts int64) { o.Cut = plus(o.Cut, parts) }); err != nil {
		return err
	}
	return c.credit(funded, Owed.pending, (*Owed).pay)
}

// credit divides parts among the creditors in proportion to what counts of each, and changes each by its part.
func (c *Case) credit(parts int64, counts func(Owed) int64, change func(*Owed, int64)) error {
	amounts := make([]int64, len(c.Claims))
	for i, o := range c.Claims {
		amounts[i] = counts(o)
	}
	each, err := inProportion(parts, amounts, func(i int) string { return c.Claims[i].Creditor }, c.unit())
	if err != nil {
		return err
	}
	for i, p := range each {
		change(&c.Claims[i], p)
	}
	return nil
}

// among divides parts among draws in proportion to what counts of each, and changes each by its part. Where
// several layers draw on one, the earlier goes first among equals.
func (c *Case) among(draws []Draw, parts int64, counts func(Draw) int64, change func(*Draw, int64)) error {
	if parts == 0 {
		return nil
	}
	amounts := make([]int64, len(draws))
	for i, d := range draws {
		amounts[i] = counts(d)
	}
	key := func(i int) string { return draws[i].From }
	if draws[0].Layer != draws[len(draws)-1].Layer {
		key = func(i int) string { return draws[i].From + "\n" + string(rune(draws[i].Layer)) }
	}
	each, err := inProportion(parts, amounts, key, c.unit())
	if err != nil {
		return err
	}
	for i, p := range each {
		change(&draws[i], p)
	}
	return nil
}

func (c *Case) unit() unit.Unit { return c.Recovered.Unit() }

// plus adds parts to an amount where the sum is known to lie from zero to TotalMax.
func plus(a unit.Amount, parts int64) unit.Amount { return unit.New(a.Parts()+parts, a.Unit()) }

// pending is what a creditor waits for.
func (o Owed) pending() int64 { return o.Amount.Parts() - o.Paid.Parts() - o.Cut.Parts() }

func (o Owed) cut() int64 { return o.Cut.Parts() }

func (o *Owed) pay(parts int64) { o.Paid = plus(o.Paid, parts) }

// behind is what a draw has still to bring, ahead what was paid for it beyond what it bears.
func (d Draw) behind() int64 { return max(0, d.Borne.Parts()-d.Paid.Parts()) }
func (d Draw) ahead() int64  { return max(0, d.Paid.Parts()-d.Borne.Parts()) }
func (d Draw) borne() int64  { return d.Borne.Parts() }

func (d *Draw) bear(parts int64) { d.Borne = plus(d.Borne, parts) }

// sum adds up what counts of each; it is known to be at most TotalMax.
func sum[T any](of []T, counts func(T) int64) int64 {
	n := int64(0)
	for _, x := range of {
		n += counts(x)
	}
	return n
}

// drawn returns the draws of a layer.
func (c *Case) drawn(layer int) []Draw {
	byLayer := func(d Draw, k int) int { return d.Layer - k }
	first, _ := slices.BinarySearchFunc(c.Draws, layer, byLayer)
	end, _ := slices.BinarySearchFunc(c.Draws, layer+1, byLayer)
	return c.Draws[first:end]
}

// Lacks returns what the creditors have not been paid yet: what is pending, and what was cut. O(claims).
func (c *Case) Lacks() unit.Amount {
	return unit.New(sum(c.Claims, func(o Owed) int64 { return o.pending() + o.cut() }), c.unit())
}

// Pending returns the part of Lacks that calls are to pay. O(claims).
func (c *Case) Pending() unit.Amount { return unit.New(sum(c.Claims, Owed.pending), c.unit()) }

// Claim returns what the defaulter owes to those who have paid for it: what layers with Refill have paid, less
// what has been returned and what work took off. Its own security and provision are no part of it. O(draws).
func (c *Case) Claim() unit.Amount {
	paid := sum(c.Draws, func(d Draw) int64 {
		if !c.Layers[d.Layer].Refill {
			return 0
		}
		return d.Paid.Parts()
	})
	return unit.New(paid-c.Worked.Parts(), c.unit())
}

// Clone returns a copy whose changes leave c as it is.
func (c *Case) Clone() Case {
	d := *c
	d.Claims, d.Draws = slices.Clone(c.Claims), slices.Clone(c.Draws)
	return d
}

// Why says in words why somebody bears a draw, with the figures as they were when the loss was shared out. It is
// empty for a draw on no layer of the case.
func (c *Case) Why(d Draw) string {
	if d.Layer < 0 || d.Layer >= min(len(c.Layers), len(c.Steps)) {
		return ""
	}
	l, s := c.Layers[d.Layer], c.Steps[d.Layer]
	text := fmt.Sprintf("%s: %v of the %v that reached it of the loss by %s", l.Name, s.Borne, s.Reached, c.Defaulter)
	if l.Key != NoKey {
		text += fmt.Sprintf("; %v from %s, by %v", d.Drawn, d.From, l.Key)
	}
	return text
}
