package grid

import (
	"slices"

	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
)

// Check proves of an outcome by itself what it shows of invariants 1 to 3 of the package comment, or returns an
// error that wraps ErrBroken and names the invariant: for an outcome that comes from outside. O(members).
func (o *Outcome) Check() error {
	if err := o.checkTotals(); err != nil {
		return err
	}
	for i, a := range o.Accounts {
		if i > 0 && o.Accounts[i-1].Member >= a.Member {
			return refuse(ErrBroken, a.Member, "invariant 2: want the accounts in the order of names, one each")
		}
		if err := a.check(o.Total.Used.Unit()); err != nil {
			return err
		}
	}
	return o.checkSums()
}

func (o *Outcome) checkTotals() error {
	t := o.Total
	all := []unit.Amount{t.Produced, t.Discharged, t.Consumed, t.Charged, t.Used, t.Surplus, t.Exported, t.Imported, t.Stored}
	switch {
	case !good(t.Used.Unit(), all...):
		return refuse(ErrBroken, "", "invariant 1: want totals of zero or above, in one unit")
	case sum(t.Produced, t.Discharged) != sum(t.Used, t.Surplus):
		return refuse(ErrBroken, "", "invariant 1: used and surplus are not what there was")
	case sum(t.Used, t.Surplus, t.Imported) != sum(t.Consumed, t.Charged, t.Exported):
		return refuse(ErrBroken, "", "invariant 1: what came in is not what went out")
	}
	return nil
}

func (a *Account) check(u unit.Unit) error {
	switch {
	case !good(u, a.Consumed, a.Entitled, a.Used, a.Imported, a.Surplus) || a.Inside.Unit() != u:
		return refuse(ErrBroken, a.Member, "invariant 2: want accounts of zero or above but inside, in the unit of the totals")
	case sum(a.Used, a.Imported) != sum(a.Consumed):
		return refuse(ErrBroken, a.Member, "invariant 2: used and imported are not what was consumed")
	case sum(a.Used, a.Inside, a.Surplus) != sum(a.Entitled):
		return refuse(ErrBroken, a.Member, "invariant 2: used, inside and surplus are not the entitlement")
	case a.Inside.Sign() < 0 && a.Surplus.Sign() > 0:
		return refuse(ErrBroken, a.Member, "invariant 3: a surplus, and others' used")
	}
	return nil
}

// checkSums: the accounts sum to the totals; the surplus is all the members', or none of it where no key has shares.
func (o *Outcome) checkSums() error {
	of := func(figure func(Account) unit.Amount) wide.Sum {
		var s wide.Sum
		for _, a := range o.Accounts {
			s = s.Add(figure(a).Parts())
		}
		return s
	}
	inside := of(func(a Account) unit.Amount { return a.Inside })
	surplus := of(func(a Account) unit.Amount { return a.Surplus })
	switch {
	case inside != (wide.Sum{}):
		return refuse(ErrBroken, "", "invariant 3: inside does not sum to zero")
	case of(func(a Account) unit.Amount { return a.Used }) != sum(o.Total.Used) ||
		of(func(a Account) unit.Amount { return a.Consumed }) != sum(o.Total.Consumed):
		return refuse(ErrBroken, "", "invariant 2: the accounts do not sum to the totals")
	case surplus != sum(o.Total.Surplus) && surplus != (wide.Sum{}):
		return refuse(ErrBroken, "", "invariant 2: want all of the surplus with the members, or none")
	}
	return nil
}

// good reports whether amounts are of a unit, and none is below zero.
func good(u unit.Unit, amounts ...unit.Amount) bool {
	return !slices.ContainsFunc(amounts, func(a unit.Amount) bool { return a.Unit() != u || a.Sign() < 0 })
}

func sum(amounts ...unit.Amount) wide.Sum {
	var s wide.Sum
	for _, a := range amounts {
		s = s.Add(a.Parts())
	}
	return s
}
