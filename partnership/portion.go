package partnership

import (
	"slices"

	"example.org/mutual/internal/machine"
)

// A Portion is a part of every gross, by its Weight among all portions, and those whom it is divided among. It is a
// part of the gross and not of what is left after somebody's costs, so that all have the same interest in it.
type Portion struct {
	Name   string // in words, such as "land"
	Kind   PortionKind
	To     string // for Fixed: a member
	Weight int64
}

// PortionKind says whom a portion is divided among.
type PortionKind uint8

// The kinds of portions. There is no zero PortionKind, so that it cannot be forgotten.
const (
	Fixed     PortionKind = iota + 1 // all to one member: the manager, who brought the land, who built
	Providers                        // among the holders of nths, pro rata
	Users                            // among the uses of the asset, equally
	Rentals                          // among the uses of the asset, pro rata to their rentals
	Commons                          // to the commons fund, which no action distributes
)

var portionKinds = []string{"", "fixed", "providers", "users", "rentals", "commons"}

// String returns "fixed", "providers", "users", "rentals" or "commons".
func (k PortionKind) String() string {
	if k < Fixed || k > Commons {
		return "no kind of portion"
	}
	return portionKinds[k]
}

func (t *Terms) checkPortions() error {
	if len(t.Portions) == 0 || len(t.Portions) > PortionsMax {
		return wrongTerms("want 1 to %d portions of the gross", PortionsMax)
	}
	for i, p := range t.Portions {
		if err := machine.WrongWords(ErrWords, "portion", p.Name); err != nil {
			return wrongTerms("%v", err)
		}
		if slices.ContainsFunc(t.Portions[:i], func(q Portion) bool { return q.Name == p.Name }) {
			return wrongTerms("want a name of its own for each portion")
		}
		if p.Kind < Fixed || p.Kind > Commons || (p.Kind == Fixed) != (p.To != "") {
			return wrongTerms("want a kind of portion, with a member for a fixed one and for no other")
		}
		if p.Weight <= 0 || p.Weight > WeightMax {
			return wrongTerms("want weights of 1 to 2^40 of the portions")
		}
	}
	return nil
}
