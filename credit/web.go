package credit

import (
	"hash/fnv"
	"slices"

	"example.org/mutual/clearing/flow"
)

// A web is the ledger's lines and debts as a network on which payments are planned. It is built when the
// first one is, and from then on the ledger says what has changed: that is marked, and looked at again before
// the next plan.
//
// What passes from one party to the next runs along one arc of the network, whose cheapest step repays what
// the next owes the one before, and whose others make a new promise on the next one's line. One arc for both,
// so that a chain is one path. A party is two nodes, what comes in and what goes out, with an arc from in to
// out that is open where it lets anybody's payments through. A consent for a single party before or after it
// has a node of its own, a door, between the two:
//
//	          +--> door in ---------> door out --+
//	arcs in --+       | \            / |         +--> arcs out
//	          +----------> in --> out -----------+
//
// A door in leads to in, where payments to the party end, and to where its consents lead; out, where payments
// of the party begin, leads to every door out. So a way through the network is a chain of parties of whom each
// lets it through, and the other way round.
type web struct {
	net      *flow.Network
	parties  []station      // by number; what has no node yet has none
	doorsIn  map[ends]int32 // nodes: of the creditor, for what comes from the debtor
	doorsOut map[ends]int32 // nodes: of the debtor, for what goes on to the creditor
	passes   map[ends]int32 // arcs: from the debtor to the creditor
	pairs    []marks        // by place
	arcs     []track        // by arc
	old      []int32        // pairs to be looked at again
	changed  []int32        // parties whose consents are to be looked at again
	saved    []saved        // capacities to be put back after the plan at hand
}

// A station is a party in the web.
type station struct {
	there   bool
	in, out int32   // nodes
	inner   []int32 // arcs between its nodes, that from in to out first
	doors   []int32 // the parties for whom it has a door
	pairs   []int32 // those that it is in
}

// Marks are what the web knows of a pair.
type marks struct {
	known bool // to both stations
	old   bool // is among the web's
}

// A track says between which parties an arc is, or within which, if both are the same.
type track struct{ from, to int32 }

// The steps of an arc's price: see flow.StepsMax. What passes a party costs nothing, and what repays a debt 1 a part. A
// new promise costs as much as repaying 64 parties more on the way, so that debts are repaid before new ones arise; and
// the fuller a line, the more, so that what is owed spreads out: up to the target it is welcome, and beyond it each
// third of what the line allows costs more than the one before.
const (
	throughStep = iota
	repayStep
	welcomeStep
	firstThird
	steps = firstThird + 3

	promiseWeight = 64
)

// prices are what a part costs at each step.
func prices() []int64 {
	return []int64{0, 1, 1 + promiseWeight, 1 + 2*promiseWeight, 1 + 3*promiseWeight, 1 + 4*promiseWeight}
}

// stale marks the pair at a place as to be looked at again.
func (l *Ledger) stale(place int32) {
	w := l.web
	if w == nil {
		return
	}
	for len(w.pairs) <= int(place) {
		w.pairs = append(w.pairs, marks{})
	}
	if p := &w.pairs[place]; !p.old {
		p.old = true
		w.old = append(w.old, place)
	}
}

// staleParty marks a party's consents as to be looked at again.
func (l *Ledger) staleParty(who int32) {
	if l.web != nil {
		l.web.changed = append(l.web.changed, who)
	}
}

// fresh returns the web as the ledger is now.
func (l *Ledger) fresh() (*web, error) {
	if l.web == nil {
		net, err := flow.NewNetwork(prices()...)
		if err != nil {
			return nil, err
		}
		l.web = &web{net: net, doorsIn: map[ends]int32{}, doorsOut: map[ends]int32{}, passes: map[ends]int32{}}
		for at := range l.pairs {
			l.stale(int32(at))
		}
		for _, who := range sortedKeys(l.through) {
			l.staleParty(who)
		}
	}
	w := l.web
	if err := l.refresh(w); err != nil {
		l.web = nil // to be built anew
		return nil, err
	}
	return w, nil
}

func (l *Ledger) refresh(w *web) error {
	slices.Sort(w.changed)
	for _, who := range slices.Compact(w.changed) {
		if int(who) >= len(l.parties) {
			continue // undone
		}
		if err := l.openDoors(w, who); err != nil {
			return err
		}
	}
	for i := 0; i < len(w.old); i++ {
		at := w.old[i]
		w.pairs[at].old = false
		if int(at) >= len(l.pairs) {
			continue // undone
		}
		if err := l.layTracks(w, at); err != nil {
			return err
		}
	}
	w.changed, w.old = w.changed[:0], w.old[:0]
	return nil
}

// station returns a party's, which it builds if there is none.
func (l *Ledger) station(w *web, who int32) (*station, error) {
	for len(w.parties) <= int(who) {
		w.parties = append(w.parties, station{})
	}
	s := &w.parties[who]
	if s.there {
		return s, nil
	}
	name := l.parties[who].name
	var err error
	if s.in, err = w.net.AddNode(rank("in", name, "")); err != nil {
		return nil, err
	}
	if s.out, err = w.net.AddNode(rank("out", name, "")); err != nil {
		return nil, err
	}
	s.there = true
	return s, l.joinNodes(w, s, who, s.in, s.out, false)
}

// rank gives a node a place in the order in which ties are broken, which depends on names alone.
func rank(kind, party, other string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(kind + "\x00" + party + "\x00" + other))
	return h.Sum64()
}

