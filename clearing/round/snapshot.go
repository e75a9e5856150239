package round

import (
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"example.org/mutual/clearing"
	"example.org/mutual/internal/bookform"
	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit/journal"
)

// head is how a snapshot begins.
var head = machine.Head{Format: "mutual/clearing/round", Version: 1, Rules: RulesVersion}

// A confirmation is in a snapshot whose notice of which digest a party agreed to.
type confirmation struct{ Party, Notice string }

// A standing is a proposal in a snapshot. The notices follow from the book and the result.
type standing struct {
	Number, Drops int64
	Result        clearing.Result
}

// Snapshot writes the state as canonical JSON: equal states give equal bytes. It ends with the SHA-256 of all
// that stands before. The error is that of w, or a journal.RefusalError with ErrTerms for the zero Round.
// O(size of r).
func (r *Round) Snapshot(w io.Writer) error {
	if err := (*stepper)(r).Ready(); err != nil {
		return err
	}
	e := canon.NewEncoder(w)
	head.Write(e)
	c := &codec{Out: e}
	c.Text("operator", &r.terms.Operator)
	bookform.Book(c, "book", &r.terms.Book)
	bookform.Options(c, "options", &r.terms.Options)
	r.core.Log.Write(e)
	machine.One(c, "phase", phases, &r.phase)
	c.Integer("proposals", &r.count)
	machine.WriteAll(c, "drops", dropFields, slices.Values(r.drops))
	machine.WriteAll(c, "standing", standingFields, r.standings())
	machine.WriteAll(c, "confirmed", confirmationFields, r.confirmations())
	return e.Seal()
}

// standings yields the proposal before, and the one that stands.
func (r *Round) standings() iter.Seq[standing] {
	return func(yield func(standing) bool) {
		for _, p := range []*proposal{r.previous, r.now} {
			if p != nil && !yield(standing{p.number, int64(p.drops), *p.result}) {
				return
			}
		}
	}
}

func (r *Round) confirmations() iter.Seq[confirmation] {
	return func(yield func(confirmation) bool) {
		for _, party := range sorted(r.confirmed) {
			if !yield(confirmation{party, r.confirmed[party]}) {
				return
			}
		}
	}
}

func dropFields(c *codec, d *Drop) {
	c.Text("party", &d.Party)
	c.Time("at", &d.At)
	c.Text("reason", &d.Reason)
}

func standingFields(c *codec, s *standing) {
	c.Integer("number", &s.Number)
	c.Integer("drops", &s.Drops)
	bookform.Result(c, "result", &s.Result)
}

func confirmationFields(c *codec, v *confirmation) {
	c.Text("party", &v.Party)
	c.Text("notice", &v.Notice)
}

// Restore reads what [Round.Snapshot] wrote: it compares the SHA-256 and proves the state with
// [Round.Check], and accepts no other spelling and no other order of it. An error is a
// journal.RefusalError with ErrSnapshot, or that of the reader. The time is linear in the snapshot, and that of
// Check.
func Restore(reader io.Reader) (*Round, error) { return machine.Restore(reader, ErrSnapshot, restore) }

// What a snapshot can have wrong beside its form.
var (
	errHead     = errors.New("want a snapshot of a round, version 1")
	errDrop     = errors.New("want a party of the book, once")
	errStanding = errors.New("want at most the proposal that stands and the one before it, in order")
)

func restore(d *canon.Decoder) (*Round, error) {
	if machine.ReadHead(d) != head {
		d.Fail(errHead)
		return nil, d.Err()
	}
	c := &codec{In: d}
	var t Terms
	c.Text("operator", &t.Operator)
	bookform.Book(c, "book", &t.Book)
	bookform.Options(c, "options", &t.Options)
	if d.Err() != nil {
		return nil, d.Err()
	}
	r, err := New(t)
	if err != nil {
		return nil, err
	}
	r.core.Log = journal.ReadLog(d)
	machine.One(c, "phase", phases, &r.phase)
	c.Integer("proposals", &r.count)
	r.readDrops(c)
	r.readStandings(c)
	byParty := func(v, w confirmation) int { return strings.Compare(v.Party, w.Party) }
	machine.ReadSorted(c, "confirmed", confirmationFields, byParty, func(v confirmation) error {
		r.confirmed[v.Party] = v.Notice
		return nil
	})
	if err := d.Seal(); err != nil {
		return nil, err
	}
	if r.now != nil {
		r.waiting = len(r.now.waiting(r.confirmed))
	}
	return r, r.Check()
}

func (r *Round) readDrops(c *codec) {
	machine.ReadAll(c, "drops", dropFields, func(d Drop) error {
		_, twice := r.out[d.Party]
		if _, ok := r.members[d.Party]; !ok || twice {
			return errDrop
		}
		r.drops = append(r.drops, d)
		r.out[d.Party] = struct{}{}
		return nil
	})
}

// readStandings reads the proposals. The last of them stands if no other was made after it and nobody has
// dropped out since.
func (r *Round) readStandings(c *codec) {
	var all []*proposal
	machine.ReadAll(c, "standing", standingFields, func(s standing) error {
		if len(all) == 2 || s.Drops < 0 || s.Drops > int64(len(r.drops)) || len(all) == 1 && all[0].number >= s.Number {
			return errStanding
		}
		b, _ := split(r.terms.Book, partiesOf(r.drops[:s.Drops]))
		all = append(all, newProposal(s.Number, int(s.Drops), b, &s.Result))
		return nil
	})
	if n := len(all); n > 0 && all[n-1].number == r.count && all[n-1].drops == len(r.drops) {
		r.now, all = all[n-1], all[:n-1]
	}
	if len(all) > 1 {
		c.In.Fail(errStanding)
		return
	}
	if len(all) == 1 {
		r.previous = all[0]
	}
}
