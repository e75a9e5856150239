package clearing_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// quotes lets cmp compare what has unexported fields.
var quotes = cmpopts.EquateComparable(unit.Quote{})

// back sends a value through JSON, and checks that its second text is the first.
func back[T any](t rapid.TB, v T) T {
	first, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var w T
	d := json.NewDecoder(bytes.NewReader(first))
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil {
		t.Fatalf("%v in %s", err, first)
	}
	if second, err := json.Marshal(w); err != nil || !bytes.Equal(first, second) {
		t.Fatalf("%s\ncomes back as\n%s (%v)", first, second, err)
	}
	return w
}

// Book and Result come back from JSON exactly, and prove as much as before.
func TestJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, o := drawn(t)
		r := clear(t, b, o)
		c, s := back(t, b), back(t, *r)
		if d := cmp.Diff(b, c, quotes); d != "" { // by value: a time comes back in another zone's pointer
			t.Fatal(d)
		}
		if !reflect.DeepEqual(*r, s) {
			t.Fatalf("%+v comes back as %+v", *r, s)
		}
		if err := clearing.Verify(c, back(t, o), &s); err != nil {
			t.Fatal(err)
		}
		for chain := range clearing.Chains(c, &s) {
			if d := cmp.Diff(chain, back(t, chain)); d != "" {
				t.Fatal(d)
			}
		}
	})
}

// The texts themselves: what other programs, and the files of earlier years, rely on.
func TestJSONText(t *testing.T) {
	dated := owe("a", "ann", "bob", 5, unit.Joule)
	dated.Due, dated.Rank, dated.Early = day(t, "2026-03-31").Add(time.Nanosecond), -2, day(t, "2026-01-31")
	stock, _ := stockBook(t)
	energy := tender("d", "mill", "ann", 1)
	energy.Amount, energy.Stock, energy.Quote = stock.Tenders[0].Amount, stock.Tenders[0].Stock, stock.Tenders[0].Quote
	full := clearing.Book{
		Obligations: []clearing.Obligation{dated},
		Acceptances: []clearing.Acceptance{{ID: "b", Acceptor: "bob", Debtor: "ann", Amount: unit.New(1, unit.Joule), Rank: 3}},
		Tenders:     []clearing.Tender{tender("c", "bank", "ann", 2), energy},
		Windows:     []clearing.Window{{Creditor: "bob", Until: day(t, "2026-04-30").In(time.FixedZone("", 60))}},
	}
	if d := cmp.Diff(full, back(t, full), quotes); d != "" {
		t.Error(d)
	}
	result := `{"setOff":[{"amount":"0.003","unit":"J"},{"amount":"0.003","unit":"J"},{"amount":"0.003","unit":"J"}],"accepted":[],"tendered":[],"new":[],` +
		`"totals":[{"unit":"J","gross":{"amount":"0.012","unit":"J"},"cleared":{"amount":"0.009","unit":"J"},"remaining":{"amount":"0.003","unit":"J"},"netDebt":{"amount":"0.002","unit":"J"},` +
		`"new":{"amount":"0.000","unit":"J"},"liquidity":{"amount":"0.000","unit":"J"}}],` +
		`"bookDigest":"082fb56bbfc6838068f5a3bfca01a55e745a447f2cc6063353fa4759230f0bbc",` +
		`"proofs":[{"unit":"J","stage":"net reduction","parties":["ann","bob","carol"],"potentials":[2,1,0],"value":{"amount":"0.009","unit":"J"}}]}`
	for _, test := range []struct {
		value any
		want  string
	}{
		{clearing.Book{}, `{"obligations":null}`},
		{full, `{"obligations":[{"id":"a","debtor":"ann","creditor":"bob","amount":{"amount":"0.005","unit":"J"},"due":"2026-03-31T00:00:00.000000001Z","rank":-2,"early":"2026-01-31T00:00:00Z"}],` +
			`"acceptances":[{"id":"b","acceptor":"bob","debtor":"ann","amount":{"amount":"0.001","unit":"J"},"rank":3}],"tenders":[{"id":"c","source":"bank","owner":"ann","amount":{"amount":"0.002","unit":"J"}},` +
			`{"id":"d","source":"mill","owner":"ann","amount":{"amount":"2.00","unit":"EUR.2"},"stock":{"amount":"10.000000","unit":"kWh"},` +
			`"quote":{"base":"kWh","quoted":"EUR.2","rate":"27/100","side":"bid","asOf":"2026-03-31T00:00:00Z","validUntil":"2026-04-01T00:00:00Z","source":"the mill's price list"}}],` +
			`"windows":[{"creditor":"bob","until":"2026-04-30T00:00:00Z"}]}`},
		{book(owe("a", "ann", "bob", 5, unit.Joule)), `{"obligations":[{"id":"a","debtor":"ann","creditor":"bob","amount":{"amount":"0.005","unit":"J"}}]}`},
		{mustClear(t, triangle()), result},
		{clearing.Chain{Parties: []string{"ann", "bob"}, Obligations: []string{"a", "b"}, Amount: unit.New(5, unit.Joule)},
			`{"parties":["ann","bob"],"obligations":["a","b"],"amount":{"amount":"0.005","unit":"J"}}`},
		{clearing.Options{}, `{}`},
		{clearing.Options{Progress: func(float64) {}}, `{}`},
	} {
		if got, err := json.Marshal(test.value); err != nil || string(got) != test.want {
			t.Errorf("%s (%v), want\n%s", got, err, test.want)
		}
	}
	var o clearing.Options
	if err := json.Unmarshal([]byte(`{}`), &o); err != nil || !reflect.DeepEqual(o, clearing.Options{}) {
		t.Error(o, err)
	}
}

// A due date in a zone that RFC 3339 cannot write, such as local mean time, comes back as the same moment.
func TestDueInOddZone(t *testing.T) {
	b := clearing.Book{Obligations: []clearing.Obligation{
		{ID: "1", Debtor: "a", Creditor: "b", Amount: unit.New(5, unit.Joule), Due: time.Date(1930, 1, 1, 0, 0, 0, 7, time.FixedZone("LMT", 1172))},
		{ID: "2", Debtor: "b", Creditor: "a", Amount: unit.New(5, unit.Joule), Due: time.Unix(253402300799, 0).In(time.FixedZone("", 3600))},
	}}
	r, err := clearing.Clear(t.Context(), b, clearing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	var back clearing.Book
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if err := clearing.Verify(back, clearing.Options{}, r); err != nil {
		t.Error(err)
	}
}
