package pool_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A refused is an action that must be refused, for a reason, and say what would have been accepted.
type refused struct {
	name    string
	action  pool.Action
	reason  error
	missing string
	room    string
}

// refuseAll sees all of them refused, applied and tried, with the state the same byte for byte.
func refuseAll(t *testing.T, p *pool.Pool, tests []refused) {
	t.Helper()
	before := snapshot(t, p)
	for _, test := range tests {
		for _, do := range []func(pool.Action) (journal.Entry, error){p.Try, p.Apply} {
			_, err := do(test.action)
			refusal, ok := errors.AsType[*journal.RefusalError](err)
			if !ok || refusal.Reason != test.reason || strings.Join(refusal.Missing, " ") != test.missing {
				t.Errorf("%s: got %v, want %v and %q to agree", test.name, err, test.reason, test.missing)
				continue
			}
			if test.room != "" && refusal.Room.Number() != test.room {
				t.Errorf("%s: got %v, want room for %s", test.name, err, test.room)
			}
		}
	}
	if !bytes.Equal(before, snapshot(t, p)) {
		t.Error("a refusal changed the state")
	}
}

func TestRefuseTerms(t *testing.T) {
	for name, spoil := range map[string]func(*pool.Terms){
		"no unit":                func(t *pool.Terms) { t.Unit = unit.Unit{} },
		"a unit of no energy":    func(t *pool.Terms) { t.Unit = gbp },
		"no money":               func(t *pool.Terms) { t.Money = unit.Unit{} },
		"money that is energy":   func(t *pool.Terms) { t.Money = unit.Joule },
		"rules of tomorrow":      func(t *pool.Terms) { t.Rules = 2 },
		"no name":                func(t *pool.Terms) { t.Name = "" },
		"a long name":            func(t *pool.Terms) { t.Name = strings.Repeat("x", 61) },
		"a slash":                func(t *pool.Terms) { t.Manager = "a/b" },
		"manager = custodian":    func(t *pool.Terms) { t.Manager = "cus" },
		"manager = pool":         func(t *pool.Terms) { t.Manager = "pool" },
		"one founder":            func(t *pool.Terms) { t.Founders = t.Founders[:1] },
		"a founder twice":        func(t *pool.Terms) { t.Founders = []string{"ann", "ann"} },
		"a founder in service":   func(t *pool.Terms) { t.Founders = []string{"ann", "mia"} },
		"a founder without name": func(t *pool.Terms) { t.Founders = []string{"ann", ""} },
		"no product":             func(t *pool.Terms) { t.Products = nil },
		"a product twice":        func(t *pool.Terms) { t.Products = append(t.Products, t.Products[0]) },
		"a product nowhere":      func(t *pool.Terms) { t.Products[0].Site = "" },
		"a levy twice":           func(t *pool.Terms) { t.Levies[1].Name = "land" },
		"a levy of nothing":      func(t *pool.Terms) { t.Levies[0].Each = pounds("0") },
		"a levy in kWh":          func(t *pool.Terms) { t.Levies[0].Each = kwh("1") },
		"a levy without measure": func(t *pool.Terms) { t.Levies[0].Measure = unit.Unit{} },
		"approval by all":        func(t *pool.Terms) { t.Approval = unit.Whole },
		"approval below nothing": func(t *pool.Terms) { t.Approval = -1 },
		"too many products":      func(t *pool.Terms) { t.Products = make([]pool.Product, pool.ProductsMax+1) },
		"too many levies":        func(t *pool.Terms) { t.Levies = make([]pool.Levy, pool.LeviesMax+1) },
	} {
		bad := terms()
		spoil(&bad)
		if p, err := pool.New(bad); !errors.Is(err, pool.ErrTerms) || p != nil {
			t.Errorf("%s: %v", name, err)
		}
		p := founded(t)
		refuseAll(t, p, []refused{{name, pool.Amend{ID: "x", At: on(20), By: []string{"ann"}, Terms: bad}, pool.ErrTerms, "", ""}})
	}
}

