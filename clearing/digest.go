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

// digestHeader separates the digests of this form of a Book from everything else that is hashed.
const digestHeader = "mutual clearing book 2\n"

// Digest returns the SHA-256 of a Book's content in hexadecimal: of its entries in the order of their IDs,
// each as its fields in turn, and of its windows by creditor, so that it does not depend on the Book's order. It
// ties a Result to the Book that it is of. Errors are those of [Clear] for a refused Book.
func Digest(b Book) (string, error) {
	a, err := arrange(b)
	if err != nil {
		return "", err
	}
	return a.digest(), nil
}

// digest hashes texts with their length before them, and a letter before each entry, so that no two Books
// share an encoding.
func (a *arrangement) digest() string {
	d := digester{hash: sha256.New(), data: append(make([]byte, 0, digestBuffer), digestHeader...)}
	for _, entry := range a.byID {
		switch k, i := a.split(entry); k {
		case kindObligation:
			d.obligation(&a.Obligations[i])
		case kindAcceptance:
			d.acceptance(&a.Acceptances[i])
		case kindTender:
			d.tender(&a.Tenders[i])
		}
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
