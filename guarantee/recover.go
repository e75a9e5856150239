package guarantee

import (
	"math"
	"strconv"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Recover takes in what a defaulter pays of a loss after all. Money and money's worth run the waterfall backwards:
// first to what the creditors lack, which [PayOut] pays them; then back to calls, provisions, funds and pledges, the
// last to bear first, within a layer in proportion to what each bears. More than the society's claim and what the
// creditors lack is refused: it is the defaulter's own.
//
//   - Money comes from the defaulter's deposit. The custodian must agree.
//   - Money's worth is goods or services that somebody takes and pays for in the defaulter's place, from its
//     deposit: the receiver must agree to the worth, and the custodian to the payment.
//   - Work is done for the community at a tariff of the terms. The manager must agree, who saw it done. It takes so
//     much off the society's claim, and no more; it brings no money, and so refills no layer and pays no creditor.
type Recover struct {
	ID       string
	At       time.Time
	By       []string
	Loss     string
	In       Recovery
	Amount   unit.Amount // of money and money's worth
	Receiver string      // of money's worth
	Words    string      // of money's worth: what was delivered; of work: the work, as the tariff has it
	Done     int64       // of work: how many hours, or whatever the tariff counts
}

// Recovery says in what a defaulter pays. There is no zero Recovery, so that it cannot be forgotten.
type Recovery uint8

// The kinds of recovery.
const (
	Money Recovery = iota + 1
	Worth
	Work
)

var recoveries = []string{"", "money", "worth", "work"}

func (a Recover) header() header { return header{Kind: "recover", ID: a.ID, At: a.At, By: a.By} }

func (a *Recover) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("loss", &a.Loss)
	machine.One(c, "in", recoveries, &a.In)
	c.Amount("amount", &a.Amount)
	c.Text("receiver", &a.Receiver)
	c.Text("words", &a.Words)
	c.Integer("done", &a.Done)
}

func (a Recover) apply(t *turn) error {
	l, err := t.loss(a.Loss)
	if err != nil {
		return err
	}
	switch a.In {
	case Money:
		return a.money(t, l)
	case Worth:
		return a.worth(t, l)
	case Work:
		return a.work(t, l)
	}
	return noLoss("want a recovery in Money, Worth or Work")
}

func (a Recover) money(t *turn, l *loss) error {
	if a.Receiver != "" || a.Words != "" || a.Done != 0 {
		return noLoss("want no receiver, words or work for money")
	}
	if err := t.Agree(t.terms.Custodian); err != nil {
		return err
	}
	return a.pay(t, l, t.members[t.number[l.Defaulter]], credit.Money)
}

func (a Recover) worth(t *turn, l *loss) error {
	if err := machine.WrongWords(ErrWords, "words", a.Words); err != nil {
		return err
	}
	m, err := t.known(a.Receiver)
	if err != nil {
		return err
	}
	if a.Done != 0 || m.name == l.Defaulter {
		return noLoss("want another who takes the goods, and no work")
	}
	if err := t.Agree(m.name, t.terms.Custodian); err != nil {
		return err
	}
	t.Note("worth", a.Words)
	return a.pay(t, l, m, credit.Worth)
}

// pay takes the money from a deposit and shares it out.
func (a Recover) pay(t *turn, l *loss, from *member, in credit.Means) error {
	parts, err := t.parts(a.Amount)
	if err != nil {
		return err
	}
	if err := t.less(parts, l.recoverable(), "what creditors lack of the loss, and the society's claim"); err != nil {
		return err
	}
	if err := t.debit(from, parts); err != nil {
		return err
	}
	if err := t.flow(l.year, recovered, from.depositAccount, parts); err != nil {
		return err
	}
	return t.shareOut(l, parts, in)
}

// shareOut runs the waterfall backwards with money that is in the default book already.
func (t *turn) shareOut(l *loss, parts int64, in credit.Means) error {
	t.change(l)
	before := l.paidBefore()
	payments, err := l.Recover(t.amount(parts))
	if err != nil {
		return refused(err)
	}
	l.add(before)
	if err := t.giveTo(l, payments); err != nil {
		return err
	}
	return t.square(l, in)
}

// giveTo gives back to who bears a loss; what creditors are paid is noted as due already.
func (t *turn) giveTo(l *loss, payments []waterfall.Payment) error {
	for _, p := range payments {
		layer, parts := l.Layers[p.Layer], p.Amount.Parts()
		if layer.Kind == waterfall.Haircut {
			continue
		}
		t.Note("back", layer.Name+": "+p.Amount.String()+" to "+p.Name)
		if err := t.give(l, layer.Kind, p.Name, parts); err != nil {
			return err
		}
	}
	return nil
}

// give gives back to one: money that was pledged or called to a deposit, and what was a provision or a fund to
// that again, or, where there is no such any more, to the reserve.
func (t *turn) give(l *loss, kind waterfall.Kind, to string, parts int64) error {
	switch kind {
	case waterfall.Fund:
		if !t.terms.funds(to) {
			to = t.terms.Reserve
		}
		t.fill(to, parts)
		return nil
	case waterfall.Provisions:
		if left := t.provide(t.members[t.number[to]], parts, false); left > 0 {
			t.fill(t.terms.Reserve, left)
		}
		return nil
	}
	m := t.members[t.number[to]]
	if kind == waterfall.Calls {
		t.called(l, m, -parts)
	}
	t.credit(m, parts)
	return t.flow(l.year, defaultReturned, m.depositAccount, parts)
}

func (a Recover) work(t *turn, l *loss) error {
	if err := t.Agree(t.terms.Manager); err != nil {
		return err
	}
	if a.Amount != (unit.Amount{}) || a.Receiver != "" {
		return noLoss("want no amount and no receiver for work")
	}
	f, err := t.tariff(a.Words)
	if err != nil {
		return err
	}
	if a.Done <= 0 || a.Done > math.MaxInt64/f.Value.Parts() {
		return &journal.RefusalError{Reason: journal.ErrAmount, What: "want a number of " + f.Per + " above zero"}
	}
	parts := a.Done * f.Value.Parts()
	if err := t.less(parts, l.claim(), "the society's claim"); err != nil {
		return err
	}
	t.change(l)
	if err := l.Work(t.amount(parts)); err != nil {
		return refused(err)
	}
	t.Note("work", a.Words+": "+strconv.FormatInt(a.Done, 10)+" "+f.Per+" at "+f.Value.String())
	return t.square(l, credit.Worth)
}

// tariff returns what the terms say of a work.
func (s *Society) tariff(work string) (Tariff, error) {
	for _, f := range s.terms.Tariffs {
		if f.Work == work {
			return f, nil
		}
	}
	return Tariff{}, noLoss("want a work of the tariffs")
}
