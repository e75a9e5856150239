package clearingtest

import "example.org/mutual/clearing/flow"

const regionFirms = 2000 // firms of a region of Trade, or a few more

// Trade is a circulation of invoices between firms (at least 2), at cost -1, of the shape that trade between firms has.
// What is found in the literature is followed by its source; the numbers are assumptions of this generator where none
// is.
//
//   - Few firms deal with very many, most with few: the distribution of the number of partners is scale-free (Fujiwara
//     and Aoyama, Large-scale structure of a nation-wide production network, European Physical Journal B 77, 2010: a
//     million firms of Japan). Here it has a tail P(> k) ~ k^-a with a about 1.4.
//   - At the core is one giant strongly connected component, between two half-shells: what leads into it, and what it
//     leads to (Chakraborty and others, Hierarchical communities in the walnut structure of the Japanese production
//     network, PLoS ONE 13, 2018: a million firms, five million links). Here a little under half of the firms are in
//     it. Of the others most only owe, or are only owed, more of the former. A little above two fifths of the invoices
//     join firms of one component, and so lie on a ring.
//   - Firms deal within communities, in which some prefectures prevail: of those with few customers or suppliers, two
//     fifths have them in their own community only (Chakraborty and others, Characterization of the community structure
//     in a large-scale production network in Japan, 2017). Here regions of about 2,000 firms stand for communities, and
//     of the firms with few partners, two fifths or more deal with nobody outside.
//   - A third of the invoices repeat an earlier one, from the same firm to the same firm, and of the pairs that trade,
//     one in twenty does so both ways. Both are assumptions.
//
// Amounts, an assumption too, are 64 to 2^21-1, spread evenly over their orders of magnitude. Seven invoices a firm are
// usual, for which the numbers above hold; with fewer the component is smaller. The firms are numbered in no order.
//
// Invoices come from the regions in turn. One in four repeats an earlier one, and one in sixteen would answer one. For
// the others, a firm is chosen as the end of an earlier invoice two times in three, which is what makes the tail (de
// Solla Price, A general theory of bibliometric and other cumulative advantage processes, 1976), and otherwise in turn;
// one creditor in eight is chosen in the whole country. O(arcs).
func Trade(firms, arcs int, seed uint64) flow.Problem {
	t := trade{lots: newLots(seed), firms: firms, regions: 1 + firms/regionFirms, arcs: make([]flow.Arc, 0, arcs)}
	t.turns = [2][]int{make([]int, t.regions), make([]int, t.regions)}
	for region := range t.regions {
		t.turns[0][region], t.turns[1][region] = t.below(firms/t.regions), t.below(firms/t.regions)
	}
	for len(t.arcs) < arcs {
		from, to := t.pair(len(t.arcs) % t.regions)
		t.arcs = append(t.arcs, owes(int(from), int(to), t.amount()))
	}
	return flow.Problem{Nodes: firms, Arcs: t.arcs}
}

// A trade is the invoices so far. Firm v is of region v mod regions, and so is the debtor of invoice i of region i mod
// regions.
type trade struct {
	*lots
	firms, regions int
	arcs           []flow.Arc
	turns          [2][]int // of each region, whose turn it is to owe and to be owed
}

// pair draws a debtor of a region, and a creditor.
func (t *trade) pair(region int) (from, to int32) {
	if a := t.earlier(region); a != nil {
		switch t.below(16) {
		case 0, 1, 2, 3:
			return a.From, a.To
		case 4:
			if t.owes(int(a.To)) && t.isOwed(int(a.From)) && int(a.To)%t.regions == region {
				return a.To, a.From
			}
		}
	}
	from, to = t.debtor(region), t.creditor(region)
	for from == to {
		to = t.creditor(region) // ends, as sooner or later it is the turn of another
	}
	return from, to
}

func (t *trade) debtor(region int) int32 {
	if a := t.earlier(region); a != nil && t.below(3) < 2 {
		return a.From
	}
	return t.turn(0, region, t.owes)
}

func (t *trade) creditor(region int) int32 {
	if t.below(8) == 0 {
		region = t.below(t.regions)
	}
	if a := t.earlier(region); a != nil && t.below(3) < 2 {
		return a.To
	}
	return t.turn(1, region, t.isOwed)
}

// earlier draws one of the invoices of a region, nil where it has none yet.
func (t *trade) earlier(region int) *flow.Arc {
	n := (len(t.arcs) - region + t.regions - 1) / t.regions
	if n <= 0 {
		return nil
	}
	return &t.arcs[region+t.regions*t.below(n)]
}

// turn returns the next firm of a region that may take this side of an invoice.
func (t *trade) turn(side, region int, may func(firm int) bool) int32 {
	for {
		firm := region + t.regions*t.turns[side][region]
		if firm >= t.firms {
			t.turns[side][region] = 0
			continue
		}
		t.turns[side][region]++
		if may(firm) {
			return int32(firm)
		}
	}
}

// owes and isOwed make 23 firms in a hundred only sell, and 28 only buy. The first two of a region do both, so that
// there is always somebody to trade with.
func (t *trade) owes(firm int) bool { return firm < 2*t.regions || role(firm) >= 23 }
func (t *trade) isOwed(firm int) bool {
	return firm < 2*t.regions || role(firm) < 23 || role(firm) >= 51
}

// role is 0 to 99, in no order that the regions know of.
func role(firm int) uint32 { return uint32(firm) * 0x9e3779b1 >> 8 % 100 }
