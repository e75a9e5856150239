package partnership

import (
	"slices"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// TotalMax is how many smallest parts an account may hold, the custodian's purse among them.
const TotalMax = credit.TotalMax

// A Partnership shares the use of an asset, what it yields and what it costs: see the package comment. It is not
// safe for concurrent use; to serve many readers, guard it with a lock, or hand each a [Partnership.Clone]. The zero
// Partnership has no terms: it refuses every action with ErrTerms.
type Partnership struct {
	core    machine.Core
	changes machine.Changes
	turn    turn // the action being applied
	terms   Terms
	ledger  *credit.Ledger
	held    *credit.Held  // the ledger, as the partnership changes it
	class   journal.Class // of all postings in the unit of account

	adopted bool
	roll    roll     // who is or was a member
	nths    register // whose the asset's proportional shares are
	books   books    // what the custodian holds, and whose it is
	uses    usage    // of the asset, and what follows from it
	lags    lags     // what rounding owes to whom
	stock   *stock.Register
	shelf   stock.Held // the register, as the partnership changes it

	standing  standing              // the valuation last agreed on
	proposals machine.Table[Action] // that are open
	decisions []Decision            // on proposals that were enacted, in that order
}

// New returns a partnership that nobody has adopted yet. Terms that cannot work are ErrTerms, with the reason.
func New(t Terms) (*Partnership, error) {
	t = t.complete()
	if err := t.check(); err != nil {
		return nil, err
	}
	for _, who := range append(t.fixed(), t.Custodian, t.Manager) {
		if !slices.Contains(t.Founders, who) {
			return nil, wrongTerms("want founders in the offices and for fixed portions: %.32q is none", who)
		}
	}
	l, err := credit.New(credit.Terms{Unit: t.Unit})
	if err != nil {
		return nil, err
	}
	return newPartnership(t, l), nil
}

func newPartnership(t Terms, l *credit.Ledger) *Partnership {
	p := &Partnership{terms: t, ledger: l, held: l.Hold(machine.Key{}), class: journal.Of(t.Unit), roll: newRoll(), uses: newUsage()}
	p.keep(&stock.Register{})
	return p
}

// keep makes a register of Stock the partnership's.
func (p *Partnership) keep(r *stock.Register) { p.stock, p.shelf = r, r.Hold(machine.Key{}) }

// Terms returns the terms as they stand, amended or not, as a copy.
func (p *Partnership) Terms() Terms { return p.terms.clone() }

// Adopted reports whether all founders have adopted the terms.
func (p *Partnership) Adopted() bool { return p.adopted }

// Last returns the time of the last action, and the zero time before the first.
func (p *Partnership) Last() time.Time { return p.core.Log.Last() }

// Applied reports whether an action with this ID was applied, and as which.
func (p *Partnership) Applied(id string) (journal.Stamp, bool) { return p.core.Log.Applied(id) }

// Clone returns a copy that shares nothing with p that either could change. O(size of p).
func (p *Partnership) Clone() *Partnership {
	if p.ledger == nil {
		return &Partnership{}
	}
	c := newPartnership(p.terms.clone(), p.ledger.Clone())
	c.core, c.adopted = p.core.Clone(), p.adopted
	c.roll, c.nths, c.books = p.roll.clone(), p.nths.clone(), p.books.clone()
	c.uses, c.lags = p.uses.clone(), p.lags.clone()
	c.keep(p.stock.Clone())
	c.standing, c.decisions = p.standing, slices.Clone(p.decisions)
	c.proposals = p.proposals.Clone()
	return c
}

// amount returns parts as an amount of the partnership's unit.
func (p *Partnership) amount(parts int64) unit.Amount { return unit.New(parts, p.terms.Unit) }

// fixed are the members with a portion of their own.
func (t *Terms) fixed() (all []string) {
	for _, p := range t.Portions {
		if p.Kind == Fixed {
			all = append(all, p.To)
		}
	}
	return all
}
