package play

import (
	"fmt"
	"math/rand/v2"
	"strconv"
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
	var crowd strings.Builder
	for i := range MembersMax {
		fmt.Fprintf(&crowd, "Ann, m%d, 1\n", i)
	}
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
		"many members":  {crowd.String(), nil, "at most 60 members"},
		"self":          {trade + "Bob, Bob, 1", nil, "a party cannot owe itself"},
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

// cents reads a figure in euros.
func cents(t *testing.T, f figure) int64 {
	t.Helper()
	n, err := strconv.ParseInt(strings.Replace(f.Number, ".", "", 1), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestSocietyAddsUp tells stories of random promises and terms, and adds up what they say: what layers bear is the
// loss, and what creditors got and lack is what they claim. The society itself is checked by its own invariants in
// each.
func TestSocietyAddsUp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	losses := 0
	for range 400 {
		var text strings.Builder
		for range 1 + random.IntN(12) {
			from := random.IntN(5)
			fmt.Fprintf(&text, "m%d, m%d, %d.%02d\n", from, (from+1+random.IntN(4))%5, random.IntN(500), 1+random.IntN(99))
		}
		small := func() string { return strconv.Itoa(random.IntN(60)) }
		got, wrong := asked[told](t, question{Ask: "society", Text: text.String(), Terms: society{
			Defaulter: "m0", Cost: "0.25", Charge: "1.5", Security: small(), Voucher: "m1", Pledge: small(), Reserve: small(), Times: "2", Recovered: small(),
		}})
		if wrong != nil || got.Loss.Number == "0.00" {
			continue // m0 owes nothing, m1 is no member, or more came back than was lost
		}
		losses++
		borne, stayed := int64(0), int64(0)
		for _, l := range got.Layers {
			borne += cents(t, l.Borne)
		}
		for _, c := range got.Creditors {
			stayed += cents(t, c.Lacks)
			if cents(t, c.Recovered)+cents(t, c.Lacks) != cents(t, c.Claim) || cents(t, c.AtOnce) > cents(t, c.Called) || cents(t, c.Called) > cents(t, c.Recovered) {
				t.Errorf("%+v does not add up, of\n%s", c, text.String())
			}
		}
		if borne != cents(t, got.Loss) || stayed != cents(t, got.Lacks) || cents(t, got.Loss)+cents(t, got.SetOff) != cents(t, got.Owed) {
			t.Errorf("%+v does not add up, of\n%s", got, text.String())
		}
	}
	if losses < 100 {
		t.Errorf("only %d of the stories had a loss", losses)
	}
}
