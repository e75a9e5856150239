package clearingtest

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// A view is one unit of a book and its result, under options.
type view struct {
	unit    unit.Unit
	entries []entry
	stages  []clearing.Objective
	length  int             // of a ring, at most; 0 without a cap
	claims  sums[string]    // of each creditor
	sources map[string]bool // of tenders
}

// An entry is one of a book, of whatever kind. Set off, promised or used, it takes from what the party that it
// leads from owes, and gives to what the other is owed.
type entry struct {
	kind         string
	place        int // among its kind in the book
	id, from, to string
	amount, used unit.Amount
	due          time.Time
	rank         int
	idle         bool // takes no part
}

// units returns the units of a book in their order.
func units(b clearing.Book) []unit.Unit {
	seen := make(map[unit.Unit]bool)
	for _, e := range entries(b, clearing.Options{}, nil) {
		seen[e.amount.Unit()] = true
	}
	return slices.SortedFunc(maps.Keys(seen), unit.Unit.Compare)
}

// entries lists a book's entries: obligations, acceptances, tenders. Without a result nothing is used.
func entries(b clearing.Book, o clearing.Options, r *clearing.Result) []entry {
	var all []entry
	for i, w := range b.Obligations {
		all = append(all, entry{kind: "obligation", place: i, id: w.ID, from: w.Debtor, to: w.Creditor, amount: w.Amount, due: w.Due, rank: w.Rank, idle: !matured(b, w, o.ValueDate)})
	}
	for i, c := range b.Acceptances {
		all = append(all, entry{kind: "acceptance", place: i, id: c.ID, from: c.Acceptor, to: c.Debtor, amount: c.Amount, rank: c.Rank})
	}
	for i, t := range b.Tenders {
		all = append(all, entry{kind: "tender", place: i, id: t.ID, from: t.Source, to: t.Owner, amount: t.Amount})
	}
	for k := range all {
		e := &all[k]
		e.idle = e.idle || excluded(*e, o.Exclude)
		e.used = unit.New(0, e.amount.Unit())
		if r != nil {
			e.used = *use(r, *e)
		}
	}
	return all
}

// use returns where a result says what is used of an entry.
func use(r *clearing.Result, e entry) *unit.Amount {
	switch e.kind {
	case "obligation":
		return &r.SetOff[e.place]
	case "acceptance":
		return &r.Accepted[e.place]
	}
	return &r.Tendered[e.place]
}

// matured: due at the value date, or never, or its creditor has agreed to an earlier time, or to a window.
func matured(b clearing.Book, o clearing.Obligation, date time.Time) bool {
	if date.IsZero() || o.Due.IsZero() || !o.Due.After(date) || !o.Early.IsZero() && !o.Early.After(date) {
		return true
	}
	return slices.ContainsFunc(b.Windows, func(w clearing.Window) bool { return w.Creditor == o.Creditor && !o.Due.After(w.Until) })
}

func excluded(e entry, x clearing.Exclusions) bool {
	owes := clearing.Pair{Debtor: e.from, Creditor: e.to}
	if e.kind == "acceptance" {
		owes = clearing.Pair{Debtor: e.to, Creditor: e.from}
	}
	return slices.Contains(x.Parties, e.from) || slices.Contains(x.Parties, e.to) || slices.Contains(x.Pairs, owes) ||
		e.kind == "obligation" && slices.Contains(x.Obligations, e.id)
}

func newView(b clearing.Book, o clearing.Options, r *clearing.Result, u unit.Unit) view {
	v := view{unit: u, length: o.LengthMax, claims: make(sums[string]), sources: make(map[string]bool)}
	offers := false
	for _, e := range entries(b, o, r) {
		if e.amount.Unit() != u {
			continue
		}
		v.entries = append(v.entries, e)
		switch e.kind {
		case "obligation":
			v.claims.add(e.to, parts(e.amount))
		case "tender":
			v.sources[e.from] = true
		}
		offers = offers || e.kind != "obligation"
	}
	v.stages = stages(o, offers)
	return v
}

