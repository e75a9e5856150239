package clearingtest_test

import (
	"errors"
	"testing"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
)

// mixed has a bit of everything that NETGEN's parameters can ask for.
func mixed() clearingtest.NetgenOptions {
	return clearingtest.NetgenOptions{
		Nodes: 200, Sources: 20, Sinks: 30, Arcs: 1500, CostMin: 5, CostMax: 900, Supply: 10_000,
		TransSources: 8, TransSinks: 12, DearPercent: 30, CapacitatedPercent: 60, CapacityMin: 10, CapacityMax: 300,
	}
}

// What the comments of NetgenOptions and Netgen say, of problems of all kinds.
func TestNetgen(t *testing.T) {
	classic, transport, assign, full := mixed(), mixed(), mixed(), mixed()
	classic.TransSources, classic.TransSinks, classic.DearPercent, classic.CapacitatedPercent = 0, 0, 0, 100
	transport.Nodes, transport.Arcs, transport.TransSources, transport.TransSinks = 50, 300, 0, 0
	assign.Nodes, assign.Sources, assign.Sinks, assign.Supply, assign.Arcs = 60, 30, 30, 30, 400
	assign.TransSources, assign.TransSinks, assign.CapacitatedPercent, assign.CapacityMin, assign.CapacityMax = 0, 0, 100, 1, 1
	full.Arcs = 182*188 - 170 // all there can be: 182 tails, 188 heads, none of the 170 that are both to itself
	for name, o := range map[string]clearingtest.NetgenOptions{
		"mixed": mixed(), "classic": classic, "transportation": transport, "assignment": assign, "full": full,
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(20) {
				p, err := clearingtest.Netgen(o, seed)
				if err != nil {
					t.Fatal(err)
				}
				checkNetgen(t, o, p)
				if name == "full" {
					continue
				}
				if _, err := flow.Solve(t.Context(), p, flow.Options{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func checkNetgen(t *testing.T, o clearingtest.NetgenOptions, p flow.Problem) {
	t.Helper()
	if p.Nodes != o.Nodes || len(p.Arcs) != o.Arcs {
		t.Errorf("%d nodes, %d arcs", p.Nodes, len(p.Arcs))
	}
	firstSink, supplied := o.Nodes-o.Sinks, int64(0)
	for v, s := range p.Supply {
		if v < o.Sources && s < 1 || v >= o.Sources && v < firstSink && s != 0 || v >= firstSink && s > -1 {
			t.Errorf("node %d is supplied with %d", v, s)
		}
		supplied += max(s, 0)
	}
	if supplied != o.Supply {
		t.Errorf("%d supplied", supplied)
	}
	met := make(map[[2]int32]bool)
	for _, a := range p.Arcs {
		pair := [2]int32{a.From, a.To}
		if met[pair] || a.From == a.To || int(a.To) < o.Sources-o.TransSources || int(a.From) >= firstSink+o.TransSinks {
			t.Errorf("%v joins what it should not", a)
		}
		met[pair] = true
		if a.Cost < o.CostMin || a.Cost > o.CostMax || a.Capacity < o.CapacityMin || a.Capacity > max(o.CapacityMax, o.Supply) {
			t.Errorf("%v is out of range", a)
		}
	}
}

// The percentages are those of the arcs that they are said to be of.
func TestNetgenPercent(t *testing.T) {
	o := mixed()
	o.Nodes, o.Arcs, o.Supply, o.DearPercent = 5000, 40_000, 1000, 100
	p, err := clearingtest.Netgen(o, 1)
	if err != nil {
		t.Fatal(err)
	}
	dear, without := 0, 0
	for _, a := range p.Arcs {
		if a.Cost == o.CostMax {
			dear++
		}
		if a.Capacity == o.Supply {
			without++
		}
	}
	t.Logf("%d dear, %d with room for everything", dear, without)
	if dear < 4950 || dear > 5150 { // an arc for each of 4,950 nodes, and a few by lot
		t.Errorf("%d arcs of the skeleton", dear)
	}
	if without < 40_000*38/100 || without > 40_000*42/100 {
		t.Errorf("%d arcs without a capacity by lot", without)
	}
}

func TestNetgenRefuses(t *testing.T) {
	for name, change := range map[string]func(o *clearingtest.NetgenOptions){
		"no source":         func(o *clearingtest.NetgenOptions) { o.Sources = 0 },
		"no sink":           func(o *clearingtest.NetgenOptions) { o.Sinks = 0 },
		"more than there":   func(o *clearingtest.NetgenOptions) { o.Nodes = 49 },
		"too few arcs":      func(o *clearingtest.NetgenOptions) { o.Arcs = 150 },
		"below zero arcs":   func(o *clearingtest.NetgenOptions) { o.Arcs = -1 },
		"too many arcs":     func(o *clearingtest.NetgenOptions) { o.Arcs = 182*188 - 170 + 1 },
		"too many at all":   func(o *clearingtest.NetgenOptions) { o.Arcs = flow.ArcsMax + 1 },
		"costs":             func(o *clearingtest.NetgenOptions) { o.CostMin = 901 },
		"capacities":        func(o *clearingtest.NetgenOptions) { o.CapacityMin = 301 },
		"below zero":        func(o *clearingtest.NetgenOptions) { o.CapacityMin = -1 },
		"supply":            func(o *clearingtest.NetgenOptions) { o.Supply = 29 },
		"beyond the limit":  func(o *clearingtest.NetgenOptions) { o.Supply = flow.TotalMax / 1000 },
		"beyond it too":     func(o *clearingtest.NetgenOptions) { o.CapacityMax = flow.TotalMax / 1000 },
		"through sources":   func(o *clearingtest.NetgenOptions) { o.TransSources = 21 },
		"through sinks":     func(o *clearingtest.NetgenOptions) { o.TransSinks = 31 },
		"sources below 0":   func(o *clearingtest.NetgenOptions) { o.TransSources = -1 },
		"sinks below 0":     func(o *clearingtest.NetgenOptions) { o.TransSinks = -1 },
		"too many nodes":    func(o *clearingtest.NetgenOptions) { o.Nodes = flow.NodesMax + 1 },
		"everything absent": func(o *clearingtest.NetgenOptions) { *o = clearingtest.NetgenOptions{} },
	} {
		o := mixed()
		change(&o)
		if _, err := clearingtest.Netgen(o, 1); !errors.Is(err, clearingtest.ErrNetgen) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The families have the published parameters.
func TestKovacs(t *testing.T) {
	for nodes := 4; nodes < 300; nodes++ {
		if p := clearingtest.Netgen8(nodes, 1); p.Nodes != nodes || len(p.Arcs) != min(8*nodes, nodes*nodes/4) {
			t.Errorf("NETGEN-8: %d nodes, %d arcs", nodes, len(p.Arcs))
		}
		if p := clearingtest.NetgenSR(nodes, 1); p.Nodes != nodes {
			t.Errorf("NETGEN-SR: %d nodes of %d", p.Nodes, nodes)
		}
	}
	for name, p := range map[string]flow.Problem{
		"NETGEN-8": clearingtest.Netgen8(1024, 1), "NETGEN-SR": clearingtest.NetgenSR(1024, 1), "GRIDGEN-8": clearingtest.Gridgen8(1024, 1),
	} {
		sources, sinks, supply := 0, 0, int64(0)
		for _, s := range p.Supply {
			switch {
			case s > 0:
				sources++
				supply += s
			case s < 0:
				sinks++
			}
		}
		want := map[string]int{"NETGEN-8": 8 * 1024, "NETGEN-SR": 32 * 1024, "GRIDGEN-8": 8 * 1024}[name]
		if len(p.Arcs) != want || sources != 32 || sinks != 32 || supply != 32_000 {
			t.Errorf("%s: %d arcs, %d sources, %d sinks, %d supplied", name, len(p.Arcs), sources, sinks, supply)
		}
	}
}

func TestGridgen(t *testing.T) {
	o := clearingtest.GridgenOptions{
		Nodes: 95, Width: 10, Sources: 7, Sinks: 9, Degree: 6, Supply: 500,
		CostMin: 3, CostMax: 70, CapacityMin: 2, CapacityMax: 40,
	}
	for _, o.OneWay = range []bool{false, true} {
		for seed := range uint64(20) {
			p, err := clearingtest.Gridgen(o, seed)
			if err != nil {
				t.Fatal(err)
			}
			if p.Nodes != 101 || len(p.Arcs) != 600 {
				t.Errorf("%d nodes, %d arcs", p.Nodes, len(p.Arcs))
			}
			grid := 2 * 10 * 9 // neighbours along and up
			if !o.OneWay {
				grid *= 2
			}
			dear := 0
			for i, a := range p.Arcs {
				step := a.From - a.To
				if neighbours := step == 1 || step == -1 || step == 10 || step == -10; i < grid && !neighbours {
					t.Errorf("arc %d of the grid: %v", i, a)
				}
				if a.From == 100 || a.To == 100 {
					dear++
					if a.Cost != (10+10)*70/2 || a.Capacity != 500 {
						t.Error(a)
					}
				} else if a.From == a.To || a.Cost < 3 || a.Cost > 70 || a.Capacity < 2 || a.Capacity > 40 {
					t.Error(a)
				}
			}
			if dear != 7+9 {
				t.Errorf("%d arcs of the last node", dear)
			}
			if _, err := flow.Solve(t.Context(), p, flow.Options{}); err != nil {
				t.Error(err)
			}
		}
	}
}

// Neighbours are joined both ways or, in turn from row to row, one way.
func TestGridgenWays(t *testing.T) {
	o := clearingtest.GridgenOptions{Nodes: 6, Width: 3, Sources: 1, Sinks: 1, Supply: 1, CostMax: 1}
	for _, tt := range []struct {
		oneWay bool
		want   string
	}{
		{false, "01 10 03 30 12 21 14 41 25 52 34 43 45 54"},
		{true, "01 03 12 41 25 43 54"},
	} {
		o.OneWay = tt.oneWay
		p, err := clearingtest.Gridgen(o, 1)
		if err != nil {
			t.Fatal(err)
		}
		var got []byte
		for _, a := range p.Arcs {
			if a.From < 6 && a.To < 6 {
				got = append(got, ' ', byte('0'+a.From), byte('0'+a.To))
			}
		}
		if string(got[1:]) != tt.want {
			t.Errorf("%s", got)
		}
	}
}

func TestGridgenRefuses(t *testing.T) {
	good := clearingtest.GridgenOptions{
		Nodes: 100, Width: 10, Sources: 7, Sinks: 9, Degree: 6, Supply: 500, CostMax: 70, CapacityMax: 40,
	}
	for name, change := range map[string]func(o *clearingtest.GridgenOptions){
		"no width":        func(o *clearingtest.GridgenOptions) { o.Width = 0 },
		"too wide":        func(o *clearingtest.GridgenOptions) { o.Width = 101 },
		"one node":        func(o *clearingtest.GridgenOptions) { o.Nodes = 1 },
		"too many nodes":  func(o *clearingtest.GridgenOptions) { o.Nodes = flow.NodesMax },
		"too many arcs":   func(o *clearingtest.GridgenOptions) { o.Degree = flow.ArcsMax / 50 },
		"below 0 arcs":    func(o *clearingtest.GridgenOptions) { o.Degree = -1 },
		"no source":       func(o *clearingtest.GridgenOptions) { o.Sources = 0 },
		"no sink":         func(o *clearingtest.GridgenOptions) { o.Sinks = 0 },
		"more than there": func(o *clearingtest.GridgenOptions) { o.Sinks = 94 },
		"cost below 0":    func(o *clearingtest.GridgenOptions) { o.CostMin = -1 },
		"costs":           func(o *clearingtest.GridgenOptions) { o.CostMin = 71 },
		"dear":            func(o *clearingtest.GridgenOptions) { o.CostMax = flow.TotalMax / 50 },
		"below 0":         func(o *clearingtest.GridgenOptions) { o.CapacityMin = -1 },
		"capacities":      func(o *clearingtest.GridgenOptions) { o.CapacityMin = 41 },
		"beyond":          func(o *clearingtest.GridgenOptions) { o.CapacityMax = flow.TotalMax / 100 },
		"supply":          func(o *clearingtest.GridgenOptions) { o.Supply = 8 },
		"supply beyond":   func(o *clearingtest.GridgenOptions) { o.Supply = flow.TotalMax / 100 },
	} {
		o := good
		change(&o)
		if _, err := clearingtest.Gridgen(o, 1); !errors.Is(err, clearingtest.ErrGridgen) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := clearingtest.Gridgen(good, 1); err != nil {
		t.Error(err)
	}
}

func TestGoto(t *testing.T) {
	for nodes := 64; nodes < 1000; nodes += 37 {
		p := clearingtest.Goto8(nodes, uint64(nodes))
		if p.Nodes > nodes || p.Nodes < nodes-33 || len(p.Arcs) != 8*nodes {
			t.Fatalf("%d nodes, %d arcs, of %d", p.Nodes, len(p.Arcs), nodes)
		}
		source, sink := p.Nodes-2, p.Nodes-1
		for v, s := range p.Supply {
			if (s != 0) != (v >= source) {
				t.Errorf("node %d is supplied with %d", v, s)
			}
		}
		for _, a := range p.Arcs {
			inside := int(a.From) < source && int(a.To) < source
			if a.From == a.To || a.Cost < 1 || a.Cost > 10_000 || a.Capacity < 1 || inside && a.Capacity > 1000 || int(a.From) == sink || int(a.To) == source {
				t.Error(a)
			}
		}
		s, err := flow.Solve(t.Context(), p, flow.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if up := detours(p, s); up == 0 {
			t.Error("nothing goes up a column")
		}
	}
}

// detours counts the cheap arcs that are used; few along are cheap by chance.
func detours(p flow.Problem, s *flow.Solution) (n int) {
	for i, a := range p.Arcs {
		if a.Cost > 1 && a.Cost <= 8 && s.Flow[i] > 0 {
			n++
		}
	}
	return n
}

// What is supplied finds its way along the rows alone, and more than two fifths of what does over all arcs.
func TestGotoRoom(t *testing.T) {
	p := clearingtest.Goto8(1000, 1)
	source, sink := p.Nodes-2, p.Nodes-1
	columns := int(p.Arcs[len(p.Arcs)-2].To - p.Arcs[len(p.Arcs)-4].To)
	rows := clearingtest.Goto8(1000, 1)
	for i, a := range rows.Arcs {
		if int(a.From) < source && int(a.To) < source && int(a.From)/columns != int(a.To)/columns {
			if int(a.From)%columns != int(a.To)%columns || a.Cost > 8 {
				t.Errorf("%v leads neither along nor up", a)
			}
			rows.Arcs[i].Capacity = 0
		}
	}
	if _, err := flow.Solve(t.Context(), rows, flow.Options{}); err != nil {
		t.Error(err)
	}
	for i, a := range p.Arcs {
		if int(a.From) == source || int(a.To) == sink {
			p.Arcs[i].Capacity *= 100
		}
	}
	p.Supply[source] = p.Supply[source] * 5 / 2
	p.Supply[sink] = -p.Supply[source]
	if _, err := flow.Solve(t.Context(), p, flow.Options{}); !errors.Is(err, flow.ErrInfeasible) {
		t.Errorf("there is room for two and a half times as much: %v", err)
	}
}

func TestGotoRefuses(t *testing.T) {
	good := clearingtest.GotoOptions{Nodes: 1000, Arcs: 40_000, CapacityMax: 8, CostMax: 8}
	for name, change := range map[string]func(o *clearingtest.GotoOptions){
		"too few nodes": func(o *clearingtest.GotoOptions) { o.Nodes, o.Arcs = 14, 84 },
		"too few arcs":  func(o *clearingtest.GotoOptions) { o.Arcs = 5999 },
		"too many arcs": func(o *clearingtest.GotoOptions) { o.Arcs = 2 * 1000 * 32 },
		"capacity":      func(o *clearingtest.GotoOptions) { o.CapacityMax = 7 },
		"beyond":        func(o *clearingtest.GotoOptions) { o.CapacityMax = flow.TotalMax / 50_000 },
		"cost":          func(o *clearingtest.GotoOptions) { o.CostMax = 7 },
		"arcs at all":   func(o *clearingtest.GotoOptions) { o.Arcs = flow.ArcsMax + 1 },
		"nodes at all":  func(o *clearingtest.GotoOptions) { o.Nodes = flow.NodesMax + 1 },
	} {
		o := good
		change(&o)
		if _, err := clearingtest.Goto(o, 1); !errors.Is(err, clearingtest.ErrGoto) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for nodes := 15; nodes < 80; nodes++ {
		p, _ := clearingtest.Goto(clearingtest.GotoOptions{Nodes: nodes, Arcs: 8 * nodes, CapacityMax: 8, CostMax: 8}, 1)
		for _, a := range p.Arcs {
			if a.From == a.To {
				t.Fatalf("%d nodes: %v", nodes, a)
			}
		}
	}
	if p, err := clearingtest.Goto(good, 1); err != nil || len(p.Arcs) != 40_000 {
		t.Error(err)
	}
}
