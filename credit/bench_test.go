package credit_test

import (
	"bytes"
	"io"
	"runtime"
	"strconv"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// The benchmarks' market: a million promises among ten thousand parties, each of whom trades with ten
// others.
const (
	marketPromises = 1_000_000
	marketParties  = 10_000
)

// A market makes the same actions for a ledger and for bare maps.
type market struct {
	eur   unit.Unit
	names [marketParties]string
	ids   []string
}

func newMarket(tb testing.TB, promises int) *market {
	m := &market{eur: euro(tb), ids: make([]string, promises)}
	for i := range m.names {
		m.names[i] = "party " + strconv.Itoa(i)
	}
	for i := range m.ids {
		m.ids[i] = "a" + strconv.Itoa(i)
	}
	return m
}

// two are the promisor and the holder of promise i.
func (m *market) two(i int) (promisor, holder string) {
	p := i * 7919 % marketParties
	return m.names[p], m.names[(p+1+i%10)%marketParties]
}

func (m *market) issue(i int) credit.Issue {
	promisor, holder := m.two(i)
	return credit.Issue{
		ID: m.ids[i], At: day(1), By: []string{promisor, holder}, Promisor: promisor, Holder: holder,
		Amount: unit.New(int64(100+i%900), m.eur), For: "goods and services",
	}
}

func (m *market) settle(i int) credit.Settle {
	_, holder := m.two(i)
	return credit.Settle{ID: "s" + m.ids[i], At: day(2), By: []string{holder}, Promise: m.ids[i], In: credit.Money, Paid: unit.New(int64(1+i%100), m.eur)}
}

func (m *market) ledger(tb testing.TB) *credit.Ledger {
	l, err := credit.New(credit.Terms{Unit: m.eur})
	if err != nil {
		tb.Fatal(err)
	}
	for i := range m.ids {
		if _, err := l.Apply(m.issue(i)); err != nil {
			tb.Fatal(err)
		}
	}
	return l
}

// The floor is what any ledger that is kept in memory does: the same look-ups and insertions in maps of
// the same keys, and nothing else.
type floor struct {
	applied  map[string]uint64
	place    map[string]int32
	number   map[string]int32
	pairs    map[[2]int32]int32
	promises []floorPromise
	owed     []int64
}

type floorPromise struct {
	pair       int32
	id, words  string
	face, left int64
	issued     time.Time
}

func newFloor() *floor {
	return &floor{applied: map[string]uint64{}, place: map[string]int32{}, number: map[string]int32{}, pairs: map[[2]int32]int32{}}
}

func (f *floor) party(name string) int32 {
	n, ok := f.number[name]
	if !ok {
		n = int32(len(f.number))
		f.number[name] = n
	}
	return n
}

func (f *floor) issue(a credit.Issue) {
	if _, ok := f.applied[a.ID]; ok {
		return
	}
	e := [2]int32{f.party(a.Promisor), f.party(a.Holder)}
	pair, ok := f.pairs[e]
	if !ok {
		pair = int32(len(f.pairs))
		f.pairs[e] = pair
		f.owed = append(f.owed, 0)
	}
	f.owed[pair] += a.Amount.Parts()
	f.place[a.ID] = int32(len(f.promises))
	f.promises = append(f.promises, floorPromise{pair, a.ID, a.For, a.Amount.Parts(), a.Amount.Parts(), a.At})
	f.applied[a.ID] = uint64(len(f.promises))
}

func (f *floor) settle(a credit.Settle) {
	if _, ok := f.applied[a.ID]; ok {
		return
	}
	p := &f.promises[f.place[a.Promise]]
	p.left -= a.Paid.Parts()
	f.owed[p.pair] -= a.Paid.Parts()
	f.applied[a.ID] = uint64(len(f.applied))
}

// An operation of these benchmarks is a million actions, so that the maps grow as they do in life.
func BenchmarkIssue(b *testing.B) {
	m := newMarket(b, marketPromises)
	b.Run("Ledger", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.ledger(b)
		}
		perAction(b)
	})
	b.Run("floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f := newFloor()
			for i := range m.ids {
				f.issue(m.issue(i))
			}
		}
		perAction(b)
	})
}

func BenchmarkSettle(b *testing.B) {
	m := newMarket(b, marketPromises)
	b.Run("Ledger", func(b *testing.B) {
		b.ReportAllocs()
		l := m.ledger(b)
		for b.Loop() {
			b.StopTimer()
			c := l.Clone()
			b.StartTimer()
			for i := range m.ids {
				if _, err := c.Apply(m.settle(i)); err != nil {
					b.Fatal(err)
				}
			}
		}
		perAction(b)
	})
	b.Run("floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			f := newFloor()
			for i := range m.ids {
				f.issue(m.issue(i))
			}
			b.StartTimer()
			for i := range m.ids {
				f.settle(m.settle(i))
			}
		}
		perAction(b)
	})
}

func perAction(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/marketPromises, "ns/action")
}

func BenchmarkLedger(b *testing.B) {
	m := newMarket(b, marketPromises)
	l := m.ledger(b)
	var buffer bytes.Buffer
	if err := l.Snapshot(&buffer); err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct {
		name string
		do   func() error
	}{
		{"Clone", func() error { l.Clone(); return nil }},
		{"Check", l.Check},
		{"Snapshot", func() error { return l.Snapshot(io.Discard) }},
		{"Restore", func() error { _, err := credit.Restore(bytes.NewReader(buffer.Bytes())); return err }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := bench.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// promiseBytesMax is what a promise may cost in memory, its text and the record of its action included.
const promiseBytesMax = 400

func TestMemory(t *testing.T) {
	if testing.Short() || runtime.GOARCH != "amd64" {
		t.Skip("measured on one platform")
	}
	for _, promises := range []int{100_000, 250_000} {
		before := live()
		m := newMarket(t, promises)
		names := live()
		l := m.ledger(t)
		used := live() - names
		runtime.KeepAlive(m)
		t.Logf("%d promises: %d bytes each, and %d for its ID and names", promises, used/uint64(promises), (names-before)/uint64(promises))
		if used/uint64(promises) > promiseBytesMax {
			t.Errorf("more than %d bytes a promise", promiseBytesMax)
		}
		runtime.KeepAlive(l)
	}
}

// live returns the bytes in use after a collection.
func live() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
