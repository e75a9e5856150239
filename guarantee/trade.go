package guarantee

import (
	"example.org/mutual/credit"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// Trade is an action of package credit between members, on promises that the society guarantees or not: passed on,
// kept, settled, forgiven, disputed, set off, renounced, or without a guarantee made in the first place. It has the
// action's ID, time and parties. It goes by the rules of package credit, and by these:
//
//   - Only active members come to owe or to hold anything. Nobody comes to owe or hold more under the guarantee than
//     its limit allows; what is paid back, given up or set off makes room again, by as much.
//   - The guarantee follows a promise that is passed on, at face, if the new holder agrees, and there is no second
//     charge. One who cannot take it so takes it once the holder has renounced the guarantee ([credit.Renounce]).
//   - A promise with a guarantee is made by [Accept]; what is declared in default is left to the manager's actions. To
//     forget what is over ([credit.Archive]) is not for members to do.
//   - A member in default does not give away what it is owed under the guarantee, by whatever action: it is paid, and
//     sets off what it owes. What it owes and is owed so is reserved no more. [Reinstate] ends that.
//   - A set-off changes no balance and no book: nothing of a charge is returned.
type Trade struct{ Action credit.Action }

func (a Trade) header() header {
	h := credit.HeldHeader(machine.Key{}, a.Action)
	h.Kind = trading
	return h
}

// trading is the kind of a Trade, which cannot be had of one without an action.
const trading = "trade"

func readTrade(c *codec) Action {
	var a Trade
	credit.HeldForm(machine.Key{}).Member(c, "action", &a.Action)
	return a
}

// write writes a trade as far as its action is one.
func (a Trade) write(c *codec) bool {
	c.Out.Key("type")
	c.Out.String(trading)
	return credit.HeldForm(machine.Key{}).Member(c, "action", &a.Action)
}

func (a Trade) apply(t *turn) error {
	t.trading = true
	switch a := a.Action.(type) {
	case credit.Issue:
		if a.Guarantor != "" {
			return notForTrade("want a promise without a guarantor, or Accept")
		}
	case credit.Redeem, credit.Settle, credit.Commit:
		t.received = true
	case credit.Archive, credit.TakeOver:
		return notForTrade("want what members do with promises")
	case credit.Default:
		if p, ok := t.ledger.Promise(a.Promise); ok && p.Guarantor != "" {
			return notForTrade("want the manager to declare its promisor in default")
		}
	case credit.SetLine:
		return t.line(a)
	case credit.Transfer:
		return t.transfer(a)
	}
	return t.act(a.Action)
}

func notForTrade(want string) error {
	return &journal.RefusalError{Reason: ErrTrade, What: want}
}

// line sets a line between members.
func (t *turn) line(a credit.SetLine) error {
	for _, who := range []string{a.Creditor, a.Debtor} {
		if _, err := t.find(who); err != nil {
			return err
		}
	}
	return t.act(a)
}

// transfer signs for the society, which stands by a promise in the hands of a member who agrees.
func (t *turn) transfer(a credit.Transfer) error {
	p, ok := t.ledger.Promise(a.Promise)
	if !ok || p.Guarantor == "" || p.Holder == t.terms.Name || a.To == p.Promisor {
		return t.act(a)
	}
	if err := t.Agree(p.Holder, a.To); err != nil {
		return err
	}
	a.By = t.by(p.Holder, a.To)
	return t.act(a)
}
