package round_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/round"
	"example.org/mutual/unit"
)

var update = flag.Bool("update", false, "write what comes out into testdata/*.txt; commit it only if you know why it changed")

// Each file of testdata is a story: paragraphs that begin with a comment and say what was done, one sentence
// a line, and below ---- what came of it. The book comes first; the chamber operates.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Skip("no files here:", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := (&teller{t: t, terms: round.Terms{Operator: "chamber"}, at: at(0)}).retell(string(data))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != string(data) {
				t.Errorf("the story has changed; -update writes it anew:\n%s", got)
			}
		})
	}
}

// A teller tells a story of one round.
type teller struct {
	t     *testing.T
	terms round.Terms
	round *round.Round // from the first proposal on
	at    time.Time
	count int // of actions
	told  strings.Builder
}

// retell returns the story with what comes out now.
func (s *teller) retell(story string) string {
	paragraphs := strings.Split(strings.TrimRight(story, "\n"), "\n\n")
	for i, p := range paragraphs {
		told, _, _ := strings.Cut(p, "----\n")
		s.told.Reset()
		for line := range strings.Lines(told) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				s.line(line)
			}
		}
		if s.round != nil {
			if err := s.round.Check(); err != nil {
				s.t.Error(err)
			}
		}
		paragraphs[i] = strings.TrimRight(told, "\n")
		if s.told.Len() > 0 {
			paragraphs[i] += "\n----\n" + strings.TrimRight(s.told.String(), "\n")
		}
	}
	return strings.Join(paragraphs, "\n\n") + "\n"
}

// sentences are what a line can say, and what it does.
var sentences = []struct {
	pattern *regexp.Regexp
	do      func(s *teller, words []string)
}{
	{regexp.MustCompile(`^(\w+): (\w+) owes (\w+) ([0-9.]+)$`), (*teller).owes},
	{regexp.MustCompile(`^(\w+): (\w+) accepts (\w+) up to ([0-9.]+)$`), (*teller).accepts},
	{regexp.MustCompile(`^the chamber proposes$`), (*teller).propose},
	{regexp.MustCompile(`^((?:\w+(?:, | and )?)+?) confirms?$`), (*teller).confirm},
	{regexp.MustCompile(`^(\w+) drops out: (.+)$`), (*teller).dropOut},
	{regexp.MustCompile(`^the chamber drops (\w+): (.+)$`), (*teller).dropped},
	{regexp.MustCompile(`^the chamber finishes$`), (*teller).finish},
	{regexp.MustCompile(`^the chamber gives up: (.+)$`), (*teller).abandon},
	{regexp.MustCompile(`^notice of (\w+)$`), (*teller).notice},
	{regexp.MustCompile(`^what changed$`), (*teller).changes},
	{regexp.MustCompile(`^who is missing$`), (*teller).missing},
	{regexp.MustCompile(`^what stays, (as owed|netted|through the union)$`), (*teller).settle},
}

func (s *teller) line(line string) {
	for _, sentence := range sentences {
		if words := sentence.pattern.FindStringSubmatch(line); words != nil {
			sentence.do(s, words[1:])
			return
		}
	}
	s.t.Fatalf("%q is not understood", line)
}

func (s *teller) say(format string, args ...any) { fmt.Fprintf(&s.told, format+"\n", args...) }

func (s *teller) amount(text string) unit.Amount {
	a, err := unit.Parse(text, euro(s.t))
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

func (s *teller) owes(w []string) {
	s.terms.Book.Obligations = append(s.terms.Book.Obligations, clearing.Obligation{ID: w[0], Debtor: w[1], Creditor: w[2], Amount: s.amount(w[3])})
}

func (s *teller) accepts(w []string) {
	s.terms.Book.Acceptances = append(s.terms.Book.Acceptances, clearing.Acceptance{ID: w[0], Acceptor: w[1], Debtor: w[2], Amount: s.amount(w[3])})
}

// next returns what the next action begins with.
func (s *teller) next() (id string, at time.Time) {
	if s.round == nil {
		s.round = mustNew(s.t, s.terms)
	}
	s.count++
	s.at = s.at.Add(time.Hour)
	return fmt.Sprint(s.count), s.at
}

// apply tells what an action did.
func (s *teller) apply(what string, a round.Action) {
	e, err := s.round.Apply(a)
	if err != nil {
		s.say("%s: refused: %v", what, err)
		return
	}
	s.say("%s:", what)
	for _, n := range e.Notes {
		s.say("  %s: %s", n.Kind, n.Text)
	}
	for i := 0; i < len(e.Postings); i += 2 {
		s.say("  %.2f less for %s, more for %s", float64(e.Postings[i+1].Quantity)/100, e.Postings[i].Account, e.Postings[i+1].Account)
	}
}

func (s *teller) propose([]string) {
	id, at := s.next()
	s.apply("proposed", round.Propose{ID: id, At: at, By: []string{"chamber"}, Result: cleared(s.t, s.round)})
}

func (s *teller) confirm(w []string) {
	for _, party := range regexp.MustCompile(`, | and `).Split(w[0], -1) {
		id, at := s.next()
		a := confirm(s.round, id, party, 0)
		a.At = at
		s.apply(party+" confirmed", a)
	}
}

func (s *teller) dropOut(w []string) {
	id, at := s.next()
	s.apply("gone", round.DropOut{ID: id, At: at, By: w[:1], Party: w[0], Reason: w[1]})
}

func (s *teller) dropped(w []string) {
	id, at := s.next()
	s.apply("gone", round.DropOut{ID: id, At: at, By: []string{"chamber"}, Party: w[0], Reason: w[1]})
}

func (s *teller) finish([]string) {
	id, at := s.next()
	s.apply("final", round.Finish{ID: id, At: at, By: []string{"chamber"}, Proposal: s.round.Proposal()})
}

func (s *teller) abandon(w []string) {
	id, at := s.next()
	s.apply("over", round.Abandon{ID: id, At: at, By: []string{"chamber"}, Reason: w[0]})
}

func (s *teller) notice(w []string) {
	for n := range s.round.Notices(clearing.NoticeOptions{Rings: true}) {
		if n.Party == w[0] {
			s.say("%s", strings.TrimSuffix(n.String(), "\n"))
		}
	}
}

func (s *teller) changes([]string) {
	for _, c := range s.round.Changes() {
		s.say("%s", strings.TrimSuffix(c.String(), "\n"))
	}
}

func (s *teller) missing([]string) { s.say("missing: %s", strings.Join(s.round.Waiting(), ", ")) }

func (s *teller) settle(w []string) {
	left, err := s.round.Left()
	if err != nil {
		s.t.Fatal(err)
	}
	payments, err := clearing.Settle(left, clearing.Way(w[0]))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, p := range payments {
		s.say("%s pays %s %v", p.From, p.To, p.Amount)
	}
}
