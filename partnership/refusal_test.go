package partnership_test

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A refused is an action that must be refused, for a reason, and say what would have been accepted.
type refused struct {
	name    string
	action  partnership.Action
	reason  error
	missing string
	room    string
}

// refuseAll sees all of them refused, applied and tried, with the state the same byte for byte.
func refuseAll(t *testing.T, p *partnership.Partnership, tests []refused) {
	t.Helper()
	before := snapshot(t, p)
	for _, test := range tests {
		for _, do := range []func(partnership.Action) (journal.Entry, error){p.Try, p.Apply} {
			_, err := do(test.action)
			refusal, ok := errors.AsType[*journal.RefusalError](err)
			if !ok || refusal.Reason != test.reason || strings.Join(refusal.Missing, " ") != test.missing {
				t.Errorf("%s: got %v, want %v and %q to agree", test.name, err, test.reason, test.missing)
				continue
			}
			if test.room != "" && refusal.Room != pounds(test.room) {
				t.Errorf("%s: got %v, want room for %s", test.name, err, test.room)
			}
		}
	}
	if !bytes.Equal(before, snapshot(t, p)) {
		t.Error("a refusal changed the state")
	}
}

func TestRefuseMembership(t *testing.T) {
	var none partnership.Partnership
	if _, err := none.Apply(partnership.Adopt{ID: "x", At: day}); !errors.Is(err, partnership.ErrTerms) {
		t.Error(err)
	}
	p := founded(t, terms())
	apply(t, p,
		partnership.Admit{ID: "a", At: day, By: []string{"ann", "mia"}, Member: "ann"},
		partnership.Leave{ID: "l", At: day, By: []string{"ann"}, Member: "ann"})
	admit := func(by []string, who string) partnership.Admit {
		return partnership.Admit{ID: "x", At: day, By: by, Member: who}
	}
	leave := func(by []string, who string) partnership.Leave {
		return partnership.Leave{ID: "x", At: day, By: by, Member: who}
	}
	refuseAll(t, p, []refused{
		{"adopted again", partnership.Adopt{ID: "x", At: day, By: []string{"ivy"}}, partnership.ErrAdopted, "", ""},
		{"an ID with a number sign", partnership.Admit{ID: "x#2", At: day, By: []string{"bob", "mia"}, Member: "bob"}, journal.ErrID, "", ""},
		{"a long ID", partnership.Admit{ID: strings.Repeat("x", 121), At: day}, journal.ErrID, "", ""},
		{"signed by the partnership", admit([]string{"bob", "house"}, "bob"), journal.ErrParty, "", ""},
		{"nobody admitted", admit([]string{"mia"}, ""), journal.ErrParty, "", ""},
		{"a slash", admit([]string{"mia"}, "a/b"), journal.ErrParty, "", ""},
		{"admitted twice", admit([]string{"ivy", "mia"}, "ivy"), partnership.ErrKnown, "", ""},
		{"the name of a leaver", admit([]string{"ann", "mia"}, "ann"), partnership.ErrKnown, "", ""},
		{"the name of the partnership", admit([]string{"mia"}, "house"), partnership.ErrKnown, "", ""},
		{"admitted unasked", admit([]string{"mia"}, "bob"), journal.ErrConsent, "bob", ""},
		{"admitted without the manager", admit([]string{"bob"}, "bob"), journal.ErrConsent, "mia", ""},
		{"a stranger leaves", leave([]string{"bob"}, "bob"), partnership.ErrMember, "", ""},
		{"left twice", leave([]string{"ann"}, "ann"), partnership.ErrMember, "", ""},
		{"sent away", leave([]string{"mia"}, "ivy"), journal.ErrConsent, "ivy", ""},
		{"the manager leaves", leave([]string{"mia"}, "mia"), partnership.ErrOffice, "", ""},
		{"the custodian leaves", leave([]string{"cus"}, "cus"), partnership.ErrOffice, "", ""},
	})
}

