package credit_test

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A play is a ledger on which random actions are tried, beside what a dumb recount of its promises says.
type play struct {
	*credit.Ledger
	seq  int
	hour int
}

// A throw is a few small numbers, from which a play makes an action. Any numbers will do.
type throw struct {
	Kind, A, B, C, D, Which, Parts, Twist uint8
}

// throwsOf makes throws of random bytes, as many as there are for.
func throwsOf(data []byte) (throws []throw) {
	for ; len(data) >= 8; data = data[8:] {
		throws = append(throws, throw{data[0] % 40, data[1] % 5, data[2] % 5, data[3] % 5, data[4] % 5, data[5] % 21, data[6] % 13, data[7] % 16})
	}
	return throws
}

// random are throws, the same for one seed.
func random(seed uint64, n int) []throw {
	r, data := rand.New(rand.NewPCG(seed, 0)), make([]byte, 8*n)
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	return throwsOf(data)
}

var players = []string{"ann", "bob", "cem", "dan", "eve"}

func newPlay() (*play, error) {
	l, err := credit.New(credit.Terms{Unit: cents(0).Unit()})
	return &play{Ledger: l}, err
}

func (p *play) at() time.Time { return day(1).Add(time.Duration(p.hour) * time.Hour) }

func cents(n int64) unit.Amount {
	u, _ := unit.Currency("EUR", 2)
	return unit.New(n, u)
}

// action makes an action of a throw. Half of the parties agree to everything, depending on the twist, so
// that lines and consents count.
func (p *play) action(w throw) credit.Action {
	p.seq++
	p.hour += int(w.Twist) % 3
	id, at := fmt.Sprint("x", p.seq), p.at()
	a, b := players[w.A%5], players[w.B%5]
	by := slices.Clone(players)
	if w.Twist%2 == 1 {
		by = slices.DeleteFunc(by, func(name string) bool { return name == players[w.D%5] })
	}
	promises, reservations := p.open(), slices.Collect(p.Reservations())
	promise, amount := "none", unit.Amount{}
	if len(promises) > 0 {
		chosen := promises[int(w.Which)%len(promises)]
		promise = chosen.ID
		if w.Parts%4 == 0 && w.Twist%3 > 0 { // all of what is free, exactly
			amount, _ = chosen.Left.Sub(chosen.Reserved)
		} else if w.Parts > 0 {
			amount = cents(int64(w.Parts))
		}
	}
	reservation := "none"
	if len(reservations) > 0 {
		reservation = reservations[int(w.Which)%len(reservations)].ID
	}
	switch w.Kind {
	case 0, 1, 2, 3, 4, 5:
		issue := credit.Issue{ID: id, At: at, By: by, Promisor: a, Holder: b, Amount: cents(int64(w.Parts)), For: "work"}
		if w.Twist%4 > 1 {
			issue.Due = day(1).Add(time.Duration(w.Which%4) * time.Hour)
		}
		if w.Twist%8 > 4 {
			issue.Guarantor = "gil"
			issue.By = append(issue.By, "gil")
		}
		return issue
	case 6, 7, 8:
		return credit.Transfer{ID: id, At: at, By: append(by, "gil"), Promise: promise, To: a, Amount: amount}
	case 9, 10, 11, 12:
		line := credit.SetLine{ID: id, At: at, By: by, Creditor: a, Debtor: b, Clearing: credit.Clearing(w.Which % 3)}
		if w.Parts > 0 {
			line.Hard = cents(int64(w.Parts) * 2)
		}
		if w.Twist%4 == 0 {
			line.Soft = cents(int64(w.Parts))
		}
		return line
	case 13:
		return credit.FreezeLine{ID: id, At: at, By: by, Creditor: a, Debtor: b, Thaw: w.Twist > 4}
	case 14:
		return credit.CloseLine{ID: id, At: at, By: by, Creditor: a, Debtor: b}
	case 15, 16:
		return credit.Mediate{ID: id, At: at, By: by, Party: a, From: []string{b, "", ""}[w.Which%3], To: []string{"", "", players[w.C%5]}[w.Which%3], Stop: w.Twist > 10}
	case 17:
		charge := credit.SetCharge{ID: id, At: at, By: by, Party: a, Millionths: unit.Millionths(w.Parts) * 20_000}
		if charge.Millionths > 0 {
			charge.For = "books"
		}
		return charge
	case 18:
		return credit.Redeem{ID: id, At: at, By: by, Promise: promise, Amount: amount, Goods: "work"}
	case 19:
		return credit.Forgive{ID: id, At: at, By: by, Promise: promise, Amount: amount}
	case 20:
		return credit.Dispute{ID: id, At: at, By: by, Promise: promise, Because: "no"}
	case 21:
		return credit.Resolve{ID: id, At: at, By: by, Promise: promise, Words: "well"}
	case 22:
		return credit.Default{ID: id, At: at, By: by, Promise: promise}
	case 23:
		return credit.Archive{ID: id, At: at, Horizon: at.Add(-time.Duration(w.Which) * time.Hour)}
	case 24, 25:
		return credit.Net{ID: id, At: at, By: by, Lines: p.lines(promises, w)}
	case 26, 27:
		return credit.Reserve{ID: id, At: at, By: by, Until: at.Add(time.Duration(1+w.Parts) * time.Hour), Lines: p.lines(promises, w)}
	case 28, 29, 30:
		return credit.Reserve{ID: id, At: at, By: by, Until: at.Add(time.Duration(1+w.Parts) * time.Hour), Payment: p.payment(w)}
	case 31:
		return credit.Commit{ID: id, At: at, By: by, Reservation: reservation}
	case 32:
		return credit.Release{ID: id, At: at, By: by, Reservation: reservation}
	case 33:
		return credit.Expire{ID: id, At: at, Reservation: reservation}
	}
	return credit.Pay{ID: id, At: at, By: by, Payment: p.payment(w)}
}

