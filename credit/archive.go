package credit

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"example.org/mutual/internal/chunks"
	"example.org/mutual/unit/journal"
)

// Archive forgets what is over: promises of which nothing is left, and the IDs of actions, as far as they
// were applied up to a time, the horizon. What is still needed stays: a promise that open ones began as, and
// the IDs after which promises and reservations are named. No line, no amount and no sum changes, so nobody
// need agree; the application has the entries of all that was.
//
// What was applied up to the horizon can no longer be told from what was not. So an action with a time up to
// it is journal.ErrArchived from then on, and applied at most once as before. An ID that was forgotten can be
// given again to an action after the horizon.
type Archive struct {
	ID      string
	At      time.Time
	By      []string
	Horizon time.Time // not after At, and after the horizon before
}

func (a Archive) header() header { return header{Kind: "archive", ID: a.ID, At: a.At, By: a.By} }

func (a *Archive) fields(c *codec) {
	c.Header(a.header().Kind, &a.ID, &a.At, &a.By)
	c.Time("horizon", &a.Horizon)
}

func (a Archive) apply(t *turn) error {
	if a.Horizon.IsZero() || a.Horizon.After(a.At) || !a.Horizon.After(t.core.Log.Horizon()) {
		return &journal.RefusalError{Reason: journal.ErrTime, What: "want a horizon not after at, and after the horizon before"}
	}
	promises, kept := t.promises.Len(), t.core.Log.Kept()
	t.archive(a.Horizon)
	t.Note("archived promises", strconv.Itoa(promises-t.promises.Len()))
	t.Note("archived actions", strconv.Itoa(kept-t.core.Log.Kept()))
	return nil
}

// Horizon returns the time up to which actions and promises were archived, and the zero time if none were.
func (l *Ledger) Horizon() time.Time { return l.core.Log.Horizon() }

// archive builds log and promises anew without what is over, so that to undo it is to put the old ones back.
func (l *Ledger) archive(horizon time.Time) {
	old := *l
	lists := make([][]int32, len(l.pairs))
	for i := range l.pairs {
		lists[i], l.pairs[i].promises = l.pairs[i].promises, nil
	}
	l.undoBy(func() {
		l.core.Log, l.made, l.promises, l.reserved = old.core.Log, old.made, old.promises, old.reserved
		for i := range lists {
			l.pairs[i].promises = lists[i]
		}
	})
	keep := l.lasting(horizon)
	l.core.Log = old.core.Log.Archive(horizon, func(n int) bool { return keep[n] })
	place := l.moveTo(keep)
	l.reserved = make(map[string]*reservation, len(old.reserved))
	for _, id := range sortedKeys(old.reserved) {
		moved := *old.reserved[id]
		moved.takes = slices.Clone(moved.takes)
		for i := range moved.takes {
			moved.takes[i].place = place[moved.takes[i].place]
		}
		l.reserved[id] = &moved
	}
}

// lasting reports of each known action whether it stays known. If one promise that it made stays, all do:
// they are numbered. What a promise began as was made before it.
func (l *Ledger) lasting(horizon time.Time) []bool {
	keep := make([]bool, l.core.Log.Kept())
	for _, id := range sortedKeys(l.reserved) {
		n, _ := l.core.Log.Place(id)
		keep[n] = true
	}
	for n := len(keep) - 1; n >= 0; n-- {
		first, end := l.madeBy(n)
		late := l.core.Log.At(n).After(horizon)
		for at := first; at < end; at++ {
			keep[n] = keep[n] || l.promise(at).left > 0
		}
		keep[n] = keep[n] || late
		for at := first; at < end && keep[n]; at++ {
			root, _, _ := strings.Cut(l.promise(at).root, "/")
			of, _ := l.core.Log.Place(root)
			keep[of] = true
		}
	}
	return keep
}

// madeBy returns the places of the promises that the action at a place of the log made.
func (l *Ledger) madeBy(n int) (first, end int32) {
	if n >= len(l.made) || l.made[n] == 0 {
		return 0, 0
	}
	for _, next := range l.made[n+1:] {
		if next != 0 {
			return l.made[n] - 1, next - 1
		}
	}
	return l.made[n] - 1, int32(l.promises.Len())
}

// moveTo keeps the promises of the actions that stay, and returns the new place of each.
func (l *Ledger) moveTo(keep []bool) []int32 {
	place := make([]int32, l.promises.Len())
	var promises chunks.List[promise]
	var made []int32
	for n, stays := range keep {
		if !stays {
			continue
		}
		first, end := l.madeBy(n)
		if made = append(made, 0); first < end {
			made[len(made)-1] = int32(promises.Len()) + 1
		}
		for at := first; at < end; at++ {
			p := l.promise(at)
			place[at] = int32(promises.Len())
			if promises.Push(*p); p.left > 0 {
				l.list(p, place[at])
			}
		}
	}
	l.made, l.promises = made, promises
	return place
}
