package guaranteetest

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
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

// Moves generates moves.
func Moves() *rapid.Generator[Move] {
	small := rapid.Uint8Range(0, 15)
	return rapid.Custom(func(t *rapid.T) Move {
		return Move{
			Kind: rapid.Uint8().Draw(t, "kind"), A: small.Draw(t, "a"), B: small.Draw(t, "b"), C: small.Draw(t, "c"),
			Parts: parts().Draw(t, "parts"), Hours: small.Draw(t, "hours"), Twist: rapid.Uint8Range(0, 63).Draw(t, "twist"),
		}
	})
}

// parts are mostly those of a small amount, and now and then the most there can be, or next to it.
func parts() *rapid.Generator[int64] {
	return rapid.Custom(func(t *rapid.T) int64 {
		usual := rapid.Int64Range(1, 2000).Draw(t, "usual")
		unusual := []int64{0, -1, 1 << 40, 1 << 61, 1 << 62, 1<<62 + 1, 1<<63 - 1, -1 << 63}
		if i := rapid.IntRange(0, 99).Draw(t, "unusual") - 92; i >= 0 && i < len(unusual) {
			return unusual[i]
		}
		return usual
	})
}

// The parties of all moves: few, so that they meet.
var names = []string{"ann", "bob", "cem", "dan", "株式会社"}

const (
	society   = "society"
	manager   = "mia"
	custodian = "cus"
)

// start is when the moves begin.
func start() time.Time { return time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC) }

// An Act makes one action from a move.
type Act struct {
	Move
	Machine Machine
	ID      string
	At      time.Time
}

// Member is one of the parties.
func (a *Act) Member() string { return names[int(a.A)%len(names)] }

// Other is another.
func (a *Act) Other() string { return names[(int(a.A)+1+int(a.B)%(len(names)-1))%len(names)] }

// manager and custodian are who is in office.
func (a *Act) manager() string   { return a.Machine.Terms().Manager }
func (a *Act) custodian() string { return a.Machine.Terms().Custodian }

// Amount is in the society's unit.
func (a *Act) Amount() unit.Amount { return unit.New(a.Parts, a.Machine.Terms().Unit) }

// Promise is one of which something is left, the zero Promise where there is none.
func (a *Act) Promise() credit.Promise {
	var open []credit.Promise
	for p := range a.Machine.Ledger().Promises() {
		if p.Left.Sign() > 0 {
			open = append(open, p)
		}
	}
	if len(open) == 0 {
		return credit.Promise{}
	}
	return open[(int(a.B)*16+int(a.C))%len(open)]
}

// Part is a part of a promise, or all of it.
func (a *Act) Part(p credit.Promise) unit.Amount {
	if a.C%2 == 0 || p.Left.IsZero() {
		return unit.Amount{}
	}
	return unit.New(max(1, min(a.Parts, p.Left.Parts())), p.Left.Unit())
}

// fund is a common one, and now and then a layer that is none.
func (a *Act) fund() string {
	var funds []string
	for _, l := range a.Machine.Terms().Layers {
		if l.Kind == waterfall.Fund {
			funds = append(funds, l.Name)
		}
	}
	if len(funds) == 0 || a.C%4 == 3 {
		return "provisions"
	}
	return funds[int(a.B)%len(funds)]
}

// year is one that is open, the last or the first.
func (a *Act) year() string {
	year := "y0"
	if s, ok := a.Machine.(interface {
		Years() []guarantee.YearAccount
	}); ok {
		for _, y := range s.Years() {
			if y.Closed.IsZero() && (a.C%2 == 0 || year == "y0") {
				year = y.Year
			}
		}
	}
	return year
}

