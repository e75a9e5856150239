package pooltest

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// A Move is what chance says of an action.
type Move struct {
	Kind    uint8
	A, B, C uint8 // whom and which
	Parts   int64
	Hours   uint8
	Twist   uint8 // how the action is spoiled; most numbers leave it be
}

// Moves generates moves, each as likely as any other: rapid's own numbers are mostly near zero, which would be one kind
// of action by one party.
func Moves() *rapid.Generator[Move] {
	return rapid.Custom(func(t *rapid.T) Move {
		return Move{
			Kind: uint8(bits(t, "kind", 7)), A: uint8(bits(t, "a", 4)), B: uint8(bits(t, "b", 4)), C: uint8(bits(t, "c", 4)),
			Parts: parts(t), Hours: uint8(bits(t, "hours", 3)), Twist: uint8(bits(t, "twist", 6)),
		}
	})
}

func bits(t *rapid.T, label string, n int) (x int64) {
	for range n {
		x <<= 1
		if rapid.Bool().Draw(t, label) {
			x++
		}
	}
	return x
}

// parts are mostly those of a small amount, and now and then the most there can be, or next to it.
func parts(t *rapid.T) int64 {
	unusual := []int64{0, -1, 1 << 40, 1 << 60, 1<<60 + 1, 1<<63 - 1, -1 << 63}
	if i := bits(t, "unusual", 6); i < int64(len(unusual)) {
		return unusual[i]
	}
	return 1 + bits(t, "parts", 6)
}

// The parties of all moves: few, so that they meet. The first are the founders, the last suppliers, and eve joins
// later, if at all.
var names = []string{"ann", "bob", "株式会社", "eve", "mill", "roof", "boiler"}

const (
	founders  = 3
	suppliers = 4 // from here on in names
	manager   = "mia"
	custodian = "cus"
	name      = "pool"
)

// start is when the moves begin.
func start() time.Time { return time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC) }

func must[T any](x T, err error) T {
	if err != nil {
		panic(err) // a definition in the kit is wrong
	}
	return x
}

func money() unit.Unit { return must(unit.Currency("GBP", 2)) }

// Terms are those of a small pool in the unit of energy of this definition, of which it takes a good one.
func Terms(definition string) pool.Terms {
	u := must(unit.ParseUnit(definition))
	return pool.Terms{
		Name: name, Unit: u, Money: money(), Founders: names[:founders], Manager: manager, Custodian: custodian,
		Products: []pool.Product{{Carrier: "electricity", Site: "hill"}, {Carrier: "electricity", Site: "vale"}, {Carrier: "heat", Site: "vale"}},
		Levies:   []pool.Levy{{Name: "land", Measure: must(unit.Custom("LRU", 1)), Each: unit.New(37, money())}, {Name: "energy", Measure: u, Each: unit.New(7, money())}},
	}
}

// An Act makes one action from a move.
type Act struct {
	Move
	Machine Machine
	ID      string
	At      time.Time
	By      []string
}

// Member is one of the parties, Other another, and Supplier one that joined as such.
func (a *Act) Member() string   { return names[int(a.A)%len(names)] }
func (a *Act) Other() string    { return names[(int(a.A)+1+int(a.B)%(len(names)-1))%len(names)] }
func (a *Act) Supplier() string { return names[suppliers+int(a.B)%(len(names)-suppliers)] }

// Product is one of the terms'.
func (a *Act) Product() pool.Product {
	all := a.Machine.Terms().Products
	return all[int(a.C)%len(all)]
}

// Stock is a supplier's for a product.
func (a *Act) Stock() stock.Kind {
	p := a.Product()
	return stock.Kind{Issuer: a.Supplier(), Carrier: p.Carrier, Site: p.Site, Unit: a.Machine.Terms().Unit}
}

// kinds are all that can be, beginning anywhere.
func (a *Act) kinds() []stock.Kind {
	t := a.Machine.Terms()
	all := make([]stock.Kind, 0, len(t.Products)*(len(names)-suppliers))
	for _, who := range names[suppliers:] {
		for _, p := range t.Products {
			all = append(all, stock.Kind{Issuer: who, Carrier: p.Carrier, Site: p.Site, Unit: t.Unit})
		}
	}
	first := (int(a.B)*16 + int(a.C)) % len(all)
	return append(all[first:], all[:first]...)
}

// parties are all of them, beginning anywhere.
func (a *Act) parties() []string {
	first := int(a.A) % len(names)
	return append(slices.Clone(names[first:]), names[:first]...)
}

// First is the first kind of Stock, and of the parties, of which somebody has something, such as Stock or a claim.
// Where nobody has any it is the first of all.
func (a *Act) First(has func(stock.Kind, string) unit.Amount) (stock.Kind, string, unit.Amount) {
	for _, k := range a.kinds() {
		for _, who := range a.parties() {
			if n := has(k, who); n.Sign() > 0 {
				return k, who, n
			}
		}
	}
	return a.Stock(), a.Member(), unit.Amount{}
}

