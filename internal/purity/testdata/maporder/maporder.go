package maporder

import (
	"cmp"
	"maps"
	m "maps"
	"slices"
	. "slices"
	"strings"
)

type book map[string]int

type shelf struct{ book }

type shelves map[string]int

type either interface {
	book | shelves
}

type nested interface {
	either
	Len() int
}

func loops(a map[int]int, b book, s shelf, p *book) {
	for k := range a { // want "P10: range over a map"
		_ = k
	}
	for range b { // want "P10: range over a map"
	}
	for _, v := range s.book { // want "P10: range over a map"
		_ = v
	}
	for k := range *p { // want "P10: range over a map"
		_ = k
	}
	for k := range map[string]bool{"a": true} { // want "P10: range over a map"
		_ = k
	}
}

func generic[K cmp.Ordered, M ~map[K]V, V any](a M) {
	for k := range a { // want "P10: range over a map"
		_ = k
	}
}

func unions[E nested](a E) {
	for k := range a { // want "P10: range over a map"
		_ = k
	}
}

func tilde[B interface{ ~map[string]int }](a B) {
	for k := range a { // want "P10: range over a map"
		_ = k
	}
}

func iterators(b book) []string {
	for k := range maps.Keys(b) { // want "P10: maps.Keys"
		_ = k
	}
	for k, v := range m.All(b) { // want "P10: maps.All"
		_, _ = k, v
	}
	f := maps.Values[book] // want "P10: maps.Values"
	_ = f(b)
	_ = slices.Collect(maps.Keys(b)) // want "P10: maps.Keys"
	keys := maps.Keys(b)             // want "P10: maps.Keys"
	return slices.Sorted(keys)
}

type fake struct{}

func (fake) Sorted(any) {}

func lookalike(slices fake, b book) {
	slices.Sorted(maps.Keys(b)) // want "P10: maps.Keys"
}

func sorted(b book) []string {
	for _, k := range slices.Sorted(maps.Keys(b)) {
		_ = b[k]
	}
	_ = Sorted((maps.Values(b)))
	_ = slices.Sorted(maps.Keys[book, string](b))
	_ = slices.SortedFunc(m.Keys(b), strings.Compare)
	_ = slices.SortedFunc[string](m.Keys(b), strings.Compare)
	return slices.SortedStableFunc(maps.Keys(b), strings.Compare)
}

func ordered(s []int, b book) {
	for range s {
	}
	for range len(b) {
	}
	for range slices.Values(s) {
	}
}
