package guarantee

import (
	"maps"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/internal/bookform"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Clear applies a set-off of the society's [Society.Book], in which it takes part itself: its claims on those in
// default fall, and so much of what is there for creditors counts as paid. The custodian must agree. It happens to
// all of it or to none.
//
// Everybody must have as much set off of what it owes as of what it is owed, the society too, so that it is no
// better or worse off, and no money moves for it. What falls of a claim is a recovery ([Recover]) of as much of the
// money that stood ready: it is there for the creditors who lack something, or goes back to who bears the loss, to
// their deposits where they paid calls or vouched.
//
// Of members' promises the holder's line must consent, as in a [Trade] of a [credit.Net], and at most
// journal.PartiesMax members may have more set off of promises on one side than on the other. A creditor of a loss
// takes what it owes to another in the place of money: there is no line that says so beforehand, and so it must
// agree. At most journal.PartiesMax can, in one action.
//
// With a proof that no set-off of the Book at this time is larger, the entry says so; a proof that does not show it
// is refused.
type Clear struct {
	ID    string
	At    time.Time
	By    []string
	Lines []credit.NetLine // at most credit.NetLinesMax, each of another obligation of the Book
	Proof clearing.Proof   // that this is the largest set-off; the zero Proof: none
}

// How the Book names what is no promise: the loss or the promise that it is of, and one of these. No promise ends so.
const (
	claimMark = "#claim"
	dueMark   = "#due"
)

func (a Clear) header() header { return header{Kind: "clear", ID: a.ID, At: a.At, By: a.By} }

func (a *Clear) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	machine.List(c, "lines", &a.Lines, credit.NetLinesMax, clearFields)
	bookform.Proof(c, "proof", &a.Proof)
}

func clearFields(c *codec, n *credit.NetLine) {
	c.Text("obligation", &n.Promise)
	c.Amount("setOff", &n.SetOff)
}

// Book returns what may be set off as of a time: what the ledger's Book has, but for what is declared in default
// under the guarantee, and for what a member in default owes beside it, which would take from the society what that
// one is owed; what is there for each creditor of a loss and not paid out yet, which the society owes, as
// the promise's ID and "#due"; and the society's claim on each defaulter, as the loss's ID and "#claim". Of what is
// there for a creditor who is in default itself, as much is left out as it owes of losses of its own: [PayOut] sets
// that off. What clearing.Clear sets off of it can be applied as a [Clear], and where the society has no part in it
// as a Trade of a [credit.Net].
func (s *Society) Book(at time.Time) clearing.Book {
	if s.ledger == nil {
		return clearing.Book{}
	}
	b := s.ledger.Book(at)
	b.Obligations = slices.DeleteFunc(b.Obligations, func(o clearing.Obligation) bool {
		p, _ := s.ledger.Promise(o.ID)
		return p.Defaulted && p.Guarantor == s.terms.Name || p.Guarantor == "" && s.members[s.number[p.Promisor]].failed
	})
	owes := s.owing()
	for _, l := range s.defaults {
		if claim := l.claim(); claim > 0 {
			b.Obligations = append(b.Obligations, clearing.Obligation{ID: l.id + claimMark, Debtor: l.Defaulter, Creditor: s.terms.Name, Amount: s.amount(claim)})
		}
		for i, parts := range l.due {
			p, ok := s.ledger.Promise(l.Claims[i].Creditor)
			if !ok || parts == 0 {
				continue
			}
			own := min(parts, owes[p.Holder])
			owes[p.Holder] -= own
			if parts > own {
				b.Obligations = append(b.Obligations, clearing.Obligation{ID: p.ID + dueMark, Debtor: s.terms.Name, Creditor: p.Holder, Amount: s.amount(parts - own)})
			}
		}
	}
	return b
}

// owing is what defaulters owe of their losses: against that is set off what stands ready for them.
func (s *Society) owing() map[string]int64 {
	owes := make(map[string]int64)
	for _, l := range s.defaults {
		owes[l.Defaulter] += min(l.recoverable(), TotalMax-owes[l.Defaulter])
	}
	return owes
}

