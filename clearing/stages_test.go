package clearing_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// twoRings is a debt of ann's to bob that goes round by carol or by dora, but not by both.
func twoRings() clearing.Book {
	one := func(id, debtor, creditor string) clearing.Obligation { return owe(id, debtor, creditor, 1, unit.Joule) }
	return book(one("1", "ann", "bob"), one("2", "bob", "carol"), one("3", "carol", "ann"), one("4", "bob", "dora"), one("5", "dora", "ann"))
}

// Each stage decides what those before it leave open, and nothing else.
func TestStages(t *testing.T) {
	march, april := day(t, "2026-03-31"), day(t, "2026-04-30")
	byCarol, byDora := []int64{1, 1, 1, 0, 0}, []int64{1, 0, 0, 1, 1}
	overdue := func(asOf time.Time) clearing.Objective {
		return clearing.Objective{Stage: clearing.Overdue, AsOf: asOf}
	}
	small := func(parts int64) clearing.Objective {
		return clearing.Objective{Stage: clearing.SmallCreditors, Bound: unit.New(parts, unit.Joule)}
	}
	for name, test := range map[string]struct {
		change func(b *clearing.Book)
		stages []clearing.Objective
		want   []int64
	}{
		"overdue by carol":    {func(b *clearing.Book) { b.Obligations[2].Due = march }, []clearing.Objective{overdue(march)}, byCarol},
		"overdue by dora":     {func(b *clearing.Book) { b.Obligations[3].Due = march }, []clearing.Objective{overdue(april)}, byDora},
		"not yet overdue":     {func(b *clearing.Book) { b.Obligations[1].Due, b.Obligations[3].Due = april, march }, []clearing.Objective{overdue(march)}, byDora},
		"overdue comes first": {func(b *clearing.Book) { b.Obligations[1].Due, b.Obligations[3].Due = april, march }, []clearing.Objective{overdue(march), overdue(april)}, byDora},
		"carol is small":      {func(b *clearing.Book) { b.Obligations = append(b.Obligations, owe("6", "x", "dora", 1, unit.Joule)) }, []clearing.Objective{small(1)}, append(byCarol, 0)},
		"dora is small":       {func(b *clearing.Book) { b.Obligations = append(b.Obligations, owe("6", "x", "carol", 1, unit.Joule)) }, []clearing.Objective{small(1)}, append(byDora, 0)},
		"in joules only": {func(b *clearing.Book) { b.Obligations[3].Due = march },
			[]clearing.Objective{{Stage: clearing.SmallCreditors, Bound: unit.New(1, unit.WattHour)}, overdue(march)}, byDora},
	} {
		b := twoRings()
		test.change(&b)
		for _, o := range []clearing.Options{{Stages: test.stages}, {Stages: append([]clearing.Objective{{Stage: clearing.NetReduction}}, test.stages...)}} {
			off, _, _ := used(t, b, o)
			if !slices.Equal(off, test.want) {
				t.Errorf("%s: %v", name, off)
			}
		}
	}
}

// Overdue first is set off even at the cost of volume, and after volume it is not.
func TestOverdueBeforeVolume(t *testing.T) {
	march := day(t, "2026-03-31")
	b := book(owe("1", "ann", "bob", 1, unit.Joule), owe("2", "bob", "ann", 1, unit.Joule), owe("3", "bob", "carol", 1, unit.Joule), owe("4", "carol", "ann", 1, unit.Joule))
	b.Obligations[1].Due = march
	overdue := clearing.Objective{Stage: clearing.Overdue, AsOf: march}
	for _, test := range []struct {
		stages []clearing.Objective
		want   []int64
	}{
		{[]clearing.Objective{overdue}, []int64{1, 1, 0, 0}},
		{[]clearing.Objective{{Stage: clearing.Volume}, overdue}, []int64{1, 0, 1, 1}},
	} {
		if off, _, _ := used(t, b, clearing.Options{Stages: test.stages}); !slices.Equal(off, test.want) {
			t.Errorf("%v: %v", test.stages, off)
		}
	}
}

