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

// A history is a case with what should be known of it: the cash that came in and went out, by whom.
type history struct {
	c           waterfall.Case
	in, out     int64
	toCreditors int64 // with what was paid at once
}

// Whatever happens to a case, in any order: Check holds after each step, cash in is cash out, an error leaves all
// as it was, recoveries stop at the claim and what creditors lack, and once all is recovered every creditor
// has its claim and nobody bears anything in a layer with refill (invariants 5 to 7 and 9).
func TestHistory(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := worlds().Draw(t, "world")
		out, err := waterfall.Run(w.layers, w.held, w.losses)
		if err != nil {
			return
		}
		h := history{c: out.Cases[0]}
		h.toCreditors = h.paid()
		for range rapid.IntRange(0, 8).Draw(t, "steps") {
			h.step(t)
		}
		if worked := h.c.Worked; !worked.IsZero() {
			h.c.Worked = eur(0) // so that all can be recovered in money
		}
		h.recoverAll(t, w, out.Left)
	})
}

// step does one thing, which may be refused, and checks what came of it.
func (h *history) step(t *rapid.T) {
	before, most := h.c.Clone(), h.c.Lacks().Parts()+h.c.Claim().Parts()
	amount := eur(rapid.Int64Range(-1, 60).Draw(t, "amount"))
	var paid []waterfall.Payment
	var err error
	switch what := rapid.IntRange(0, 3).Draw(t, "what"); what {
	case 0:
		paid, err = h.c.Recover(amount)
		if (err == nil) != (amount.Sign() > 0 && amount.Parts() <= most) {
			t.Fatalf("recovered %v of %d: %v", amount, most, err)
		}
		h.book(err, amount.Parts(), paid)
	case 1:
		claim := h.c.Claim()
		if err = h.c.Work(amount); err == nil && (h.c.Claim().Parts() != claim.Parts()-amount.Parts() || len(before.Draws) != len(h.c.Draws)) {
			t.Fatalf("worked for %v: claim %v from %v", amount, h.c.Claim(), claim)
		}
	default:
		payments := h.payments(t, amount)
		reversed := slices.Clone(payments)
		slices.Reverse(reversed)
		again := h.c.Clone()
		if what == 2 {
			paid, err = h.c.PayCalls(payments)
			h.book(err, total(payments), paid)
			_, _ = again.PayCalls(reversed)
		} else {
			err = h.c.FailCalls(payments)
			_ = again.FailCalls(reversed)
		}
		if d := cmp.Diff(h.c, again); d != "" {
			t.Fatal("in another order:", d)
		}
	}
	if err != nil {
		if d := cmp.Diff(before, h.c); d != "" {
			t.Fatalf("%v, and yet: %s", err, d)
		}
	}
	h.check(t)
}

// payments are by some of those who were called, each of this much or what is left if that is less; now and then
// of one who was not, or twice.
func (h *history) payments(t *rapid.T, amount unit.Amount) []waterfall.Payment {
	var payments []waterfall.Payment
	for k, l := range h.c.Layers {
		for _, d := range h.c.Draws {
			if d.Layer == k && l.Kind == waterfall.Calls && rapid.Bool().Draw(t, "pays") {
				payments = append(payments, waterfall.Payment{Layer: k, Name: d.From, Amount: eur(min(amount.Parts(), h.c.Unpaid(k, d.From).Parts()))})
			}
		}
	}
	if rapid.IntRange(0, 9).Draw(t, "wrong") == 0 {
		payments = append(payments, waterfall.Payment{Layer: rapid.IntRange(-1, 7).Draw(t, "layer"), Name: "a", Amount: amount})
	}
	return payments
}

func total(payments []waterfall.Payment) int64 {
	sum := int64(0)
	for _, p := range payments {
		sum += p.Amount.Parts()
	}
	return sum
}

// book counts what came in and went out.
func (h *history) book(err error, in int64, out []waterfall.Payment) {
	if err != nil {
		return
	}
	h.in, h.out = h.in+in, h.out+total(out)
	for _, p := range out {
		if p.Layer == len(h.c.Layers)-1 {
			h.toCreditors += p.Amount.Parts()
		}
	}
}

func (h *history) check(t *rapid.T) {
	if err := h.c.Check(); err != nil {
		t.Fatal(err)
	}
	if h.in != h.out || h.toCreditors != h.paid() {
		t.Fatalf("%d came in and %d went out; creditors were given %d and have %d", h.in, h.out, h.toCreditors, h.paid())
	}
}

// paid is what the creditors have been paid.
func (h *history) paid() int64 {
	sum := int64(0)
	for _, o := range h.c.Claims {
		sum += o.Paid.Parts()
	}
	return sum
}

