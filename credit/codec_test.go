package credit_test

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// full are actions in which every field of payments, reservations, quotes and proofs is there.
func full(tb testing.TB) []credit.Action {
	by := []string{"ann", "bob"}
	return []credit.Action{
		credit.Pay{ID: "x", At: day(1), By: by, Payment: chainPayment(tb)},
		credit.Reserve{ID: "x", At: day(1), By: by, Until: day(2), Payment: chainPayment(tb), Lines: []credit.NetLine{{Promise: "a1", SetOff: eur(tb, "1")}}},
		credit.Commit{ID: "x", At: day(1), By: by, Reservation: "r1"},
		credit.Renounce{ID: "x", At: day(1), By: by, Promise: "a1"},
		credit.Release{ID: "x", At: day(1), By: by, Reservation: "r1"},
		credit.Expire{ID: "x", At: day(1), By: by, Reservation: "r1"},
		credit.Mediate{ID: "x", At: day(1), By: by, Party: "bob", From: "ann", To: "cem", Stop: true},
		credit.SetCharge{ID: "x", At: day(1), By: by, Party: "bob", Flat: eur(tb, "1"), Rate: 7, For: "books"},
		credit.Archive{ID: "x", At: day(1), By: by, Horizon: day(1)},
		credit.SetLine{ID: "x", At: day(1), By: by, Creditor: "bob", Debtor: "ann", Hard: eur(tb, "9"), Soft: eur(tb, "8"), Target: eur(tb, "7"), Clearing: credit.Early, Window: time.Hour},
		credit.Settle{ID: "x", At: day(1), By: by, Promise: "a1", In: credit.Energy, Paid: kwh("1"), Quote: quote(tb, "1/3", unit.Both), Words: "heat"},
		credit.Net{ID: "x", At: day(1), By: by, Lines: []credit.NetLine{{Promise: "a1", SetOff: eur(tb, "1")}}, Proof: clearing.Proof{
			Unit: euro(tb), Stage: clearing.NetReduction, Parties: []string{"ann", "bob"}, Potentials: []int64{0, -1}, Value: eur(tb, "1"),
		}},
	}
}

// Each action comes back from its JSON form as it went in.
func TestDecodeFull(t *testing.T) {
	for _, a := range append(full(t), everything(t)...) {
		text, err := credit.Encode(a)
		if err != nil {
			t.Errorf("%v of %+v", err, a)
			continue
		}
		got, err := credit.Decode(text)
		if err != nil || !reflect.DeepEqual(got, a) {
			t.Errorf("%+v became %+v, %v: %s", a, got, err, text)
		}
	}
}

// Two actions that differ in one field, however deep, have two texts; so they are never taken for one.
func TestEveryFieldCounts(t *testing.T) {
	for _, a := range full(t) {
		text, err := credit.Encode(a)
		if err != nil {
			t.Fatal(err)
		}
		seen, count := map[string]bool{string(text): true}, 0
		each(a, func(path string, changed credit.Action) {
			text, err := credit.Encode(changed)
			if err != nil || seen[string(text)] {
				t.Errorf("%T without its %s: %v, %s", a, path, err, text)
			}
			seen[string(text)] = true
			count++
		})
		if count < 4 {
			t.Errorf("%T has %d fields", a, count)
		}
	}
}

// each calls do with copies of an action in which one field, element or member has its zero value.
func each(a credit.Action, do func(path string, changed credit.Action)) {
	var visit func(path string, get func(reflect.Value) reflect.Value)
	visit = func(path string, get func(reflect.Value) reflect.Value) {
		clone := reflect.New(reflect.TypeOf(a)).Elem()
		clone.Set(deep(reflect.ValueOf(a)))
		field := get(clone)
		switch kind := field.Kind(); {
		case kind == reflect.Struct && field.Type().PkgPath() != reflect.TypeFor[time.Time]().PkgPath() && field.Type().PkgPath() != reflect.TypeFor[unit.Unit]().PkgPath():
			for i := range field.NumField() {
				visit(path+"."+field.Type().Field(i).Name, func(v reflect.Value) reflect.Value { return get(v).Field(i) })
			}
			return
		case kind == reflect.Slice && field.Len() > 0 && field.Type().Elem().Kind() == reflect.Struct:
			for i := range field.Len() {
				visit(fmt.Sprintf("%s[%d]", path, i), func(v reflect.Value) reflect.Value { return get(v).Index(i) })
			}
		}
		if !field.IsZero() && !strings.HasSuffix(path, "Proof.Unit") { // a proof without its unit has no text
			field.SetZero()
			do(path, clone.Interface().(credit.Action))
		}
	}
	visit("", func(v reflect.Value) reflect.Value { return v })
}

