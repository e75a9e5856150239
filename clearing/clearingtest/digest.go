package clearingtest

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// checkDigest: each entry as a letter and its fields in turn, in the order of the IDs, then the windows by
// creditor; texts with their lengths before them.
func checkDigest(b clearing.Book, r *clearing.Result) error {
	d := []byte("mutual clearing book 2\n")
	all := entries(b, clearing.Options{}, nil)
	slices.SortFunc(all, func(e, f entry) int { return cmp.Compare(e.id, f.id) })
	for _, e := range all {
		d = append(d, e.kind[0])
		d = appendTexts(d, e.id, e.from, e.to)
		d = appendAmount(d, e.amount)
		switch e.kind {
		case "obligation":
			d = appendTime(d, e.due)
			d = binary.AppendVarint(d, int64(e.rank))
			d = appendTime(d, b.Obligations[e.place].Early)
		case "acceptance":
			d = binary.AppendVarint(d, int64(e.rank))
		case "tender":
			d = appendStock(d, b.Tenders[e.place])
		}
	}
	for _, w := range slices.SortedFunc(slices.Values(b.Windows), func(v, w clearing.Window) int { return cmp.Compare(v.Creditor, w.Creditor) }) {
		d = appendTime(appendTexts(append(d, 'w'), w.Creditor), w.Until)
	}
	if want := fmt.Sprintf("%x", sha256.Sum256(d)); r.BookDigest != want {
		return fmt.Errorf("digest: %.70q, not %s", r.BookDigest, want)
	}
	return nil
}

func appendTexts(d []byte, texts ...string) []byte {
	for _, t := range texts {
		d = append(binary.AppendUvarint(d, uint64(len(t))), t...)
	}
	return d
}

func appendAmount(d []byte, a unit.Amount) []byte {
	return binary.AppendVarint(appendTexts(d, a.Unit().String()), a.Parts())
}

// appendTime: 0 for the zero time, otherwise 1, seconds and nanoseconds.
func appendTime(d []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(d, 0)
	}
	return binary.AppendUvarint(binary.AppendVarint(append(d, 1), t.Unix()), uint64(t.Nanosecond()))
}

// appendStock: 0 where none is tendered, otherwise 1, the Stock and its quote.
func appendStock(d []byte, t clearing.Tender) []byte {
	if t.Quote == (unit.Quote{}) {
		return append(d, 0)
	}
	q := t.Quote.Terms()
	d = appendAmount(append(d, 1), t.Stock)
	d = appendTexts(append(d, 'q'), q.Base.String(), q.Quoted.String(), q.Rate.RatString(), q.Side.String(), q.Source)
	return appendTime(appendTime(d, q.AsOf), q.ValidUntil)
}
