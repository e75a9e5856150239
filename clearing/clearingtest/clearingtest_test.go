package clearingtest_test

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

func ExampleCheck() {
	owe := func(id, debtor, creditor string, parts int64) clearing.Obligation {
		return clearing.Obligation{ID: id, Debtor: debtor, Creditor: creditor, Amount: unit.New(parts, unit.WattHour)}
	}
	b := clearing.Book{Obligations: []clearing.Obligation{
		owe("a", "ann", "bob", 5), owe("b", "bob", "ann", 3),
	}}
	r, err := clearing.Clear(context.Background(), b, clearing.Options{})
	fmt.Println(err, clearingtest.Check(b, clearing.Options{}, r))

	r.SetOff[0] = unit.New(2, unit.WattHour)
	fmt.Println(clearingtest.Check(b, clearing.Options{}, r))
	// Output:
	// <nil> <nil>
	// invariant 2: the net position of "ann" is -3, and was -2
	// invariant 5: at "net reduction" the value is 5 and not 0.006 Wh
	// invariant 6: 0.008 Wh owed, 0.006 Wh set off, 0.002 Wh stays, net debt 0.002 Wh, not map[gross:8 net debt:2 used of obligation:5]
}

// The checker and package clearing's Verify were written apart: every tampering is refused by both.
func TestTamperings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.OneOf(clearingtest.Books(), clearingtest.Parallel(), clearingtest.Offers()).Draw(t, "book")
		o := clearingtest.Options(b).Draw(t, "options")
		r, err := clearing.Clear(context.Background(), b, o)
		if err != nil {
			t.Fatal(err)
		}
		before := fmt.Sprintf("%+v %+v", b, *r)
		every := rapid.IntRange(10, 60).Draw(t, "every") // one by one they take long
		n := rapid.IntRange(0, every).Draw(t, "first")
		for s := range clearingtest.Tamperings(b, o, r) {
			if n++; n%every != 0 {
				continue
			}
			if err := clearingtest.Check(s.Book, o, s.Result); err == nil {
				t.Fatalf("%s: Check found nothing", s.Name)
			}
		}
		if after := fmt.Sprintf("%+v %+v", b, *r); after != before {
			t.Fatal("Tamperings changed the book or the result")
		}
	})
}

// Every kind of tampering comes up, for its reason or reasons.
func TestTamperingKinds(t *testing.T) {
	kinds := make(map[string]int)
	for seed := range 100 {
		b := clearingtest.Offers().Example(seed)
		o := clearingtest.Options(b).Example(seed)
		r, err := clearing.Clear(t.Context(), b, o)
		if err != nil {
			t.Fatal(err)
		}
		for s := range clearingtest.Tamperings(b, o, r) {
			kinds[fmt.Sprintf("%s: %v", s.Name, s.Reason)]++
		}
	}
	t.Logf("%d kinds:\n%s", len(kinds), strings.Join(slices.Sorted(maps.Keys(kinds)), "\n"))
	if len(kinds) != 95 {
		t.Errorf("%d kinds of tampering came up", len(kinds))
	}
}

// Tamperings stops where its consumer does.
func TestTamperingsStop(t *testing.T) {
	b := clearingtest.LargeScaleFree(10, 50, 1)
	r, err := clearing.Clear(context.Background(), b, clearing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for range clearingtest.Tamperings(b, clearing.Options{}, r) {
		if n++; n == 3 {
			break
		}
	}
}

// The oracle agrees with trying every use of every entry, stage by stage.
func TestOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := tiny(t)
		o := clearingtest.Options(b).Draw(t, "options")
		o.ValueDate, o.Exclude = time.Time{}, clearing.Exclusions{}
		r, err := clearing.Clear(t.Context(), b, o)
		if err != nil || len(r.Proofs) == 0 {
			return
		}
		var stages []clearing.Stage // those that depend on fields that tiny leaves out are zero
		for _, p := range r.Proofs {
			stages = append(stages, p.Stage)
		}
		tr := tries{book: b, stages: stages, net: make(map[string]int64)}
		tr.all(0, make([]int64, len(stages)))
		for k, got := range clearingtest.Oracle(b, o) {
			want := tr.best[k]
			if strings.HasPrefix(string(stages[k]), "least") || stages[k] == clearing.PromisesFirst || stages[k] == clearing.ByRank {
				want = -want
			}
			if got.Parts() != want {
				t.Fatalf("%v: %v, want %d", stages[k], got, want)
			}
		}
	})
}