// recoverAll pays all that can be recovered, and checks that it puts everything back.
func (h *history) recoverAll(t *rapid.T, w world, left [][]waterfall.Holding) {
	most := h.c.Lacks().Parts() + h.c.Claim().Parts()
	if _, err := h.c.Recover(eur(most + 1)); !errors.Is(err, waterfall.ErrBeyond) {
		t.Fatal(err)
	}
	if most > 0 {
		paid, err := h.c.Recover(eur(most))
		h.book(err, most, paid)
		if err != nil {
			t.Fatal(err)
		}
	}
	h.check(t)
	if !h.c.Lacks().IsZero() || !h.c.Claim().IsZero() || !h.c.Pending().IsZero() {
		t.Fatalf("the creditors lack %v, the claim is %v", h.c.Lacks(), h.c.Claim())
	}
	for _, d := range h.c.Draws {
		if h.c.Layers[d.Layer].Refill && (!d.Borne.IsZero() || !d.Paid.IsZero()) {
			t.Fatal(d, "is still borne")
		}
	}
}

// What is recovered at once is what is recovered in many parts, once all of it is: the payments then fill
// every layer with refill up to what it held (invariant 6).
func TestRefill(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := worlds().Draw(t, "world")
		out, err := waterfall.Run(w.layers, w.held, w.losses)
		if err != nil {
			return
		}
		back := map[waterfall.Payment]int64{}
		for i := range out.Cases {
			c := &out.Cases[i]
			for most := c.Lacks().Parts() + c.Claim().Parts(); most > 0; {
				part := rapid.Int64Range(max(1, most/4), most).Draw(t, "part")
				paid, err := c.Recover(eur(part))
				if err != nil {
					t.Fatal(err)
				}
				for _, p := range paid {
					back[waterfall.Payment{Layer: p.Layer, Name: p.Name}] += p.Amount.Parts()
				}
				most -= part
			}
		}
		for k, l := range w.layers {
			if !l.Refill || l.Kind == waterfall.Calls || l.Kind == waterfall.Haircut || slices.ContainsFunc(w.layers, func(o waterfall.Layer) bool { return o.Of == l.Name }) {
				continue
			}
			for _, h := range w.held[k] {
				i := slices.IndexFunc(out.Left[k], func(g waterfall.Holding) bool { return g.From == h.From })
				if out.Left[k][i].Amount.Parts()+back[waterfall.Payment{Layer: k, Name: h.From}] != h.Amount.Parts() {
					t.Fatalf("%s of %s held %v, and holds %v", l.Name, h.From, h.Amount, out.Left[k][i].Amount)
				}
			}
		}
	})
}

// Who pays its call late is not spared by what others have paid: of a recovery of 50 in place of 100 called from
// ann, who has paid 50, and 100 from bea, who has paid all, each bears 25 less.
func TestRecoveryBeforeTheCallIsPaid(t *testing.T) {
	layers := []waterfall.Layer{
		{Name: "calls", Kind: waterfall.Calls, Key: waterfall.Equal, Times: unit.Whole, Base: waterfall.Charges, Refill: true},
		{Name: "haircut", Kind: waterfall.Haircut, Refill: true},
	}
	held := [][]waterfall.Holding{{{From: "ann", Amount: eur(100)}, {From: "bea", Amount: eur(100)}}, nil}
	called := func() *waterfall.Case {
		c := mustRun(t, layers, held, lost(200)).Cases[0]
		_, err := c.PayCalls([]waterfall.Payment{{Name: "ann", Amount: eur(50)}, {Name: "bea", Amount: eur(100)}})
		paid, err2 := c.Recover(eur(50))
		if err := errors.Join(err, err2, c.Check()); err != nil || len(paid) != 1 || paid[0] != (waterfall.Payment{Layer: 1, Name: "seller", Amount: eur(50)}) {
			t.Fatal(err, paid)
		}
		return &c
	}
	c := called()
	if got := c.Unpaid(0, "ann"); got != eur(25) || !c.Unpaid(0, "bea").IsZero() || !c.Pending().IsZero() {
		t.Error(got)
	}
	paid, err := c.PayCalls([]waterfall.Payment{{Name: "ann", Amount: eur(25)}})
	if err != nil || len(paid) != 1 || paid[0] != (waterfall.Payment{Layer: 0, Name: "bea", Amount: eur(25)}) {
		t.Error(paid, err)
	}
	c = called() // and if ann fails, it is bea who goes without
	if err := errors.Join(c.FailCalls([]waterfall.Payment{{Name: "ann", Amount: eur(25)}}), c.Check()); err != nil || c.Draws[1].Borne != eur(100) || c.Draws[0].Borne != eur(50) {
		t.Error(c.Draws, err)
	}
}

