package credit_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// reach is ReachLimit with amounts in cents.
func reach(member string, receipts []credit.Receipt, share *big.Rat, base, most int64, seeds ...string) (credit.Limit, error) {
	return credit.ReachLimit(context.Background(), member, receipts, credit.ReachTerms{Seeds: seeds, Share: share, Base: cents(base), Most: cents(most)})
}

func TestReachLimit(t *testing.T) {
	for _, test := range []struct {
		name     string
		receipts []credit.Receipt
		want     int64
		because  string
	}{
		{"nobody paid", nil, 100, "1/2 of the 0.00 EUR that reached ann from the 2 seeds, all that it was paid"},
		{"only strangers paid", []credit.Receipt{pay("bob", "ann", 500)},
			100, "1/2 of the 0.00 EUR that reached ann from the 2 seeds, all that was paid into the group of 2 around it"},
		{"a seed paid", []credit.Receipt{pay("s1", "ann", 500)},
			350, "1/2 of the 5.00 EUR that reached ann from the 2 seeds, all that it was paid"},
		{"a seed paid twice", []credit.Receipt{pay("s1", "ann", 500), pay("s1", "ann", 3)},
			351, "1/2 of the 5.03 EUR that reached ann from the 2 seeds, all that it was paid, rounded down by 1/200 EUR"},
		{"what the member paid is not counted", []credit.Receipt{pay("s1", "ann", 500), pay("ann", "s2", 900), pay("ann", "bob", 900)},
			350, "1/2 of the 5.00 EUR that reached ann from the 2 seeds, all that it was paid"},
		{"through another, who was paid less than it paid", []credit.Receipt{pay("s1", "bob", 500), pay("bob", "ann", 900)},
			350, "1/2 of the 5.00 EUR that reached ann from the 2 seeds, all that was paid into the group of 2 around it"},
		{"through another, who was paid more than it paid", []credit.Receipt{pay("s1", "bob", 900), pay("bob", "ann", 500)},
			350, "1/2 of the 5.00 EUR that reached ann from the 2 seeds, all that it was paid"},
		{"through a seed, which counts as its own", []credit.Receipt{pay("bob", "s2", 1), pay("s1", "s2", 1), pay("s2", "ann", 500)},
			350, "1/2 of the 5.00 EUR that reached ann from the 2 seeds, all that it was paid"},
		// Two ways of 4.00 each share what bob was paid, and 2.00 come by a third.
		{"where ways share an arc", []credit.Receipt{
			pay("s1", "bob", 500), pay("bob", "cem", 400), pay("bob", "dan", 400), pay("cem", "ann", 400), pay("dan", "ann", 400), pay("s2", "dan", 200),
		}, 450, "1/2 of the 7.00 EUR that reached ann from the 2 seeds, all that was paid into the group of 4 around it"},
		// Whichever of the two ways is taken, it could be given up for the other.
		{"where one way is as good as the other", []credit.Receipt{
			pay("s1", "bob", 1), pay("bob", "cem", 1), pay("bob", "dan", 1), pay("cem", "ann", 1), pay("dan", "ann", 1),
		}, 100, "1/2 of the 0.01 EUR that reached ann from the 2 seeds, all that was paid into the group of 4 around it, rounded down by 1/200 EUR"},
		// The larger arc is cut down to what the seed paid, but is not what binds.
		{"an arc wider than all there is", []credit.Receipt{pay("s1", "bob", 60), pay("bob", "ann", 1000)},
			130, "1/2 of the 0.60 EUR that reached ann from the 2 seeds, all that was paid into the group of 2 around it"},
		{"just below the ceiling", []credit.Receipt{pay("s1", "ann", 1799)},
			999, "1/2 of the 17.99 EUR that reached ann from the 2 seeds, all that it was paid, rounded down by 1/200 EUR"},
		{"the ceiling just so", []credit.Receipt{pay("s1", "ann", 1800)}, 1000, "1/2 of the 18.00 EUR or more that reached ann from the 2 seeds"},
		{"beyond the ceiling", []credit.Receipt{pay("s1", "ann", 1801)}, 1000, "1/2 of the 18.00 EUR or more that reached ann from the 2 seeds"},
	} {
		because := "the base of 1.00 EUR and " + test.because
		if test.want == 1000 {
			because = "the ceiling: " + because
		}
		got, err := reach("ann", test.receipts, big.NewRat(1, 2), 100, 1000, "s1", "s2", "s1")
		is(t, test.name, got, err, test.want, because)
	}
}

