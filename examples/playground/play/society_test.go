package play

import (
	"strings"
	"testing"
)

// Of Ann's 1200, 300 fall against what Bob owes her, and 200 in a ring by Cem and Dan.
const trade = "Ann, Bob, 700\nAnn, Cem, 500\nBob, Ann, 300\nCem, Dan, 400\nDan, Ann, 200\n"

var terms = society{Defaulter: "Ann", Cost: "0.5", Charge: "2", Security: "100", Voucher: "Dan", Pledge: "50", Reserve: "60", Times: "1", Recovered: "500"}

func TestSociety(t *testing.T) {
	got := must[told](t, question{Ask: "society", Text: trade, Terms: terms})
	if got.Owed.Number != "1200.00" || got.SetOff.Number != "500.00" || got.Loss.Number != "700.00" {
		t.Errorf("owed %v, set off %v, lost %v", got.Owed, got.SetOff, got.Loss)
	}
	want := map[string]string{ // the defaulter's own 2 % of 1700; the others' of 1000, 900 and 600
		"security": "100.00", "own provision": "34.00", "pledges": "50.00", "reserve": "60.00", "provisions": "50.00", "calls": "50.00", "haircut": "356.00",
	}
	for _, l := range got.Layers {
		if l.Borne.Number != want[l.Name] {
			t.Errorf("%s bore %s, want %s", l.Name, l.Borne.Number, want[l.Name])
		}
	}
	for _, m := range got.Members {
		if m.Name == "Cem" && (m.Charges.Number != "18.00" || m.Cost.Number != "4.50" || m.Drawn.Number != "36.00") {
			t.Errorf("got %+v", m)
		}
	}
	if c := got.Creditors; len(c) != 2 || got.Lacks.Number != "0.00" || got.Recovered.Number != "500.00" || got.Claim.Number != "66.00" {
		t.Errorf("lacks %v, claim %v, creditors %+v", got.Lacks, got.Claim, got.Creditors)
	}
}

// TestNoLoss: what comes round in a ring is no loss.
func TestNoLoss(t *testing.T) {
	s := terms
	s.Recovered = ""
	got := must[told](t, question{Ask: "society", Text: "Ann, Bob, 5\nBob, Cem, 5\nCem, Ann, 5\nDan, Ann, 1\n", Terms: s})
	if got.SetOff.Number != "5.00" || got.Loss.Number != "0.00" || len(got.Layers) > 0 {
		t.Errorf("got %+v", got)
	}
}

func TestSocietyRefused(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		change func(*society)
		want   string
	}{
		"nobody":        {trade, func(s *society) { s.Defaulter = "Zoe" }, "choose who cannot pay"},
		"not an amount": {trade, func(s *society) { s.Recovered = "1e3" }, "what is recovered"},
		"not a rate":    {trade, func(s *society) { s.Charge = "10.1" }, "want 0.0001 to 10"},
		"free":          {trade, func(s *society) { s.Cost = "0" }, "want 0.0001 to 10"},
		"negative":      {trade, func(s *society) { s.Reserve = "-1" }, "want zero or above"},
		"itself":        {trade, func(s *society) { s.Voucher = "Ann" }, "want another to vouch for"},
		"too much":      {trade, func(s *society) { s.Recovered = "567" }, "room for 566.00 EUR"},
		"two units":     {trade + "Ann, Bob, 1, kWh", nil, "one unit of account"},
		"many":          {strings.Repeat("Ann, Bob, 1\n", PromisesMax+1), nil, "guaranteed promises"},
		"large":         {trade + "Ann, Bob, 100000000000.01", nil, "at most"},
		"owes nothing":  {"Ann, Bob, 5\nBob, Cem, 3", func(s *society) { s.Defaulter = "Cem"; s.Voucher = "" }, "guaranteed"},
		"name in use":   {"Ann, the manager, 5", nil, ""},
		"not a name":    {"Ann, B/ob, 5", nil, ""},
		"nobody at all": {"", nil, "guaranteed promises"},
	} {
		s := terms
		if c.change != nil {
			c.change(&s)
		}
		if _, wrong := asked[told](t, question{Ask: "society", Text: c.text, Terms: s}); wrong == nil || !strings.Contains(wrong.Text, c.want) {
			t.Errorf("%s: got %+v, want %q", name, wrong, c.want)
		}
	}
}
