package partnership

import (
	"errors"
	"math/bits"
	"slices"
	"time"

	"example.org/mutual/credit"
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

// Forecast says what the asset is still expected to yield, in the unit of its Stock: no more Stock is issued than that can
// redeem. The manager declares it and the custodian agrees. A lower one stops the issue and cancels nothing.
type Forecast struct {
	ID         string
	At         time.Time
	By         []string
	Production unit.Amount
}

func (a Forecast) header() header { return header{Kind: "forecast", ID: a.ID, At: a.At, By: a.By} }

func (a *Forecast) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Amount("production", &a.Production)
}

func (a Forecast) apply(t *turn) error {
	if err := t.stocked(); err != nil {
		return err
	}
	t.Note("forecast", a.Production.String())
	return t.stock.Forecast(t.stockKind(), a.Production)
}

// stocked refuses what is about Stock where the terms have none, or without who must agree.
func (t *turn) stocked(parties ...string) error {
	if t.terms.Stock == (StockTerms{}) {
		return &journal.RefusalError{Reason: ErrStock, What: "the terms have none"}
	}
	return t.consent(parties...)
}

// Supply says what the asset has yielded, in the unit of its Stock, which is no longer to come. Where that is the unit of
// account, what is supplied is use, and a [Charge] counts it.
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
		return &journal.RefusalError{Reason: ErrStock, What: "want a charge: what falls due is what is supplied"}
	}
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

// IssueStock sells Stock ahead of use, at par or at a discount: the holder pays the custodian. What is paid is kept until the
// Stock comes back, or goes to the capital fund, to be spent on the asset. The holder, the manager who instructs and the custodian
// who records it must agree. It is no loan: nobody can ask for money or for delivery, and it bears nothing.
type IssueStock struct {
	ID       string
	At       time.Time
	By       []string
	To       string      // a member or not
	Face     unit.Amount // in the unit of the Stock
	Paid     unit.Amount // in the unit of account
	ForAsset bool        // whether the money is capital
}

func (a IssueStock) header() header { return header{Kind: "issueStock", ID: a.ID, At: a.At, By: a.By} }

func (a *IssueStock) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("to", &a.To)
	c.Amount("face", &a.Face)
	c.Amount("paid", &a.Paid)
	c.Flag("forAsset", &a.ForAsset)
}

func (a IssueStock) apply(t *turn) error {
	if err := t.stocked(a.To); err != nil {
		return err
	}
	parts, err := t.parts(a.Paid)
	if err != nil {
		return err
	}
	if err := t.moved(t.stock.Issue(t.stockKind(), a.To, a.Face)); err != nil {
		return err
	}
	if a.ForAsset {
		if err := t.bring(a.To, capitalAccount, parts); err != nil {
			return err
		}
		t.capital(parts)
		return nil
	}
	if err := t.bring(a.To, prepaidAccount, parts); err != nil {
		return err
	}
	t.prepaid(parts)
	return nil
}

// prepay buys Stock at the price of the terms with what is carried to somebody, as much as that and the forecast allow.
func (t *turn) prepay(from int32) error {
	s, _ := t.Stock()
	pay, per := uint64(t.terms.Stock.Pay.Parts()), uint64(t.terms.Stock.For.Parts())
	face := min(scaled(uint64(t.books.carried[from]), per, pay, false), s.Room.Parts())
	if face == 0 {
		return nil
	}
	cost, name := scaled(uint64(face), pay, per, true), t.roll.members[from].name
	if err := t.moved(t.stock.Issue(t.stockKind(), name, unit.New(face, s.Kind.Unit))); err != nil {
		return err
	}
	t.Note("stock", unit.New(face, s.Kind.Unit).String()+" for "+t.amount(cost).String())
	t.carry(from, -cost)
	t.prepaid(cost)
	t.post(carriedAccount(name), prepaidAccount, cost)
	return nil
}

// scaled is x times y by z, rounded down or up, at most TotalMax.
func scaled(x, y, z uint64, up bool) int64 {
	high, low := bits.Mul64(x, y)
	if high >= z {
		return TotalMax
	}
	whole, rest := bits.Div64(high, low, z)
	if up && rest > 0 {
		whole++
	}
	return int64(min(whole, TotalMax))
}

// TransferStock passes Stock on, at face; what one gives the other for it is their affair. Both must agree.
type TransferStock struct {
	ID       string
	At       time.Time
	By       []string
	From, To string
	Face     unit.Amount
}

func (a TransferStock) header() header {
	return header{Kind: "transferStock", ID: a.ID, At: a.At, By: a.By}
}

