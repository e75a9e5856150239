package grid

var ruleNames = [rules]string{"no rule", "static", "by use", "reallocated", "dynamic"}

// String returns the rule's name: "static", "by use", "reallocated" or "dynamic".
func (r Rule) String() string {
	if r >= rules {
		return ruleNames[0]
	}
	return ruleNames[r]
}

// MarshalText returns the rule's name; a rule that is none is ErrKey.
func (r Rule) MarshalText() ([]byte, error) {
	if r == 0 || r >= rules {
		return nil, refuse(ErrKey, "", "want a rule from static to dynamic")
	}
	return []byte(ruleNames[r]), nil
}

// UnmarshalText reads a rule's name. The receiver is unchanged on error.
func (r *Rule) UnmarshalText(text []byte) error {
	for i := Static; i < rules; i++ {
		if ruleNames[i] == string(text) {
			*r = i
			return nil
		}
	}
	return refuse(ErrKey, string(text), "want a rule from static to dynamic")
}
