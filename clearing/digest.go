package clearing

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"slices"
	"strings"
	"time"

	"example.org/mutual/unit"
)

// What is hashed begins with one of these, which separate it from everything else that is.
const (
	digestHeader = "mutual clearing book 3\n"
	blockHeader  = "mutual clearing block 3\n"
)

// Digest returns the digest of a Book's content in hexadecimal, which ties a Result to the Book that it is of.
// It does not depend on the Book's order. Errors are those of [Clear] for a refused Book. The time is that of sorting
// the Book and of hashing it, O(bytes).
//
// It is a SHA-256 of SHA-256s, so that a change of the Book does not take hashing all of it again: the entries
// in the order of their IDs fall into blocks, of which each ends with an entry whose ID has a 32-bit FNV-1a
// hash with six zeros as its lowest bits, or with the last one. Each block is hashed, each entry as its fields
// in turn; then the hashes of all blocks in order, and the windows by creditor. Where a block ends depends on
// one ID alone, so that an entry that comes or goes changes one block or two.
func Digest(b Book) (string, error) {
	a, err := arrange(b)
	if err != nil {
		return "", err
	}
	return a.digestText(), nil
}

func (a *arrangement) digestText() string { return hex.EncodeToString(a.digest[:]) }

// hash hashes the blocks and the windows: texts with their length before them, a letter before each entry, and the
// number of blocks before their hashes, so that no two Books share an encoding.
func (a *arrangement) hash() [sha256.Size]byte {
	d := newDigester(digestHeader)
	d.data = binary.AppendUvarint(d.data, uint64(len(a.blocks)))
	for i := range a.blocks {
		d.data = append(d.data, a.blocks[i].hash[:]...)
		d.flush(digestBuffer / 2)
	}
	windows := slices.Clone(a.Windows)
	slices.SortFunc(windows, func(v, w Window) int { return strings.Compare(v.Creditor, w.Creditor) })
	for _, w := range windows {
		d.begin('w', w.Creditor)
		d.time(w.Until)
		d.flush(digestBuffer / 2)
	}
	return d.sum()
}

// A block is a run of entries in the order of their IDs, hashed.
type block struct {
	end  int // the place in byID after its last entry
	hash [sha256.Size]byte
}

// closes reports whether an entry with this ID is the last of its block.
func closes(id string) bool {
	const offset, prime = 2166136261, 16777619
	hash := uint32(offset)
	for i := range len(id) {
		hash = (hash ^ uint32(id[i])) * prime
	}
	return hash%64 == 0
}

// appendBlocks appends the blocks of byID[start:end], where the first begins a block and the last ends one.
func (a *arrangement) appendBlocks(blocks []block, start, end int) []block {
	if start == end {
		return blocks
	}
	d := newDigester(blockHeader)
	for k := start; k < end; k++ {
		if (k-start)%digestBatch == 0 {
			d.readAhead(&a.Book, a.byID[k:min(k+digestBatch, end)])
		}
		entry := a.byID[k]
		d.entry(&a.Book, entry)
		if k+1 == end || closes(a.id(entry)) {
			blocks = append(blocks, block{k + 1, d.sum()})
			d.hash.Reset()
			d.data = append(d.data, blockHeader...)
		}
	}
	return blocks
}

// digestBuffer is more than twice the encoding of any entry, of which texts from outside take up to 128
// bytes and a unit or a quote up to a few hundred.
const digestBuffer = 1 << 14

// digestBatch is how many entries are read ahead.
const digestBatch = 128

// A digester gathers the encoding, and hashes it piece by piece.
type digester struct {
	hash hash.Hash
	data []byte
	seen int // makes what readAhead does count
}

func newDigester(header string) *digester {
	return &digester{hash: sha256.New(), data: append(make([]byte, 0, digestBuffer), header...)}
}

func (d *digester) sum() [sha256.Size]byte {
	var sum [sha256.Size]byte
	d.flush(0)
	d.hash.Sum(sum[:0])
	return sum
}

// readAhead looks at the obligations of a batch, which lie all over the memory, first at all of them and then at
// all their texts: so the processor fetches many at a time, where hashing would wait for each. It takes a third
// off the time.
func (d *digester) readAhead(b *Book, batch []int32) {
	for _, entry := range batch {
		if int(entry) < len(b.Obligations) {
			o := &b.Obligations[entry]
			d.seen += len(o.ID) + o.Rank + o.Early.Nanosecond()
		}
	}
	for _, entry := range batch {
		if int(entry) < len(b.Obligations) {
			o := &b.Obligations[entry]
			d.seen += int(o.ID[0]) + int(o.Debtor[0]) + int(o.Creditor[0])
		}
	}
}

func (d *digester) entry(b *Book, entry int32) {
	switch k, i := b.split(entry); k {
	case kindObligation:
		d.obligation(&b.Obligations[i])
	case kindAcceptance:
		d.acceptance(&b.Acceptances[i])
	case kindTender:
		d.tender(&b.Tenders[i])
	}
	d.flush(digestBuffer / 2)
}

func (d *digester) flush(above int) {
	if len(d.data) > above {
		d.hash.Write(d.data)
		d.data = d.data[:0]
	}
}

func (d *digester) obligation(o *Obligation) {
	d.begin('o', o.ID, o.Debtor, o.Creditor)
	d.amount(o.Amount)
	d.time(o.Due)
	d.data = binary.AppendVarint(d.data, int64(o.Rank))
	d.time(o.Early)
}

func (d *digester) acceptance(c *Acceptance) {
	d.begin('a', c.ID, c.Acceptor, c.Debtor)
	d.amount(c.Amount)
	d.data = binary.AppendVarint(d.data, int64(c.Rank))
}

func (d *digester) tender(t *Tender) {
	d.begin('t', t.ID, t.Source, t.Owner)
	d.amount(t.Amount)
	if t.Quote == (unit.Quote{}) {
		d.data = append(d.data, 0)
		return
	}
	d.data = append(d.data, 1)
	d.amount(t.Stock)
	q := t.Quote.Terms()
	d.begin('q', q.Base.String(), q.Quoted.String(), q.Rate.RatString(), q.Side.String(), q.Source)
	d.time(q.AsOf)
	d.time(q.ValidUntil)
}

// begin writes a letter and texts.
func (d *digester) begin(letter byte, texts ...string) {
	d.data = append(d.data, letter)
	for _, t := range texts {
		d.text(t)
	}
}

func (d *digester) text(t string) { d.data = appendText(d.data, t) }

// appendText writes a text with its length before it.
func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func (d *digester) amount(a unit.Amount) {
	d.text(a.Unit().String())
	d.data = binary.AppendVarint(d.data, a.Parts())
}

// time writes a zero for the zero time, and otherwise a one, seconds and nanoseconds.
func (d *digester) time(t time.Time) {
	if t.IsZero() {
		d.data = append(d.data, 0)
		return
	}
	d.data = binary.AppendVarint(append(d.data, 1), t.Unix())
	d.data = binary.AppendUvarint(d.data, uint64(t.Nanosecond()))
}