func (a *TransferStock) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("from", &a.From)
	c.Text("to", &a.To)
	c.Amount("face", &a.Face)
}

func (a TransferStock) apply(t *turn) error {
	if err := t.stocked(a.From, a.To); err != nil {
		return err
	}
	return t.moved(t.stock.Transfer(t.stockKind(), a.From, a.To, a.Face))
}

// ReturnStock pays rental that is owed with Stock, which is cancelled: at face where that is in the unit of account, and
// otherwise at a quote, rounded down. No more is taken than what is owed for use that was had. The user must agree, and to a quote
// the manager too. What was paid for the Stock is released to the gross, and the use that was paid for long ago taken from it.
type ReturnStock struct {
	ID    string
	At    time.Time
	By    []string
	From  string // a member, who owes rental
	Face  unit.Amount
	Quote unit.Quote // where the face is not in the unit of account
}

func (a ReturnStock) header() header {
	return header{Kind: "returnStock", ID: a.ID, At: a.At, By: a.By}
}

func (a *ReturnStock) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("from", &a.From)
	c.Amount("face", &a.Face)
	c.Quote("quote", &a.Quote)
}

func (a ReturnStock) apply(t *turn) error {
	from, err := t.roll.known(a.From)
	if err != nil {
		return err
	}
	parties := []string{a.From}
	if a.Quote != (unit.Quote{}) {
		parties = append(parties, t.terms.Manager)
	}
	if err := t.stocked(parties...); err != nil {
		return err
	}
	if a.Face.Unit() != t.terms.Unit && a.Quote == (unit.Quote{}) {
		return &journal.RefusalError{Reason: credit.ErrQuote, What: "want a quote of the Stock in " + t.terms.Unit.String()}
	}
	parts, err := t.worth(a.Face, a.Quote)
	if err != nil {
		return err
	}
	if owed := t.owed(from); parts > owed {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "what is owed for use that was had", Asked: t.amount(parts), Room: t.amount(owed)}
	}
	released := t.released(a.Face)
	if err := t.moved(t.stock.Redeem(t.stockKind(), a.From, a.Face)); err != nil {
		return err
	}
	if _, err := t.cover(from, parts, credit.Worth, "Stock returned"); err != nil {
		return err
	}
	if err := t.release(released); err != nil {
		return err
	}
	return t.lose(arrearsAccount, parts)
}

// released is how much was paid for so much of the Stock that is outstanding, on average: all of it for the last.
func (t *turn) released(face unit.Amount) int64 {
	s, _ := t.Stock()
	if face.Sign() <= 0 || face.Parts() > s.Outstanding.Parts() {
		return 0 // which the register refuses
	}
	return scaled(uint64(t.books.prepaid), uint64(face.Parts()), uint64(s.Outstanding.Parts()), false)
}

// release makes what was prepaid a part of the gross.
func (t *turn) release(parts int64) error {
	if parts == 0 {
		return nil
	}
	t.prepaid(-parts)
	return t.earn(prepaidAccount, parts)
}

// BuyBackStock buys Stock back for money from the purse, and cancels it. The holder must agree, with those whom the Needs name.
type BuyBackStock struct {
	ID   string
	At   time.Time
	By   []string
	From string
	Face unit.Amount
	Paid unit.Amount // in the unit of account
}

func (a BuyBackStock) header() header {
	return header{Kind: "buyBackStock", ID: a.ID, At: a.At, By: a.By}
}

func (a *BuyBackStock) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("from", &a.From)
	c.Amount("face", &a.Face)
	c.Amount("paid", &a.Paid)
}

func (a BuyBackStock) apply(t *turn) error {
	if err := t.stocked(a.From); err != nil {
		return err
	}
	parts, err := t.parts(a.Paid)
	if err != nil {
		return err
	}
	released := t.released(a.Face)
	if err := t.moved(t.stock.BuyBack(t.stockKind(), a.From, a.Face)); err != nil {
		return err
	}
	if err := t.release(released); err != nil {
		return err
	}
	if err := t.gain(-parts); err != nil {
		return err
	}
	return t.take(grossAccount, a.From, parts)
}

// keepable refuses terms that would leave what stands without its terms: Stock of another kind, rentals by another
// index, a custodian who uses something.
func (t *turn) keepable(terms *Terms) error {
	old, new := t.terms.Stock, terms.Stock
	if _, forecast := t.Stock(); forecast && (old.Carrier != new.Carrier || old.Site != new.Site || old.Unit != new.Unit) {
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
