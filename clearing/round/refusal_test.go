package round_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/round"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

func TestNewRefuses(t *testing.T) {
	for what, change := range map[string]func(*round.Terms){
		"no operator":     func(t *round.Terms) { t.Operator = "" },
		"a bad operator":  func(t *round.Terms) { t.Operator = "a\n" },
		"unknown rules":   func(t *round.Terms) { t.Rules = 2 },
		"a bad book":      func(t *round.Terms) { t.Book.Obligations[0].ID = "2" },
		"bad options":     func(t *round.Terms) { t.Options.Stages = []clearing.Objective{{Stage: "luck"}} },
		"a bad date":      func(t *round.Terms) { t.Options.ValueDate = time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC) },
		"a cap on rings":  func(t *round.Terms) { t.Options.LengthMax = 3 },
		"a bad exclusion": func(t *round.Terms) { t.Options.Exclude.Parties = []string{"\xff"} },
	} {
		bad := terms(t)
		change(&bad)
		r, err := round.New(bad)
		if err == nil || r != nil {
			t.Errorf("%s: accepted", what)
			continue
		}
		refusal(t, err, round.ErrTerms)
	}
	var zero round.Round
	_, err := zero.Apply(round.Abandon{ID: "a", At: at(1), Reason: "x"})
	refusal(t, err, round.ErrTerms)
	refusal(t, zero.Snapshot(new(bytes.Buffer)), round.ErrTerms)
	if err := zero.Check(); err != nil || zero.Phase() != round.Open || zero.Waiting() != nil || zero.Changes() != nil {
		t.Error("the zero Round is not empty:", err)
	}
}

// What the caller keeps of its terms is no part of the round.
func TestOwnCopies(t *testing.T) {
	given := terms(t)
	given.Options.Exclude.Parties = []string{"zoe"}
	given.Options.Stages = []clearing.Objective{{Stage: clearing.Freed}}
	given.Options.Progress = func(float64) {}
	r := mustNew(t, given)
	before := snapshot(t, r)
	given.Book.Obligations[0].Debtor, given.Options.Exclude.Parties[0], given.Options.Stages[0].Stage = "eve", "ann", clearing.Even
	shown := r.Terms()
	shown.Book.Obligations[0].Debtor, shown.Options.Stages[0].Stage = "eve", clearing.Even
	if !bytes.Equal(before, snapshot(t, r)) {
		t.Error("the round shares its terms")
	}
	p := propose(t, r, "p", 1)
	apply(t, r, p)
	after := snapshot(t, r)
	p.Result.SetOff[0], p.Result.Proofs[0].Potentials[0], p.Result.Proofs[1].Freed[0] = unit.New(7, euro(t)), 7, "zoe"
	result := r.Result()
	result.SetOff[0], result.Proofs[1].Freed[0] = unit.New(8, euro(t)), "zoe"
	if !bytes.Equal(after, snapshot(t, r)) || bytes.Equal(before, after) || r.Check() != nil {
		t.Error("the round shares what it was given or handed out")
	}
	if r.Terms().Options.Progress != nil {
		t.Error("Progress was kept")
	}
}

// What is done on a clone is not done on the round, nor the other way round.
func TestCloneIsApart(t *testing.T) {
	r := mustNew(t, terms(t))
	apply(t, r, propose(t, r, "p1", 1))
	apply(t, r, confirm(r, "c1", "ann", 2))
	for _, a := range []round.Action{
		confirm(r, "c2", "bob", 3), round.DropOut{ID: "d1", At: at(3), By: []string{"ann"}, Party: "ann", Reason: "away"},
	} {
		one, other := r.Clone(), r.Clone()
		before := snapshot(t, r)
		apply(t, one, a)
		if !bytes.Equal(snapshot(t, r), before) || r.Check() != nil || other.Check() != nil {
			t.Errorf("%+v on a clone: %v, %v", a, r.Check(), other.Check())
		}
		if apply(t, other, a); !bytes.Equal(snapshot(t, one), snapshot(t, other)) {
			t.Errorf("%+v on two clones", a)
		}
	}
}

