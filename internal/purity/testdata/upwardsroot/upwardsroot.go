// Package upwardsroot stands for the front page, which has no code.
package upwardsroot

import _ "house.example/m/unit" // want "P2: import of house.example/m/unit,"
