package credit_test

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
)

// accept restores a hostile snapshot, sealed again. If it is accepted, it must be what that ledger writes,
// pass its Check, and be a ledger to go on with: every reservation can be committed, everything archived.
func accept(text string) (accepted bool, err error) {
	data := sealed([]byte(text))
	l, err := credit.Restore(bytes.NewReader(data))
	if err != nil {
		if !errors.Is(err, credit.ErrSnapshot) {
			return false, fmt.Errorf("refused by %w", err)
		}
		return false, nil
	}
	if again := snapshotOf(l); !bytes.Equal(again, data) {
		return true, fmt.Errorf("%s became %s", data, again)
	}
	at := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	for r := range l.Reservations() {
		if _, err := l.Try(credit.Commit{ID: "a commit", At: at, By: r.Agreed, Reservation: r.ID}); err != nil {
			return true, fmt.Errorf("%+v: %w", r, err)
		}
	}
	if _, err := l.Apply(credit.Archive{ID: "an archive", At: at, Horizon: at}); err != nil {
		return true, err
	}
	c, err := credit.Restore(bytes.NewReader(snapshotOf(l)))
	if err != nil {
		return true, err
	}
	return true, errors.Join(l.Check(), c.Check())
}

// tampered are snapshots of a ledger in which one thing was changed: a member's value, a member or an
// element of a list left out, there twice, or exchanged with the next.
func tampered(text string) (all []string) {
	values := []string{
		`""`, `"ann"`, `"bob"`, `"cem"`, `"dan"`, `"nobody"`, `" x"`, `"a1"`, `"a2"`, `"r1"`, `"r2"`, `"z3"`, `"a1/1"`,
		`"0.00"`, `"0.01"`, `"-0.01"`, `"4.80"`, `"9.80"`, `"9.81"`, `"100.00"`, `"0.1"`, `"92233720368547758.07"`, `"46116860184273879.04"`, `"46116860184273849.04"`,
		`0`, `1`, `2`, `-1`, `13`, `1000000`, `1000001`, `9223372036854775807`, `true`, `false`, `null`, `[]`, `["ann"]`, `["ann","bob"]`, `["bob","ann"]`, `["ann","ann"]`, `["ann",""]`, `{}`, `[{}]`,
		`"2026-01-01T12:00:00Z"`, `"2026-01-04T12:00:00Z"`, `"2026-01-04T12:00:00.000000001Z"`, `"2026-02-04T12:00:00Z"`, `"2026-02-04T12:00:00.000000001Z"`, `"0001-01-01T00:00:00Z"`, `"9999-12-31T23:59:59Z"`, `"2026-01-10T13:00:00+01:00"`,
	}
	member := regexp.MustCompile(`"[a-z]+":("[^"]*"|-?[0-9]+|true|\["[^\]]*"\]),?`)
	for _, at := range member.FindAllStringSubmatchIndex(text, -1) {
		for _, v := range values {
			all = append(all, text[:at[2]]+v+text[at[3]:])
		}
		all = append(all, text[:at[0]]+text[at[1]:], text[:at[1]]+text[at[0]:])
	}
	element := regexp.MustCompile(`(\{[^{}]*\}),?`)
	found := element.FindAllStringSubmatchIndex(text, -1)
	for i, at := range found {
		all = append(all, text[:at[0]]+text[at[1]:], text[:at[3]]+","+text[at[2]:])
		if i+1 < len(found) && found[i+1][0] == at[1] {
			next := found[i+1]
			all = append(all, text[:at[0]]+text[next[2]:next[3]]+","+text[at[2]:at[3]]+text[next[3]:])
		}
	}
	for _, at := range regexp.MustCompile(`\{"id":"r[0-9]".*?\}\]\},?`).FindAllStringIndex(text, -1) { // whole reservations
		all = append(all, text[:at[0]]+text[at[1]:], text[:at[1]]+text[at[0]:])
	}
	return all
}

