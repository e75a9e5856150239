package round_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/round"
	"example.org/mutual/clearing/round/roundtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// fullBook has a value in every field.
func fullBook(tb testing.TB) clearing.Book {
	u := euro(tb)
	q, err := unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: u, Rate: big.NewRat(1, 3), Side: unit.Both, AsOf: at(0), ValidUntil: at(9), Source: "the power company"})
	if err != nil {
		tb.Fatal(err)
	}
	return clearing.Book{
		Obligations: []clearing.Obligation{{ID: "1", Debtor: "ann", Creditor: "bob", Amount: unit.New(500, u), Due: at(8), Rank: -2, Early: at(1)}, owe(tb, "2", "bob", "ann", 300)},
		Acceptances: []clearing.Acceptance{{ID: "a", Acceptor: "ann", Debtor: "bank", Amount: unit.New(7, u), Rank: 3}},
		Tenders:     []clearing.Tender{{ID: "t", Source: "bank", Owner: "bob", Amount: unit.New(9, u), Stock: unit.New(1_000_000, unit.KilowattHour), Quote: q}},
		Windows:     []clearing.Window{{Creditor: "bob", Until: at(20)}},
	}
}

func fullOptions(tb testing.TB) clearing.Options {
	return clearing.Options{
		ValueDate: at(2),
		Stages:    []clearing.Objective{{Stage: clearing.Overdue, AsOf: at(9)}, {Stage: clearing.SmallCreditors, Bound: unit.New(400, euro(tb))}, {Stage: clearing.NetReduction}, {Stage: clearing.Freed}, {Stage: clearing.Even}},
		Exclude:   clearing.Exclusions{Parties: []string{"zoe"}, Pairs: []clearing.Pair{{Debtor: "x", Creditor: "y"}}, Obligations: []string{"none"}},
	}
}

// Every field of terms, of a result and of each action comes back, and makes a difference.
func TestFields(t *testing.T) {
	r := mustNew(t, round.Terms{Operator: "chamber", Book: fullBook(t), Options: fullOptions(t)})
	p := propose(t, r, "p", 1)
	for _, a := range []round.Action{
		p, round.Confirm{ID: "c", At: at(1), By: []string{"x"}, Party: "x", Proposal: 7, Notice: "n"}, round.DropOut{ID: "d", At: at(1), By: []string{"x"}, Party: "x", Reason: "y"},
		round.Finish{ID: "f", At: at(1), By: []string{"x"}, Proposal: 3}, round.Abandon{ID: "a", At: at(1), By: []string{"x"}, Reason: "y"},
		round.Propose{}, round.Confirm{}, round.DropOut{}, round.Finish{}, round.Abandon{},
	} {
		text, err := round.Encode(a)
		if err != nil {
			t.Fatal(err)
		}
		b, err := round.Decode(text)
		again, err2 := round.Encode(b)
		if err != nil || err2 != nil || !bytes.Equal(text, again) || reflect.TypeOf(a) != reflect.TypeOf(b) {
			t.Errorf("%s became %s (%v, %v)", text, again, err, err2)
		}
	}
	apply(t, r, p)
	again, err := round.Restore(bytes.NewReader(snapshot(t, r)))
	if err != nil || !reflect.DeepEqual(again.Terms(), r.Terms()) {
		t.Errorf("got %+v, %v\nwant %+v", again.Terms(), err, r.Terms())
	}
	seen := map[string]string{}
	different(t, seen, r.Terms(), "Terms", func(t testing.TB, terms any) []byte {
		s := terms.(round.Terms)
		if s.Operator == "" || s.Rules != 1 {
			return []byte(s.Operator + fmt.Sprint(s.Rules))
		}
		r, err := round.New(s)
		if err != nil {
			return []byte(err.Error()) // a value that cannot be changed alone
		}
		return snapshot(t, r)
	})
	different(t, seen, p, "Propose", func(t testing.TB, a any) []byte {
		text, err := round.Encode(a.(round.Action))
		if err != nil {
			return []byte(err.Error())
		}
		return text
	})
}

