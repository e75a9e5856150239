package credit_test

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A count is what a dumb recount of all that a ledger shows comes to.
type count struct {
	left, held map[string]int64    // by promise
	order      []credit.Promise    // as they are used
	owed, will map[[2]string]int64 // by debtor and creditor
	lines      map[[2]string]credit.Line
}

// recount counts what a ledger lists, and uses none of its sums.
func recount(l *credit.Ledger) count {
	c := count{map[string]int64{}, map[string]int64{}, nil, map[[2]string]int64{}, map[[2]string]int64{}, map[[2]string]credit.Line{}}
	for p := range l.Promises() {
		c.left[p.ID] = p.Left.Parts()
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
		c.lines[[2]string{line.Debtor, line.Creditor}] = line
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

// limits checks that nobody owes, with what is reserved, more than before, unless a line or its creditor allows it.
func (p *play) limits(before count, a credit.Action) error {
	after := recount(p.Ledger)
	for _, debtor := range players {
		for _, creditor := range players {
			pair := [2]string{debtor, creditor}
			now, was := after.owed[pair]+after.will[pair], before.owed[pair]+before.will[pair]
			if now > was && now > after.most(pair, slices.Contains(agreed(a), creditor)) {
				return fmt.Errorf("%s owes %s %d parts, what is reserved counted, after %+v", debtor, creditor, now, a)
			}
		}
	}
	return nil
}

// most is how much one may owe another: where there is no line, or beyond its soft limit, the creditor has to agree.
func (c count) most(pair [2]string, agrees bool) int64 {
	line, open := c.lines[pair]
	switch {
	case line.Frozen || !open && !agrees:
		return 0
	case line.Soft != (unit.Amount{}) && !agrees:
		return line.Soft.Parts()
	case line.Hard != (unit.Amount{}):
		return line.Hard.Parts()
	}
	return 1 << 62
}

// agreed are those who agree to an action that makes somebody owe more.
func agreed(a credit.Action) []string {
	switch a := a.(type) {
	case credit.Issue:
		return a.By
	case credit.Transfer:
		return a.By
	case credit.Pay:
		return a.By
	case credit.Reserve:
		return a.By
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
			if r.ID == a.ID && slices.Equal(r.Takes, takes) && slices.Equal(r.Owes, owes) {
				return nil
			}
		}
		return fmt.Errorf("reserved %+v, want %v and %v", slices.Collect(p.Reservations()), takes, owes)
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
