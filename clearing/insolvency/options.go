package insolvency

import "example.org/mutual/unit"

// Options choose a rule. The zero Options is ready: the greatest vector, default costing nothing.
type Options struct {
	// Least asks for the least vector instead of the greatest. Where everybody waits to be paid before
	// paying, and nobody holds all the books, that is where it ends. Without costs the two differ only
	// on rings that nobody's means reach.
	Least bool `json:"least,omitempty"`

	// LostMeans and LostReceipts are what a party loses by defaulting of its means and of what it
	// receives, such as a fire sale or an administrator costs: 1-α and 1-β of Rogers and Veraart. Whether
	// a party is in default is judged before the loss. 0: nothing.
	LostMeans    unit.Millionths `json:"lostMeans,omitzero"`
	LostReceipts unit.Millionths `json:"lostReceipts,omitzero"`

	// AllOrNothing is the rule of a settlement day: who cannot pay all it owes pays nothing, and keeps
	// what it has. It goes with no losses.
	AllOrNothing bool `json:"allOrNothing,omitempty"`
}

func (o Options) check() error {
	switch {
	case min(o.LostMeans, o.LostReceipts) < 0 || max(o.LostMeans, o.LostReceipts) > unit.Whole:
		return &Error{Reason: ErrOptions, What: "a loss must be from 0 to 1000000 millionths"}
	case o.AllOrNothing && (o.LostMeans != 0 || o.LostReceipts != 0):
		return &Error{Reason: ErrOptions, What: "all or nothing goes with no losses"}
	}
	return nil
}
