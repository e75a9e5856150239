package machine_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Whoever signs or takes it back does so once, and not at all where that is undone.
func TestSigned(t *testing.T) {
	var c machine.Changes
	s := machine.Signed{}
	s.Sign(&c, "bob")
	s.Sign(&c, "ann")
	c.Forget()
	s.Sign(&c, "ann")
	s.TakeBack(&c, "cem")
	s.Sign(&c, "dan")
	s.TakeBack(&c, "bob")
	if got := s.Names(); !slices.Equal(got, []string{"ann", "dan"}) {
		t.Errorf("signed by %v", got)
	}
	c.Undo()
	if got := s.Names(); !slices.Equal(got, []string{"ann", "bob"}) || s.Has("dan") || !s.Has("bob") {
		t.Errorf("undone, signed by %v", got)
	}
}

func TestMajority(t *testing.T) {
	const half, most = unit.Whole / 2, math.MaxInt64
	for _, c := range []struct {
		part      unit.Millionths
		all, want int64
	}{
		{half, 1, 1}, {half, 2, 2}, {half, 3, 2}, {half, 4, 3}, {0, 5, 1}, {half, 0, 1},
		{666_666, 3, 2}, {666_667, 3, 3}, {unit.Whole - 1, 1_000_000, 1_000_000}, {unit.Whole - 1, 999_999, 999_999}, {half, most, most/2 + 1},
	} {
		if got := machine.Majority(c.part, c.all); got != c.want {
			t.Errorf("more than %v of %d is %d, want %d", c.part, c.all, got, c.want)
		}
	}
}

// What is put on a table, dropped, and taken back is undone with the rest; a copy goes its own way.
func TestTable(t *testing.T) {
	var c machine.Changes
	var table machine.Table[string]
	list := func(t machine.Table[string]) (ids string) {
		for _, p := range t {
			ids += p.ID + ":" + strings.Join(p.Signed.Names(), ",") + " "
		}
		return ids
	}
	table.Put(&c, &machine.Proposal[string]{ID: "a", By: "ann", Signed: machine.Signed{}, What: "x"})
	table.Put(&c, &machine.Proposal[string]{ID: "b", By: "bob", Signed: machine.Signed{"bob": {}, "ann": {}}, What: "y"})
	c.Forget()
	before, copied := list(table), table.Clone()
	if table.Find("b").What != "y" || table.Find("c") != nil {
		t.Error(table.Find("b"), table.Find("c"))
	}
	for i := range table { // goes on over what the table was
		table.Drop(&c, table[0])
		table.Put(&c, &machine.Proposal[string]{ID: "c", Signed: machine.Signed{"ann": {}}})
		table.TakeBack(&c, "ann")
		if i > 1 {
			t.Fatal("a table that grows under who lists it")
		}
	}
	if got := list(table); got != "c: c: " {
		t.Error(got)
	}
	c.Undo()
	if got := list(table); got != before || got != "a: b:ann,bob " {
		t.Errorf("got %s, want %s", got, before)
	}
	copied.TakeBack(&c, "ann")
	copied.Drop(&c, copied[0])
	if got := list(table); got != before || list(copied) != "b:bob " {
		t.Errorf("got %s and %s", got, list(copied))
	}
	var log journal.Log
	if id, known := table.Known(&log); known || id != "a" {
		t.Error(id, known)
	}
	log.Add("a", time.Unix(1, 0), journal.Digest{})
	log.Add("b", time.Unix(1, 0), journal.Digest{})
	if id, known := table.Known(&log); !known {
		t.Error(id)
	}
	table.Put(&c, table[0])
	if id, known := table.Known(&log); known || id != "a" {
		t.Error(id, known)
	}
}

// Who comes into an office is whoever does not hold that one now, though it may hold the other.
func TestAppointed(t *testing.T) {
	now := []string{"mia", "cus"}
	for _, c := range []struct{ then, want []string }{
		{now, nil}, {[]string{"max", "cus"}, []string{"max"}}, {[]string{"cus", "mia"}, []string{"cus", "mia"}},
	} {
		if got := machine.Appointed(now, c.then); !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.then, got, c.want)
		}
	}
}
