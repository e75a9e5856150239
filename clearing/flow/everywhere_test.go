package flow_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"testing"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
)

// The solutions of each engine are the same bytes on every machine: amd64 made these sums, and the tests run on 386
// and wasm too. Where one changes because the engine does, that is no fault; on one platform alone it is.
func TestSameBytesEverywhere(t *testing.T) {
	for e, want := range map[flow.Engine]string{
		flow.Automatic:      "4080596e1ca84c08",
		flow.CostScaling:    "826edce244225290",
		flow.SetOff:         "2926b81a622af904",
		flow.NetworkSimplex: "8ff59e81ec6292c2",
	} {
		h := sha256.New()
		for _, f := range clearingtest.SetOffs() {
			p := f.Make(600, 1)
			solveInto(h, p, e)
			solveInto(h, staged(p, -1, -2, -4, 0), e)
		}
		for _, f := range clearingtest.General() {
			solveInto(h, f.Make(600, 1), e)
		}
		if got := hex.EncodeToString(h.Sum(nil)[:8]); got != want {
			t.Errorf("%v: %s, not %s", e, got, want)
		}
	}
}

// solveInto writes the answer of an engine, whether it is a solution or an error.
func solveInto(h hash.Hash, p flow.Problem, e flow.Engine) {
	s, err := flow.Solve(context.Background(), p, flow.Options{Engine: e})
	fmt.Fprintln(h, s, err)
}
