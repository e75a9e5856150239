package waterfall_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"github.com/google/go-cmp/cmp"
)

// half is a case in the middle of its life: calls half paid, something recovered, something worked off.
func half(t testing.TB) waterfall.Case {
	held := make([][]waterfall.Holding, len(society))
	held[3] = []waterfall.Holding{{From: "reserve", Amount: eur(30)}}
	held[4] = []waterfall.Holding{{From: "a", Amount: eur(40)}, {From: "b", Amount: eur(20)}, {From: "debtor", Amount: eur(10)}}
	held[5] = []waterfall.Holding{{From: "a", Amount: eur(30), Weight: 1}, {From: "b", Amount: eur(30), Weight: 2}}
	out := mustRun(t, society, held, []waterfall.Loss{{Defaulter: "debtor", Claims: []waterfall.Claim{{Creditor: "x", Amount: eur(150)}, {Creditor: "y", Amount: eur(50)}}}})
	c := out.Cases[0]
	_, err := c.PayCalls([]waterfall.Payment{{Layer: 5, Name: "a", Amount: eur(30)}, {Layer: 5, Name: "b", Amount: eur(10)}})
	_, err2 := c.Recover(eur(45))
	if err := errors.Join(err, err2, c.Work(eur(7)), c.Check()); err != nil {
		t.Fatal(err)
	}
	return c
}

// Each change breaks an invariant that Check names, or is something else that it refuses.
func TestCheckFinds(t *testing.T) {
	for name, test := range map[string]struct {
		spoil  func(c *waterfall.Case)
		reason error
		says   string
	}{
		"no unit":                   {func(c *waterfall.Case) { c.Recovered = unit.Amount{} }, waterfall.ErrUnit, ""},
		"no defaulter":              {func(c *waterfall.Case) { c.Defaulter = "" }, waterfall.ErrName, ""},
		"other layers":              {func(c *waterfall.Case) { c.Layers = c.Layers[:3] }, waterfall.ErrLayers, ""},
		"a claim in another unit":   {func(c *waterfall.Case) { c.Claims[0].Paid = unit.New(1, unit.Joule) }, waterfall.ErrAmount, ""},
		"a step in another unit":    {func(c *waterfall.Case) { c.Steps[0].Borne = unit.New(0, unit.Joule) }, waterfall.ErrAmount, ""},
		"a draw below zero":         {func(c *waterfall.Case) { c.Draws[0].Borne = eur(-1) }, waterfall.ErrAmount, ""},
		"a claim twice":             {func(c *waterfall.Case) { c.Claims[1].Creditor = "x" }, waterfall.ErrTwice, ""},
		"a draw on nobody":          {func(c *waterfall.Case) { c.Draws[0].From = "" }, waterfall.ErrName, ""},
		"a step less":               {func(c *waterfall.Case) { c.Steps = c.Steps[1:] }, waterfall.ErrBroken, "invariant 1"},
		"more owed":                 {func(c *waterfall.Case) { c.Claims[0].Amount = eur(151) }, waterfall.ErrBroken, "invariant 3"},
		"a layer that bears more":   {func(c *waterfall.Case) { c.Steps[3].Borne = eur(500) }, waterfall.ErrBroken, "invariant 3"},
		"a layer beyond its cap":    {func(c *waterfall.Case) { c.Layers = slices.Clone(c.Layers); c.Layers[3].Cap = eur(29) }, waterfall.ErrBroken, "invariant 3"},
		"a haircut that bears less": {func(c *waterfall.Case) { c.Steps[6].Borne = eur(1) }, waterfall.ErrBroken, "invariant 1"},
		"cut and paid":              {func(c *waterfall.Case) { c.Claims[0].Cut = eur(150) }, waterfall.ErrBroken, "invariant 1"},
		"draws out of order":        {func(c *waterfall.Case) { c.Draws[1], c.Draws[2] = c.Draws[2], c.Draws[1] }, waterfall.ErrBroken, "invariant 1"},
		"a draw on no layer":        {func(c *waterfall.Case) { c.Draws[0].Layer = -1 }, waterfall.ErrBroken, "invariant 1"},
		"a draw by the haircut":     {func(c *waterfall.Case) { c.Draws[len(c.Draws)-1].Layer = 6 }, waterfall.ErrBroken, "invariant 1"},
		"a draw less":               {func(c *waterfall.Case) { c.Draws = c.Draws[1:] }, waterfall.ErrBroken, "invariant 1"},
		"a draw of nothing":         {func(c *waterfall.Case) { c.Draws[0].Drawn = eur(0) }, waterfall.ErrBroken, "invariant 3"},
		"a fund that is behind":     {func(c *waterfall.Case) { c.Draws[1].Paid = eur(1) }, waterfall.ErrBroken, "invariant 3"},
		"another's own":             {func(c *waterfall.Case) { c.Draws[0].From = "a" }, waterfall.ErrBroken, "invariant 3"},
		"a fellow of itself":        {func(c *waterfall.Case) { c.Defaulter = "b" }, waterfall.ErrBroken, "invariant 3"},
		"a call on itself":          {func(c *waterfall.Case) { c.Draws[len(c.Draws)-1].From = "debtor" }, waterfall.ErrBroken, "invariant 3"},
		"its own refilled":          {func(c *waterfall.Case) { c.Draws[0].Borne, c.Draws[0].Paid = eur(1), eur(1) }, waterfall.ErrBroken, "invariant 6"},
		"money from nowhere":        {func(c *waterfall.Case) { c.Recovered = eur(46) }, waterfall.ErrBroken, "invariant 5"},
		"a call forgotten":          {func(c *waterfall.Case) { c.Draws[len(c.Draws)-1].Borne = eur(10) }, waterfall.ErrBroken, "invariant 7"},
		"too much work":             {func(c *waterfall.Case) { c.Worked = eur(1000) }, waterfall.ErrBroken, "invariant 6"},
	} {
		c := half(t)
		c.Steps = slices.Clone(c.Steps)
		test.spoil(&c)
		if err := c.Check(); !errors.Is(err, test.reason) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %v: %s", name, err, test.reason, test.says)
		}
	}
}

