package clearing_test

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// A dumb twin of Notices: each party looks through the whole book for itself.
func TestNotices(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, o := drawn(t)
		r := clear(t, b, o)
		var got []string
		for n := range clearing.Notices(b, r, clearing.NoticeOptions{Rings: true}) {
			got = append(got, n.Party)
			if err := errors.Join(checkLines(b, r, n), checkPositions(n), checkRings(b, r, n)); err != nil {
				t.Fatal(n.Party, err)
			}
		}
		if !slices.Equal(got, allParties(b)) {
			t.Fatalf("notices for %q, want %q", got, allParties(b))
		}
	})
}

func allParties(b clearing.Book) (all []string) {
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

// checkLines compares a notice with what the book and the result say of its party.
func checkLines(b clearing.Book, r *clearing.Result, n clearing.Notice) error {
	left := make(map[string]bool) // "role with id amount used new"
	add := func(is bool, role clearing.Role, with, id string, amount, used unit.Amount, promise string) {
		if is {
			left[fmt.Sprintln(role, with, id, amount, used, promise)] = true
		}
	}
	for i, o := range b.Obligations {
		add(o.Debtor == n.Party, clearing.Owes, o.Creditor, o.ID, o.Amount, r.SetOff[i], "")
		add(o.Creditor == n.Party, clearing.Owed, o.Debtor, o.ID, o.Amount, r.SetOff[i], "")
	}
	promises := slices.Clone(r.New)
	for i, a := range b.Acceptances {
		id := ""
		if r.Accepted[i].Sign() > 0 {
			id, promises = promises[0].ID, promises[1:]
		}
		add(a.Debtor == n.Party, clearing.Promises, a.Acceptor, a.ID, a.Amount, r.Accepted[i], id)
		add(a.Acceptor == n.Party, clearing.Accepts, a.Debtor, a.ID, a.Amount, r.Accepted[i], id)
	}
	for i, t := range b.Tenders {
		add(t.Owner == n.Party, clearing.Tenders, t.Source, t.ID, t.Amount, r.Tendered[i], "")
		add(t.Source == n.Party, clearing.Supplies, t.Owner, t.ID, t.Amount, r.Tendered[i], "")
	}
	byRole := []clearing.Role{clearing.Owes, clearing.Owed, clearing.Promises, clearing.Accepts, clearing.Tenders, clearing.Supplies}
	if !slices.IsSortedFunc(n.Lines, func(l, m clearing.NoticeLine) int {
		return cmp.Or(slices.Index(byRole, l.Role)-slices.Index(byRole, m.Role), strings.Compare(l.With, m.With),
			l.Amount.Unit().Compare(m.Amount.Unit()), strings.Compare(l.ID, m.ID))
	}) {
		return fmt.Errorf("the lines are not by role, party, unit and ID: %+v", n.Lines)
	}
	moves := false
	for _, l := range n.Lines {
		key := fmt.Sprintln(l.Role, l.With, l.ID, l.Amount, l.Used, l.New)
		if sum, err := l.Used.Add(l.Stays); !left[key] || err != nil || sum != l.Amount {
			return fmt.Errorf("the line %+v", l)
		}
		delete(left, key)
		moves = moves || l.Used.Sign() > 0
	}
	if len(left) > 0 || n.Moves() != moves {
		return fmt.Errorf("missing %v, moves %v", left, moves)
	}
	return nil
}

// checkPositions sums up a notice's lines, unit by unit; what a party is owed less what it owes is the same after as
// before.
func checkPositions(n clearing.Notice) error {
	sums := make(map[unit.Unit]*[4]int64)
	for _, l := range n.Lines {
		u := l.Amount.Unit()
		if sums[u] == nil {
			sums[u] = new([4]int64)
		}
		switch s := sums[u]; l.Role {
		case clearing.Owes, clearing.Supplies:
			s[0], s[2] = s[0]+l.Amount.Parts(), s[2]+l.Amount.Parts()-l.Used.Parts()
		case clearing.Owed, clearing.Tenders:
			s[1], s[3] = s[1]+l.Amount.Parts(), s[3]+l.Amount.Parts()-l.Used.Parts()
		case clearing.Promises:
			s[2] += l.Used.Parts()
		case clearing.Accepts:
			s[3] += l.Used.Parts()
		}
	}
	if !slices.IsSortedFunc(n.Positions, func(p, q clearing.Position) int { return p.Owes.Unit().Compare(q.Owes.Unit()) }) || len(n.Positions) != len(sums) {
		return fmt.Errorf("want one position for each of %d units, in their order: %+v", len(sums), n.Positions)
	}
	for _, p := range n.Positions {
		if s := sums[p.Owes.Unit()]; s == nil || *s != [4]int64{p.Owes.Parts(), p.Owed.Parts(), p.OwesAfter.Parts(), p.OwedAfter.Parts()} {
			return fmt.Errorf("%+v, want the parts %v", p, s)
		}
		before, err1 := p.Owed.Sub(p.Owes)
		after, err2 := p.OwedAfter.Sub(p.OwesAfter)
		if err := errors.Join(err1, err2); err != nil || before != after {
			return fmt.Errorf("%+v: %w", p, err)
		}
	}
	return nil
}

func checkRings(b clearing.Book, r *clearing.Result, n clearing.Notice) error {
	var want []int
	k := 0
	for c := range clearing.Chains(b, r) {
		if slices.Contains(c.Parties, n.Party) {
			want = append(want, k)
		}
		k++
	}
	if !slices.Equal(n.Rings, want) {
		return fmt.Errorf("rings %v, want %v", n.Rings, want)
	}
	return nil
}

// The digest is of everything in a notice but rings and what follows from the lines.
func TestNoticeDigest(t *testing.T) {
	b := triangle()
	b.Acceptances = []clearing.Acceptance{{ID: "x", Acceptor: "ann", Debtor: "carol", Amount: unit.New(9, unit.Joule)}}
	r := mustClear(t, b)
	n := slices.Collect(clearing.Notices(b, r, clearing.NoticeOptions{Rings: true}))[0]
	same := n
	same.Rings, same.Positions = nil, nil
	if same.Digest() != n.Digest() || len(n.Digest()) != 64 {
		t.Error("rings or positions are in the digest")
	}
	seen := map[string]string{n.Digest(): "nothing"}
	note := func(what string, change func(*clearing.Notice)) {
		other := n
		other.Lines = slices.Clone(n.Lines)
		change(&other)
		if was, twice := seen[other.Digest()]; twice {
			t.Errorf("%s and %s: one digest", what, was)
		}
		seen[other.Digest()] = what
	}
	note("the party", func(n *clearing.Notice) { n.Party = "anna" })
	note("a line less", func(n *clearing.Notice) { n.Lines = n.Lines[1:] })
	line := reflect.TypeFor[clearing.NoticeLine]()
	for i := range line.NumField() {
		if line.Field(i).Name == "Stays" { // follows
			continue
		}
		note(line.Field(i).Name, func(n *clearing.Notice) {
			f := reflect.ValueOf(&n.Lines[0]).Elem().Field(i)
			switch f.Interface().(type) {
			case unit.Amount:
				f.Set(reflect.ValueOf(unit.New(1, unit.Joule)))
			default:
				f.SetString("other")
			}
		})
		if f := line.Field(i); f.Type == reflect.TypeFor[unit.Amount]() {
			note(f.Name+" in another unit", func(n *clearing.Notice) {
				v := reflect.ValueOf(&n.Lines[0]).Elem().Field(i)
				v.Set(reflect.ValueOf(unit.New(v.Interface().(unit.Amount).Parts(), unit.WattHour)))
			})
		}
	}
}

// A result of another shape has no notices.
func TestNoNotices(t *testing.T) {
	for what, r := range map[string]*clearing.Result{"none": nil, "empty": {}} {
		for n := range clearing.Notices(triangle(), r, clearing.NoticeOptions{Rings: true}) {
			t.Errorf("%s: %v", what, n)
		}
	}
	wrong := book(owe("a", "ann", "ann", 1, unit.Joule))
	for n := range clearing.Notices(wrong, &clearing.Result{SetOff: make([]unit.Amount, 1)}, clearing.NoticeOptions{}) {
		t.Error(n)
	}
	for range clearing.Notices(triangle(), mustClear(t, triangle()), clearing.NoticeOptions{}) {
		break
	}
}

// Each kind of line in words.
func TestNoticeWords(t *testing.T) {
	u := mustUnit(t, "EUR.2")
	ten, four, six, none := unit.New(1000, u), unit.New(400, u), unit.New(600, u), unit.New(0, u)
	for want, l := range map[string]clearing.NoticeLine{
		"You owed bob 10.00 EUR (i): 4.00 EUR is set off, 6.00 EUR stays.":                         {Role: clearing.Owes, Used: four, Stays: six},
		"bob owed you 10.00 EUR (i): all of it is set off.":                                        {Role: clearing.Owed, Used: ten, Stays: none},
		"You owed bob 10.00 EUR (i): nothing is set off.":                                          {Role: clearing.Owes, Used: none, Stays: ten},
		"bob accepts that you come to owe it up to 10.00 EUR (i): you newly owe 4.00 EUR (i/1).":   {Role: clearing.Promises, Used: four, Stays: six, New: "i/1"},
		"You accept that bob comes to owe you up to 10.00 EUR (i): bob newly owes 4.00 EUR (i/1).": {Role: clearing.Accepts, Used: four, Stays: six, New: "i/1"},
		"You accept that bob comes to owe you up to 10.00 EUR (i): not needed.":                    {Role: clearing.Accepts, Used: none, Stays: ten},
		"You offered 10.00 EUR that bob owes you (i): 4.00 EUR is used, 6.00 EUR stays.":           {Role: clearing.Tenders, Used: four, Stays: six},
		"bob offered 10.00 EUR that you owe it (i): nothing is used.":                              {Role: clearing.Supplies, Used: none, Stays: ten},
	} {
		l.With, l.ID, l.Amount = "bob", "i", ten
		if got := l.String(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	n := clearing.Notice{Rings: []int{0, 3}}
	if got := n.String(); !strings.Contains(got, "You stand in rings 1, 4.") {
		t.Error(got)
	}
}
