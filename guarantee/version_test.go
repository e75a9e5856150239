package guarantee_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// amendTo puts other layers into force, by the votes of ann and cem.
func amendTo(tb testing.TB, s *guarantee.Society, id string, layers []waterfall.Layer) {
	tb.Helper()
	t := s.Terms()
	t.Layers = layers
	apply(tb, s, guarantee.Amend{ID: id, At: day, By: []string{"mia"}, Terms: t}, approve("v"+id, id, "ann", "bob", "cem"))
	sound(tb, s)
}

// meagre are layers that bear so much from the reserve, and no more.
func meagre(most string) []waterfall.Layer {
	return []waterfall.Layer{{Name: "reserve", Kind: waterfall.Fund, Cap: euros(most), Refill: true}, {Name: "haircut", Kind: waterfall.Haircut, Refill: true}}
}

func endow(amount string) guarantee.Endow {
	return guarantee.Endow{ID: "endow", At: day, By: []string{"cus"}, From: "town", Fund: "reserve", Amount: euros(amount)}
}

// An amendment of layers and caps touches no promise that was open, whoever holds it then: what is lost of it goes by
// the layers that were in force when it was accepted.
func TestAmendOpenPromise(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, endow("500.00"), accept("p", "ann", "bob", "100.00"))
	amendTo(t, s, "m", meagre("0.01"))
	apply(t, s, trade(credit.Transfer{ID: "part", At: day, By: []string{"ann", "bob", "cem"}, Promise: "p", To: "cem", Amount: euros("40.00")}), declare("d", "ann"))
	if got := len(s.Losses()); got != 1 {
		t.Fatalf("got %d losses", got)
	}
	want(t, "the creditors lack", s.Losses()[0].Case.Lacks(), "0")
	want(t, "the reserve", s.Fund("reserve"), "401.00") // ann's own provision bears 1.00 first
	sound(t, s)
}

// What is lost of promises that were accepted under two orders of layers is a loss for each: the earlier goes first,
// and the later sees what that has left of funds, securities, pledges, provisions and calls.
func TestLossOfTwoVersions(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, endow("150.00"), accept("other", "cem", "bob", "10.00"), accept("old", "ann", "bob", "100.00"),
		guarantee.PostSecurity{ID: "sec", At: day, By: []string{"ann", "cus"}, Member: "ann", Amount: euros("30.00")})
	other := guarantee.Layers(unit.Whole)
	other[3].Cap = euros("90.00")
	amendTo(t, s, "m", other)
	apply(t, s, accept("new", "ann", "cem", "200.00"))
	c := s.Clone()
	apply(t, s, declare("d", "ann"))
	sound(t, s)
	losses := s.Losses()
	if len(losses) != 2 || losses[0].ID != "d/1" || losses[0].Case.Claims[0].Creditor != "old" || losses[1].Case.Claims[0].Creditor != "new" {
		t.Fatalf("got %+v", losses)
	}
	// Of 100.00: ann's security 30.00, her provision of 3.00, and the reserve the rest. Then 83.00 of it are left.
	if got := drawn(losses[0]); !slices.Equal(got, []string{"30.00", "3.00", "0.00", "67.00", "0.00", "0.00", "0.00"}) {
		t.Errorf("the first layers bear %v", got)
	}
	if got := drawn(losses[1]); !slices.Equal(got, []string{"0.00", "0.00", "0.00", "83.00", "3.20", "3.20", "110.60"}) {
		t.Errorf("the second layers bear %v", got)
	}
	want(t, "the reserve", s.Fund("reserve"), "0")
	// What Spread shows is what is declared.
	spread, err := c.Spread(t.Context(), declare("d", "ann"))
	if err != nil || len(spread.Cases) != 2 || !slices.Equal(spread.Cases[1].Draws, losses[1].Case.Draws) {
		t.Errorf("got %+v, %v", spread.Cases, err)
	}
	apply(t, s, payOut("o1", "d/1"), payOut("o2", "d/2"), deposit("late", "ann", "500.00"), recoverMoney("r", "d/2", "150.00"))
	want(t, "the reserve is refilled by", s.Fund("reserve"), "33.00")
	sound(t, s)
}

