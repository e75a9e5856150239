// Package bookform is the canonical form of what package clearing takes and hands out, for the machines that
// keep it or are told of it: books, options, results and proofs, as fields of a machine.Codec.
//
// Its members have the names that they have in the JSON form of package clearing. What is empty is left out,
// so a list that is empty reads back as nil.
package bookform

import (
	"errors"

	"example.org/mutual/clearing"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
)

// Book is a book in a member of its own, left out if empty.
func Book(c *machine.Codec, key string, b *clearing.Book) {
	empty := func() bool { return len(b.Obligations)+len(b.Acceptances)+len(b.Tenders)+len(b.Windows) == 0 }
	c.Object(key, empty, func() {
		machine.List(c, "obligations", &b.Obligations, clearing.EntriesMax, obligation)
		machine.List(c, "acceptances", &b.Acceptances, clearing.EntriesMax, acceptance)
		machine.List(c, "tenders", &b.Tenders, clearing.EntriesMax, tender)
		machine.List(c, "windows", &b.Windows, clearing.EntriesMax, window)
	})
}

func obligation(c *machine.Codec, o *clearing.Obligation) {
	c.Text("id", &o.ID)
	c.Text("debtor", &o.Debtor)
	c.Text("creditor", &o.Creditor)
	c.Amount("amount", &o.Amount)
	c.Time("due", &o.Due)
	small(c, "rank", &o.Rank)
	c.Time("early", &o.Early)
}

func acceptance(c *machine.Codec, a *clearing.Acceptance) {
	c.Text("id", &a.ID)
	c.Text("acceptor", &a.Acceptor)
	c.Text("debtor", &a.Debtor)
	c.Amount("amount", &a.Amount)
	small(c, "rank", &a.Rank)
}

func tender(c *machine.Codec, t *clearing.Tender) {
	c.Text("id", &t.ID)
	c.Text("source", &t.Source)
	c.Text("owner", &t.Owner)
	c.Amount("amount", &t.Amount)
	c.Amount("stock", &t.Stock)
	c.Quote("quote", &t.Quote)
}

func window(c *machine.Codec, w *clearing.Window) {
	c.Text("creditor", &w.Creditor)
	c.Time("until", &w.Until)
}

var (
	errWide  = errors.New("a number beyond what this machine's integers hold")
	errProof = errors.New("a proof without its unit")
)

// small is an int, which on some machines holds less than what is read.
func small(c *machine.Codec, key string, x *int) {
	wide := int64(*x)
	c.Integer(key, &wide)
	if *x = int(wide); int64(*x) != wide {
		c.In.Fail(errWide)
	}
}

// Options are options in a member of their own, left out if they are the zero Options. Progress, which
// changes no result, is no part of them.
func Options(c *machine.Codec, key string, o *clearing.Options) {
	zero := func() bool {
		return o.ValueDate.IsZero() && len(o.Stages) == 0 && o.LengthMax == 0 && o.Exclude.IsZero()
	}
	c.Object(key, zero, func() {
		c.Time("valueDate", &o.ValueDate)
		machine.List(c, "stages", &o.Stages, clearing.StagesMax, objective)
		small(c, "lengthMax", &o.LengthMax)
		c.Object("exclude", func() bool { return o.Exclude.IsZero() }, func() { exclusions(c, &o.Exclude) })
	})
}

func objective(c *machine.Codec, o *clearing.Objective) {
	stage(c, &o.Stage)
	c.Time("asOf", &o.AsOf)
	c.Amount("bound", &o.Bound)
}

func stage(c *machine.Codec, s *clearing.Stage) {
	text := string(*s)
	c.Text("stage", &text)
	*s = clearing.Stage(text)
}

func exclusions(c *machine.Codec, e *clearing.Exclusions) {
	c.Names("parties", &e.Parties, clearing.EntriesMax)
	machine.List(c, "pairs", &e.Pairs, clearing.EntriesMax, func(c *machine.Codec, p *clearing.Pair) {
		c.Text("debtor", &p.Debtor)
		c.Text("creditor", &p.Creditor)
	})
	c.Names("obligations", &e.Obligations, clearing.EntriesMax)
}

// Result is a result in a member of its own, left out if it is the zero Result.
func Result(c *machine.Codec, key string, r *clearing.Result) {
	c.Object(key, func() bool { return empty(r) }, func() {
		c.Amounts("setOff", &r.SetOff, clearing.EntriesMax)
		c.Amounts("accepted", &r.Accepted, clearing.EntriesMax)
		c.Amounts("tendered", &r.Tendered, clearing.EntriesMax)
		machine.List(c, "new", &r.New, clearing.EntriesMax, obligation)
		machine.List(c, "totals", &r.Totals, clearing.EntriesMax, totals)
		c.Text("bookDigest", &r.BookDigest)
		machine.List(c, "proofs", &r.Proofs, clearing.EntriesMax, proof)
		machine.List(c, "chains", &r.Chains, clearing.EntriesMax, chain)
	})
}

// empty reports whether a result is the zero Result, or spelled like it.
func empty(r *clearing.Result) bool {
	return len(r.SetOff)+len(r.Accepted)+len(r.Tendered)+len(r.New)+len(r.Totals)+len(r.Proofs)+len(r.Chains) == 0 && r.BookDigest == ""
}

func totals(c *machine.Codec, t *clearing.Totals) {
	c.Measure("unit", &t.Unit)
	c.Amount("gross", &t.Gross)
	c.Amount("cleared", &t.Cleared)
	c.Amount("remaining", &t.Remaining)
	c.Amount("netDebt", &t.NetDebt)
	c.Amount("new", &t.New)
	c.Amount("liquidity", &t.Liquidity)
}

func chain(c *machine.Codec, r *clearing.Chain) {
	c.Names("parties", &r.Parties, clearing.LengthCapMax)
	c.Names("obligations", &r.Obligations, clearing.LengthCapMax)
	c.Names("kinds", &r.Kinds, clearing.LengthCapMax)
	c.Amount("amount", &r.Amount)
}

// Proof is a proof in a member of its own, left out if it is the zero Proof.
func Proof(c *machine.Codec, key string, p *clearing.Proof) {
	c.Object(key, func() bool { return NoProof(*p) }, func() { proof(c, p) })
}

// NoProof reports whether a proof is the zero Proof, or spelled like it.
func NoProof(p clearing.Proof) bool {
	return p.Unit.IsZero() && p.Stage == "" && len(p.Parties)+len(p.Potentials)+len(p.Freed) == 0 &&
		p.Value == unit.Amount{} && p.Distance == unit.Amount{} && p.Scale == 0
}

func proof(c *machine.Codec, p *clearing.Proof) {
	c.Measure("unit", &p.Unit)
	stage(c, &p.Stage)
	c.Names("parties", &p.Parties, 2*clearing.EntriesMax)
	c.Integers("potentials", &p.Potentials, 2*clearing.EntriesMax)
	c.Amount("value", &p.Value)
	c.Amount("distance", &p.Distance)
	c.Integer("scale", &p.Scale)
	c.Names("freed", &p.Freed, clearing.EntriesMax)
	if c.Reading() && p.Unit.IsZero() {
		c.In.Fail(errProof)
	}
}
