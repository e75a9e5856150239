package chunks_test

import (
	"slices"
	"testing"

	"example.org/mutual/internal/chunks"
	"pgregory.net/rapid"
)

// A list is a slice: over any pushes and pops, across the ends of chunks, and a clone goes its own way.
func TestList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var l chunks.List[*int]
		var want []*int
		for _, n := range rapid.SliceOfN(rapid.IntRange(-1500, 1500), 1, 12).Draw(t, "pushes, or pops below zero") {
			old, was := l.Clone(), slices.Clone(want)
			for ; n > 0; n-- {
				l.Push(&n)
				want = append(want, &n)
			}
			for ; n < 0 && len(want) > 0; n++ {
				l.Pop()
				want = want[:len(want)-1]
			}
			same(t, &l, want)
			same(t, &old, was)
		}
	})
}

func same(t *rapid.T, l *chunks.List[*int], want []*int) {
	if l.Len() != len(want) {
		t.Fatalf("%d items, want %d", l.Len(), len(want))
	}
	for i := range want {
		if *l.At(i) != want[i] {
			t.Fatalf("another item at %d", i)
		}
	}
}

// A place is where it was as long as nothing is taken away: that is what the list is for.
func TestStays(t *testing.T) {
	var l chunks.List[int]
	for range 5000 {
		l.Push(0)
	}
	first := l.At(3000)
	for range 5000 {
		l.Push(0)
	}
	if l.At(3000) != first {
		t.Error("it has moved")
	}
}
