package clearing

import (
	"encoding/json"
	"time"

	"example.org/mutual/unit"
)

// StagesMax is how many stages a clearing can have.
const StagesMax = 16

// Options adjust a clearing. The zero Options is ready. Whoever verifies a result needs the options that it
// was made with: all but Progress have a JSON form.
type Options struct {
	// Progress, where not nil, is called now and then with the fraction done, from 0 to 1 and never
	// falling. It changes no result.
	Progress func(done float64) `json:"-"`

	// ValueDate is the moment of the clearing. What is due by then takes part, and what has no due date;
	// what is due later takes part where its creditor accepts that, by its Early or by a [Window]. The
	// zero time: everything takes part.
	ValueDate time.Time `json:"valueDate,omitzero"`

	// Stages are what to strive for, the most important first: at most 16. Each keeps the optimum of those before it.
	// Where neither NetReduction nor Volume is among them, NetReduction comes last, so nil is
	// NetReduction alone. In a unit with acceptances or tenders LeastUse, where it is not among them,
	// follows NetReduction at once, or else comes last.
	Stages []Objective `json:"stages,omitempty"`

	// LengthMax, where not 0, is the most parties that a ring may have, from 2 to 64. It makes the clearing a
	// heuristic, of a single stage, NetReduction or Volume, whose proof says what the cap cost at most: see
	// [Proof].Distance and [Result].Chains.
	LengthMax int `json:"lengthMax,omitempty"`

	// Exclude is what takes no part.
	Exclude Exclusions `json:"exclude,omitzero"`
}

// MarshalJSON writes the value date in UTC, as an [Obligation] its times.
func (o Options) MarshalJSON() ([]byte, error) {
	type plain Options
	o.ValueDate = inUTC(o.ValueDate)
	return json.Marshal(plain(o))
}

// Exclusions name what takes no part in a clearing. A name that is not in the Book excludes nothing.
type Exclusions struct {
	Parties     []string `json:"parties,omitempty"`     // with all they owe and are owed, accept and tender
	Pairs       []Pair   `json:"pairs,omitempty"`       // all that the one owes the other, or would come to owe it
	Obligations []string `json:"obligations,omitempty"` // by ID
}

// IsZero reports whether nothing is excluded.
func (e Exclusions) IsZero() bool {
	return len(e.Parties) == 0 && len(e.Pairs) == 0 && len(e.Obligations) == 0
}

// A Pair is who owes whom.
type Pair struct {
	Debtor   string `json:"debtor"`
	Creditor string `json:"creditor"`
}

// A Stage names an objective, and what a proof proves. Each but the last two is linear: so much for each part that
// is set off, promised or used. Those two come after all others.
type Stage string

// The stages. Most sets off as much as it can of something, Least uses as little as it can.
const (
	NetReduction   Stage = "net reduction"   // most: set off less newly promised less liquidity used
	Volume         Stage = "volume"          // most: set off
	Overdue        Stage = "overdue first"   // most: set off of what is due by AsOf, which may lie in the past or to come
	SmallCreditors Stage = "small creditors" // most: set off of what is owed to creditors whose claims in the unit of Bound sum to at most Bound
	LeastLiquidity Stage = "least liquidity" // least: tenders used
	PromisesFirst  Stage = "promises first"  // least: acceptances used of whoever is the source of a tender: new promises before money
	ByRank         Stage = "by rank"         // least: acceptances used times their Rank, which is their acceptors' preference
	LeastUse       Stage = "least use"       // least: acceptances and tenders used

	// Freed is for many parties that owe nothing any more. To find the most is NP-hard: this is a heuristic, and proves
	// nothing.
	Freed Stage = "parties freed, by a heuristic"

	// Even is for the same fraction of what each debtor owes each creditor: least is the sum, over all such pairs, of
	// the square of what is set off over what is owed.
	Even Stage = "even"
)

// An Objective is a stage with what it refers to.
type Objective struct {
	Stage Stage       `json:"stage"`
	AsOf  time.Time   `json:"asOf,omitzero"`  // of Overdue
	Bound unit.Amount `json:"bound,omitzero"` // of SmallCreditors, which strives for nothing in other units
}

// MarshalJSON writes the time in UTC, as an [Obligation] its times.
func (o Objective) MarshalJSON() ([]byte, error) {
	type plain Objective
	o.AsOf = inUTC(o.AsOf)
	return json.Marshal(plain(o))
}
