package guarantee

import (
	"time"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/internal/machine"
)

// WriteOff gives up what the society can still ask of a defaulter. The manager must agree, and say why. What the
// society has paid stays paid; what creditors lack stays owed to them, and what still comes in of that is theirs.
// What the defaulter was called for by another loss and did not pay nobody waits for any more. What stands ready for
// creditors is paid out first, so that the ledger shows the claim that is given up.
type WriteOff struct {
	ID      string
	At      time.Time
	By      []string
	Loss    string
	Because string // in words
}

func (a WriteOff) header() header { return header{Kind: "writeOff", ID: a.ID, At: a.At, By: a.By} }

func (a *WriteOff) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("loss", &a.Loss)
	c.Text("because", &a.Because)
}

func (a WriteOff) apply(t *turn) error {
	if err := machine.WrongWords(ErrWords, "because", a.Because); err != nil {
		return err
	}
	if err := t.Agree(t.terms.Manager); err != nil {
		return err
	}
	l, err := t.loss(a.Loss)
	if err != nil {
		return err
	}
	if l.ready() {
		return noLoss("want what is due of " + quote(l.id) + " paid out first")
	}
	cut := l.cutCalls(t)
	if l.claim() == 0 && len(cut) == 0 {
		return noLoss("nothing can be asked of " + quote(l.Defaulter))
	}
	t.Note("written off", t.amount(l.claim()).String()+": "+a.Because)
	t.change(l)
	l.written += l.claim()
	for _, c := range cut {
		if err := t.fail(c.of, []waterfall.Payment{c.payment}); err != nil {
			return err
		}
	}
	return t.square(l, 0)
}

// A cutCall is what another loss waits for of a call that no layer bears.
type cutCall struct {
	of      *loss
	payment waterfall.Payment
}

// cutCalls are what was cut of the loss's claims that are calls.
func (l *loss) cutCalls(t *turn) []cutCall {
	var all []cutCall
	for _, o := range l.Claims {
		of, call := t.of(o.Creditor)
		if !call {
			continue
		}
		layer := of.calls()
		if parts := min(o.Cut.Parts(), of.Unpaid(layer, l.Defaulter).Parts()); parts > 0 {
			all = append(all, cutCall{of, waterfall.Payment{Layer: layer, Name: l.Defaulter, Amount: t.amount(parts)}})
		}
	}
	return all
}
