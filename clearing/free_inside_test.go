package clearing

import (
	"slices"
	"testing"
)

// Who owes least comes first, then the lower name; who cannot be freed is not tried, nor anybody twice.
func TestLightest(t *testing.T) {
	all := []burden{
		{debtor: true, party: 0, left: 5, room: 5},
		{debtor: true, party: 1, left: 3, room: 9},
		{debtor: true, party: 2, left: 3, room: 9},
		{debtor: true, party: 3, left: 2, room: 1},              // not so much can come in
		{debtor: true, party: 4, left: 1, room: 9, stuck: true}, // some of it cannot change
		{debtor: true, party: 5, left: 0, room: 9},              // owes nothing
		{party: 6, left: 1, room: 9},                            // owed nothing, and promises something
	}
	tried, order := make([]bool, len(all)), []int32{}
	for next := lightest(all, tried); next != nil && len(order) < len(all); next = lightest(all, tried) {
		tried[next.party] = true
		order = append(order, next.party)
	}
	if want := []int32{1, 2, 0}; !slices.Equal(order, want) {
		t.Errorf("got %v, want %v", order, want)
	}
}
