package clearing

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"example.org/mutual/internal/name"
)

// checkClubs refuses clubs that share a member or a name, and a boundary within one club.
func checkClubs(clubs []Club, boundary Book) error {
	names := map[string]bool{BoundaryStep: true, TogetherStep: true, JointStep: true}
	m := &membership{clubs: clubs, club: make(map[string]int), sources: make(map[string]bool)}
	for _, c := range append(slices.Clone(clubs), Club{Book: boundary}) {
		for i := range c.Book.Tenders {
			m.sources[c.Book.Tenders[i].Source] = true
		}
	}
	for k, c := range clubs {
		if what := name.Wrong(c.Name); what != "" || names[c.Name] {
			return wrongClub("club", k, c.Name, `want a name of its own, other than "boundary", "together" and "at once"`)
		}
		names[c.Name] = true
		if err := m.enrol(k); err != nil {
			return err
		}
	}
	books := []Book{boundary}
	for _, c := range clubs {
		books = append(books, c.Book)
	}
	if err := checkNames(books); err != nil {
		return err
	}
	for one, other := range pairsOf(boundary) {
		at, ok := m.club[one]
		if also, ok2 := m.club[other]; ok && ok2 && at == also {
			return wrongClub("party", 0, one, fmt.Sprintf("%.32q is in the same club: want no entry between the two at the boundary", other))
		}
	}
	return nil
}

// checkNames refuses an ID of one book that a new promise of another could come to have.
func checkNames(books []Book) error {
	accepts := make(map[string]int) // the book of each acceptance
	for k, b := range books {
		for i := range b.Acceptances {
			accepts[b.Acceptances[i].ID] = k
		}
	}
	for k, b := range books {
		for entry := range int32(b.entries()) {
			id := b.id(entry)
			last := max(0, strings.LastIndexByte(id, '/'))
			if at, ok := accepts[id[:last]]; ok && at != k {
				return wrongClub("entry", int(entry), id, "want no ID that is an acceptance's of another book, a slash, and more")
			}
		}
	}
	return nil
}

// A membership says who is a member of which club.
type membership struct {
	clubs   []Club
	club    map[string]int
	sources map[string]bool // of tenders, which are members nowhere
}

// enrol makes members of all in a club's book.
func (m *membership) enrol(k int) error {
	for one, other := range pairsOf(m.clubs[k].Book) {
		for _, party := range [...]string{one, other} {
			if at, ok := m.club[party]; ok && at != k {
				return wrongClub("club", k, m.clubs[k].Name, fmt.Sprintf("%.32q is a member of %.32q", party, m.clubs[at].Name))
			}
			if !m.sources[party] {
				m.club[party] = k
			}
		}
	}
	return nil
}

func wrongClub(kind string, index int, id, what string) error {
	return &Error{Reason: ErrFederation, Entry: kind, Index: index, ID: name.Clip(id), What: what}
}

// pairsOf yields the two parties of each entry.
func pairsOf(b Book) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for entry := range int32(b.entries()) {
			if !yield(b.ends(entry)) {
				return
			}
		}
	}
}