// Promises before money, least liquidity, and the acceptors' ranks, where each has a choice.
func TestStagesOfOffers(t *testing.T) {
	b := book(owe("1", "ann", "bob", 1, unit.Joule), owe("2", "bob", "carol", 1, unit.Joule), owe("3", "carol", "dora", 1, unit.Joule), owe("4", "bank", "ann", 1, unit.Joule))
	b.Acceptances = []clearing.Acceptance{accept("money", "dora", "bank", 1), accept("promise", "dora", "ann", 1)}
	b.Tenders = []clearing.Tender{tender("t", "bank", "ann", 1)}
	b.Acceptances[0].Rank, b.Acceptances[1].Rank = 1, 2
	for _, test := range []struct {
		stages              clearing.Options
		accepted, liquidity string
	}{
		{clearing.Options{}, "[1 0]", "[0]"}, // the bank's debt goes too: four for one
		{stages(clearing.PromisesFirst), "[0 1]", "[0]"},
		{stages(clearing.LeastLiquidity), "[1 0]", "[0]"},
		{stages(clearing.ByRank, clearing.Volume), "[0 0]", "[0]"},
		{stages(clearing.Volume, clearing.ByRank), "[1 0]", "[0]"},
		{stages(clearing.LeastUse), "[0 0]", "[0]"},
	} {
		_, accepted, tendered := used(t, b, test.stages)
		if got := fmt.Sprint(accepted); got != test.accepted || fmt.Sprint(tendered) != test.liquidity {
			t.Errorf("%v: %v, %v", test.stages.Stages, accepted, tendered)
		}
	}
}

// The stages that a unit's proofs name: completed as the options say.
func TestStagesCompleted(t *testing.T) {
	plain, offers := triangle(), triangle()
	offers.Tenders = []clearing.Tender{tender("t", "x", "y", 1)}
	for _, test := range []struct {
		o             clearing.Options
		plain, offers string
	}{
		{clearing.Options{}, "net reduction", "net reduction, least use"},
		{stages(clearing.Volume), "volume", "volume, least use"},
		{stages(clearing.Volume, clearing.LeastLiquidity), "volume, least liquidity", "volume, least liquidity, least use"},
		{stages(clearing.ByRank), "by rank, net reduction", "by rank, net reduction, least use"},
		{stages(clearing.NetReduction, clearing.ByRank), "net reduction, by rank", "net reduction, least use, by rank"},
		{stages(clearing.NetReduction, clearing.ByRank, clearing.LeastUse), "net reduction, by rank, least use", "net reduction, by rank, least use"},
	} {
		for b, want := range map[*clearing.Book]string{&plain: test.plain, &offers: test.offers} {
			var names []string
			for _, p := range clear(t, *b, test.o).Proofs {
				names = append(names, string(p.Stage))
			}
			if got := strings.Join(names, ", "); got != want {
				t.Errorf("%v: %s, want %s", test.o.Stages, got, want)
			}
		}
	}
}

// Another stage at the end worsens none before it.
func TestStageKeepsThoseBefore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, o := drawn(t)
		o.LengthMax, o.Stages = 0, slices.DeleteFunc(o.Stages, func(s clearing.Objective) bool { return s.Stage == clearing.Freed || s.Stage == clearing.Even })
		before := clear(t, b, o)
		o.Stages = append(slices.Clone(o.Stages), clearing.Objective{Stage: clearing.Volume})
		if !slices.ContainsFunc(o.Stages[:len(o.Stages)-1], strives) {
			return // the stages are completed otherwise
		}
		after := clear(t, b, o)
		if err := clearingtest.CheckBest(b, o, after); err != nil {
			t.Fatal(err)
		}
		for k, totals := range before.Totals {
			u := totals.Unit
			for i, value := range values(before, u) {
				if now := values(after, u); now[i] != value && after.Proofs[i].Stage != clearing.Volume {
					t.Fatalf("%d in %v: %v and then %v", k, u, values(before, u), now)
				}
			}
		}
	})
}

func strives(o clearing.Objective) bool {
	return o.Stage == clearing.NetReduction || o.Stage == clearing.Volume
}

func values(r *clearing.Result, u unit.Unit) (all []unit.Amount) {
	for _, p := range r.Proofs {
		if p.Unit == u {
			all = append(all, p.Value)
		}
	}
	return all
}

// Cleared once by net reduction, a book has nothing more to clear.
func TestClearedOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, o := drawn(t)
		o.Stages, o.LengthMax = nil, 0
		after, err := b.After(clear(t, b, o))
		if err != nil {
			t.Fatal(err)
		}
		for _, totals := range clear(t, after, o).Totals {
			if !totals.Cleared.IsZero() || !totals.New.IsZero() || !totals.Liquidity.IsZero() {
				t.Fatalf("%v", totals)
			}
		}
	})
}

