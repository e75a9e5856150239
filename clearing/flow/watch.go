package flow

import "context"

// A watch looks at the context now and then.
type watch struct {
	ctx  context.Context
	left int64 // work until it is looked at again
}

// lookEvery is how many arcs or links are looked at between two looks at the context: a millisecond, or ten where
// each waits for the memory and others use it too.
const lookEvery = 1 << 18

// look returns the error of the context if so much work, and that of asking, makes it time to look.
func (w *watch) look(work int64) error {
	if w.left -= work + 1; w.left > 0 {
		return nil
	}
	w.left = lookEvery
	return w.ctx.Err()
}

// each calls do for 0 to n-1 in pieces, and looks at the context before each.
func (w *watch) each(n int, do func(low, end int)) error {
	for low := 0; low < n; low += lookEvery {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		do(low, min(n, low+lookEvery))
	}
	return nil
}
