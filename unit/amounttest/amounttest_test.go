package amounttest_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// A decoder built on a library of floats takes more than it should.
func ExampleCheckDecoder() {
	err := amounttest.CheckDecoder(func(text string) error {
		_, err := strconv.ParseFloat(text, 64)
		return err
	})
	fmt.Println(strings.Contains(err.Error(), `"1e3" (3 bytes): accepted`))
	// Output: true
}

// Somebody's rule that gives what is left over to the first share is not order-independent.
func ExampleCheckSplit() {
	shares := []unit.Share{{Key: "bob", Weight: 1}, {Key: "ann", Weight: 1}}
	got, _ := unit.Split(unit.New(3, unit.Joule), shares, unit.LargestRemainder)
	got.Parts[0], got.Parts[1] = got.Parts[1], got.Parts[0]
	fmt.Println(amounttest.CheckSplit(unit.New(3, unit.Joule), shares, unit.LargestRemainder, got))
	// Output: "bob" weighs the same as "ann" and as "ann", and gets 2
}

func TestGenerators(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if u := amounttest.Units().Draw(t, "unit"); u.IsZero() {
			t.Fatal("Units draws the zero Unit")
		}
		e := amounttest.EnergyUnits().Draw(t, "energy")
		if _, ok := e.Joules(); !ok {
			t.Fatalf("EnergyUnits draws %v", e)
		}
		a := amounttest.Amounts(e).Draw(t, "amount")
		if a.Unit() != e {
			t.Fatalf("Amounts(%v) draws %v", e, a)
		}
		if s := amounttest.Spellings(a).Draw(t, "spelling"); len(s) > unit.TextBytesMax {
			t.Fatalf("Spellings draws %d bytes", len(s))
		}
	})
}

func TestSharesAreGood(t *testing.T) {
	for _, most := range []int{1, 2, 30} {
		rapid.Check(t, func(t *rapid.T) {
			shares := amounttest.Shares(most).Draw(t, "shares")
			if _, err := unit.Split(unit.Amount{}, shares, unit.LargestRemainder); err != nil || len(shares) > most {
				t.Fatalf("%d shares: %v", len(shares), err)
			}
		})
	}
}

// The ends, zero, equal units, equal weights, a zero weight and keys out of order do come.
func TestBias(t *testing.T) {
	seen := map[string]bool{}
	for seed := range 300 {
		a, b := amounttest.AnyAmounts().Example(seed), amounttest.AnyAmounts().Example(seed+1000)
		shares := amounttest.Shares(6).Example(seed)
		seen["an end"] = seen["an end"] || a.Parts() == math.MinInt64 || a.Parts() == math.MaxInt64
		seen["zero"] = seen["zero"] || a.IsZero()
		seen["the zero Amount"] = seen["the zero Amount"] || a == (unit.Amount{})
		seen["the same unit"] = seen["the same unit"] || a.Unit() == b.Unit()
		seen["a zero weight"] = seen["a zero weight"] || slices.ContainsFunc(shares, weighs(0))
		seen["a huge weight"] = seen["a huge weight"] || slices.ContainsFunc(shares, weighs(math.MaxInt64/6))
		seen["a tie"] = seen["a tie"] || len(shares) > 1 && shares[0].Weight == shares[1].Weight
		seen["out of order"] = seen["out of order"] || len(shares) > 1 && shares[0].Key > shares[1].Key
	}
	for name, ok := range seen {
		if !ok {
			t.Errorf("never: %s", name)
		}
	}
}

func weighs(w int64) func(unit.Share) bool {
	return func(s unit.Share) bool { return s.Weight == w }
}

func TestHostileNumbersDiffer(t *testing.T) {
	all := amounttest.HostileNumbers()
	sorted := slices.Sorted(slices.Values(all))
	if len(all) < 100 || len(slices.Compact(sorted)) != len(all) {
		t.Errorf("%d texts, %d different", len(all), len(slices.Compact(sorted)))
	}
	all[0] = "1"
	if amounttest.HostileNumbers()[0] == "1" {
		t.Error("the list is not the caller's own")
	}
}

func TestRunDecoder(t *testing.T) {
	amounttest.RunDecoder(t, func(text string) error { _, err := unit.Parse(text, unit.Joule); return err })
}

func TestCheckDecoderFindsWhatIsWrong(t *testing.T) {
	good := func(text string) error { _, err := unit.Parse(text, unit.Joule); return err }
	for name, decode := range map[string]func(string) error{
		"takes all": func(string) error { return nil },
		"takes -0":  func(s string) error { return unless(s == "-0", good(s)) },
		"is slow":   func(s string) error { dawdle(s == "1e3"); return good(s) },
		"shopspring/decimal by itself": func(s string) error {
			return onlyShort(s, func() error { _, err := decimal.NewFromString(s); return err })
		},
		"math/big by itself":             func(s string) error { return onlyShort(s, func() error { return ratError(s) }) },
		"strconv with its underscores":   func(s string) error { _, err := strconv.ParseInt(s, 0, 64); return err },
		"strings.TrimSpace before Parse": func(s string) error { return good(strings.TrimSpace(s)) },
	} {
		if amounttest.CheckDecoder(decode) == nil {
			t.Errorf("a decoder that %s passes", name)
		}
	}
}

