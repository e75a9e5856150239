package waterfall_test

import (
	"encoding/json"
	"errors"
	"testing"

	"example.org/mutual/guarantee/waterfall"
)

func FuzzNames(f *testing.F) {
	for _, s := range []string{"", "no kind", "no key", "security", "haircut", "equal", "Equal", "equal "} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		kind, key := waterfall.Calls, waterfall.Charges
		if err := kind.UnmarshalText(text); err == nil && kind.String() != string(text) || err != nil && (kind != waterfall.Calls || !errors.Is(err, waterfall.ErrKind)) {
			t.Errorf("%q is read as %v, %v", text, kind, err)
		}
		if err := key.UnmarshalText(text); err == nil && key.String() != string(text) || err != nil && (key != waterfall.Charges || !errors.Is(err, waterfall.ErrKey)) {
			t.Errorf("%q is read as %v, %v", text, key, err)
		}
	})
}

// Whatever case comes from outside, once Check accepts it, it can be paid and recovered to the end.
func FuzzCase(f *testing.F) {
	c := half(f)
	for range 2 {
		data, err := json.Marshal(c)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		c.Worked = eur(0)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var c waterfall.Case
		if json.Unmarshal(data, &c) != nil || c.Check() != nil {
			return
		}
		for i, step := range []func() error{
			func() error {
				calls := allCalls(&c)
				_, err := c.PayCalls(calls[:len(calls)/2])
				return err
			},
			func() error { return c.FailCalls(allCalls(&c)) },
			func() error {
				if c.Lacks().Parts()+c.Claim().Parts() == 0 {
					return nil
				}
				_, err := c.Recover(plus(c.Lacks(), c.Claim()))
				return err
			},
		} {
			if err := errors.Join(step(), c.Check()); err != nil {
				t.Fatalf("step %d: %v\n%s", i, err, data)
			}
		}
	})
}
