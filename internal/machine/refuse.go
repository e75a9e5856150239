package machine

import (
	"strings"
	"time"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// WrongMember is WrongParty for whom accounts are named after, part by part.
func WrongMember(role, s string) error {
	if err := WrongParty(role, s); err != nil {
		return err
	}
	if strings.Contains(s, "/") {
		return &journal.RefusalError{Reason: journal.ErrParty, What: role + " must not hold a slash"}
	}
	return nil
}

// WrongParty refuses what cannot be the name of a party, and says in which role.
func WrongParty(role, s string) error {
	if what := name.Wrong(s); what != "" {
		return &journal.RefusalError{Reason: journal.ErrParty, What: role + " " + what}
	}
	return nil
}

// WrongWords refuses what is not a text to put on record, for a reason of the machine's own, and says of
// which field.
func WrongWords(reason error, field, s string) error {
	if what := name.WrongWords(s); what != "" {
		return &journal.RefusalError{Reason: reason, What: field + " " + what}
	}
	return nil
}

// WrongBy refuses a list of the authenticated that cannot be one.
func WrongBy(by []string) error {
	if len(by) > journal.PartiesMax {
		return &journal.RefusalError{Reason: journal.ErrParty, What: "want at most 64 parties in by"}
	}
	for _, s := range by {
		if err := WrongParty("by", s); err != nil {
			return err
		}
	}
	return nil
}

// Plain drops a time's zone and monotonic part, which are no part of a machine's state.
func Plain(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Round(0)
}

// Parts returns the parts of an amount, which must be in a unit and above zero.
func Parts(a unit.Amount, u unit.Unit) (int64, error) {
	if a.Unit() != u {
		return 0, &journal.RefusalError{Reason: journal.ErrUnit, What: "want an amount in " + u.String()}
	}
	if a.Sign() <= 0 {
		return 0, &journal.RefusalError{Reason: journal.ErrAmount, What: "got " + a.String()}
	}
	return a.Parts(), nil
}

// PartsUpTo is Parts for an amount that there must be room for, for a reason; the zero Amount means all of it.
func PartsUpTo(a unit.Amount, room unit.Amount, reason error, what string) (int64, error) {
	if a == (unit.Amount{}) {
		a = room
	}
	parts, err := Parts(a, room.Unit())
	if err == nil && parts > room.Parts() {
		err = &journal.RefusalError{Reason: reason, What: what, Asked: a, Room: room}
	}
	return parts, err
}
