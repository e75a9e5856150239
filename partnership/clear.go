package partnership

import (
	"maps"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// Clear applies a set-off of the partnership's [Partnership.Book], in which it takes part itself: rentals that are owed
// fall, and what is due to members falls by as much, so that no money moves and the partnership is no richer or poorer.
// The custodian must agree. Who has not as much set off of what it owes here as of what is due to it has the rest
// set off elsewhere, and must agree too.
type Clear struct {
	ID    string
	At    time.Time
	By    []string
	Lines []credit.NetLine // at most credit.NetLinesMax, each of another obligation of the Book
}

func (a Clear) header() header { return header{Kind: "clear", ID: a.ID, At: a.At, By: a.By} }

func (a *Clear) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	machine.List(c, "lines", &a.Lines, credit.NetLinesMax, clearFields)
}

func clearFields(c *codec, n *credit.NetLine) {
	c.Text("obligation", &n.Promise)
	c.Amount("setOff", &n.SetOff)
}

// Book returns what may be set off as of a time: what is owed of rentals by then or without a date, and what the
// partnership owes its members, as due/NAME, by the members' names.
func (p *Partnership) Book(at time.Time) (b clearing.Book) {
	if p.ledger == nil {
		return b
	}
	for _, n := range p.roll.byName() {
		m := &p.roll.members[n]
		for _, id := range p.uses.arrears[n] {
			if r, _ := p.ledger.Promise(id); !r.Due.After(at) {
				b.Obligations = append(b.Obligations, clearing.Obligation{ID: id, Debtor: m.name, Creditor: p.terms.Name, Amount: r.Left, Due: r.Due})
			}
		}
		if due := p.books.due[n]; due > 0 {
			b.Obligations = append(b.Obligations, clearing.Obligation{ID: m.dueAccount, Debtor: p.terms.Name, Creditor: m.name, Amount: p.amount(due)})
		}
	}
	return b
}

func (a Clear) apply(t *turn) error {
	lines, err := t.readLines(a.Lines)
	if err != nil {
		return err
	}
	balance := make(map[string]int64)
	for _, l := range lines {
		balance[l.Debtor] += l.parts
		balance[l.Creditor] -= l.parts
	}
	if balance[t.terms.Name] != 0 {
		return wrongNet("want as much set off of what the partnership owes as of what it is owed")
	}
	maps.DeleteFunc(balance, func(_ string, parts int64) bool { return parts == 0 })
	if err := t.consent(slices.Sorted(maps.Keys(balance))...); err != nil {
		return err
	}
	for _, l := range lines {
		if err := t.clear(l); err != nil {
			return err
		}
	}
	t.strikeAll(lines)
	return nil
}

// A line is an obligation of the book, and how much of it is set off.
type line struct {
	clearing.Obligation
	parts int64
}

// readLines takes lines that are of the book, each once.
func (t *turn) readLines(lines []credit.NetLine) ([]line, error) {
	if len(lines) == 0 || len(lines) > credit.NetLinesMax {
		return nil, wrongNet("want 1 to 1048576 obligations")
	}
	book := make(map[string]clearing.Obligation)
	for _, o := range t.Book(t.at).Obligations {
		book[o.ID] = o
	}
	read := make([]line, len(lines))
	for i, n := range lines {
		o, ok := book[n.Promise]
		if !ok {
			return nil, wrongNet("want obligations of the Book, each once, and got " + quote(n.Promise))
		}
		parts, err := t.partsUpTo(n.SetOff, o.Amount.Parts(), journal.ErrLimit, "what can be set off of "+quote(o.ID))
		if err != nil {
			return nil, err
		}
		read[i] = line{o, parts}
		delete(book, o.ID)
	}
	return read, nil
}

// clear sets off one obligation.
func (t *turn) clear(l line) error {
	if l.Debtor == t.terms.Name {
		at := t.roll.number[l.Creditor]
		setAt(t, &t.books.due, at, t.books.due[at]-l.parts)
		t.post(l.ID, arrearsAccount, l.parts)
		return nil
	}
	return t.act(credit.Settle{ID: t.next(), At: t.at, By: t.by(), Promise: l.ID, In: credit.Worth, Paid: t.amount(l.parts), Words: "set off"})
}

// strikeAll takes the rentals of which nothing is left off the lists, each list once, however many of one it is.
func (t *turn) strikeAll(lines []line) {
	paid, debtors := make(map[string]bool), make(map[int32]bool)
	for _, l := range lines {
		if l.Debtor != t.terms.Name && l.parts == l.Amount.Parts() {
			paid[l.ID], debtors[t.roll.number[l.Debtor]] = true, true
		}
	}
	for _, at := range slices.Sorted(maps.Keys(debtors)) {
		t.strike(at, func(id string) bool { return paid[id] })
	}
}

func wrongNet(what string) error { return &journal.RefusalError{Reason: credit.ErrNet, What: what} }
