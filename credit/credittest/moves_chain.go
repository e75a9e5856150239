package credittest

import (
	"maps"
	"math/big"
	"slices"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// chained is an action of payments along chains, with everybody's consent.
func (a *act) chained(kind string) credit.Action {
	r := a.reservation()
	switch kind {
	case "pay":
		by := a.payers()
		return credit.Pay{ID: a.id, At: a.at, By: by, Payment: a.payment(by)}
	case "reserve":
		return a.reserve()
	case "commit":
		return credit.Commit{ID: a.id, At: a.at, By: r.Agreed, Reservation: r.ID}
	case "release":
		return credit.Release{ID: a.id, At: a.at, By: a.releasers(r), Reservation: r.ID}
	case "expire":
		if r.Until.After(a.at) && a.More%4 > 0 {
			a.at = r.Until
		}
		if a.More%8 == 5 {
			a.at = a.at.Add(-time.Minute)
		}
		return credit.Expire{ID: a.id, At: a.at, Reservation: r.ID}
	case "mediate":
		return a.mediate()
	case "charge":
		return a.charge()
	case "archive":
		return credit.Archive{ID: a.id, At: a.at, Horizon: a.at.Add(-4 * time.Hour * time.Duration(a.C%8))}
	}
	return nil
}

// mediate is a consent, mostly for everybody, or takes one back.
func (a *act) mediate() credit.Action {
	m := credit.Mediate{ID: a.id, At: a.at, By: []string{a.next()}, Party: a.next()}
	if a.More%4 == 1 {
		m.From = a.beyond()
	}
	if a.More%8 == 2 || a.More == 9 {
		m.To = a.party(a.C)
	}
	if all := slices.Collect(a.Consents()); a.More%4 == 3 && len(all) > 0 {
		c := all[int(a.Which)%len(all)]
		m.By, m.Party, m.From, m.To, m.Stop = []string{c.Party}, c.Party, c.From, c.To, a.C%8 > 0
	}
	return m
}

// charge is a small one, mostly of somebody who lets payments through, or ends one.
func (a *act) charge() credit.Action {
	who := a.next()
	if all := slices.Collect(a.Consents()); len(all) > 0 && a.Twist%8 > 0 {
		who = all[int(a.Which)%len(all)].Party
	}
	c := credit.SetCharge{ID: a.id, At: a.at, By: []string{who}, Party: who}
	if a.More%3 > 0 {
		c.Flat, c.For = a.amount(), "the books"
		if a.Parts > 2 && a.Parts < 100 {
			c.Flat = unit.New(a.Parts%3+1, a.terms.Unit)
		}
	}
	if a.More%4 > 1 {
		c.Rate, c.For = []unit.Millionths{1, 100_000, 333_333, 1_000_000}[a.C%4], "the books"
	}
	return c
}

// reservation is one that was not ended, where there is any; otherwise one that was, or none at all.
func (a *act) reservation() credit.Reservation {
	if all := slices.Collect(a.Reservations()); len(all) > 0 && a.Twist%8 < 5 {
		return all[int(a.Which)%len(all)]
	}
	var ended []credit.Reservation
	for _, was := range a.history {
		if r, ok := was.(credit.Reserve); ok && a.reserved[r.ID].ID == "" {
			ended = append(ended, credit.Reservation{ID: r.ID, Agreed: r.By})
		}
	}
	if len(ended) > 0 {
		return ended[int(a.Which)%len(ended)]
	}
	return credit.Reservation{ID: "none", Agreed: []string{a.party(a.A)}}
}

// releasers are who may release a reservation: who agreed to it, or the payee, or now and then neither.
func (a *act) releasers(r credit.Reservation) []string {
	switch {
	case a.C%8 == 7:
		return []string{a.party(a.A)}
	case a.C%2 == 1 && r.Payee != "":
		return []string{r.Payee}
	}
	return r.Agreed
}

// reserve reserves a payment or a set-off, for hours or days.
func (a *act) reserve() credit.Action {
	by := a.payers()
	r := credit.Reserve{ID: a.id, At: a.at, By: by, Until: a.at.Add(time.Duration(1+a.More*a.More/3) * time.Hour)}
	if r.Lines = a.setOff(); len(r.Lines) > 0 && a.C%3 == 0 {
		r.By = names[:min(int(a.C)/3, len(names))]
		return r
	}
	r.Lines, r.Payment = nil, a.payment(by)
	return r
}

// payers are who agrees to a payment: the payer, now and then the payee, or everybody.
func (a *act) payers() []string {
	from, to := a.between()
	switch {
	case a.More%4 == 3:
		return slices.Clone(names)
	case a.More%4 == 1:
		return []string{from, to}
	}
	return []string{from}
}

// between are payer and payee: where there are, two between whom a way with mediators bears anything, or any.
func (a *act) between() (from, to string) {
	for least := 2 + int(a.B+1)%4/2; least >= 2; least-- { // parties of the way
		for k := range len(names) * len(names) {
			from, to = names[(a.tried+k)%len(names)], names[(int(a.A)+k/len(names))%len(names)]
			if from == to {
				continue
			}
			for _, way := range ways(from, to) {
				if len(way) >= least && a.bears([]string{from}, way) > 0 {
					return from, to
				}
			}
		}
	}
	return a.next(), a.beyond()
}

// payment goes along one way that bears it, or along several: where there is none along any.
func (a *act) payment(by []string) credit.Payment {
	from, to := a.between()
	p := credit.Payment{From: from, To: to, For: "cheese"}
	good, rest, more := a.good(by, ways(from, to)), a.Parts, int(a.C)%3
	for k := range min(len(good), more+1) {
		way, parts := good[(k+int(a.Which))%len(good)], rest
		if k < more {
			parts -= parts / 2
		}
		if bears := a.bears(by, way); bears > 0 {
			parts = min(parts, bears)
		}
		if parts > 0 {
			p.Paths = append(p.Paths, credit.Path{Parties: way, Amount: unit.New(parts, a.terms.Unit)})
			rest -= parts
		}
	}
	if p.Amount = unit.New(a.Parts-rest, a.terms.Unit); len(p.Paths) == 0 {
		p.Paths, p.Amount = []credit.Path{{Parties: ways(from, to)[int(a.Which)%3], Amount: a.amount()}}, a.amount()
	}
	p.Paths = append(p.Paths, a.charged(by, p)...)
	if last := &p.Paths[len(p.Paths)-1]; a.Twist%32 == 5 {
		last.Amount = unit.New(last.Amount.Parts()+int64(a.B%2)*2-1, a.terms.Unit) // one too little, or too much
	}
	return p
}

// good are the ways that bear anything, mostly the longest first; now and then all with mediators, whoever
// agrees.
func (a *act) good(by []string, all [][]string) [][]string {
	good := slices.DeleteFunc(all, func(way []string) bool {
		if a.Twist%16 == 9 {
			return len(way) == 2
		}
		return a.bears(by, way) == 0
	})
	if a.B%4 > 0 {
		slices.Reverse(good)
	}
	return good
}

// charged are paths that pay the mediators of a payment their charges.
func (a *act) charged(by []string, p credit.Payment) []credit.Path {
	t := traffic{passes: map[two]*big.Int{}, reaches: map[string]*big.Int{}, carried: map[string]*big.Int{}}
	for _, path := range p.Paths {
		_ = t.add(p, path)
	}
	var paths []credit.Path
	for _, who := range slices.Sorted(maps.Keys(t.carried)) {
		parts := due(a.charges[who], t.carried[who])
		if parts.Sign() <= 0 {
			continue
		}
		all := ways(p.From, who)
		if a.C%2 == 1 {
			slices.Reverse(all)
		}
		best := slices.IndexFunc(all, func(way []string) bool { return a.bears(by, way) >= parts.Int64() })
		paths = append(paths, credit.Path{Parties: all[max(0, best)], Amount: a.Model.amount(parts)})
	}
	return paths
}

// ways are all ways from one party to another on which none comes twice, the shortest first.
func ways(from, to string) [][]string {
	var all [][]string
	next := [][]string{{from}}
	for len(next) > 0 {
		way := next[0]
		next = next[1:]
		if way[len(way)-1] == to {
			all = append(all, way)
			continue
		}
		for _, name := range names {
			if !slices.Contains(way, name) {
				next = append(next, append(slices.Clone(way), name))
			}
		}
	}
	return all
}

// bears returns how much may pass along a way, by itself.
func (a *act) bears(by, way []string) int64 {
	bound := most()
	for i := 1; i < len(way); i++ {
		agreed := slices.Contains(by, way[i])
		if i < len(way)-1 && !agreed && !a.lets(way[i-1], way[i], way[i+1]) {
			return 0
		}
		sum := new(big.Int).Set(a.room(way[i-1], way[i], agreed))
		for _, p := range a.usable(way[i], way[i-1]) {
			sum.Add(sum, big.NewInt(p.Left.Parts()-p.Reserved.Parts()))
		}
		bound = least(bound, sum)
	}
	return bound.Int64()
}
