package machinetest_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.org/mutual/internal/machine/machinetest"
	"example.org/mutual/unit/journal"
)

// honest judges nothing: what the tests look at is what a game sees by itself.
func honest(journal.Entry, error) error { return nil }

// play plays a history with refusals in it, as a kit does, and returns the first thing that is wrong.
func play(newMachine func() (machine, error)) error {
	g, err := machinetest.New(machinetest.Rules[pay, machine]{New: newMachine, Whole: "whole", Same: "same"})
	if err != nil {
		return err
	}
	for i, parts := range []int64{6, -10, 3, -7, -1, 40, 2, -100} {
		if err := g.Do(pay{"p" + strconv.Itoa(i), parts}, honest); err != nil {
			return err
		}
	}
	if len(g.History) != 6 || len(g.Entries) != 6 {
		return errors.New("not 6 of 8 were applied")
	}
	if _, ok := g.Machine.(machinetest.Batcher[pay]); ok {
		if err := batches(g); err != nil {
			return err
		}
	}
	return errors.Join(g.Again(), g.Batched(pay{"refused", -1 << 40}), g.Restored())
}

// batches plays a batch that is refused and one that is applied.
func batches(g *machinetest.Game[pay, machine]) error {
	refused := errors.New("nobody asked the judge")
	for _, last := range []int64{-100, -1} {
		err := g.DoAll([]pay{{"a" + strconv.FormatInt(last, 10), 4}, {"b" + strconv.FormatInt(last, 10), last}}, func(_ []journal.Entry, err error) error {
			refused = err
			return nil
		})
		if err != nil {
			return err
		}
		if (refused == nil) != (last == -1) {
			return refused
		}
	}
	return nil
}

// A till is found to be in order, and each machine that breaks a promise is found out, by what it does wrong.
func TestGame(t *testing.T) {
	for name, tt := range map[string]struct {
		machine func(*till) machine
		finds   string
	}{
		"in order": {func(m *till) machine { return m }, ""},
		"no more than it must": {func(m *till) machine {
			type least struct{ machine }
			return least{m}
		}, ""},
		"tries, and says yes":         {func(m *till) machine { return hopeful{m} }, "whole: tried was"},
		"tries, and says another":     {func(m *till) machine { return otherwise{m} }, "whole: tried was"},
		"applies what it tries":       {func(m *till) machine { return rash{m} }, "whole: the state was changed by a Try"},
		"applies twice":               {func(m *till) machine { return forgetful{m} }, "whole: applied as entry 1, and when it comes again"},
		"gives no number":             {func(m *till) machine { return vague{m} }, "whole: applied as entry 1, and when it comes again"},
		"gives another number":        {func(m *till) machine { return miscounts{m} }, "whole: applied as entry 1, and when it comes again"},
		"changes when asked again":    {func(m *till) machine { return restless{m} }, "whole: the state was changed by a retry"},
		"changes as it refuses":       {func(m *till) machine { return leaky{m} }, "whole: the state was changed by a refusal"},
		"does not pass its check":     {func(m *till) machine { return broken{m} }, "broken\nafter"},
		"writes no snapshot":          {func(m *till) machine { return silent{m} }, "silent"},
		"applies half a batch":        {func(m *till) machine { return half{m} }, "whole: the state was changed by a batch that was refused"},
		"applies what it can":         {func(m *till) machine { return eager{m} }, "whole: 1 entries of 2 actions"},
		"gives the last entry":        {func(m *till) machine { return short{m} }, "whole: 1 entries of 2 actions"},
		"refuses all batches":         {func(m *till) machine { return idle{m} }, "idle"},
		"other entries for a batch":   {func(m *till) machine { return unlike{m} }, "same: a batch gave"},
		"another end for a batch":     {func(m *till) machine { return late{m, drifts{m}.Batch} }, "same: a batch gave another snapshot"},
		"applies half a history":      {func(m *till) machine { return late{m, half{m}.Batch} }, "whole: a batch that was refused changed the state"},
		"applies what it can of all":  {func(m *till) machine { return late{m, eager{m}.Batch} }, "whole: a batch was applied with an action that must be refused"},
		"gives the last entry of all": {func(m *till) machine { return late{m, short{m}.Batch} }, "same: a batch gave 1 entries"},
		"refuses a whole history":     {func(m *till) machine { return late{m, idle{m}.Batch} }, "same: applied one by one, and now as a batch idle"},
		"restores nothing":            {func(m *till) machine { return lost{m} }, "same: a snapshot is another when it is restored"},
		"does not read what it wrote": {func(m *till) machine { return unread{m} }, "same: a snapshot is not restored: unread"},
		"restored, remembers nothing": {func(m *till) machine { return starts{m} }, "restored: whole: applied as entry"},
		"keeps what it does not write": {func(m *till) machine {
			return &tainted{till: m}
		}, "same: a restored machine gave"},
	} {
		err := play(func() (machine, error) { return tt.machine(&till{}), nil })
		if tt.finds == "" && err != nil || tt.finds != "" && (err == nil || !strings.Contains(err.Error(), tt.finds)) {
			t.Errorf("%s: got %v, want %q", name, err, tt.finds)
		}
	}
}

