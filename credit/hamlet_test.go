package credit_test

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// A hamlet is a ledger on which deeds are done.
type hamlet struct {
	*rapid.T
	*credit.Ledger
	size int // so many of the folk live here
	done int
}

func newHamlet(t *rapid.T) *hamlet {
	return &hamlet{T: t, Ledger: newLedger(t), size: rapid.IntRange(3, len(folk)).Draw(t, "size")}
}

// settled is a hamlet after some deeds, with lines and consents for most.
func settled(t *rapid.T) *hamlet {
	v := newHamlet(t)
	for _, d := range rapid.SliceOfN(deeds(), 5*v.size, 12*v.size).Draw(t, "deeds") {
		v.do(d)
	}
	return v
}

func (v *hamlet) clone() *hamlet {
	return &hamlet{T: v.T, Ledger: v.Clone(), size: v.size, done: v.done}
}

func (v *hamlet) one(n uint8) string { return folk[int(n)%v.size] }

// two are different parties.
func (v *hamlet) two(a, b uint8) (string, string) {
	return v.one(a), folk[(int(a)%v.size+1+int(b)%(v.size-1))%v.size]
}

// folk are the parties of deeds.
var folk = []string{"ann", "bob", "cem", "dan", "eve", "fay", "gil"}

// A deed is what chance says of an action on a ledger with mediators. Any numbers do.
type deed struct {
	Kind, A, B, C, Which uint8
	Parts, More          int64
}

func deeds() *rapid.Generator[deed] {
	small := rapid.Uint8Range(0, 44)
	return rapid.Custom(func(t *rapid.T) deed {
		return deed{
			Kind: rapid.Uint8Range(0, 47).Draw(t, "kind"), A: small.Draw(t, "a"), B: small.Draw(t, "b"), C: small.Draw(t, "c"),
			Which: small.Draw(t, "which"), Parts: rapid.Int64Range(1, 12).Draw(t, "parts"), More: rapid.Int64Range(0, 15).Draw(t, "more"),
		}
	})
}

// Which deeds there are, the more often the further they reach. What cannot be done is refused, and so tests
// that a refusal leaves no trace.
var deedKinds = strings.Fields(`
	line line line line line line line line line line line line line
	issue issue issue issue issue issue issue
	mediate mediate mediate mediate mediate mediate mediate mediate
	stop stop freeze thaw close dispute resolve forgive transfer reserve reserve release commit
	charge free archive try try batch newcomer`)

// do applies the action of a deed, or tries it, or fails a batch with it.
func (v *hamlet) do(d deed) {
	v.done++
	kind := deedKinds[int(d.Kind)%len(deedKinds)]
	switch kind {
	case "try":
		_, _ = v.Try(v.action(deed{d.Which, d.A, d.B, d.C, d.Which, d.Parts, d.More}, deedKinds[d.Which]))
	case "batch":
		again := deed{d.Which + 1, d.B, d.C, d.A, d.Which, d.More + 1, d.Parts}
		first := v.action(d, deedKinds[d.Which])
		v.done++
		_, _ = v.Batch(first, v.action(again, deedKinds[d.C]), v.newcomer(d), credit.Archive{ID: "fails"})
	case "newcomer":
		_, _ = v.Apply(v.newcomer(d))
	default:
		_, _ = v.Apply(v.action(d, kind))
	}
}

func (v *hamlet) id() string { return "d" + strconv.Itoa(v.done) }

func (v *hamlet) at() time.Time { return day(1).Add(time.Duration(v.done) * time.Second) }

// newcomer is a line for somebody new, or by somebody new.
func (v *hamlet) newcomer(d deed) credit.Action {
	creditor, debtor := v.one(d.A), "new "+strconv.Itoa(v.done)
	if d.Parts%2 == 0 {
		creditor, debtor = debtor, creditor
	}
	return credit.SetLine{ID: v.id() + " new", At: v.at(), By: []string{creditor}, Creditor: creditor, Debtor: debtor, Hard: cents(d.Parts)}
}

