package partnership_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
)

// busy is a partnership with something of everything.
func busy(tb testing.TB) *partnership.Partnership {
	rich := terms()
	rich.Index = partnership.Index{{Name: "wages", Weight: 2}, {Name: "prices", Weight: 1}}
	rich.Stock = partnership.StockTerms{Carrier: "rental", Site: "the house", Unit: gbp, Pay: pounds("0.80"), For: pounds("1")}
	rich.Portions = append(rich.Portions, partnership.Portion{Name: "commons", Kind: partnership.Commons, Weight: 2}, partnership.Portion{Name: "users", Kind: partnership.Users, Weight: 4})
	p := founded(tb, rich)
	all := []string{"cus", "ivy", "mia", "olu"}
	agree(tb, p, "val", partnership.Appraise{Valuation: valuation("96000"), Basis: "a guess"}, "olu", "ivy", "mia")
	apply(tb, p,
		partnership.Admit{ID: "a1", At: day, By: []string{"ann", "mia"}, Member: "ann"},
		partnership.Leave{ID: "l1", At: on(6), By: []string{"ann"}, Member: "ann"},
		partnership.Review{ID: "r1", At: on(6), By: all, AsOf: on(6), Readings: []partnership.Reading{{Series: "prices", Value: 104}, {Series: "wages", Value: 100}}},
		partnership.TakeUp{ID: "u1", At: on(6), By: all, User: "olu", Part: "upstairs", Rental: pounds("500.01")},
		partnership.TakeUp{ID: "u2", At: on(6), By: all, User: "ivy", Part: "downstairs", Rental: pounds("400")},
		partnership.TakeUp{ID: "u3", At: on(6), By: all, User: "olu", Part: "the shed", Rental: pounds("4")},
		partnership.Vacate{ID: "v1", At: on(7), By: all, Use: "u3"},
		partnership.Forecast{ID: "f1", At: on(7), By: all, Remaining: pounds("9000")},
		partnership.IssueStock{ID: "s1", At: on(7), By: append(all, "ann"), To: "ann", Face: pounds("10"), Paid: pounds("8")},
		partnership.Contribute{ID: "c1", At: on(7), By: all, Member: "ivy", Amount: pounds("1000"), Agreed: "val"},
		partnership.Bill{ID: "h1", At: on(8), By: all, Period: "January"},
		partnership.Receive{ID: "g1", At: on(8), By: all, From: "sun", Amount: pounds("3.33"), For: "power"},
		partnership.Distribute{ID: "d1", At: on(8), By: all},
		partnership.Pay{ID: "p1", At: on(8), By: all, From: "olu", In: credit.Money, Paid: pounds("100")},
		partnership.Receive{ID: "g2", At: on(9), By: all, From: "sun", Amount: pounds("7.77"), For: "power"},
		partnership.Propose{ID: "q1", At: on(9), By: []string{"ivy"}, Do: partnership.Transfer{From: "ivy", To: "olu", Nths: 1}},
		partnership.Approve{ID: "q2", At: on(9), By: []string{"olu"}, Proposal: "q1"},
		partnership.Propose{ID: "q3", At: on(9), By: []string{"olu"}, Do: partnership.Amend{Terms: p.Terms()}})
	return p
}

