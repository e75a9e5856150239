package clearingtest

import "example.org/mutual/clearing/flow"

// Interbank is a circulation of payments between banks (at least 4), at cost -1, a core and a periphery: most banks
// deal with each other not directly but through money center banks (Craig and von Peter, Interbank tiering and money
// center banks, Journal of Financial Intermediation 23, 2014: 1,800 German banks), a tightly connected core to which
// most others connect (Soramäki and others, The topology of interbank payment flows, Physica A 379, 2007: Fedwire). The
// numbers are assumptions: the core is the tenth of the banks with the lowest numbers; both ends of two payments in
// five are in the core, one end of a half, and no end of one in ten. Of 1,500 banks and a million payments, more than
// half repeat one between the same two banks. Amounts are as in [Trade]. O(arcs).
func Interbank(banks, arcs int, seed uint64) flow.Problem {
	d := newLots(seed)
	core := max(2, banks/10)
	p := flow.Problem{Nodes: banks, Arcs: make([]flow.Arc, 0, arcs)}
	for len(p.Arcs) < arcs {
		v, w := d.below(core), d.below(core)
		switch kind := d.below(20); {
		case kind < 5:
			v = core + d.below(banks-core)
		case kind < 10:
			w = core + d.below(banks-core)
		case kind < 12:
			v, w = core+d.below(banks-core), core+d.below(banks-core)
		}
		if v != w {
			p.Arcs = append(p.Arcs, owes(v, w, d.amount()))
		}
	}
	return p
}

// Uniform is a circulation at cost -1 whose arcs each join any two of at least 2 nodes: a random graph without any
// structure. With seven arcs a node nearly all nodes are in one strongly connected component (the limit shares x of
// nodes that reach it, and that it reaches, solve x = 1-exp(-7x): Karp, The transitive closure of a random digraph,
// 1990), and rings are short. Amounts are as in [Trade]. O(arcs).
func Uniform(nodes, arcs int, seed uint64) flow.Problem {
	d := newLots(seed)
	p := flow.Problem{Nodes: nodes, Arcs: make([]flow.Arc, arcs)}
	for i := range p.Arcs {
		v := d.below(nodes)
		p.Arcs[i] = owes(v, (v+1+d.below(nodes-1))%nodes, d.amount())
	}
	return p
}

// Grid is a circulation at cost -1 on a grid that is closed in both directions: every node owes, and is owed by, its
// four neighbours. There are four arcs a node, and what stays has far to go: (rows+columns)/2 hops at most. Thin ones,
// of four rows, are nearly paths. Amounts are as in [Trade]. O(rows x columns).
func Grid(rows, columns int, seed uint64) flow.Problem {
	d := newLots(seed)
	p := flow.Problem{Nodes: rows * columns, Arcs: make([]flow.Arc, 0, 4*rows*columns)}
	for r := range rows {
		for c := range columns {
			v := r*columns + c
			p.Arcs = append(p.Arcs,
				owes(v, r*columns+(c+1)%columns, d.amount()),
				owes(v, (r+1)%rows*columns+c, d.amount()),
				owes(v, r*columns+(c+columns-1)%columns, d.amount()),
				owes(v, (r+rows-1)%rows*columns+c, d.amount()))
		}
	}
	return p
}

// Tiers is a circulation at cost -1 in which every node owes to nodes of the next tier only, and those of the last tier
// owe to those of the first: no ring is shorter than the number of tiers. Node v is in tier v mod tiers; there are at
// least as many nodes as tiers. Amounts are as in [Trade]. O(arcs).
func Tiers(nodes, arcs, tiers int, seed uint64) flow.Problem {
	d := newLots(seed)
	p := flow.Problem{Nodes: nodes, Arcs: make([]flow.Arc, arcs)}
	member := func(tier int) int { return tier + tiers*d.below((nodes-tier+tiers-1)/tiers) }
	for i := range p.Arcs {
		tier := d.below(tiers)
		p.Arcs[i] = owes(member(tier), member((tier+1)%tiers), d.amount())
	}
	return p
}

