package partnershiptest

import (
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
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
			Kind: kind().Draw(t, "kind"), A: small.Draw(t, "a"), B: small.Draw(t, "b"), C: small.Draw(t, "c"),
			Parts: parts().Draw(t, "parts"), Hours: small.Draw(t, "hours"), Twist: rapid.Uint8Range(0, 63).Draw(t, "twist"),
		}
	})
}

// kind is any as often as another, tossed bit by bit: numbers that rapid draws at once are small more often than not.
func kind() *rapid.Generator[uint8] {
	return rapid.Custom(func(t *rapid.T) (k uint8) {
		for range 8 {
			k <<= 1
			if rapid.Bool().Draw(t, "bit") {
				k |= 1
			}
		}
		return k
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
	house     = "grove"
	manager   = "mia"
	custodian = "cus"
)

// everybody are all who have a say.
func everybody() []string { return append([]string{manager, custodian}, names...) }

// start is when the moves begin.
func start() time.Time { return time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC) }

// Terms are those of a small partnership in the unit of this definition, of which it takes a good one, with what an
// overpayment becomes: where it is carried, the Stock is of energy. Weights and figures are such that they seldom
// divide.
func Terms(definition string, overpaid partnership.Overpaid) partnership.Terms {
	u, err := unit.ParseUnit(definition)
	if err != nil {
		panic(err) // a definition in a test is wrong
	}
	face := u
	if overpaid == partnership.Carried {
		face = unit.KilowattHour // Stock of what is supplied
	}
	return partnership.Terms{
		Name: house, Unit: u, Purpose: "homes among trees", Asset: "the grove and what stands in it",
		Founders: []string{manager, custodian, "ann", "bob"}, Custodian: custodian, Manager: manager,
		Holders: []partnership.Holder{{Party: "ann", Nths: 30}, {Party: "bob", Nths: 53}, {Party: manager, Nths: 14}},
		Offered: true, CommonsFirst: true, Overpaid: overpaid,
		Portions: []partnership.Portion{
			{Name: "management", Kind: partnership.Fixed, To: manager, Weight: 7},
			{Name: "land", Kind: partnership.Fixed, To: "bob", Weight: 11},
			{Name: "capital", Kind: partnership.Providers, Weight: 53},
			{Name: "users", Kind: partnership.Users, Weight: 13},
			{Name: "use", Kind: partnership.Rentals, Weight: 5},
			{Name: "commons", Kind: partnership.Commons, Weight: 17},
		},
		Stock: partnership.StockTerms{Carrier: "rental", Site: "grove", Unit: face, Pay: unit.New(7, u), For: unit.New(9, face)},
		Index: partnership.Index{{Name: "wages", Weight: 2}, {Name: "prices", Weight: 1}},
	}
}

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

// Amount is in the partnership's unit.
func (a *Act) Amount() unit.Amount { return unit.New(a.Parts, a.Machine.Terms().Unit) }

// UpTo is an amount of at most so much, where there is any; and now and then of more.
func (a *Act) UpTo(most unit.Amount) unit.Amount {
	if most.Sign() <= 0 || a.C == 15 {
		return a.Amount()
	}
	return unit.New(max(1, min(a.Parts, most.Parts())), most.Unit())
}

// Promise is a rental of which something is left, the zero Promise where there is none.
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

// Proposal is the ID of one that is open.
func (a *Act) Proposal() string {
	id, n := "none", 0
	for _, o := range a.Machine.Proposals() {
		if n++; n == 1 || n <= 1+int(a.B) {
			id = o.ID
		}
	}
	return id
}

// Use is the ID of a use that goes on.
func (a *Act) Use() partnership.Use {
	var going []partnership.Use
	for _, u := range a.Machine.Uses() {
		if u.Until.IsZero() {
			going = append(going, u)
		}
	}
	if len(going) == 0 {
		return partnership.Use{}
	}
	return going[int(a.A)%len(going)]
}

// Agreed is the valuation agreed on.
func (a *Act) Agreed() string {
	id, _, _ := a.Machine.Standing()
	return id
}

// valuation is one of theirs.
func (a *Act) valuation() partnership.Valuation {
	worth := max(1, a.Parts)
	return partnership.Valuation{Worth: unit.New(worth, a.Machine.Terms().Unit), AsOf: a.At, Until: a.At.Add(time.Duration(a.B) * 24 * time.Hour)}
}

// founding makes a partnership in which there is something of everything.
func founding(t partnership.Terms) []partnership.Action {
	at, all := start(), everybody()
	u := t.Unit
	actions := []partnership.Action{
		partnership.Adopt{ID: "adopt", At: at, By: t.Founders},
		partnership.Review{ID: "review", At: at, By: all, AsOf: at, Readings: []partnership.Reading{{Series: "wages", Value: 100}, {Series: "prices", Value: 90}}},
		partnership.Propose{ID: "val", At: at, By: []string{"ann"}, Do: partnership.Appraise{Valuation: partnership.Valuation{Worth: unit.New(9_001, u), AsOf: at, Until: at.Add(300 * time.Hour)}, Basis: "a guess"}},
		partnership.Approve{ID: "signed", At: at, By: []string{"bob", manager}, Proposal: "val"},
		partnership.Enact{ID: "done", At: at, By: []string{"ann"}, Proposal: "val"},
		partnership.Forecast{ID: "forecast", At: at, By: all, Remaining: unit.New(5_003, t.Stock.Unit)},
	}
	for _, who := range names[2:] {
		actions = append(actions, partnership.Admit{ID: "in-" + who, At: at, By: []string{who, manager}, Member: who})
	}
	for i, who := range names[:3] {
		actions = append(actions, partnership.TakeUp{ID: "use-" + who, At: at, By: all, User: who, Part: "plot of " + who, Rental: unit.New(101+int64(i)*37, u)})
	}
	return actions
}