// open are the promises of which something is left.
func (p *play) open() []credit.Promise {
	return slices.DeleteFunc(slices.Collect(p.Promises()), func(q credit.Promise) bool { return q.Left.IsZero() })
}

// lines are a few promises for a set-off, mostly of those that may be set off.
func (p *play) lines(open []credit.Promise, w throw) (lines []credit.NetLine) {
	if w.Parts%4 > 0 {
		book := p.Book(p.at()).Obligations
		open = slices.DeleteFunc(open, func(q credit.Promise) bool {
			return !slices.ContainsFunc(book, func(o clearing.Obligation) bool { return o.ID == q.ID })
		})
	}
	for i := range min(len(open), 1+int(w.C)) {
		lines = append(lines, credit.NetLine{Promise: open[(int(w.Which)+i)%len(open)].ID, SetOff: cents(max(1, int64(w.Parts)/2))})
	}
	return lines
}

// payment goes along one or two paths, and pays the mediators what they charge, mostly.
func (p *play) payment(w throw) credit.Payment {
	amount := cents(int64(w.Parts))
	first := []string{players[w.A%5]}
	for _, next := range []uint8{w.B, w.C, w.D}[:1+w.Which%3] {
		first = append(first, players[next%5])
	}
	to := first[len(first)-1]
	pay := credit.Payment{From: first[0], To: to, Amount: amount, For: "what was sold", Paths: []credit.Path{{Parties: first, Amount: amount}}}
	if w.Twist%4 == 0 && w.Parts > 1 {
		pay.Paths = []credit.Path{{Parties: first, Amount: cents(int64(w.Parts) - 1)}, {Parties: []string{first[0], players[(w.B+1)%5], to}, Amount: cents(1)}}
	}
	carried := map[string]int64{}
	for _, path := range pay.Paths {
		for _, m := range path.Parties[1 : len(path.Parties)-1] {
			carried[m] += path.Amount.Parts()
		}
	}
	for c := range p.Charges() {
		if n := carried[c.Party]; n > 0 && c.Party != pay.From && c.Party != to {
			due := (n*int64(c.Millionths) + 999_999) / 1_000_000
			pay.Paths = append(pay.Paths, credit.Path{Parties: []string{first[0], c.Party}, Amount: cents(due)})
		}
	}
	return pay
}

