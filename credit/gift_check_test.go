package credit

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// Check names the invariant that is broken, each in every way that a state can break it.
func TestGiftCheck(t *testing.T) {
	on := func(day int) time.Time { return time.Date(2026, time.March, day, 0, 0, 0, 0, time.UTC) }
	for name, test := range map[string]struct {
		invariant string
		spoil     func(*GiftLog)
	}{
		"no giver":             {"G1", func(g *GiftLog) { g.gifts[0].Giver = "" }},
		"to oneself":           {"G1", func(g *GiftLog) { g.gifts[0].Receiver = "ann" }},
		"no words":             {"G1", func(g *GiftLog) { g.gifts[0].Words = "" }},
		"a unit":               {"G2", func(g *GiftLog) { g.gifts[0].Metric = "kWh" }},
		"no metric":            {"G2", func(g *GiftLog) { g.gifts[0].Metric = "" }},
		"none":                 {"G2", func(g *GiftLog) { g.gifts[0].Count = 0 }},
		"another count":        {"G3", func(g *GiftLog) { g.gifts[0].Count++ }},
		"another giver":        {"G3", func(g *GiftLog) { g.gifts[0].Giver = "dan" }},
		"another metric":       {"G3", func(g *GiftLog) { g.gifts[0].Metric = "songs" }},
		"too many together":    {"G3", func(g *GiftLog) { g.gifts[0].Count = GiftCountMax }},
		"a tally more":         {"G3", func(g *GiftLog) { g.given["ann"]["songs"] = 1 }},
		"a tally of nothing":   {"G3", func(g *GiftLog) { g.given["ann"]["songs"] = 0 }},
		"a tally too large":    {"G3", func(g *GiftLog) { g.given["ann"]["smiles"]++ }},
		"a tally less":         {"G3", func(g *GiftLog) { delete(g.given["ann"], "smiles") }},
		"a giver of nothing":   {"G3", func(g *GiftLog) { g.given["dan"] = nil }},
		"a giver less":         {"G3", func(g *GiftLog) { delete(g.given, "cem") }},
		"one giver instead":    {"G3", func(g *GiftLog) { g.given["dan"] = g.given["cem"]; delete(g.given, "cem") }},
		"another ID":           {"G4", func(g *GiftLog) { g.gifts[0].ID = "b" }},
		"no action":            {"G4", func(g *GiftLog) { g.gifts[0].ID = "z" }},
		"another order":        {"G4", func(g *GiftLog) { g.gifts[0], g.gifts[1] = g.gifts[1], g.gifts[0] }},
		"no time":              {"G4", func(g *GiftLog) { g.gifts[0].At = time.Time{} }},
		"a time before":        {"G4", func(g *GiftLog) { g.gifts[1].At = on(0) }},
		"a time of its own":    {"G4", func(g *GiftLog) { g.gifts[0].At = on(2) }},
		"a gift less":          {"G4", func(g *GiftLog) { g.gifts = g.gifts[:1]; g.given = g.Clone().given }},
		"an action of no gift": {"G4", func(g *GiftLog) { g.log.Add("d", on(2), [16]byte{}) }},
	} {
		var g GiftLog
		for _, a := range []Give{
			{ID: "a", At: on(1), By: []string{"ann"}, Giver: "ann", Words: "smiled", Metric: "smiles", Count: 1},
			{ID: "b", At: on(2), By: []string{"ann"}, Giver: "ann", Words: "smiled", Metric: "smiles", Count: 2},
			{ID: "c", At: on(2), By: []string{"cem"}, Giver: "cem", Words: "a coat"},
		} {
			if _, err := g.Apply(a); err != nil {
				t.Fatal(err)
			}
		}
		if err := g.Check(); err != nil {
			t.Fatal(err)
		}
		test.spoil(&g)
		if err := g.Check(); !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), ": "+test.invariant+": ") {
			t.Errorf("%s: got %v, want %s", name, err, test.invariant)
		}
	}
}
