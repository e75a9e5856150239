// Package upwardsunit stands for unit, which knows nothing of the rest.
package upwardsunit

import (
	_ "house.example/m/clearing" // want "P2: import of house.example/m/clearing"
	_ "house.example/m/internal/canonical"
	_ "house.example/m/unit/journal" // want "P2: import of house.example/m/unit/journal"
)
