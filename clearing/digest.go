package clearing

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// digestHeader separates the digests of this form of a Book from everything else that is hashed.
const digestHeader = "mutual clearing book 1\n"

// Digest returns the SHA-256 of a Book's content in hexadecimal: of its obligations in the order of
// their IDs, each as its fields in turn, so that it does not depend on the Book's order. It ties a
// Result to the Book that it is of. Errors are those of [Clear] for a refused Book.
func Digest(b Book) (string, error) {
	a, err := arrange(b)
	if err != nil {
		return "", err
	}
	return a.digest(), nil
}

// digest hashes texts with their length before them, so that no two Books share an encoding.
func (a *arrangement) digest() string {
	h := sha256.New()
	buffer := append(make([]byte, 0, 1024), digestHeader...)
	for _, i := range a.byID {
		o := &a.Obligations[i]
		for _, text := range [...]string{o.ID, o.Debtor, o.Creditor, o.Amount.Unit().String()} {
			buffer = binary.AppendUvarint(buffer, uint64(len(text)))
			buffer = append(buffer, text...)
		}
		buffer = binary.AppendVarint(buffer, o.Amount.Parts())
		buffer = binary.AppendVarint(buffer, o.Due.Unix()) // the zero time has a number of its own
		buffer = binary.AppendUvarint(buffer, uint64(o.Due.Nanosecond()))
		buffer = binary.AppendVarint(buffer, int64(o.Rank))
		h.Write(buffer)
		buffer = buffer[:0]
	}
	h.Write(buffer) // the header of an empty Book
	return hex.EncodeToString(h.Sum(nil))
}