// Machines that are not all the same are found out when the history is played again.
func TestGameAgain(t *testing.T) {
	var others int64
	for name, tt := range map[string]struct {
		machine func() (machine, error)
		finds   string
	}{
		"starts with more":   {func() (machine, error) { others++; return &till{Parts: others}, nil }, "is now, replayed,"},
		"starts with less":   {func() (machine, error) { others--; return &till{Parts: 100 * (others + 1)}, nil }, "same: applied once, and now not so much in the till"},
		"is none after all":  {func() (machine, error) { others++; return &till{}, unless(others < 3) }, "no more of them"},
		"is none at all":     {func() (machine, error) { return nil, unless(false) }, "no more of them"},
		"has another memory": {func() (machine, error) { others++; return &heavy{till{}, others}, nil }, "same: the same actions gave another snapshot"},
	} {
		others = 0
		if err := play(tt.machine); err == nil || !strings.Contains(err.Error(), tt.finds) {
			t.Errorf("%s: got %v, want %q", name, err, tt.finds)
		}
	}
}

func unless(ok bool) error {
	if ok {
		return nil
	}
	return errors.New("no more of them")
}

// What the kit sees in a machine is said: of each that all was applied to.
func TestGameAudit(t *testing.T) {
	seen := map[machine]int{}
	rules := machinetest.Rules[pay, machine]{New: func() (machine, error) { return newTill() }, Audit: func(m machine) error {
		seen[m]++
		return unless(m.(*till).Parts < 9)
	}}
	g, err := machinetest.New(rules)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []pay{{"p", 5}, {"q", -6}} {
		if err := g.Do(a, honest); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(g.Again(), g.Batched(pay{"refused", -1 << 40}), g.Restored()); err != nil || len(seen) != 4 || seen[g.Machine] != 2 {
		t.Errorf("got %v, and looked at %v", err, seen)
	}
	if err := g.Do(pay{"r", 6}, honest); err == nil || !strings.Contains(err.Error(), "no more of them\nafter") {
		t.Errorf("got %v", err)
	}
	if g.Again() == nil || g.Batched(pay{"refused", -1 << 40}) == nil || g.Restored() == nil {
		t.Error("nobody looked at another machine")
	}
}

// What the judge says is said, with the action.
func TestGameJudge(t *testing.T) {
	g, err := machinetest.New(machinetest.Rules[pay, machine]{New: func() (machine, error) { return newTill() }})
	if err != nil {
		t.Fatal(err)
	}
	unfair := errors.New("unfair")
	judge := func(e journal.Entry, err error) error {
		if e.Action == "p" || err == errEmpty {
			return unfair
		}
		return nil
	}
	for _, a := range []pay{{"p", 5}, {"q", -6}} {
		if err := g.Do(a, judge); !errors.Is(err, unfair) || !strings.Contains(err.Error(), "after machinetest_test.pay{ID:"+a.ID) {
			t.Errorf("got %v of %v", err, a)
		}
	}
	if err := g.Do(pay{"r", 1}, judge); err != nil {
		t.Error(err)
	}
	if err := g.DoAll([]pay{{"s", 1}}, func([]journal.Entry, error) error { return unfair }); !errors.Is(err, unfair) {
		t.Errorf("got %v of a batch", err)
	}
}

// A replay is changed as its user says, and compared as it says.
func TestReplay(t *testing.T) {
	g, err := machinetest.New(machinetest.Rules[pay, machine]{New: func() (machine, error) { return newTill() }})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []pay{{"p", 5}, {"q", -3}} {
		if err := g.Do(a, honest); err != nil {
			t.Fatal(err)
		}
	}
	twice := func(a pay) (pay, error) { return pay{a.ID, 2 * a.Parts}, nil }
	doubled := func(then, now journal.Entry) bool { return 2*then.Postings[1].Quantity == now.Postings[1].Quantity }
	m, err := g.Replay("twice as much", twice, doubled)
	if err != nil || m.(*till).Parts != 4 {
		t.Errorf("got %v, %v", m, err)
	}
	for finds, change := range map[string]func(pay) (pay, error){
		"twice as much: {Seq:1":                                          func(a pay) (pay, error) { return a, nil },
		"twice as much: no more of them":                                 func(a pay) (pay, error) { return a, unless(false) },
		"twice as much: applied once, and now not so much in the till: ": func(a pay) (pay, error) { return pay{a.ID, 10 - 4*a.Parts*a.Parts}, nil },
	} {
		if _, err := g.Replay("twice as much", change, doubled); err == nil || !strings.Contains(err.Error(), finds) {
			t.Errorf("got %v, want %q", err, finds)
		}
	}
}

// Entries are the same where all that they say is, whatever the time zone.
func TestSame(t *testing.T) {
	now := time.Date(2026, time.January, 1, 12, 0, 0, 0, time.UTC)
	entry := func() journal.Entry {
		return journal.Entry{Seq: 1, Action: "a", Type: "pay", At: now, Postings: []journal.Posting{{Account: "x", Class: "kWh", Quantity: 1}}, Notes: []journal.Note{{Kind: "k", Text: "t"}}}
	}
	for name, change := range map[string]func(*journal.Entry){
		"number":  func(e *journal.Entry) { e.Seq++ },
		"action":  func(e *journal.Entry) { e.Action = "b" },
		"type":    func(e *journal.Entry) { e.Type = "b" },
		"time":    func(e *journal.Entry) { e.At = now.Add(1) },
		"posting": func(e *journal.Entry) { e.Postings[0].Quantity++ },
		"note":    func(e *journal.Entry) { e.Notes[0].Text = "u" },
	} {
		e := entry()
		if change(&e); machinetest.Same(entry(), e) || machinetest.SamePostings(entry(), e) != (name != "posting") {
			t.Errorf("the same with another %s", name)
		}
	}
	abroad := entry()
	abroad.At = now.In(time.FixedZone("", 3600))
	if !machinetest.Same(entry(), abroad) {
		t.Error("another in another zone")
	}
}

func TestStretch(t *testing.T) {
	start := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	const text = `{"at":"2026-01-01T02:00:00Z","lines":[{"due":"2026-01-02T00:00:00Z"},{"due":"2025-12-31T00:00:00Z"}],"for":"at"}`
	const want = `{"at":"2026-01-01T06:00:00Z","lines":[{"due":"2026-01-04T00:00:00Z"},{"due":"2025-12-29T00:00:00Z"}],"for":"at"}`
	if got, err := machinetest.Stretch([]byte(text), start, 3, "at", "due", "until"); string(got) != want || err != nil {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
	if _, err := machinetest.Stretch([]byte(text), start, 3, "for"); err == nil {
		t.Error("at was taken for a time")
	}
}
