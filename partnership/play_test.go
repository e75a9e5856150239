package partnership_test

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"example.org/mutual/partnership"
	"example.org/mutual/partnership/partnershiptest"
)

// Whatever was done, a snapshot restored gives the same snapshot, and so does a clone.
func TestRestorePlayed(t *testing.T) {
	with := partnershiptest.Terms("EUR.2", partnership.ToStock)
	rapid.Check(t, func(t *rapid.T) {
		moves := rapid.SliceOfN(partnershiptest.Moves(), 30, 60).Draw(t, "moves")
		history, err := partnershiptest.Play(with, partnershiptest.Actions(), func(with partnership.Terms) (partnershiptest.Machine, error) { return partnership.New(with) }, moves)
		if err != nil {
			t.Fatal(err)
		}
		p := must(partnership.New(with))
		if _, err := p.Batch(history...); err != nil {
			t.Fatal(err)
		}
		state := text(t, p)
		read, err := partnership.Restore(bytes.NewReader([]byte(state)))
		if err != nil || text(t, read) != state || text(t, p.Clone()) != state {
			t.Fatalf("another state restored or cloned: %v", err)
		}
	})
}

func text(t *rapid.T, p *partnership.Partnership) string {
	var b bytes.Buffer
	if err := p.Snapshot(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
