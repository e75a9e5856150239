package insolvency

import "context"

// WorkMax is the most steps that Settle takes, each about a multiplication, before it gives up with
// ErrWork: half a minute to some minutes. A context can end it sooner.
const WorkMax = 1 << 36

// keptCost is what a number costs that stays in the Result, beside its length, in steps: the work bounds
// the memory too.
const keptCost = 1 << 8

// A work is what may still be done.
type work struct {
	ctx  context.Context
	left int64
}

func (w *work) spend(steps int64) error {
	if w.left -= steps; w.left < 0 {
		return errWork()
	}
	return w.ctx.Err()
}

func errWork() error {
	return &Error{Reason: ErrWork, What: "want fewer parties in default together, or fewer rounds"}
}
