// Package upwardsflow stands for clearing/flow, which stands alone.
package upwardsflow

import (
	_ "house.example/m/internal/canonical"
	_ "house.example/m/unit"         // want "P2: import of house.example/m/unit,"
	_ "house.example/m/unit/journal" // want "P2: import of house.example/m/unit/journal"
)
