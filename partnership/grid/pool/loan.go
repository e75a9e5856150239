package pool

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Loan is an energy loan: what a property owes in energy, for what was done to it. It is owed in Stock of the lender,
// constant whatever any currency does, without interest and without a date.
type Loan struct {
	ID       string // that of the Lend
	Property string
	Owner    string     // of record, who owes
	Kind     stock.Kind // of the Stock, whose issuer is the lender
	Lent     unit.Amount
	Repaid   unit.Amount
}

// Open returns what is not repaid yet.
func (l Loan) Open() unit.Amount { return unit.New(l.Lent.Parts()-l.Repaid.Parts(), l.Lent.Unit()) }

// A loan is a Loan in parts.
type loan struct {
	id, property, owner string
	kind                stock.Kind
	lent, repaid        int64
}

func (l *loan) open() int64 { return l.lent - l.repaid }

func (p *Pool) show(l *loan) Loan {
	return Loan{l.id, l.property, l.owner, l.kind, p.energy(l.lent), p.energy(l.repaid)}
}

// lent is the class of what is owed in Stock of a kind: on property/NAME, to the lender.
func lent(k stock.Kind) journal.Class { return journal.Class("loan/" + k.String()) }

// Lend makes an energy loan to the owner of a property, out of what the lender got for its Stock: a price says how much
// money that is today. The lender, who has issued Stock for the product, and the owner must agree, the manager and the
// custodian, who keeps the record. A property has one owner, however many loans.
type Lend struct {
	ID       string
	At       time.Time
	By       []string
	Stock    stock.Kind
	Property string
	Owner    string
	Amount   unit.Amount
	Price    unit.Quote // the zero Quote: not in money
}

func (a Lend) header() header { return header{Kind: "lend", ID: a.ID, At: a.At, By: a.By} }

func (a *Lend) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	stock.KindMember(machine.Key{}, c, "stock", &a.Stock)
	c.Text("property", &a.Property)
	c.Text("owner", &a.Owner)
	c.Amount("amount", &a.Amount)
	c.Quote("price", &a.Price)
}

func (a Lend) apply(t *turn) error {
	if what := wrongName(a.Property); what != "" {
		return refuse(ErrProperty, "property %s", what)
	}
	if _, err := t.producer(a.Stock.Issuer); err != nil {
		return err
	}
	if _, known := t.register.Position(a.Stock); !known {
		return refuse(stock.ErrKind, "%.64q has no forecast", a.Stock.String())
	}
	if err := t.admits(a.Stock.Carrier, a.Stock.Site); err != nil { // forecast, perhaps, before other terms
		return err
	}
	if _, _, err := t.find(a.Owner); err != nil {
		return err
	}
	if owner := t.owner(a.Property); owner != "" && owner != a.Owner || a.Owner == a.Stock.Issuer {
		return refuse(ErrProperty, "%.32q of %.32q, who is not the lender", a.Owner, a.Property)
	}
	if err := t.Agree(a.Stock.Issuer, a.Owner, t.terms.Manager, t.terms.Custodian); err != nil {
		return err
	}
	parts, err := t.energyParts(a.Amount)
	if err != nil {
		return err
	}
	if parts > TotalMax {
		return tooMuch(journal.ErrLimit, "what can be lent", a.Amount, TotalMax)
	}
	t.keep(&loan{t.id, a.Property, a.Owner, a.Stock, parts, 0})
	t.changes.UndoBy(t.forget)
	t.Post(lent(a.Stock), "property/"+a.Property, "lent", parts)
	return t.pay(a.Stock.Issuer, a.Owner, a.Amount, a.Price)
}

// keep adds a loan, and forget takes the last one away.
func (p *Pool) keep(l *loan) {
	p.loans = append(p.loans, l)
	p.lent[l.id] = l
	p.property[l.property] = append(p.property[l.property], l)
}

func (p *Pool) forget() {
	last := len(p.loans) - 1
	l := p.loans[last]
	p.loans = p.loans[:last]
	delete(p.lent, l.id)
	if all := p.property[l.property]; len(all) > 1 {
		p.property[l.property] = all[:len(all)-1]
	} else {
		delete(p.property, l.property)
	}
}