// Actions is how an action of each kind is made. Whoever has more kinds can add them.
func Actions() map[string]func(*Act) guarantee.Action {
	all := map[string]func(*Act) guarantee.Action{
		"accept": func(a *Act) guarantee.Action {
			return guarantee.Accept{ID: a.ID, At: a.At, By: []string{a.Member(), a.Other()}, Buyer: a.Member(), Seller: a.Other(), Amount: a.Amount(), For: "bread"}
		},
		"accept again": func(a *Act) guarantee.Action {
			return guarantee.Accept{ID: a.ID, At: a.At, By: names, Buyer: a.Member(), Seller: a.Other(), Amount: a.Amount(), For: "salt", Due: a.At.Add(time.Duration(a.C) * time.Hour)}
		},
		"accept once more": func(a *Act) guarantee.Action {
			return guarantee.Accept{ID: a.ID, At: a.At, By: names, Buyer: a.Other(), Seller: a.Member(), Amount: a.Amount(), For: "oil"}
		},
		"accept abroad": (*Act).abroad,
		"deposit": func(a *Act) guarantee.Action {
			return guarantee.Deposit{ID: a.ID, At: a.At, By: []string{a.custodian()}, Member: a.Member(), Amount: a.Amount()}
		},
		"withdraw": func(a *Act) guarantee.Action {
			return guarantee.Withdraw{ID: a.ID, At: a.At, By: []string{a.custodian(), a.Member()}, Member: a.Member(), Amount: a.Amount()}
		},
		"postSecurity": func(a *Act) guarantee.Action {
			return guarantee.PostSecurity{ID: a.ID, At: a.At, By: []string{a.custodian(), a.Member()}, Member: a.Member(), Amount: a.Amount()}
		},
		"releaseSecurity": func(a *Act) guarantee.Action {
			return guarantee.ReleaseSecurity{ID: a.ID, At: a.At, By: []string{a.custodian(), a.manager(), a.Member()}, Member: a.Member(), Amount: a.Amount()}
		},
		"pledge": func(a *Act) guarantee.Action {
			return guarantee.Pledge{ID: a.ID, At: a.At, By: []string{a.custodian(), a.Member()}, Member: a.Member(), For: a.Other(), Amount: a.Amount()}
		},
		"unpledge": func(a *Act) guarantee.Action {
			return guarantee.Unpledge{ID: a.ID, At: a.At, By: []string{a.custodian(), a.Member()}, Member: a.Member(), For: a.Other(), Amount: a.Amount()}
		},
		"endow": func(a *Act) guarantee.Action {
			return guarantee.Endow{ID: a.ID, At: a.At, By: []string{a.custodian()}, From: "friend", Fund: a.fund(), Amount: a.Amount()}
		},
		"setLimits": func(a *Act) guarantee.Action {
			return guarantee.SetLimits{ID: a.ID, At: a.At, By: []string{a.manager()}, Member: a.Member(), Buyer: unit.New(a.Parts*int64(a.B%8), a.Amount().Unit()), Seller: unit.New(a.Parts/2*int64(a.C%8)+5, a.Amount().Unit()), Because: "as it trades"}
		},
		"admit": func(a *Act) guarantee.Action {
			return guarantee.Admit{ID: a.ID, At: a.At, By: []string{a.manager(), a.Member()}, Member: a.Member()}
		},
		"subscribe": func(a *Act) guarantee.Action {
			return guarantee.Subscribe{ID: a.ID, At: a.At, By: []string{a.Member()}, Member: a.Member()}
		},
		"leave": func(a *Act) guarantee.Action {
			if a.B > 5 {
				return a.resolve()
			}
			return guarantee.Leave{ID: a.ID, At: a.At, By: []string{a.Member()}, Member: a.Member(), Release: a.C%2 == 0}
		},
		"openYear": func(a *Act) guarantee.Action {
			return guarantee.OpenYear{ID: a.ID, At: a.At, By: []string{a.manager()}}
		},
		"closeYear": func(a *Act) guarantee.Action {
			return guarantee.CloseYear{ID: a.ID, At: a.At, By: []string{a.manager()}, Year: a.year()}
		},
		"retain": func(a *Act) guarantee.Action {
			return guarantee.Retain{ID: a.ID, At: a.At, By: []string{a.manager()}, Year: a.year(), Cost: a.Amount(), Default: a.Amount()}
		},
		"budget": func(a *Act) guarantee.Action {
			return guarantee.Budget{ID: a.ID, At: a.At, By: []string{a.manager()}, Year: a.year(), To: []string{manager, "printer"}[a.B%2], Amount: a.Amount(), For: "the books"}
		},
		"payCost":        (*Act).payCost,
		"approve":        (*Act).approve,
		"retract":        (*Act).retract,
		"amend":          (*Act).amend,
		"chargeBalances": (*Act).chargeBalances,
		"trade":          (*Act).trade,
		"trade again":    (*Act).trade,
		"set off":        (*Act).setOff,
	}
	maps.Copy(all, lossActions())
	maps.Copy(all, chainActions())
	return all
}

func (a *Act) payCost() guarantee.Action {
	budget := "none"
	if s, ok := a.Machine.(interface {
		Budgets() []guarantee.BudgetAccount
	}); ok {
		if all := s.Budgets(); len(all) > 0 {
			budget = all[int(a.B)%len(all)].ID
		}
	}
	return guarantee.PayCost{ID: a.ID, At: a.At, By: []string{a.custodian()}, Budget: budget, Amount: unit.New(a.Parts%50, a.Amount().Unit())}
}

func (a *Act) chargeBalances() guarantee.Action {
	charge := guarantee.ChargeBalances{ID: a.ID, By: []string{a.manager()}}
	charge.Year, charge.At = a.closed()
	if a.C%4 > 0 {
		charge.Members = []string{a.Member()}
	}
	return charge
}

// closed is the year that was closed last, and when.
func (a *Act) closed() (year string, at time.Time) {
	at = a.At
	if s, ok := a.Machine.(interface {
		Years() []guarantee.YearAccount
	}); ok {
		for _, y := range s.Years() {
			if !y.Closed.IsZero() && (year == "" || y.Closed.After(at)) {
				year, at = y.Year, y.Closed
			}
		}
	}
	return year, at
}

