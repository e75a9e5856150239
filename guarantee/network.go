package guarantee

import (
	"context"
	"errors"
	"slices"
	"strings"

	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Spread says who cannot pay because others cannot, and what it costs the layers.
type Spread struct {
	Result *insolvency.Result // who pays what, with the receipts of the last round
	Cases  []waterfall.Case   // of each who cannot pay, what the layers bear of what it does not; by name
	Rounds int                // how often the receipts had to be reduced, and one more
}

// SpreadRoundsMax is how often receipts are reduced at most before a Spread is refused.
const SpreadRoundsMax = 256

// Spread tells how a default would spread, given what members have to pay with: a member without means stated has
// none. All guaranteed promises count, due or not. Who is owed under the guarantee first counts on it in full; what
// nobody pays runs the waterfall; where creditors would have to go without, all is computed again with what they
// would receive. In default stays who is.
//
// Errors are those of [insolvency.Settle] and of [waterfall.Run]; journal.ErrLimit after SpreadRoundsMax rounds.
func (s *Society) Spread(ctx context.Context, means []insolvency.Means) (Spread, error) {
	year, err := s.current()
	if err != nil {
		return Spread{}, err
	}
	system := insolvency.System{Means: means}
	for _, d := range s.coverable() {
		system.Debts = append(system.Debts, insolvency.Debt{
			ID: d.id, Debtor: s.members[d.from].name, Creditor: s.members[d.to].name, Amount: s.amount(d.parts), Receipt: s.amount(d.parts),
		})
	}
	for round := 1; round <= SpreadRoundsMax; round++ {
		r, err := insolvency.Settle(ctx, system, insolvency.Options{})
		if err != nil {
			return Spread{}, err
		}
		cases, err := s.shortfalls(year, system.Debts, r)
		if err != nil {
			return Spread{}, err
		}
		if !reduce(system.Debts, cases) {
			return Spread{r, cases, round}, nil
		}
	}
	return Spread{}, &journal.RefusalError{Reason: journal.ErrLimit, What: "want receipts that settle within 256 rounds"}
}

// shortfalls runs the waterfall with what debtors do not pay.
func (s *Society) shortfalls(year int32, debts []insolvency.Debt, r *insolvency.Result) ([]waterfall.Case, error) {
	byDebtor := make(map[string]*loss)
	for i, d := range debts {
		short := d.Amount.Parts() - r.Paid[i].Parts()
		if short == 0 {
			continue
		}
		l := byDebtor[d.Debtor]
		if l == nil {
			l = &loss{year: year, Case: waterfall.Case{Defaulter: d.Debtor}}
			byDebtor[d.Debtor] = l
		}
		l.losing = append(l.losing, waterfall.Claim{Creditor: d.ID, Amount: unit.New(short, d.Amount.Unit())})
	}
	var losses []*loss
	var all []waterfall.Loss
	for _, p := range r.Positions {
		if l := byDebtor[p.Party]; l != nil {
			losses, all = append(losses, l), append(all, waterfall.Loss{Defaulter: p.Party, Claims: l.losing})
		}
	}
	if len(losses) == 0 {
		return nil, nil
	}
	out, err := waterfall.Run(s.terms.Layers, s.holdings(losses, s.byName()), all)
	if err != nil {
		return nil, refused(err)
	}
	return out.Cases, nil
}

// reduce lowers receipts to what creditors get after all, and reports whether any was higher.
func reduce(debts []insolvency.Debt, cases []waterfall.Case) (lower bool) {
	cut := make(map[string]int64)
	for _, c := range cases {
		for _, o := range c.Claims {
			cut[o.Creditor] = o.Cut.Parts()
		}
	}
	for i := range debts {
		d := &debts[i]
		if left := d.Amount.Parts() - cut[d.ID]; left < d.Receipt.Parts() {
			d.Receipt, lower = unit.New(left, d.Amount.Unit()), true
		}
	}
	return lower
}

// spread adds to those who are failing who cannot pay, given the means.
func (t *turn) spread(failing []*member, means []insolvency.Means) ([]*member, error) {
	for _, m := range means {
		if _, err := t.known(m.Party); err != nil {
			return nil, err
		}
	}
	spread, err := t.Spread(context.Background(), means)
	if err != nil {
		return nil, refusedSpread(err)
	}
	named := len(failing)
	for _, c := range spread.Cases {
		if m := t.members[t.number[c.Defaulter]]; !slices.Contains(failing[:named], m) {
			failing = append(failing, m)
		}
	}
	slices.SortFunc(failing, func(m, n *member) int { return strings.Compare(m.name, n.name) })
	return failing, nil
}

// refusedSpread says what package insolvency refuses as this package does.
func refusedSpread(err error) error {
	var r *journal.RefusalError
	if errors.As(err, &r) {
		return err
	}
	return &journal.RefusalError{Reason: ErrLoss, What: err.Error()}
}