// different clears one field after the other, down to the leaves, and wants another text each time.
func different(t *testing.T, seen map[string]string, value any, name string, text func(testing.TB, any) []byte) {
	c := reflect.New(reflect.TypeOf(value)).Elem()
	c.Set(deep(reflect.ValueOf(value)))
	seen[string(text(t, value))] = name
	var visit func(v reflect.Value, path string)
	visit = func(v reflect.Value, path string) {
		switch {
		case !v.CanSet() || v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 || strings.HasSuffix(path, ".Progress"):
			return
		case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[time.Time]() && v.Type().PkgPath() != reflect.TypeFor[unit.Unit]().PkgPath():
			for i := range v.NumField() {
				visit(v.Field(i), path+"."+v.Type().Field(i).Name)
			}
			return
		case v.Kind() == reflect.Slice:
			for i := range v.Len() {
				visit(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
			}
		}
		old := reflect.New(v.Type()).Elem()
		old.Set(v)
		v.SetZero()
		got := string(text(t, c.Interface()))
		if was, twice := seen[got]; twice && !strings.HasPrefix(got, "round: ") {
			t.Errorf("without %s the same as %s: %.200s", path, was, got)
		}
		seen[got] = path
		v.Set(old)
	}
	visit(c, name)
}

// deep copies what slices share.
func deep(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if c.Field(i).CanSet() {
				c.Field(i).Set(deep(v.Field(i)))
			}
		}
	case reflect.Slice:
		if v.Len() > 0 {
			c.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		}
		for i := range v.Len() {
			c.Index(i).Set(deep(v.Index(i)))
		}
	}
	return c
}

// What is spelled otherwise is refused.
func TestDecodeRefuses(t *testing.T) {
	r := mustNew(t, terms(t))
	text, err := round.Encode(propose(t, r, "p", 1))
	if err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string][2]string{
		"another type":       {`"propose"`, `"dispose"`},
		"a space":            {`{"type"`, `{ "type"`},
		"an empty result":    {string(text[strings.Index(string(text), `"result"`):]), `"result":{}}`},
		"no set-offs":        {`"new"`, `"old"`},
		"a member too many":  {`"bookDigest"`, `"book":1,"bookDigest"`},
		"a wrong amount":     {`{"amount":"3.00"`, `{"amount":"3.0"`},
		"a proof of no unit": {`"proofs":[{"unit":"EUR.2",`, `"proofs":[{`},
		"cut off":            {string(text[len(text)-1:]), ""},
	} {
		spoiled := []byte(strings.Replace(string(text), change[0], change[1], 1))
		if what == "cut off" {
			spoiled = text[:len(text)-1]
		}
		if what == "no set-offs" {
			spoiled = []byte(strings.Replace(string(text), `"setOff":[`, `"setOff":[],"x":[`, 1))
		}
		a, err := round.Decode(spoiled)
		if err == nil || a != nil || bytes.Equal(spoiled, text) {
			t.Errorf("%s: %v", what, a)
			continue
		}
		refusal(t, err, round.ErrAction)
	}
}

