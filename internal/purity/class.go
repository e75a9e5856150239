package purity

import (
	"path"
	"slices"
	"strings"
)

// A Class says which rules a package is excused from. The zero Class is the strictest: it belongs to no module, knows
// no package but pure ones from outside, and is held to every rule.
type Class struct {
	Module  string   // path of the module whose packages P2 orders
	Knows   []string // paths of that module's packages that P2 lets it import, besides those under internal/
	Imports []string // paths from outside the module that P1 lets it import, besides the pure ones
	Waives  []string // rules that do not hold for it, "P6"

	// Floats names what may hold a float in spite of P9: a function, type, variable or field of that name with all
	// inside its declaration, and the arguments of a call of it that stands as a statement, so that no float comes
	// back.
	Floats []string
}

// house lists the shipped packages of the module from the top down, and what is internal but stands on some of them.
// Each may import those above it.
var house = []string{
	"unit",
	"unit/journal",
	"internal/machine",
	"clearing/flow",
	"clearing",
	"clearing/insolvency",
	"internal/bookform",
	"clearing/round",
	"credit",
	"guarantee/risk",
	"guarantee/waterfall",
	"guarantee",
	"partnership/stock",
	"partnership",
	"partnership/grid",
	"partnership/grid/cost",
	"partnership/grid/pool",
}

// relaxed lists the shipped packages that are excused from something.
var relaxed = map[string]Class{
	// The solver may use all processors; its results do not show how many. Like clearing, it tells how far it has come
	// as a fraction, under these names.
	"clearing/flow": {
		Imports: []string{"runtime", "sync", "sync/atomic"},
		Waives:  []string{ruleConcurrency},
		Floats:  []string{"Progress", "progress", "tell", "done"},
	},
	"clearing": {Floats: []string{"Progress", "part"}},
	// The risk of a pool is an estimate, and no amount is made from it without rounding at a stated place.
	"guarantee/risk": {Waives: []string{ruleFloat}},
	// An action takes no context, because it happens whole or not at all; what solves a set-off for it wants one.
	"guarantee": {Waives: []string{ruleContext}},
	// A hash with a seed made at random, as that of every map is: nobody can make up keys that crowd together, and no
	// result shows the seed.
	"internal/index": {Imports: []string{"hash/maphash"}},
	// This package holds itself to its own rules.
	"internal/purity": {Imports: []string{"go/ast", "go/token", "go/types", "path"}},
}

// kit is what a test kit is excused from: it drives tests, which may panic, run side by side, need a context, and stop
// waiting for what should have ended.
var kit = Class{
	Imports: []string{
		"github.com/google/go-cmp/cmp",
		"github.com/google/go-cmp/cmp/cmpopts",
		"pgregory.net/rapid",
		"reflect",
		"regexp",
		"runtime",
		"sync",
		"sync/atomic",
		"testing",
		"testing/iotest",
	},
	Waives: []string{rulePanic, ruleConcurrency, ruleClock, ruleContext},
}

// Classify returns the class of the package at path in the module, and whether it is checked at all: examples and tools
// are programs, with a program's freedom. A path that house does not list knows no other package of the module.
func Classify(module, path string) (c Class, checked bool) {
	name := strings.TrimPrefix(path, module+"/")
	if under(name, "examples") || under(name, "tools") {
		return Class{}, false
	}
	c = relaxed[name]
	if isKit(name) {
		c = kit
	}
	c.Module = module
	c.Knows = knows(module, name)
	return c, true
}

// knows returns the paths above name in the house. The solver stands alone, so that it is useful alone.
func knows(module, name string) []string {
	i := slices.Index(house, name)
	if i < 0 || name == "clearing/flow" {
		return nil
	}
	paths := slices.Clone(house[:i])
	for j, above := range paths {
		paths[j] = module + "/" + above
	}
	return paths
}

// isKit reports whether a path is that of a test kit, as unit/amounttest is.
func isKit(p string) bool {
	return strings.HasSuffix(path.Base(p), "test")
}

// under reports whether name is dir or below it.
func under(name, dir string) bool {
	return name == dir || strings.HasPrefix(name, dir+"/")
}
