package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
)

// TestCrash kills the program at every point and every time that it comes there, and looks at what it has left: what
// the story without a crash holds after as many actions, and neither one more nor one less than the point promises.
// Started again, the program sends all its requests from the beginning, and ends as if nothing had been.
//
// A killed process leaves to the system what it has written. That the disk has it too when the power fails is
// SQLite's part (synchronous=FULL), and no test of this kind can show it.
func TestCrash(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "town.db")
	after, story := smooth(t, whole), answers(told(t, "-db", whole))
	end := look(t, whole)
	for _, p := range points {
		for n := 1; ; n++ {
			file := filepath.Join(t.TempDir(), "town.db")
			if !dies(t, file, p, n) {
				if passed, want := n-1, passes(p, end); passed != want {
					t.Errorf("%s: passed %d times, want %d", p, passed, want)
				}
				break
			}
			left := look(t, file)
			if done, want := left.done(), n-before(p); p != Copied && p != Kept && done != want {
				t.Errorf("%s:%d: %d actions are left, want %d", p, n, done, want)
			}
			for machine, state := range left.states {
				if !bytes.Equal(state, after[machine][left.seqs[machine]]) {
					t.Errorf("%s:%d: after its action %d the %s is not what it was", p, n, left.seqs[machine], machine)
				}
			}
			if got := answers(told(t, "-db", file)); got != story {
				t.Errorf("%s:%d: started again, its requests are answered\n%s", p, n, got)
			}
			if got := look(t, file); !maps.EqualFunc(got.states, end.states, bytes.Equal) || got.actions != end.actions {
				t.Errorf("%s:%d: started again, it does not end as it should", p, n)
			}
		}
	}
}

// answers is what the requests were answered: the entry of each, or its refusal. Left out are what moved and which were
// sent again, both of which depend on where the crash was, and what the program found when it started again: after a
// crash that cost a snapshot it has more to replay.
func answers(story string) string {
	before, _, _ := strings.Cut(story, "\nStarted again")
	var b strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(before, again, "")) {
		if !strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "    journal: ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// before is how many of n actions that came to a point are not in the database yet.
func before(p Point) int {
	if p == Tried || p == Written {
		return 1
	}
	return 0
}

// passes is how often the story comes to a point: with each action, or with each snapshot, the two foundings among
// them.
func passes(p Point, end sight) int {
	if p != Copied && p != Kept {
		return end.done()
	}
	return 2 + end.seqs["bank"]/every + end.seqs["club"]/every
}

// dies runs the program in a process of its own and says whether it was killed.
func dies(t *testing.T, file string, p Point, n int) bool {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-db", file, "-crash", fmt.Sprintf("%s:%d", p, n))
	child.Env = append(os.Environ(), "EMBED_PROGRAM=1")
	out, err := child.CombinedOutput()
	switch {
	case err == nil:
		return false
	case child.ProcessState.Exited() || bytes.Contains(out, []byte("panic")):
		t.Fatalf("%s:%d: want it killed; it ended with %v:\n%s", p, n, err, out)
	}
	return true
}

// smooth tells the story without a crash, and returns the state of each machine after each number of its actions.
func smooth(t *testing.T, file string) map[string]map[int][]byte {
	t.Helper()
	town := must(openTown(t.Context(), file, Options{Every: every}))
	defer town.Close()
	after := map[string]map[int][]byte{"bank": {}, "club": {}}
	seqs := map[string]int{}
	keep := func() {
		for machine, state := range town.states(t) {
			after[machine][seqs[machine]] = state
		}
	}
	keep()
	for _, r := range story {
		was := town.states(t)
		entry, err := r.send(t.Context(), town)
		for machine, state := range town.states(t) {
			if err == nil && !bytes.Equal(state, was[machine]) {
				seqs[machine] = int(entry.Seq)
			}
		}
		keep()
	}
	return after
}

// states returns the Snapshot of each machine.
func (t *town) states(tb testing.TB) map[string][]byte {
	tb.Helper()
	var bank, club bytes.Buffer
	var err error
	read := func(e error) {
		if err == nil {
			err = e
		}
	}
	read(t.bank.Read(tb.Context(), func(l *credit.Ledger) { read(l.Snapshot(&bank)) }))
	read(t.club.Read(tb.Context(), func(s *guarantee.Society) { read(s.Snapshot(&club)) }))
	if err != nil {
		tb.Fatal(err)
	}
	return map[string][]byte{"bank": bank.Bytes(), "club": club.Bytes()}
}

// A sight is what a town is seen to hold.
type sight struct {
	states  map[string][]byte
	seqs    map[string]int // of the last action
	actions string         // all rows
}

func (s sight) done() int { return s.seqs["bank"] + s.seqs["club"] }

// look opens a file as a new process would.
func look(t *testing.T, file string) sight {
	t.Helper()
	town, err := openTown(t.Context(), file, Options{Every: every})
	if err != nil {
		t.Fatal(err)
	}
	defer town.Close()
	last := func(l Loaded) int { return int(l.Snapshot + l.Replayed) }
	return sight{
		states:  town.states(t),
		seqs:    map[string]int{"bank": last(town.bank.loaded), "club": last(town.club.loaded)},
		actions: column(t, town.db, "SELECT machine || seq || action || entry FROM actions ORDER BY machine, seq"),
	}
}