// A snapshot that is not what Snapshot writes is refused, although its digest is right: every kind of member
// spoiled, each for the invariant that it breaks.
func TestRestoreRefuses(t *testing.T) {
	r := mustNew(t, terms(t))
	apply(t, r, propose(t, r, "p1", 1))
	apply(t, r, confirm(r, "c1", "ann", 2))
	apply(t, r, round.DropOut{ID: "d1", At: at(3), By: []string{"eve"}, Party: "eve", Reason: "away"})
	apply(t, r, propose(t, r, "p2", 4))
	good := string(snapshot(t, r))
	if _, err := round.Restore(strings.NewReader(good)); err != nil {
		t.Fatal(err)
	}
	if _, err := round.Restore(strings.NewReader(sealed(good))); err != nil {
		t.Fatal("the test seals otherwise:", err)
	}
	digest, _ := r.Digest("ann")
	confirmedAnn := `"confirmed":[{"party":"ann","notice":"` + digest + `"}]`
	for what, change := range map[string][2]string{
		"another format":              {`mutual/clearing/round`, `mutual/credit`},
		"another version":             {`"version":1`, `"version":2`},
		"other rules":                 {`"rules":1`, `"rules":2`},
		"no operator":                 {`"operator":"chamber",`, ``},
		"a bad book":                  {`"debtor":"ann","creditor":"bob"`, `"debtor":"ann","creditor":"ann"`},
		"another book":                {`"debtor":"cem","creditor":"ann"`, `"debtor":"dan","creditor":"ann"`},
		"open, with a proposal":       {`"phase":"proposed"`, `"phase":"open"`},
		"no phase":                    {`"phase":"proposed",`, ``},
		"final, with some missing":    {`"phase":"proposed"`, `"phase":"final"`},
		"no such phase":               {`"phase":"proposed"`, `"phase":"half"`},
		"more proposals than made":    {`"proposals":2`, `"proposals":3`},
		"fewer proposals":             {`"proposals":2`, `"proposals":1`},
		"proposals below none":        {`"proposals":2`, `"proposals":-2`},
		"a stranger dropped":          {`{"party":"eve"`, `{"party":"zoe"`},
		"dropped without a word":      {`,"reason":"away"`, ``},
		"dropped at no time":          {`"at":"2026-04-01T03:00:00Z","reason"`, `"reason"`},
		"dropped later than now":      {`"at":"2026-04-01T03:00:00Z","reason"`, `"at":"2027-04-01T03:00:00Z","reason"`},
		"nobody dropped":              {`"drops":[{"party":"eve","at":"2026-04-01T03:00:00Z","reason":"away"}]`, `"drops":[]`},
		"proposals the other way":     {`{"number":1,`, `{"number":3,`},
		"more drops than there are":   {`"number":2,"drops":1`, `"number":2,"drops":2`},
		"drops below none":            {`"number":2,"drops":1`, `"number":2,"drops":-1`},
		"before the drop":             {`"number":2,"drops":1`, `"number":2`},
		"a clearing spoiled":          {`"setOff":[{"amount":"3.00"`, `"setOff":[{"amount":"2.99"`},
		"a confirmation of nothing":   {confirmedAnn, `"confirmed":[{"party":"ann"}]`},
		"of nothing, by a stranger":   {confirmedAnn, `"confirmed":[{"party":"zoe"}]`},
		"of another notice":           {`"notice":"` + digest[:1], `"notice":"x`},
		"of who was told nothing":     {`{"party":"ann","notice"`, `{"party":"zoe","notice"`},
		"of who dropped out":          {`{"party":"ann","notice"`, `{"party":"eve","notice"`},
		"confirmed twice":             {confirmedAnn, strings.Replace(confirmedAnn, `}]`, `},{"party":"ann","notice":"`+digest+`"}]`, 1)},
		"a member too many":           {`"confirmed":[`, `"x":1,"confirmed":[`},
		"no log":                      {`"applied":[{`, `"applied":[],"x":[{`},
		"a proposal before the first": {`{"number":1,`, `{"number":-1,`},
	} {
		if !strings.Contains(good, change[0]) {
			t.Errorf("%s: no %s in %s", what, change[0], good)
			continue
		}
		r, err := round.Restore(strings.NewReader(sealed(strings.Replace(good, change[0], change[1], 1))))
		if err == nil || r != nil {
			t.Errorf("%s: accepted", what)
			continue
		}
		refusal(t, err, round.ErrSnapshot)
	}
	for n := range len(good) {
		spoiled := []byte(good)
		spoiled[n] ^= 1
		if _, err := round.Restore(bytes.NewReader(spoiled)); err == nil {
			t.Fatalf("a changed byte at %d is accepted", n)
		}
		if n%7 == 0 {
			if _, err := round.Restore(strings.NewReader(good[:n])); !errors.Is(err, round.ErrSnapshot) {
				t.Fatalf("cut off at %d: %v", n, err)
			}
		}
	}
}

// A snapshot in which all but one have confirmed is not that of a round that was agreed.
func TestRestoreFinalTooSoon(t *testing.T) {
	r := mustNew(t, terms(t))
	apply(t, r, propose(t, r, "p1", 1))
	for _, party := range r.Waiting()[1:] {
		apply(t, r, confirm(r, "c-"+party, party, 2))
	}
	text := string(snapshot(t, r))
	if _, err := round.Restore(strings.NewReader(sealed(text))); err != nil || len(r.Waiting()) != 1 {
		t.Fatal(r.Waiting(), err)
	}
	_, err := round.Restore(strings.NewReader(sealed(strings.Replace(text, `"phase":"proposed"`, `"phase":"final"`, 1))))
	refusal(t, err, round.ErrSnapshot)
}

