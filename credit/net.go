package credit

import (
	"fmt"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/internal/bookform"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Net applies a set-off: so much less is left of each of these promises. Within this ledger every party
// must have as much set off of what it owes as of what it is owed, or agree. Each set-off must lie within
// what is left, the promise not be in dispute, and its holder's line consent to it as of the action's
// time, or its guarantor agree, whom the holder has accepted with it. It happens to all of them or to none.
//
// With a proof that no set-off of the ledger's [Ledger.Book] at this time is larger, the entry says so; a
// proof that does not show it is refused. To set off over several ledgers, [Reserve] in each.
type Net struct {
	ID    string
	At    time.Time
	By    []string
	Lines []NetLine      // at most 1048576, each of another promise
	Proof clearing.Proof // that this is the largest set-off; the zero Proof: none
}

// A NetLine is how much is set off of a promise.
type NetLine struct {
	Promise string
	SetOff  unit.Amount
}

// NetLinesMax is how many promises one Net may touch.
const NetLinesMax = 1 << 20

func (a Net) header() header { return header{Kind: "net", ID: a.ID, At: a.At, By: a.By} }

func (a *Net) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	machine.List(c, "lines", &a.Lines, NetLinesMax, netLine)
	bookform.Proof(c, "proof", &a.Proof)
}

func (a Net) apply(t *turn) error {
	if !bookform.NoProof(a.Proof) {
		if err := a.largest(t); err != nil {
			return err
		}
	}
	_, err := t.setOff(a.Lines, a.At, t.less)
	return err
}

// largest checks the proof, and notes what it proves.
func (a Net) largest(t *turn) error {
	book := t.Book(a.At)
	of := make(map[string]unit.Amount, len(a.Lines))
	for _, n := range a.Lines {
		of[n.Promise] = n.SetOff
	}
	off := make([]unit.Amount, len(book.Obligations))
	for i, o := range book.Obligations {
		if off[i] = of[o.ID]; off[i] == (unit.Amount{}) {
			off[i] = t.amount(0)
		}
		delete(of, o.ID)
	}
	if len(of) > 0 || len(a.Lines) > len(book.Obligations) {
		return &journal.RefusalError{Reason: ErrProof, What: "want no promises but those of the Book at this time"}
	}
	if err := clearing.VerifyProofs(book, clearing.Options{}, off, []clearing.Proof{a.Proof}); err != nil {
		return &journal.RefusalError{Reason: ErrProof, What: err.Error()}
	}
	t.Note("largest", a.Proof.Value.String())
	return nil
}

// setOff takes a set-off, promise by promise, and returns the parties whose balance it changes, sorted.
// All of them must agree.
func (t *turn) setOff(lines []NetLine, at time.Time, take func(place int32, parts int64)) (moved []string, err error) {
	if len(lines) == 0 || len(lines) > NetLinesMax {
		return nil, &journal.RefusalError{Reason: ErrNet, What: "want 1 to 1048576 promises"}
	}
	balance := make(map[int32]int64, len(lines))
	met := make([]int32, 0, 2*len(lines)) // the parties, in no order that matters
	seen := make(map[string]bool, len(lines))
	for _, n := range lines {
		if seen[n.Promise] {
			return nil, &journal.RefusalError{Reason: ErrNet, What: fmt.Sprintf("want each promise once, and %.32q is there again", n.Promise)}
		}
		seen[n.Promise] = true
		place, parts, err := t.netLine(n, at)
		if err != nil {
			return nil, err
		}
		p := t.promise(place)
		balance[p.debtor] += parts
		balance[p.creditor] -= parts
		met = append(met, p.debtor, p.creditor)
		take(place, parts)
	}
	moved = t.unbalanced(balance, met)
	return moved, t.Agree(moved...)
}

// netLine checks one promise of a set-off.
func (t *turn) netLine(n NetLine, at time.Time) (place int32, parts int64, err error) {
	place, p, err := t.open(n.Promise)
	if err != nil {
		return 0, 0, err
	}
	if _, err := t.parts(n.SetOff); err != nil { // which in a set-off is never left out
		return 0, 0, err
	}
	if parts, err = t.partsOf(n.SetOff, p); err != nil {
		return 0, 0, err
	}
	if !t.clears(p, at) && !t.answers(p) {
		return 0, 0, &journal.RefusalError{Reason: journal.ErrConsent, What: "the holder's line does not let this be set off", Missing: []string{t.parties[p.creditor].name}}
	}
	return place, parts, nil
}

// unbalanced returns the parties that a set-off leaves better or worse off, sorted.
func (t *turn) unbalanced(balance map[int32]int64, met []int32) []string {
	var moved []string
	for _, party := range met {
		if balance[party] != 0 {
			moved = append(moved, t.parties[party].name)
		}
	}
	slices.Sort(moved)
	return slices.Compact(moved)
}

// clears reports whether a promise's holder lets it be set off at a time.
func (l *Ledger) clears(p *promise, at time.Time) bool {
	line := l.pairs[p.pair].line
	switch line.clearing {
	case Due:
		return p.due.IsZero() || !p.due.After(at)
	case Early:
		return p.due.IsZero() || !p.due.After(at.Add(line.window))
	}
	return false
}

// Book returns what may be set off as of a time: all of which something is left and not reserved, that is
// not in dispute, and whose holder's line consents. Promises with a guarantor have rank 0 and go first, others rank 1.
// What clearing.Clear sets off of it can be applied as a Net.
func (l *Ledger) Book(at time.Time) clearing.Book {
	var b clearing.Book
	for i := range int32(l.promises.Len()) {
		p := l.promise(i)
		if p.left == p.held || p.disputed || !l.clears(p, at) {
			continue
		}
		o := clearing.Obligation{ID: p.id, Debtor: l.parties[p.debtor].name, Creditor: l.parties[p.creditor].name, Amount: l.amount(p.left - p.held), Due: p.due, Rank: 1}
		if p.guarantor != "" {
			o.Rank = 0
		}
		b.Obligations = append(b.Obligations, o)
	}
	return b
}

// SetOff returns the lines of the Net that applies a clearing's result to the book it is of.
func SetOff(b clearing.Book, r *clearing.Result) []NetLine {
	var lines []NetLine
	for i, off := range r.SetOff {
		if off.Sign() > 0 && i < len(b.Obligations) {
			lines = append(lines, NetLine{b.Obligations[i].ID, off})
		}
	}
	return lines
}

func netLine(c *codec, n *NetLine) {
	c.Text("promise", &n.Promise)
	c.Amount("setOff", &n.SetOff)
}