// A count is what a dumb recount of all that a ledger shows comes to.
type count struct {
	left, held map[string]int64       // by promise
	order      []credit.Promise       // as they are used
	owed, will map[[2]string]int64    // by debtor and creditor
	lines      map[[2]string][2]int64 // hard and soft limit, by debtor and creditor
	promises   map[string]credit.Promise
}

func recount(l *credit.Ledger) count {
	c := count{map[string]int64{}, map[string]int64{}, nil, map[[2]string]int64{}, map[[2]string]int64{}, map[[2]string][2]int64{}, map[string]credit.Promise{}}
	for p := range l.Promises() {
		c.left[p.ID], c.promises[p.ID] = p.Left.Parts(), p
		c.owed[[2]string{p.Promisor, p.Holder}] += p.Left.Parts()
		c.order = append(c.order, p)
	}
	slices.SortFunc(c.order, func(p, q credit.Promise) int {
		return cmp.Or(first(p.Due.IsZero(), q.Due.IsZero()), p.Due.Compare(q.Due), first(p.Guarantor == "", q.Guarantor == ""), strings.Compare(p.ID, q.ID))
	})
	for r := range l.Reservations() {
		for _, n := range r.Takes {
			c.held[n.Promise] += n.SetOff.Parts()
		}
		for _, o := range r.Owes {
			c.will[[2]string{o.Debtor, o.Creditor}] += o.Amount.Parts()
		}
	}
	for line := range l.Lines() {
		hard, soft := line.Hard.Parts(), line.Soft.Parts()
		if line.Hard == (unit.Amount{}) {
			hard = 1 << 62
		}
		if line.Soft == (unit.Amount{}) {
			soft = hard
		}
		c.lines[[2]string{line.Debtor, line.Creditor}] = [2]int64{hard, soft}
	}
	return c
}

// first orders what is not so before what is.
func first(p, q bool) int {
	switch {
	case p == q:
		return 0
	case q:
		return -1
	}
	return 1
}

// pay takes a payment off the count as the comment of Payment says, step by step, and returns what it takes
// and what it makes anew, both as a ledger shows them.
func (c count) pay(p credit.Payment) (takes []credit.NetLine, owes []credit.Reserved) {
	var steps [][2]string
	passes := map[[2]string]int64{}
	for _, path := range p.Paths {
		for i, from := range path.Parties[:len(path.Parties)-1] {
			s := [2]string{from, path.Parties[i+1]}
			if !slices.Contains(steps, s) {
				steps = append(steps, s)
			}
			passes[s] += path.Amount.Parts()
		}
	}
	taken := map[string]int64{}
	for _, s := range steps {
		rest := passes[s]
		for _, q := range c.order {
			if q.Promisor == s[1] && q.Holder == s[0] && !q.Disputed {
				if parts := min(rest, q.Left.Parts()-c.held[q.ID]-taken[q.ID]); parts > 0 {
					takes = append(takes, credit.NetLine{Promise: q.ID, SetOff: cents(parts)})
					taken[q.ID] += parts
					rest -= parts
				}
			}
		}
		if rest > 0 {
			owes = append(owes, credit.Reserved{Debtor: s[0], Creditor: s[1], Amount: cents(rest)})
		}
	}
	return takes, owes
}

