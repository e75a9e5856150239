package waterfall

import (
	"cmp"
	"slices"
	"strings"

	"example.org/mutual/internal/name"
	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
)

// A Holding is what a layer can draw from somebody.
type Holding struct {
	From   string      // who bears it: the defaulter, a guarantor, a fund, a member
	For    string      // for Pledges the member that From vouches for; otherwise empty
	Amount unit.Amount // what it holds there or, for Calls, may still be called for: see [Layer.Room]
	Weight int64       // what the layer's key counts of it, zero or above: see [Key]. Who has none bears nothing
}

// A Loss is what a defaulter cannot pay, claim by claim.
type Loss struct {
	Defaulter string
	Claims    []Claim
}

// A Claim is what one creditor is owed of a loss. A creditor with several claims has a name for each.
type Claim struct {
	Creditor string
	Amount   unit.Amount // above zero
}

// compare orders the holdings of a layer: those that are there for one member stand together.
func (h Holding) compare(g Holding) int {
	return cmp.Or(strings.Compare(h.For, g.For), strings.Compare(h.From, g.From))
}

// arrange returns the holdings of a layer in order, or what is wrong with them.
func (l Layer) arrange(held []Holding, u unit.Unit) ([]Holding, error) {
	var sum, weights wide.Sum
	for i := range held {
		if err := l.wrongHolding(&held[i], u); err != nil {
			return nil, err
		}
		sum, weights = sum.Add(held[i].Amount.Parts()), weights.Add(held[i].Weight)
	}
	if over(sum) {
		return nil, refuse(ErrTotal, l.Name, "", "")
	}
	if _, ok := weights.Int64(); !ok {
		return nil, refuse(ErrWeights, l.Name, "", "want weights that sum to less than 2^63")
	}
	if l.weighs() && sum.Sign() > 0 && weights.Sign() == 0 {
		return nil, refuse(ErrWeights, l.Name, "", "want a weight above zero, as something is held")
	}
	held = slices.Clone(held)
	if ordered(held) {
		return held, nil
	}
	slices.SortFunc(held, Holding.compare)
	for i := 1; i < len(held); i++ {
		if held[i].compare(held[i-1]) == 0 {
			return nil, refuse(ErrTwice, l.Name, held[i].From, "want one holding")
		}
	}
	return held, nil
}

// ordered reports whether holdings are in order, each once.
func ordered(held []Holding) bool {
	for i := 1; i < len(held); i++ {
		if held[i-1].compare(held[i]) >= 0 {
			return false
		}
	}
	return true
}

// over reports whether a sum is beyond TotalMax.
func over(sum wide.Sum) bool { return sum.Sub(TotalMax).Sign() > 0 }

// wrongHolding says what is wrong with a holding by itself.
func (l Layer) wrongHolding(h *Holding, u unit.Unit) error {
	if err := wrongName(l.Name, h.From); err != nil {
		return err
	}
	switch {
	case l.Kind == Haircut || l.Of != "":
		return refuse(ErrHolding, l.Name, h.From, "want none: nothing is held there")
	case l.Kind == Pledges && (h.For == "" || h.For == h.From || len(h.For) > name.BytesMax):
		return refuse(ErrHolding, l.Name, h.From, "want another whom it vouches for")
	case l.Kind != Pledges && h.For != "":
		return refuse(ErrHolding, l.Name, h.From, "want nobody whom it is for")
	case h.Amount.Unit() != u:
		return refuse(ErrUnit, l.Name, h.From, "want an amount in "+u.String())
	case h.Amount.Sign() < 0:
		return refuse(ErrAmount, l.Name, h.From, "want zero or above, got "+h.Amount.String())
	case h.Weight < 0:
		return refuse(ErrWeights, l.Name, h.From, "want a weight of zero or above")
	}
	return nil
}

// wrongLosses refuses losses that cannot be shared out, and returns the unit of those that can.
func wrongLosses(losses []Loss) (unit.Unit, error) {
	var sum wide.Sum
	if len(losses) == 0 || len(losses[0].Claims) == 0 {
		return unit.Unit{}, refuse(ErrLoss, "", "", "want a loss with a claim")
	}
	u := losses[0].Claims[0].Amount.Unit()
	if u.IsZero() {
		return u, refuse(ErrUnit, "", losses[0].Defaulter, "want claims in a unit")
	}
	defaulters := make(map[string]struct{}, len(losses))
	for _, l := range losses {
		if err := wrongName("", l.Defaulter); err != nil {
			return u, err
		}
		defaulters[l.Defaulter] = struct{}{}
		lost, err := l.wrong(u)
		if err != nil {
			return u, err
		}
		sum = sum.Add(lost)
		if over(sum) {
			return u, refuse(ErrTotal, "", l.Defaulter, "")
		}
	}
	if len(defaulters) < len(losses) {
		return u, refuse(ErrTwice, "", "", "want one loss for each defaulter")
	}
	return u, nil
}

// wrong refuses a loss that is none, and returns how large it is.
func (l Loss) wrong(u unit.Unit) (int64, error) {
	var sum wide.Sum
	creditors := make(map[string]struct{}, len(l.Claims))
	for _, c := range l.Claims {
		if err := wrongName("", c.Creditor); err != nil {
			return 0, err
		}
		switch {
		case c.Amount.Unit() != u:
			return 0, refuse(ErrUnit, "", c.Creditor, "want a claim in "+u.String())
		case c.Amount.Sign() <= 0:
			return 0, refuse(ErrAmount, "", c.Creditor, "want a claim above zero")
		}
		creditors[c.Creditor] = struct{}{}
		sum = sum.Add(c.Amount.Parts())
	}
	switch {
	case len(l.Claims) == 0:
		return 0, refuse(ErrLoss, "", l.Defaulter, "want a claim")
	case len(creditors) < len(l.Claims):
		return 0, refuse(ErrTwice, "", l.Defaulter, "want a name for each claim")
	case over(sum):
		return 0, refuse(ErrTotal, "", l.Defaulter, "")
	}
	lost, _ := sum.Int64()
	return lost, nil
}