// deep copies a value and the slices in it.
func deep(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
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

// Encode refuses what Decode would of what came with payments along chains, and Decode what is spelled
// otherwise.
func TestEncodeRefusesChains(t *testing.T) {
	long := strings.Repeat("x", 1025)
	pay := func(p ...credit.Path) credit.Action { return credit.Pay{Payment: credit.Payment{Paths: p}} }
	for name, a := range map[string]credit.Action{
		"too many paths":            pay(make([]credit.Path, credit.PathsMax+1)...),
		"too long a path":           pay(credit.Path{Parties: slices.Repeat([]string{"ann"}, credit.HopsMax+2)}),
		"a path through a bad one":  pay(credit.Path{Parties: []string{"\xff"}}),
		"a path through a long one": pay(credit.Path{Parties: []string{strings.Repeat("x", 129)}}),
		"a path in no unit":         pay(credit.Path{Amount: unit.New(1, unit.Unit{})}),
		"too long a reason":         credit.Reserve{Payment: credit.Payment{For: long}},
		"too many lines":            credit.Reserve{Lines: make([]credit.NetLine, credit.NetLinesMax+1)},
		"a year":                    credit.Reserve{Until: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)},
		"too late a year":           credit.Archive{Horizon: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
		"a mediator not in UTF-8":   credit.Mediate{Party: "\xff"},
		"a flat charge in no unit":  credit.SetCharge{Flat: unit.New(1, unit.Unit{})},
		"a proof without a unit":    credit.Net{Proof: clearing.Proof{Stage: "x"}},
		"a proof of a bad party":    credit.Net{Proof: clearing.Proof{Unit: euro(t), Parties: []string{"\xff"}}},
	} {
		text, err := credit.Encode(a)
		if err == nil {
			t.Errorf("%s: %.200s", name, text)
			continue
		}
		refusal(t, err, credit.ErrAction)
	}
	texts := map[string]string{}
	for _, a := range full(t) {
		text, err := credit.Encode(a)
		if err != nil {
			t.Fatal(err)
		}
		texts[fmt.Sprintf("%T", a)[7:]] = string(text)
	}
	for name, change := range map[string][3]string{
		"paths that are none":           {"Pay", `,"paths":[{`, `,"paths":[],"x":[{`},
		"an empty list of paths":        {"Pay", texts["Pay"][strings.Index(texts["Pay"], `,"paths"`):], `,"paths":[]}`},
		"an empty path":                 {"Pay", `"parties":["ann","bob","cem"]`, `"parties":[]`},
		"no charge spelled out":         {"SetCharge", `"rate":7`, `"rate":0`},
		"more than an integer":          {"SetCharge", `"rate":7`, `"rate":9223372036854775808`},
		"a fraction":                    {"SetCharge", `"rate":7`, `"rate":7.0`},
		"a rate not in lowest terms":    {"Settle", `"rate":"1/3"`, `"rate":"2/6"`},
		"a rate of nothing":             {"Settle", `"rate":"1/3"`, `"rate":"0"`},
		"a rate below nothing":          {"Settle", `"rate":"1/3"`, `"rate":"-1/3"`},
		"a rate by zero":                {"Settle", `"rate":"1/3"`, `"rate":"1/0"`},
		"a rate with an exponent":       {"Settle", `"rate":"1/3"`, `"rate":"1e3"`},
		"an unknown side":               {"Settle", `"side":"both"`, `"side":"all"`},
		"no source":                     {"Settle", `,"source":"the power company"`, ``},
		"a quote of energy for energy":  {"Settle", `"quoted":"EUR.2"`, `"quoted":"MJ"`},
		"a quote that ends too soon":    {"Settle", `"validUntil":"2026-01-06`, `"validUntil":"2026-01-03`},
		"a quote in another zone":       {"Settle", `"validUntil":"2026-01-06T12:00:00Z"`, `"validUntil":"2026-01-06T13:00:00+01:00"`},
		"an empty quote":                {"Settle", `"quote":{`, `"quote":{},"x":{`},
		"a proof in no unit":            {"Net", `"proof":{"unit":"EUR.2"`, `"proof":{"unit":"EUR"`},
		"an empty proof":                {"Net", texts["Net"][strings.Index(texts["Net"], `,"proof"`):], `,"proof":{}}`},
		"a potential that is no number": {"Net", `[0,-1]`, `[0,"-1"]`},
		"a potential of minus zero":     {"Net", `[0,-1]`, `[-0,-1]`},
		"a stop that is none":           {"Mediate", `"stop":true`, `"stop":false`},
		"the zero time":                 {"Archive", `"horizon":"2026-01-01T12:00:00Z"`, `"horizon":"0001-01-01T00:00:00Z"`},
	} {
		text := texts[change[0]]
		if !strings.Contains(text, change[1]) {
			t.Errorf("%s: there is no %s in %s", name, change[1], text)
		}
		_, err := credit.Decode([]byte(strings.Replace(text, change[1], change[2], 1)))
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		refusal(t, err, credit.ErrAction)
	}
}

// The longest path and the greatest number there are have a JSON form.
func TestEncodeMost(t *testing.T) {
	paths := slices.Repeat([]credit.Path{{Parties: []string{"a", "b"}, Amount: cents(math.MaxInt64)}}, credit.PathsMax)
	paths[0].Parties = slices.Repeat([]string{"a", "b"}, credit.HopsMax)[:credit.HopsMax+1]
	for _, a := range []credit.Action{
		credit.Pay{ID: "p", Payment: credit.Payment{Paths: paths}},
		credit.SetCharge{ID: "c", Rate: math.MinInt64},
		credit.Net{ID: "n", Proof: clearing.Proof{Unit: euro(t), Potentials: []int64{math.MinInt64, math.MaxInt64}}},
	} {
		text, err := credit.Encode(a)
		if err != nil {
			t.Fatal(err)
		}
		b, err := credit.Decode(text)
		again, err2 := credit.Encode(b)
		if err != nil || err2 != nil || !bytes.Equal(text, again) {
			t.Error(err, err2)
		}
	}
}
