package insolvency

// DenominatorMax bounds the denominator of a Ratio.
const DenominatorMax = 1 << 30

// A Ratio is a fraction from 0 to 1. The zero Ratio is 0.
type Ratio struct {
	Num int64 `json:"num"` // from 0 to Den
	Den int64 `json:"den"` // from 1 to DenominatorMax; or 0, where Num is 0 too
}

func (r Ratio) ok() bool {
	return r == Ratio{} || 0 <= r.Num && r.Num <= r.Den && 0 < r.Den && r.Den <= DenominatorMax
}

// kept returns 1 - r in parts of its denominator, and that.
func (r Ratio) kept() (num, den int64) {
	den = max(r.Den, 1)
	return den - r.Num, den
}

// Options choose a rule. The zero Options is ready: the greatest vector, default costing nothing.
type Options struct {
	// Least asks for the least vector instead of the greatest. Where everybody waits to be paid before
	// paying, and nobody holds all the books, that is where it ends. Without costs the two differ only
	// on rings that nobody's means reach.
	Least bool `json:"least,omitempty"`

	// LostMeans and LostReceipts are what a party loses by defaulting of its means and of what it
	// receives, such as a fire sale or an administrator costs: 1-α and 1-β of Rogers and Veraart. Whether
	// a party is in default is judged before the loss. 0: nothing.
	LostMeans    Ratio `json:"lostMeans,omitzero"`
	LostReceipts Ratio `json:"lostReceipts,omitzero"`

	// AllOrNothing is the rule of a settlement day: who cannot pay all it owes pays nothing, and keeps
	// what it has. It goes with no losses.
	AllOrNothing bool `json:"allOrNothing,omitempty"`
}

func (o Options) check() error {
	switch {
	case !o.LostMeans.ok() || !o.LostReceipts.ok():
		return &Error{Reason: ErrOptions, What: "a loss must be from 0 to 1, with a denominator up to 1073741824"}
	case o.AllOrNothing && (o.LostMeans.Num != 0 || o.LostReceipts.Num != 0):
		return &Error{Reason: ErrOptions, What: "all or nothing goes with no losses"}
	}
	return nil
}
