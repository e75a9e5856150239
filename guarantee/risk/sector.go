package risk

import (
	"math/big"
	"strconv"
)

// Limits on a sector's spread, unless it is 0.
const (
	SpreadMin = 1.0 / 1024
	SpreadMax = 4.0
)

// A Sector is something that makes the default rates of all who are exposed to it rise and fall together: a
// trade, a valley, the weather.
type Sector struct {
	Name string `json:"name"`

	// Spread is the standard deviation of the sector's default rate, relative to its mean: 0 for a rate that is
	// certain, else from 1/1024 to 4. A half is the figure of CreditRisk+'s published example.
	Spread float64 `json:"spread"`
}

func checkSectors(sectors []Sector) error {
	if len(sectors) > SectorsMax {
		return refuse(ErrSize, "at most "+strconv.Itoa(SectorsMax)+" sectors")
	}
	for i, s := range sectors {
		if s.Spread != 0 && !(SpreadMin <= s.Spread && s.Spread <= SpreadMax) { // NaN is refused: it compares with nothing
			return refuseEntry(ErrSector, "sector", i, s.Name, "a spread of 0, or from 1/1024 to 4")
		}
	}
	return nil
}

// checkWeights returns nil where every member's weights are in sectors that exist, and sum to at most 1.
func (p Portfolio) checkWeights(sectors []Sector) error {
	for i, e := range p {
		if len(e.Weights) > len(sectors) {
			return refuseEntry(ErrSector, "member", i, e.Member, "no weights beyond the sectors that there are")
		}
		if len(e.Weights) > 1 && e.own().Sign() < 0 {
			return refuseEntry(ErrSector, "member", i, e.Member, "weights that sum to at most 1")
		}
	}
	return nil
}

// own returns what the weights leave to the member itself, exactly: three thirds leave nothing, not a rounding
// error that would count as a source of risk.
func (e Exposure) own() *big.Rat {
	rest := one.Rat()
	for _, w := range e.Weights {
		if w != (Ratio{}) {
			rest.Sub(rest, w.Rat())
		}
	}
	return rest
}

// A split shares a member's probability out among the sources of risk: the members' own, which is the first,
// and the sectors.
type split []float64

// of returns the parts of a member, which sum to 1 up to rounding. They are good until the next call.
func (s split) of(e Exposure) []float64 {
	clear(s)
	s[0] = 1
	if len(e.Weights) > 0 {
		s[0], _ = e.own().Float64()
	}
	for k, w := range e.Weights {
		s[k+1] = w.Float64()
	}
	return s
}