// A case keeps the layers that its loss was shared out by, whatever becomes of the terms.
func TestCaseKeepsItsLayers(t *testing.T) {
	layers := slices.Clone(society)
	c := mustRun(t, layers, make([][]waterfall.Holding, len(layers)), lost(5)).Cases[0]
	layers[0].Name = "another"
	if c.Layers[0] != society[0] {
		t.Error(c.Layers[0])
	}
}

// A clone changes by itself.
func TestClone(t *testing.T) {
	c := half(t)
	d := c.Clone()
	if _, err := d.Recover(eur(20)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, half(t)); diff != "" {
		t.Error(diff)
	}
}

// A case is plain data: it comes back from JSON as it was, kinds and keys by their names.
func TestCaseAsJSON(t *testing.T) {
	c := half(t)
	data, err := json.Marshal(c)
	if err != nil || !strings.Contains(string(data), `"Kind":"provisions","Key":"contribution"`) {
		t.Fatal(string(data), err)
	}
	var back waterfall.Case
	if err := json.Unmarshal(data, &back); err != nil || cmp.Diff(c, back) != "" {
		t.Error(err, cmp.Diff(c, back))
	}
}

func TestNames(t *testing.T) {
	for k := waterfall.Security; k <= waterfall.Haircut; k++ {
		var back waterfall.Kind
		if text, err := k.MarshalText(); err != nil || back.UnmarshalText(text) != nil || back != k || string(text) != k.String() {
			t.Error(k, err, back)
		}
	}
	for k := waterfall.NoKey; k <= waterfall.Equal; k++ {
		back := waterfall.Key(99)
		if text, err := k.MarshalText(); err != nil || back.UnmarshalText(text) != nil || back != k || string(text) != k.String() {
			t.Error(k, err, back)
		}
	}
	for _, k := range []waterfall.Kind{0, waterfall.Haircut + 1} {
		if _, err := k.MarshalText(); !errors.Is(err, waterfall.ErrKind) || k.String() != "no kind" {
			t.Error(k, err)
		}
	}
	if _, err := waterfall.Key(99).MarshalText(); !errors.Is(err, waterfall.ErrKey) || waterfall.Key(99).String() != "no key" {
		t.Error(err)
	}
}