// try applies an action, and says what is wrong with what came of it.
func (p *play) try(a credit.Action) (applied bool, err error) {
	before, text := recount(p.Ledger), snapshotOf(p.Ledger)
	e, refused := p.Apply(a)
	if refused != nil {
		if r, ok := errors.AsType[*journal.RefusalError](refused); !ok || r.Reason == nil {
			return false, fmt.Errorf("refused by %v (%T)", refused, refused)
		}
		if !bytes.Equal(text, snapshotOf(p.Ledger)) {
			return false, fmt.Errorf("%w, but the state was changed", refused)
		}
		return false, p.Check()
	}
	return true, errors.Join(e.Check(), p.Check(), p.compare(), p.limits(before, a), p.paid(before, a, e), p.commits(), p.restores())
}

func snapshotOf(l *credit.Ledger) []byte {
	var b bytes.Buffer
	if err := l.Snapshot(&b); err != nil {
		return []byte(err.Error())
	}
	return b.Bytes()
}

// compare compares what the ledger says that it reserved with its reservations, and its sums with a recount.
func (p *play) compare() error {
	c := recount(p.Ledger)
	var wrong []error
	for q := range p.Promises() {
		if q.Reserved.Parts() != c.held[q.ID] {
			wrong = append(wrong, fmt.Errorf("%v is reserved of %s, want %d parts", q.Reserved, q.ID, c.held[q.ID]))
		}
	}
	for line := range p.Lines() {
		pair := [2]string{line.Debtor, line.Creditor}
		if line.Owed.Parts() != c.owed[pair] || line.Reserved.Parts() != c.will[pair] {
			wrong = append(wrong, fmt.Errorf("%s owes %s %v, and %v are reserved, want %d and %d parts", line.Debtor, line.Creditor, line.Owed, line.Reserved, c.owed[pair], c.will[pair]))
		}
	}
	for _, debtor := range players {
		balance := int64(0)
		for _, creditor := range players {
			if got := p.Owed(debtor, creditor).Parts(); got != c.owed[[2]string{debtor, creditor}] {
				wrong = append(wrong, fmt.Errorf("%s owes %s %d parts", debtor, creditor, got))
			}
			balance += c.owed[[2]string{creditor, debtor}] - c.owed[[2]string{debtor, creditor}]
		}
		if p.Balance(debtor).Parts() != balance {
			wrong = append(wrong, fmt.Errorf("%s has a balance of %v, want %d parts", debtor, p.Balance(debtor), balance))
		}
	}
	return errors.Join(wrong...)
}

// limits checks that nobody owes, with what is reserved, more than before and more than a line allows.
func (p *play) limits(before count, a credit.Action) error {
	after := recount(p.Ledger)
	for pair, owed := range after.owed {
		now, was := owed+after.will[pair], before.owed[pair]+before.will[pair]
		line, open := after.lines[pair]
		if now > was && open && now > line[0] {
			return fmt.Errorf("%v: %d parts are owed and reserved after %+v", pair, now, a)
		}
	}
	return nil
}

// paid compares a payment or its reservation with the dumb one, and a commit with its reservation.
func (p *play) paid(before count, a credit.Action, e journal.Entry) error {
	var takes []credit.NetLine
	var owes []credit.Reserved
	left := maps.Clone(before.left)
	switch a := a.(type) {
	case credit.Pay:
		if crosses(a.Payment) {
			return nil // what it makes one way it may take the other
		}
		takes, owes = before.pay(a.Payment)
	case credit.Reserve:
		if len(a.Lines) == 0 {
			takes, owes = before.pay(a.Payment)
		} else {
			takes = a.Lines
		}
		for r := range p.Reservations() {
			if r.ID == a.ID && (!slices.Equal(r.Takes, takes) || !slices.Equal(r.Owes, owes)) {
				return fmt.Errorf("reserved %+v, want %v and %v", r, takes, owes)
			}
		}
		return nil
	case credit.Commit:
		return p.made(a.ID, sum(before.will, recount(p.Ledger).will), nil)
	default:
		return nil
	}
	for _, n := range takes {
		left[n.Promise] -= n.SetOff.Parts()
	}
	return p.made(e.Action, owes, left)
}

