package credit_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// A throw is a few small numbers, from which a play makes an action. Any numbers will do.
type throw struct {
	Kind, A, B, C, D, Which, Parts, Twist uint8
}

// throwsOf makes throws of random bytes, as many as there are for.
func throwsOf(data []byte) (throws []throw) {
	for ; len(data) >= 8; data = data[8:] {
		throws = append(throws, throw{data[0] % 40, data[1] % 5, data[2] % 5, data[3] % 5, data[4] % 5, data[5] % 21, data[6] % 13, data[7] % 16})
	}
	return throws
}

// random are throws, the same for one seed.
func random(seed uint64, n int) []throw {
	r, data := rand.New(rand.NewPCG(seed, 0)), make([]byte, 8*n)
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	return throwsOf(data)
}

var players = []string{"ann", "bob", "cem", "dan", "eve"}

// action makes an action of a throw. Half of the parties agree to everything, depending on the twist, so
// that lines and consents count.
func (p *play) action(w throw) credit.Action {
	p.seq++
	p.hour += int(w.Twist) % 3
	id, at := fmt.Sprint("x", p.seq), p.at()
	a, b := players[w.A%5], players[w.B%5]
	by := slices.Clone(players)
	if w.Twist%2 == 1 {
		by = slices.DeleteFunc(by, func(name string) bool { return name == players[w.D%5] })
	}
	promises, reservations := p.open(), slices.Collect(p.Reservations())
	promise, amount := "none", unit.Amount{}
	if len(promises) > 0 {
		chosen := promises[int(w.Which)%len(promises)]
		promise = chosen.ID
		if w.Parts%4 == 0 && w.Twist%3 > 0 { // all of what is free, exactly
			amount, _ = chosen.Left.Sub(chosen.Reserved)
		} else if w.Parts > 0 {
			amount = cents(int64(w.Parts))
		}
	}
	reservation := "none"
	if len(reservations) > 0 {
		reservation = reservations[int(w.Which)%len(reservations)].ID
	}
	switch w.Kind {
	case 0, 1, 2, 3, 4, 5:
		issue := credit.Issue{ID: id, At: at, By: by, Promisor: a, Holder: b, Amount: cents(int64(w.Parts)), For: "work"}
		if w.Twist%4 > 1 {
			issue.Due = day(1).Add(time.Duration(w.Which%4) * time.Hour)
		}
		if w.Twist%8 > 4 {
			issue.Guarantor = "gil"
			issue.By = append(issue.By, "gil")
		}
		return issue
	case 6, 7, 8:
		return credit.Transfer{ID: id, At: at, By: append(by, "gil"), Promise: promise, To: a, Amount: amount}
	case 9, 10, 11, 12:
		line := credit.SetLine{ID: id, At: at, By: by, Creditor: a, Debtor: b, Clearing: credit.Clearing(w.Which % 3)}
		if w.Parts > 0 {
			line.Hard = cents(int64(w.Parts) * 2)
		}
		if w.Twist%4 == 0 {
			line.Soft = cents(int64(w.Parts))
		}
		return line
	case 13:
		return credit.FreezeLine{ID: id, At: at, By: by, Creditor: a, Debtor: b, Thaw: w.Twist > 4}
	case 14:
		return credit.CloseLine{ID: id, At: at, By: by, Creditor: a, Debtor: b}
	case 15, 16:
		return credit.Mediate{ID: id, At: at, By: by, Party: a, From: []string{b, "", ""}[w.Which%3], To: []string{"", "", players[w.C%5]}[w.Which%3], Stop: w.Twist > 10}
	case 17:
		charge := credit.SetCharge{ID: id, At: at, By: by, Party: a, Rate: unit.Millionths(w.Parts) * 20_000}
		if charge.Rate > 0 {
			charge.For = "books"
		}
		return charge
	case 18:
		return credit.Redeem{ID: id, At: at, By: by, Promise: promise, Amount: amount, Goods: "work"}
	case 19:
		return credit.Forgive{ID: id, At: at, By: by, Promise: promise, Amount: amount}
	case 20:
		return credit.Dispute{ID: id, At: at, By: by, Promise: promise, Because: "no"}
	case 21:
		return credit.Resolve{ID: id, At: at, By: by, Promise: promise, Words: "well"}
	case 22:
		return credit.Default{ID: id, At: at, By: by, Promise: promise}
	case 23:
		return credit.Archive{ID: id, At: at, Horizon: at.Add(-time.Duration(w.Which) * time.Hour)}
	case 24, 25:
		return credit.Net{ID: id, At: at, By: by, Lines: p.lines(promises, w)}
	case 26, 27:
		return credit.Reserve{ID: id, At: at, By: by, Until: at.Add(time.Duration(1+w.Parts) * time.Hour), Lines: p.lines(promises, w)}
	case 28, 29, 30:
		return credit.Reserve{ID: id, At: at, By: by, Until: at.Add(time.Duration(1+w.Parts) * time.Hour), Payment: p.payment(w)}
	case 31:
		return credit.Commit{ID: id, At: at, By: by, Reservation: reservation}
	case 32:
		return credit.Release{ID: id, At: at, By: by, Reservation: reservation}
	case 33:
		return credit.Expire{ID: id, At: at, Reservation: reservation}
	}
	return credit.Pay{ID: id, At: at, By: by, Payment: p.payment(w)}
}

// open are the promises of which something is left.
func (p *play) open() []credit.Promise {
	return slices.DeleteFunc(slices.Collect(p.Promises()), func(q credit.Promise) bool { return q.Left.IsZero() })
}

// lines are a few promises for a set-off, mostly of those that may be set off.
func (p *play) lines(open []credit.Promise, w throw) (lines []credit.NetLine) {
	if w.Parts%4 > 0 {
		book := p.Book(p.at()).Obligations
		open = slices.DeleteFunc(open, func(q credit.Promise) bool {
			return !slices.ContainsFunc(book, func(o clearing.Obligation) bool { return o.ID == q.ID })
		})
	}
	for i := range min(len(open), 1+int(w.C)) {
		lines = append(lines, credit.NetLine{Promise: open[(int(w.Which)+i)%len(open)].ID, SetOff: cents(max(1, int64(w.Parts)/2))})
	}
	return lines
}

// payment goes along one or two paths, and pays the mediators what they charge, mostly.
func (p *play) payment(w throw) credit.Payment {
	amount := cents(int64(w.Parts))
	first := []string{players[w.A%5]}
	for _, next := range []uint8{w.B, w.C, w.D}[:1+w.Which%3] {
		first = append(first, players[next%5])
	}
	to := first[len(first)-1]
	pay := credit.Payment{From: first[0], To: to, Amount: amount, For: "what was sold", Paths: []credit.Path{{Parties: first, Amount: amount}}}
	if w.Twist%4 == 0 && w.Parts > 1 {
		pay.Paths = []credit.Path{{Parties: first, Amount: cents(int64(w.Parts) - 1)}, {Parties: []string{first[0], players[(w.B+1)%5], to}, Amount: cents(1)}}
	}
	carried := map[string]int64{}
	for _, path := range pay.Paths {
		for _, m := range path.Parties[1 : len(path.Parties)-1] {
			carried[m] += path.Amount.Parts()
		}
	}
	for c := range p.Charges() {
		if n := carried[c.Party]; n > 0 && c.Party != pay.From && c.Party != to {
			due := (n*int64(c.Rate) + 999_999) / 1_000_000
			pay.Paths = append(pay.Paths, credit.Path{Parties: []string{first[0], c.Party}, Amount: cents(due)})
		}
	}
	return pay
}
