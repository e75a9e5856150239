package waterfall_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"example.org/mutual/guarantee/waterfall"
)

// A ledger of figures by name: "case/layer/from" for draws, "case/creditor/paid" and "case/creditor/cut" for
// creditors, "left/layer/for/from" for holdings.
type figures map[string]*big.Rat

// slowly is Run by its definition, for reading and not for speed, in rational numbers and with a division of its
// own. It returns nil where a layer that holds something has no weights.
func slowly(layers []waterfall.Layer, held [][]waterfall.Holding, losses []waterfall.Loss) figures {
	s := &slow{layers: layers, losses: slices.Clone(losses), got: figures{}, left: map[string]*big.Rat{}, defaulters: map[string]bool{}}
	slices.SortFunc(s.losses, func(a, b waterfall.Loss) int { return strings.Compare(a.Defaulter, b.Defaulter) })
	for _, l := range s.losses {
		s.defaulters[l.Defaulter], s.left[l.Defaulter] = true, new(big.Rat)
		for _, c := range l.Claims {
			s.left[l.Defaulter].Add(s.left[l.Defaulter], parts(c.Amount.Parts()))
		}
	}
	for _, list := range held {
		var copied []holding
		for _, h := range list {
			copied = append(copied, holding{h, parts(h.Amount.Parts())})
		}
		s.held = append(s.held, copied)
	}
	for k := range layers[:len(layers)-1] {
		if s.weightless(k) {
			return nil
		}
	}
	for k := range layers[:len(layers)-1] {
		s.layer(k)
	}
	s.payOut()
	return s.got
}

type slow struct {
	layers     []waterfall.Layer
	held       [][]holding
	losses     []waterfall.Loss // by the names of the defaulters
	left       map[string]*big.Rat
	defaulters map[string]bool
	got        figures
}

// A holding is one and what is left of it.
type holding struct {
	waterfall.Holding
	left *big.Rat
}

