package clearing_test

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
)

// accept is the acceptor's readiness to take a debtor's promise of so many joules' smallest parts.
func accept(id, acceptor, debtor string, parts int64) clearing.Acceptance {
	return clearing.Acceptance{ID: id, Acceptor: acceptor, Debtor: debtor, Amount: unit.New(parts, unit.Joule)}
}

func tender(id, source, owner string, parts int64) clearing.Tender {
	return clearing.Tender{ID: id, Source: source, Owner: owner, Amount: unit.New(parts, unit.Joule)}
}

func stages(names ...clearing.Stage) clearing.Options {
	var o clearing.Options
	for _, s := range names {
		o.Stages = append(o.Stages, clearing.Objective{Stage: s})
	}
	return o
}

// used returns the parts used of obligations, acceptances and tenders, after checking the result in every way
// there is.
func used(t *testing.T, b clearing.Book, o clearing.Options) (off, accepted, tendered []int64) {
	t.Helper()
	r := clear(t, b, o)
	if err := clearing.Verify(b, o, r); err != nil {
		t.Error(err)
	}
	if err := clearingtest.Check(b, o, r); err != nil {
		t.Error(err)
	}
	if err := clearingtest.CheckBest(b, o, r); err != nil {
		t.Error(err)
	}
	return numbers(r.SetOff), numbers(r.Accepted), numbers(r.Tendered)
}

func numbers(all []unit.Amount) []int64 {
	n := make([]int64, len(all))
	for i, a := range all {
		n[i] = a.Parts()
	}
	return n
}

// p2pOrPay is the case of that name of github.com/informalsystems/cycles-overview.
func p2pOrPay() clearing.Book {
	return clearing.Book{
		Obligations: []clearing.Obligation{owe("1", "alice", "bob", 30, unit.Joule), owe("2", "charlie", "alice", 20, unit.Joule)},
		Tenders:     []clearing.Tender{tender("3", "$", "alice", 20)},
		Acceptances: []clearing.Acceptance{accept("4", "bob", "charlie", 20), accept("5", "bob", "$", 20)},
	}
}

// The published flow 30, 20, 10, 20, 10, and what is left: charlie owes bob 20, $ owes alice 10 and bob 10.
func TestPromisesOrMoney(t *testing.T) {
	for _, o := range []clearing.Options{stages(clearing.Volume), stages(clearing.Volume, clearing.PromisesFirst), stages(clearing.Volume, clearing.LeastLiquidity)} {
		b := p2pOrPay()
		off, accepted, tendered := used(t, b, o)
		if !slices.Equal(off, []int64{30, 20}) || !slices.Equal(tendered, []int64{10}) || !slices.Equal(accepted, []int64{20, 10}) {
			t.Errorf("%v: %v, %v, %v", o.Stages, off, tendered, accepted)
		}
		after, err := b.After(clear(t, b, o))
		if err != nil {
			t.Fatal(err)
		}
		want := []clearing.Obligation{owe("4/1", "charlie", "bob", 20, unit.Joule), owe("5/1", "$", "bob", 10, unit.Joule)}
		if !slices.Equal(after.Obligations, want) || !slices.Equal(after.Tenders, []clearing.Tender{tender("3", "$", "alice", 10)}) ||
			!slices.Equal(after.Acceptances, []clearing.Acceptance{accept("5", "bob", "$", 10)}) {
			t.Errorf("%v: left is %+v", o.Stages, after)
		}
	}
}

// As published, what $ owes alice is an obligation like others, and whoever accepts says that its money comes
// last: that is the rank of bob's acceptance.
func TestPromisesOrMoneyByRank(t *testing.T) {
	b := p2pOrPay()
	b.Tenders = nil
	b.Obligations = append(b.Obligations, owe("3", "$", "alice", 20, unit.Joule))
	b.Acceptances[1].Rank = 1
	off, accepted, _ := used(t, b, stages(clearing.Volume, clearing.ByRank))
	if !slices.Equal(off, []int64{30, 20, 10}) || !slices.Equal(accepted, []int64{20, 10}) {
		t.Errorf("%v, %v", off, accepted)
	}
	b.Acceptances[0].Rank = 2 // bob would rather have money, and takes what there is
	off, accepted, _ = used(t, b, stages(clearing.Volume, clearing.ByRank))
	if !slices.Equal(off, []int64{30, 10, 20}) || !slices.Equal(accepted, []int64{10, 20}) {
		t.Errorf("%v, %v", off, accepted)
	}
}

