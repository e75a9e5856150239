package waterfall

import (
	"example.org/mutual/unit"
)

// A Layer is one step of a waterfall: who bears what of a loss, before the next layer's turn.
type Layer struct {
	Name  string
	Kind  Kind
	Key   Key             // how Pledges, Provisions and Calls are shared among those who hold them; NoKey for the other kinds
	Share unit.Millionths // of the loss that reaches the layer, rounded down; 0 is all of it
	Cap   unit.Amount     // the most that the layer bears of one member's default; the zero Amount: what it holds

	// Of is for Own alone, and names the layer of Provisions that it is the defaulter's part of: it then has no
	// holdings of its own. Empty: it has.
	Of string

	// Calls alone have these two, and must: nobody is called in a year for more than Times what Base counts
	// of it. Room computes what is left of that.
	Times unit.Millionths
	Base  Key

	// Refill says whether recoveries refill the layer. It must be false for Security and Own, because nobody
	// owes itself, and true for Calls and the Haircut, to which recoveries go first.
	Refill bool
}

// A Kind says whose a layer is.
type Kind uint8

// The kinds of layers. The zero Kind is none, so that it cannot be forgotten.
const (
	Security   Kind = iota + 1 // the defaulter's own security
	Own                        // the defaulter's own provision
	Pledges                    // what others have pledged for the defaulter
	Fund                       // a common fund: the reserve, a central counterparty's own capital, a re-guarantor's fund
	Provisions                 // the provisions of those who have not defaulted
	Calls                      // what those who have not defaulted can be called for: asked, and paid later
	Haircut                    // what the creditors go without, in proportion to their claims; it stays owed to them
	kinds
)

// A Key says how a layer is shared among those who hold it.
type Key uint8

// The keys. What they count is the Weight of a [Holding], but for Equal, and for Contribution to Pledges
// and Provisions, where it is the amount held.
const (
	NoKey        Key = iota // of a layer that one alone holds
	Contribution            // in proportion to what each has contributed
	Charges                 // in proportion to the charges that each has paid
	Exposure                // in proportion to what each has at stake
	Equal                   // the same for each
	keys
)

// Bounds on what comes from outside.
const (
	LayersMax = 64
	TimesMax  = 1_000_000 * unit.Whole
	TotalMax  = 1 << 62 // smallest parts that all losses of a Run, or all holdings of a layer, sum to
	KeysMax   = 16      // keys of one Mix
	SharesMax = 1 << 24 // defaulters times holders of a layer that is common to all, in one Run
)

// forOne reports whether a holding of the kind is there for one member's default only.
func (k Kind) forOne() bool { return k == Security || k == Own || k == Pledges }

// shared reports whether the kind needs a key.
func (k Kind) shared() bool { return k == Pledges || k == Provisions || k == Calls }

// weighs reports whether the layer's key counts the Weight of a holding.
func (l Layer) weighs() bool {
	return l.Key == Charges || l.Key == Exposure || l.Key == Contribution && l.Kind == Calls
}

// weight is what the layer's key counts of a holding.
func (l Layer) weight(h Holding) int64 {
	switch {
	case l.weighs():
		return h.Weight
	case l.Key == Contribution:
		return h.Amount.Parts()
	}
	return 1
}

// bears returns the most that the layer bears where this much of a member's loss reaches it.
func (l Layer) bears(reached int64) int64 {
	if l.Share != 0 {
		part, _, _ := l.Share.Of(unit.New(reached, unit.Unit{})) // no share is above all
		reached = part.Parts()
	}
	if l.Cap != (unit.Amount{}) {
		reached = min(reached, l.Cap.Parts())
	}
	return reached
}

// Room returns what a member can still be called for by a layer of Calls: Times base, rounded down, less what
// it was called for before; zero where that is already more.
//
// Errors: ErrKind for another kind of layer, ErrAmount for an amount below zero, ErrUnit for two units, ErrTotal
// for more than 2^62 parts.
func (l Layer) Room(base, called unit.Amount) (unit.Amount, error) {
	switch {
	case l.Kind != Calls:
		return unit.Amount{}, refuse(ErrKind, l.Name, "", "want calls")
	case base.Sign() < 0 || called.Sign() < 0 || l.Times < 0:
		return unit.Amount{}, refuse(ErrAmount, l.Name, "", "want zero or above")
	case base.Unit() != called.Unit():
		return unit.Amount{}, refuse(ErrUnit, l.Name, "", "want what was called for in "+base.Unit().String())
	}
	most, _, err := l.Times.Of(base)
	if err != nil || most.Parts() > TotalMax {
		return unit.Amount{}, refuse(ErrTotal, l.Name, "", "")
	}
	return unit.New(max(0, most.Parts()-called.Parts()), base.Unit()), nil
}
