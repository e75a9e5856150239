package waterfall

import (
	"cmp"
	"fmt"
	"slices"

	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
)

// Check proves of a case by itself invariants 1, 3 and 5 to 7 of the package comment, as far as it can show
// them: for a case that comes from outside. A broken invariant is ErrBroken, which names it; what could stand in no
// case is refused as by [Validate] and [Run]: layers, names, claims that are none, and as ErrAmount an amount below
// zero, beyond TotalMax or in another unit. O(n log n).
func (c *Case) Check() error {
	if err := cmp.Or(Validate(c.Layers, c.unit()), wrongName("", c.Defaulter)); err != nil {
		return err
	}
	// In this order: each may trust what those before have found.
	for _, check := range []func(*Case) error{
		(*Case).checkUnits, (*Case).checkSteps, (*Case).checkClaims, (*Case).checkDraws, (*Case).checkMoney, (*Case).checkPending, (*Case).checkClaim,
	} {
		if err := check(c); err != nil {
			return err
		}
	}
	return nil
}

// broken says which invariant does not hold of whom.
func broken(invariant int, who, what string) error {
	return refuse(ErrBroken, "", who, fmt.Sprintf("invariant %d: %s", invariant, what))
}

// checkUnits: amounts of one unit from zero to TotalMax, so that sums of a few can be trusted.
func (c *Case) checkUnits() error {
	good := func(amounts ...unit.Amount) bool {
		return !slices.ContainsFunc(amounts, func(a unit.Amount) bool { return a.Unit() != c.unit() || a.Sign() < 0 || a.Parts() > TotalMax })
	}
	ok := good(c.Recovered, c.Worked)
	for _, s := range c.Steps {
		ok = ok && good(s.Reached, s.Borne)
	}
	for _, o := range c.Claims {
		ok = ok && good(o.Amount, o.Paid, o.Cut)
	}
	for _, d := range c.Draws {
		ok = ok && good(d.Drawn, d.Borne, d.Paid)
	}
	if !ok {
		return refuse(ErrAmount, "", c.Defaulter, "want all amounts from zero to 2^62 parts of "+c.unit().String())
	}
	return nil
}

// checkSteps: each layer bears at most what it may of what the layers before it left, and the last all of it.
func (c *Case) checkSteps() error {
	left, err := Loss{c.Defaulter, c.losses()}.wrong(c.unit())
	if err != nil {
		return err
	}
	if len(c.Steps) != len(c.Layers) {
		return broken(1, c.Defaulter, "want a step for each layer")
	}
	for k, s := range c.Steps {
		if s.Reached.Parts() != left || s.Borne.Parts() > c.Layers[k].bears(left) {
			return broken(3, c.Layers[k].Name, "it bears more than may reach it")
		}
		left -= s.Borne.Parts()
	}
	if left != 0 {
		return broken(1, c.Defaulter, "the layers do not bear the loss")
	}
	return nil
}

// losses returns the claims as they were.
func (c *Case) losses() []Claim {
	claims := make([]Claim, len(c.Claims))
	for i, o := range c.Claims {
		claims[i] = Claim{o.Creditor, o.Amount}
	}
	return claims
}

func (c *Case) checkClaims() error {
	for _, o := range c.Claims {
		if o.pending() < 0 {
			return broken(1, o.Creditor, "paid and cut are more than is owed")
		}
	}
	return nil
}

// checkDraws: the draws stand in order, sum to what their layers bear, and bear no more than was drawn.
func (c *Case) checkDraws() error {
	sums := make([]wide.Sum, len(c.Layers))
	for i, d := range c.Draws {
		if d.Layer < 0 || d.Layer >= len(c.Layers)-1 || i > 0 && c.Draws[i-1].compare(Payment{Layer: d.Layer, Name: d.From}) >= 0 {
			return broken(1, d.From, "a draw out of order, or on no layer")
		}
		if err := cmp.Or(wrongName("", d.From), c.wrongPayer(d), d.wrong(c.Layers[d.Layer])); err != nil {
			return err
		}
		sums[d.Layer] = sums[d.Layer].Add(d.Drawn.Parts())
	}
	for k, s := range c.Steps[:len(c.Steps)-1] {
		if sums[k] != (wide.Sum{}).Add(s.Borne.Parts()) {
			return broken(1, c.Layers[k].Name, "its draws do not sum to what it bears")
		}
	}
	return nil
}

// wrongPayer refuses a draw on who cannot bear it: what is the defaulter's own is drawn from nobody else, and nothing
// that others bear from the defaulter.
func (c *Case) wrongPayer(d Draw) error {
	mine := d.From == c.Defaulter
	switch c.Layers[d.Layer].Kind {
	case Security, Own:
		if !mine {
			return broken(3, d.From, "a draw on what is the defaulter's own from another")
		}
	case Pledges, Provisions, Calls:
		if mine {
			return broken(3, d.From, "a draw on what others bear from the defaulter")
		}
	}
	return nil
}

func (d Draw) wrong(l Layer) error {
	switch {
	case d.Drawn.Sign() == 0 || d.Borne.Parts() > d.Drawn.Parts() || d.Paid.Parts() > d.Drawn.Parts():
		return broken(3, d.From, "want no more borne and paid than was drawn, and that above zero")
	case l.Kind != Calls && d.Paid != d.Borne:
		return broken(3, d.From, "want as much paid as is borne where nothing is called")
	case !l.Refill && d.Borne != d.Drawn:
		return broken(6, d.From, "a layer without refill was refilled")
	}
	return nil
}

// checkMoney: what the creditors were paid came from the draws and from recoveries.
func (c *Case) checkMoney() error {
	var in, out wide.Sum
	for _, d := range c.Draws {
		in = in.Add(d.Paid.Parts())
	}
	for _, o := range c.Claims {
		out = out.Add(o.Paid.Parts())
	}
	if in.Add(c.Recovered.Parts()) != out {
		return broken(5, c.Defaulter, "what was paid out is not what was drawn and recovered")
	}
	return nil
}

// checkPending: the creditors wait for what the calls have to bring, less what is to be returned of them.
func (c *Case) checkPending() error {
	behind, ahead := sum(c.Draws, Draw.behind), sum(c.Draws, Draw.ahead)
	if behind-ahead != c.Pending().Parts() {
		return broken(7, c.Defaulter, "what the calls are behind is not what the creditors wait for")
	}
	return nil
}

func (c *Case) checkClaim() error {
	if c.Claim().Sign() < 0 {
		return broken(6, c.Defaulter, "more was returned and worked for than the claim")
	}
	return nil
}
