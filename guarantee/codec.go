package guarantee

import (
	"example.org/mutual/credit"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/internal/machine"
)

// ActionBytesMax is the longest JSON form of an action, in bytes: that of a Net over all of a ledger.
const ActionBytesMax = credit.ActionBytesMax + 64

// form is the JSON form of actions.
var form = machine.Form[Action]{Readers: readers, Write: write, BytesMax: ActionBytesMax, Refused: ErrAction}

var readers = map[string]func(*codec) Action{
	Adopt{}.header().Kind:           machine.Reader[Action]((*Adopt).fields),
	Amend{}.header().Kind:           machine.Reader[Action]((*Amend).fields),
	Retract{}.header().Kind:         machine.Reader[Action]((*Retract).fields),
	Approve{}.header().Kind:         machine.Reader[Action]((*Approve).fields),
	Budget{}.header().Kind:          machine.Reader[Action]((*Budget).fields),
	PayCost{}.header().Kind:         machine.Reader[Action]((*PayCost).fields),
	OpenYear{}.header().Kind:        machine.Reader[Action]((*OpenYear).fields),
	Retain{}.header().Kind:          machine.Reader[Action]((*Retain).fields),
	CloseYear{}.header().Kind:       machine.Reader[Action]((*CloseYear).fields),
	Admit{}.header().Kind:           machine.Reader[Action]((*Admit).fields),
	Subscribe{}.header().Kind:       machine.Reader[Action]((*Subscribe).fields),
	Leave{}.header().Kind:           machine.Reader[Action]((*Leave).fields),
	Deposit{}.header().Kind:         machine.Reader[Action]((*Deposit).fields),
	Withdraw{}.header().Kind:        machine.Reader[Action]((*Withdraw).fields),
	PostSecurity{}.header().Kind:    machine.Reader[Action]((*PostSecurity).fields),
	ReleaseSecurity{}.header().Kind: machine.Reader[Action]((*ReleaseSecurity).fields),
	Pledge{}.header().Kind:          machine.Reader[Action]((*Pledge).fields),
	Unpledge{}.header().Kind:        machine.Reader[Action]((*Unpledge).fields),
	Endow{}.header().Kind:           machine.Reader[Action]((*Endow).fields),
	SetLimits{}.header().Kind:       machine.Reader[Action]((*SetLimits).fields),
	Accept{}.header().Kind:          machine.Reader[Action]((*Accept).fields),
	ChargeBalances{}.header().Kind:  machine.Reader[Action]((*ChargeBalances).fields),
	Declare{}.header().Kind:         machine.Reader[Action]((*Declare).fields),
	PayOut{}.header().Kind:          machine.Reader[Action]((*PayOut).fields),
	PayCalls{}.header().Kind:        machine.Reader[Action]((*PayCalls).fields),
	Recover{}.header().Kind:         machine.Reader[Action]((*Recover).fields),
	Reinstate{}.header().Kind:       machine.Reader[Action]((*Reinstate).fields),
	Clear{}.header().Kind:           machine.Reader[Action]((*Clear).fields),
	WriteOff{}.header().Kind:        machine.Reader[Action]((*WriteOff).fields),
	trading:                         readTrade,
}

// write writes an action, or reports that it is none of this package's: a pointer to one, say, which could
// be nil, or a struct of somebody else's around one. It names every type so that no action need move to the
// heap to be written, which happens whenever one is applied.
func write(c *codec, a Action) bool {
	switch a := a.(type) {
	case Adopt:
		a.fields(c)
	case Amend:
		a.fields(c)
	case Retract:
		a.fields(c)
	case Approve:
		a.fields(c)
	case Budget:
		a.fields(c)
	case PayCost:
		a.fields(c)
	case OpenYear:
		a.fields(c)
	case Retain:
		a.fields(c)
	case CloseYear:
		a.fields(c)
	case Admit:
		a.fields(c)
	case Subscribe:
		a.fields(c)
	case Leave:
		a.fields(c)
	case Deposit:
		a.fields(c)
	case Withdraw:
		a.fields(c)
	case PostSecurity:
		a.fields(c)
	case ReleaseSecurity:
		a.fields(c)
	case Pledge:
		a.fields(c)
	case Unpledge:
		a.fields(c)
	case Endow:
		a.fields(c)
	case SetLimits:
		a.fields(c)
	case Accept:
		a.fields(c)
	case ChargeBalances:
		a.fields(c)
	case Declare:
		a.fields(c)
	case PayOut:
		a.fields(c)
	case PayCalls:
		a.fields(c)
	case Recover:
		a.fields(c)
	case Reinstate:
		a.fields(c)
	case Clear:
		a.fields(c)
	case WriteOff:
		a.fields(c)
	case Trade:
		return a.write(c)
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
	c.Names("founders", &t.Founders, FoundersMax)
	c.Text("manager", &t.Manager)
	c.Text("custodian", &t.Custodian)
	chargeFields(c, "cost", &t.Cost)
	chargeFields(c, "default", &t.Default)
	c.Amount("subscription", &t.Subscription)
	layersField(c, &t.Layers)
	c.Text("reserve", &t.Reserve)
	c.Amount("reserveTarget", &t.ReserveTarget)
	c.Integer("release", (*int64)(&t.Release))
	c.Integer("approval", (*int64)(&t.Approval))
	machine.List(c, "tariffs", &t.Tariffs, TariffsMax, tariffFields)
	c.Object("keynes", func() bool { return t.Keynes == Keynes{} }, func() { keynesFields(c, &t.Keynes) })
}

func chargeFields(c *codec, key string, h *Rates) {
	c.Object(key, func() bool { return *h == Rates{} }, func() {
		c.Integer("buyer", (*int64)(&h.Buyer))
		c.Integer("seller", (*int64)(&h.Seller))
	})
}

// The words for kinds and keys of layers, by their numbers.
var (
	layerKinds = []string{"", "security", "own", "pledges", "fund", "provisions", "calls", "haircut"}
	layerKeys  = []string{"", "contribution", "charges", "exposure", "equal"}
)

func layersField(c *codec, layers *[]waterfall.Layer) {
	machine.List(c, "layers", layers, waterfall.LayersMax, layerFields)
}

func layerFields(c *codec, l *waterfall.Layer) {
	c.Text("name", &l.Name)
	machine.One(c, "kind", layerKinds, &l.Kind)
	machine.One(c, "key", layerKeys, &l.Key)
	c.Integer("share", (*int64)(&l.Share))
	c.Amount("cap", &l.Cap)
	c.Text("of", &l.Of)
	c.Integer("times", (*int64)(&l.Times))
	machine.One(c, "base", layerKeys, &l.Base)
	c.Flag("refill", &l.Refill)
}

func tariffFields(c *codec, t *Tariff) {
	c.Text("work", &t.Work)
	c.Text("per", &t.Per)
	c.Amount("value", &t.Value)
}

func keynesFields(c *codec, k *Keynes) {
	c.Amount("quota", &k.Quota)
	c.Integer("first", (*int64)(&k.First))
	c.Integer("second", (*int64)(&k.Second))
	c.Integer("firstAbove", (*int64)(&k.FirstAbove))
	c.Integer("secondAbove", (*int64)(&k.SecondAbove))
}
