package clearingtest

import (
	"math/big"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Offers generates obligations of every kind among few parties and, mostly in one unit, so that they meet,
// acceptances, tenders (many from one bank, whose money many accept), consents to early set-off and windows. Some
// tenders are of Stock: such a book needs a value date, which [Options] draws.
func Offers() *rapid.Generator[clearing.Book] {
	return rapid.Custom(func(t *rapid.T) clearing.Book {
		d := newDraw(t, rapid.IntRange(2, 6).Draw(t, "parties"))
		if rapid.IntRange(0, 3).Draw(t, "one unit") > 0 {
			d.units = d.units[:1]
		}
		var b clearing.Book
		for range rapid.IntRange(1, 5).Draw(t, "rings") {
			for _, o := range d.ring(0, d.parties) {
				d.put(&b, o, rapid.IntRange(0, 7).Draw(t, "kind"))
			}
		}
		for range rapid.IntRange(0, 20).Draw(t, "entries") {
			d.put(&b, d.obligation(d.two()), rapid.IntRange(2, 7).Draw(t, "kind"))
		}
		if len(b.Acceptances) > 0 && len(b.Obligations) > 0 { // with the ID that a new promise would have
			b.Obligations[0].ID = rapid.SampledFrom(b.Acceptances).Draw(t, "named after").ID + "/1"
		}
		for _, creditor := range rapid.SliceOfNDistinct(someone(d.parties), 0, 2, rapid.ID[string]).Draw(t, "windows") {
			b.Windows = append(b.Windows, clearing.Window{Creditor: creditor, Until: d.time("until")})
		}
		return b
	})
}

// early adds, now and then, from when the creditor accepts set-off.
func (d *draw) early(o clearing.Obligation) clearing.Obligation {
	if early := d.time("early"); !o.Due.IsZero() && early.Before(o.Due) && rapid.Bool().Draw(d.t, "is early") {
		o.Early = early
	}
	return o
}

// time draws a time that is not zero.
func (d *draw) time(what string) time.Time { return rapid.SampledFrom(dues()[2:]).Draw(d.t, what) }

// put adds an obligation, or an acceptance or tender in its place.
func (d *draw) put(b *clearing.Book, o clearing.Obligation, kind int) {
	switch {
	case kind < 4:
		b.Obligations = append(b.Obligations, d.early(o))
	case kind < 6:
		b.Acceptances = append(b.Acceptances, d.acceptance(o))
	default:
		b.Tenders = append(b.Tenders, d.tender(o))
	}
}

// acceptance draws one, so small that the ranks of all together keep to clearing.TotalMax.
func (d *draw) acceptance(o clearing.Obligation) clearing.Acceptance {
	c := clearing.Acceptance{ID: o.ID, Acceptor: o.Debtor, Debtor: o.Creditor, Amount: o.Amount, Rank: rapid.IntRange(0, clearing.RankMax).Draw(d.t, "rank")}
	if d.most > 1000 {
		c.Amount = unit.New(max(1, c.Amount.Parts()/(clearing.RankMax+1)), c.Amount.Unit())
	}
	if rapid.IntRange(0, 2).Draw(d.t, "of the bank") == 0 {
		c.Acceptor, c.Debtor = bankAnd(c.Acceptor, c.Debtor)
	}
	return c
}

func (d *draw) tender(o clearing.Obligation) clearing.Tender {
	t := clearing.Tender{ID: o.ID, Source: o.Debtor, Owner: o.Creditor, Amount: o.Amount}
	if rapid.Bool().Draw(d.t, "of the bank") {
		t.Owner, t.Source = bankAnd(t.Owner, t.Source)
	}
	if d.most <= 1000 && t.Amount.Unit() == d.units[0] && rapid.Bool().Draw(d.t, "Stock") {
		t.Stock, t.Quote = d.stock(t.Amount)
	}
	return t
}

// bankAnd returns whichever of two parties is not the bank, which is the first of all names, and the bank.
func bankAnd(one, other string) (party, bank string) {
	if one == names[0] {
		return other, names[0]
	}
	return one, names[0]
}

// stock draws Stock in kilowatt-hours that is worth an amount of money, or a little more.
func (d *draw) stock(worth unit.Amount) (unit.Amount, unit.Quote) {
	rate := big.NewRat(rapid.Int64Range(1, 40).Draw(d.t, "rate"), 100)
	q, err := unit.NewQuote(unit.QuoteTerms{
		Base: unit.KilowattHour, Quoted: worth.Unit(), Rate: rate, Side: rapid.SampledFrom([]unit.Side{unit.Bid, unit.Both}).Draw(d.t, "side"),
		AsOf: time.Date(1000, 1, 1, 0, 0, 0, 0, time.UTC), ValidUntil: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), Source: "drawn",
	})
	if err != nil {
		panic(err) // this generator is wrong
	}
	stock, _, err := unit.FromRat(new(big.Rat).Quo(worth.Rat(), rate), unit.KilowattHour, unit.Ceiling)
	if err != nil {
		panic(err)
	}
	return unit.New(stock.Parts()+rapid.Int64Range(0, 3).Draw(d.t, "more"), unit.KilowattHour), q
}

