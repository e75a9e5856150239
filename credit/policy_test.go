package credit_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

func pay(from, to string, parts int64) credit.Receipt {
	return credit.Receipt{From: from, To: to, Amount: cents(parts), At: day(1)}
}

// is compares a limit with the parts and words wanted.
func is(t *testing.T, name string, got credit.Limit, err error, parts int64, because string) {
	t.Helper()
	if want := (credit.Limit{Amount: cents(parts), Because: because}); err != nil || got != want {
		t.Errorf("%s:\ngot  %v, %v\nwant %v", name, got, err, want)
	}
}

func TestFixedLimit(t *testing.T) {
	for _, parts := range []int64{0, 1, math.MaxInt64} {
		got, err := credit.FixedLimit(cents(parts))
		is(t, "fixed", got, err, parts, "a fixed limit")
	}
}

func TestPaymentLimit(t *testing.T) {
	const top = math.MaxInt64
	for _, test := range []struct {
		name                        string
		limit, received, most, want int64
		because                     string
	}{
		{"nothing yet", 0, 0, 100, 0, "the limit of 0.00 EUR and 0.00 EUR received"},
		{"below", 30, 50, 100, 80, "the limit of 0.30 EUR and 0.50 EUR received"},
		{"just there", 30, 70, 100, 100, "the limit of 0.30 EUR and 0.70 EUR received"},
		{"above", 30, 71, 100, 100, "the ceiling: the limit of 0.30 EUR and 0.71 EUR received are more"},
		{"there already", 100, 0, 100, 100, "the limit of 1.00 EUR and 0.00 EUR received"},
		{"above already", 101, 50, 100, 101, "the limit as it was, above the ceiling of 1.00 EUR"},
		{"no room to count in", top - 1, top, top, top, "the ceiling: the limit of 92233720368547758.06 EUR and 92233720368547758.07 EUR received are more"},
	} {
		got, err := credit.PaymentLimit(cents(test.limit), cents(test.received), cents(test.most))
		is(t, test.name, got, err, test.want, test.because)
	}
}

// anyParts draws an amount from zero up, small or large.
var anyParts = rapid.OneOf(rapid.Int64Range(0, 1000), rapid.Int64Range(0, math.MaxInt64))

func TestPaymentLimitFormula(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		limit, received, most := anyParts.Draw(rt, "limit"), anyParts.Draw(rt, "received"), anyParts.Draw(rt, "most")
		got, err := credit.PaymentLimit(cents(limit), cents(received), cents(most))
		want := new(big.Int).Add(big.NewInt(limit), big.NewInt(received)) // min(most, limit + received)
		if want.Cmp(big.NewInt(most)) > 0 {
			want.SetInt64(max(limit, most)) // nobody's limit falls
		}
		if err != nil || big.NewInt(got.Amount.Parts()).Cmp(want) != 0 || got.Amount.Unit() != euro(t) {
			rt.Fatalf("got %v, %v, want %v", got, err, want)
		}
	})
}

