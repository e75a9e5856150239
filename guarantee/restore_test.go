package guarantee_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
)

// busy is a society with something of everything.
func busy(tb testing.TB) *guarantee.Society {
	s := founded(tb, keynes())
	dearer := terms()
	dearer.Cost.Buyer = 6_000
	apply(tb, s,
		accept("p1", "ann", "bob", "300.00"), accept("p2", "bob", "cem", "200.00"),
		trade(credit.SetLine{ID: "c1", At: day, By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Clearing: credit.Due}),
		trade(credit.Issue{ID: "i1", At: day, By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: euros("7"), For: "tea"}),
		guarantee.PostSecurity{ID: "s1", At: on(6), By: []string{"ann", "cus"}, Member: "ann", Amount: euros("25.00")},
		guarantee.Pledge{ID: "v1", At: on(6), By: []string{"cem", "cus"}, Member: "cem", For: "ann", Amount: euros("40.00")},
		guarantee.Endow{ID: "e1", At: on(6), By: []string{"cus"}, From: "town", Fund: "reserve", Amount: euros("9.00")},
		guarantee.Budget{ID: "fee", At: on(6), By: []string{"mia"}, Year: "2026", To: "mia", Amount: euros("5.00"), For: "the office"},
		guarantee.Approve{ID: "y1", At: on(6), By: []string{"ann", "cem"}, Proposal: "fee"},
		guarantee.PayCost{ID: "c2", At: on(7), By: []string{"cus"}, Budget: "fee", Amount: euros("0.50")},
		guarantee.OpenYear{ID: "2027", At: on(7), By: []string{"mia"}},
		guarantee.CloseYear{ID: "z", At: on(8), By: []string{"mia"}, Year: "2026"},
		chargeAt("k0", "2026", on(8), "bob"),
		guarantee.Retain{ID: "keep", At: on(8), By: []string{"bob"}, Year: "2027", Cost: euros("2.00")},
		guarantee.Amend{ID: "am", At: on(8), By: []string{"bob"}, Terms: dearer},
		guarantee.Approve{ID: "y2", At: on(8), By: []string{"ann"}, Proposal: "am"},
		guarantee.Budget{ID: "ink", At: on(8), By: []string{"mia"}, Year: "2027", To: "bob", Amount: euros("1.00"), For: "ink"},
		guarantee.Admit{ID: "dan", At: on(8), By: []string{"dan", "mia"}, Member: "dan"},
		guarantee.Leave{ID: "out", At: on(9), By: []string{"dan"}, Member: "dan"})
	second := accept("p3", "cem", "ann", "10.00")
	second.At = on(10)
	apply(tb, s, second)
	return s
}

// A snapshot restored gives the same snapshot, and goes on as the society does; so does a clone.
func TestSnapshot(t *testing.T) {
	s := busy(t)
	text := snapshot(t, s)
	r, err := guarantee.Restore(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := s.Clone()
	for _, other := range []*guarantee.Society{r, c} {
		if !bytes.Equal(text, snapshot(t, other)) {
			t.Errorf("%s became %s", text, snapshot(t, other))
		}
	}
	next := []guarantee.Action{closeAt("z2", "2027", on(20)), chargeAt("k", "2027", on(20))}
	e := apply(t, s, next...)
	for _, other := range []*guarantee.Society{r, c} {
		if got := apply(t, other, next...); len(got.Postings) != len(e.Postings) || !bytes.Equal(snapshot(t, s), snapshot(t, other)) {
			t.Errorf("got %v, want %v", got, e)
		}
	}
	if bytes.Equal(text, snapshot(t, s)) {
		t.Error("nothing changed")
	}
}

// seal gives a changed snapshot the seal that it would have.
func seal(text string) string {
	body := text[:strings.LastIndex(text, `,"sha256"`)]
	sum := sha256.Sum256([]byte(body))
	return body + `,"sha256":"` + hex.EncodeToString(sum[:]) + `"}`
}

// A change is one of a snapshot's text, and what the error then says.
type change struct{ name, old, new, why string }

// refuseChanged sees that a snapshot is refused after each change, sealed or not.
func refuseChanged(t *testing.T, text string, changes []change) {
	t.Helper()
	for _, test := range changes {
		if !strings.Contains(text, test.old) {
			t.Errorf("%s: nothing to change: %s", test.name, test.old)
			continue
		}
		changed := strings.Replace(text, test.old, test.new, 1)
		if s, err := guarantee.Restore(strings.NewReader(changed)); s != nil || !errors.Is(err, guarantee.ErrSnapshot) {
			t.Errorf("%s, not sealed: %v", test.name, err)
		}
		if s, err := guarantee.Restore(strings.NewReader(seal(changed))); s != nil || !errors.Is(err, guarantee.ErrSnapshot) || !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.why)
		}
	}
}