// owner is who owes for a property: nobody where nothing is owed for it.
func (p *Pool) owner(property string) string {
	for _, l := range p.property[property] {
		if l.open() > 0 {
			return l.owner
		}
	}
	return ""
}

// Repay repays an energy loan, or a part of it. The owner of record must agree. Either in Stock of its own, which is
// cancelled; or in money, which buys Stock of a holder at that holder's price of the day, rounded down, and then that
// holder must agree too. More than is open is refused.
type Repay struct {
	ID     string
	At     time.Time
	By     []string
	Loan   string
	Paid   unit.Amount // in Stock, or in the pool's money
	Seller string      // whose Stock the money buys; otherwise empty
	Price  unit.Quote  // at which it does; otherwise the zero Quote
}

func (a Repay) header() header { return header{Kind: "repay", ID: a.ID, At: a.At, By: a.By} }

func (a *Repay) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("loan", &a.Loan)
	c.Amount("paid", &a.Paid)
	c.Text("seller", &a.Seller)
	c.Quote("price", &a.Price)
}

func (a Repay) apply(t *turn) error {
	l, err := t.loan(a.Loan)
	if err != nil {
		return err
	}
	if err := t.Agree(l.owner); err != nil {
		return err
	}
	from, amount := l.owner, a.Paid
	if a.Paid.Unit() == t.terms.Money {
		if from, amount, err = a.buy(t, l); err != nil {
			return err
		}
	} else if a.Seller != "" || a.Price != (unit.Quote{}) {
		return refuse(ErrQuote, "want no seller and no price for a payment in Stock")
	}
	parts, err := t.energyParts(amount)
	if err != nil {
		return err
	}
	if room := l.open(); parts > room {
		return tooMuch(ErrLoan, quote(l.id), amount, room)
	}
	m, err := t.register.BuyBack(l.kind, from, amount)
	if err != nil {
		return err
	}
	t.post(m)
	set(t, &l.repaid, l.repaid+parts)
	t.Post(lent(l.kind), "lent", "property/"+l.property, parts)
	return nil
}

// buy returns whose Stock a payment in money buys, and how much.
func (a Repay) buy(t *turn, l *loan) (string, unit.Amount, error) {
	if a.Seller == l.owner || a.Seller == t.terms.Name {
		return "", unit.Amount{}, refuse(journal.ErrParty, "want a seller other than the owner and the pool")
	}
	if err := t.Agree(a.Seller); err != nil {
		return "", unit.Amount{}, err
	}
	if _, err := machine.Parts(a.Paid, t.terms.Money); err != nil {
		return "", unit.Amount{}, err
	}
	bought, err := t.worth(a.Paid, a.Price, t.terms.Unit)
	if err != nil {
		return "", unit.Amount{}, err
	}
	t.Post(t.money, "money/"+l.owner, "money/"+a.Seller, a.Paid.Parts())
	return a.Seller, bought, nil
}

func (p *Pool) loan(id string) (*loan, error) {
	if l, ok := p.lent[id]; ok {
		return l, nil
	}
	return nil, refuse(ErrLoan, "%.32q", id)
}

// Convey records that a property was sold: who bought it owes what is open of its loans. Both must agree, and the
// custodian, who keeps the record.
type Convey struct {
	ID       string
	At       time.Time
	By       []string
	Property string
	From, To string
}

func (a Convey) header() header { return header{Kind: "convey", ID: a.ID, At: a.At, By: a.By} }

func (a *Convey) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("property", &a.Property)
	c.Text("from", &a.From)
	c.Text("to", &a.To)
}

func (a Convey) apply(t *turn) error {
	if owner := t.owner(a.Property); owner == "" || owner != a.From || a.From == a.To {
		return refuse(ErrProperty, "%.32q of %.32q, for somebody else", a.From, a.Property)
	}
	if _, _, err := t.find(a.To); err != nil {
		return err
	}
	if err := t.Agree(a.From, a.To, t.terms.Custodian); err != nil {
		return err
	}
	for _, l := range t.property[a.Property] {
		if l.open() == 0 {
			continue
		}
		if l.kind.Issuer == a.To {
			return refuse(ErrProperty, "%.32q is the lender", a.To)
		}
		set(t, &l.owner, a.To)
		t.Note("owes", l.id)
	}
	return nil
}