func TestTurnoverLimit(t *testing.T) {
	window := " received after 2026-01-01T12:00:00Z and up to 2026-01-31T12:00:00Z"
	at := func(r credit.Receipt, when time.Time) credit.Receipt { r.At = when; return r }
	nano := time.Nanosecond
	elsewhere := time.FixedZone("elsewhere", 5*3600)
	for _, test := range []struct {
		name     string
		receipts []credit.Receipt
		share    *big.Rat
		want     int64
		because  string
	}{
		{"nothing", nil, big.NewRat(1, 2), 100, "the floor: 1/2 of the 0.00 EUR" + window + " is less"},
		{"only what the member received", []credit.Receipt{
			at(pay("bob", "ann", 1200), day(2)), at(pay("ann", "bob", 800), day(2)), at(pay("bob", "cem", 800), day(2)),
		}, big.NewRat(1, 2), 600, "1/2 of the 12.00 EUR" + window},
		{"at the edges", []credit.Receipt{
			at(pay("bob", "ann", 1), day(1).Add(-nano)), at(pay("bob", "ann", 10), day(1)), at(pay("bob", "ann", 100), day(1).Add(nano)),
			at(pay("bob", "ann", 1000), day(31).Add(-nano)), at(pay("bob", "ann", 10000), day(31)), at(pay("bob", "ann", 100000), day(31).Add(nano)),
		}, big.NewRat(1, 100), 111, "1/100 of the 111.00 EUR" + window},
		{"in another zone", []credit.Receipt{
			at(pay("bob", "ann", 1000), day(31).In(elsewhere)), at(pay("bob", "ann", 10), day(31).Add(nano).In(elsewhere)),
		}, big.NewRat(1, 1), 1000, "1 times the 10.00 EUR" + window},
		{"rounded down", []credit.Receipt{at(pay("bob", "ann", 1000), day(2))}, big.NewRat(2, 3), 666, "2/3 of the 10.00 EUR" + window + ", rounded down by 1/150 EUR"},
		{"the floor just so", []credit.Receipt{at(pay("bob", "ann", 300), day(2))}, big.NewRat(1, 3), 100, "1/3 of the 3.00 EUR" + window},
		{"the floor by a hair", []credit.Receipt{at(pay("bob", "ann", 299), day(2))}, big.NewRat(1, 3), 100, "the floor: 1/3 of the 2.99 EUR" + window + " is less"},
		{"the ceiling just so", []credit.Receipt{at(pay("bob", "ann", 3000), day(2))}, big.NewRat(1, 3), 1000, "1/3 of the 30.00 EUR" + window},
		{"the ceiling by a hair", []credit.Receipt{at(pay("bob", "ann", 3001), day(2))}, big.NewRat(1, 3), 1000, "the ceiling: 1/3 of the 30.01 EUR" + window + " is more"},
		{"far beyond", []credit.Receipt{at(pay("bob", "ann", math.MaxInt64), day(2))}, big.NewRat(math.MaxInt64, 1), 1000, "the ceiling: 9223372036854775807 times the 92233720368547758.07 EUR" + window + " is more"},
	} {
		terms := credit.TurnoverTerms{Share: test.share, Floor: cents(100), Most: cents(1000)}
		got, err := credit.TurnoverLimit("ann", test.receipts, day(1), day(31), terms)
		is(t, test.name, got, err, test.want, test.because)
	}
}

// The zero time for from begins with the first receipt.
func TestTurnoverSinceEver(t *testing.T) {
	old := credit.Receipt{From: "bob", To: "ann", Amount: cents(200), At: time.Time{}.Add(1)}
	got, err := credit.TurnoverLimit("ann", []credit.Receipt{old}, time.Time{}, day(1), credit.TurnoverTerms{Share: big.NewRat(1, 2), Floor: cents(0), Most: cents(1000)})
	is(t, "since ever", got, err, 100, "1/2 of the 2.00 EUR received after 0001-01-01T00:00:00Z and up to 2026-01-01T12:00:00Z")
}

// shares draws a share above zero.
var shares = rapid.Custom(func(t *rapid.T) *big.Rat {
	part := rapid.OneOf(rapid.Int64Range(1, 9), rapid.Int64Range(1, math.MaxInt64))
	return big.NewRat(part.Draw(t, "numerator"), part.Draw(t, "denominator"))
})

// drawBounds draws the two bounds of a limit.
func drawBounds(t *rapid.T) (least, most int64) {
	a, b := anyParts.Draw(t, "a"), anyParts.Draw(t, "b")
	return min(a, b), max(a, b)
}

func TestTurnoverLimitFormula(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		floor, most := drawBounds(rt)
		share := shares.Draw(rt, "share")
		before := new(big.Rat).Set(share)
		var receipts []credit.Receipt
		sum := new(big.Int)
		for i, parts := range rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(1, 1000), rapid.Int64Range(1, math.MaxInt64)), 0, 5).Draw(rt, "received") {
			r := pay("bob", "ann", parts)
			r.At = day(rapid.IntRange(1, 9).Draw(rt, "day"))
			receipts = append(receipts, r)
			if d := r.At.Day(); d > 3 && d <= 6 {
				sum.Add(sum, big.NewInt(parts))
			}
			if i%2 == 0 {
				receipts = append(receipts, pay("ann", "bob", parts))
			}
		}
		got, err := credit.TurnoverLimit("ann", receipts, day(3), day(6), credit.TurnoverTerms{Share: share, Floor: cents(floor), Most: cents(most)})
		if !sum.IsInt64() {
			if !errors.Is(err, journal.ErrLimit) {
				rt.Fatalf("got %v, %v", got, err)
			}
			return
		}
		want := sum.Mul(sum, share.Num())
		want.Div(want, share.Denom())
		switch {
		case want.Cmp(big.NewInt(floor)) < 0:
			want.SetInt64(floor)
		case want.Cmp(big.NewInt(most)) > 0:
			want.SetInt64(most)
		}
		if err != nil || got.Amount != cents(want.Int64()) || share.Cmp(before) != 0 {
			rt.Fatalf("got %v, %v, want %v", got, err, want)
		}
	})
}

