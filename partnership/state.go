package partnership

import (
	"errors"
	"maps"
	"slices"

	"example.org/mutual/credit"
	"example.org/mutual/internal/carry"
	"example.org/mutual/internal/machine"
	"example.org/mutual/internal/wide"
)

func (s *usage) clone() usage {
	c := usage{slices.Clone(s.all), maps.Clone(s.number), maps.Clone(s.parts), slices.Clone(s.reviews), slices.Clone(s.periods), maps.Clone(s.arrears)}
	for _, at := range slices.Sorted(maps.Keys(c.arrears)) {
		c.arrears[at] = slices.Clip(c.arrears[at]) // what either adds is its own
	}
	return c
}

// What a snapshot can have wrong of uses.
var errUse = errors.New("want uses of members, each once, from reviews and periods that were")

func (p *Partnership) writeUses(c *codec) {
	machine.WriteAll(c, "reviews", reviewFields, slices.Values(p.uses.reviews))
	c.Names("periods", &p.uses.periods, PeriodsMax)
	machine.WriteAll(c, "uses", useFields, slices.Values(p.uses.all))
	c.Integers("lags", &p.lags.portions, PortionsMax)
}

func (p *Partnership) readUses(c *codec) {
	s := &p.uses
	machine.ReadAll(c, "reviews", reviewFields, func(r review) error { s.reviews = append(s.reviews, r); return nil })
	c.Names("periods", &s.periods, PeriodsMax)
	machine.ReadAll(c, "uses", useFields, p.readUse)
	c.Integers("lags", &p.lags.portions, PortionsMax)
}

// readUse adds a use that nobody can be taken for, and leaves the rest to Check.
func (p *Partnership) readUse(u use) error {
	_, twice := p.uses.number[u.id]
	_, used := p.uses.parts[u.part]
	if twice || used && u.open() || u.user < 0 || int(u.user) >= len(p.roll.members) || len(p.uses.all) >= UsesMax {
		return errUse
	}
	p.uses.add(u)
	return nil
}

// readArrears lists what is open in the ledger.
func (p *Partnership) readArrears() {
	for r := range p.held.Promises() {
		if at, ok := p.roll.number[r.Promisor]; ok && r.Left.Sign() > 0 {
			p.uses.arrears[at] = append(p.uses.arrears[at], r.ID)
		}
	}
}

func reviewFields(c *codec, r *review) {
	c.Time("asOf", &r.asOf)
	machine.List(c, "values", &r.values, SeriesMax, readingFields)
}

func useFields(c *codec, u *use) {
	c.Text("id", &u.id)
	c.Text("part", &u.part)
	placeField(c, "user", &u.user)
	partsField(c, "rental", &u.rental)
	placeField(c, "base", &u.base)
	placeField(c, "charged", &u.charged)
	c.Time("since", &u.since)
	c.Time("until", &u.until)
	c.Integer("behindEqual", &u.behind[0])
	c.Integer("behindRental", &u.behind[1])
}

// placeField is a place in a list, zero left out.
func placeField(c *codec, key string, place *int32) {
	x := int64(*place)
	c.Integer(key, &x)
	if *place = int32(x); int64(*place) != x && c.Reading() {
		c.In.Fail(errUse)
	}
}

// checkUses: invariant 7.
func (p *Partnership) checkUses() error {
	if err := p.checkReviews(); err != nil {
		return err
	}
	s, parts := &p.uses, 0
	for at := range s.all {
		u := &s.all[at]
		if err := p.checkUse(u); err != nil {
			return err
		}
		if u.open() {
			parts++
			if in, ok := s.parts[u.part]; !ok || in != int32(at) {
				return broken(7, "%.32q is used twice", u.part)
			}
		}
	}
	if parts != len(s.parts) || len(s.number) != len(s.all) {
		return broken(7, "uses are not where they are looked for")
	}
	if err := p.chargeable(); err != nil {
		return broken(7, "%v", err)
	}
	return nil
}

// checkReviews: what rentals go by, and the periods that were charged for.
func (p *Partnership) checkReviews() error {
	s := &p.uses
	if len(s.reviews) > ReviewsMax || len(s.periods) > PeriodsMax || len(s.all) > UsesMax {
		return broken(7, "more reviews, periods or uses than there can be")
	}
	for i, r := range s.reviews {
		values, err := p.terms.Index.Order(r.values)
		if err != nil || !slices.Equal(values, r.values) || r.asOf.After(p.Last()) || i > 0 && !r.asOf.After(s.reviews[i-1].asOf) {
			return broken(7, "the review as of %v", r.asOf)
		}
	}
	seen := make(map[string]bool, len(s.periods))
	for _, words := range s.periods {
		if seen[words] || wrongPeriod(words) != nil {
			return broken(7, "the period %.32q", words)
		}
		seen[words] = true
	}
	return nil
}

// checkUse checks a use by itself.
func (p *Partnership) checkUse(u *use) error {
	_, applied := p.core.Log.Applied(u.id)
	last := p.Last()
	switch {
	case !applied || p.uses.all[p.uses.number[u.id]] != *u:
		return broken(7, "the use %.32q", u.id)
	case machine.WrongWords(ErrWords, "part", u.part) != nil || u.rental <= 0 || u.rental > TotalMax:
		return broken(7, "the part or the rental of %.32q", u.id)
	case u.since.IsZero() || u.since.After(last) || !u.open() && (u.until.Before(u.since) || u.until.After(last)):
		return broken(7, "the time of %.32q", u.id)
	case u.base < 0 || int(u.base) > len(p.uses.reviews) || u.charged < 0 || int(u.charged) > len(p.uses.periods):
		return broken(7, "the review or the period of %.32q", u.id)
	case u.open() && (p.roll.members[u.user].name == p.terms.Custodian || !p.roll.members[u.user].active):
		return broken(7, "the custodian, or who has left, has the use %.32q", u.id)
	}
	return nil
}

// checkArrears: invariant 8. What is open is listed in the order made, so that one look at each is enough.
func (p *Partnership) checkArrears() error {
	listed := make([]int, len(p.roll.members))
	for r := range p.held.Promises() {
		at, ok := p.roll.number[r.Promisor]
		if !ok || r.Holder != p.terms.Name || r.Origin != credit.Arrears {
			return broken(8, "%.32q is no rental that a member owes", r.ID)
		}
		if r.Left.Sign() == 0 {
			continue
		}
		if open := p.uses.arrears[at]; listed[at] == len(open) || open[listed[at]] != r.ID {
			return broken(8, "%.32q is not listed", r.ID)
		}
		listed[at]++
	}
	for _, at := range slices.Sorted(maps.Keys(p.uses.arrears)) {
		if listed[at] != len(p.uses.arrears[at]) {
			return broken(8, "rentals are listed that are not owed")
		}
	}
	return nil
}

// checkLags: invariant 9.
func (p *Partnership) checkLags() error {
	var byUse [2][]int64
	for _, u := range p.uses.all {
		for way, lag := range u.behind {
			byUse[way] = append(byUse[way], lag)
		}
	}
	for _, all := range [][]int64{p.lags.portions, p.lags.providers, byUse[0], byUse[1]} {
		var sum wide.Sum
		most := int64(min(len(all), MembersMax-1)) << (carry.Bits - 1) // which n/2 parts are, but for the most members
		for _, lag := range all {
			if lag > most || lag < -most {
				return broken(9, "a lag of %d", lag)
			}
			sum = sum.Add(lag)
		}
		if sum != (wide.Sum{}) {
			return broken(9, "lags that do not sum to zero")
		}
	}
	return nil
}
