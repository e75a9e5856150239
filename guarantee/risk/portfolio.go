package risk

import (
	"cmp"
	"slices"
	"strconv"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// Limits on what comes in.
const (
	MembersMax = 1 << 20 // exposures in a portfolio, claims and means in a cascade
	SectorsMax = 64      // sectors of a portfolio
	totalMax   = 1 << 62 // smallest parts that amounts may sum to
)

// An Exposure is what the pool stands to lose by one member, and how likely.
type Exposure struct {
	Member  string      `json:"member"`            // whose default it is; no two exposures are of one member
	Amount  unit.Amount `json:"amount"`            // what the pool loses by it, net of the member's own security: zero or above
	Default Ratio       `json:"default"`           // its probability, within the period that is asked about
	Weights []Ratio     `json:"weights,omitempty"` // for CreditRisk: how much moves with each sector, in order; the rest is its own
}

// A Portfolio is all that a pool stands to lose, in one unit, in any order: no result depends on the order.
type Portfolio []Exposure

// Check returns nil for a portfolio that can be calculated with, and otherwise an [Error]: ErrSize, ErrMember,
// ErrDuplicate, ErrUnit, ErrAmount or ErrTotal. Weights are for [CreditRisk] to check, which knows the sectors. O(n).
func (p Portfolio) Check() error {
	if len(p) == 0 || len(p) > MembersMax {
		return refuse(ErrSize, "1 to "+strconv.Itoa(MembersMax)+" members")
	}
	seen := make(map[string]bool, len(p))
	total := int64(0)
	for i, e := range p {
		if err := e.check(i, p[0].Amount.Unit()); err != nil {
			return err
		}
		if seen[e.Member] {
			return refuseEntry(ErrDuplicate, "member", i, e.Member, "one exposure for each member")
		}
		seen[e.Member] = true
		if e.Amount.Parts() > totalMax-total {
			return refuseEntry(ErrTotal, "member", i, e.Member, "amounts that sum to at most 2^62 parts")
		}
		total += e.Amount.Parts()
	}
	return nil
}

func (e Exposure) check(i int, u unit.Unit) error {
	if want := name.Wrong(e.Member); want != "" {
		return refuseEntry(ErrMember, "member", i, e.Member, "a name: it "+want)
	}
	return wrongAmount(e.Amount, u, "member", i, e.Member)
}

// wrongAmount returns nil for an amount of zero or above in a unit.
func wrongAmount(a unit.Amount, u unit.Unit, entry string, i int, s string) error {
	switch {
	case u == unit.Unit{} || a.Unit() != u:
		return refuseEntry(ErrUnit, entry, i, s, "an amount in the unit of the first")
	case a.Sign() < 0:
		return refuseEntry(ErrAmount, entry, i, s, "an amount of zero or above")
	}
	return nil
}

// wrongPool returns nil for a pool of zero or above in a unit.
func wrongPool(pool unit.Amount, u unit.Unit) error {
	switch {
	case pool.Unit() != u:
		return refuse(ErrUnit, "a pool in the unit of the exposures")
	case pool.Sign() < 0:
		return refuse(ErrAmount, "a pool of zero or above")
	}
	return nil
}

// unit returns the unit of a portfolio that has been checked.
func (p Portfolio) unit() unit.Unit { return p[0].Amount.Unit() }

// losing returns the exposures that can lose something, in a total order by all that bears on a result, so
// that sums of floats come out the same whatever order the members were given in.
func (p Portfolio) losing() []Exposure {
	var sorted []Exposure
	for _, e := range p {
		if e.Amount.Sign() > 0 && e.Default != (Ratio{}) {
			sorted = append(sorted, e)
		}
	}
	slices.SortFunc(sorted, func(a, b Exposure) int {
		if c := cmp.Compare(a.Amount.Parts(), b.Amount.Parts()); c != 0 {
			return c
		}
		return cmp.Or(a.Default.Cmp(b.Default), slices.CompareFunc(a.Weights, b.Weights, Ratio.Cmp))
	})
	return sorted
}
