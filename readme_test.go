package mutual_test

import (
	"context"
	_ "embed"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/partnership"
	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// The Go code of README.md stands here too, block by block and word for word, so that it is compiled and run. What a
// line prints is said in the comment at its end; ", then " goes before what it prints next.

//go:embed README.md
var readme string

//go:embed readme_test.go
var source string

// blocks are the functions that the blocks are in, in their order.
var blocks = []func(context.Context) error{setOff, payAlong, standBehind, shareHouse, sellPower, count}

// What the blocks take as known.
var (
	eur, _ = unit.Currency("EUR", 2)
	now    = time.Date(2026, time.March, 1, 9, 0, 0, 0, time.UTC)
	later  = now.AddDate(0, 2, 0)
)

func setOff(ctx context.Context) error {
	// Block 1:
	eur, _ := unit.Currency("EUR", 2)
	book := clearing.Book{Obligations: []clearing.Obligation{
		{ID: "1", Debtor: "Ann", Creditor: "Bob", Amount: unit.New(100_00, eur)},
		{ID: "2", Debtor: "Bob", Creditor: "Cem", Amount: unit.New(80_00, eur)},
		{ID: "3", Debtor: "Cem", Creditor: "Ann", Amount: unit.New(60_00, eur)},
	}}
	result, err := clearing.Clear(ctx, book, clearing.Options{})
	if err != nil {
		return err // names the entry and the reason
	}
	for ring := range clearing.Chains(book, result) {
		fmt.Println(ring.Amount, ring.Parties) // 60.00 EUR [Ann Bob Cem]
	}
	err = clearing.Verify(book, clearing.Options{}, result) // nil: nothing larger exists
	return err
}

func payAlong(ctx context.Context) error {
	// Block 2:
	hours, _ := unit.Custom("hour", 1)
	ledger, _ := credit.New(credit.Terms{Unit: hours})
	_, err := ledger.Batch(
		credit.SetLine{ID: "1", At: now, By: []string{"bob"}, Creditor: "bob", Debtor: "ann", Hard: unit.New(3_0, hours)}, // bob trusts ann
		credit.SetLine{ID: "2", At: now, By: []string{"dan"}, Creditor: "dan", Debtor: "bob", Hard: unit.New(9_0, hours)}, // dan trusts bob
		credit.Mediate{ID: "3", At: now, By: []string{"bob"}, Party: "bob"},                                               // who lets others pay through him
	)
	if err != nil {
		return err
	}
	plan, err := ledger.Route(ctx, credit.Routing{From: "ann", To: "dan", Amount: unit.New(2_0, hours), For: "a table"})
	if err != nil {
		return err // names the lines and the people in the way, and how much would be possible
	}
	for _, path := range plan.Paths {
		fmt.Println(path.Amount, path.Parties) // 2.0 hour [ann bob dan]
	}
	_, err = ledger.Apply(credit.Pay{ID: "4", At: now, By: []string{"ann"}, Payment: plan.Payment})
	fmt.Println(ledger.Balance("ann"), ledger.Balance("bob"), ledger.Balance("dan")) // -2.0 hour 0.0 hour 2.0 hour
	return err
}

func standBehind(context.Context) error {
	// Block 3:
	var folk []string
	for i := range 40 {
		folk = append(folk, fmt.Sprint("member ", i))
	}
	society, _ := guarantee.New(guarantee.Terms{
		Name: "guild", Unit: eur, Founders: folk, Manager: "mia", Custodian: "cus",
		Cost:    guarantee.Rates{Buyer: 2_500, Seller: 2_500}, // millionths: a quarter of a per cent a side
		Default: guarantee.Rates{Buyer: 10_000, Seller: 10_000},
	})
	actions := []guarantee.Action{
		guarantee.Adopt{ID: "adopt", At: now, By: folk},
		guarantee.OpenYear{ID: "2026", At: now, By: []string{"mia"}},
	}
	for _, who := range folk {
		actions = append(actions,
			guarantee.Deposit{ID: "deposit of " + who, At: now, By: []string{"cus"}, Member: who, Amount: unit.New(5_00, eur)},
			guarantee.SetLimits{ID: "limits of " + who, At: now, By: []string{"mia"}, Member: who, Buyer: unit.New(100_00, eur), Seller: unit.New(200_00, eur), Because: "two years of trade"})
	}
	for i, who := range folk { // each buys timber of another, for 100 euros, and nobody of member 0
		next := folk[i%39+1]
		actions = append(actions, guarantee.Accept{ID: "sale to " + who, At: now, By: []string{who, next}, Buyer: who, Seller: next, Amount: unit.New(100_00, eur), For: "timber"})
	}
	actions = append(actions, guarantee.Declare{ID: "loss", At: later, By: []string{"mia"}, Members: []string{"member 0"}, Because: "a month late"})
	if _, err := society.Batch(actions...); err != nil {
		return err
	}
	loss := society.Losses()[0].Case
	for i, step := range loss.Steps { // who bears it, layer by layer
		if step.Borne.Sign() > 0 {
			fmt.Println(loss.Layers[i].Name, step.Borne) // own provision 1.00 EUR, then provisions 79.00 EUR, then calls 20.00 EUR
		}
	}
	st, _ := society.Statement("member 7")
	fmt.Println(st.Words[3]) // In the year 2026 you paid 0.50 EUR for costs and 2.00 EUR for defaults, of which 0.00 EUR is left. You were called for 0.50 EUR and paid 0.00 EUR of it. You can be called for 1.50 EUR more at most.
	return nil
}

func shareHouse(context.Context) error {
	// Block 4:
	house, _ := partnership.New(partnership.Terms{
		Name: "house", Unit: eur, Purpose: "homes for those who need one", Asset: "the house at 1 Well Lane",
		Founders: []string{"cus", "ivy", "mia", "olu"}, Custodian: "cus", Manager: "mia",
		Holders:  []partnership.Holder{{Party: "ivy", Nths: 80}, {Party: "olu", Nths: 20}},
		Portions: []partnership.Portion{{Name: "capital", Kind: partnership.Providers, Weight: 1}},
	})
	_, err := house.Batch(
		partnership.Adopt{ID: "1", At: now, By: []string{"cus", "ivy", "mia", "olu"}},
		partnership.TakeUp{ID: "2", At: now, By: []string{"olu", "mia", "cus"}, User: "olu", Part: "the house", Rental: unit.New(6_000_00, eur)},
		partnership.Bill{ID: "3", At: now, By: []string{"mia"}, Period: "2026"},
		partnership.Distribute{ID: "4", At: now, By: []string{"mia"}},
	)
	if err != nil {
		return err
	}
	fmt.Println(house.Ledger().Owed("olu", "house"), house.Due("ivy")) // 4800.00 EUR 4800.00 EUR
	_, err = house.Apply(partnership.Buy{
		ID: "5", At: now, By: []string{"olu", "ivy", "cus"}, Buyer: "olu", Seller: "ivy", Payment: unit.New(12_000_00, eur),
		Valuation: partnership.Valuation{Worth: unit.New(120_000_00, eur), AsOf: now, Until: later},
	})
	fmt.Println(house.Nths("ivy"), house.Nths("olu")) // 70 30
	return err
}

func sellPower(context.Context) error {
	// Block 5:
	windmill := stock.Kind{Issuer: "mill", Carrier: "electricity", Site: "village", Unit: unit.KilowattHour}
	kWh := func(n int64) unit.Amount { return unit.New(n*1_000_000, unit.KilowattHour) } // parts are milliwatt-hours
	grid, _ := pool.New(pool.Terms{
		Name: "grid", Unit: unit.KilowattHour, Money: eur, Founders: []string{"ann", "bob"}, Manager: "mia", Custodian: "cus",
		Products: []pool.Product{{Carrier: "electricity", Site: "village"}},
	})
	_, err := grid.Batch(
		pool.Adopt{ID: "1", At: now, By: []string{"ann", "bob"}},
		pool.Admit{ID: "2", At: now, By: []string{"mill", "mia"}, Member: "mill", Supplier: true},
		pool.Admit{ID: "3", At: now, By: []string{"roof", "mia"}, Member: "roof", Supplier: true},
		pool.Forecast{ID: "4", At: now, By: []string{"mill", "cus"}, Stock: windmill, Remaining: kWh(9_000)},
		pool.Issue{ID: "5", At: now, By: []string{"mill", "ann", "mia", "cus"}, Stock: windmill, To: "ann", Amount: kWh(100)},
		pool.Supply{ID: "6", At: later, By: []string{"roof", "ann"}, Supplier: "roof", Customer: "ann", Carrier: "electricity", Site: "village", Energy: kWh(30)},
		pool.Redeem{ID: "7", At: later, By: []string{"ann"}, Supplier: "roof", Customer: "ann", Stock: windmill, Amount: kWh(30)},
	)
	fmt.Println(grid.Holding(windmill, "ann"), grid.Claim(windmill, "roof")) // 70.000000 kWh 30.000000 kWh
	return err
}

func count(context.Context) error {
	// Block 6:
	therms, _ := unit.Parse("100", unit.ThermEC)
	energy, _, _ := unit.Convert(therms, unit.KilowattHour)
	price, _ := unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: eur, Rate: big.NewRat(1, 5), Side: unit.Both, AsOf: now, ValidUntil: later, Source: "the mill"})
	bill, residue, err := price.Convert(energy, now, unit.Floor)
	fmt.Println(energy, bill, residue.FloatString(6)) // 2930.722222 kWh 586.14 EUR 0.004444
	shares, _ := unit.Split(bill, []unit.Share{{Key: "ann", Weight: 1}, {Key: "bob", Weight: 1}, {Key: "cem", Weight: 2}}, unit.LargestRemainder)
	fmt.Println(shares.Parts) // [146.54 EUR 146.53 EUR 293.07 EUR]
	return err
}