// Route is one on which something is open, the zero Route where none is.
func (a *Act) Route() pool.Route {
	var open []pool.Route
	for r := range a.Machine.Routes() {
		if !r.Open().IsZero() {
			open = append(open, r)
		}
	}
	if len(open) == 0 {
		return pool.Route{}
	}
	return open[int(a.A)%len(open)]
}

// Loan is one that is not repaid, the zero Loan where all are.
func (a *Act) Loan() pool.Loan {
	var open []pool.Loan
	for l := range a.Machine.Loans() {
		if !l.Open().IsZero() {
			open = append(open, l)
		}
	}
	if len(open) == 0 {
		return pool.Loan{}
	}
	return open[int(a.A)%len(open)]
}

// Amount is in the pool's unit, and at most so much, so that it often fits.
func (a *Act) Amount(most int64) unit.Amount {
	n := a.Parts
	if most > 0 && n > most && a.Twist != 5 {
		n = most
	}
	return unit.New(n, a.Machine.Terms().Unit)
}

// Price is at least a penny for the smallest part, so that nothing is worth nothing.
func (a *Act) Price() unit.Quote {
	if a.C%4 == 3 {
		return unit.Quote{}
	}
	return priced(a.Machine.Terms().Unit, int64(10+a.C))
}

func priced(u unit.Unit, rate int64) unit.Quote {
	return must(unit.NewQuote(unit.QuoteTerms{Base: u, Quoted: money(), Rate: big.NewRat(rate, 1), Side: unit.Both,
		AsOf: start(), ValidUntil: start().AddDate(100, 0, 0), Source: "kit"}))
}

// Actions returns every kind of action, by name.
func Actions() map[string]func(*Act) pool.Action {
	all := map[string]func(*Act) pool.Action{
		"admit": func(a *Act) pool.Action {
			return pool.Admit{ID: a.ID, At: a.At, By: a.By, Member: a.Member(), Supplier: a.B%2 == 0}
		},
		"leave": func(a *Act) pool.Action { return pool.Leave{ID: a.ID, At: a.At, By: a.By, Member: a.Member()} },
		"forecast": func(a *Act) pool.Action {
			remaining := a.Amount(0)
			if p, ok := a.Machine.Position(a.Stock()); ok && a.A%4 > 0 && a.Parts < 1<<40 {
				remaining = unit.New(p.Outstanding.Parts()+p.Claims.Parts()+a.Parts, p.Kind.Unit)
			}
			return pool.Forecast{ID: a.ID, At: a.At, By: a.By, Stock: a.Stock(), Remaining: remaining}
		},
		"level": level,
	}
	maps.Copy(all, stocks())
	maps.Copy(all, uses())
	maps.Copy(all, voteActions())
	return all
}

// stocks are the actions on Stock and on loans.
func stocks() map[string]func(*Act) pool.Action {
	issue := func(a *Act) pool.Action {
		k, to := a.Stock(), a.Member()
		if a.Hours < 2 {
			to = name
		}
		p, _ := a.Machine.Position(k)
		return pool.Issue{ID: a.ID, At: a.At, By: a.By, Stock: k, To: to, Amount: a.Amount(p.Room.Parts()), Price: a.Price()}
	}
	return map[string]func(*Act) pool.Action{
		"issue": issue,
		"sell":  issue, // twice as often
		"transfer": func(a *Act) pool.Action {
			k, from, has := a.First(a.Machine.Holding)
			to := a.Other()
			if a.C == 0 {
				to = name
			}
			return pool.Transfer{ID: a.ID, At: a.At, By: a.By, Stock: k, From: from, To: to, Amount: a.Amount(has.Parts())}
		},
		"buyBack": func(a *Act) pool.Action {
			k, who, has := a.First(a.Machine.Holding)
			return pool.BuyBack{ID: a.ID, At: a.At, By: a.By, Stock: k, From: who, Amount: a.Amount(has.Parts()), Price: a.Price()}
		},
		"dividend": func(a *Act) pool.Action {
			k, _, _ := a.First(func(k stock.Kind, _ string) unit.Amount { return a.Machine.Holding(k, name) })
			return pool.Dividend{ID: a.ID, At: a.At, By: a.By, Stock: k}
		},
		"lend": func(a *Act) pool.Action {
			k, _, _ := a.First(func(k stock.Kind, _ string) unit.Amount {
				p, _ := a.Machine.Position(k)
				return p.Issued
			})
			house, owner := fmt.Sprint("house ", a.A%3), names[int(a.A)%founders]
			for l := range a.Machine.Loans() {
				if l.Property == house && !l.Open().IsZero() {
					owner = l.Owner
				}
			}
			return pool.Lend{ID: a.ID, At: a.At, By: a.By, Stock: k, Property: house, Owner: owner, Amount: a.Amount(0), Price: a.Price()}
		},
		"repay": func(a *Act) pool.Action {
			l := a.Loan()
			has := a.Machine.Holding(l.Kind, l.Owner)
			if has.IsZero() { // nothing to repay with: some is passed on to it
				k, from, has := a.First(a.Machine.Holding)
				return pool.Transfer{ID: a.ID, At: a.At, By: a.By, Stock: k, From: from, To: l.Owner, Amount: a.Amount(has.Parts())}
			}
			return pool.Repay{ID: a.ID, At: a.At, By: a.By, Loan: l.ID, Paid: a.Amount(min(has.Parts(), l.Open().Parts()))}
		},
		"repay in money": func(a *Act) pool.Action {
			l := a.Loan()
			_, seller, _ := a.First(func(k stock.Kind, who string) unit.Amount {
				if k != l.Kind || who == l.Owner {
					return unit.Amount{}
				}
				return a.Machine.Holding(k, who)
			})
			return pool.Repay{ID: a.ID, At: a.At, By: a.By, Loan: l.ID, Paid: unit.New(a.Parts, money()), Seller: seller, Price: a.Price()}
		},
		"convey": func(a *Act) pool.Action {
			l := a.Loan()
			return pool.Convey{ID: a.ID, At: a.At, By: a.By, Property: l.Property, From: l.Owner, To: a.Other()}
		},
	}
}

