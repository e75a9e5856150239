package credit

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"example.org/mutual/clearing/flow"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Routing says what payment is to be planned.
type Routing struct {
	From, To string
	Amount   unit.Amount
	Most     bool     // as much of the amount as there is a way for; otherwise all or nothing
	For      string   // what is paid for, in words, which the plan passes on
	By       []string // who will agree beside From: beyond soft limits, and to let this payment through

	Without      []string // parties that are to have no part in it
	WithoutLines []LineOf // lines that are not to be used, nor what is owed on them repaid

	// Charges is the most that mediators may be paid in all; the zero Amount: nothing, and then nobody who
	// charges for it has a part in it. A way without charges goes first if it carries all.
	Charges unit.Amount

	// Bounds, 0 for none but HopsMax and PathsMax, on the paths of the amount, and on those of each charge by
	// themselves. To find the best plan within them is NP-hard: where the best of all does not keep to them, the
	// plan is a good one, and says how much less it may be.
	HopsMax  int // steps of each path
	PathsMax int // paths

	Prove bool // hand out the whole network too, for flow.Verify: O(lines)
}

// A LineOf names a line.
type LineOf struct{ Creditor, Debtor string }

// A Plan is a payment that the ledger would accept as it stands, given the agreement of From and By, and why
// it is the one.
//
// It is the cheapest: what passes a step costs 1 a part where it repays a debt; where it makes a new promise,
// 65 up to the line's target, and 129, 193 and 257 in the first, the second and the last third of what lies
// between that and the line's limit. So debts are repaid before new ones arise, and what is owed
// spreads over lines in proportion to what they allow. Which of several equally cheap plans it is depends on
// the names of the parties, and on nothing else.
//
// Where mediators are paid, that is planned first and the amount over what it leaves free, which is a
// heuristic: another choice of mediators might charge less, or carry more.
type Plan struct {
	Payment
	Charges  unit.Amount // what the mediators are paid, in all
	Repaid   unit.Amount // of debts, over all steps of a Pay
	Promised unit.Amount // newly, likewise
	Most     unit.Amount // what could be sent without bounds on hops and paths, up to the amount asked for

	// Cost is what Amount costs, charges and their paths apart, and Least what it would without bounds on hops
	// and paths: where they are equal, no way is cheaper.
	Cost, Least int64

	Cut   []Bound // where Most is less than the amount asked for: see RouteError
	Proof *Proof  // where it was asked for
}

// A Proof is the network on which a payment was planned and the cheapest flow on it, for flow.Verify. It is of
// the plan without charges and bounds.
type Proof struct {
	Problem  flow.Problem
	Solution *flow.Solution
}

// A Bound is one thing that is in the way of more.
type Bound struct {
	Creditor, Debtor string // the line; or no Debtor, and the mediator in Creditor's place
	Why              string // in words
}

// String says it in words.
func (b Bound) String() string {
	if b.Debtor == "" {
		return fmt.Sprintf("%s: %s", b.Creditor, b.Why)
	}
	return fmt.Sprintf("what %s may owe %s: %s", b.Debtor, b.Creditor, b.Why)
}

// BoundsMax is how many bounds a RouteError names.
const BoundsMax = 64

// A RouteError says why a payment cannot be made in full. Its Cut is all that stands between payer and payee:
// as long as none of it gives way, no more than Room can be sent, by whatever way. Nothing in the cut means
// that nobody has a line for the payer, or owes it, or the payee has no line and owes nobody, however far one
// follows.
type RouteError struct {
	Asked, Room unit.Amount
	Most        unit.Amount // what there would be room for without bounds on hops and paths
	Cut         []Bound     // where Most is less than Asked: in order, at most BoundsMax of them
	More        int         // how many are not named
	Charge      string      // the mediator whose charge cannot be paid; then the amounts are of that
}

// Error names the room and the first few bounds.
func (e *RouteError) Error() string {
	text := ErrRoute.Error()
	if e.Charge != "" {
		text += fmt.Sprintf(": the charge of %.32q", e.Charge)
	}
	text += fmt.Sprintf(": asked %v, room for %v", e.Asked, e.Room)
	if e.Most != e.Room {
		text += fmt.Sprintf(", and for %v without bounds on hops and paths", e.Most)
	}
	const few = 4
	for i, b := range e.Cut {
		if i == few {
			break
		}
		text += ": " + b.String()
	}
	if more := e.More + max(0, len(e.Cut)-few); more > 0 {
		text += fmt.Sprintf(": and %d more", more)
	}
	return text
}

// Unwrap returns ErrRoute.
func (e *RouteError) Unwrap() error { return ErrRoute }

// Route plans a payment along chains, as a cheapest flow over lines and debts. It changes nothing that anybody
// is owed, but it keeps the network of the lines in memory from the first plan on, so it must not run beside
// anything else on the ledger. The plan is good until the ledger changes: then it may be refused, never
// misapplied.
//
// Errors: a [RouteError] where not all of the amount can be sent and Most is not set, or nothing; a
// journal.RefusalError for a payer or payee that is none, By that is none of an action, an amount not above zero
// or in another unit, bounds below zero, more than a party may owe or be owed in all, or a plan whose cost no
// int64 holds; the error of ctx.
//
// A plan looks only at the neighbourhood of payer and payee, mostly: the first one builds the network, which is
// linear in the ledger, and each later one looks again at the pairs of parties between whom something changed.
func (l *Ledger) Route(ctx context.Context, r Routing) (*Plan, error) {
	asked, err := l.checkRouting(r)
	if err != nil {
		return nil, err
	}
	w, err := l.fresh()
	if err != nil {
		return nil, tooMuch(err)
	}
	defer w.restore()
	from, to := l.stationOf(w, r.From), l.stationOf(w, r.To)
	if from == nil || to == nil || !l.joined(w, from) || !l.joined(w, to) {
		return nil, &RouteError{Asked: l.amount(asked), Room: l.amount(0), Most: l.amount(0)}
	}
	p := &planning{Ledger: l, web: w, Routing: r, ctx: ctx, from: from, to: to, asked: asked}
	return p.best()
}

