package credit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Payment is value passed on from a payer to a payee who may not know each other, along chains of
// parties who do: what [Ledger.Route] plans, and [Pay] and [Reserve] take.
//
// Along each step of a path, from one party to the next, what passes first repays what the next owes the
// one before: of the promises that it made, those due earlier go first (no due date last), then those with
// a guarantor, then those of lower ID. For the rest the one before makes the next a new promise, in the
// payment's words, within the next one's line. So nobody holds a new promise but of somebody it has a line
// for, and each mediator gives on what it gets.
type Payment struct {
	From, To string
	Amount   unit.Amount // what reaches To
	For      string      // what is paid for, in words
	Paths    []Path      // those that end at To carry Amount; those that end at a mediator, its charge
}

// A Path is one chain of a payment.
type Path struct {
	Parties []string // from the payer to who is paid, each with the next
	Amount  unit.Amount
}

// Bounds on a payment.
const (
	PathsMax = 1024 // paths
	HopsMax  = 256  // steps of a path
)

func paymentFields(c *codec, p *Payment) {
	c.Text("from", &p.From)
	c.Text("to", &p.To)
	c.Amount("amount", &p.Amount)
	c.Text("for", &p.For)
	machine.List(c, "paths", &p.Paths, PathsMax, func(c *codec, p *Path) {
		c.Names("parties", &p.Parties, HopsMax+1)
		c.Amount("amount", &p.Amount)
	})
}

// Pay makes a payment along chains. The payer must agree; each mediator must let payments through from
// the party before it to the party after ([Mediate]), or agree; whoever is to hold a new promise must have
// a line with room for it, or agree. It happens along all paths or along none.
//
// A mediator of Amount that has a charge ([SetCharge]) is paid it, along paths of its own, which no charge
// is put upon.
type Pay struct {
	ID string
	At time.Time
	By []string
	Payment
}

func (a Pay) header() header { return header{Kind: "pay", ID: a.ID, At: a.At, By: a.By} }

func (a *Pay) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	paymentFields(c, &a.Payment)
}

func (a Pay) apply(t *turn) error {
	made := 0
	err := t.pay(a.Payment, t.less, func(pair int32, parts int64) {
		made++
		t.owe(a.ID, made, a.For, a.At, pair, parts)
	})
	t.Note("paid for", a.For)
	return err
}

// owe makes a new promise along a chain, the k-th of an action.
func (t *turn) owe(action string, k int, words string, at time.Time, pair int32, parts int64) {
	id := action + "/" + strconv.Itoa(k)
	t.make(promise{id: id, root: id, words: words, face: parts, left: parts, issued: machine.Plain(at)}, pair)
	e := t.pairs[pair].ends
	t.post(t.parties[e.debtor].name, t.parties[e.creditor].name, parts)
}

// pay checks a payment and carries it out: what is repaid of a promise goes to take, what is newly
// promised to owe, step by step.
func (t *turn) pay(p Payment, take, owe func(place int32, parts int64)) error {
	if err := two("payer", p.From, "payee", p.To); err != nil {
		return err
	}
	if err := machine.WrongWords(ErrWords, "for", p.For); err != nil {
		return err
	}
	if err := t.Agree(p.From); err != nil {
		return err
	}
	steps, err := t.steps(p)
	if err != nil {
		return err
	}
	for _, s := range steps {
		if err := t.pass(s, take, owe); err != nil {
			return err
		}
	}
	return nil
}

// A step is what passes from one party to the next, along all paths together.
type step struct {
	from, to string
	parts    int64
}

// steps checks the paths and sums them up step by step, in the order in which they first come.
func (t *turn) steps(p Payment) ([]step, error) {
	whole, err := t.parts(p.Amount)
	if err != nil {
		return nil, err
	}
	if len(p.Paths) == 0 || len(p.Paths) > PathsMax {
		return nil, wrongPath("want 1 to 1024 paths")
	}
	s := passing{place: map[[2]string]int{}, ends: map[string]int64{}, carried: map[string]int64{}}
	for _, path := range p.Paths {
		parts, err := t.checkPath(p, path)
		if err != nil {
			return nil, err
		}
		if !s.add(path.Parties, parts, p.To) {
			return nil, wrongPath("want no more than 2^62 parts to pass anywhere")
		}
	}
	if err := t.letThrough(p); err != nil {
		return nil, err
	}
	if s.ends[p.To] != whole {
		return nil, &journal.RefusalError{Reason: ErrPath, What: "the paths to the payee", Asked: t.amount(s.ends[p.To]), Room: p.Amount}
	}
	delete(s.ends, p.To)
	return s.steps, t.checkCharges(p, s.carried, s.ends)
}

// Passing is what the paths of a payment sum up to.
type passing struct {
	steps   []step            // in the order in which they first come
	place   map[[2]string]int // of each step, by its two
	ends    map[string]int64  // what reaches the end of each path, by party
	carried map[string]int64  // what each party passes on of what goes to the payee
}

// add adds a path, unless a sum were above TotalMax then: more would pass than any party may owe.
func (s *passing) add(parties []string, parts int64, payee string) bool {
	last := len(parties) - 1
	if !grow(s.ends, parties[last], parts) {
		return false
	}
	for i, from := range parties[:last] {
		at := s.step(from, parties[i+1])
		if parts > TotalMax-s.steps[at].parts || parties[last] == payee && i > 0 && !grow(s.carried, from, parts) {
			return false
		}
		s.steps[at].parts += parts
	}
	return true
}

