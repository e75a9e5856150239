package clearingtest

import (
	"math/rand/v2"
	"testing"
)

// The numbers are those of math/rand/v2.
func TestLots(t *testing.T) {
	for seed := range uint64(10) {
		l, want := newLots(seed), rand.NewPCG(seed, 0)
		for i := range 1000 {
			if got, want := l.next(), want.Uint64(); got != want {
				t.Fatalf("number %d of seed %d is %d, want %d", i, seed, got, want)
			}
		}
	}
}

// Every number is drawn, one as often as the other, and none beside.
func TestLotsRange(t *testing.T) {
	l, n := newLots(1), [2][7]int{}
	for range 70_000 {
		n[0][l.below(7)]++
		n[1][l.between(-3, 3)+3]++
	}
	for _, n := range n {
		for x, n := range n {
			if n < 9600 || n > 10_400 {
				t.Errorf("%d came %d times", x, n)
			}
		}
	}
	for range 100 {
		if l.below(1) != 0 || l.between(5, 5) != 5 || l.percent(0) || !l.percent(100) {
			t.Fatal("not in range")
		}
	}
}

// A split leaves at least one to each part and loses nothing, and a shuffle is a permutation.
func TestLotsSplit(t *testing.T) {
	l := newLots(1)
	for total := int64(9); total < 60; total++ {
		parts, sum := make([]int64, 9), int64(0)
		l.split(total, parts)
		for _, part := range parts {
			sum += part
			if part < 1 {
				t.Errorf("%d is split into %v", total, parts)
			}
		}
		if sum != total {
			t.Errorf("%d is split into %v", total, parts)
		}
	}
	firsts := [4]int{}
	for range 4000 {
		s, met := numbers(0, 4), [4]bool{}
		l.shuffle(s)
		firsts[s[0]]++
		for _, x := range s {
			met[x] = true
		}
		if met != [4]bool{true, true, true, true} {
			t.Fatal(s)
		}
	}
	for x, n := range firsts {
		if n < 900 || n > 1100 {
			t.Errorf("%d comes first %d times of 4000", x, n)
		}
	}
}

func TestRoot(t *testing.T) {
	for r := range 1000 {
		for n := max(0, r*r-r+1); n <= r*r+r; n++ {
			if root(n) != r {
				t.Fatalf("root of %d is %d", n, root(n))
			}
		}
	}
	if root(1<<31-1) != 46341 || squareRooted(1000) != 100 {
		t.Error(root(1<<31-1), squareRooted(1000))
	}
}

// Every chain of NETGEN has its share of three in five of the nodes, and some have more of the others than some.
func TestChains(t *testing.T) {
	g := newNetgen(NetgenOptions{Nodes: 1020, Sources: 10, Sinks: 10, Arcs: 8000, Supply: 1000}, 1)
	least, most := int32(1000), int32(0)
	for s := range 10 {
		n := g.first[s+1] - g.first[s]
		least, most = min(least, n), max(most, n)
	}
	if least < 60 || most < 102 || g.first[10] != 1000 {
		t.Errorf("chains of %d to %d nodes, %d together", least, most, g.first[10])
	}
}
