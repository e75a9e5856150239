package clearing

import (
	"encoding/binary"
	"math/bits"
)

// A register numbers names as they come. It is a hash table with open addressing, faster than a map because it
// looks many names up at a time.
type register struct {
	names []string
	slots []slot // a power of two, at most half of them taken
	seed  uint64
	seen  uint32 // makes what number looks at count
}

// A slot holds a name's hash and one more than its number, or zeros.
type slot struct{ hash, next uint32 }

// newRegister returns an empty one. Its seed is from the digest of what holds the names, so that nobody can choose
// names that all fall into one slot: with the names the slots change.
func newRegister(digest [32]byte) *register {
	return &register{slots: make([]slot, 64), seed: binary.LittleEndian.Uint64(digest[:])}
}

// batchNames is how many names are looked up at a time.
const batchNames = 128

// number replaces each of at most batchNames names by its number, a new one where it is new. Slots and names lie
// all over the memory, so it first looks at those of the whole batch: the processor fetches many at a time, where
// looking one name up would wait for each. It takes half off the time.
func (r *register) number(names []string, numbers []int32) {
	var hashes [batchNames]uint32
	mask := uint32(len(r.slots) - 1)
	for k, name := range names {
		hashes[k] = r.hash(name)
		r.seen += r.slots[hashes[k]&mask].next
	}
	for k := range names {
		r.seen += uint32(len(r.first(hashes[k])))
	}
	for k := range names {
		if first := r.first(hashes[k]); first != "" {
			r.seen += uint32(first[0])
		}
	}
	for k, name := range names {
		numbers[k] = r.find(name, hashes[k])
	}
}

// first returns the name in the first slot for a hash, if there is one.
func (r *register) first(hash uint32) string {
	if s := r.slots[hash&uint32(len(r.slots)-1)]; s.next != 0 {
		return r.names[s.next-1]
	}
	return ""
}

// find returns the number of a name.
func (r *register) find(name string, hash uint32) int32 {
	mask := uint32(len(r.slots) - 1)
	at := hash & mask
	for ; r.slots[at].next != 0; at = (at + 1) & mask {
		if s := r.slots[at]; s.hash == hash && r.names[s.next-1] == name {
			return int32(s.next - 1)
		}
	}
	r.names = append(r.names, name)
	r.slots[at] = slot{hash, uint32(len(r.names))}
	if 2*len(r.names) > len(r.slots) {
		r.grow()
	}
	return int32(len(r.names) - 1)
}

// grow doubles the slots.
func (r *register) grow() {
	old := r.slots
	r.slots = make([]slot, 2*len(old))
	mask := uint32(len(r.slots) - 1)
	for _, s := range old {
		if s.next == 0 {
			continue
		}
		at := s.hash & mask
		for r.slots[at].next != 0 {
			at = (at + 1) & mask
		}
		r.slots[at] = s
	}
}

// hash folds eight bytes at a time into the product with an odd number.
func (r *register) hash(name string) uint32 {
	h := r.seed ^ uint64(len(name))
	for from := 0; from < len(name); from += 8 {
		high, low := bits.Mul64(h^eightBytes(name, from), 0x9e3779b97f4a7c15)
		h = high ^ low
	}
	return uint32(h ^ h>>32)
}
