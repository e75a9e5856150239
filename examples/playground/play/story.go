package play

import (
	"strconv"

	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

// A story is a society on its way through a default.
type story struct {
	*list
	settings
	unit    unit.Unit
	members []string // by name
	society *guarantee.Society
	steps   int
	told    told
}

func newStory(l *list, u unit.Unit, members []string, set settings) *story {
	return &story{list: l, settings: set, unit: u, members: members}
}

// tell goes through all of it: what the members paid in, the default, what comes of calls, and what is recovered.
func (s *story) tell() (*told, error) {
	if err := inTurn(s.found, s.pay, s.trade); err != nil {
		return nil, err
	}
	s.tellMembers()
	if err := s.fall(); err != nil {
		return nil, err
	}
	if len(s.society.Losses()) == 0 {
		return &s.told, s.society.Check()
	}
	s.tellLoss()
	if err := inTurn(s.payOut, s.call, s.recover, s.society.Check); err != nil {
		return nil, err
	}
	s.tellRest()
	return &s.told, nil
}

// inTurn takes steps until one fails.
func inTurn(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// id names the next action.
func (s *story) id() string {
	s.steps++
	return "a" + strconv.Itoa(s.steps)
}

// do applies actions, each of which must be accepted.
func (s *story) do(actions ...guarantee.Action) error {
	for _, a := range actions {
		if _, err := s.society.Apply(a); err != nil {
			return err
		}
	}
	return nil
}

// found founds the society: all members agree to its terms, and its first year opens.
func (s *story) found() (err error) {
	s.society, err = guarantee.New(guarantee.Terms{
		Name: theSociety, Unit: s.unit, Founders: s.members, Manager: manager, Custodian: custodian,
		Cost:    guarantee.Rates{Buyer: s.cost, Seller: s.cost},
		Default: guarantee.Rates{Buyer: s.charge, Seller: s.charge},
		Layers:  guarantee.Layers(s.times),
	})
	if err != nil {
		return err
	}
	return s.do(guarantee.Adopt{ID: s.id(), At: founding, By: s.members},
		guarantee.OpenYear{ID: "2026", At: founding, By: []string{manager}})
}

// pay brings in the members' money: deposits from which the charges will come, with a part to spare for each rounding,
// the defaulter's security, the pledge, and the reserve. The limits are what each has promised and holds.
func (s *story) pay() error {
	bought, sold, count := map[string]int64{}, map[string]int64{}, map[string]int64{}
	for _, o := range s.book.Obligations {
		bought[o.Debtor] += o.Amount.Parts()
		sold[o.Creditor] += o.Amount.Parts()
		count[o.Debtor]++
		count[o.Creditor]++
	}
	var actions []guarantee.Action
	for _, m := range s.members {
		actions = append(actions,
			guarantee.Deposit{ID: s.id(), At: founding, By: []string{custodian}, Member: m, Amount: unit.New(bought[m]+sold[m]+2*count[m], s.unit)},
			guarantee.SetLimits{ID: s.id(), At: founding, By: []string{manager}, Member: m, Buyer: unit.New(bought[m], s.unit),
				Seller: unit.New(sold[m], s.unit), Because: "what it trades"})
	}
	if s.security.Sign() > 0 {
		actions = append(actions, guarantee.PostSecurity{ID: s.id(), At: founding, By: []string{s.defaulter, custodian}, Member: s.defaulter, Amount: s.security})
	}
	if s.voucher != "" && s.pledge.Sign() > 0 {
		actions = append(actions, guarantee.Pledge{ID: s.id(), At: founding, By: []string{s.voucher, custodian}, Member: s.voucher, For: s.defaulter, Amount: s.pledge})
	}
	if s.reserve.Sign() > 0 {
		actions = append(actions, guarantee.Endow{ID: s.id(), At: founding, By: []string{custodian}, From: "the town", Fund: "reserve", Amount: s.reserve})
	}
	return s.do(actions...)
}

// trade makes the promises, each guaranteed for a charge on both sides.
func (s *story) trade() error {
	for i, o := range s.book.Obligations {
		err := s.do(guarantee.Accept{ID: promise(i), At: founding, By: []string{o.Debtor, o.Creditor}, Buyer: o.Debtor, Seller: o.Creditor,
			Amount: o.Amount, For: "goods", Due: due})
		if err != nil {
			return &lineError{s.lines[i], err}
		}
	}
	return nil
}

// fall is the default.
func (s *story) fall() error {
	return s.do(guarantee.Declare{ID: "default", At: late, By: []string{manager}, Members: []string{s.defaulter}, Because: "it cannot pay"})
}

// loss is how the one loss stands.
func (s *story) loss() guarantee.Loss { return s.society.Losses()[0] }

// payOut pays the creditors what is there.
func (s *story) payOut() error {
	loss := s.loss()
	for _, a := range loss.Due {
		if a.Sign() > 0 {
			return s.do(guarantee.PayOut{ID: s.id(), At: late, By: []string{custodian}, Loss: loss.ID})
		}
	}
	return nil
}

// call lets all pay what they are called for, out of money that each brings for it.
func (s *story) call() error {
	loss := s.loss()
	var deposits []guarantee.Action
	var payments []guarantee.CallPayment
	for _, d := range loss.Case.Draws {
		if room := loss.Case.Unpaid(d.Layer, d.From); room.Sign() > 0 {
			deposits = append(deposits, guarantee.Deposit{ID: s.id(), At: late, By: []string{custodian}, Member: d.From, Amount: room})
			payments = append(payments, guarantee.CallPayment{Member: d.From})
		}
	}
	if len(payments) > 0 {
		pay := guarantee.PayCalls{ID: s.id(), At: late, By: []string{custodian}, Loss: loss.ID, Payments: payments}
		if err := s.do(append(deposits, pay)...); err != nil {
			return err
		}
	}
	if err := s.payOut(); err != nil {
		return err
	}
	s.tellPaid(func(c *creditor, paid figure) { c.Called = paid })
	return nil
}

// recover lets the defaulter pay after all, and the money run the waterfall backwards.
func (s *story) recover() error {
	loss := s.loss()
	s.told.Recovered = figureOf(s.recovered)
	if s.recovered.Sign() > 0 {
		err := s.do(
			guarantee.Deposit{ID: s.id(), At: late, By: []string{custodian}, Member: s.defaulter, Amount: s.recovered},
			guarantee.Recover{ID: s.id(), At: late, By: []string{custodian}, Loss: loss.ID, In: guarantee.Money, Amount: s.recovered})
		if err != nil {
			return err
		}
		if err := s.payOut(); err != nil {
			return err
		}
	}
	s.tellPaid(func(c *creditor, paid figure) { c.Recovered = paid })
	return nil
}
