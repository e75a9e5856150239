package play

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

const cook = "Ann, Bob, 100\nBob, Cem, 80\nCem, Dan, 120\nDan, Eva, 90\nEva, Ann, 110\n"

// asked puts a question as the page does, and returns the answer's value, or its refusal.
func asked[T any](t *testing.T, q question) (value T, wrong *refusal) {
	t.Helper()
	text, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{Value: &value}
	if err := json.Unmarshal(Answer(context.Background(), text, nil), &a); err != nil {
		t.Fatal(err)
	}
	return value, a.Refusal
}

func must[T any](t *testing.T, q question) T {
	t.Helper()
	value, wrong := asked[T](t, q)
	if wrong != nil {
		t.Fatalf("refused: line %d: %s", wrong.Line, wrong.Text)
	}
	return value
}

// TestCook is the ring of five that clears by its least debt.
func TestCook(t *testing.T) {
	u := must[cleared](t, question{Ask: "clear", Text: cook}).Units[0]
	if u.Gross.Number != "500.00" || u.Cleared.Number != "400.00" || u.Remaining.Number != "100.00" || u.NetDebt.Number != "60.00" || u.Chained.Number != "40.00" || u.Percent != "80 %" {
		t.Errorf("got %+v", u)
	}
	if len(u.Rings) != 1 || u.RingCount != 1 || !strings.HasPrefix(u.Rings[0].Amount, "80.00") || strings.Join(u.Rings[0].Parties, " ") != "Ann Bob Cem Dan Eva" {
		t.Errorf("got rings %+v", u.Rings)
	}
	if got := u.Parties[1]; got.Name != "Bob" || got.Owes[1].Number != "0.00" || got.Owed[1].Number != "20.00" {
		t.Errorf("got %+v", got)
	}
	if got := u.Pairs[0]; got.Debtor != "Cem" || got.Owes[0].Number != "120.00" || got.Owes[1].Number != "40.00" {
		t.Errorf("got the pair %+v, want the largest first", got)
	}
}

func TestSample(t *testing.T) {
	text, err := os.ReadFile("../../clearing/sample.csv")
	if err != nil {
		t.Fatal(err)
	}
	c := must[cleared](t, question{Ask: "clear", Text: string(text)})
	if len(c.Units) != 2 || c.Units[0].Cleared.Number != "23216.20" || c.Units[0].RingCount != 28 || c.Units[1].Unit != "kWh" {
		t.Errorf("got %+v", c.Units)
	}
	if got := len(c.Units[0].Tiers); got != 5 || c.Units[0].Tiers[0].Parties[0] != "Inn" {
		t.Errorf("got tiers %+v", c.Units[0].Tiers)
	}
}

