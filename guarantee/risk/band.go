package risk

import (
	"math"
	"strconv"

	"example.org/mutual/unit"
)

// JumpsMax is how many different numbers of bands exposures can have for CreditRisk, summed over the sources of
// risk. A point of the lattice takes as many multiplications.
const JumpsMax = 1 << 15

// A jump is a loss of so many bands, and how often it is to be expected.
type jump struct {
	bands int
	rate  float64
}

// A source is one that makes members default at random: a sector or, with a spread of 0, the members
// themselves.
type source struct {
	spread float64
	jumps  []jump // from the smallest up
	rate   float64
}

// A banding is a portfolio on a lattice. What is expected to be lost is what it was: an exposure of E that is
// rounded up to ν bands of U is lost at the rate p E/(νU). That spreads losses a little more: sd and flatSD tell.
type banding struct {
	band    int64
	sources []source // those with jumps
	mean    float64  // of the loss, in parts
	sd      float64  // of the loss in whole bands, in parts
	flatSD  float64  // of the loss before it was rounded to bands, in parts
}

// These give the band where the caller asks for none: the largest exposure is a hundred bands, as in the
// published example of CreditRisk+; or wider, so that sixteen standard deviations are some thousand bands.
const (
	bandsOfLargest = 100
	bandsOfLosses  = 1 << 13
	deviations     = 16
)

func newBanding(members []Exposure, sectors []Sector, band int64) (*banding, error) {
	means, squares := moments(members, sectors)
	b := &banding{band: band}
	var mean, spread sum
	for k, m := range means {
		mean.add(m.float())
		if k > 0 {
			spread.add(square(mul(sectors[k-1].Spread, m.float())))
		}
	}
	b.mean = mean.float()
	b.flatSD = math.Sqrt(squares + spread.float())
	if b.band == 0 && len(members) > 0 {
		largest := members[len(members)-1].Amount.Parts() // they are sorted
		losses := (b.mean + mul(deviations, b.flatSD)) / bandsOfLosses
		b.band = max((largest-1)/bandsOfLargest+1, int64(math.Ceil(losses)))
	}
	b.band = max(b.band, 1)
	if err := b.fits(members); err != nil {
		return nil, err
	}
	b.sd = math.Sqrt(b.fill(members, sectors) + spread.float())
	if b.jumps() > JumpsMax {
		return nil, refuse(ErrLattice, "a wider band: exposures in at most "+strconv.Itoa(JumpsMax)+" different numbers of bands, over all sectors")
	}
	return b, nil
}

// jumps returns how many jumps all sources have.
func (b *banding) jumps() int {
	n := 0
	for _, s := range b.sources {
		n += len(s.jumps)
	}
	return n
}

// fits returns nil where the lattice can hold the largest exposure and the mean.
func (b *banding) fits(members []Exposure) error {
	need := b.mean
	if len(members) > 0 {
		need = max(need, float64(members[len(members)-1].Amount.Parts()))
	}
	if need < mul(float64(b.band), PointsMax-1) {
		return nil
	}
	return refuse(ErrLattice, "a band of more than "+strconv.FormatFloat(math.Ceil(need/(PointsMax-1)), 'f', 0, 64)+" smallest parts")
}

// moments returns what each source is expected to lose, and the sum of p E² over all members: their variance,
// as long as default rates are certain.
func moments(members []Exposure, sectors []Sector) (means []sum, squares float64) {
	means = make([]sum, len(sectors)+1)
	s := make(split, len(sectors)+1)
	var all sum
	for _, e := range members {
		amount, p := float64(e.Amount.Parts()), e.Default.Float64()
		all.add(mul(p, square(amount)))
		for k, part := range s.of(e) {
			means[k].add(mul(mul(p, part), amount))
		}
	}
	return means, all.float()
}

func square(x float64) float64 { return mul(x, x) }

// fill makes the jumps of each source, and returns the sum of p' (νU)². Members come sorted by amount, so those
// of one number of bands come together.
func (b *banding) fill(members []Exposure, sectors []Sector) float64 {
	sources := make([]source, len(sectors)+1)
	for k, s := range sectors {
		sources[k+1].spread = s.Spread
	}
	rates := make([]sum, len(sources))
	s := make(split, len(sectors)+1)
	var squares sum
	for i, e := range members {
		nu := bands(e.Amount.Parts(), b.band)
		banded := mul(float64(nu), float64(b.band))
		p := mul(e.Default.Float64(), float64(e.Amount.Parts())/banded)
		squares.add(mul(p, square(banded)))
		for k, part := range s.of(e) {
			rates[k].add(mul(p, part))
		}
		if i+1 == len(members) || bands(members[i+1].Amount.Parts(), b.band) > nu {
			flush(sources, rates, nu)
		}
	}
	for _, s := range sources {
		if len(s.jumps) > 0 {
			b.sources = append(b.sources, s.rated())
		}
	}
	return squares.float()
}

// flush adds a jump of nu bands to every source that has a rate for it, and clears the rates.
func flush(sources []source, rates []sum, nu int) {
	for k := range rates {
		if rate := rates[k].float(); rate > 0 {
			sources[k].jumps = append(sources[k].jumps, jump{nu, rate})
		}
	}
	clear(rates)
}

// rated returns s with the rate of all its jumps.
func (s source) rated() source {
	var rate sum
	for _, j := range s.jumps {
		rate.add(j.rate)
	}
	s.rate = rate.float()
	return s
}

// amount returns n bands, where they fit an amount.
func (b *banding) amount(n int, u unit.Unit) (unit.Amount, error) {
	if int64(n) > math.MaxInt64/b.band {
		return unit.Amount{}, refuse(ErrTail, "a quantile within what an amount can hold")
	}
	return unit.New(int64(n)*b.band, u), nil
}
