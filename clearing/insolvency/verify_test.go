package insolvency_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/clearing/insolvency/insolvencytest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Every tampering is refused by Verify, for its reason.
func TestTamperings(t *testing.T) {
	kinds := make(map[string]bool)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(insolvencytest.Tiny(), insolvencytest.Webs()).Draw(t, "system")
		o := insolvencytest.Options().Draw(t, "options")
		for spoiled := range insolvencytest.Tamperings(must(t, s, o)) {
			kinds[spoiled.Name] = true
			err := insolvency.Verify(s, o, spoiled.Result)
			var e *insolvency.Error
			if !errors.As(err, &e) {
				t.Fatalf("%s: %v", spoiled.Name, err)
			}
		}
	})
	if !testing.Short() && len(kinds) != 14 { // a few cases need not have them all
		t.Errorf("%d kinds of tampering came up: %v", len(kinds), kinds)
	}
}

// The least vector is no greatest one, nor the other way round, unless they are the same; the same goes for
// another rule's vector.
func TestOtherRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o, other := insolvencytest.Webs().Draw(t, "system"), insolvencytest.Options().Draw(t, "options"), insolvencytest.Options().Draw(t, "other")
		r, theirs := must(t, s, o), must(t, s, other)
		err := insolvency.Verify(s, o, theirs)
		for i, p := range r.Positions {
			if !p.Pays.Equal(theirs.Positions[i].Pays) && err == nil {
				t.Fatalf("%v and %v pass for the same", p, theirs.Positions[i])
			}
		}
	})
}

