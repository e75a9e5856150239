package credit_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// A network for payments: everybody has ten lines for others, consents to all, and on every third line owes
// something already. With -short it is a tenth of that.
const (
	netParties = 100_000
	netLines   = 10 // of each
)

// network makes it. Limits are 3 to 13 euros, so that a payment of one takes one to three paths mostly.
func network(tb testing.TB, parties int) (*credit.Ledger, []string) {
	l, eur, chance := newLedger(tb), euro(tb), rand.New(rand.NewPCG(1, 2))
	names := make([]string, parties)
	for i := range names {
		names[i] = "party " + strconv.Itoa(i)
	}
	for i, creditor := range names {
		apply(tb, l, credit.Mediate{ID: "m" + strconv.Itoa(i), At: day(1), By: names[i : i+1], Party: creditor})
		for k := range netLines {
			j := chance.IntN(parties - 1)
			if j >= i {
				j++
			}
			id, debtor, limit := strconv.Itoa(i*netLines+k), names[j], 300+chance.Int64N(1000)
			apply(tb, l, credit.SetLine{ID: "l" + id, At: day(1), By: names[i : i+1], Creditor: creditor, Debtor: debtor, Hard: unit.New(limit, eur)})
			if room := l.Room(debtor, creditor, false).Amount.Parts(); k%3 == 0 && room > 1 {
				apply(tb, l, credit.Issue{ID: "i" + id, At: day(1), By: []string{debtor, creditor}, Promisor: debtor, Holder: creditor, Amount: unit.New(1+chance.Int64N(room), eur), For: "goods"})
			}
		}
	}
	return l, names
}

// The time of a plan, and, as first, of the first one, which builds the network.
func BenchmarkRoute(b *testing.B) {
	parties := netParties
	if testing.Short() {
		parties /= 10
	}
	l, names := network(b, parties)
	for _, bench := range []struct {
		name string
		hops int
		pay  bool
	}{{"HopsMax=0", 0, false}, {"HopsMax=6", 6, false}, {"paid", 0, true}} {
		b.Run(bench.name, func(b *testing.B) {
			chance := rand.New(rand.NewPCG(3, 4))
			first := time.Now()
			plan(b, l, credit.Routing{From: names[0], To: names[1], Amount: cents(1), Most: true, For: "goods"})
			building := time.Since(first)
			var took []time.Duration
			paths, none, hops := 0, 0, 0
			for b.Loop() {
				from, to := chance.IntN(parties), chance.IntN(parties-1)
				if to >= from {
					to++
				}
				r := credit.Routing{From: names[from], To: names[to], Amount: cents(50 + chance.Int64N(100)), HopsMax: bench.hops, For: "goods"}
				start := time.Now()
				p := plan(b, l, r)
				took = append(took, time.Since(start))
				if p == nil {
					none++
					continue
				}
				paths += len(p.Paths)
				for _, path := range p.Paths {
					hops += len(path.Parties) - 1
				}
				if bench.pay {
					apply(b, l, paymentOf(p, "p"+strconv.FormatUint(chance.Uint64(), 36), r))
				}
			}
			slices.Sort(took)
			if bench.name == "HopsMax=0" {
				b.ReportMetric(float64(building.Milliseconds()), "first-ms")
			}
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
			b.ReportMetric(float64(paths)/float64(max(1, len(took)-none)), "paths/plan")
			b.ReportMetric(float64(hops)/float64(max(1, paths)), "hops/path")
			b.ReportMetric(100*float64(none)/float64(len(took)), "%none")
		})
	}
}

// plan returns nil where there is no way.
func plan(b *testing.B, l *credit.Ledger, r credit.Routing) *credit.Plan {
	p, err := l.Route(b.Context(), r)
	if err != nil {
		if _, ok := err.(*credit.RouteError); !ok {
			b.Fatal(err)
		}
	}
	return p
}
