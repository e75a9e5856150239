package purity

import (
	"slices"
	"testing"
)

func TestClassify(t *testing.T) {
	for _, tt := range []struct {
		path    string
		checked bool
		knows   int
		waives  []string
		floats  []string
	}{
		{path: "m.org/m", checked: true},
		{path: "m.org/m/unit", checked: true},
		{path: "m.org/m/unit/journal", checked: true, knows: 1},
		{path: "m.org/m/clearing/flow", checked: true, waives: []string{"P6"}, floats: []string{"Progress", "progress", "tell", "done"}},
		{path: "m.org/m/internal/machine", checked: true, knows: 2},
		{path: "m.org/m/clearing", checked: true, knows: 4, floats: []string{"Progress", "part"}},
		{path: "m.org/m/clearing/insolvency", checked: true, knows: 5},
		{path: "m.org/m/guarantee/risk", checked: true, knows: 9, waives: []string{"P9"}},
		{path: "m.org/m/guarantee/waterfall", checked: true, knows: 10},
		{path: "m.org/m/partnership/stock", checked: true, knows: 12},
		{path: "m.org/m/partnership", checked: true, knows: 13},
		{path: "m.org/m/partnership/grid", checked: true, knows: 14},
		{path: "m.org/m/partnership/grid/pool", checked: true, knows: 16},
		{path: "m.org/m/internal/purity", checked: true},
		{path: "m.org/m/internal/canonical", checked: true},
		{path: "m.org/m/unlisted", checked: true},
		{path: "m.org/m/internal/machine/machinetest", checked: true, waives: []string{"P5", "P6", "P7", "P8"}},
		{path: "m.org/m/unit/amounttest", checked: true, waives: []string{"P5", "P6", "P7", "P8"}},
		{path: "m.org/m/examples", checked: false},
		{path: "m.org/m/examples/clearing", checked: false},
		{path: "m.org/m/examplesque", checked: true},
		{path: "m.org/m/tools", checked: false},
	} {
		c, checked := Classify("m.org/m", tt.path)
		if checked != tt.checked || len(c.Knows) != tt.knows || !slices.Equal(c.Waives, tt.waives) ||
			!slices.Equal(c.Floats, tt.floats) {
			t.Errorf("%s: got %+v, %v", tt.path, c, checked)
		}
	}
}

func TestIsMust(t *testing.T) {
	for name, want := range map[string]bool{
		"Must": true, "MustParse": true, "Must2": true, "Must_": true,
		"Mustard": false, "must": false, "ParseMust": false, "": false,
	} {
		if got := isMust(name); got != want {
			t.Errorf("isMust(%q) = %v", name, got)
		}
	}
}
