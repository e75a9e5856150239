package clearing

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"iter"
	"slices"
	"strings"

	"example.org/mutual/unit"
)

// A Role is what a party has to do with an entry of a Book.
type Role string

// The roles, in the order in which a Notice has them.
const (
	Owes     Role = "owes"     // the party owes With: an obligation
	Owed     Role = "is owed"  // With owes the party: an obligation
	Promises Role = "promises" // With accepts a new promise of the party: an acceptance
	Accepts  Role = "accepts"  // the party accepts a new promise of With: an acceptance
	Tenders  Role = "tenders"  // the party offers what With owes it: a tender
	Supplies Role = "supplies" // the party owes what With offers: a tender
)

// roles are the roles in their order.
var roles = []Role{Owes, Owed, Promises, Accepts, Tenders, Supplies}

// rolesOf are the places in roles of what an entry of each kind is to the party that it leads from, and to.
var rolesOf = [...]struct{ from, to uint8 }{
	kindObligation: {0, 1}, // Owes, Owed
	kindAcceptance: {3, 2}, // Accepts, Promises
	kindTender:     {5, 4}, // Supplies, Tenders
}

// A Notice tells one party what a clearing does to it, in all units: what it owed and was owed, against
// whom, how much of that is set off, what it newly promises, and what stays.
type Notice struct {
	Party     string       `json:"party"`
	Positions []Position   `json:"positions"`       // one a unit, in the order of the units
	Lines     []NoticeLine `json:"lines"`           // one for each of its entries and roles: by role, With, unit and ID
	Rings     []int        `json:"rings,omitempty"` // in which it stands, by their place in Chains, from 0
}

// A Position is what a party owes and is owed in one unit, before and after. A tender counts as what its
// source owes its owner, so that the difference is the same after as before.
type Position struct {
	Owes      unit.Amount `json:"owes"`
	Owed      unit.Amount `json:"owed"`
	OwesAfter unit.Amount `json:"owesAfter"`
	OwedAfter unit.Amount `json:"owedAfter"`
}

// A NoticeLine is one entry of the Book, as one of its parties sees it.
type NoticeLine struct {
	Role   Role        `json:"role"`
	With   string      `json:"with"`
	ID     string      `json:"id"`
	Amount unit.Amount `json:"amount"`        // what was owed, accepted or offered
	Used   unit.Amount `json:"used"`          // how much of it is set off, newly promised or used
	Stays  unit.Amount `json:"stays"`         // the rest
	New    string      `json:"new,omitempty"` // the ID of what is newly promised, where anything is
}

// NoticeOptions adjust notices. The zero NoticeOptions is ready.
type NoticeOptions struct {
	Rings bool // fill in Rings, which takes the time of Chains
}

// Notices yields the notice of each party of the Book, in the order of their names. It is meant for a
// Result that [Verify] accepts; for one that is not of the Book's shape, or a Book that is refused, it yields nothing.
//
// It takes the time of sorting the Book, and without Rings it is linear beside that: two lines an entry.
func Notices(b Book, r *Result, o NoticeOptions) iter.Seq[Notice] {
	return func(yield func(Notice) bool) {
		a, err := arrange(b)
		if err != nil || !r.fits(b) {
			return
		}
		n := newNoticing(a, r)
		if o.Rings {
			n.countRings()
		}
		for party := range n.names {
			if !yield(n.notice(party)) {
				return
			}
		}
	}
}

// fits reports whether a result has an amount for each entry.
func (r *Result) fits(b Book) bool {
	return r != nil && len(r.SetOff) == len(b.Obligations) && len(r.Accepted) == len(b.Acceptances) && len(r.Tendered) == len(b.Tenders)
}

// A noticing is a Book by party: the sides of the k-th party are sides[first[k]:first[k+1]].
type noticing struct {
	Book
	*Result
	names []string
	first []int32
	sides []side
	made  []int32 // the place in New of what each acceptance becomes
	rings [][]int
}

// A side is one entry in one role.
type side struct {
	role  uint8 // its place in roles
	entry int32 // its place among the obligations, acceptances or tenders
}

func newNoticing(a *arrangement, r *Result) *noticing {
	n := &noticing{Book: a.Book, Result: r, made: make([]int32, len(a.Acceptances))}
	for _, g := range a.graphs {
		n.names = append(n.names, g.parties...)
	}
	slices.Sort(n.names)
	n.names = slices.Compact(n.names)
	n.share(a.graphs)
	k := int32(0)
	for i, used := range r.Accepted {
		if n.made[i] = k; used.Sign() > 0 {
			k++
		}
	}
	return n
}

// each calls f with both sides of every entry.
func (n *noticing) each(graphs []*graph, f func(party int32, s side)) {
	for _, g := range graphs {
		number := numbersOf(g.parties, n.names)
		for _, e := range g.edges {
			k, place := n.split(e.entry)
			f(number[e.from], side{rolesOf[k].from, int32(place)})
			f(number[e.to], side{rolesOf[k].to, int32(place)})
		}
	}
}

// numbersOf returns where in all names some are. Both are in order.
func numbersOf(some, all []string) []int32 {
	numbers, next := make([]int32, len(some)), int32(0)
	for k, name := range some {
		for all[next] != name {
			next++
		}
		numbers[k] = next
	}
	return numbers
}