// joinNodes lays an inner track of a party.
func (l *Ledger) joinNodes(w *web, s *station, who, from, to int32, open bool) error {
	arc, err := w.lay(from, to, 0, track{who, who})
	if err != nil {
		return err
	}
	s.inner = append(s.inner, arc)
	return w.net.SetCapacity(arc, throughStep, capacityIf(open))
}

func capacityIf(open bool) int64 {
	if open {
		return TotalMax
	}
	return 0
}

// lay adds an arc.
func (w *web) lay(from, to, length int32, is track) (int32, error) {
	arc, err := w.net.AddArc(from, to, 0, length)
	if err != nil {
		return 0, err
	}
	for len(w.arcs) <= int(arc) {
		w.arcs = append(w.arcs, track{})
	}
	w.arcs[arc] = is
	return arc, nil
}

// back are the same two the other way round.
func (e ends) back() ends { return ends{e.creditor, e.debtor} }

// retire takes the arc between two parties away if there is one.
func (w *web) retire(e ends) {
	if arc, ok := w.passes[e]; ok {
		w.net.RetireArc(arc) // it is there
		delete(w.passes, e)
	}
}

// layTracks gives a pair the arcs that it needs, with the room that there is. An open line without room has
// one all the same, so that it can be named as what is in the way.
func (l *Ledger) layTracks(w *web, at int32) error {
	p, back := &l.pairs[at], l.between(l.pairs[at].back())
	forthToo, backToo := p.line.open || back.usable > 0, p.usable > 0 || back.line.open
	if forthToo || backToo {
		if err := l.know(w, at); err != nil {
			return err
		}
	}
	if err := w.layPass(p.ends, forthToo); err != nil {
		return err
	}
	if err := w.layPass(p.back(), backToo); err != nil {
		return err
	}
	if arc, ok := w.passes[p.back()]; ok {
		if err := w.net.SetCapacity(arc, repayStep, p.usable); err != nil {
			return err
		}
	}
	if arc, ok := w.passes[p.ends]; ok {
		return w.setRoom(arc, p)
	}
	return nil
}

// between returns a pair, the zero pair if there is none.
func (l *Ledger) between(e ends) pair {
	if at, ok := l.at[e]; ok {
		return l.pairs[at]
	}
	return pair{}
}

// know tells a pair's parties of it.
func (l *Ledger) know(w *web, at int32) error {
	for _, who := range []int32{l.pairs[at].debtor, l.pairs[at].creditor} {
		s, err := l.station(w, who)
		if err != nil {
			return err
		}
		if !w.pairs[at].known {
			s.pairs = append(s.pairs, at)
		}
	}
	w.pairs[at].known = true
	return nil
}

// layPass adds the arc from one party to another, or takes it away, as it is wanted.
func (w *web) layPass(e ends, wanted bool) error {
	if !wanted {
		w.retire(e)
		return nil
	}
	if _, ok := w.passes[e]; ok {
		return nil
	}
	tail, ok := w.doorsOut[e]
	if !ok {
		tail = w.parties[e.debtor].out
	}
	head, ok := w.doorsIn[e]
	if !ok {
		head = w.parties[e.creditor].in
	}
	arc, err := w.lay(tail, head, 1, track{e.debtor, e.creditor})
	if err == nil {
		w.passes[e] = arc
	}
	return err
}

// setRoom gives an arc the room for new promises on the pair's line.
func (w *web) setRoom(arc int32, p *pair) error {
	for i, parts := range p.roomBySteps(false) {
		if err := w.net.SetCapacity(arc, welcomeStep+i, parts); err != nil {
			return err
		}
	}
	return nil
}

// roomBySteps returns the room on a line up to its target, and in each third of what is beyond it. What is open
// to the creditor's agreement only comes on top of the last.
func (p *pair) roomBySteps(agreed bool) (room [steps - welcomeStep]int64) {
	if p.line.frozen {
		return room
	}
	top := p.line.soft
	third := (top - p.line.target) / 3
	bounds := [...]int64{p.line.target, p.line.target + third, p.line.target + 2*third, top}
	if agreed {
		bounds[len(bounds)-1] = p.line.hard
	}
	from := p.owed + p.reserved
	for i, to := range bounds {
		to = min(to, TotalMax)
		room[i] = max(0, to-from)
		from = max(from, to)
	}
	return room
}

// saved is a capacity to be put back.
type saved struct {
	arc      int32
	step     int
	capacity int64
}

// limit changes a capacity for the plan at hand.
func (w *web) limit(arc int32, step int, capacity int64) error {
	w.saved = append(w.saved, saved{arc, step, w.net.Capacity(arc, step)})
	return w.net.SetCapacity(arc, step, capacity)
}

// restore puts back what limit changed, the last first.
func (w *web) restore() {
	for i := len(w.saved) - 1; i >= 0; i-- {
		s := w.saved[i]
		w.net.SetCapacity(s.arc, s.step, s.capacity) // as it was
	}
	w.saved = w.saved[:0]
}

// shut closes an arc at some steps for the plan at hand.
func (w *web) shut(arc int32, first, end int) error {
	for step := first; step < end; step++ {
		if err := w.limit(arc, step, 0); err != nil {
			return err
		}
	}
	return nil
}

// spend takes off an arc what a plan sends along it.
func (w *web) spend(arc int32, parts int64) error {
	for step := 0; parts > 0 && step < steps; step++ {
		left := w.net.Capacity(arc, step)
		used := min(left, parts)
		if used == 0 {
			continue
		}
		if err := w.limit(arc, step, left-used); err != nil {
			return err
		}
		parts -= used
	}
	return nil
}
