package partnership

import (
	"maps"

	"example.org/mutual/credit"
	"example.org/mutual/internal/machine"
)

// ActionBytesMax is the longest JSON form of an action, in bytes: that of a set-off over all of a ledger.
const ActionBytesMax = credit.ActionBytesMax + 64

// form is the JSON form of actions, and proposable that of those which can be proposed: no proposal carries another.
var (
	form       = machine.Form[Action]{Readers: also(readers, governing), Write: writeAny, BytesMax: ActionBytesMax, Refused: ErrAction}
	proposable = machine.Form[Action]{Readers: readers, Write: write, BytesMax: ActionBytesMax, Refused: ErrAction}
)

// also returns the readers of both.
func also(a, b map[string]func(*codec) Action) map[string]func(*codec) Action {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// governing are the readers of the actions by which the others are agreed on.
var governing = map[string]func(*codec) Action{
	Adopt{}.header().Kind:   machine.Reader[Action]((*Adopt).fields),
	Propose{}.header().Kind: readPropose,
	Approve{}.header().Kind: machine.Reader[Action]((*Approve).fields),
	Veto{}.header().Kind:    machine.Reader[Action]((*Veto).fields),
	Retract{}.header().Kind: machine.Reader[Action]((*Retract).fields),
	Enact{}.header().Kind:   machine.Reader[Action]((*Enact).fields),
}

var readers = map[string]func(*codec) Action{
	Admit{}.header().Kind:      machine.Reader[Action]((*Admit).fields),
	Leave{}.header().Kind:      machine.Reader[Action]((*Leave).fields),
	Amend{}.header().Kind:      machine.Reader[Action]((*Amend).fields),
	Appraise{}.header().Kind:   machine.Reader[Action]((*Appraise).fields),
	Contribute{}.header().Kind: machine.Reader[Action]((*Contribute).fields),
	Transfer{}.header().Kind:   machine.Reader[Action]((*Transfer).fields),
	Buy{}.header().Kind:        machine.Reader[Action]((*Buy).fields),
	Rescale{}.header().Kind:    machine.Reader[Action]((*Rescale).fields),
	Spend{}.header().Kind:      machine.Reader[Action]((*Spend).fields),

	TakeUp{}.header().Kind:        machine.Reader[Action]((*TakeUp).fields),
	Vacate{}.header().Kind:        machine.Reader[Action]((*Vacate).fields),
	Review{}.header().Kind:        machine.Reader[Action]((*Review).fields),
	Bill{}.header().Kind:          machine.Reader[Action]((*Bill).fields),
	Receive{}.header().Kind:       machine.Reader[Action]((*Receive).fields),
	Distribute{}.header().Kind:    machine.Reader[Action]((*Distribute).fields),
	PayOut{}.header().Kind:        machine.Reader[Action]((*PayOut).fields),
	Pay{}.header().Kind:           machine.Reader[Action]((*Pay).fields),
	WriteOff{}.header().Kind:      machine.Reader[Action]((*WriteOff).fields),
	Clear{}.header().Kind:         machine.Reader[Action]((*Clear).fields),
	Forecast{}.header().Kind:      machine.Reader[Action]((*Forecast).fields),
	Supply{}.header().Kind:        machine.Reader[Action]((*Supply).fields),
	IssueStock{}.header().Kind:    machine.Reader[Action]((*IssueStock).fields),
	TransferStock{}.header().Kind: machine.Reader[Action]((*TransferStock).fields),
	RedeemStock{}.header().Kind:   machine.Reader[Action]((*RedeemStock).fields),
	BuyBackStock{}.header().Kind:  machine.Reader[Action]((*BuyBackStock).fields),
}

// writeAny writes an action, or reports that it is none of this package's: a pointer to one, say, which could
// be nil, or a struct of somebody else's around one. It names every type so that no action need move to the
// heap to be written, which happens whenever one is applied.
func writeAny(c *codec, a Action) bool {
	switch a := a.(type) {
	case Adopt:
		a.fields(c)
	case Propose:
		return a.write(c)
	case Approve:
		a.fields(c)
	case Veto:
		a.fields(c)
	case Retract:
		a.fields(c)
	case Enact:
		a.fields(c)
	default:
		return write(c, a)
	}
	return true
}

// write is writeAny for what can be proposed.
func write(c *codec, a Action) bool {
	switch a := a.(type) {
	case Admit:
		a.fields(c)
	case Leave:
		a.fields(c)
	case Amend:
		a.fields(c)
	case Appraise:
		a.fields(c)
	case Contribute:
		a.fields(c)
	case Transfer:
		a.fields(c)
	case Buy:
		a.fields(c)
	case Rescale:
		a.fields(c)
	case Spend:
		a.fields(c)
	case TakeUp:
		a.fields(c)
	case Vacate:
		a.fields(c)
	case Review:
		a.fields(c)
	case Bill:
		a.fields(c)
	case Receive:
		a.fields(c)
	case Distribute:
		a.fields(c)
	case PayOut:
		a.fields(c)
	case Pay:
		a.fields(c)
	case WriteOff:
		a.fields(c)
	case Clear:
		a.fields(c)
	case Forecast:
		a.fields(c)
	case Supply:
		a.fields(c)
	case IssueStock:
		a.fields(c)
	case TransferStock:
		a.fields(c)
	case RedeemStock:
		a.fields(c)
	case BuyBackStock:
		a.fields(c)
	default:
		return false
	}
	return true
}

// Decode reads the JSON form of an action: one object in the canonical form of this module, with the
// member type first, as [Encode] writes it, and no other. An error is a journal.RefusalError with
// ErrAction.
func Decode(data []byte) (Action, error) { return form.Decode(data) }

// Encode returns the JSON form of an action: [Decode] reads it back. An action that has none is ErrAction:
// one with a text that is not UTF-8 or too long, or a time outside the years 1 to 9999.
func Encode(a Action) ([]byte, error) { return form.Encode(a) }

// termsFields are the fields of terms, in an Amend and in a snapshot.
func termsFields(c *codec, t *Terms) {
	c.Text("name", &t.Name)
	c.Measure("unit", &t.Unit)
	rules := int64(t.Rules)
	c.Integer("rules", &rules)
	t.Rules = int(rules)
	c.Text("purpose", &t.Purpose)
	c.Text("asset", &t.Asset)
	c.Names("founders", &t.Founders, FoundersMax)
	c.Text("custodian", &t.Custodian)
	c.Text("manager", &t.Manager)
	machine.List(c, "holders", &t.Holders, FoundersMax, holderFields)
	c.Flag("offered", &t.Offered)
	machine.List(c, "portions", &t.Portions, PortionsMax, portionFields)
	c.Flag("commonsFirst", &t.CommonsFirst)
	machine.One(c, "overpaid", overpaids, &t.Overpaid)
	c.Object("stock", func() bool { return t.Stock == StockTerms{} }, func() { stockFields(c, &t.Stock) })
	machine.List(c, "index", (*[]Series)(&t.Index), SeriesMax, seriesFields)
	machine.List(c, "needs", &t.Needs, len(needs), needFields)
	c.Integer("approval", (*int64)(&t.Approval))
}

func holderFields(c *codec, h *Holder) {
	c.Text("party", &h.Party)
	c.Integer("nths", &h.Nths)
}

func portionFields(c *codec, p *Portion) {
	c.Text("name", &p.Name)
	machine.One(c, "kind", portionKinds, &p.Kind)
	c.Text("to", &p.To)
	c.Integer("weight", &p.Weight)
}

func stockFields(c *codec, s *StockTerms) {
	c.Text("carrier", &s.Carrier)
	c.Text("site", &s.Site)
	c.Measure("unit", &s.Unit)
	c.Amount("pay", &s.Pay)
	c.Amount("for", &s.For)
}

func seriesFields(c *codec, s *Series) {
	c.Text("name", &s.Name)
	c.Integer("weight", &s.Weight)
}

func needFields(c *codec, n *Need) {
	c.Text("action", &n.Action)
	c.Flag("manager", &n.Manager)
	c.Flag("custodian", &n.Custodian)
	c.Flag("members", &n.Members)
}
