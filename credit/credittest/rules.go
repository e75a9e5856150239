package credittest

import (
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"
	"unicode"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// refuse is a refusal by this reason alone.
func refuse(reason error) error { return &journal.RefusalError{Reason: reason} }

// firstOf returns the first error there is.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// where refuses by a reason where something is so.
func where(so bool, reason error) error {
	if so {
		return refuse(reason)
	}
	return nil
}

// admit judges an action's ID, time and parties.
func (m *Model) admit(f fields) error {
	if was, ok := m.applied[f.id]; ok {
		if was.text == f.text {
			return &journal.AppliedError{Seq: was.seq}
		}
		return refuse(journal.ErrConflict)
	}
	return firstOf(
		where(badText(f.id, 128) || strings.Contains(f.id, "/"), journal.ErrID),
		where(f.at.IsZero(), journal.ErrTime),
		where(!m.horizon.IsZero() && !f.at.After(m.horizon), journal.ErrArchived),
		where(f.at.Before(m.last), journal.ErrTime),
		where(len(f.by) > 64 || slices.ContainsFunc(f.by, func(s string) bool { return badText(s, 128) }), journal.ErrParty),
	)
}

// badText reports what is no name, no ID and no words. It is UTF-8.
func badText(s string, bytesMax int) bool {
	return s == "" || len(s) > bytesMax || strings.ContainsFunc(s, unicode.IsControl) || strings.TrimSpace(s) != s
}

func words(s string) error { return where(badText(s, 1024), credit.ErrWords) }

func parties(a, b string) error {
	return firstOf(where(badText(a, 128) || badText(b, 128), journal.ErrParty), where(a == b, credit.ErrSelf))
}

// agree refuses where somebody's agreement is missing.
func agree(by []string, who ...string) error {
	who = slices.Sorted(slices.Values(who))
	missing := slices.DeleteFunc(slices.Compact(who), func(s string) bool { return slices.Contains(by, s) })
	if len(missing) > 0 {
		return &journal.RefusalError{Reason: journal.ErrConsent, Missing: missing}
	}
	return nil
}

// rule applies the rule of each type of action.
func (m *Model) rule(a credit.Action, f fields) error {
	switch a := a.(type) {
	case credit.Issue:
		return m.issue(a)
	case credit.Exchange:
		return firstOf(parties(a.Giver, a.Receiver), words(a.For), agree(a.By, a.Giver, a.Receiver), m.amountOf(a.Amount))
	case credit.Transfer:
		return m.transfer(a)
	case credit.TakeOver:
		return m.takeOver(a)
	case credit.Renounce:
		return m.renounce(a)
	case credit.Redeem:
		return firstOf(words(a.Goods), m.reduce(a.By, a.Promise, a.Amount))
	case credit.Forgive:
		return m.reduce(a.By, a.Promise, a.Amount)
	case credit.Settle:
		return m.settle(a, f.at)
	case credit.Default:
		return m.declare(a)
	case credit.Dispute:
		return m.dispute(a)
	case credit.Resolve:
		return m.resolve(a)
	case credit.SetLine:
		return m.setLine(a)
	case credit.FreezeLine:
		return m.freezeLine(a)
	case credit.CloseLine:
		return m.closeLine(a)
	case credit.Net:
		return m.net(a, f.at)
	case credit.Archive:
		return m.archive(a, f.at)
	}
	return m.chained(a, f)
}

// amountOf refuses what is not an amount above zero in the ledger's unit.
func (m *Model) amountOf(a unit.Amount) error {
	return firstOf(where(a.Unit() != m.terms.Unit, journal.ErrUnit), where(a.Sign() <= 0, journal.ErrAmount))
}

// within refuses more than there is room for.
func (m *Model) within(parts int64, room *big.Int, reason error) error {
	if big.NewInt(parts).Cmp(room) <= 0 {
		return nil
	}
	return &journal.RefusalError{Reason: reason, Asked: unit.New(parts, m.terms.Unit), Room: m.amount(room)}
}

// fits refuses a promise for which there is no room.
func (m *Model) fits(debtor, creditor string, parts int64, agreed bool) error {
	reason := journal.ErrLimit
	if m.lines[two{debtor, creditor}].Frozen {
		reason = credit.ErrFrozen
	}
	return m.within(parts, m.room(debtor, creditor, agreed), reason)
}

func (m *Model) issue(a credit.Issue) error {
	who := []string{a.Promisor, a.Holder}
	if a.Guarantor != "" {
		who = append(who, a.Guarantor)
	}
	err := firstOf(parties(a.Promisor, a.Holder), words(a.For), where(a.Origin > credit.Claim, credit.ErrAction),
		where(a.Guarantor != "" && badText(a.Guarantor, 128), journal.ErrParty),
		where(a.Guarantor != "" && (a.Guarantor == a.Promisor || a.Guarantor == a.Holder), credit.ErrSelf), agree(a.By, who...), m.amountOf(a.Amount))
	if err != nil {
		return err
	}
	if err := m.fits(a.Promisor, a.Holder, a.Amount.Parts(), true); err != nil {
		return err
	}
	m.put(credit.Promise{
		ID: a.ID, Root: a.ID, Promisor: a.Promisor, Holder: a.Holder, Guarantor: a.Guarantor, For: a.For, Origin: a.Origin,
		Face: a.Amount, Left: a.Amount, Issued: utc(a.At), Due: utc(a.Due),
	})
	return nil
}

func utc(t time.Time) time.Time { return t.UTC().Round(0) }

// open finds a promise of which something is left and that is not in dispute.
func (m *Model) open(id string) (credit.Promise, error) {
	p, ok := m.promises[id]
	return p, firstOf(where(!ok, credit.ErrPromise), where(p.Left.IsZero(), credit.ErrSettled), where(p.Disputed, credit.ErrDisputed))
}

// off takes an amount off a promise; the zero Amount is all of it.
func (m *Model) off(p credit.Promise, a unit.Amount) (int64, error) {
	if a == (unit.Amount{}) {
		a = p.Left
	}
	if err := m.free(p, a); err != nil {
		return 0, err
	}
	m.less(p, a.Parts())
	return a.Parts(), nil
}

// free refuses more of a promise than is left and not reserved.
func (m *Model) free(p credit.Promise, a unit.Amount) error {
	if err := m.amountOf(a); err != nil {
		return err
	}
	free := new(big.Int).Sub(big.NewInt(p.Left.Parts()), m.held(p.ID))
	if a.Parts() > p.Left.Parts() {
		return m.within(a.Parts(), free, journal.ErrLimit)
	}
	return m.within(a.Parts(), free, credit.ErrReserved)
}

// less takes parts off a promise.
func (m *Model) less(p credit.Promise, parts int64) {
	p.Left = unit.New(p.Left.Parts()-parts, m.terms.Unit)
	m.put(p)
}

// reduce is what Redeem, Settle and Forgive have in common.
func (m *Model) reduce(by []string, id string, a unit.Amount) error {
	p, err := m.open(id)
	if err := firstOf(err, agree(by, p.Holder)); err != nil {
		return err
	}
	_, err = m.off(p, a)
	return err
}

func (m *Model) settle(a credit.Settle, at time.Time) error {
	err := firstOf(where(a.In < credit.Money || a.In > credit.Energy, credit.ErrMeans), where(a.Paid.Sign() <= 0, journal.ErrAmount))
	if a.In != credit.Money || a.Words != "" {
		err = firstOf(err, words(a.Words))
	}
	if err != nil {
		return err
	}
	if a.Paid.Unit() == m.terms.Unit {
		return firstOf(where(a.Quote != unit.Quote{}, credit.ErrQuote), m.reduce(a.By, a.Promise, a.Paid))
	}
	worth := m.worth(a, at)
	if worth == nil || !worth.IsInt64() {
		return refuse(credit.ErrQuote)
	}
	p, err := m.open(a.Promise)
	if err := firstOf(where(worth.Sign() == 0, journal.ErrAmount), err, agree(a.By, p.Holder, p.Promisor)); err != nil {
		return err
	}
	return m.reduce(a.By, a.Promise, m.amount(worth))
}

// worth is what was paid in another unit, in parts of the ledger's, rounded down; nil where nothing says it.
func (m *Model) worth(a credit.Settle, at time.Time) *big.Int {
	value, q := a.Paid.Rat(), a.Quote.Terms()
	paid, ours := a.Paid.Unit(), m.terms.Unit
	each, energy := paid.Joules()
	ourEach, ourEnergy := ours.Joules()
	holds := q.Rate != nil && !at.Before(q.AsOf) && !at.After(q.ValidUntil)
	switch {
	case q.Rate == nil && energy && ourEnergy:
		value.Mul(value, each).Quo(value, ourEach)
	case holds && q.Base == paid && q.Quoted == ours && q.Side != unit.Ask:
		value.Mul(value, q.Rate)
	case holds && q.Base == ours && q.Quoted == paid && q.Side != unit.Bid:
		value.Quo(value, q.Rate)
	default:
		return nil
	}
	for range ours.Places() {
		value.Mul(value, big.NewRat(10, 1))
	}
	return new(big.Int).Quo(value.Num(), value.Denom()) // nobody pays less than nothing
}

func (m *Model) transfer(a credit.Transfer) error {
	p, err := m.open(a.Promise)
	who := []string{p.Holder}
	if p.Guarantor != "" && a.To != p.Promisor {
		who = append(who, p.Guarantor)
	}
	err = firstOf(err, where(p.Defaulted, credit.ErrDefault), parties(p.Holder, a.To), agree(a.By, who...))
	if err != nil {
		return err
	}
	agreed := slices.Contains(a.By, a.To)
	if _, open := m.lines[two{p.Promisor, a.To}]; !open && !agreed && a.To != p.Promisor {
		return &journal.RefusalError{Reason: credit.ErrTrust, Missing: []string{a.To}}
	}
	parts, err := m.off(p, a.Amount)
	if err != nil || a.To == p.Promisor {
		return err
	}
	if err := m.fits(p.Promisor, a.To, parts, agreed); err != nil {
		return err
	}
	if parts < p.Left.Parts() {
		p.ID, p.Face = a.ID+"/1", unit.New(parts, m.terms.Unit)
	}
	p.Holder, p.Left = a.To, unit.New(parts, m.terms.Unit)
	m.put(p)
	return nil
}

func (m *Model) takeOver(a credit.TakeOver) error {
	p, err := m.open(a.Promise)
	err = firstOf(err, where(!p.Defaulted, credit.ErrDefault), where(p.Guarantor == "" || p.Guarantor == p.Holder, credit.ErrTrust))
	if err := firstOf(err, agree(a.By, p.Guarantor)); err != nil {
		return err
	}
	parts, err := m.off(p, a.Amount)
	if err := firstOf(err, m.fits(p.Promisor, p.Guarantor, parts, true)); err != nil {
		return err
	}
	amount := unit.New(parts, m.terms.Unit)
	p.ID, p.Face, p.Left, p.Holder, p.Origin, p.Reserved = a.ID+"/1", amount, amount, p.Guarantor, credit.Claim, unit.New(0, m.terms.Unit)
	m.put(p)
	return nil
}

func (m *Model) renounce(a credit.Renounce) error {
	p, err := m.open(a.Promise)
	if err := firstOf(err, where(p.Guarantor == "" || p.Guarantor == p.Holder, credit.ErrTrust), agree(a.By, p.Holder)); err != nil {
		return err
	}
	p.Guarantor = ""
	m.put(p)
	return nil
}

// answers reports whether a promise has a guarantor who agrees.
func answers(by []string, p credit.Promise) bool {
	return p.Guarantor != "" && slices.Contains(by, p.Guarantor)
}

func (m *Model) declare(a credit.Default) error {
	p, err := m.open(a.Promise)
	if err := firstOf(err, where(p.Defaulted, credit.ErrDefault)); err != nil {
		return err
	}
	if err := agree(a.By, p.Holder); err != nil && !answers(a.By, p) {
		return err
	}
	if a.Amount != (unit.Amount{}) {
		parts, err := m.off(p, a.Amount)
		if err != nil {
			return err
		}
		amount := unit.New(parts, m.terms.Unit)
		if amount != p.Left {
			p.ID, p.Face, p.Left, p.Reserved = a.ID+"/1", amount, amount, unit.New(0, m.terms.Unit)
		}
	}
	p.Defaulted = true
	m.put(p)
	return nil
}

func (m *Model) dispute(a credit.Dispute) error {
	p, err := m.open(a.Promise)
	if err := firstOf(words(a.Because), err); err != nil {
		return err
	}
	if !slices.Contains(a.By, p.Promisor) {
		if agree(a.By, p.Holder) != nil {
			return agree(nil, p.Holder, p.Promisor)
		}
	}
	if m.held(p.ID).Sign() > 0 {
		return refuse(credit.ErrReserved)
	}
	p.Disputed = true
	m.put(p)
	return nil
}

func (m *Model) resolve(a credit.Resolve) error {
	p := m.promises[a.Promise]
	if err := firstOf(words(a.Words), where(!p.Disputed, credit.ErrPromise)); err != nil {
		return err
	}
	if err := agree(a.By, p.Holder, p.Promisor); err != nil && (a.Less != unit.Amount{} || !answers(a.By, p)) {
		return err
	}
	p.Disputed = false
	m.put(p)
	if a.Less == (unit.Amount{}) {
		return nil
	}
	_, err := m.off(p, a.Less)
	return err
}

// archive forgets what is over and was applied up to the horizon. Known stay the actions after it, those
// that open reservations and promises are named after and, as long as any more are found, those of all
// promises that began as one of these or as which one of these began.
func (m *Model) archive(a credit.Archive, at time.Time) error {
	horizon := utc(a.Horizon)
	if horizon.IsZero() || horizon.After(at) || !horizon.After(m.horizon) {
		return refuse(journal.ErrTime)
	}
	m.horizon = horizon
	stays := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(m.applied)) {
		_, reserved := m.reserved[id]
		stays[id] = reserved || m.applied[id].at.After(horizon)
	}
	for range m.ids { // more often than any promise is away from what it began as
		for _, id := range m.ids {
			p := m.promises[id]
			if !p.Left.IsZero() || stays[maker(id)] {
				stays[maker(id)], stays[maker(p.Root)] = true, true
			}
		}
	}
	maps.DeleteFunc(m.applied, func(id string, _ applied) bool { return !stays[id] })
	maps.DeleteFunc(m.promises, func(id string, _ credit.Promise) bool { return !stays[maker(id)] })
	m.ids = slices.DeleteFunc(m.ids, func(id string) bool { return !stays[maker(id)] })
	return nil
}

// maker is the ID of the action that a promise is named after.
func maker(promise string) string {
	id, _, _ := strings.Cut(promise, "/")
	return id
}
