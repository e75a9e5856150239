package machine

import (
	"maps"
	"math/bits"
	"slices"
)

// Signed are the parties who have agreed to something that others have yet to, by name.
type Signed map[string]struct{}

// Has reports whether a party has.
func (s Signed) Has(who string) bool {
	_, signed := s[who]
	return signed
}

// Sign adds a party, unless that is undone.
func (s Signed) Sign(c *Changes, who string) {
	if !s.Has(who) {
		s[who] = struct{}{}
		c.UndoBy(func() { delete(s, who) })
	}
}

// TakeBack takes a party away, unless that is undone.
func (s Signed) TakeBack(c *Changes, who string) {
	if s.Has(who) {
		delete(s, who)
		c.UndoBy(func() { s[who] = struct{}{} })
	}
}

// Names returns them, sorted.
func (s Signed) Names() []string { return slices.Sorted(maps.Keys(s)) }

// Signatures are the names in a member of a snapshot, sorted, each once.
func Signatures(c *Codec, key string, s *Signed, most int) {
	names := s.Names()
	c.Names(key, &names, most)
	if c.Out != nil {
		return
	}
	*s = make(Signed, len(names))
	for i, who := range names {
		if (*s)[who] = struct{}{}; i > 0 && names[i-1] >= who {
			c.In.Fail(errOrder)
		}
	}
}

// MoreThan reports whether votes are more than the part num/den of a whole. None of them may be below zero.
func MoreThan(votes, num, den, whole int64) bool {
	high, low := bits.Mul64(uint64(votes), uint64(den))
	most, rest := bits.Mul64(uint64(whole), uint64(num))
	return high > most || high == most && low > rest
}
