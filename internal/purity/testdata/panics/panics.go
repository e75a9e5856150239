// Package panics stands for unit.
package panics

import "errors"

type list[T any] []T

var first = MustFirst([]int{1})

var deferred = func() {
	panic("in a variable") // want "P5: panic: outside a Must function"
}

func First(s []int) (int, error) {
	if s == nil {
		panic("nil") // want "P5: panic: outside a Must function"
	}
	defer panic("deferred") // want "P5: panic"
	func() {
		(panic)("closure") // want "P5: panic"
	}()
	if err := recover(); err != nil { // want "P5: recover"
		return 0, errors.New("recovered")
	}
	return MustFirst(s), nil // want "P5: unit.MustFirst: may panic"
}

// MustFirst is First, and panics.
func MustFirst(s []int) int {
	check := func() {
		if len(s) == 0 {
			panic("empty")
		}
	}
	check()
	return s[0]
}

func (l list[T]) MustAt(i int) T {
	if i >= len(l) {
		panic("too far")
	}
	return l[i]
}

func (l list[T]) At(i int) T {
	f := l.MustAt // want "P5: unit.list.MustAt: may panic"
	return f(i)
}

func MustRecover() {
	defer func() { _ = recover() }() // want "P5: recover"
}

func Mustard() {
	panic("not Must") // want "P5: panic"
}

func mustard() {
	panic := func(string) {}
	panic("a name like any other")
}
