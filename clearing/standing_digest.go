package clearing

// mergeBlocks returns the blocks of an arrangement that edits have made of the one with these blocks.
//
// Blocks into which a change falls are hashed anew, together with the next where the entry that ended one has
// gone. What only has another place in the Book changes nothing.
//
// Loop invariant: blocks after cover the entries before start, and those from there to end are to be hashed; the
// last of them ends a block unless open.
func (a *arrangement) mergeBlocks(before []block, edits []*edit) (after []block) {
	if len(before) == 0 {
		return a.appendBlocks(nil, 0, len(a.byID))
	}
	after = make([]block, 0, len(before)+len(edits))
	start, end, shift, open := 0, 0, 0, false
	for k, b := range before {
		changed := open
		for len(edits) > 0 && (edits[0].at < b.end || k+1 == len(before)) {
			shift += edits[0].growth()
			changed = changed || edits[0].before != edits[0].after
			edits = edits[1:]
		}
		b.end += shift
		switch {
		case !changed:
			after = append(a.appendBlocks(after, start, end), b)
			start = b.end
		case b.end > end:
			open = !closes(a.id(a.byID[b.end-1]))
		}
		end = b.end
	}
	return a.appendBlocks(after, start, end)
}
