package clearing

import (
	"errors"
	"strconv"
	"testing"
	"unsafe"
)

// A Book of too many entries is refused by their number alone, before anything looks at them: those of
// this one do not exist.
func TestEntriesMax(t *testing.T) {
	if strconv.IntSize == 32 {
		t.Skip("so many entries have no room in this memory")
	}
	for _, b := range []Book{
		{Obligations: tooMany[Obligation](1)},
		{Acceptances: tooMany[Acceptance](1)},
		{Tenders: tooMany[Tender](1)},
		{Obligations: make([]Obligation, 1), Tenders: tooMany[Tender](0)},
	} {
		if err := b.check(); !errors.Is(err, ErrSize) {
			t.Error(err)
		}
	}
}

// tooMany returns a slice of EntriesMax and more elements with memory for one.
//
//go:nocheckptr
func tooMany[T any](more int) []T { return unsafe.Slice(new(T), EntriesMax+more) }
