package clearing

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// texts draws names that begin alike, differ late or early, and some of them more than once.
func texts() *rapid.Generator[[]string] {
	return rapid.Custom(func(t *rapid.T) []string {
		begin := strings.Repeat("x", rapid.IntRange(0, 20).Draw(t, "alike"))
		alphabet := rapid.SampledFrom([]string{"a", "ab", "abcdefghij", "aü株😀"}).Draw(t, "alphabet")
		n := rapid.SampledFrom([]int{0, 1, 5, 70, 300, 2000}).Draw(t, "texts")
		longest := rapid.SampledFrom([]int{1, 3, 9, 30}).Draw(t, "longest")
		state := rapid.Uint64().Draw(t, "seed")
		all := make([]string, n)
		for i := range all {
			text := []rune{}
			for range 1 + i%longest {
				state = state*6364136223846793005 + 1442695040888963407
				text = append(text, []rune(alphabet)[state>>33%uint64(len([]rune(alphabet)))])
			}
			all[i] = begin + string(text)
		}
		return all
	})
}

// sortTexts puts texts in the order of strings.Compare, and knows whether two are the same.
func TestSortTexts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := texts().Draw(t, "texts")
		order := make([]int32, len(all))
		for i := range order {
			order[i] = int32(i)
		}
		differ := sortTexts(order, func(i int32) string { return all[i] })
		var got []string
		for _, i := range order {
			got = append(got, all[i])
		}
		want := slices.Sorted(slices.Values(all))
		if !slices.Equal(got, want) {
			t.Fatalf("%q", got)
		}
		if once := len(slices.Compact(want)) == len(all); differ != once {
			t.Fatalf("all differ: %v, not %v", differ, once)
		}
	})
}

// A register gives each name one number, in the order in which they come.
func TestRegister(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := texts().Draw(t, "names")
		r := newRegister([32]byte{rapid.Byte().Draw(t, "seed")})
		known := make(map[string]int32)
		for batch := range slices.Chunk(all, rapid.IntRange(1, batchNames).Draw(t, "batch")) {
			numbers := make([]int32, len(batch))
			r.number(batch, numbers)
			for k, name := range batch {
				if _, met := known[name]; !met {
					known[name] = int32(len(known))
				}
				if numbers[k] != known[name] || r.names[numbers[k]] != name {
					t.Fatalf("%q is number %d, not %d", name, numbers[k], known[name])
				}
			}
		}
		if len(r.names) != len(known) {
			t.Fatalf("%d names, not %d", len(r.names), len(known))
		}
	})
}

// Slots are spread well, whatever names look like, and otherwise with another book.
func TestRegisterSpread(t *testing.T) {
	for _, form := range []string{"%d", "firm-%07d", "%064d", "%d Mill Lane, 0123456789", "\u0001%x"} {
		var slots [2]string
		for seed := range slots {
			r := newRegister([32]byte{byte(seed)})
			taken := make(map[uint32]bool)
			for i := range 4096 {
				taken[r.hash(fmt.Sprintf(form, i))%8192] = true
			}
			slots[seed] = fmt.Sprint(taken)
			if len(taken) < 3000 { // of 8192 x (1 - exp(-1/2)) = 3223 expected
				t.Errorf("%q: %d slots", form, len(taken))
			}
		}
		if slots[0] == slots[1] {
			t.Errorf("%q: the seed changes nothing", form)
		}
	}
}
