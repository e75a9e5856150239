package machine

import "example.org/mutual/unit/journal"

// A Key opens what a machine shows to one that holds it, and to nobody else: no other module can name it.
type Key struct{ _ struct{} }

// A Held is a machine that another holds. What it applies is final only once the other's own changes are, so
// that the two change together or not at all.
type Held[A any] struct {
	Stepper[A]
	mark    journal.Mark // of the log before all that is not final
	pending bool         // whether there is any
}

// Apply applies an action, whose changes are not final yet. After an error nothing but Finish is left to do.
func (h *Held[A]) Apply(a A) (journal.Entry, error) {
	if !h.pending {
		h.mark, h.pending = h.Core().Log.Mark(), true
	}
	return step(h.Stepper, a)
}

// Finish makes all changes final, or undoes them.
func (h *Held[A]) Finish(undo bool) {
	if h.pending {
		finish(h.Stepper, h.mark, undo)
		h.pending = false
	}
}

// Member is an action of this form in a member of another machine's action. It reports whether it could be
// written, as Write does.
func (f Form[A]) Member(c *Codec, key string, a *A) bool {
	if c.Out != nil {
		c.Out.Key(key)
		c.Begin()
		defer c.End()
		return f.Write(c, *a)
	}
	c.In.Key(key)
	c.Begin()
	*a = f.read(c)
	c.End()
	return true
}
