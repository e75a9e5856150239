package partnership_test

import "example.org/mutual/unit"

var eur = must(unit.Currency("EUR", 2))

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func euros(text string) unit.Amount { return must(unit.Parse(text, eur)) }