// Verify's reasons, one by one, on the system in which two default one after the other.
func TestVerifyReasons(t *testing.T) {
	s := insolvency.System{
		Debts: []insolvency.Debt{owe("a", "b", 10), owe("b", "c", 9), owe("b", "d", 6)},
		Means: []insolvency.Means{have("a", 4), have("b", 5)},
	}
	ring := insolvency.System{Debts: []insolvency.Debt{owe("a", "b", 1), owe("b", "a", 1)}}
	least := must(t, ring, insolvency.Options{Least: true})
	for _, c := range []struct {
		what  string
		s     insolvency.System
		o     insolvency.Options
		spoil func(r *insolvency.Result) *insolvency.Result
		want  error
	}{
		{"nothing", s, insolvency.Options{}, func(*insolvency.Result) *insolvency.Result { return nil }, insolvency.ErrShape},
		{"another system's", s, insolvency.Options{}, func(*insolvency.Result) *insolvency.Result { return least }, insolvency.ErrShape},
		{"a round short", s, insolvency.Options{}, func(r *insolvency.Result) *insolvency.Result { r.Rounds = r.Rounds[:0]; return r }, insolvency.ErrRound},
		{"a round more", s, insolvency.Options{}, func(r *insolvency.Result) *insolvency.Result {
			r.Rounds = append(r.Rounds, insolvency.Round{})
			return r
		}, insolvency.ErrRound},
		{"another pays", s, insolvency.Options{}, func(r *insolvency.Result) *insolvency.Result { r.Rounds[0].Changes[0].Party = "c"; return r }, insolvency.ErrVector},
		{"the least", ring, insolvency.Options{}, func(*insolvency.Result) *insolvency.Result { return least }, insolvency.ErrRound},
		{"the greatest for the least", ring, insolvency.Options{Least: true}, func(r *insolvency.Result) *insolvency.Result {
			r.Rounds[0].Changes = nil
			return r
		}, insolvency.ErrExtreme},
		{"a part too many", s, insolvency.Options{}, func(r *insolvency.Result) *insolvency.Result { r.Paid[0] = parts(5); return r }, insolvency.ErrPayout},
		{"another unit", s, insolvency.Options{}, func(r *insolvency.Result) *insolvency.Result {
			r.Paid[0] = unit.New(4, unit.WattHour)
			return r
		}, insolvency.ErrPayout},
		{"both rounded up", s, insolvency.Options{}, func(r *insolvency.Result) *insolvency.Result {
			r.Paid[1], r.Paid[2] = parts(6), parts(4)
			return r
		}, insolvency.ErrPayout},
		{"both rounded down", s, insolvency.Options{}, func(r *insolvency.Result) *insolvency.Result {
			r.Paid[1], r.Paid[2] = parts(5), parts(3)
			return r
		}, insolvency.ErrPayout},
		{"a level", s, insolvency.Options{}, func(r *insolvency.Result) *insolvency.Result { r.Positions[0].Level = 2; return r }, insolvency.ErrPosition},
		{"a total", s, insolvency.Options{}, func(r *insolvency.Result) *insolvency.Result { r.Totals.Paid = parts(1); return r }, insolvency.ErrPosition},
	} {
		err := insolvency.Verify(c.s, c.o, c.spoil(must(t, c.s, c.o)))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
}

// A name in a result may be of any length. The error keeps 128 bytes of it.
func TestLongNamesInResults(t *testing.T) {
	s := insolvency.System{Debts: []insolvency.Debt{owe("a", "b", 10)}, Means: []insolvency.Means{have("a", 4)}}
	long := strings.Repeat("x", 1<<20)
	for what, c := range map[string]struct {
		spoil func(r *insolvency.Result)
		want  error
	}{
		"in default": {func(r *insolvency.Result) { r.Rounds[0].Parties[0] = long }, insolvency.ErrRound},
		"pays":       {func(r *insolvency.Result) { r.Rounds[0].Changes[0].Party = long }, insolvency.ErrVector},
	} {
		r := must(t, s, insolvency.Options{})
		c.spoil(r)
		err := insolvency.Verify(s, insolvency.Options{}, r)
		var e *insolvency.Error
		if !errors.As(err, &e) || e.Reason != c.want || e.ID != long[:128] {
			t.Errorf("%s: %.200v", what, err)
		}
	}
}

// A result comes back from its JSON form as it was, and verifies.
func TestJSON(t *testing.T) {
	v := vectors()[4]
	s := v.system(t)
	want, err := json.Marshal(must(t, s, v.o))
	if err != nil {
		t.Fatal(err)
	}
	var r insolvency.Result
	if err := json.Unmarshal(want, &r); err != nil {
		t.Fatal(err)
	}
	if err := insolvency.Verify(s, v.o, &r); err != nil {
		t.Fatal(err)
	}
	if got, _ := json.Marshal(r); string(got) != string(want) {
		t.Errorf("%s\n%s", got, want)
	}
}

// A part that is moved from one debt rounded up to another leaves all sums as they are, but the second debt is paid
// two parts above its exact payment, rounded down.
func TestTwoPartsUp(t *testing.T) {
	s := insolvency.System{Means: []insolvency.Means{have("a", 8)}}
	for _, to := range []string{"b", "c", "d", "e", "f", "g"} {
		s.Debts = append(s.Debts, owe("a", to, 3))
	}
	r := must(t, s, insolvency.Options{})
	for k, by := range []int64{1, -1} {
		p := &r.Positions[1+k] // of b and c, whose debts come first and are rounded up
		if r.Paid[k] != parts(2) {
			t.Fatal(r.Paid)
		}
		r.Paid[k] = parts(r.Paid[k].Parts() + by)
		p.Received, p.Left = r.Paid[k], r.Paid[k]
	}
	if err := insolvency.Verify(s, insolvency.Options{}, r); !errors.Is(err, insolvency.ErrPayout) {
		t.Error(err)
	}
}

// Equal remainders are rounded up by ID, whoever the creditors are.
func TestTiesByID(t *testing.T) {
	debts := []insolvency.Debt{owe("a", "b", 1), owe("a", "c", 1), owe("a", "d", 1)}
	for k, id := range []string{"z", "y", "x"} {
		debts[k].ID = id
	}
	r := must(t, insolvency.System{Debts: debts, Means: []insolvency.Means{have("a", 2)}}, insolvency.Options{})
	if r.Paid[0] != parts(0) || r.Paid[1] != parts(1) || r.Paid[2] != parts(1) {
		t.Error(r.Paid)
	}
}