// By net reduction charlie's promise is used, which clears two for one, and the money is not, which would cost two
// for one.
func TestTwoForOne(t *testing.T) {
	off, accepted, tendered := used(t, p2pOrPay(), clearing.Options{})
	if !slices.Equal(off, []int64{20, 20}) || !slices.Equal(accepted, []int64{20, 0}) || !slices.Equal(tendered, []int64{0}) {
		t.Errorf("%v, %v, %v", off, accepted, tendered)
	}
}

// The four ways to settle of Cycles: 100 are discharged by set-off (the payee owes the payer 10), by assignment
// (the payer has 20), by issuance (the payee accepts 10), and 60 are left to be novated.
func TestFourWays(t *testing.T) {
	b := clearing.Book{
		Obligations: []clearing.Obligation{owe("owed", "payer", "payee", 100, unit.Joule), owe("back", "payee", "payer", 10, unit.Joule)},
		Tenders:     []clearing.Tender{tender("assets", "bank", "payer", 20)},
		Acceptances: []clearing.Acceptance{accept("assigned", "payee", "bank", 1000), accept("issued", "payee", "payer", 10)},
	}
	off, accepted, tendered := used(t, b, stages(clearing.Volume))
	if !slices.Equal(off, []int64{40, 10}) || !slices.Equal(accepted, []int64{20, 10}) || !slices.Equal(tendered, []int64{20}) {
		t.Errorf("%v, %v, %v", off, accepted, tendered)
	}
	off, accepted, tendered = used(t, b, clearing.Options{}) // of which only the first makes less of what is owed
	if !slices.Equal(off, []int64{10, 10}) || !slices.Equal(accepted, []int64{0, 0}) || !slices.Equal(tendered, []int64{0}) {
		t.Errorf("%v, %v, %v", off, accepted, tendered)
	}
}

// Liquidity is used where it clears more than it costs: 5 of it go round three debtors.
func TestLiquidity(t *testing.T) {
	b := book(owe("1", "ann", "bob", 9, unit.Joule), owe("2", "bob", "carol", 7, unit.Joule), owe("3", "carol", "bank", 8, unit.Joule))
	b.Tenders = []clearing.Tender{tender("t", "bank", "ann", 5)}
	r := clear(t, b, clearing.Options{})
	if got := r.Totals[0].String(); got != "0.024 J owed, 0.015 J set off, 0.009 J stays, net debt 0.010 J, liquidity 0.005 J" {
		t.Error(got)
	}
	if got := r.Proofs[0].Value.Parts(); got != 10 {
		t.Errorf("a net reduction of %d", got)
	}
	for c := range clearing.Chains(b, r) {
		if !slices.Equal(c.Obligations, []string{"1", "2", "3", "t"}) || !slices.Equal(c.Kinds, []string{"obligation", "obligation", "obligation", "tender"}) || c.Amount.Parts() != 5 {
			t.Errorf("%+v", c)
		}
	}
}

// A new promise takes the least number that gives it an ID of its own.
func TestNewIDs(t *testing.T) {
	b := book(owe("a/1", "ann", "bob", 4, unit.Joule), owe("x", "bob", "carol", 3, unit.Joule), owe("a/2/1", "dora", "ann", 1, unit.Joule))
	b.Acceptances = []clearing.Acceptance{accept("a", "carol", "ann", 2), accept("a/2", "carol", "ann", 1)}
	r := clear(t, b, clearing.Options{})
	want := []clearing.Obligation{owe("a/3", "ann", "carol", 2, unit.Joule), owe("a/2/2", "ann", "carol", 1, unit.Joule)}
	if !slices.Equal(r.New, want) {
		t.Errorf("%+v", r.New)
	}
}

// stockBook tenders 10 kWh of a mill's Stock, which its quote makes worth 2.70 EUR, for 2 EUR.
func stockBook(t *testing.T) (b clearing.Book, o clearing.Options) {
	euro, today := mustUnit(t, "EUR.2"), day(t, "2026-03-31")
	quote, err := unit.NewQuote(unit.QuoteTerms{
		Base: unit.KilowattHour, Quoted: euro, Rate: big.NewRat(27, 100), Side: unit.Bid,
		AsOf: today, ValidUntil: today.AddDate(0, 0, 1), Source: "the mill's price list",
	})
	if err != nil {
		t.Fatal(err)
	}
	b = book(owe("1", "ann", "bob", 500, euro), owe("2", "bob", "carol", 400, euro), owe("3", "carol", "mill", 300, euro))
	b.Tenders = []clearing.Tender{{ID: "t", Source: "mill", Owner: "ann", Amount: unit.New(200, euro), Stock: unit.New(10_000_000, unit.KilowattHour), Quote: quote}}
	return b, clearing.Options{ValueDate: today}
}

