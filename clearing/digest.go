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
// It does not depend on the Book's order. Errors are those of [Clear] for a refused Book.
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
	return a.digest(a.blocks()), nil
}

// A block is a run of entries in the order of their IDs, hashed.
type block struct {
	last string // the ID of its last entry
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

// blocks returns all blocks.
func (a *arrangement) blocks() []block { return a.appendBlocks(nil, a.byID) }

// appendBlocks appends the blocks of a run of entries that begins a block.
func (a *arrangement) appendBlocks(blocks []block, entries []int32) []block {
	d := digester{hash: sha256.New(), data: append(make([]byte, 0, digestBuffer), blockHeader...)}
	for k, entry := range entries {
		d.entry(&a.Book, entry)
		id := a.id(entry)
		if k+1 < len(entries) && !closes(id) {
			d.flush(digestBuffer / 2)
			continue
		}
		d.flush(0)
		b := block{last: id}
		d.hash.Sum(b.hash[:0])
		blocks = append(blocks, b)
		d.hash.Reset()
		d.data = append(d.data, blockHeader...)
	}
	return blocks
}

// digest hashes texts with their length before them, a letter before each entry, and the number of blocks before their
// hashes, so that no two Books share an encoding.
func (a *arrangement) digest(blocks []block) string {
	d := digester{hash: sha256.New(), data: append(make([]byte, 0, digestBuffer), digestHeader...)}
	d.data = binary.AppendUvarint(d.data, uint64(len(blocks)))
	for i := range blocks {
		d.data = append(d.data, blocks[i].hash[:]...)
		d.flush(digestBuffer / 2)
	}
	windows := slices.Clone(a.Windows)
	slices.SortFunc(windows, func(v, w Window) int { return strings.Compare(v.Creditor, w.Creditor) })
	for _, w := range windows {
		d.begin('w', w.Creditor)
		d.time(w.Until)
		d.flush(digestBuffer / 2)
	}
	d.flush(0)
	return hex.EncodeToString(d.hash.Sum(nil))
}

// digestBuffer is more than twice the encoding of any entry, of which texts from outside take up to 128
// bytes and a unit or a quote up to a few hundred.
const digestBuffer = 1 << 14

// A digester gathers the encoding, and hashes it piece by piece.
type digester struct {
	hash hash.Hash
	data []byte
}

func (d *digester) flush(above int) {
	if len(d.data) > above {
		d.hash.Write(d.data)
		d.data = d.data[:0]
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

func (d *digester) text(t string) {
	d.data = binary.AppendUvarint(d.data, uint64(len(t)))
	d.data = append(d.data, t...)
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