// Parts is a circulation at cost -1 that falls into many parts of 2 to 256 nodes, the sizes spread over their orders of
// magnitude with more small ones. Arcs join any two nodes of a part, but this many in a hundred (0 for none, at most
// 99) lead from a part to an earlier one, and so lie on no ring. Amounts are as in [Trade]. It takes at least 2 nodes;
// a last one may be left alone. O(nodes + arcs).
func Parts(nodes, arcs, between int, seed uint64) flow.Problem {
	d := newLots(seed)
	p := flow.Problem{Nodes: nodes, Arcs: make([]flow.Arc, 0, arcs)}
	for start := 0; start < nodes; {
		size := min(nodes-start, 2<<d.below(1+d.below(8)))
		end := int(int64(arcs) * int64(start+size) / int64(nodes)) // as many arcs a node in every part
		for len(p.Arcs) < end {
			v, w := start+d.below(size), start+d.below(size)
			if start > 0 && (size == 1 || d.percent(between)) {
				w = d.below(start)
			}
			if v != w {
				p.Arcs = append(p.Arcs, owes(v, w, d.amount()))
			}
		}
		start += size
	}
	return p
}

// Hubs is a circulation at cost -1 in which everybody deals only with a few hubs, the nodes of the lowest numbers:
// stars, as the customers of utilities, platforms and the tax office make them. Of the hubs, the first has the most
// customers. An arc leads from or to its hub, one as often as the other; every ring goes through a hub. Nodes outnumber
// hubs. Amounts are as in [Trade]. O(arcs).
func Hubs(nodes, arcs, hubs int, seed uint64) flow.Problem {
	d := newLots(seed)
	p := flow.Problem{Nodes: nodes, Arcs: make([]flow.Arc, arcs)}
	for i := range p.Arcs {
		v, hub := hubs+d.below(nodes-hubs), d.below(1+d.below(hubs))
		if d.below(2) == 0 {
			v, hub = hub, v
		}
		p.Arcs[i] = owes(v, hub, d.amount())
	}
	return p
}

// Path is a circulation at cost -1 on nodes in a row, neighbours owing each other both ways: only what two owe each
// other can be set off, but a solver that does not see that may look far. Amounts are as in [Trade]. O(nodes).
func Path(nodes int, seed uint64) flow.Problem {
	d := newLots(seed)
	p := flow.Problem{Nodes: nodes, Arcs: make([]flow.Arc, 0, 2*nodes)}
	for v := range nodes - 1 {
		p.Arcs = append(p.Arcs, owes(v, v+1, d.amount()), owes(v+1, v, d.amount()))
	}
	return p
}

// Equal makes the capacity of every arc of p the same, so that there are very many best answers. It changes p.
func Equal(p flow.Problem, capacity int64) flow.Problem {
	for i := range p.Arcs {
		p.Arcs[i].Capacity = capacity
	}
	return p
}

// NearLimit multiplies the capacities of p, and the supplies, by the same number, the largest with which they stay
// within [flow.TotalMax]. It changes p.
func NearLimit(p flow.Problem) flow.Problem {
	total := int64(0)
	for i := range p.Arcs {
		total += p.Arcs[i].Capacity
	}
	for _, s := range p.Supply {
		total += max(s, 0)
	}
	factor := flow.TotalMax / max(total, 1)
	for i := range p.Arcs {
		p.Arcs[i].Capacity *= factor
	}
	for v := range p.Supply {
		p.Supply[v] *= factor
	}
	return p
}

// owes is an obligation: every unit of it that is set off is one gained.
func owes(from, to int, amount int64) flow.Arc {
	return flow.Arc{From: int32(from), To: int32(to), Capacity: amount, Cost: -1}
}
