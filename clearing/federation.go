package clearing

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"example.org/mutual/unit"
)

// A Club clears by itself, and with others as a federation.
type Club struct {
	Name string `json:"name"`
	Book Book   `json:"book"` // among its members: nobody stands in the books of two clubs
}

// FederationOptions adjust a federation. The zero FederationOptions is ready.
type FederationOptions struct {
	Options       // of every step; its Progress is not called
	Together bool // a third step: all clubs and the boundary at once, on what is left
}

// A Step is one clearing of a federation, with all that it takes to verify it: by [Verify], and by
// [Book.After] of the steps before it.
type Step struct {
	Name   string  `json:"name"` // a club's, or "boundary", "together" or "at once"
	Book   Book    `json:"book"`
	Result *Result `json:"result"`
}

// The names of the steps that are no club's. A club cannot have them.
const (
	BoundaryStep = "boundary"
	TogetherStep = "together"
	JointStep    = "at once"
)

// A Federation is a clearing in steps: each club by itself, then what members of different clubs owe each
// other, then, where that was asked for, all at once on what is left. Beside them stands what one clearing
// of all books would have been.
type Federation struct {
	Clubs    []Step           `json:"clubs"` // in the order of the clubs
	Boundary Step             `json:"boundary"`
	Together *Step            `json:"together,omitempty"`
	Joint    Step             `json:"joint"`   // of no effect: net reduction at its optimum, for comparison
	Figures  []FederationCost `json:"figures"` // one a unit, in the order of the units
}

// A FederationCost says, in one unit, by how much each step reduced what is owed (set-off less new promises less
// liquidity used), what one clearing of all books at once would have done, and the difference, which is what
// federation cost.
type FederationCost struct {
	Unit     unit.Unit   `json:"unit"`
	Within   unit.Amount `json:"within"`   // all clubs' steps
	Boundary unit.Amount `json:"boundary"` // the second step
	Together unit.Amount `json:"together"` // the third; zero without one
	Joint    unit.Amount `json:"joint"`    // the most that any clearing could
	Cost     unit.Amount `json:"cost"`     // Joint less the three before it: never below zero
}

// String says the figures in words.
func (c FederationCost) String() string {
	return fmt.Sprintf("%v within clubs, %v at the boundary, %v together; %v at once, so federation cost %v",
		c.Within, c.Boundary, c.Together, c.Joint, c.Cost)
}

// Federate clears a federation of clubs. The boundary is a Book of entries between members of different
// clubs. IDs are unique over all books, those included that new promises come to have. A member stands in the book of
// one club; the source of a tender, such as a bank, is a member nowhere and may stand in all.
//
// What comes of a club's step is a function of its own book and the options alone, and what comes of the
// second of the boundary: a club sees those two, and nobody else's book. Only who takes the third step, or
// asks what federation cost, sees all; Federate does both, as an operator that all clubs trust with their
// books. Where there is none, each step is [Clear].
//
// Federation never clears more than one clearing of everything: what the steps do together is itself a
// clearing of it. It can clear less, even with the third step, because no step undoes what one before it did:
// a club that sets off its own debts first may break a longer ring through other clubs.
//
// Errors are those of [Clear], or an [Error] with ErrFederation. The cost is that of clearing everything
// twice, and with the third step at most three times.
func Federate(ctx context.Context, clubs []Club, boundary Book, o FederationOptions) (*Federation, error) {
	if err := checkClubs(clubs, boundary); err != nil {
		return nil, err
	}
	o.Progress = nil // which each step would start anew
	f := &Federation{Clubs: make([]Step, len(clubs)), Boundary: Step{Name: BoundaryStep, Book: boundary}}
	for k, c := range clubs {
		f.Clubs[k] = Step{Name: c.Name, Book: c.Book}
	}
	for _, s := range f.apart() {
		if err := s.clear(ctx, o.Options); err != nil {
			return nil, err
		}
	}
	if err := f.together(ctx, o); err != nil {
		return nil, err
	}
	f.Joint = Step{Name: JointStep, Book: f.everything()}
	if err := f.Joint.clear(ctx, o.joint()); err != nil {
		return nil, err
	}
	f.Figures = f.figures()
	return f, nil
}

// together takes the third step, if it was asked for.
func (f *Federation) together(ctx context.Context, o FederationOptions) error {
	if !o.Together {
		return nil
	}
	left, err := f.leftApart()
	if err != nil {
		return err
	}
	f.Together = &Step{Name: TogetherStep, Book: left}
	return f.Together.clear(ctx, o.Options)
}

// apart returns the steps that each know their own book alone.
func (f *Federation) apart() []*Step {
	all := make([]*Step, 0, len(f.Clubs)+1)
	for k := range f.Clubs {
		all = append(all, &f.Clubs[k])
	}
	return append(all, &f.Boundary)
}

func (s *Step) clear(ctx context.Context, o Options) (err error) {
	s.Result, err = Clear(ctx, s.Book, o)
	return err
}

// joint are the options by which all is cleared at once, to compare with.
func (o FederationOptions) joint() Options {
	return Options{ValueDate: o.ValueDate, Exclude: o.Exclude}
}