// Stock comes in at its quoted value and never as energy of account, and what stays is worth its amount still.
func TestStock(t *testing.T) {
	b, o := stockBook(t)
	r := clear(t, b, o)
	if got := r.Totals[0].Liquidity.String(); got != "2.00 EUR" || len(r.Totals) != 1 {
		t.Errorf("%v", r.Totals)
	}
	stock, rounded, err := b.Tenders[0].StockFor(r.Tendered[0])
	if err != nil || stock.String() != "7.407407 kWh" || rounded.Cmp(big.NewRat(11, 27_000_000)) != 0 {
		t.Errorf("%v, %v, %v", stock, rounded, err)
	}
	b.Obligations[2].Amount = unit.New(100, b.Obligations[2].Amount.Unit())
	after, err := b.After(clear(t, b, o))
	if err != nil || len(after.Tenders) != 1 || after.Tenders[0].Amount.String() != "1.00 EUR" || after.Tenders[0].Stock.String() != "6.296297 kWh" {
		t.Errorf("%+v, %v", after.Tenders, err)
	}
	if _, err := clearing.Clear(t.Context(), after, o); err != nil {
		t.Error(err)
	}
	if stock, rounded, err := tender("m", "bank", "ann", 5).StockFor(unit.New(3, unit.Joule)); !stock.IsZero() || rounded.Sign() != 0 || err != nil {
		t.Errorf("of money: %v, %v, %v", stock, rounded, err)
	}
}

// A result that nobody verified can use of a tender more than any Stock is worth: After says so, as StockFor does.
func TestMoreStockThanThereIs(t *testing.T) {
	b, _ := stockBook(t)
	terms := b.Tenders[0].Quote.Terms()
	terms.Rate = big.NewRat(1, 1<<62)
	quote, err := unit.NewQuote(terms)
	if err != nil {
		t.Fatal(err)
	}
	b.Tenders[0].Quote = quote
	zero := unit.New(0, b.Tenders[0].Amount.Unit())
	digest, err := clearing.Digest(b)
	if err != nil {
		t.Fatal(err)
	}
	r := &clearing.Result{SetOff: []unit.Amount{zero, zero, zero}, Accepted: []unit.Amount{}, Tendered: []unit.Amount{b.Tenders[0].Amount}, BookDigest: digest}
	if _, err := b.After(r); !errors.Is(err, unit.ErrRange) {
		t.Errorf("after: %v", err)
	}
	if _, _, err := b.Tenders[0].StockFor(b.Tenders[0].Amount); !errors.Is(err, unit.ErrRange) {
		t.Errorf("stock: %v", err)
	}
}

// Proofs alone are of obligations alone.
func TestVerifyProofsOfOffers(t *testing.T) {
	b, o := stockBook(t)
	r := clear(t, b, o)
	refusal(t, clearing.VerifyProofs(b, o, r.SetOff, r.Proofs), clearing.ErrShape)
}

// What a tender of Stock is refused for.
func TestBadStock(t *testing.T) {
	for name, test := range map[string]struct {
		change func(t *clearing.Tender, o *clearing.Options)
		what   string
	}{
		"no value date": {func(_ *clearing.Tender, o *clearing.Options) { o.ValueDate = time.Time{} }, "want a value date"},
		"expired": {func(_ *clearing.Tender, o *clearing.Options) { o.ValueDate = o.ValueDate.AddDate(0, 0, 2) },
			"unit: an expired quote: want 2026-04-01T00:00:00Z or earlier"},
		"too little":     {func(t *clearing.Tender, _ *clearing.Options) { t.Stock = unit.New(7_400_000, unit.KilowattHour) }, "it is worth 1.99 EUR"},
		"no quote":       {func(t *clearing.Tender, _ *clearing.Options) { t.Quote = unit.Quote{} }, "want both Stock and a quote, or neither"},
		"no Stock":       {func(t *clearing.Tender, _ *clearing.Options) { t.Stock = unit.Amount{} }, "want both Stock and a quote, or neither"},
		"of account":     {func(t *clearing.Tender, _ *clearing.Options) { t.Amount = unit.New(10_000_000, unit.KilowattHour) }, "it is worth 2.70 EUR"},
		"the other side": {func(t *clearing.Tender, _ *clearing.Options) { t.Quote = t.Quote.Inverse() }, ""},
		"less than none": {func(t *clearing.Tender, _ *clearing.Options) { t.Stock = unit.New(-1, unit.KilowattHour) }, "want both Stock and a quote, or neither"},
	} {
		b, o := stockBook(t)
		test.change(&b.Tenders[0], &o)
		_, err := clearing.Clear(t.Context(), b, o)
		if name == "the other side" { // the same quote, said the other way
			if err != nil {
				t.Error(err)
			}
			continue
		}
		if e := refusal(t, err, clearing.ErrStock); e.Entry != "tender" || e.ID != "t" || e.What != test.what {
			t.Errorf("%s: %#v", name, e)
		}
	}
}

