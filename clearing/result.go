package clearing

import (
	"fmt"

	"example.org/mutual/unit"
)

// A Result is what a clearing uses of each entry, and what comes of it, with the proofs that nothing better exists.
// All of it is exported data with a JSON form, so that whoever holds the Book and the Options can check it by [Verify].
type Result struct {
	SetOff     []unit.Amount `json:"setOff"`     // from each obligation, in the Book's order
	Accepted   []unit.Amount `json:"accepted"`   // used of each acceptance, in the Book's order
	Tendered   []unit.Amount `json:"tendered"`   // used of each tender, in the Book's order
	New        []Obligation  `json:"new"`        // what used acceptances have become, in the Book's order: without a due date
	Totals     []Totals      `json:"totals"`     // one a unit, in the order of the units
	BookDigest string        `json:"bookDigest"` // of the Book: see Digest
	Proofs     []Proof       `json:"proofs"`     // one a unit and stage, in the order of the units and then of the stages

	// Chains are the rings that make up what is used, by Options.LengthMax; without it nil. See [Chains].
	Chains []Chain `json:"chains,omitempty"`
}

// Totals sums up a clearing in one unit: Gross = Cleared + Remaining, and Remaining + New + Liquidity >= NetDebt.
type Totals struct {
	Unit      unit.Unit   `json:"unit"`
	Gross     unit.Amount `json:"gross"`     // all obligations
	Cleared   unit.Amount `json:"cleared"`   // all set-offs
	Remaining unit.Amount `json:"remaining"` // what stays owed of them
	NetDebt   unit.Amount `json:"netDebt"`   // the sum of the positive net positions before, tenders not counted
	New       unit.Amount `json:"new"`       // all new promises
	Liquidity unit.Amount `json:"liquidity"` // all that is used of tenders
}

// String says the totals in words, new promises and liquidity where there are any.
func (t Totals) String() string {
	text := fmt.Sprintf("%v owed, %v set off, %v stays, net debt %v", t.Gross, t.Cleared, t.Remaining, t.NetDebt)
	if !t.New.IsZero() {
		text += fmt.Sprintf(", newly promised %v", t.New)
	}
	if !t.Liquidity.IsZero() {
		text += fmt.Sprintf(", liquidity %v", t.Liquidity)
	}
	return text
}

// A Proof shows that a stage reached its optimum in one unit. Each part that is used along an entry has a cost in the
// stage, as its [Stage] says: below zero what the stage is to have most of. With the potentials of the parties that the
// entry leads from and to, cost + from - to says what is used: all where it is below zero, nothing where it is above.
// Around any ring the potentials cancel out, and from this no other use, which keeps the stages before, costs less; an
// entry for which an earlier stage's sum is not zero is settled by that. See [Verify].
//
// Of obligations alone under NetReduction, the potential is a tier: from tier d to tier c, nothing may be set off where
// d > c + 1, and nothing may stay where d < c + 1. The lowest potential is 0 in what [Clear] returns; Verify takes any
// that prove.
type Proof struct {
	Unit       unit.Unit   `json:"unit"`
	Stage      Stage       `json:"stage"`
	Parties    []string    `json:"parties"`    // all parties in this unit, in the order of their names
	Potentials []int64     `json:"potentials"` // of each of them
	Value      unit.Amount `json:"value"`      // the optimum: how much there is of what the stage is for most or least of

	// Distance is by how much, at the most, the optimum is better than Value: the zero Amount where Value is the
	// optimum, as it is of all stages but Even, unless there is an Options.LengthMax. Value of Even is rounded down,
	// after each pair's term was rounded up to a multiple of 2^-64.
	Distance unit.Amount `json:"distance,omitzero"`

	// Scale is of Even, and 0 for other stages: its potentials are so many times what they stand for.
	Scale int64 `json:"scale,omitempty"`

	// Freed are the parties that Freed is for, in the order of their names: debtors that owe nothing any more.
	// That stage has no potentials, and its Value is what they owed.
	Freed []string `json:"freed,omitempty"`
}