// A decoder that ends its goroutine, as t.Fatal does, is reported at once.
func TestCheckRefusalOfNoAnswer(t *testing.T) {
	begin := time.Now()
	err := amounttest.CheckRefusal(func() error { runtime.Goexit(); return nil })
	if err == nil || time.Since(begin) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(begin))
	}
}

func unless(ok bool, err error) error {
	if ok {
		return nil
	}
	return err
}

func dawdle(slow bool) {
	if slow {
		time.Sleep(150 * time.Millisecond)
	}
}

// onlyShort keeps the texts that would take a careless decoder minutes out of this test.
func onlyShort(s string, decode func() error) error {
	if len(s) > 8 || strings.ContainsAny(s, "eEp") && len(s) > 4 {
		return errors.New("not tried")
	}
	return decode()
}

func ratError(s string) error {
	if _, ok := new(big.Rat).SetString(s); !ok {
		return errors.New("no number")
	}
	return nil
}

// Each clause of CheckSplit finds an outcome that breaks it.
func TestCheckSplitFindsWhatIsWrong(t *testing.T) {
	shares := []unit.Share{{Key: "d", Weight: 3}, {Key: "b", Weight: 1}, {Key: "c", Weight: 1}, {Key: "a", Weight: 1}, {Key: "e", Weight: 0}}
	total := unit.New(8, unit.Joule) // quotas 4, 4/3, 4/3, 4/3, 0: parts 4, 1, 1, 2, 0
	part := func(n int64) unit.Amount { return unit.New(n, unit.Joule) }
	move := func(s unit.Shares, from, to int) {
		s.Parts[from], s.Parts[to] = part(s.Parts[from].Parts()-1), part(s.Parts[to].Parts()+1)
	}
	for name, spoil := range map[string]func(*unit.Shares){
		"nothing at all":                 func(s *unit.Shares) { *s = unit.Shares{} },
		"a part is missing":              func(s *unit.Shares) { s.Parts = s.Parts[1:] },
		"a quota is missing":             func(s *unit.Shares) { s.Quotas = s.Quotas[1:] },
		"a part of another unit":         func(s *unit.Shares) { s.Parts[4] = unit.Amount{} },
		"a residue of another unit":      func(s *unit.Shares) { s.Residue = unit.Amount{} },
		"the sum is short":               func(s *unit.Shares) { s.Parts[3] = part(1) },
		"the sum is long":                func(s *unit.Shares) { s.Parts[1] = part(2) },
		"a quota is off":                 func(s *unit.Shares) { s.Quotas[1].Num++ },
		"a quota is not in its form":     func(s *unit.Shares) { s.Quotas[1].Parts, s.Quotas[1].Num = 0, 8 },
		"a whole quota is rounded":       func(s *unit.Shares) { move(*s, 0, 1) },
		"a quota is rounded twice":       func(s *unit.Shares) { move(*s, 1, 3) },
		"no weight gets something":       func(s *unit.Shares) { move(*s, 3, 4) },
		"a tie goes to the middle key":   func(s *unit.Shares) { move(*s, 3, 1) },
		"a tie goes to the highest key":  func(s *unit.Shares) { move(*s, 3, 2) },
		"what is left over stays a rest": func(s *unit.Shares) { s.Parts[3], s.Residue = part(1), part(1) },
	} {
		got, err := unit.Split(total, shares, unit.LargestRemainder)
		if err := errors.Join(err, amounttest.CheckSplit(total, shares, unit.LargestRemainder, got)); err != nil {
			t.Fatal(err)
		}
		spoil(&got)
		if amounttest.CheckSplit(total, shares, unit.LargestRemainder, got) == nil {
			t.Errorf("%s, and nothing is found", name)
		}
	}
}

// A part left over that goes to the smaller remainder is within every clause, but not the rule.
func TestCheckSplitHasATwin(t *testing.T) {
	shares := []unit.Share{{Key: "a", Weight: 33}, {Key: "b", Weight: 66}}
	total := unit.New(1, unit.Joule)
	got, err := unit.Split(total, shares, unit.LargestRemainder)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(got.Parts)
	err = amounttest.CheckSplit(total, shares, unit.LargestRemainder, got)
	if err == nil || err.Error() != `"a" gets 1, not 0` {
		t.Errorf("the smaller remainder was rounded up, and found is %v", err)
	}
}

func TestRunText(t *testing.T) {
	amounttest.RunText(t, amounttest.AnyAmounts())
	amounttest.RunText(t, amounttest.Amounts(unit.Unit{}))
}
