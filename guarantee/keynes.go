package guarantee

import (
	"math/big"
	"slices"
	"time"

	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// ChargeBalances takes Keynes' charge of a policy year from members, as the year is closed: the action has the time
// of its [CloseYear], and nobody is charged for a year twice. The charge is on the average, over the time since it
// was last taken from a member, or since the first policy year or its admission, of what it holds less what it owes
// under the guarantee, debit or credit alike, exact and rounded once, half to even. The length of the time does not
// matter. It goes to the reserve, in the account of that year, and comes from the deposit, where the year's surplus
// stands already; too little there refuses the action. Who is not charged then is not for that year, and its time
// counts for the next. Only the manager must agree.
type ChargeBalances struct {
	ID      string
	At      time.Time
	By      []string
	Year    string   // which has been closed at this very time
	Members []string // whom to charge, sorted; empty: all active members that have not been charged for the year
}

// MembersMax is how many members one ChargeBalances can name.
const MembersMax = 1 << 20

func (a ChargeBalances) header() header {
	return header{Kind: "chargeBalances", ID: a.ID, At: a.At, By: a.By}
}

func (a *ChargeBalances) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("year", &a.Year)
	c.Names("members", &a.Members, MembersMax)
}

func (a ChargeBalances) apply(t *turn) error {
	if t.terms.Keynes == (Keynes{}) {
		return wrongTerms("want terms with a charge on balances")
	}
	if err := t.Agree(t.terms.Manager); err != nil {
		return err
	}
	year, err := t.closing(a.Year)
	if err != nil {
		return err
	}
	members, err := t.chosen(a.Members, year)
	if err != nil {
		return err
	}
	for _, m := range members {
		if err := t.chargeBalance(m, year); err != nil {
			return err
		}
	}
	return nil
}

// closing returns the place of a year that has been closed at the action's time.
func (t *turn) closing(id string) (int32, error) {
	for i, y := range t.years {
		switch {
		case y.id != id:
		case y.open():
			return 0, &journal.RefusalError{Reason: ErrYear, What: "want " + quote(id) + " closed first, at the same time"}
		case !y.closed.Equal(t.at):
			return 0, &journal.RefusalError{Reason: ErrYear, What: "want the charge at the time at which " + quote(id) + " was closed, " + y.closed.Format(time.RFC3339Nano)}
		default:
			return int32(i), nil
		}
	}
	return 0, &journal.RefusalError{Reason: ErrYear, What: quote(id)}
}

// chosen returns the members of these names, or all who are active and have not been charged for a year. There must be
// one.
func (t *turn) chosen(names []string, year int32) (chosen []*member, err error) {
	if len(names) == 0 {
		chosen = slices.DeleteFunc(slices.Clone(t.members), func(m *member) bool { return !m.active || m.charged == year+1 })
		if len(chosen) == 0 {
			return nil, &journal.RefusalError{Reason: ErrYear, What: "all were charged for " + quote(t.years[year].id)}
		}
		return chosen, nil
	}
	if len(names) > MembersMax || !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) < len(names) {
		return nil, &journal.RefusalError{Reason: ErrMember, What: "want members sorted, each once"}
	}
	for _, who := range names {
		m, err := t.find(who)
		if err != nil {
			return nil, err
		}
		if m.charged == year+1 {
			return nil, &journal.RefusalError{Reason: ErrYear, What: quote(who) + " was charged for " + quote(t.years[year].id)}
		}
		chosen = append(chosen, m)
	}
	return chosen, nil
}

// chargeBalance takes the charge of one member, and begins the time for the next.
func (t *turn) chargeBalance(m *member, year int32) error {
	set(t, &m.charged, year+1)
	b := m.balance
	b.run(m.holds-m.owes, t.at)
	average, some := b.average(t.years[0].opened)
	set(t, &m.balance, balance{from: t.at, at: t.at})
	if !some {
		return nil
	}
	charge, residue, err := t.keynes(m, average)
	if err != nil {
		return err
	}
	if residue.Sign() != 0 {
		t.Note("residue", m.name+": "+residue.RatString()+" "+t.terms.Unit.Code())
	}
	if charge == 0 {
		return nil
	}
	if err := t.debit(m, charge); err != nil {
		return err
	}
	if err := t.flow(year, keynesCharges, m.depositAccount, charge); err != nil {
		return err
	}
	t.fill(t.terms.Reserve, charge)
	return nil
}

// keynes returns the charge on an average balance, in parts, and what rounding took off it, in whole units.
func (t *turn) keynes(m *member, average *big.Rat) (int64, *big.Rat, error) {
	k, quota := t.terms.Keynes, m.buyer
	if k.Quota != (unit.Amount{}) {
		quota = k.Quota.Parts()
	}
	average.Abs(average)
	sum := new(big.Rat).Add(above(average, quota, k.FirstAbove, k.First), above(average, quota, k.SecondAbove, k.Second))
	charge, residue, err := unit.FromRat(sum.Mul(sum, t.amount(1).Rat()), t.terms.Unit, unit.HalfEven)
	if err != nil {
		return 0, nil, &journal.RefusalError{Reason: journal.ErrLimit, What: err.Error()}
	}
	return charge.Parts(), residue, nil
}

// above is a rate of what a balance is above a part of the quota.
func above(balance *big.Rat, quota int64, part, rate unit.Millionths) *big.Rat {
	excess := new(big.Rat).Sub(balance, new(big.Rat).Mul(big.NewRat(quota, 1), big.NewRat(int64(part), int64(unit.Whole))))
	if excess.Sign() < 0 {
		return new(big.Rat)
	}
	return excess.Mul(excess, big.NewRat(int64(rate), int64(unit.Whole)))
}

// A balance is the sum of a member's balance, what it holds less what it owes under the guarantee, over the time
// since from: in parts times seconds, and in parts times nanoseconds for what is less than a second.
type balance struct {
	from, at       time.Time
	seconds, nanos wide.Sum
}

// run goes on to a time, at a balance that was the same since the last.
func (b *balance) run(parts int64, to time.Time) {
	b.seconds = b.seconds.AddProduct(to.Unix()-b.at.Unix(), parts)
	if d := int64(to.Nanosecond()) - int64(b.at.Nanosecond()); d >= 0 {
		b.nanos = b.nanos.AddProduct(d, parts)
	} else {
		b.nanos = b.nanos.AddProduct(-d, -parts)
	}
	b.at = to
}

// average returns the average balance in parts, and whether there was any time. Before the first year opened nothing
// was owed.
func (b *balance) average(first time.Time) (*big.Rat, bool) {
	from := b.from
	if from.Before(first) {
		from = first
	}
	second := big.NewInt(int64(time.Second))
	length := new(big.Int).Mul(big.NewInt(b.at.Unix()-from.Unix()), second)
	length.Add(length, big.NewInt(int64(b.at.Nanosecond())-int64(from.Nanosecond())))
	if length.Sign() <= 0 {
		return nil, false
	}
	sum := new(big.Int).Mul(b.seconds.Big(), second)
	return new(big.Rat).SetFrac(sum.Add(sum, b.nanos.Big()), length), true
}

// sumField is a sum as two integers, in a member of its own.
func sumField(c *codec, key string, sum wide.Sum) wide.Sum {
	high, low := sum.Halves()
	rest := int64(low)
	c.Object(key, func() bool { return high == 0 && rest == 0 }, func() {
		c.Integer("high", &high)
		c.Integer("low", &rest)
	})
	return wide.Of(high, uint64(rest))
}