// A policy refused with a reason, and words in which a person finds what to change.
func TestRefusePolicies(t *testing.T) {
	other, err := unit.Currency("USD", 2)
	if err != nil {
		t.Fatal(err)
	}
	dollar := unit.New(1, other)
	zero, one, minus := cents(0), cents(1), cents(-1)
	payment := func(limit, received, most unit.Amount) error {
		l, err := credit.PaymentLimit(limit, received, most)
		return nothing(t, l, err)
	}
	fixed := func(limit unit.Amount) error {
		l, err := credit.FixedLimit(limit)
		return nothing(t, l, err)
	}
	for _, test := range []struct {
		name   string
		err    error
		reason error
		text   string
	}{
		{"fixed, no unit", fixed(unit.Amount{}), journal.ErrUnit, "journal: an amount in another unit: want a limit in some unit"},
		{"fixed, below zero", fixed(minus), credit.ErrPolicy, "credit: not the terms of a limit policy: want a limit of zero or above, got -0.01 EUR"},
		{"payment, no unit", payment(unit.Amount{}, unit.Amount{}, unit.Amount{}), journal.ErrUnit, "journal: an amount in another unit: want a ceiling in some unit"},
		{"payment, a limit in another unit", payment(dollar, one, one), journal.ErrUnit, "journal: an amount in another unit: want a limit in EUR.2"},
		{"payment, received another unit", payment(one, dollar, one), journal.ErrUnit, "journal: an amount in another unit: want a receipt in EUR.2"},
		{"payment, a ceiling below zero", payment(one, one, minus), credit.ErrPolicy, "credit: not the terms of a limit policy: want a ceiling of zero or above, got -0.01 EUR"},
		{"payment, a limit below zero", payment(minus, one, one), credit.ErrPolicy, "credit: not the terms of a limit policy: want a limit of zero or above, got -0.01 EUR"},
		{"payment, received less than nothing", payment(zero, minus, one), credit.ErrPolicy, "credit: not the terms of a limit policy: want a receipt of zero or above, got -0.01 EUR"},
	} {
		refusedFor(t, test.name, test.err, test.reason, test.text)
	}
}

// nothing checks that no limit comes with an error.
func nothing(t *testing.T, l credit.Limit, err error) error {
	t.Helper()
	if err != nil && l != (credit.Limit{}) {
		t.Errorf("%v with %v", l, err)
	}
	return err
}

func refusedFor(t *testing.T, name string, err, reason error, text string) {
	t.Helper()
	r, ok := errors.AsType[*journal.RefusalError](err)
	if !ok || r.Reason != reason || r.Error() != text {
		t.Errorf("%s:\ngot  %v\nwant %v, %s", name, err, reason, text)
	}
}

