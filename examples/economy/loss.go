package main

import (
	"errors"

	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// fail has the manager declare somebody in default, and tells who bears what. Of whom nothing is lost after the
// set-off is in no default.
func (g *guild) fail(who string) error {
	id, before := g.id(), g.left()
	switch err := g.do(guarantee.Declare{ID: id, At: g.at(), By: []string{manager}, Members: []string{who}, Because: "three months late"}); {
	case errors.Is(err, guarantee.ErrLoss): // it is late with bills alone
		g.say("          %s is given up, who owes nothing in the town", who)
		return nil
	case err != nil:
		return err
	}
	g.figures().SetOff += before - g.left()
	for _, l := range g.society.Losses() {
		if l.ID != id+"/1" {
			continue
		}
		g.say("          %s is declared in default, and cannot pay %v:", who, owed(l.Case))
		for i, step := range l.Case.Steps {
			if step.Borne.Sign() > 0 {
				g.say("          %12s  %s", step.Borne.Number(), borneBy[l.Case.Layers[i].Kind])
			}
		}
		return g.payOut(l.ID)
	}
	return nil
}

// left is what is left of all promises that were open when the month began, or made since.
func (g *guild) left() (parts int64) {
	for _, id := range g.open {
		p, _ := g.society.Ledger().Promise(id)
		parts += p.Left.Parts()
	}
	return parts
}

// borneBy says who bears what a layer does.
var borneBy = map[waterfall.Kind]string{
	waterfall.Security: "its own security", waterfall.Own: "its own charges of the year", waterfall.Pledges: "those who vouched for it",
	waterfall.Fund: "the reserve", waterfall.Provisions: "the others' charges of the year", waterfall.Calls: "a call on the others",
	waterfall.Haircut: "the creditors, to whom it stays owed",
}

func owed(c waterfall.Case) (sum unit.Amount) {
	parts := int64(0)
	for _, o := range c.Claims {
		sum = o.Amount
		parts += o.Amount.Parts()
	}
	return unit.New(parts, sum.Unit())
}

// lacks is what the society can still ask of a defaulter, and what its creditors have not been paid.
func (g *guild) lacks(who string) (parts int64) {
	for _, l := range g.society.Losses() {
		if l.Case.Defaulter == who {
			parts += g.asks(l)
		}
	}
	return parts
}

func (g *guild) asks(l guarantee.Loss) int64 { return l.Claim.Parts() + l.Case.Lacks().Parts() }

// recover takes what a defaulter has for its losses, the first one first, with what it has on deposit.
func (g *guild) recover(who string, parts int64) error {
	if err := g.hand(who, parts); err != nil {
		return err
	}
	for _, l := range g.society.Losses() {
		if l.Case.Defaulter != who {
			continue
		}
		m, _ := g.society.Member(who)
		parts := min(g.asks(l), m.Deposit.Parts())
		if parts == 0 {
			continue
		}
		g.say("          %12s  is recovered of what %s owes", g.amount(parts).Number(), who)
		take := guarantee.Recover{ID: g.id(), At: g.at(), By: []string{custodian}, Loss: l.ID, In: guarantee.Money, Amount: g.amount(parts)}
		g.figures().Estates += parts
		if err := errors.Join(g.do(take), g.payOut(l.ID)); err != nil {
			return err
		}
	}
	return nil
}

// payCalls has members pay what they were called for, who can. Who cannot owes it.
func (g *guild) payCalls(l guarantee.Loss) error {
	pay := guarantee.PayCalls{ID: g.id(), At: g.at(), By: []string{custodian}, Loss: l.ID}
	for _, d := range l.Case.Draws {
		if l.Case.Layers[d.Layer].Kind != waterfall.Calls {
			continue
		}
		called := l.Case.Unpaid(d.Layer, d.From)
		if called.IsZero() || g.purse[d.From] < called.Parts() || g.failed(d.From) {
			continue
		}
		if err := g.hand(d.From, called.Parts()); err != nil {
			return err
		}
		pay.Payments = append(pay.Payments, guarantee.CallPayment{Member: d.From, Amount: called})
	}
	if len(pay.Payments) == 0 {
		return nil
	}
	return g.do(pay)
}

// payOut pays what stands ready for a loss's creditors, if anything does.
func (g *guild) payOut(loss string) error {
	err := g.do(guarantee.PayOut{ID: g.id(), At: g.at(), By: []string{custodian}, Loss: loss})
	if errors.Is(err, guarantee.ErrLoss) {
		return nil
	}
	return err
}