// The zero pool refuses everything and breaks at nothing.
func TestZero(t *testing.T) {
	var p pool.Pool
	if _, err := p.Apply(join("ann", false)); !errors.Is(err, pool.ErrTerms) {
		t.Error(err)
	}
	if _, err := p.Batch(join("ann", false)); !errors.Is(err, pool.ErrTerms) {
		t.Error(err)
	}
	if err := p.Snapshot(&bytes.Buffer{}); !errors.Is(err, pool.ErrTerms) {
		t.Error(err)
	}
	if err := p.Check(); !errors.Is(err, pool.ErrTerms) {
		t.Error(err)
	}
	if _, ok := p.Position(wind); ok || p.Holding(wind, "ann") != (unit.Amount{}) || p.Claim(wind, "ann") != (unit.Amount{}) || len(p.Book("heat").Obligations) > 0 {
		t.Error("something in nothing")
	}
	for range p.Stock().Positions() {
		t.Error("Stock of nothing")
	}
	if a, _ := p.Redeemable("a", "b", wind); a.Sign() != 0 || p.Clone() == nil || len(p.Proposals()) > 0 {
		t.Error("something in nothing")
	}
	for range p.Routes() {
		t.Error("a route of nothing")
	}
}

func TestRefuseMembers(t *testing.T) {
	p := must(pool.New(terms()))
	refuseAll(t, p, []refused{
		{"before all have adopted", join("cem", false), pool.ErrAdopted, "", ""},
		{"a stranger's adoption", pool.Adopt{ID: "x", At: on(1), By: []string{"eve"}}, journal.ErrConsent, "ann bob", ""},
	})
	apply(t, p, pool.Adopt{ID: "a", At: on(1), By: []string{"ann"}})
	refuseAll(t, p, []refused{
		{"adopted twice", pool.Adopt{ID: "x", At: on(1), By: []string{"ann"}}, journal.ErrConsent, "bob", ""},
		{"before all have adopted", join("cem", false), pool.ErrAdopted, "", ""},
	})
	p = busy(t)
	leave := func(who string) pool.Action {
		return pool.Leave{ID: "x", At: on(20), By: []string{who}, Member: who}
	}
	enter := func(who string, supplier bool, by ...string) pool.Action {
		return pool.Admit{ID: "x", At: on(20), By: by, Member: who, Supplier: supplier}
	}
	refuseAll(t, p, []refused{
		{"adopted again", pool.Adopt{ID: "x", At: on(20), By: []string{"ann"}}, pool.ErrAdopted, "", ""},
		{"signed for the pool", enter("eve", false, "eve", "pool"), journal.ErrParty, "", ""},
		{"no name", enter("", false, "mia"), journal.ErrParty, "", ""},
		{"a slash", enter("a/b", false, "a/b", "mia"), journal.ErrParty, "", ""},
		{"a member again", enter("ann", false, "ann", "mia"), pool.ErrKnown, "", ""},
		{"a supplier again", enter("mill", true, "mill", "mia"), pool.ErrKnown, "", ""},
		{"a leaver again", enter("dan", true, "dan", "mia"), pool.ErrKnown, "", ""},
		{"the custodian", enter("cus", false, "cus", "mia"), pool.ErrKnown, "", ""},
		{"unasked", enter("eve", false, "mia"), journal.ErrConsent, "eve", ""},
		{"unwanted", enter("eve", false, "eve"), journal.ErrConsent, "mia", ""},
		{"a supplier unasked", enter("ann", true, "mia"), journal.ErrConsent, "ann", ""},
		{"a stranger leaves", leave("eve"), pool.ErrMember, "", ""},
		{"a leaver leaves", leave("dan"), pool.ErrMember, "", ""},
		{"made to leave", pool.Leave{ID: "x", At: on(20), By: []string{"mia"}, Member: "cem"}, journal.ErrConsent, "cem", ""},
		{"leaving with Stock outstanding", leave("mill"), pool.ErrOpen, "", ""},
		{"leaving with a claim", leave("roof"), pool.ErrOpen, "", ""},
		{"leaving with a supply to pay", leave("ann"), pool.ErrOpen, "", ""},
		{"leaving with a loan", leave("cem"), pool.ErrOpen, "", ""},
		{"leaving with Stock of heat", leave("boiler"), pool.ErrOpen, "", ""},
		{"an ID again", join("mill", false), journal.ErrConflict, "", ""},
		{"earlier", pool.Leave{ID: "x", At: on(1), By: []string{"cem"}, Member: "cem"}, journal.ErrTime, "", ""},
	})
}

// Who is open to pay for a supply cannot leave, nor who has lent.
func TestRefuseLeave(t *testing.T) {
	p := founded(t)
	apply(t, p, supply("s", "roof", "cem", kwh("1")),
		pool.Lend{ID: "l", At: on(6), By: []string{"boiler", "ann", "mia", "cus"}, Stock: heat, Property: "house", Owner: "ann", Amount: kwh("10")},
		pool.BuyBack{ID: "b", At: on(7), By: []string{"boiler", "ann"}, Stock: heat, From: "ann", Amount: kwh("50")})
	var tests []refused
	for _, who := range []string{"cem", "roof", "boiler", "ann"} {
		tests = append(tests, refused{who, pool.Leave{ID: "x", At: on(20), By: []string{who}, Member: who}, pool.ErrOpen, "", ""})
	}
	refuseAll(t, p, tests)
}

