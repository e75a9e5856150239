package clearingtest

import (
	"fmt"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Books generates a small mix of everything: up to three units, parallel and mutual obligations, rings,
// due dates of every kind, ranks, and no obligations at all.
func Books() *rapid.Generator[clearing.Book] {
	return rapid.Custom(func(t *rapid.T) clearing.Book {
		d := newDraw(t, rapid.IntRange(2, 8).Draw(t, "parties"))
		var b clearing.Book
		for range rapid.IntRange(0, 24).Draw(t, "obligations") {
			debtor, creditor := d.two()
			b.Obligations = append(b.Obligations, d.obligation(debtor, creditor))
		}
		return b
	})
}

// ScaleFree generates books in which few parties have many obligations, as in trade: a new obligation
// mostly joins parties that others have chosen already, and some turn an earlier one round.
func ScaleFree() *rapid.Generator[clearing.Book] {
	return rapid.Custom(func(t *rapid.T) clearing.Book {
		d := newDraw(t, len(names))
		ends := []int{0, 1} // each party as often as it was chosen
		var b clearing.Book
		for range rapid.IntRange(2, 40).Draw(t, "obligations") {
			debtor, creditor := d.join(ends)
			ends = append(ends, debtor, creditor)
			b.Obligations = append(b.Obligations, d.obligation(debtor, creditor))
		}
		return b
	})
}

// join picks an end met before and a party met or new, either way round.
func (d *draw) join(ends []int) (debtor, creditor int) {
	met := rapid.SampledFrom(ends).Draw(d.t, "met")
	other := rapid.IntRange(0, d.parties-1).Draw(d.t, "party")
	if other == met {
		other = (met + 1) % d.parties
	}
	if rapid.Bool().Draw(d.t, "owes") {
		return met, other
	}
	return other, met
}

// Rings generates books of many rings through the same parties, so that which are cancelled matters.
func Rings() *rapid.Generator[clearing.Book] {
	return rapid.Custom(func(t *rapid.T) clearing.Book {
		d := newDraw(t, 7)
		var b clearing.Book
		for range rapid.IntRange(1, 7).Draw(t, "rings") {
			b.Obligations = append(b.Obligations, d.ring(0, d.parties)...)
		}
		return b
	})
}

// ring draws a ring through some of this many parties from the first.
func (d *draw) ring(first, parties int) []clearing.Obligation {
	start := rapid.IntRange(0, parties-1).Draw(d.t, "start")
	step := rapid.IntRange(1, parties-1).Draw(d.t, "step")
	var ring []clearing.Obligation
	for from := start; ; {
		to := (from + step) % parties
		ring = append(ring, d.obligation(first+from, first+to))
		if from = to; to == start {
			return ring
		}
	}
}

// Components generates books of many groups of two to four parties, whom at most a few one-way
// obligations connect.
func Components() *rapid.Generator[clearing.Book] {
	return rapid.Custom(func(t *rapid.T) clearing.Book {
		d := newDraw(t, len(names))
		var b clearing.Book
		for first := 0; first+4 <= len(names); {
			size := rapid.IntRange(2, 4).Draw(t, "size")
			for range rapid.IntRange(0, 2).Draw(t, "rings") {
				b.Obligations = append(b.Obligations, d.ring(first, size)...)
			}
			if first > 0 && rapid.Bool().Draw(t, "connected") {
				b.Obligations = append(b.Obligations, d.obligation(first-1, first))
			}
			first += size
		}
		return b
	})
}

// Parallel generates books in which three parties owe each other many things at once, so that the order
// in which these are set off shows.
func Parallel() *rapid.Generator[clearing.Book] {
	return rapid.Custom(func(t *rapid.T) clearing.Book {
		d := newDraw(t, 3)
		d.units = d.units[:1]
		var b clearing.Book
		for range rapid.IntRange(2, 24).Draw(t, "obligations") {
			debtor, creditor := d.two()
			b.Obligations = append(b.Obligations, d.obligation(debtor, creditor))
		}
		return b
	})
}

// A draw makes the obligations of one book.
type draw struct {
	t       *rapid.T
	parties int
	units   []unit.Unit
	most    int64 // parts of an obligation
	made    int
}

// names begin alike, differ in case and length, and are not all ASCII: their order is that of bytes.
var names = [...]string{
	"ann", "ann b", "bob", "Bob", "carol", "Ärger & Söhne", "株式会社", "z", "a", "ab", "co-op 9", "co-op 10", "😀", "d", "e", "\"f\"",
}

func newDraw(t *rapid.T, parties int) *draw {
	return &draw{
		t:       t,
		parties: parties,
		units:   []unit.Unit{must("EUR.2"), unit.KilowattHour, must("hour.0")}[:rapid.IntRange(1, 3).Draw(t, "units")],
		// Small amounts make ties; the largest sum to nearly 2^62 over the 64 obligations of a book.
		most: rapid.SampledFrom([]int64{1, 3, 10, 1000, 1 << 56}).Draw(t, "most"),
	}
}

func must(text string) unit.Unit {
	u, err := unit.ParseUnit(text)
	if err != nil {
		panic(err) // a definition in this file is wrong
	}
	return u
}

// two draws two parties.
func (d *draw) two() (debtor, creditor int) {
	debtor = rapid.IntRange(0, d.parties-1).Draw(d.t, "debtor")
	return debtor, (debtor + rapid.IntRange(1, d.parties-1).Draw(d.t, "creditor")) % d.parties
}

// obligation draws one with an ID of its own, which says nothing of its place in the book.
func (d *draw) obligation(debtor, creditor int) clearing.Obligation {
	d.made++
	parts := rapid.Int64Range(1, d.most).Draw(d.t, "parts")
	return clearing.Obligation{
		ID:       fmt.Sprintf("%c%d", 'a'+rune(rapid.IntRange(0, 25).Draw(d.t, "id")), d.made),
		Debtor:   names[debtor],
		Creditor: names[creditor],
		Amount:   unit.New(parts, rapid.SampledFrom(d.units).Draw(d.t, "unit")),
		Due:      rapid.SampledFrom(dues()).Draw(d.t, "due"),
		Rank:     rapid.IntRange(-1, 1).Draw(d.t, "rank"),
	}
}

// dues are no date, early ones, one instant in two zones, and a nanosecond later.
func dues() []time.Time {
	day := time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC)
	return []time.Time{
		{}, {}, day.AddDate(-1000, 0, 0), day, day.In(time.FixedZone("", 2*60*60)), day.Add(1), day.AddDate(0, 1, 0),
	}
}
