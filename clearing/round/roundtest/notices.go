package roundtest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// A line is one entry as one party sees it.
type line struct {
	role         int
	with, id     string
	promise      string // what it becomes
	amount, used unit.Amount
}

// lines goes through the whole book for one party. The order is that of clearing.Notice.
func lines(b clearing.Book, r *clearing.Result, party string) (all []line) {
	add := func(role int, one, with, id, promise string, amount, used unit.Amount) {
		if one == party {
			all = append(all, line{role, with, id, promise, amount, used})
		}
	}
	for i, o := range b.Obligations {
		add(0, o.Debtor, o.Creditor, o.ID, "", o.Amount, r.SetOff[i])
		add(1, o.Creditor, o.Debtor, o.ID, "", o.Amount, r.SetOff[i])
	}
	made := 0
	for i, a := range b.Acceptances {
		promise := ""
		if r.Accepted[i].Sign() > 0 {
			promise = r.New[made].ID
			made++
		}
		add(2, a.Debtor, a.Acceptor, a.ID, promise, a.Amount, r.Accepted[i])
		add(3, a.Acceptor, a.Debtor, a.ID, promise, a.Amount, r.Accepted[i])
	}
	for i, t := range b.Tenders {
		add(4, t.Owner, t.Source, t.ID, "", t.Amount, r.Tendered[i])
		add(5, t.Source, t.Owner, t.ID, "", t.Amount, r.Tendered[i])
	}
	slices.SortFunc(all, func(l, m line) int {
		for _, c := range []int{l.role - m.role, strings.Compare(l.with, m.with), l.amount.Unit().Compare(m.amount.Unit()), strings.Compare(l.id, m.id)} {
			if c != 0 {
				return c
			}
		}
		return 0
	})
	return all
}

func moves(all []line) bool {
	return slices.ContainsFunc(all, func(l line) bool { return l.used.Sign() > 0 })
}

// digest is what a Confirm names, in the form that package clearing documents: nothing for who has no lines.
func digest(party string, all []line) string {
	if len(all) == 0 {
		return ""
	}
	words := []string{"owes", "is owed", "promises", "accepts", "tenders", "supplies"}
	text := []byte("mutual clearing notice 1\n")
	put := func(s string) {
		text = binary.AppendUvarint(text, uint64(len(s)))
		text = append(text, s...)
	}
	put(party)
	for _, l := range all {
		for _, s := range []string{words[l.role], l.with, l.id, l.promise, l.amount.Unit().String(), l.used.Unit().String()} {
			put(s)
		}
		text = binary.AppendVarint(text, l.amount.Parts())
		text = binary.AppendVarint(text, l.used.Parts())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// without returns a book without these parties.
func without(b clearing.Book, out []string) (c clearing.Book) {
	for _, o := range b.Obligations {
		if !slices.Contains(out, o.Debtor) && !slices.Contains(out, o.Creditor) {
			c.Obligations = append(c.Obligations, o)
		}
	}
	for _, a := range b.Acceptances {
		if !slices.Contains(out, a.Debtor) && !slices.Contains(out, a.Acceptor) {
			c.Acceptances = append(c.Acceptances, a)
		}
	}
	for _, t := range b.Tenders {
		if !slices.Contains(out, t.Source) && !slices.Contains(out, t.Owner) {
			c.Tenders = append(c.Tenders, t)
		}
	}
	for _, w := range b.Windows {
		if !slices.Contains(out, w.Creditor) {
			c.Windows = append(c.Windows, w)
		}
	}
	return c
}

// parties returns who stands in a book, sorted.
func parties(b clearing.Book) (all []string) {
	for _, o := range b.Obligations {
		all = append(all, o.Debtor, o.Creditor)
	}
	for _, a := range b.Acceptances {
		all = append(all, a.Debtor, a.Acceptor)
	}
	for _, t := range b.Tenders {
		all = append(all, t.Owner, t.Source)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
