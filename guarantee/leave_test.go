package guarantee_test

import (
	"slices"
	"testing"

	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// byProvision are terms by which members are called for as much as their provision is, all alike, and by which nothing
// is borne before that.
func byProvision() guarantee.Terms {
	t := terms()
	t.Layers = []waterfall.Layer{
		{Name: "reserve", Kind: waterfall.Fund, Refill: true},
		{Name: "calls", Kind: waterfall.Calls, Key: waterfall.Equal, Times: unit.Whole, Base: waterfall.Contribution, Refill: true},
		{Name: "haircut", Kind: waterfall.Haircut, Refill: true},
	}
	return t
}

// hasLeft is a society in which cem has paid charges of 10.00 in 2026 and left, before 2027 was opened or not, and bob
// can lose 100.00 by ann.
func hasLeft(tb testing.TB, t guarantee.Terms, release, before bool) *guarantee.Society {
	tb.Helper()
	s := founded(tb, t)
	apply(tb, s, accept("q", "cem", "bob", "1000.00"))
	apply(tb, s, settled(s, "q"))
	steps := []guarantee.Action{
		guarantee.Leave{ID: "leave", At: day, By: []string{"cem"}, Member: "cem", Release: release},
		guarantee.OpenYear{ID: "2027", At: day, By: []string{"mia"}},
	}
	if !before {
		slices.Reverse(steps)
	}
	apply(tb, s, steps...)
	apply(tb, s, accept("p", "ann", "bob", "100.00"), declare("d", "ann"))
	sound(tb, s)
	return s
}

// borneBy is what somebody bears of the first loss by a kind of layer.
func borneBy(s *guarantee.Society, who string, kind waterfall.Kind) (parts int64) {
	l := s.Losses()[0]
	for _, d := range l.Case.Draws {
		if d.From == who && l.Case.Layers[d.Layer].Kind == kind {
			parts += d.Drawn.Parts()
		}
	}
	return parts
}

// A leaver can be called for losses of the years that were open when it left, and for none of a later one, whatever its
// provision is then. Times do not tell: all this happens in one instant.
func TestLeaverCalled(t *testing.T) {
	for _, test := range []struct {
		name            string
		release, before bool
		most            string
	}{
		{"left before 2027", false, true, "0"},
		{"left in 2027", false, false, "10.00"},
		{"left in 2027, released", true, false, "0"},
	} {
		s := hasLeft(t, byProvision(), test.release, test.before)
		if got := borneBy(s, "cem", waterfall.Calls); got != euros(test.most).Parts() {
			t.Errorf("%s: cem is called for %d parts, want %s", test.name, got, test.most)
		}
	}
}

// What a leaver has paid in bears the losses of the years that it was paid for, released or not, and none of a later
// year.
func TestLeaverProvision(t *testing.T) {
	for _, release := range []bool{false, true} {
		if got := borneBy(hasLeft(t, terms(), release, true), "cem", waterfall.Provisions); got != 0 {
			t.Errorf("released %v: cem's provision bears %d parts of a later year's loss", release, got)
		}
		if got := borneBy(hasLeft(t, terms(), release, false), "cem", waterfall.Provisions); got == 0 {
			t.Errorf("released %v: cem's provision bears nothing of a loss of the year that was open", release)
		}
	}
}

// A member is told of every open year for which it can be called, and for how much, whether it has paid in it or not;
// and by no figure for more than what a default then calls it for.
func TestCallsMost(t *testing.T) {
	s := founded(t, byProvision())
	apply(t, s, accept("q", "cem", "bob", "1000.00"))
	apply(t, s, settled(s, "q"))
	apply(t, s, guarantee.OpenYear{ID: "2027", At: day, By: []string{"mia"}})
	years := standing(t, s, "cem").Years
	if len(years) != 2 {
		t.Fatalf("cem is told of %+v", years)
	}
	want(t, "for 2026", years[0].CallsMost, "10.00")
	want(t, "for 2027", years[1].CallsMost, "10.00")
	st, _ := s.Statement("cem")
	want(t, "in all", st.AtMost, "30.00") // and its provision
	apply(t, s, accept("p", "ann", "bob", "100.00"), declare("d", "ann"))
	if got := borneBy(s, "cem", waterfall.Calls); got != years[1].CallsMost.Parts() {
		t.Errorf("cem is called for %d parts, and was told of %v", got, years[1].CallsMost)
	}
	want(t, "then", standing(t, s, "cem").Years[1].CallsMost, "0")
}

// Nobody is told of calls in which it has no part: with the usual terms, who has paid no charges in the year.
func TestCallsMostNothing(t *testing.T) {
	s := founded(t, terms())
	if years := standing(t, s, "cem").Years; len(years) != 0 {
		t.Errorf("%+v", years)
	}
}

// Who was in default and has paid all may leave, when all is paid out too, and is called then like others who leave: it
// is no way out of calls.
func TestLeaveAfterDefault(t *testing.T) {
	s := founded(t, byProvision())
	apply(t, s, accept("q", "cem", "bob", "1000.00"), declare("d", "cem"), deposit("more", "cem", "2000.00"))
	leave := guarantee.Leave{ID: "leave", At: day, By: []string{"cem"}, Member: "cem"}
	refuseAll(t, s, []refused{{name: "while creditors lack something", action: leave, reason: guarantee.ErrIndebted}})
	apply(t, s, recoverMoney("r", "d/1", "1000.00"))
	refuseAll(t, s, []refused{{name: "before it is paid out", action: leave, reason: guarantee.ErrIndebted}})
	apply(t, s, payOut("o", "d/1"), leave)
	if cem := standing(t, s, "cem"); cem.Defaulted || !cem.Liable {
		t.Errorf("got %+v", cem)
	}
	sound(t, s)
	apply(t, s, accept("p", "ann", "bob", "100.00"), declare("e", "ann"))
	want(t, "what cem is called for", standing(t, s, "cem").Years[0].Called, "10.00")
	refuseAll(t, s, []refused{{name: "a name that was a member's", action: guarantee.Admit{ID: "x", At: day, By: []string{"cem", "mia"}, Member: "cem"}, reason: guarantee.ErrKnown}})
}
