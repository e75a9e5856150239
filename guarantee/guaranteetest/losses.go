package guaranteetest

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// A Loser shows the losses that were declared.
type Loser interface{ Losses() []guarantee.Loss }

// lossWays are what each action on losses may move. What the manager declares takes from securities and
// pledges into the book, and pays nobody.
func lossWays() map[string][]Way {
	shared := []Way{{"deposit/", "pool/default"}, {"pool/default", "deposit/"}, {"pool/default", "fund/"}}
	return map[string][]Way{
		"declare":  {{"security/", "pool/default"}, {"pledge/", "pool/default"}, {"fund/", "pool/default"}},
		"payOut":   shared,
		"payCalls": shared[:2],
		"recover":  shared,
		"clear":    shared[1:],
	}
}

// lossActions are how actions on losses are made.
func lossActions() map[string]func(*Act) guarantee.Action {
	return map[string]func(*Act) guarantee.Action{
		"declare":  (*Act).declare,
		"payOut":   (*Act).payOut,
		"payCalls": (*Act).payCalls,
		"recover":  (*Act).recover,
		"writeOff": (*Act).writeOff,
		"clear":    (*Act).clear,
	}
}

// loss is one that was declared, the zero Loss where there is none.
func (a *Act) loss() guarantee.Loss {
	if s, ok := a.Machine.(Loser); ok {
		if all := s.Losses(); len(all) > 0 {
			return all[int(a.B)%len(all)]
		}
	}
	return guarantee.Loss{}
}

func (a *Act) declare() guarantee.Action {
	d := guarantee.Declare{ID: a.ID, At: a.At, By: []string{a.manager()}, Members: []string{a.Member()}, Because: "did not pay"}
	switch a.C {
	case 0:
		d.Members = append(d.Members, a.Other())
	case 1:
		d.Means = []insolvency.Means{{Party: a.Other(), Amount: a.Amount()}}
	case 2, 3, 4, 5:
		return a.payOut()
	case 6, 7, 8, 9, 10:
		return a.payCalls()
	}
	return d
}

func (a *Act) payOut() guarantee.Action {
	return guarantee.PayOut{ID: a.ID, At: a.At, By: []string{a.custodian()}, Loss: a.loss().ID}
}

// payCalls pays all that a member was called for by a loss, or a part of it.
func (a *Act) payCalls() guarantee.Action {
	l := a.loss()
	pay := guarantee.PayCalls{ID: a.ID, At: a.At, By: []string{a.custodian()}, Loss: l.ID, Payments: []guarantee.CallPayment{{Member: a.Member()}}}
	for _, d := range l.Case.Draws {
		if room := l.Case.Unpaid(d.Layer, d.From); room.Sign() > 0 {
			pay.Payments[0].Member = d.From
			if a.C%2 == 0 {
				pay.Payments[0].Amount = unit.New(max(1, a.Parts%room.Parts()), room.Unit())
			}
		}
	}
	return pay
}

func (a *Act) recover() guarantee.Action {
	l := a.loss()
	if len(l.Due) > 0 && l.Case.Lacks().IsZero() && l.Claim.IsZero() {
		return guarantee.Reinstate{ID: a.ID, At: a.At, By: []string{a.manager()}, Member: l.Case.Defaulter, Because: "paid all"}
	}
	back := guarantee.Recover{ID: a.ID, At: a.At, By: []string{a.custodian()}, Loss: l.ID, In: guarantee.Money, Amount: unit.New(a.Parts%300, a.Amount().Unit())}
	switch a.C % 4 {
	case 0:
		back.In, back.Receiver, back.Words, back.By = guarantee.Worth, a.Member(), "hay", []string{a.custodian(), a.Member()}
	case 1:
		back.In, back.Amount, back.Words, back.Done, back.By = guarantee.Work, unit.Amount{}, "hedging", a.Parts%5, []string{a.manager()}
	case 2:
		back.Amount = unit.New(l.Case.Lacks().Parts()+l.Claim.Parts(), a.Amount().Unit())
	}
	return back
}

func (a *Act) writeOff() guarantee.Action {
	if a.C > 4 {
		return a.recover()
	}
	l := a.loss()
	for _, due := range l.Due {
		if due.Sign() > 0 {
			return a.payOut() // which comes first
		}
	}
	return guarantee.WriteOff{ID: a.ID, At: a.At, By: []string{a.manager()}, Loss: l.ID, Because: "gone away"}
}

// A Booker shows what may be set off, the society's own claims and debts among it.
type Booker interface {
	Book(time.Time) clearing.Book
}

