package clearing_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// fan is a debtor's debts to so many creditors, each of which owes a shop as much, which owes the debtor less than
// all of them.
func fan(owes int64, debts ...int64) (b clearing.Book) {
	for i, parts := range debts {
		creditor := fmt.Sprint("creditor ", i)
		b.Obligations = append(b.Obligations, owe(fmt.Sprint("debt ", i), "debtor", creditor, parts, unit.Joule), owe(fmt.Sprint("on ", i), creditor, "shop", parts, unit.Joule))
	}
	b.Obligations = append(b.Obligations, owe("shop's", "shop", "debtor", owes, unit.Joule))
	return b
}

// Shared by what is owed, where that comes out even, and to the nearest part where it does not.
func TestEven(t *testing.T) {
	for _, test := range []struct {
		owes  int64
		debts []int64
		want  []int64
	}{
		{12, []int64{10, 20, 30}, []int64{2, 4, 6}},
		{60, []int64{10, 20, 30}, []int64{10, 20, 30}},
		{1, []int64{1, 2, 3}, []int64{0, 0, 1}},
		{3, []int64{1, 1, 1}, []int64{1, 1, 1}},
		{1 << 58, []int64{1 << 59, 1 << 59}, []int64{1 << 57, 1 << 57}},
		{1 << 59, []int64{1 << 60, 4, 8}, []int64{1<<59 - 6, 2, 4}},
	} {
		b, o := fan(test.owes, test.debts...), stages(clearing.Even)
		off, _, _ := used(t, b, o)
		for i, want := range test.want {
			if off[2*i] != want {
				t.Errorf("%d of %v: %v", test.owes, test.debts, off)
			}
		}
	}
}

// tinyBook draws up to eight entries between four parties, of up to three parts.
func tinyBook(t *rapid.T) (b clearing.Book) {
	for i := range rapid.IntRange(0, 8).Draw(t, "entries") {
		from := rapid.IntRange(0, 3).Draw(t, "from")
		id, one, other := fmt.Sprint(i), fmt.Sprint(from), fmt.Sprint((from+rapid.IntRange(1, 3).Draw(t, "to"))%4)
		parts := rapid.Int64Range(1, 3).Draw(t, "parts")
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0:
			b.Acceptances = append(b.Acceptances, accept(id, one, other, parts))
		case 1:
			b.Tenders = append(b.Tenders, tender(id, one, other, parts))
		default:
			b.Obligations = append(b.Obligations, owe(id, one, other, parts, unit.Joule))
		}
	}
	return b
}

// Of tiny books, no use of all that the stages before leave is more even: the proof is exact, and enumeration agrees.
func TestEvenByEnumeration(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := tinyBook(t)
		o := stages(clearing.Volume, clearing.Even)
		if rapid.Bool().Draw(t, "net reduction") {
			o = stages(clearing.Even)
		}
		r := clear(t, b, o)
		for k, want := range clearingtest.MostEven(b, o) {
			if got := uneven(b, r); got.Cmp(want) != 0 {
				t.Fatalf("%d: %v, and %v is least", k, got, want)
			}
			if p := r.Proofs[len(r.Proofs)-1]; p.Distance != (unit.Amount{}) {
				t.Fatalf("a distance of %v", p.Distance)
			}
		}
	})
}

// uneven returns the sum over pairs of set-off²/owed.
func uneven(b clearing.Book, r *clearing.Result) *big.Rat {
	owed, off := make(map[clearing.Pair]int64), make(map[clearing.Pair]int64)
	for i, o := range b.Obligations {
		owed[clearing.Pair{Debtor: o.Debtor, Creditor: o.Creditor}] += o.Amount.Parts()
		off[clearing.Pair{Debtor: o.Debtor, Creditor: o.Creditor}] += r.SetOff[i].Parts()
	}
	sum := new(big.Rat)
	for p, w := range owed {
		term := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(off[p]), big.NewInt(off[p])), big.NewInt(w))
		sum.Add(sum, term)
	}
	return sum
}

// The last stages worsen none before them, and Freed frees everybody who is free without it.
func TestLastStagesKeepThoseBefore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, o := drawn(t)
		o.LengthMax, o.Stages = 0, slices.DeleteFunc(o.Stages, func(s clearing.Objective) bool { return s.Stage == clearing.Freed || s.Stage == clearing.Even })
		before := clear(t, b, o)
		o.Stages = append(slices.Clone(o.Stages), clearing.Objective{Stage: clearing.Freed}, clearing.Objective{Stage: clearing.Even})
		after := clear(t, b, o)
		for _, totals := range before.Totals {
			was, is := values(before, totals.Unit), values(after, totals.Unit)
			if !slices.Equal(was, is[:len(was)]) {
				t.Fatalf("%v and then %v", was, is)
			}
		}
		is := free(b, after)
		for _, name := range free(b, before) {
			if !slices.Contains(is, name) {
				t.Fatalf("%s was free, and only %v are", name, is)
			}
		}
	})
}

