package clearingtest

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// checkDigest: the number of blocks and their hashes, and then the windows by creditor; texts with their lengths
// before them.
func checkDigest(b clearing.Book, r *clearing.Result) error {
	hashes, n := blockHashes(b)
	d := append(binary.AppendUvarint([]byte("mutual clearing book 3\n"), n), hashes...)
	for _, w := range slices.SortedFunc(slices.Values(b.Windows), func(v, w clearing.Window) int { return cmp.Compare(v.Creditor, w.Creditor) }) {
		d = appendTime(appendTexts(append(d, 'w'), w.Creditor), w.Until)
	}
	if want := fmt.Sprintf("%x", sha256.Sum256(d)); r.BookDigest != want {
		return fmt.Errorf("digest: %.70q, not %s", r.BookDigest, want)
	}
	return nil
}

// blockHashes: the entries in the order of their IDs, each as a letter and its fields in turn, in blocks that end
// where the FNV-1a hash of an ID is a multiple of 64.
func blockHashes(b clearing.Book) (hashes []byte, n uint64) {
	const header = "mutual clearing block 3\n"
	all := entries(b, clearing.Options{}, nil)
	slices.SortFunc(all, func(e, f entry) int { return cmp.Compare(e.id, f.id) })
	d := []byte(header)
	for i, e := range all {
		d = appendEntry(d, b, e)
		h := fnv.New32a()
		h.Write([]byte(e.id))
		if h.Sum32()%64 == 0 || i == len(all)-1 {
			sum := sha256.Sum256(d)
			hashes, d = append(hashes, sum[:]...), []byte(header)
			n++
		}
	}
	return hashes, n
}

func appendEntry(d []byte, b clearing.Book, e entry) []byte {
	d = appendTexts(append(d, e.kind[0]), e.id, e.from, e.to)
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
	return d
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
