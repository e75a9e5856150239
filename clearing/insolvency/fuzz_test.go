package insolvency_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/clearing/insolvency/insolvencytest"
)

// fuzzBytesMax bounds what a fuzz target reads.
const fuzzBytesMax = 1 << 15

// seeds are systems, options and their results as JSON.
func seeds(f *testing.F) {
	for _, v := range vectors() {
		addSeed(f, v.system(f), v.o)
	}
	for i := range 20 {
		addSeed(f, insolvencytest.Webs().Example(i), insolvencytest.Options().Example(i))
	}
	f.Add([]byte(`{"debts":[{"id":"1","debtor":"a","creditor":"a","amount":{"amount":"1","unit":"u.0"}}]}`), []byte(`{"lostMeans":{"num":1,"den":0}}`), []byte(`{}`))
	f.Add([]byte(`{"means":[{"party":"a","amount":{"amount":"-1","unit":"u.0"}}]}`), []byte(`{"allOrNothing":true,"lostMeans":{"num":1,"den":2}}`), []byte(`{"positions":[{"pays":"1/0"}]}`))
}

func addSeed(f *testing.F, s insolvency.System, o insolvency.Options) {
	r := must(f, s, o)
	var all [3][]byte
	for i, x := range []any{s, o, r} {
		data, err := json.Marshal(x)
		if err != nil {
			f.Fatal(err)
		}
		all[i] = data
	}
	f.Add(all[0], all[1], all[2])
}

// Whatever a system's JSON says, Settle gives a result that Verify and Check hold to be right, or an Error.
func FuzzSettle(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, system, options, _ []byte) {
		var s insolvency.System
		var o insolvency.Options
		if len(system) > fuzzBytesMax || json.Unmarshal(system, &s) != nil || json.Unmarshal(options, &o) != nil {
			return
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		r, err := insolvency.Settle(ctx, s, o)
		var e *insolvency.Error
		if errors.As(err, &e) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(insolvency.Verify(s, o, r), insolvencytest.Check(s, o, r)); err != nil {
			t.Fatal(err)
		}
	})
}

// Whatever a system and a result say, Verify does not panic, and accepts nothing that Check does not.
func FuzzVerify(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, system, options, result []byte) {
		var s insolvency.System
		var o insolvency.Options
		var r insolvency.Result
		if len(system)+len(result) > fuzzBytesMax || json.Unmarshal(system, &s) != nil || json.Unmarshal(options, &o) != nil || json.Unmarshal(result, &r) != nil {
			return
		}
		err := insolvency.Verify(s, o, &r)
		var e *insolvency.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("%v is a %T", err, err)
		}
		if err == nil {
			if err := insolvencytest.Check(s, o, &r); err != nil {
				t.Fatal(err)
			}
		}
	})
}
