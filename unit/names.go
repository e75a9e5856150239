package unit

// Modes, rules and sides are written by their names, so that what is stored does not depend on their
// numbers. Any other name is ErrRule in a [TextError], for all three.

// MarshalText returns the mode's name, such as "half even"; a mode that is none is ErrRule.
func (m Mode) MarshalText() ([]byte, error) { return named(m, m < modes) }

// UnmarshalText reads a mode's name. Any other is ErrRule in a [TextError], and leaves the receiver unchanged.
func (m *Mode) UnmarshalText(text []byte) error { return byName(m, text, 0, modes-1) }

// MarshalText returns the rule's name, such as "largest remainder"; a rule that is none is ErrRule.
func (r Rule) MarshalText() ([]byte, error) { return named(r, r < rules) }

// UnmarshalText reads a rule's name. Any other is ErrRule in a [TextError], and leaves the receiver unchanged.
func (r *Rule) UnmarshalText(text []byte) error { return byName(r, text, 0, rules-1) }

// MarshalText returns "bid", "ask" or "both"; a side that is none is ErrRule.
func (s Side) MarshalText() ([]byte, error) { return named(s, s >= Bid && s <= Both) }

// UnmarshalText reads "bid", "ask" or "both". Any other is ErrRule in a [TextError], and leaves the receiver
// unchanged.
func (s *Side) UnmarshalText(text []byte) error { return byName(s, text, Bid, Both) }

// choice is one of a few values, each with a name.
type choice interface {
	Mode | Rule | Side
	String() string
}

func named[T choice](value T, known bool) ([]byte, error) {
	if !known {
		return nil, ErrRule
	}
	return []byte(value.String()), nil
}

// byName sets value to the one of this name, or leaves it.
func byName[T choice](value *T, text []byte, first, last T) error {
	for v := first; v <= last; v++ {
		if v.String() == string(text) {
			*value = v
			return nil
		}
	}
	return refuse(ErrRule, string(text[:min(len(text), 64)]), "a name such as "+last.String())
}