// share gives each party its sides, by counting.
func (n *noticing) share(graphs []*graph) {
	n.first = make([]int32, len(n.names)+1)
	n.each(graphs, func(party int32, _ side) { n.first[party]++ })
	places(n.first)
	next := slices.Clone(n.first)
	n.sides = make([]side, n.first[len(n.names)])
	n.each(graphs, func(party int32, s side) {
		n.sides[next[party]] = s
		next[party]++
	})
}

func (n *noticing) countRings() {
	n.rings = make([][]int, len(n.names))
	ring := 0
	for c := range Chains(n.Book, n.Result) {
		for _, party := range c.Parties {
			k, _ := slices.BinarySearch(n.names, party)
			n.rings[k] = append(n.rings[k], ring)
		}
		ring++
	}
}

func (n *noticing) notice(party int) Notice {
	sides := n.sides[n.first[party]:n.first[party+1]]
	notice := Notice{Party: n.names[party], Lines: make([]NoticeLine, len(sides))}
	for i, s := range sides {
		notice.Lines[i] = n.line(s)
	}
	slices.SortFunc(notice.Lines, NoticeLine.compare)
	notice.Positions = positions(notice.Lines)
	if n.rings != nil {
		notice.Rings = n.rings[party]
	}
	return notice
}

// line is one entry, as the party in this role sees it.
func (n *noticing) line(s side) NoticeLine {
	l := NoticeLine{Role: roles[s.role]}
	switch l.Role {
	case Owes, Owed:
		o := &n.Obligations[s.entry]
		l.With, l.ID, l.Amount, l.Used = o.Creditor, o.ID, o.Amount, n.SetOff[s.entry]
		if l.Role == Owed {
			l.With = o.Debtor
		}
	case Promises, Accepts:
		a := &n.Acceptances[s.entry]
		l.With, l.ID, l.Amount, l.Used = a.Acceptor, a.ID, a.Amount, n.Accepted[s.entry]
		if l.Role == Accepts {
			l.With = a.Debtor
		}
		if k := int(n.made[s.entry]); l.Used.Sign() > 0 && k < len(n.New) {
			l.New = n.New[k].ID
		}
	default:
		t := &n.Tenders[s.entry]
		l.With, l.ID, l.Amount, l.Used = t.Source, t.ID, t.Amount, n.Tendered[s.entry]
		if l.Role == Supplies {
			l.With = t.Owner
		}
	}
	l.Stays = less(l.Amount, l.Used)
	return l
}

func (l NoticeLine) compare(m NoticeLine) int {
	return cmp.Or(
		slices.Index(roles, l.Role)-slices.Index(roles, m.Role),
		strings.Compare(l.With, m.With),
		l.Amount.Unit().Compare(m.Amount.Unit()),
		strings.Compare(l.ID, m.ID),
	)
}

// positions adds lines up, unit by unit.
func positions(lines []NoticeLine) []Position {
	place := make(map[unit.Unit]int)
	var all []Position
	for _, l := range lines {
		u := l.Amount.Unit()
		k, ok := place[u]
		if !ok {
			k = len(all)
			place[u] = k
			zero := unit.New(0, u)
			all = append(all, Position{zero, zero, zero, zero})
		}
		all[k].add(l)
	}
	slices.SortFunc(all, func(p, q Position) int { return p.Owes.Unit().Compare(q.Owes.Unit()) })
	return all
}

func (p *Position) add(l NoticeLine) {
	switch l.Role {
	case Owes, Supplies:
		p.Owes, p.OwesAfter = plus(p.Owes, l.Amount), plus(p.OwesAfter, l.Stays)
	case Owed, Tenders:
		p.Owed, p.OwedAfter = plus(p.Owed, l.Amount), plus(p.OwedAfter, l.Stays)
	case Promises:
		p.OwesAfter = plus(p.OwesAfter, l.Used)
	case Accepts:
		p.OwedAfter = plus(p.OwedAfter, l.Used)
	}
}

// plus adds two amounts of one unit whose sum is within the total of a Book, and cannot overflow.
func plus(a, b unit.Amount) unit.Amount { return unit.New(a.Parts()+b.Parts(), a.Unit()) }

// Moves reports whether anything of the party's is set off, newly promised or used.
func (n Notice) Moves() bool {
	return slices.ContainsFunc(n.Lines, func(l NoticeLine) bool { return !l.Used.IsZero() })
}

// noticeHeader separates the digests of notices from everything else that is hashed.
const noticeHeader = "mutual clearing notice 1\n"

// Digest returns the SHA-256 of a notice in hexadecimal: of its party and its lines, each as its fields in
// turn. Positions follow from them; Rings are another way to tell the same, which may change although
// nothing does for the party, and are left out.
func (n Notice) Digest() string {
	buffer := append(make([]byte, 0, 64+96*len(n.Lines)), noticeHeader...)
	buffer = appendText(buffer, n.Party)
	for _, l := range n.Lines {
		for _, text := range [...]string{string(l.Role), l.With, l.ID, l.New, l.Amount.Unit().String(), l.Used.Unit().String()} {
			buffer = appendText(buffer, text)
		}
		buffer = binary.AppendVarint(buffer, l.Amount.Parts())
		buffer = binary.AppendVarint(buffer, l.Used.Parts())
	}
	sum := sha256.Sum256(buffer)
	return hex.EncodeToString(sum[:])
}
