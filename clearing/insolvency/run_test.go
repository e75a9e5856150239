package insolvency_test

import (
	"context"
	"testing"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/clearing/insolvency/insolvencytest"
)

// The kit holds the package's own solver to its promises, and its results to Verify.
func TestRun(t *testing.T) {
	insolvencytest.Run(t, func(ctx context.Context, s insolvency.System, o insolvency.Options) (*insolvency.Result, error) {
		r, err := insolvency.Settle(ctx, s, o)
		if err != nil {
			return nil, err
		}
		return r, insolvency.Verify(s, o, r)
	})
}