func TestForms(t *testing.T) {
	for name, text := range map[string]string{
		"bare":        "Ann, Bob, 100\n\n Bob ,Ann,60 , EUR, 2026-01-31\n",
		"spreadsheet": "Creditor\tDebtor\tAmount\tUnit\nBob\tAnn\t100\tEUR\nAnn\tBob\t60\t\n",
		"semicolons":  "\ufeffAnn;Bob;100\r\nBob;Ann;60.00\r\n",
		"named":       "id,debtor,creditor,amount,unit,due\nx,Ann,Bob,100,EUR,\ny,Bob,Ann,60,EUR,\n,,,,,\n",
	} {
		if c := must[cleared](t, question{Ask: "clear", Text: text}); len(c.Units) != 1 || c.Units[0].Cleared.Number != "120.00" {
			t.Errorf("%s: got %+v", name, c.Units)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		text string
		line int
		want string
	}{
		{"", 0, "the list is empty"},
		{"Ann, Bob", 1, "want who owes"},
		{"Ann, Bob, 1\nAnn, Bob, 1, EUR, , x", 2, "want who owes"},
		{"Ann, Bob, 1\n\nAnn, Ann, 1", 3, "a party cannot owe itself"},
		{"Ann, Bob, 1\nAnn, Bob, x", 2, "want"},
		{"Ann, Bob, -5", 1, "an amount must be above zero"},
		{"Ann, Bob, 1.001", 1, "finer"},
		{"Ann, Bob, 1, E U R", 1, "letters"},
		{"Ann, Bob, 1, EUR, 31.1.2026", 1, "the due date must be"},
		{"debtor,creditor,amount,price\na,b,1,2", 1, "want a first line"},
		{"debtor,creditor\na,b", 1, "amount is missing"},
		{"debtor,creditor,amount\na,b", 2, "want 3 cells"},
		{"id,debtor,creditor,amount\nx,a,b,1\nx,b,a,1", 3, "same ID"},
		{`a,"b,1`, 1, "quote"},
		{"a,b,1\xff", 0, "UTF-8"},
		{strings.Repeat("a,b,1\n", DebtsMax+1), 0, "too long for this page"},
		{strings.Repeat(" ", TextBytesMax+1), 0, "too long for this page"},
	} {
		_, err := setOff(t.Context(), c.text, nil)
		wrong := answerOf(nil, err).Refusal
		if wrong == nil || wrong.Line != c.line || !strings.Contains(wrong.Text, c.want) {
			t.Errorf("%.40q: got %+v, want line %d and %q", c.text, wrong, c.line, c.want)
		}
	}
	for _, ask := range []string{`{"ask":"x"}`, `{"ask":`, `{"ask":"read","more":1}`} {
		if got := string(Answer(t.Context(), []byte(ask), nil)); !strings.Contains(got, `"refusal"`) {
			t.Errorf("%s: got %s", ask, got)
		}
	}
}

// TestMost checks that as many debts as the page takes are taken.
func TestMost(t *testing.T) {
	c, err := setOff(t.Context(), strings.Repeat("a,b,1\nb,a,1\n", DebtsMax/2), nil)
	if err != nil || c.Units[0].Percent != "100 %" || c.Readable || len(c.Units[0].Rows) != rowsShownMax {
		t.Errorf("got %+v, %v", c.Units[0].Totals(), err)
	}
}

// Totals are what a failed test prints.
func (u inUnit) Totals() string { return fmt.Sprint(u.Gross, u.Cleared, u.Debts, u.Percent) }

func TestSurvey(t *testing.T) {
	s := must[surveyed](t, question{Ask: "read", Text: "Ann, Bob, 1\nAnn, Bob, 2, kWh\nBob, Ann, 3\n"})
	if s.Debts != 3 || strings.Join(s.Parties, " ") != "Ann Bob" || len(s.Arrows) != 2 || len(s.Arrows[0].Amounts) != 2 || strings.Join(s.Units, " ") != "EUR kWh" {
		t.Errorf("got %+v", s)
	}
	if got, want := string(Answer(t.Context(), []byte(`{"ask":"read","text":""}`), nil)), `{"value":{"debts":0,"count":0,"parties":[],"arrows":[],"units":[]}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var many strings.Builder
	for i := range PartiesShownMax {
		fmt.Fprintf(&many, "a, b%d, 1\n", i)
	}
	if s = must[surveyed](t, question{Ask: "read", Text: many.String()}); s.Count != PartiesShownMax+1 || len(s.Parties) > 0 || len(s.Arrows) > 0 {
		t.Errorf("got %+v", s)
	}
}

func TestAdd(t *testing.T) {
	d := debt{Debtor: "Bob, the baker", Creditor: "Ann", Amount: "5.50", Unit: "EUR"}
	for text, want := range map[string]string{
		"":                            "\"Bob, the baker\",Ann,5.50,EUR\n",
		"Ann, Cem, 1":                 "Ann, Cem, 1\n\"Bob, the baker\",Ann,5.50,EUR\n",
		"creditor;debtor;amount;id\n": "creditor;debtor;amount;id\nAnn;Bob, the baker;5.50;1\n",
		"id,debtor,creditor,amount,unit,due\n2,a,b,1,,\n": "id,debtor,creditor,amount,unit,due\n2,a,b,1,,\n3,\"Bob, the baker\",Ann,5.50,EUR,\n",
	} {
		if got := must[string](t, question{Ask: "add", Text: text, Debt: d}); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if _, wrong := asked[string](t, question{Ask: "add", Debt: debt{"a", "a", "1", "EUR"}}); wrong == nil {
		t.Error("a debt to oneself was added")
	}
}

// TestProof: the true result holds, and no other.
func TestProof(t *testing.T) {
	text, err := os.ReadFile("../../clearing/sample.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{cook, string(text)} {
		result := must[cleared](t, question{Ask: "clear", Text: list}).Result
		if v := must[verdict](t, question{Ask: "verify", Text: list, Result: result}); !v.Holds {
			t.Errorf("refused: %s", v.Why)
		}
		for how, want := range map[string]string{"more": "net position", "less": "do not prove", "tier": "do not prove"} {
			spoilt := must[tampered](t, question{Ask: "tamper", Text: list, Result: result, How: how})
			v := must[verdict](t, question{Ask: "verify", Text: list, Result: spoilt.Result})
			if v.Holds || !strings.Contains(v.Why, want) {
				t.Errorf("%s (%s): got %+v, want %q", how, spoilt.What, v, want)
			}
			if _, wrong := asked[tampered](t, question{Ask: "tamper", Text: list, Result: spoilt.Result, How: how}); wrong == nil {
				t.Errorf("%s: what is spoilt already was spoilt again", how)
			}
		}
		if v := must[verdict](t, question{Ask: "verify", Text: strings.NewReplacer("100", "101", "1840.00", "1840.01").Replace(list), Result: result}); v.Holds {
			t.Error("the result holds of another list")
		}
		for _, broken := range []string{"", "{}", "null", "[1]", result[1:]} {
			if v := must[verdict](t, question{Ask: "verify", Text: list, Result: broken}); v.Holds || v.Why == "" {
				t.Errorf("%.20q: got %+v", broken, v)
			}
		}
	}
}

// TestLess: what is left of a set-off by leaving a ring out adds up, so that nothing but the proof gives it away.
func TestLess(t *testing.T) {
	result := must[cleared](t, question{Ask: "clear", Text: cook + "Ann, Bob, 5, kWh\nBob, Ann, 3, kWh\n"}).Result
	spoilt := must[tampered](t, question{Ask: "tamper", Text: cook + "Ann, Bob, 5, kWh\nBob, Ann, 3, kWh\n", Result: result, How: "less"})
	r, err := readResult(spoilt.Result)
	if err != nil {
		t.Fatal(err)
	}
	for k, total := range r.Totals {
		sum := int64(0)
		for _, a := range r.SetOff {
			if a.Unit() == total.Unit {
				sum += a.Parts()
			}
		}
		if total.Cleared.Parts() != sum || total.Remaining.Parts() != total.Gross.Parts()-sum || r.Proofs[k].Value.Parts() != sum {
			t.Errorf("got %+v and %v, want %d set off", total, r.Proofs[k].Value, sum)
		}
	}
}

func TestNothingToSpoil(t *testing.T) {
	for list, hows := range map[string][]string{"a,b,1\nb,a,1": {"more"}, "a,b,1": {"less", "tier"}, cook: {"other"}} {
		result := must[cleared](t, question{Ask: "clear", Text: list}).Result
		for _, how := range hows {
			if _, wrong := asked[tampered](t, question{Ask: "tamper", Text: list, Result: result, How: how}); wrong == nil {
				t.Errorf("%s: want a refusal", how)
			}
		}
	}
}
