package round_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"example.org/mutual/clearing/round"
	"example.org/mutual/clearing/round/roundtest"
)

// Invariants 1 to 8, over books and histories of every kind; and a snapshot after each action restores to the
// same.
func TestRound(t *testing.T) {
	t.Parallel()
	roundtest.Run(t, func(terms round.Terms) (roundtest.Machine, error) {
		r, err := round.New(terms)
		return restored{r}, err
	})
}

// restored looks at every snapshot again, and can be made of one.
type restored struct{ *round.Round }

func (restored) Restore(from io.Reader) (roundtest.Machine, error) {
	r, err := round.Restore(from)
	return restored{r}, err
}

func (r restored) Check() error {
	if err := r.Round.Check(); err != nil {
		return err
	}
	var first, second, third bytes.Buffer
	if err := r.Snapshot(&first); err != nil {
		return err
	}
	again, err := round.Restore(bytes.NewReader(first.Bytes()))
	if err != nil {
		return err
	}
	if err := again.Snapshot(&second); err != nil {
		return err
	}
	if err := r.Clone().Snapshot(&third); err != nil {
		return err
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) || !bytes.Equal(first.Bytes(), third.Bytes()) {
		return fmt.Errorf("restored and cloned:\n%s\n%s\n%s", first.Bytes(), second.Bytes(), third.Bytes())
	}
	return nil
}
