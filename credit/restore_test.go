package credit_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"example.org/mutual/credit"
)

const seal = `,"sha256":"`

// unsealed is a snapshot without its seal.
func unsealed(text []byte) []byte { return text[:bytes.LastIndex(text, []byte(seal))] }

// sealed seals what an attacker wrote.
func sealed(text []byte) []byte {
	return fmt.Appendf(nil, "%s%s%x\"}", text, seal, sha256.Sum256(text))
}

// A ledger restored shows what the one that was snapshot shows, and goes on like it; so does a clone, and
// neither changes with the other.
func TestRestoreAndClone(t *testing.T) {
	for seed := range 60 {
		_, actions := history(t, seed, 60)
		l := newLedger(t)
		for _, a := range actions[:40] {
			_, _ = l.Apply(a) // or be refused
		}
		text := snapshot(t, l)
		restored, err := credit.Restore(iotest.OneByteReader(bytes.NewReader(text)))
		if err != nil {
			t.Fatal(err)
		}
		clone := l.Clone()
		for _, other := range []*credit.Ledger{restored, clone} {
			if got, want := shown(other), shown(l); got != want {
				t.Fatalf("got %s\nwant %s", got, want)
			}
			if again := snapshot(t, other); !bytes.Equal(again, text) {
				t.Fatalf("got %s\nwant %s", again, text)
			}
		}
		goOn(t, l, restored, actions)
		if again := snapshot(t, clone); !bytes.Equal(again, text) {
			t.Fatalf("the clone changed to %s\nfrom %s", again, text)
		}
		goOn(t, clone, clone.Clone(), actions)
	}
}

// goOn applies actions to two ledgers, which must make the same of them.
func goOn(t *testing.T, l, other *credit.Ledger, actions []credit.Action) {
	for _, a := range actions {
		e, err := l.Apply(a)
		f, err2 := other.Apply(a)
		if fmt.Sprint(e, err) != fmt.Sprint(f, err2) {
			t.Fatalf("%v, %v\nand %v, %v\nafter %+v", e, err, f, err2, a)
		}
	}
	if one, two := snapshot(t, l), snapshot(t, other); !bytes.Equal(one, two) {
		t.Fatalf("%s\nand %s", one, two)
	}
}

// shown is all that a ledger shows.
func shown(l *credit.Ledger) string {
	var all strings.Builder
	for p := range l.Promises() {
		fmt.Fprintln(&all, p)
	}
	for line := range l.Lines() {
		fmt.Fprintln(&all, line)
	}
	for party := range l.Parties() {
		st, _ := l.Statement(party, day(9))
		fmt.Fprintln(&all, l.Balance(party), st)
	}
	for c := range l.Consents() {
		fmt.Fprintln(&all, c)
	}
	for c := range l.Charges() {
		fmt.Fprintln(&all, c)
	}
	for r := range l.Reservations() {
		fmt.Fprintln(&all, r)
	}
	fmt.Fprintln(&all, l.Book(day(9)), l.Terms(), l.Room("ann", "bob", true))
	return all.String()
}

// honest is a ledger with something of everything, whose snapshot the tests of hostile ones change.
func honest(tb testing.TB) *credit.Ledger {
	l := newLedger(tb)
	apply(tb, l,
		credit.SetLine{ID: "l1", At: day(1), By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: eur(tb, "100"), Soft: eur(tb, "50"), Clearing: credit.Early, Window: 3600e9},
		credit.SetLine{ID: "l2", At: day(1), By: []string{"cem"}, Creditor: "cem", Debtor: "ann", Clearing: credit.Due},
		credit.FreezeLine{ID: "l3", At: day(1), By: []string{"cem"}, Creditor: "cem", Debtor: "ann"},
		credit.Issue{ID: "a1", At: day(2), By: []string{"ann", "bob", "eve"}, Promisor: "ann", Holder: "bob", Amount: eur(tb, "60"), For: "bread", Due: day(20), Guarantor: "eve"},
		credit.Transfer{ID: "t1", At: day(3), By: []string{"bob", "eve", "dan"}, Promise: "a1", To: "dan", Amount: eur(tb, "20")},
		credit.Issue{ID: "a2", At: day(3), By: []string{"bob", "ann"}, Promisor: "bob", Holder: "ann", Amount: eur(tb, "5"), For: "eggs", Origin: credit.Claim},
		credit.Dispute{ID: "d1", At: day(4), By: []string{"ann"}, Promise: "a2", Because: "stale"},
	)
	return l
}