// action is that of a deed, with the agreement of all.
func (v *hamlet) action(d deed, kind string) credit.Action {
	id, at := v.id(), v.at()
	a, b := v.two(d.A, d.B)
	var p credit.Promise
	if all := slices.Collect(v.Promises()); len(all) > 0 {
		p = all[int(d.Which)%len(all)]
	}
	var reservation string
	for r := range v.Reservations() {
		if reservation = r.ID; d.C%2 == 0 {
			break
		}
	}
	switch kind {
	case "line":
		return v.line(d, id, at, a, b)
	case "freeze", "thaw":
		return credit.FreezeLine{ID: id, At: at, By: folk, Creditor: a, Debtor: b, Thaw: kind == "thaw"}
	case "close":
		return credit.CloseLine{ID: id, At: at, By: folk, Creditor: a, Debtor: b}
	case "mediate", "stop":
		return v.mediate(d, id, at, kind == "stop")
	case "dispute":
		return credit.Dispute{ID: id, At: at, By: folk, Promise: p.ID, Because: "stale"}
	case "resolve":
		return credit.Resolve{ID: id, At: at, By: folk, Promise: p.ID, Words: "fresh"}
	case "forgive":
		return credit.Forgive{ID: id, At: at, By: folk, Promise: p.ID}
	case "transfer":
		return credit.Transfer{ID: id, At: at, By: folk, Promise: p.ID, To: a}
	case "reserve":
		return credit.Reserve{ID: id, At: at, By: folk, Until: at.Add(time.Hour), Payment: credit.Payment{
			From: a, To: b, Amount: cents(d.Parts), For: "bread", Paths: []credit.Path{{Parties: []string{a, b}, Amount: cents(d.Parts)}},
		}}
	case "release":
		return credit.Release{ID: id, At: at, By: folk, Reservation: reservation}
	case "commit":
		return credit.Commit{ID: id, At: at, By: folk, Reservation: reservation}
	case "charge":
		return credit.SetCharge{ID: id, At: at, By: folk, Party: a, Flat: cents(1 + d.Parts/6), Rate: unit.Millionths(d.More) * 20_000, For: "the post"}
	case "free":
		return credit.SetCharge{ID: id, At: at, By: folk, Party: a}
	case "archive":
		return credit.Archive{ID: id, At: at, Horizon: at.Add(-time.Duration(d.Parts) * time.Second)}
	}
	return credit.Issue{ID: id, At: at, By: folk, Promisor: a, Holder: b, Amount: cents(d.Parts), For: "bread"}
}

// line is one with limits of every kind, none among them.
func (v *hamlet) line(d deed, id string, at time.Time, creditor, debtor string) credit.Action {
	line := credit.SetLine{ID: id, At: at, By: folk, Creditor: creditor, Debtor: debtor}
	if d.C%8 > 0 {
		line.Hard = cents(d.Parts + d.More)
	}
	if d.C%3 == 0 {
		line.Soft = cents(d.Parts)
	}
	if d.C%5 < 2 {
		line.Target = cents(min(d.Parts, d.More))
	}
	return line
}

// mediate is a consent of one of the four kinds.
func (v *hamlet) mediate(d deed, id string, at time.Time, stop bool) credit.Action {
	party, from := v.two(d.A, d.B)
	to := v.one(d.C)
	if d.More%4 == 0 || d.More%4 == 1 {
		from = ""
	}
	if d.More%4 == 0 || d.More%4 == 2 {
		to = ""
	}
	if stop {
		if all := slices.Collect(v.Consents()); len(all) > 0 {
			c := all[int(d.Which)%len(all)]
			party, from, to = c.Party, c.From, c.To
		}
	}
	return credit.Mediate{ID: id, At: at, By: folk, Party: party, From: from, To: to, Stop: stop}
}

// routing draws what is asked for.
func (v *hamlet) routing() credit.Routing {
	from, to := v.two(rapid.Uint8().Draw(v.T, "from"), rapid.Uint8().Draw(v.T, "to"))
	r := credit.Routing{
		From: from, To: to, Amount: cents(rapid.Int64Range(1, 40).Draw(v.T, "amount")), Most: rapid.Bool().Draw(v.T, "most"), For: "bread",
		By: rapid.SliceOfN(rapid.SampledFrom(folk), 0, 2).Draw(v.T, "by"),
	}
	for _, name := range rapid.SliceOfN(rapid.SampledFrom(folk), 0, 1).Draw(v.T, "without") {
		if name != from && name != to {
			r.Without = append(r.Without, name)
		}
	}
	for range rapid.IntRange(0, 2).Draw(v.T, "lines") {
		creditor, debtor := v.two(rapid.Uint8().Draw(v.T, "creditor"), rapid.Uint8().Draw(v.T, "debtor"))
		r.WithoutLines = append(r.WithoutLines, credit.LineOf{Creditor: creditor, Debtor: debtor})
	}
	return r
}

// bounded draws bounds as well.
func (v *hamlet) bounded() credit.Routing {
	r := v.routing()
	r.HopsMax, r.PathsMax = rapid.IntRange(0, 4).Draw(v.T, "hops"), rapid.IntRange(0, 3).Draw(v.T, "paths")
	return r
}
