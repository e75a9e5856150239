package stock

import "example.org/mutual/internal/machine"

// A change is how to undo one: what a count or a row was before, or that a row or a series was added.
type change struct {
	series, place int32
	old           int64
	what          what
}

// what says what changed.
type what uint8

const (
	ofCounts what = 0
	ofClaims what = 1 << iota
	ofHoldings
	ofSeries
	added // a row, or a series, and not what is in it
)

func (w what) prefix() string {
	if w&ofClaims != 0 {
		return claimPrefix
	}
	return holdingPrefix
}

func (r *Register) record(c change) {
	if r.undoing {
		r.changes = append(r.changes, c)
	}
}

// add adds to a count of a series, or takes from it.
func (r *Register) add(at int32, n count, parts int64) {
	p := &r.series[at].counts[n]
	r.record(change{at, int32(n), *p, ofCounts})
	*p += parts
}

// move adds to a party's row, or takes from it, and returns the row's account.
func (r *Register) move(at int32, kind what, n int32, parts int64) string {
	w := &r.series[at].table(kind).rows[n]
	r.record(change{at, n, w.parts, kind})
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

// Held is a register as a machine of this module holds it. No other module can make one, because none can name a
// machine.Key.
type Held struct{ r *Register }

// Hold returns the register for the machine that holds it. Until it says Forget, no change is final. One register
// belongs to one machine.
func (r *Register) Hold(machine.Key) Held {
	r.undoing = true
	return Held{r}
}

// Undo takes all changes back that are not final, the last one first.
func (h Held) Undo() {
	for i := len(h.r.changes) - 1; i >= 0; i-- {
		h.r.undo(h.r.changes[i])
	}
	h.r.changes = h.r.changes[:0]
}

// changesKept is for how many changes memory is kept between actions.
const changesKept = 1024

// Forget makes all changes final.
func (h Held) Forget() {
	if h.r.changes = h.r.changes[:0]; cap(h.r.changes) > changesKept {
		h.r.changes = nil
	}
}
