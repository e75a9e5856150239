package mutual_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/partnership"
	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// An economy is the same few people in all protocols at once: their promises to each other lie in a Guarantee Society,
// they heat by a Capital Partnership's turbine, and two of them sell power into an energy pool. Its properties are
// those that no single protocol can have:
//
//  1. Money is conserved over all of them: what the custodians hold is what people have brought, and nobody
//     has brought more than it had.
//  2. What the entries of all protocols say of everybody's money is what the people did. Nobody who serves a
//     protocol gets anything of it but what was agreed: the manager its approved costs and its portion.
//  3. Nobody receives for nothing: what somebody is better off by in money and promises, it has delivered, or it is
//     another's loss, by the rule of a protocol that the two have joined.
//  4. The same actions give the same entries, and the same states to the byte, on every platform.
type economy struct {
	society *guarantee.Society
	turbine *partnership.Partnership
	pool    *pool.Pool

	now     time.Time
	actions int
	done    []any // the actions applied, of all protocols
	entries []journal.Entry

	wallets   map[string]int64 // what people have in money, as they count it
	delivered map[string]int64 // goods and power delivered less received, at what they agreed
	agreed    map[string]int64 // what they got that a protocol gives by agreement: discounts, parts of a gross, costs
	seen      map[string]int64 // money by account of the entries, that of the world outside by its owner
}

var (
	folk    = []string{"ann", "bob", "cem", "dan"}
	mills   = []string{"mill", "roof"} // who sell power
	offices = []string{"mia", "cus"}   // the manager and the custodian of everything
	all     = append(append(append([]string{}, folk...), mills...), offices...)
	start   = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
)

const wealth = 10_000_00 // what everybody begins with

// kind is the Stock of a producer of the pool.
func kind(issuer string) stock.Kind {
	return stock.Kind{Issuer: issuer, Carrier: "electricity", Site: "town", Unit: unit.KilowattHour}
}

func hours(n int64) unit.Amount { return unit.New(n*1_000_000, unit.KilowattHour) }

func euros(parts int64) unit.Amount { return unit.New(parts, eur) }

// founded is an economy in which all protocols are adopted.
func founded() (*economy, error) {
	e := &economy{now: start, wallets: map[string]int64{}, delivered: map[string]int64{}, agreed: map[string]int64{}, seen: map[string]int64{}}
	for _, who := range all {
		e.wallets[who] = wealth
	}
	members := append(append([]string{}, folk...), mills...)
	var errs [3]error
	e.society, errs[0] = guarantee.New(guarantee.Terms{
		Name: "society", Unit: eur, Founders: members, Manager: "mia", Custodian: "cus",
		Cost: guarantee.Rates{Buyer: 2_000, Seller: 2_000}, Default: guarantee.Rates{Buyer: 10_000, Seller: 10_000},
	})
	e.turbine, errs[1] = partnership.New(partnership.Terms{
		Name: "turbine", Unit: eur, Purpose: "warmth", Asset: "a turbine", Founders: append([]string{"cus", "mia"}, folk...), Custodian: "cus", Manager: "mia",
		Holders:  []partnership.Holder{{Party: "ann", Nths: 3}, {Party: "bob", Nths: 4}},
		Portions: []partnership.Portion{{Name: "manager", Kind: partnership.Fixed, To: "mia", Weight: 1}, {Name: "providers", Kind: partnership.Providers, Weight: 6}, {Name: "users", Kind: partnership.Users, Weight: 3}},
		Stock:    partnership.StockTerms{Carrier: "heat", Site: "town", Unit: eur, Pay: euros(80), For: euros(100)}, Overpaid: partnership.ToStock,
	})
	e.pool, errs[2] = pool.New(pool.Terms{Name: "grid", Unit: unit.KilowattHour, Money: eur, Founders: members, Manager: "mia", Custodian: "cus", Products: []pool.Product{{Carrier: "electricity", Site: "town"}}})
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	for _, a := range e.founding(members) {
		if err := e.do(a); err != nil {
			return nil, fmt.Errorf("%T: %w", a, err)
		}
	}
	return e, nil
}