// clear is the largest set-off there is, the society's part in it or not; where there is none, a rent that a creditor
// owes a defaulter, with which there may be.
func (a *Act) clear() guarantee.Action {
	if s, ok := a.Machine.(Booker); ok {
		book := s.Book(a.At)
		r, err := clearing.Clear(context(), book, clearing.Options{})
		if err == nil {
			if lines := credit.SetOff(book, r); len(lines) > 0 {
				return guarantee.Clear{ID: a.ID, At: a.At, By: append([]string{a.custodian()}, names...), Lines: lines, Proof: r.Proofs[0]}
			}
		}
	}
	l := a.loss()
	from, to := a.Member(), cmp.Or(l.Case.Defaulter, a.Other())
	for i, due := range l.Due {
		if p, ok := a.Machine.Ledger().Promise(l.Case.Claims[i].Creditor); ok && due.Sign() > 0 {
			from = p.Holder
		}
	}
	return guarantee.Trade{Action: credit.Issue{ID: a.ID, At: a.At, By: []string{from, to}, Promisor: from, Holder: to, Amount: a.Amount(), For: "rent"}}
}

// CheckLosses adds up each loss anew: what layers bear and creditors go without is the loss; nobody gets more than it
// is owed; nobody is called beyond its cap. The order of the layers [Standing.CheckTurns] looks at.
func CheckLosses(m Machine) error {
	s, ok := m.(Loser)
	if !ok {
		return nil
	}
	var errs []error
	for _, l := range s.Losses() {
		errs = append(errs, checkLoss(l))
	}
	return errors.Join(append(errs, checkCaps(m, s.Losses()))...)
}

func checkLoss(l guarantee.Loss) error {
	var face, paid, cut, drawn, brought int64
	for i, o := range l.Case.Claims {
		face, paid, cut = face+o.Amount.Parts(), paid+o.Paid.Parts(), cut+o.Cut.Parts()
		if o.Paid.Parts() > o.Amount.Parts() || l.Due[i].Parts() > o.Paid.Parts() {
			return fmt.Errorf("invariant 8: %s: %s is paid %v of %v", l.ID, o.Creditor, o.Paid, o.Amount)
		}
	}
	for _, d := range l.Case.Draws {
		drawn, brought = drawn+d.Drawn.Parts(), brought+d.Paid.Parts()
	}
	haircut := l.Case.Steps[len(l.Case.Steps)-1].Borne.Parts()
	var errs []error
	if drawn+haircut != face {
		errs = append(errs, fmt.Errorf("invariant 3: %s: draws of %d and a haircut of %d are not the loss of %d parts", l.ID, drawn, haircut, face))
	}
	if most := l.Case.Recovered.Parts() + brought; paid > most {
		errs = append(errs, fmt.Errorf("invariant 8: %s: creditors are paid %d parts of %d", l.ID, paid, most))
	}
	if cut+paid > face || l.Claim.Sign() < 0 {
		errs = append(errs, fmt.Errorf("invariant 4: %s: %d of %d parts are paid and %d cut, and the claim is %v", l.ID, paid, face, cut, l.Claim))
	}
	return errors.Join(errs...)
}

// checkCaps adds up what members were called for in each open year. Where the cap counts charges, which only grow, it
// holds ever after; else it held when the call was made, which [Standing.CheckTurns] looks at.
func checkCaps(m Machine, losses []guarantee.Loss) error {
	type key struct{ member, year string }
	called, most, other := map[key]int64{}, map[key]unit.Millionths{}, map[key]bool{} // most: by whichever layers
	for _, l := range losses {
		for _, d := range l.Case.Draws {
			if layer := l.Case.Layers[d.Layer]; layer.Kind == waterfall.Calls {
				k := key{d.From, l.Year}
				called[k] += d.Drawn.Parts()
				most[k] = max(most[k], layer.Times)
				other[k] = other[k] || layer.Base != waterfall.Charges
			}
		}
	}
	for member := range m.Members() {
		for _, y := range member.Years {
			k := key{member.Name, y.Year}
			if called[k] != y.Called.Parts() {
				return fmt.Errorf("invariant 5: %s was called for %d parts in %s, where it says %v", member.Name, called[k], y.Year, y.Called)
			}
			if !other[k] && called[k] > times(most[k], y.Charges.Parts()) {
				return fmt.Errorf("invariant 5: %s was called for %d parts in %s, by %v of charges", member.Name, called[k], y.Year, y.Charges)
			}
		}
	}
	return nil
}
