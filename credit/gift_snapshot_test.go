package credit_test

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"example.org/mutual/credit"
	"github.com/google/go-cmp/cmp"
)

func TestGiveJSON(t *testing.T) {
	const text = `{"type":"give","id":"g1","at":"2026-01-01T12:00:00Z","by":["ann","bob"],"giver":"ann","receiver":"bob",` +
		`"words":"kept his grandmother company","metric":"hours sat with grandmother","count":3}`
	got, err := credit.EncodeGive(sat())
	if err != nil || string(got) != text {
		t.Errorf("%s, %v", got, err)
	}
	a, err := credit.DecodeGive([]byte(text))
	if d := cmp.Diff(sat(), a); d != "" || err != nil {
		t.Errorf("%v (-want +got)\n%s", err, d)
	}
	for name, change := range map[string][2]string{
		"another type":            {`"give"`, `"issue"`},
		"no type":                 {`"type":"give",`, ``},
		"a type too long":         {`"give"`, `"` + strings.Repeat("give", 99) + `"`},
		"none spelled out":        {`"count":3`, `"count":0`},
		"a fraction":              {`"count":3`, `"count":3.5`},
		"a number as a text":      {`"count":3`, `"count":"3"`},
		"a number too large":      {`"count":3`, `"count":9223372036854775808`},
		"no receiver spelled out": {`"bob","words"`, `"","words"`},
		"another order":           {`"giver":"ann","receiver":"bob"`, `"receiver":"bob","giver":"ann"`},
		"words too long":          {sat().Words, strings.Repeat("x", 1025)},
		"too many in by":          {`"ann","bob"]`, strings.Repeat(`"ann",`, 64) + `"bob"]`},
		"one more member":         {`"count":3`, `"count":3,"price":1`},
		"an amount":               {`"count":3`, `"amount":{"amount":"3.00","unit":"EUR.2"}`},
		"space":                   {`"count":3`, `"count": 3`},
		"more behind it":          {`"count":3}`, `"count":3} `},
		"cut short":               {`"count":3}`, `"count":3`},
	} {
		if !strings.Contains(text, change[0]) {
			t.Errorf("%s: there is no %s", name, change[0])
		}
		a, err := credit.DecodeGive([]byte(strings.Replace(text, change[0], change[1], 1)))
		refusal(t, err, credit.ErrAction)
		if !reflect.ValueOf(a).IsZero() {
			t.Errorf("%s: %v", name, a)
		}
	}
	for name, a := range map[string]credit.Give{
		"not UTF-8":      giveWith(func(a *credit.Give) { a.Words = "\xff" }),
		"words too long": giveWith(func(a *credit.Give) { a.Words = strings.Repeat("x", 1025) }),
		"too late":       giveWith(func(a *credit.Give) { a.At = day(5).AddDate(8000, 0, 0) }),
		"too many in by": giveWith(func(a *credit.Give) { a.By = slices.Repeat(a.By, 33) }),
	} {
		if text, err := credit.EncodeGive(a); text != nil {
			t.Errorf("%s: %s", name, text)
		} else {
			refusal(t, err, credit.ErrAction)
		}
	}
}

