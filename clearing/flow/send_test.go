package flow_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"testing"

	"example.org/mutual/clearing/flow"
	"pgregory.net/rapid"
)

// circles is a town with two ways from s to t, over a or b: s to a carries 10 and s to b 7, a to t 9
// and b to t 8. Nodes are s, a, b, t, arcs in that order.
func circles(t *testing.T, lengths ...int32) *town {
	w := newTown(t)
	for v := range uint64(4) {
		w.node(t, v)
	}
	for i, r := range []road{{from: 0, to: 1, capacity: []int64{10}}, {from: 0, to: 2, capacity: []int64{7}},
		{from: 1, to: 3, capacity: []int64{9}}, {from: 2, to: 3, capacity: []int64{8}}} {
		w.road(t, r.from, r.to, 1, append(lengths, 1, 1, 1, 1)[i], r.capacity...)
	}
	return w
}

func TestSendTable(t *testing.T) {
	type table struct {
		name           string
		amount         int64
		o              flow.SendOptions
		paths          string
		value, most    int64
		cost, least    int64
		proved         bool
		cut, potential string
	}
	const none = "[]"
	for _, tt := range []table{
		{"one path is enough", 6, flow.SendOptions{}, "[{[0 2] 6}]", 6, 6, 12, 12, true, none, "[{0 -1} {3 1}]"},
		{"and allowed", 6, flow.SendOptions{PathsMax: 1}, "[{[0 2] 6}]", 6, 6, 12, 12, true, none, "[{0 -1} {3 1}]"},
		{"all there is", 16, flow.SendOptions{}, "[{[0 2] 9} {[1 3] 7}]", 16, 16, 32, 32, true, none, "[{0 -1} {3 1}]"},
		{"more than there is", 20, flow.SendOptions{}, "[{[0 2] 9} {[1 3] 7}]", 16, 16, 32, 32, true, "[1 2]", "[{0 -1} {3 1}]"},
		{"one path for too much", 16, flow.SendOptions{PathsMax: 1}, "[{[0 2] 9}]", 9, 16, 18, 18, false, none, none},
		{"and for more than there is", 20, flow.SendOptions{PathsMax: 1}, "[{[0 2] 9}]", 9, 16, 18, 18, false, "[1 2]", none},
		{"paths too long", 6, flow.SendOptions{LengthMax: 1}, none, 0, 6, 0, 0, false, none, none},
		{"paths just short enough", 16, flow.SendOptions{LengthMax: 2}, "[{[0 2] 9} {[1 3] 7}]", 16, 16, 32, 32, true, none, "[{0 -1} {3 1}]"},
	} {
		w := circles(t)
		s, err := w.Send(t.Context(), 0, 3, tt.amount, tt.o)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		got := table{tt.name, tt.amount, tt.o, fmt.Sprint(s.Paths), s.Value, s.Most, s.Cost, s.Least, s.Potential != nil, fmt.Sprint(s.Cut), fmt.Sprint(s.Potential)}
		if got != tt {
			t.Errorf("%+v\nnot %+v", got, tt)
		}
		if err := w.judge(0, 3, tt.amount, tt.o, s); err != nil {
			t.Error(tt.name, err)
		}
	}
}

// The cheapest way is long, the short one dear, and one between them is just short enough.
func TestSendWithinLength(t *testing.T) {
	w := newTown(t)
	for v := range uint64(5) {
		w.node(t, v)
	}
	w.road(t, 0, 4, 100, 1, 50)
	w.road(t, 0, 1, 1, 1, 50)
	w.road(t, 1, 2, 1, 1, 50)
	w.road(t, 2, 3, 1, 1, 50)
	w.road(t, 3, 4, 1, 1, 50)
	w.road(t, 1, 3, 30, 1, 5)
	for _, tt := range []struct {
		length int
		paths  string
		cost   int64
	}{
		{0, "[{[1 2 3 4] 20}]", 80},
		{4, "[{[1 2 3 4] 20}]", 80},
		{3, "[{[1 5 4] 5} {[0] 15}]", 1660},
		{2, "[{[0] 20}]", 2000},
	} {
		s, err := w.Send(t.Context(), 0, 4, 20, flow.SendOptions{LengthMax: tt.length})
		if err != nil || fmt.Sprint(s.Paths) != tt.paths || s.Cost != tt.cost || s.Least != 80 || s.Value != 20 || s.Most != 20 {
			t.Errorf("within %d: %+v, %v", tt.length, s, err)
		}
	}
	w.Labels(1)
	if s, err := w.Send(t.Context(), 0, 4, 20, flow.SendOptions{LengthMax: 3}); err != nil || s.Value != 20 {
		t.Errorf("%+v, %v", s, err)
	}
}

