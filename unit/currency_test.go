package unit_test

import (
	"strings"
	"testing"

	"example.org/mutual/unit"
)

func TestCurrencyIsCustom(t *testing.T) {
	for places := range unit.PlacesMax + 1 {
		a, err1 := unit.Currency("EUR", places)
		b, err2 := unit.Custom("EUR", places)
		if a != b || err1 != nil || err2 != nil || a.IsZero() {
			t.Errorf("%v, %v; %v, %v", a, err1, b, err2)
		}
	}
}

// What changed in the active list of ISO 4217 within the last years, with the funds and the metals,
// and the largest and the smallest currencies.
func TestCurrencyActive(t *testing.T) {
	for _, code := range strings.Fields(
		"AED ZWG EUR USD GBP JPY CHF CNY INR BHD CLF UYW VED VES SLE XCG XAD MRU STN BYN " +
			"USN CHE CHW COU MXV BOV UYI XAU XAG XPT XPD XDR XSU XUA XBA XBB XBC XBD XAF XOF XPF XCD") {
		if _, err := unit.Currency(code, 2); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// Codes that left the list: HRK 2023 (Croatia joined the euro), SLL 2024, CUC 2021, ZWL 2024, ANG 2025
// (XCG took its place), BGN 2026 (Bulgaria joined the euro), and older ones. XTS and XXX are on the
// list, for tests and for no currency.
func TestCurrencyRefuses(t *testing.T) {
	codes := strings.Fields("HRK SLL CUC ZWL ANG BGN DEM FRF ITL LTL LVL EEK VEF VEB MRO STD BYR ZMK USS XTS XXX XBT BTC ETH GBX CNH RMB NTD UKP")
	codes = append(codes, "", "E", "EU", "EURO", "eur", "Eur", "EU ", " EU", "R U", "D A", "EUR ", " EUR", "AED AFN", "AEDAFN", "978", "\u20ac", "EUR.2")
	for _, code := range codes {
		u, err := unit.Currency(code, 2)
		if refusedAs(t, err, unit.ErrCurrency); !u.IsZero() {
			t.Errorf("Currency(%q) = %v", code, u)
		}
	}
}

// currencyCount is the length of list one as of amendment 180 (BGN left it on 1 January 2026), without
// XTS and XXX.
const currencyCount = 176

// No other word of three capital letters passes than as many as the list has.
func TestCurrencyCount(t *testing.T) {
	count := 0
	for n := range 26 * 26 * 26 {
		code := string([]byte{byte('A' + n/676), byte('A' + n/26%26), byte('A' + n%26)})
		if _, err := unit.Currency(code, 2); err == nil {
			count++
		}
	}
	if count != currencyCount {
		t.Errorf("%d currencies, want %d", count, currencyCount)
	}
}
