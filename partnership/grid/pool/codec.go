package pool

import (
	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
)

// ActionBytesMax is the longest JSON form of an action, in bytes: that of a Clear or a Collect of as much as there can
// be, with long names.
const ActionBytesMax = 1 << 25

// form is the JSON form of actions.
var form = machine.Form[Action]{Readers: readers, Write: write, BytesMax: ActionBytesMax, Refused: ErrAction}

var readers = map[string]func(*codec) Action{
	Adopt{}.header().Kind:     machine.Reader[Action]((*Adopt).fields),
	Admit{}.header().Kind:     machine.Reader[Action]((*Admit).fields),
	Leave{}.header().Kind:     machine.Reader[Action]((*Leave).fields),
	Amend{}.header().Kind:     machine.Reader[Action]((*Amend).fields),
	Approve{}.header().Kind:   machine.Reader[Action]((*Approve).fields),
	Retract{}.header().Kind:   machine.Reader[Action]((*Retract).fields),
	Forecast{}.header().Kind:  machine.Reader[Action]((*Forecast).fields),
	Issue{}.header().Kind:     machine.Reader[Action]((*Issue).fields),
	Transfer{}.header().Kind:  machine.Reader[Action]((*Transfer).fields),
	BuyBack{}.header().Kind:   machine.Reader[Action]((*BuyBack).fields),
	Supply{}.header().Kind:    machine.Reader[Action]((*Supply).fields),
	Settle{}.header().Kind:    machine.Reader[Action]((*Settle).fields),
	Redeem{}.header().Kind:    machine.Reader[Action]((*Redeem).fields),
	Exchange{}.header().Kind:  machine.Reader[Action]((*Exchange).fields),
	Discharge{}.header().Kind: machine.Reader[Action]((*Discharge).fields),
	Clear{}.header().Kind:     machine.Reader[Action]((*Clear).fields),
	Lend{}.header().Kind:      machine.Reader[Action]((*Lend).fields),
	Repay{}.header().Kind:     machine.Reader[Action]((*Repay).fields),
	Convey{}.header().Kind:    machine.Reader[Action]((*Convey).fields),
	Dividend{}.header().Kind:  machine.Reader[Action]((*Dividend).fields),
	Collect{}.header().Kind:   machine.Reader[Action]((*Collect).fields),
	Level{}.header().Kind:     machine.Reader[Action]((*Level).fields),
}

// write writes an action, or reports that it is none of this package's: a pointer to one, say, which could be nil, or a
// struct of somebody else's around one. It names every type so that no action need move to the heap to be written,
// which happens whenever one is applied.
func write(c *codec, a Action) bool {
	switch a := a.(type) {
	case Adopt:
		a.fields(c)
	case Admit:
		a.fields(c)
	case Leave:
		a.fields(c)
	case Amend:
		a.fields(c)
	case Approve:
		a.fields(c)
	case Retract:
		a.fields(c)
	case Forecast:
		a.fields(c)
	case Issue:
		a.fields(c)
	case Transfer:
		a.fields(c)
	case BuyBack:
		a.fields(c)
	case Supply:
		a.fields(c)
	case Settle:
		a.fields(c)
	case Redeem:
		a.fields(c)
	case Exchange:
		a.fields(c)
	case Discharge:
		a.fields(c)
	case Clear:
		a.fields(c)
	case Lend:
		a.fields(c)
	case Repay:
		a.fields(c)
	case Convey:
		a.fields(c)
	case Dividend:
		a.fields(c)
	case Collect:
		a.fields(c)
	case Level:
		a.fields(c)
	default:
		return false
	}
	return true
}

// Decode reads the JSON form of an action: one object in the canonical form of this module, with the member type first,
// as [Encode] writes it, and no other. An error is a journal.RefusalError with ErrAction.
func Decode(data []byte) (Action, error) { return form.Decode(data) }

// Encode returns the JSON form of an action: [Decode] reads it back. An action that has none is ErrAction: one with a
// text that is not UTF-8 or too long, or a time outside the years 1 to 9999.
func Encode(a Action) ([]byte, error) { return form.Encode(a) }

// termsFields are the fields of terms, in an Amend and in a snapshot.
func termsFields(c *codec, t *Terms) {
	c.Text("name", &t.Name)
	c.Measure("unit", &t.Unit)
	c.Measure("money", &t.Money)
	rules := int64(t.Rules)
	c.Integer("rules", &rules)
	t.Rules = int(rules)
	c.Names("founders", &t.Founders, FoundersMax)
	c.Text("manager", &t.Manager)
	c.Text("custodian", &t.Custodian)
	machine.List(c, "products", &t.Products, ProductsMax, productFields)
	machine.List(c, "levies", &t.Levies, LeviesMax, levyFields)
	c.Integer("approval", (*int64)(&t.Approval))
}

func productFields(c *codec, p *Product) {
	c.Text("carrier", &p.Carrier)
	c.Text("site", &p.Site)
}

func levyFields(c *codec, l *Levy) {
	c.Text("name", &l.Name)
	c.Measure("measure", &l.Measure)
	c.Amount("each", &l.Each)
}

// loanFields are the fields of a loan in a snapshot.
func loanFields(c *codec, l *loan) {
	c.Text("id", &l.id)
	c.Text("property", &l.property)
	c.Text("owner", &l.owner)
	stock.KindMember(machine.Key{}, c, "stock", &l.kind)
	partsField(c, "lent", &l.lent)
	partsField(c, "repaid", &l.repaid)
}