// Options generates options for a book: linear stages in any order, more than once or none, and after them those that
// are not linear; or else, now and then, a cap on rings; a value date or none, and exclusions by names and IDs of the
// book and of nobody. A book that tenders Stock always gets a value date at which the quotes of [Offers] hold.
func Options(b clearing.Book) *rapid.Generator[clearing.Options] {
	return rapid.Custom(func(t *rapid.T) clearing.Options {
		o := clearing.Options{Stages: rapid.SliceOfN(rapid.Custom(objective), 0, 4).Draw(t, "stages")}
		switch rapid.IntRange(0, 7).Draw(t, "last") {
		case 0:
			o.Stages = append(o.Stages, clearing.Objective{Stage: clearing.Freed})
		case 1, 2:
			o.Stages = append(o.Stages, clearing.Objective{Stage: clearing.Even})
		case 3:
			o.Stages = append(o.Stages, clearing.Objective{Stage: clearing.Freed}, clearing.Objective{Stage: clearing.Even})
		case 4:
			o.LengthMax = rapid.IntRange(2, 5).Draw(t, "length")
			o.Stages = []clearing.Objective{{Stage: rapid.SampledFrom([]clearing.Stage{clearing.NetReduction, clearing.Volume}).Draw(t, "stage")}}
		}
		for _, tender := range b.Tenders {
			if !tender.Stock.IsZero() {
				o.ValueDate = dues()[3]
			}
		}
		if date := rapid.SampledFrom(dues()).Draw(t, "value date"); !date.IsZero() {
			o.ValueDate = date
		}
		if rapid.Bool().Draw(t, "excludes") {
			o.Exclude = exclusions(t, b)
		}
		return o
	})
}

func objective(t *rapid.T) clearing.Objective {
	o := clearing.Objective{Stage: rapid.SampledFrom([]clearing.Stage{
		clearing.NetReduction, clearing.Volume, clearing.Overdue, clearing.SmallCreditors,
		clearing.LeastLiquidity, clearing.PromisesFirst, clearing.ByRank, clearing.LeastUse,
	}).Draw(t, "stage")}
	switch o.Stage {
	case clearing.Overdue:
		o.AsOf = rapid.SampledFrom(dues()[2:]).Draw(t, "as of")
	case clearing.SmallCreditors:
		o.Bound = unit.New(rapid.SampledFrom([]int64{1, 3, 10, 1000, 1 << 57}).Draw(t, "bound"), rapid.SampledFrom([]unit.Unit{must("EUR.2"), unit.KilowattHour}).Draw(t, "unit"))
	}
	return o
}

// exclusions draws one or two of each kind, or none.
func exclusions(t *rapid.T, b clearing.Book) (x clearing.Exclusions) {
	party := someone(5)
	x.Parties = rapid.SliceOfN(someone(len(names)), 0, 1).Draw(t, "parties")
	x.Pairs = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) clearing.Pair {
		return clearing.Pair{Debtor: party.Draw(t, "debtor"), Creditor: party.Draw(t, "creditor")}
	}), 0, 2).Draw(t, "pairs")
	ids := []string{"nobody's"}
	for _, o := range b.Obligations {
		ids = append(ids, o.ID)
	}
	x.Obligations = rapid.SliceOfN(rapid.SampledFrom(ids), 0, 2).Draw(t, "obligations")
	return x
}

// someone generates the names of this many parties.
func someone(parties int) *rapid.Generator[string] {
	return rapid.Map(rapid.IntRange(0, parties-1), func(i int) string { return names[i] })
}

// Shuffled generates books with the same content in another order.
func Shuffled(b clearing.Book) *rapid.Generator[clearing.Book] {
	return rapid.Custom(func(t *rapid.T) clearing.Book {
		return clearing.Book{
			Obligations: rapid.Permutation(b.Obligations).Draw(t, "obligations"),
			Acceptances: rapid.Permutation(b.Acceptances).Draw(t, "acceptances"),
			Tenders:     rapid.Permutation(b.Tenders).Draw(t, "tenders"),
			Windows:     rapid.Permutation(b.Windows).Draw(t, "windows"),
		}
	})
}
