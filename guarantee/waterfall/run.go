package waterfall

import (
	"slices"
	"strings"

	"example.org/mutual/unit"
)

// An Outcome is what Run returns.
type Outcome struct {
	Cases []Case      // of each loss, in the order given
	Left  [][]Holding // what each layer can still draw, sorted by For and then by From
}

// Run shares losses out, layer by layer: no layer bears anything before its turn, none more than it holds,
// and what no layer bears the creditors go without. held[i] is what layers[i] holds, of whomever: for Security,
// Own and Pledges only what is there for a defaulter is drawn, for Provisions and Calls nothing of a defaulter.
// Who is in default from before has no place there, and is the caller's to leave out.
//
// Several losses at once go through each layer together. What is there for one defaulter bears that one's
// loss; what is common bears the losses in proportion to what is left of each. The order of losses, claims and
// holdings does not matter, but for the order of what is returned.
//
// Errors, in an [Error]: those of [Validate]; ErrSize where there are not as many holdings lists as layers, or
// defaulters times holders in a common layer are more than SharesMax; ErrLoss, ErrHolding, ErrName, ErrUnit,
// ErrAmount and ErrTwice for a loss, a claim or a holding that is none; ErrWeights for weights that sum to 2^63,
// or are all zero in a layer that holds something and is shared by them; ErrTotal where losses or a layer's holdings
// sum to more than 2^62 parts.
//
// The complexity is O(n log n) in claims and holdings, and O(defaulters x holders) in layers common to all.
func Run(layers []Layer, held [][]Holding, losses []Loss) (Outcome, error) {
	r, err := newRun(layers, held, losses)
	if err != nil {
		return Outcome{}, err
	}
	for k := range r.layers {
		if err := r.layer(k); err != nil {
			return Outcome{}, err
		}
	}
	for i := range r.cases {
		if err := r.cases[i].payOut(losses[i].Claims); err != nil {
			return Outcome{}, err
		}
	}
	return Outcome{r.cases, r.held}, nil
}

// A run is a Run at work.
type run struct {
	unit       unit.Unit
	layers     []Layer
	held       [][]Holding // in order, less what has been drawn
	cases      []Case
	left       []int64             // of each loss, what no layer has borne yet
	order      []int               // the cases by the names of the defaulters
	defaulters map[string]struct{} // who does not bear what is common
}

func newRun(layers []Layer, held [][]Holding, losses []Loss) (*run, error) {
	u, err := wrongLosses(losses)
	if err != nil {
		return nil, err
	}
	if err := Validate(layers, u); err != nil {
		return nil, err
	}
	if len(held) != len(layers) {
		return nil, refuse(ErrSize, "", "", "want as many lists of holdings as layers")
	}
	r := &run{
		unit: u, layers: slices.Clone(layers), held: make([][]Holding, len(held)),
		cases: make([]Case, len(losses)), left: make([]int64, len(losses)), order: make([]int, len(losses)),
		defaulters: make(map[string]struct{}, len(losses)),
	}
	for k, l := range r.layers {
		if r.held[k], err = l.arrange(held[k], u); err != nil {
			return nil, err
		}
	}
	for i, l := range losses {
		r.open(i, l)
	}
	slices.SortFunc(r.order, func(i, j int) int { return strings.Compare(losses[i].Defaulter, losses[j].Defaulter) })
	return r, nil
}

// open begins the case of a loss.
func (r *run) open(i int, l Loss) {
	r.cases[i] = Case{Defaulter: l.Defaulter, Layers: r.layers, Recovered: unit.New(0, r.unit), Worked: unit.New(0, r.unit)}
	r.order[i] = i
	r.defaulters[l.Defaulter] = struct{}{}
	for _, c := range l.Claims {
		r.left[i] += c.Amount.Parts()
	}
}

// layer lets a layer bear its part of what is left of all losses.
func (r *run) layer(k int) error {
	for i := range r.cases {
		reached := unit.New(r.left[i], r.unit)
		r.cases[i].Steps = append(r.cases[i].Steps, Step{reached, unit.New(0, r.unit)})
	}
	switch kind := r.layers[k].Kind; {
	case kind == Haircut:
		for i := range r.cases {
			r.bear(k, i, r.left[i])
		}
		return nil
	case kind.forOne():
		return r.each(k)
	}
	return r.common(k)
}