func (e *economy) founding(members []string) []any {
	both := []string{"mia", "cus"}
	list := []any{
		guarantee.Adopt{ID: e.id(), At: e.now, By: members}, guarantee.OpenYear{ID: e.id(), At: e.now, By: both},
		partnership.Adopt{ID: e.id(), At: e.now, By: append([]string{"cus", "mia"}, folk...)},
		partnership.Forecast{ID: e.id(), At: e.now, By: both, Remaining: euros(1_000_000_00)},
		pool.Adopt{ID: e.id(), At: e.now, By: members},
	}
	for _, who := range members {
		list = append(list, guarantee.SetLimits{ID: e.id(), At: e.now, By: both, Member: who, Buyer: euros(2_000_00), Seller: euros(2_000_00), Because: "as all"})
		for _, other := range members {
			if other != who {
				list = append(list, guarantee.Trade{Action: credit.SetLine{ID: e.id(), At: e.now, By: []string{who}, Creditor: who, Debtor: other, Clearing: credit.Early, Window: 9_999 * time.Hour}})
			}
		}
	}
	for i, who := range folk {
		list = append(list, partnership.TakeUp{ID: e.id(), At: e.now, By: append([]string{who}, both...), User: who, Part: "the warmth of " + who, Rental: euros(int64(50_00 + 7*i))})
	}
	for _, who := range mills {
		list = append(list, pool.Admit{ID: e.id(), At: e.now, By: append([]string{who}, both...), Member: who, Supplier: true},
			pool.Forecast{ID: e.id(), At: e.now, By: append([]string{who}, both...), Stock: kind(who), Remaining: hours(100_000)})
	}
	return list
}

func (e *economy) id() string {
	e.actions++
	return fmt.Sprintf("a%d", e.actions)
}

// do applies an action of any protocol, and keeps the entry and what it says.
func (e *economy) do(a any) error {
	entry, err := e.apply(a)
	if err != nil {
		return err
	}
	e.done, e.entries = append(e.done, a), append(e.entries, entry)
	for _, p := range entry.Postings {
		if p.Class != journal.Of(eur) {
			continue
		}
		at := p.Account
		for _, prefix := range []string{"outside/", "money/"} {
			if who, found := strings.CutPrefix(at, prefix); found {
				at = who + "'s money"
			}
		}
		e.seen[at] += p.Quantity
	}
	return entry.Check()
}

func (e *economy) apply(a any) (journal.Entry, error) {
	switch a := a.(type) {
	case guarantee.Action:
		return e.society.Apply(a)
	case partnership.Action:
		return e.turbine.Apply(a)
	case pool.Action:
		return e.pool.Apply(a)
	}
	return journal.Entry{}, fmt.Errorf("%T is no action", a)
}

// errWrong is an error that no refusal is.
var errWrong = errors.New("wrong")

// play lets moves happen. What is refused changes nothing, and is no error.
func (e *economy) play(all []move) error {
	for _, m := range all {
		e.now = e.now.Add(time.Duration(m.a%30) * time.Hour)
		if err := moves[int(m.kind)%len(moves)].do(e, m); errors.Is(err, errWrong) {
			return err
		}
		if err := e.check(); err != nil {
			return fmt.Errorf("%w\nafter %s, %+v", err, moves[int(m.kind)%len(moves)].name, m)
		}
	}
	return nil
}

// check proves properties 1 to 3, and what each protocol promises of itself.
func (e *economy) check() error {
	held, total := e.society.Purse().Parts()+e.turbine.Purse().Parts(), int64(0)
	for _, who := range all {
		if e.wallets[who] < 0 {
			return fmt.Errorf("1: %s has %d", who, e.wallets[who])
		}
		total += e.wallets[who]
		if now := wealth + e.seen[who+"'s money"]; now != e.wallets[who] {
			return fmt.Errorf("2: by the entries %s has %d, and has %d", who, now, e.wallets[who])
		}
	}
	if want := int64(len(all)) * wealth; held+total != want {
		return fmt.Errorf("1: the custodians hold %d and people have %d, want %d in all", held, total, want)
	}
	for _, who := range all {
		if better := e.better(who); better > 0 {
			return fmt.Errorf("3: %s is better off by %d, for nothing", who, better)
		}
	}
	for _, who := range offices {
		if got := e.wallets[who] - wealth + e.turbine.Due(who).Parts(); got != e.agreed[who] {
			return fmt.Errorf("2: %s got %d in office, and %d was agreed", who, got, e.agreed[who])
		}
	}
	return errors.Join(e.society.Check(), e.turbine.Check(), e.pool.Check())
}

