// Package choose finds the first of many without sorting them all, which is what dividing by the largest remainder
// needs: who gets a part of what is left over, in whatever order.
//
// # Cost
//
// O(n), or where the pivots are bad, O(n log n) by sorting instead. It allocates nothing.
//
// # Sources
//
// Quickselect: C. A. R. Hoare, Algorithm 65: Find, Communications of the ACM 4, 1961.
package choose

import (
	"math/bits"
	"slices"
)

// few are sorted outright.
const few = 24

// First moves the k first of all, in the order of before, to the front, in any order among themselves. Before must be
// a total order, and k from 0 to the length. Loop invariant: what stands before low goes before all of
// all[low:high], and that before the rest.
func First[T any](all []T, k int, before func(a, b T) bool) {
	low, high := 0, len(all)
	for patience := 2 * bits.Len(uint(len(all))); high-low > few && patience > 0; patience-- {
		at := low + split(all[low:high], before)
		if k == at || k == at+1 {
			return
		}
		if k < at {
			high = at
		} else {
			low = at + 1
		}
	}
	slices.SortFunc(all[low:high], func(a, b T) int {
		switch {
		case before(a, b):
			return -1
		case before(b, a):
			return 1
		}
		return 0
	})
}

// split moves a middling element to where it belongs, what goes before it in front of it, and returns its place.
func split[T any](all []T, before func(a, b T) bool) int {
	last := len(all) - 1
	middle := median(all, 0, last/2, last, before)
	all[middle], all[last] = all[last], all[middle]
	pivot, at := all[last], 0
	for i := range last {
		if before(all[i], pivot) {
			all[i], all[at] = all[at], all[i]
			at++
		}
	}
	all[at], all[last] = all[last], all[at]
	return at
}

// median returns which of three places holds the one that is neither first nor last of the three.
func median[T any](all []T, a, b, c int, before func(a, b T) bool) int {
	if before(all[b], all[a]) {
		a, b = b, a
	}
	switch {
	case before(all[c], all[a]):
		return a
	case before(all[c], all[b]):
		return c
	}
	return b
}