// A common fraction depends on no names: the sum is the same with the parties named the other way round.
func TestEvenWhateverTheNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := tinyBook(t)
		r := clear(t, b, stages(clearing.Even))
		other := clearing.Book{}
		turn := func(name string) string { return fmt.Sprint(9 - int(name[0]-'0')) }
		for _, w := range b.Obligations {
			w.Debtor, w.Creditor = turn(w.Debtor), turn(w.Creditor)
			other.Obligations = append(other.Obligations, w)
		}
		for _, c := range b.Acceptances {
			c.Acceptor, c.Debtor = turn(c.Acceptor), turn(c.Debtor)
			other.Acceptances = append(other.Acceptances, c)
		}
		for _, w := range b.Tenders {
			w.Source, w.Owner = turn(w.Source), turn(w.Owner)
			other.Tenders = append(other.Tenders, w)
		}
		if s := clear(t, other, stages(clearing.Even)); uneven(b, r).Cmp(uneven(other, s)) != 0 {
			t.Fatalf("%v and %v", r.SetOff, s.SetOff)
		}
	})
}

// The distance on a book of trade is a cent or so, of ten thousand obligations; Check and Verify agree.
func TestEvenLarge(t *testing.T) {
	b, o := clearingtest.LargeScaleFree(2000, 10_000, 3), stages(clearing.Freed, clearing.Even)
	r := clear(t, b, o)
	if err := errors.Join(clearing.Verify(b, o, r), clearingtest.Check(b, o, r)); err != nil {
		t.Error(err)
	}
	if p := r.Proofs[2]; p.Distance.Parts() > 2 || p.Value.Parts() < r.Totals[0].Cleared.Parts()/2 {
		t.Errorf("%v, %v away, of %v", p.Value, p.Distance, r.Totals[0])
	}
}

// One debt near the limit and many tiny ones.
func TestEvenHuge(t *testing.T) {
	debts := []int64{1 << 60}
	for i := range int64(300) {
		debts = append(debts, 1+i%7)
	}
	b, o := fan(1<<59+12345, debts...), stages(clearing.Even)
	r := clear(t, b, o)
	if err := errors.Join(clearing.Verify(b, o, r), clearingtest.Check(b, o, r)); err != nil {
		t.Error(err)
	}
	for i, off := range r.SetOff[:602] {
		if w := b.Obligations[i].Amount.Parts(); w < 1<<60 && 2*off.Parts()-w > 1 || 2*off.Parts()-w < -1 {
			t.Fatalf("%v of %v", off, b.Obligations[i].Amount)
		}
	}
	if p := r.Proofs[1]; p.Distance.Parts() > 1<<24 {
		t.Errorf("%v away", p.Distance)
	}
}

// A set-off that is less even, with the value and the distance to match, is refused: a distance is no excuse.
func TestVerifyUneven(t *testing.T) {
	b, o := fan(30, 30, 30, 30), stages(clearing.Even)
	r := clear(t, b, o)
	plain := clear(t, b, clearing.Options{})
	r.SetOff = plain.SetOff
	for distance := range int64(200) {
		p := &r.Proofs[1]
		p.Value, p.Distance = unit.New(90, unit.Joule), unit.New(distance, unit.Joule)
		refusal(t, clearing.Verify(b, o, r), clearing.ErrNotProof)
	}
}

// Cancelled while it shares evenly, it is the context's error.
func TestEvenCancelled(t *testing.T) {
	for _, stage := range []clearing.Stage{clearing.Freed, clearing.Even} {
		ctx, cancel := context.WithCancel(t.Context())
		o := stages(stage)
		o.Progress = func(done float64) {
			if done > 0.5 {
				cancel()
			}
		}
		if r, err := clearing.Clear(ctx, clearingtest.LargeScaleFree(200, 1000, 1), o); !errors.Is(err, context.Canceled) || r != nil {
			t.Errorf("%s: %v", stage, err)
		}
	}
}

// A shop owes a baker, the baker its three suppliers and each of these the shop. What the shop owes goes round once. By
// default one supplier is set off; Even gives each its third.
func ExampleStage_even() {
	hour, _ := unit.Custom("hour", 0)
	owe := func(id, debtor, creditor string, hours int64) clearing.Obligation {
		return clearing.Obligation{ID: id, Debtor: debtor, Creditor: creditor, Amount: unit.New(hours, hour)}
	}
	book := clearing.Book{Obligations: []clearing.Obligation{
		owe("flour", "Baker", "Ann", 30), owe("salt", "Baker", "Bob", 30), owe("yeast", "Baker", "Carol", 30),
		owe("1", "Ann", "Shop", 30), owe("2", "Bob", "Shop", 30), owe("3", "Carol", "Shop", 30),
		owe("bread", "Shop", "Baker", 30),
	}}
	for _, options := range []clearing.Options{{}, {Stages: []clearing.Objective{{Stage: clearing.Even}}}} {
		result, _ := clearing.Clear(context.Background(), book, options)
		last := result.Proofs[len(result.Proofs)-1]
		fmt.Println("Ann, Bob, Carol:", result.SetOff[:3], "of", result.Totals[0].Cleared)
		fmt.Println("proved:", last.Stage, last.Value, "within", last.Distance.Parts(), clearing.Verify(book, options, result))
	}
	// Output:
	// Ann, Bob, Carol: [0 hour 0 hour 30 hour] of 90 hour
	// proved: net reduction 90 hour within 0 <nil>
	// Ann, Bob, Carol: [10 hour 10 hour 10 hour] of 90 hour
	// proved: even 50 hour within 0 <nil>
}