// stages: net reduction, where nothing else strives for volume, and after it, or at the end, the least use, but for
// a cap on rings; and then those that are not linear.
func stages(options clearing.Options, offers bool) []clearing.Objective {
	asked, last := options.Stages, []clearing.Objective(nil)
	if k := slices.IndexFunc(asked, func(o clearing.Objective) bool { return !linear(o) }); k >= 0 {
		asked, last = asked[:k], asked[k:]
	}
	has := func(s clearing.Stage) bool {
		return slices.ContainsFunc(asked, func(o clearing.Objective) bool { return o.Stage == s })
	}
	all, use := []clearing.Objective{}, offers && !has(clearing.LeastUse) && options.LengthMax == 0
	put := func(o clearing.Objective) {
		all = append(all, o)
		if use && o.Stage == clearing.NetReduction {
			all, use = append(all, clearing.Objective{Stage: clearing.LeastUse}), false
		}
	}
	for _, o := range asked {
		put(o)
	}
	if !has(clearing.NetReduction) && !has(clearing.Volume) {
		put(clearing.Objective{Stage: clearing.NetReduction})
	}
	if use {
		all = append(all, clearing.Objective{Stage: clearing.LeastUse})
	}
	return append(all, last...)
}

// linear: a stage in which each part has its gain.
func linear(o clearing.Objective) bool { return o.Stage != clearing.Even && o.Stage != clearing.Freed }

// gain returns what each part used of an entry adds to the value of a stage, and whether the stage is for as
// much as can be.
func (v view) gain(o clearing.Objective, e entry) (gain int64, most bool) {
	is := func(yes bool) int64 {
		if yes {
			return 1
		}
		return 0
	}
	owed := e.kind == "obligation"
	switch o.Stage {
	case clearing.NetReduction:
		return 2*is(owed) - 1, true
	case clearing.Volume:
		return is(owed), true
	case clearing.Overdue:
		return is(owed && !e.due.IsZero() && !e.due.After(o.AsOf)), true
	case clearing.SmallCreditors:
		return is(owed && o.Bound.Unit() == v.unit && v.claims.at(e.to).Cmp(parts(o.Bound)) <= 0), true
	case clearing.LeastLiquidity:
		return is(e.kind == "tender"), false
	case clearing.PromisesFirst:
		return is(e.kind == "acceptance" && v.sources[e.to]), false
	case clearing.ByRank:
		return is(e.kind == "acceptance") * int64(e.rank), false
	}
	return is(!owed), false // the least use
}

// parallel returns the entries that take part, kind by kind and between the same parties, each in the order in
// which they are to be used.
func (v view) parallel() [][]entry {
	type between struct{ kind, from, to string }
	groups := make(map[between][]entry)
	for _, e := range v.entries {
		if !e.idle {
			key := between{e.kind, e.from, e.to}
			groups[key] = append(groups[key], e)
		}
	}
	var all [][]entry
	for _, key := range slices.SortedFunc(maps.Keys(groups), func(p, q between) int {
		return cmp.Or(cmp.Compare(p.from, q.from), cmp.Compare(p.to, q.to), cmp.Compare(p.kind, q.kind))
	}) {
		all = append(all, slices.SortedFunc(slices.Values(groups[key]), first))
	}
	return all
}

// first compares by due date, none last, then rank, then ID.
func first(e, f entry) int {
	switch {
	case e.due.IsZero() && !f.due.IsZero():
		return 1
	case f.due.IsZero() && !e.due.IsZero():
		return -1
	}
	return cmp.Or(e.due.Compare(f.due), cmp.Compare(e.rank, f.rank), cmp.Compare(e.id, f.id))
}

// parties returns the names of all parties in their order.
func (v view) parties() []string {
	var all []string
	for _, e := range v.entries {
		all = append(all, e.from, e.to)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
