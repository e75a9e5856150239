package stock

import (
	"cmp"
	"strings"

	"example.org/mutual/internal/machine"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Kind is what makes one Stock different from another. It is a comparable value. The zero Kind is none.
type Kind struct {
	Issuer  string    // the producer who takes it in payment
	Carrier string    // what it pays for: electricity, heat at 60 degrees, rental
	Site    string    // where that is to be had
	Unit    unit.Unit // of its face: a unit of energy, or of account
}

// Check returns a journal.RefusalError if k is not a kind that can be: names must be those of parties, without a
// slash, and there must be a unit.
func (k Kind) Check() error {
	for _, field := range []struct{ role, name string }{{"issuer", k.Issuer}, {"carrier", k.Carrier}, {"site", k.Site}} {
		if what := wrongName(field.name); what != "" {
			return refuse(ErrKind, "%s %s", field.role, what)
		}
	}
	if k.Unit.IsZero() {
		return refuse(ErrKind, "want a unit")
	}
	return nil
}

// Compare is a total order: by issuer, carrier, site, then the unit's definition.
func (k Kind) Compare(l Kind) int {
	return cmp.Or(strings.Compare(k.Issuer, l.Issuer), strings.Compare(k.Carrier, l.Carrier),
		strings.Compare(k.Site, l.Site), strings.Compare(k.Unit.String(), l.Unit.String()))
}

// String says the kind for people and for the names of classes: "issuer/carrier/site/unit".
func (k Kind) String() string {
	return k.Issuer + "/" + k.Carrier + "/" + k.Site + "/" + k.Unit.String()
}

// StockClass returns the class of moves of the Stock.
func (k Kind) StockClass() journal.Class { return journal.Class("stock/" + k.String()) }

// ClaimClass returns the class of moves of claims on the issuer.
func (k Kind) ClaimClass() journal.Class { return journal.Class("claim/" + k.String()) }

// KindMember is a kind in a member of an action or of a snapshot, left out where it is the zero Kind.
func KindMember(_ machine.Key, c *machine.Codec, key string, k *Kind) {
	c.Object(key, func() bool { return *k == Kind{} }, func() { kindFields(c, k) })
}

func kindFields(c *machine.Codec, k *Kind) {
	c.Text("issuer", &k.Issuer)
	c.Text("carrier", &k.Carrier)
	c.Text("site", &k.Site)
	c.Measure("unit", &k.Unit)
}

// wrongName says what keeps s from naming a party or a part of a kind; a slash would make two classes one.
func wrongName(s string) string {
	if what := name.Wrong(s); what != "" {
		return what
	}
	if strings.Contains(s, "/") {
		return "must not hold a slash"
	}
	return ""
}