// An unpaid call is a loss of its own: cem's 30 are borne by his security of 10 and, of the rest, by another call on
// ann and bea within what they can still be called for; what nobody bears the first creditor goes without.
func TestUnpaidCall(t *testing.T) {
	layers := []waterfall.Layer{
		{Name: "security", Kind: waterfall.Security},
		{Name: "calls", Kind: waterfall.Calls, Key: waterfall.Equal, Times: unit.Whole, Base: waterfall.Charges, Refill: true},
		{Name: "haircut", Kind: waterfall.Haircut, Refill: true},
	}
	held := [][]waterfall.Holding{{{From: "cem", Amount: eur(10)}}, {{From: "ann", Amount: eur(38)}, {From: "bea", Amount: eur(35)}, {From: "cem", Amount: eur(50)}}, nil}
	out := mustRun(t, layers, held, lost(90))
	first := out.Cases[0]
	unpaid := waterfall.Loss{Defaulter: "cem", Claims: []waterfall.Claim{{Creditor: "first case", Amount: first.Unpaid(1, "cem")}}}
	second := mustRun(t, layers, out.Left, []waterfall.Loss{unpaid}).Cases[0]
	if !slices.Equal(drawn(second, 0), []int64{10}) || !slices.Equal(drawn(second, 1), []int64{8, 5}) || second.Claims[0].Cut != eur(7) {
		t.Fatal(second.Draws, second.Claims)
	}
	paid, err := first.PayCalls([]waterfall.Payment{{Layer: 1, Name: "cem", Amount: second.Claims[0].Paid}})
	failed := first.FailCalls([]waterfall.Payment{{Layer: 1, Name: "cem", Amount: second.Claims[0].Cut}})
	if err := errors.Join(err, failed, first.Check()); err != nil || total(paid) != 10 || first.Claims[0].Cut != eur(7) || first.Unpaid(1, "cem") != eur(13) {
		t.Error(err, paid, first.Claims)
	}
}

// Where two layers call, what is recovered in place of calls is taken off the later one first.
func TestLaterCallsAreRelievedFirst(t *testing.T) {
	call := waterfall.Layer{Name: "call", Kind: waterfall.Calls, Key: waterfall.Equal, Times: unit.Whole, Base: waterfall.Charges, Refill: true}
	overspill := call
	overspill.Name = "overspill"
	layers := []waterfall.Layer{call, overspill, {Name: "haircut", Kind: waterfall.Haircut, Refill: true}}
	ann := []waterfall.Holding{{From: "ann", Amount: eur(50)}}
	c := mustRun(t, layers, [][]waterfall.Holding{ann, ann, nil}, lost(100)).Cases[0]
	if _, err := c.Recover(eur(60)); err != nil || c.Unpaid(0, "ann") != eur(40) || c.Unpaid(1, "ann") != eur(0) {
		t.Error(err, c.Draws)
	}
}

// Who has paid two calls beyond what it bears, alike, gets back first what the earlier layer called for.
func TestEarlierCallsAreReturnedFirst(t *testing.T) {
	call := waterfall.Layer{Name: "call", Kind: waterfall.Calls, Key: waterfall.Equal, Times: unit.Whole, Base: waterfall.Charges, Refill: true}
	overspill := call
	overspill.Name = "overspill"
	c := waterfall.Case{
		Defaulter: "cem", Recovered: eur(2), Worked: eur(0),
		Layers: []waterfall.Layer{call, overspill, {Name: "haircut", Kind: waterfall.Haircut, Refill: true}},
		Steps:  []waterfall.Step{{Reached: eur(6), Borne: eur(4)}, {Reached: eur(2), Borne: eur(2)}, {Reached: eur(0), Borne: eur(0)}},
		Claims: []waterfall.Owed{{Creditor: "x", Amount: eur(6), Paid: eur(6), Cut: eur(0)}},
		Draws: []waterfall.Draw{
			{Layer: 0, From: "ann", Drawn: eur(2), Borne: eur(1), Paid: eur(2)},
			{Layer: 0, From: "bea", Drawn: eur(2), Borne: eur(2), Paid: eur(0)},
			{Layer: 1, From: "ann", Drawn: eur(2), Borne: eur(1), Paid: eur(2)},
		},
	}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	for layer := range 2 {
		paid, err := c.PayCalls([]waterfall.Payment{{Layer: 0, Name: "bea", Amount: eur(1)}})
		if want := (waterfall.Payment{Layer: layer, Name: "ann", Amount: eur(1)}); err != nil || len(paid) != 1 || paid[0] != want {
			t.Errorf("got %v, %v, want %v", paid, err, want)
		}
	}
}