func TestRefuseNths(t *testing.T) {
	p := appraised(t, terms(), "120000")
	apply(t, p,
		partnership.Admit{ID: "a", At: day, By: []string{"ann", "mia"}, Member: "ann"},
		partnership.Leave{ID: "l", At: day, By: []string{"ann"}, Member: "ann"})
	all := []string{"ivy", "olu", "mia", "cus"}
	transfer := func(by []string, from, to string, nths int64) partnership.Transfer {
		return partnership.Transfer{ID: "x", At: day, By: by, From: from, To: to, Nths: nths}
	}
	contribute := func(payment, worth string) partnership.Contribute {
		return partnership.Contribute{ID: "x", At: day, By: all, Member: "olu", Amount: pounds(payment), Worth: worth, Agreed: "val"}
	}
	from := func(spoil func(*partnership.Buy)) partnership.Buy {
		b := partnership.Buy{ID: "x", At: day, By: []string{"olu", "cus", "ivy"}, Buyer: "olu", Seller: "ivy", Payment: pounds("12000"), Valuation: valuation("120000")}
		spoil(&b)
		return b
	}
	late := buy("x", "12000")
	late.At = on(31).Add(time.Second)
	refuseAll(t, p, []refused{
		{"passed on by a stranger", transfer(all, "eve", "olu", 1), partnership.ErrMember, "", ""},
		{"passed on to a leaver", transfer(all, "ivy", "ann", 1), partnership.ErrMember, "", ""},
		{"passed on to oneself", transfer(all, "ivy", "ivy", 1), journal.ErrParty, "", ""},
		{"taken", transfer([]string{"olu", "mia"}, "ivy", "olu", 1), journal.ErrConsent, "ivy", ""},
		{"passed on without the manager", transfer([]string{"olu", "ivy"}, "ivy", "olu", 1), journal.ErrConsent, "mia", ""},
		{"none", transfer(all, "ivy", "olu", 0), partnership.ErrNths, "", ""},
		{"less than none", transfer(all, "ivy", "olu", -1), partnership.ErrNths, "", ""},
		{"more than there are", transfer(all, "ivy", "olu", 81), partnership.ErrNths, "", ""},
		{"bought by a stranger", from(func(b *partnership.Buy) { b.Buyer = "eve" }), partnership.ErrMember, "", ""},
		{"bought from a stranger", from(func(b *partnership.Buy) { b.Seller = "eve" }), partnership.ErrMember, "", ""},
		{"bought from oneself", from(func(b *partnership.Buy) { b.Seller = "olu" }), journal.ErrParty, "", ""},
		{"sold unasked", from(func(b *partnership.Buy) { b.By = []string{"olu", "cus"} }), journal.ErrConsent, "ivy", ""},
		{"money without the custodian", from(func(b *partnership.Buy) { b.By = []string{"olu", "ivy"} }), journal.ErrConsent, "cus", ""},
		{"at no valuation", from(func(b *partnership.Buy) { b.Valuation = partnership.Valuation{} }), journal.ErrUnit, "", ""},
		{"at two valuations", from(func(b *partnership.Buy) { b.Agreed = "val" }), partnership.ErrValuation, "", ""},
		{"at a valuation of their own from all", from(func(b *partnership.Buy) { b.Seller = "" }), partnership.ErrValuation, "", ""},
		{"a valuation of tomorrow", from(func(b *partnership.Buy) { b.Valuation.AsOf = on(6) }), partnership.ErrValuation, "", ""},
		{"a valuation of yesterday", from(func(b *partnership.Buy) { b.Valuation.Until = on(4) }), partnership.ErrValuation, "", ""},
		{"a valuation of nothing", from(func(b *partnership.Buy) { b.Valuation.Worth = pounds("0") }), journal.ErrAmount, "", ""},
		{"a valuation in euros", from(func(b *partnership.Buy) { b.Valuation.Worth = euros("1") }), journal.ErrUnit, "", ""},
		{"a valuation beyond all", from(func(b *partnership.Buy) { b.Valuation.Worth = unit.New(partnership.TotalMax+1, gbp) }), journal.ErrLimit, "", ""},
		{"paid in euros", from(func(b *partnership.Buy) { b.Payment = euros("12000") }), journal.ErrUnit, "", ""},
		{"paid with nothing", from(func(b *partnership.Buy) { b.Payment = unit.Amount{} }), partnership.ErrNths, "", "1200"},
		{"less than one nth", buy("x", "1199.99"), partnership.ErrNths, "", "1200"},
		{"more than all others have", buy("x", "97200"), partnership.ErrNths, "", "96000"},
		{"at a valuation that is over", late, partnership.ErrValuation, "", ""},
		{"at a valuation that never was", partnership.Buy{ID: "x", At: day, By: all, Buyer: "olu", Payment: pounds("1200"), Agreed: "adopt"}, partnership.ErrValuation, "", ""},
		{"contributed by a leaver", partnership.Contribute{ID: "x", At: day, By: all, Member: "ann", Amount: pounds("1200"), Agreed: "val"}, partnership.ErrMember, "", ""},
		{"contributed without the custodian", partnership.Contribute{ID: "x", At: day, By: []string{"olu", "mia"}, Member: "olu", Amount: pounds("1200"), Agreed: "val"}, journal.ErrConsent, "cus", ""},
		{"contributed at no valuation", partnership.Contribute{ID: "x", At: day, By: all, Member: "olu", Amount: pounds("1200")}, partnership.ErrValuation, "", ""},
		{"contributed less than one nth", contribute("1199.99", ""), partnership.ErrNths, "", "1200"},
		{"work worth less than one nth", contribute("1199.99", "work"), partnership.ErrNths, "", "1200"},
		{"work worth more than whole nths", contribute("2400.01", "work"), partnership.ErrNths, "", "2400"},
		{"work without words", contribute("2400", " "), partnership.ErrWords, "", ""},
		{"nothing contributed", partnership.Contribute{ID: "x", At: day, By: all, Member: "olu", Agreed: "val"}, journal.ErrUnit, "", ""},
		{"rescaled without the manager", partnership.Rescale{ID: "x", At: day, By: []string{"ivy"}, Factor: 2}, journal.ErrConsent, "mia", ""},
		{"rescaled by one", partnership.Rescale{ID: "x", At: day, By: all, Factor: 1}, partnership.ErrNths, "", ""},
		{"rescaled beyond all", partnership.Rescale{ID: "x", At: day, By: all, Factor: partnership.NthsMax/100 + 1}, partnership.ErrNths, "", ""},
		{"appraised by nobody", partnership.Appraise{ID: "x", At: day, By: all, Valuation: valuation("1"), Basis: "a guess"}, partnership.ErrApproval, "", ""},
		{"appraised without a basis", partnership.Appraise{ID: "x", At: day, By: all, Valuation: valuation("1")}, partnership.ErrWords, "", ""},
		{"spent from an empty fund", partnership.Spend{ID: "x", At: day, By: all, Amount: pounds("1"), To: "builders", For: "walls"}, partnership.ErrPurse, "", "0"},
		{"spent from no fund", partnership.Spend{ID: "x", At: day, By: all, Fund: 2, Amount: pounds("1"), To: "builders", For: "walls"}, partnership.ErrPurse, "", ""},
		{"spent on nothing", partnership.Spend{ID: "x", At: day, By: all, Amount: pounds("1"), To: "builders"}, partnership.ErrWords, "", ""},
		{"spent on nobody", partnership.Spend{ID: "x", At: day, By: all, Amount: pounds("1"), For: "walls"}, journal.ErrParty, "", ""},
		{"the commons spent without the members", partnership.Spend{ID: "x", At: day, By: all, Fund: partnership.CommonsFund, Amount: pounds("1"), To: "builders", For: "walls"}, partnership.ErrApproval, "", ""},
	})
	apply(t, p, partnership.Rescale{ID: "r", At: day, By: all, Factor: partnership.NthsMax / 100})
	rich := contribute("120000", "")
	refuseAll(t, p, []refused{{"more new nths than there can be", rich, journal.ErrLimit, "", ""}})
}

