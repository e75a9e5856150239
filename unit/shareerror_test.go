package unit_test

import (
	"encoding/json"
	"errors"
	"testing"

	"example.org/mutual/unit"
)

// A refused split names the share, and says what would have been accepted.
func TestShareError(t *testing.T) {
	total := unit.New(10, unit.Joule)
	for name, c := range map[string]struct {
		shares []unit.Share
		rule   unit.Rule
		key    string
		reason error
	}{
		"negative":   {[]unit.Share{{Key: "a", Weight: 1}, {Key: "b", Weight: -1}}, 0, "b", unit.ErrWeights},
		"all zero":   {[]unit.Share{{Key: "a"}}, 0, "", unit.ErrWeights},
		"twice":      {[]unit.Share{{Key: "a", Weight: 1}, {Key: "a", Weight: 1}}, 0, "a", unit.ErrKey},
		"cap":        {[]unit.Share{{Key: "a", Weight: 1, Cap: unit.New(1, unit.WattHour)}}, 0, "a", unit.ErrCap},
		"fractional": {[]unit.Share{{Key: "a", Weight: 1}, {Key: "b", Weight: 2}}, unit.Fractional, "a", unit.ErrFractional},
	} {
		_, err := unit.Split(total, c.shares, c.rule)
		var found *unit.ShareError
		if !errors.As(err, &found) || found.Key != c.key || !errors.Is(err, c.reason) || found.Want == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A refused quote says what would have been accepted.
func TestQuoteError(t *testing.T) {
	q := exampleQuote(unit.KilowattHour, pound, 4, 100, unit.Bid, day)
	late := q.Terms().ValidUntil.Add(1)
	for name, err := range map[string]error{
		"side":    second(q.Convert(unit.New(1, pound), day, 0)),
		"unit":    second(q.Convert(unit.New(1, unit.Joule), day, 0)),
		"early":   second(q.Convert(unit.New(1, unit.KilowattHour), day.Add(-1), 0)),
		"expired": second(q.Convert(unit.New(1, unit.KilowattHour), late, 0)),
		"book":    first(unit.Quotes{q}.InForce(unit.KilowattHour, pound, unit.Ask, day)),
		"cross":   second(q.Cross(q)),
	} {
		var found *unit.QuoteError
		if !errors.As(err, &found) || found.Quote != q || found.Want == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func first[T any](_ T, err error) error          { return err }
func second[S, T any](_ S, _ T, err error) error { return err }

func TestCarryCheck(t *testing.T) {
	for name, c := range map[string]struct {
		carry unit.Carry
		good  bool
	}{
		"none":           {nil, true},
		"even":           {unit.Carry{"a": 5, "b": -5}, true},
		"not even":       {unit.Carry{"a": 5, "b": -4}, false},
		"too far":        {unit.Carry{"a": 64<<56 + 1, "b": -64<<56 - 1}, false},
		"sum that wraps": {unit.Carry{"a": 1 << 62, "b": 1 << 62, "c": 1 << 62, "d": 1 << 62}, false},
	} {
		if err := c.carry.Check(); (err == nil) != c.good || err != nil && !errors.Is(err, unit.ErrCarry) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// No text may come in as another: a decoder of JSON that puts U+FFFD for what is no text is not trusted.
func TestQuoteSourceIsText(t *testing.T) {
	text := `{"base":"kWh","quoted":"GBP.2","rate":"1","side":"bid","asOf":"2026-01-15T09:00:00Z","validUntil":"2026-01-15T09:00:00Z","source":"S"}`
	for source, good := range map[string]bool{`x`: true, `\u0078`: true, `\ud83d\ude00`: true, `\ufffd`: true, "\ufffd": true,
		"\xff": false, "\\u0078\xff": false, `x\ud800`: false, `\ud800\ud800`: false} {
		var q unit.Quote
		err := json.Unmarshal([]byte(text[:len(text)-3]+source+text[len(text)-2:]), &q)
		if direct := q.UnmarshalJSON([]byte(text[:len(text)-3] + source + text[len(text)-2:])); (direct == nil) != good || good && err != nil {
			t.Errorf("%q: %v, %v", source, direct, err)
		}
	}
}

func TestUnitJSON(t *testing.T) {
	for text, good := range map[string]bool{`"EUR.2"`: true, ` "EUR.2" `: true, `""`: true, `null`: false, `5`: false, `"EUR.2`: false, `"eur"`: false, `{}`: false} {
		u := unit.Joule
		if err := u.UnmarshalJSON([]byte(text)); (err == nil) != good || !good && u != unit.Joule {
			t.Errorf("%s: %v, %v", text, u, err)
		}
	}
	in := struct{ U unit.Unit }{unit.Joule}
	if err := json.Unmarshal([]byte(`{"U":null}`), &in); err == nil || in.U != unit.Joule {
		t.Errorf("null: %v, %v", in.U, err)
	}
}