// tiny draws a book in joules of up to six entries between four parties, with amounts of up to three parts.
func tiny(t *rapid.T) (b clearing.Book) {
	for i := range rapid.IntRange(0, 6).Draw(t, "entries") {
		from := rapid.IntRange(0, 3).Draw(t, "from")
		id, one, other := fmt.Sprint(i), fmt.Sprint(from), fmt.Sprint((from+rapid.IntRange(1, 3).Draw(t, "to"))%4)
		amount := unit.New(rapid.Int64Range(1, 3).Draw(t, "parts"), unit.Joule)
		switch rapid.SampledFrom([]string{"obligation", "obligation", "acceptance", "tender"}).Draw(t, "kind") {
		case "obligation":
			b.Obligations = append(b.Obligations, clearing.Obligation{ID: id, Debtor: one, Creditor: other, Amount: amount})
		case "acceptance":
			b.Acceptances = append(b.Acceptances, clearing.Acceptance{ID: id, Acceptor: one, Debtor: other, Amount: amount, Rank: rapid.IntRange(0, 2).Draw(t, "rank")})
		case "tender":
			b.Tenders = append(b.Tenders, clearing.Tender{ID: id, Source: one, Owner: other, Amount: amount})
		}
	}
	return b
}

// tries goes through every use of every entry.
type tries struct {
	book   clearing.Book
	stages []clearing.Stage
	net    map[string]int64 // of what is used so far
	best   []int64          // gains by stage, those for little below zero; nil: nothing balances yet
}

func (tr *tries) all(entry int, gains []int64) {
	b := tr.book
	try := func(from, to string, amount unit.Amount, gain func(clearing.Stage) int64) {
		for parts := range amount.Parts() + 1 {
			more := slices.Clone(gains)
			for k, s := range tr.stages {
				more[k] += parts * gain(s)
			}
			tr.net[from] -= parts
			tr.net[to] += parts
			tr.all(entry+1, more)
			tr.net[from] += parts
			tr.net[to] -= parts
		}
	}
	switch i := entry; {
	case i < len(b.Obligations):
		o := b.Obligations[i]
		try(o.Debtor, o.Creditor, o.Amount, func(s clearing.Stage) int64 {
			return map[clearing.Stage]int64{clearing.NetReduction: 1, clearing.Volume: 1}[s]
		})
	case i-len(b.Obligations) < len(b.Acceptances):
		c := b.Acceptances[i-len(b.Obligations)]
		money := int64(0)
		if slices.ContainsFunc(b.Tenders, func(t clearing.Tender) bool { return t.Source == c.Debtor }) {
			money = -1
		}
		try(c.Acceptor, c.Debtor, c.Amount, func(s clearing.Stage) int64 {
			return map[clearing.Stage]int64{clearing.NetReduction: -1, clearing.LeastUse: -1, clearing.PromisesFirst: money, clearing.ByRank: -int64(c.Rank)}[s]
		})
	case i < len(b.Obligations)+len(b.Acceptances)+len(b.Tenders):
		t := b.Tenders[i-len(b.Obligations)-len(b.Acceptances)]
		try(t.Source, t.Owner, t.Amount, func(s clearing.Stage) int64 {
			return map[clearing.Stage]int64{clearing.NetReduction: -1, clearing.LeastUse: -1, clearing.LeastLiquidity: -1}[s]
		})
	default:
		for _, n := range tr.net {
			if n != 0 {
				return
			}
		}
		if tr.best == nil || slices.Compare(gains, tr.best) > 0 {
			tr.best = gains
		}
	}
}

