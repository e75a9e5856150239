package clearingtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// RunFederation holds a federation to what package clearing promises of one: see [CheckFederation].
func RunFederation(t *testing.T, federate func(context.Context, []clearing.Club, clearing.Book, clearing.FederationOptions) (*clearing.Federation, error)) {
	rapid.Check(t, func(t *rapid.T) {
		clubs, boundary, o := federated(t)
		f, err := federate(t.Context(), clubs, boundary, o)
		if err == nil {
			err = CheckFederation(clubs, boundary, o, f)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

// CheckFederation reports what is wrong with a federation of these clubs: it never reduces more than one clearing of
// all, and the figures say so; what a club comes to depends on its own book alone, and what the boundary comes to on
// its own; every step is certified; and what stays leaves every net position as it was.
func CheckFederation(clubs []clearing.Club, boundary clearing.Book, o clearing.FederationOptions, f *clearing.Federation) error {
	if err := f.Verify(o); err != nil {
		return err
	}
	errs := []error{checkFigures(o, f), checkAlone("the boundary", boundary, o.Options, f.Boundary.Result)}
	for k, c := range clubs {
		errs = append(errs, checkAlone(c.Name, c.Book, o.Options, f.Clubs[k].Result))
	}
	left, err := f.Left()
	if before, after := positionsOf(f.Joint.Book, f), positionsOf(left, f); err == nil && !reflect.DeepEqual(before, after) {
		err = fmt.Errorf("federation: net positions are %v, and were %v", after, before)
	}
	return errors.Join(append(errs, err)...)
}

// checkFigures: the steps and the cost make up the joint optimum, and nothing is below zero.
func checkFigures(o clearing.FederationOptions, f *clearing.Federation) error {
	for _, c := range f.Figures {
		if c.Cost.Sign() < 0 || c.Joint.Parts() != c.Within.Parts()+c.Boundary.Parts()+c.Together.Parts()+c.Cost.Parts() {
			return fmt.Errorf("federation: %v", c)
		}
		if plain := len(o.Stages) == 0; plain && (c.Within.Sign() < 0 || c.Boundary.Sign() < 0 || c.Together.Sign() < 0) {
			return fmt.Errorf("federation: a step below zero: %v", c)
		}
	}
	return nil
}

// checkAlone: a step knows its own book only.
func checkAlone(name string, b clearing.Book, o clearing.Options, r *clearing.Result) error {
	alone, err := clearing.Clear(context.Background(), b, o)
	if err == nil && !reflect.DeepEqual(alone, r) {
		err = fmt.Errorf("federation: %s alone clears otherwise", name)
	}
	return err
}

// federated draws a book and cuts it into clubs by party: everything between members of one club is that
// club's, the rest is the boundary.
func federated(t *rapid.T) (clubs []clearing.Club, boundary clearing.Book, o clearing.FederationOptions) {
	b := rapid.OneOf(Offers(), Books(), Parallel(), Rings()).Draw(t, "book")
	options := Options(b).Draw(t, "options")
	for i := range b.Obligations { // no ID that a new promise of another book could have
		b.Obligations[i].ID = strings.ReplaceAll(b.Obligations[i].ID, "/", "-")
	}
	for i := range b.Acceptances {
		b.Acceptances[i].ID = strings.ReplaceAll(b.Acceptances[i].ID, "/", "-")
	}
	for i := range b.Tenders {
		b.Tenders[i].ID = strings.ReplaceAll(b.Tenders[i].ID, "/", "-")
	}
	home := make(map[string]int)
	for _, party := range namesOf(b) {
		home[party] = rapid.IntRange(0, 2).Draw(t, "club")
	}
	for _, tender := range b.Tenders {
		home[tender.Source] = -1
	}
	clubs = []clearing.Club{{Name: "east"}, {Name: "west"}, {Name: "south"}}
	of := func(one, other string) *clearing.Book {
		h := max(home[one], home[other])
		if h >= 0 && (home[one] == h || home[one] < 0) && (home[other] == h || home[other] < 0) {
			return &clubs[h].Book
		}
		return &boundary
	}
	for _, o := range b.Obligations {
		to := of(o.Debtor, o.Creditor)
		to.Obligations = append(to.Obligations, o)
	}
	for _, a := range b.Acceptances {
		to := of(a.Debtor, a.Acceptor)
		to.Acceptances = append(to.Acceptances, a)
	}
	for _, tender := range b.Tenders {
		to := of(tender.Owner, tender.Source)
		to.Tenders = append(to.Tenders, tender)
	}
	for _, w := range b.Windows {
		for k := range clubs {
			clubs[k].Book.Windows = append(clubs[k].Book.Windows, w)
		}
		boundary.Windows = append(boundary.Windows, w)
	}
	return clubs, boundary, clearing.FederationOptions{Options: options, Together: rapid.Bool().Draw(t, "together")}
}

// positionsOf sums what each party is owed less what it owes; a tender is what its source owes.
func positionsOf(b clearing.Book, f *clearing.Federation) map[string]int64 {
	net := make(map[string]int64)
	move := func(from, to string, a unit.Amount) {
		net[from+" "+a.Unit().String()] -= a.Parts()
		net[to+" "+a.Unit().String()] += a.Parts()
	}
	for _, o := range f.Joint.Book.Obligations { // so that all are there
		move(o.Debtor, o.Creditor, unit.New(0, o.Amount.Unit()))
	}
	for _, o := range b.Obligations {
		move(o.Debtor, o.Creditor, o.Amount)
	}
	for _, t := range b.Tenders {
		move(t.Source, t.Owner, t.Amount)
	}
	maps.DeleteFunc(net, func(_ string, n int64) bool { return n == 0 })
	return net
}

// namesOf returns the names of all who stand in a Book, sorted.
func namesOf(b clearing.Book) (all []string) {
	for _, o := range b.Obligations {
		all = append(all, o.Debtor, o.Creditor)
	}
	for _, a := range b.Acceptances {
		all = append(all, a.Acceptor, a.Debtor)
	}
	for _, t := range b.Tenders {
		all = append(all, t.Source, t.Owner)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
