package guarantee

import (
	"slices"
	"strings"

	"example.org/mutual/guarantee/waterfall"
)

// holdings are what each of these layers can draw for losses: from the defaulters what is theirs and pledged for
// them, from the funds, and from everybody who is in no default, then, by any of all losses, or before.
func (h *holder) holdings(layers []waterfall.Layer, losses, all []*loss) [][]waterfall.Holding {
	h.failing, h.lost, h.defaults = nil, 0, make(map[*member]bool, len(all))
	for _, l := range all {
		h.defaults[h.member(l)] = true
	}
	for _, l := range losses {
		h.failing = append(h.failing, h.member(l))
		delete(h.defaults, h.member(l))
		for _, c := range l.losing {
			h.lost += c.Amount.Parts()
		}
	}
	held := make([][]waterfall.Holding, len(layers))
	for k, l := range layers {
		held[k] = h.layer(l)
	}
	return held
}

// member is whose default a loss is.
func (h *holder) member(l *loss) *member { return h.Society.members[h.number[l.Defaulter]] }

// take notes what cases draw, which is there for no other loss of the action.
func (h *holder) take(cases []waterfall.Case) {
	for _, c := range cases {
		for _, d := range c.Draws {
			h.drawn[drawnOf(c.Layers[d.Layer].Kind, d.From, c.Defaulter)] += d.Drawn.Parts()
		}
	}
}

// spent is what losses by earlier layers have drawn on what a member has itself.
func (h *holder) spent(k waterfall.Kind, m *member) int64 { return h.drawn[drawnOf(k, m.name, "")] }

// A drawn is what can be drawn on: what is one's own or a fund's, or with which one vouches for another.
type drawn struct {
	kind     waterfall.Kind
	from, to string
}

// drawnOf is what a kind of layer draws on for a member's default. An own provision is one of the provisions.
func drawnOf(k waterfall.Kind, from, defaulter string) drawn {
	switch k {
	case waterfall.Pledges:
		return drawn{k, from, defaulter}
	case waterfall.Own:
		k = waterfall.Provisions
	}
	return drawn{kind: k, from: from}
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
	for end := min(r.at+stepsMax, len(r.members)); r.at < end; r.at++ {
		if m := r.members[r.at]; m.name == name {
			r.at++
			return m
		}
	}
	at, found := slices.BinarySearchFunc(r.members, name, func(m *member, name string) int { return strings.Compare(m.name, name) })
	if r.at = at; !found {
		return nil
	}
	r.at++
	return r.members[at]
}

// A holder knows whose what is.
type holder struct {
	*Society
	members []*member // by name
	year    int32
	eased   []int64         // how much of what each party of the ledger owes is set off before, by its number
	drawn   map[drawn]int64 // what losses by earlier layers have drawn in the same action

	failing  []*member
	defaults map[*member]bool // who fails besides, by other layers
	lost     int64            // all losses together
}

func (h *holder) layer(l waterfall.Layer) []waterfall.Holding {
	switch l.Kind {
	case waterfall.Security:
		return h.each(h.failing, l, func(m *member) int64 { return m.security - h.spent(l.Kind, m) })
	case waterfall.Own:
		if l.Of != "" {
			return nil
		}
		return h.each(h.failing, l, func(m *member) int64 { return m.provided() - h.spent(l.Kind, m) })
	case waterfall.Pledges:
		return h.pledges()
	case waterfall.Fund:
		return []waterfall.Holding{{From: l.Name, Amount: h.amount(h.Fund(l.Name).Parts() - h.drawn[drawnOf(l.Kind, l.Name, "")])}}
	case waterfall.Provisions:
		return h.each(h.members, l, func(m *member) int64 {
			if m.failed && !slices.Contains(h.failing, m) || h.defaults[m] || !m.bears(h.year) {
				return 0
			}
			return m.provided() - h.spent(l.Kind, m)
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
		parts, weight := holds(m), m.weight(h.year, l, h.owes(m, l))
		if l.Kind == waterfall.Provisions && slices.Contains(h.failing, m) {
			weight = max(weight, 1) // its own provision is there for it, whatever the others share by
		}
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
			from := h.Society.members[p.from].name
			if parts := p.parts - h.drawn[drawnOf(waterfall.Pledges, from, m.name)]; parts > 0 {
				held = append(held, waterfall.Holding{From: from, For: m.name, Amount: h.amount(parts), Weight: 1})
			}
		}
	}
	return held
}

// bears reports whether losses of a year can concern a member: not one that had left when it was opened.
func (m *member) bears(year int32) bool { return m.active || year < m.years }

// owes is what a member owes under the guarantee after the set-off, for a layer that counts it.
func (h *holder) owes(m *member, l waterfall.Layer) int64 {
	if l.Key == waterfall.Exposure || l.Base == waterfall.Exposure {
		if n, ok := h.held.Number(m.name); ok {
			return m.owes - h.eased[n]
		}
	}
	return m.owes
}

// room is what a member can still be called for in the year of the losses, and no more than is lost.
func (h *holder) room(m *member, l waterfall.Layer) int64 {
	if h.defaults[m] {
		return 0
	}
	return min(h.lost, h.callable(m, h.year, l, h.owes(m, l))-h.spent(l.Kind, m))
}

// callable is what a member that owes so much can still be called for in a year by a layer of calls.
func (s *Society) callable(m *member, year int32, l waterfall.Layer, owes int64) int64 {
	if m.failed || !m.active && !m.liable || !m.bears(year) {
		return 0
	}
	share := m.paidIn(year)
	room, err := l.Room(s.amount(m.counts(share, l.Base, owes)), s.amount(share.called))
	if err != nil {
		return TotalMax // as much as there can be
	}
	return room.Parts()
}

// weight is what the key of a layer counts of a member that owes so much, for losses of a year: who has none bears
// nothing.
func (m *member) weight(year int32, l waterfall.Layer, owes int64) int64 {
	if l.Key == waterfall.NoKey || l.Key == waterfall.Equal {
		return 1
	}
	return m.counts(m.paidIn(year), l.Key, owes)
}

// counts is what a key or a base counts of a member: what it owes under the guarantee, the charges it has paid in
// the year, or its provision.
func (m *member) counts(in share, k waterfall.Key, owes int64) int64 {
	switch k {
	case waterfall.Exposure:
		return owes
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

// hasPaidIn reports whether a member has paid anything in a year, or was called for it.
func (m *member) hasPaidIn(year int32) bool { return m.paidIn(year) != (share{year: year}) }