// Each rule of each action, with the state as it was.
func TestRefusals(t *testing.T) {
	r := mustNew(t, terms(t))
	stale := propose(t, r, "p9", 9)
	apply(t, r, propose(t, r, "p1", 1))
	apply(t, r, round.DropOut{ID: "d1", At: at(2), By: []string{"eve"}, Party: "eve", Reason: "on holiday"})
	apply(t, r, propose(t, r, "p2", 3))
	apply(t, r, confirm(r, "c1", "ann", 4))
	chamber := []string{"chamber"}
	spoiled := propose(t, r, "p9", 9)
	spoiled.Result.SetOff[0] = unit.New(299, euro(t))
	other := confirm(r, "c9", "bob", 9)
	other.Notice, _ = r.Digest("cem")
	unknown := confirm(r, "c9", "bob", 9)
	unknown.Party, unknown.By, unknown.Notice = "zoe", []string{"zoe"}, ""
	for what, c := range map[string]struct {
		action  round.Action
		reason  error
		missing string
	}{
		"a clearing of the book before": {stale, round.ErrResult, ""},
		"a clearing spoiled":            {spoiled, round.ErrResult, ""},
		"no clearing":                   {round.Propose{ID: "x", At: at(9), By: chamber}, round.ErrResult, ""},
		"proposed by a party":           {round.Propose{ID: "x", At: at(9), By: []string{"ann"}, Result: cleared(t, r)}, journal.ErrConsent, "chamber"},
		"another's notice":              {other, round.ErrNotice, ""},
		"a party without a notice":      {unknown, round.ErrNotice, ""},
		"another proposal":              {round.Confirm{ID: "x", At: at(9), By: []string{"bob"}, Party: "bob", Proposal: 1}, round.ErrProposal, ""},
		"confirmed for somebody":        {func() round.Action { c := confirm(r, "x", "bob", 9); c.By = []string{"ann"}; return c }(), journal.ErrConsent, "bob"},
		"dropped twice":                 {round.DropOut{ID: "x", At: at(9), By: chamber, Party: "eve", Reason: "x"}, round.ErrDropped, ""},
		"dropped by another":            {round.DropOut{ID: "x", At: at(9), By: []string{"ann"}, Party: "bob", Reason: "x"}, journal.ErrConsent, "bob"},
		"nobody dropped":                {round.DropOut{ID: "x", At: at(9), By: chamber, Party: "zoe", Reason: "x"}, journal.ErrParty, ""},
		"dropped without a word":        {round.DropOut{ID: "x", At: at(9), By: chamber, Party: "bob"}, round.ErrWords, ""},
		"finished with some missing":    {round.Finish{ID: "x", At: at(9), By: chamber, Proposal: 2}, journal.ErrConsent, "bob cem"},
		"finished by a party":           {round.Finish{ID: "x", At: at(9), By: []string{"ann"}, Proposal: 2}, journal.ErrConsent, "chamber"},
		"finished with the one before":  {round.Finish{ID: "x", At: at(9), By: chamber, Proposal: 1}, round.ErrProposal, ""},
		"abandoned by a party":          {round.Abandon{ID: "x", At: at(9), By: []string{"ann"}, Reason: "x"}, journal.ErrConsent, "chamber"},
		"abandoned without a word":      {round.Abandon{ID: "x", At: at(9), By: chamber}, round.ErrWords, ""},
		"too early":                     {round.Abandon{ID: "x", At: at(0), By: chamber, Reason: "x"}, journal.ErrTime, ""},
		"a conflict":                    {round.Abandon{ID: "c1", At: at(9), By: chamber, Reason: "x"}, journal.ErrConflict, ""},
		"an ID that is none":            {round.Abandon{ID: "a/1", At: at(9), By: chamber, Reason: "x"}, journal.ErrID, ""},
		"By that is none":               {round.Abandon{ID: "x", At: at(9), By: []string{""}, Reason: "x"}, journal.ErrParty, ""},
		"a pointer":                     {&round.Abandon{ID: "x", At: at(9), By: chamber, Reason: "x"}, round.ErrAction, ""},
		"nothing":                       {nil, round.ErrAction, ""},
		"a year that has no JSON form":  {round.Abandon{ID: "x", At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), By: chamber}, round.ErrAction, ""},
		"an embedded action":            {struct{ round.Abandon }{}, round.ErrAction, ""},
		"long words":                    {round.Abandon{ID: "x", At: at(9), By: chamber, Reason: strings.Repeat("x", 2000)}, round.ErrWords, ""},
	} {
		before := snapshot(t, r)
		_, err := r.Apply(c.action)
		if err == nil {
			t.Errorf("%s: accepted", what)
			continue
		}
		if e := refusal(t, err, c.reason); strings.Join(e.Missing, " ") != c.missing {
			t.Errorf("%s: missing %q", what, e.Missing)
		}
		_, tried := r.Try(c.action)
		var b *journal.BatchError
		_, batch := r.Batch(confirm(r, "c8", "dan", 9), c.action)
		if tried == nil || tried.Error() != err.Error() || !errors.As(batch, &b) || b.Index != 1 && c.reason != journal.ErrTime || !bytes.Equal(before, snapshot(t, r)) {
			t.Errorf("%s: tried %v, batch %v", what, tried, batch)
		}
	}
}

