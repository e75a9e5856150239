package machine

import (
	"slices"

	"example.org/mutual/unit/journal"
)

// Adopt has those founders enter who agree to the terms and have not entered before, in the order of the terms, and
// reports whether all have then. That nobody does is refused, with the names of those who could, sorted, at most as many
// as By can hold.
func (t *Turn) Adopt(founders []string, entered func(who string) bool, enter func(who string)) (all bool, err error) {
	signed := false
	var missing []string
	for _, who := range founders {
		switch {
		case entered(who):
		case t.Agrees(who):
			enter(who)
			t.Note("adopted", who)
			signed = true
		default:
			missing = append(missing, who)
		}
	}
	if !signed {
		slices.Sort(missing)
		missing = missing[:min(len(missing), journal.PartiesMax)]
		return false, &journal.RefusalError{Reason: journal.ErrConsent, What: "want a founder who has not adopted them yet", Missing: missing}
	}
	return len(missing) == 0, nil
}

// Appointed are those who come into an office, where some hold each of the offices now and others are to.
func Appointed(now, then []string) (all []string) {
	for i, who := range then {
		if who != now[i] {
			all = append(all, who)
		}
	}
	return all
}
