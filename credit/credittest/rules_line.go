package credittest

import (
	"math"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

func (m *Model) setLine(a credit.SetLine) error {
	err := firstOf(parties(a.Creditor, a.Debtor), agree(a.By, a.Creditor), m.limit(a.Hard), m.limit(a.Soft), m.limit(a.Target))
	hard, soft := a.Hard.Parts(), a.Soft.Parts()
	if a.Hard == (unit.Amount{}) {
		hard = math.MaxInt64
	}
	if a.Soft == (unit.Amount{}) {
		soft = hard
	}
	if err == nil && soft > hard {
		err = &journal.RefusalError{Reason: credit.ErrLine, Asked: a.Soft, Room: a.Hard}
	}
	if err == nil && a.Target.Parts() > soft {
		err = &journal.RefusalError{Reason: credit.ErrLine, Asked: a.Target, Room: unit.New(soft, m.terms.Unit)}
	}
	const century = 100 * 366 * 24 * time.Hour
	noWindow := a.Window < 0 || a.Window > century || a.Window%time.Second != 0 || a.Window > 0 && a.Clearing != credit.Early
	if err := firstOf(err, where(a.Clearing > credit.Early || noWindow, credit.ErrLine)); err != nil {
		return err
	}
	e := two{a.Debtor, a.Creditor}
	line := credit.Line{Creditor: a.Creditor, Debtor: a.Debtor, Hard: a.Hard, Soft: a.Soft, Clearing: a.Clearing, Window: a.Window, Frozen: m.lines[e].Frozen}
	if hard == math.MaxInt64 {
		line.Hard = unit.Amount{}
	}
	if soft == hard {
		line.Soft = unit.Amount{}
	}
	if a.Target.Parts() > 0 {
		line.Target = a.Target
	}
	m.lines[e] = line
	return nil
}

func (m *Model) limit(a unit.Amount) error {
	if a == (unit.Amount{}) {
		return nil
	}
	return firstOf(where(a.Unit() != m.terms.Unit, journal.ErrUnit), where(a.Sign() < 0, credit.ErrLine))
}

func (m *Model) freezeLine(a credit.FreezeLine) error {
	e := two{a.Debtor, a.Creditor}
	line, open := m.lines[e]
	if err := firstOf(parties(a.Creditor, a.Debtor), agree(a.By, a.Creditor), where(!open, credit.ErrLine)); err != nil {
		return err
	}
	line.Frozen = !a.Thaw
	m.lines[e] = line
	return nil
}

func (m *Model) closeLine(a credit.CloseLine) error {
	e := two{a.Debtor, a.Creditor}
	_, open := m.lines[e]
	err := firstOf(parties(a.Creditor, a.Debtor), agree(a.By, a.Creditor),
		where(!open || m.owed(a.Debtor, a.Creditor).Sign()+m.owing(e).Sign() > 0, credit.ErrLine))
	if err == nil {
		delete(m.lines, e)
	}
	return err
}
