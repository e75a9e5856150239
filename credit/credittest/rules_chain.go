package credittest

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// chained applies the rules of payments along chains: of who lets them through, and of what is reserved.
func (m *Model) chained(a credit.Action, f fields) error {
	switch a := a.(type) {
	case credit.Pay:
		return m.pay(a, f.at)
	case credit.Reserve:
		return m.reserve(a, f.at)
	case credit.Commit:
		return m.commit(a, f.at)
	case credit.Release:
		return m.release(a)
	case credit.Expire:
		return m.expire(a, f.at)
	case credit.Mediate:
		return m.mediate(a)
	case credit.SetCharge:
		return m.setCharge(a)
	}
	return refuse(credit.ErrAction)
}

func (m *Model) mediate(a credit.Mediate) error {
	c := credit.Consent{Party: a.Party, From: a.From, To: a.To}
	err := where(badText(a.Party, 128), journal.ErrParty)
	if a.From != "" {
		err = firstOf(err, parties(a.Party, a.From))
	}
	if a.To != "" {
		err = firstOf(err, parties(a.Party, a.To))
	}
	err = firstOf(err, where(a.From != "" && a.From == a.To, credit.ErrSelf), agree(a.By, a.Party), where(a.Stop && !m.consents[c], credit.ErrMediator))
	if err != nil {
		return err
	}
	if a.Stop {
		delete(m.consents, c)
	} else {
		m.consents[c] = true
	}
	return nil
}

// lets reports whether a mediator lets a payment through, from one party to another.
func (m *Model) lets(from, mediator, to string) bool {
	return m.consents[credit.Consent{Party: mediator, From: from, To: to}] || m.consents[credit.Consent{Party: mediator, From: from}] ||
		m.consents[credit.Consent{Party: mediator, To: to}] || m.consents[credit.Consent{Party: mediator}]
}

func (m *Model) setCharge(a credit.SetCharge) error {
	flat, none := m.amount(new(big.Int)), a.Flat == unit.Amount{}
	err := firstOf(where(badText(a.Party, 128), journal.ErrParty), agree(a.By, a.Party), where(a.Rate < 0 || a.Rate > 1_000_000, credit.ErrMediator))
	if !none {
		flat, err = a.Flat, firstOf(err, m.amountOf(a.Flat))
	}
	if none && a.Rate == 0 {
		delete(m.charges, a.Party)
		return firstOf(err, where(a.For != "", credit.ErrWords))
	}
	m.charges[a.Party] = credit.Charge{Party: a.Party, Flat: flat, Rate: a.Rate, For: a.For}
	return firstOf(err, words(a.For))
}

// due is what a charge comes to for what was carried: rounded up, and never more than may pass anywhere.
func due(c credit.Charge, carried *big.Int) *big.Int {
	sum := new(big.Int).Mul(carried, big.NewInt(int64(c.Rate)))
	sum.Add(sum, big.NewInt(999_999)).Quo(sum, big.NewInt(1_000_000))
	return least(sum.Add(sum, big.NewInt(c.Flat.Parts())), most())
}

func (m *Model) pay(a credit.Pay, at time.Time) error {
	made := 0
	return m.carry(a.By, a.Payment, m.less, func(e two, parts int64) {
		made++
		m.promise(a.ID, made, a.For, at, e, parts)
	})
}

// promise makes the k-th promise of a payment.
func (m *Model) promise(action string, k int, words string, at time.Time, e two, parts int64) {
	id, face := fmt.Sprint(action, "/", k), unit.New(parts, m.terms.Unit)
	m.put(credit.Promise{ID: id, Root: id, Promisor: e.debtor, Holder: e.creditor, For: words, Face: face, Left: face, Issued: at})
}

