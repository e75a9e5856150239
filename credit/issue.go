package credit

import (
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Issue makes a promise: the promisor promises the holder goods or services to a value, and the holder
// accepts. Both must agree, and the guarantor too if there is one. The promise is named after the action.
// It is checked against the holder's line for the promisor, if there is one.
type Issue struct {
	ID        string
	At        time.Time
	By        []string
	Promisor  string
	Holder    string
	Amount    unit.Amount
	For       string    // what is promised, in words
	Due       time.Time // the zero time: no due date
	Guarantor string    // who answers for it; empty: nobody
	Origin    Origin    // what it begins as; the zero Origin is Goods
}

func (a Issue) header() header { return header{Kind: "issue", ID: a.ID, At: a.At, By: a.By} }

func (a *Issue) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("promisor", &a.Promisor)
	c.Text("holder", &a.Holder)
	c.Amount("amount", &a.Amount)
	c.Text("for", &a.For)
	c.Time("due", &a.Due)
	c.Text("guarantor", &a.Guarantor)
	machine.One(c, "origin", origins, &a.Origin)
}

func (a Issue) apply(t *turn) error {
	parts, err := a.check(t)
	if err != nil {
		return err
	}
	pair := t.meet(a.Promisor, a.Holder)
	if err := t.fits(pair, parts, true); err != nil {
		return err
	}
	t.make(promise{
		id: a.ID, root: a.ID, words: a.For, origin: a.Origin, guarantor: a.Guarantor,
		face: parts, left: parts, issued: machine.Plain(a.At), due: machine.Plain(a.Due),
	}, pair)
	t.post(a.Promisor, a.Holder, parts)
	return nil
}

// check looks at everything but the room for the promise.
func (a Issue) check(t *turn) (parts int64, err error) {
	if err := two("promisor", a.Promisor, "holder", a.Holder); err != nil {
		return 0, err
	}
	if err := machine.WrongWords(ErrWords, "for", a.For); err != nil {
		return 0, err
	}
	if int(a.Origin) >= len(origins) {
		return 0, &journal.RefusalError{Reason: ErrAction, What: "want the origin goods, arrears or claim"}
	}
	who := append(make([]string, 0, 3), a.Promisor, a.Holder)
	if a.Guarantor != "" {
		if err := machine.WrongParty("guarantor", a.Guarantor); err != nil {
			return 0, err
		}
		if a.Guarantor == a.Promisor || a.Guarantor == a.Holder {
			return 0, &journal.RefusalError{Reason: ErrSelf, What: "want another guarantor than the two"}
		}
		who = append(who, a.Guarantor)
	}
	if err := t.Agree(who...); err != nil {
		return 0, err
	}
	return t.parts(a.Amount)
}

// two refuses what cannot be two parties in these roles.
func two(role1, party1, role2, party2 string) error {
	if err := machine.WrongParty(role1, party1); err != nil {
		return err
	}
	if err := machine.WrongParty(role2, party2); err != nil {
		return err
	}
	if party1 == party2 {
		return &journal.RefusalError{Reason: ErrSelf, What: "want another " + role2 + " than the " + role1}
	}
	return nil
}

// Exchange records goods given and taken on the spot: an issue and a redemption in one. Nothing is owed
// afterwards; the entry is the record. Giver and receiver must agree.
type Exchange struct {
	ID       string
	At       time.Time
	By       []string
	Giver    string
	Receiver string
	Amount   unit.Amount // what both say that it is worth
	For      string      // what was given, in words
}

func (a Exchange) header() header { return header{Kind: "exchange", ID: a.ID, At: a.At, By: a.By} }

func (a *Exchange) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("giver", &a.Giver)
	c.Text("receiver", &a.Receiver)
	c.Amount("amount", &a.Amount)
	c.Text("for", &a.For)
}

func (a Exchange) apply(t *turn) error {
	if err := two("giver", a.Giver, "receiver", a.Receiver); err != nil {
		return err
	}
	if err := machine.WrongWords(ErrWords, "for", a.For); err != nil {
		return err
	}
	if err := t.Agree(a.Giver, a.Receiver); err != nil {
		return err
	}
	parts, err := t.parts(a.Amount)
	if err != nil {
		return err
	}
	t.post(a.Receiver, a.Giver, parts)
	t.post(a.Giver, a.Receiver, parts)
	t.Note("given", a.For)
	return nil
}
