package guarantee

import (
	"slices"
	"strings"

	"example.org/mutual/guarantee/waterfall"
)

// holdings are what each layer of the terms can draw for losses: from the defaulters what is theirs and pledged for
// them, from the funds, and from everybody who is in no default, then or before. Members are those of byName; eased
// is how much of what each owes is set off before, by its number.
func (s *Society) holdings(losses []*loss, members []*member, eased []int64) [][]waterfall.Holding {
	h := holder{Society: s, members: members, year: losses[0].year, eased: eased}
	for _, l := range losses {
		m := s.members[s.number[l.Defaulter]]
		h.failing = append(h.failing, m)
		for _, c := range l.losing {
			h.lost += c.Amount.Parts()
		}
	}
	held := make([][]waterfall.Holding, len(s.terms.Layers))
	for k, l := range s.terms.Layers {
		held[k] = h.layer(l)
	}
	return held
}

// byName returns all members in the order of their names.
func (s *Society) byName() []*member {
	members := slices.Clone(s.members)
	slices.SortFunc(members, func(m, n *member) int { return strings.Compare(m.name, n.name) })
	return members
}

// A roll finds members by their names, in no time where each is asked for soon after the one before it.
type roll struct {
	members []*member // by name
	at      int
}

// stepsMax is how far a roll is read on before it is opened elsewhere.
const stepsMax = 8

// find returns who bears a name, or nil.
func (r *roll) find(name string) *member {
	for end := min(r.at+stepsMax, len(r.members)); r.at < end && r.members[r.at].name < name; {
		r.at++
	}
	if r.at == len(r.members) || r.members[r.at].name != name {
		r.at, _ = slices.BinarySearchFunc(r.members, name, func(m *member, name string) int { return strings.Compare(m.name, name) })
	}
	if r.at == len(r.members) || r.members[r.at].name != name {
		return nil
	}
	return r.members[r.at]
}

// A holder knows whose what is.
type holder struct {
	*Society
	members []*member // by name
	failing []*member
	year    int32
	lost    int64   // all losses together
	eased   []int64 // how much of what each member owes is set off before, by its number
}

func (h *holder) layer(l waterfall.Layer) []waterfall.Holding {
	switch l.Kind {
	case waterfall.Security:
		return h.each(h.failing, l, func(m *member) int64 { return m.security })
	case waterfall.Own:
		if l.Of != "" {
			return nil
		}
		return h.each(h.failing, l, (*member).provided)
	case waterfall.Pledges:
		return h.pledges()
	case waterfall.Fund:
		return []waterfall.Holding{{From: l.Name, Amount: h.Fund(l.Name)}}
	case waterfall.Provisions:
		return h.each(h.members, l, func(m *member) int64 {
			if m.failed && !slices.Contains(h.failing, m) {
				return 0
			}
			return m.provided()
		})
	case waterfall.Calls:
		return h.each(h.members, l, func(m *member) int64 { return h.room(m, l) })
	}
	return nil
}

// each returns what members hold that counts for the layer.
func (h *holder) each(members []*member, l waterfall.Layer, holds func(*member) int64) []waterfall.Holding {
	held := make([]waterfall.Holding, 0, len(members))
	for _, m := range members {
		parts, weight := holds(m), h.weight(m, l)
		if parts > 0 && weight > 0 {
			held = append(held, waterfall.Holding{From: m.name, Amount: h.amount(parts), Weight: weight})
		}
	}
	return held
}

// pledges are what others vouch with for the defaulters.
func (h *holder) pledges() []waterfall.Holding {
	var held []waterfall.Holding
	for _, m := range h.failing {
		for _, p := range m.pledges {
			if p.parts > 0 {
				held = append(held, waterfall.Holding{From: h.Society.members[p.from].name, For: m.name, Amount: h.amount(p.parts), Weight: 1})
			}
		}
	}
	return held
}

// room is what a member can still be called for in the year of the losses, and no more than is lost.
func (h *holder) room(m *member, l waterfall.Layer) int64 {
	if m.failed || !m.active && !m.liable {
		return 0
	}
	share := m.paidIn(h.year)
	room, err := l.Room(h.amount(h.left(m, share, l.Base)), h.amount(share.called))
	if err != nil {
		return h.lost // beyond all that can be called for
	}
	return min(h.lost, room.Parts())
}

// weight is what the key of a layer counts of a member.
func (h *holder) weight(m *member, l waterfall.Layer) int64 {
	if l.Key == waterfall.NoKey || l.Key == waterfall.Equal {
		return 1
	}
	return h.left(m, m.paidIn(h.year), l.Key)
}

// left is what a key or a base counts of a member after the set-off.
func (h *holder) left(m *member, in share, k waterfall.Key) int64 {
	parts := h.count(m, in, k)
	if k == waterfall.Exposure {
		parts -= h.eased[h.number[m.name]]
	}
	return parts
}

// count is what a key or a base counts of a member: what it owes under the guarantee, the charges it has paid in
// the year, or its provision.
func (s *Society) count(m *member, in share, k waterfall.Key) int64 {
	switch k {
	case waterfall.Exposure:
		return m.owes
	case waterfall.Charges:
		return in.charges
	}
	return m.provided()
}

// provided is what is left of the default charges that a member has paid in open years.
func (m *member) provided() (parts int64) {
	for _, s := range m.shares {
		parts += s.provision
	}
	return parts
}

// paidIn is what a member has paid in a year, if anything.
func (m *member) paidIn(year int32) share {
	for _, s := range m.shares {
		if s.year == year {
			return s
		}
	}
	return share{year: year}
}