func parts(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

// weightless reports whether a layer holds something and nobody there has any weight.
func (s *slow) weightless(k int) bool {
	amount, weight := new(big.Rat), new(big.Rat)
	for _, h := range s.held[k] {
		amount.Add(amount, h.left)
		weight.Add(weight, weigh(s.layers[k], h))
	}
	return amount.Sign() > 0 && weight.Sign() == 0
}

// layer draws on a layer: those of one member for that one, in any order; what is common for all.
func (s *slow) layer(k int) {
	switch l := s.layers[k]; l.Kind {
	case waterfall.Security, waterfall.Own, waterfall.Pledges:
		for _, loss := range s.losses {
			s.draw(k, []waterfall.Loss{loss}, func(h waterfall.Holding) bool {
				return l.Kind == waterfall.Pledges && h.For == loss.Defaulter || l.Kind != waterfall.Pledges && h.From == loss.Defaulter
			})
		}
	case waterfall.Fund:
		s.draw(k, s.losses, func(waterfall.Holding) bool { return true })
	default:
		s.draw(k, s.losses, func(h waterfall.Holding) bool { return !s.defaulters[h.From] })
	}
}

func (s *slow) draw(k int, losses []waterfall.Loss, able func(waterfall.Holding) bool) {
	l, list := s.layers[k], s.held[k]
	if l.Of != "" {
		list = s.held[slices.IndexFunc(s.layers, func(m waterfall.Layer) bool { return m.Name == l.Of })]
	}
	var weights, caps []*big.Rat
	capacity, demand := new(big.Rat), new(big.Rat)
	var names []string
	for _, h := range list {
		w, c := new(big.Rat), new(big.Rat)
		if able(h.Holding) {
			w, c = weigh(l, h), h.left
		}
		if w.Sign() > 0 {
			capacity.Add(capacity, c)
		}
		weights, caps, names = append(weights, w), append(caps, c), append(names, h.From)
	}
	var demands, lefts []*big.Rat
	var who []string
	for _, loss := range losses {
		d := bears(l, s.left[loss.Defaulter])
		demand.Add(demand, d)
		demands, lefts, who = append(demands, d), append(lefts, s.left[loss.Defaulter]), append(who, loss.Defaulter)
	}
	borne := least(demand, capacity)
	byHolder, byLoss := divideSlowly(borne, weights, caps, names), divideSlowly(borne, lefts, demands, who)
	for i, d := range who {
		each := divideSlowly(byLoss[i], byHolder, byHolder, names)
		for j, part := range each {
			byHolder[j] = new(big.Rat).Sub(byHolder[j], part)
			list[j].left = new(big.Rat).Sub(list[j].left, part)
			if part.Sign() > 0 {
				s.got[fmt.Sprintf("%s/%d/%s", d, k, names[j])] = part
			}
		}
		s.left[d] = new(big.Rat).Sub(s.left[d], byLoss[i])
	}
}

func weigh(l waterfall.Layer, h holding) *big.Rat {
	switch {
	case l.Key == waterfall.Contribution && l.Kind != waterfall.Calls:
		return h.left
	case l.Key == waterfall.NoKey, l.Key == waterfall.Equal:
		return parts(1)
	}
	return parts(h.Weight)
}

func bears(l waterfall.Layer, reached *big.Rat) *big.Rat {
	if l.Share != 0 {
		reached = whole(new(big.Rat).Mul(reached, big.NewRat(int64(l.Share), 1_000_000)))
	}
	if !l.Cap.Unit().IsZero() {
		reached = least(reached, parts(l.Cap.Parts()))
	}
	return reached
}

func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// whole rounds down.
func whole(r *big.Rat) *big.Rat { return new(big.Rat).SetInt(new(big.Int).Div(r.Num(), r.Denom())) }

// divideSlowly divides a sum in proportion to weights, and none more than its cap: whoever would be above its cap gets
// that, and the others the rest. Then the largest remainders are rounded up, the lower name first.
func divideSlowly(total *big.Rat, weights, caps []*big.Rat, names []string) []*big.Rat {
	quotas, full := make([]*big.Rat, len(weights)), make([]bool, len(weights))
	for again := true; again; {
		again = false
		rest, open := new(big.Rat).Set(total), new(big.Rat)
		for i := range weights {
			if full[i] {
				rest.Sub(rest, caps[i])
			} else {
				open.Add(open, weights[i])
			}
		}
		for i := range weights {
			if quotas[i] = caps[i]; full[i] {
				continue
			}
			if quotas[i] = new(big.Rat); open.Sign() > 0 {
				quotas[i].Quo(quotas[i].Mul(rest, weights[i]), open)
			}
			if quotas[i].Cmp(caps[i]) > 0 {
				full[i], again = true, true
			}
		}
	}
	return roundSlowly(total, quotas, names)
}

func roundSlowly(total *big.Rat, quotas []*big.Rat, names []string) []*big.Rat {
	rounded, rest, order := make([]*big.Rat, len(quotas)), new(big.Rat).Set(total), make([]int, len(quotas))
	for i, q := range quotas {
		rounded[i], order[i] = whole(q), i
		rest.Sub(rest, rounded[i])
	}
	fraction := func(i int) *big.Rat { return new(big.Rat).Sub(quotas[i], rounded[i]) }
	fractions := make([]*big.Rat, len(quotas))
	for i := range quotas {
		fractions[i] = fraction(i)
	}
	slices.SortFunc(order, func(i, j int) int {
		if c := fractions[j].Cmp(fractions[i]); c != 0 {
			return c
		}
		return strings.Compare(names[i], names[j])
	})
	for _, i := range order {
		if rest.Sign() > 0 {
			rounded[i] = new(big.Rat).Add(rounded[i], parts(1))
			rest.Sub(rest, parts(1))
		}
	}
	return rounded
}

// payOut gives the creditors what is not pending.
func (s *slow) payOut() {
	for _, loss := range s.losses {
		funded := new(big.Rat)
		for key, part := range s.got {
			var k int
			if rest, ok := strings.CutPrefix(key, loss.Defaulter+"/"); ok {
				if _, err := fmt.Sscanf(rest, "%d/", &k); err == nil && s.layers[k].Kind != waterfall.Calls {
					funded.Add(funded, part)
				}
			}
		}
		var claims, rest []*big.Rat
		var names []string
		for _, c := range loss.Claims {
			claims, names = append(claims, parts(c.Amount.Parts())), append(names, c.Creditor)
		}
		cut := divideSlowly(s.left[loss.Defaulter], claims, claims, names)
		for i := range claims {
			rest = append(rest, new(big.Rat).Sub(claims[i], cut[i]))
		}
		for i, paid := range divideSlowly(funded, rest, rest, names) {
			s.got[loss.Defaulter+"/"+names[i]+"/paid"], s.got[loss.Defaulter+"/"+names[i]+"/cut"] = paid, cut[i]
		}
	}
	for k, list := range s.held {
		for _, h := range list {
			s.got[fmt.Sprintf("left/%d/%s/%s", k, h.For, h.From)] = h.left
		}
	}
}

// said is the same of what Run returned.
func said(out waterfall.Outcome) figures {
	got := figures{}
	for _, c := range out.Cases {
		for _, d := range c.Draws {
			got[fmt.Sprintf("%s/%d/%s", c.Defaulter, d.Layer, d.From)] = parts(d.Drawn.Parts())
		}
		for _, o := range c.Claims {
			got[c.Defaulter+"/"+o.Creditor+"/paid"], got[c.Defaulter+"/"+o.Creditor+"/cut"] = parts(o.Paid.Parts()), parts(o.Cut.Parts())
		}
	}
	for k, list := range out.Left {
		for _, h := range list {
			got[fmt.Sprintf("left/%d/%s/%s", k, h.For, h.From)] = parts(h.Amount.Parts())
		}
	}
	return got
}

// differ says where two ledgers of figures differ, "" for nowhere.
func differ(got, want figures) string {
	for _, key := range slices.Sorted(keysOf(got, want)) {
		a, b := got[key], want[key]
		if a == nil || b == nil || a.Cmp(b) != 0 {
			return fmt.Sprintf("%s is %v, want %v", key, a, b)
		}
	}
	return ""
}

func keysOf(all ...figures) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, f := range all {
			for key := range f {
				if !yield(key) {
					return
				}
			}
		}
	}
}
