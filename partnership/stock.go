package partnership

import (
	"errors"
	"slices"
	"time"

	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// ErrStock is Stock that the terms know nothing of, or a price of it.
var ErrStock = errors.New("partnership: not Stock of the terms, or not a price of it")

// stockKind is the Stock of the terms.
func (p *Partnership) stockKind() stock.Kind {
	s := &p.terms.Stock
	return stock.Kind{Issuer: p.terms.Name, Carrier: s.Carrier, Site: s.Site, Unit: s.Unit}
}

// Stock returns how the partnership's Stock stands, and false where the terms have none or nothing was forecast.
func (p *Partnership) Stock() (stock.Position, bool) {
	if p.stock == nil {
		return stock.Position{}, false
	}
	return p.stock.Position(p.stockKind())
}

// Holding returns how much Stock somebody has, a member or not: the zero Amount where nothing was forecast.
func (p *Partnership) Holding(name string) unit.Amount {
	if p.stock == nil {
		return unit.Amount{}
	}
	return p.stock.Holding(p.stockKind(), name)
}

// moved takes a move of Stock into the entry.
func (t *turn) moved(m stock.Move, err error) error {
	if err == nil {
		t.Post(m.Class, m.From, m.To, m.Parts)
	}
	return err
}

// Forecast says what the asset is still expected to yield, in the unit of its Stock: no more Stock is issued than that
// can redeem. The manager declares it and the custodian agrees. A lower one stops the issue and cancels nothing.
type Forecast struct {
	ID        string
	At        time.Time
	By        []string
	Remaining unit.Amount
}

func (a Forecast) header() header { return header{Kind: "forecast", ID: a.ID, At: a.At, By: a.By} }

func (a *Forecast) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Amount("remaining", &a.Remaining)
}

func (a Forecast) apply(t *turn) error {
	if err := t.stocked(); err != nil {
		return err
	}
	t.Note("forecast", a.Remaining.String())
	return t.stock.Forecast(t.stockKind(), a.Remaining)
}

// stocked refuses what is about Stock where the terms have none, or without who must agree.
func (t *turn) stocked(parties ...string) error {
	if t.terms.Stock == (StockTerms{}) {
		return &journal.RefusalError{Reason: ErrStock, What: "the terms have none"}
	}
	return t.consent(parties...)
}

// Supply says what the asset has yielded, in the unit of its Stock, which is no longer to come. Where that is the unit
// of account, what is supplied is use, and a [Bill] counts it.
type Supply struct {
	ID     string
	At     time.Time
	By     []string
	Amount unit.Amount
}

func (a Supply) header() header { return header{Kind: "supply", ID: a.ID, At: a.At, By: a.By} }

func (a *Supply) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Amount("amount", &a.Amount)
}

func (a Supply) apply(t *turn) error {
	if err := t.stocked(); err != nil {
		return err
	}
	if t.terms.Stock.Unit == t.terms.Unit {
		return &journal.RefusalError{Reason: ErrStock, What: "want a bill: what falls due is what is supplied"}
	}
	t.Note("supplied", a.Amount.String())
	return t.produce(a.Amount)
}

// produce lowers what remains to be produced. What is beyond the forecast is not refused.
func (t *turn) produce(supplied unit.Amount) error {
	beyond, err := t.stock.Produce(t.stockKind(), supplied)
	if err == nil && beyond.Sign() > 0 {
		t.Note("beyond the forecast", beyond.String())
	}
	return err
}

// keepable refuses terms that would leave what stands without its terms: Stock of another kind, rentals by another
// index, a custodian who uses something.
func (t *turn) keepable(terms *Terms) error {
	was, is := t.terms.Stock, terms.Stock
	if _, forecast := t.Stock(); forecast && (was.Carrier != is.Carrier || was.Site != is.Site || was.Unit != is.Unit) {
		return wrongTerms("want the same carrier, site and unit of Stock: some was forecast")
	}
	if len(t.uses.reviews) > 0 && !slices.Equal(t.terms.Index, terms.Index) {
		return wrongTerms("want the same index: rentals go by it")
	}
	if at, _ := t.roll.find(terms.Custodian); t.uses.by(at) {
		return wrongTerms("want a custodian who uses nothing: %.32q does", terms.Custodian)
	}
	return nil
}

// checkShelf: invariant 10.
func (p *Partnership) checkShelf() error {
	if err := p.stock.Check(); err != nil {
		return err
	}
	s, _ := p.Stock()
	if s.Outstanding.IsZero() && p.books.prepaid != 0 {
		return broken(10, "%v prepaid for no Stock", p.Prepaid())
	}
	if s.Claims.Sign() > 0 {
		return broken(10, "claims of others")
	}
	for s := range p.stock.Positions() {
		if s.Kind != p.stockKind() {
			return broken(10, "Stock of another kind")
		}
	}
	return nil
}
