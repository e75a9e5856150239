package waterfall_test

import (
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

var euro, _ = unit.Currency("EUR", 0)

func eur(parts int64) unit.Amount { return unit.New(parts, euro) }

// society is the waterfall of a Guarantee Society by its usual terms.
var society = []waterfall.Layer{
	{Name: "security", Kind: waterfall.Security},
	{Name: "own provision", Kind: waterfall.Own, Of: "provisions"},
	{Name: "guarantors", Kind: waterfall.Pledges, Key: waterfall.Contribution, Refill: true},
	{Name: "reserve", Kind: waterfall.Fund, Refill: true},
	{Name: "provisions", Kind: waterfall.Provisions, Key: waterfall.Contribution, Refill: true},
	{Name: "calls", Kind: waterfall.Calls, Key: waterfall.Charges, Times: unit.Whole, Base: waterfall.Charges, Refill: true},
	{Name: "haircut", Kind: waterfall.Haircut, Refill: true},
}

// plus adds two amounts whose sum fits.
func plus(a, b unit.Amount) unit.Amount { return unit.New(a.Parts()+b.Parts(), a.Unit()) }
