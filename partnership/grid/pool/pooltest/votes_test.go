package pooltest_test

import (
	"errors"
	"slices"
	"testing"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/grid/pool/pooltest"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// A counter counts what it was asked for the first time and what came of it, by names.
type counter struct {
	*pool.Pool
	seen map[string]int
}

func (c counter) Apply(a pool.Action) (journal.Entry, error) {
	before := c.Terms()
	e, err := c.Pool.Apply(a)
	if errors.Is(err, journal.ErrApplied) {
		return e, err
	}
	what := " accepted"
	if err != nil {
		what = " refused"
	}
	switch a := a.(type) {
	case pool.Amend:
		if !slices.Equal(a.Terms.Products, before.Products) {
			c.seen["other products"+what]++
		}
		if a.Terms.Manager != before.Manager || a.Terms.Custodian != before.Custodian {
			c.seen["other offices"+what]++
		}
	case pool.Approve:
		c.seen["approve"+what]++
	case pool.Retract:
		c.seen["retract"+what]++
	}
	if now := c.Terms(); !slices.Equal(now.Products, before.Products) {
		c.seen["other products in force"]++
	} else if now.Manager != before.Manager || now.Custodian != before.Custodian {
		c.seen["other offices in force"]++
	}
	return e, err
}

// Members come to vote on products and offices, for and against. Histories are played until all of that was seen, so
// that it hangs on no chance.
func TestVotesReach(t *testing.T) {
	seen, seed := map[string]int{}, 0
	enough := func() bool {
		for _, what := range []string{"other products in force", "other offices in force", "other products accepted", "other products refused", "other offices accepted",
			"other offices refused", "approve accepted", "approve refused", "retract accepted", "retract refused"} {
			if seen[what] < 5 {
				return false
			}
		}
		return true
	}
	for ; seed < 2000 && !enough(); seed++ {
		moves := rapid.SliceOfN(pooltest.Moves(), 60, 60).Example(seed)
		played := false
		open := func(t pool.Terms) (pooltest.Machine, error) {
			p, err := pool.New(t)
			if played {
				return p, err // a replay, which counts for nothing
			}
			played = true
			return counter{p, seen}, err
		}
		if _, err := pooltest.Play(pooltest.Terms("Wh"), pooltest.Actions(), open, moves); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d histories: %v", seed, seen)
	if !enough() {
		t.Error("not all was seen")
	}
}
