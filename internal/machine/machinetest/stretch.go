package machinetest

import (
	"bytes"
	"fmt"
	"time"
)

// Stretch returns the JSON form of an action with all its times under these keys so many times as far from the start.
// No key may be within another's string, where a quote is escaped.
func Stretch(text []byte, start time.Time, times int, keys ...string) ([]byte, error) {
	for _, key := range keys {
		var err error
		if text, err = stretch(text, []byte(`"`+key+`":"`), start, times); err != nil {
			return nil, fmt.Errorf("stretching %q: %w", key, err)
		}
	}
	return text, nil
}

func stretch(text, key []byte, start time.Time, times int) ([]byte, error) {
	var all []byte
	for {
		before, rest, found := bytes.Cut(text, key)
		all = append(all, before...)
		if !found {
			return all, nil
		}
		value, behind, _ := bytes.Cut(rest, []byte(`"`))
		at, err := time.Parse(time.RFC3339Nano, string(value))
		if err != nil {
			return nil, err
		}
		at = start.Add(time.Duration(times) * at.Sub(start))
		all = at.AppendFormat(append(all, key...), time.RFC3339Nano)
		all, text = append(all, '"'), behind
	}
}
