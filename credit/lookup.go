package credit

import (
	"strconv"
	"strings"
)

// promise returns the promise at a place, good until the next one is made or unmade.
func (l *Ledger) promise(place int32) *promise { return l.promises.At(int(place)) }

// lookup returns the place of a promise. A promise is found by the place of the action that it is named
// after, in the log, and by that of the first promise which that action made; ID/2 comes after ID/1.
func (l *Ledger) lookup(id string) (place int32, ok bool) {
	action, part, isPart := strings.Cut(id, "/")
	n, ok := l.core.Log.Place(action)
	if !ok || n >= len(l.made) || l.made[n] == 0 {
		return 0, false
	}
	at := int(l.made[n]) - 1
	if isPart {
		k, err := strconv.Atoi(part)
		if err != nil || k < 1 || k > l.promises.Len()-at {
			return 0, false
		}
		at += k - 1
	}
	return int32(at), l.promise(int32(at)).id == id
}
