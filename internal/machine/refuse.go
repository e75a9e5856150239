package machine

import (
	"strings"
	"time"

	"example.org/mutual/internal/name"
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
