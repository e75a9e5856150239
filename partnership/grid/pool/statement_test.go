package pool_test

import (
	"testing"

	"example.org/mutual/partnership/grid/pool"
)

// Everybody can read how it stands.
func TestStatement(t *testing.T) {
	p := standing(t)
	for who, want := range map[string]string{
		"mill": `mill
holds 11.666666 kWh of roof, for electricity at hill
is to be paid by ann for 30.000000 kWh of electricity
is to be paid by bob for 20.000000 kWh of electricity
is to be paid by roof for 5.000000 kWh of electricity
must accept 375.000000 kWh of its own for electricity at hill, and owes 55.000000 kWh to others who did
expects to produce 840.000000 kWh of electricity at hill, and can issue 410.000000 kWh more
can claim 40.000000 kWh of roof
has lent 85.000000 kWh to cem for house
is owed 1.33 GBP by the commons
`,
		"ann": `ann
holds 50.000000 kWh of boiler, for heat at vale
holds 190.000000 kWh of mill, for electricity at hill
holds 71.666666 kWh of roof, for electricity at hill
has to pay mill for 30.000000 kWh of electricity
has to pay roof for 20.000000 kWh of electricity
owes 1.67 GBP to the commons
`,
		"cem": `cem
holds 5.000000 kWh of mill, for electricity at hill
holds 11.666666 kWh of roof, for electricity at hill
owes 85.000000 kWh to mill for house
is owed 1.33 GBP by the commons
`,
		"dan": "dan\n",
	} {
		s, ok := p.Statement(who)
		if !ok || s.String() != want {
			t.Errorf("got %v, %v, want %s", s, ok, want)
		}
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