// The first path takes the only arc that the second cannot do without: the second takes it back.
func TestSendTakesBack(t *testing.T) {
	w := newTown(t)
	for v := range uint64(4) {
		w.node(t, v)
	}
	w.road(t, 0, 1, 1, 0, 5)
	w.road(t, 1, 2, 1, 0, 5)
	w.road(t, 2, 3, 1, 0, 5)
	w.road(t, 0, 2, 9, 0, 5)
	w.road(t, 1, 3, 9, 0, 5)
	for _, tt := range []struct {
		amount, cost int64
		paths        string
	}{
		{5, 15, "[{[0 1 2] 5}]"},
		{8, 66, "[{[0 4] 3} {[0 1 2] 2} {[3 2] 3}]"},
		{10, 100, "[{[0 4] 5} {[3 2] 5}]"},
	} {
		s, err := w.Send(t.Context(), 0, 3, tt.amount, flow.SendOptions{})
		if err != nil || s.Cost != tt.cost || fmt.Sprint(s.Paths) != tt.paths {
			t.Errorf("%+v: %+v, %v", tt, s, err)
		}
		if err := w.judge(0, 3, tt.amount, flow.SendOptions{}, s); err != nil {
			t.Error(err)
		}
	}
}

// A ring that costs nothing, at a node whose way must not be turned round into it for the sake of rank.
func TestSendPastRing(t *testing.T) {
	for _, forth := range []bool{true, false} {
		w := newTown(t)
		for _, rank := range []uint64{9, 8, 0, 7, 6, 5, 4, 3, 2} {
			w.node(t, rank)
		}
		for _, r := range []road{{from: 0, to: 1}, {from: 1, to: 2}, {from: 2, to: 1}, {from: 1, to: 3, cost: 1}, {from: 3, to: 4, cost: 1}, {from: 4, to: 5, cost: 1},
			{from: 5, to: 6, cost: 1}, {from: 6, to: 7, cost: 1}, {from: 7, to: 8, cost: 1}} {
			if !forth {
				r.from, r.to = r.to, r.from
			}
			w.road(t, r.from, r.to, r.cost, 0, 3)
		}
		from, to := int32(0), int32(8)
		if !forth {
			from, to = to, from
		}
		s, err := w.Send(t.Context(), from, to, 3, flow.SendOptions{})
		if err != nil || s.Cost != 18 {
			t.Errorf("%+v, %v", s, err)
		}
		if err := w.judge(from, to, 3, flow.SendOptions{}, s); err != nil {
			t.Error(err)
		}
	}
}

// Solve takes over with arcs that could carry more than is sent: they are not full, and must not pass for
// it. And with a cut, flow taken back, and nothing to send.
func TestSendHandedOver(t *testing.T) {
	for _, limit := range []int{0, 1} {
		w := newTown(t, 0, 4)
		w.Limit(limit)
		for v := range uint64(6) {
			w.node(t, v)
		}
		for _, r := range []road{
			{from: 0, to: 1, cost: 1, capacity: []int64{3, 3}}, {from: 1, to: 2, cost: 1, capacity: []int64{3, 0}},
			{from: 2, to: 3, cost: 1, capacity: []int64{3, 3}}, {from: 0, to: 2, cost: 9, capacity: []int64{4, 2}},
			{from: 1, to: 3, cost: 9, capacity: []int64{5, 0}}, {from: 2, to: 1, capacity: []int64{50}},
			{from: 3, to: 4, capacity: []int64{50}}, {from: 4, to: 0, capacity: []int64{50}},
		} {
			w.road(t, r.from, r.to, r.cost, 1, r.capacity...)
		}
		for amount := range int64(14) {
			for _, o := range []flow.SendOptions{{}, {LengthMax: 2}, {PathsMax: 1}} {
				for _, to := range []int32{3, 5} {
					s, err := w.Send(t.Context(), 0, to, amount+1, o)
					if err != nil {
						t.Fatal(err)
					}
					if err := w.judge(0, to, amount+1, o, s); err != nil {
						t.Errorf("%d to %d within %v: %v", amount+1, to, o, err)
					}
				}
			}
		}
	}
}

