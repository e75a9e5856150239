package unit_test

import (
	"encoding/json"
	"errors"
	"testing"

	"example.org/mutual/unit"
)

// What is stored of a rule, a mode and a side is its name, and comes back as what it was.
func TestNames(t *testing.T) {
	type choices struct {
		Rule unit.Rule
		Mode unit.Mode
		Side unit.Side
	}
	want := choices{unit.Talmud, unit.HalfEven, unit.Ask}
	text, err := json.Marshal(want)
	if err != nil || string(text) != `{"Rule":"Talmud","Mode":"half even","Side":"ask"}` {
		t.Fatalf("%s, %v", text, err)
	}
	var got choices
	if err := json.Unmarshal(text, &got); err != nil || got != want {
		t.Errorf("%v, %v", got, err)
	}
	for r := unit.Rule(0); r <= unit.Fractional; r++ {
		var back unit.Rule
		if err := back.UnmarshalText([]byte(r.String())); err != nil || back != r {
			t.Errorf("%v comes back as %v, %v", r, back, err)
		}
	}
	for _, bad := range []string{`{"Rule":"talmud"}`, `{"Mode":"no rounding mode"}`, `{"Side":"no side"}`, `{"Side":""}`} {
		if got := want; json.Unmarshal([]byte(bad), &got) == nil || got != want {
			t.Errorf("%s became %v", bad, got)
		}
	}
	if _, err := unit.Rule(99).MarshalText(); !errors.Is(err, unit.ErrRule) {
		t.Error(err)
	}
	if _, err := unit.Side(0).MarshalText(); !errors.Is(err, unit.ErrRule) {
		t.Error(err)
	}
}

// A name that is none is refused with the reason, in a TextError, whatever it should have named; the receiver stays.
func TestNameReason(t *testing.T) {
	rule, mode, side := unit.Talmud, unit.HalfEven, unit.Ask
	for name, err := range map[string]error{
		"rule": rule.UnmarshalText([]byte("none")),
		"mode": mode.UnmarshalText([]byte("none")),
		"side": side.UnmarshalText([]byte("none")),
	} {
		var wrong *unit.TextError
		if !errors.As(err, &wrong) || wrong.Reason != unit.ErrRule || wrong.Text != "none" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if rule != unit.Talmud || mode != unit.HalfEven || side != unit.Ask {
		t.Errorf("%v, %v, %v", rule, mode, side)
	}
}