// A snapshot restored gives the same snapshot, and goes on as the partnership does; so does a clone.
func TestRestore(t *testing.T) {
	p := busy(t)
	text := snapshot(t, p)
	r, err := partnership.Restore(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := p.Clone()
	for _, other := range []*partnership.Partnership{r, c} {
		if !bytes.Equal(text, snapshot(t, other)) {
			t.Errorf("%s became %s", text, snapshot(t, other))
		}
	}
	all := []string{"cus", "ivy", "mia", "olu"}
	for _, next := range []partnership.Action{
		partnership.Bill{ID: "h2", At: on(10), By: all, Period: "February"},
		partnership.Distribute{ID: "d2", At: on(10), By: all},
		partnership.Spend{ID: "o2", At: on(10), By: all, Amount: pounds("900"), To: "builders", For: "walls"},
		partnership.Buy{ID: "b2", At: on(10), By: all, Buyer: "olu", Payment: pounds("2000"), Agreed: "val"},
		partnership.Approve{ID: "q4", At: on(10), By: []string{"mia", "ivy"}, Proposal: "q3"},
		partnership.Approve{ID: "q5", At: on(10), By: []string{"mia"}, Proposal: "q1"},
		partnership.Enact{ID: "q6", At: on(10), By: []string{"mia"}, Proposal: "q1"},
		partnership.Enact{ID: "q7", At: on(10), By: []string{"mia"}, Proposal: "q3"},
	} {
		apply(t, p, next)
		for _, other := range []*partnership.Partnership{r, c} {
			if apply(t, other, next); !bytes.Equal(snapshot(t, p), snapshot(t, other)) {
				t.Errorf("%T: got %s, want %s", next, snapshot(t, other), snapshot(t, p))
			}
		}
	}
	if bytes.Equal(text, snapshot(t, p)) {
		t.Error("nothing changed")
	}
}

// seal gives a changed snapshot the seal that it would have.
func seal(text string) string {
	body := text[:strings.LastIndex(text, `,"sha256"`)]
	sum := sha256.Sum256([]byte(body))
	return body + `,"sha256":"` + hex.EncodeToString(sum[:]) + `"}`
}

// Whatever is changed in a snapshot is found, seal or no seal: by form or by Check, with the invariant's number.
func TestRefuseRestore(t *testing.T) {
	text := string(snapshot(t, busy(t)))
	if seal(text) != text {
		t.Fatal("the test seals otherwise than a snapshot does")
	}
	for _, test := range []struct{ name, old, new, why string }{
		{"another format", `"mutual/partnership"`, `"mutual/partner"`, "version 1"},
		{"rules of tomorrow", `"rules":1,"terms"`, `"rules":2,"terms"`, "version 1"},
		{"terms that cannot work", `"custodian":"cus"`, `"custodian":"mia"`, "differ"},
		{"a custodian who is nobody", `"custodian":"cus"`, `"custodian":"eve"`, "3:"},
		{"a manager who has left", `"manager":"mia"`, `"manager":"ann"`, "3:"},
		{"an approval left out", `,"approval":500000},"applied"`, `},"applied"`, "zero"},
		{"terms that nobody adopted", `"adopted":true,`, ``, "3:"},
		{"a richer custodian", `"purse":"1119.10"`, `"purse":"1119.11"`, "2:"},
		{"a larger gross", `"gross":"7.77"`, `"gross":"7.78"`, "2:"},
		{"a smaller commons fund", `"commons":"258.10"`, `"commons":"258.09"`, "2:"},
		{"a commons fund below zero", `"commons":"258.10"`, `"commons":"-258.10"`, "2:"},
		{"more capital than money", `"capital":"960.00"`, `"capital":"1120.00"`, "2:"},
		{"capital that is not there", `"gross":"7.77","commons":"258.10","capital":"960.00"`, `"gross":"-192.23","commons":"258.10","capital":"1160.00"`, "contributed"},
		{"a valuation that nobody agreed on", `"standing":{"id":"val"`, `"standing":{"id":"vol"`, "4:"},
		{"a valuation of too many nths", `"worth":"96000.00","nths":100`, `"worth":"96000.00","nths":102`, "4:"},
		{"a valuation of nothing", `"worth":"96000.00",`, ``, "4:"},
		{"a valuation from the future", `"from":"2026-01-05T`, `"from":"2026-01-15T`, "4:"},
		{"a valuation that ends before it begins", `"until":"2026-01-31T`, `"until":"2026-01-01T`, "4:"},
		{"nths below zero", `"nths":81`, `"nths":-81`, "1:"},
		{"nths beyond all", `"nths":81`, `"nths":4611686018427387904`, "1:"},
		{"due below zero", `"due":"1.59"`, `"due":"-1.59"`, "2:"},
		{"a zero spelt out", `"due":"1.59"`, `"due":"0.00"`, "zero"},
		{"more due", `"due":"1.59"`, `"due":"1.60"`, "2:"},
		{"what is carried for nothing", `"due":"1.59"`, `"due":"1.59","carried":"1.00"`, "2:"},
		{"a member twice", `{"name":"mia"`, `{"name":"ivy"`, "once"},
		{"the partnership a member", `{"name":"ann"`, `{"name":"house"`, "3:"},
		{"a founder missing", `{"name":"mia"`, `{"name":"mio"`, "3:"},
		{"an active leaver", `{"name":"ann"`, `{"name":"ann","active":true`, "3:"},
		{"left before it came", `"until":"2026-01-06T`, `"until":"2026-01-04T`, "3:"},
		{"a lag that nobody has", `"behind":-`, `"behind":-1`, "9:"},
		{"a lag of a portion that none has", `"lags":[-`, `"lags":[-1`, "9:"},
		{"a review from the future", `"reviews":[{"asOf":"2026-01-06T`, `"reviews":[{"asOf":"2026-01-16T`, "7:"},
		{"a review of another series", `{"series":"prices","value":104}`, `{"series":"pieces","value":104}`, "7:"},
		{"a use that nobody took up", `{"id":"u1"`, `{"id":"u9"`, "7:"},
		{"a use by the custodian", `"part":"upstairs","user":3`, `"part":"upstairs"`, "7:"},
		{"a use by nobody", `"part":"upstairs","user":3`, `"part":"upstairs","user":33`, "uses of members"},
		{"a use by who has left", `"part":"downstairs","user":1`, `"part":"downstairs","user":4`, "7:"},
		{"one part used twice", `"part":"downstairs"`, `"part":"upstairs"`, "uses of members"},
		{"a use without rental", `"rental":"500.01",`, ``, "7:"},
		{"charged for a period to come", `"base":1,"charged":1`, `"base":1,"charged":2`, "7:"},
		{"rental by a review to come", `"base":1,"charged":1`, `"base":2,"charged":1`, "7:"},
		{"Stock of others", `"stock":[{"issuer":"house"`, `"stock":[{"issuer":"horse"`, "10:"},
		{"Stock that was not issued", `"outstanding":"10.00"`, `"outstanding":"11.00"`, "stock"},
		{"a proposal that nobody made", `{"id":"q1","by"`, `{"id":"q9","by"`, "5:"},
		{"a proposal twice", `{"id":"q3","by"`, `{"id":"q1","by"`, "5:"},
		{"a proposal of what was decided", `{"id":"q1","by"`, `{"id":"val","by"`, "5:"},
		{"a proposal by a stranger", `"by":"ivy","signed":["ivy","olu"]`, `"by":"eve","signed":["eve","olu"]`, "5:"},
		{"a proposal not signed by who made it", `"signed":["ivy","olu"]`, `"signed":["olu"]`, "5:"},
		{"signed by the partnership", `"signed":["ivy","olu"]`, `"signed":["house","ivy"]`, "5:"},
		{"signed by a stranger", `"signed":["ivy","olu"]`, `"signed":["eve","ivy","olu"]`, "5:"},
		{"signatures out of order", `"signed":["ivy","olu"]`, `"signed":["olu","ivy"]`, "once"},
		{"a proposal with an ID of its own", `"do":{"type":"transfer"`, `"do":{"type":"transfer","id":"z"`, "5:"},
		{"a proposal of a proposal", `"do":{"type":"transfer"`, `"do":{"type":"retract"`, "type"},
		{"too few votes", `"votes":3`, `"votes":1`, "5:"},
		{"more votes than members", `"votes":3,"of":3`, `"votes":6,"of":6`, "5:"},
		{"without the manager", `,"signedManager":true`, ``, "5:"},
		{"decided without the members", `"members":true,"approval":500000,"votes"`, `"approval":500000,"votes"`, "5:"},
		{"a decision on what there is not", `"action":"appraise"`, `"action":"applaud"`, "5:"},
		{"a rental owed to another", `"holder":"house","for":"downstairs`, `"holder":"home","for":"downstairs`, "8:"},
		{"a rental owed by a stranger", `"promisor":"ivy"`, `"promisor":"eve"`, "8:"},
		{"a promise of another kind", `"for":"upstairs, January","origin":"arrears"`, `"for":"upstairs, January"`, "8:"},
		{"more owed", `"left":"116.36"`, `"left":"116.37"`, "2:"},
		{"a ledger in another unit", `"mutual/credit","version":1,"rules":1,"unit":"GBP.2"`, `"mutual/credit","version":1,"rules":1,"unit":"USD.2"`, "the ledger of this partnership"},
	} {
		if !strings.Contains(text, test.old) {
			t.Errorf("%s: nothing to change: %s", test.name, test.old)
			continue
		}
		changed := strings.Replace(text, test.old, test.new, 1)
		if p, err := partnership.Restore(strings.NewReader(changed)); p != nil || !errors.Is(err, partnership.ErrSnapshot) {
			t.Errorf("%s, not sealed: %v", test.name, err)
		}
		if p, err := partnership.Restore(strings.NewReader(seal(changed))); p != nil || !errors.Is(err, partnership.ErrSnapshot) || !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.why)
		}
	}
	if _, err := partnership.Restore(strings.NewReader(text[:len(text)/2])); !errors.Is(err, partnership.ErrSnapshot) {
		t.Errorf("half of it: %v", err)
	}
}
