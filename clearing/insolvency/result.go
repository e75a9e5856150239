package insolvency

import (
	"math/big"
	"slices"

	"example.org/mutual/unit"
)

// A Result is who pays what. All of it is exported data with a JSON form, so that whoever holds the
// System can check it by [Verify].
type Result struct {
	Positions []Position    `json:"positions"` // one a party, in the order of their names
	Paid      []unit.Amount `json:"paid"`      // of each debt by its debtor, in whole parts, in the System's order
	Rounds    []Round       `json:"rounds"`    // how it came to this: the proof that no other vector lies beyond
	Totals    Totals        `json:"totals"`
}

// A Position is one party before and after.
type Position struct {
	Party    string      `json:"party"`
	Means    unit.Amount `json:"means"`
	Owes     unit.Amount `json:"owes"`
	Pays     Exact       `json:"pays"`     // in smallest parts
	Paid     unit.Amount `json:"paid"`     // the same in whole parts
	Received unit.Amount `json:"received"` // in whole parts, from debtors and guarantors

	// Left is Means + Received - Paid: what is left after paying all, or what default has cost; with
	// AllOrNothing, what a party keeps that pays nothing.
	Left unit.Amount `json:"left"`

	// Level is the round in which the party turned out unable to pay all it owes: 1 where it could not
	// even if everybody else paid in full, 2 where it cannot because those of level 1 do not, and so on.
	// 0: it pays all it owes. In a least vector all levels are 0.
	Level int `json:"level,omitempty"`
}

// InDefault reports whether the party pays less than it owes, be it by a fraction of the smallest part.
func (p Position) InDefault() bool {
	return p.Pays.value().Cmp(new(big.Rat).SetInt64(p.Owes.Parts())) < 0
}

// A Round supposes who is in default, and tells what each then pays. In a greatest vector nobody is at
// first, and each round adds those who then have less than they owe. In a least vector all are, and each
// round takes out those who then have what they owe but pay less: with costs of default only, or all or
// nothing.
type Round struct {
	Parties []string  `json:"parties"` // whom this round adds or takes out, in the order of the names
	Changes []Payment `json:"changes"` // who pays another sum than in the round before, at first than what it owes, in the order of the names
}

// A Payment is all that a party pays in a round.
type Payment struct {
	Party string `json:"party"`
	Pays  Exact  `json:"pays"`
}

// Totals sums up a Result.
type Totals struct {
	Owed unit.Amount `json:"owed"`
	Paid unit.Amount `json:"paid"` // by debtors

	// Covered is what guarantors pay beyond what they receive; below zero where they receive more.
	Covered unit.Amount `json:"covered"`

	// Left is what parties have left: the sum of all means and Covered.
	Left unit.Amount `json:"left"`
}

// result tells the vector, its whole payments and how it came to it.
func (v *vector) result(rounds []Round, least bool, paid []int64) *Result {
	r := &Result{Positions: v.positions(paid), Paid: make([]unit.Amount, len(v.debts)), Rounds: rounds}
	for k, d := range v.debts {
		r.Paid[d.entry] = v.amount(paid[k])
	}
	if !least {
		v.setLevels(r.Positions, rounds)
	}
	r.Totals = v.totals(r.Positions)
	return r
}

func (a *arrangement) amount(parts int64) unit.Amount { return unit.New(parts, a.unit) }

// positions returns all but the levels.
func (v *vector) positions(paid []int64) []Position {
	out, received := make([]int64, len(v.parties)), slices.Clone(v.fixed)
	for k, d := range v.debts {
		out[d.debtor] += paid[k]
		if d.creditor != guarantor {
			received[d.creditor] += paid[k]
		}
	}
	all := make([]Position, len(v.parties))
	for i, party := range v.parties {
		all[i] = Position{
			Party:    party,
			Means:    v.amount(v.means[i]),
			Owes:     v.amount(v.owes[i]),
			Pays:     Exact{v.pays(int32(i))},
			Paid:     v.amount(out[i]),
			Received: v.amount(received[i]),
			Left:     v.amount(v.means[i] + received[i] - out[i]),
		}
	}
	return all
}

// setLevels says in which round each party was added.
func (a *arrangement) setLevels(positions []Position, rounds []Round) {
	for k, r := range rounds {
		for _, party := range r.Parties {
			if i, ok := a.place(party); ok {
				positions[i].Level = k + 1
			}
		}
	}
}

// place returns the number of a party.
func (a *arrangement) place(party string) (i int32, ok bool) {
	k, ok := slices.BinarySearch(a.parties, party)
	return int32(k), ok
}

func (a *arrangement) totals(positions []Position) Totals {
	var owed, paid, covered, left int64
	for _, p := range positions {
		owed += p.Owes.Parts()
		paid += p.Paid.Parts()
		covered += p.Received.Parts() - p.Paid.Parts()
		left += p.Left.Parts()
	}
	return Totals{Owed: a.amount(owed), Paid: a.amount(paid), Covered: a.amount(covered), Left: a.amount(left)}
}