func TestRefuseVotes(t *testing.T) {
	p := founded(t)
	amend := func(id string, by ...string) pool.Action {
		return pool.Amend{ID: id, At: on(19), By: by, Terms: terms()}
	}
	apply(t, p, amend("p", "ann"))
	other := func(spoil func(*pool.Terms)) pool.Action {
		n := terms()
		spoil(&n)
		return pool.Amend{ID: "x", At: on(20), By: []string{"ann"}, Terms: n}
	}
	refuseAll(t, p, []refused{
		{"by the custodian", amend("x", "cus"), journal.ErrConsent, "mia", ""},
		{"another name", other(func(n *pool.Terms) { n.Name = "pond" }), pool.ErrTerms, "", ""},
		{"another unit", other(func(n *pool.Terms) { n.Unit = unit.Joule }), pool.ErrTerms, "", ""},
		{"other founders", other(func(n *pool.Terms) { n.Founders = []string{"ann", "cem"} }), pool.ErrTerms, "", ""},
		{"a member as manager", other(func(n *pool.Terms) { n.Manager = "cem" }), pool.ErrTerms, "", ""},
		{"no proposal", pool.Approve{ID: "x", At: on(20), By: []string{"ann"}, Proposal: "q"}, pool.ErrProposal, "", ""},
		{"a stranger's vote", pool.Approve{ID: "x", At: on(20), By: []string{"mia", "eve"}, Proposal: "p"}, journal.ErrConsent, "", ""},
		{"nothing to retract", pool.Retract{ID: "x", At: on(20), By: []string{"ann"}, Proposal: "q"}, pool.ErrProposal, "", ""},
		{"another's to retract", pool.Retract{ID: "x", At: on(20), By: []string{"bob"}, Proposal: "p"}, journal.ErrConsent, "mia", ""},
	})
	apply(t, p, pool.Approve{ID: "v", At: on(20), By: []string{"ann"}, Proposal: "p"})
	refuseAll(t, p, []refused{{"a second vote", pool.Approve{ID: "x", At: on(20), By: []string{"ann"}, Proposal: "p"}, journal.ErrConsent, "", ""}})
	apply(t, p, pool.Retract{ID: "r", At: on(20), By: []string{"mia"}, Proposal: "p"})
	for i := range pool.ProposalsMax {
		apply(t, p, pool.Amend{ID: fmt.Sprint("p", i), At: on(20), By: []string{"mia"}, Terms: terms()})
	}
	refuseAll(t, p, []refused{{"one too many", pool.Amend{ID: "x", At: on(20), By: []string{"ann"}, Terms: terms()}, pool.ErrProposal, "", ""}})
}

// Half of the members do not change the terms, one more does; who leaves takes its vote along.
func TestVotes(t *testing.T) {
	p := founded(t) // six members
	dearer := terms()
	dearer.Products = dearer.Products[:1]
	approve := func(id, proposal string, by ...string) pool.Action {
		return pool.Approve{ID: id, At: on(20), By: by, Proposal: proposal}
	}
	apply(t, p, pool.BuyBack{ID: "0", At: on(20), By: []string{"boiler", "ann"}, Stock: heat, From: "ann", Amount: kwh("50")})
	apply(t, p, pool.Amend{ID: "p", At: on(20), By: []string{"mia"}, Terms: dearer}, approve("1", "p", "ann", "bob", "cem"))
	if open := p.Proposals(); len(p.Terms().Products) != 2 || len(open) != 1 || open[0].ID != "p" || open[0].By != "mia" || open[0].Votes != 3 || open[0].Needed != 4 || len(open[0].Terms.Products) != 1 {
		t.Fatalf("half was enough: %+v", open)
	}
	apply(t, p, pool.Leave{ID: "2", At: on(20), By: []string{"cem"}, Member: "cem"}) // of five now
	apply(t, p, approve("3", "p", "mill"))
	if len(p.Terms().Products) != 1 || len(p.Proposals()) != 0 {
		t.Error("three of five were not enough")
	}
	refuseAll(t, p, []refused{{"a product no more", forecast2("x", heat, kwh("1")), pool.ErrProduct, "", ""}})
}

