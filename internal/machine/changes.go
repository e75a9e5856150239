package machine

import "slices"

// Changes are how to undo what is not final yet, for a machine that needs nothing faster. The zero Changes
// is empty and ready.
type Changes struct{ undo []change }

// A change is how to undo one: by what a number was before, or in any other way.
type change struct {
	number *int64
	was    int64
	undo   func()
}

// Set changes a field, unless that is undone. A number, which is what most actions change, allocates nothing.
func Set[T any](c *Changes, field *T, value T) {
	old := *field
	*field = value
	if number, ok := any(field).(*int64); ok {
		c.undo = append(c.undo, change{number: number, was: any(old).(int64)})
	} else {
		c.UndoBy(func() { *field = old })
	}
}

// UndoBy says how to undo the change just made.
func (c *Changes) UndoBy(undo func()) { c.undo = append(c.undo, change{undo: undo}) }

// Undo takes all changes back, the last one first. They stay listed until Forget.
func (c *Changes) Undo() {
	for _, change := range slices.Backward(c.undo) {
		if change.number != nil {
			*change.number = change.was
		} else {
			change.undo()
		}
	}
}

// changesKept is for how many changes memory is kept between actions: more than most actions make.
const changesKept = 256

// Forget makes all changes final.
func (c *Changes) Forget() {
	clear(c.undo) // for the collector
	if c.undo = c.undo[:0]; cap(c.undo) > changesKept {
		c.undo = nil
	}
}
