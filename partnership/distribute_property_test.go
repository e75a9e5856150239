package partnership_test

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

// A division is terms and uses by which a gross is divided, drawn at random.
type division struct {
	terms partnership.Terms
	uses  []partnership.TakeUp
}

func divisions(t *rapid.T) division {
	d := division{terms: terms()}
	weight := func(most int64) int64 { return rapid.Int64Range(1, most).Draw(t, "weight") }
	d.terms.Holders = nil
	for _, who := range d.terms.Founders {
		d.terms.Holders = append(d.terms.Holders, partnership.Holder{Party: who, Nths: weight(1 << rapid.IntRange(0, 59).Draw(t, "bits"))})
	}
	d.terms.Portions = nil
	for i := range rapid.IntRange(1, 6).Draw(t, "portions") {
		p := partnership.Portion{Name: fmt.Sprint(i), Kind: rapid.SampledFrom([]partnership.PortionKind{partnership.Fixed, partnership.Providers, partnership.Users, partnership.Rentals, partnership.Commons}).Draw(t, "kind"), Weight: weight(100)}
		if p.Kind == partnership.Fixed {
			p.To = rapid.SampledFrom(d.terms.Founders).Draw(t, "to")
		}
		d.terms.Portions = append(d.terms.Portions, p)
	}
	for i := range rapid.IntRange(1, 5).Draw(t, "uses") {
		user := rapid.SampledFrom([]string{"ivy", "mia", "olu"}).Draw(t, "user")
		d.uses = append(d.uses, partnership.TakeUp{ID: fmt.Sprint("use ", i), At: day, By: []string{user, "cus", "mia"}, User: user, Part: fmt.Sprint(i), Rental: unit.New(weight(1000), gbp)})
	}
	return d
}

// quotas are the exact parts of one that each gets, and the commons fund under no name.
func (d division) quotas() map[string]*big.Rat {
	var nths, rentals, weights int64
	for _, h := range d.terms.Holders {
		nths += h.Nths
	}
	for _, u := range d.uses {
		rentals += u.Rental.Parts()
	}
	for _, p := range d.terms.Portions {
		weights += p.Weight
	}
	quotas := make(map[string]*big.Rat)
	give := func(who string, portion *big.Rat, num, den int64) {
		if quotas[who] == nil {
			quotas[who] = new(big.Rat)
		}
		part := big.NewRat(num, den)
		quotas[who].Add(quotas[who], part.Mul(part, portion))
	}
	for _, p := range d.terms.Portions {
		portion := big.NewRat(p.Weight, weights)
		switch p.Kind {
		case partnership.Fixed:
			give(p.To, portion, 1, 1)
		case partnership.Commons:
			give("", portion, 1, 1)
		case partnership.Providers:
			for _, h := range d.terms.Holders {
				give(h.Party, portion, h.Nths, nths)
			}
		case partnership.Users:
			for _, u := range d.uses {
				give(u.User, portion, 1, int64(len(d.uses)))
			}
		case partnership.Rentals:
			for _, u := range d.uses {
				give(u.User, portion, u.Rental.Parts(), rentals)
			}
		}
	}
	return quotas
}

// Invariant 9: all get the gross, exactly; and however often a gross is distributed, nobody is further from its quota
// of all of them than rounding ever puts it: m of n among whom something is divided are not m(n-m)/2 parts off (see
// package carry), which is n x n/8 at most; of the portions, and then of each.
func TestDistributeQuotas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := divisions(t)
		p := must(partnership.New(d.terms))
		do := func(a partnership.Action) {
			if _, err := p.Apply(a); err != nil {
				t.Fatalf("%T: %v", a, err)
			}
		}
		do(partnership.Adopt{ID: "adopt", At: day, By: d.terms.Founders})
		for _, u := range d.uses {
			do(u)
		}
		var gross int64
		grosses := rapid.SliceOfN(rapid.Int64Range(1, 50), 1, 3).Draw(t, "grosses") // again and again, so that what rounding takes adds up
		for i := range rapid.SampledFrom([]int{1, 30, 300}).Draw(t, "periods") {
			parts := grosses[i%len(grosses)]
			do(partnership.Receive{ID: fmt.Sprint("r", i), At: day, By: cus, From: "sun", Amount: unit.New(parts, gbp), For: "power"})
			do(partnership.Distribute{ID: fmt.Sprint("d", i), At: day, By: mia})
			gross += parts
		}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		quotas, all := d.quotas(), p.Commons().Parts()
		got := map[string]int64{"": all}
		for _, who := range d.terms.Founders {
			got[who] = p.Due(who).Parts()
			all += got[who]
		}
		if all != gross || !p.Gross().IsZero() {
			t.Fatalf("all got %d of %d", all, gross)
		}
		portions, n := int64(len(d.terms.Portions)), int64(max(len(d.terms.Founders), len(d.uses)))
		room := big.NewRat(portions*portions+portions*n*n+1, 8)
		for who, parts := range got {
			off := new(big.Rat).SetInt64(parts)
			if q := quotas[who]; q != nil {
				off.Sub(off, new(big.Rat).Mul(q, big.NewRat(gross, 1)))
			}
			if off.Abs(off).Cmp(room) > 0 || quotas[who] == nil && parts != 0 {
				t.Fatalf("%q got %d of %d, %v from its quota", who, parts, gross, off.RatString())
			}
		}
	})
}
