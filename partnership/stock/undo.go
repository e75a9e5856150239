package stock

// A change is how to undo one: what a count or a row was before, or that a row or a series was added.
type change struct {
	series, place int32
	old           int64
	what          what
}

// what says which table is meant, and of a change what it is of. A change of a row is that of its table, with added
// where the row is new.
type what uint8

const (
	ofCounts what = 0
	ofClaims what = 1 << iota
	ofHoldings
	ofSeries
	added // a row, or a series, and not what is in it
)

// prefix is what the accounts of a table begin with.
func (w what) prefix() string {
	if w&ofClaims != 0 {
		return claimPrefix
	}
	return holdingPrefix
}

// changed keeps how to undo what is about to change, where a machine holds the register.
func (r *Register) changed(c change) {
	if r.undoing {
		r.changes = append(r.changes, c)
	}
}

// add adds to a count of a series, or takes from it.
func (r *Register) add(at int32, n count, parts int64) {
	p := &r.series[at].counts[n]
	r.changed(change{at, int32(n), *p, ofCounts})
	*p += parts
}

// move adds to a party's row, or takes from it, and returns the row's account.
func (r *Register) move(at int32, of what, n int32, parts int64) string {
	w := &r.series[at].table(of).rows[n]
	r.changed(change{at, n, w.parts, of})
	w.parts += parts
	return w.account
}

// undo takes one change back.
func (r *Register) undo(c change) {
	if c.what == ofSeries|added {
		delete(r.place, r.series[c.series].kind)
		r.series = r.series[:c.series]
		return
	}
	s := &r.series[c.series]
	if c.what == ofCounts {
		s.counts[c.place] = c.old
		return
	}
	t := s.table(c.what)
	if c.what&added == 0 {
		t.rows[c.place].parts = c.old
		return
	}
	delete(t.place, t.rows[c.place].account[len(c.what.prefix()):])
	t.rows = t.rows[:c.place]
}
