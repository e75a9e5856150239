package risk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
)

// A Claim is what a creditor loses if a debtor defaults and the pool does not stand in.
type Claim struct {
	Debtor   string      `json:"debtor"`
	Creditor string      `json:"creditor"`
	Amount   unit.Amount `json:"amount"` // zero or above
}

// Means is how much a party can lose and still pay what it owes.
type Means struct {
	Party  string      `json:"party"`
	Amount unit.Amount `json:"amount"` // zero or above
}

// A Fall is a party's default in a cascade.
type Fall struct {
	Party string      `json:"party"`
	Round int         `json:"round"` // 0 for the first to default, else one more than that of the last whose default it took
	Lost  unit.Amount `json:"lost"`  // its claims on those that fell in earlier rounds
}

// Cascade returns who defaults if the first do: round by round, every party whose claims on those that have
// fallen are more than its means. Nothing is recovered from the fallen, so it is the worst that can follow; how
// much each can still pay is the question of a clearing vector, whose set of defaults [Portfolio.StressOf] takes
// as well. Falls come by round, then by name, whatever the order of the arguments.
//
// Every creditor needs Means; a party may have claims on itself, which fell nobody. Errors are an [Error]:
// ErrSize, ErrMember, ErrDuplicate for means given twice, ErrUnit, ErrAmount, ErrTotal for claims of more than
// 2^62 parts. O(n log n).
//
// Source: C. H. Furfine, Interbank exposures: quantifying the risk of contagion, Journal of Money, Credit and
// Banking 35 (2003).
func Cascade(claims []Claim, means []Means, first []string) ([]Fall, error) {
	c, err := newCascade(claims, means)
	if err != nil {
		return nil, err
	}
	if len(first) > MembersMax {
		return nil, refuse(ErrSize, "up to "+strconv.Itoa(MembersMax)+" first to default")
	}
	for i, party := range first {
		if want := name.Wrong(party); want != "" {
			return nil, refuseEntry(ErrMember, "first", i, party, "a name: it "+want)
		}
	}
	c.fell(first, 0)
	for from := 0; from < len(c.falls); {
		round := c.falls[from:]
		from = len(c.falls)
		c.fell(c.lose(round), round[0].Round+1)
	}
	return c.falls, nil
}

// A cascade as it runs. Loop invariant: lost holds each creditor's claims on all that fell before the last
// round, and whoever lost more than its means has fallen.
type cascade struct {
	claims []Claim // by debtor
	means  map[string]int64
	lost   map[string]int64
	fallen map[string]bool
	falls  []Fall
	unit   unit.Unit
}

func newCascade(claims []Claim, means []Means) (*cascade, error) {
	if len(claims) > MembersMax || len(means) == 0 || len(means) > MembersMax {
		return nil, refuse(ErrSize, "up to "+strconv.Itoa(MembersMax)+" claims, and means for 1 to "+strconv.Itoa(MembersMax)+" parties")
	}
	c := &cascade{
		claims: slices.Clone(claims),
		means:  make(map[string]int64, len(means)),
		lost:   make(map[string]int64),
		fallen: make(map[string]bool),
		unit:   means[0].Amount.Unit(),
	}
	if err := c.setMeans(means); err != nil {
		return nil, err
	}
	if err := c.check(claims); err != nil {
		return nil, err
	}
	slices.SortStableFunc(c.claims, func(a, b Claim) int { return strings.Compare(a.Debtor, b.Debtor) })
	return c, nil
}

func (c *cascade) setMeans(means []Means) error {
	for i, m := range means {
		if want := name.Wrong(m.Party); want != "" {
			return refuseEntry(ErrMember, "means", i, m.Party, "a name: it "+want)
		}
		if err := wrongAmount(m.Amount, c.unit, "means", i, m.Party); err != nil {
			return err
		}
		if _, twice := c.means[m.Party]; twice {
			return refuseEntry(ErrDuplicate, "means", i, m.Party, "means once for each party")
		}
		c.means[m.Party] = m.Amount.Parts()
	}
	return nil
}

func (c *cascade) check(claims []Claim) error {
	total := int64(0)
	for i, claim := range claims {
		if want := name.Wrong(claim.Debtor); want != "" {
			return refuseEntry(ErrMember, "claim", i, claim.Debtor, "a debtor's name: it "+want)
		}
		if _, ok := c.means[claim.Creditor]; !ok {
			return refuseEntry(ErrMember, "claim", i, claim.Creditor, "a creditor whose means are given")
		}
		if err := wrongAmount(claim.Amount, c.unit, "claim", i, claim.Creditor); err != nil {
			return err
		}
		if claim.Amount.Parts() > totalMax-total {
			return refuseEntry(ErrTotal, "claim", i, claim.Creditor, "amounts that sum to at most 2^62 parts")
		}
		total += claim.Amount.Parts()
	}
	return nil
}

// fell records the defaults of one round.
func (c *cascade) fell(parties []string, round int) {
	parties = slices.Sorted(slices.Values(parties))
	for _, party := range parties {
		if !c.fallen[party] {
			c.fallen[party] = true
			c.falls = append(c.falls, Fall{party, round, unit.New(c.lost[party], c.unit)})
		}
	}
}

// lose lets the creditors of those that fell last lose their claims, and returns who cannot bear it. A party
// can be named more than once, and each claim is looked at once in all.
func (c *cascade) lose(round []Fall) []string {
	var touched, felled []string
	for _, f := range round {
		from, _ := slices.BinarySearchFunc(c.claims, f.Party, byDebtor)
		for _, claim := range c.claims[from:] {
			if claim.Debtor != f.Party {
				break
			}
			c.lost[claim.Creditor] += claim.Amount.Parts()
			touched = append(touched, claim.Creditor)
		}
	}
	for _, party := range touched {
		if c.lost[party] > c.means[party] {
			felled = append(felled, party)
		}
	}
	return felled
}

func byDebtor(c Claim, debtor string) int { return cmp.Compare(c.Debtor, debtor) }
