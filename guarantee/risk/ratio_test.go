package risk_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"testing"

	"example.org/mutual/guarantee/risk"
	"pgregory.net/rapid"
)

func TestParseRatio(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "1": "1", "0.05": "1/20", "1.000000000": "1", "0.999999999": "999999999/1000000000", "1/20": "1/20", "50/1000": "1/20",
		"0/7": "0", "7/7": "1", "0.0": "0", "500000000/10000000000": "1/20",
	} {
		r, err := risk.ParseRatio(text)
		if err != nil || r.String() != want {
			t.Errorf("%q: %v, %v, want %s", text, r, err, want)
		}
	}
	for _, text := range []string{
		"", "1.1", "2", "-0", "+1", "0.", ".5", "0.0000000001", "1/0", "0/0", "3/2", "-1/2", "1/-2", "1/2/3", "1/", "/2", "1e-3", "0x1/2", "NaN",
		" 1", "1 ", "00.5", "1/1000000001", "1_0/20", "٠", "5%", "99999999999999999999/1", "1/2\n", "0000000000000000000001/2",
	} {
		if r, err := risk.ParseRatio(text); !errors.Is(err, risk.ErrRatio) || r != (risk.Ratio{}) {
			t.Errorf("%q: %v, %v", text, r, err)
		}
	}
}

func TestNewRatio(t *testing.T) {
	for _, bad := range [][2]int64{{-1, 2}, {1, 0}, {0, 0}, {3, 2}, {1, -2}, {1, risk.RatioDenominatorMax + 1}, {1<<62 + 1, 1 << 62}} {
		_, err := risk.NewRatio(bad[0], bad[1])
		refused(t, err, risk.ErrRatio)
	}
	defer func() {
		if recover() == nil {
			t.Error("MustRatio(2, 1) does not panic")
		}
	}()
	risk.MustRatio(2, 1)
}

// == is equality of value, the order is that of the values, and every text form leads back.
func TestRatioIsItsValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, s := ratios().Draw(t, "r"), ratios().Draw(t, "s")
		c := r.Rat().Cmp(s.Rat())
		if r.Cmp(s) != c || (r == s) != (c == 0) || r.Equal(s) != (r == s) {
			t.Fatalf("%v and %v compare as %d", r, s, r.Cmp(s))
		}
		if f, _ := r.Rat().Float64(); f != r.Float64() {
			t.Fatalf("%v is %v", r, r.Float64())
		}
		data, err := json.Marshal(r)
		var back risk.Ratio
		if err != nil || json.Unmarshal(data, &back) != nil || back != r {
			t.Fatalf("%s: %v, %v", data, back, err)
		}
	})
}

func TestFailedDecodeLeavesRatio(t *testing.T) {
	r := ratio("1/3")
	if err := r.UnmarshalText([]byte("4/3")); !errors.Is(err, risk.ErrRatio) || r != ratio("1/3") {
		t.Errorf("%v, %v", r, err)
	}
	if zero := (risk.Ratio{}); zero.String() != "0" || zero.Rat().Cmp(new(big.Rat)) != 0 || zero.Float64() != 0 {
		t.Errorf("the zero Ratio is %v", zero)
	}
}