// Who fails by one order of layers bears nothing of what another loses by the other in the same action.
func TestVersionsBarred(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("old", "ann", "cem", "100.00"))
	apply(t, s, accept("before", "bob", "cem", "300.00"))
	apply(t, s, settled(s, "before"))
	layers := guarantee.Layers(unit.Whole)
	layers[5].Times = 2 * unit.Whole
	amendTo(t, s, "m", layers)
	apply(t, s, accept("new", "bob", "cem", "100.00"), declare("d", "ann", "bob"))
	sound(t, s)
	for _, l := range s.Losses() {
		for _, d := range l.Case.Draws {
			if d.From != "cem" && d.From != l.Case.Defaulter {
				t.Errorf("%s bears %v of the loss by %s", d.From, d.Drawn, l.Case.Defaulter)
			}
		}
	}
	// Cem is called up to one time its charges of 5.00 by the first, and up to two times by both.
	want(t, "cem is called for", standing(t, s, "cem").Years[0].Called, "10.00")
}

// A call that is not paid goes by the layers of the loss that called.
func TestUnpaidCallVersion(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p", "ann", "bob", "100.00"), accept("q", "cem", "bob", "200.00"))
	apply(t, s, settled(s, "q"), declare("d", "ann"), endow("50.00"))
	amendTo(t, s, "m", meagre("0.01"))
	apply(t, s, declare("e", "cem"))
	l := s.Losses()[1]
	want(t, "the unpaid call", l.Case.Claims[0].Amount, "2.00")
	want(t, "what the reserve bears of it", l.Case.Steps[3].Borne, "2.00")
	sound(t, s)
}

// Members are told of the most that any layers in use can call them for; layers by which nothing goes any more are
// forgotten when a year is closed, or others come.
func TestVersionsRetire(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p", "ann", "bob", "100.00"))
	amendTo(t, s, "m", meagre("5.00"))
	want(t, "while the promise is open", standing(t, s, "bob").Years[0].CallsMost, "1.00")
	if !bytes.Contains(snapshot(t, s), []byte(`"earlier":[{`)) {
		t.Error("earlier layers are not in the snapshot")
	}
	apply(t, s, settled(s, "p"), guarantee.OpenYear{ID: "2027", At: day, By: []string{"mia"}}, closeAt("end", "2026", day))
	if bytes.Contains(snapshot(t, s), []byte(`"earlier":[{`)) {
		t.Error("layers by which nothing goes are kept")
	}
	sound(t, s)
}

// Only so many orders of layers can be in use; one more is refused as long as promises go by all of them.
func TestRefuseVersions(t *testing.T) {
	s := founded(t, terms())
	for i := range guarantee.VersionsMax - 1 {
		apply(t, s, accept(fmt.Sprint("p", i), "ann", "bob", "1.00"))
		amendTo(t, s, fmt.Sprint("m", i), meagre(fmt.Sprintf("%d.00", i+1)))
	}
	apply(t, s, accept("p", "ann", "bob", "1.00"))
	other := s.Terms()
	other.Layers = meagre("1000.00")
	apply(t, s, guarantee.Amend{ID: "m", At: day, By: []string{"mia"}, Terms: other})
	refuseAll(t, s, []refused{{name: "one order too many", action: approve("x", "m", "ann", "bob"), reason: journal.ErrLimit}})
	apply(t, s, settled(s, "p0"), approve("v", "m", "ann", "bob"))
	sound(t, s)
}

// Earlier layers in a snapshot are looked at.
func TestRefuseRestoreVersions(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p", "ann", "bob", "100.00"))
	amendTo(t, s, "m", meagre("5.00"))
	text := string(snapshot(t, s))
	for old, changed := range map[string]string{
		`"earlier":[{"until":`:                                  `"earlier":[{"until":9`,
		`"name":"own provision","kind":"own","of":"provisions"`: `"name":"own provision","kind":"own","of":"reserve"`,
	} {
		if !strings.Contains(text, old) {
			t.Errorf("nothing to change: %s", old)
		}
		if _, err := guarantee.Restore(strings.NewReader(seal(strings.Replace(text, old, changed, 1)))); err == nil || !strings.Contains(err.Error(), "12:") {
			t.Errorf("%s: %v", changed, err)
		}
	}
}
