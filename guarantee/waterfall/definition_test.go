package waterfall_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/guarantee/waterfall"
	"pgregory.net/rapid"
)

// A slowCase is a case by the definition of what can become of it, in rational numbers: what each creditor was owed,
// paid and cut, and what each draw bears and was paid.
type slowCase struct {
	layers            []waterfall.Layer
	creditors, payers []string
	owed, paid, cut   []*big.Rat
	layer             []int // of each draw
	bears, brought    []*big.Rat
}

func newSlowCase(c waterfall.Case) *slowCase {
	s := &slowCase{layers: c.Layers}
	for _, o := range c.Claims {
		s.creditors = append(s.creditors, o.Creditor)
		s.owed, s.paid, s.cut = append(s.owed, parts(o.Amount.Parts())), append(s.paid, parts(o.Paid.Parts())), append(s.cut, parts(o.Cut.Parts()))
	}
	for _, d := range c.Draws {
		s.payers, s.layer = append(s.payers, fmt.Sprintf("%s %02d", d.From, d.Layer)), append(s.layer, d.Layer)
		s.bears, s.brought = append(s.bears, parts(d.Borne.Parts())), append(s.brought, parts(d.Paid.Parts()))
	}
	return s
}

// String tells all figures.
func (s *slowCase) String() string {
	var b strings.Builder
	for i, who := range s.creditors {
		fmt.Fprintln(&b, who, "paid", s.paid[i].RatString(), "cut", s.cut[i].RatString())
	}
	for i, who := range s.payers {
		fmt.Fprintln(&b, who, "bears", s.bears[i].RatString(), "brought", s.brought[i].RatString())
	}
	return b.String()
}

// minus returns a - b part by part, and zero where that is less.
func minus(a, b []*big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(a))
	for i := range a {
		if out[i] = new(big.Rat).Sub(a[i], b[i]); out[i].Sign() < 0 {
			out[i] = new(big.Rat)
		}
	}
	return out
}

// shift adds to each of a list its part of a sum, or takes it away.
func shift(list, by []*big.Rat, sign int64) {
	for i := range list {
		list[i] = new(big.Rat).Add(list[i], new(big.Rat).Mul(parts(sign), by[i]))
	}
}

func addUp(list []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, r := range list {
		sum.Add(sum, r)
	}
	return sum
}

// among divides as much of a sum as there is to fill in proportion to what each lacks, and returns what is left.
func among(sum *big.Rat, lacks []*big.Rat, names []string) (each []*big.Rat, left *big.Rat) {
	part := least(sum, addUp(lacks))
	return divideSlowly(part, lacks, lacks, names), new(big.Rat).Sub(sum, part)
}

func (s *slowCase) pending() []*big.Rat { return minus(minus(s.owed, s.cut), s.paid) }
func (s *slowCase) ahead() []*big.Rat   { return minus(s.brought, s.bears) }

// of returns what draws of one layer bear, and zero for all others.
func (s *slowCase) of(k int) []*big.Rat {
	out := make([]*big.Rat, len(s.bears))
	for i := range out {
		if out[i] = new(big.Rat); s.layer[i] == k {
			out[i] = s.bears[i]
		}
	}
	return out
}

// backwards takes a sum off what layers bear, the last first, and returns what it took of each draw.
func (s *slowCase) backwards(sum *big.Rat, which func(waterfall.Layer) bool) []*big.Rat {
	took := minus(s.bears, s.bears)
	for k := range slices.Backward(s.layers) {
		if which(s.layers[k]) {
			var each []*big.Rat
			each, sum = among(sum, s.of(k), s.payers)
			shift(s.bears, each, -1)
			shift(took, each, 1)
		}
	}
	return took
}

func calls(l waterfall.Layer) bool { return l.Kind == waterfall.Calls }

// recover pays what was cut, and what is pending in place of calls; and then goes back through the layers.
func (s *slowCase) recover(sum *big.Rat) {
	each, left := among(sum, s.cut, s.creditors)
	shift(s.cut, each, -1)
	shift(s.paid, each, 1)
	inPlace := least(left, addUp(s.pending()))
	each, left = among(left, s.pending(), s.creditors)
	shift(s.paid, each, 1)
	s.backwards(inPlace, calls)
	toCalls := new(big.Rat)
	for i, took := range s.backwards(left, func(l waterfall.Layer) bool { return l.Refill }) {
		if calls(s.layers[s.layer[i]]) {
			toCalls.Add(toCalls, took)
			continue
		}
		s.brought[i] = new(big.Rat).Sub(s.brought[i], took)
	}
	each, _ = among(toCalls, s.ahead(), s.payers)
	shift(s.brought, each, -1)
}

// pay takes what one who was called pays, to whoever waits for it.
func (s *slowCase) pay(from string, sum *big.Rat) {
	i := slices.Index(s.payers, from)
	s.brought[i] = new(big.Rat).Add(s.brought[i], sum)
	each, left := among(sum, s.pending(), s.creditors)
	shift(s.paid, each, 1)
	each, _ = among(left, s.ahead(), s.payers)
	shift(s.brought, each, -1)
}

// fail gives up what one who was called does not pay: at the cost of whoever waits for it.
func (s *slowCase) fail(from string, sum *big.Rat) {
	i := slices.Index(s.payers, from)
	s.bears[i] = new(big.Rat).Sub(s.bears[i], sum)
	each, left := among(sum, s.pending(), s.creditors)
	shift(s.cut, each, 1)
	each, _ = among(left, s.ahead(), s.payers)
	shift(s.bears, each, 1)
}

// Whatever becomes of a case, each figure of it is that of the definition: recoveries backwards, calls that are paid or
// fail, in any order.
func TestCaseIsItsDefinition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := worlds().Draw(t, "world")
		out, err := waterfall.Run(w.layers, w.held, w.losses)
		if err != nil {
			return
		}
		c := out.Cases[0]
		s := newSlowCase(c)
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			amount := rapid.Int64Range(1, 60).Draw(t, "amount")
			if most := c.Lacks().Parts() + c.Claim().Parts(); most > 0 && rapid.IntRange(0, 2).Draw(t, "what") == 0 {
				if rapid.Bool().Draw(t, "much") {
					amount = most/3 + 1
				}
				amount = min(amount, most)
				if _, err := c.Recover(eur(amount)); err != nil {
					t.Fatal(err)
				}
				s.recover(parts(amount))
			} else if called := allCalls(&c); len(called) > 0 {
				p := rapid.SampledFrom(called).Draw(t, "call")
				p.Amount = eur(min(amount, p.Amount.Parts()))
				from := fmt.Sprintf("%s %02d", p.Name, p.Layer)
				if rapid.Bool().Draw(t, "fails") {
					err = c.FailCalls([]waterfall.Payment{p})
					s.fail(from, parts(p.Amount.Parts()))
				} else {
					_, err = c.PayCalls([]waterfall.Payment{p})
					s.pay(from, parts(p.Amount.Parts()))
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if got, want := newSlowCase(c).String(), s.String(); got != want {
				t.Fatalf("%s\nwant %s", got, want)
			}
		}
	})
}
