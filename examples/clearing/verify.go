package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// What can be wrong with a file's claims beside what clearing.Verify finds.
var (
	errUnits      = errors.New("want each unit of the obligations once")
	errObligation = errors.New("want each obligation once, under its unit")
	errStays      = errors.New("what is set off and what stays must sum to what was owed")
	errRing       = errors.New("a chain must lead round from each party to the next by an obligation of its own, by an amount above zero")
	errSum        = errors.New("the chains through an obligation must sum to its set-off")
	errVerified   = errors.New("it does not claim to be verified")
)

// A reader of claims gathers the clearing.Result that they amount to, so that all of it is verified in
// the one place where the rules are.
type claimReader struct {
	*sheet
	digest string
	units  map[string]unit.Unit // those not yet claimed, by code
	place  map[string]int       // of each obligation, by ID
	result clearing.Result
	seen   []bool
	rings  []int64 // the sum of the chains through each obligation
}

// verify checks every claim against the obligations, and trusts none.
func verify(s *sheet, claims []claim) error {
	digest, err := clearing.Digest(s.book)
	if err != nil {
		return s.locate(err)
	}
	n := len(s.book.Obligations)
	r := &claimReader{sheet: s, digest: digest, units: map[string]unit.Unit{}, place: map[string]int{}, seen: make([]bool, n), rings: make([]int64, n)}
	r.result.SetOff = make([]unit.Amount, n)
	for i, o := range s.book.Obligations {
		r.units[o.Amount.Unit().Code()] = o.Amount.Unit()
		r.place[o.ID] = i
	}
	for _, c := range claims {
		if err := r.claim(c); err != nil {
			return fmt.Errorf("%.32q: %w", c.Unit, err)
		}
	}
	return r.finish()
}

// claim reads the claim of one unit.
func (r *claimReader) claim(c claim) error {
	if c.Proof.BookDigest != r.digest { // before units, which other obligations mostly have too
		return clearing.ErrDigest
	}
	u, ok := r.units[c.Unit]
	if !ok {
		return errUnits
	}
	delete(r.units, c.Unit)
	if !c.Verified {
		return errVerified
	}
	r.result.BookDigest = r.digest
	if err := r.totals(c, u); err != nil {
		return err
	}
	for _, o := range c.Obligations {
		if err := r.obligation(o, u); err != nil {
			return fmt.Errorf("obligation %.32q: %w", o.ID, err)
		}
	}
	for i, chain := range c.Chains {
		if err := r.chain(chain, u); err != nil {
			return fmt.Errorf("chain %d: %w", i+1, err)
		}
	}
	return nil
}

// number reads an amount in its one spelling.
func number(text string, u unit.Unit) (unit.Amount, error) {
	a, err := unit.Parse(text, u)
	if err == nil && a.Number() != text {
		err = fmt.Errorf("%.32q: want %s", text, a.Number())
	}
	return a, err
}

func (r *claimReader) totals(c claim, u unit.Unit) error {
	t := clearing.Totals{Unit: u, New: unit.New(0, u), Liquidity: unit.New(0, u)} // which no file of obligations has
	p := clearing.Proof{Unit: u, Stage: c.Proof.Stage}
	for _, field := range []struct {
		text string
		to   *unit.Amount
	}{{c.Gross, &t.Gross}, {c.Cleared, &t.Cleared}, {c.Remaining, &t.Remaining}, {c.NetDebt, &t.NetDebt}, {c.Proof.Value, &p.Value}} {
		var err error
		if *field.to, err = number(field.text, u); err != nil {
			return err
		}
	}
	for party := range c.Proof.Potentials {
		p.Parties = append(p.Parties, party)
	}
	slices.Sort(p.Parties)
	for _, party := range p.Parties {
		p.Potentials = append(p.Potentials, c.Proof.Potentials[party])
	}
	r.result.Totals = append(r.result.Totals, t)
	r.result.Proofs = append(r.result.Proofs, p)
	return nil
}

func (r *claimReader) obligation(c claimObligation, u unit.Unit) error {
	i, ok := r.place[c.ID]
	if !ok || r.seen[i] || r.book.Obligations[i].Amount.Unit() != u {
		return errObligation
	}
	r.seen[i] = true
	setOff, err := number(c.SetOff, u)
	if err != nil {
		return err
	}
	remaining, err := number(c.Remaining, u)
	if err != nil {
		return err
	}
	if sum, err := setOff.Add(remaining); err != nil || sum != r.book.Obligations[i].Amount {
		return fmt.Errorf("%w: %s and %s of %s", errStays, setOff, remaining, r.book.Obligations[i].Amount)
	}
	r.result.SetOff[i] = setOff
	return nil
}

// chain checks that it is a ring, and counts its amount for each obligation along it.
func (r *claimReader) chain(c claimChain, u unit.Unit) error {
	amount, err := number(c.Amount, u)
	if err != nil {
		return err
	}
	if amount.Sign() <= 0 || len(c.Parties) != len(c.Obligations) || len(c.Parties) < 2 {
		return errRing
	}
	for k, id := range c.Obligations {
		i, ok := r.place[id]
		o := clearing.Obligation{}
		if ok {
			o = r.book.Obligations[i]
		}
		if o.Debtor != c.Parties[k] || o.Creditor != c.Parties[(k+1)%len(c.Parties)] || o.Amount.Unit() != u {
			return errRing
		}
		if r.rings[i] += amount.Parts(); r.rings[i] > o.Amount.Parts() || r.rings[i] < 0 {
			return errSum
		}
	}
	return nil
}

// finish verifies what the claims have amounted to.
func (r *claimReader) finish() error {
	if missing := slices.Sorted(maps.Keys(r.units)); len(missing) > 0 {
		return fmt.Errorf("%w: %.32q is missing", errUnits, missing[0])
	}
	for i, o := range r.book.Obligations {
		switch {
		case !r.seen[i]:
			return &lineError{r.lines[i], errObligation}
		case r.rings[i] != r.result.SetOff[i].Parts():
			return fmt.Errorf("obligation %.32q: %w", o.ID, errSum)
		}
	}
	if len(r.book.Obligations) == 0 {
		return nil // nothing is claimed of nothing
	}
	slices.SortFunc(r.result.Totals, func(a, b clearing.Totals) int { return a.Unit.Compare(b.Unit) })
	slices.SortFunc(r.result.Proofs, func(a, b clearing.Proof) int { return a.Unit.Compare(b.Unit) })
	return r.claimed(clearing.Verify(r.book, clearing.Options{}, &r.result))
}

// claimed says what was claimed beside what is true, where package clearing says the latter.
func (r *claimReader) claimed(err error) error {
	var found *clearing.Error
	if !errors.As(err, &found) || found.Reason != clearing.ErrTotals {
		return r.locate(err)
	}
	claimed := "a value of " + r.result.Proofs[found.Index].Value.String()
	if found.Entry == "total" {
		claimed = r.result.Totals[found.Index].String()
	}
	claimed, isTrue := differing(claimed, strings.TrimPrefix(found.What, "want "))
	return fmt.Errorf("%w: claimed: %s; true: %s", found.Reason, claimed, isTrue)
}

// differing leaves of two lists of totals, in the same words and order, those that differ.
func differing(claimed, isTrue string) (string, string) {
	const comma = ", "
	var these, those []string
	truths := strings.Split(isTrue, comma)
	for i, claim := range strings.Split(claimed, comma) {
		if i < len(truths) && truths[i] != claim {
			these, those = append(these, claim), append(those, truths[i])
		}
	}
	return strings.Join(these, comma), strings.Join(those, comma)
}