// What turnover and reach refuse in common, by both, and what each does by itself.
func TestRefuseGrowth(t *testing.T) {
	other, err := unit.Currency("USD", 2)
	if err != nil {
		t.Fatal(err)
	}
	type terms struct {
		member      string
		share       *big.Rat
		least, most unit.Amount
		receipts    []credit.Receipt
		seeds       []string
		to          time.Time
	}
	both := func(change func(*terms)) (turnover, reach error) {
		s := terms{"ann", big.NewRat(1, 2), cents(1), cents(2), []credit.Receipt{pay("bob", "ann", 1), pay("cem", "ann", 1)}, []string{"bob"}, day(2)}
		change(&s)
		l, turnover := credit.TurnoverLimit(s.member, s.receipts, day(1), s.to, credit.TurnoverTerms{Share: s.share, Floor: s.least, Most: s.most})
		turnover = nothing(t, l, turnover)
		l, reach = credit.ReachLimit(context.Background(), s.member, s.receipts, credit.ReachTerms{Seeds: s.seeds, Share: s.share, Base: s.least, Most: s.most})
		return turnover, nothing(t, l, reach)
	}
	if turnover, reach := both(func(*terms) {}); turnover != nil || reach != nil {
		t.Fatal(turnover, reach)
	}
	share := "want a share above zero, each side of the line below 2^63"
	tooLarge := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 63))
	for _, test := range []struct {
		name           string
		change         func(*terms)
		reason         error
		turnover, what string // in words; by turnover where that differs; - where it does not concern one of them
	}{
		{"no member", func(s *terms) { s.member = "" }, journal.ErrParty, "", "member must not be empty"},
		{"no share", func(s *terms) { s.share = nil }, credit.ErrPolicy, "", share},
		{"a share of nothing", func(s *terms) { s.share = new(big.Rat) }, credit.ErrPolicy, "", share},
		{"a share below", func(s *terms) { s.share = big.NewRat(-1, 2) }, credit.ErrPolicy, "", share},
		{"a share too large", func(s *terms) { s.share = tooLarge }, credit.ErrPolicy, "", share},
		{"a share too small", func(s *terms) { s.share = new(big.Rat).Inv(tooLarge) }, credit.ErrPolicy, "", share},
		{"no ceiling", func(s *terms) { s.most = unit.Amount{} }, journal.ErrUnit, "", "want a ceiling in some unit"},
		{"a ceiling below zero", func(s *terms) { s.most = cents(-1) }, credit.ErrPolicy, "", "want a ceiling of zero or above, got -0.01 EUR"},
		{"none below", func(s *terms) { s.least = unit.Amount{} }, journal.ErrUnit, "want a floor in EUR.2", "want a base in EUR.2"},
		{"below zero", func(s *terms) { s.least = cents(-1) }, credit.ErrPolicy, "want a floor of zero or above, got -0.01 EUR", "want a base of zero or above, got -0.01 EUR"},
		{"above the ceiling", func(s *terms) { s.least = cents(3) }, journal.ErrLimit,
			"the ceiling, and the floor is above it: asked 0.03 EUR, room for 0.02 EUR", "the ceiling, and the base is above it: asked 0.03 EUR, room for 0.02 EUR"},
		{"no payer", func(s *terms) { s.receipts[1].From = "" }, journal.ErrParty, "", "receipt 1: payer must not be empty"},
		{"a payee with a space", func(s *terms) { s.receipts[1].To = " " }, journal.ErrParty, "", "receipt 1: payee must not begin or end with a space"},
		{"to oneself", func(s *terms) { s.receipts[1].To = "cem" }, credit.ErrSelf, "", "receipt 1: want another payee than the payer"},
		{"another unit", func(s *terms) { s.receipts[0].Amount = unit.New(1, other) }, journal.ErrUnit, "", "receipt 0: want an amount in EUR.2"},
		{"nothing paid", func(s *terms) { s.receipts[0].Amount = cents(0) }, journal.ErrAmount, "", "receipt 0: got 0.00 EUR"},
		{"less than nothing paid", func(s *terms) { s.receipts[0].Amount = cents(math.MinInt64) }, journal.ErrAmount, "", "receipt 0: got -92233720368547758.08 EUR"},
		{"no time", func(s *terms) { s.receipts[0].At = time.Time{} }, journal.ErrTime, "", "receipt 0: want a time"},
		{"too many", func(s *terms) { s.receipts = make([]credit.Receipt, credit.ReceiptsMax+1) }, journal.ErrLimit, "", "want at most 1048576 receipts"},
		{"as many as may be, of none", func(s *terms) { s.receipts = make([]credit.Receipt, credit.ReceiptsMax) }, journal.ErrParty, "", "receipt 0: payer must not be empty"},
		{"a window that is none", func(s *terms) { s.to = day(1) }, credit.ErrPolicy, "want a window that begins before it ends", "-"},
		{"a window that ends before", func(s *terms) { s.to = day(1).Add(-1) }, credit.ErrPolicy, "want a window that begins before it ends", "-"},
		{"no seed", func(s *terms) { s.seeds = nil }, credit.ErrPolicy, "-", "want 1 to 65536 seeds"},
		{"too many seeds", func(s *terms) { s.seeds = make([]string, credit.SeedsMax+1) }, credit.ErrPolicy, "-", "want 1 to 65536 seeds"},
		{"as many seeds as may be, of no name", func(s *terms) { s.seeds = make([]string, credit.SeedsMax) }, journal.ErrParty, "-", "seed must not be empty"},
		{"a seed without a name", func(s *terms) { s.seeds = []string{"bob", ""} }, journal.ErrParty, "-", "seed must not be empty"},
		{"a member that is a seed", func(s *terms) { s.seeds = []string{"bob", "ann"} }, credit.ErrPolicy, "-", `want a member that is no seed, and "ann" is one`},
	} {
		if testing.Short() && strings.HasPrefix(test.name, "as many as may be") {
			continue // it takes a hundred megabytes
		}
		turnover, reach := both(test.change)
		if test.turnover == "" {
			test.turnover = test.what
		}
		if test.turnover != "-" {
			refusedFor(t, test.name+", turnover", turnover, test.reason, fmt.Sprintf("%v: %s", test.reason, test.turnover))
		}
		if test.what != "-" {
			refusedFor(t, test.name+", reach", reach, test.reason, fmt.Sprintf("%v: %s", test.reason, test.what))
		}
	}
}
