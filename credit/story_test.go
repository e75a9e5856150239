package credit_test

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
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

var update = flag.Bool("update", false, "write what comes out into testdata/*.txt; commit it only if you know why it changed")

// Each file of testdata is a story: paragraphs that begin with a date and what was done, one sentence an
// action, and below ---- what came of it. Whoever must agree does, unless a sentence ends in (only …).
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
			got := newTeller(t).retell(string(data))
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

// A teller tells a story on a ledger.
type teller struct {
	t      *testing.T
	ledger *credit.Ledger
	at     time.Time
	told   strings.Builder
}

func newTeller(t *testing.T) *teller {
	l, err := credit.New(credit.Terms{Unit: euro(t)})
	if err != nil {
		t.Fatal(err)
	}
	return &teller{t: t, ledger: l}
}

// retell returns the story with what comes out now.
func (s *teller) retell(story string) string {
	paragraphs := strings.Split(strings.TrimRight(story, "\n"), "\n\n")
	for i, p := range paragraphs {
		told, _, _ := strings.Cut(p, "----\n")
		s.told.Reset()
		for line := range strings.Lines(told) {
			s.line(strings.TrimSpace(line))
		}
		if err := s.ledger.Check(); err != nil {
			s.t.Error(err)
		}
		if paragraphs[i] = strings.TrimRight(told, "\n"); s.told.Len() > 0 {
			paragraphs[i] += "\n----\n" + strings.TrimRight(s.told.String(), "\n")
		}
	}
	return strings.Join(paragraphs, "\n\n") + "\n"
}

func (s *teller) line(line string) {
	name, isStatement := strings.CutPrefix(line, "statement of ")
	if date, err := time.Parse(time.DateOnly, line); err == nil {
		s.at = date
		return
	}
	switch {
	case line == "" || line[0] == '#':
	case line == "all clear":
		s.clear()
	case isStatement:
		st, _ := s.ledger.Statement(name, s.at)
		for _, sentence := range st.Words {
			fmt.Fprintln(&s.told, sentence)
		}
	default:
		s.apply(s.action(line))
	}
}

// apply tells what an action did.
func (s *teller) apply(a credit.Action) {
	e, err := s.ledger.Apply(a)
	if err != nil {
		fmt.Fprintf(&s.told, "refused: %v\n", err)
		return
	}
	fmt.Fprintf(&s.told, "%s:", e.Action)
	for _, p := range e.Postings {
		fmt.Fprintf(&s.told, " %s %+.2f", p.Account, float64(p.Quantity)/100)
	}
	for _, n := range e.Notes {
		fmt.Fprintf(&s.told, " (%s)", strings.TrimSuffix(n.Kind+": "+n.Text, ": "))
	}
	fmt.Fprintln(&s.told)
}

