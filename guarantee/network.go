package guarantee

import (
	"context"
	"errors"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// A Spread says who cannot pay because others cannot, and what it costs the layers.
type Spread struct {
	Result *insolvency.Result // who pays what of what the set-off leaves, with the receipts of the last round; nil without means
	Cases  []waterfall.Case   // of each who is in default, what the layers bear of what it does not pay; by name, one for each order of layers
	Rounds int                // how often the receipts had to be reduced or the set-off made anew, and one more
}

// SpreadRoundsMax is how many rounds a Spread takes before it is refused, however large the society. A smaller one
// takes more: as many as have it look at 2^22 members, promises and holdings in all, these once for each loss that a
// layer shares out among them, and a round counting for 64 besides.
//
// A default that runs along a chain takes a round for each link, and none runs round a ring, because what the failing
// owe each other is set off. What takes more is where one who fails owes another, and both share a layer that is all
// but enough: each part that the one's creditor goes without is a part of the other's loss, which takes more of the
// layer. If the one loses s parts and the layer lacks one, that goes on for about sqrt(s/2) rounds. What a layer bears
// of a loss is a fraction with all losses below the line, so no linear equations have the end of it, such as those by
// which package insolvency does without rounds.
const SpreadRoundsMax = 256

// spreadWorkMax is how many members, promises and holdings a Spread looks at before no more rounds than SpreadRoundsMax
// are begun, and spreadRoundCost what a round costs besides.
const (
	spreadWorkMax   = 1 << 22
	spreadRoundCost = 64
)

// Spread tells what a declaration would come to, whoever agrees to it: its losses are these cases, claim by claim
// and draw by draw.
//
// With means stated, a member without any has none, and all guaranteed promises count, due or not. After the set-off
// who is owed under the guarantee first counts on it in full; what nobody pays runs the waterfall; where creditors
// would have to go without, all is computed again with what they would receive. Whoever turns out to be failing is
// treated so from the beginning, with a set-off in pairs of its own, and is not taken for sound again: but of whom
// nothing is lost in the end is in no default, named or not. What failing members were called for, they are taken to
// pay nothing of.
//
// What a failing member receives counts as means to pay with. What comes to it from the society for another's
// loss, [PayOut] sets off against its own, so that the layers have it back: what it then cannot pay its creditors is
// declared as well, and the layers bear that instead.
//
// Errors are those of a [Declare]: [journal.ErrLimit] after SpreadRoundsMax rounds or as many more as there it says, or
// with more than DefaultersMax in default. Without means it needs no rounds, and so who fails can always be declared
// so, by name. O(n log n) in promises and members, and what [insolvency.Settle] takes, a round.
func (s *Society) Spread(ctx context.Context, d Declare) (Spread, error) {
	p, err := s.declared(ctx, d)
	if err != nil {
		return Spread{}, err
	}
	return Spread{p.result, p.cases, p.rounds}, nil
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

// refusedBy says what packages insolvency and clearing refuse as this package does; that the caller gave up stays so.
func refusedBy(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	reason := ErrLoss
	for _, beyond := range []error{insolvency.ErrSize, insolvency.ErrTotal, insolvency.ErrWork, clearing.ErrSize, clearing.ErrTotal} {
		if errors.Is(err, beyond) {
			reason = journal.ErrLimit
		}
	}
	return &journal.RefusalError{Reason: reason, What: err.Error()}
}