// trade is an action on a promise, by whom it takes.
func (a *Act) trade() guarantee.Action {
	p := a.Promise()
	by := []string{p.Holder, p.Promisor}
	switch a.A % 12 {
	case 0, 1:
		return guarantee.Trade{Action: credit.Settle{ID: a.ID, At: a.At, By: by, Promise: p.ID, In: credit.Money, Paid: unit.New(max(1, min(a.Parts, p.Left.Parts())), a.Amount().Unit())}}
	case 2:
		return guarantee.Trade{Action: credit.Redeem{ID: a.ID, At: a.At, By: by, Promise: p.ID, Amount: a.Part(p), Goods: "bread"}}
	case 3:
		return guarantee.Trade{Action: credit.Forgive{ID: a.ID, At: a.At, By: by, Promise: p.ID, Amount: a.Part(p)}}
	case 4, 5, 6:
		return guarantee.Trade{Action: credit.Transfer{ID: a.ID, At: a.At, By: append(by, a.Other()), Promise: p.ID, To: a.Other(), Amount: a.Part(p)}}
	case 7:
		return guarantee.Trade{Action: credit.Renounce{ID: a.ID, At: a.At, By: by, Promise: p.ID}}
	case 8:
		return guarantee.Trade{Action: credit.Dispute{ID: a.ID, At: a.At, By: by, Promise: p.ID, Because: "stale"}}
	case 9:
		return a.resolve()
	case 10:
		return guarantee.Trade{Action: credit.Issue{ID: a.ID, At: a.At, By: []string{"ann", "bob"}, Promisor: "ann", Holder: "bob", Amount: a.Amount(), For: "wool"}}
	}
	return guarantee.Trade{Action: credit.SetLine{ID: a.ID, At: a.At, By: []string{a.Other()}, Creditor: a.Other(), Debtor: names[int(a.C)%len(names)], Clearing: credit.Due}}
}

// resolve ends a dispute, where there is one.
func (a *Act) resolve() guarantee.Action {
	p := a.Promise()
	for disputed := range a.Machine.Ledger().Promises() {
		if disputed.Disputed {
			p = disputed
		}
	}
	return guarantee.Trade{Action: credit.Resolve{ID: a.ID, At: a.At, By: []string{p.Holder, p.Promisor}, Promise: p.ID, Less: a.Part(p), Words: "half was good"}}
}

// setOff is the largest set-off there is, with its proof, or a promise back that lets something be.
func (a *Act) setOff() guarantee.Action {
	book := a.Machine.Ledger().Book(a.At)
	r, err := clearing.Clear(context(), book, clearing.Options{})
	if err == nil {
		if lines := credit.SetOff(book, r); len(lines) > 0 {
			return guarantee.Trade{Action: credit.Net{ID: a.ID, At: a.At, Lines: lines, Proof: r.Proofs[0]}}
		}
	}
	p := a.Promise()
	return guarantee.Accept{ID: a.ID, At: a.At, By: names, Buyer: p.Holder, Seller: p.Promisor, Amount: a.Amount(), For: "flour"}
}

// founding makes a society in which its founders and some more can trade.
func founding(t guarantee.Terms) []guarantee.Action {
	at := start()
	all := []guarantee.Action{guarantee.Adopt{ID: "adopt", At: at, By: t.Founders}, guarantee.OpenYear{ID: "y1", At: at, By: []string{manager}}}
	for _, who := range names[3:] {
		all = append(all, guarantee.Admit{ID: "in-" + who, At: at, By: []string{who, manager}, Member: who})
	}
	for _, who := range names {
		all = append(all,
			guarantee.Deposit{ID: "d-" + who, At: at, By: []string{custodian}, Member: who, Amount: unit.New(2000, t.Unit)},
			guarantee.SetLimits{ID: "l-" + who, At: at, By: []string{manager}, Member: who, Buyer: unit.New(4000, t.Unit), Seller: unit.New(5000, t.Unit), Because: "a good name"},
			guarantee.Subscribe{ID: "s-" + who, At: at, By: []string{who}, Member: who})
		for _, other := range names {
			if other != who {
				all = append(all, guarantee.Trade{Action: credit.SetLine{ID: "c-" + who + "-" + other, At: at, By: []string{who}, Creditor: who, Debtor: other, Clearing: credit.Due}})
			}
		}
	}
	return all
}

// action is the action of a move, spoiled or not.
func (a *Act) action(kinds []string, actions map[string]func(*Act) guarantee.Action) guarantee.Action {
	made := actions[kinds[int(a.Kind)%len(kinds)]](a)
	if a.Twist == 1 {
		return spoil(made)
	}
	return made
}

// spoil is an action of whoever has no say.
func spoil(a guarantee.Action) guarantee.Action {
	switch a := a.(type) {
	case guarantee.Accept:
		a.By = []string{a.Buyer, manager}
		return a
	case guarantee.CloseYear:
		a.By = []string{custodian}
		return a
	case guarantee.PayCost:
		a.By = []string{manager}
		return a
	case guarantee.Deposit:
		a.By = []string{a.Member, society}
		return a
	}
	return guarantee.Admit{ID: fmt.Sprintf("x%T", a)[:6], At: start(), By: slices.Clone(names), Member: "ann"}
}