// carry carries out a payment: what is repaid of a promise goes to take, what is newly promised to owe.
func (m *Model) carry(by []string, p credit.Payment, take func(credit.Promise, int64), owe func(two, int64)) error {
	err := firstOf(parties(p.From, p.To), words(p.For), agree(by, p.From), m.amountOf(p.Amount), where(len(p.Paths) == 0 || len(p.Paths) > credit.PathsMax, credit.ErrPath))
	if err != nil {
		return err
	}
	t := traffic{passes: map[two]*big.Int{}, reaches: map[string]*big.Int{}, carried: map[string]*big.Int{}}
	for _, path := range p.Paths {
		if err := firstOf(m.path(p, path), t.add(p, path)); err != nil {
			return err
		}
	}
	if err := firstOf(m.letThrough(by, p), m.paid(p, t)); err != nil {
		return err
	}
	for _, e := range t.steps {
		if err := m.pass(e, t.passes[e].Int64(), slices.Contains(by, e.creditor), take, owe); err != nil {
			return err
		}
	}
	return nil
}

// path judges one path by itself.
func (m *Model) path(p credit.Payment, path credit.Path) error {
	all := path.Parties
	if len(all) < 2 || len(all) > credit.HopsMax+1 || all[0] != p.From {
		return refuse(credit.ErrPath)
	}
	for i, name := range all {
		if err := firstOf(where(badText(name, 128), journal.ErrParty), where(i > 0 && name == all[i-1], credit.ErrPath)); err != nil {
			return err
		}
	}
	return m.amountOf(path.Amount)
}

// letThrough refuses a payment that a mediator does not let through.
func (m *Model) letThrough(by []string, p credit.Payment) error {
	var who []string
	for _, path := range p.Paths {
		for i := 1; i < len(path.Parties)-1; i++ {
			if !m.lets(path.Parties[i-1], path.Parties[i], path.Parties[i+1]) {
				who = append(who, path.Parties[i])
			}
		}
	}
	return agree(by, who...)
}

// traffic is what the paths of a payment add up to.
type traffic struct {
	steps   []two               // from whom to whom anything passes, as they first come
	passes  map[two]*big.Int    // what passes there
	reaches map[string]*big.Int // what reaches each end of a path
	carried map[string]*big.Int // of the amount, by each mediator
}

// add adds a path that is good by itself.
func (t *traffic) add(p credit.Payment, path credit.Path) error {
	parts, last := path.Amount.Parts(), len(path.Parties)-1
	sums := []*big.Int{add(t.reaches, path.Parties[last], parts)}
	for i := range last {
		e := two{path.Parties[i], path.Parties[i+1]}
		if t.passes[e] == nil {
			t.steps = append(t.steps, e)
		}
		sums = append(sums, add(t.passes, e, parts))
		if path.Parties[last] == p.To && i > 0 {
			sums = append(sums, add(t.carried, path.Parties[i], parts))
		}
	}
	tooMuch := func(sum *big.Int) bool { return sum.Cmp(most()) > 0 }
	return where(slices.ContainsFunc(sums, tooMuch), credit.ErrPath)
}

// paid checks that the payee gets the amount, each mediator of it the charge, and nobody else anything.
func (m *Model) paid(p credit.Payment, t traffic) error {
	get := func(who string) unit.Amount { return m.amount(add(t.reaches, who, 0)) }
	if get(p.To) != p.Amount {
		return &journal.RefusalError{Reason: credit.ErrPath, Asked: get(p.To), Room: p.Amount}
	}
	mediators := slices.DeleteFunc(slices.Sorted(maps.Keys(t.carried)), func(s string) bool { return s == p.From || s == p.To })
	for _, who := range mediators {
		if want := m.amount(due(m.charges[who], t.carried[who])); get(who) != want {
			return &journal.RefusalError{Reason: credit.ErrPath, Asked: get(who), Room: want}
		}
	}
	for _, who := range slices.Sorted(maps.Keys(t.reaches)) {
		if who != p.To && !slices.Contains(mediators, who) {
			return refuse(credit.ErrPath)
		}
	}
	return nil
}