// Nor is one that of a round in which somebody confirmed and is out: with the drop-out the confirmation is gone, though
// the proposal that fell told it so.
func TestRestoreConfirmedAndOut(t *testing.T) {
	r := mustNew(t, terms(t))
	apply(t, r, propose(t, r, "p1", 1))
	ann, _ := r.Digest("ann")
	eve, _ := r.Digest("eve")
	apply(t, r, confirm(r, "c1", "ann", 2))
	apply(t, r, round.DropOut{ID: "d1", At: at(3), By: []string{"eve"}, Party: "eve", Reason: "away"})
	text, last := string(snapshot(t, r)), `{"party":"ann","notice":"`+ann+`"}`
	if _, err := round.Restore(strings.NewReader(sealed(text))); err != nil || !strings.Contains(text, last) {
		t.Fatal(text, err)
	}
	_, err := round.Restore(strings.NewReader(sealed(strings.Replace(text, last, last+`,{"party":"eve","notice":"`+eve+`"}`, 1))))
	refusal(t, err, round.ErrSnapshot)
}

// A number of proposals above that of the actions that can have made them is refused: by one, or so high that the
// next would wrap.
func TestRestoreWrapping(t *testing.T) {
	r := mustNew(t, terms(t))
	apply(t, r, round.DropOut{ID: "d1", At: at(1), By: []string{"eve"}, Party: "eve", Reason: "away"})
	apply(t, r, propose(t, r, "p1", 2))
	for _, number := range []string{"2", "9223372036854775807"} {
		text := string(snapshot(t, r))
		for _, member := range []string{`"proposals":1`, `"number":1`} {
			if !strings.Contains(text, member) {
				t.Fatalf("no %s in %s", member, text)
			}
			text = strings.Replace(text, member, member[:len(member)-1]+number, 1)
		}
		_, err := round.Restore(strings.NewReader(sealed(text)))
		refusal(t, err, round.ErrSnapshot)
	}
}

// What Decode accepts is written again the same, and no round is harmed by it.
func FuzzDecode(f *testing.F) {
	r := mustNew(f, terms(f))
	full := mustNew(f, round.Terms{Operator: "chamber", Book: fullBook(f), Options: fullOptions(f)})
	p := propose(f, full, "p", 1)
	apply(f, full, p)
	for _, a := range []round.Action{
		propose(f, r, "p", 1), p, confirm(full, "c", "ann", 2), round.DropOut{ID: "d", At: at(1), By: []string{"ann"}, Party: "ann", Reason: "x"},
		round.Finish{ID: "f", At: at(3), By: []string{"chamber"}, Proposal: 1}, round.Abandon{ID: "a", At: at(3), By: []string{"chamber"}, Reason: "x"},
	} {
		text, err := round.Encode(a)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := round.Decode(data)
		if err != nil {
			refusal(t, err, round.ErrAction)
			return
		}
		if again, err := round.Encode(a); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%s became %s (%v)", data, again, err)
		}
		r := mustNew(t, terms(t))
		if _, err := r.Apply(a); r.Check() != nil {
			t.Fatalf("%s: %v (%v)", data, r.Check(), err)
		}
	})
}

// What Restore accepts is written again the same.
func FuzzRestore(f *testing.F) {
	r := mustNew(f, round.Terms{Operator: "chamber", Book: fullBook(f), Options: fullOptions(f)})
	f.Add(unsealed(snapshot(f, r)))
	apply(f, r, propose(f, r, "p", 1))
	apply(f, r, confirm(r, "c", "ann", 2))
	f.Add(unsealed(snapshot(f, r)))
	apply(f, r, round.DropOut{ID: "d", At: at(3), By: []string{"bank"}, Party: "bank", Reason: "closed"})
	apply(f, r, propose(f, r, "q", 4))
	f.Add(unsealed(snapshot(f, r)))
	f.Fuzz(func(t *testing.T, data []byte) {
		text := seal(data) // which no fuzzer finds by itself
		r, err := round.Restore(bytes.NewReader(text))
		if err != nil {
			refusal(t, err, round.ErrSnapshot)
			return
		}
		if again := snapshot(t, r); !bytes.Equal(again, text) {
			t.Fatalf("%s became %s", text, again)
		}
	})
}

// Any moves, whatever their numbers.
func FuzzMoves(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		moves := rapid.SliceOfN(rapid.SliceOfN(rapid.Make[roundtest.Move](), 1, 3), 1, 20).Draw(t, "moves")
		err := roundtest.Play(roundtest.Terms().Draw(t, "terms"), func(terms round.Terms) (roundtest.Machine, error) { return round.New(terms) }, moves)
		if err != nil {
			t.Fatal(err)
		}
	}))
}
