package guarantee_test

import "testing"

func TestAccept(t *testing.T) {
	s := founded(t, terms())
	e := apply(t, s, accept("p1", "ann", "bob", "200.10"))
	t.Log(e.Postings, e.Notes)
	p, ok := s.Ledger().Promise("p1")
	if !ok || p.Guarantor != "society" {
		t.Error(p)
	}
	if _, err := s.Apply(accept("p2", "ann", "bob", "800.10")); err == nil {
		t.Error("beyond the limit")
	} else {
		t.Log(err)
	}
	if _, ok := s.Ledger().Promise("p2"); ok {
		t.Error("made")
	}
}
