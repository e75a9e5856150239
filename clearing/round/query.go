package round

import (
	"iter"
	"slices"

	"example.org/mutual/clearing"
)

// Phase returns how far the round is.
func (r *Round) Phase() Phase { return r.phase }

// Dropped returns who dropped out, in that order.
func (r *Round) Dropped() []Drop { return slices.Clone(r.drops) }

// Proposal returns the number of the proposal that stands or was agreed, 0 where there is none. They are
// numbered 1, 2, 3, …
func (r *Round) Proposal() int64 {
	if r.now == nil {
		return 0
	}
	return r.now.number
}

// Result returns a copy of the clearing that is proposed or was agreed, nil where there is none. O(size of it).
func (r *Round) Result() *clearing.Result {
	if r.now == nil {
		return nil
	}
	return cloneResult(r.now.result)
}

// Notices yields what the proposal that stands or was agreed tells each party, in the order of their names; nothing
// where there is none.
// The cost is that of clearing.Notices.
func (r *Round) Notices(o clearing.NoticeOptions) iter.Seq[clearing.Notice] {
	if r.now == nil {
		return func(func(clearing.Notice) bool) {}
	}
	return clearing.Notices(r.Book(), r.now.result, o)
}

// Digest returns the digest of a party's notice in that proposal, which its [Confirm] names, and whether it must
// confirm: whether anything happens in it. The digest is empty for a party without a notice. O(1).
func (r *Round) Digest(party string) (digest string, must bool) {
	if r.now == nil {
		return "", false
	}
	n := r.now.notices[party]
	return n.digest, n.moves
}

// Waiting returns who must still confirm, sorted. O(n log n) in the parties.
func (r *Round) Waiting() []string {
	if r.now == nil {
		return nil
	}
	return r.now.waiting(r.confirmed)
}

// Confirmed returns who has confirmed the notice that it has now, or, while no proposal stands, the one that
// it had last, sorted. O(n log n) in the parties.
func (r *Round) Confirmed() []string { return sorted(r.confirmed) }
