package flow_test

import (
	"errors"
	"testing"

	"example.org/mutual/clearing/flow"
)

// Whatever is done to a network and whatever is asked of it, in range or not: nothing panics, what is
// refused changes nothing, and every plan holds to its promises.
func FuzzNetwork(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte{2, 0, 1, 0, 2, 0, 3, 3, 0, 1, 22, 21, 3, 1, 2, 22, 21, 5, 0, 0, 30, 5, 1, 0, 30, 6, 0, 2, 28, 20, 20})
	f.Add([]byte{1, 0, 1, 0, 2, 0, 3, 3, 0, 1, 22, 21, 3, 0, 1, 24, 20, 5, 0, 0, 30, 5, 1, 0, 40, 6, 0, 1, 60, 20, 21, 1, 0, 0, 9, 3, 0, 2, 20, 20, 6, 0, 2, 30, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := reader(data)
		w := newTown(t, [][]int64{nil, {0, 1}, {1, 3, 4}, {0, 1, 65, 129, 193, 257}}[r.next()%4]...)
		w.Limit(int(r.next() % 4))
		for sends := 0; len(r) > 0 && sends < 12; {
			switch kind := r.next() % 8; {
			case kind == 0 && len(w.rank) < 9:
				w.node(t, uint64(r.number()))
			case kind < 6:
				w.change(t, kind, &r)
			case len(w.roads) <= 20:
				sends++
				w.ask(t, &r)
			}
		}
	})
}

// number32 is mostly that of a node or arc there is.
func (r *reader) number32() int32 {
	if b := r.next(); b < 250 {
		return int32(b % 24)
	}
	return int32(r.number())
}

func (w *town) change(t *testing.T, kind byte, r *reader) {
	x, y := r.number32(), r.number32()
	_, isNode := w.rank[x]
	_, isOther := w.rank[y]
	_, isArc := w.roads[x]
	switch kind {
	case 1:
		if isNode {
			w.retireNode(t, x)
		} else if err := w.RetireNode(x); !errors.Is(err, flow.ErrNode) {
			t.Fatal(err)
		}
	case 2:
		if isArc {
			w.retireArc(t, x)
		} else if err := w.RetireArc(x); !errors.Is(err, flow.ErrArc) {
			t.Fatal(err)
		}
	case 3, 4:
		cost, length := r.amount(), int32(r.amount())
		good := isNode && isOther && x != y && cost >= 0 && cost <= flow.PriceMax-w.steps[len(w.steps)-1] && length >= 0
		if good {
			w.road(t, x, y, cost, length)
		} else if arc, err := w.AddArc(x, y, cost, length); err == nil {
			t.Fatalf("arc %d from %d to %d at %d of length %d", arc, x, y, cost, length)
		}
	case 5:
		step, capacity := int(y), r.amount()
		if isArc && step >= 0 && step < len(w.steps) && capacity >= 0 && capacity <= flow.AmountMax {
			w.set(t, x, step, min(capacity, 1<<40)) // the sums of the tests are int64
		} else if err := w.SetCapacity(x, step, capacity); err == nil {
			t.Fatalf("arc %d carries %d at step %d", x, capacity, step)
		}
	}
}

func (w *town) ask(t *testing.T, r *reader) {
	from, to, amount := r.number32(), r.number32(), r.amount()
	o := flow.SendOptions{LengthMax: int(r.next() % 6), PathsMax: int(r.next() % 4)}
	_, isNode := w.rank[from]
	_, isOther := w.rank[to]
	s, err := w.Send(t.Context(), from, to, amount, o)
	var typed *flow.Error
	switch {
	case err != nil && (!errors.As(err, &typed) || s != nil):
		t.Fatal(s, err)
	case !isNode || !isOther || from == to:
		if !errors.Is(err, flow.ErrNode) {
			t.Fatal(s, err)
		}
	case amount < 1 || amount > flow.AmountMax:
		if !errors.Is(err, flow.ErrRange) {
			t.Fatal(s, err)
		}
	case err != nil:
		if !errors.Is(err, flow.ErrRange) {
			t.Fatal(err)
		}
	case amount < 1<<50:
		if err := w.judge(from, to, amount, o, s); err != nil {
			t.Fatalf("%d from %d to %d within %v: %v\n%+v", amount, from, to, o, err, s)
		}
	}
}
