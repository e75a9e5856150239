package stock_test

import (
	"bytes"
	"strings"
	"testing"

	"example.org/mutual/internal/machine"
)

// Whatever is changed in a register that was written down is found: by form, or by Check, with the invariant's number.
func TestRefuseRead(t *testing.T) {
	good := string(text(t, busy(t).Hold(machine.Key{})))
	if r, err := read([]byte(good)); err != nil || !bytes.Equal(text(t, r.Hold(machine.Key{})), []byte(good)) {
		t.Fatal(good, err)
	}
	for _, test := range []struct{ name, old, new, why string }{
		{"more issued", `"issued":"60.000000"`, `"issued":"61.000000"`, " 1:"},
		{"more redeemed", `"redeemed":"14.000000"`, `"redeemed":"15.000000"`, " 1:"},
		{"less than nothing bought back", `"boughtBack":"1.000000"`, `"boughtBack":"-1.000000"`, " 1:"},
		{"less than nothing remains", `"remaining":"90.000000"`, `"remaining":"-90.000000"`, " 1:"},
		{"more than can remain", `"remaining":"90.000000"`, `"remaining":"1152921504606.846977"`, "no more than"},
		{"a larger holding", `{"name":"ann","amount":"25.000000"}`, `{"name":"ann","amount":"26.000000"}`, " 2:"},
		{"a holding below nothing", `{"name":"ann","amount":"25.000000"},{"name":"bob","amount":"15.000000"}`, `{"name":"ann","amount":"-25.000000"},{"name":"bob","amount":"65.000000"}`, " 2:"},
		{"a holding of the issuer", `"name":"cem"`, `"name":"mill"`, " 2:"},
		{"a name that is none", `"name":"cem"`, `"name":"c/m"`, " 2:"},
		{"a larger claim", `{"name":"roof","amount":"3.000000"}`, `{"name":"roof","amount":"4.000000"}`, " 3:"},
		{"a claim on oneself", `{"name":"roof","amount":"3.000000"}`, `{"name":"mill","amount":"3.000000"}`, " 3:"},
		{"claims beyond what was redeemed", `"redeemed":"14.000000","boughtBack":"1.000000"`, `"redeemed":"2.000000","boughtBack":"13.000000"`, " 3:"},
		{"a zero spelt out", `"amount":"5.000000"`, `"amount":"0.000000"`, "zero"},
		{"no amount", `,"amount":"5.000000"`, ``, "zero"},
		{"names out of order", `"name":"bob"`, `"name":"zoe"`, "in order"},
		{"a name twice", `"name":"bob"`, `"name":"ann"`, "in order"},
		{"a kind twice", `"issuer":"roof"`, `"issuer":"mill"`, "once"},
		{"kinds out of order", `"issuer":"mill"`, `"issuer":"zinc"`, "in order"},
		{"no kind", `"issuer":"mill",`, ``, "kinds"},
		{"another unit", `"unit":"kWh"`, `"unit":"EUR.2"`, "number"},
	} {
		if !strings.Contains(good, test.old) {
			t.Errorf("%s: nothing to change in %s", test.name, good)
			continue
		}
		if _, err := read([]byte(strings.Replace(good, test.old, test.new, 1))); err == nil || !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.why)
		}
	}
}

// What is read is proved, and written again byte for byte.
func FuzzRead(f *testing.F) {
	f.Add(text(f, busy(f).Hold(machine.Key{})))
	f.Add([]byte(`{"stock":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := read(data)
		if err != nil {
			return
		}
		if again := text(t, r.Hold(machine.Key{})); !bytes.Equal(again, data) {
			t.Fatalf("%s became %s", data, again)
		}
		_, _, _ = r.Accept(wind, "ann", "roof", kwh("1"))
		if err := r.Check(); err != nil {
			t.Fatal(err)
		}
	})
}
