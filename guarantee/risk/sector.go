package risk

import "strconv"

// Limits on a sector's spread, unless it is 0.
const (
	SpreadMin = 1.0 / 1024
	SpreadMax = 4.0
)

// commonMax bounds the common denominator of a member's weights, so that they are added up exactly in one word.
const commonMax = 1_000_000_000_000_000_000

// A Sector is something that makes the default rates of all who are exposed to it rise and fall together: a
// trade, a valley, the weather.
type Sector struct {
	Name string `json:"name"` // for people, and for errors: members' weights tell sectors by their order
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
		rest, common := e.own()
		switch {
		case common == 0:
			return refuseEntry(ErrSector, "member", i, e.Member, "weights with a common denominator of at most 10^18")
		case rest < 0:
			return refuseEntry(ErrSector, "member", i, e.Member, "weights that sum to at most 1")
		}
	}
	return nil
}

// own returns what the weights leave to the member itself as rest of common parts, exactly: three thirds leave
// nothing, not a rounding error that would count as a source of risk. Weights of more than 1 together leave less than
// nothing; where their common denominator is too large, common is 0.
func (e Exposure) own() (rest, common int64) {
	rest, common = 1, 1
	for _, w := range e.Weights {
		if w == (Ratio{}) {
			continue
		}
		if common%w.den != 0 {
			times := w.den / gcd(common, w.den)
			if times > commonMax/common {
				return 0, 0
			}
			rest, common = rest*times, common*times
		}
		if rest -= common / w.den * w.num; rest < 0 {
			return -1, common
		}
	}
	return rest, common
}

// A split shares a member's probability out among the sources of risk: the members' own, which is the first,
// and the sectors.
type split []float64

// of returns the parts of a member, which sum to 1 up to rounding. They are good until the next call.
func (s split) of(e Exposure) []float64 {
	clear(s)
	s[0] = 1
	if len(e.Weights) > 0 {
		rest, common := e.own()
		s[0] = float64(rest) / float64(common)
	}
	for k, w := range e.Weights {
		s[k+1] = w.Float64()
	}
	return s
}
