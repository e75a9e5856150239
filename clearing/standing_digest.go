package clearing

// mergeBlocks returns the blocks of an arrangement that edits, in the order of their IDs, have made of the one
// with these blocks, of which there is at least one.
//
// A block holds the entries above the last ID of the one before it, up to its own last. Those into which an edit
// falls are hashed anew, together with the next where the entry that ended one has gone.
//
// Loop invariant: blocks after cover the entries before the block looked at, or while open those before start.
func (a *arrangement) mergeBlocks(before []block, edits []*edit) (after []block) {
	after = make([]block, 0, len(before)+len(edits))
	start, open := 0, false
	for k := range before {
		last, changed := k == len(before)-1, false
		for len(edits) > 0 && (last || edits[0].id <= before[k].last) {
			edits, changed = edits[1:], true
		}
		if !changed && !open {
			after = append(after, before[k])
			continue
		}
		if !open && k > 0 {
			start = a.above(before[k-1].last)
		}
		end := len(a.byID)
		if !last {
			end = a.above(before[k].last)
		}
		open = !last && end > start && !closes(a.id(a.byID[end-1]))
		if !open {
			after = a.appendBlocks(after, a.byID[start:end])
		}
	}
	return after
}

// above returns the place in byID of the first entry with a higher ID.
func (a *arrangement) above(id string) int {
	at, found := a.find(id)
	if found {
		at++
	}
	return at
}
