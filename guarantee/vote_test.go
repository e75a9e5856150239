package guarantee_test

import (
	"slices"
	"testing"

	"example.org/mutual/guarantee"
	"example.org/mutual/unit/journal"
)

func approve(id, proposal string, by ...string) guarantee.Approve {
	return guarantee.Approve{ID: id, At: day, By: by, Proposal: proposal}
}

func retract(id, proposal string, by ...string) guarantee.Retract {
	return guarantee.Retract{ID: id, At: day, By: by, Proposal: proposal}
}

// The manager takes back no proposal of other terms, which may be about itself; who made it can, and as many members as
// could approve it. A budget the manager can still take back.
func TestRetractTerms(t *testing.T) {
	s := founded(t, terms())
	other := terms()
	other.Manager = "max"
	amend := guarantee.Amend{ID: "m1", At: day, By: []string{"ann", "max"}, Terms: other}
	again := amend
	again.ID = "m2"
	apply(t, s, amend, again, guarantee.Budget{ID: "b", At: day, By: []string{"ann"}, Year: "2026", To: "mia", Amount: euros("1.00"), For: "the office"})
	unasked := guarantee.Amend{ID: "x", At: day, By: []string{"ann"}, Terms: other}
	refuseAll(t, s, []refused{
		{name: "an office for one who does not agree", action: unasked, reason: journal.ErrConsent, missing: "max"},
		{name: "by the manager whom it is about", action: retract("x", "m1", "mia"), reason: journal.ErrConsent, missing: "ann"},
		{name: "by too few", action: retract("x", "m1", "bob"), reason: journal.ErrConsent, missing: "ann"},
		{name: "by one twice", action: retract("x", "m1", "bob", "bob"), reason: journal.ErrConsent, missing: "ann"},
		{name: "a budget by another member", action: retract("x", "b", "bob"), reason: journal.ErrConsent, missing: "ann mia"},
	})
	apply(t, s, retract("r1", "m1", "ann"), retract("r2", "m2", "bob", "cem"), retract("r3", "b", "mia"))
	if got := s.Proposals(); len(got) != 0 {
		t.Errorf("%+v are open", got)
	}
}

// Who is in default neither proposes nor votes, and is not counted among those of whom more than half decide; a vote
// from before is gone.
func TestVoteInDefault(t *testing.T) {
	s := founded(t, terms())
	other := terms()
	other.Cost.Buyer = 6_000
	amend := guarantee.Amend{ID: "m", At: day, By: []string{"bob"}, Terms: other}
	apply(t, s, accept("p", "ann", "bob", "100.00"), amend, approve("v1", "m", "ann"), declare("d", "ann"))
	if got := s.Proposals()[0]; got.Votes != 0 || got.Needed != 2 {
		t.Errorf("%+v", got)
	}
	amend.ID, amend.By = "x", []string{"ann"}
	refuseAll(t, s, []refused{
		{name: "a proposal by who is in default", action: amend, reason: journal.ErrConsent, missing: "mia"},
		{name: "a vote of who is in default", action: approve("x", "m", "ann"), reason: journal.ErrConsent},
	})
	sound(t, s)
	apply(t, s, approve("v2", "m", "ann", "bob"))
	if got := s.Proposals()[0]; got.Votes != 1 {
		t.Errorf("%+v", got)
	}
	apply(t, s, approve("v3", "m", "cem"))
	if s.Terms().Cost.Buyer != 6_000 {
		t.Error("two of two who vote did not decide")
	}
}

// A proposal that has enough votes once others have left waits for nobody but one who says so again.
func TestApproveAgain(t *testing.T) {
	s := founded(t, terms())
	other := terms()
	other.Cost.Buyer = 6_000
	leave := func(id, who string) guarantee.Action {
		return guarantee.Leave{ID: id, At: day, By: []string{who}, Member: who}
	}
	apply(t, s, guarantee.Amend{ID: "m", At: day, By: []string{"ann"}, Terms: other}, approve("v1", "m", "ann"))
	refuseAll(t, s, []refused{{name: "again with too few", action: approve("x", "m", "ann"), reason: journal.ErrConsent}})
	apply(t, s, leave("l1", "bob"), leave("l2", "cem"))
	refuseAll(t, s, []refused{{name: "by who has left", action: approve("x", "m", "bob"), reason: journal.ErrConsent}})
	apply(t, s, approve("v2", "m", "ann"))
	if s.Terms().Cost.Buyer != 6_000 || len(s.Proposals()) > 0 {
		t.Error("one of one did not decide")
	}
}

// Terms that are proposed lapse when others come into force: nobody comes into an office, and no other terms are
// undone, on a word given before that. A budget stays open.
func TestLapse(t *testing.T) {
	s := founded(t, terms())
	propose := func(id, manager string) guarantee.Amend {
		other := terms()
		other.Manager = manager
		return guarantee.Amend{ID: id, At: day, By: []string{"ann", manager}, Terms: other}
	}
	apply(t, s, propose("max", "max"), propose("zoe", "zoe"),
		guarantee.Budget{ID: "b", At: day, By: []string{"ann"}, Year: "2026", To: "mia", Amount: euros("1.00"), For: "the office"})
	e := apply(t, s, approve("v1", "zoe", "ann", "bob"))
	if !slices.Contains(e.Notes, journal.Note{Kind: "lapsed", Text: "max"}) {
		t.Errorf("no word of it in %+v", e.Notes)
	}
	refuseAll(t, s, []refused{{name: "terms of before", action: approve("x", "max", "ann", "bob"), reason: guarantee.ErrProposal}})
	if got := s.Proposals(); len(got) != 1 || got[0].ID != "b" || s.Terms().Manager != "zoe" {
		t.Errorf("%+v, and %s is the manager", got, s.Terms().Manager)
	}
	sound(t, s)
}