// After refuses what is not of the book, and leaves nothing of zero.
func TestAfter(t *testing.T) {
	b := triangle()
	r := mustClear(t, b)
	after, err := b.After(r)
	if err != nil || !slices.Equal(after.Obligations, []clearing.Obligation{owe("a", "ann", "bob", 2, unit.Joule), owe("b", "bob", "carol", 1, unit.Joule)}) {
		t.Errorf("%+v, %v", after, err)
	}
	for reason, spoil := range map[error]func(r *clearing.Result){
		clearing.ErrDigest: func(r *clearing.Result) { r.BookDigest = "" },
		clearing.ErrShape:  func(r *clearing.Result) { r.SetOff = nil },
		clearing.ErrSetOff: func(r *clearing.Result) { r.SetOff[0] = unit.New(6, unit.Joule) },
	} {
		r := mustClear(t, b)
		spoil(r)
		_, err := b.After(r)
		refusal(t, err, reason)
	}
	_, err = b.After(nil)
	refusal(t, err, clearing.ErrShape)
}

// What is due later takes part only where its creditor has said so.
func TestMaturity(t *testing.T) {
	value := day(t, "2026-03-31")
	for name, test := range map[string]struct {
		change func(o *clearing.Obligation, b *clearing.Book)
		part   bool
	}{
		"no due date":    {func(*clearing.Obligation, *clearing.Book) {}, true},
		"due before":     {func(o *clearing.Obligation, _ *clearing.Book) { o.Due = value.AddDate(0, 0, -1) }, true},
		"due then":       {func(o *clearing.Obligation, _ *clearing.Book) { o.Due = value.In(time.FixedZone("", 7200)) }, true},
		"due after":      {func(o *clearing.Obligation, _ *clearing.Book) { o.Due = value.Add(1) }, false},
		"accepted early": {func(o *clearing.Obligation, _ *clearing.Book) { o.Due, o.Early = value.AddDate(0, 1, 0), value }, true},
		"not so early":   {func(o *clearing.Obligation, _ *clearing.Book) { o.Due, o.Early = value.AddDate(0, 1, 0), value.Add(1) }, false},
		"within a window": {func(o *clearing.Obligation, b *clearing.Book) {
			o.Due = value.Add(1)
			b.Windows = window("bob", value.Add(1))
		}, true},
		"beyond a window": {func(o *clearing.Obligation, b *clearing.Book) {
			o.Due = value.Add(2)
			b.Windows = window("bob", value.Add(1))
		}, false},
		"another's": {func(o *clearing.Obligation, b *clearing.Book) {
			o.Due = value.Add(1)
			b.Windows = window("ann", value.Add(1))
		}, false},
	} {
		b := triangle()
		test.change(&b.Obligations[0], &b)
		if off, _, _ := used(t, b, clearing.Options{ValueDate: value}); (off[0] > 0) != test.part {
			t.Errorf("%s: %v", name, off)
		}
		if off, _, _ := used(t, b, clearing.Options{}); off[0] == 0 {
			t.Errorf("%s: takes no part without a value date", name)
		}
	}
}

func window(creditor string, until time.Time) []clearing.Window {
	return []clearing.Window{{Creditor: creditor, Until: until}}
}

// What is excluded takes no part, and the rest does.
func TestExclusions(t *testing.T) {
	b := book(owe("1", "ann", "bob", 5, unit.Joule), owe("2", "bob", "ann", 4, unit.Joule), owe("3", "bob", "carol", 3, unit.Joule), owe("4", "dora", "ann", 2, unit.Joule))
	b.Acceptances = []clearing.Acceptance{accept("5", "carol", "dora", 2)}
	b.Tenders = []clearing.Tender{tender("6", "dora", "ann", 1)}
	for _, test := range []struct {
		x    clearing.Exclusions
		want string
	}{
		{clearing.Exclusions{}, "[5 3 2 2] [2] [0]"},
		{clearing.Exclusions{Parties: []string{"dora", "nobody"}}, "[4 4 0 0] [0] [0]"},
		{clearing.Exclusions{Parties: []string{"ann"}}, "[0 0 0 0] [0] [0]"},
		{clearing.Exclusions{Pairs: []clearing.Pair{{Debtor: "bob", Creditor: "ann"}}}, "[2 0 2 2] [2] [0]"},
		{clearing.Exclusions{Pairs: []clearing.Pair{{Debtor: "dora", Creditor: "carol"}}}, "[4 4 0 0] [0] [0]"},
		{clearing.Exclusions{Pairs: []clearing.Pair{{Debtor: "carol", Creditor: "dora"}}}, "[5 3 2 2] [2] [0]"},
		{clearing.Exclusions{Obligations: []string{"2", "4", "5"}}, "[1 0 1 0] [1] [1]"},
		{clearing.Exclusions{Obligations: []string{"2", "4"}, Pairs: []clearing.Pair{{Debtor: "dora", Creditor: "ann"}}}, "[0 0 0 0] [0] [0]"},
	} {
		o := stages(clearing.Volume)
		o.Exclude = test.x
		off, accepted, tendered := used(t, b, o)
		if got := fmt.Sprint(off, accepted, tendered); got != test.want {
			t.Errorf("%+v: %s, want %s", test.x, got, test.want)
		}
	}
}

