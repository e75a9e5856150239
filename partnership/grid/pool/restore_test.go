package pool_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"example.org/mutual/partnership/grid/pool"
)

// standing is a busy pool with a proposal open, and a dividend paid.
func standing(tb testing.TB) *pool.Pool {
	p := busy(tb)
	other := terms()
	other.Approval = 666_666
	apply(tb, p,
		pool.Dividend{ID: "d2", At: on(14), By: []string{"mia"}, Stock: sun},
		pool.Amend{ID: "am", At: on(14), By: []string{"bob"}, Terms: other},
		pool.Approve{ID: "y", At: on(14), By: []string{"bob", "mill"}, Proposal: "am"})
	return p
}

// A snapshot restored gives the same snapshot, and goes on as the pool does; so does a clone.
func TestSnapshot(t *testing.T) {
	p := standing(t)
	text := snapshot(t, p)
	r, err := pool.Restore(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := p.Clone()
	for _, other := range []*pool.Pool{r, c} {
		if !bytes.Equal(text, snapshot(t, other)) {
			t.Errorf("%s became %s", text, snapshot(t, other))
		}
	}
	next := []pool.Action{
		pool.Redeem{ID: "n1", At: on(20), By: []string{"ann"}, Supplier: "roof", Customer: "ann", Stock: wind, Amount: kwh("7")},
		pool.Convey{ID: "n2", At: on(20), By: []string{"cem", "ann", "cus"}, Property: "house", From: "cem", To: "ann"},
		pool.Collect{ID: "n3", At: on(20), By: []string{"mia", "cus"}, Levy: "energy", Uses: []pool.Use{{Member: "cem", Quantity: kwh("33.5")}}},
		pool.Approve{ID: "n4", At: on(20), By: []string{"ann", "roof"}, Proposal: "am"},
		pool.Lend{ID: "n5", At: on(20), By: []string{"mill", "ann", "mia", "cus"}, Stock: wind, Property: "house", Owner: "ann", Amount: kwh("9")},
	}
	for _, a := range next {
		e := apply(t, p, a)
		for _, other := range []*pool.Pool{r, c} {
			if got := apply(t, other, a); len(got.Postings) != len(e.Postings) || !bytes.Equal(snapshot(t, p), snapshot(t, other)) {
				t.Errorf("got %v, want %v", got, e)
			}
		}
	}
	if bytes.Equal(text, snapshot(t, p)) || p.Terms().Approval != 666_666 {
		t.Error("nothing changed")
	}
}

// A clone goes its own way, and leaves what its original has alone.
func TestClone(t *testing.T) {
	p := standing(t)
	before := snapshot(t, p)
	apply(t, p.Clone(), pool.Retract{ID: "1", At: on(20), By: []string{"mia"}, Proposal: "am"},
		pool.Repay{ID: "2", At: on(20), By: []string{"cem"}, Loan: "l1", Paid: kwh("5")},
		pool.Admit{ID: "3", At: on(20), By: []string{"eve", "mia"}, Member: "eve"},
		pool.Level{ID: "4", At: on(20), By: []string{"bob", "cem"}, From: "bob", To: "cem", Amount: pounds("1")},
		pool.Supply{ID: "5", At: on(20), By: []string{"mill", "eve"}, Supplier: "mill", Customer: "eve", Carrier: "electricity", Site: "hill", Energy: kwh("1")},
		pool.Settle{ID: "6", At: on(20), By: []string{"mill"}, Supplier: "mill", Customer: "ann", Carrier: "electricity", Energy: kwh("1")},
		pool.Lend{ID: "7", At: on(20), By: []string{"mill", "ann", "mia", "cus"}, Stock: wind, Property: "barn", Owner: "ann", Amount: kwh("9")})
	if err := p.Check(); err != nil || !bytes.Equal(before, snapshot(t, p)) {
		t.Errorf("the original changed: %v", err)
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
	text := string(snapshot(t, standing(t)))
	if seal(text) != text {
		t.Fatal("the test seals otherwise than a snapshot does")
	}
	for _, test := range []struct{ name, old, new, why string }{
		{"another format", `"mutual/pool"`, `"mutual/pond"`, "version 1"},
		{"another version", `"version":1`, `"version":2`, "version 1"},
		{"terms that cannot work", `"money":"GBP.2"`, `"money":"kWh"`, "energy"},
		{"the manager a member", `"manager":"mia"`, `"manager":"cem"`, "8:"},
		{"Stock for no product", `{"carrier":"heat","site":"vale"}`, `{"carrier":"heat","site":"dale"}`, "8:"},
		{"terms spelt short", `,"approval":500000`, ``, "zero"},
		{"not adopted", `"adopted":true,`, ``, "8:"},
		{"more Stock issued", `"issued":"500.000000"`, `"issued":"501.000000"`, "stock: a broken invariant: 1:"},
		{"a larger holding", `{"name":"cem","amount":"5.000000"}`, `{"name":"cem","amount":"6.000000"}`, "stock: a broken invariant: 2:"},
		{"a larger claim", `"claims":[{"name":"roof","amount":"55.000000"}]`, `"claims":[{"name":"roof","amount":"56.000000"}]`, "stock: a broken invariant: 3:"},
		{"a claim of a customer", `"claims":[{"name":"roof","amount":"55.000000"}]`, `"claims":[{"name":"ann","amount":"55.000000"}]`, "3:"},
		{"a holder from outside", `{"name":"cem","amount":"5.000000"}`, `{"name":"eve","amount":"5.000000"}`, " 1:"},
		{"an issuer who is no supplier", `{"name":"boiler","active":true,"supplier":true,`, `{"name":"boiler","active":true,`, " 1:"},
		{"more paid than supplied", `"supplied":"120.000000","redeemed":"90.000000"`, `"supplied":"89.000000","redeemed":"90.000000"`, " 2:"},
		{"less supplied than nothing", `"supplied":"5.000000"`, `"supplied":"-5.000000"`, " 2:"},
		{"settled below nothing", `"settled":"10.000000"`, `"settled":"-10.000000"`, " 2:"},
		{"redeemed against less", `"supplied":"120.000000","redeemed":"90.000000"`, `"supplied":"120.000000","redeemed":"89.000000"`, " 2:"},
		{"a supply of another carrier", `"customer":"ann","carrier":"electricity","supplied":"120.000000"`, `"customer":"ann","carrier":"current","supplied":"120.000000"`, " 2:"},
		{"Stock that pays for no supply", `"issued":"50.000000","outstanding":"50.000000"`, `"issued":"51.000000","outstanding":"50.000000","redeemed":"1.000000"`, " 2:"},
		{"a supply paid for with no Stock", `"supplies":[`, `"supplies":[{"supplier":"boiler","customer":"ann","carrier":"steam","supplied":"1.000000","redeemed":"1.000000"},`, " 2:"},
		{"a supply to nobody", `"supplier":"mill","customer":"bob"`, `"supplier":"mill","customer":"bot"`, "what is there"},
		{"a supply by a customer", `"supplier":"roof","customer":"ann"`, `"supplier":"zoe","customer":"ann"`, "what is there"},
		{"supplies out of order", `"supplier":"mill","customer":"ann"`, `"supplier":"mill","customer":"eve"`, "in order"},
		{"more repaid than came back", `"repaid":"15.000000"`, `"repaid":"16.000000"`, " 4:"},
		{"more repaid than lent", `"lent":"100.000000"`, `"lent":"14.000000"`, " 4:"},
		{"a loan of a stranger", `"property":"house","owner":"cem"`, `"property":"house","owner":"eve"`, " 4:"},
		{"a loan of a leaver", `"property":"house","owner":"cem"`, `"property":"house","owner":"dan"`, " 8:"},
		{"a loan of the lender", `"property":"house","owner":"cem"`, `"property":"house","owner":"mill"`, " 4:"},
		{"a loan that was never made", `{"id":"l1","property"`, `{"id":"l0","property"`, " 4:"},
		{"a loan of no Stock", `"owner":"cem","stock":{"issuer":"mill","carrier":"electricity"`, `"owner":"cem","stock":{"issuer":"mill","carrier":"heat"`, " 4:"},
		{"a better balance", `"balance":"1.33"`, `"balance":"1.34"`, " 6:"},
		{"more carried", `"carried":"0.02"`, `"carried":"0.03"`, " 6:"},
		{"an empty purse", `,"purse":"1.00"`, ``, " 6:"},
		{"a debt turned round", `"purse":"1.00"`, `"purse":"-1.00"`, " 6:"},
		{"a vote of a stranger", `"signed":["bob","mill"]`, `"signed":["bob","zoe"]`, " 8:"},
		{"a vote of a leaver", `"signed":["bob","mill"]`, `"signed":["dan","mill"]`, " 8:"},
		{"votes out of order", `"signed":["bob","mill"]`, `"signed":["mill","bob"]`, "once"},
		{"a proposal never made", `{"id":"am","by"`, `{"id":"an","by"`, " 8:"},
		{"a member twice", `{"name":"cem","active"`, `{"name":"bob","active"`, "once"},
		{"a leaver who stays", `{"name":"dan","since"`, `{"name":"dan","active":true,"since"`, " 8:"},
		{"one who never joined", `"since":"2026-01-13T09:00:00Z"`, `"since":"2027-01-13T09:00:00Z"`, " 8:"},
		{"a zero spelt out", `"purse":"1.00"`, `"purse":"0.00"`, "zero"},
	} {
		if !strings.Contains(text, test.old) {
			t.Errorf("%s: nothing to change: %s in %s", test.name, test.old, text)
			continue
		}
		changed := strings.Replace(text, test.old, test.new, 1)
		if p, err := pool.Restore(strings.NewReader(changed)); p != nil || !errors.Is(err, pool.ErrSnapshot) {
			t.Errorf("%s, not sealed: %v", test.name, err)
		}
		if p, err := pool.Restore(strings.NewReader(seal(changed))); p != nil || !errors.Is(err, pool.ErrSnapshot) || !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.why)
		}
	}
	if _, err := pool.Restore(strings.NewReader(text[:len(text)/2])); !errors.Is(err, pool.ErrSnapshot) {
		t.Errorf("half of it: %v", err)
	}
}
