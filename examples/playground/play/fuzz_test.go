package play

import (
	"encoding/json"
	"testing"
)

// FuzzAnswer: whatever the page asks, the answer is JSON with a value or a refusal that says something.
func FuzzAnswer(f *testing.F) {
	for _, q := range []question{
		{Ask: "read", Text: cook}, {Ask: "clear", Text: "debtor;creditor;amount;unit\na;b;1;kWh\nb;a;2;kWh\n"},
		{Ask: "add", Text: "a\tb\t1", Debt: debt{"b", "a", "1", "EUR"}}, {Ask: "verify", Text: cook, Result: `{"setOff":[]}`},
		{Ask: "tamper", Text: cook, Result: "{}", How: "less"}, {Ask: "society", Text: trade, Terms: terms},
		{Ask: "promises", Text: "a,b,1\n\"b\n\",a,2,kWh\nb,a,1\n"},
		{Ask: "society", Text: "a,b,0.01\nb,a,0.01\na,b,3", Terms: society{Defaulter: "a", Cost: "10", Charge: "0.0001", Times: "100", Recovered: "0.01"}},
	} {
		text, err := json.Marshal(q)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, asked []byte) {
		if len(asked) > 1<<12 {
			return // large lists have a test of their own
		}
		var got struct {
			Value   any
			Refusal *refusal
		}
		out := Answer(t.Context(), asked, nil)
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
		if (got.Refusal == nil) == (got.Value == nil) || got.Refusal != nil && got.Refusal.Text == "" {
			t.Errorf("got %s", out)
		}
	})
}
