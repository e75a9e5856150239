package machine_test

import (
	"testing"

	"example.org/mutual/internal/machine"
)

// What is set and is not final yet is undone, the last first, whether it is a number or not.
func TestChanges(t *testing.T) {
	type state struct {
		n, m  int64
		name  string
		names []string
	}
	var c machine.Changes
	s := state{n: 1, m: 2, name: "ann"}
	machine.Set(&c, &s.n, 3)
	c.Forget()
	machine.Set(&c, &s.n, 4)
	machine.Set(&c, &s.name, "bob")
	machine.Set(&c, &s.n, 5)
	machine.Set(&c, &s.names, []string{"cem"})
	s.m = 6
	c.UndoBy(func() { s.m = s.n }) // 5: what was set before is undone after it
	machine.Set(&c, &s.n, 7)
	machine.Set(&c, &s.name, "dan")
	if s.n != 7 || s.name != "dan" || len(s.names) != 1 {
		t.Errorf("set, %+v", s)
	}
	c.Undo()
	c.Forget()
	c.Undo()
	if s.n != 3 || s.m != 5 || s.name != "ann" || s.names != nil {
		t.Errorf("undone, %+v", s)
	}
}

// A number is set and undone without memory of its own, which a society does a dozen times an action.
func TestChangesAllocate(t *testing.T) {
	var c machine.Changes
	var n int64
	each := testing.AllocsPerRun(100, func() {
		for range 20 {
			machine.Set(&c, &n, n+1)
		}
		c.Undo()
		c.Forget()
	})
	if each > 0 || n != 0 {
		t.Errorf("%v allocations for 20 numbers, and %d", each, n)
	}
}