func TestReadme(t *testing.T) {
	found := regexp.MustCompile("(?s)\n```go\n(.*?)```").FindAllStringSubmatch(readme, -1)
	if len(found) != len(blocks) {
		t.Fatalf("README.md has %d Go blocks, and %d stand here", len(found), len(blocks))
	}
	for k, match := range found {
		here := fmt.Sprintf("\t// Block %d:\n%s", k+1, regexp.MustCompile("(?m)^(.)").ReplaceAllString(match[1], "\t$1"))
		if !strings.Contains(source, here) {
			t.Errorf("block %d does not stand here as in README.md:\n%s", k+1, match[1])
		}
		if got, want := printed(t, blocks[k]), claimed(match[1]); got != want {
			t.Errorf("block %d prints\n%s\nand README.md says\n%s", k+1, got, want)
		}
	}
}

// claimed is what the comments of a block say that it prints.
func claimed(block string) string {
	var b strings.Builder
	for _, match := range regexp.MustCompile(`(?m)^\s*fmt\.Print.*\) // (.*)$`).FindAllStringSubmatch(block, -1) {
		b.WriteString(strings.ReplaceAll(match[1], ", then ", "\n") + "\n")
	}
	return b.String()
}

// printed is what a block prints.
func printed(t *testing.T, block func(context.Context) error) string {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	defer func(before *os.File) { os.Stdout = before }(os.Stdout)
	os.Stdout = out
	if err := block(t.Context()); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
