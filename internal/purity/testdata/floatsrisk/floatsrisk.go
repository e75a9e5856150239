// Package floatsrisk stands for guarantee/risk, whose estimates are floats, and which is otherwise held to all rules.
package floatsrisk

import (
	"math"
	_ "math/rand" // want "P1: import of math/rand"
)

func ruin(p float64, n int) float64 { return math.Pow(p, float64(n)) }

func sum(ps map[string]float64) (total float64) {
	for _, p := range ps { // want "P10: range over a map"
		total += p
	}
	return total
}
