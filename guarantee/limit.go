package guarantee

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// SetLimits says up to how much a member may owe and may hold under the guarantee, and why. Only the manager must
// agree, who goes by the policy that the members have. A limit below what is open already takes nothing away: it
// forbids that more be.
type SetLimits struct {
	ID      string
	At      time.Time
	By      []string
	Member  string
	Buyer   unit.Amount // the zero Amount: nothing
	Seller  unit.Amount // the zero Amount: nothing
	Because string      // the policy's reason, in words
}

func (a SetLimits) header() header { return header{Kind: "setLimits", ID: a.ID, At: a.At, By: a.By} }

func (a *SetLimits) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
	c.Amount("buyer", &a.Buyer)
	c.Amount("seller", &a.Seller)
	c.Text("because", &a.Because)
}

func (a SetLimits) apply(t *turn) error {
	if err := machine.WrongWords(ErrWords, "because", a.Because); err != nil {
		return err
	}
	if err := t.Agree(t.terms.Manager); err != nil {
		return err
	}
	m, err := t.find(a.Member)
	if err != nil {
		return err
	}
	buyer, err := t.limit(a.Buyer)
	if err != nil {
		return err
	}
	seller, err := t.limit(a.Seller)
	if err != nil {
		return err
	}
	set(t, &m.buyer, buyer)
	set(t, &m.seller, seller)
	set(t, &m.because, a.Because)
	t.Note("limits", a.Because)
	return nil
}

// limit returns the parts of a limit, which must be zero or above, and no more than can be.
func (t *turn) limit(a unit.Amount) (int64, error) {
	switch {
	case a == unit.Amount{}:
		return 0, nil
	case a.Unit() != t.terms.Unit:
		return 0, &journal.RefusalError{Reason: journal.ErrUnit, What: "want a limit in " + t.terms.Unit.String()}
	case a.Sign() < 0:
		return 0, &journal.RefusalError{Reason: journal.ErrAmount, What: "want a limit of zero or above, got " + a.String()}
	case a.Parts() > TotalMax:
		return 0, &journal.RefusalError{Reason: journal.ErrLimit, What: "what a limit can be", Asked: a, Room: t.amount(TotalMax)}
	}
	return a.Parts(), nil
}
