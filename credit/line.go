package credit

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Line is a creditor's consent to hold a debtor's promises, as it stands.
type Line struct {
	Creditor, Debtor string
	Hard             unit.Amount   // no promise may take what is owed beyond it
	Soft             unit.Amount   // beyond it the creditor must agree to each; at most Hard
	Target           unit.Amount   // up to it what is owed is welcome, and payments along chains lead here first; at most Soft
	Clearing         Clearing      // what of it may be set off in a clearing
	Window           time.Duration // with Early: how long before its due date
	Frozen           bool          // no new promise until its creditor thaws it
	Owed             unit.Amount   // what is owed now
	Reserved         unit.Amount   // what reservations will add to it: it counts against the limits
}

// compare orders lines by creditor and debtor.
func (l Line) compare(m Line) int {
	return cmp.Or(strings.Compare(l.Creditor, m.Creditor), strings.Compare(l.Debtor, m.Debtor))
}

// Clearing says what a creditor lets be set off of what it is owed.
type Clearing uint8

// What may be set off. The zero Clearing is nothing: consent is never assumed.
const (
	Nothing Clearing = iota
	Due              // what is due, or has no due date
	Early            // and what falls due within the line's window
)

var clearings = []string{"nothing", "due", "early"}

// line is a Line in the ledger. The zero line is none.
type line struct {
	open       bool
	frozen     bool
	clearing   Clearing
	hard, soft int64
	target     int64
	window     time.Duration
}

// SetLine opens a line or changes it. Only the creditor must agree. A limit below what is owed takes
// nothing away: it forbids that more be owed. A zero Amount for Hard means no limit, for Soft none below
// Hard; a limit of zero in the ledger's unit means that nothing may be owed. What is reserved counts as
// owed, and stays reserved.
type SetLine struct {
	ID       string
	At       time.Time
	By       []string
	Creditor string
	Debtor   string
	Hard     unit.Amount
	Soft     unit.Amount
	Target   unit.Amount // the zero Amount: none
	Clearing Clearing
	Window   time.Duration // whole seconds; with Early only
}

func (a SetLine) header() header { return header{Kind: "setLine", ID: a.ID, At: a.At, By: a.By} }

func (a *SetLine) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("creditor", &a.Creditor)
	c.Text("debtor", &a.Debtor)
	c.Amount("hard", &a.Hard)
	c.Amount("soft", &a.Soft)
	c.Amount("target", &a.Target)
	machine.One(c, "clearing", clearings, &a.Clearing)
	c.Seconds("window", &a.Window, windowMax)
}

// windowMax is the longest window: a hundred years.
const windowMax = 100 * 366 * 24 * time.Hour

func (a SetLine) apply(t *turn) error {
	if err := two("creditor", a.Creditor, "debtor", a.Debtor); err != nil {
		return err
	}
	if err := t.Agree(a.Creditor); err != nil {
		return err
	}
	hard, err := t.limit(a.Hard)
	if err != nil {
		return err
	}
	soft := hard
	if a.Soft != (unit.Amount{}) {
		if soft, err = t.limit(a.Soft); err != nil {
			return err
		}
	}
	if soft > hard {
		return &journal.RefusalError{Reason: ErrLine, What: "want a soft limit not above the hard one", Asked: a.Soft, Room: a.Hard}
	}
	var target int64
	if a.Target != (unit.Amount{}) {
		if target, err = t.limit(a.Target); err != nil {
			return err
		}
	}
	if target > soft {
		return &journal.RefusalError{Reason: ErrLine, What: "want a target not above the limits", Asked: a.Target, Room: t.amount(soft)}
	}
	if a.Clearing > Early || a.Window < 0 || a.Window > windowMax || a.Window%time.Second != 0 || a.Window != 0 && a.Clearing != Early {
		return &journal.RefusalError{Reason: ErrLine, What: "want a window of whole seconds, up to a hundred years, with Early only"}
	}
	at := t.meet(a.Debtor, a.Creditor)
	t.setLine(at, line{open: true, frozen: t.pairs[at].line.frozen, clearing: a.Clearing, hard: hard, soft: soft, target: target, window: a.Window})
	return nil
}

