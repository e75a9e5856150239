package credit

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// ErrPolicy is the reason for which a limit policy refuses its own terms.
var ErrPolicy = errors.New("credit: not the terms of a limit policy")

// ReceiptsMax is how many receipts a policy looks at. More are refused, never cut short.
const ReceiptsMax = 1 << 20

// A Limit is how much a creditor, or a club, may let a member owe by a policy, and why. No policy changes a
// ledger: the creditor who agrees with one sets the limit with [SetLine]. Amounts are exact, of one unit, and
// never below zero; where a policy rounds, it rounds down, and Because says by how much.
//
// Errors are a [journal.RefusalError]: ErrPolicy for terms that are none, journal.ErrUnit for an amount in
// another unit than the ceiling's, journal.ErrLimit for a floor above the ceiling, for too many receipts and
// for too large sums; for a receipt, named by its place, journal.ErrParty, ErrSelf, journal.ErrAmount or, if
// it has no time, journal.ErrTime.
type Limit struct {
	Amount  unit.Amount
	Because string // in words
}

// A Receipt is one payment that To received from From for something it gave: by a promise made or passed on,
// or in money. Policies take receipts in any order.
type Receipt struct {
	From, To string
	Amount   unit.Amount // above zero
	At       time.Time
}

// FixedLimit is the number that somebody decided on, zero or above, in any unit. Errors are those that [Limit] tells.
func FixedLimit(limit unit.Amount) (Limit, error) {
	if err := wrongBound("limit", limit, limit.Unit()); err != nil {
		return Limit{}, err
	}
	return Limit{limit, "a fixed limit"}, nil
}

// PaymentLimit is credit on payment with a ceiling: min(most, limit + received), in the unit of most, after a
// payment to a member whose limit was this. A limit that was above the ceiling stays, as being paid lowers
// nobody's. Two members who pay each other back and forth reach the ceiling without giving anybody anything:
// see [ReachLimit]. Errors are those that [Limit] tells.
//
// Source: Komunitin, credit on payment.
func PaymentLimit(limit, received, most unit.Amount) (Limit, error) {
	u := most.Unit()
	if err := cmp.Or(wrongBound("ceiling", most, u), wrongBound("limit", limit, u), wrongBound("receipt", received, u)); err != nil {
		return Limit{}, err
	}
	switch room := most.Parts() - limit.Parts(); { // both are zero or above
	case room < 0:
		return Limit{limit, fmt.Sprintf("the limit as it was, above the ceiling of %v", most)}, nil
	case received.Parts() > room:
		return Limit{most, fmt.Sprintf("the ceiling: the limit of %v and %v received are more", limit, received)}, nil
	}
	sum := unit.New(limit.Parts()+received.Parts(), u)
	return Limit{sum, fmt.Sprintf("the limit of %v and %v received", limit, received)}, nil
}

// TurnoverTerms say what share of its turnover a member may owe, in the unit of Most.
type TurnoverTerms struct {
	Share *big.Rat    // above zero, each side of the line below 2^63
	Floor unit.Amount // the least limit, whatever the turnover
	Most  unit.Amount // the greatest; at least Floor
}

// TurnoverLimit is a share of what a member received in the window (from, to], rounded down, but at least
// Floor and at most Most. A receipt at from is in the window before, one at to in this one; the zero time for
// from begins with the first. Receipts of more than an int64 of smallest parts are journal.ErrLimit. Like
// [PaymentLimit] it can be pumped by two who pay each other. O(receipts).
//
// Source: InterCooperative Network, credit by volume; here without a score, and exact.
func TurnoverLimit(member string, receipts []Receipt, from, to time.Time, t TurnoverTerms) (Limit, error) {
	if err := cmp.Or(machine.WrongParty("member", member), wrongGrowth(t.Share, "floor", t.Floor, t.Most), wrongReceipts(receipts, t.Most.Unit())); err != nil {
		return Limit{}, err
	}
	turnover, err := receivedIn(member, receipts, machine.Plain(from), machine.Plain(to), t.Most.Unit())
	if err != nil {
		return Limit{}, err
	}
	grown := portion(t.Share, turnover)
	words := fmt.Sprintf("%s the %v received after %s and up to %s", times(t.Share), turnover, clock(from), clock(to))
	switch {
	case grown.Cmp(t.Floor.Rat()) < 0:
		return Limit{t.Floor, "the floor: " + words + " is less"}, nil
	case grown.Cmp(t.Most.Rat()) > 0:
		return Limit{t.Most, "the ceiling: " + words + " is more"}, nil
	}
	return down(grown, t.Most.Unit(), words)
}