// sum is what one has more than the other.
func sum(before, after map[[2]string]int64) (more []credit.Reserved) {
	for _, pair := range slices.SortedFunc(maps.Keys(before), func(p, q [2]string) int { return slices.Compare(p[:], q[:]) }) {
		if n := before[pair] - after[pair]; n > 0 {
			more = append(more, credit.Reserved{Debtor: pair[0], Creditor: pair[1], Amount: cents(n)})
		}
	}
	return more
}

// made checks the promises that an action made, in any order, and with left what it left of all others.
func (p *play) made(id string, owes []credit.Reserved, left map[string]int64) error {
	var made []credit.Reserved
	for q := range p.Promises() {
		if strings.HasPrefix(q.ID, id+"/") {
			made = append(made, credit.Reserved{Debtor: q.Promisor, Creditor: q.Holder, Amount: q.Face})
		} else if left != nil && q.Left.Parts() != left[q.ID] {
			return fmt.Errorf("%v is left of %s, want %d parts", q.Left, q.ID, left[q.ID])
		}
	}
	compare := func(a, b credit.Reserved) int {
		return cmp.Or(strings.Compare(a.Debtor, b.Debtor), strings.Compare(a.Creditor, b.Creditor))
	}
	slices.SortFunc(made, compare)
	if owes = slices.Clone(owes); !slices.Equal(made, slices.SortedFunc(slices.Values(owes), compare)) {
		return fmt.Errorf("%s made %v, want %v", id, made, owes)
	}
	return nil
}

// crosses reports whether a payment goes along one step both ways.
func crosses(p credit.Payment) bool {
	steps := map[[2]string]bool{}
	for _, path := range p.Paths {
		for i, from := range path.Parties[:len(path.Parties)-1] {
			steps[[2]string{from, path.Parties[i+1]}] = true
		}
	}
	for s := range steps {
		if steps[[2]string{s[1], s[0]}] {
			return true
		}
	}
	return false
}

// commits commits all reservations on a copy, the first ones first and the other way round, and releases
// each: none may be refused.
func (p *play) commits() error {
	all := slices.Collect(p.Reservations())
	for range 2 {
		slices.Reverse(all)
		c := p.Clone()
		for _, r := range all {
			if _, err := c.Try(credit.Release{ID: "release", At: p.at().Add(1), By: r.Agreed[:min(1, len(r.Agreed))], Reservation: r.ID}); err != nil {
				return fmt.Errorf("the release of %+v: %w", r, err)
			}
			if _, err := c.Apply(credit.Commit{ID: "commit " + r.ID, At: p.at().Add(1), By: r.Agreed, Reservation: r.ID}); err != nil {
				return fmt.Errorf("the commit of %+v: %w", r, err)
			}
		}
		if err := c.Check(); err != nil {
			return err
		}
		if again := recount(c); len(again.held)+len(again.will) > 0 {
			return fmt.Errorf("something stays reserved: %v, %v", again.held, again.will)
		}
	}
	return nil
}

// restores compares the ledger with what its snapshot restores.
func (p *play) restores() error {
	text := snapshotOf(p.Ledger)
	again, err := credit.Restore(bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("%w: %s", err, text)
	}
	if !bytes.Equal(snapshotOf(again), text) || shown(again) != shown(p.Ledger) {
		return fmt.Errorf("%s became %s", text, snapshotOf(again))
	}
	return nil
}

// All that payments, reservations, set-offs and archives do on random histories, beside a dumb recount.
func TestPlay(t *testing.T) {
	t.Parallel()
	reached := map[string]int{}
	for seed := range seeds() {
		throws := random(uint64(seed), 80)
		if err := playAll(throws, reached); err != nil {
			t.Fatalf("seed %d: %v", seed, fewer(throws, func(less []throw) error { return playAll(less, nil) }))
		}
	}
	t.Log(reached)
	if len(reached) != 19 {
		t.Error("not every type of action was applied")
	}
}