// clear sets off what can be.
func (s *teller) clear() {
	book := s.ledger.Book(s.at)
	r, err := clearing.Clear(s.t.Context(), book, clearing.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, totals := range r.Totals {
		fmt.Fprintln(&s.told, totals)
	}
	lines := credit.SetOff(book, r)
	if len(lines) == 0 {
		return
	}
	for c := range clearing.Chains(book, r) {
		fmt.Fprintf(&s.told, "ring of %v: %s (%s)\n", c.Amount, strings.Join(append(c.Parties[:len(c.Parties):len(c.Parties)], c.Parties[0]), " -> "), strings.Join(c.Obligations, " "))
	}
	s.apply(credit.Net{ID: "net " + s.at.Format(time.DateOnly), At: s.at, Lines: lines})
}

// A phrase is how a sentence says an action; what is in its groups makes it one.
type phrase struct {
	text string
	make func(s *teller, id string, g map[string]string) credit.Action
}

const (
	amountOf = `(?:(?P<amount>[0-9.]+) of )?(?P<promise>\S+)`
	some     = `(?P<amount>[0-9.]+)`
	chains   = some + ` for (?P<words>[^;]+)(?P<paths>(?:; [0-9.]+ by \S+(?: \S+)+)+)` // such as "; 5.00 by ann bob cem"
)

var phrases = []phrase{
	{`(?P<a>\S+) promises (?P<b>\S+) ` + some + ` for (?P<words>[^;]+?)(?:; due (?P<due>\S+))?(?:; guaranteed by (?P<c>\S+))?`, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Issue{ID: id, At: s.at, By: s.by(g, g["a"], g["b"], g["c"]), Promisor: g["a"], Holder: g["b"], Amount: s.amount(g["amount"]), For: g["words"], Due: s.date(g["due"]), Guarantor: g["c"]}
	}},
	{`(?P<a>\S+) gives (?P<b>\S+) (?P<words>.+) worth ` + some, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Exchange{ID: id, At: s.at, By: s.by(g, g["a"], g["b"]), Giver: g["a"], Receiver: g["b"], Amount: s.amount(g["amount"]), For: g["words"]}
	}},
	{`(?P<a>\S+) passes ` + amountOf + ` on to (?P<b>\S+)`, func(s *teller, id string, g map[string]string) credit.Action {
		p, _ := s.ledger.Promise(g["promise"])
		return credit.Transfer{ID: id, At: s.at, By: s.by(g, g["a"], g["b"], p.Guarantor), Promise: g["promise"], To: g["b"], Amount: s.amount(g["amount"])}
	}},
	{`(?P<a>\S+) receives ` + amountOf + `: (?P<words>.+)`, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Redeem{ID: id, At: s.at, By: s.by(g, g["a"]), Promise: g["promise"], Amount: s.amount(g["amount"]), Goods: g["words"]}
	}},
	{`(?P<a>\S+) is paid ` + some + ` of (?P<promise>\S+)(?: in (?P<words>.+))?`, func(s *teller, id string, g map[string]string) credit.Action {
		in := credit.Money
		if g["words"] != "" {
			in = credit.Worth
		}
		return credit.Settle{ID: id, At: s.at, By: s.by(g, g["a"]), Promise: g["promise"], In: in, Paid: s.amount(g["amount"]), Words: g["words"]}
	}},
	{`(?P<a>\S+) forgives ` + amountOf, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Forgive{ID: id, At: s.at, By: s.by(g, g["a"]), Promise: g["promise"], Amount: s.amount(g["amount"])}
	}},
	{`(?P<a>\S+) declares (?P<promise>\S+) in default`, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Default{ID: id, At: s.at, By: s.by(g, g["a"]), Promise: g["promise"]}
	}},
	{`(?P<a>\S+) disputes (?P<promise>\S+): (?P<words>.+)`, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Dispute{ID: id, At: s.at, By: s.by(g, g["a"]), Promise: g["promise"], Because: g["words"]}
	}},
	{`(?P<a>\S+) and (?P<b>\S+) resolve (?P<promise>\S+)(?:, ` + some + ` less)?: (?P<words>.+)`, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Resolve{ID: id, At: s.at, By: s.by(g, g["a"], g["b"]), Promise: g["promise"], Less: s.amount(g["amount"]), Words: g["words"]}
	}},
	{`(?P<a>\S+) pays (?P<b>\S+) ` + chains, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Pay{ID: id, At: s.at, By: s.by(g, g["a"]), Payment: s.payment(g)}
	}},
	{`(?P<a>\S+) reserves for (?P<b>\S+) until (?P<due>\S+) ` + chains, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Reserve{ID: id, At: s.at, By: s.by(g, g["a"]), Until: s.date(g["due"]), Payment: s.payment(g)}
	}},
	{`(?P<a>\S+) commits (?P<reservation>\S+)`, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Commit{ID: id, At: s.at, By: s.by(g, g["a"]), Reservation: g["reservation"]}
	}},
	{`(?P<a>\S+) releases (?P<reservation>\S+)`, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Release{ID: id, At: s.at, By: s.by(g, g["a"]), Reservation: g["reservation"]}
	}},
	{`(?P<reservation>\S+) expires`, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Expire{ID: id, At: s.at, Reservation: g["reservation"]}
	}},
	{`(?P<a>\S+) (?P<stops>no longer )?mediates(?: from (?P<b>\S+))?(?: to (?P<c>\S+))?`, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Mediate{ID: id, At: s.at, By: s.by(g, g["a"]), Party: g["a"], From: g["b"], To: g["c"], Stop: g["stops"] != ""}
	}},
	{`(?P<a>\S+) charges(?: nothing| ` + some + `(?: and (?P<share>[0-9]+) in a million)? for (?P<words>.+))`, func(s *teller, id string, g map[string]string) credit.Action {
		charge := credit.SetCharge{ID: id, At: s.at, By: s.by(g, g["a"]), Party: g["a"], Flat: s.amount(g["amount"]), For: g["words"]}
		if g["share"] != "" {
			fmt.Sscan(g["share"], &charge.Rate)
		}
		return charge
	}},
	{`what was before (?P<due>\S+) is archived`, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.Archive{ID: id, At: s.at, Horizon: s.date(g["due"]).Add(-1)}
	}},
	{`(?P<a>\S+) trusts (?P<b>\S+)(?: up to ` + some + `)?(?:, unasked to (?P<soft>[0-9.]+))?(?P<clears>, and clears(?: (?P<days>[0-9]+) days early)?)?`, func(s *teller, id string, g map[string]string) credit.Action {
		line := credit.SetLine{ID: id, At: s.at, By: s.by(g, g["a"]), Creditor: g["a"], Debtor: g["b"], Hard: s.amount(g["amount"]), Soft: s.amount(g["soft"])}
		if g["clears"] != "" {
			line.Clearing = credit.Due
		}
		if g["days"] != "" {
			var days time.Duration
			fmt.Sscan(g["days"], &days)
			line.Clearing, line.Window = credit.Early, days*24*time.Hour
		}
		return line
	}},
	{`(?P<a>\S+) freezes (?P<b>\S+)`, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.FreezeLine{ID: id, At: s.at, By: s.by(g, g["a"]), Creditor: g["a"], Debtor: g["b"]}
	}},
	{`(?P<a>\S+) closes the line for (?P<b>\S+)`, func(s *teller, id string, g map[string]string) credit.Action {
		return credit.CloseLine{ID: id, At: s.at, By: s.by(g, g["a"]), Creditor: g["a"], Debtor: g["b"]}
	}},
}