// receivedIn returns what a member received in the window (from, to].
func receivedIn(member string, receipts []Receipt, from, to time.Time, u unit.Unit) (unit.Amount, error) {
	if !from.Before(to) {
		return unit.Amount{}, &journal.RefusalError{Reason: ErrPolicy, What: "want a window that begins before it ends"}
	}
	sum, err := unit.Sum(u, func(yield func(unit.Amount) bool) {
		for i := range receipts {
			r := &receipts[i]
			if at := machine.Plain(r.At); r.To == member && at.After(from) && !at.After(to) && !yield(r.Amount) {
				return
			}
		}
	})
	if err != nil {
		return unit.Amount{}, &journal.RefusalError{Reason: journal.ErrLimit, What: "what the member received is beyond an int64 of smallest parts"}
	}
	return sum, nil
}

// portion returns share x of, in whole units, exactly.
func portion(share *big.Rat, of unit.Amount) *big.Rat { return new(big.Rat).Mul(share, of.Rat()) }

// times writes a share as it is read before an amount.
func times(share *big.Rat) string {
	if share.IsInt() {
		return share.RatString() + " times"
	}
	return share.RatString() + " of"
}

// down is the one place where a policy rounds: a limit of this many whole units, rounded down to the
// smallest part, with what that takes off in its words.
func down(value *big.Rat, u unit.Unit, words string) (Limit, error) {
	a, lost, err := unit.FromRat(value, u, unit.Floor)
	if err != nil {
		return Limit{}, &journal.RefusalError{Reason: journal.ErrLimit, What: "a limit beyond an int64 of smallest parts"}
	}
	if lost.Sign() != 0 {
		words += fmt.Sprintf(", rounded down by %s %s", lost.RatString(), u.Code())
	}
	return Limit{a, words}, nil
}

// clock writes a time as precisely as it is compared.
func clock(t time.Time) string { return machine.Plain(t).Format(time.RFC3339Nano) }

// wrongGrowth refuses what cannot be the share, the lower and the upper bound of a limit that grows.
func wrongGrowth(share *big.Rat, lower string, least, most unit.Amount) error {
	if share == nil || share.Sign() <= 0 || !share.Num().IsInt64() || !share.Denom().IsInt64() {
		return &journal.RefusalError{Reason: ErrPolicy, What: "want a share above zero, each side of the line below 2^63"}
	}
	if err := cmp.Or(wrongBound("ceiling", most, most.Unit()), wrongBound(lower, least, most.Unit())); err != nil {
		return err
	}
	if least.Parts() > most.Parts() {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "the ceiling, and the " + lower + " is above it", Asked: least, Room: most}
	}
	return nil
}

// wrongBound refuses what is no amount of u from zero up.
func wrongBound(what string, a unit.Amount, u unit.Unit) error {
	switch {
	case u.IsZero():
		return &journal.RefusalError{Reason: journal.ErrUnit, What: "want a " + what + " in some unit"}
	case a.Unit() != u:
		return &journal.RefusalError{Reason: journal.ErrUnit, What: "want a " + what + " in " + u.String()}
	case a.Sign() < 0:
		return &journal.RefusalError{Reason: ErrPolicy, What: "want a " + what + " of zero or above, got " + a.String()}
	}
	return nil
}

// wrongReceipts refuses receipts that are too many, or one that is none, and says which.
func wrongReceipts(receipts []Receipt, u unit.Unit) error {
	if len(receipts) > ReceiptsMax {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "want at most 1048576 receipts"}
	}
	for i := range receipts {
		if e, ok := errors.AsType[*journal.RefusalError](receipts[i].wrong(u)); ok {
			e.What = fmt.Sprintf("receipt %d: %s", i, e.What)
			return e
		}
	}
	return nil
}

// wrong refuses a receipt that is none. What is dated nowhere would count in no window.
func (r *Receipt) wrong(u unit.Unit) error {
	if err := two("payer", r.From, "payee", r.To); err != nil {
		return err
	}
	switch {
	case r.Amount.Unit() != u:
		return &journal.RefusalError{Reason: journal.ErrUnit, What: "want an amount in " + u.String()}
	case r.Amount.Sign() <= 0:
		return &journal.RefusalError{Reason: journal.ErrAmount, What: "got " + r.Amount.String()}
	case r.At.IsZero():
		return &journal.RefusalError{Reason: journal.ErrTime, What: "want a time"}
	}
	return nil
}
