package partnership_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/partnership"
	"example.org/mutual/unit/journal"
)

// Who is to be admitted signs a proposal like others, and what it needs is counted when it is enacted.
func TestPropose(t *testing.T) {
	p := founded(t, terms())
	apply(t, p,
		partnership.Propose{ID: "p", At: day, By: []string{"olu"}, Do: partnership.Admit{Member: "ann"}},
		partnership.Approve{ID: "a", At: day, By: []string{"mia"}, Proposal: "p"})
	if _, err := p.Apply(partnership.Enact{ID: "e", At: day, By: []string{"olu"}, Proposal: "p"}); !errors.Is(err, journal.ErrConsent) {
		t.Error("admitted without its consent:", err)
	}
	apply(t, p, partnership.Approve{ID: "b", At: day, By: []string{"ann"}, Proposal: "p"})
	e := apply(t, p, partnership.Enact{ID: "e", At: day, By: []string{"olu"}, Proposal: "p"})
	if e.Type != "enact" || p.Nths("ann") != 0 {
		t.Error(e)
	}
	for d := range p.Decisions() {
		if d.Proposal != "p" || d.Votes != 2 || d.Of != 3 || !d.Manager || d.Custodian || d.Need.Action != "admit" {
			t.Errorf("%+v", d)
		}
	}
}

// More than a half of those with a vote decide; the custodian has none, but a veto.
func TestVeto(t *testing.T) {
	four := terms()
	four.Founders = append(four.Founders, "jo") // ivy, jo, mia and olu vote
	p := founded(t, four)
	dearer := p.Terms()
	dearer.Approval = 666_666
	apply(t, p,
		partnership.Propose{ID: "p", At: day, By: []string{"olu"}, Do: partnership.Amend{Terms: dearer}},
		partnership.Approve{ID: "a", At: day, By: []string{"ivy", "cus"}, Proposal: "p"})
	if _, err := p.Apply(partnership.Enact{ID: "e", At: day, By: []string{"olu"}, Proposal: "p"}); !errors.Is(err, partnership.ErrApproval) || !strings.Contains(err.Error(), "2 of 4 votes") {
		t.Error("two of four decided:", err)
	}
	apply(t, p, partnership.Approve{ID: "b", At: day, By: []string{"jo"}, Proposal: "p"})
	q := p.Clone()
	apply(t, q, partnership.Veto{ID: "v", At: day, By: []string{"cus"}, Proposal: "p", Because: "the land is held for those who need a home"})
	if _, err := q.Apply(partnership.Enact{ID: "e", At: day, By: []string{"olu"}, Proposal: "p"}); !errors.Is(err, partnership.ErrProposal) {
		t.Error("enacted though vetoed:", err)
	}
	apply(t, p, partnership.Enact{ID: "e", At: day, By: []string{"olu"}, Proposal: "p"})
	if p.Terms().Approval != 666_666 || q.Terms().Approval != 500_000 {
		t.Error(p.Terms().Approval, q.Terms().Approval)
	}
}

// A leaver's votes count no longer, and its nths stay its own.
func TestLeave(t *testing.T) {
	p := founded(t, terms())
	apply(t, p,
		partnership.Propose{ID: "p", At: day, By: []string{"ivy"}, Do: partnership.Appraise{Valuation: valuation("1"), Basis: "a guess"}},
		partnership.Approve{ID: "a", At: day, By: []string{"mia"}, Proposal: "p"},
		partnership.Leave{ID: "l", At: day, By: []string{"ivy"}, Member: "ivy"})
	if _, err := p.Apply(partnership.Enact{ID: "e", At: day, By: []string{"olu"}, Proposal: "p"}); !errors.Is(err, partnership.ErrApproval) {
		t.Error("one of two decided:", err)
	}
	apply(t, p,
		partnership.Approve{ID: "b", At: day, By: []string{"olu"}, Proposal: "p"},
		partnership.Enact{ID: "e", At: day, By: []string{"olu"}, Proposal: "p"},
		partnership.Buy{ID: "b2", At: day, By: []string{"olu", "cus"}, Buyer: "olu", Payment: pounds("0.10"), Agreed: "p"})
	if got := shares(p); got != "ivy 70, olu 30 of 100" {
		t.Error(got)
	}
}

// Other portions begin anew: what rounding owed to those before them is over.
func TestAmendPortions(t *testing.T) {
	three := terms()
	three.Portions = []partnership.Portion{
		{Name: "capital", Kind: partnership.Providers, Weight: 1}, {Name: "manager", Kind: partnership.Fixed, To: "mia", Weight: 1},
		{Name: "commons", Kind: partnership.Commons, Weight: 1},
	}
	p := founded(t, three)
	receive := func(id string) {
		apply(t, p,
			partnership.Receive{ID: "r" + id, At: day, By: cus, From: "grid", Amount: pounds("1.00"), For: "energy"},
			partnership.Distribute{ID: "d" + id, At: day, By: mia})
	}
	receive("1")
	two := p.Terms()
	two.Portions = two.Portions[:2]
	agree(t, p, "two", partnership.Amend{Terms: two}, "olu", "ivy", "mia")
	receive("2")
	want(t, "the manager's", p.Due("mia"), "0.83")
	want(t, "the commons fund", p.Commons(), "0.33")
	restored(t, p)
}

