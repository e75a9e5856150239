package play

import (
	"cmp"
	"slices"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// What the page shows of a society's default.
type told struct {
	Unit      string     `json:"unit"`
	Members   []member   `json:"members"`
	Defaulter string     `json:"defaulter"`
	Owed      figure     `json:"owed"`   // what the defaulter owed under the guarantee
	SetOff    figure     `json:"setOff"` // how much of that was set off before anything was lost
	Loss      figure     `json:"loss"`
	Layers    []layer    `json:"layers"` // none where nothing was lost
	Creditors []creditor `json:"creditors"`
	Recovered figure     `json:"recovered"`
	Lacks     figure     `json:"lacks"` // what creditors go without in the end
	Claim     figure     `json:"claim"` // what the society can still ask of the defaulter
}

// A member's part in it.
type member struct {
	Name    string `json:"name"`
	Cost    figure `json:"cost"`    // what it paid for costs
	Charges figure `json:"charges"` // what it paid for defaults
	Drawn   figure `json:"drawn"`   // what layers drew from it
	Bears   figure `json:"bears"`   // what it bears of that in the end
}

// A layer of the waterfall.
type layer struct {
	Name    string `json:"name"`
	Reached figure `json:"reached"`
	Borne   figure `json:"borne"`
	Draws   []draw `json:"draws"`
}

// A draw is what a layer took from somebody, and what of that it bears in the end.
type draw struct {
	From  string `json:"from"`
	Drawn figure `json:"drawn"`
	Bears figure `json:"bears"`
}

// A creditor of the defaulter. What it was paid is in all, at each stage.
type creditor struct {
	Name      string `json:"name"`
	Claim     figure `json:"claim"`
	AtOnce    figure `json:"atOnce"`
	Called    figure `json:"called"`    // once the calls were paid
	Recovered figure `json:"recovered"` // once the defaulter had paid what it could
	Lacks     figure `json:"lacks"`
}

func (s *story) figure(parts int64) figure { return figureOf(unit.New(parts, s.unit)) }

// tellMembers says what the guarantee costs each, before anything befalls it.
func (s *story) tellMembers() {
	zero, owed := s.figure(0), s.figure(s.owed())
	s.told = told{Unit: s.unit.Code(), Defaulter: s.defaulter, Owed: owed, SetOff: owed,
		Loss: zero, Recovered: zero, Lacks: zero, Claim: zero, Layers: []layer{}, Creditors: []creditor{}}
	for m := range s.society.Members() {
		paid := member{Name: m.Name, Cost: zero, Charges: zero, Drawn: zero, Bears: zero}
		for _, y := range m.Years {
			paid.Cost, paid.Charges = figureOf(y.Cost), figureOf(y.Charges)
		}
		s.told.Members = append(s.told.Members, paid)
	}
	slices.SortFunc(s.told.Members, func(m, n member) int { return cmp.Compare(m.Name, n.Name) })
}

// owed is what the defaulter owes before anything is set off.
func (s *story) owed() (parts int64) {
	for _, o := range s.book.Obligations {
		if o.Debtor == s.defaulter {
			parts += o.Amount.Parts()
		}
	}
	return parts
}

// tellLoss says what was lost, and which layer bears what.
func (s *story) tellLoss() {
	c := s.loss().Case
	lost := c.Steps[0].Reached.Parts()
	s.told.Loss, s.told.SetOff = s.figure(lost), s.figure(s.owed()-lost)
	for k, step := range c.Steps {
		s.told.Layers = append(s.told.Layers, layer{c.Layers[k].Name, figureOf(step.Reached), figureOf(step.Borne), []draw{}})
	}
	claims := s.byCreditor(func(o waterfall.Owed) int64 { return o.Amount.Parts() })
	for _, m := range s.members {
		if claims[m] > 0 {
			s.told.Creditors = append(s.told.Creditors, creditor{Name: m, Claim: s.figure(claims[m])})
		}
	}
	s.tellPaid(func(c *creditor, paid figure) { c.AtOnce = paid })
}

// byCreditor adds up what counts of the claims on the loss, for each creditor in all its claims.
func (s *story) byCreditor(counts func(waterfall.Owed) int64) map[string]int64 {
	holders := make(map[string]string, len(s.book.Obligations))
	for i, o := range s.book.Obligations {
		holders[promise(i)] = o.Creditor
	}
	sums := map[string]int64{}
	for _, o := range s.loss().Case.Claims {
		sums[holders[o.Creditor]] += counts(o)
	}
	return sums
}

// tellPaid says what each creditor has been paid so far.
func (s *story) tellPaid(say func(c *creditor, paid figure)) {
	paid := s.byCreditor(func(o waterfall.Owed) int64 { return o.Paid.Parts() })
	for i := range s.told.Creditors {
		c := &s.told.Creditors[i]
		say(c, s.figure(paid[c.Name]))
	}
}

// tellRest says who bears what in the end.
func (s *story) tellRest() {
	loss := s.loss()
	s.told.Lacks, s.told.Claim = figureOf(loss.Case.Lacks()), figureOf(loss.Claim)
	lacks := s.byCreditor(func(o waterfall.Owed) int64 { return o.Amount.Parts() - o.Paid.Parts() })
	for i := range s.told.Creditors {
		s.told.Creditors[i].Lacks = s.figure(lacks[s.told.Creditors[i].Name])
	}
	drawn, bears := map[string]int64{}, map[string]int64{}
	for _, d := range loss.Case.Draws {
		l := &s.told.Layers[d.Layer]
		l.Draws = append(l.Draws, draw{d.From, figureOf(d.Drawn), figureOf(d.Borne)})
		if loss.Case.Layers[d.Layer].Kind != waterfall.Fund { // which no member holds
			drawn[d.From] += d.Drawn.Parts()
			bears[d.From] += d.Borne.Parts()
		}
	}
	for i := range s.told.Members {
		m := &s.told.Members[i]
		m.Drawn, m.Bears = s.figure(drawn[m.Name]), s.figure(bears[m.Name])
	}
}
