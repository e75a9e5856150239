// Package upwards stands for credit.
package upwards

import (
	_ "house.example/m" // want "P2: import of house.example/m,"
	_ "house.example/m/clearing"
	_ "house.example/m/clearing/flow"
	_ "house.example/m/guarantee"      // want "P2: import of house.example/m/guarantee, which does not stand above"
	_ "house.example/m/guarantee/risk" // want "P2: import of house.example/m/guarantee/risk"
	_ "house.example/m/internal/canonical"
	_ "house.example/m/internal/purity"   // want "P2: import of house.example/m/internal/purity, which is for a test only"
	_ "house.example/m/internal/wiretest" // want "P2: import of house.example/m/internal/wiretest, a test kit"
	_ "house.example/m/partnership"       // want "P2: import of house.example/m/partnership"
	_ "house.example/m/unit"
	_ "house.example/m/unit/amounttest" // want "P2: import of house.example/m/unit/amounttest, a test kit"
	_ "house.example/m/unit/journal"
	_ "house.example/mimic" // want "P1: import of house.example/mimic"
)
