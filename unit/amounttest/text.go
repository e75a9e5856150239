package amounttest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// RunText holds the texts of the amounts that a generator draws to invariants 2, 4 and 5 of package
// unit, by [CheckText].
func RunText(t rapid.TB, amounts *rapid.Generator[unit.Amount]) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		if err := CheckText(amounts.Draw(t, "amount")); err != nil {
			t.Fatal(err)
		}
	})
}

// CheckText reports what is wrong with the texts of a: the number for people and for programs, the
// text form, the JSON form and the decimal. Each must say the value exactly in its one spelling and
// come back as a; other spellings must be refused with the receiver left alone. An amount of no unit
// other than zero must have no form that a program reads.
func CheckText(a unit.Amount) error {
	if a.Unit().IsZero() && !a.IsZero() {
		return checkUnwritable(a)
	}
	return errors.Join(checkNumber(a), checkTextForm(a), checkJSONForm(a), checkDecimal(a), checkOtherSpellings(a))
}

var canonical = regexp.MustCompile(`^(0|-?[1-9][0-9]*|-?(0|[1-9][0-9]*)\.[0-9]+)$`)

// checkNumber: the number has exactly the places of the unit, no needless zero, and the exact value.
func checkNumber(a unit.Amount) error {
	number := a.Number()
	_, fraction, _ := strings.Cut(number, ".")
	value, ok := new(big.Rat).SetString(number)
	if !ok || !canonical.MatchString(number) || len(fraction) != a.Unit().Places() || value.Cmp(exact(a)) != 0 {
		return fmt.Errorf("number: %q for %d parts of %q", number, a.Parts(), a.Unit())
	}
	if want := strings.TrimSpace(number + " " + a.Unit().Code()); a.String() != want {
		return fmt.Errorf("for people: %q, not %q", a, want)
	}
	if a.Unit().IsZero() {
		return nil // there is no unit to parse it in
	}
	back, err := unit.Parse(number, a.Unit())
	return same("number", number, a, back, err)
}

func checkTextForm(a unit.Amount) error {
	text, err := a.MarshalText()
	if want := strings.TrimSpace(a.Number() + " " + a.Unit().String()); err != nil || string(text) != want {
		return fmt.Errorf("text: %q, not %q (%v)", text, want, err)
	}
	appended, err := a.AppendText([]byte("before "))
	if err != nil || string(appended) != "before "+string(text) {
		return fmt.Errorf("appended text: %q (%v)", appended, err)
	}
	back := unmarked
	err = back.UnmarshalText(text)
	return same("text", string(text), a, back, err)
}

func checkJSONForm(a unit.Amount) error {
	data, err := json.Marshal(a)
	want := `{"amount":"` + a.Number() + `","unit":"` + a.Unit().String() + `"}`
	if err != nil || string(data) != want {
		return fmt.Errorf("JSON: %s, not %s (%v)", data, want, err)
	}
	back := unmarked
	err = json.Unmarshal(data, &back)
	return same("JSON", string(data), a, back, err)
}

func checkDecimal(a unit.Amount) error {
	d := a.Decimal()
	if d.Rat().Cmp(exact(a)) != 0 {
		return fmt.Errorf("decimal: %v for %v", d.Rat(), exact(a))
	}
	if a.Unit().IsZero() {
		return nil // there is no unit to read it in
	}
	back, err := unit.FromDecimal(d, a.Unit())
	return same("decimal", d.Rat().RatString(), a, back, err)
}

// checkOtherSpellings: what says the same in another way is refused.
func checkOtherSpellings(a unit.Amount) error {
	var errs []error
	number, definition := a.Number(), a.Unit().String()
	for _, other := range otherSpellings(number) {
		errs = append(errs, refusesText(other+" "+definition), refusesJSON(other, definition))
	}
	text, _ := a.MarshalText()
	for _, other := range []string{" %s", "%s ", "%s\n", "%s J", "%s."} {
		errs = append(errs, refusesText(fmt.Sprintf(other, text)))
	}
	return errors.Join(errs...)
}

func otherSpellings(number string) []string {
	return []string{
		"0" + number, "+" + number, "--" + number, number + ".", number + "e0", number + " ", " " + number,
		strings.Replace(number, ".", ",", 1) + ",", "0x" + number, number + "0.", number + "\x00",
		"-0" + strings.TrimPrefix(number, "-"), strings.Replace("-"+number, "-", "\u2212", 1),
	}
}

// unmarked is what a receiver holds before a decoder is called.
var unmarked = unit.New(-7, unit.KilowattHour)

func refusesText(text string) error {
	a := unmarked
	err := a.UnmarshalText([]byte(text))
	return refused("text", text, a, err)
}

func refusesJSON(number, definition string) error {
	data, err := json.Marshal(map[string]string{"amount": number, "unit": definition})
	if err != nil {
		return err
	}
	a := unmarked
	err = json.Unmarshal(data, &a)
	return refused("JSON", string(data), a, err)
}

func refused(form, text string, receiver unit.Amount, err error) error {
	if err == nil {
		return fmt.Errorf("%s: %.80q was accepted as %v", form, text, receiver)
	}
	if receiver != unmarked {
		return fmt.Errorf("%s: %.80q was refused, but the receiver became %v", form, text, receiver)
	}
	return nil
}

// checkUnwritable: an amount of nothing has no form that a program reads.
func checkUnwritable(a unit.Amount) error {
	text, err := a.MarshalText()
	if text != nil || !errors.Is(err, unit.ErrNoUnit) {
		return fmt.Errorf("text of an amount without a unit: %q (%v)", text, err)
	}
	b, err := a.AppendText([]byte("before"))
	if !bytes.Equal(b, []byte("before")) || !errors.Is(err, unit.ErrNoUnit) {
		return fmt.Errorf("appended text of an amount without a unit: %q (%v)", b, err)
	}
	data, err := json.Marshal(a)
	if data != nil || !errors.Is(err, unit.ErrNoUnit) {
		return fmt.Errorf("JSON of an amount without a unit: %q (%v)", data, err)
	}
	return nil
}

// exact is parts / 10^places.
func exact(a unit.Amount) *big.Rat {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(a.Unit().Places())), nil)
	return new(big.Rat).SetFrac(big.NewInt(a.Parts()), scale)
}

func same(form, text string, a, back unit.Amount, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %q does not come back: %w", form, text, err)
	}
	if back != a {
		return fmt.Errorf("%s: %q comes back as %d parts of %q", form, text, back.Parts(), back.Unit())
	}
	return nil
}