// Nothing more can reach a member whose base is the ceiling, whatever the share.
func TestReachNoGrowth(t *testing.T) {
	got, err := reach("ann", []credit.Receipt{pay("s1", "ann", 5)}, big.NewRat(math.MaxInt64, 8), 100, 100, "s1")
	is(t, "no growth", got, err, 100, "the ceiling: the base of 1.00 EUR and 9223372036854775807/8 of the 0.00 EUR or more that reached ann from the one seed")
}

// Where no whole number of parts takes the limit to the ceiling exactly, one below it is not enough.
func TestReachJustEnough(t *testing.T) {
	for paid, want := range map[int64]int64{3: 9, 4: 10} {
		got, err := reach("ann", []credit.Receipt{pay("s1", "ann", paid)}, big.NewRat(3, 1), 0, 10, "s1")
		if err != nil || got.Amount != cents(want) {
			t.Errorf("%d paid: got %v, %v, want %d", paid, got, err, want)
		}
	}
}

// Two who pay each other back and forth pump the policies that count what was received, and not this one.
func TestCollusion(t *testing.T) {
	receipts := []credit.Receipt{pay("s1", "ann", 600), pay("cem", "bob", 250), pay("s1", "cem", 100)}
	for range 100 {
		receipts = append(receipts, pay("ann", "bob", 1000_00), pay("bob", "ann", 1000_00))
	}
	for _, colluder := range []string{"ann", "bob"} {
		limit := credit.Limit{Amount: cents(0)}
		for _, r := range receipts {
			if r.To == colluder {
				var err error
				if limit, err = credit.PaymentLimit(limit.Amount, r.Amount, cents(5000_00)); err != nil {
					t.Fatal(err)
				}
			}
		}
		turnover, err := credit.TurnoverLimit(colluder, receipts, day(1).Add(-1), day(1), credit.TurnoverTerms{Share: big.NewRat(1, 2), Floor: cents(0), Most: cents(5000_00)})
		if pumped := cents(5000_00); err != nil || limit.Amount != pumped || turnover.Amount != pumped {
			t.Errorf("%s: got %v and %v, %v, want both at the ceiling", colluder, limit, turnover, err)
		}
		// What reaches either is what came in to both: 6.00 from the seed, and of cem's 2.50 the 1.00 that it was paid.
		got, err := reach(colluder, receipts, big.NewRat(1, 1), 0, 5000_00, "s1")
		is(t, colluder, got, err, 700, "the base of 0.00 EUR and 1 times the 7.00 EUR that reached "+colluder+" from the one seed, all that was paid into the group of 3 around it")
	}
}

// Each of k colluders may count the same payment, as the comment says.
func TestCollusionShared(t *testing.T) {
	receipts, ring := []credit.Receipt{pay("s1", "k0", 600)}, []string{"k0", "k1", "k2", "k3"}
	for i, k := range ring {
		receipts = append(receipts, pay(k, ring[(i+1)%len(ring)], 1000_00))
	}
	for _, k := range ring {
		if got, err := reach(k, receipts, big.NewRat(1, 1), 0, 5000_00, "s1"); err != nil || got.Amount != cents(600) {
			t.Errorf("%s: got %v, %v", k, got, err)
		}
	}
}

// A town is a few parties, the first of them seeds, and who paid whom.
type town struct {
	seeds, others []string
	receipts      []credit.Receipt
}

func (w town) all() []string { return slices.Concat(w.seeds, w.others) }

// towns draws up to eight parties. Few amounts are large, so that many cuts are about as small.
func towns() *rapid.Generator[town] {
	return rapid.Custom(func(t *rapid.T) town {
		w := town{seeds: []string{"s1", "s2"}[:rapid.IntRange(1, 2).Draw(t, "seeds")]}
		for i := range rapid.IntRange(1, 6).Draw(t, "others") {
			w.others = append(w.others, fmt.Sprintf("p%d", i))
		}
		w.receipts = rapid.SliceOfN(receiptsOf(w.all(), w.all()), 0, 20).Draw(t, "receipts")
		return w
	})
}

// receiptsOf draws payments from one of these to another of those.
func receiptsOf(from, to []string) *rapid.Generator[credit.Receipt] {
	return rapid.Custom(func(t *rapid.T) credit.Receipt {
		parts := rapid.OneOf(rapid.Int64Range(1, 9), rapid.Int64Range(1, 9), rapid.Int64Range(1, math.MaxInt64))
		r := pay(rapid.SampledFrom(from).Draw(t, "from"), "", parts.Draw(t, "parts"))
		payees := slices.DeleteFunc(slices.Clone(to), func(name string) bool { return name == r.From })
		if len(payees) == 0 {
			payees = []string{"stranger"}
		}
		r.To = rapid.SampledFrom(payees).Draw(t, "to")
		return r
	})
}

