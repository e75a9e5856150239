package stock

import (
	"fmt"

	"example.org/mutual/internal/wide"
)

// Check proves the register from scratch: it returns nil, or an error that wraps ErrBroken and names the kind and the
// number of the invariant of the package comment that is broken. O(size of r).
func (r *Register) Check() error {
	if len(r.place) != len(r.series) || len(r.series) > KindsMax {
		return fmt.Errorf("%w: %d kinds are looked for among %d", ErrBroken, len(r.place), len(r.series))
	}
	for i := range r.series {
		s := &r.series[i]
		if at, ok := r.place[s.kind]; !ok || int(at) != i || s.kind.Check() != nil {
			return fmt.Errorf("%w: %.64q is not a kind, or not where it is looked for", ErrBroken, s.kind.String())
		}
		if err := s.check(); err != nil {
			return err
		}
	}
	return nil
}

func (s *series) broken(invariant int, format string, args ...any) error {
	return fmt.Errorf("%w: %d: %.64q: %s", ErrBroken, invariant, s.kind.String(), fmt.Sprintf(format, args...))
}

func (s *series) check() error {
	for n, parts := range s.counts {
		if parts < 0 || parts > TotalMax {
			return s.broken(1, "%s is %d parts", countKeys[n], parts)
		}
	}
	c := &s.counts
	if c[issued] != c[outstanding]+c[redeemed]+c[boughtBack] {
		return s.broken(1, "issued %d, outstanding %d, redeemed %d, bought back %d", c[issued], c[outstanding], c[redeemed], c[boughtBack])
	}
	if err := s.sums(2, ofHoldings, c[outstanding]); err != nil {
		return err
	}
	if c[claimed] > c[redeemed] {
		return s.broken(3, "claims of %d parts on %d that were redeemed", c[claimed], c[redeemed])
	}
	return s.sums(3, ofClaims, c[claimed])
}

// sums proves that a table adds up to a count, without anybody below zero, or who cannot be in it.
func (s *series) sums(invariant int, of what, want int64) error {
	t := s.table(of)
	if len(t.place) != len(t.rows) {
		return s.broken(invariant, "%d names for %d rows", len(t.place), len(t.rows))
	}
	var sum wide.Sum
	for i, w := range t.rows {
		who := w.account[len(of.prefix()):]
		if n, ok := t.place[who]; !ok || int(n) != i || w.parts < 0 || wrongName(who) != "" || who == s.kind.Issuer {
			return s.broken(invariant, "%.32q has %d parts", who, w.parts)
		}
		sum = sum.Add(w.parts)
	}
	if got, ok := sum.Int64(); !ok || got != want {
		return s.broken(invariant, "all together are not %d parts", want)
	}
	return nil
}
