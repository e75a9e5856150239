// Package kit stands for unit/amounttest.
package kit

import (
	"context"
	"maps"
	_ "math/rand/v2" // want "P1: import of math/rand/v2"
	_ "os"           // want "P1: import of os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	_ "house.example/m/clearing/flow/flowtest"
	_ "house.example/m/credit"
	_ "house.example/m/internal/purity" // want "P2: import of house.example/m/internal/purity"
	_ "house.example/m/unit"
)

var actions = map[string]func(){}

func init() { // want "P3: func init"
	actions["a"] = func() {} // want "P4: assigns to the package variable actions"
}

func Run(t *testing.T, m map[string]int) {
	var group sync.WaitGroup
	group.Go(func() {})
	go func() { _ = recover() }()
	if cmp.Diff(m, m) != "" {
		panic(context.Background())
	}
	_ = time.Now()
	for k := range m { // want "P10: range over a map"
		_ = k
	}
	_ = slices.Sorted(maps.Keys(m))
	x := 0.5 // want "P9: x"
	use(x)   // want "P9: x"
	rapid.Check(t, func(t *rapid.T) { _ = rapid.Int().Draw(t, "i") })
}

func use(any) {}
