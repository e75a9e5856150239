package partnership

import (
	"strconv"
	"time"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Buy buys nths for money that the custodian passes on to those who sell: as many whole nths as the payment, with what
// the buyer was carried before, buys at a valuation; they cost their worth, rounded up, and the rest is carried to the
// buyer again. Where that matters, [Rescale] first.
//
// Without a Seller it takes up the providers' offer, where the terms have it: all other holders sell pro rata to their
// nths, at the valuation agreed on ([Appraise]), which the buyer agrees to by naming it; ties of both nths and money go
// to the lower name. A Seller agrees to the sale, at that or at a Valuation of their own. Who has left can still sell;
// a holder can end with no nths, and is no provider then.
type Buy struct {
	ID        string
	At        time.Time
	By        []string
	Buyer     string
	Payment   unit.Amount // the zero Amount: only what is carried
	Seller    string      // empty: all other holders
	Agreed    string      // the ID of the Appraise by which they sell; or else, with a Seller:
	Valuation Valuation
}

func (a Buy) header() header { return header{Kind: "buy", ID: a.ID, At: a.At, By: a.By} }

func (a *Buy) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("buyer", &a.Buyer)
	c.Amount("payment", &a.Payment)
	c.Text("seller", &a.Seller)
	c.Text("agreed", &a.Agreed)
	c.Object("valuation", func() bool { return a.Valuation == Valuation{} }, func() { valuationFields(c, &a.Valuation) })
}

func (a Buy) apply(t *turn) error {
	buyer, err := t.roll.find(a.Buyer)
	if err != nil {
		return err
	}
	sellers, err := a.sellers(t, buyer)
	if err != nil {
		return err
	}
	if err := t.consent(a.parties()...); err != nil {
		return err
	}
	price, err := a.price(t)
	if err != nil {
		return err
	}
	if a.Payment != (unit.Amount{}) {
		if err := t.deposit(buyer, a.Payment); err != nil {
			return err
		}
	}
	nths := price.buys(t.books.carried[buyer])
	if nths == 0 {
		return &journal.RefusalError{Reason: ErrNths, What: "want the price of one nth at least", Asked: t.amount(t.books.carried[buyer]), Room: t.amount(price.costs(1))}
	}
	if room := sellers.total(); nths > room {
		return &journal.RefusalError{Reason: ErrNths, What: "what there is to sell", Asked: t.amount(t.books.carried[buyer]), Room: t.amount(price.costs(room))}
	}
	return t.sell(sellers, buyer, nths, price)
}

// parties are those who agree to the sale: of all providers, the terms say it.
func (a Buy) parties() []string {
	if a.Seller == "" {
		return []string{a.Buyer}
	}
	return []string{a.Buyer, a.Seller}
}

func (a Buy) price(t *turn) (price, error) {
	if a.Agreed != "" && a.Valuation == (Valuation{}) {
		return t.agreed(a.Agreed)
	}
	if a.Agreed != "" || a.Seller == "" {
		return price{}, wrongValuation("want the one that was agreed on, or with a seller one of their own")
	}
	return t.price(a.Valuation)
}

// sellers returns who sells, in the order of their names.
func (a Buy) sellers(t *turn, buyer int32) (sellers, error) {
	if a.Seller == "" {
		return t.providers(buyer)
	}
	seller, err := t.roll.known(a.Seller)
	if err != nil {
		return nil, err
	}
	if seller == buyer {
		return nil, &journal.RefusalError{Reason: journal.ErrParty, What: "want another to buy from"}
	}
	return sellers{{seller, t.nths.of[seller]}}, nil
}

// providers are all other holders, who stand ready to sell by the terms.
func (t *turn) providers(buyer int32) (sellers, error) {
	if !t.terms.Offered {
		return nil, &journal.RefusalError{Reason: journal.ErrConsent, What: "want a seller: the terms offer no nths"}
	}
	var all sellers
	for _, at := range t.roll.sortIn() {
		if n := t.nths.of[at]; n > 0 && at != buyer {
			all = append(all, seller{at, n})
		}
	}
	return all, nil
}

// A seller is a member, by its place, and the nths that it has to sell.
type seller struct {
	at   int32
	nths int64
}

type sellers []seller

func (s sellers) total() (sum int64) {
	for _, x := range s {
		sum += x.nths
	}
	return sum
}

// share divides so many nths or parts among the sellers, pro rata to what stands for them, by largest remainder.
func (s sellers) share(t *turn, total int64) ([]unit.Amount, error) {
	shares := make([]unit.Share, len(s))
	for i, x := range s {
		shares[i] = unit.Share{Key: t.roll.members[x.at].name, Weight: x.nths}
	}
	split, err := unit.Split(t.amount(total), shares, unit.LargestRemainder)
	return split.Parts, err
}

// sell moves nths, which there are, from sellers to a buyer, and what they cost from what is carried to the buyer out
// to the sellers, in proportion to the nths that each sells.
func (t *turn) sell(from sellers, buyer int32, nths int64, p price) error {
	sold, err := from.share(t, nths)
	if err != nil {
		return err
	}
	for i := range from {
		from[i].nths = sold[i].Parts()
	}
	cost := p.costs(nths)
	paid, err := from.share(t, cost)
	if err != nil {
		return err
	}
	t.carry(buyer, -cost)
	who := &t.roll.members[buyer]
	for i, s := range from {
		if s.nths > 0 {
			t.move(s.at, buyer, s.nths)
		}
		if parts := paid[i].Parts(); parts > 0 {
			if err := t.take(carriedAccount(who.name), t.roll.members[s.at].name, parts); err != nil {
				return err
			}
		}
	}
	t.notePrice(nths, cost, p)
	return nil
}

// notePrice records a price against its valuation.
func (t *turn) notePrice(nths, cost int64, p price) {
	t.Note("price", strconv.FormatInt(nths, 10)+" nths for "+t.amount(cost).String()+
		", of "+strconv.FormatInt(p.nths, 10)+" valued at "+t.amount(p.worth).String())
}

// deposit takes a member's money in, on what is carried to it.
func (t *turn) deposit(at int32, a unit.Amount) error {
	parts, err := t.parts(a)
	if err != nil {
		return err
	}
	who := &t.roll.members[at]
	if err := t.bring(who.name, carriedAccount(who.name), parts); err != nil {
		return err
	}
	t.carry(at, parts)
	return nil
}