func (a Clear) apply(t *turn) error {
	if err := t.Agree(t.terms.Custodian); err != nil {
		return err
	}
	c := clearance{turn: t, off: make(map[string]int64), balance: make(map[string]int64), ends: make(map[string]int64), takers: make(map[string]bool)}
	book := t.Book(t.at)
	if err := c.read(book, a.Lines); err != nil {
		return err
	}
	if err := t.Agree(slices.Sorted(maps.Keys(c.takers))...); err != nil {
		return err
	}
	if err := c.largest(book, a.Proof); err != nil {
		return err
	}
	if err := c.promised(); err != nil {
		return err
	}
	for _, l := range slices.Clone(t.defaults) {
		if err := c.paid(l); err != nil {
			return err
		}
	}
	for _, l := range slices.Clone(t.defaults) {
		if err := c.recovered(l); err != nil {
			return err
		}
	}
	return nil
}

// A clearance is a set-off being applied.
type clearance struct {
	*turn
	off      map[string]int64 // of each obligation
	balance  map[string]int64 // of each party, what is set off of what it owes less that of what it is owed
	ends     map[string]int64 // the same of members' promises alone
	promises []credit.NetLine // which are these
	takers   map[string]bool  // who are paid by it what stands ready for them
}

// read takes lines that are of the book, and leave everybody's balance as it is.
func (c *clearance) read(b clearing.Book, lines []credit.NetLine) error {
	if len(lines) == 0 || len(lines) > credit.NetLinesMax {
		return wrongNet("want 1 to 1048576 obligations")
	}
	book := make(map[string]clearing.Obligation)
	for _, o := range b.Obligations {
		book[o.ID] = o
	}
	for _, n := range lines {
		o, ok := book[n.Promise]
		if !ok || c.off[n.Promise] > 0 {
			return wrongNet("want obligations of the Book, each once, and got " + quote(n.Promise))
		}
		parts, err := c.partsUpTo(n.SetOff, o.Amount.Parts(), journal.ErrLimit, "what can be set off of "+quote(o.ID))
		if err != nil {
			return err
		}
		c.take(o, parts)
	}
	for _, who := range slices.Sorted(maps.Keys(c.balance)) {
		if c.balance[who] != 0 {
			return wrongNet("want as much set off of what " + quote(who) + " owes as of what it is owed")
		}
	}
	return nil
}

func (c *clearance) take(o clearing.Obligation, parts int64) {
	c.off[o.ID] = parts
	c.balance[o.Debtor] += parts
	c.balance[o.Creditor] -= parts
	if o.Debtor == c.terms.Name {
		c.takers[o.Creditor] = true
		return
	}
	if o.Creditor == c.terms.Name {
		return
	}
	c.ends[o.Debtor] += parts
	c.ends[o.Creditor] -= parts
	c.promises = append(c.promises, credit.NetLine{Promise: o.ID, SetOff: c.amount(parts)})
}

func wrongNet(what string) error { return &journal.RefusalError{Reason: credit.ErrNet, What: what} }

// largest checks a proof, and notes what it proves.
func (c *clearance) largest(b clearing.Book, proof clearing.Proof) error {
	if bookform.NoProof(proof) {
		return nil
	}
	off := make([]unit.Amount, len(b.Obligations))
	for i, o := range b.Obligations {
		off[i] = c.amount(c.off[o.ID])
	}
	if err := clearing.VerifyProofs(b, clearing.Options{}, off, []clearing.Proof{proof}); err != nil {
		return &journal.RefusalError{Reason: credit.ErrProof, What: err.Error()}
	}
	c.Note("largest", proof.Value.String())
	return nil
}

// promised sets off members' promises. Those at their ends have in the society's what they lack there.
func (c *clearance) promised() error {
	if len(c.promises) == 0 {
		return nil
	}
	maps.DeleteFunc(c.ends, func(_ string, parts int64) bool { return parts == 0 })
	return c.act(credit.Net{ID: c.next(), At: c.at, By: slices.Sorted(maps.Keys(c.ends)), Lines: c.promises})
}

// paid takes over what is set off of what was due of a loss, as if it had been paid out.
func (c *clearance) paid(l *loss) error {
	due := slices.Clone(l.due)
	c.change(l)
	for i, o := range l.Claims {
		parts := c.off[o.Creditor+dueMark]
		if parts == 0 {
			continue
		}
		due[i] -= parts
		if err := c.count(l.year, paidOut, parts); err != nil {
			return err
		}
		if err := c.takeOver(l, o.Creditor, parts); err != nil {
			return err
		}
	}
	l.due = due
	return c.square(l, credit.Money)
}

// recovered shares out what is set off of a claim.
func (c *clearance) recovered(l *loss) error {
	parts := c.off[l.id+claimMark]
	if parts == 0 {
		return nil
	}
	if err := c.count(l.year, recovered, parts); err != nil {
		return err
	}
	return c.shareOut(l, parts, credit.Money)
}
