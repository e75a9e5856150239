package guarantee

import (
	"iter"
	"slices"
	"strings"
	"time"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// PayCalls takes from members' deposits what they were called for by a loss. The custodian must agree, as to all money
// that moves. What comes in is the creditors', pro rata to what each waits for, and [PayOut] pays it to them; where
// they were paid otherwise meanwhile, it goes back to those who have paid more of the call than they bear.
//
// A call that is not paid is that member's default once the manager declares it: see [Declare].
type PayCalls struct {
	ID       string
	At       time.Time
	By       []string
	Loss     string
	Payments []CallPayment // at most CallPaymentsMax, one a member
}

// A CallPayment is what a member pays of a call.
type CallPayment struct {
	Member string
	Amount unit.Amount // the zero Amount: all that is still to be paid
}

// CallPaymentsMax is how many members' payments one action can take.
const CallPaymentsMax = 1 << 20

func (a PayCalls) header() header { return header{Kind: "payCalls", ID: a.ID, At: a.At, By: a.By} }

func (a *PayCalls) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("loss", &a.Loss)
	machine.List(c, "payments", &a.Payments, CallPaymentsMax, callPaymentFields)
}

func callPaymentFields(c *codec, p *CallPayment) {
	c.Text("member", &p.Member)
	c.Amount("amount", &p.Amount)
}

func (a PayCalls) apply(t *turn) error {
	if err := t.Agree(t.terms.Custodian); err != nil {
		return err
	}
	l, err := t.loss(a.Loss)
	if err != nil {
		return err
	}
	if len(a.Payments) == 0 || len(a.Payments) > CallPaymentsMax {
		return noLoss("want 1 to 1048576 payments")
	}
	payments, payers := make([]waterfall.Payment, len(a.Payments)), make([]*member, len(a.Payments))
	layer := l.calls()
	for i, p := range a.Payments {
		if payers[i], err = t.known(p.Member); err != nil {
			return err
		}
		if payments[i], err = t.callPayment(l, layer, payers[i], p.Amount); err != nil {
			return err
		}
	}
	return t.collect(l, payments, payers)
}

// callPayment takes a payment from the member's deposit. One in default pays by its own loss.
func (t *turn) callPayment(l *loss, layer int, m *member, a unit.Amount) (waterfall.Payment, error) {
	room := int64(0)
	if layer >= 0 && !m.failed {
		room = l.Unpaid(layer, m.name).Parts()
	}
	if room == 0 {
		return waterfall.Payment{}, noLoss(quote(m.name) + " has nothing to pay of a call of " + quote(l.id))
	}
	parts, err := t.partsUpTo(a, room, journal.ErrLimit, "what the member has still to pay of the call")
	if err != nil {
		return waterfall.Payment{}, err
	}
	if err := t.debit(m, parts); err != nil {
		return waterfall.Payment{}, err
	}
	return waterfall.Payment{Layer: layer, Name: m.name, Amount: t.amount(parts)}, t.flow(l.year, callsPaid, m.depositAccount, parts)
}

// calls is the place of the layer of calls, or -1.
func (l *loss) calls() int {
	return slices.IndexFunc(l.Layers, func(l waterfall.Layer) bool { return l.Kind == waterfall.Calls })
}

// collect passes on what each of the payers has paid of calls, and is in the default book already.
func (t *turn) collect(l *loss, payments []waterfall.Payment, payers []*member) error {
	t.change(l)
	before := l.paidBefore()
	back, err := l.PayCalls(payments)
	if err != nil {
		return refused(err)
	}
	l.add(before)
	for i, p := range payments {
		t.called(l, payers[i], p.Amount.Parts())
	}
	return t.giveTo(l, back)
}

// called notes what a member has paid of its calls in the year of a loss, while that is open.
func (t *turn) called(l *loss, m *member, parts int64) {
	if !t.years[l.year].open() {
		return
	}
	s := t.share(m, l.year)
	set(t, &s.paid, s.paid+parts)
}

// An unpaidCall is what a member has still to pay of a call.
type unpaidCall struct {
	loss     string
	accepted int32 // as the loss has it
	parts    int64
}

// unpaid are the calls that a member owes, and that are not part of a loss of its own.
func (s *Society) unpaid(m *member) []unpaidCall {
	if m.failed {
		return nil
	}
	var all []unpaidCall
	for _, l := range s.defaults {
		layer := l.calls()
		if layer < 0 {
			continue
		}
		if parts := l.Unpaid(layer, m.name).Parts(); parts > 0 {
			all = append(all, unpaidCall{l.id, l.accepted, parts})
		}
	}
	return all
}

// endCalls ends the calls of a year that closes: what was not paid the creditors go without, and it stays owed by
// the defaulter. What another loss brings of a call is not ended: see expected. Of those losses, the later come first,
// because what they wait for is part of what the earlier do.
func (t *turn) endCalls(year int32) error {
	waits := make(map[string]bool)
	for _, l := range slices.Backward(t.defaults) {
		if l.year != year && !waits[l.id] {
			continue
		}
		if err := t.endLoss(l); err != nil {
			return err
		}
		for i := range l.callClaims() {
			if of, call := t.of(l.Claims[i].Creditor); call && !t.years[of.year].open() {
				waits[of.id] = true
			}
		}
	}
	return nil
}

func (t *turn) endLoss(l *loss) error {
	layer := l.calls()
	expected := t.expected(l)
	var failed []waterfall.Payment
	for _, d := range l.Draws {
		if d.Layer != layer {
			continue
		}
		if behind := l.Unpaid(layer, d.From).Parts() - expected[d.From]; behind > 0 {
			failed = append(failed, waterfall.Payment{Layer: layer, Name: d.From, Amount: t.amount(behind)})
		}
	}
	return t.fail(l, failed)
}

// callClaims yields the claims of a loss that are calls, with their places. They stand behind its promises.
func (l *loss) callClaims() iter.Seq2[int, waterfall.Owed] {
	return func(yield func(int, waterfall.Owed) bool) {
		for i, o := range slices.Backward(l.Claims) {
			if !strings.HasPrefix(o.Creditor, callClaim("")) || !yield(i, o) {
				return
			}
		}
	}
}

// expected is what losses of members who did not pay their calls still bring of a loss's calls: what stands ready there
// and is not paid out yet, and what calls of a year that is open are to bring.
func (s *Society) expected(l *loss) map[string]int64 {
	brings := make(map[string]int64)
	for _, m := range s.defaults {
		for i, o := range m.callClaims() {
			if o.Creditor == callClaim(l.id) {
				brings[m.Defaulter] += m.due[i] + o.Amount.Parts() - o.Paid.Parts() - o.Cut.Parts()
			}
		}
	}
	return brings
}

// fail gives up calls that nobody will pay.
func (t *turn) fail(l *loss, failed []waterfall.Payment) error {
	if len(failed) == 0 {
		return nil
	}
	t.change(l)
	for _, p := range failed {
		t.Note("call ended", l.id+": "+p.Amount.String()+" of "+p.Name)
	}
	if err := l.FailCalls(failed); err != nil {
		return refused(err)
	}
	return nil
}
