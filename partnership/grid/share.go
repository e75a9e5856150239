package grid

import "math/bits"

// The purposes for which something is divided. Each has a carry of its own, so that what rounding took from somebody in
// one it does not get back in another that is worth less.
const (
	byShare = iota // what is allotted by shares
	byNeed         // what is used within the needs
	inside         // whose unused entitlement others have used
	carries
)

// work is the interval being shared out, member by member.
type work struct {
	need     []int64 // what each still needs
	used     []int64 // of the production
	entitled []int64
	parts    []int64 // what the key at work gives; when all have, what others used of an entitlement: see settle
	weights  []int64 // by what parts are divided where not by shares: needs, shares of who is not full, what is unused
	owned    bool    // a key with shares has said who is entitled to what
	left     int64   // what no member has used yet
}

func newWork(members int) work {
	row := func() []int64 { return make([]int64, members) }
	return work{need: row(), used: row(), entitled: row(), parts: row(), weights: row()}
}

// Share shares out the open interval into out and opens the next one. Whatever out held is overwritten; on error it is
// left alone.
//
// Errors, in an [Error]: ErrMissing, which names a meter; ErrSize beyond SpanMax; ErrStore where more comes out of
// the store than it holds with what goes in, or more stays in than it has room for. O(members) for each key.
func (s *Sharing) Share(out *Outcome) error {
	if err := s.wrongInterval(); err != nil {
		return err
	}
	s.turn()
	s.begin()
	for _, k := range s.steps {
		s.apply(k)
	}
	s.write(out)
	s.stored = out.Total.Stored.Parts()
	s.next = s.next.Add(s.terms.Length)
	s.forget()
	return nil
}

// wrongInterval says what keeps the open interval from being shared out.
func (s *Sharing) wrongInterval() error {
	if s.missing > 0 {
		return &Error{Reason: ErrMissing, Name: s.Missing()[0], At: s.next, What: "want a reading of each meter, be it an estimate"}
	}
	if !s.aligned(s.next) {
		return refuseAt(ErrSize, s.next, "want an interval within 290 years of the start")
	}
	if s.terms.Store == (Store{}) {
		return nil
	}
	in, out := s.charged(), s.discharged()
	switch {
	case out > s.stored+in:
		return &Error{Reason: ErrStore, Name: s.terms.Store.Out, At: s.next, Asked: s.amount(out), Room: s.amount(s.stored + in)}
	case in > s.terms.Store.Room.Parts()-s.stored+out:
		return &Error{Reason: ErrStore, Name: s.terms.Store.In, At: s.next, Asked: s.amount(in), Room: s.amount(s.terms.Store.Room.Parts() - s.stored + out)}
	}
	return nil
}

// charged and discharged are what went into and came out of the store in the open interval.
func (s *Sharing) charged() int64 {
	if s.terms.Store == (Store{}) {
		return 0
	}
	return s.readings[len(s.terms.Members)]
}

func (s *Sharing) discharged() int64 {
	if s.terms.Store == (Store{}) {
		return 0
	}
	return s.readings[len(s.readings)-1]
}

func (s *Sharing) begin() {
	w := &s.work
	copy(w.need, s.readings)
	clear(w.used)
	clear(w.entitled)
	w.left, w.owned = s.totals[feed], false
}

// apply shares what is left by a key. The first key with shares entitles each member to what it allots; what keys by
// use gave before that, and where no key has shares, is what each is entitled to as well.
func (s *Sharing) apply(k step) {
	w := &s.work
	switch {
	case k.rule == ByUse:
		s.byUse(k)
	case k.rule == Reallocated && !w.covers(k):
		if !w.owned {
			s.allot(k)
			w.entitle()
			w.owned = true
		}
		s.fill(k)
	default:
		s.allot(k)
	}
	if !w.owned {
		w.entitle()
	}
	w.owned = w.owned || k.rule != ByUse
	w.use()
}

// allot gives to each its share of what is left.
func (s *Sharing) allot(k step) {
	s.behind[byShare].Divide(s.work.left, k.weights, k.of, s.work.parts)
}

// entitle adds to what each is entitled to what the key gives.
func (w *work) entitle() {
	for i, p := range w.parts {
		w.entitled[i] += p
	}
}

// use lets each member use what it needs of what the key gives.
func (w *work) use() {
	for i, p := range w.parts {
		p = min(p, w.need[i])
		w.need[i] -= p
		w.used[i] += p
		w.left -= p
	}
}

// byUse gives in proportion to the needs. No quota is above its need, and one that is rounded up was below.
func (s *Sharing) byUse(k step) {
	w, needed := &s.work, int64(0)
	for i, n := range w.need {
		w.weights[i] = n * k.weights[i] // which is 0 or 1
		needed += w.weights[i]
	}
	if needed <= w.left {
		copy(w.parts, w.weights)
		return
	}
	s.behind[byNeed].Divide(w.left, w.weights, needed, w.parts)
}

// covers reports whether each member's need is at least its share of what is left, so that nothing is reallocated.
func (w *work) covers(k step) bool {
	for i, n := range w.need {
		if full(n, k.weights[i], w.left, k.of) && k.weights[i] > 0 {
			return false
		}
	}
	return true
}

// full reports whether need < left x weight / sum.
func full(need, weight, left, sum int64) bool {
	h1, l1 := bits.Mul64(uint64(need), uint64(sum))
	h2, l2 := bits.Mul64(uint64(left), uint64(weight))
	return h1 < h2 || h1 == h2 && l1 < l2
}

// fill gives by shares within the needs: x = min(need, λ share). It is Newton's method on the sum of these as a
// function of λ, which is concave, from below: each pass takes out who has enough at the λ that would share the
// rest among the others, until nobody has. Of what is then left to share and the shares that take part, the product
// at least quarters with every pass (Radzik, Fractional combinatorial optimization, Handbook of Combinatorial
// Optimization 1, 1998), so there are at most a hundred passes, and in practice a handful. O(members) each.
func (s *Sharing) fill(k step) {
	w := &s.work
	copy(w.weights, k.weights)
	left, sum := w.left, k.of
	for again := true; again && sum > 0; {
		again = false
		pass, passSum := left, sum
		for i, weight := range w.weights {
			if weight > 0 && full(w.need[i], weight, pass, passSum) {
				w.weights[i] = 0
				left -= w.need[i]
				sum -= weight
				again = true
			}
		}
	}
	if sum > 0 {
		s.behind[byNeed].Divide(left, w.weights, sum, w.parts)
	} else {
		clear(w.parts)
	}
	for i, weight := range w.weights {
		if weight == 0 && k.weights[i] > 0 {
			w.parts[i] = w.need[i]
		}
	}
}
