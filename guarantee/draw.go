package guarantee

import (
	"strings"

	"example.org/mutual/guarantee/waterfall"
)

// reasonBytes is about how long the reason of a draw is, where there are many.
const reasonBytes = 32

// reasons are why somebody bears each draw: in full of the first of a layer, and of the others, which share it, who and
// how much. They are cut from one text, because there may be a hundred thousand.
func (l *loss) reasons() []string {
	var text strings.Builder
	text.Grow(len(l.Draws) * reasonBytes)
	ends := make([]int, len(l.Draws))
	for k, d := range l.Draws {
		if k == 0 || l.Draws[k-1].Layer != d.Layer {
			text.WriteString(l.Why(d))
		} else {
			text.WriteString(d.Drawn.String())
			text.WriteString(" from ")
			text.WriteString(d.From)
		}
		ends[k] = text.Len()
	}
	all, from := make([]string, len(ends)), 0
	for k, end := range ends {
		all[k], from = text.String()[from:end], end
	}
	return all
}

// draw takes from a holder what a layer draws; m is the member, of a fund nobody. Security and pledges become money of
// the default book; provisions and funds are that already; a call is owed from now on.
func (t *turn) draw(l *loss, d *waterfall.Draw, m *member) error {
	parts := d.Drawn.Parts()
	switch kind := l.Layers[d.Layer].Kind; kind {
	case waterfall.Security:
		set(t, &m.security, m.security-parts)
		return t.flow(l.year, realised, securityAccount(m.name), parts)
	case waterfall.Pledges:
		to := t.members[t.number[l.Defaulter]]
		p := t.pledge(m, to)
		set(t, &p.parts, p.parts-parts)
		return t.flow(l.year, realised, pledgeAccount(m.name, to.name), parts)
	case waterfall.Fund:
		t.fill(d.From, -parts)
	case waterfall.Own:
		t.provide(m, -parts, true)
	case waterfall.Provisions:
		t.provide(m, -parts, false)
	case waterfall.Calls:
		s := t.share(m, l.year)
		set(t, &s.called, s.called+parts)
	}
	return nil
}

// provide adds to a member's provision, the latest open year first, up to the charges it was paid with; below zero it
// takes, the earliest first, and says whether for the member's own default. It returns what there is no room for.
func (t *turn) provide(m *member, parts int64, own bool) (left int64) {
	for i := range m.shares {
		if parts > 0 {
			i = len(m.shares) - 1 - i
		}
		s := &m.shares[i]
		part := max(parts, -s.provision)
		if parts > 0 {
			part = min(parts, s.charges-s.spent-s.provision)
		}
		if part != 0 {
			set(t, &s.provision, s.provision+part)
			if own {
				set(t, &s.spent, s.spent-part)
			}
			parts -= part
		}
	}
	return parts
}
