package partnership

import (
	"iter"
	"time"

	"example.org/mutual/credit"
)

// A Member is whoever is or was one, and what it does here: one can have several roles, but for custodian and manager.
type Member struct {
	Name      string
	Active    bool // has not left
	Since     time.Time
	Until     time.Time // the zero time: has not left
	Custodian bool      // holds the asset and the money
	Manager   bool      // runs the asset
	Provider  bool      // has nths, also after it has left
	User      bool      // uses a part of the asset
}

// Member returns whoever is or was a member, and false for others. O(n) in the uses.
func (p *Partnership) Member(name string) (Member, bool) {
	at, ok := p.roll.number[name]
	if !ok {
		return Member{}, false
	}
	return p.showMember(at, p.uses.by(at)), true
}

func (p *Partnership) showMember(at int32, user bool) Member {
	m := &p.roll.members[at]
	return Member{
		Name: m.name, Active: m.active, Since: m.since, Until: m.until,
		Custodian: m.name == p.terms.Custodian, Manager: m.name == p.terms.Manager,
		Provider: p.nths.of[at] > 0, User: user,
	}
}

// Members yields all members there are or were, by name. O(n), and O(m log m) for m admitted since the last action that
// needed their order.
func (p *Partnership) Members() iter.Seq[Member] {
	return func(yield func(Member) bool) {
		users := make(map[int32]bool, len(p.uses.parts))
		for i := range p.uses.all {
			if u := &p.uses.all[i]; u.open() {
				users[u.user] = true
			}
		}
		for _, at := range p.roll.byName() {
			if !yield(p.showMember(at, users[at])) {
				return
			}
		}
	}
}

// Ledger returns what is in arrears for reading.
func (p *Partnership) Ledger() credit.View {
	if p.ledger == nil {
		return new(credit.Ledger).View()
	}
	return p.ledger.View()
}
