// Package chunks holds a list that does not move what is in it when it grows, but for the first chunk. What a slice
// copies on its way to a million items costs a ledger more than all else that an action does.
package chunks

import "slices"

// size is how many items lie together.
const size = 1024

// A List is like a slice that is changed at its end alone. The zero List is empty and ready.
type List[T any] struct {
	chunks [][]T // all of size but the last
	count  int
}

// Len returns how many items there are.
func (l *List[T]) Len() int { return l.count }

// At returns the item at a place, good until the next Push or Pop. It must be there.
func (l *List[T]) At(place int) *T { return &l.chunks[place/size][place%size] }

// Push adds an item.
func (l *List[T]) Push(x T) {
	last := l.count / size
	switch {
	case last == len(l.chunks) && last == 0:
		l.chunks = [][]T{nil} // small at first, as most lists are
	case last == len(l.chunks):
		l.chunks = append(l.chunks, make([]T, 0, size))
	}
	l.chunks[last] = append(l.chunks[last], x)
	l.count++
}

// Pop takes the last item away. There must be one.
func (l *List[T]) Pop() {
	l.count--
	last := l.count / size
	clear(l.chunks[last][l.count%size:]) // for the collector
	if l.chunks[last] = l.chunks[last][:l.count%size]; len(l.chunks[last]) == 0 {
		l.chunks = l.chunks[:last]
	}
}

// Clone returns a copy that shares nothing with l that either could change.
func (l *List[T]) Clone() List[T] {
	c := List[T]{slices.Clone(l.chunks), l.count}
	for i := range c.chunks {
		c.chunks[i] = slices.Clone(c.chunks[i])
	}
	return c
}