// Verify reports whether a federation is what Federate returns for the clubs' and the boundary's books in it,
// with these options, as [Verify] does for one clearing: without a solver, every step and the optimum to
// compare with. An error wraps an [Error]; that of a step begins with the name of the step. The cost is about twice that
// of Verify for every step.
func (f *Federation) Verify(o FederationOptions) error {
	clubs := make([]Club, len(f.Clubs))
	for k, s := range f.Clubs {
		clubs[k] = Club{s.Name, s.Book}
	}
	if err := checkClubs(clubs, f.Boundary.Book); err != nil {
		return err
	}
	for _, s := range f.apart() {
		if err := s.verify(s.Book, o.Options); err != nil {
			return err
		}
	}
	if f.Boundary.Name != BoundaryStep || f.Together != nil && f.Together.Name != TogetherStep || f.Joint.Name != JointStep {
		return &Error{Reason: ErrFederation, What: `want the steps "boundary", "together" and "at once" by their names`}
	}
	if err := f.verifyTogether(o); err != nil {
		return err
	}
	if err := f.Joint.verify(f.everything(), o.joint()); err != nil {
		return err
	}
	if !slices.Equal(f.Figures, f.figures()) {
		return &Error{Reason: ErrTotals, Entry: "federation", What: "want the figures of the steps"}
	}
	return nil
}

func (f *Federation) verifyTogether(o FederationOptions) error {
	if o.Together != (f.Together != nil) {
		return &Error{Reason: ErrFederation, What: "want a third step exactly where it was asked for"}
	}
	if !o.Together {
		return nil
	}
	left, err := f.leftApart()
	if err != nil {
		return err
	}
	return f.Together.verify(left, o.Options)
}

// verify verifies a step that must be of this book.
func (s *Step) verify(b Book, o Options) error {
	digest, err := Digest(b)
	if err == nil {
		err = Verify(s.Book, o, s.Result)
	}
	if err == nil && digest != s.Result.BookDigest {
		err = &Error{Reason: ErrDigest, What: "want the book that the steps before it leave"}
	}
	if err != nil {
		return fmt.Errorf("%.32q: %w", s.Name, err)
	}
	return nil
}

// Left returns what stays of all books. It is meant for a federation that Verify accepts; errors are those of
// [Book.After].
func (f *Federation) Left() (Book, error) {
	if f.Together != nil {
		return f.Together.Book.After(f.Together.Result)
	}
	return f.leftApart()
}

// leftApart returns what the clubs and the boundary leave.
func (f *Federation) leftApart() (Book, error) {
	var left Book
	for _, s := range f.apart() {
		after, err := s.Book.After(s.Result)
		if err != nil {
			return Book{}, err
		}
		left.add(after)
	}
	return left, nil
}

// everything returns all books as one.
func (f *Federation) everything() Book {
	var all Book
	for _, s := range f.apart() {
		all.add(s.Book)
	}
	return all
}

// add adds the entries of another book. Of a creditor's windows the longest stays.
func (b *Book) add(c Book) {
	b.Obligations = append(b.Obligations, c.Obligations...)
	b.Acceptances = append(b.Acceptances, c.Acceptances...)
	b.Tenders = append(b.Tenders, c.Tenders...)
	b.Windows = append(b.Windows, c.Windows...)
	slices.SortStableFunc(b.Windows, Window.compare)
	b.Windows = slices.CompactFunc(b.Windows, func(w, v Window) bool { return w.Creditor == v.Creditor })
}

// compare orders windows by creditor, the longest first.
func (w Window) compare(v Window) int {
	return cmp.Or(strings.Compare(w.Creditor, v.Creditor), v.Until.Compare(w.Until))
}

// figures puts all steps side by side.
func (f *Federation) figures() []FederationCost {
	all := make([]FederationCost, len(f.Joint.Result.Totals))
	at := make(map[unit.Unit]*FederationCost, len(all))
	for k, t := range f.Joint.Result.Totals {
		zero := unit.New(0, t.Unit)
		all[k] = FederationCost{t.Unit, zero, zero, zero, t.reduction(), t.reduction()}
		at[t.Unit] = &all[k]
	}
	for _, s := range f.Clubs {
		for _, t := range s.Result.Totals {
			at[t.Unit].count(&at[t.Unit].Within, t)
		}
	}
	for _, t := range f.Boundary.Result.Totals {
		at[t.Unit].count(&at[t.Unit].Boundary, t)
	}
	if f.Together != nil {
		for _, t := range f.Together.Result.Totals {
			at[t.Unit].count(&at[t.Unit].Together, t)
		}
	}
	return all
}

// count adds what a step did to its figure, and takes it off what federation cost.
func (c *FederationCost) count(figure *unit.Amount, t Totals) {
	*figure = plus(*figure, t.reduction())
	c.Cost = unit.New(c.Cost.Parts()-t.reduction().Parts(), c.Unit)
}

// reduction is by how much less is owed and offered in all.
func (t Totals) reduction() unit.Amount {
	return unit.New(t.Cleared.Parts()-t.New.Parts()-t.Liquidity.Parts(), t.Unit)
}