// A snapshot that was changed and sealed again is refused, unless it is what some ledger writes.
func TestRestoreHostile(t *testing.T) {
	text := string(unsealed(snapshot(t, honest(t))))
	if _, err := credit.Restore(bytes.NewReader(sealed([]byte(text)))); err != nil {
		t.Fatal(err)
	}
	const (
		line1 = `{"creditor":"bob","debtor":"ann","hard":"100.00","soft":"50.00","clearing":"early","window":3600}`
		line2 = `{"creditor":"cem","debtor":"ann","clearing":"due","frozen":true}`
		a1    = `{"id":"a1","root":"a1","promisor":"ann","holder":"bob","guarantor":"eve","for":"bread","face":"60.00","left":"40.00","issued":"2026-01-02T12:00:00Z","due":"2026-01-20T12:00:00Z"}`
		part  = `{"id":"t1/1","root":"a1","promisor":"ann","holder":"dan","guarantor":"eve","for":"bread","face":"20.00","left":"20.00","issued":"2026-01-02T12:00:00Z","due":"2026-01-20T12:00:00Z"}`
	)
	const (
		a2   = `{"id":"a2","root":"a2","promisor":"bob","holder":"ann","for":"eggs","origin":"claim","face":"5.00","left":"5.00","issued":"2026-01-03T12:00:00Z","disputed":true}`
		most = "92233720368547758.07"
	)
	for name, change := range map[string][2]string{
		"lines out of order":           {line1 + "," + line2, line2 + "," + line1},
		"a line twice":                 {line1, line1 + "," + line1},
		"a soft limit at the hard one": {`"soft":"50.00"`, `"soft":"100.00"`},
		"a soft limit above it":        {`"soft":"50.00"`, `"soft":"100.01"`},
		"a limit that limits nothing":  {`"hard":"100.00"`, `"hard":"92233720368547758.07"`},
		"a limit below zero":           {`"soft":"50.00"`, `"soft":"-50.00"`},
		"a window of nothing":          {`"window":3600`, `"window":0`},
		"a window below zero":          {`"window":3600`, `"window":-1`},
		"a window too long":            {`"window":3600`, `"window":31622400001`},
		"a window that overflows":      {`"window":3600`, `"window":9223372036854775807`},
		"a window without early":       {`"clearing":"early"`, `"clearing":"due"`},
		"the zero word spelled out":    {`"clearing":"due"`, `"clearing":"nothing"`},
		"false spelled out":            {`"clearing":"due","frozen":true`, `"clearing":"due","frozen":false`},
		"a line of one":                {line2, `{"creditor":"cem","debtor":"cem"}`},
		"a line of nobody":             {line2, `{"creditor":"cem"}`},
		"less than nothing left":       {`"left":"40.00"`, `"left":"-40.00"`},
		"more left than promised":      {`"left":"40.00"`, `"left":"60.01"`},
		"more left of all parts":       {`"left":"40.00"`, `"left":"40.01"`},
		"an amount spelled otherwise":  {`"left":"40.00"`, `"left":"40.0"`},
		"a finer amount":               {`"left":"40.00"`, `"left":"40.001"`},
		"an amount without a number":   {`"left":"40.00",`, ``},
		"a face of nothing":            {`"face":"5.00","left":"5.00"`, `"face":"0.00","left":"0.00"`},
		"a face below nothing":         {`"face":"5.00","left":"5.00"`, `"face":"-5.00","left":"-5.00"`},
		"no face":                      {`"face":"5.00",`, ``},
		"a settled one in dispute":     {`"face":"5.00","left":"5.00"`, `"face":"5.00","left":"0.00"`},
		"too much for one party":       {`"face":"5.00","left":"5.00"`, `"face":"46116860184273879.05","left":"46116860184273879.05"`},
		"more than a number can hold":  {a2, strings.ReplaceAll(a2, "5.00", most) + "," + strings.ReplaceAll(strings.ReplaceAll(a2, "5.00", most), `"a2"`, `"d1"`)},
		"a promise twice":              {a1, a1 + "," + a1},
		"a promise without an action":  {`"id":"a2","root":"a2"`, `"id":"a3","root":"a3"`},
		"a promise with a bare slash":  {`"id":"a2","root":"a2"`, `"id":"a2/","root":"a2/"`},
		"a part that is its own root":  {`"id":"t1/1","root":"a1"`, `"id":"t1/1","root":"t1/1"`},
		"a part with another number":   {`"id":"t1/1"`, `"id":"t1/2"`},
		"a part of a part":             {`"id":"a2","root":"a2"`, `"id":"a2","root":"t1/1"`},
		"a part of nothing":            {`"id":"t1/1","root":"a1"`, `"id":"t1/1","root":"a7"`},
		"a part of something else":     {`"id":"t1/1","root":"a1"`, `"id":"t1/1","root":"a2"`},
		"a part in other words":        {part, strings.Replace(part, "bread", "cake", 1)},
		"a part with another time":     {part, strings.Replace(part, "01-02T", "01-03T", 1)},
		"a promise to oneself":         {`"promisor":"bob","holder":"ann"`, `"promisor":"bob","holder":"bob"`},
		"a promise of nobody":          {`"promisor":"bob",`, ``},
		"a holder with a bad name":     {`"holder":"dan"`, `"holder":" dan"`},
		"a guarantor with a bad name":  {part, strings.Replace(part, `"eve"`, `"e\nve"`, 1)},
		"no words":                     {`"for":"eggs",`, ``},
		"a line break in words":        {`"for":"eggs"`, `"for":"` + strings.Repeat("eggs ", 50) + `\n."`},
		"words without an end":         {`"for":"eggs"`, `"for":"` + strings.Repeat("x", 1025) + `"`},
		"no time":                      {`"for":"eggs","origin":"claim","face":"5.00","left":"5.00","issued":"2026-01-03T12:00:00Z"`, `"for":"eggs","origin":"claim","face":"5.00","left":"5.00"`},
		"another time zone":            {`"due":"2026-01-20T12:00:00Z"`, `"due":"2026-01-20T12:00:00+00:00"`},
		"the zero time spelled out":    {`"due":"2026-01-20T12:00:00Z"`, `"due":"0001-01-01T00:00:00Z"`},
		"an unknown origin":            {`"origin":"claim"`, `"origin":"theft"`},
		"another format":               {`mutual/credit`, `mutual/debit`},
		"another version":              {`"version":1`, `"version":2`},
		"other rules":                  {`"rules":1`, `"rules":2`},
		"no unit":                      {`"EUR.2"`, `""`},
		"a unit that is none":          {`"EUR.2"`, `"EUR.10"`},
		"no time of an action":         {`"at":"2026-01-04T12:00:00Z",`, ``},
		"the zero time of one":         {`"at":"2026-01-04T12:00:00Z"`, `"at":"0001-01-01T00:00:00Z"`},
		"a time that goes back":        {`"at":"2026-01-04T12:00:00Z"`, `"at":"2026-01-02T12:00:00Z"`},
		"another time than its action": {`"id":"a2","at":"2026-01-03T12:00:00Z"`, `"id":"a2","at":"2026-01-04T12:00:00Z"`},
		"a number that follows":        {`"id":"l1","at":"2026-01-01T12:00:00Z",`, `"id":"l1","at":"2026-01-01T12:00:00Z","seq":1,`},
		"a number without a horizon":   {`"id":"l1","at":"2026-01-01T12:00:00Z",`, `"id":"l1","at":"2026-01-01T12:00:00Z","seq":2,`},
		"an ID with a slash":           {`{"id":"d1","at"`, `{"id":"d/1","at"`},
		"an ID that is none":           {`{"id":"d1","at"`, `{"id":"d1 ","at"`},
		"an ID twice":                  {`{"id":"d1","at"`, `{"id":"a2","at"`},
		"a digest cut short":           {`"at":"2026-01-04T12:00:00Z","digest":"5`, `"at":"2026-01-04T12:00:00Z","digest":"`},
		"space":                        {`"lines":[`, `"lines": [`},
		"one more member":              {`"lines":[`, `"more":1,"lines":[`},
	} {
		if strings.Count(text, change[0]) == 0 {
			t.Errorf("%s: there is no %s in %s", name, change[0], text)
		}
		_, err := credit.Restore(bytes.NewReader(sealed([]byte(strings.Replace(text, change[0], change[1], 1)))))
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		refusal(t, err, credit.ErrSnapshot)
	}
}

