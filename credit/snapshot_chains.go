package credit

import (
	"errors"
	"slices"
	"strings"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// What a snapshot holds of payments along chains: consents, charges and reservations.

func consentFields(c *codec, v *Consent) {
	c.Text("party", &v.Party)
	c.Text("from", &v.From)
	c.Text("to", &v.To)
}

func chargeFields(c *codec, v *Charge) {
	c.Text("party", &v.Party)
	c.Number("flat", &v.Flat)
	c.Integer("rate", (*int64)(&v.Rate))
	c.Text("for", &v.For)
}

func reservationFields(c *codec, v *Reservation) {
	c.Text("id", &v.ID)
	c.Time("until", &v.Until)
	c.Text("for", &v.For)
	c.Names("agreed", &v.Agreed, journal.PartiesMax)
	c.Text("payee", &v.Payee)
	machine.List(c, "takes", &v.Takes, NetLinesMax, func(c *codec, n *NetLine) {
		c.Text("promise", &n.Promise)
		c.Number("parts", &n.SetOff)
	})
	machine.List(c, "owes", &v.Owes, NetLinesMax, func(c *codec, r *Reserved) {
		c.Text("debtor", &r.Debtor)
		c.Text("creditor", &r.Creditor)
		c.Number("parts", &r.Amount)
	})
}

func (l *Ledger) writeMediators(e *canon.Encoder) {
	machine.WriteAll(l.writer(e), "consents", consentFields, l.Consents())
	machine.WriteAll(l.writer(e), "charges", chargeFields, l.Charges())
}

func (l *Ledger) writeReservations(e *canon.Encoder) {
	machine.WriteAll(l.writer(e), "reservations", reservationFields, l.Reservations())
}

// readMediators adds consents and charges by the actions that made them.
func (l *Ledger) readMediators(d *canon.Decoder) {
	machine.ReadSorted(l.reader(d), "consents", consentFields, Consent.compare, func(v Consent) error {
		if err := (Mediate{Party: v.Party, From: v.From, To: v.To}).check(); err != nil {
			return err
		}
		t := &turn{Ledger: l, Turn: new(machine.Turn)}
		who := l.party(v.Party)
		if len(l.through[who]) >= ConsentsMax {
			return errors.New("want at most 4096 consents")
		}
		l.through[who] = append(l.through[who], through{t.anybodyOr(v.From), t.anybodyOr(v.To)})
		return nil
	})
	machine.ReadSorted(l.reader(d), "charges", chargeFields, Charge.compare, func(v Charge) error {
		if v.Flat == (unit.Amount{}) {
			return errNoCharge
		}
		set := SetCharge{Party: v.Party, Flat: v.Flat, Rate: v.Rate, For: v.For}
		if v.Flat.IsZero() {
			set.Flat = unit.Amount{}
			if v.Rate == 0 {
				return errNoCharge
			}
		}
		return set.apply(&turn{l, &machine.Turn{By: []string{v.Party}}})
	})
}

var errNoCharge = errors.New("want the flat amount, and a charge above zero")

func (l *Ledger) readReservations(d *canon.Decoder) {
	byID := func(v, w Reservation) int { return strings.Compare(v.ID, w.ID) }
	machine.ReadSorted(l.reader(d), "reservations", reservationFields, byID, l.readReservation)
}

// readReservation sets aside anew what a reservation had set aside. It may be more than a line allows now.
func (l *Ledger) readReservation(v Reservation) error {
	if err := l.wrongReservation(v); err != nil {
		return err
	}
	t := &turn{Ledger: l, Turn: new(machine.Turn)}
	r := &reservation{id: v.ID, until: v.Until, words: v.For, agreed: v.Agreed, payee: v.Payee}
	moved, err := r.readTakes(t, v.Takes)
	if err != nil {
		return err
	}
	if v.Payee == "" && !slices.Equal(v.Agreed, moved) {
		return errors.New("want whose balance the set-off changes to have agreed")
	}
	if err := r.readOwes(t, v.Owes); err != nil {
		return err
	}
	t.setReservation(r.id, r)
	return nil
}

// readTakes sets aside what will be taken off promises, and returns the parties whose balance that changes, sorted.
func (r *reservation) readTakes(t *turn, takes []NetLine) (moved []string, err error) {
	balance, met := make(map[int32]int64), []int32(nil)
	for _, n := range takes {
		at, p, err := t.open(n.Promise)
		if err != nil {
			return nil, err
		}
		parts, err := t.partsOf(n.SetOff, p)
		if err != nil {
			return nil, err
		}
		t.hold(at, parts)
		r.takes = append(r.takes, share{at, parts})
		balance[p.debtor] += parts
		balance[p.creditor] -= parts
		met = append(met, p.debtor, p.creditor)
	}
	return t.unbalanced(balance, met), nil
}

// readOwes sets aside the room for what will be newly promised.
func (r *reservation) readOwes(t *turn, owes []Reserved) error {
	for _, o := range owes {
		if err := two("debtor", o.Debtor, "creditor", o.Creditor); err != nil {
			return err
		}
		parts, err := t.parts(o.Amount)
		if err != nil {
			return err
		}
		at := t.meet(o.Debtor, o.Creditor)
		e := t.pairs[at].ends
		if parts > t.parties[e.debtor].roomInAll(t.parties[e.creditor]) {
			return errors.New("beyond what a party may owe or be owed in all")
		}
		t.reserve(at, parts)
		r.owes = append(r.owes, share{at, parts})
	}
	return nil
}

// wrongReservation looks at everything but the amounts.
func (l *Ledger) wrongReservation(v Reservation) error {
	_, known := l.core.Log.Place(v.ID)
	payment := v.Payee != ""
	switch {
	case !known:
		return errors.New("it is named after no action")
	case v.Until.IsZero():
		return errors.New("want until when")
	case len(v.Takes)+len(v.Owes) == 0 || !payment && len(v.Owes) > 0:
		return errors.New("want something set aside")
	case payment != (v.For != "") || payment && len(v.Agreed) != 1:
		return errors.New("want of a payment what for, who pays and who is paid, of a set-off none of it")
	case twice(v.Takes, func(n NetLine) string { return n.Promise }) || twice(v.Owes, func(o Reserved) string { return o.Debtor + "\x00" + o.Creditor }):
		return errors.New("want each promise and each pair once")
	case !slices.IsSorted(v.Agreed) || len(slices.Compact(slices.Clone(v.Agreed))) != len(v.Agreed):
		return errors.New("want who agreed, in order")
	}
	for _, name := range v.Agreed {
		if err := machine.WrongParty("agreed", name); err != nil {
			return err
		}
	}
	if !payment {
		return nil
	}
	if err := machine.WrongWords(ErrWords, "for", v.For); err != nil {
		return err
	}
	return two("payer", v.Agreed[0], "payee", v.Payee)
}

// twice reports whether a key comes twice.
func twice[T any](all []T, key func(T) string) bool {
	seen := make(map[string]bool, len(all))
	for _, x := range all {
		if seen[key(x)] {
			return true
		}
		seen[key(x)] = true
	}
	return false
}
