package partnershiptest

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"example.org/mutual/partnership"
)

const nthsClass = "nths"

// A price is what so many nths are worth, and the last moment at which that holds.
type price struct {
	worth, nths int64
	until       time.Time
}

// holds checks that the valuation by which nths are sold is the last that was agreed on, and is not over.
func (a *Auditor) holds(d deed, at time.Time) error {
	agreed := ""
	switch do := d.do.(type) {
	case partnership.Buy:
		agreed = do.Agreed
	case partnership.Contribute:
		agreed = do.Agreed
	}
	if agreed != "" && (agreed != a.standing || a.prices[agreed].until.Before(at)) {
		return fmt.Errorf("invariant 4: %s at the valuation %s, which is over", d.kind, agreed)
	}
	return nil
}

// rated returns x times y by z, rounded down or up.
func rated(x, y, z int64, up bool) *big.Int {
	whole, rest := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(x), big.NewInt(y)), big.NewInt(z), new(big.Int))
	if up && rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return whole
}

// priced checks what nths cost: k = floor(payment x N / worth) of them, for ceil(k x worth / N). The accounts are those
// of before the action.
func (a *Auditor) priced(d deed, before, held map[string]int64) error {
	nths := a.account(nthsClass)
	switch do := d.do.(type) {
	case partnership.Appraise:
		a.prices[d.id], a.standing = price{do.Valuation.Worth.Parts(), total(nths), do.Valuation.Until}, d.id
	case partnership.Rescale:
		p := a.prices[a.standing]
		p.nths *= do.Factor
		a.prices[a.standing] = p
		for _, who := range slices.Sorted(maps.Keys(nths)) {
			if nths[who] != held[who]*do.Factor {
				return fmt.Errorf("invariant 1: %s has %d nths after %d, rescaled by %d", who, nths[who], held[who], do.Factor)
			}
		}
	case partnership.Buy:
		p := a.prices[do.Agreed]
		if do.Agreed == "" {
			p = price{do.Valuation.Worth.Parts(), total(held), do.Valuation.Until}
		}
		return a.paid(do.Buyer, p, before, held, before["carried/"+do.Buyer]+do.Payment.Parts())
	case partnership.Pay:
		return a.invested(do.From, before, held)
	case partnership.Contribute:
		if do.Worth == "" {
			return a.paid(do.Member, a.prices[do.Agreed], before, held, before["carried/"+do.Member]+do.Amount.Parts())
		}
		k := nths["nths/"+do.Member] - held["nths/"+do.Member]
		p := a.prices[do.Agreed]
		if rated(do.Amount.Parts(), p.nths, p.worth, false).Cmp(big.NewInt(k)) != 0 || rated(k, p.worth, p.nths, true).Cmp(big.NewInt(do.Amount.Parts())) != 0 {
			return fmt.Errorf("invariant 4: %d nths for work worth %v, at %+v", k, do.Amount, p)
		}
	}
	return nil
}

// invested checks what an overpayment bought: nths for their worth, which the sellers have.
func (a *Auditor) invested(payer string, before, held map[string]int64) error {
	k := a.account(nthsClass)["nths/"+payer] - held["nths/"+payer]
	if k == 0 {
		return nil
	}
	cost, accounts := int64(0), a.account(a.money())
	for _, name := range slices.Sorted(maps.Keys(accounts)) {
		if strings.HasPrefix(name, "outside/") && name != "outside/"+payer {
			cost += accounts[name] - before[name]
		}
	}
	if p := a.prices[a.standing]; rated(k, p.worth, p.nths, true).Cmp(big.NewInt(cost)) != 0 {
		return fmt.Errorf("invariant 4: %s has paid %d for %d nths, at %+v", payer, cost, k, p)
	}
	return nil
}

// paid checks what a buyer got for what it had.
func (a *Auditor) paid(buyer string, p price, before, held map[string]int64, had int64) error {
	k := a.account(nthsClass)["nths/"+buyer] - held["nths/"+buyer]
	cost := had - a.account(a.money())["carried/"+buyer]
	if rated(had, p.nths, p.worth, false).Cmp(big.NewInt(k)) != 0 || rated(k, p.worth, p.nths, true).Cmp(big.NewInt(cost)) != 0 {
		return fmt.Errorf("invariant 4: %s has paid %d of %d for %d nths, at %+v", buyer, cost, had, k, p)
	}
	return nil
}

// total is how many nths there are.
func total(nths map[string]int64) int64 { return -nths["nths"] }