// uses are the actions on supplies, claims and the commons.
func uses() map[string]func(*Act) pool.Action {
	supply := func(a *Act) pool.Action {
		p := a.Product()
		return pool.Supply{ID: a.ID, At: a.At, By: a.By, Supplier: a.Supplier(), Customer: a.Member(), Carrier: p.Carrier, Site: p.Site, Energy: a.Amount(0)}
	}
	redeem := func(a *Act) pool.Action {
		r := a.Route()
		open := r.Open().Parts()
		k, _, has := a.First(func(k stock.Kind, who string) unit.Amount {
			if k.Carrier != r.Carrier || who != r.Customer {
				return unit.Amount{}
			}
			return a.Machine.Holding(k, who)
		})
		return pool.Redeem{ID: a.ID, At: a.At, By: a.By, Supplier: r.Supplier, Customer: r.Customer, Stock: k, Amount: a.Amount(min(open, has.Parts()))}
	}
	return map[string]func(*Act) pool.Action{
		"supply": supply, "meter": supply, "redeem": redeem, "pay": redeem, "return": redeem, // often
		"settle": func(a *Act) pool.Action {
			r := a.Route()
			return pool.Settle{ID: a.ID, At: a.At, By: a.By, Supplier: r.Supplier, Customer: r.Customer, Carrier: r.Carrier, Energy: a.Amount(r.Open().Parts()), Price: a.Price()}
		},
		"exchange": func(a *Act) pool.Action {
			p := a.Product()
			return pool.Exchange{ID: a.ID, At: a.At, By: a.By, Supplier: a.Supplier(), Customer: a.Member(), Carrier: p.Carrier, Site: p.Site, Energy: a.Amount(0), Price: a.Price()}
		},
		"discharge": func(a *Act) pool.Action {
			k, who, has := a.First(a.Machine.Claim)
			if a.Hours > 1 {
				has = unit.New(has.Parts()/2, has.Unit()) // so that something is left to be set off
			}
			return pool.Discharge{ID: a.ID, At: a.At, By: a.By, Stock: k, Claimant: who, Amount: a.Amount(has.Parts()), Price: a.Price()}
		},
		"clear": clear,
		"collect": func(a *Act) pool.Action {
			levy := a.Machine.Terms().Levies[int(a.C)%2]
			use := func(who string, n int64) pool.Use { return pool.Use{Member: who, Quantity: unit.New(n, levy.Measure)} }
			return pool.Collect{ID: a.ID, At: a.At, By: a.By, Levy: levy.Name, Uses: []pool.Use{use(a.Member(), a.Parts), use(a.Other(), 7)}}
		},
	}
}

// clear sets off what package clearing says, or now and then something else.
func clear(a *Act) pool.Action {
	carrier := a.Product().Carrier
	book := a.Machine.Book(carrier)
	var lines []pool.Line
	if r, err := clearing.Clear(context.Background(), book, clearing.Options{}); err == nil {
		lines = pool.Lines(book, r)
	}
	if a.Twist == 9 && len(lines) > 0 {
		lines = lines[1:]
	}
	return pool.Clear{ID: a.ID, At: a.At, By: a.By, Carrier: carrier, Lines: lines}
}

// level has one who owes the commons pay one who is owed, or into the purse, or out of it.
func level(a *Act) pool.Action {
	from, to := name, name
	most := int64(1) << 50
	for m := range a.Machine.Members() {
		if n := m.Balance.Parts(); n < 0 && a.A%3 > 0 {
			from, most = m.Name, min(most, -n)
		} else if n > 0 && a.A%3 < 2 {
			to, most = m.Name, min(most, n)
		}
	}
	if purse := a.Machine.Purse(); from == name {
		most = min(most, purse.Parts())
	}
	n := a.Parts
	if n > most && a.Twist != 5 {
		n = most
	}
	return pool.Level{ID: a.ID, At: a.At, By: a.By, From: from, To: to, Amount: unit.New(n, money())}
}
