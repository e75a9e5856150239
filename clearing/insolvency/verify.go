package insolvency

import (
	"fmt"
	"math/big"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// Verify checks a Result against its System and Options without solving anything, nor trusting whoever
// did: that in every round each party in default pays exactly what it has, and all others what they owe;
// that no other vector lies beyond it; that the next round corrects exactly whom it contradicts, and the
// last contradicts nobody; and that what is paid in whole parts is the last round's vector, rounded. By
// induction over the rounds the last vector is the greatest, or the least. It does not check which debts are
// rounded up where several ways are right. Errors are an [Error].
//
// O(n log n) for the sorting, and a pass over the system for each round, with numbers as long as those in
// the Result.
func Verify(s System, o Options, r *Result) error {
	a, err := arrange(s, o)
	if err != nil {
		return err
	}
	if r == nil || len(r.Positions) != len(a.parties) || len(r.Paid) != len(a.debts) {
		return &Error{Reason: ErrShape, What: fmt.Sprintf("want %d positions and %d payments", len(a.parties), len(a.debts))}
	}
	c := newCourse(a, o.Least, nil)
	for k := range r.Rounds {
		if err := c.follow(k, r.Rounds[k]); err != nil {
			return err
		}
	}
	if wrong := c.wrong(); len(wrong) > 0 || o.Least && len(r.Rounds) == 0 {
		return &Error{Reason: ErrRound, Entry: "round", Index: len(r.Rounds), What: "want one more"}
	}
	paid, err := c.vector.checkPaid(r.Paid)
	if err != nil {
		return err
	}
	return checkEqual(r, c.vector.result(r.Rounds, o.Least, paid))
}

// follow checks one round, and goes on to its vector.
func (c *course) follow(index int, r Round) error {
	var wrong []int32
	if index > 0 || !c.least {
		if wrong = c.wrong(); len(wrong) == 0 {
			return &Error{Reason: ErrRound, Entry: "round", Index: index, What: "want none any more"}
		}
	}
	if len(r.Parties) != len(wrong) {
		return &Error{Reason: ErrRound, Entry: "round", Index: index, What: fmt.Sprintf("want %d parties", len(wrong))}
	}
	for k, i := range wrong {
		if r.Parties[k] != c.parties[i] {
			return &Error{Reason: ErrRound, Entry: "round", Index: index, ID: name.Clip(r.Parties[k]), What: "want another party"}
		}
		c.inDefault[i] = !c.least
	}
	if err := c.adopt(r.Changes); err != nil {
		err.Entry, err.Index = "round", index
		return err
	}
	for i := range int32(len(c.parties)) {
		if !c.right(i) {
			return &Error{Reason: ErrVector, Entry: "round", Index: index, ID: c.parties[i], What: "want all that it has or owes"}
		}
	}
	return c.extreme(index)
}

// adopt makes the parties pay what the changes say.
func (c *course) adopt(changes []Payment) *Error {
	last := int32(-1)
	for _, change := range changes {
		i, known := c.place(change.Party)
		if !known || i <= last {
			return &Error{Reason: ErrVector, ID: name.Clip(change.Party), What: "want parties, in order"}
		}
		last = i
		fraction, ok := c.vector.stop(i, change.Pays.value())
		if !ok {
			return &Error{Reason: ErrVector, ID: change.Party, What: "want at most what it owes"}
		}
		c.fractions[i] = fraction
	}
	var parties []int32
	var fractions []*big.Rat
	for i, f := range c.fractions {
		if f != nil && f.Sign() != 0 {
			parties, fractions = append(parties, int32(i)), append(fractions, f)
		}
	}
	if !c.vector.setFractions(parties, fractions) {
		return &Error{Reason: ErrVector, What: "want shorter numbers"}
	}
	return nil
}

// stop moves party i to the class at which it stops if that is what it pays, and returns the fraction of
// that class.
func (v *vector) stop(i int32, pays *big.Rat) (fraction *big.Rat, ok bool) {
	at := v.first[i]
	for at < v.first[i+1] && pays.Cmp(rat(v.before(i, at)+v.classes[at].owed)) >= 0 {
		at++
	}
	v.move(i, at)
	rest := new(big.Rat).Sub(pays, rat(v.before(i, at)))
	if at == v.first[i+1] {
		return rest, rest.Sign() == 0
	}
	return rest.Quo(rest, rat(v.classes[at].owed)), pays.Sign() >= 0
}

func rat(parts int64) *big.Rat { return new(big.Rat).SetInt64(parts) }

// right reports whether party i pays what it owes, or in default what it has left to pay with up to that.
func (c *course) right(i int32) bool {
	v := c.vector
	if v.at[i] == v.first[i+1] {
		return !c.inDefault[i] || v.reaches(i, v.at[i]) >= 0
	}
	return c.inDefault[i] && v.exhausts(i)
}

// exhausts reports whether party i, which stops short, pays exactly what it has left in default.
func (v *vector) exhausts(i int32) bool {
	has := product(v.payable(i)-v.scale*v.before(i, v.at[i]), v.den)
	if v.in[i] != nil {
		has.Add(has, product(v.keptReceipts, v.in[i]))
	}
	pays := new(big.Int)
	if v.part[i] != nil {
		pays = product(v.scale*v.classes[v.at[i]].owed, v.part[i])
	}
	return has.Cmp(pays) == 0
}

// extreme checks that no vector lies beyond in which the same parties pay what they have. Where receipts
// lose nothing on the way two such vectors differ by payments that lead back to where they came from: see
// drain. More of these takes parties that stop short and whose next payments reach nobody else; less, such
// whose last ones do. Where they lose, there is only one.
func (c *course) extreme(index int) error {
	v, parties := c.vector, members(c.inDefault)
	if v.keptReceipts < v.scale {
		return nil
	}
	classes := v.stops(parties)
	if c.least {
		classes = v.lasts(parties)
	}
	if ring := v.trapped(classes); len(ring) > 0 {
		return &Error{Reason: ErrExtreme, Entry: "round", Index: index, ID: c.parties[ring[0]]}
	}
	return nil
}

// checkPaid checks the whole payments and returns them in the arrangement's order: each is its exact
// payment rounded down or up; so is what a party pays in all, and what is left to it in default; and nobody
// has less left than nothing.
func (v *vector) checkPaid(amounts []unit.Amount) ([]int64, error) {
	p := newPayout(v)
	up := make([]int64, len(v.debts)) // by how much each payment may be above what it is rounded down
	for _, r := range p.rest {
		up[r.debt] = 1
	}
	paid := make([]int64, len(v.debts))
	for k, d := range v.debts {
		paid[k] = amounts[d.entry].Parts()
		up[k] -= paid[k] - p.paid[k]
		if up[k] != 0 && up[k] != 1 || paid[k] < p.paid[k] || amounts[d.entry] != v.amount(paid[k]) {
			return nil, &Error{Reason: ErrPayout, Entry: "debt", Index: int(d.entry), ID: d.id, What: "want " + v.amount(p.paid[k]).String() + ", or one part more where that is not exact"}
		}
	}
	for i, position := range v.positions(paid) {
		if !p.allows(int32(i), paid, position.Left.Parts()) {
			return nil, &Error{Reason: ErrPayout, Entry: "party", Index: i, ID: position.Party, What: "want its exact payments in all, rounded, out of what it has"}
		}
	}
	return paid, nil
}

// allows checks what party i pays in all, and what is left to it.
func (p *payout) allows(i int32, paid []int64, left int64) bool {
	if p.at[i] == p.first[i+1] {
		return left >= 0
	}
	if p.part[i] != nil {
		least, room := p.rests(i)
		for k := p.classes[p.at[i]].first; k < p.classes[p.at[i]].end; k++ {
			least -= paid[k] - p.paid[k]
		}
		if least > 0 || least+room < 0 {
			return false
		}
	}
	least, room := p.keeps(i)
	return least <= left && left <= least+room
}

// checkEqual checks what else the Result says of its last round.
func checkEqual(r, want *Result) error {
	for i, p := range want.Positions {
		got := r.Positions[i]
		exact := got.Pays.Equal(p.Pays)
		got.Pays = p.Pays
		if !exact || got != p {
			return &Error{Reason: ErrPosition, Entry: "party", Index: i, ID: p.Party, What: "want paid " + p.Paid.String() + ", left " + p.Left.String()}
		}
	}
	if r.Totals != want.Totals {
		return &Error{Reason: ErrPosition, What: "want paid in all " + want.Totals.Paid.String()}
	}
	return nil
}