// seeds is how many random histories are played.
func seeds() int {
	if testing.Short() {
		return 20
	}
	return 80
}

func playAll(throws []throw, reached map[string]int) error {
	p, err := newPlay()
	if err != nil {
		return err
	}
	for _, w := range throws {
		a := p.action(w)
		applied, err := p.try(a)
		if err != nil {
			return fmt.Errorf("%w\nafter %T%+v", err, a, a)
		}
		if applied && reached != nil {
			reached[fmt.Sprintf("%T", a)]++
		}
	}
	return nil
}

// fewer leaves out throws as long as something is wrong without them, and returns what is and with which.
func fewer(throws []throw, wrong func([]throw) error) error {
	for i := len(throws) - 1; i >= 0; i-- {
		if less := slices.Concat(throws[:i], throws[i+1:]); wrong(less) != nil {
			throws = less
		}
	}
	return fmt.Errorf("%w\nof %+v", wrong(throws), throws)
}

// A batch of some actions leaves what they leave one by one, or nothing at all, archives among them.
func TestPlayBatches(t *testing.T) {
	t.Parallel()
	for seed := range seeds() {
		throws := random(uint64(1_000_000+seed), 120)
		if err := playBatches(throws); err != nil {
			t.Fatalf("seed %d: %v", seed, fewer(throws, playBatches))
		}
	}
}

func playBatches(throws []throw) error {
	p, err := newPlay()
	if err != nil {
		return err
	}
	for len(throws) > 0 && err == nil {
		n := min(len(throws), 1+int(throws[0].Parts))
		err = p.batch(throws[:n])
		throws = throws[n:]
	}
	return err
}

// batch makes a batch of throws, of all but those that are refused or up to the first that is, beside a copy
// to which they are applied one by one.
func (p *play) batch(throws []throw) error {
	one := &play{p.Clone(), p.seq, p.hour}
	want := snapshotOf(p.Ledger)
	var actions []credit.Action
	var refused error
	for _, w := range throws {
		actions = append(actions, one.action(w))
		if _, refused = one.Apply(actions[len(actions)-1]); refused == nil {
			continue
		}
		if throws[0].Twist%2 == 0 {
			break
		}
		actions, refused = actions[:len(actions)-1], nil
	}
	p.seq, p.hour = one.seq, one.hour
	_, err := p.Batch(actions...)
	if (err == nil) != (refused == nil) || err != nil && errors.Unwrap(err).Error() != refused.Error() {
		return fmt.Errorf("got %v, want %v", err, refused)
	}
	if err == nil {
		want = snapshotOf(one.Ledger)
	}
	if got := snapshotOf(p.Ledger); !bytes.Equal(got, want) {
		return fmt.Errorf("got %s\nwant %s\nafter %+v, %v", got, want, actions, err)
	}
	if err := errors.Join(p.Check(), p.compare(), p.restores()); err != nil || refused == nil {
		return err
	}
	for _, a := range actions[:len(actions)-1] { // those before the last go on as if nothing had been
		if _, err := p.Apply(a); err != nil {
			return err
		}
	}
	if got, want := snapshotOf(p.Ledger), snapshotOf(one.Ledger); !bytes.Equal(got, want) {
		return fmt.Errorf("got %s\nwant %s", got, want)
	}
	return nil
}

// The same with a fuzzer's choices instead of chance.
func FuzzChains(f *testing.F) {
	f.Add([]byte("01234567"))
	f.Fuzz(func(t *testing.T, data []byte) {
		throws := throwsOf(data[:min(len(data), 8*100)])
		if err := errors.Join(playAll(throws, nil), playBatches(throws)); err != nil {
			t.Fatal(err)
		}
	})
}