// step returns the place of a step, which is new where there was none.
func (s *passing) step(from, to string) int {
	at, ok := s.place[[2]string{from, to}]
	if !ok {
		at = len(s.steps)
		s.place[[2]string{from, to}] = at
		s.steps = append(s.steps, step{from: from, to: to})
	}
	return at
}

// grow adds to a sum, unless it were above TotalMax then; so no sum overflows.
func grow(sums map[string]int64, name string, parts int64) bool {
	if parts > TotalMax-sums[name] {
		return false
	}
	sums[name] += parts
	return true
}

func wrongPath(what string) error { return &journal.RefusalError{Reason: ErrPath, What: what} }

// letThrough checks that all mediators of all paths let them through, or agree.
func (t *turn) letThrough(p Payment) error {
	e := &journal.RefusalError{Reason: journal.ErrConsent}
	for _, path := range p.Paths {
		for i := 1; i < len(path.Parties)-1; i++ {
			before, m, after := path.Parties[i-1], path.Parties[i], path.Parties[i+1]
			if t.Agrees(m) || t.lets(before, m, after) {
				continue
			}
			if e.What == "" {
				e.What = fmt.Sprintf("to payments from %.32q to %.32q", before, after)
			}
			e.Missing = append(e.Missing, m)
		}
	}
	if len(e.Missing) == 0 {
		return nil
	}
	slices.Sort(e.Missing)
	e.Missing = slices.Compact(e.Missing)
	return e
}

// checkPath checks the form of one path, and returns the parts that pass along it.
func (t *turn) checkPath(p Payment, path Path) (parts int64, err error) {
	if len(path.Parties) < 2 || len(path.Parties) > HopsMax+1 || path.Parties[0] != p.From {
		return 0, wrongPath("want 1 to 256 steps, from the payer")
	}
	for i, name := range path.Parties {
		if err := machine.WrongParty("party of a path", name); err != nil {
			return 0, err
		}
		if i > 0 && name == path.Parties[i-1] {
			return 0, wrongPath(fmt.Sprintf("%.32q is there twice running", name))
		}
	}
	return t.parts(path.Amount)
}

// checkCharges checks that each mediator of the amount is paid its charge, and nobody else anything; it notes
// what each charge is for.
func (t *turn) checkCharges(p Payment, carried, paid map[string]int64) error {
	for _, m := range sortedKeys(carried) {
		if m == p.From || m == p.To {
			continue
		}
		due, words := t.charge(m, carried[m])
		if paid[m] != due {
			return &journal.RefusalError{Reason: ErrPath, What: fmt.Sprintf("the charge of %.32q for carrying %v", m, t.amount(carried[m])), Asked: t.amount(paid[m]), Room: t.amount(due)}
		}
		if due > 0 {
			t.Note("charge", fmt.Sprintf("%v to %s for %s", t.amount(due), m, words))
		}
		delete(paid, m)
	}
	if len(paid) > 0 {
		return wrongPath(fmt.Sprintf("%.32q is neither the payee nor a mediator", sortedKeys(paid)[0]))
	}
	return nil
}

// pass carries out one step.
func (t *turn) pass(s step, take, owe func(place int32, parts int64)) error {
	rest := s.parts
	if back, ok := t.known(s.to, s.from); ok {
		for _, place := range t.inOrder(back) {
			if rest == 0 {
				break
			}
			p := t.promise(place)
			parts := min(rest, p.left-p.held)
			rest -= parts
			take(place, parts)
		}
	}
	if rest == 0 {
		return nil
	}
	pair := t.meet(s.from, s.to)
	if err := t.fits(pair, rest, t.Agrees(s.to)); err != nil {
		return err
	}
	owe(pair, rest)
	return nil
}

// inOrder returns the places of a pair's promises that can be repaid in a payment, in the order in which they are. It
// tidies up the list of the pair: promises that were settled or have moved are in it until then, and some are there
// twice.
func (l *Ledger) inOrder(at int32) []int32 {
	return slices.DeleteFunc(slices.Clone(l.tidy(at)), func(place int32) bool {
		p := l.promise(place)
		return p.disputed || p.left == p.held
	})
}

// tidy returns the list of a pair without what is over, in order, each promise once, and leaves it so.
func (l *Ledger) tidy(at int32) []int32 {
	pair := &l.pairs[at]
	list := slices.DeleteFunc(pair.promises, func(place int32) bool {
		if int(place) >= l.promises.Len() {
			return true
		}
		p := l.promise(place)
		return p.pair != at || p.left == 0
	})
	slices.SortFunc(list, func(i, j int32) int { return l.promise(i).precedes(l.promise(j)) })
	pair.promises = slices.Compact(list)
	return pair.promises
}

// precedes orders the promises of a pair as package clearing does obligations: the earlier due first, no
// due date last, then those with a guarantor, then by ID.
func (p *promise) precedes(q *promise) int {
	switch {
	case p.due.IsZero() != q.due.IsZero():
		if p.due.IsZero() {
			return 1
		}
		return -1
	case !p.due.Equal(q.due):
		return p.due.Compare(q.due)
	case (p.guarantor == "") != (q.guarantor == ""):
		if p.guarantor == "" {
			return 1
		}
		return -1
	}
	return strings.Compare(p.id, q.id)
}
