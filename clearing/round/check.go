package round

import (
	"fmt"
	"maps"

	"example.org/mutual/clearing"
	"example.org/mutual/internal/machine"
)

// Check proves the state from scratch: it returns nil, or an error that wraps ErrBroken and names the
// number of the invariant of the package comment that is broken. The time is that of verifying two proposals.
func (r *Round) Check() error {
	for _, check := range []func() error{r.checkPhase, r.checkDrops, r.checkProposals, r.checkConfirmed} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func broken(invariant int, format string, args ...any) error {
	return fmt.Errorf("%w: %d: %s", ErrBroken, invariant, fmt.Sprintf(format, args...))
}

func (r *Round) checkPhase() error {
	stands := r.now != nil
	switch {
	case r.phase > Abandoned, (r.phase == Proposed || r.phase == Final) && !stands, r.phase == Open && stands:
		return broken(4, "%v, with a proposal: %v", r.phase, stands)
	case r.phase == Final && r.waiting > 0:
		return broken(4, "final, although %d have not confirmed", r.waiting)
	case r.count < 0, r.count > int64(r.core.Log.Kept()-len(r.drops)):
		return broken(4, "more proposals and drop-outs than actions")
	}
	return nil
}

func (r *Round) checkDrops() error {
	if len(r.out) != len(r.drops) {
		return broken(2, "who dropped out is not who is out")
	}
	for _, d := range r.drops {
		if _, ok := r.out[d.Party]; !ok || d.At.IsZero() || d.At.After(r.core.Log.Last()) {
			return broken(2, "the drop-out of %.32q", d.Party)
		}
		if err := machine.WrongWords(ErrWords, "reason", d.Reason); err != nil {
			return broken(2, "the drop-out of %.32q: %v", d.Party, err)
		}
	}
	return nil
}

// checkProposals verifies what stands and what stood before, and that it is what the parties are told.
func (r *Round) checkProposals() error {
	last := int64(0)
	for _, p := range []*proposal{r.previous, r.now} {
		if p == nil {
			continue
		}
		if p.number <= last || p.number > r.count || p.drops > len(r.drops) || p == r.now && (p.drops != len(r.drops) || p.number != r.count) {
			return broken(1, "proposal %d", p.number)
		}
		last = p.number
		b, _ := split(r.terms.Book, partiesOf(r.drops[:p.drops]))
		if err := clearing.Verify(b, r.terms.Options, p.result); err != nil {
			return broken(1, "proposal %d: %v", p.number, err)
		}
		if again := newProposal(p.number, p.drops, b, p.result); !maps.Equal(again.notices, p.notices) {
			return broken(3, "the notices of proposal %d", p.number)
		}
	}
	if last != r.count {
		return broken(1, "of %d proposals the last is not known", r.count)
	}
	return nil
}

// checkConfirmed compares what was confirmed with what the parties were told last.
func (r *Round) checkConfirmed() error {
	told := r.now
	if told == nil {
		told = r.previous
	}
	for _, party := range sorted(r.confirmed) {
		_, out := r.out[party]
		if told == nil || out || told.notices[party].digest != r.confirmed[party] || r.confirmed[party] == "" {
			return broken(3, "%.32q did not confirm what it was told", party)
		}
	}
	if r.now != nil && r.waiting != len(r.now.waiting(r.confirmed)) || r.now == nil && r.waiting != 0 {
		return broken(3, "%d have not confirmed", r.waiting)
	}
	return nil
}
