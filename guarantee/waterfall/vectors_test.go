package waterfall_test

import (
	"errors"
	"slices"
	"testing"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// table is the waterfall of five members of whom "debtor" defaults: security 2000, its own provision 1500, a
// reserve of 1000, provisions of 4000, 3000, 2000 and 1000, and calls of at most as much again. The figures were
// computed in exact rational numbers from the rules, independently of this package.
func table(t *testing.T) ([]waterfall.Layer, [][]waterfall.Holding) {
	layers := []waterfall.Layer{
		{Name: "security", Kind: waterfall.Security},
		{Name: "own", Kind: waterfall.Own, Of: "mutual"},
		{Name: "reserve", Kind: waterfall.Fund, Refill: true},
		{Name: "mutual", Kind: waterfall.Provisions, Key: waterfall.Contribution, Refill: true},
		{Name: "calls", Kind: waterfall.Calls, Key: waterfall.Contribution, Times: unit.Whole, Base: waterfall.Contribution, Refill: true},
		{Name: "haircut", Kind: waterfall.Haircut, Refill: true},
	}
	held := [][]waterfall.Holding{
		{{From: "debtor", Amount: eur(2000)}}, nil, {{From: "reserve", Amount: eur(1000)}},
		{{From: "debtor", Amount: eur(1500)}}, nil, nil,
	}
	for i, provision := range []int64{4000, 3000, 2000, 1000} {
		name := string(rune('a' + i))
		held[3] = append(held[3], waterfall.Holding{From: name, Amount: eur(provision)})
		room, err := layers[4].Room(eur(provision), eur(0))
		if err != nil {
			t.Fatal(err)
		}
		held[4] = append(held[4], waterfall.Holding{From: name, Amount: room, Weight: provision})
	}
	return layers, held
}

// lost is a loss of one claim.
func lost(parts int64) []waterfall.Loss {
	return []waterfall.Loss{{Defaulter: "debtor", Claims: []waterfall.Claim{{Creditor: "seller", Amount: eur(parts)}}}}
}

func mustRun(t testing.TB, layers []waterfall.Layer, held [][]waterfall.Holding, losses []waterfall.Loss) waterfall.Outcome {
	t.Helper()
	out, err := waterfall.Run(layers, held, losses)
	if err != nil {
		t.Fatal(err)
	}
	for i := range out.Cases {
		if err := out.Cases[i].Check(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// drawn is what a layer draws, in the order of names.
func drawn(c waterfall.Case, layer int) []int64 {
	var parts []int64
	for _, d := range c.Draws {
		if d.Layer == layer {
			parts = append(parts, d.Drawn.Parts())
		}
	}
	return parts
}

func TestWaterfallTable(t *testing.T) {
	layers, held := table(t)
	for _, test := range []struct {
		loss int64
		want [5][]int64
		cut  int64
	}{
		{1_800, [5][]int64{{1800}}, 0},
		{5_000, [5][]int64{{2000}, {1500}, {1000}, {200, 150, 100, 50}}, 0},
		{9_999, [5][]int64{{2000}, {1500}, {1000}, {2199, 1650, 1100, 550}}, 0},
		{14_500, [5][]int64{{2000}, {1500}, {1000}, {4000, 3000, 2000, 1000}}, 0},
		{14_505, [5][]int64{{2000}, {1500}, {1000}, {4000, 3000, 2000, 1000}, {2, 2, 1}}, 0}, // of 2, 3/2, 1, 1/2
		{24_500, [5][]int64{{2000}, {1500}, {1000}, {4000, 3000, 2000, 1000}, {4000, 3000, 2000, 1000}}, 0},
		{24_503, [5][]int64{{2000}, {1500}, {1000}, {4000, 3000, 2000, 1000}, {4000, 3000, 2000, 1000}}, 3},
	} {
		c := mustRun(t, layers, held, lost(test.loss)).Cases[0]
		for k, want := range test.want {
			if got := drawn(c, k); !slices.Equal(got, want) {
				t.Errorf("of %d %s bears %d, want %d", test.loss, layers[k].Name, got, want)
			}
		}
		if got := c.Claims[0].Cut; got != eur(test.cut) {
			t.Errorf("of %d the creditor goes without %v, want %d", test.loss, got, test.cut)
		}
	}
}

// After the loss of 9,999 recoveries refill the layer that was used last first, and at most 6,499 can be
// recovered: the defaulter owes neither its own security nor its own provision.
func TestRecoveryTable(t *testing.T) {
	layers, held := table(t)
	for _, test := range []struct {
		recovered       int64
		mutual, reserve []int64
	}{
		{3_000, []int64{1200, 900, 600, 300}, nil},
		{6_000, []int64{2199, 1650, 1100, 550}, []int64{501}},
		{6_499, []int64{2199, 1650, 1100, 550}, []int64{1000}},
	} {
		c := mustRun(t, layers, held, lost(9_999)).Cases[0]
		if c.Claim() != eur(6_499) || !c.Lacks().IsZero() {
			t.Fatalf("claim %v, lacks %v", c.Claim(), c.Lacks())
		}
		out, err := c.Recover(eur(test.recovered))
		if err != nil {
			t.Fatal(err)
		}
		got := map[int][]int64{}
		for _, p := range out {
			got[p.Layer] = append(got[p.Layer], p.Amount.Parts())
		}
		if !slices.Equal(got[3], test.mutual) || !slices.Equal(got[2], test.reserve) || len(got[0])+len(got[1]) > 0 {
			t.Errorf("of %d: %v", test.recovered, out)
		}
		if err := c.Check(); err != nil || c.Claim() != eur(6_499-test.recovered) {
			t.Errorf("of %d: claim %v, %v", test.recovered, c.Claim(), err)
		}
	}
}

// Work takes off the claim and fills nothing: of 6,499 after work for 1,000 only 5,499 are left to recover, the
// provisions in full, and the reserve is not refilled.
func TestWorkTable(t *testing.T) {
	layers, held := table(t)
	c := mustRun(t, layers, held, lost(9_999)).Cases[0]
	before := c.Clone()
	if err := c.Work(eur(1_000)); err != nil || c.Claim() != eur(5_499) || !slices.Equal(c.Draws, before.Draws) {
		t.Fatal(err, c.Claim())
	}
	out, err := c.Recover(eur(5_499))
	if err != nil || len(out) != 4 || total(out) != 5_499 || !c.Claim().IsZero() || c.Draws[2].Borne != eur(1_000) {
		t.Error(out, err)
	}
	if _, err := c.Recover(eur(1)); !errors.Is(err, waterfall.ErrBeyond) {
		t.Error(err)
	}
}

// propertyFund is a ship's property fund under the Convention on Limitation of Liability for Maritime Claims,
// 1976, article 6: 167,000 units up to 500 tons, and for each ton more 167 up to 30,000, 125 up to 70,000, and 83.
func propertyFund(tons int64) int64 {
	fund, from := int64(167_000), int64(500)
	for _, step := range []struct{ to, each int64 }{{30_000, 167}, {70_000, 125}, {1 << 40, 83}} {
		fund += max(0, min(tons, step.to)-from) * step.each
		from = step.to
	}
	return fund
}

// An overspill call takes at most 2.5 % of the property funds of a member's ships: The Swedish Club, rule 3,
// section 6. In tenths of a unit of account.
func TestOverspillCap(t *testing.T) {
	sdr, _ := unit.Custom("SDR", 1)
	overspill := waterfall.Layer{Name: "overspill", Kind: waterfall.Calls, Times: 25_000, Base: waterfall.Exposure}
	for _, test := range []struct{ tons, fund, most int64 }{
		{400, 167_000, 4_175_0}, {10_000, 1_753_500, 43_837_5}, {50_000, 7_593_500, 189_837_5}, {100_000, 12_583_500, 314_587_5},
	} {
		if fund := propertyFund(test.tons); fund != test.fund {
			t.Errorf("%d tons: a fund of %d, want %d", test.tons, fund, test.fund)
		}
		room, err := overspill.Room(unit.New(10*test.fund, sdr), unit.New(0, sdr))
		if err != nil || room != unit.New(test.most, sdr) {
			t.Errorf("%d tons: %v, %v, want %d", test.tons, room, err, test.most)
		}
		if room, err := overspill.Room(unit.New(10*test.fund, sdr), unit.New(test.most+1, sdr)); err != nil || !room.IsZero() {
			t.Errorf("called beyond: %v, %v", room, err)
		}
	}
}

// The lower layer of the clubs' common pool is shared by tonnage, premium and claims, each counting a third:
// International Group of P&I Associations, in American Club, "International Group".
func TestTripartiteKey(t *testing.T) {
	got, err := waterfall.Mix([]int64{50, 30, 20}, []int64{40, 40, 20}, []int64{60, 10, 30})
	if err != nil || !slices.Equal(got, []int64{15, 8, 7}) { // 1/2, 4/15, 7/30
		t.Errorf("%d, %v", got, err)
	}
}

// Of the upper layer the club that claims keeps 7.5 %, the others share 92.5 % by tonnage; the same source. Of 30
// million 2.25 and 27.75, here by 50, 30 and 20.
func TestUpperLayer(t *testing.T) {
	layers := []waterfall.Layer{
		{Name: "retention", Kind: waterfall.Own, Share: 75_000},
		{Name: "clubs", Kind: waterfall.Provisions, Key: waterfall.Exposure},
		{Name: "haircut", Kind: waterfall.Haircut, Refill: true},
	}
	held := [][]waterfall.Holding{{{From: "debtor", Amount: eur(100_000_000)}}, nil, nil}
	for i, tonnage := range []int64{50, 30, 20} {
		held[1] = append(held[1], waterfall.Holding{From: string(rune('a' + i)), Amount: eur(100_000_000), Weight: tonnage})
	}
	c := mustRun(t, layers, held, lost(30_000_000)).Cases[0]
	if c.Steps[0].Borne != eur(2_250_000) || c.Steps[1].Borne != eur(27_750_000) || !slices.Equal(drawn(c, 1), []int64{13_875_000, 8_325_000, 5_550_000}) {
		t.Errorf("%v %v", c.Steps, drawn(c, 1))
	}
}

// A fund must cover the largest exposure, or the second and third together if that is more, and with what else
// there is the two largest: Regulation (EU) 648/2012, articles 42(3) and 43(2). Of 100, 70, 60 and 10 that is
// 130 and 170: with it no creditor goes without anything, with one less some does.
func TestCover(t *testing.T) {
	exposures := map[string]int64{"e1": 100, "e2": 70, "e3": 60, "e4": 10}
	layers := []waterfall.Layer{{Name: "fund", Kind: waterfall.Fund}, {Name: "other", Kind: waterfall.Fund}, {Name: "haircut", Kind: waterfall.Haircut, Refill: true}}
	for _, test := range []struct {
		fund, other int64
		defaults    []string
		cut         int64
	}{
		{130, 0, []string{"e1"}, 0}, {130, 0, []string{"e2", "e3"}, 0}, {129, 0, []string{"e2", "e3"}, 1},
		{130, 40, []string{"e1", "e2"}, 0}, {130, 39, []string{"e1", "e2"}, 1},
	} {
		held := [][]waterfall.Holding{{{From: "fund", Amount: eur(test.fund)}}, {{From: "ccp", Amount: eur(test.other)}}, nil}
		var losses []waterfall.Loss
		for _, who := range test.defaults {
			losses = append(losses, waterfall.Loss{Defaulter: who, Claims: []waterfall.Claim{{Creditor: "x", Amount: eur(exposures[who])}}})
		}
		cut := int64(0)
		for _, c := range mustRun(t, layers, held, losses).Cases {
			cut += c.Claims[0].Cut.Parts()
		}
		if cut != test.cut {
			t.Errorf("%+v: cut %d", test, cut)
		}
	}
}

// Half of each loss, up to the guaranteed volume x 50 % x 20 %: of 100 million 10 million. EIF, COSME loan
// guarantees, instrumentyfinansoweue.gov.pl.
func TestCosmeCap(t *testing.T) {
	layers := []waterfall.Layer{{Name: "EIF", Kind: waterfall.Fund, Share: 500_000}, {Name: "lender", Kind: waterfall.Haircut, Refill: true}}
	limit := waterfall.Layer{Kind: waterfall.Calls, Times: 500_000 / 5} // 50 % x 20 %
	most, err := limit.Room(eur(100_000_000), eur(0))
	if err != nil || most != eur(10_000_000) {
		t.Fatal(most, err)
	}
	held := [][]waterfall.Holding{{{From: "EIF", Amount: most}}, nil}
	for _, test := range []struct{ loss, paid, left int64 }{{8_000_001, 4_000_000, 6_000_000}, {14_000_000, 6_000_000, 0}, {5_000_000, 0, 0}} {
		out := mustRun(t, layers, held, lost(test.loss))
		held = out.Left
		if out.Cases[0].Steps[0].Borne != eur(test.paid) || held[0][0].Amount != eur(test.left) {
			t.Errorf("of %d: %v, left %v", test.loss, out.Cases[0].Steps[0], held[0])
		}
	}
}