// Each thing that can be wrong with an acceptance, a tender or a window.
func TestBadOffer(t *testing.T) {
	good := func() clearing.Book {
		b := triangle()
		b.Acceptances = []clearing.Acceptance{accept("x", "bob", "ann", 1)}
		b.Tenders = []clearing.Tender{tender("y", "bank", "ann", 1)}
		b.Windows = []clearing.Window{{Creditor: "ann", Until: day(t, "2026-03-31")}}
		return b
	}
	mustClear(t, good())
	utmost := good()
	utmost.Acceptances[0].ID, utmost.Acceptances[0].Rank = strings.Repeat("x", clearing.AcceptanceIDBytesMax), clearing.RankMax
	mustClear(t, utmost)
	for name, test := range map[string]struct {
		change func(b *clearing.Book)
		reason error
		entry  string
		what   string
	}{
		"acceptance's ID":   {func(b *clearing.Book) { b.Acceptances[0].ID = "" }, clearing.ErrID, "acceptance", "must not be empty"},
		"its long ID":       {func(b *clearing.Book) { b.Acceptances[0].ID = strings.Repeat("x", 97) }, clearing.ErrID, "acceptance", "must be at most 96 bytes"},
		"acceptor":          {func(b *clearing.Book) { b.Acceptances[0].Acceptor = " " }, clearing.ErrParty, "acceptance", "acceptor: must not begin or end with a space"},
		"debtor":            {func(b *clearing.Book) { b.Acceptances[0].Debtor = "" }, clearing.ErrParty, "acceptance", "debtor: must not be empty"},
		"oneself accepted":  {func(b *clearing.Book) { b.Acceptances[0].Debtor = "bob" }, clearing.ErrSelf, "acceptance", "acceptor and debtor must differ"},
		"amount accepted":   {func(b *clearing.Book) { b.Acceptances[0].Amount = unit.Amount{} }, clearing.ErrAmount, "acceptance", "got 0"},
		"rank below":        {func(b *clearing.Book) { b.Acceptances[0].Rank = -1 }, clearing.ErrRank, "acceptance", "got -1"},
		"rank above":        {func(b *clearing.Book) { b.Acceptances[0].Rank = 16 }, clearing.ErrRank, "acceptance", "got 16"},
		"source":            {func(b *clearing.Book) { b.Tenders[0].Source = "" }, clearing.ErrParty, "tender", "source: must not be empty"},
		"owner":             {func(b *clearing.Book) { b.Tenders[0].Owner = "" }, clearing.ErrParty, "tender", "owner: must not be empty"},
		"oneself's source":  {func(b *clearing.Book) { b.Tenders[0].Owner = "bank" }, clearing.ErrSelf, "tender", "source and owner must differ"},
		"amount tendered":   {func(b *clearing.Book) { b.Tenders[0].Amount = unit.New(-1, unit.Joule) }, clearing.ErrAmount, "tender", "got -0.001 J"},
		"ID of another":     {func(b *clearing.Book) { b.Tenders[0].ID = "x" }, clearing.ErrDuplicate, "tender", "acceptance 0 has it too"},
		"ID of a debt":      {func(b *clearing.Book) { b.Acceptances[0].ID = "b" }, clearing.ErrDuplicate, "acceptance", "obligation 1 has it too"},
		"window's creditor": {func(b *clearing.Book) { b.Windows[0].Creditor = "" }, clearing.ErrParty, "window", "creditor: must not be empty"},
		"no end of it":      {func(b *clearing.Book) { b.Windows[0].Until = time.Time{} }, clearing.ErrDue, "window", "until: want a time"},
		"two windows":       {func(b *clearing.Book) { b.Windows = append(b.Windows, b.Windows[0]) }, clearing.ErrDuplicate, "window", "window 0 is of that creditor too"},
		"too much by rank": {func(b *clearing.Book) {
			b.Acceptances[0].Amount, b.Acceptances[0].Rank = unit.New(1<<60, unit.Joule), 4
		}, clearing.ErrTotal, "total", ""},
	} {
		b := good()
		test.change(&b)
		_, err := clearing.Clear(t.Context(), b, clearing.Options{})
		if e := refusal(t, err, test.reason); e.Entry != test.entry || e.What != test.what {
			t.Errorf("%s: %#v", name, e)
		}
		refusedAlike(t, b, test.reason)
		if _, err := b.After(mustClear(t, triangle())); err == nil {
			t.Errorf("%s: there is an after", name)
		}
	}
}
