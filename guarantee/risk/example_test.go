package risk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"

	"example.org/mutual/guarantee/risk"
	"example.org/mutual/unit"
)

// chamber is what a chamber of commerce's pool stands to lose by five of its firms, in euros, within a year. Two
// trades, building and tourism, move most of the firms in them.
func chamber() risk.Portfolio {
	var p risk.Portfolio
	for _, firm := range []struct {
		name, euros, chance string
		trades              []risk.Ratio
	}{
		{"Bakery", "12000.00", "0.02", nil},
		{"Builder", "30000.00", "0.06", []risk.Ratio{ratio("3/4")}},
		{"Hotel", "20000.00", "0.05", []risk.Ratio{ratio("0"), ratio("1")}},
		{"Mill", "18000.00", "0.01", nil},
		{"Roofer", "10000.00", "0.08", []risk.Ratio{ratio("3/4")}},
	} {
		p = append(p, risk.Exposure{Member: firm.name, Amount: euros(firm.euros), Default: ratio(firm.chance), Weights: firm.trades})
	}
	return p
}

func euros(number string) unit.Amount {
	return must(unit.Parse(number, must(unit.Currency("EUR", 2))))
}

// A chamber of commerce asks: is our pool of 40,000 euros large enough? For few members the answer is exact.
func Example() {
	pool := euros("40000.00")
	loss, err := risk.Bernoulli(context.Background(), chamber(), risk.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	expected, _, _ := unit.FromRat(loss.Mean(), pool.Unit(), unit.Ceiling)
	exhausted, _ := loss.Exhaustion(pool)
	beyond, _ := loss.StopLoss(pool)
	short, _, _ := unit.FromRat(beyond, pool.Unit(), unit.Ceiling)
	fmt.Println("expected to be lost in a year:", expected)
	fmt.Println("the pool does not suffice in", exhausted.FloatString(6), "of all years, and then lacks", short, "on average over all")
	for _, level := range []string{"0.95", "0.99", "0.999"} {
		fmt.Println("enough with a confidence of", level, "is", loss.Quantile(ratio(level)))
	}
	// Output:
	// expected to be lost in a year: 4020.00 EUR
	// the pool does not suffice in 0.004819 of all years, and then lacks 42.52 EUR on average over all
	// enough with a confidence of 0.95 is 30000.00 EUR
	// enough with a confidence of 0.99 is 32000.00 EUR
	// enough with a confidence of 0.999 is 50000.00 EUR
}

// Firms of one trade fail together. With a spread of one in each trade's fortunes the same pool is worth less.
func ExampleCreditRisk() {
	trades := []risk.Sector{{Name: "building", Spread: 1}, {Name: "tourism", Spread: 1}}
	loss, err := risk.CreditRisk(context.Background(), chamber(), trades, risk.Options{Band: euros("1000.00")})
	if err != nil {
		fmt.Println(err)
		return
	}
	pool := euros("40000.00")
	exhausted, _ := loss.Exhaustion(pool)
	fmt.Printf("mean %.2f, standard deviation %.2f, exhausted at %.6f\n", loss.Mean(), loss.SD(), exhausted)
	for _, text := range []string{"0.99", "0.999"} {
		enough, _ := loss.Quantile(ratio(text))
		shortfall, _ := loss.Shortfall(ratio(text))
		worst, _ := risk.Round(shortfall, pool.Unit(), unit.Ceiling)
		fmt.Println(text, "quantile", enough, "and on average in worse years", worst)
	}
	// Output:
	// mean 4020.00, standard deviation 9639.63, exhausted at 0.007614
	// 0.99 quantile 40000.00 EUR and on average in worse years 51472.47 EUR
	// 0.999 quantile 60000.00 EUR and on average in worse years 74253.71 EUR
}

func ExampleExact_Shortfall() {
	loss, _ := risk.Bernoulli(context.Background(), chamber(), risk.Options{})
	shortfall, err := loss.Shortfall(ratio("0.95"))
	fmt.Println(loss.Quantile(ratio("0.95")), shortfall.FloatString(2), err)
	// Output:
	// 30000.00 EUR 32803.95 <nil>
}

func ExampleExact_Points() {
	p := chamber()[:2]
	loss, _ := risk.Bernoulli(context.Background(), p, risk.Options{})
	for amount, probability := range loss.Points() {
		fmt.Println(amount, probability)
	}
	// Output:
	// 0.00 EUR 2303/2500
	// 12000.00 EUR 47/2500
	// 30000.00 EUR 147/2500
	// 42000.00 EUR 3/2500
}

// Exposures to the cent have no large common divisor. Rounding them up to a wider band can only make the answer
// safer, by no more than is told.
func ExampleOptions() {
	p := chamber()
	p[0].Amount = euros("12345.67")
	_, err := risk.Bernoulli(context.Background(), p, risk.Options{})
	fmt.Println(err)
	loss, err := risk.Bernoulli(context.Background(), p, risk.Options{Band: euros("500.00")})
	fmt.Println(loss.Quantile(ratio("0.999")), "at most", loss.Excess(), "too much", err)
	// Output:
	// risk: too fine a lattice of losses: want a band of at least 1.38 EUR
	// 50000.00 EUR at most 154.33 EUR too much <nil>
}

// The Accuracy says how fine the lattice is, what is left out, and what bands have done to the spread.
func ExampleEstimate_Accuracy() {
	trades := []risk.Sector{{Name: "building", Spread: 1}, {Name: "tourism", Spread: 1}}
	loss, err := risk.CreditRisk(context.Background(), chamber(), trades, risk.Options{Band: euros("7000.00")})
	a := loss.Accuracy()
	fmt.Println(a.Points, "steps of", a.Band, err)
	fmt.Printf("tail %.1e, rounding %.0e, standard deviation %.2f for %.2f\n", a.Tail, a.Rounding, a.Banded, a.Unbanded)
	// Output:
	// 33 steps of 7000.00 EUR <nil>
	// tail 5.8e-10, rounding 1e-13, standard deviation 10350.97 for 9639.63
}

func ExampleEstimate_Interpolated() {
	trades := []risk.Sector{{Name: "building", Spread: 1}, {Name: "tourism", Spread: 1}}
	loss, _ := risk.CreditRisk(context.Background(), chamber(), trades, risk.Options{Band: euros("1000.00")})
	smooth, _ := loss.Interpolated(ratio("0.99"))
	step, err := loss.Quantile(ratio("0.99"))
	fmt.Printf("%.2f, on the lattice %v %v\n", smooth, step, err)
	// Output:
	// 39666.08, on the lattice 40000.00 EUR <nil>
}

func ExampleRound() {
	eur := euros("0.00").Unit()
	need, _ := risk.Round(1234.5678, eur, unit.Ceiling)
	give, err := risk.Round(1234.5678, eur, unit.Floor)
	fmt.Println(need, give, err)
	// Output:
	// 1234.57 EUR 1234.56 EUR <nil>
}

// What charge covers a year, and fills the pool up to what suffices with a confidence of 99.9 %? Buyer and seller
// pay the same.
func ExampleBudget_PerSide() {
	p := chamber()
	loss, _ := risk.Bernoulli(context.Background(), p, risk.Options{})
	expected, _, _ := unit.FromRat(loss.Mean(), euros("0.00").Unit(), unit.Ceiling)
	budget := risk.Budget{
		Expected: expected,
		Required: loss.Quantile(ratio("0.999")),
		Pool:     euros("40000.00"),
		Cost:     euros("6000.00"),
		Turnover: euros("800000.00"),
	}
	load, _ := budget.Load()
	rate, err := budget.PerSide()
	fmt.Println("load", load, "rate", rate.FloatString(5), err)
	// Output:
	// load 5980.00 EUR rate 0.01000 <nil>
}

func ExamplePortfolio_Cover1() {
	p := chamber()
	one, _ := p.Cover1()
	two, err := p.Cover2()
	fmt.Println(one, two, err)
	// Output:
	// 38000.00 EUR 50000.00 EUR <nil>
}

func ExamplePortfolio_Herfindahl() {
	p := chamber()
	h, _ := p.Herfindahl()
	share, _ := p.ShareOfLargest(2)
	fmt.Printf("as concentrated as %s equal members; the two largest have %s\n", new(big.Rat).Inv(h).FloatString(2), share.FloatString(2))
	// Output:
	// as concentrated as 4.34 equal members; the two largest have 0.56
}

func ExamplePortfolio_StressOfLargest() {
	stress, err := chamber().StressOfLargest(3)
	fmt.Println(stress, err)
	// Output:
	// 68000.00 EUR <nil>
}

// The builder owes the roofer, without guarantee, more than the roofer can lose.
func ExampleCascade() {
	claims := []risk.Claim{
		{Debtor: "Builder", Creditor: "Roofer", Amount: euros("9000.00")},
		{Debtor: "Roofer", Creditor: "Mill", Amount: euros("1000.00")},
	}
	means := []risk.Means{{Party: "Roofer", Amount: euros("5000.00")}, {Party: "Mill", Amount: euros("5000.00")}}
	falls, err := risk.Cascade(claims, means, []string{"Builder"})
	var names []string
	for _, fall := range falls {
		fmt.Println(fall.Round, fall.Party, "after losing", fall.Lost)
		names = append(names, fall.Party)
	}
	stress, _ := chamber().StressOf(names)
	fmt.Println("the pool loses", stress, err)
	// Output:
	// 0 Builder after losing 0.00 EUR
	// 1 Roofer after losing 9000.00 EUR
	// the pool loses 40000.00 EUR <nil>
}

func ExampleWorstRate() {
	rate, err := risk.WorstRate(0.02, 0.1, 0.999)
	fmt.Printf("%.4f %v\n", rate, err)
	// Output:
	// 0.1282 <nil>
}

func ExampleEndowment() {
	pool, _ := risk.Endowment(0.01, 0.25)
	ruin, err := risk.Ruin(pool, 0.25)
	fmt.Printf("%.4f mean losses: ruined ever with a probability of %.4f %v\n", pool, ruin, err)
	// Output:
	// 21.9101 mean losses: ruined ever with a probability of 0.0100 <nil>
}

func ExampleParseRatio() {
	decimal, _ := risk.ParseRatio("0.05")
	fraction, _ := risk.ParseRatio("1/20")
	_, err := risk.ParseRatio("1.5")
	fmt.Println(decimal, decimal == fraction, err)
	// Output:
	// 1/20 true risk: not a ratio from 0 to 1: want a fraction from 0 to 1
}

// A portfolio is plain data.
func ExamplePortfolio() {
	var p risk.Portfolio
	err := json.Unmarshal([]byte(`[{"member":"Hotel","amount":{"amount":"20000.00","unit":"EUR.2"},"default":"0.05","weights":["0","1"]}]`), &p)
	fmt.Println(p[0].Member, p[0].Amount, p[0].Default, err)
	data, _ := json.Marshal(p)
	fmt.Println(string(data))
	// Output:
	// Hotel 20000.00 EUR 1/20 <nil>
	// [{"member":"Hotel","amount":{"amount":"20000.00","unit":"EUR.2"},"default":"1/20","weights":["0","1"]}]
}