// Everything in a snapshot, what payments along chains left in it among that, can be changed and sealed
// again: either that is refused, or it is a sound ledger.
func TestRestoreTampered(t *testing.T) {
	text := string(unsealed(snapshot(t, chained(t))))
	if accepted, err := accept(text); !accepted || err != nil {
		t.Fatal(err)
	}
	count, sum := 0, 0
	for _, change := range tampered(text) {
		accepted, err := accept(change)
		if err != nil {
			t.Errorf("%v\nof %s", err, change)
		}
		if sum++; accepted && change != text {
			count++
		}
	}
	t.Logf("%d of %d were accepted", count, sum)
}

// A snapshot of payments along chains that was changed and sealed again is refused where no ledger writes it.
func TestRestoreHostileChains(t *testing.T) {
	text := string(unsealed(snapshot(t, chained(t))))
	const (
		bob1 = `{"party":"bob","from":"ann","to":"cem"}`
		bob2 = `{"party":"bob","from":"gil"}`
		cem  = `{"party":"cem","flat":"0.10","rate":10000,"for":"keeping the books"}`
		gil  = `{"party":"gil","flat":"0.00","rate":1,"for":"postage"}`
		r2   = `{"id":"r2","until":"2026-01-08T12:00:00Z","takes":[{"promise":"a2","parts":"5.00"},{"promise":"a1","parts":"5.00"}]}`
		r3   = `{"id":"r3","until":"2026-01-09T12:00:00Z","agreed":["ann","bob"],"takes":[{"promise":"a2","parts":"1.00"}]}`
	)
	for name, change := range map[string][2]string{
		"consents out of order":             {bob1 + "," + bob2, bob2 + "," + bob1},
		"a consent twice":                   {bob2, bob2 + "," + bob2},
		"a consent of nobody":               {bob2, `{"from":"gil"}`},
		"a consent to oneself":              {bob2, `{"party":"bob","from":"bob"}`},
		"a consent there and back":          {bob1, `{"party":"bob","from":"ann","to":"ann"}`},
		"anybody spelled out":               {bob2, `{"party":"bob","from":"gil","to":""}`},
		"charges out of order":              {cem + "," + gil, gil + "," + cem},
		"a charge twice":                    {gil, gil + "," + gil},
		"a charge of nobody":                {`{"party":"gil",`, `{`},
		"a charge of nothing":               {`"flat":"0.00","rate":1`, `"flat":"0.00"`},
		"a charge without its flat amount":  {`"flat":"0.00",`, ``},
		"a charge below nothing":            {`"flat":"0.10"`, `"flat":"-0.10"`},
		"millionths below nothing":          {`"rate":10000`, `"rate":-1`},
		"more than all millionths":          {`"rate":10000`, `"rate":1000001`},
		"no millionths spelled out":         {`"rate":10000`, `"rate":0`},
		"a charge for no cost":              {`,"for":"postage"`, ``},
		"a target above the soft limit":     {`"target":"25.00"`, `"target":"50.01"`},
		"a target below zero":               {`"target":"25.00"`, `"target":"-25.00"`},
		"no target spelled out":             {`"target":"25.00"`, `"target":"0.00"`},
		"reservations out of order":         {r2 + "," + r3, r3 + "," + r2},
		"a reservation twice":               {r2, r2 + "," + r2},
		"a reservation of no action":        {`{"id":"r2","until"`, `{"id":"r4","until"`},
		"a reservation without an end":      {`{"id":"r2","until":"2026-01-08T12:00:00Z",`, `{"id":"r2",`},
		"one that ends as it begins":        {`{"id":"r2","until":"2026-01-08`, `{"id":"r2","until":"2026-01-04`},
		"one that lasts too long":           {`{"id":"r2","until":"2026-01-08`, `{"id":"r2","until":"2026-02-05`},
		"nothing reserved":                  {r3, `{"id":"r3","until":"2026-01-09T12:00:00Z","agreed":["ann","bob"]}`},
		"more reserved than is left":        {`{"promise":"a2","parts":"1.00"}`, `{"promise":"a2","parts":"25.01"}`},
		"nothing reserved of one":           {`{"promise":"a2","parts":"1.00"}`, `{"promise":"a2","parts":"0.00"}`},
		"less than nothing":                 {`{"promise":"a2","parts":"1.00"}`, `{"promise":"a2","parts":"-1.00"}`},
		"no parts":                          {`{"promise":"a2","parts":"1.00"}`, `{"promise":"a2"}`},
		"of no promise":                     {`{"promise":"a2","parts":"1.00"}`, `{"promise":"a3","parts":"1.00"}`},
		"of one in dispute":                 {`"face":"20.00","left":"20.00","issued":"2026-01-03T12:00:00Z","due":"2026-01-20T12:00:00Z"`, `"face":"20.00","left":"20.00","issued":"2026-01-03T12:00:00Z","due":"2026-01-20T12:00:00Z","disputed":true`},
		"of less than is left by now":       {`"left":"20.00"`, `"left":"15.19"`},
		"of a settled one":                  {`"left":"20.00"`, `"left":"0.00"`},
		"a set-off that makes promises":     {`{"promise":"a2","parts":"1.00"}]`, `{"promise":"a2","parts":"1.00"}],"owes":[{"debtor":"cem","creditor":"dan","parts":"10.00"}]`},
		"a set-off with words":              {`{"id":"r2","until":"2026-01-08T12:00:00Z",`, `{"id":"r2","until":"2026-01-08T12:00:00Z","for":"x",`},
		"a set-off with a payee":            {`"agreed":["ann","bob"],"takes"`, `"agreed":["ann","bob"],"payee":"cem","takes"`},
		"who agreed, out of order":          {`"agreed":["ann","bob"]`, `"agreed":["bob","ann"]`},
		"who agreed, twice":                 {`"agreed":["ann","bob"]`, `"agreed":["ann","ann"]`},
		"who agreed, a bad name":            {`"agreed":["ann","bob"]`, `"agreed":["ann","bob "]`},
		"a payment without a payer":         {`"agreed":["ann"],`, ``},
		"a payment with two":                {`"agreed":["ann"]`, `"agreed":["ann","bob"]`},
		"a payment without a payee":         {`"payee":"dan",`, ``},
		"a payment to oneself":              {`"payee":"dan"`, `"payee":"ann"`},
		"a payment for nothing":             {`"for":"a chair",`, ``},
		"a payment in bad words":            {`"for":"a chair"`, `"for":"a chair "`},
		"to owe oneself":                    {`"debtor":"cem","creditor":"dan","parts"`, `"debtor":"cem","creditor":"cem","parts"`},
		"nobody to owe":                     {`"debtor":"cem","creditor":"dan","parts"`, `"creditor":"dan","parts"`},
		"to owe nothing":                    {`"creditor":"dan","parts":"10.00"`, `"creditor":"dan","parts":"0.00"`},
		"to owe less":                       {`"creditor":"dan","parts":"10.00"`, `"creditor":"dan","parts":"-10.00"`},
		"to owe more than anybody may":      {`"creditor":"dan","parts":"10.00"`, `"creditor":"dan","parts":"46116860184273879.05"`},
		"to owe more than anybody may more": {`"debtor":"cem","creditor":"dan","parts":"10.00"`, `"debtor":"ann","creditor":"dan","parts":"46116860184273849.05"`},
		"to owe what overflows":             {`{"debtor":"cem","creditor":"dan","parts":"10.00"}`, `{"debtor":"cem","creditor":"dan","parts":"92233720368547758.07"},{"debtor":"cem","creditor":"dan","parts":"92233720368547758.07"},{"debtor":"cem","creditor":"dan","parts":"0.12"}`},
		"to take what overflows":            {`{"promise":"a2","parts":"1.00"}`, `{"promise":"a2","parts":"92233720368547758.07"},{"promise":"a2","parts":"92233720368547758.07"},{"promise":"a2","parts":"0.12"}`},
		"no horizon":                        {`"horizon":"2026-01-02T12:00:00Z",`, ``},
		"a horizon after all":               {`"horizon":"2026-01-02`, `"horizon":"2026-01-05`},
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

// A consent too many is refused, and as many as there may be are read back.
func TestRestoreConsents(t *testing.T) {
	l := newLedger(t)
	for i := range credit.ConsentsMax {
		apply(t, l, credit.Mediate{ID: fmt.Sprint("m", i), At: day(1), By: []string{"bob"}, Party: "bob", From: fmt.Sprintf("p%05d", i)})
	}
	text := string(unsealed(snapshot(t, l)))
	if accepted, err := accept(text); !accepted || err != nil {
		t.Fatal(err)
	}
	if accepted, err := accept(strings.Replace(text, `{"party":"bob","from":"p00000"}`, `{"party":"bob","from":"o"},{"party":"bob","from":"p00000"}`, 1)); accepted || err != nil {
		t.Error("one too many was accepted", err)
	}
}

// A ledger with everything in it, restored or cloned, shows the same, goes on alike, and neither changes with
// the other.
func TestRestoreAndCloneChains(t *testing.T) {
	ends := []credit.Action{
		credit.Mediate{ID: "e1", At: day(5), By: []string{"bob"}, Party: "bob", From: "gil", Stop: true},
		credit.Mediate{ID: "e2", At: day(5), By: []string{"bob"}, Party: "bob"},
		credit.SetCharge{ID: "e3", At: day(5), By: []string{"cem"}, Party: "cem"},
		credit.SetCharge{ID: "e4", At: day(5), By: []string{"bob"}, Party: "bob", Flat: eur(t, "1"), For: "x"},
		credit.Commit{ID: "e5", At: day(5), By: []string{"ann"}, Reservation: "r1"},
		credit.Release{ID: "e6", At: day(5), Reservation: "r2"},
		credit.Reserve{ID: "e7", At: day(5), By: []string{"cem"}, Until: day(6), Payment: credit.Payment{From: "cem", To: "bob", Amount: eur(t, "2"), For: "x", Paths: []credit.Path{path(t, "2", "cem", "bob")}}},
		credit.Expire{ID: "e8", At: day(9), Reservation: "r3"},
		credit.Archive{ID: "e9", At: day(9), Horizon: day(8)},
	}
	for n := range ends {
		l := chained(t)
		apply(t, l, ends[:n]...)
		text, show := snapshot(t, l), shown(l)
		restored, err := credit.Restore(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		clone := l.Clone()
		for i, other := range []*credit.Ledger{restored, clone} {
			for _, a := range ends[n:] {
				e, err := other.Apply(a)
				f, err2 := l.Clone().Batch(ends[n : slices.IndexFunc(ends, func(b credit.Action) bool { return fmt.Sprint(a) == fmt.Sprint(b) })+1]...)
				if err != nil || err2 != nil || fmt.Sprint(e) != fmt.Sprint(f[len(f)-1]) {
					t.Fatalf("%d, %d: %v, %v and %v, %v after %+v", n, i, e, err, f, err2, a)
				}
				if !bytes.Equal(snapshot(t, l), text) || shown(l) != show {
					t.Fatalf("%d, %d: the other one changed by %+v", n, i, a)
				}
			}
		}
		if !bytes.Equal(snapshot(t, restored), snapshot(t, clone)) {
			t.Errorf("%d: %s and %s", n, snapshot(t, restored), snapshot(t, clone))
		}
		again := clone.Clone()
		apply(t, l, ends[n:]...)
		if !bytes.Equal(snapshot(t, l), snapshot(t, again)) {
			t.Errorf("%d: %s and %s", n, snapshot(t, l), snapshot(t, again))
		}
	}
}

// Consents given to a clone are none of its original's, however many each has, nor the other way round.
func TestCloneConsents(t *testing.T) {
	mediate := func(l *credit.Ledger, from string, stop bool) {
		apply(t, l, credit.Mediate{ID: from + fmt.Sprint(stop), At: day(1), By: []string{"bob"}, Party: "bob", From: from, Stop: stop})
	}
	l := newLedger(t)
	for _, name := range []string{"one", "two"} { // so that they are known, and told from each other
		apply(t, l, credit.Mediate{ID: name, At: day(1), By: []string{name}, Party: name})
	}
	for n := range 9 {
		one, two := l.Clone(), l.Clone()
		before := shown(l)
		mediate(one, "one", false)
		mediate(two, "two", false)
		if n > 0 {
			mediate(two, "p0", true)
		}
		if got := shown(one); !strings.Contains(got, "{bob one }") || strings.Contains(got, "{bob two }") || n > 0 && !strings.Contains(got, "{bob p0 }") || shown(l) != before {
			t.Errorf("%d: %s", n, got)
		}
		mediate(l, fmt.Sprint("p", n), false)
	}
}
