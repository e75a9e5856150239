package clearingtest_test

import (
	"math"

	"example.org/mutual/clearing/flow"
)

// A shape is what can be measured of the arcs of a problem.
type shape struct {
	giant, inside     float64 // nodes in the largest strongly connected component, arcs inside one, of all
	repeated, back    float64 // arcs that repeat an earlier one; of different ones, those that there are the other way too
	in, out, partners []int   // of each node, different nodes that it is owed by, that it owes, and both counted by themselves
}

func measure(p flow.Problem) (s shape) {
	of, sizes := components(p)
	giant, inside := 0, 0
	for _, size := range sizes {
		giant = max(giant, size)
	}
	pairs := make(map[[2]int32]bool, len(p.Arcs))
	for _, a := range p.Arcs {
		if of[a.From] == of[a.To] {
			inside++
		}
		pairs[[2]int32{a.From, a.To}] = true
	}
	s.in, s.out, s.partners = make([]int, p.Nodes), make([]int, p.Nodes), make([]int, p.Nodes)
	back := 0
	for pair := range pairs {
		if pairs[[2]int32{pair[1], pair[0]}] {
			back++
		}
		s.out[pair[0]]++
		s.in[pair[1]]++
		s.partners[pair[0]]++
		s.partners[pair[1]]++
	}
	share := func(n, of int) float64 { return float64(n) / float64(of) }
	s.giant, s.inside = share(giant, p.Nodes), share(inside, len(p.Arcs))
	s.repeated, s.back = 1-share(len(pairs), len(p.Arcs)), share(back, len(pairs))
	return s
}

// above counts the degrees above k.
func above(degrees []int, k int) (n int) {
	for _, d := range degrees {
		if d > k {
			n++
		}
	}
	return n
}

// tail returns a of P(> k) ~ k^-a between two values of k.
func tail(degrees []int, least, most int) float64 {
	return math.Log(float64(above(degrees, least))/float64(above(degrees, most))) / math.Log(float64(most)/float64(least))
}

// components numbers the strongly connected components, and returns how many nodes each has (Tarjan, Depth-first search
// and linear graph algorithms, 1972, without recursion).
func components(p flow.Problem) (of []int32, sizes []int) {
	first, heads := leaving(p)
	next := append([]int32(nil), first[:p.Nodes]...)
	of, low := make([]int32, p.Nodes), make([]int32, p.Nodes)
	var stack, path []int32
	count := int32(0)
	for start := range p.Nodes {
		if low[start] != 0 {
			continue
		}
		path = append(path, int32(start))
		for len(path) > 0 {
			v := path[len(path)-1]
			if low[v] == 0 {
				count++
				low[v], of[v] = count, count // until v is finished, of is when it was met
				stack = append(stack, v)
			}
			if next[v] < first[v+1] {
				w := heads[next[v]]
				next[v]++
				if low[w] == 0 {
					path = append(path, w)
				} else if of[w] >= 0 {
					low[v] = min(low[v], of[w])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				low[path[len(path)-1]] = min(low[path[len(path)-1]], low[v])
			}
			if low[v] != of[v] {
				continue
			}
			size := 0
			for w := int32(-1); w != v; size++ {
				w = stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				of[w] = int32(-1 - len(sizes))
			}
			sizes = append(sizes, size)
		}
	}
	for v := range of {
		of[v] = -1 - of[v]
	}
	return of, sizes
}

// leaving returns where each node's arcs lead: those of v are heads[first[v]:first[v+1]].
func leaving(p flow.Problem) (first, heads []int32) {
	first, heads = make([]int32, p.Nodes+2), make([]int32, len(p.Arcs))
	for _, a := range p.Arcs {
		first[a.From+2]++
	}
	for v := range p.Nodes {
		first[v+2] += first[v+1]
	}
	for _, a := range p.Arcs {
		heads[first[a.From+1]] = a.To
		first[a.From+1]++
	}
	return first[:p.Nodes+1], heads
}
