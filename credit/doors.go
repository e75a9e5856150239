package credit

import "slices"

// openDoors builds a party's doors and inner tracks anew from its consents.
func (l *Ledger) openDoors(w *web, who int32) error {
	s, err := l.station(w, who)
	if err != nil {
		return err
	}
	if err := l.closeDoors(w, s, who); err != nil {
		return err
	}
	consents := l.through[who]
	everybody := slices.Contains(consents, through{anybody, anybody})
	if err := w.net.SetCapacity(s.inner[0], throughStep, capacityIf(everybody)); err != nil {
		return err
	}
	for _, c := range consents {
		from, to := s.in, s.out
		if c.from != anybody {
			if from, err = l.door(w, s, w.doorsIn, ends{c.from, who}, who, c.from); err != nil {
				return err
			}
		}
		if c.to != anybody {
			if to, err = l.door(w, s, w.doorsOut, ends{who, c.to}, who, c.to); err != nil {
				return err
			}
		}
		if c != (through{anybody, anybody}) {
			if err := l.joinNodes(w, s, who, from, to, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// door returns the door of a party for another, which it opens if there is none.
func (l *Ledger) door(w *web, s *station, doors map[ends]int32, e ends, who, other int32) (int32, error) {
	if node, ok := doors[e]; ok {
		return node, nil
	}
	in := e.creditor == who
	kind := "door out"
	if in {
		kind = "door in"
	}
	node, err := w.net.AddNode(rank(kind, l.parties[who].name, l.parties[other].name))
	if err != nil {
		return 0, err
	}
	doors[e] = node
	s.doors = append(s.doors, other)
	l.unlay(w, s, other)
	if in {
		return node, l.joinNodes(w, s, who, node, s.in, true)
	}
	return node, l.joinNodes(w, s, who, s.out, node, true)
}

// closeDoors takes away all of a party but its nodes in and out and the arc between them.
func (l *Ledger) closeDoors(w *web, s *station, who int32) error {
	for _, arc := range s.inner[1:] {
		if err := w.net.RetireArc(arc); err != nil {
			return err
		}
	}
	s.inner = s.inner[:1]
	for _, other := range s.doors {
		l.unlay(w, s, other)
		for _, d := range []struct {
			doors map[ends]int32
			ends
		}{{w.doorsIn, ends{other, who}}, {w.doorsOut, ends{who, other}}} {
			if node, ok := d.doors[d.ends]; ok {
				delete(d.doors, d.ends)
				if err := w.net.RetireNode(node); err != nil {
					return err
				}
			}
		}
	}
	s.doors = s.doors[:0]
	return nil
}

// unlay takes away the tracks between a party and another, to be laid anew.
func (l *Ledger) unlay(w *web, s *station, other int32) {
	for _, at := range s.pairs {
		if e := l.pairs[at].ends; e.debtor == other || e.creditor == other {
			w.retire(e)
			w.retire(e.back())
			l.stale(at)
		}
	}
}
