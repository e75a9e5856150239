package flow

// done is the guess at a label that is final.
const done = -1

// update raises every label to the distance, by Dijkstra's algorithm backwards from the deficits on the
// lengths that the present labels leave, which are not below zero. It reports false where that leaves the
// room for labels.
//
// Every node is reached. For let S be the nodes that reach no deficit. All links out of S are sealed: the arcs
// out of S leave everything unused, those into it nothing. Then what S has in excess is what its arcs
// out of it could carry, less those into it, as at the start, less what has left it unused: less than zero, as
// some arc enters S. But there is no deficit in S.
//
// Loop invariant: nodes whose guess is done have their final label, and no other can have one that rises by
// less than the level looked at.
func (r *router) update() (bool, error) {
	r.near.reset()
	for v := r.low; v < r.end; v++ {
		this := &r.row[v]
		this.current = -1
		r.guess[v] = beyond
		if this.excess < 0 {
			r.guess[v] = r.label[v]
			r.near.add(0, v)
		}
	}
	for {
		batch := r.near.take(r.guess, r.label)
		if len(batch) == 0 {
			break
		}
		for _, v := range batch { // bring the rows into the cache side by side
			r.touch(v)
		}
		for _, v := range batch {
			if r.guess[v] == done {
				continue
			}
			if r.guess[v] >= beyond-2*r.price {
				return false, nil
			}
			if err := r.look(r.settle(v)); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// settle makes the guess at the label of v final, and guesses at those of the nodes with an open link to v.
// It returns the number of links looked at.
func (r *router) settle(v int32) int64 {
	first, end := r.links(v)
	label, price := r.guess[v], r.price
	guesses, labels := r.guess, r.label
	labels[v], guesses[v] = label, done
	for i := first; i < end; i++ {
		l := r.link[i].to
		to := l & node
		if guess := label + length(l<<2, price); guess < guesses[to] {
			guesses[to] = guess
			r.near.add(guess-labels[to], int32(to))
		}
	}
	return int64(end - first)
}
