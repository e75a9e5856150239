// Package partnership is the Capital Partnership.
package partnership

// TotalMax is a bound.
const TotalMax = 1 << 62
