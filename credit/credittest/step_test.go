package credittest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/credit/credittest"
	"example.org/mutual/unit"
)

func day(n int) time.Time { return time.Date(2026, time.January, n, 0, 0, 0, 0, time.UTC) }

func eur(cents int64) unit.Amount { return unit.New(cents, credittest.Terms("EUR.2").Unit) }

// village is a model in which ann can pay cem by way of bob, who owes her 3 and has a charge of 1.
func village(t *testing.T) *credittest.Model {
	m := credittest.NewModel(credittest.Terms("EUR.2"))
	applyAll(t, m,
		credit.SetLine{ID: "l1", At: day(1), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: eur(10)},
		credit.SetLine{ID: "l2", At: day(1), By: []string{"cem"}, Creditor: "cem", Debtor: "bob", Hard: eur(10)},
		credit.SetLine{ID: "l3", At: day(1), By: []string{"ann"}, Creditor: "ann", Debtor: "bob", Clearing: credit.Due},
		credit.Mediate{ID: "m1", At: day(1), By: []string{"bob"}, Party: "bob"},
		credit.SetCharge{ID: "c1", At: day(1), By: []string{"bob"}, Party: "bob", Flat: eur(1), For: "the books"},
		credit.Issue{ID: "i1", At: day(1), By: []string{"ann", "bob"}, Promisor: "bob", Holder: "ann", Amount: eur(3), For: "bread"},
		credit.Issue{ID: "i2", At: day(1), By: []string{"cem", "dan"}, Promisor: "cem", Holder: "dan", Amount: eur(3), For: "wood"},
		credit.Redeem{ID: "r1", At: day(1), By: []string{"dan"}, Promise: "i2", Goods: "wood"},
	)
	return m
}

func applyAll(t *testing.T, m *credittest.Model, actions ...credit.Action) {
	for _, a := range actions {
		if _, err := m.Apply(a); err != nil {
			t.Fatal(err)
		}
	}
}

// cheese is a payment of 5 to cem.
func cheese() credit.Payment {
	return credit.Payment{From: "ann", To: "cem", Amount: eur(5), For: "cheese", Paths: []credit.Path{
		{Parties: []string{"ann", "bob", "cem"}, Amount: eur(5)}, {Parties: []string{"ann", "bob"}, Amount: eur(1)},
	}}
}

// find returns the promise of an ID, to be changed.
func find(s *credittest.State, id string) *credit.Promise {
	return &s.Promises[slices.IndexFunc(s.Promises, func(p credit.Promise) bool { return p.ID == id })]
}

