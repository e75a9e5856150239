// Package upwardsunlisted stands for a package that the house does not list.
package upwardsunlisted

import _ "house.example/m/unit" // want "P2: import of house.example/m/unit,"
