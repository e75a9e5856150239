package partnershiptest

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

// Actions is how an action of each kind is made. Whoever has more kinds can add them.
func Actions() map[string]func(*Act) partnership.Action {
	all := map[string]func(*Act) partnership.Action{}
	for _, some := range []map[string]func(*Act) partnership.Action{memberActions(), nthActions(), useActions(), moneyActions(), stockActions()} {
		maps.Copy(all, some)
	}
	return all
}

func memberActions() map[string]func(*Act) partnership.Action {
	return map[string]func(*Act) partnership.Action{
		"admit": func(a *Act) partnership.Action {
			who := fmt.Sprintf("n%d", a.A%4)
			return partnership.Admit{ID: a.ID, At: a.At, By: []string{who, manager}, Member: who}
		},
		"leave": func(a *Act) partnership.Action {
			who := fmt.Sprintf("n%d", a.A%4)
			if a.C == 0 {
				who = a.Member()
			}
			return partnership.Leave{ID: a.ID, At: a.At, By: []string{who}, Member: who}
		},
		"propose": func(a *Act) partnership.Action {
			by := []string{a.Member(), manager}
			if a.C%4 > 0 {
				by = everybody()
			}
			return partnership.Propose{ID: a.ID, At: a.At, By: by, Do: a.proposed()}
		},
		"approve": func(a *Act) partnership.Action {
			by := names[:1+int(a.A)%len(names)]
			if a.C%4 > 0 {
				by = everybody()
			}
			return partnership.Approve{ID: a.ID, At: a.At, By: by, Proposal: a.Proposal()}
		},
		"enact": func(a *Act) partnership.Action {
			return partnership.Enact{ID: a.ID, At: a.At, By: []string{manager}, Proposal: a.Proposal()}
		},
		"enact again": func(a *Act) partnership.Action {
			return partnership.Enact{ID: a.ID, At: a.At, By: names, Proposal: a.Proposal()}
		},
		"veto": func(a *Act) partnership.Action {
			if a.C > 3 {
				return partnership.Approve{ID: a.ID, At: a.At, By: everybody(), Proposal: a.Proposal()}
			}
			return partnership.Veto{ID: a.ID, At: a.At, By: []string{custodian}, Proposal: a.Proposal(), Because: "the trees"}
		},
		"retract": func(a *Act) partnership.Action {
			if a.C > 3 {
				return partnership.Approve{ID: a.ID, At: a.At, By: everybody(), Proposal: a.Proposal()}
			}
			return partnership.Retract{ID: a.ID, At: a.At, By: []string{manager}, Proposal: a.Proposal()}
		},
		"adopt": func(a *Act) partnership.Action {
			return partnership.Adopt{ID: a.ID, At: a.At, By: []string{"ann"}}
		},
	}
}

// proposed is what a proposal is of.
func (a *Act) proposed() partnership.Action {
	switch a.B % 8 {
	case 0, 1:
		return partnership.Appraise{Valuation: a.valuation(), Basis: "another guess"}
	case 2:
		return partnership.Amend{Terms: a.amended()}
	case 3:
		return partnership.Spend{Fund: partnership.CommonsFund, Amount: a.UpTo(a.Machine.Commons()), To: "smith", For: "a gate"}
	case 4, 5:
		return partnership.WriteOff{Promise: a.Promise().ID, Because: "it is gone"}
	case 6:
		return partnership.Distribute{}
	}
	return partnership.Transfer{From: a.Member(), To: a.Other(), Nths: 1}
}

// amended are other terms.
func (a *Act) amended() partnership.Terms {
	t := a.Machine.Terms()
	switch a.C % 6 {
	case 0:
		t.Portions[int(a.A)%len(t.Portions)].Weight += a.Parts
	case 1:
		if len(t.Portions) > 3 {
			t.Portions = t.Portions[:len(t.Portions)-1]
		}
	case 2:
		t.Overpaid = partnership.Overpaid(a.A % 3)
	case 3:
		t.Needs = []partnership.Need{{Action: "transfer", Members: a.A%2 == 0}}
	case 4:
		t.Manager = a.Member()
		t.Portions[0].To = a.Member()
	case 5:
		t.Asset = "money"
	}
	return t
}

