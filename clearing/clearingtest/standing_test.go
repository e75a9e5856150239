package clearingtest

import (
	"context"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// A deaf Standing takes changes and goes on with the Result it had.
type deaf struct {
	*clearing.Standing
	first *clearing.Result
}

func (d deaf) Update(ctx context.Context, c clearing.Changes) (*clearing.Result, error) {
	_, err := d.Standing.Update(ctx, c)
	return d.first, err
}

func (d deaf) Result() *clearing.Result { return d.first }

func debt(id, debtor, creditor string, parts int64) clearing.Obligation {
	return clearing.Obligation{ID: id, Debtor: debtor, Creditor: creditor, Amount: unit.New(parts, unit.Joule)}
}

// The kit sees a Standing that does not go on, one that refuses what it should take, and takes one that is right.
func TestUpdateIsChecked(t *testing.T) {
	b := clearing.Book{Obligations: []clearing.Obligation{debt("a", "x", "y", 3), debt("b", "y", "x", 2)}}
	more := clearing.Changes{Add: []clearing.Obligation{debt("c", "y", "x", 1)}}
	for name, tt := range map[string]struct {
		made  func(*clearing.Standing) Standing
		right bool
	}{
		"right": {func(s *clearing.Standing) Standing { return s }, true},
		"deaf":  {func(s *clearing.Standing) Standing { return deaf{s, s.Result()} }, false},
	} {
		s, err := clearing.Open(t.Context(), b, clearing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := update(t.Context(), tt.made(s), more, clearing.Options{}, false); (err == nil) != tt.right {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The kit sees a federation whose step is of another book than the club's, or whose figures do not add up.
func TestFederationIsChecked(t *testing.T) {
	ring := []clearing.Obligation{debt("a", "x", "y", 3), debt("b", "y", "x", 2)}
	clubs := []clearing.Club{{Name: "east", Book: clearing.Book{Obligations: ring}}, {Name: "west"}}
	o := clearing.FederationOptions{}
	f, err := clearing.Federate(t.Context(), clubs, clearing.Book{}, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := CheckFederation(clubs, clearing.Book{}, o, f); err != nil {
		t.Error(err)
	}
	other := []clearing.Club{{Name: "east", Book: clearing.Book{Obligations: ring[:1]}}, {Name: "west"}}
	if CheckFederation(other, clearing.Book{}, o, f) == nil {
		t.Error("of another club")
	}
	f.Figures[0].Cost = unit.New(1, unit.Joule)
	if CheckFederation(clubs, clearing.Book{}, o, f) == nil {
		t.Error("figures that do not add up")
	}
}
