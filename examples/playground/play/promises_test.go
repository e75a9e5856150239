package play

import (
	"os"
	"slices"
	"testing"
)

// TestPromises: what is taken is in one unit, and as it was written.
func TestPromises(t *testing.T) {
	for name, c := range map[string]struct {
		text, want string
		left       []leftOut
	}{
		"one unit":    {"Ann, Bob, 5\n\nBob, Cem, 3", "Ann, Bob, 5\n\nBob, Cem, 3", []leftOut{}},
		"two":         {"Ann, Bob, 5\nBob, Ann, 1, kWh\nBob, Cem, 3\n", "Ann, Bob, 5\nBob, Cem, 3\n", []leftOut{{"kWh", 1}}},
		"three":       {"Ann, Bob, 5, kWh\nBob, Ann, 1, h\nAnn, Bob, 2, EUR\nBob, Cem, 3\n", "Ann, Bob, 5, kWh\n", []leftOut{{"EUR", 2}, {"h", 1}}},
		"named":       {"unit;debtor;creditor;amount\r\nEUR;Ann;Bob;5\r\nkWh;Ann;Bob;5\r\nEUR;Bob;Ann;4", "unit;debtor;creditor;amount\r\nEUR;Ann;Bob;5\r\nEUR;Bob;Ann;4", []leftOut{{"kWh", 1}}},
		"lines' ends": {"\ufeff\"Ann\nand sons\",Bob,5\nBob,\"Cem\n& Co\",7,kWh\nBob,Cem,1", "\ufeff\"Ann\nand sons\",Bob,5\nBob,Cem,1", []leftOut{{"kWh", 1}}},
	} {
		got := must[selection](t, question{Ask: "promises", Text: c.text})
		if got.Text != c.want || !slices.Equal(got.Left, c.left) {
			t.Errorf("%s: got %q, left out %v, want %q and %v", name, got.Text, got.Left, c.want, c.left)
		}
	}
	for _, text := range []string{"", "\n\n", "Ann, Bob"} {
		if _, wrong := asked[selection](t, question{Ask: "promises", Text: text}); wrong == nil {
			t.Errorf("%q: want a refusal", text)
		}
	}
}

// TestTownPromises: the example in two units, taken over, is a society that sees a default through.
func TestTownPromises(t *testing.T) {
	text, err := os.ReadFile("../../clearing/sample.csv")
	if err != nil {
		t.Fatal(err)
	}
	s := must[selection](t, question{Ask: "promises", Text: string(text)})
	if s.Unit != "EUR" || !slices.Equal(s.Left, []leftOut{{"kWh", 5}}) {
		t.Errorf("in %s, left out %v", s.Unit, s.Left)
	}
	got := must[told](t, question{Ask: "society", Text: s.Text, Terms: society{ // as the page has them then
		Defaulter: "Farm", Cost: "0.5", Charge: "1", Security: "150", Voucher: "Mill", Pledge: "100", Reserve: "120", Times: "1", Recovered: "0"}})
	if got.Owed.Number != "4170.00" || got.Loss.Number == "0.00" {
		t.Errorf("owed %v, lost %v", got.Owed, got.Loss)
	}
}
