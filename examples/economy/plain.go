package main

import (
	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// A plain register is a ledger: nobody stands behind a promise but who has made it.
type plain struct {
	*economy
	ledger *credit.Ledger
	bad    map[string][]string // the promises that are in default, of each who failed
}

func newPlain(e *economy) (*plain, error) {
	l, err := credit.New(credit.Terms{Unit: e.unit})
	return &plain{e, l, map[string][]string{}}, err
}

func (l *plain) view() credit.View { return l.ledger }
func (l *plain) check() error      { return l.ledger.Check() }

// There is no guarantee, there is nobody to be admitted by, and nothing to be done when a month or a year ends.
func (l *plain) cover() cover              { return cover{} }
func (l *plain) admit(int) error           { return nil }
func (l *plain) month() error              { return nil }
func (l *plain) year() error               { return nil }
func (l *plain) renew(chain) (bool, error) { return false, nil }

func (l *plain) act(a credit.Action) error {
	_, err := l.ledger.Apply(a)
	return err
}

func (l *plain) promise(id string, o order) (made bool, err error) {
	buyer, seller := l.names[o.buyer], l.names[o.seller]
	return true, l.act(credit.Issue{
		ID: id, At: l.at(), By: []string{buyer, seller}, Promisor: buyer, Holder: seller,
		Amount: l.amount(o.parts), For: l.what(o.seller), Due: l.at().AddDate(0, o.terms, 0),
	})
}

func (l *plain) book() clearing.Book { return l.ledger.Book(l.at()) }

func (l *plain) setOff(b clearing.Book, r *clearing.Result) error {
	return l.act(credit.Net{ID: l.id(), At: l.at(), Lines: credit.SetOff(b, r)})
}

// fail has each holder of a promise declare it.
func (l *plain) fail(who string) error {
	owed := int64(0)
	for p := range l.promises() {
		if p.Promisor != who {
			continue
		}
		owed += p.Left.Parts()
		l.bad[who] = append(l.bad[who], p.ID)
		if err := l.act(credit.Default{ID: l.id(), At: l.at(), By: []string{p.Holder}, Promise: p.ID}); err != nil {
			return err
		}
	}
	l.say("          %s is given up, who owes %v to others here", who, l.amount(owed))
	return nil
}

func (l *plain) lacks(who string) (parts int64) {
	for _, id := range l.bad[who] {
		p, _ := l.ledger.Promise(id)
		parts += p.Left.Parts()
	}
	return parts
}

// recover pays all holders alike.
func (l *plain) recover(who string, parts int64) error {
	if parts == 0 {
		return nil
	}
	var shares []unit.Share
	for _, id := range l.bad[who] {
		p, _ := l.ledger.Promise(id)
		shares = append(shares, unit.Share{Key: id, Weight: p.Left.Parts()})
	}
	l.figures().Estates += parts
	split, err := unit.Split(l.amount(parts), shares, unit.LargestRemainder)
	if err != nil {
		return err
	}
	for i, id := range l.bad[who] {
		if split.Parts[i].IsZero() {
			continue
		}
		p, _ := l.ledger.Promise(id)
		l.move(who, p.Holder, split.Parts[i].Parts())
		if err := l.act(l.inMoney(p, split.Parts[i].Parts())); err != nil {
			return err
		}
	}
	return nil
}
