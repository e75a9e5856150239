package clearing_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
)

// What the kit holds a federation to.
func TestFederate(t *testing.T) {
	t.Parallel()
	clearingtest.RunFederation(t, clearing.Federate)
}

// Two clubs and their boundary: the largest set-off of the one stands in the way of a ring through both.
func clubs(t testing.TB) ([]clearing.Club, clearing.Book) {
	u := mustUnit(t, "EUR.2")
	north := book(owe("n1", "ann", "bob", 100, u), owe("n2", "bob", "ann", 100, u))
	south := book(owe("s1", "cem", "dan", 100, u))
	return []clearing.Club{{Name: "north", Book: north}, {Name: "south", Book: south}},
		book(owe("b1", "bob", "cem", 100, u), owe("b2", "dan", "ann", 100, u))
}

// What federation cost: the club of two clears their mutual debts, and so breaks a ring of four.
func TestFederationCost(t *testing.T) {
	c, boundary := clubs(t)
	want := "[2.00 EUR within clubs, 0.00 EUR at the boundary, 0.00 EUR together; 4.00 EUR at once, so federation cost 2.00 EUR]"
	for _, together := range []bool{false, true} { // which is no help: what the ring needs is gone
		f, err := clearing.Federate(t.Context(), c, boundary, clearing.FederationOptions{Together: together})
		if err != nil || fmt.Sprint(f.Figures) != want {
			t.Errorf("got  %v, %v\nwant %s", f.Figures, err, want)
		}
	}
	c[0].Book.Obligations = c[0].Book.Obligations[:1] // with nothing to clear at home, the third step finds the ring
	f, err := clearing.Federate(t.Context(), c, boundary, clearing.FederationOptions{Together: true})
	if err != nil || f.Figures[0].Together.Parts() != 400 || !f.Figures[0].Cost.IsZero() {
		t.Error(f.Figures, err)
	}
}

// Steps tell no progress, as each would begin anew, and an error of Verify begins with the step that it is of.
func TestFederationSteps(t *testing.T) {
	c, boundary := clubs(t)
	o := clearing.FederationOptions{Together: true}
	o.Progress = func(float64) { t.Error("progress was told") }
	f, err := clearing.Federate(t.Context(), c, boundary, o)
	if err != nil {
		t.Fatal(err)
	}
	f.Clubs[1].Result.BookDigest = ""
	if err := f.Verify(o); !errors.Is(err, clearing.ErrDigest) || !strings.HasPrefix(err.Error(), `"south": `) {
		t.Error(err)
	}
}