// Where the cheapest path blocks the others, those of the whole flow that are short enough are the better
// start.
func TestSendKeepsWhatIsShort(t *testing.T) {
	w := newTown(t)
	for v := range uint64(4) {
		w.node(t, v)
	}
	w.road(t, 0, 1, 1, 1, 5)
	w.road(t, 1, 2, 1, 1, 5)
	w.road(t, 2, 3, 1, 1, 5)
	w.road(t, 0, 2, 9, 1, 5)
	w.road(t, 1, 3, 9, 1, 5)
	w.road(t, 0, 3, 30, 9, 5)
	s, err := w.Send(t.Context(), 0, 3, 15, flow.SendOptions{LengthMax: 3})
	if err != nil || fmt.Sprint(s.Paths) != "[{[0 4] 5} {[3 2] 5}]" || s.Most != 15 || s.Cost != 100 || s.Least != 100 {
		t.Errorf("%+v, %v", s, err)
	}
}

// A greedy plan takes nothing back, however cheap that would be.
func TestSendWithFewPathsTakesNothingBack(t *testing.T) {
	w := newTown(t)
	for v := range uint64(4) {
		w.node(t, v)
	}
	w.road(t, 0, 1, 1, 1, 5)
	w.road(t, 1, 2, 1, 1, 5)
	w.road(t, 2, 3, 1, 1, 5)
	w.road(t, 0, 2, 9, 1, 5)
	w.road(t, 1, 3, 9, 1, 5)
	s, err := w.Send(t.Context(), 0, 3, 8, flow.SendOptions{PathsMax: 2})
	if err != nil || fmt.Sprint(s.Paths) != "[{[0 4] 5} {[3 2] 3}]" || s.Cost != 80 || s.Least != 66 {
		t.Errorf("%+v, %v", s, err)
	}
}

// Paths that have room left are used to the full before anything stays behind for want of paths.
func TestSendTopsUp(t *testing.T) {
	w := newTown(t, 0, 10)
	for v := range uint64(5) {
		w.node(t, v)
	}
	for v := range int32(3) {
		w.road(t, 0, v+1, int64(v), 1, 50)
	}
	w.road(t, 1, 4, 0, 1, 1)
	w.road(t, 2, 4, 0, 1, 8, 6)
	w.road(t, 3, 4, 0, 1, 7)
	s, err := w.Send(t.Context(), 0, 4, 16, flow.SendOptions{PathsMax: 2})
	if err != nil || fmt.Sprint(s.Paths) != "[{[1 4] 9} {[2 5] 7}]" || s.Cost != 33 || s.Least != 22 {
		t.Errorf("%+v, %v", s, err)
	}
}

// With no more than a few labels for each path, plans within bounds are not so good, and as sound. Some
// path is found where there is one.
func TestSendWithFewLabels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newTown(t, drawSteps(t)...)
		w.Labels(rapid.IntRange(1, 4).Draw(t, "labels"))
		for range rapid.IntRange(20, 40).Draw(t, "edits") {
			w.edit(t)
		}
		w.send(t, flow.SendOptions{LengthMax: rapid.IntRange(1, 4).Draw(t, "length")})
	})
}

