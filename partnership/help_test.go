package partnership_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.org/mutual/partnership"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

var (
	gbp = must(unit.Currency("GBP", 2))
	eur = must(unit.Currency("EUR", 2))
	day = on(5)
)

// on is a day of January 2026, at nine.
func on(day int) time.Time { return time.Date(2026, 1, day, 9, 0, 0, 0, time.UTC) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func euros(text string) unit.Amount { return must(unit.Parse(text, eur)) }

func pounds(text string) unit.Amount { return must(unit.Parse(text, gbp)) }

// terms are those of one house: ivy has paid for four fifths of it, and olu, who lives there, for one.
func terms() partnership.Terms {
	return partnership.Terms{
		Name: "house", Unit: gbp, Purpose: "homes for those who need one", Asset: "the house at 1 Well Lane",
		Founders: []string{"cus", "ivy", "mia", "olu"}, Custodian: "cus", Manager: "mia",
		Holders:  []partnership.Holder{{Party: "olu", Nths: 20}, {Party: "ivy", Nths: 80}},
		Offered:  true,
		Portions: []partnership.Portion{{Name: "capital", Kind: partnership.Providers, Weight: 1}},
	}
}

// apply applies actions that must all be accepted, and returns the last entry.
func apply(tb testing.TB, p *partnership.Partnership, actions ...partnership.Action) (e journal.Entry) {
	tb.Helper()
	for _, a := range actions {
		var err error
		if e, err = p.Apply(a); err != nil {
			tb.Fatalf("%T%+v: %v", a, a, err)
		}
		if err := e.Check(); err != nil {
			tb.Fatal(err)
		}
	}
	if err := p.Check(); err != nil {
		tb.Fatal(err)
	}
	return e
}

// founded is a partnership whose terms all founders have adopted.
func founded(tb testing.TB, t partnership.Terms) *partnership.Partnership {
	p := must(partnership.New(t))
	apply(tb, p, partnership.Adopt{ID: "adopt", At: day, By: t.Founders})
	return p
}

func snapshot(tb testing.TB, p *partnership.Partnership) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := p.Snapshot(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// agree proposes, has signed and enacts an action, under the ID id.
func agree(tb testing.TB, p *partnership.Partnership, id string, do partnership.Action, signers ...string) journal.Entry {
	tb.Helper()
	at := p.Last()
	return apply(tb, p,
		partnership.Propose{ID: id, At: at, By: signers[:1], Do: do},
		partnership.Approve{ID: id + " signed", At: at, By: signers[1:], Proposal: id},
		partnership.Enact{ID: id + " done", At: at, By: signers[:1], Proposal: id})
}

// appraised is a founded partnership with a valuation of all nths, which holds in January 2026.
func appraised(tb testing.TB, t partnership.Terms, worth string) *partnership.Partnership {
	p := founded(tb, t)
	agree(tb, p, "val", partnership.Appraise{Valuation: valuation(worth), Basis: "the surveyor's report"}, "olu", "ivy", "mia")
	return p
}

// valuation is one in pounds, of the fifth of January, that holds until the 31st.
func valuation(worth string) partnership.Valuation {
	return partnership.Valuation{Worth: pounds(worth), AsOf: day, Until: on(31)}
}

// buy is a purchase by olu from all providers.
func buy(id, payment string) partnership.Buy {
	return partnership.Buy{ID: id, At: day, By: []string{"olu", "cus"}, Buyer: "olu", Payment: pounds(payment), Agreed: "val"}
}

// shares are the nths of all holders, in words.
func shares(p *partnership.Partnership) string {
	var all []string
	for h := range p.Holders() {
		all = append(all, h.Party+" "+strconv.FormatInt(h.Nths, 10))
	}
	return strings.Join(all, ", ") + " of " + strconv.FormatInt(p.N(), 10)
}