// After the end nothing more happens, but a retry is known.
func TestOver(t *testing.T) {
	for _, end := range []round.Action{
		round.Abandon{ID: "end", At: at(5), By: []string{"chamber"}, Reason: "the mill burned"},
		round.Finish{ID: "end", At: at(5), By: []string{"chamber"}, Proposal: 1},
	} {
		r := mustNew(t, terms(t))
		apply(t, r, propose(t, r, "p1", 1))
		for _, party := range r.Waiting() {
			apply(t, r, confirm(r, "c-"+party, party, 2))
		}
		again := confirm(r, "more", "ann", 9)
		apply(t, r, end)
		for _, a := range []round.Action{
			propose(t, r, "x", 9), again, round.Finish{ID: "x", At: at(9), By: []string{"chamber"}, Proposal: 1},
			round.DropOut{ID: "x", At: at(9), By: []string{"ann"}, Party: "ann", Reason: "x"}, round.Abandon{ID: "x", At: at(9), By: []string{"chamber"}, Reason: "x"},
		} {
			_, err := r.Apply(a)
			refusal(t, err, round.ErrOver)
		}
		var applied *journal.AppliedError
		if _, err := r.Apply(end); !errors.As(err, &applied) || err == nil {
			t.Error(err)
		}
		if err := r.Check(); err != nil {
			t.Error(err)
		}
	}
}

