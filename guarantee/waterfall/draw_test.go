package waterfall_test

import (
	"fmt"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// A world is what a Run is given.
type world struct {
	layers []waterfall.Layer
	held   [][]waterfall.Holding
	losses []waterfall.Loss
}

var members = []string{"a", "b", "c", "d", "e"}

// worlds draws any that Run accepts, unless a layer has no weights: amounts small, so that parts do not divide, and
// some as large as they can be.
func worlds() *rapid.Generator[world] {
	return rapid.Custom(func(t *rapid.T) world {
		var w world
		n := rapid.IntRange(0, 6).Draw(t, "layers")
		for k := range n {
			w.layers = append(w.layers, drawLayer(t, k))
		}
		drawOf(t, w.layers)
		w.layers = append(w.layers, waterfall.Layer{Name: "haircut", Kind: waterfall.Haircut, Refill: true})
		most := rapid.SampledFrom([]int64{3, 40, 1000, waterfall.TotalMax / 8}).Draw(t, "most")
		for _, l := range w.layers {
			w.held = append(w.held, drawHeld(t, l, most))
		}
		for _, who := range rapid.Permutation(members).Draw(t, "defaulters")[:rapid.IntRange(1, 3).Draw(t, "defaults")] {
			w.losses = append(w.losses, drawLoss(t, who, most))
		}
		return w
	})
}

func drawLayer(t *rapid.T, k int) waterfall.Layer {
	l := waterfall.Layer{Name: fmt.Sprint("layer ", k), Kind: rapid.SampledFrom([]waterfall.Kind{waterfall.Security, waterfall.Own, waterfall.Pledges, waterfall.Fund, waterfall.Provisions, waterfall.Calls}).Draw(t, "kind")}
	l.Share = rapid.SampledFrom([]unit.Millionths{0, 0, 0, 1, 75_000, 333_333, unit.Whole}).Draw(t, "share")
	if rapid.IntRange(0, 3).Draw(t, "capped") == 0 {
		l.Cap = eur(rapid.Int64Range(0, 60).Draw(t, "cap"))
	}
	l.Refill = rapid.Bool().Draw(t, "refill")
	key := rapid.SampledFrom([]waterfall.Key{waterfall.Contribution, waterfall.Charges, waterfall.Exposure, waterfall.Equal}).Draw(t, "key")
	switch l.Kind {
	case waterfall.Security, waterfall.Own:
		l.Refill = false
	case waterfall.Pledges, waterfall.Provisions:
		l.Key = key
	case waterfall.Calls:
		l.Key, l.Times, l.Base, l.Refill = key, unit.Whole, waterfall.Charges, true
	}
	return l
}

// drawOf makes own provisions a part of other layers, before them as is usual or after.
func drawOf(t *rapid.T, layers []waterfall.Layer) {
	for i := range layers {
		for _, other := range layers {
			if layers[i].Kind == waterfall.Own && other.Kind == waterfall.Provisions && rapid.Bool().Draw(t, "of") {
				layers[i].Of = other.Name
			}
		}
	}
}

func drawHeld(t *rapid.T, l waterfall.Layer, most int64) []waterfall.Holding {
	var held []waterfall.Holding
	if l.Kind == waterfall.Haircut || l.Of != "" {
		return nil
	}
	for _, who := range rapid.Permutation(members).Draw(t, "holders")[:rapid.IntRange(0, len(members)).Draw(t, "held")] {
		h := waterfall.Holding{From: who, Amount: eur(rapid.Int64Range(0, most).Draw(t, "amount")), Weight: rapid.Int64Range(0, 5).Draw(t, "weight")}
		if l.Kind == waterfall.Pledges {
			h.For = "a"
			if who == "a" {
				h.For = "b"
			}
		}
		held = append(held, h)
	}
	return held
}

func drawLoss(t *rapid.T, who string, most int64) waterfall.Loss {
	l := waterfall.Loss{Defaulter: who}
	for i := range rapid.IntRange(1, 4).Draw(t, "claims") {
		l.Claims = append(l.Claims, waterfall.Claim{Creditor: fmt.Sprint("creditor ", i), Amount: eur(rapid.Int64Range(1, max(1, most/2)).Draw(t, "claim"))})
	}
	return l
}

// shuffled is the same world in another order.
func (w world) shuffled(t *rapid.T) world {
	s := world{layers: w.layers, losses: rapid.Permutation(w.losses).Draw(t, "losses in another order")}
	for _, held := range w.held {
		s.held = append(s.held, rapid.Permutation(held).Draw(t, "holdings in another order"))
	}
	for i := range s.losses { // which Permutation has copied
		s.losses[i].Claims = rapid.Permutation(s.losses[i].Claims).Draw(t, "claims in another order")
	}
	return s
}