// Nobody buys from all where the terms do not offer that.
func TestRefuseOffer(t *testing.T) {
	closed := terms()
	closed.Offered = false
	p := appraised(t, closed, "120000")
	refuseAll(t, p, []refused{{"bought from all", buy("x", "12000"), journal.ErrConsent, "", ""}})
	apply(t, p, partnership.Buy{ID: "b", At: day, By: []string{"olu", "ivy", "cus"}, Buyer: "olu", Seller: "ivy", Payment: pounds("1200"), Agreed: "val"})
}

func TestRefuseProposals(t *testing.T) {
	p := founded(t, terms())
	amended := func(spoil func(*partnership.Terms)) partnership.Amend {
		wrong := terms()
		wrong.Rules, wrong.Approval = 1, 1
		spoil(&wrong)
		return partnership.Amend{Terms: wrong}
	}
	propose := func(by string, do partnership.Action) partnership.Propose {
		return partnership.Propose{ID: "x", At: day, By: []string{by}, Do: do}
	}
	apply(t, p, partnership.Propose{ID: "p", At: day, By: []string{"olu"}, Do: amended(func(*partnership.Terms) {})})
	refuseAll(t, p, []refused{
		{"nothing", propose("olu", nil), partnership.ErrAction, "", ""},
		{"a proposal of a proposal", propose("olu", partnership.Propose{}), partnership.ErrAction, "", ""},
		{"a proposal of a veto", propose("olu", partnership.Veto{}), partnership.ErrAction, "", ""},
		{"a pointer", propose("olu", &partnership.Rescale{}), partnership.ErrAction, "", ""},
		{"with an ID of its own", propose("olu", partnership.Rescale{ID: "y", Factor: 2}), partnership.ErrAction, "", ""},
		{"with parties of its own", propose("olu", partnership.Rescale{By: []string{"mia"}, Factor: 2}), partnership.ErrAction, "", ""},
		{"what no snapshot holds", propose("olu", partnership.Admit{Member: "\xff"}), partnership.ErrAction, "", ""},
		{"what no snapshot can say", propose("olu", partnership.Spend{Fund: 9}), partnership.ErrAction, "", ""},
		{"what is too long to be kept", propose("olu", partnership.Clear{Lines: slices.Repeat([]credit.NetLine{{Promise: strings.Repeat("x", 100)}}, 50_000)}), journal.ErrLimit, "", ""},
		{"by the custodian", propose("cus", partnership.Rescale{Factor: 2}), journal.ErrConsent, "", ""},
		{"by a stranger", propose("eve", partnership.Rescale{Factor: 2}), journal.ErrConsent, "", ""},
		{"signed by who has", partnership.Approve{ID: "x", At: day, By: []string{"olu"}, Proposal: "p"}, journal.ErrConsent, "", ""},
		{"what was never proposed, signed", partnership.Approve{ID: "x", At: day, By: []string{"ivy"}, Proposal: "q"}, partnership.ErrProposal, "", ""},
		{"and enacted", partnership.Enact{ID: "x", At: day, By: []string{"ivy"}, Proposal: "q"}, partnership.ErrProposal, "", ""},
		{"and vetoed", partnership.Veto{ID: "x", At: day, By: []string{"cus"}, Proposal: "q", Because: "no"}, partnership.ErrProposal, "", ""},
		{"and retracted", partnership.Retract{ID: "x", At: day, By: []string{"mia"}, Proposal: "q"}, partnership.ErrProposal, "", ""},
		{"enacted too early", partnership.Enact{ID: "x", At: day, By: []string{"olu"}, Proposal: "p"}, partnership.ErrApproval, "", ""},
		{"enacted by the custodian", partnership.Enact{ID: "x", At: day, By: []string{"cus"}, Proposal: "p"}, journal.ErrConsent, "", ""},
		{"vetoed by the manager", partnership.Veto{ID: "x", At: day, By: []string{"mia"}, Proposal: "p", Because: "no"}, journal.ErrConsent, "cus", ""},
		{"vetoed without a word", partnership.Veto{ID: "x", At: day, By: []string{"cus"}, Proposal: "p"}, partnership.ErrWords, "", ""},
		{"retracted by another", partnership.Retract{ID: "x", At: day, By: []string{"ivy"}, Proposal: "p"}, journal.ErrConsent, "mia", ""},
		{"amended at once", partnership.Amend{ID: "x", At: day, By: []string{"olu", "ivy", "mia"}, Terms: amended(func(*partnership.Terms) {}).Terms}, partnership.ErrApproval, "", ""},
	})
	for i, spoil := range []func(*partnership.Terms){
		func(t *partnership.Terms) { t.Purpose = "profit" },
		func(t *partnership.Terms) { t.Asset = "money" },
		func(t *partnership.Terms) { t.Name = "home" },
		func(t *partnership.Terms) { t.Unit = eur },
		func(t *partnership.Terms) { t.Founders = append(t.Founders, "eve") },
		func(t *partnership.Terms) { t.Holders[0].Nths = 21 },
		func(t *partnership.Terms) { t.Manager = "eve" },
		func(t *partnership.Terms) { t.Custodian = "mia" },
		func(t *partnership.Terms) { t.Portions = nil },
	} {
		q := p.Clone()
		apply(t, q, partnership.Propose{ID: "q", At: day, By: []string{"olu", "ivy", "mia"}, Do: amended(spoil)})
		refuseAll(t, q, []refused{{"terms " + strconv.Itoa(i), partnership.Enact{ID: "x", At: day, By: []string{"olu"}, Proposal: "q"}, partnership.ErrTerms, "", ""}})
	}
	q := p.Clone()
	apply(t, q, partnership.Propose{ID: "q", At: day, By: []string{"olu", "mia"}, Do: amended(func(t *partnership.Terms) { t.Custodian, t.Manager = "ivy", "cus" })})
	enact := partnership.Enact{ID: "x", At: day, By: []string{"olu"}, Proposal: "q"}
	refuseAll(t, q, []refused{{"appointed unasked", enact, journal.ErrConsent, "cus ivy", ""}})
	apply(t, q, partnership.Approve{ID: "y", At: day, By: []string{"cus", "ivy"}, Proposal: "q"}, enact)
	for i := range partnership.ProposalsMax - 1 {
		apply(t, p, partnership.Propose{ID: "p" + strconv.Itoa(i), At: day, By: []string{"olu"}, Do: partnership.Rescale{Factor: 2}})
	}
	refuseAll(t, p, []refused{{"one too many", propose("olu", partnership.Rescale{Factor: 2}), partnership.ErrProposal, "", ""}})
}

