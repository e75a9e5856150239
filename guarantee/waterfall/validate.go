package waterfall

import (
	"cmp"
	"slices"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// Validate refuses layers that cannot work on amounts of u, with the reason in an [Error] that names the
// layer: ErrLayers where there is none, more than LayersMax, or the last is no haircut; ErrName, ErrTwice for a
// name that another layer has; ErrKind; ErrKey where a kind has a key it cannot use, or lacks one; ErrShare for
// a share below zero or above all, ErrCap for a cap below zero, ErrUnit for one in another unit; ErrUncapped for
// a haircut before the last layer, and for calls without Times and Base; ErrHolding for an Of that does not name
// provisions; ErrRefill as [Layer] says.
func Validate(layers []Layer, u unit.Unit) error {
	switch {
	case u.IsZero():
		return refuse(ErrUnit, "", "", "want a unit")
	case len(layers) == 0 || len(layers) > LayersMax:
		return refuse(ErrLayers, "", "", "want 1 to 64 layers")
	case layers[len(layers)-1].Kind != Haircut:
		return refuse(ErrLayers, layers[len(layers)-1].Name, "", "want a haircut as the last layer: what no other bears, the creditors go without")
	}
	for i, l := range layers {
		if err := l.wrong(i == len(layers)-1, u); err != nil {
			return err
		}
		for _, other := range layers[:i] {
			if other.Name == l.Name {
				return refuse(ErrTwice, l.Name, "", "want a name for each layer")
			}
		}
		if l.Of != "" && layers[source(layers, i)].Kind != Provisions {
			return refuse(ErrHolding, l.Name, l.Of, "want the name of a layer of provisions")
		}
	}
	return nil
}

// source returns the place of the layer whose holdings a layer draws on: its own, or the one that it is of.
func source(layers []Layer, k int) int {
	i := slices.IndexFunc(layers, func(l Layer) bool { return layers[k].Of != "" && l.Name == layers[k].Of })
	if i < 0 {
		return k
	}
	return i
}

// wrong says what is wrong with a layer by itself.
func (l Layer) wrong(last bool, u unit.Unit) error {
	if what := name.Wrong(l.Name); what != "" {
		return refuse(ErrName, l.Name, "", what)
	}
	if l.Kind == 0 || l.Kind >= kinds {
		return refuse(ErrKind, l.Name, "", "want a kind from security to haircut")
	}
	if l.Of != "" && l.Kind != Own {
		return refuse(ErrHolding, l.Name, l.Of, "want it empty: only an own provision is part of another layer")
	}
	return cmp.Or(l.wrongKey(), l.wrongShare(), l.wrongCap(u), l.wrongBound(last), l.wrongRefill())
}

func (l Layer) wrongKey() error {
	switch {
	case l.Key >= keys:
		return refuse(ErrKey, l.Name, "", "want a key from contribution to equal")
	case l.Kind.shared() && l.Key == NoKey:
		return refuse(ErrKey, l.Name, "", "want a key: a layer of "+l.Kind.String()+" is shared among several")
	case !l.Kind.shared() && l.Key != NoKey:
		return refuse(ErrKey, l.Name, "", "want no key: a layer of the kind "+l.Kind.String()+" is not shared by one")
	}
	return nil
}

func (l Layer) wrongShare() error {
	switch {
	case l.Share < 0 || l.Share > unit.Whole:
		return refuse(ErrShare, l.Name, "", "want 0 to 1000000 millionths")
	case l.Kind == Haircut && l.Share != 0:
		return refuse(ErrShare, l.Name, "", "want none: the last layer takes all that is left")
	}
	return nil
}

func (l Layer) wrongCap(u unit.Unit) error {
	switch {
	case l.Cap == unit.Amount{}:
		return nil
	case l.Kind == Haircut:
		return refuse(ErrCap, l.Name, "", "want none: the last layer takes all that is left")
	case l.Cap.Unit() != u:
		return refuse(ErrUnit, l.Name, "", "want a cap in "+u.String())
	case l.Cap.Sign() < 0:
		return refuse(ErrCap, l.Name, "", "want zero or above, got "+l.Cap.String())
	}
	return nil
}

// wrongBound refuses a layer that can be endless, unless it is the last, and a bound on what has none.
func (l Layer) wrongBound(last bool) error {
	switch {
	case l.Kind == Haircut && !last:
		return refuse(ErrUncapped, l.Name, "", "want one haircut, as the last layer")
	case l.Kind != Calls && (l.Times != 0 || l.Base != NoKey):
		return refuse(ErrCap, l.Name, "", "want no times and no base: this layer is bounded by what it holds")
	case l.Kind != Calls:
		return nil
	case l.Times == 0 || l.Base == NoKey:
		return refuse(ErrUncapped, l.Name, "", "want calls of at most so many times a base")
	case l.Times < 0 || l.Times > TimesMax:
		return refuse(ErrCap, l.Name, "", "want times from 1 to 1000000000000 millionths")
	case l.Base > Exposure:
		return refuse(ErrCap, l.Name, "", "want contribution, charges or exposure as the base")
	}
	return nil
}

func (l Layer) wrongRefill() error {
	switch {
	case l.Refill && (l.Kind == Security || l.Kind == Own):
		return refuse(ErrRefill, l.Name, "", "want no refill: a defaulter does not owe itself")
	case !l.Refill && (l.Kind == Calls || l.Kind == Haircut):
		return refuse(ErrRefill, l.Name, "", "want a refill: recoveries go to what creditors lack and to what was called first")
	}
	return nil
}
