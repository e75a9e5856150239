package insolvency

import (
	"cmp"
	"slices"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// An arrangement is a System with numbers for names, in an order that does not depend on the System's.
type arrangement struct {
	unit    unit.Unit
	parties []string // sorted
	means   []int64  // of each party
	owes    []int64  // by each party
	fixed   []int64  // what each receives of guaranteed debts
	debts   []debt   // by debtor, class, creditor and ID
	classes []class  // by party and seniority
	first   []int32  // the classes of party i are first[i] to first[i+1]
	losses
}

// losses are the costs of default over one denominator.
type losses struct {
	scale                   int64 // that denominator
	keptMeans, keptReceipts int64 // what a defaulter keeps of them: α and β, times scale
	nothing                 bool  // all or nothing
}

// A debt goes to whoever receives what is paid.
type debt struct {
	debtor   int32
	creditor int32 // guarantor where it is guaranteed
	class    int32
	entry    int32 // its place in the System
	parts    int64
	id       string
}

// guarantor stands for whoever is outside of the system.
const guarantor = -1

// A class is what one party owes in one class of seniority.
type class struct {
	first, end   int32 // its debts
	before, owed int64 // what is owed in the classes before it, and in this one
}

// arrange checks a System and Options and puts them in order: O(n log n).
func arrange(s System, o Options) (*arrangement, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	a := &arrangement{unit: s.unit(), losses: o.losses()}
	if err := a.checkTotal(s); err != nil {
		return nil, err
	}
	number := a.number(s)
	if err := a.addMeans(s, number); err != nil {
		return nil, err
	}
	if err := a.addDebts(s, number); err != nil {
		return nil, err
	}
	a.classify()
	return a, nil
}

func (o Options) losses() losses {
	keptMeans, denMeans := kept(o.LostMeans)
	keptReceipts, denReceipts := kept(o.LostReceipts)
	scale := denMeans / gcd(denMeans, denReceipts) * denReceipts
	l := losses{scale, keptMeans * (scale / denMeans), keptReceipts * (scale / denReceipts), o.AllOrNothing}
	if l.nothing {
		l.keptMeans, l.keptReceipts = 0, 0
	}
	return l
}

// kept returns what a loss leaves of one, in lowest terms: the smaller the scale, the larger the amounts may be.
func kept(lost unit.Millionths) (num, den int64) {
	num, den = int64(unit.Whole-lost), int64(unit.Whole)
	both := gcd(num, den)
	return num / both, den / both
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// checkTotal sees to it that every sum of amounts, times scale, fits an int64 with room to spare.
func (a *arrangement) checkTotal(s System) error {
	limit := TotalMax / a.scale
	for i := range s.Debts {
		if limit -= s.Debts[i].Amount.Parts(); limit < 0 {
			return &Error{Reason: ErrTotal, Entry: "debt", Index: i, ID: s.Debts[i].ID, What: "at most 2^62 with the costs' denominator"}
		}
	}
	for i := range s.Means {
		if limit -= s.Means[i].Amount.Parts(); limit < 0 {
			return &Error{Reason: ErrTotal, Entry: "means", Index: i, ID: s.Means[i].Party, What: "at most 2^62 with the costs' denominator"}
		}
	}
	return nil
}

// number sorts the parties and returns the place of each.
func (a *arrangement) number(s System) map[string]int32 {
	number := make(map[string]int32)
	note := func(party string) {
		if _, known := number[party]; !known {
			number[party] = 0
			a.parties = append(a.parties, party)
		}
	}
	for i := range s.Debts {
		note(s.Debts[i].Debtor)
		note(s.Debts[i].Creditor)
	}
	for i := range s.Means {
		note(s.Means[i].Party)
	}
	slices.Sort(a.parties)
	for i, party := range a.parties {
		number[party] = int32(i)
	}
	return number
}

func (a *arrangement) addMeans(s System, number map[string]int32) error {
	a.means = make([]int64, len(a.parties))
	seen := make([]bool, len(a.parties))
	for i, m := range s.Means {
		p := number[m.Party]
		if seen[p] {
			return &Error{Reason: ErrDuplicate, Entry: "means", Index: i, ID: name.Clip(m.Party), What: "one entry a party"}
		}
		seen[p] = true
		a.means[p] = m.Amount.Parts()
	}
	return nil
}

func (a *arrangement) addDebts(s System, number map[string]int32) error {
	a.debts = make([]debt, len(s.Debts))
	a.owes, a.fixed = make([]int64, len(a.parties)), make([]int64, len(a.parties))
	for i := range s.Debts {
		d := &s.Debts[i]
		e := debt{number[d.Debtor], number[d.Creditor], int32(d.Class), int32(i), d.Amount.Parts(), d.ID}
		a.owes[e.debtor] += e.parts
		if d.guaranteed() {
			a.fixed[e.creditor] += d.Receipt.Parts()
			e.creditor = guarantor
		}
		a.debts[i] = e
	}
	slices.SortFunc(a.debts, func(d, e debt) int { return cmp.Compare(d.id, e.id) })
	for k := 1; k < len(a.debts); k++ {
		if d := a.debts[k]; d.id == a.debts[k-1].id {
			return &Error{Reason: ErrDuplicate, Entry: "debt", Index: int(max(d.entry, a.debts[k-1].entry)), ID: name.Clip(d.id)}
		}
	}
	slices.SortStableFunc(a.debts, func(d, e debt) int {
		return cmp.Or(cmp.Compare(d.debtor, e.debtor), cmp.Compare(d.class, e.class), cmp.Compare(d.creditor, e.creditor))
	})
	return nil
}

// classify gathers the debts of each party by class.
func (a *arrangement) classify() {
	a.first = make([]int32, len(a.parties)+1)
	for k := range a.debts {
		d := &a.debts[k]
		if k == 0 || a.debts[k-1].debtor != d.debtor || a.debts[k-1].class != d.class {
			a.classes = append(a.classes, class{first: int32(k)})
			a.first[d.debtor+1]++
		}
		c := &a.classes[len(a.classes)-1]
		c.end = int32(k + 1)
		c.owed += d.parts
	}
	for i := range a.parties {
		a.first[i+1] += a.first[i]
		for c := a.first[i] + 1; c < a.first[i+1]; c++ {
			a.classes[c].before = a.classes[c-1].before + a.classes[c-1].owed
		}
	}
}

// before returns what party i owes in the classes before c: all it owes where c is past its last.
func (a *arrangement) before(i, c int32) int64 {
	if c == a.first[i+1] {
		return a.owes[i]
	}
	return a.classes[c].before
}

// of returns the debts of a class.
func (a *arrangement) of(c int32) []debt {
	return a.debts[a.classes[c].first:a.classes[c].end]
}
