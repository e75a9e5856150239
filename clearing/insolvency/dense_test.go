package insolvency

import (
	"fmt"
	"testing"

	"example.org/mutual/unit"
)

// dense arranges a system in which all owe all others, and an outsider whom nobody can pay in full.
func dense(t *testing.T, parties int64) *arrangement {
	var s System
	for i := range parties {
		for j := range parties + 1 {
			if i != j {
				s.Debts = append(s.Debts, Debt{
					ID: fmt.Sprint(i, " ", j), Debtor: fmt.Sprint(i), Creditor: fmt.Sprint(j), Amount: unit.New(1+(i*i+3*j)%17, unit.Joule),
				})
			}
		}
		s.Means = append(s.Means, Means{fmt.Sprint(i), unit.New(1, unit.Joule)})
	}
	a, err := arrange(s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}
