package flow_test

import (
	"context"
	"errors"
	"fmt"

	"example.org/mutual/clearing/flow"
)

// Three firms owe each other in a ring. Every unit set off gains one, so its cost is -1: what is set off
// is the smallest debt all round.
func Example() {
	const baker, miller, farmer = 0, 1, 2
	p := flow.Problem{Nodes: 3, Arcs: []flow.Arc{
		{From: baker, To: miller, Capacity: 100, Cost: -1},
		{From: miller, To: farmer, Capacity: 80, Cost: -1},
		{From: farmer, To: baker, Capacity: 50, Cost: -1},
		{From: baker, To: farmer, Capacity: 10, Cost: -1},
		{From: farmer, To: miller, Capacity: 30, Cost: -1},
	}}
	s, err := flow.Solve(context.Background(), p, flow.Options{})
	fmt.Println(s.Flow, s.Cost, err)
	fmt.Println(flow.Verify(p, s))
	// Output:
	// [50 80 50 0 30] -210 <nil>
	// <nil>
}

// Two bakeries supply three shops, on roads that carry only so much.
func ExampleSolve() {
	const north, south, mill, quay, hill = 0, 1, 2, 3, 4
	p := flow.Problem{
		Nodes:  5,
		Supply: []int64{north: 60, south: 40, mill: -30, quay: -45, hill: -25},
		Arcs: []flow.Arc{
			{From: north, To: mill, Capacity: 40, Cost: 4},
			{From: north, To: quay, Capacity: 40, Cost: 2},
			{From: north, To: hill, Capacity: 40, Cost: 7},
			{From: south, To: mill, Capacity: 40, Cost: 1},
			{From: south, To: quay, Capacity: 40, Cost: 3},
			{From: south, To: hill, Capacity: 15, Cost: 2},
		},
	}
	s, err := flow.Solve(context.Background(), p, flow.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, a := range p.Arcs {
		if s.Flow[i] > 0 {
			fmt.Printf("%d -> %d: %d loaves at %d\n", a.From, a.To, s.Flow[i], a.Cost)
		}
	}
	fmt.Println("cost", s.Cost)
	// Output:
	// 0 -> 2: 10 loaves at 4
	// 0 -> 3: 40 loaves at 2
	// 0 -> 4: 10 loaves at 7
	// 1 -> 2: 20 loaves at 1
	// 1 -> 3: 5 loaves at 3
	// 1 -> 4: 15 loaves at 2
	// cost 255
}

// Whoever claims to have found the most that can be set off must show potentials that prove it.
func ExampleVerify() {
	p := flow.Problem{Nodes: 3, Arcs: []flow.Arc{
		{From: 0, To: 1, Capacity: 10, Cost: -1},
		{From: 1, To: 0, Capacity: 10, Cost: -1},
		{From: 1, To: 2, Capacity: 20, Cost: -1},
		{From: 2, To: 0, Capacity: 20, Cost: -1},
	}}
	// Netting the mutual debt first leaves nothing for the ring: 20 in all.
	claim := &flow.Solution{Flow: []int64{10, 10, 0, 0}, Potential: make([]int64, 3), Cost: -20}
	fmt.Println(flow.Verify(p, claim))

	s, _ := flow.Solve(context.Background(), p, flow.Options{})
	fmt.Println(s.Flow, s.Cost, flow.Verify(p, s))
	// Output:
	// flow: the potentials do not prove the flow cheapest: arc 2: more flow would be cheaper
	// [10 0 10 10] -30 <nil>
}

// Four people give each other credit, half of each line at 1 a unit and half at 3, so that what is owed
// spreads. Ann pays Dan, whom she does not know, by way of their friends.
func ExampleNetwork() {
	n, err := flow.NewNetwork(1, 3)
	if err != nil {
		fmt.Println(err)
		return
	}
	name := [...]string{"Ann", "Ben", "Cleo", "Dan"}
	for rank := range name {
		n.AddNode(uint64(rank))
	}
	line := func(from, to int32, half int64) int32 {
		arc, _ := n.AddArc(from, to, 0, 1)
		n.SetCapacity(arc, 0, half)
		n.SetCapacity(arc, 1, half)
		return arc
	}
	const ann, ben, cleo, dan = 0, 1, 2, 3
	end := map[int32]int32{
		line(ann, ben, 5):  ben,
		line(ann, cleo, 5): cleo,
		line(ben, dan, 5):  dan,
		line(cleo, dan, 2): dan,
	}
	show := func(o flow.SendOptions) {
		s, err := n.Send(context.Background(), ann, dan, 8, o)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, p := range s.Paths {
			fmt.Print(p.Amount, ": Ann")
			for _, arc := range p.Arcs {
				fmt.Print(" - ", name[end[arc]])
			}
			fmt.Println()
		}
		fmt.Println(s.Value, "at", s.Cost, "where", s.Most, "could go, and", s.Least, "would do")
		if s.Potential != nil {
			fmt.Println("proof:", flow.Verify(n.Problem(ann, dan, s.Value), n.Solution(s)))
		}
	}
	show(flow.SendOptions{})
	show(flow.SendOptions{PathsMax: 1})
	// Output:
	// 5: Ann - Ben - Dan
	// 3: Ann - Cleo - Dan
	// 8 at 18 where 8 could go, and 18 would do
	// proof: <nil>
	// 8: Ann - Ben - Dan
	// 8 at 28 where 8 could go, and 18 would do
}

// The reason says what to do, and the Error where to look.
func ExampleError() {
	p := flow.Problem{Nodes: 2, Arcs: []flow.Arc{
		{From: 0, To: 1, Capacity: 5},
		{From: 1, To: 0, Capacity: -5},
	}}
	_, err := flow.Solve(context.Background(), p, flow.Options{})
	fmt.Println(err)
	var refusal *flow.Error
	if errors.As(err, &refusal) && errors.Is(err, flow.ErrCapacity) {
		fmt.Println("mend arc", refusal.Arc)
	}

	p.Arcs[1].Capacity, p.Supply = 5, []int64{9, -9}
	_, err = flow.Solve(context.Background(), p, flow.Options{})
	fmt.Println(err)
	// Output:
	// flow: capacity below zero: arc 1: must be zero or above
	// mend arc 1
	// flow: no flow carries the supplies within the capacities: node 0: from here supply reaches no node that lacks it
}

// Progress is for a person who waits; it changes nothing.
func ExampleOptions() {
	p := flow.Problem{Nodes: 2, Arcs: []flow.Arc{
		{From: 0, To: 1, Capacity: 7, Cost: -1},
		{From: 1, To: 0, Capacity: 9, Cost: -1},
	}}
	last := 0.0
	s, err := flow.Solve(context.Background(), p, flow.Options{Progress: func(done float64) { last = done }})
	fmt.Println(s.Cost, err, last)
	// Output: -14 <nil> 1
}

// Whoever knows that the engines agree may ask one of them by name; whoever needs no proof may do without.
func ExampleEngine() {
	p := flow.Problem{Nodes: 3, Arcs: []flow.Arc{
		{From: 0, To: 1, Capacity: 10, Cost: -1},
		{From: 1, To: 0, Capacity: 10, Cost: -1},
		{From: 1, To: 2, Capacity: 20, Cost: -1},
		{From: 2, To: 0, Capacity: 20, Cost: -1},
	}}
	for _, engine := range []flow.Engine{flow.CostScaling, flow.SetOff} {
		s, err := flow.Solve(context.Background(), p, flow.Options{Engine: engine, NoProof: true})
		fmt.Println(engine, s.Flow, s.Cost, s.Potential, err)
	}
	p.Arcs[3].Cost = -2
	_, err := flow.Solve(context.Background(), p, flow.Options{Engine: flow.SetOff})
	fmt.Println(errors.Is(err, flow.ErrEngine))
	// Output:
	// CostScaling [10 0 10 10] -30 [] <nil>
	// SetOff [10 0 10 10] -30 [] <nil>
	// true
}

// A ring of three debts, of which one has been paid in part since they were set off.
func ExampleResolve() {
	p := flow.Problem{Nodes: 3, Arcs: []flow.Arc{
		{From: 0, To: 1, Capacity: 5, Cost: -1},
		{From: 1, To: 2, Capacity: 7, Cost: -1},
		{From: 2, To: 0, Capacity: 6, Cost: -1},
	}}
	s, err := flow.Solve(context.Background(), p, flow.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Println(s.Flow)

	p.Arcs[1].Capacity = 2
	s, err = flow.Resolve(context.Background(), p, s, flow.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Println(s.Flow, flow.Verify(p, s))
	// Output:
	// [5 5 5]
	// [2 2 2] <nil>
}