// What was contributed pays for nothing but the asset, and a use has a rental that can be counted.
func TestRefuseKept(t *testing.T) {
	with := terms()
	with.Portions = append(with.Portions, partnership.Portion{Name: "commons", Kind: partnership.Commons, Weight: 1})
	p := appraised(t, with, "120000")
	all := []string{"cus", "ivy", "mia", "olu"}
	apply(t, p,
		partnership.Contribute{ID: "c", At: day, By: all, Member: "ivy", Amount: pounds("1200"), Agreed: "val"},
		partnership.TakeUp{ID: "u", At: day, By: all, User: "olu", Part: "upstairs", Rental: pounds("100")},
		partnership.Bill{ID: "h", At: day, By: all, Period: "May"},
		partnership.Distribute{ID: "d", At: day, By: all},
		partnership.Propose{ID: "q", At: day, By: all[1:], Do: partnership.Spend{Fund: partnership.CommonsFund, Amount: pounds("50"), To: "smith", For: "a gate"}},
		partnership.Approve{ID: "y", At: day, By: all, Proposal: "q"})
	refuseAll(t, p, []refused{
		{"commons of rental that did not come in", partnership.Enact{ID: "x", At: day, By: all, Proposal: "q"}, partnership.ErrPurse, "", "0"},
		{"one rental set off twice", partnership.Clear{ID: "x", At: day, By: all, Lines: []credit.NetLine{
			{Promise: "h", SetOff: pounds("10")}, {Promise: "h", SetOff: pounds("10")}, {Promise: "due/ivy", SetOff: pounds("20")}}}, credit.ErrNet, "", ""},
		{"a rental beyond all", partnership.TakeUp{ID: "x", At: day, By: all, User: "ivy", Part: "downstairs", Rental: unit.New(partnership.TotalMax+1, gbp)}, journal.ErrLimit, "", ""},
	})
}

// A use that was vacated in a batch that failed goes on.
func TestUndoVacate(t *testing.T) {
	p := founded(t, terms())
	all := []string{"cus", "ivy", "mia", "olu"}
	use := partnership.TakeUp{ID: "u", At: day, By: all, User: "olu", Part: "upstairs", Rental: pounds("100")}
	apply(t, p, use)
	use.ID, use.User = "u2", "ivy"
	if _, err := p.Batch(partnership.Vacate{ID: "v", At: day, By: all, Use: "u"}, use, partnership.Vacate{ID: "w", At: day, By: all, Use: "none"}); !errors.Is(err, partnership.ErrUse) {
		t.Error(err)
	}
	refuseAll(t, p, []refused{{"taken up twice", use, partnership.ErrPart, "", ""}})
	apply(t, p, partnership.Vacate{ID: "v", At: day, By: all, Use: "u"}, use)
}