// A changed byte, or a missing one, is noticed wherever it is; an empty log has no horizon.
func TestRestoreChanged(t *testing.T) {
	text := snapshot(t, honest(t))
	for i := range text {
		changed := bytes.Clone(text)
		changed[i] ^= 1
		_, err := credit.Restore(bytes.NewReader(changed))
		refusal(t, err, credit.ErrSnapshot)
		_, err = credit.Restore(bytes.NewReader(text[:i]))
		refusal(t, err, credit.ErrSnapshot)
	}
	_, err := credit.Restore(bytes.NewReader(append(text, '\n')))
	refusal(t, err, credit.ErrSnapshot)
	empty := bytes.Replace(unsealed(snapshot(t, newLedger(t))), []byte(`"applied"`), []byte(`"horizon":"0001-01-01T00:00:00Z","applied"`), 1)
	_, err = credit.Restore(bytes.NewReader(sealed(empty)))
	refusal(t, err, credit.ErrSnapshot)
}

// The same actions give the same bytes on every machine and in every version. Where this fails, snapshots
// and digests that applications have stored no longer fit: that takes a new version of the format.
func TestSnapshotStays(t *testing.T) {
	for want, l := range map[string]*credit.Ledger{
		"6e7006ff4675ab77182f8bbbce33fa0ae16f11d1cb2f2e7485cbe2aafd96da02": honest(t),
		"7be4458e64b9060a73d99058668a88ef4815020dafc9b384f342bff0742a5fa4": chained(t),
	} {
		text := snapshot(t, l)
		if got := string(text[len(text)-64-2 : len(text)-2]); got != want {
			t.Errorf("got %s of %s", got, text)
		}
	}
}

// What the reader or the writer says is handed on.
func TestSnapshotErrors(t *testing.T) {
	broken := errors.New("broken pipe")
	text := snapshot(t, honest(t))
	_, err := credit.Restore(io.MultiReader(bytes.NewReader(text[:100]), iotest.ErrReader(broken)))
	if err != broken {
		t.Error(err)
	}
	if err := honest(t).Snapshot(failing{broken}); err != broken {
		t.Error(err)
	}
}

type failing struct{ err error }

func (w failing) Write([]byte) (int, error) { return 0, w.err }
