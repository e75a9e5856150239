package guarantee

import (
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// PayOut pays the creditors of a loss what is there for them: what layers with money have borne, and since then what
// calls and recoveries brought. The custodian must agree. The money goes to their deposits, and the society takes over
// so much of each promise ([credit.TakeOver]); what the defaulter's own money has paid, or it has paid since, it
// does not owe any more. What was not paid of a call of another loss goes to that loss.
//
// A creditor who is in default itself and indebted keeps its claim, but its payment is set off against what it
// owes, and shared out like money recovered from it.
type PayOut struct {
	ID   string
	At   time.Time
	By   []string
	Loss string
}

func (a PayOut) header() header { return header{Kind: "payOut", ID: a.ID, At: a.At, By: a.By} }

func (a *PayOut) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("loss", &a.Loss)
}

func (a PayOut) apply(t *turn) error {
	if err := t.Agree(t.terms.Custodian); err != nil {
		return err
	}
	l, err := t.loss(a.Loss)
	if err != nil {
		return err
	}
	due := l.due
	t.change(l)
	l.due = make([]int64, len(due))
	paid := false
	for i, parts := range due {
		if parts == 0 {
			continue
		}
		paid = true
		if err := t.payClaim(l, l.Claims[i].Creditor, parts); err != nil {
			return err
		}
	}
	if !paid {
		return noLoss("nothing of " + quote(l.id) + " is due")
	}
	return t.square(l, credit.Money)
}

// payClaim pays what is due of a claim.
func (t *turn) payClaim(l *loss, claim string, parts int64) error {
	if of, call := t.of(claim); call {
		return t.payCall(of, t.members[t.number[l.Defaulter]], parts)
	}
	p, _ := t.ledger.Promise(claim)
	if err := t.takeOver(l, claim, parts); err != nil {
		return err
	}
	return t.payCreditor(l.year, t.members[t.number[p.Holder]], parts)
}

// takeOver makes so much of a promise the society's claim.
func (t *turn) takeOver(l *loss, promise string, parts int64) error {
	id := t.next()
	if err := t.act(credit.TakeOver{ID: id, At: t.at, By: t.by(), Promise: promise, Amount: t.amount(parts)}); err != nil {
		return err
	}
	l.taken = append(l.taken, id+"/1")
	return nil
}

// payCreditor pays a creditor, whose own debt to the society comes first.
func (t *turn) payCreditor(year int32, m *member, parts int64) error {
	if err := t.flow(year, paidOut, m.depositAccount, parts); err != nil {
		return err
	}
	for _, l := range t.defaults {
		if !m.failed || l.Defaulter != m.name {
			continue
		}
		back := min(parts, l.recoverable())
		if back == 0 {
			continue
		}
		parts -= back
		t.Note("set off", l.id+": "+t.amount(back).String())
		if err := t.flow(l.year, recovered, m.depositAccount, back); err != nil {
			return err
		}
		if err := t.shareOut(l, back, credit.Money); err != nil {
			return err
		}
	}
	t.credit(m, parts)
	return nil
}

// payCall passes on what a loss brought of a call that its defaulter has not paid. What another recovery has made
// good in the meantime, or a closed year has ended, goes to the reserve.
func (t *turn) payCall(of *loss, from *member, parts int64) error {
	layer := of.calls()
	paid := min(parts, of.Unpaid(layer, from.name).Parts())
	if parts > paid {
		t.fill(t.terms.Reserve, parts-paid)
	}
	if paid == 0 {
		return nil
	}
	return t.collect(of, []waterfall.Payment{{Layer: layer, Name: from.name, Amount: t.amount(paid)}}, []*member{from})
}

// square lets the ledger show no more of a claim than the society can still ask of the defaulter: what was paid
// in its place, or worked off, or given up, is discharged, the earliest first.
func (t *turn) square(l *loss, in credit.Means) error {
	over := -l.claim()
	for _, id := range l.taken {
		p, _ := t.ledger.Promise(id)
		over += p.Left.Parts()
	}
	for over > 0 && len(l.taken) > 0 {
		p, _ := t.ledger.Promise(l.taken[0])
		part := min(over, p.Left.Parts())
		if part > 0 {
			if err := t.act(t.discharge(p.ID, t.amount(part), in)); err != nil {
				return err
			}
		}
		over -= part
		if part == p.Left.Parts() {
			l.taken = l.taken[1:]
		}
	}
	return nil
}

// discharge is the society's word that it asks so much less of a promise that it holds: because of money, of money's
// worth, or, without means, for nothing.
func (t *turn) discharge(promise string, a unit.Amount, in credit.Means) credit.Action {
	if in == 0 {
		return credit.Forgive{ID: t.next(), At: t.at, By: t.by(), Promise: promise, Amount: a}
	}
	return credit.Settle{ID: t.next(), At: t.at, By: t.by(), Promise: promise, In: in, Paid: a, Words: "recovered"}
}

// less refuses more than there is room for.
func (t *turn) less(parts, room int64, what string) error {
	if parts <= room {
		return nil
	}
	return &journal.RefusalError{Reason: journal.ErrLimit, What: what, Asked: t.amount(parts), Room: t.amount(room)}
}
