package guarantee

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Deposit takes a member's money into the custodian's hands, from which charges are taken. The custodian must
// agree, as the one who received it.
type Deposit struct {
	ID     string
	At     time.Time
	By     []string
	Member string
	Amount unit.Amount
}

func (a Deposit) header() header { return header{Kind: "deposit", ID: a.ID, At: a.At, By: a.By} }

func (a *Deposit) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
	c.Amount("amount", &a.Amount)
}

func (a Deposit) apply(t *turn) error {
	m, parts, err := t.handled(a.Member, a.Amount, t.terms.Custodian)
	if err != nil {
		return err
	}
	if err := t.bring(m.name, m.depositAccount, parts); err != nil {
		return err
	}
	t.credit(m, parts)
	return nil
}

// handled looks at what all movements of a member's money have in common. A member that has left has money
// until it takes it out.
func (t *turn) handled(who string, a unit.Amount, agree ...string) (*member, int64, error) {
	m, err := t.known(who)
	if err != nil {
		return nil, 0, err
	}
	if err := t.Agree(agree...); err != nil {
		return nil, 0, err
	}
	parts, err := t.parts(a)
	return m, parts, err
}

// Withdraw pays a deposit out, or a part of it. The custodian and the member must agree. Nothing is paid to who is
// indebted to the society.
type Withdraw struct {
	ID     string
	At     time.Time
	By     []string
	Member string
	Amount unit.Amount
}

func (a Withdraw) header() header { return header{Kind: "withdraw", ID: a.ID, At: a.At, By: a.By} }

func (a *Withdraw) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
	c.Amount("amount", &a.Amount)
}

func (a Withdraw) apply(t *turn) error {
	m, parts, err := t.handled(a.Member, a.Amount, a.Member, t.terms.Custodian)
	if err != nil {
		return err
	}
	if err := t.free(m); err != nil {
		return err
	}
	if err := t.debit(m, parts); err != nil {
		return err
	}
	t.take(m.depositAccount, m.name, parts)
	return nil
}

// free refuses to give anything to a member that is indebted to the society.
func (t *turn) free(m *member) error {
	if t.indebted(m) {
		return &journal.RefusalError{Reason: ErrIndebted, What: quote(m.name)}
	}
	return nil
}

// PostSecurity takes a member's money into the custodian's hands for the member's own default, which it bears
// before anything else does. The custodian and the member must agree.
type PostSecurity struct {
	ID     string
	At     time.Time
	By     []string
	Member string
	Amount unit.Amount
}

func (a PostSecurity) header() header {
	return header{Kind: "postSecurity", ID: a.ID, At: a.At, By: a.By}
}

func (a *PostSecurity) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
	c.Amount("amount", &a.Amount)
}

func (a PostSecurity) apply(t *turn) error {
	m, parts, err := t.handled(a.Member, a.Amount, a.Member, t.terms.Custodian)
	if err != nil {
		return err
	}
	if err := t.bring(m.name, securityAccount(m.name), parts); err != nil {
		return err
	}
	set(t, &m.security, m.security+parts)
	return nil
}

// ReleaseSecurity gives a member's security back, or a part of it. The member, the custodian and the manager, who
// set the limits by it, must agree. Nothing is given to who is indebted to the society.
type ReleaseSecurity struct {
	ID     string
	At     time.Time
	By     []string
	Member string
	Amount unit.Amount
}

func (a ReleaseSecurity) header() header {
	return header{Kind: "releaseSecurity", ID: a.ID, At: a.At, By: a.By}
}

func (a *ReleaseSecurity) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("member", &a.Member)
	c.Amount("amount", &a.Amount)
}

func (a ReleaseSecurity) apply(t *turn) error {
	m, parts, err := t.handled(a.Member, a.Amount, a.Member, t.terms.Custodian, t.terms.Manager)
	if err != nil {
		return err
	}
	if err := t.free(m); err != nil {
		return err
	}
	if parts > m.security {
		return t.short(securityAccount(m.name), a.Amount, m.security)
	}
	set(t, &m.security, m.security-parts)
	t.take(securityAccount(m.name), m.name, parts)
	return nil
}

// short refuses to take more from an account than it holds.
func (t *turn) short(account string, asked unit.Amount, held int64) error {
	return &journal.RefusalError{Reason: ErrDeposit, What: quote(account), Asked: asked, Room: t.amount(held)}
}

// Endow gives money to a common fund of the terms: the first capital of a re-guarantor, say, or a gift. Nobody has a
// claim on it. The custodian must agree, as the one who received it. It belongs to the current policy year's account.
type Endow struct {
	ID     string
	At     time.Time
	By     []string
	From   string // who gives it, a member or not
	Fund   string // the name of the layer
	Amount unit.Amount
}

func (a Endow) header() header { return header{Kind: "endow", ID: a.ID, At: a.At, By: a.By} }

func (a *Endow) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("from", &a.From)
	c.Text("fund", &a.Fund)
	c.Amount("amount", &a.Amount)
}

func (a Endow) apply(t *turn) error {
	if err := machine.WrongMember("from", a.From); err != nil {
		return err
	}
	if !t.terms.funds(a.Fund) {
		return &journal.RefusalError{Reason: ErrFund, What: quote(a.Fund)}
	}
	if err := t.Agree(t.terms.Custodian); err != nil {
		return err
	}
	parts, err := t.parts(a.Amount)
	if err != nil {
		return err
	}
	year, err := t.current()
	if err != nil {
		return err
	}
	if err := t.bring(a.From, defaultBook, parts); err != nil {
		return err
	}
	t.fill(a.Fund, parts)
	return t.count(year, endowed, parts)
}