func TestFederateRefuses(t *testing.T) {
	u := mustUnit(t, "EUR.2")
	good, boundary := clubs(t)
	with := func(change func([]clearing.Club)) []clearing.Club {
		c, _ := clubs(t)
		change(c)
		return c
	}
	for what, c := range map[string]struct {
		clubs    []clearing.Club
		boundary clearing.Book
		reason   error
	}{
		"no name":             {with(func(c []clearing.Club) { c[0].Name = "" }), boundary, clearing.ErrFederation},
		"one name twice":      {with(func(c []clearing.Club) { c[1].Name = "north" }), boundary, clearing.ErrFederation},
		"the boundary's name": {with(func(c []clearing.Club) { c[1].Name = clearing.BoundaryStep }), boundary, clearing.ErrFederation},
		"a member of two":     {with(func(c []clearing.Club) { c[1].Book.Obligations[0].Debtor = "ann" }), boundary, clearing.ErrFederation},
		"a promise's name": {with(func(c []clearing.Club) {
			c[0].Book.Acceptances = []clearing.Acceptance{{ID: "x", Acceptor: "ann", Debtor: "bob", Amount: unit.New(1, u)}}
			c[1].Book.Obligations[0].ID = "x/1"
		}), boundary, clearing.ErrFederation},
		"at home, not between": {good, book(owe("b1", "ann", "bob", 1, u)), clearing.ErrFederation},
		"an ID twice":          {good, book(owe("n1", "bob", "cem", 1, u)), clearing.ErrDuplicate},
		"a wrong club":         {with(func(c []clearing.Club) { c[0].Book.Obligations[0].Creditor = "ann" }), boundary, clearing.ErrSelf},
		"a wrong boundary":     {good, book(owe("b1", "bob", "cem", 0, u)), clearing.ErrAmount},
	} {
		_, err := clearing.Federate(t.Context(), c.clubs, c.boundary, clearing.FederationOptions{})
		if !errors.Is(err, c.reason) {
			t.Errorf("%s: %v", what, err)
			continue
		}
		refusal(t, err, c.reason)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := clearing.Federate(ctx, good, boundary, clearing.FederationOptions{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Verify refuses a federation that is not what Federate returns: every step spoiled in every way that the kit
// knows, and the figures.
func TestFederationTampered(t *testing.T) {
	c, boundary := clubs(t)
	o := clearing.FederationOptions{Together: true}
	f, err := clearing.Federate(t.Context(), c, boundary, o)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	fresh := func() *clearing.Federation {
		f := new(clearing.Federation)
		if err := json.Unmarshal(text, f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	if err := fresh().Verify(o); err != nil {
		t.Fatal(err)
	}
	for _, step := range []func(*clearing.Federation) *clearing.Step{
		func(f *clearing.Federation) *clearing.Step { return &f.Clubs[0] },
		func(f *clearing.Federation) *clearing.Step { return &f.Boundary },
		func(f *clearing.Federation) *clearing.Step { return f.Together },
		func(f *clearing.Federation) *clearing.Step { return &f.Joint },
	} {
		s := step(fresh())
		for spoiled := range clearingtest.Tamperings(s.Book, clearing.Options{}, s.Result) {
			g := fresh()
			*step(g) = clearing.Step{Name: s.Name, Book: spoiled.Book, Result: spoiled.Result}
			if g.Verify(o) == nil {
				t.Errorf("%s: %s is accepted", s.Name, spoiled.Name)
			}
		}
	}
	for what, spoil := range map[string]func(*clearing.Federation){
		"a figure":            func(f *clearing.Federation) { f.Figures[0].Cost = unit.New(1, f.Figures[0].Unit) },
		"no figures":          func(f *clearing.Federation) { f.Figures = nil },
		"no third step":       func(f *clearing.Federation) { f.Together = nil },
		"no result":           func(f *clearing.Federation) { f.Boundary.Result = nil },
		"a club less":         func(f *clearing.Federation) { f.Clubs = f.Clubs[:1] },
		"the boundary's name": func(f *clearing.Federation) { f.Boundary.Name = clearing.JointStep },
		"the third's name":    func(f *clearing.Federation) { f.Together.Name = "" },
		"the joint's name":    func(f *clearing.Federation) { f.Joint.Name = "north" },
		"a member of another": func(f *clearing.Federation) { f.Clubs[0].Name = f.Clubs[1].Name },
	} {
		g := fresh()
		spoil(g)
		if err := g.Verify(o); err == nil {
			t.Errorf("%s: accepted", what)
		} else if strings.Contains(err.Error(), "\n") {
			t.Error(err)
		}
	}
	if f.Verify(clearing.FederationOptions{}) == nil {
		t.Error("a third step that nobody asked for is accepted")
	}
}

// A creditor's window in its club's book and another at the boundary: each counts in its own step, and the longer,
// whichever it is, in what all is compared with. Otherwise federation would clear more than everything at once.
func TestFederationWindows(t *testing.T) {
	day := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	u := mustUnit(t, "EUR.2")
	later := func(o clearing.Obligation) clearing.Obligation {
		o.Due = day.AddDate(0, 0, 9)
		return o
	}
	for _, days := range [][2]int{{5, 15}, {15, 5}} {
		home := book(later(owe("1", "ann", "bob", 5, u)), later(owe("2", "bob", "ann", 5, u)))
		home.Windows = []clearing.Window{{Creditor: "ann", Until: day.AddDate(0, 0, days[0])}, {Creditor: "bob", Until: day.AddDate(0, 0, days[0])}}
		boundary := book(later(owe("3", "ann", "cem", 7, u)), later(owe("4", "cem", "ann", 7, u)))
		boundary.Windows = []clearing.Window{{Creditor: "ann", Until: day.AddDate(0, 0, days[1])}, {Creditor: "cem", Until: day.AddDate(0, 0, days[1])}}
		o := clearing.FederationOptions{Options: clearing.Options{ValueDate: day}}
		f, err := clearing.Federate(t.Context(), []clearing.Club{{Name: "north", Book: home}}, boundary, o)
		if err != nil {
			t.Fatal(err)
		}
		within, between := int64(0), int64(14)
		if days[0] > days[1] {
			within, between = 10, 0
		}
		if c := f.Figures[0]; c.Within.Parts() != within || c.Boundary.Parts() != between || c.Cost.Sign() != 0 {
			t.Errorf("%v: %v", days, c)
		}
	}
}
