package stock

import (
	"errors"

	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
)

// What a snapshot can have wrong beside its form.
var (
	errZero   = errors.New("a zero that must be left out")
	errTwice  = errors.New("want each once and in order")
	errKind   = errors.New("want kinds that can be")
	errAmount = errors.New("want no more than a register can hold")
)

// A line is one row of a table in a snapshot.
type line struct {
	name  string
	parts int64
}

// A record is a series in a snapshot.
type record struct {
	kind             Kind
	counts           [countsMax]int64
	holdings, claims []line
}

// Write writes the register as a member of its holder's snapshot: kinds and names in order, what is zero left out.
func (h Held) Write(c *machine.Codec, key string) {
	machine.WriteAll(c, key, recordFields, func(yield func(record) bool) {
		for _, at := range h.r.sorted() {
			s := &h.r.series[at]
			if !yield(record{s.kind, s.counts, s.holdings.lines(holdingPrefix), s.claims.lines(claimPrefix)}) {
				return
			}
		}
	})
}

func (t *table) lines(prefix string) []line {
	rows := t.sorted()
	lines := make([]line, len(rows))
	for i, w := range rows {
		lines[i] = line{w.account[len(prefix):], w.parts}
	}
	return lines
}

// ReadHeld reads what [Held.Write] wrote, in that order and spelling alone, and leaves it to the holder to have it
// checked. What is wrong is the codec's decoder to say.
func ReadHeld(_ machine.Key, c *machine.Codec, key string) *Register {
	r := &Register{}
	machine.ReadSorted(c, key, recordFields, func(a, b record) int { return a.kind.Compare(b.kind) }, r.take)
	return r
}

// take adds a series that was read. What does not add up is for Check.
func (r *Register) take(s record) error {
	if len(r.series) >= KindsMax || s.kind.Check() != nil {
		return errKind
	}
	if _, twice := r.place[s.kind]; twice {
		return errTwice
	}
	at := r.open(s.kind)
	r.series[at].counts = s.counts
	if err := r.series[at].holdings.take(holdingPrefix, s.holdings); err != nil {
		return err
	}
	return r.series[at].claims.take(claimPrefix, s.claims)
}

func (t *table) take(prefix string, lines []line) error {
	for i, l := range lines {
		if l.parts == 0 {
			return errZero
		}
		if i > 0 && lines[i-1].name >= l.name {
			return errTwice
		}
		t.rows[t.add(prefix, l.name)].parts = l.parts
	}
	return nil
}

// linesMax is how many holders or claims one kind can have in a snapshot.
const linesMax = 1<<31 - 1

func recordFields(c *machine.Codec, s *record) {
	kindFields(c, &s.kind)
	was := c.Unit
	c.Unit = s.kind.Unit
	for n := range countsMax {
		partsField(c, countKeys[n], &s.counts[n])
	}
	machine.List(c, "holdings", &s.holdings, linesMax, lineFields)
	machine.List(c, "claims", &s.claims, linesMax, lineFields)
	c.Unit = was
}

func lineFields(c *machine.Codec, l *line) {
	c.Text("name", &l.name)
	partsField(c, "amount", &l.parts)
}

// partsField is a number of parts as a decimal string in the kind's unit, zero left out.
func partsField(c *machine.Codec, key string, parts *int64) {
	var a unit.Amount
	if *parts != 0 {
		a = unit.New(*parts, c.Unit)
	}
	c.Number(key, &a)
	if !c.Reading() || a == (unit.Amount{}) {
		return
	}
	switch *parts = a.Parts(); {
	case a.IsZero():
		c.In.Fail(errZero)
	case *parts > TotalMax:
		c.In.Fail(errAmount)
	}
}
