package main

import (
	"maps"
	"slices"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// giveUp lets those fail who are too late. What is overdue, and what they owe the society, is lost to the creditors;
// somebody else takes the business over with its money, its claims and what is not due yet. A guarantee
// shares the loss: first the pool pays, and only what is beyond it stays with the creditors.
func (e *economy) giveUp() error {
	late := map[string]int64{}
	for _, d := range e.debts {
		if d.due <= e.now-failsAfter {
			late[d.debtor] += d.parts
		}
	}
	var failed []string
	for _, p := range e.parties {
		if late[p.name] > p.turns*failsOf100/100 {
			failed = append(failed, p.name)
		}
	}
	for _, who := range failed {
		if err := e.fail(who); err != nil {
			return err
		}
	}
	e.settled()
	return nil
}

func (e *economy) fail(who string) error {
	e.figures().Failures++
	var claims []waterfall.Claim
	var outsiders int64
	for i, d := range e.debts {
		if d.debtor != who || d.due > e.now && d.creditor != society {
			continue
		}
		e.debts[i].parts = 0
		switch d.creditor {
		case outside:
			outsiders += d.parts
		case society:
			shared, err := e.members(d.parts)
			if err != nil {
				return err
			}
			claims = append(claims, shared...)
		default:
			claims = append(claims, waterfall.Claim{Creditor: d.creditor, Amount: unit.New(d.parts, e.unit)})
		}
	}
	e.lose(outside, outsiders)
	return e.share(who, together(claims, e.unit))
}

// members are those who hold the society's own promises, with their parts of what it has lost: they have
// delivered for it.
func (e *economy) members(lost int64) ([]waterfall.Claim, error) {
	var shares []unit.Share
	for _, d := range e.debts {
		if d.debtor == society && d.parts > 0 {
			shares = append(shares, unit.Share{Key: d.id, Weight: d.parts})
		}
	}
	split, err := unit.Split(unit.New(lost, e.unit), shares, unit.LargestRemainder)
	if err != nil {
		return nil, err
	}
	var claims []waterfall.Claim
	k := 0
	for i, d := range e.debts {
		if d.debtor == society && d.parts > 0 {
			e.debts[i].parts -= split.Parts[k].Parts()
			claims = append(claims, waterfall.Claim{Creditor: d.creditor, Amount: split.Parts[k]})
			k++
		}
	}
	return claims, nil
}

// together sums the claims of each creditor, in the order of their names.
func together(claims []waterfall.Claim, u unit.Unit) []waterfall.Claim {
	sums := map[string]int64{}
	for _, c := range claims {
		sums[c.Creditor] += c.Amount.Parts()
	}
	var all []waterfall.Claim
	for _, who := range slices.Sorted(maps.Keys(sums)) {
		if sums[who] > 0 {
			all = append(all, waterfall.Claim{Creditor: who, Amount: unit.New(sums[who], u)})
		}
	}
	return all
}

// share has a loss borne by the pool, where there is one, and by the creditors.
func (e *economy) share(who string, claims []waterfall.Claim) error {
	if len(claims) == 0 {
		return nil
	}
	layers := []waterfall.Layer{{Name: "pool", Kind: waterfall.Fund}, {Name: "creditors", Kind: waterfall.Haircut, Refill: true}}
	pool := []waterfall.Holding{{From: society, Amount: unit.New(e.cash[society], e.unit)}}
	if e.cash[society] == 0 {
		pool = nil
	}
	out, err := waterfall.Run(layers, [][]waterfall.Holding{pool, nil}, []waterfall.Loss{{Defaulter: who, Claims: claims}})
	if err != nil {
		return err
	}
	for _, c := range out.Cases[0].Claims {
		e.move(society, c.Creditor, c.Paid.Parts())
		e.lose(c.Creditor, c.Cut.Parts())
	}
	e.figures().Pool += covered(out.Cases[0].Claims)
	return nil
}

func covered(claims []waterfall.Owed) (sum int64) {
	for _, c := range claims {
		sum += c.Paid.Parts()
	}
	return sum
}

func (e *economy) lose(who string, parts int64) {
	if who == outside {
		e.figures().Outside += parts
		return
	}
	e.losses[who] += parts
	e.figures().Loss += parts
}
