package main

import (
	"fmt"
	"io"
	"time"

	"example.org/mutual/partnership"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// The custodian and the manager of both partnerships: who holds the asset and the money decides nothing but what is not
// to be done, and who runs it holds nothing.
const trust, office = "Trust", "Office"

// Their signatures.
var (
	held = []string{trust}
	runs = []string{office}
	both = []string{office, trust}
)

// A tale is a partnership whose story is being told.
type tale struct {
	*partnership.Partnership
	out io.Writer
	now time.Time // of all that happens next
	err error     // the first refusal that the story did not expect: nothing is done after it
}

// found begins a tale with a partnership that all founders adopt.
func found(out io.Writer, terms partnership.Terms, year int) (*tale, error) {
	p, err := partnership.New(terms)
	if err != nil {
		return nil, err
	}
	t := &tale{Partnership: p, out: out, now: newYear(year)}
	t.do(partnership.Adopt{ID: "adopt", At: t.now, By: terms.Founders})
	return t, t.err
}

// do applies actions that the story is sure of, and returns the entry of the last.
func (t *tale) do(actions ...partnership.Action) (e journal.Entry) {
	for _, a := range actions {
		if t.err != nil {
			break
		}
		var err error
		if e, err = t.Apply(a); err != nil {
			t.err = fmt.Errorf("%T: %w", a, err)
		}
	}
	return e
}

func (t *tale) say(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

func (t *tale) heading(title, text string, args ...any) {
	t.say("\n%s\n%s\n", title, fmt.Sprintf(text, args...))
}

// owes is what somebody owes of rental.
func (t *tale) owes(name string) unit.Amount { return t.Ledger().Owed(name, t.Terms().Name) }

// distribute divides the gross and returns what each got of it: what is due to it now, or is taken off its rental.
func (t *tale) distribute(id string) map[string]unit.Amount {
	stands := func(name string) int64 { return t.Due(name).Parts() - t.owes(name).Parts() }
	got := map[string]unit.Amount{}
	before := map[string]int64{}
	for m := range t.Members() {
		before[m.Name] = stands(m.Name)
	}
	t.do(partnership.Distribute{ID: id, At: t.now, By: runs})
	for m := range t.Members() {
		got[m.Name] = unit.New(stands(m.Name)-before[m.Name], t.Terms().Unit)
	}
	return got
}

// newYear is the first of January of a year, at nine.
func newYear(year int) time.Time { return time.Date(year, time.January, 1, 9, 0, 0, 0, time.UTC) }

// must is for what is fixed in the program.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
