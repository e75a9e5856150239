package guarantee_test

import (
	"testing"

	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// A defaulter's own provision goes first, by whatever key the others share the layer that it is a part of: ann has paid
// no charges in the year of the loss, and yet provides.
func TestOwnProvisionByAnyKey(t *testing.T) {
	for _, key := range []waterfall.Key{waterfall.Contribution, waterfall.Charges, waterfall.Exposure, waterfall.Equal} {
		terms := terms()
		terms.Layers = guarantee.Layers(unit.Whole)
		terms.Layers[4].Key = key
		s := exampleOf(terms)
		done(s, accept("p1", "ann", "bob", "200.00"),
			guarantee.OpenYear{ID: "2027", At: on(9), By: []string{"mia"}},
			guarantee.Declare{ID: "d1", At: on(10), By: []string{"mia"}, Members: []string{"ann"}, Because: "the bill is months late"})
		if got := s.Losses()[0].Case.Steps[1].Borne; got != euros("2.00") {
			t.Errorf("by %v: ann's own provision bears %v", key, got)
		}
	}
}
