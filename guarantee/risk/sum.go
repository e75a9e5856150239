package risk

import "math"

// Every product of floats in this package that is then added to something stands in mul, or goes through a
// conversion to float64: the language lets a compiler fuse x*y + z into one rounding, and on some machines it
// does, which would give other bits there.

// mul returns x*y, rounded.
func mul(x, y float64) float64 { return float64(x * y) }

// A sum adds floats up with an error that does not grow with their number: what each addition loses is kept
// apart (Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, 1974). The zero sum
// is 0.
type sum struct{ value, lost float64 }

func (s *sum) add(x float64) {
	t := s.value + x
	if math.Abs(s.value) >= math.Abs(x) {
		s.lost += (s.value - t) + x
	} else {
		s.lost += (x - t) + s.value
	}
	s.value = t
}

func (s *sum) float() float64 { return s.value + s.lost }
