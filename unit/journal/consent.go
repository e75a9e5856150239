package journal

import "slices"

// PartiesMax is how many parties may stand in an action's By.
const PartiesMax = 64

// Agree returns nil if all of these parties are among by, and otherwise a RefusalError with ErrConsent
// that names the others, sorted and each once. It is O(n log n) in the parties, times the length of by.
func Agree(by []string, parties ...string) error {
	var missing []string
	for _, p := range parties {
		if !slices.Contains(by, p) {
			missing = append(missing, p)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	return &RefusalError{Reason: ErrConsent, Missing: slices.Compact(missing)}
}
