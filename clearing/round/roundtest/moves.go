package roundtest

import (
	"context"
	"fmt"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/round"
	"pgregory.net/rapid"
)

// A Move is what an action is made of. Any numbers make one; zeros make a good one.
type Move struct {
	Kind  uint8 // 0 to 15: see Model.Action
	Who   uint8 // which party, counted round
	Twist uint8 // what is wrong with it, if anything
	Later uint8 // hours since the last action
}

// Moves generates moves that are sensible most of the time.
func Moves() *rapid.Generator[Move] {
	return rapid.Custom(func(t *rapid.T) Move {
		return Move{
			Kind:  rapid.Uint8Range(0, 15).Draw(t, "kind"),
			Who:   rapid.Uint8Range(0, 7).Draw(t, "who"),
			Twist: max(rapid.Uint8Range(0, 40).Draw(t, "twist"), 24) - 24,
			Later: rapid.Uint8Range(0, 2).Draw(t, "later"),
		}
	})
}

// start is the time before the first action.
var start = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// Action makes an action of a move, given how far the model is.
func (m *Model) Action(v Move) round.Action {
	if v.Kind == 15 && len(m.done) > 0 { // one that was applied before
		a, _ := round.Decode(m.done[int(v.Who)%len(m.done)].text)
		return a
	}
	id, at := m.header(v)
	switch kind := v.Kind % 15; {
	case kind < 4 && (m.phase == round.Open || kind == 0):
		return round.Propose{ID: id, At: at, By: m.by(v, m.terms.Operator), Result: m.result(v)}
	case kind < 10:
		return m.confirmation(v, id, at)
	case kind < 12:
		return round.DropOut{ID: id, At: at, By: m.by(v, m.dropper(v)), Party: m.party(v), Reason: m.words(v)}
	case kind < 13:
		return round.Finish{ID: id, At: at, By: m.by(v, m.terms.Operator), Proposal: m.proposal(v)}
	}
	if v.Who%4 != 0 { // seldom, since nothing follows
		return m.confirmation(v, id, at)
	}
	return round.Abandon{ID: id, At: at, By: m.by(v, m.terms.Operator), Reason: m.words(v)}
}

func (m *Model) header(v Move) (id string, at time.Time) {
	id, at = fmt.Sprintf("a%d", len(m.done)+1), start
	if n := len(m.done); n > 0 {
		at = m.done[n-1].at
	}
	at = at.Add(time.Duration(v.Later) * time.Hour)
	switch v.Twist {
	case 1:
		id = "a1"
	case 2:
		id = "a/b"
	case 3:
		id = ""
	case 4:
		at = at.Add(-time.Hour * 24 * 365)
	case 5:
		at = time.Time{}
	}
	return id, at
}

// by returns who is authenticated.
func (m *Model) by(v Move, who string) []string {
	switch v.Twist {
	case 6:
		return nil
	case 7:
		return []string{"nobody"}
	case 8:
		return []string{who, " "}
	}
	return []string{"nobody", who}
}

func (m *Model) confirmation(v Move, id string, at time.Time) round.Action {
	party := m.party(v)
	if waiting := m.Waiting(); len(waiting) > 0 && v.Twist != 9 {
		party = waiting[int(v.Who)%len(waiting)]
	}
	a := round.Confirm{ID: id, At: at, By: m.by(v, party), Party: party, Proposal: m.proposal(v), Notice: digest(party, m.told(party))}
	switch v.Twist {
	case 10:
		a.Notice = ""
	case 11:
		a.Party = "nobody"
	}
	return a
}

// party is any that is or was in play, in turn.
func (m *Model) party(v Move) string {
	all := append(parties(m.terms.Book), "nobody")
	if v.Twist == 12 {
		return "nobody"
	}
	return all[int(v.Who)%max(1, len(all)-1)]
}

// dropper is the party itself, or the operator for it.
func (m *Model) dropper(v Move) string {
	if v.Who%2 == 0 {
		return m.terms.Operator
	}
	return m.party(v)
}

func (m *Model) words(v Move) string {
	if v.Twist == 13 {
		return ""
	}
	return "so it is"
}

func (m *Model) proposal(v Move) int64 {
	if v.Twist == 14 {
		return int64(len(m.proposals)) - 1
	}
	return int64(len(m.proposals))
}

// result clears what is in play, or what was at first.
func (m *Model) result(v Move) clearing.Result {
	b := m.Book()
	if v.Twist == 15 {
		b = m.terms.Book
	}
	r, err := clearing.Clear(context.Background(), b, m.terms.Options)
	if err != nil || v.Twist == 16 {
		return clearing.Result{}
	}
	return *r
}