// pass carries out one step: it repays what the next owes the one before, then promises the rest.
func (m *Model) pass(e two, parts int64, agreed bool, take func(credit.Promise, int64), owe func(two, int64)) error {
	for _, p := range m.usable(e.creditor, e.debtor) {
		back := min(parts, p.Left.Parts()-p.Reserved.Parts())
		if parts -= back; back > 0 {
			take(m.promises[p.ID], back)
		}
	}
	if parts == 0 {
		return nil
	}
	if err := m.fits(e.debtor, e.creditor, parts, agreed); err != nil {
		return err
	}
	owe(e, parts)
	return nil
}

// usable are the promises between two that are not in dispute nor all reserved, in the order in which they
// are repaid.
func (m *Model) usable(debtor, creditor string) []credit.Promise {
	var all []credit.Promise
	for _, id := range m.ids {
		p := m.promises[id]
		if p.Promisor != debtor || p.Holder != creditor || p.Disputed {
			continue
		}
		if p.Reserved = m.amount(m.held(id)); p.Left.Parts() > p.Reserved.Parts() {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(p, q credit.Promise) int {
		return cmp.Or(dueLast(p).Compare(dueLast(q)), noGuarantor(p)-noGuarantor(q), strings.Compare(p.ID, q.ID))
	})
	return all
}

// dueLast is when a promise is due: after all others if it has no due date.
func dueLast(p credit.Promise) time.Time {
	if p.Due.IsZero() {
		return time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return p.Due
}

func noGuarantor(p credit.Promise) int {
	if p.Guarantor == "" {
		return 1
	}
	return 0
}

func (m *Model) reserve(a credit.Reserve, at time.Time) error {
	r := credit.Reservation{ID: a.ID, Until: utc(a.Until)}
	if !r.Until.After(at) || r.Until.After(at.Add(31*24*time.Hour)) {
		return refuse(journal.ErrTime)
	}
	take := func(p credit.Promise, parts int64) {
		r.Takes = append(r.Takes, credit.NetLine{Promise: p.ID, SetOff: unit.New(parts, m.terms.Unit)})
		m.reserved[a.ID] = r
	}
	owe := func(e two, parts int64) {
		r.Owes = append(r.Owes, credit.Reserved{Debtor: e.debtor, Creditor: e.creditor, Amount: unit.New(parts, m.terms.Unit)})
		m.reserved[a.ID] = r
	}
	if len(a.Lines) == 0 {
		r.For, r.Agreed, r.Payee = a.For, []string{a.From}, a.To
		return m.carry(a.By, a.Payment, take, owe)
	}
	if a.From != "" || a.To != "" || a.For != "" || a.Amount != (unit.Amount{}) || len(a.Paths) > 0 {
		return refuse(credit.ErrNet)
	}
	moved, err := m.setOff(a.By, a.Lines, at, take)
	r.Agreed = moved
	m.reserved[a.ID] = r
	return err
}

func (m *Model) commit(a credit.Commit, at time.Time) error {
	r, ok := m.reserved[a.Reservation]
	if err := firstOf(where(!ok, credit.ErrReserved), agree(a.By, r.Agreed...)); err != nil {
		return err
	}
	delete(m.reserved, a.Reservation)
	for _, n := range r.Takes {
		m.less(m.promises[n.Promise], n.SetOff.Parts())
	}
	for i, o := range r.Owes {
		m.promise(a.ID, i+1, r.For, at, two{o.Debtor, o.Creditor}, o.Amount.Parts())
	}
	return nil
}

func (m *Model) release(a credit.Release) error {
	r, ok := m.reserved[a.Reservation]
	if !ok {
		return refuse(credit.ErrReserved)
	}
	may := slices.Clone(r.Agreed)
	if r.Payee != "" {
		may = append(may, r.Payee)
	}
	delete(m.reserved, a.Reservation)
	if slices.ContainsFunc(may, func(s string) bool { return slices.Contains(a.By, s) }) {
		return nil
	}
	return agree(nil, may...)
}

func (m *Model) expire(a credit.Expire, at time.Time) error {
	r, ok := m.reserved[a.Reservation]
	delete(m.reserved, a.Reservation)
	return firstOf(where(!ok, credit.ErrReserved), where(at.Before(r.Until), journal.ErrTime))
}