// Prices rise with use, and flow is taken back where a dearer unit would otherwise be bought.
func TestSendRisesThroughSteps(t *testing.T) {
	w := newTown(t, 0, 10, 20)
	for v := range uint64(3) {
		w.node(t, v)
	}
	direct := w.road(t, 0, 2, 1, 0, 2, 0, 4)
	w.road(t, 0, 1, 5, 0, 3, 3, 0)
	w.road(t, 1, 2, 0, 0, 100)
	for _, tt := range []struct{ amount, value, cost int64 }{
		{2, 2, 2}, {3, 3, 7}, {5, 5, 17}, {8, 8, 62}, {12, 12, 146}, {13, 12, 146},
	} {
		s, err := w.Send(t.Context(), 0, 2, tt.amount, flow.SendOptions{})
		if err != nil || s.Value != tt.value || s.Cost != tt.cost {
			t.Errorf("%+v: %+v, %v", tt, s, err)
		}
	}
	if w.Capacity(direct, 0) != 2 || w.Capacity(direct, 1) != 0 || w.Capacity(direct, 2) != 4 {
		t.Error("the capacities have changed")
	}
}

func TestNetworkErrors(t *testing.T) {
	for _, tt := range []struct {
		steps  []int64
		reason error
	}{
		{nil, nil}, {[]int64{3}, nil}, {[]int64{0, 1, 2, 3, 4, 5, 6, flow.PriceMax}, nil},
		{[]int64{0, 1, 2, 3, 4, 5, 6, 7, 8}, flow.ErrShape}, {[]int64{-1}, flow.ErrRange}, {[]int64{1, 1}, flow.ErrRange},
		{[]int64{2, 1}, flow.ErrRange}, {[]int64{flow.PriceMax + 1}, flow.ErrRange},
	} {
		if n, err := flow.NewNetwork(tt.steps...); !errors.Is(err, tt.reason) || (n == nil) != (err != nil) {
			t.Errorf("%v: %v", tt.steps, err)
		}
	}
	w := newTown(t, 0, 5)
	for v := range uint64(4) {
		w.node(t, v)
	}
	w.retireNode(t, 3)
	arc := w.road(t, 0, 1, 0, 0, 7)
	gone := w.road(t, 0, 1, 0, 0, 7)
	w.retireArc(t, gone)
	before := w.Problem(0, 1, 1)
	add := func(from, to int32, cost int64, length int32) error {
		_, err := w.AddArc(from, to, cost, length)
		return err
	}
	send := func(from, to int32, amount int64, o flow.SendOptions) error {
		s, err := w.Send(t.Context(), from, to, amount, o)
		if err == nil || s != nil {
			t.Errorf("%v beside %v", s, err)
		}
		return err
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, ended := w.Send(cancelled, 0, 1, 1, flow.SendOptions{})
	for i, tt := range []struct{ err, reason error }{
		{w.RetireNode(-1), flow.ErrNode}, {w.RetireNode(3), flow.ErrNode}, {w.RetireNode(4), flow.ErrNode},
		{w.RetireArc(-1), flow.ErrArc}, {w.RetireArc(gone), flow.ErrArc}, {w.RetireArc(2), flow.ErrArc},
		{add(0, 0, 0, 0), flow.ErrNode}, {add(3, 0, 0, 0), flow.ErrNode}, {add(0, -1, 0, 0), flow.ErrNode},
		{add(0, 1, -1, 0), flow.ErrRange}, {add(0, 1, flow.PriceMax-4, 0), flow.ErrRange}, {add(0, 1, math.MaxInt64, 0), flow.ErrRange},
		{add(0, 1, 0, -1), flow.ErrRange},
		{w.SetCapacity(gone, 0, 1), flow.ErrArc}, {w.SetCapacity(-1, 0, 1), flow.ErrArc}, {w.SetCapacity(arc, -1, 1), flow.ErrShape},
		{w.SetCapacity(arc, 2, 1), flow.ErrShape}, {w.SetCapacity(arc, 0, -1), flow.ErrCapacity},
		{w.SetCapacity(arc, 0, flow.AmountMax+1), flow.ErrRange},
		{send(0, 0, 1, flow.SendOptions{}), flow.ErrNode}, {send(3, 0, 1, flow.SendOptions{}), flow.ErrNode},
		{send(0, 3, 1, flow.SendOptions{}), flow.ErrNode}, {send(0, 1, 0, flow.SendOptions{}), flow.ErrRange},
		{send(0, 1, flow.AmountMax+1, flow.SendOptions{}), flow.ErrRange},
		{send(0, 1, 1, flow.SendOptions{LengthMax: -1}), flow.ErrRange}, {send(0, 1, 1, flow.SendOptions{PathsMax: -1}), flow.ErrRange},
		{ended, context.Canceled},
	} {
		if !errors.Is(tt.err, tt.reason) {
			t.Errorf("%d: %v, not %v", i, tt.err, tt.reason)
		}
	}
	if w.Capacity(gone, 0) != 0 || w.Capacity(-1, 0) != 0 || w.Capacity(arc, 2) != 0 || w.Capacity(arc, -1) != 0 {
		t.Error("capacities of what is not there")
	}
	if after := w.Problem(0, 1, 1); !reflect.DeepEqual(before, after) {
		t.Errorf("%v became %v", before, after)
	}
}

// The zero Network is safe: it takes nodes, and no arcs.
func TestZeroNetwork(t *testing.T) {
	var n flow.Network
	v, _ := n.AddNode(0)
	u, err := n.AddNode(0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.AddArc(v, u, 0, 0); !errors.Is(err, flow.ErrShape) {
		t.Error(err)
	}
	if s, err := n.Send(t.Context(), v, u, 1, flow.SendOptions{}); err != nil || s.Value != 0 {
		t.Error(s, err)
	}
}

// At the ends of the range: amounts of 2^62, the dearest arcs, and a cost that no int64 holds.
func TestSendAtTheEnds(t *testing.T) {
	w := newTown(t, 0, flow.PriceMax)
	for v := range uint64(3) {
		w.node(t, v)
	}
	for range 3 {
		w.road(t, 0, 1, 0, math.MaxInt32, flow.AmountMax, flow.AmountMax)
		w.road(t, 1, 2, 0, math.MaxInt32, flow.AmountMax, flow.AmountMax)
	}
	s, err := w.Send(t.Context(), 0, 2, flow.AmountMax, flow.SendOptions{})
	if err != nil || s.Value != flow.AmountMax || s.Cost != 0 {
		t.Error(s, err)
	}
	for arc := range int32(6) {
		w.set(t, arc, 0, 0)
	}
	for _, o := range []flow.SendOptions{{}, {PathsMax: 1}, {LengthMax: 1}} {
		if s, err := w.Send(t.Context(), 0, 2, flow.AmountMax, o); !errors.Is(err, flow.ErrRange) {
			t.Error(s, err)
		}
		if s, err := w.Send(t.Context(), 0, 2, 1<<30, o); err != nil || s.Most != 1<<30 || s.Least != s.Value<<31 {
			t.Error(s, err)
		}
	}
}

// A canceller is a context that ends when it is looked at for the nth time.
type canceller struct {
	context.Context
	looks int
}

func (c *canceller) Err() error {
	if c.looks--; c.looks < 0 {
		return context.Canceled
	}
	return nil
}

// A plan that is cancelled leaves nothing behind, wherever it was.
func TestSendCancelled(t *testing.T) {
	w := newTown(t, 0, 3)
	w.Pace(1)
	for v := range uint64(200) {
		w.node(t, v*79%200)
	}
	for v := range int32(200) {
		for k := range int32(4) {
			w.road(t, v, (v+1+(v*3+k*k)%199)%200, int64(k), 1, 1, 2)
		}
	}
	for _, o := range []flow.SendOptions{{}, {LengthMax: 4}, {PathsMax: 2}} {
		for _, limit := range []int{512, 2} {
			w.Limit(limit)
			want, err := w.Send(t.Context(), 1, 100, 9, o)
			if err != nil {
				t.Fatal(err)
			}
			cancelled := 0
			for looks := 0; ; looks++ {
				s, err := w.Send(&canceller{t.Context(), looks}, 1, 100, 9, o)
				if err == nil {
					if !reflect.DeepEqual(s, want) {
						t.Errorf("%v after cancelling, not %v", s, want)
					}
					break
				}
				if cancelled++; !errors.Is(err, context.Canceled) || s != nil {
					t.Fatal(s, err)
				}
				if s, err := w.Send(t.Context(), 1, 100, 9, o); err != nil || !reflect.DeepEqual(s, want) {
					t.Fatalf("%v, %v after cancelling at look %d, not %v", s, err, looks, want)
				}
			}
			if cancelled < 20 {
				t.Errorf("within %v looked at %d times", o, cancelled)
			}
		}
	}
}