// inflow returns what others paid into a set.
func inflow(receipts []credit.Receipt, set []string) *big.Int {
	sum := new(big.Int)
	for _, r := range receipts {
		if slices.Contains(set, r.To) && !slices.Contains(set, r.From) {
			sum.Add(sum, big.NewInt(r.Amount.Parts()))
		}
	}
	return sum
}

// smallestCut tries every set of members around one, and returns the least that was paid into any, and the
// size of the smallest such set. O(2^n).
func (w town) smallestCut(member string) (least *big.Int, size int) {
	for subset := range uint(1) << len(w.others) {
		var set []string
		for i, name := range w.others {
			if subset>>i&1 == 1 {
				set = append(set, name)
			}
		}
		if !slices.Contains(set, member) {
			continue
		}
		in := inflow(w.receipts, set)
		if c := -1; least != nil {
			if c = in.Cmp(least); c > 0 || c == 0 && bits.OnesCount(subset) >= size {
				continue
			}
		}
		least, size = in, len(set)
	}
	return least, size
}

// grown returns min(most, base + share x reached), rounded down, by the formula.
func grown(base, most int64, share *big.Rat, reached *big.Int) int64 {
	sum := new(big.Int).Mul(reached, share.Num())
	sum.Div(sum, share.Denom()).Add(sum, big.NewInt(base))
	if top := big.NewInt(most); sum.Cmp(top) > 0 {
		return most
	}
	return sum.Int64()
}

// modest draws bounds and a share for which no payment is too large.
func modest(t *rapid.T) (base, most int64, share *big.Rat) {
	base = rapid.Int64Range(0, 20).Draw(t, "base")
	most = base + rapid.OneOf(rapid.Int64Range(0, 60), rapid.Int64Range(0, 1<<38)).Draw(t, "growth")
	return base, most, big.NewRat(rapid.Int64Range(1, 9).Draw(t, "numerator"), rapid.Int64Range(1, 9).Draw(t, "denominator"))
}

// A flow is as large as the smallest cut, and the words name the smallest group within it.
func TestReachIsSmallestCut(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := towns().Draw(rt, "town")
		base, most, share := modest(rt)
		member := rapid.SampledFrom(w.others).Draw(rt, "member")
		got, err := reach(member, w.receipts, share, base, most, w.seeds...)
		least, size := w.smallestCut(member)
		if want := grown(base, most, share, least); err != nil || got.Amount != cents(want) {
			rt.Fatalf("got %v, %v, want %d", got, err, want)
		}
		if got.Amount.Parts() == most {
			return
		}
		because, sized := fmt.Sprintf("the %v that reached %s from ", cents(least.Int64()), member), fmt.Sprintf("all that was paid into the group of %d around it", size)
		if size == 1 {
			sized = "all that it was paid"
		}
		if !strings.Contains(got.Because, because) || !strings.Contains(got.Because, sized) {
			rt.Fatalf("got %q, want %q and %q", got.Because, because, sized)
		}
	})
}

func TestReachInAnyOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := towns().Draw(rt, "town")
		base, most, share := modest(rt)
		member := rapid.SampledFrom(w.others).Draw(rt, "member")
		got, err := reach(member, w.receipts, share, base, most, w.seeds...)
		other, err2 := reach(member, rapid.Permutation(w.receipts).Draw(rt, "order"), share, base, most, rapid.Permutation(w.seeds).Draw(rt, "seeds")...)
		if err != nil || err2 != nil || got != other {
			rt.Fatalf("got %v, %v and %v, %v", got, err, other, err2)
		}
	})
}

// More payments never lower a limit, and it stays between base and ceiling.
func TestReachGrows(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := towns().Draw(rt, "town")
		base, most, share := modest(rt)
		member := rapid.SampledFrom(w.others).Draw(rt, "member")
		last := base
		for n := range len(w.receipts) + 1 {
			got, err := reach(member, w.receipts[:n], share, base, most, w.seeds...)
			if parts := got.Amount.Parts(); err != nil || parts < last || parts > most {
				rt.Fatalf("got %v, %v after %d", got, err, last)
			}
			last = got.Amount.Parts()
		}
	})
}

