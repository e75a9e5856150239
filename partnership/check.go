package partnership

import (
	"fmt"
	"slices"

	"example.org/mutual/internal/machine"
)

// Check proves the state from scratch, that of the ledger included: it returns nil, or an error that wraps ErrBroken
// and names the number of the invariant of the package comment that is broken, or that of the ledger. O(n log n) in the
// size of p.
func (p *Partnership) Check() error {
	if p.ledger == nil {
		return (*stepper)(p).Ready()
	}
	if err := p.ledger.Check(); err != nil {
		return err
	}
	for _, check := range []func() error{p.checkMembers, p.checkNths, p.checkBooks, p.checkStanding, p.checkProposals, p.checkDecisions, p.checkUses, p.checkArrears, p.checkLags, p.checkShelf} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func broken(invariant int, format string, args ...any) error {
	return fmt.Errorf("%w: %d: %s", ErrBroken, invariant, fmt.Sprintf(format, args...))
}

// checkMembers: terms that can work; the founders are the first members, and all of them once the terms are adopted;
// whoever has an office or a portion is an active member.
func (p *Partnership) checkMembers() error {
	if err := p.terms.check(); err != nil {
		return broken(3, "%v", err)
	}
	founders := make(map[string]bool, len(p.terms.Founders))
	for _, who := range p.terms.Founders {
		founders[who] = true
	}
	signed := 0
	for at := range p.roll.members {
		if err := p.checkMember(at); err != nil {
			return err
		}
		if founders[p.roll.members[at].name] {
			signed++
		} else if !p.adopted || signed < len(founders) {
			return broken(3, "%.32q is a member before the founders are", p.roll.members[at].name)
		}
	}
	if p.adopted != (signed == len(founders)) || len(p.roll.number) != len(p.roll.members) || !p.adopted && p.nths.total > 0 {
		return broken(3, "%d of %d founders have adopted the terms", signed, len(founders))
	}
	return p.checkOffices()
}

// checkMember checks a member by itself.
func (p *Partnership) checkMember(at int) error {
	m := &p.roll.members[at]
	if n, ok := p.roll.number[m.name]; !ok || int(n) != at {
		return broken(3, "%.32q is not where it is looked for", m.name)
	}
	if machine.WrongMember("member", m.name) != nil || m.name == p.terms.Name {
		return broken(3, "the name of %.32q", m.name)
	}
	gone := !m.until.IsZero()
	if m.active == gone || m.since.IsZero() || m.since.After(p.Last()) || gone && (m.until.Before(m.since) || m.until.After(p.Last())) {
		return broken(3, "%.32q is neither in nor out", m.name)
	}
	return nil
}

func (p *Partnership) checkOffices() error {
	for _, who := range append(p.terms.fixed(), p.terms.Custodian, p.terms.Manager) {
		if !p.adopted && slices.Contains(p.terms.Founders, who) {
			continue // not all of them have signed yet
		}
		if _, err := p.roll.find(who); err != nil {
			return broken(3, "%.32q has an office or a portion and is no active member", who)
		}
	}
	return nil
}