// Whatever is changed in a snapshot is found, seal or no seal: by form or by Check, with the invariant's number.
func TestRefuseRestore(t *testing.T) {
	text := string(snapshot(t, busy(t)))
	if seal(text) != text {
		t.Fatal("the test seals otherwise than a snapshot does")
	}
	refuseChanged(t, text, []change{
		{"another format", `"mutual/guarantee"`, `"mutual/guarantor"`, "version 1"},
		{"another version", `"version":1`, `"version":2`, "version 1"},
		{"terms that cannot work", `"cost":{"buyer":5000`, `"cost":{"buyer":-5000`, "charges"},
		{"the manager a member", `"manager":"mia"`, `"manager":"cem"`, "12"},
		{"a charge nobody paid", `"defaultCharges":"0.20"`, `"defaultCharges":"0.21"`, "1:"},
		{"a cost nobody approved", `"costs":"0.50"`, `"costs":"0.51"`, "9:"},
		{"a cost paid twice over", `"paid":"0.50"`, `"paid":"5.01"`, "9:"},
		{"a larger provision", `"provision":"0.10"`, `"provision":"0.11"`, "2:"},
		{"a smaller provision", `"provision":"0.10"`, `"provision":"0.09"`, "2:"},
		{"a larger fund", `{"name":"reserve","amount":"10.00"}`, `{"name":"reserve","amount":"10.01"}`, "2:"},
		{"a fund of no layer", `{"name":"reserve","amount":"10.00"}`, `{"name":"chest","amount":"10.00"}`, "2:"},
		{"security below zero", `"security":"25.00"`, `"security":"-25.00"`, "12:"},
		{"a pledge for oneself", `"from":3,"amount":"40.00"`, `"from":1,"amount":"40.00"`, "12:"},
		{"a pledge by nobody", `"from":3,"amount":"40.00"`, `"from":30,"amount":"40.00"`, "12:"},
		{"limits without a reason", `,"because":"a good name"`, ``, "12:"},
		{"a zero spelt out", `"security":"25.00"`, `"security":"0.00"`, "zero"},
		{"a member twice", `{"name":"cem"`, `{"name":"bob"`, "once"},
		{"a charge on balances for an open year", `"charged":1`, `"charged":2`, "12:"},
		{"a charge on balances for less than no year", `"charged":1`, `"charged":-1`, "what is there"},
		{"a leaver of a year to come", `"years":2`, `"years":3`, "12:"},
		{"a leaver with limits", `"liable":true`, `"liable":true,"x":1`, "canonical"},
		{"a vote of a stranger", `"signed":["ann"]`, `"signed":["eve"]`, "12:"},
		{"votes out of order", `"signed":["ann"]`, `"signed":["cem","ann"]`, "once"},
		{"a year that was never opened", `{"id":"2027"`, `{"id":"2028"`, "12:"},
		{"a proposal that was never made", `{"id":"keep"`, `{"id":"kept"`, "12:"},
		{"a budget of no year", `{"id":"fee","year":1`, `{"id":"fee","year":9`, "9:"},
		{"a share of a closed year", `"shares":[{"year":2`, `"shares":[{"year":1`, "2:"},
		{"a promise to a stranger", `"promisor":"bob","holder":"cem"`, `"promisor":"bob","holder":"eve"`, "what is there"},
		{"another's guarantee", `"guarantor":"society"`, `"guarantor":"friends"`, "6:"},
		{"a ledger that does not add up", `"left":"300.00"`, `"left":"300.01"`, "credit"},
		{"a ledger in another unit", `"mutual/credit","version":1,"rules":1,"unit":"EUR.2"`, `"mutual/credit","version":1,"rules":1,"unit":"USD.2"`, "the ledger of this society"},
	})
	if _, err := guarantee.Restore(strings.NewReader(text[:len(text)/2])); !errors.Is(err, guarantee.ErrSnapshot) {
		t.Errorf("half of it: %v", err)
	}
}
