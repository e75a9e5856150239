package flow

import "math/bits"

// A radix is a monotone priority queue of nodes: keys taken out never fall. It is a radix heap (Ahuja,
// Mehlhorn, Orlin and Tarjan, Faster algorithms for the shortest path problem, J. ACM 37, 1990), whose
// cost does not grow with the keys: an array of buckets would need one for each length, and on a ring
// of n nodes lengths reach n². The zero radix is empty and ready.
//
// Bucket 0 holds the keys equal to the last one taken; bucket b the keys whose highest bit that
// differs from it is bit b-1.
type radix struct {
	last    int64
	size    int
	buckets [64][]keyed
}

type keyed struct {
	key  int64
	node int32
}

// reset empties the queue and keeps its memory.
func (q *radix) reset() {
	q.last, q.size = 0, 0
	for b := range q.buckets {
		q.buckets[b] = q.buckets[b][:0]
	}
}

// add puts a node in under a key that is not below the last one taken.
func (q *radix) add(key int64, node int32) {
	b := bits.Len64(uint64(key ^ q.last))
	q.buckets[b] = append(q.buckets[b], keyed{key, node})
	q.size++
}

// take removes a node with the least key. The queue must not be empty. Each key moves to a lower
// bucket each time it is touched, so at most 63 times in all.
func (q *radix) take() (int64, int32) {
	if len(q.buckets[0]) == 0 {
		q.refill()
	}
	bottom := q.buckets[0]
	k := bottom[len(bottom)-1]
	q.buckets[0] = bottom[:len(bottom)-1]
	q.size--
	return k.key, k.node
}

// refill spreads the lowest bucket that holds anything over those below it.
func (q *radix) refill() {
	b := 1
	for len(q.buckets[b]) == 0 {
		b++
	}
	spill := q.buckets[b]
	q.last = spill[0].key
	for _, k := range spill {
		q.last = min(q.last, k.key)
	}
	for _, k := range spill {
		to := bits.Len64(uint64(k.key ^ q.last))
		q.buckets[to] = append(q.buckets[to], k)
	}
	q.buckets[b] = spill[:0]
}
