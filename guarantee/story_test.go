package guarantee_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

var update = flag.Bool("update", false, "write the goldens in testdata anew")

// golden compares a story with what testdata has of it. Only commit a change if you understand what caused it.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(file); err != nil || !bytes.Equal(text, got) {
		t.Errorf("%s: %v, got:\n%s", file, err, got)
	}
}

// A teller applies actions and tells what they did to the money.
type teller struct {
	testing.TB
	*guarantee.Society
	out bytes.Buffer
}

func (t *teller) say(format string, args ...any) { fmt.Fprintf(&t.out, format+"\n", args...) }

// do applies an action, and tells its reasons and which accounts it moved.
func (t *teller) do(title string, a guarantee.Action) {
	t.Helper()
	e := apply(t, t.Society, a)
	t.say("\n%s: %s", e.At.Format(time.DateOnly), title)
	for _, n := range e.Notes {
		t.say("    %s: %s", n.Kind, n.Text)
	}
	for i := 0; i+1 < len(e.Postings); i += 2 {
		from, to := e.Postings[i], e.Postings[i+1]
		if from.Quantity > 0 {
			from, to = to, from
		}
		t.say("    %v from %s to %s", unit.New(to.Quantity, eur), from.Account, to.Account)
	}
}

// stand tells how the loss, the book and the members stand.
func (t *teller) stand() {
	for _, l := range t.Losses() {
		t.say("    = %s: creditors lack %v, of which calls are to bring %v; the society's claim on %s is %v", l.ID, l.Case.Lacks(), l.Case.Pending(), l.Case.Defaulter, l.Claim)
	}
	t.say("    = the default book holds %v, the reserve %v", t.DefaultBook(), t.Fund("reserve"))
}

// The year of a ring of four traders, of whom the baker fails.
func TestStory(t *testing.T) {
	with := terms()
	with.Founders = []string{"baker", "miller"}
	with.Default = guarantee.Rates{Buyer: 20_000, Seller: 20_000}
	with.Tariffs = []guarantee.Tariff{{Work: "clearing the brook", Per: "day", Value: euros("10.00")}}
	s := &teller{TB: t, Society: must(guarantee.New(with))}
	in := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 9, 0, 0, 0, time.UTC) }
	apply(t, s.Society, guarantee.Adopt{ID: "adopt", At: in(1, 1), By: with.Founders}, guarantee.OpenYear{ID: "2026", At: in(1, 1), By: []string{"mia"}})
	members := []string{"baker", "miller", "farmer", "smith"}
	for i, who := range members {
		if i > 1 {
			apply(t, s.Society, guarantee.Admit{ID: "in-" + who, At: in(1, 1), By: []string{who, "mia"}, Member: who})
		}
		apply(t, s.Society,
			guarantee.Deposit{ID: "d-" + who, At: in(1, 1), By: []string{"cus"}, Member: who, Amount: euros("100.00")},
			guarantee.SetLimits{ID: "l-" + who, At: in(1, 1), By: []string{"mia"}, Member: who, Buyer: euros("1000.00"), Seller: euros("1000.00"), Because: "a good name"})
	}
	s.say("A trade ring over a year. Each side of a promise pays 0.5 %% for costs and 2 %% for defaults.")
	s.do("the custodian holds 50 of the baker's as security", guarantee.PostSecurity{ID: "sec", At: in(1, 2), By: []string{"baker", "cus"}, Member: "baker", Amount: euros("50.00")})
	s.do("the smith vouches for the baker with 30", guarantee.Pledge{ID: "vouch", At: in(1, 2), By: []string{"smith", "cus"}, Member: "smith", For: "baker", Amount: euros("30.00")})
	s.do("a friend gives 20 to the reserve", guarantee.Endow{ID: "gift", At: in(1, 3), By: []string{"cus"}, From: "friend", Fund: "reserve", Amount: euros("20.00")})
	trade := func(id, buyer, seller, amount, what string, at, due time.Time) {
		s.do(buyer+" owes "+seller+" "+amount+" for "+what, guarantee.Accept{ID: id, At: at, By: []string{buyer, seller}, Buyer: buyer, Seller: seller, Amount: euros(amount), For: what, Due: due})
	}
	trade("flour", "baker", "miller", "400.00", "flour", in(2, 1), in(5, 1))
	trade("grain", "miller", "farmer", "300.00", "grain", in(2, 10), in(5, 1))
	trade("plough", "farmer", "smith", "200.00", "a plough", in(3, 1), in(5, 1))
	trade("bread", "smith", "baker", "100.00", "bread", in(3, 15), in(5, 1))
	trade("salt", "baker", "farmer", "80.00", "salt", in(4, 1), in(9, 1))
	s.do("the baker is declared in default: the ring is set off first", guarantee.Declare{ID: "fall", At: in(6, 1), By: []string{"mia"}, Members: []string{"baker"}, Because: "the oven burnt down"})
	s.stand()
	s.do("what there is is paid out", guarantee.PayOut{ID: "out1", At: in(6, 2), By: []string{"cus"}, Loss: "fall/1"})
	s.stand()
	s.do("the miller and the farmer pay their calls", guarantee.PayCalls{ID: "calls", At: in(6, 20), By: []string{"cus"}, Loss: "fall/1", Payments: []guarantee.CallPayment{{Member: "miller"}, {Member: "farmer"}}})
	s.do("which is paid out", guarantee.PayOut{ID: "out2", At: in(6, 21), By: []string{"cus"}, Loss: "fall/1"})
	s.stand()
	s.do("the baker clears the brook for two days", guarantee.Recover{ID: "work", At: in(7, 1), By: []string{"mia"}, Loss: "fall/1", In: guarantee.Work, Words: "clearing the brook", Done: 2})
	s.stand()
	s.do("the insurance pays for the oven", guarantee.Deposit{ID: "ins", At: in(9, 1), By: []string{"cus"}, Member: "baker", Amount: euros("300.00")})
	s.do("and the baker pays 220", guarantee.Recover{ID: "back", At: in(9, 2), By: []string{"cus"}, Loss: "fall/1", In: guarantee.Money, Amount: euros("220.00")})
	s.do("which is paid out", guarantee.PayOut{ID: "out3", At: in(9, 3), By: []string{"cus"}, Loss: "fall/1"})
	s.stand()
	s.do("the rest is written off", guarantee.WriteOff{ID: "off", At: in(12, 1), By: []string{"mia"}, Loss: "fall/1", Because: "it has nothing left"})
	s.do("the year is closed", guarantee.CloseYear{ID: "end", At: in(12, 31), By: []string{"mia"}, Year: "2026"})
	s.stand()
	for _, who := range members {
		m := standing(t, s.Society, who)
		s.say("    = %s has %v on deposit", who, m.Deposit)
	}
	sound(t, s.Society)
	golden(t, "testdata/ring.txt", s.out.Bytes())
}