// limit returns the parts of a limit; the zero Amount is the most there can be.
func (t *turn) limit(a unit.Amount) (int64, error) {
	switch {
	case a == unit.Amount{}:
		return math.MaxInt64, nil
	case a.Unit() != t.terms.Unit:
		return 0, &journal.RefusalError{Reason: journal.ErrUnit, What: "want a limit in " + t.terms.Unit.String()}
	case a.Sign() < 0:
		return 0, &journal.RefusalError{Reason: ErrLine, What: "a limit must not be below zero"}
	}
	return a.Parts(), nil
}

// FreezeLine stops new promises on a line, or lets them be made again. Only the creditor must agree.
type FreezeLine struct {
	ID       string
	At       time.Time
	By       []string
	Creditor string
	Debtor   string
	Thaw     bool // let them be made again
}

func (a FreezeLine) header() header { return header{Kind: "freezeLine", ID: a.ID, At: a.At, By: a.By} }

func (a *FreezeLine) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("creditor", &a.Creditor)
	c.Text("debtor", &a.Debtor)
	c.Flag("thaw", &a.Thaw)
}

func (a FreezeLine) apply(t *turn) error {
	at, l, err := t.line(a.Debtor, a.Creditor)
	if err != nil {
		return err
	}
	l.frozen = !a.Thaw
	t.setLine(at, l)
	return nil
}

// CloseLine ends a line of which nothing is owed or reserved. Only the creditor must agree.
type CloseLine struct {
	ID       string
	At       time.Time
	By       []string
	Creditor string
	Debtor   string
}

func (a CloseLine) header() header { return header{Kind: "closeLine", ID: a.ID, At: a.At, By: a.By} }

func (a *CloseLine) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Text("creditor", &a.Creditor)
	c.Text("debtor", &a.Debtor)
}

func (a CloseLine) apply(t *turn) error {
	at, _, err := t.line(a.Debtor, a.Creditor)
	if err != nil {
		return err
	}
	if p := &t.pairs[at]; p.owed+p.reserved > 0 {
		return &journal.RefusalError{Reason: ErrLine, What: fmt.Sprintf("want nothing owed or reserved: %v is owed and %v reserved", t.amount(p.owed), t.amount(p.reserved))}
	}
	t.setLine(at, line{})
	return nil
}

// line returns an open line whose creditor agrees.
func (t *turn) line(debtor, creditor string) (int32, line, error) {
	if err := two("creditor", creditor, "debtor", debtor); err != nil {
		return 0, line{}, err
	}
	if err := t.Agree(creditor); err != nil {
		return 0, line{}, err
	}
	p := t.find(debtor, creditor)
	if !p.line.open {
		return 0, line{}, &journal.RefusalError{Reason: ErrLine, What: "there is no such line"}
	}
	return t.at[p.ends], p.line, nil
}

// fits refuses a promise of the pair at a place for which there is no room: see [Ledger.Room].
func (t *turn) fits(place int32, parts int64, agreed bool) error {
	p := &t.pairs[place]
	room, bound := p.room(t.parties[p.debtor], t.parties[p.creditor], agreed)
	if parts <= room {
		return nil
	}
	reason := journal.ErrLimit
	if p.line.frozen {
		reason = ErrFrozen
	}
	return &journal.RefusalError{Reason: reason, What: bound, Asked: t.amount(parts), Room: t.amount(room)}
}

// Line returns a creditor's line for a debtor, and false where there is none.
func (l *Ledger) Line(creditor, debtor string) (Line, bool) {
	p := l.find(debtor, creditor)
	return l.showLine(p), p.line.open
}

func (l *Ledger) showLine(p pair) Line {
	if !p.line.open {
		return Line{}
	}
	shown := Line{
		Creditor: l.parties[p.creditor].name, Debtor: l.parties[p.debtor].name,
		Clearing: p.line.clearing, Window: p.line.window, Frozen: p.line.frozen, Owed: l.amount(p.owed), Reserved: l.amount(p.reserved),
	}
	if p.line.hard < math.MaxInt64 {
		shown.Hard = l.amount(p.line.hard)
	}
	if p.line.soft < p.line.hard {
		shown.Soft = l.amount(p.line.soft)
	}
	if p.line.target > 0 {
		shown.Target = l.amount(p.line.target)
	}
	return shown
}