func nthActions() map[string]func(*Act) partnership.Action {
	return map[string]func(*Act) partnership.Action{
		"transfer": func(a *Act) partnership.Action {
			return partnership.Transfer{ID: a.ID, At: a.At, By: everybody(), From: a.Member(), To: a.Other(), Nths: 1 + int64(a.C)*int64(a.C)}
		},
		"buy": func(a *Act) partnership.Action {
			return partnership.Buy{ID: a.ID, At: a.At, By: []string{a.Member(), custodian}, Buyer: a.Member(), Payment: a.Amount(), Agreed: a.Agreed()}
		},
		"buy from one": func(a *Act) partnership.Action {
			b := partnership.Buy{ID: a.ID, At: a.At, By: everybody(), Buyer: a.Member(), Seller: a.Other(), Payment: a.Amount()}
			if b.Agreed = a.Agreed(); a.C%2 == 0 {
				b.Agreed, b.Valuation = "", a.valuation()
			}
			return b
		},
		"contribute": func(a *Act) partnership.Action {
			return partnership.Contribute{ID: a.ID, At: a.At, By: everybody(), Member: a.Member(), Amount: a.Amount(), Agreed: a.Agreed()}
		},
		"contribute work": func(a *Act) partnership.Action {
			_, v, nths := a.Machine.Standing()
			amount := a.Amount()
			if nths > 0 && a.C > 0 { // what so many nths cost, if that divides
				amount = unit.New(v.Worth.Parts()/nths*int64(a.C), v.Worth.Unit())
			}
			return partnership.Contribute{ID: a.ID, At: a.At, By: everybody(), Member: a.Member(), Amount: amount, Worth: "a roof", Agreed: a.Agreed()}
		},
		"rescale": func(a *Act) partnership.Action {
			return partnership.Rescale{ID: a.ID, At: a.At, By: []string{a.Machine.Terms().Manager}, Factor: int64(a.C % 4)}
		},
		"spend": func(a *Act) partnership.Action {
			return partnership.Spend{ID: a.ID, At: a.At, By: everybody(), Amount: a.UpTo(a.Machine.Capital()), To: "mason", For: "a wall"}
		},
	}
}

func useActions() map[string]func(*Act) partnership.Action {
	bill := func(a *Act) partnership.Action {
		return partnership.Bill{ID: a.ID, At: a.At, By: everybody(), Period: "until " + a.At.Format(time.DateTime), Due: a.At.Add(time.Hour)}
	}
	return map[string]func(*Act) partnership.Action{
		"take up": func(a *Act) partnership.Action {
			return partnership.TakeUp{ID: a.ID, At: a.At, By: everybody(), User: a.Member(), Part: fmt.Sprintf("plot %d", a.B%4), Rental: a.Amount()}
		},
		"vacate": func(a *Act) partnership.Action {
			u := a.Use()
			by := []string{u.User}
			if a.C%2 == 0 {
				by = everybody()
			}
			if a.B > 7 {
				return bill(a)
			}
			return partnership.Vacate{ID: a.ID, At: a.At, By: by, Use: u.ID}
		},
		"review": func(a *Act) partnership.Action {
			return partnership.Review{ID: a.ID, At: a.At, By: everybody(), AsOf: a.At, Readings: []partnership.Reading{{Series: "prices", Value: 80 + int64(a.A)}, {Series: "wages", Value: 100 + int64(a.B)}}}
		},
		"bill":       bill,
		"bill again": bill,
	}
}

func moneyActions() map[string]func(*Act) partnership.Action {
	return map[string]func(*Act) partnership.Action{
		"receive": func(a *Act) partnership.Action {
			return partnership.Receive{ID: a.ID, At: a.At, By: []string{custodian}, From: "sawmill", Amount: a.Amount(), For: "wood"}
		},
		"distribute": func(a *Act) partnership.Action {
			return partnership.Distribute{ID: a.ID, At: a.At, By: everybody()}
		},
		"distribute again": func(a *Act) partnership.Action {
			return partnership.Distribute{ID: a.ID, At: a.At, By: []string{a.Machine.Terms().Manager}}
		},
		"pay out": func(a *Act) partnership.Action {
			return partnership.PayOut{ID: a.ID, At: a.At, By: []string{custodian}}
		},
		"pay": func(a *Act) partnership.Action {
			return partnership.Pay{ID: a.ID, At: a.At, By: []string{custodian}, From: a.payer(), In: credit.Money, Paid: a.Amount()}
		},
		"pay more": func(a *Act) partnership.Action {
			return partnership.Pay{ID: a.ID, At: a.At, By: everybody(), From: a.Use().User, In: credit.Money, Paid: a.Amount()}
		},
		"pay in work": func(a *Act) partnership.Action {
			who := a.payer()
			return partnership.Pay{ID: a.ID, At: a.At, By: everybody(), From: who, In: credit.Worth, Words: "hedging", Paid: a.UpTo(a.Machine.Ledger().Owed(who, house))}
		},
		"clear": (*Act).clear,
	}
}

