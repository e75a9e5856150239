package stock

import "example.org/mutual/internal/machine"

// Held is a register as a machine of this module holds it. No other module can make one, because none can name a
// machine.Key.
type Held struct{ r *Register }

// Hold returns the register for the machine that holds it. Until it says Forget, no change is final. One register
// belongs to one machine.
func (r *Register) Hold(machine.Key) Held {
	r.undoing = true
	return Held{r}
}

// Undo takes all changes back that are not final, the last one first.
func (h Held) Undo() {
	for i := len(h.r.changes) - 1; i >= 0; i-- {
		h.r.undo(h.r.changes[i])
	}
	h.r.changes = h.r.changes[:0]
}

// changesKept is for how many changes memory is kept between actions.
const changesKept = 1024

// Forget makes all changes final.
func (h Held) Forget() {
	if h.r.changes = h.r.changes[:0]; cap(h.r.changes) > changesKept {
		h.r.changes = nil
	}
}