// action reads a sentence such as "a1: ann promises bob 5.00 for bread".
func (s *teller) action(line string) credit.Action {
	id, sentence, _ := strings.Cut(line, ": ")
	sentence, only, _ := strings.Cut(strings.TrimSuffix(sentence, ")"), " (only ")
	for _, p := range phrases {
		r := regexp.MustCompile("^" + p.text + "$")
		match := r.FindStringSubmatch(sentence)
		if match == nil {
			continue
		}
		groups := map[string]string{"only": only}
		for i, name := range r.SubexpNames() {
			groups[name] = match[i]
		}
		return p.make(s, id, groups)
	}
	s.t.Fatalf("not a sentence of a story: %q", line)
	return nil
}

// by are who agrees: these, or only those whom the sentence names.
func (s *teller) by(g map[string]string, who ...string) []string {
	if g["only"] != "" {
		return strings.Split(g["only"], ", ")
	}
	var by []string
	for _, name := range who {
		if name != "" {
			by = append(by, name)
		}
	}
	return by
}

// payment is along the paths that a sentence names.
func (s *teller) payment(g map[string]string) credit.Payment {
	p := credit.Payment{From: g["a"], To: g["b"], Amount: s.amount(g["amount"]), For: g["words"]}
	for path := range strings.SplitSeq(strings.TrimPrefix(g["paths"], "; "), "; ") {
		amount, parties, _ := strings.Cut(path, " by ")
		p.Paths = append(p.Paths, credit.Path{Parties: strings.Fields(parties), Amount: s.amount(amount)})
	}
	return p
}

func (s *teller) amount(text string) unit.Amount {
	if text == "" {
		return unit.Amount{}
	}
	a, err := unit.Parse(text, euro(s.t))
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

func (s *teller) date(text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	date, err := time.Parse(time.DateOnly, text)
	if err != nil {
		s.t.Fatal(err)
	}
	return date
}
