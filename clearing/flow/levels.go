package flow

// A levels is a monotone priority queue of nodes, whose key is what their label is guessed to rise by. It is
// Dial's: a list of nodes for each key, here for a window of keys only, which moves up to the least key
// beyond it when it is empty. (R. B. Dial, Algorithm 360: shortest-path forest with topological ordering,
// Comm. ACM 12, 1969; an array of lists for all keys would need as many as a way is long.)
//
// A guess that improves adds its node again; the older item is known by its key, which is no longer the
// node's, and passed over. The zero levels is ready after reset.
type levels struct {
	low     int32 // the key of the window's first list
	at      int32 // the list looked at
	size    int   // entries in the window
	top     []int32
	entries []item
	beyond  []int32 // nodes with keys above the window, and some that were and have been lowered since
	batch   [32]int32
}

// An item of a list; next is the index of the one below it, or -1.
type item struct{ node, next int32 }

// window is the number of keys: their lists stay in the nearest cache.
const window = 1 << 11

// reset empties the queue and keeps its memory.
func (q *levels) reset() {
	if q.top == nil {
		q.top, q.size = make([]int32, window), 1
	}
	if q.size > 0 { // otherwise every list is empty already
		for i := range q.top {
			q.top[i] = -1
		}
	}
	q.low, q.at, q.size = 0, 0, 0
	q.entries, q.beyond = q.entries[:0], q.beyond[:0]
}

// add puts a node in under a key that is not below the last one taken.
func (q *levels) add(key, v int32) {
	i := key - q.low
	if i >= window {
		q.beyond = append(q.beyond, v)
		return
	}
	q.size++
	q.entries = append(q.entries, item{v, q.top[i]})
	q.top[i] = int32(len(q.entries) - 1)
}

// take removes some nodes with the least key, some of them perhaps for the second time; none when the queue
// is empty.
func (q *levels) take(guess, label []int32) []int32 {
	for q.size > 0 || q.advance(guess, label) {
		for q.top[q.at] < 0 {
			q.at++
		}
		n, i := 0, q.top[q.at]
		for ; i >= 0 && n < len(q.batch); i = q.entries[i].next {
			v := q.entries[i].node
			q.size--
			if guess[v]-label[v] == q.low+q.at {
				q.batch[n] = v
				n++
			}
		}
		q.top[q.at] = i
		if n > 0 {
			return q.batch[:n]
		}
	}
	return nil
}

// advance moves the empty window up to the least key beyond it, and reports whether there is one.
func (q *levels) advance(guess, label []int32) bool {
	kept, least := q.beyond[:0], int32(beyond)
	for _, v := range q.beyond {
		if guess[v] != done {
			kept = append(kept, v)
			least = min(least, guess[v]-label[v])
		}
	}
	q.low, q.at = least, 0
	q.entries, q.beyond = q.entries[:0], kept[:0]
	for _, v := range kept {
		q.add(guess[v]-label[v], v)
	}
	return q.size > 0
}