// What an action may not do is noticed without a model.
func TestCheckStep(t *testing.T) {
	pay := credit.Pay{ID: "a", At: day(2), By: []string{"ann"}, Payment: cheese()}
	reserve := credit.Reserve{ID: "a", At: day(2), By: []string{"ann"}, Until: day(3), Payment: cheese()}
	archive := credit.Archive{ID: "a", At: day(2), Horizon: day(1)}
	for name, test := range map[string]struct {
		action credit.Action
		spoil  func(*credittest.State)
		want   string
	}{
		"more to the mediator":       {pay, func(s *credittest.State) { find(s, "a/2").Left = eur(4) }, "a payment moved"},
		"a promise that grew":        {pay, func(s *credittest.State) { find(s, "i1").Left, find(s, "i1").Face = eur(4), eur(4) }, "invariant 4"},
		"in other words":             {pay, func(s *credittest.State) { find(s, "a/1").For = "bread" }, "invariant 4"},
		"of another action":          {pay, func(s *credittest.State) { find(s, "a/1").ID = "b/1" }, "invariant 4"},
		"beyond a line":              {pay, func(s *credittest.State) { s.Lines[1].Hard = eur(1) }, "invariant 5"},
		"on a frozen line":           {pay, func(s *credittest.State) { s.Lines[1].Frozen = true }, "invariant 5"},
		"a line changed":             {pay, func(s *credittest.State) { s.Lines[0].Hard = eur(99) }, "Pay made of the line"},
		"a line closed":              {pay, func(s *credittest.State) { s.Lines = s.Lines[1:] }, "Pay closed a line"},
		"a consent gone":             {pay, func(s *credittest.State) { s.Consents = nil }, "consents or charges"},
		"a charge gone":              {pay, func(s *credittest.State) { s.Charges = nil }, "consents or charges"},
		"taken already":              {reserve, func(s *credittest.State) { find(s, "i1").Left = eur(0) }, "Reserve made of"},
		"more reserved than is left": {reserve, func(s *credittest.State) { find(s, "i1").Reserved = eur(4) }, "reserved are"},
		"less reserved":              {reserve, func(s *credittest.State) { find(s, "i1").Reserved = eur(1) }, "by all reservations"},
		"room not reserved":          {reserve, func(s *credittest.State) { s.Lines[1].Reserved = eur(0) }, "by all reservations"},
		"reserved beyond a line":     {reserve, func(s *credittest.State) { s.Lines[1].Hard = eur(1) }, "invariant 5"},
		"an open promise archived":   {archive, func(s *credittest.State) { s.Promises = nil }, "is gone"},
		"archived and owed less":     {archive, func(s *credittest.State) { find(s, "i1").Left = eur(2) }, "Archive made of"},
		"archived and thawed":        {archive, func(s *credittest.State) { s.Lines[0].Frozen = true }, "Archive made of the line"},
	} {
		m := village(t)
		before := credittest.StateOf(m)
		applyAll(t, m, test.action)
		after := credittest.StateOf(m)
		if err := credittest.CheckStep(before, after, test.action); err != nil {
			t.Errorf("%s: wrong before it was spoilt: %v", name, err)
		}
		test.spoil(&after)
		if err := credittest.CheckStep(before, after, test.action); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}

// A commit adds what was reserved though the line is lowered and frozen, and no more.
func TestCheckCommit(t *testing.T) {
	commit := credit.Commit{ID: "b", At: day(2), By: []string{"ann"}, Reservation: "a"}
	for name, spoil := range map[string]func(*credittest.State){
		"it promises more":     func(s *credittest.State) { find(s, "b/2").Left = eur(6); s.Lines[2].Owed = eur(6) },
		"it takes nothing":     func(s *credittest.State) { find(s, "i1").Left = eur(3) },
		"it is in other words": func(s *credittest.State) { find(s, "b/1").For = "bread" },
		"the payee is not paid": func(s *credittest.State) {
			s.Promises = slices.DeleteFunc(s.Promises, func(p credit.Promise) bool { return p.ID == "b/2" })
		},
	} {
		m := village(t)
		applyAll(t, m, credit.Reserve{ID: "a", At: day(2), By: []string{"ann"}, Until: day(3), Payment: cheese()},
			credit.SetLine{ID: "l4", At: day(2), By: []string{"cem"}, Creditor: "cem", Debtor: "bob", Hard: eur(1)},
			credit.FreezeLine{ID: "f1", At: day(2), By: []string{"bob"}, Creditor: "bob", Debtor: "ann"})
		before := credittest.StateOf(m)
		applyAll(t, m, commit)
		after := credittest.StateOf(m)
		if err := credittest.CheckStep(before, after, commit); err != nil {
			t.Errorf("%s: wrong before it was spoilt: %v", name, err)
		}
		if spoil(&after); credittest.CheckStep(before, after, commit) == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
}

// A set-off with a proof is the largest there is.
func TestCheckProof(t *testing.T) {
	m := village(t)
	applyAll(t, m,
		credit.Issue{ID: "i3", At: day(1), By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: eur(2), For: "eggs"},
		credit.SetLine{ID: "l4", At: day(1), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Clearing: credit.Due},
	)
	before := credittest.StateOf(m)
	net := func(parts int64) credit.Net {
		return credit.Net{ID: "a", At: day(2), Lines: []credit.NetLine{{Promise: "i1", SetOff: eur(parts)}, {Promise: "i3", SetOff: eur(parts)}}}
	}
	small := net(1)
	applyAll(t, m, small)
	small.Proof = clearing.Proof{Stage: clearing.NetReduction}
	if err := credittest.CheckStep(before, credittest.StateOf(m), small); err == nil || !strings.Contains(err.Error(), "the largest is") {
		t.Error(err)
	}
}
