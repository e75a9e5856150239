package pool_test

import (
	"strings"
	"testing"

	"example.org/mutual/partnership/grid/pool"
)

// Everybody can read how it stands.
func TestStatement(t *testing.T) {
	p := standing(t)
	for who, want := range map[string]string{
		"mill": `mill: a member since 2026-01-01.
You hold Stock of roof for 11.666666 kWh of electricity at hill.
ann has to pay you for 30.000000 kWh of electricity.
bob has to pay you for 20.000000 kWh of electricity.
roof has to pay you for 5.000000 kWh of electricity.
Your own Stock for 375.000000 kWh of electricity at hill is outstanding.
You owe 55.000000 kWh of electricity to others who took your Stock.
You expect to produce 840.000000 kWh of electricity at hill, and can issue Stock for 410.000000 kWh more.
You can claim 40.000000 kWh of roof.
You have lent 85.000000 kWh to cem for house.
The commons owe you 1.33 GBP.`,
		"ann": `ann: a member since 2026-01-01.
You hold Stock of boiler for 50.000000 kWh of heat at vale.
You hold Stock of mill for 190.000000 kWh of electricity at hill.
You hold Stock of roof for 71.666666 kWh of electricity at hill.
You have to pay mill for 30.000000 kWh of electricity.
You have to pay roof for 20.000000 kWh of electricity.
You owe the commons 1.67 GBP.`,
		"cem": `cem: a member since 2026-01-01.
You hold Stock of mill for 5.000000 kWh of electricity at hill.
You hold Stock of roof for 11.666666 kWh of electricity at hill.
You owe 85.000000 kWh to mill for house.
The commons owe you 1.33 GBP.`,
		"dan": "dan: a member since 2026-01-13, left on 2026-01-13.",
	} {
		s, ok := p.Statement(who)
		if got := strings.Join(s.Words, "\n"); !ok || got != want {
			t.Errorf("got %s, %v, want %s", got, ok, want)
		}
	}
	for m := range p.Members() {
		if one, ok := p.Member(m.Name); !ok || one != m {
			t.Errorf("got %+v, want %+v", one, m)
		}
	}
	if m, ok := p.Member("dan"); !ok || m != (pool.Member{Name: "dan", Since: on(13), Until: on(13), Balance: pounds("0")}) {
		t.Errorf("%+v", m)
	}
	if m, ok := p.Member("eve"); ok {
		t.Errorf("eve, who is no member: %+v", m)
	}
	if s, ok := p.Statement("eve"); ok {
		t.Errorf("eve, who is no member: %v", s)
	}
	if s, ok := new(pool.Pool).Statement("ann"); ok {
		t.Errorf("a pool of nobody: %v", s)
	}
}

// How much a customer can pay with, and which bound says so.
func TestRedeemable(t *testing.T) {
	p := busy(t)
	for _, test := range []struct {
		supplier, customer, want, bound string
	}{
		{"mill", "ann", "30", pool.BoundSupply}, {"roof", "bob", "0", pool.BoundSupply}, {"mill", "roof", "0", pool.BoundHolding}, {"eve", "ann", "0", pool.BoundSupply},
	} {
		if got, bound := p.Redeemable(test.supplier, test.customer, wind); got != kwh(test.want) || bound != test.bound {
			t.Errorf("%s to %s: got %v, %s", test.customer, test.supplier, got, bound)
		}
	}
}
