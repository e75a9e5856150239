package partnership_test

import (
	"testing"

	"example.org/mutual/partnership"
)

// One can have several roles, and a leaver keeps that of a provider.
func TestMembers(t *testing.T) {
	p := founded(t, terms())
	apply(t, p,
		partnership.TakeUp{ID: "u", At: on(6), By: []string{"mia", "cus"}, User: "mia", Part: "a room", Rental: pounds("5")},
		partnership.Transfer{ID: "t", At: on(6), By: []string{"ivy", "cus", "mia"}, From: "ivy", To: "cus", Nths: 1},
		partnership.Leave{ID: "l", At: on(7), By: []string{"ivy"}, Member: "ivy"})
	want := []partnership.Member{
		{Name: "cus", Active: true, Since: day, Custodian: true, Provider: true},
		{Name: "ivy", Since: day, Until: on(7), Provider: true},
		{Name: "mia", Active: true, Since: day, Manager: true, User: true},
		{Name: "olu", Active: true, Since: day, Provider: true},
	}
	i := 0
	for got := range p.Members() {
		if got != want[i] {
			t.Errorf("got %+v, want %+v", got, want[i])
		}
		if one, ok := p.Member(got.Name); !ok || one != got {
			t.Errorf("got %+v, want %+v", one, got)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d members", i)
	}
	if m, ok := p.Member("eve"); ok {
		t.Errorf("eve, who is no member: %+v", m)
	}
}