// payer is who owes some rental, where there is one.
func (a *Act) payer() string {
	if p := a.Promise(); p.ID != "" {
		return p.Promisor
	}
	return a.Member()
}

// clear sets off what somebody owes with what is due to it, or to another who agrees.
func (a *Act) clear() partnership.Action {
	p := a.Promise()
	c := partnership.Clear{ID: a.ID, At: a.At, By: everybody()}
	who := p.Promisor
	for _, other := range names {
		if a.C > 3 && a.Machine.Due(who).IsZero() {
			who = other
		}
	}
	if part := min(p.Left.Parts(), a.Machine.Due(who).Parts()); part > 0 {
		amount := unit.New(part, p.Left.Unit())
		c.Lines = []credit.NetLine{{Promise: p.ID, SetOff: amount}, {Promise: "due/" + who, SetOff: amount}}
	}
	return c
}

func stockActions() map[string]func(*Act) partnership.Action {
	return map[string]func(*Act) partnership.Action{
		"forecast": func(a *Act) partnership.Action {
			return partnership.Forecast{ID: a.ID, At: a.At, By: everybody(), Remaining: unit.New(a.Parts*int64(a.C), a.face(1).Unit())}
		},
		"supply": func(a *Act) partnership.Action {
			return partnership.Supply{ID: a.ID, At: a.At, By: everybody(), Amount: a.face(a.Parts)}
		},
		"issue stock": func(a *Act) partnership.Action {
			return partnership.IssueStock{ID: a.ID, At: a.At, By: everybody(), To: a.Member(), Face: a.face(a.Parts), Paid: unit.New(1+a.Parts/2, a.Machine.Terms().Unit), ForAsset: a.B%2 == 0}
		},
		"transfer stock": func(a *Act) partnership.Action {
			return partnership.TransferStock{ID: a.ID, At: a.At, By: everybody(), From: a.Member(), To: a.Other(), Face: a.UpTo(a.Machine.Holding(a.Member()))}
		},
		"return stock": func(a *Act) partnership.Action {
			who := a.payer()
			owed, held := a.Machine.Ledger().Owed(who, house), a.Machine.Holding(who)
			r := partnership.RedeemStock{ID: a.ID, At: a.At, By: everybody(), From: who, Face: a.UpTo(unit.New(min(owed.Parts(), held.Parts()), held.Unit()))}
			if held.Unit() != owed.Unit() {
				r.Quote = a.quote(held.Unit(), owed.Unit())
			}
			return r
		},
		"buy stock back": func(a *Act) partnership.Action {
			return partnership.BuyBackStock{ID: a.ID, At: a.At, By: everybody(), From: a.Member(), Face: a.UpTo(a.Machine.Holding(a.Member())), Paid: unit.New(1+a.Parts/9, a.Machine.Terms().Unit)}
		},
	}
}

// quote is one of Stock in the unit of account.
func (a *Act) quote(of, in unit.Unit) unit.Quote {
	q, _ := unit.NewQuote(unit.QuoteTerms{ // where there is no Stock there is no quote of it either
		Base: of, Quoted: in, Rate: big.NewRat(3, 7), Side: unit.Both, AsOf: a.At, ValidUntil: a.At.Add(time.Hour), Source: "the mill",
	})
	return q
}

// face is an amount of Stock.
func (a *Act) face(parts int64) unit.Amount { return unit.New(parts, a.Machine.Terms().Stock.Unit) }

// action is the action of a move, spoiled or not.
func (a *Act) action(kinds []string, actions map[string]func(*Act) partnership.Action) partnership.Action {
	made := actions[kinds[int(a.Kind)%len(kinds)]](a)
	if a.Twist == 1 {
		return spoil(made)
	}
	return made
}

// spoil is an action of whoever has no say.
func spoil(a partnership.Action) partnership.Action {
	switch a := a.(type) {
	case partnership.Buy:
		a.By = []string{a.Buyer, manager}
		return a
	case partnership.Spend:
		a.Fund = partnership.CommonsFund
		return a
	case partnership.Propose:
		a.By = []string{custodian}
		return a
	case partnership.PayOut:
		a.By = []string{manager}
		return a
	case partnership.Distribute:
		a.By = []string{house}
		return a
	}
	return partnership.Admit{ID: fmt.Sprintf("x%T", a)[:6], At: start(), By: slices.Clone(names), Member: "ann"}
}