func TestOracleUnits(t *testing.T) {
	euro, _ := unit.Currency("EUR", 2)
	owe := func(debtor, creditor string, parts int64, u unit.Unit) clearing.Obligation {
		return clearing.Obligation{Debtor: debtor, Creditor: creditor, Amount: unit.New(parts, u)}
	}
	got := clearingtest.Oracle(clearing.Book{Obligations: []clearing.Obligation{
		owe("a", "b", 5, unit.Joule), owe("b", "a", 3, unit.Joule), owe("a", "b", 7, euro),
	}}, clearing.Options{})
	if want := []unit.Amount{unit.New(0, euro), unit.New(6, unit.Joule)}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A checker that accepts anything is worse than none: chains that are wrong in each way.
func TestCheckChains(t *testing.T) {
	b := clearingtest.LargeScaleFree(4, 12, 2)
	r, err := clearing.Clear(context.Background(), b, clearing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	right := slices.Collect(clearing.Chains(b, r))
	if err := clearingtest.CheckChains(b, r, right); err != nil || len(right) < 2 {
		t.Fatal(err, right)
	}
	c := right[0]
	turned := clearing.Chain{Parties: append(slices.Clone(c.Parties[1:]), c.Parties[0]), Obligations: append(slices.Clone(c.Obligations[1:]), c.Obligations[0]), Amount: c.Amount}
	half := c
	half.Amount = unit.New(1, c.Amount.Unit())
	rest := c
	rest.Amount = unit.New(c.Amount.Parts()-1, c.Amount.Unit())
	other := c
	other.Amount = unit.New(c.Amount.Parts(), unit.Joule)
	twice := clearing.Chain{Parties: slices.Repeat(c.Parties, 2), Obligations: slices.Repeat(c.Obligations, 2), Amount: half.Amount}
	for name, wrong := range map[string][]clearing.Chain{
		"none": nil, "one missing": right[1:], "one twice": append([]clearing.Chain{c}, right...),
		"turned": append([]clearing.Chain{turned}, right[1:]...), "less": append([]clearing.Chain{half}, right[1:]...),
		"other unit": append([]clearing.Chain{other}, right[1:]...), "twice round": append([]clearing.Chain{twice}, right[1:]...),
		"empty": append([]clearing.Chain{{}}, right...),
	} {
		if err := clearingtest.CheckChains(b, r, wrong); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	var many []clearing.Chain // exact, but in more chains than obligations
	for _, c := range right {
		for range 12 {
			many = append(many, clearing.Chain{Parties: c.Parties, Obligations: c.Obligations, Amount: unit.New(1, c.Amount.Unit())})
		}
		many = append(many, clearing.Chain{Parties: c.Parties, Obligations: c.Obligations, Amount: unit.New(c.Amount.Parts()-12, c.Amount.Unit())})
	}
	if err := clearingtest.CheckChains(b, r, many); err == nil {
		t.Error("more chains than obligations: accepted")
	}
}

// Same notices what depends on the order of a book.
func TestSame(t *testing.T) {
	b := clearingtest.LargeScaleFree(4, 12, 1)
	r, err := clearing.Clear(context.Background(), b, clearing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(r *clearing.Result){
		"set-off": func(r *clearing.Result) { r.SetOff = append(slices.Clone(r.SetOff[1:]), unit.Amount{}) },
		"shape":   func(r *clearing.Result) { r.SetOff = nil },
		"digest":  func(r *clearing.Result) { r.BookDigest = "" },
		"totals":  func(r *clearing.Result) { r.Totals = nil },
		"proofs":  func(r *clearing.Result) { r.Proofs = nil },
	} {
		s := *r
		change(&s)
		if clearingtest.Same(b, r, b, r) != nil || clearingtest.Same(b, r, b, &s) == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
}

// What the comment of LargeScaleFree says of it.
func TestLargeScaleFree(t *testing.T) {
	const parties, obligations = 2000, 10_000
	b := clearingtest.LargeScaleFree(parties, obligations, 1)
	if !reflect.DeepEqual(b, clearingtest.LargeScaleFree(parties, obligations, 1)) {
		t.Error("the same seed gives another book")
	}
	if reflect.DeepEqual(b, clearingtest.LargeScaleFree(parties, obligations, 2)) {
		t.Error("another seed gives the same book")
	}
	trade, none := clearingtest.Trade(parties, obligations, 1), 0
	for i, o := range b.Obligations {
		a := trade.Arcs[i]
		if o.Debtor != fmt.Sprintf("firm-%07d", a.From) || o.Creditor != fmt.Sprintf("firm-%07d", a.To) || o.Amount.Parts() != a.Capacity {
			t.Fatalf("%v is not the invoice %v", o, a)
		}
		if o.Due.IsZero() {
			none++
		} else if o.Due.Year() != 2026 || o.Due.After(time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)) {
			t.Error(o.Due)
		}
	}
	if none < obligations*9/100 || none > obligations*11/100 {
		t.Errorf("%d of %d without a due date", none, obligations)
	}
	if slices.IsSortedFunc(b.Obligations, func(o, p clearing.Obligation) int { return strings.Compare(o.ID, p.ID) }) {
		t.Error("the IDs are in order")
	}
	if _, err := clearing.Digest(b); err != nil {
		t.Error(err)
	}
}

// The generators draw what their comments promise.
func TestGenerators(t *testing.T) {
	met := make(map[string]bool)
	note := func(what string, ok bool) { met[what] = met[what] || ok }
	for seed := range 300 {
		b := clearingtest.Books().Example(seed)
		note("empty", len(b.Obligations) == 0)
		units, ids := make(map[unit.Unit]bool), make(map[string]bool)
		last := make(map[[2]string]clearing.Obligation)
		for _, o := range b.Obligations {
			units[o.Amount.Unit()], ids[o.ID] = true, true
			before, parallel := last[[2]string{o.Debtor, o.Creditor}]
			last[[2]string{o.Debtor, o.Creditor}] = o
			together := parallel && before.Due.Equal(o.Due)
			note("no due date", o.Due.IsZero())
			note("large", o.Amount.Parts() > 1<<55)
			note("parallel", parallel)
			note("due together, ranks differ", together && before.Rank != o.Rank)
			note("only the ID differs", together && before.Rank == o.Rank)
			note("one instant in two zones", together && before.Due.Location() != o.Due.Location())
		}
		note("three units", len(units) == 3)
		if len(ids) != len(b.Obligations) {
			t.Fatal("two with the same ID")
		}
	}
	for what, ok := range met {
		if !ok {
			t.Errorf("never drawn: %s", what)
		}
	}
}

// What Offers and Options draw: everything that a book and options can hold, used and unused.
func TestOffers(t *testing.T) {
	met := make(map[string]int)
	note := func(what string, ok bool) {
		if met[what] += 0; ok {
			met[what]++
		}
	}
	for seed := range 300 {
		b := clearingtest.Offers().Example(seed)
		o := clearingtest.Options(b).Example(seed)
		r, err := clearing.Clear(t.Context(), b, o)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range b.Acceptances {
			note("acceptance used", !r.Accepted[i].IsZero())
			note("acceptance not used", r.Accepted[i].IsZero())
			note("rank", c.Rank > 0)
		}
		for i, tender := range b.Tenders {
			note("money used", tender.Stock.IsZero() && !r.Tendered[i].IsZero())
			note("Stock used", !tender.Stock.IsZero() && !r.Tendered[i].IsZero())
		}
		for _, created := range r.New {
			note("second ID", strings.HasSuffix(created.ID, "/2"))
		}
		for _, owed := range b.Obligations {
			note("early", !owed.Early.IsZero())
			note("later", !o.ValueDate.IsZero() && owed.Due.After(o.ValueDate))
		}
		for _, p := range r.Proofs {
			note(string(p.Stage), !p.Value.IsZero())
		}
		note("windows", len(b.Windows) > 0)
		note("several stages", len(o.Stages) > 1)
		note("parties excluded", len(o.Exclude.Parties) > 0)
		note("pairs excluded", len(o.Exclude.Pairs) > 0)
		note("obligations excluded", len(o.Exclude.Obligations) > 0)
	}
	t.Log(met)
	for what, n := range met {
		if n == 0 {
			t.Errorf("%s: never", what)
		}
	}
}

// Each generator draws rings to set off, and obligations that stay.
func TestGeneratorsClear(t *testing.T) {
	for name, books := range map[string]*rapid.Generator[clearing.Book]{
		"Books": clearingtest.Books(), "ScaleFree": clearingtest.ScaleFree(), "Rings": clearingtest.Rings(),
		"Components": clearingtest.Components(), "Parallel": clearingtest.Parallel(), "Offers without Stock": clearingtest.Offers().Filter(withoutStock),
	} {
		var off, stays, several int
		for seed := range 100 {
			b := books.Example(seed)
			if len(b.Obligations) > 64 {
				t.Errorf("%s: %d obligations, more than amounts near 2^56 allow", name, len(b.Obligations))
			}
			r, err := clearing.Clear(t.Context(), b, clearing.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, totals := range r.Totals {
				off += totals.Cleared.Sign()
				stays += totals.Remaining.Sign()
			}
			if len(slices.Collect(clearing.Chains(b, r))) > 2 {
				several++
			}
		}
		t.Logf("%s: set off %d times, something stays %d times, more than two rings %d times", name, off, stays, several)
		if off < 50 || stays < 50 || several < 20 {
			t.Errorf("%s draws too little to clear", name)
		}
	}
}

func withoutStock(b clearing.Book) bool {
	return !slices.ContainsFunc(b.Tenders, func(t clearing.Tender) bool { return !t.Stock.IsZero() })
}

// The kit holds the package's own solver to its promises.
func TestRun(t *testing.T) { clearingtest.Run(t, clearing.Clear) }
