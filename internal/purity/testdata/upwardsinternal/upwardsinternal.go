// Package upwardsinternal stands for a helper, which knows only helpers: else the solver would know unit through it.
package upwardsinternal

import (
	_ "house.example/m/internal/other"
	_ "house.example/m/unit" // want "P2: import of house.example/m/unit,"
)