// Invariants 3 and 5: who is told the same need not confirm again, and who is moved is reported.
func TestDropOut(t *testing.T) {
	r := mustNew(t, terms(t))
	apply(t, r, propose(t, r, "p1", 1))
	for _, party := range []string{"ann", "bob", "dan"} {
		apply(t, r, confirm(r, "c-"+party, party, 2))
	}
	apply(t, r, round.DropOut{ID: "d1", At: at(3), By: []string{"chamber"}, Party: "eve", Reason: "cannot be reached"})
	if r.Phase() != round.Open || !slices.Equal(r.Confirmed(), []string{"ann", "bob", "dan"}) || len(r.Changes()) != 0 {
		t.Error(r.Phase(), r.Confirmed(), r.Changes())
	}
	e := apply(t, r, propose(t, r, "p2", 4))
	if !slices.Equal(r.Confirmed(), []string{"ann", "bob"}) || !slices.Equal(r.Waiting(), []string{"cem"}) {
		t.Error(r.Confirmed(), r.Waiting())
	}
	var got []string
	for _, c := range r.Changes() {
		got = append(got, c.Party+": "+string(c.Why))
	}
	want := []string{"dan: traded with a party that dropped out", "eve: dropped out"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	var noted []string
	for _, n := range e.Notes {
		if n.Kind == "changed" {
			noted = append(noted, n.Text)
		}
	}
	if !slices.Equal(noted, want) {
		t.Errorf("noted %q, want %q", noted, want)
	}
}

// Without its middle the ring is no more, and those whom it only reached through others are named so.
func TestReached(t *testing.T) {
	r := mustNew(t, round.Terms{Operator: "chamber", Book: clearing.Book{Obligations: []clearing.Obligation{
		owe(t, "1", "ann", "bob", 100), owe(t, "2", "bob", "cem", 100), owe(t, "3", "cem", "dan", 100), owe(t, "4", "dan", "ann", 100),
	}}})
	apply(t, r, propose(t, r, "p1", 1))
	apply(t, r, round.DropOut{ID: "d1", At: at(2), By: []string{"ann"}, Party: "ann", Reason: "sold out"})
	apply(t, r, propose(t, r, "p2", 3))
	changes := r.Changes()
	if len(changes) != 4 || changes[2].Party != "cem" || changes[2].Why != round.Reached || changes[1].Why != round.Traded || changes[0].Why != round.DroppedOut {
		t.Fatal(changes)
	}
	want := "cem: reached only through others\n" +
		"  before: You owed dan 1.00 EUR (3): all of it is set off.\n" +
		"  before: bob owed you 1.00 EUR (2): all of it is set off.\n" +
		"  now: You owed dan 1.00 EUR (3): nothing is set off.\n" +
		"  now: bob owed you 1.00 EUR (2): nothing is set off.\n"
	if got := changes[2].String(); got != want {
		t.Errorf("got\n%s, want\n%s", got, want)
	}
	apply(t, r, round.Finish{ID: "f", At: at(4), By: []string{"chamber"}, Proposal: 2}) // nothing happens to anybody
	left, err := r.Left()
	if err != nil || len(left.Obligations) != 4 {
		t.Error(left, err)
	}
}

// Invariant 8, and what stays: new promises and tenders are in it.
func TestFinish(t *testing.T) {
	u := euro(t)
	given := terms(t)
	given.Book.Acceptances = []clearing.Acceptance{{ID: "a", Acceptor: "ann", Debtor: "fay", Amount: unit.New(100, u)}, {ID: "b", Acceptor: "fay", Debtor: "bank", Amount: unit.New(50, u)}}
	given.Book.Obligations = append(given.Book.Obligations, owe(t, "7", "fay", "gil", 70), owe(t, "8", "gil", "ann", 70))
	given.Book.Tenders = []clearing.Tender{{ID: "t", Source: "bank", Owner: "hal", Amount: unit.New(40, u), Stock: unit.New(1_200_000, unit.KilowattHour), Quote: fullBook(t).Tenders[0].Quote}}
	given.Book.Obligations = append(given.Book.Obligations, owe(t, "9", "hal", "ike", 40), owe(t, "10", "ike", "jon", 40), owe(t, "11", "jon", "fay", 40))
	given.Options.ValueDate = at(2)
	r := mustNew(t, given)
	apply(t, r, round.DropOut{ID: "d", At: at(1), By: []string{"eve"}, Party: "eve", Reason: "away"})
	apply(t, r, propose(t, r, "p1", 1))
	for _, party := range r.Waiting() {
		apply(t, r, confirm(r, "c-"+party, party, 2))
	}
	e := apply(t, r, round.Finish{ID: "f", At: at(3), By: []string{"chamber"}, Proposal: 1})
	sums := map[string]int64{}
	for _, p := range e.Postings {
		sums[p.Account] += p.Quantity
	}
	for account, sum := range sums {
		if sum != 0 {
			t.Errorf("%s is moved by %d", account, sum)
		}
	}
	if !slices.Contains(e.Notes, journal.Note{Kind: "stock", Text: "t: 1.200000 kWh for 0.40 EUR, 0 kWh less by rounding"}) {
		t.Error(e.Notes)
	}
	if err := e.Check(); err != nil || sums["bank"] != 0 || len(sums) < 9 {
		t.Error(err, sums)
	}
	left, err := r.Left()
	result := r.Result()
	if err != nil || len(result.New) == 0 || !slices.ContainsFunc(left.Obligations, func(o clearing.Obligation) bool { return o.ID == "4" }) {
		t.Error(left, result.New, err)
	}
	for n := range r.Notices(clearing.NoticeOptions{}) {
		if d, _ := r.Digest(n.Party); d != n.Digest() {
			t.Errorf("the digest of %q", n.Party)
		}
	}
	if clearing.Verify(left, clearing.Options{}, nil) == nil {
		t.Error("no result is accepted")
	}
}

// The operator may propose another clearing of the same book that is as good. Whom it moves must agree anew.
func TestAgain(t *testing.T) {
	r := mustNew(t, round.Terms{Operator: "chamber", Book: clearing.Book{Obligations: []clearing.Obligation{
		owe(t, "1", "ann", "bob", 100), owe(t, "2", "bob", "cem", 100), owe(t, "3", "cem", "ann", 100), owe(t, "4", "bob", "dan", 100), owe(t, "5", "dan", "ann", 100),
		owe(t, "6", "eve", "fay", 50), owe(t, "7", "fay", "eve", 50),
	}}})
	p := propose(t, r, "p1", 1)
	apply(t, r, p)
	for _, party := range []string{"ann", "bob", "eve"} {
		apply(t, r, confirm(r, "c-"+party, party, 2))
	}
	off := slices.Clone(p.Result.SetOff) // by the other ring: the same potentials prove it
	off[1], off[2], off[3], off[4] = off[3], off[4], off[1], off[2]
	p.ID, p.At, p.Result.SetOff = "p2", at(3), off
	apply(t, r, p)
	var moved []string
	for _, c := range r.Changes() {
		moved = append(moved, c.Party)
		if c.Why != round.Again {
			t.Error(c)
		}
	}
	if !slices.Equal(moved, []string{"ann", "bob", "cem", "dan"}) || !slices.Equal(r.Confirmed(), []string{"eve"}) {
		t.Error(moved, r.Confirmed(), r.Waiting())
	}
}

// That nobody dropped out between two proposals is Again also where somebody had before the first of them, and
// traded with whoever is told otherwise now.
func TestAgainAfterDrop(t *testing.T) {
	book := clearing.Book{Obligations: []clearing.Obligation{
		owe(t, "0", "eve", "ann", 100), owe(t, "1", "ann", "bob", 100), owe(t, "2", "bob", "cem", 100),
		owe(t, "3", "bob", "dan", 100), owe(t, "4", "cem", "ann", 100), owe(t, "5", "dan", "ann", 100),
	}}
	r := mustNew(t, round.Terms{Operator: "chamber", Book: book})
	apply(t, r, propose(t, r, "p1", 1))
	apply(t, r, round.DropOut{ID: "d", At: at(2), By: []string{"eve"}, Party: "eve", Reason: "away"})
	p := propose(t, r, "p2", 3)
	apply(t, r, p)
	other := propose(t, r, "p3", 4) // round the other way, which is as good
	off := other.Result.SetOff
	off[1], off[2], off[3], off[4] = off[2], off[1], off[4], off[3]
	apply(t, r, other)
	changes := r.Changes()
	if len(changes) == 0 {
		t.Fatal("nothing has changed")
	}
	for _, c := range changes {
		if c.Why != round.Again {
			t.Errorf("%s: %s", c.Party, c.Why)
		}
	}
}
