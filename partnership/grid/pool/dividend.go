package pool

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
)

// Dividend divides the Stock of a kind that the pool holds: each active member gets the same, as of right. The manager
// must agree. What cannot be divided stays with the pool, for the next. Where its issuer is a member, its part comes
// home and is cancelled: so much less it owes.
type Dividend struct {
	ID    string
	At    time.Time
	By    []string
	Stock stock.Kind
}

func (a Dividend) header() header { return header{Kind: "dividend", ID: a.ID, At: a.At, By: a.By} }

func (a *Dividend) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	stock.KindMember(machine.Key{}, c, "stock", &a.Stock)
}

func (a Dividend) apply(t *turn) error {
	if err := t.Agree(t.terms.Manager); err != nil {
		return err
	}
	holds := t.register.Holding(a.Stock, t.terms.Name)
	members := t.active()
	if len(members) == 0 {
		return refuse(ErrDividend, "no member is left")
	}
	each := holds.Parts() / int64(len(members))
	if each == 0 {
		return tooMuch(ErrDividend, "a part for each of all members", t.energy(int64(len(members))), holds.Parts())
	}
	for _, m := range members {
		move, err := t.share(a.Stock, m.name, each)
		if err != nil {
			return err
		}
		t.post(move)
	}
	t.Note("residue", t.energy(holds.Parts()-each*int64(len(members))).String())
	return nil
}

func (t *turn) share(k stock.Kind, who string, parts int64) (stock.Move, error) {
	if who == k.Issuer {
		return t.register.BuyBack(k, t.terms.Name, t.energy(parts))
	}
	return t.register.Transfer(k, t.terms.Name, who, t.energy(parts))
}
