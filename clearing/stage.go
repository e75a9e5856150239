package clearing

import (
	"fmt"
	"slices"

	"example.org/mutual/internal/name"
)

// check refuses Options that mean nothing.
func (o Options) check() error {
	if !inYears(o.ValueDate) {
		return &Error{Reason: ErrValueDate, What: "the zero time means that everything takes part"}
	}
	if len(o.Stages) > StagesMax {
		return &Error{Reason: ErrStage, What: "at most 16 stages"}
	}
	for i, s := range o.Stages {
		if what := s.wrong(); what != "" {
			return &Error{Reason: ErrStage, Entry: "stage", Index: i, ID: name.Clip(string(s.Stage)), What: what}
		}
		if i > 0 && o.Stages[i-1].Stage.place() >= max(s.Stage.place(), 1) {
			return &Error{Reason: ErrStage, Entry: "stage", Index: i, ID: name.Clip(string(s.Stage)), What: "parties freed and even come last, in this order and once"}
		}
	}
	if err := o.checkLength(); err != nil {
		return err
	}
	return o.Exclude.check()
}

// wrong says what keeps an objective from being one.
func (o Objective) wrong() string {
	switch o.Stage {
	case NetReduction, Volume, Overdue, SmallCreditors, LeastLiquidity, PromisesFirst, ByRank, LeastUse, Freed, Even:
	default:
		return "there is none of this name"
	}
	switch {
	case (o.Stage == Overdue) == o.AsOf.IsZero() || !inYears(o.AsOf):
		return "want a time with the stage overdue first, and with no other"
	case o.Stage == SmallCreditors && (o.Bound.Sign() <= 0 || o.Bound.Unit().IsZero()):
		return "want a bound above zero, in a unit"
	case o.Stage != SmallCreditors && !o.Bound.IsZero():
		return "want a bound with the stage small creditors only"
	}
	return ""
}

// check refuses what can be no name in a Book.
func (e Exclusions) check() error {
	if len(e.Parties) > EntriesMax || len(e.Pairs) > EntriesMax || len(e.Obligations) > EntriesMax {
		return &Error{Reason: ErrSize, What: "at most 134217727 exclusions of a kind"}
	}
	refuse := func(kind string, index int, id, what string) error {
		return &Error{Reason: ErrExclusion, Entry: kind, Index: index, ID: name.Clip(id), What: what}
	}
	for i, party := range e.Parties {
		if what := name.Wrong(party); what != "" {
			return refuse("party", i, party, what)
		}
	}
	for i, p := range e.Pairs {
		if what := name.Wrong(p.Debtor); what != "" {
			return refuse("pair", i, p.Debtor, "debtor: "+what)
		}
		if what := name.Wrong(p.Creditor); what != "" {
			return refuse("pair", i, p.Creditor, "creditor: "+what)
		}
	}
	for i, id := range e.Obligations {
		if what := name.Wrong(id); what != "" {
			return refuse("obligation", i, id, what)
		}
	}
	return nil
}

// stages completes the stages, for a unit that has acceptances or tenders or not.
//
// Some stage always strives to set off, so that no ring stays that could be set off: no stage loses by one.
// And NetReduction with LeastUse next to it is what keeps new promises and liquidity for where they clear
// more than they create or cost: what goes round is a sum of rings, none of which costs anything under
// NetReduction, or the sum without it would be better; a ring that gains nothing there uses nothing but
// obligations, or LeastUse would be better without it; and as obligations gain, every ring gains.
func (o Options) stages(offers bool) []Objective {
	linear := slices.IndexFunc(o.Stages, func(s Objective) bool { return !s.Stage.linear() })
	if linear < 0 {
		linear = len(o.Stages)
	}
	all := slices.Clone(o.Stages[:linear])
	of := func(stage Stage) int {
		return slices.IndexFunc(all, func(s Objective) bool { return s.Stage == stage })
	}
	if of(NetReduction) < 0 && of(Volume) < 0 {
		all = append(all, Objective{Stage: NetReduction})
	}
	if offers && of(LeastUse) < 0 && o.LengthMax == 0 {
		next := len(all)
		if k := of(NetReduction); k >= 0 {
			next = k + 1
		}
		all = slices.Insert(all, next, Objective{Stage: LeastUse})
	}
	return append(all, o.Stages[linear:]...)
}

// linear reports whether what a stage is for is so much for each part: all but the last two.
func (s Stage) linear() bool { return s.place() == 0 }

// place returns where among the others a stage must stand.
func (s Stage) place() int {
	switch s {
	case Freed:
		return 1
	case Even:
		return 2
	}
	return 0
}

// has reports whether a stage is among those of the unit.
func (g *graph) has(stage Stage) bool {
	return slices.ContainsFunc(g.stages, func(s Objective) bool { return s.Stage == stage })
}

// most reports whether a stage strives for much, and not for little.
func (s Stage) most() bool {
	return s == NetReduction || s == Volume || s == Overdue || s == SmallCreditors
}

// cost returns what each part along an edge costs in a stage: below zero for what a stage strives for.
func (g *graph) cost(o Objective, e *edge) int64 {
	k := g.book.kind(e.entry)
	counts := false
	switch o.Stage {
	case NetReduction:
		if k != kindObligation {
			return 1
		}
		counts = true
	case Volume:
		counts = k == kindObligation
	case Overdue:
		counts = k == kindObligation && g.dueBy(o, e)
	case SmallCreditors:
		counts = k == kindObligation && o.Bound.Unit() == g.unit && g.claims[e.to] <= o.Bound.Parts()
	case LeastLiquidity:
		counts = k == kindTender
	case PromisesFirst:
		counts = k == kindAcceptance && g.source[e.to]
	case ByRank:
		return int64(g.book.rank(e.entry))
	case LeastUse:
		counts = k != kindObligation
	}
	switch {
	case counts && o.Stage.most():
		return -1
	case counts:
		return 1
	}
	return 0
}

func (g *graph) dueBy(o Objective, e *edge) bool {
	due := g.book.Obligations[e.entry].Due
	return !due.IsZero() && compareTimes(due, o.AsOf) <= 0
}

// text names an arc in words.
func (g *graph) text(k int) string {
	a := &g.arcs[k]
	from, to := g.parties[a.from], g.parties[a.to]
	switch g.book.kind(g.edges[a.first].entry) {
	case kindAcceptance:
		return "what " + quote(from) + " accepts of " + quote(to)
	case kindTender:
		return "what " + quote(to) + " tenders of " + quote(from)
	}
	return "what " + quote(from) + " owes " + quote(to)
}

func quote(name string) string { return fmt.Sprintf("%.32q", name) }