// What is open can be read, and taken back by who made it or the manager.
func TestRetract(t *testing.T) {
	p := founded(t, terms())
	apply(t, p,
		partnership.Propose{ID: "p", At: day, By: []string{"ivy", "cus"}, Do: partnership.Rescale{Factor: 2}},
		partnership.Propose{ID: "q", At: day, By: []string{"cus", "olu"}, Do: partnership.Rescale{Factor: 3}},
		partnership.Propose{ID: "v", At: day, By: []string{"ivy"}, Do: partnership.Appraise{Valuation: valuation("1"), Basis: "a guess"}},
		partnership.Retract{ID: "r", At: day, By: []string{"mia"}, Proposal: "p"})
	want := []partnership.Proposal{
		{ID: "q", By: "olu", Do: partnership.Rescale{Factor: 3}, Signed: []string{"cus", "olu"}, Votes: 1},
		{ID: "v", By: "ivy", Do: partnership.Appraise{Valuation: valuation("1"), Basis: "a guess"}, Signed: []string{"ivy"}, Votes: 1, Needed: 2},
	}
	if got := p.Proposals(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// Who has become the custodian says no longer what is to be done: what it had proposed as a member cannot be enacted.
func TestCustodianElect(t *testing.T) {
	p := founded(t, terms())
	next := p.Terms()
	next.Custodian = "olu"
	use := partnership.TakeUp{User: "ivy", Part: "upstairs", Rental: pounds("500")}
	apply(t, p,
		partnership.Propose{ID: "office", At: day, By: []string{"olu", "ivy", "mia"}, Do: partnership.Amend{Terms: next}},
		partnership.Propose{ID: "use", At: day, By: []string{"olu", "ivy", "mia"}, Do: use},
		partnership.Enact{ID: "1", At: day, By: []string{"ivy"}, Proposal: "office"})
	refuseAll(t, p, []refused{{name: "proposed by the custodian", action: partnership.Enact{ID: "x", At: day, By: []string{"ivy"}, Proposal: "use"}, reason: partnership.ErrOffice}})
	apply(t, p, partnership.Retract{ID: "2", At: day, By: []string{"mia"}, Proposal: "use"})
	agree(t, p, "again", use, "ivy", "mia", "olu")
}

// Terms that are proposed lapse when others come into force: nobody comes back into an office, and no other terms are
// undone, on a word given before that.
func TestLapse(t *testing.T) {
	p := founded(t, terms())
	dearer, next := p.Terms(), p.Terms()
	dearer.Approval, next.Manager = 666_666, "olu"
	all := []string{"olu", "ivy", "mia"}
	apply(t, p,
		partnership.Propose{ID: "dearer", At: day, By: all, Do: partnership.Amend{Terms: dearer}}, // with mia as the manager yet
		partnership.Propose{ID: "scale", At: day, By: all, Do: partnership.Rescale{Factor: 2}},
		partnership.Propose{ID: "office", At: day, By: all, Do: partnership.Amend{Terms: next}})
	e := apply(t, p, partnership.Enact{ID: "1", At: day, By: []string{"ivy"}, Proposal: "office"})
	if !slices.Contains(e.Notes, journal.Note{Kind: "lapsed", Text: "dearer"}) {
		t.Errorf("no word of it in %+v", e.Notes)
	}
	refuseAll(t, p, []refused{{name: "terms of a former manager", action: partnership.Enact{ID: "x", At: day, By: []string{"ivy"}, Proposal: "dearer"}, reason: partnership.ErrProposal}})
	restored(t, p)
	apply(t, p, partnership.Enact{ID: "2", At: day, By: []string{"ivy"}, Proposal: "scale"})
	if got := p.Terms(); got.Manager != "olu" || got.Approval != 500_000 {
		t.Errorf("%+v", got)
	}
}

// Strangers sign nothing but what is about them: who is to be admitted, to come into an office, or a party to Stock.
func TestSigners(t *testing.T) {
	p := founded(t, stocked())
	next := p.Terms()
	next.Manager = "ann"
	about := map[string]partnership.Action{
		"admit": partnership.Admit{Member: "ann"}, "office": partnership.Amend{Terms: next}, "issue": partnership.IssueStock{To: "ann"},
		"pass": partnership.TransferStock{From: "ivy", To: "ann"}, "back": partnership.BuyBackStock{From: "ann"},
	}
	for id, do := range about {
		sign := partnership.Approve{ID: "x", At: day, By: []string{"ivy", "ann"}, Proposal: id}
		stranger := sign
		stranger.By = []string{"ivy", "zoe"}
		apply(t, p, partnership.Propose{ID: id, At: day, By: []string{"olu"}, Do: do})
		refuseAll(t, p, []refused{
			{name: id + " by a stranger", action: stranger, reason: partnership.ErrMember},
			{name: id + " proposed with one", action: partnership.Propose{ID: "x", At: day, By: []string{"olu", "zoe"}, Do: do}, reason: partnership.ErrMember},
		})
		sign.ID = "s" + id
		apply(t, p, sign)
	}
	other := partnership.Propose{ID: "scale", At: day, By: []string{"olu", "ann"}, Do: partnership.Rescale{Factor: 2}}
	refuseAll(t, p, []refused{{name: "what is about nobody", action: other, reason: partnership.ErrMember}})
	restored(t, p)
}