// each lets what is there for a defaulter bear that one's loss.
func (r *run) each(k int) error {
	l, held := r.layers[k], r.held[source(r.layers, k)]
	for _, i := range r.order {
		first, end := l.reserved(held, r.cases[i].Defaulter)
		borne, err := l.draw(l.bears(r.left[i]), held[first:end], nil)
		if err != nil {
			return err
		}
		r.take(k, i, held[first:end], borne)
	}
	return nil
}

// reserved returns where the holdings stand that are there for a member's default.
func (l Layer) reserved(held []Holding, member string) (first, end int) {
	whose := func(h Holding) string { return h.From }
	if l.Kind == Pledges {
		whose = func(h Holding) string { return h.For }
	}
	first, _ = slices.BinarySearchFunc(held, member, func(h Holding, m string) int { return strings.Compare(whose(h), m) })
	for end = first; end < len(held) && whose(held[end]) == member; {
		end++
	}
	return first, end
}

// common lets what is common bear all losses, in proportion to what is left of each.
func (r *run) common(k int) error {
	l, held := r.layers[k], r.held[k]
	if len(held) > SharesMax/len(r.cases) {
		return refuse(ErrSize, l.Name, "", "want at most 16777216 defaulters times holders")
	}
	demands, demand := make([]int64, len(r.cases)), int64(0)
	for i := range r.cases {
		demands[i] = l.bears(r.left[i])
		demand += demands[i]
	}
	borne, err := l.draw(demand, held, r.barred(l))
	if err != nil {
		return err
	}
	losses, err := r.portions(demands, total(borne))
	if err != nil {
		return err
	}
	return r.assign(k, borne, losses)
}

// barred returns who bears nothing of what is common: a fund may have any name, else the defaulters.
func (r *run) barred(l Layer) func(string) bool {
	if l.Kind == Fund {
		return nil
	}
	if len(r.cases) == 1 {
		only := r.cases[0].Defaulter
		return func(who string) bool { return who == only }
	}
	return func(who string) bool { _, ok := r.defaulters[who]; return ok }
}

// portions divides what a common layer bears among the losses, in proportion to what is left of each, and
// gives none more than the layer bears of it.
func (r *run) portions(demands []int64, borne int64) ([]int64, error) {
	shares := make([]unit.Share, len(r.cases))
	for i := range r.cases {
		shares[i] = unit.Share{Key: r.cases[i].Defaulter, Weight: r.left[i], Cap: unit.New(demands[i], r.unit)}
	}
	return divide(borne, shares, r.unit)
}

// assign says which holder bears how much of which loss, so that each bears what it does in all, and the
// defaults are borne by all holders alike. Loop invariant: what is left of borne sums to what is left of losses.
func (r *run) assign(k int, borne, losses []int64) error {
	held := r.held[k]
	for _, i := range r.order {
		parts, err := inProportion(losses[i], borne, func(j int) string { return held[j].From }, r.unit)
		if err != nil {
			return err
		}
		for j := range borne {
			borne[j] -= parts[j]
		}
		r.take(k, i, held, parts)
	}
	return nil
}

// take draws parts from the holdings for a case.
func (r *run) take(k, i int, held []Holding, parts []int64) {
	c, sum := &r.cases[i], int64(0)
	c.Draws = slices.Grow(c.Draws, len(parts))
	for j, p := range parts {
		if p == 0 {
			continue
		}
		held[j].Amount = unit.New(held[j].Amount.Parts()-p, r.unit)
		c.Draws = append(c.Draws, newDraw(k, r.layers[k].Kind, held[j].From, unit.New(p, r.unit)))
		sum += p
	}
	r.bear(k, i, sum)
}

// bear takes off a loss what a layer has borne of it.
func (r *run) bear(k, i int, parts int64) {
	r.cases[i].Steps[k].Borne = unit.New(parts, r.unit)
	r.left[i] -= parts
}
