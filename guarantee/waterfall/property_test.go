package waterfall_test

import (
	"errors"
	"slices"
	"testing"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Run against its definition, by every figure, and in another order (invariants 1, 3, 4 and 8); and what it was
// given is left alone (9).
func runProperty(t *rapid.T) {
	w := worlds().Draw(t, "world")
	given := world{slices.Clone(w.layers), nil, slices.Clone(w.losses)}
	for _, held := range w.held {
		given.held = append(given.held, slices.Clone(held))
	}
	for i := range given.losses {
		given.losses[i].Claims = slices.Clone(given.losses[i].Claims)
	}
	out, err := waterfall.Run(w.layers, w.held, w.losses)
	want := slowly(w.layers, w.held, w.losses)
	if errors.Is(err, waterfall.ErrWeights) && want == nil {
		return
	}
	if err != nil || want == nil {
		t.Fatalf("%v, wanted %v", err, want)
	}
	if d := differ(said(out), want); d != "" {
		t.Fatal(d)
	}
	s := w.shuffled(t)
	again, err := waterfall.Run(s.layers, s.held, s.losses)
	if err != nil || differ(said(again), want) != "" {
		t.Fatalf("in another order: %v, %s", err, differ(said(again), want))
	}
	checkOutcome(t, w, out)
	if d := cmp.Diff(given, w, cmp.AllowUnexported(world{})); d != "" {
		t.Fatal("what was given has changed", d)
	}
}

func TestRun(t *testing.T) { t.Parallel(); rapid.Check(t, runProperty) }

func FuzzRun(f *testing.F) { f.Fuzz(rapid.MakeFuzz(runProperty)) }

// checkOutcome holds an outcome to invariants 1 to 4 without recomputing it.
func checkOutcome(t *rapid.T, w world, out waterfall.Outcome) {
	for i := range out.Cases {
		if err := out.Cases[i].Check(); err != nil {
			t.Fatal(err)
		}
	}
	for k, l := range w.layers {
		exhausted := !slices.ContainsFunc(out.Left[k], func(h waterfall.Holding) bool {
			common := l.Kind == waterfall.Provisions || l.Kind == waterfall.Calls
			defaulter := slices.ContainsFunc(w.losses, func(loss waterfall.Loss) bool { return loss.Defaulter == h.From })
			return h.Amount.Sign() > 0 && (l.Kind == waterfall.Fund || common && !defaulter && (h.Weight > 0 || l.Key == waterfall.Equal || l.Key == waterfall.Contribution && l.Kind == waterfall.Provisions))
		})
		for _, c := range out.Cases {
			most := bears(l, parts(c.Steps[k].Reached.Parts()))
			full := most.Cmp(parts(c.Steps[k].Borne.Parts())) == 0
			shared := l.Kind == waterfall.Fund || l.Kind == waterfall.Provisions || l.Kind == waterfall.Calls
			if shared && !full && !exhausted {
				t.Fatalf("%s bears %v of %v by %s and passes the rest on, with %v left", l.Name, c.Steps[k].Borne, most, c.Defaulter, out.Left[k])
			}
		}
	}
}

// What a layer that is for one member holds is gone before the next layer's turn, too (invariant 2).
func TestOwnLayersFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := worlds().Draw(t, "world")
		out, err := waterfall.Run(w.layers, w.held, w.losses)
		if err != nil {
			return
		}
		for _, c := range out.Cases {
			for k, l := range w.layers {
				asked := bears(l, parts(c.Steps[k].Reached.Parts())).Cmp(parts(c.Steps[k].Borne.Parts())) > 0
				for _, h := range out.Left[k] {
					mine := l.Kind == waterfall.Security && h.From == c.Defaulter || l.Kind == waterfall.Pledges && h.For == c.Defaulter && (l.Key == waterfall.Equal || l.Key == waterfall.Contribution || h.Weight > 0)
					if asked && mine && h.Amount.Sign() > 0 {
						t.Fatalf("%s still holds %v of %s", l.Name, h.Amount, h.From)
					}
				}
			}
		}
	})
}

// Two losses alike are borne alike by what is common, to a part (invariant 4).
func TestSymmetry(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := worlds().Draw(t, "world")
		w.layers = slices.DeleteFunc(w.layers, func(l waterfall.Layer) bool { return l.Kind <= waterfall.Pledges })
		w.held = nil
		for _, l := range w.layers {
			w.held = append(w.held, drawHeld(t, l, 50))
		}
		claims := drawLoss(t, "", 50).Claims
		w.losses = []waterfall.Loss{{Defaulter: "x", Claims: claims}, {Defaulter: "y", Claims: claims}}
		out, err := waterfall.Run(w.layers, w.held, w.losses)
		if err != nil {
			return
		}
		for k := range w.layers[:len(w.layers)-1] {
			x, y := out.Cases[0].Steps[k].Borne.Parts(), out.Cases[1].Steps[k].Borne.Parts()
			if before := out.Cases[0].Steps[k].Reached == out.Cases[1].Steps[k].Reached; before && (x-y > 1 || y > x) {
				t.Fatalf("%s bears %d of one and %d of the other", w.layers[k].Name, x, y)
			}
		}
	})
}

// One loss in two actions, the second beginning with what the first left, draws no more from anybody than it
// holds, and from layers without share and cap what one action would.
func TestInTwo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := worlds().Draw(t, "world")
		for k := range w.layers {
			w.layers[k].Share, w.layers[k].Cap = 0, unit.Amount{}
		}
		w.losses = w.losses[:1]
		whole, err := waterfall.Run(w.layers, w.held, w.losses)
		first, rest := halved(w.losses[0])
		if err != nil || len(rest.Claims) == 0 {
			return
		}
		a, err := waterfall.Run(w.layers, w.held, []waterfall.Loss{first})
		if err != nil {
			t.Fatal(err)
		}
		b, err := waterfall.Run(w.layers, a.Left, []waterfall.Loss{rest})
		if err != nil {
			t.Fatal(err)
		}
		for k := range w.layers {
			sum := a.Cases[0].Steps[k].Borne.Parts() + b.Cases[0].Steps[k].Borne.Parts()
			if sum != whole.Cases[0].Steps[k].Borne.Parts() {
				t.Fatalf("%s bears %d in two, %v in one", w.layers[k].Name, sum, whole.Cases[0].Steps[k].Borne)
			}
			for _, h := range b.Left[k] {
				if h.Amount.Sign() < 0 {
					t.Fatal(h)
				}
			}
		}
	})
}

// halved divides each claim of a loss between two.
func halved(l waterfall.Loss) (first, rest waterfall.Loss) {
	first.Defaulter, rest.Defaulter = l.Defaulter, l.Defaulter
	for _, c := range l.Claims {
		half := c.Amount.Parts() / 2
		first.Claims = append(first.Claims, waterfall.Claim{Creditor: c.Creditor, Amount: eur(c.Amount.Parts() - half)})
		if half > 0 {
			rest.Claims = append(rest.Claims, waterfall.Claim{Creditor: c.Creditor, Amount: eur(half)})
		}
	}
	return first, rest
}
