package guaranteetest

import (
	"fmt"
	"slices"
	"strings"

	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// orders are the orders of layers that were ever in force, by the entries, and which of them a promise goes by.
type orders struct {
	layers   [][]waterfall.Layer // as they came into force
	accepted map[string]int      // of each promise, the place of the layers that were in force
	proposed map[string]guarantee.Amend
}

func newOrders(t guarantee.Terms) *orders {
	return &orders{layers: [][]waterfall.Layer{layersOf(t)}, accepted: map[string]int{}, proposed: map[string]guarantee.Amend{}}
}

// layersOf are the layers that terms mean.
func layersOf(t guarantee.Terms) []waterfall.Layer {
	if len(t.Layers) == 0 {
		return guarantee.Layers(unit.Whole)
	}
	return t.Layers
}

// know takes note of promises as they are accepted, and of layers as they are proposed and approved.
func (o *orders) know(did guarantee.Action, e journal.Entry) {
	switch did := did.(type) {
	case guarantee.Accept:
		o.accepted[did.ID] = len(o.layers) - 1
	case guarantee.Amend:
		o.proposed[did.ID] = did
	}
	for _, n := range e.Notes {
		if amend, ok := o.proposed[n.Text]; ok && n.Kind == "approved" {
			if now := layersOf(amend.Terms); !slices.Equal(now, o.layers[len(o.layers)-1]) {
				o.layers = append(o.layers, now)
			}
		}
	}
}

// place is the place of the layers that a claim of a loss goes by: those of the promise, or of the loss that called.
func (o *orders) place(m Machine, claim string, losses []guarantee.Loss) int {
	of, call := strings.CutPrefix(claim, "#")
	if !call {
		p, _ := m.Ledger().Promise(claim)
		return o.accepted[p.Root]
	}
	i := slices.IndexFunc(losses, func(l guarantee.Loss) bool { return l.ID == of })
	return o.place(m, losses[i].Case.Claims[0].Creditor, losses)
}

// sort puts losses by their layers, and reports one whose claims go by several, or which goes by others than it should.
func (o *orders) sort(m Machine, losses, all []guarantee.Loss) ([][]guarantee.Loss, error) {
	byPlace := make([][]guarantee.Loss, len(o.layers))
	for _, l := range losses {
		at := o.place(m, l.Case.Claims[0].Creditor, all)
		for _, c := range l.Case.Claims {
			if o.place(m, c.Creditor, all) != at || !slices.Equal(l.Case.Layers, o.layers[at]) {
				return nil, fmt.Errorf("invariant 3: %s: %s does not go by the layers that were in force when it was accepted", l.ID, c.Creditor)
			}
		}
		byPlace[at] = append(byPlace[at], l)
	}
	return byPlace, nil
}

// spend takes from what layers can bear what losses have drawn on them, which is there for no other.
func (s Standing) spend(losses []guarantee.Loss) {
	for _, l := range losses {
		for _, d := range l.Case.Draws {
			parts := d.Drawn.Parts()
			switch l.Case.Layers[d.Layer].Kind {
			case waterfall.Security:
				s.accounts["security/"+d.From] -= parts
			case waterfall.Pledges:
				s.accounts["pledge/"+d.From+"/"+l.Case.Defaulter] -= parts
			case waterfall.Fund:
				s.accounts["fund/"+d.From] -= parts
			case waterfall.Calls:
				s.called[d.From] += parts
			default:
				s.provided[d.From] += parts
			}
		}
	}
}
