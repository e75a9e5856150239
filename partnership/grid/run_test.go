package grid_test

import (
	"testing"

	"example.org/mutual/partnership/grid/gridtest"
)

// The whole kit: invariants 1 to 6, the dumb oracle, another order, and what is larger.
func TestKit(t *testing.T) { gridtest.Run(t, gridtest.Share) }
