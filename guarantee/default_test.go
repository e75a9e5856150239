package guarantee_test

import (
	"bytes"
	"testing"

	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

// sound checks a society, and that its snapshot is read back as it is.
func sound(tb testing.TB, s *guarantee.Society) {
	tb.Helper()
	if err := s.Check(); err != nil {
		tb.Fatal(err)
	}
	var text, again bytes.Buffer
	if err := s.Snapshot(&text); err != nil {
		tb.Fatal(err)
	}
	r, err := guarantee.Restore(bytes.NewReader(text.Bytes()))
	if err != nil {
		tb.Fatal(err)
	}
	if err := r.Snapshot(&again); err != nil || !bytes.Equal(text.Bytes(), again.Bytes()) {
		tb.Fatal("a snapshot is not what was written", err)
	}
}

func declare(id string, members ...string) guarantee.Declare {
	return guarantee.Declare{ID: id, At: day, By: []string{"mia"}, Members: members, Because: "did not pay"}
}

func payOut(id, loss string) guarantee.PayOut {
	return guarantee.PayOut{ID: id, At: day, By: []string{"cus"}, Loss: loss}
}

func money(id, loss, amount string) guarantee.Recover {
	return guarantee.Recover{ID: id, At: day, By: []string{"cus"}, Loss: loss, In: guarantee.Money, Amount: euros(amount)}
}

func deposit(id, member, amount string) guarantee.Deposit {
	return guarantee.Deposit{ID: id, At: day, By: []string{"cus"}, Member: member, Amount: euros(amount)}
}

func TestDeclare(t *testing.T) {
	s := founded(t, terms())
	apply(t, s, accept("p1", "ann", "bob", "200.10"), accept("p2", "ann", "cem", "100.00"), accept("p3", "cem", "ann", "30.00"))
	apply(t, s, guarantee.PostSecurity{ID: "sec", At: day, By: []string{"cus", "ann"}, Member: "ann", Amount: euros("40.00")})
	sound(t, s)
	e := apply(t, s, declare("d", "ann"))
	t.Log(e.Postings, e.Notes)
	sound(t, s)
	e = apply(t, s, payOut("o1", "d/1"))
	t.Log(e.Postings, e.Notes)
	sound(t, s)
	t.Logf("%+v", s.Losses()[0].Case.Draws)
	e = apply(t, s, guarantee.PayCalls{ID: "c1", At: day, By: []string{"cus"}, Loss: "d/1", Payments: []guarantee.CallPayment{{Member: "bob"}, {Member: "cem"}}})
	sound(t, s)
	apply(t, s, payOut("o2", "d/1"))
	sound(t, s)
	l := s.Losses()[0]
	t.Logf("lacks %v claim %v %+v", l.Case.Lacks(), l.Claim, l.Case.Claims)
	apply(t, s, deposit("d2", "ann", "500.00"), money("r1", "d/1", "250.00"))
	sound(t, s)
	apply(t, s, payOut("o3", "d/1"))
	sound(t, s)
	l = s.Losses()[0]
	t.Logf("lacks %v claim %v %+v", l.Case.Lacks(), l.Claim, l.Case.Draws)
	for p := range s.Ledger().Promises() {
		t.Log(p.ID, p.Holder, p.Left)
	}
	var _ unit.Amount
}
