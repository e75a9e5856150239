package pool

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Forecast says what a supplier still expects to produce of a product. It declares that, and the custodian must agree.
// A lower forecast stops issue and cancels nothing.
type Forecast struct {
	ID        string
	At        time.Time
	By        []string
	Stock     stock.Kind  // for which it is the cover
	Remaining unit.Amount // from now on, in the pool's unit; zero is one too
}

func (a Forecast) header() header { return header{Kind: "forecast", ID: a.ID, At: a.At, By: a.By} }

func (a *Forecast) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	stock.KindMember(machine.Key{}, c, "stock", &a.Stock)
	c.Amount("remaining", &a.Remaining)
}

func (a Forecast) apply(t *turn) error {
	if _, err := t.producer(a.Stock.Issuer); err != nil {
		return err
	}
	if err := t.admits(a.Stock.Carrier, a.Stock.Site); err != nil {
		return err
	}
	if a.Stock.Unit != t.terms.Unit {
		return refuse(journal.ErrUnit, "want Stock in %v", t.terms.Unit)
	}
	if err := t.Agree(a.Stock.Issuer, t.terms.Custodian); err != nil {
		return err
	}
	before, _ := t.register.Position(a.Stock)
	if err := t.register.Forecast(a.Stock, a.Remaining); err != nil {
		return err
	}
	if more := a.Remaining.Parts() - before.Remaining.Parts(); more > 0 {
		t.Post(production(a.Stock), "expected", "remaining", more)
	} else if more < 0 {
		t.Post(production(a.Stock), "remaining", "expected", -more)
	}
	return nil
}

// production is the class of what is expected of a product, and produced.
func production(k stock.Kind) journal.Class { return journal.Class("production/" + k.String()) }

// produce says that energy of a product was supplied, which is no longer to come. What nobody forecast is noted.
func (t *turn) produce(k stock.Kind, supplied unit.Amount) error {
	if _, known := t.register.Position(k); !known {
		return nil
	}
	beyond, err := t.register.Produce(k, supplied)
	if err != nil {
		return err
	}
	if counted := supplied.Parts() - beyond.Parts(); counted > 0 {
		t.Post(production(k), "remaining", "produced", counted)
	}
	if !beyond.IsZero() {
		t.Note("beyond the forecast", beyond.String())
	}
	return nil
}
