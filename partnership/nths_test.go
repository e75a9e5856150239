package partnership_test

import (
	"testing"

	"example.org/mutual/partnership"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// Holders come by name, in whatever order they were admitted, and whatever was undone in between.
func TestOrder(t *testing.T) {
	p := founded(t, terms())
	admit := func(who string) partnership.Admit {
		return partnership.Admit{ID: "in-" + who, At: day, By: []string{who, "mia"}, Member: who}
	}
	give := func(id, who string) partnership.Transfer {
		return partnership.Transfer{ID: id, At: day, By: []string{"ivy", who, "mia"}, From: "ivy", To: who, Nths: 1}
	}
	receive := partnership.Receive{ID: "r", At: day, By: cus, From: "grid", Amount: pounds("1.00"), For: "energy"}
	distribute := partnership.Distribute{ID: "d", At: day, By: mia}
	if _, err := p.Batch(admit("zoe"), give("t0", "zoe"), receive, distribute, partnership.Leave{ID: "l", At: day, By: mia, Member: "mia"}); err == nil {
		t.Fatal("the manager has left")
	}
	apply(t, p, admit("bea"), give("t1", "bea"), receive, distribute, admit("ann"), give("t2", "ann"), admit("zoe"), give("t3", "zoe"), admit("kim"), give("t4", "kim"))
	if got := shares(p); got != "ann 1, bea 1, ivy 76, kim 1, olu 20, zoe 1 of 100" {
		t.Error(got)
	}
	if p.Due("ivy") != pounds("0.79") || p.Due("bea") != pounds("0.01") {
		t.Error(p.Due("ivy"), p.Due("bea"))
	}
}

// A payment beyond all that there is says what would have bought it, and nothing wraps.
func TestBuyBeyond(t *testing.T) {
	fine := terms()
	fine.Holders = []partnership.Holder{{Party: "olu", Nths: 1}, {Party: "ivy", Nths: partnership.NthsMax - 1}}
	p := founded(t, fine)
	agree(t, p, "val", partnership.Appraise{Valuation: valuation("0.01"), Basis: "a guess"}, "olu", "ivy", "mia")
	all := partnership.Buy{ID: "b", At: day, By: []string{"olu", "cus"}, Buyer: "olu", Payment: unit.New(partnership.TotalMax, gbp), Agreed: "val"}
	refuseAll(t, p, []refused{
		{"more than there is", all, partnership.ErrNths, "", "0.01"},
		{"more new nths than there can be", partnership.Contribute{ID: "c", At: day, By: []string{"olu", "mia", "cus"}, Member: "olu", Amount: pounds("1"), Agreed: "val"}, journal.ErrLimit, "", "0.00"},
	})
}

// Whatever is paid for nths: floor(payment x N / worth) of them for ceil(k x worth / N), and the rest is carried; of
// all sellers each sells its quota of nths and has its quota of the money, to the nth and the part.
func TestBuyQuotas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		with := terms()
		sellers := []string{"ann", "bob", "cem"}
		with.Founders = append(with.Founders, sellers...)
		with.Holders = nil
		n := int64(0)
		for _, who := range sellers {
			nths := rapid.Int64Range(1, 1000).Draw(t, who)
			with.Holders = append(with.Holders, partnership.Holder{Party: who, Nths: nths})
			n += nths
		}
		p := must(partnership.New(with))
		worth, payment := rapid.Int64Range(1, 100_000).Draw(t, "worth"), rapid.Int64Range(1, 50_000).Draw(t, "payment")
		price := partnership.Valuation{Worth: unit.New(worth, gbp), AsOf: day, Until: day}
		if _, err := p.Batch(
			partnership.Adopt{ID: "a", At: day, By: with.Founders},
			partnership.Propose{ID: "val", At: day, By: append([]string{"mia", "ivy", "olu"}, sellers...), Do: partnership.Appraise{Valuation: price, Basis: "a guess"}},
			partnership.Enact{ID: "e", At: day, By: mia, Proposal: "val"},
		); err != nil {
			t.Fatal(err)
		}
		k := payment * n / worth
		e, err := p.Apply(partnership.Buy{ID: "b", At: day, By: []string{"olu", "cus"}, Buyer: "olu", Payment: unit.New(payment, gbp), Agreed: "val"})
		if (err == nil) != (k > 0 && k <= n) {
			t.Fatalf("%d nths of %d: %v", k, n, err)
		}
		if err != nil {
			return
		}
		cost := (k*worth + n - 1) / n
		if p.Nths("olu") != k || p.Carried("olu").Parts() != payment-cost {
			t.Fatalf("%d nths, carried %v, want %d and %d", p.Nths("olu"), p.Carried("olu"), k, payment-cost)
		}
		all := int64(0)
		for _, h := range with.Holders {
			sold, got := h.Nths-p.Nths(h.Party), paid(e, h.Party)
			if low := k * h.Nths / n; sold < low || sold > low+1 {
				t.Fatalf("%s sold %d of %d, its quota is %d and a rest", h.Party, sold, h.Nths, low)
			}
			if low := cost * sold / k; got < low || got > low+1 {
				t.Fatalf("%s was paid %d for %d, its quota is %d and a rest", h.Party, got, sold, low)
			}
			all += got
		}
		if all != cost {
			t.Fatalf("sellers were paid %d, and the buyer %d", all, cost)
		}
	})
}
