package main

import (
	"errors"
	"fmt"

	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// giveUp has the manager declare those in default who are too late, and tells who bears what.
func (s *story) giveUp() error {
	late := map[string]int64{}
	for p := range s.society.Ledger().Promises() {
		if !p.Defaulted && p.Left.Sign() > 0 && p.Due.Before(s.now().AddDate(0, -failsAfter, 0)) {
			late[p.Promisor] += p.Left.Parts()
		}
	}
	for _, p := range s.parties {
		if late[p.name] > p.turns*failsOf100/100 {
			if err := s.fail(p.name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *story) fail(who string) error {
	id := s.id()
	if err := s.do(guarantee.Declare{ID: id, At: s.now(), By: []string{manager}, Members: []string{who}, Because: "three months late"}); err != nil {
		return err
	}
	for _, l := range s.society.Losses() {
		if l.ID != id+"/1" {
			continue
		}
		s.say("          %s is declared in default, and cannot pay %v to %d creditors:", who, owed(l.Case), len(l.Case.Claims))
		for i, step := range l.Case.Steps {
			if step.Borne.Sign() > 0 {
				s.say("          %12s  %s", step.Borne.Number(), borneBy[l.Case.Layers[i].Kind])
			}
		}
		return errors.Join(s.payLoss(l), s.recover(l), s.inherit(who))
	}
	return nil
}

// recover takes in what the defaulter has in money, up to what it owes.
func (s *story) recover(l guarantee.Loss) error {
	who := l.Case.Defaulter
	for _, now := range s.society.Losses() {
		if now.ID != l.ID {
			continue
		}
		owes, err := now.Claim.Add(now.Case.Lacks())
		if err != nil {
			return err
		}
		parts := min(s.cash[who], owes.Parts())
		if parts == 0 {
			return nil
		}
		s.cash[who] -= parts
		s.say("          %12s  is recovered of it", s.amount(parts).Number())
		if err := s.do(guarantee.Deposit{ID: s.id(), At: s.now(), By: []string{custodian}, Member: who, Amount: s.amount(parts)},
			guarantee.Recover{ID: s.id(), At: s.now(), By: []string{custodian}, Loss: l.ID, In: guarantee.Money, Amount: s.amount(parts)}); err != nil {
			return err
		}
		return s.payOut(l.ID)
	}
	return nil
}

// inherit has somebody else take the business over as a new member, with the money that is left and what the turbine
// knows of it.
func (s *story) inherit(who string) error {
	place := s.placed[who]
	s.heirs[place]++
	heir := fmt.Sprintf("%s (%d)", s.first[place], s.heirs[place]+1)
	s.parties[place].name, s.placed[heir] = heir, place
	s.cash[heir], s.cash[who] = s.cash[who], 0
	if err := s.admit(s.parties[place], true); err != nil {
		return err
	}
	for _, d := range s.trades {
		if d.buyer == place || d.seller == place {
			if err := s.consent(s.parties[d.seller].name, s.parties[d.buyer].name); err != nil {
				return err
			}
		}
	}
	if s.wind == nil {
		return nil
	}
	return s.rewire(who, heir)
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

// payLoss pays the creditors what there is, has members pay what they are called for, and pays that too.
func (s *story) payLoss(l guarantee.Loss) error {
	if err := s.payOut(l.ID); err != nil {
		return err
	}
	pay := guarantee.PayCalls{ID: s.id(), At: s.now(), By: []string{custodian}, Loss: l.ID}
	for _, d := range l.Case.Draws {
		if l.Case.Layers[d.Layer].Kind != waterfall.Calls || s.cash[d.From] < d.Drawn.Parts() {
			continue // who cannot pay owes it
		}
		s.cash[d.From] -= d.Drawn.Parts()
		if err := s.do(guarantee.Deposit{ID: s.id(), At: s.now(), By: []string{custodian}, Member: d.From, Amount: d.Drawn}); err != nil {
			return err
		}
		pay.Payments = append(pay.Payments, guarantee.CallPayment{Member: d.From, Amount: d.Drawn})
	}
	if len(pay.Payments) == 0 {
		return nil
	}
	if err := s.do(pay); err != nil {
		return err
	}
	return s.payOut(l.ID)
}

// payOut pays what stands ready for a loss's creditors, if anything does.
func (s *story) payOut(loss string) error {
	err := s.do(guarantee.PayOut{ID: s.id(), At: s.now(), By: []string{custodian}, Loss: loss})
	if errors.Is(err, guarantee.ErrLoss) {
		return nil
	}
	return err
}
