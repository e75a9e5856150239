package clearing

import "time"

// Rules say what takes part in a clearing.
type rules struct {
	book                 *Book
	date                 time.Time            // the value date
	until                map[string]time.Time // the windows, by creditor
	parties, obligations map[string]bool      // excluded
	pairs                map[Pair]bool        // excluded
}

func newRules(b Book, o Options) *rules {
	r := &rules{book: &b, date: o.ValueDate, until: make(map[string]time.Time, len(b.Windows)),
		parties: setOf(o.Exclude.Parties), obligations: setOf(o.Exclude.Obligations), pairs: setOf(o.Exclude.Pairs)}
	for _, w := range b.Windows {
		r.until[w.Creditor] = w.Until
	}
	return r
}

func setOf[T comparable](all []T) map[T]bool {
	set := make(map[T]bool, len(all))
	for _, v := range all {
		set[v] = true
	}
	return set
}

// admit sorts the edges into those that take part and those that do not.
func (g *graph) admit(r *rules) {
	if r.date.IsZero() && len(r.parties)+len(r.pairs)+len(r.obligations) == 0 {
		return
	}
	all := g.edges
	g.edges, g.idle = make([]edge, 0, len(all)), nil
	for _, e := range all {
		if r.excludes(e.entry) || !r.matured(e.entry) {
			g.idle = append(g.idle, e)
		} else {
			g.edges = append(g.edges, e)
		}
	}
}

// excludes reports whether an entry is opted out. A pair stands for what its debtor owes its creditor: an
// acceptance is of what its debtor would come to owe.
func (r *rules) excludes(entry int32) bool {
	from, to := r.book.ends(entry)
	if r.parties[from] || r.parties[to] {
		return true
	}
	switch r.book.kind(entry) {
	case kindAcceptance:
		return r.pairs[Pair{Debtor: to, Creditor: from}]
	case kindObligation:
		if r.obligations[r.book.id(entry)] {
			return true
		}
	}
	return r.pairs[Pair{Debtor: from, Creditor: to}]
}

// matured reports whether an entry is due, has no due date, or may be set off early.
func (r *rules) matured(entry int32) bool {
	k, i := r.book.split(entry)
	if k != kindObligation || r.date.IsZero() {
		return true
	}
	o := &r.book.Obligations[i]
	if o.Due.IsZero() || compareTimes(o.Due, r.date) <= 0 {
		return true
	}
	until, willing := r.until[o.Creditor]
	return !o.Early.IsZero() && compareTimes(o.Early, r.date) <= 0 || willing && compareTimes(o.Due, until) <= 0
}
