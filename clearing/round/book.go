package round

import (
	"errors"
	"slices"

	"example.org/mutual/clearing"
	"example.org/mutual/internal/machine"
)

// acceptable returns why no result could be verified for a book and options, or nil.
func acceptable(b clearing.Book, o clearing.Options) error {
	err := clearing.Verify(b, o, nil)
	if errors.Is(err, clearing.ErrShape) { // that there is no result is found out last
		return nil
	}
	return err
}

// cloneBook returns a copy with all times in UTC, as a snapshot has them.
func cloneBook(b clearing.Book) clearing.Book {
	b = clearing.Book{
		Obligations: slices.Clone(b.Obligations), Acceptances: slices.Clone(b.Acceptances),
		Tenders: slices.Clone(b.Tenders), Windows: slices.Clone(b.Windows),
	}
	for i := range b.Obligations {
		o := &b.Obligations[i]
		o.Due, o.Early = machine.Plain(o.Due), machine.Plain(o.Early)
	}
	for i := range b.Windows {
		b.Windows[i].Until = machine.Plain(b.Windows[i].Until)
	}
	return b
}

// split returns the entries of a book in which none of these parties stands, and those in which one does.
func split(b clearing.Book, out map[string]struct{}) (in, rest clearing.Book) {
	has := func(parties ...string) bool {
		return slices.ContainsFunc(parties, func(p string) bool { _, ok := out[p]; return ok })
	}
	part(b.Obligations, &in.Obligations, &rest.Obligations, func(o clearing.Obligation) bool { return has(o.Debtor, o.Creditor) })
	part(b.Acceptances, &in.Acceptances, &rest.Acceptances, func(a clearing.Acceptance) bool { return has(a.Debtor, a.Acceptor) })
	part(b.Tenders, &in.Tenders, &rest.Tenders, func(t clearing.Tender) bool { return has(t.Owner, t.Source) })
	part(b.Windows, &in.Windows, &rest.Windows, func(w clearing.Window) bool { return has(w.Creditor) })
	return in, rest
}

// part adds each item to one of two lists, in their order.
func part[T any](all []T, in, rest *[]T, out func(T) bool) {
	for _, x := range all {
		if out(x) {
			*rest = append(*rest, x)
		} else {
			*in = append(*in, x)
		}
	}
}

// partiesOf returns who dropped out by these drops.
func partiesOf(drops []Drop) map[string]struct{} {
	out := make(map[string]struct{}, len(drops))
	for _, d := range drops {
		out[d.Party] = struct{}{}
	}
	return out
}

// members returns all who stand in a book. Who has no more than a window takes no part.
func members(b clearing.Book) map[string]struct{} {
	all := make(map[string]struct{})
	add := func(one, other string) { all[one], all[other] = struct{}{}, struct{}{} }
	for i := range b.Obligations {
		add(b.Obligations[i].Debtor, b.Obligations[i].Creditor)
	}
	for i := range b.Acceptances {
		add(b.Acceptances[i].Debtor, b.Acceptances[i].Acceptor)
	}
	for i := range b.Tenders {
		add(b.Tenders[i].Owner, b.Tenders[i].Source)
	}
	return all
}

// Book returns what is still in play, to be cleared with the options of the Terms: the book without all
// that those owe and are owed, accept, are accepted for, offer and supply who dropped out. O(size of the book).
func (r *Round) Book() clearing.Book {
	in, _ := split(r.terms.Book, r.out)
	return in
}

// Left returns the whole book as the round leaves it: after [Finish], what the clearing leaves of what was
// in play, and everything of those who dropped out as it was; otherwise everything as it was. The error is that of
// [clearing.Book.After]. O(n log n) in the book.
func (r *Round) Left() (clearing.Book, error) {
	if r.phase != Final {
		return cloneBook(r.terms.Book), nil
	}
	in, rest := split(r.terms.Book, r.out)
	left, err := in.After(r.now.result)
	if err != nil {
		return clearing.Book{}, err
	}
	left.Obligations = append(left.Obligations, rest.Obligations...)
	left.Acceptances = append(left.Acceptances, rest.Acceptances...)
	left.Tenders = append(left.Tenders, rest.Tenders...)
	left.Windows = append(left.Windows, rest.Windows...)
	return left, nil
}