// better is by how much somebody is better off than by what it has delivered, and by what the turbine gives to whom it
// is for. Charges, calls and losses make that less than zero.
func (e *economy) better(who string) int64 {
	has := e.wallets[who] - wealth + e.society.Ledger().Balance(who).Parts() + e.share(who) + e.turbine.Holding(who).Parts() + e.turbine.Carried(who).Parts() + e.energy(who)
	if m, ok := e.society.Member(who); ok {
		has += m.Deposit.Parts()
	}
	return has - e.delivered[who] - e.agreed[who]
}

func (m move) String() string {
	return fmt.Sprintf("%s %d %d %d", moves[int(m.kind)%len(moves)].name, m.a, m.b, m.parts)
}

var anyMove = rapid.Custom(func(t *rapid.T) move {
	return move{kind: rapid.Uint8Range(0, uint8(len(moves)-1)).Draw(t, "kind"), a: rapid.Uint8().Draw(t, "a"), b: rapid.Uint8().Draw(t, "b"), parts: rapid.Int64Range(1, 1_500_00).Draw(t, "parts")}
})

// Properties 1 to 3, whatever people do.
func TestEconomy(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e, err := founded()
		if err != nil {
			t.Fatal(err)
		}
		if err := e.play(rapid.SliceOfN(anyMove, 30, 60).Draw(t, "moves")); err != nil {
			t.Fatal(err)
		}
		if err := e.replayed(); err != nil {
			t.Fatal(err)
		}
	})
}

// replayed applies all actions again, to new protocols, and compares entries and states.
func (e *economy) replayed() error {
	again, err := founded()
	if err != nil {
		return err
	}
	for i, a := range e.done {
		if i < len(again.done) {
			continue // of the founding
		}
		if err := again.do(a); err != nil {
			return fmt.Errorf("4: %T again: %w", a, err)
		}
	}
	if fmt.Sprint(again.entries) != fmt.Sprint(e.entries) {
		return errors.New("4: other entries")
	}
	was, err := e.states()
	if err != nil {
		return err
	}
	if is, err := again.states(); err != nil || !bytes.Equal(is, was) {
		return fmt.Errorf("4: other states (%w)", err)
	}
	return nil
}

// states are the snapshots of all protocols, one after the other.
func (e *economy) states() ([]byte, error) {
	var b bytes.Buffer
	for _, s := range []interface{ Snapshot(io.Writer) error }{e.society, e.turbine, e.pool} {
		if err := s.Snapshot(&b); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// sameBytes is what TestSameBytes comes to. Only change it if you understand what caused that.
const sameBytes = "784 actions, 178154 bytes, sha256 09abac3c0eaf32c7d4de427b8560d2fdda75e15ee864b1b62d618257e320dc1e"

// A history of a thousand moves comes to the same bytes on every platform, and reaches every move.
func TestSameBytes(t *testing.T) {
	chance := rand.New(rand.NewPCG(7, 7))
	e, err := founded()
	if err != nil {
		t.Fatal(err)
	}
	reached := map[string]int{}
	for range 1000 {
		m := move{uint8(chance.UintN(uint(len(moves)))), uint8(chance.UintN(256)), uint8(chance.UintN(256)), 1 + chance.Int64N(300_00)}
		before := len(e.done)
		if err := e.play([]move{m}); err != nil {
			t.Fatal(err)
		}
		reached[moves[m.kind].name] += len(e.done) - before
	}
	for _, m := range moves {
		if reached[m.name] == 0 {
			t.Errorf("no action of %q was applied", m.name)
		}
	}
	text, err := e.states()
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%d actions, %d bytes, sha256 %x", len(e.done), len(text), sha256.Sum256(text)); got != sameBytes {
		t.Errorf("got  %s\nwant %s", got, sameBytes)
	}
}
