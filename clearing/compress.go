package clearing

import (
	"context"
	"errors"
	"fmt"

	"example.org/mutual/unit"
)

// A Compression compares, in one unit, how far the obligations of a Book can be compressed, and by which
// rule. Gross - NetDebt is the excess: what is owed beyond what anybody's position needs.
type Compression struct {
	Unit            unit.Unit `json:"unit"`
	Gross           Figure    `json:"gross"`           // nothing: what each owes each
	Bilateral       Figure    `json:"bilateral"`       // each pair netted
	Conservative    Figure    `json:"conservative"`    // the largest set-off: nobody owes anybody new, or more
	NonConservative Figure    `json:"nonConservative"` // net positions only: whom one owes may change
}

// A Figure is what stays owed, and how many payments settle it: at most one from each party to each other.
type Figure struct {
	Stays    unit.Amount `json:"stays"`
	Payments int         `json:"payments"`
}

// String says the figures in words.
func (c Compression) String() string {
	return fmt.Sprintf("gross %v, bilateral %v, conservative %v, non-conservative %v", c.Gross, c.Bilateral, c.Conservative, c.NonConservative)
}

// String gives the amount, and the payments in brackets.
func (f Figure) String() string { return fmt.Sprintf("%v (%d)", f.Stays, f.Payments) }

// Compress returns the figures of each unit, in the order of the units. All obligations take part, with
// no regard to acceptances, tenders or dates. The order of the figures says what compression can do:
// Gross >= Bilateral >= Conservative >= NonConservative = NetDebt. Errors and cost are those of [Clear].
func Compress(ctx context.Context, b Book) ([]Compression, error) {
	b = Book{Obligations: b.Obligations}
	r, err := Clear(ctx, b, Options{})
	if err != nil {
		return nil, err
	}
	left, err := b.After(r)
	if err != nil {
		return nil, err
	}
	c := newCompressing(r)
	err = errors.Join(
		c.add(b, AsOwed, func(c *Compression) *Figure { return &c.Gross }),
		c.add(b, Netted, func(c *Compression) *Figure { return &c.Bilateral }),
		c.add(left, AsOwed, func(c *Compression) *Figure { return &c.Conservative }),
		c.add(b, Through, func(c *Compression) *Figure { return &c.NonConservative }),
	)
	return c.all, err
}

// A compressing finds the figures of each unit.
type compressing struct {
	all   []Compression
	place map[unit.Unit]int
}

func newCompressing(r *Result) *compressing {
	c := &compressing{all: make([]Compression, len(r.Totals)), place: make(map[unit.Unit]int)}
	for k, t := range r.Totals {
		zero := Figure{Stays: unit.New(0, t.Unit)}
		c.all[k] = Compression{t.Unit, zero, zero, zero, zero}
		c.place[t.Unit] = k
	}
	return c
}

// add adds up what it takes to settle a book in one of the ways.
func (c *compressing) add(b Book, w Way, figure func(*Compression) *Figure) error {
	payments, err := Settle(b, w)
	for _, p := range payments {
		f := figure(&c.all[c.place[p.Amount.Unit()]])
		f.Stays = plus(f.Stays, p.Amount)
		f.Payments++
	}
	return err
}