// Whatever colluders pay, among themselves and to others, none of them gains by it more than a share of what
// the others paid into their set; and the others' payments are what they were.
func TestReachAgainstColluders(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := towns().Draw(rt, "town")
		base, most, share := modest(rt)
		set := rapid.Permutation(w.others).Draw(rt, "order")[:rapid.IntRange(1, len(w.others)).Draw(rt, "colluders")]
		bound := grown(base, most, share, inflow(w.receipts, set))
		receipts := append(slices.Clone(w.receipts), rapid.SliceOfN(receiptsOf(set, w.all()), 0, 30).Draw(rt, "pumping")...)
		for _, colluder := range set {
			if got, err := reach(colluder, receipts, share, base, most, w.seeds...); err != nil || got.Amount.Parts() > bound {
				rt.Fatalf("%s: got %v, %v, want at most %d", colluder, got, err, bound)
			}
		}
	})
}

// Amounts as large as there are, on as many payers and payees as there may be, keep nobody's limit from being
// found where (Most - Base) / Share is at most 2^41, as the comment says.
func TestReachHostileAmounts(t *testing.T) {
	if testing.Short() {
		t.Skip("a million receipts")
	}
	names := make([]string, 1025)
	for i := range names {
		names[i] = fmt.Sprintf("k%d", i)
	}
	receipts := []credit.Receipt{pay("s1", "k0", 1<<41-1)}
	for _, from := range names {
		for _, to := range names {
			if from != to && len(receipts) < credit.ReceiptsMax {
				receipts = append(receipts, pay(from, to, math.MaxInt64))
			}
		}
	}
	if len(receipts) != credit.ReceiptsMax {
		t.Fatal(len(receipts))
	}
	rand.New(rand.NewSource(1)).Shuffle(len(receipts), func(i, j int) { receipts[i], receipts[j] = receipts[j], receipts[i] })
	got, err := reach("k7", receipts, big.NewRat(1, 2), 0, 1<<40, "s1")
	is(t, "hostile", got, err, 1<<40-1, "the base of 0.00 EUR and 1/2 of the 21990232555.51 EUR that reached k7 from the one seed, all that was paid into the group of 1024 around it, rounded down by 1/200 EUR")
}

// Nor where the seeds paid little, however high the ceiling.
func TestReachHostileAmountsBelowAHighCeiling(t *testing.T) {
	receipts := []credit.Receipt{pay("s1", "ann", 600), pay("ann", "bob", math.MaxInt64), pay("bob", "ann", math.MaxInt64), pay("bob", "ann", math.MaxInt64)}
	got, err := reach("bob", receipts, big.NewRat(1, math.MaxInt64), 1, math.MaxInt64, "s1")
	is(t, "hostile", got, err, 1, "the base of 0.01 EUR and 1/9223372036854775807 of the 6.00 EUR that reached bob from the one seed, all that was paid into the group of 2 around it, rounded down by 6/9223372036854775807 EUR")
}

// Where no bound keeps capacities small, large ones are refused rather than cut.
func TestReachTooLarge(t *testing.T) {
	text := "journal: beyond a limit: payments that sum to more than 2^62 smallest parts, each counted as far as it can matter"
	for _, share := range []*big.Rat{big.NewRat(1, 1), big.NewRat(1, math.MaxInt64)} {
		got, err := reach("ann", []credit.Receipt{pay("s1", "ann", math.MaxInt64), pay("s1", "ann", math.MaxInt64)}, share, 0, math.MaxInt64, "s1")
		refusedFor(t, share.String(), nothing(t, got, err), journal.ErrLimit, text)
	}
	// The largest that is not: the arc and the one that closes the ring make 2^62.
	got, err := reach("ann", []credit.Receipt{pay("s1", "ann", 1<<61)}, big.NewRat(1, 1), 0, math.MaxInt64, "s1")
	is(t, "the largest", got, err, 1<<61, "the base of 0.00 EUR and 1 times the 23058430092136939.52 EUR that reached ann from the one seed, all that it was paid")
}

func TestReachCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	got, err := credit.ReachLimit(ctx, "ann", nil, credit.ReachTerms{Seeds: []string{"s1"}, Share: big.NewRat(1, 2), Base: cents(0), Most: cents(1)})
	if !errors.Is(nothing(t, got, err), context.Canceled) {
		t.Errorf("got %v, %v", got, err)
	}
}

// A limit of one member of a club of 1,000 with 10,000 payments.
func BenchmarkReachLimit(b *testing.B) {
	r := rand.New(rand.NewSource(1))
	receipts := make([]credit.Receipt, 10000)
	for i := range receipts {
		from, step := r.Intn(1000), 1+r.Intn(999)
		receipts[i] = pay(fmt.Sprintf("p%d", from), fmt.Sprintf("p%d", (from+step)%1000), 1+r.Int63n(10000))
	}
	for b.Loop() {
		if _, err := reach("p7", receipts, big.NewRat(1, 2), 0, 5000_00, "p1", "p2", "p3"); err != nil {
			b.Fatal(err)
		}
	}
}
