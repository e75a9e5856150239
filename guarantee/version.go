package guarantee

import (
	"slices"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit/journal"
)

// A version is layers that the terms had before an amendment. What is lost of a promise goes by the layers that were in
// force when it was accepted, which no amendment takes away; so these are kept as long as something goes by them.
type version struct {
	until  int32 // how many actions there had been when others came into force: what was accepted before goes by these
	layers []waterfall.Layer
}

// VersionsMax is how many orders of layers can be in use at a time, those of the terms and earlier ones.
const VersionsMax = 64

func (v version) clone() version { return version{v.until, slices.Clone(v.layers)} }

// accepted is the place, among all actions, of that which made a promise, or the promise that it was a part of.
func (s *Society) accepted(root string) int32 {
	place, _ := s.core.Log.Place(root)
	return int32(place)
}

// version is the place of the layers by which what was accepted at a place goes: among the earlier ones, or next to the
// last of them for those of the terms.
func (s *Society) version(accepted int32) int {
	place, _ := slices.BinarySearchFunc(s.earlier, accepted, func(v version, at int32) int {
		if v.until <= at {
			return -1
		}
		return 1
	})
	return place
}

// layers are those at a place that version returns.
func (s *Society) layers(version int) []waterfall.Layer {
	if version < len(s.earlier) {
		return s.earlier[version].layers
	}
	return s.terms.Layers
}

// renew puts other layers into force, for what is accepted from now on.
func (t *turn) renew(layers []waterfall.Layer) error {
	if slices.Equal(layers, t.terms.Layers) {
		return nil
	}
	before := version{int32(t.core.Log.Kept()), t.terms.Layers}
	set(t, &t.earlier, append(slices.Clip(t.earlier), before))
	t.retire()
	if len(t.earlier) >= VersionsMax {
		return &journal.RefusalError{Reason: journal.ErrLimit, What: "want at most 64 orders of layers by which open promises go"}
	}
	return nil
}

// retire forgets layers by which nothing goes any more: no open promise, and no call that could become another's loss.
func (t *turn) retire() {
	if len(t.earlier) == 0 {
		return
	}
	used := make([]bool, len(t.earlier)+1)
	for p := range t.held.Answered(t.terms.Name) {
		if !p.Defaulted {
			used[t.version(t.accepted(p.Root))] = true
		}
	}
	for _, l := range t.defaults {
		if t.years[l.year].open() || l.Pending().Sign() > 0 {
			used[t.version(l.accepted)] = true
		}
	}
	var kept []version
	for i, v := range t.earlier {
		if used[i] {
			kept = append(kept, v)
		}
	}
	set(t, &t.earlier, kept)
}

// checkEarlier proves that earlier layers are such as terms can have, and in the order of their times.
func (s *Society) checkEarlier() error {
	last := int32(0)
	for _, v := range s.earlier {
		if v.until <= last || int(v.until) > s.core.Log.Kept() || wrongLayers(v.layers, s.terms.Unit) != nil {
			return broken(12, "earlier layers")
		}
		last = v.until
	}
	if len(s.earlier) >= VersionsMax {
		return broken(12, "%d orders of layers are in use", len(s.earlier)+1)
	}
	return nil
}

func versionFields(c *codec, v *version) {
	countField(c, "until", &v.until)
	layersField(c, &v.layers)
}
