package guaranteetest_test

import (
	"slices"
	"testing"

	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/guaranteetest"
	"pgregory.net/rapid"
)

// amended are the kinds of action that make losses, with amendments of the layers between.
func amended() map[string]func(*guaranteetest.Act) guarantee.Action {
	all, some := guaranteetest.Actions(), lossy()
	for _, kind := range []string{"amend", "approve"} {
		some[kind], some[kind+"'"], some[kind+"''"] = all[kind], all[kind], all[kind]
	}
	return some
}

// Losses of promises that were accepted under several orders of layers are held to all that the kit promises.
func TestRunOrders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moves := rapid.SliceOfN(guaranteetest.Moves(), 30, 90).Draw(t, "moves")
		if _, err := guaranteetest.Play(wealthy("EUR.2"), amended(), newSociety, moves); err != nil {
			t.Fatal(err)
		}
	})
}

// The histories come to losses by earlier layers, and to defaulters with several losses at once.
func TestOrdersReach(t *testing.T) {
	if testing.Short() {
		t.Skip("many histories")
	}
	earlier, several := 0, 0
	for seed := range 150 {
		moves := rapid.SliceOfN(guaranteetest.Moves(), 90, 90).Example(seed)
		s, err := guarantee.New(wealthy("EUR.2"))
		if err != nil {
			t.Fatal(err)
		}
		history, err := guaranteetest.Play(wealthy("EUR.2"), amended(), newSociety, moves)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range history {
			before := len(s.Losses())
			if _, err := s.Apply(a); err != nil {
				t.Fatal(err)
			}
			declared := s.Losses()[before:]
			for i, l := range declared {
				if !slices.Equal(l.Case.Layers, s.Terms().Layers) {
					earlier++
				}
				if i > 0 && declared[i-1].Case.Defaulter == l.Case.Defaulter {
					several++
				}
			}
		}
	}
	t.Logf("%d losses by earlier layers, %d defaulters with several", earlier, several)
	if earlier < 5 || several < 2 {
		t.Errorf("%d losses by earlier layers, %d defaulters with several", earlier, several)
	}
}
