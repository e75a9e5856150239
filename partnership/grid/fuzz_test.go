package grid_test

import (
	"encoding/json"
	"errors"
	"testing"

	"example.org/mutual/partnership/grid"
	"example.org/mutual/partnership/grid/gridtest"
	"pgregory.net/rapid"
)

func FuzzSharing(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { gridtest.Property(t, gridtest.Share) }))
}

// Whatever state comes from outside, what Resume accepts can be gone on from, and is what it was.
func FuzzState(f *testing.F) {
	terms := hourly(static, byUse)
	s := begin(f, terms)
	for range 3 {
		data, err := json.Marshal(s.State())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		share(f, s, 7, 1, 2, 3)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var state grid.State
		if json.Unmarshal(data, &state) != nil {
			return
		}
		s, err := grid.Resume(terms, state)
		if _, ok := errors.AsType[*grid.Error](err); ok {
			return
		}
		if err != nil {
			t.Fatalf("not a typed error: %v", err)
		}
		if _, err := grid.Resume(terms, s.State()); err != nil {
			t.Fatal(err)
		}
		share(t, s, 1000, 1, 2, 3)
	})
}

func FuzzRule(f *testing.F) {
	for _, s := range []string{"", "no rule", "static", "by use", "reallocated", "dynamic", "Static", "dynamic "} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r := grid.Dynamic
		switch err := r.UnmarshalText(text); {
		case err == nil:
			if back, err := r.MarshalText(); err != nil || string(back) != string(text) || r.String() != string(text) {
				t.Errorf("%q is read as %v", text, r)
			}
		case r != grid.Dynamic || !errors.Is(err, grid.ErrKey):
			t.Errorf("%q is refused as %v with %v", text, err, r)
		}
	})
}
