package guarantee

import (
	"example.org/mutual/guarantee/waterfall"
)

// why is the reason of a draw: in full of the first of a layer, and of the others, which share it, who and how much.
func (l *loss) why(k int) string {
	d := l.Draws[k]
	if k == 0 || l.Draws[k-1].Layer != d.Layer {
		return l.Why(d)
	}
	return d.Drawn.String() + " from " + d.From
}

// draw takes from a holder what a layer draws. Security and pledges become money of the default book;
// provisions and funds are that already; a call is owed from now on.
func (t *turn) draw(l *loss, d *waterfall.Draw) error {
	parts := d.Drawn.Parts()
	switch kind := l.Layers[d.Layer].Kind; kind {
	case waterfall.Security:
		m := t.members[t.number[d.From]]
		set(t, &m.security, m.security-parts)
		return t.flow(l.year, realised, securityAccount(m.name), parts)
	case waterfall.Pledges:
		m := t.members[t.number[l.Defaulter]]
		p := t.pledge(t.members[t.number[d.From]], m)
		set(t, &p.parts, p.parts-parts)
		return t.flow(l.year, realised, pledgeAccount(d.From, m.name), parts)
	case waterfall.Fund:
		t.fill(d.From, -parts)
	case waterfall.Own, waterfall.Provisions:
		t.provide(t.members[t.number[d.From]], -parts)
	case waterfall.Calls:
		s := t.share(t.members[t.number[d.From]], l.year)
		set(t, &s.called, s.called+parts)
	}
	return nil
}

// provide adds to a member's provision, the latest open year first, up to the charges it was paid with; below zero it
// takes, the earliest first. It returns what there is no room for.
func (t *turn) provide(m *member, parts int64) (left int64) {
	for i := range m.shares {
		if parts > 0 {
			i = len(m.shares) - 1 - i
		}
		s := &m.shares[i]
		part := max(parts, -s.provision)
		if parts > 0 {
			part = min(parts, s.charges-s.provision)
		}
		if part != 0 {
			set(t, &s.provision, s.provision+part)
			parts -= part
		}
	}
	return parts
}