// A snapshot that was changed and sealed again is refused, unless it is what some log writes.
func TestRestoreGiftsHostile(t *testing.T) {
	text := string(unsealed(snapshot(t, kindLog(t))))
	if _, err := credit.RestoreGifts(bytes.NewReader(sealed([]byte(text)))); err != nil {
		t.Fatal(err)
	}
	const (
		g2 = `{"id":"g2","at":"2026-01-02T12:00:00Z","giver":"ann","words":"smiled in the rain","metric":"smiles","count":2}`
		g0 = `{"id":"g0","at":"2026-01-02T12:00:00Z","giver":"cem","words":"a winter coat, on the hook by the door"}`
	)
	for name, change := range map[string][2]string{
		"another format":             {`mutual/gifts`, `mutual/credit`},
		"another version":            {`"version":1`, `"version":2`},
		"out of order":               {g2 + "," + g0, g0 + "," + g2},
		"a gift twice":               {g2, g2 + "," + g2},
		"a gift less":                {g2 + ",", ""},
		"a gift without an action":   {`"gifts":[{"id":"g1"`, `"gifts":[{"id":"g5"`},
		"a gift without a name":      {`"gifts":[{"id":"g1",`, `"gifts":[{`},
		"an action without a gift":   {`{"id":"g4","at"`, `{"id":"g5","at":"2026-01-04T12:00:00Z","digest":"00000000000000000000000000000000"},{"id":"g4","at"`},
		"no time":                    {g2, strings.Replace(g2, `"at":"2026-01-02T12:00:00Z",`, ``, 1)},
		"a time before":              {g0, strings.Replace(g0, "01-02T", "01-01T", 1)},
		"another time":               {`"at":"2026-01-04T12:00:00Z","giver":"bob"`, `"at":"2026-01-03T12:00:00Z","giver":"bob"`},
		"another zone":               {`"at":"2026-01-04T12:00:00Z","giver":"bob"`, `"at":"2026-01-04T13:00:00+01:00","giver":"bob"`},
		"a horizon":                  {`"applied":[`, `"horizon":"2026-01-01T12:00:00Z","applied":[`},
		"a horizon and a gap":        {`"version":1,"applied":[{"id":"g1","at":"2026-01-01T12:00:00Z",`, `"version":1,"horizon":"2026-01-01T12:00:00Z","applied":[{"id":"g1","at":"2026-01-01T12:00:00Z","seq":2,`},
		"no giver":                   {`"giver":"cem",`, ``},
		"a giver that is none":       {`"giver":"cem"`, `"giver":" cem"`},
		"a receiver that is none":    {`"receiver":"bob"`, `"receiver":"b\nb"`},
		"to oneself":                 {`"receiver":"bob"`, `"receiver":"ann"`},
		"no words":                   {`"words":"smiled again",`, ``},
		"words too long":             {`smiled again`, strings.Repeat("x", 1025)},
		"a unit":                     {`"metric":"songs"`, `"metric":"kWh"`},
		"a metric not counted":       {`"metric":"songs","count":1`, `"metric":"songs"`},
		"a count of nothing":         {`"metric":"songs","count":1`, `"count":1`},
		"a count below zero":         {`"count":1`, `"count":-1`},
		"none spelled out":           {`"metric":"songs","count":1`, `"metric":"songs","count":0`},
		"too many":                   {`"count":1`, `"count":4611686018427387905`},
		"too many together":          {`"count":5`, `"count":4611686018427387903`},
		"more than a number holds":   {`"count":5`, `"count":9223372036854775807`},
		"no receiver spelled out":    {`"giver":"cem"`, `"giver":"cem","receiver":""`},
		"a tally that claims itself": {`"gifts":[`, `"given":[],"gifts":[`},
		"one more member":            {`"count":5`, `"count":5,"price":true`},
		"space":                      {`"gifts":[`, `"gifts": [`},
	} {
		if !strings.Contains(text, change[0]) {
			t.Errorf("%s: there is no %s in %s", name, change[0], text)
		}
		g, err := credit.RestoreGifts(bytes.NewReader(sealed([]byte(strings.Replace(text, change[0], change[1], 1)))))
		if err == nil || g != nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		refusal(t, err, credit.ErrGiftSnapshot)
	}
}

// A changed byte, or a missing one, is noticed wherever it is.
func TestRestoreGiftsChanged(t *testing.T) {
	text := snapshot(t, kindLog(t))
	for i := range text {
		changed := bytes.Clone(text)
		changed[i] ^= 1
		_, err := credit.RestoreGifts(bytes.NewReader(changed))
		refusal(t, err, credit.ErrGiftSnapshot)
		_, err = credit.RestoreGifts(bytes.NewReader(text[:i]))
		refusal(t, err, credit.ErrGiftSnapshot)
	}
	_, err := credit.RestoreGifts(bytes.NewReader(append(text, '\n')))
	refusal(t, err, credit.ErrGiftSnapshot)
}

// The same actions give the same bytes on every machine and in every version. Where this fails, snapshots
// and digests that applications have stored no longer fit: that takes a new version of the format.
func TestGiftSnapshotStays(t *testing.T) {
	const want = "878e9400b9408f57a3e77bdd5c5dd3b55b054db0f953c17e2ce9a3b8157ea517"
	text := snapshot(t, kindLog(t))
	if got := string(text[len(text)-66 : len(text)-2]); got != want {
		t.Errorf("got %s of %s", got, text)
	}
}

// What the reader or the writer says is handed on.
func TestGiftSnapshotErrors(t *testing.T) {
	broken := errors.New("broken pipe")
	text := snapshot(t, kindLog(t))
	if _, err := credit.RestoreGifts(io.MultiReader(bytes.NewReader(text[:100]), iotest.ErrReader(broken))); err != broken {
		t.Error(err)
	}
	if err := kindLog(t).Snapshot(failing{broken}); err != broken {
		t.Error(err)
	}
}
