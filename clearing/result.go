package clearing

import (
	"fmt"

	"example.org/mutual/unit"
)

// A Result is what a clearing sets off, with the proof that no larger set-off exists. All of it is
// exported data with a JSON form, so that whoever holds the Book can check it by [Verify].
type Result struct {
	SetOff     []unit.Amount `json:"setOff"`     // from each obligation, in the Book's order
	Accepted   []unit.Amount `json:"accepted"`   // used of each acceptance, in the Book's order
	Tendered   []unit.Amount `json:"tendered"`   // used of each tender, in the Book's order
	New        []Obligation  `json:"new"`        // what used acceptances have become
	Totals     []Totals      `json:"totals"`     // one a unit, in the order of the units
	BookDigest string        `json:"bookDigest"` // of the Book: see Digest
	Proofs     []Proof       `json:"proofs"`     // one a unit, in the order of the units
}

// Totals sums up a clearing in one unit: Gross = Cleared + Remaining, and Remaining >= NetDebt.
type Totals struct {
	Unit      unit.Unit   `json:"unit"`
	Gross     unit.Amount `json:"gross"`     // all obligations
	Cleared   unit.Amount `json:"cleared"`   // all set-offs
	Remaining unit.Amount `json:"remaining"` // what stays owed
	NetDebt   unit.Amount `json:"netDebt"`   // the sum of the positive net positions: no set-off can leave less
	New       unit.Amount `json:"new"`       // all new promises
	Liquidity unit.Amount `json:"liquidity"` // all that is used of tenders
}

// String says the totals in words.
func (t Totals) String() string {
	return fmt.Sprintf("%v owed, %v set off, %v stays, net debt %v", t.Gross, t.Cleared, t.Remaining, t.NetDebt)
}

// A Proof shows that a stage reached its optimum in one unit. A party's potential is its tier: of an
// obligation from tier d to tier c, nothing may be set off where d > c + 1, and nothing may stay where
// d < c + 1. Around any ring the tiers go down as much as up, and from this no other set-off can be
// larger; see [Verify]. The lowest tier is 0 in what [Clear] returns; Verify takes any potentials that
// prove.
type Proof struct {
	Unit       unit.Unit   `json:"unit"`
	Stage      Stage       `json:"stage"`
	Parties    []string    `json:"parties"`    // all parties in this unit, in the order of their names
	Potentials []int64     `json:"potentials"` // of each of them
	Value      unit.Amount `json:"value"`      // the optimum: the amount set off
}
