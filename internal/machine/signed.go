package machine

import (
	"maps"
	"slices"

	"example.org/mutual/unit"
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

// Majority returns the least number of votes that are more than a part, below the whole, of all who vote.
func Majority(part unit.Millionths, all int64) int64 {
	down, _, _ := part.Of(unit.New(all, unit.Unit{})) // of less than the whole, which fits
	return down.Parts() + 1
}
