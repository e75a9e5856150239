package play

import (
	"maps"
	"slices"

	"example.org/mutual/clearing"
)

// PartiesShownMax is how many parties a picture or a list of tiers can show: with more there is nothing to see.
const PartiesShownMax = 60

// A surveyed list is what the page says of one before it is set off, and draws on its pad.
type surveyed struct {
	Debts   int      `json:"debts"`
	Count   int      `json:"count"`   // of parties
	Parties []string `json:"parties"` // by name; none where they are too many to show
	Arrows  []arrow  `json:"arrows"`  // likewise
	Units   []string `json:"units"`   // their codes
}

// An arrow leads from who owes to who is owed.
type arrow struct {
	Debtor   string   `json:"debtor"`
	Creditor string   `json:"creditor"`
	Amounts  []string `json:"amounts"`
}

// survey reads a list and says what is in it, or what is wrong with it.
func survey(text string) (*surveyed, error) {
	l, err := readList(text)
	if err != nil {
		return nil, err
	}
	if err := l.check(); err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, o := range l.book.Obligations {
		names[o.Debtor], names[o.Creditor] = true, true
	}
	s := &surveyed{Debts: len(l.lines), Count: len(names), Parties: []string{}, Arrows: []arrow{}, Units: keys(l.units)}
	if len(names) <= PartiesShownMax {
		s.Parties = keys(names)
		s.Arrows = arrows(l.book)
	}
	return s, nil
}

// keys returns the keys of a map in order, and never nil, which the page would get as null.
func keys[V any](m map[string]V) []string {
	return slices.AppendSeq([]string{}, slices.Values(slices.Sorted(maps.Keys(m))))
}

// arrows joins what one owes another, in the order of the list.
func arrows(b clearing.Book) []arrow {
	all, place := []arrow{}, map[clearing.Pair]int{}
	for _, o := range b.Obligations {
		pair := clearing.Pair{Debtor: o.Debtor, Creditor: o.Creditor}
		k, ok := place[pair]
		if !ok {
			k = len(all)
			place[pair], all = k, append(all, arrow{Debtor: o.Debtor, Creditor: o.Creditor})
		}
		all[k].Amounts = append(all[k].Amounts, human(o.Amount))
	}
	return all
}