// A proposal that has enough votes once others have left waits for nobody but one who says so again.
func TestApproveAgain(t *testing.T) {
	p := founded(t) // six members
	next := terms()
	next.Manager = "max"
	approve := func(id string, by ...string) pool.Action {
		return pool.Approve{ID: id, At: on(20), By: by, Proposal: "p"}
	}
	apply(t, p, pool.Amend{ID: "p", At: on(20), By: []string{"mia", "max"}, Terms: next}, approve("1", "ann", "bob", "mill"))
	refuseAll(t, p, []refused{{"again with too few", approve("x", "ann"), journal.ErrConsent, "", ""}})
	apply(t, p, pool.Leave{ID: "2", At: on(20), By: []string{"cem"}, Member: "cem"}) // of five now
	refuseAll(t, p, []refused{{"by who has left", approve("x", "cem"), journal.ErrConsent, "", ""}})
	apply(t, p, approve("3", "ann"))
	if p.Terms().Manager != "max" {
		t.Error("three of five were not enough")
	}
}

// A product stays as long as there is Stock to pay for it, or a loan to be repaid in that, whatever the members
// approve.
func TestKeepProduct(t *testing.T) {
	p := founded(t)
	colder := terms()
	colder.Products = colder.Products[:1]
	amend := pool.Amend{ID: "x", At: on(20), By: []string{"ann"}, Terms: colder}
	refuseAll(t, p, []refused{{"with Stock outstanding", amend, pool.ErrTerms, "", ""}})
	back := pool.BuyBack{ID: "1", At: on(19), By: []string{"boiler", "ann"}, Stock: heat, From: "ann", Amount: kwh("50")}
	lend := pool.Lend{ID: "2", At: on(19), By: []string{"boiler", "cem", "mia", "cus"}, Stock: heat, Property: "house", Owner: "cem", Amount: kwh("9")}
	again := issue("3", heat, "cem", kwh("9"), unit.Quote{}).(pool.Issue)
	again.At = on(19)
	lent := p.Clone()
	apply(t, lent, back, lend)
	refuseAll(t, lent, []refused{{"with a loan open", amend, pool.ErrTerms, "", ""}})
	apply(t, lent, again, pool.Repay{ID: "4", At: on(19), By: []string{"cem"}, Loan: "2", Paid: kwh("9")}, amend)
	apply(t, p, back)
	apply(t, p, amend)
	again.At = on(20)
	apply(t, p, again)
	refuseAll(t, p, []refused{{"issued since it was proposed", pool.Approve{ID: "y", At: on(20), By: []string{"ann", "bob", "cem", "mill"}, Proposal: "x"}, pool.ErrTerms, "", ""}})
}

// Who has joined since it was proposed cannot become the manager.
func TestLateManager(t *testing.T) {
	p := founded(t)
	next := terms()
	next.Manager = "eve"
	refuseAll(t, p, []refused{{"one who does not agree", pool.Amend{ID: "x", At: on(20), By: []string{"ann"}, Terms: next}, journal.ErrConsent, "eve", ""}})
	apply(t, p, pool.Amend{ID: "p", At: on(20), By: []string{"ann", "eve"}, Terms: next}, pool.Admit{ID: "j", At: on(20), By: []string{"eve", "mia"}, Member: "eve"})
	refuseAll(t, p, []refused{{"a member as manager", pool.Approve{ID: "x", At: on(20), By: []string{"ann", "bob", "cem", "mill"}, Proposal: "p"}, pool.ErrTerms, "", ""}})
}

func forecast2(id string, k stock.Kind, a unit.Amount) pool.Action {
	f := forecast(id, k, a).(pool.Forecast)
	f.At = on(20)
	return f
}

// Terms that are proposed lapse when others come into force: nobody comes into an office, and no other terms are
// undone, on a word given before that.
func TestLapse(t *testing.T) {
	p := founded(t)
	propose := func(id, manager string) pool.Amend {
		other := terms()
		other.Manager = manager
		return pool.Amend{ID: id, At: on(20), By: []string{"ann", manager}, Terms: other}
	}
	approve := func(id, proposal string) pool.Approve {
		return pool.Approve{ID: id, At: on(20), By: []string{"ann", "bob", "cem", "mill"}, Proposal: proposal}
	}
	apply(t, p, propose("max", "max"), propose("zoe", "zoe"))
	e := apply(t, p, approve("v", "zoe"))
	if !slices.Contains(e.Notes, journal.Note{Kind: "lapsed", Text: "max"}) {
		t.Errorf("no word of it in %+v", e.Notes)
	}
	refuseAll(t, p, []refused{{"terms of before", approve("x", "max"), pool.ErrProposal, "", ""}})
	if got := p.Proposals(); len(got) != 0 || p.Terms().Manager != "zoe" {
		t.Errorf("%+v, and %s is the manager", got, p.Terms().Manager)
	}
}