// joined reports whether a party has an arc to or from another.
func (l *Ledger) joined(w *web, s *station) bool {
	return slices.ContainsFunc(s.pairs, func(at int32) bool {
		e := l.pairs[at].ends
		_, forth := w.passes[e]
		_, back := w.passes[e.back()]
		return forth || back
	})
}

// checkRouting returns the parts asked for.
func (l *Ledger) checkRouting(r Routing) (int64, error) {
	if l.terms.Unit.IsZero() {
		return 0, &journal.RefusalError{Reason: ErrTerms, What: "want a ledger from New"}
	}
	if err := two("payer", r.From, "payee", r.To); err != nil {
		return 0, err
	}
	if r.HopsMax < 0 || r.PathsMax < 0 {
		return 0, wrongPath("want bounds not below zero")
	}
	if slices.Contains(r.Without, r.From) || slices.Contains(r.Without, r.To) {
		return 0, wrongPath("want a payment with its payer and its payee")
	}
	if err := machine.WrongBy(r.agreed()); err != nil {
		return 0, err
	}
	if r.Charges != (unit.Amount{}) && (r.Charges.Unit() != l.terms.Unit || r.Charges.Sign() < 0) {
		return 0, &journal.RefusalError{Reason: journal.ErrUnit, What: "want charges of zero or more in " + l.terms.Unit.String()}
	}
	parts, err := (&turn{Ledger: l}).parts(r.Amount)
	if err == nil && parts > TotalMax && !r.Most {
		return 0, &journal.RefusalError{Reason: journal.ErrLimit, What: "what can pass at once", Asked: r.Amount, Room: l.amount(TotalMax)}
	}
	return min(parts, TotalMax), err
}

// agreed are all who will agree.
func (r Routing) agreed() []string {
	if slices.Contains(r.By, r.From) {
		return r.By
	}
	return append([]string{r.From}, r.By...)
}

// options are the bounds of the plan, those of every payment included.
func (r Routing) options() flow.SendOptions {
	o := flow.SendOptions{LengthMax: HopsMax, PathsMax: PathsMax}
	if r.HopsMax > 0 {
		o.LengthMax = min(o.LengthMax, r.HopsMax)
	}
	if r.PathsMax > 0 {
		o.PathsMax = min(o.PathsMax, r.PathsMax)
	}
	return o
}

// tooMuch turns what the network refuses into a refusal of the ledger's.
func tooMuch(err error) error {
	if e, ok := errors.AsType[*flow.Error](err); ok {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "too much for one plan: " + e.Error()}
	}
	return err
}

// stationOf returns a party's station, or nil where it has neither lines nor debts.
func (l *Ledger) stationOf(w *web, name string) *station {
	n, ok := l.number[name]
	if !ok || int(n) >= len(w.parties) || !w.parties[n].there {
		return nil
	}
	return &w.parties[n]
}

// adjust opens for this plan what By agree to, and closes what it is to do without.
func (l *Ledger) adjust(w *web, r Routing) error {
	for _, name := range r.By {
		if err := l.widen(w, name, r); err != nil {
			return err
		}
	}
	for _, name := range r.Without {
		s := l.stationOf(w, name)
		if s == nil {
			continue
		}
		for _, arc := range s.inner {
			if err := w.shut(arc, throughStep, steps); err != nil {
				return err
			}
		}
	}
	for _, line := range r.WithoutLines {
		if at, ok := l.known(line.Debtor, line.Creditor); ok {
			if err := w.shutLine(l.pairs[at].ends); err != nil {
				return err
			}
		}
	}
	return nil
}

// shutLine closes a pair's line, and the way by which what is owed on it is repaid.
func (w *web) shutLine(e ends) error {
	if arc, ok := w.passes[e]; ok {
		if err := w.shut(arc, welcomeStep, steps); err != nil {
			return err
		}
	}
	if arc, ok := w.passes[e.back()]; ok {
		return w.shut(arc, repayStep, welcomeStep)
	}
	return nil
}

// widen opens a party's lines up to their hard limits, and lets the payment through.
func (l *Ledger) widen(w *web, name string, r Routing) error {
	s := l.stationOf(w, name)
	if s == nil {
		return nil
	}
	if name != r.From && name != r.To {
		if err := w.limit(s.inner[0], throughStep, TotalMax); err != nil {
			return err
		}
	}
	for _, at := range s.pairs {
		p := &l.pairs[at]
		arc, ok := w.passes[p.ends]
		if !ok || l.parties[p.creditor].name != name || p.line.soft == p.line.hard {
			continue
		}
		for i, parts := range p.roomBySteps(true) {
			if err := w.limit(arc, welcomeStep+i, parts); err != nil {
				return err
			}
		}
	}
	return nil
}