// What is wrong with options, and where.
func TestBadOptions(t *testing.T) {
	objective := func(o clearing.Objective) clearing.Options {
		return clearing.Options{Stages: []clearing.Objective{{Stage: clearing.Volume}, o}}
	}
	march := day(t, "2026-03-31")
	for name, test := range map[string]struct {
		o      clearing.Options
		reason error
		entry  string
		what   string
	}{
		"value date":      {clearing.Options{ValueDate: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, clearing.ErrValueDate, "", "the zero time means that everything takes part"},
		"no stage":        {objective(clearing.Objective{}), clearing.ErrStage, "stage", "there is none of this name"},
		"unknown stage":   {objective(clearing.Objective{Stage: "fairest"}), clearing.ErrStage, "stage", "there is none of this name"},
		"no time":         {objective(clearing.Objective{Stage: clearing.Overdue}), clearing.ErrStage, "stage", "want a time with the stage overdue first, and with no other"},
		"a time":          {objective(clearing.Objective{Stage: clearing.ByRank, AsOf: march}), clearing.ErrStage, "stage", "want a time with the stage overdue first, and with no other"},
		"no bound":        {objective(clearing.Objective{Stage: clearing.SmallCreditors}), clearing.ErrStage, "stage", "want a bound above zero, in a unit"},
		"a bound":         {objective(clearing.Objective{Stage: clearing.LeastUse, Bound: unit.New(1, unit.Joule)}), clearing.ErrStage, "stage", "want a bound with the stage small creditors only"},
		"too many stages": {clearing.Options{Stages: slices.Repeat([]clearing.Objective{{Stage: clearing.Volume}}, 17)}, clearing.ErrStage, "", "at most 16 stages"},
		"no party":        {clearing.Options{Exclude: clearing.Exclusions{Parties: []string{"ann", ""}}}, clearing.ErrExclusion, "party", "must not be empty"},
		"no debtor":       {clearing.Options{Exclude: clearing.Exclusions{Pairs: []clearing.Pair{{}, {Creditor: "ann"}}}}, clearing.ErrExclusion, "pair", "debtor: must not be empty"},
		"no creditor":     {clearing.Options{Exclude: clearing.Exclusions{Pairs: []clearing.Pair{{Debtor: "ann"}}}}, clearing.ErrExclusion, "pair", "creditor: must not be empty"},
		"no ID":           {clearing.Options{Exclude: clearing.Exclusions{Obligations: []string{"\n"}}}, clearing.ErrExclusion, "obligation", "must not hold control characters"},
	} {
		r, err := clearing.Clear(t.Context(), triangle(), test.o)
		if e := refusal(t, err, test.reason); e.Entry != test.entry || e.What != test.what || r != nil {
			t.Errorf("%s: %#v", name, e)
		}
		refusal(t, clearing.Verify(triangle(), test.o, mustClear(t, triangle())), test.reason)
	}
	most := slices.Repeat([]clearing.Objective{{Stage: clearing.Volume}}, clearing.StagesMax)
	if off, _, _ := used(t, triangle(), clearing.Options{Stages: most}); off[0] == 0 {
		t.Error("with as many stages as there may be, nothing is set off")
	}
}

// Options come back from JSON as they were, and verify the same.
func TestOptionsJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, o := drawn(t)
		if err := clearing.Verify(b, back(t, o), clear(t, b, o)); err != nil {
			t.Fatal(err)
		}
	})
	march := day(t, "2026-03-31").In(time.FixedZone("", 3600))
	o := clearing.Options{ValueDate: march, Stages: []clearing.Objective{
		{Stage: clearing.Overdue, AsOf: march}, {Stage: clearing.SmallCreditors, Bound: unit.New(5, unit.Joule)},
	}, Exclude: clearing.Exclusions{Parties: []string{"ann"}, Pairs: []clearing.Pair{{Debtor: "bob", Creditor: "ann"}}, Obligations: []string{"1"}}}
	want := `{"valueDate":"2026-03-31T00:00:00Z","stages":[{"stage":"overdue first","asOf":"2026-03-31T00:00:00Z"},{"stage":"small creditors","bound":{"amount":"0.005","unit":"J"}}],` +
		`"exclude":{"parties":["ann"],"pairs":[{"debtor":"bob","creditor":"ann"}],"obligations":["1"]}}`
	if got, err := json.Marshal(o); err != nil || string(got) != want {
		t.Errorf("%s (%v)", got, err)
	}
}
