package pool

import (
	"math/big"
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// UsesMax is how many uses one Collect can have.
const UsesMax = 1 << 16

// A Use is how much a member uses of a commons, in the measure of a levy.
type Use struct {
	Member   string
	Quantity unit.Amount
}

// Collect levies what the terms say on the use of a commons, and divides it equally: each active member is a person and
// gets the same, whether it uses any or not. So who uses less than the average is owed something, and who uses more
// owes it. The manager, who measures, and the custodian must agree; the members have, in the terms.
//
// A levy is rounded once a use, a half to even. What cannot be divided is carried to the next time. Dividends less
// levies, with what is carried, are zero.
type Collect struct {
	ID   string
	At   time.Time
	By   []string
	Levy string
	Uses []Use // 1 to UsesMax, each of another active member
}

func (a Collect) header() header { return header{Kind: "collect", ID: a.ID, At: a.At, By: a.By} }

func (a *Collect) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("levy", &a.Levy)
	machine.List(c, "uses", &a.Uses, UsesMax, useFields)
}

func useFields(c *codec, u *Use) {
	c.Text("member", &u.Member)
	c.Amount("quantity", &u.Quantity)
}

func (a Collect) apply(t *turn) error {
	if err := t.Agree(t.terms.Manager, t.terms.Custodian); err != nil {
		return err
	}
	levy, err := t.terms.levy(a.Levy)
	if err != nil {
		return err
	}
	if len(a.Uses) == 0 || len(a.Uses) > UsesMax {
		return refuse(ErrLevy, "want 1 to %d uses", UsesMax)
	}
	var total int64
	seen := make(map[string]bool, len(a.Uses))
	for _, u := range a.Uses {
		if seen[u.Member] {
			return refuse(ErrLevy, "want each member once, and got %.32q again", u.Member)
		}
		seen[u.Member] = true
		charged, err := t.charge(levy, u)
		if err != nil {
			return err
		}
		if total += charged; total > TotalMax {
			return tooMuch(journal.ErrLimit, "what one levy can raise", t.cash(total), TotalMax)
		}
	}
	return t.divide(total + t.carried)
}

// charge levies one use, and returns its parts.
func (t *turn) charge(l Levy, u Use) (int64, error) {
	_, m, err := t.find(u.Member)
	if err != nil {
		return 0, err
	}
	if _, err := machine.Parts(u.Quantity, l.Measure); err != nil {
		return 0, err
	}
	due := new(big.Rat).Mul(u.Quantity.Rat(), l.Each.Rat())
	charged, residue, err := unit.FromRat(due, t.terms.Money, unit.HalfEven)
	if err != nil || charged.Parts() > TotalMax {
		return 0, refuse(journal.ErrLimit, "a levy of at most %v, and %v is more", t.cash(TotalMax), u.Quantity)
	}
	if residue.Sign() != 0 {
		t.Note("residue", u.Member+" "+residue.RatString()+" "+t.terms.Money.Code())
	}
	if charged.IsZero() {
		return 0, nil
	}
	t.Post(t.money, commonsAccount(m.name), commons, charged.Parts())
	return charged.Parts(), t.count(m, -charged.Parts())
}

// divide gives each active member the same, and carries the rest.
func (t *turn) divide(total int64) error {
	members := t.active()
	each := total / int64(len(members))
	for _, m := range members {
		if each == 0 {
			break
		}
		t.Post(t.money, commons, commonsAccount(m.name), each)
		if err := t.count(m, each); err != nil {
			return err
		}
	}
	set(t, &t.carried, total-each*int64(len(members)))
	t.Note("dividend", t.cash(each).String())
	t.Note("carried", t.cash(t.carried).String())
	return nil
}

// Level lets one who owes the commons make it good to one who is owed, in money or money's worth. Both must agree.
// Either can be the pool, for which the custodian holds a purse: who owes pays into it, and who is owed is paid
// out of it.
type Level struct {
	ID       string
	At       time.Time
	By       []string
	From, To string
	Amount   unit.Amount // in the pool's money
}

func (a Level) header() header { return header{Kind: "level", ID: a.ID, At: a.At, By: a.By} }

func (a *Level) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("from", &a.From)
	c.Text("to", &a.To)
	c.Amount("amount", &a.Amount)
}

func (a Level) apply(t *turn) error {
	if a.From == a.To {
		return refuse(ErrCommons, "want two that differ")
	}
	sign := []string{a.From, a.To}
	if i := slices.Index(sign, t.terms.Name); i >= 0 {
		sign[i] = t.terms.Custodian
	}
	if err := t.Agree(sign...); err != nil {
		return err
	}
	parts, err := machine.Parts(a.Amount, t.terms.Money)
	if err != nil {
		return err
	}
	from, err := t.level(a.From, a.Amount, -1)
	if err != nil {
		return err
	}
	to, err := t.level(a.To, a.Amount, 1)
	if err != nil {
		return err
	}
	t.Post(t.money, to, from, parts)
	return nil
}

// level brings a balance nearer to zero, or changes the purse, and returns its account. The side is -1 for who pays and
// 1 for who is paid.
func (t *turn) level(who string, a unit.Amount, side int64) (string, error) {
	if who == t.terms.Name {
		if side < 0 && a.Parts() > t.purse {
			return "", tooMuch(ErrCommons, "the purse", a, t.purse)
		}
		set(t, &t.purse, t.purse+side*a.Parts())
		return purse, nil
	}
	_, m, err := t.find(who)
	if err != nil {
		return "", err
	}
	if room := max(0, side*m.balance); a.Parts() > room {
		return "", tooMuch(ErrCommons, quote(who), a, room)
	}
	set(t, &m.balance, m.balance-side*a.Parts())
	return commonsAccount(who), nil
}

// commons is the account of what the commons could not divide yet.
const commons = "commons/carried"

// purse is the account of money that the custodian holds for the commons.
const purse = "commons/purse"

func commonsAccount(who string) string { return "commons/" + who }

// count adds to a member's balance with the commons, or takes from it.
func (t *turn) count(m *member, parts int64) error {
	if sum := m.balance + parts; sum < -TotalMax || sum > TotalMax {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "what the commons can count for " + quote(m.name), Asked: t.cash(max(parts, -parts)), Room: t.cash(TotalMax - max(m.balance, -m.balance))}
	}
	set(t, &m.balance, m.balance+parts)
	return nil
}
