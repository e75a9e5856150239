package stock_test

import (
	"bytes"
	"fmt"
	"testing"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// A model is a register as one would write it down without a thought for speed.
type model map[stock.Kind]*book

type book struct {
	remaining, issued, redeemed, bought int64
	holds, claims                       map[string]int64
}

func sum(all map[string]int64) (s int64) {
	for _, parts := range all {
		s += parts
	}
	return s
}

// A move is one operation, drawn.
type move struct {
	what     int
	kind     stock.Kind
	from, to string
	parts    int64
}

// moves draws histories in which most moves can be made: long ones, since rapid draws short slices if it may.
func moves() *rapid.Generator[[]move] {
	who := rapid.SampledFrom([]string{"ann", "bob", "mill", "roof", "ann", "bob", "cem", "dan", "", "a/b"})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) move {
		return move{
			rapid.IntRange(0, 9).Draw(t, "what"), rapid.SampledFrom([]stock.Kind{wind, wind, wind, sun, {}}).Draw(t, "kind"),
			who.Draw(t, "from"), who.Draw(t, "to"), rapid.SampledFrom([]int64{3, 1, 2, 5, 9, 1, 2, 0, -1}).Draw(t, "parts"),
		}
	}), 25, 50)
}

// do applies a move to a register.
func (m move) do(r *stock.Register) (err error) {
	a := unit.New(m.parts, unit.KilowattHour)
	switch m.what {
	case 0:
		return r.Forecast(m.kind, unit.New(20*m.parts, unit.KilowattHour))
	case 1:
		_, err = r.Produce(m.kind, a)
	case 2, 3, 8, 9:
		_, err = r.Issue(m.kind, m.to, a)
	case 4:
		_, err = r.Transfer(m.kind, m.from, m.to, a)
	case 5:
		_, err = r.Redeem(m.kind, m.from, a)
		if m.to == "bob" && err == nil {
			_, err = r.Redeem(m.kind, m.from, a) // one more that may be refused, so that half a batch is undone
		}
	case 6:
		_, _, err = r.Accept(m.kind, m.from, m.to, a)
	case 7:
		if m.to == "bob" {
			_, err = r.BuyBack(m.kind, m.from, a)
		} else {
			_, err = r.Discharge(m.kind, m.to, a)
		}
	}
	return err
}

// do reports whether a move is to be accepted, and applies it to the model if so.
func (all model) do(m move) bool {
	n := m.parts
	b := all[m.kind]
	if m.what == 0 {
		if m.kind == (stock.Kind{}) || n < 0 {
			return false
		}
		if b == nil {
			b = &book{holds: map[string]int64{}, claims: map[string]int64{}}
			all[m.kind] = b
		}
		b.remaining = 20 * n
		return true
	}
	if b == nil || n <= 0 {
		return false
	}
	someone := func(who string) bool { return who != "" && who != "a/b" && who != m.kind.Issuer }
	switch m.what {
	case 1:
		b.remaining = max(0, b.remaining-n)
		return true
	case 2, 3, 8, 9:
		if !someone(m.to) || sum(b.holds)+sum(b.claims)+n > b.remaining {
			return false
		}
		b.issued += n
		b.holds[m.to] += n
	case 4:
		if b.holds[m.from] < n || !someone(m.to) || m.from == m.to {
			return false
		}
		b.holds[m.from] -= n
		b.holds[m.to] += n
	case 5:
		times := int64(1)
		if m.to == "bob" {
			times = 2
		}
		if b.holds[m.from] < times*n {
			return false
		}
		b.holds[m.from] -= times * n
		b.redeemed += times * n
	case 6:
		if b.holds[m.from] < n || !someone(m.to) {
			return false
		}
		b.holds[m.from] -= n
		b.redeemed += n
		b.claims[m.to] += n
	case 7:
		from := b.claims
		who := m.to
		if m.to == "bob" {
			from, who = b.holds, m.from
		}
		if from[who] < n {
			return false
		}
		from[who] -= n
		if m.to == "bob" {
			b.bought += n
		}
	}
	return true
}

// compare says where a register and the model differ.
func (all model) compare(r *stock.Register) error {
	for k, b := range all {
		p, _ := r.Position(k)
		got := [...]int64{p.Remaining.Parts(), p.Issued.Parts(), p.Outstanding.Parts(), p.Redeemed.Parts(), p.BoughtBack.Parts(), p.Claims.Parts()}
		want := [...]int64{b.remaining, b.issued, sum(b.holds), b.redeemed, b.bought, sum(b.claims)}
		if got != want {
			return fmt.Errorf("%v: got %v, want %v", k, got, want)
		}
		for who, parts := range b.holds {
			if r.Holding(k, who).Parts() != parts {
				return fmt.Errorf("%q has %v, want %d", who, r.Holding(k, who), parts)
			}
		}
		for who, parts := range b.claims {
			if r.Claim(k, who).Parts() != parts {
				return fmt.Errorf("%q claims %v, want %d", who, r.Claim(k, who), parts)
			}
		}
	}
	return nil
}

// Invariants 1 to 4, beside the model; what is refused or taken back leaves no trace; what is read is what was written.
func TestModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, all := &stock.Register{}, model{}
		h := r.Hold(machine.Key{})
		begin := []move{{kind: wind, parts: 5}, {kind: sun, parts: 1}}
		for _, m := range append(begin, moves().Draw(t, "moves")...) {
			before := must(written(h))
			err := m.do(r)
			if err == nil && rapid.IntRange(0, 3).Draw(t, "taken back") == 3 {
				h.Undo()
			} else if err != nil {
				h.Undo()
				if all.do(m) {
					t.Fatalf("%+v: %v", m, err)
				}
			} else if !all.do(m) {
				t.Fatalf("%+v accepted", m)
			} else {
				before = nil
			}
			h.Forget()
			after := must(written(h))
			if before != nil && !bytes.Equal(before, after) {
				t.Fatalf("%+v: %s became %s", m, before, after)
			}
			if err := r.Check(); err != nil {
				t.Fatal(err)
			}
			if err := all.compare(r); err != nil {
				t.Fatal(err)
			}
			again, err := read(after)
			if err != nil {
				t.Fatal(err)
			}
			if got := must(written(again.Hold(machine.Key{}))); !bytes.Equal(got, after) {
				t.Fatalf("%s became %s", after, got)
			}
		}
	})
}
