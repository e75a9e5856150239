package credit_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"github.com/google/go-cmp/cmp"
)

// sat is a gift with all its fields.
func sat() credit.Give {
	return credit.Give{
		ID: "g1", At: day(1), By: []string{"ann", "bob"}, Giver: "ann", Receiver: "bob",
		Words: "kept his grandmother company", Metric: "hours sat with grandmother", Count: 3,
	}
}

// giveWith returns that gift as another action, with one thing changed.
func giveWith(change func(*credit.Give)) credit.Give {
	a := sat()
	a.ID, a.At = "x", day(5)
	change(&a)
	return a
}

// kindLog is a log with something of everything.
func kindLog(tb testing.TB) *credit.GiftLog {
	g := credit.NewGiftLog()
	give(tb, g, sat(),
		credit.Give{ID: "g2", At: day(2), By: []string{"ann"}, Giver: "ann", Words: "smiled in the rain", Metric: "smiles", Count: 2},
		credit.Give{ID: "g0", At: day(2), By: []string{"cem"}, Giver: "cem", Words: "a winter coat, on the hook by the door"},
		credit.Give{ID: "g3", At: day(4), By: []string{"bob", "ann"}, Giver: "bob", Receiver: "ann", Words: "played the fiddle", Metric: "songs", Count: 1},
		credit.Give{ID: "g4", At: day(4), By: []string{"ann"}, Giver: "ann", Words: "smiled again", Metric: "smiles", Count: 5},
	)
	return g
}

// give applies actions that must all be accepted.
func give(tb testing.TB, g *credit.GiftLog, actions ...credit.Give) {
	tb.Helper()
	for _, a := range actions {
		if _, err := g.Apply(a); err != nil {
			tb.Fatalf("%v: %+v", err, a)
		}
	}
}

// given is what a party gave, in one line.
func given(g *credit.GiftLog, party string) string {
	var all []string
	for metric, count := range g.Given(party) {
		all = append(all, fmt.Sprint(count, " ", metric))
	}
	return strings.Join(all, ", ")
}

// A refusal has its reason and changes nothing (G5).
func TestGiveRefused(t *testing.T) {
	g := kindLog(t)
	before := snapshot(t, g)
	for _, test := range []struct {
		name    string
		action  credit.Give
		reason  error
		missing string
	}{
		{name: "no fields", reason: journal.ErrID},
		{name: "another under an ID applied before", action: giveWith(func(a *credit.Give) { a.ID = "g2" }), reason: journal.ErrConflict},
		{name: "one whose other fields are all wrong", action: credit.Give{ID: "g1", By: []string{""}, Count: -1}, reason: journal.ErrConflict},
		{name: "an ID with a slash", action: giveWith(func(a *credit.Give) { a.ID = "x/1" }), reason: journal.ErrID},
		{name: "an ID too long", action: giveWith(func(a *credit.Give) { a.ID = strings.Repeat("x", 129) }), reason: journal.ErrID},
		{name: "an ID not in UTF-8", action: giveWith(func(a *credit.Give) { a.ID = "\xff" }), reason: credit.ErrAction},
		{name: "no time", action: giveWith(func(a *credit.Give) { a.At = time.Time{} }), reason: journal.ErrTime},
		{name: "too early", action: giveWith(func(a *credit.Give) { a.At = day(4).Add(-1) }), reason: journal.ErrTime},
		{name: "after the year 9999", action: giveWith(func(a *credit.Give) { a.At = day(5).AddDate(8000, 0, 0) }), reason: credit.ErrAction},
		{name: "an empty name in by", action: giveWith(func(a *credit.Give) { a.By = append(a.By, "") }), reason: journal.ErrParty},
		{name: "too many in by", action: giveWith(func(a *credit.Give) { a.By = slices.Repeat(a.By, 33) }), reason: journal.ErrParty},
		{name: "no giver", action: giveWith(func(a *credit.Give) { a.Giver = "" }), reason: journal.ErrParty},
		{name: "neither giver nor receiver", action: giveWith(func(a *credit.Give) { a.Giver, a.Receiver = "", "" }), reason: journal.ErrParty},
		{name: "a receiver that is no name", action: giveWith(func(a *credit.Give) { a.Receiver = "bob " }), reason: journal.ErrParty},
		{name: "to oneself", action: giveWith(func(a *credit.Give) { a.Receiver = "ann" }), reason: credit.ErrSelf},
		{name: "no words", action: giveWith(func(a *credit.Give) { a.Words = "" }), reason: credit.ErrWords},
		{name: "words too long", action: giveWith(func(a *credit.Give) { a.Words = strings.Repeat("x", 1025) }), reason: credit.ErrWords},
		{name: "words of two lines", action: giveWith(func(a *credit.Give) { a.Words = "a\nb" }), reason: credit.ErrWords},
		{name: "words not in UTF-8", action: giveWith(func(a *credit.Give) { a.Words = "\xff" }), reason: credit.ErrAction},
		{name: "a metric that is a unit", action: giveWith(func(a *credit.Give) { a.Metric = "EUR.2" }), reason: credit.ErrMetric},
		{name: "a metric too long", action: giveWith(func(a *credit.Give) { a.Metric = strings.Repeat("x", 129) }), reason: credit.ErrMetric},
		{name: "a metric with space around", action: giveWith(func(a *credit.Give) { a.Metric = " smiles" }), reason: credit.ErrMetric},
		{name: "a metric of two lines", action: giveWith(func(a *credit.Give) { a.Metric = "a\nb" }), reason: credit.ErrMetric},
		{name: "none of a metric", action: giveWith(func(a *credit.Give) { a.Count = 0 }), reason: credit.ErrCount},
		{name: "less than none", action: giveWith(func(a *credit.Give) { a.Count = -1 }), reason: credit.ErrCount},
		{name: "too many", action: giveWith(func(a *credit.Give) { a.Count = credit.GiftCountMax + 1 }), reason: credit.ErrCount},
		{name: "a count of nothing", action: giveWith(func(a *credit.Give) { a.Metric = "" }), reason: credit.ErrCount},
		{name: "a count below zero of nothing", action: giveWith(func(a *credit.Give) { a.Metric, a.Count = "", -1 }), reason: credit.ErrCount},
		{name: "too many together", action: giveWith(func(a *credit.Give) { a.Count = credit.GiftCountMax - 2 }), reason: journal.ErrLimit},
		{name: "nobody agrees", action: giveWith(func(a *credit.Give) { a.By = nil }), reason: journal.ErrConsent, missing: "ann bob"},
		{name: "the giver does not", action: giveWith(func(a *credit.Give) { a.By = []string{"bob", "cem"} }), reason: journal.ErrConsent, missing: "ann"},
		{name: "the giver of an unnamed one does not", action: giveWith(func(a *credit.Give) { a.By, a.Receiver = []string{"bob"}, "" }), reason: journal.ErrConsent, missing: "ann"},
		{name: "the receiver does not agree to be named", action: giveWith(func(a *credit.Give) { a.By = []string{"ann"} }), reason: journal.ErrConsent, missing: "bob"},
	} {
		_, tried := g.Try(test.action)
		_, err := g.Apply(test.action)
		for _, err := range []error{tried, err} {
			r, ok := errors.AsType[*journal.RefusalError](err)
			if !ok || r.Reason != test.reason || strings.Join(r.Missing, " ") != test.missing {
				t.Errorf("%s: got %v, want %v and %q to agree", test.name, err, test.reason, test.missing)
			}
		}
		if !bytes.Equal(snapshot(t, g), before) || given(g, "ann") != "3 hours sat with grandmother, 7 smiles" {
			t.Errorf("%s: the state was changed", test.name)
		}
		if err := g.Check(); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// What is at a limit is accepted; the room beyond it is told.
func TestGiveLimits(t *testing.T) {
	g := kindLog(t)
	give(t, g,
		giveWith(func(a *credit.Give) { a.ID = strings.Repeat("i", 128) }),
		giveWith(func(a *credit.Give) { a.Words = strings.Repeat("w", 1024) }),
		giveWith(func(a *credit.Give) { a.ID, a.By = "by", slices.Repeat(a.By, 32) }),
		giveWith(func(a *credit.Give) {
			a.ID, a.Metric, a.Count = "m", strings.Repeat("m", 128), credit.GiftCountMax
		}),
		giveWith(func(a *credit.Give) { a.ID, a.Metric, a.Count = "all", "smiles", credit.GiftCountMax-7 }),
		giveWith(func(a *credit.Give) { a.ID, a.Metric, a.Count = "others", "songs", credit.GiftCountMax }),
	)
	_, err := g.Apply(giveWith(func(a *credit.Give) { a.ID, a.Metric, a.Count = "one", "smiles", 1 }))
	if r := refusal(t, err, journal.ErrLimit); r.What != "what one party gave in one metric: asked 1, room for 0" {
		t.Error(r)
	}
	if err := g.Check(); err != nil {
		t.Error(err)
	}
}

// No metric is spelled like a unit of account (G2), and those that are words are not refused.
func TestGiveMetric(t *testing.T) {
	units := []string{
		"EUR.2", "EUR.0", "EUR", "USD", "XDR", "hour.1", "smiles.0", "loaf.0=36000000J", "x.3=7/3J", "kWh.3", "KWH.3",
		"Btu", "calorie", "Petro", "THERM", "kW.h", "[Btu_IT]", "cal", "kgf.m",
	}
	for _, d := range unit.Definitions() {
		code := d.Unit.Code()
		units = append(units, code, strings.ToLower(code), strings.ToUpper(code), d.Unit.String())
	}
	for _, metric := range units {
		_, err := credit.NewGiftLog().Apply(giveWith(func(a *credit.Give) { a.Metric = metric }))
		if r := refusal(t, err, credit.ErrMetric); !strings.Contains(r.What, "unit of account") {
			t.Errorf("%s: %v", metric, err)
		}
	}
	for _, metric := range []string{"smiles", "hours sat with grandmother", "cup", "pen", "all", "Stunden", "微笑", "a.b", "3"} {
		give(t, credit.NewGiftLog(), giveWith(func(a *credit.Give) { a.Metric = metric }))
	}
}

// An ID is applied once. The same Give again, at any time and in any zone, is told its number; one that
// differs in any field is another.
func TestGiveTwice(t *testing.T) {
	g := kindLog(t)
	before := snapshot(t, g)
	again := sat()
	again.At = again.At.In(time.FixedZone("", 3600))
	for _, a := range []credit.Give{sat(), again} {
		_, err := g.Apply(a)
		if applied, ok := errors.AsType[*journal.AppliedError](err); !ok || applied.Seq != 1 {
			t.Error(err)
		}
	}
	for name, change := range map[string]func(*credit.Give){
		"at":       func(a *credit.Give) { a.At = day(6) },
		"by":       func(a *credit.Give) { a.By = append(a.By, "cem") },
		"giver":    func(a *credit.Give) { a.Giver = "bob" },
		"receiver": func(a *credit.Give) { a.Receiver = "" },
		"words":    func(a *credit.Give) { a.Words += "!" },
		"metric":   func(a *credit.Give) { a.Metric = "" },
		"count":    func(a *credit.Give) { a.Count = 0 },
	} {
		a := sat()
		change(&a)
		if _, err := g.Apply(a); !errors.Is(err, journal.ErrConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !bytes.Equal(snapshot(t, g), before) {
		t.Error("the state was changed")
	}
}

// An entry says what was given, and moves nothing (G7). Try says the same as Apply.
func TestGiveEntry(t *testing.T) {
	local := time.FixedZone("", 3600)
	for _, test := range []struct {
		action credit.Give
		notes  []journal.Note
	}{
		{sat(), []journal.Note{
			{Kind: "giver", Text: "ann"}, {Kind: "receiver", Text: "bob"}, {Kind: "given", Text: "kept his grandmother company"},
			{Kind: "counted", Text: "3 hours sat with grandmother"},
		}},
		{credit.Give{ID: "g1", At: day(1), By: []string{"ann"}, Giver: "ann", Words: "a coat"}, []journal.Note{
			{Kind: "giver", Text: "ann"}, {Kind: "given", Text: "a coat"},
		}},
	} {
		var g credit.GiftLog // the zero one is ready
		a := test.action
		a.At = a.At.In(local)
		want := journal.Entry{Seq: 1, Action: "g1", Type: "give", At: day(1), Notes: test.notes}
		tried, err := g.Try(a)
		if d := cmp.Diff(want, tried); d != "" || err != nil {
			t.Errorf("%v (-want +got)\n%s", err, d)
		}
		if g.Check() != nil || !bytes.Equal(snapshot(t, &g), snapshot(t, credit.NewGiftLog())) {
			t.Error("Try changed the state")
		}
		e, err := g.Apply(a)
		if d := cmp.Diff(want, e); d != "" || err != nil || e.Postings != nil || e.At.Location() != time.UTC {
			t.Errorf("%v, %v (-want +got)\n%s", e, err, d)
		}
		if gift, ok := g.Gift("g1"); !ok || gift.At != day(1) {
			t.Error(gift, ok)
		}
	}
}

// What a party gave is counted by metric; what it received, and what is not counted, is nowhere (G3).
func TestGiven(t *testing.T) {
	g := kindLog(t)
	give(t, g, giveWith(func(a *credit.Give) { a.Metric, a.Count = "Smiles", 1 })) // another metric
	for party, want := range map[string]string{
		"ann": "1 Smiles, 3 hours sat with grandmother, 7 smiles",
		"bob": "1 songs",
		"cem": "",
		"dan": "",
	} {
		if got := given(g, party); got != want {
			t.Errorf("%s: got %q, want %q", party, got, want)
		}
	}
	if got := fmt.Sprint(slices.Collect(g.Givers())); got != "[ann bob cem]" {
		t.Error(got)
	}
}

// Gifts come in the order applied, whatever their IDs; each is found by its ID.
func TestGifts(t *testing.T) {
	g := kindLog(t)
	var ids []string
	for gift := range g.Gifts() {
		ids = append(ids, gift.ID)
		if found, ok := g.Gift(gift.ID); !ok || found != gift {
			t.Errorf("%s: %v", gift.ID, found)
		}
	}
	if got := strings.Join(ids, " "); got != "g1 g2 g0 g3 g4" {
		t.Error(got)
	}
	first, _ := g.Gift("g1")
	if want := (credit.Gift{ID: "g1", At: day(1), Giver: "ann", Receiver: "bob", Words: sat().Words, Metric: sat().Metric, Count: 3}); first != want {
		t.Error(first)
	}
	if gift, ok := g.Gift("g9"); ok || gift != (credit.Gift{}) {
		t.Error(gift)
	}
	for range g.Gifts() {
		break
	}
	for range g.Givers() {
		break
	}
	for range g.Given("ann") {
		break
	}
}

// A clone is the same, and neither changes with the other.
func TestGiftClone(t *testing.T) {
	g := kindLog(t)
	before := snapshot(t, g)
	clone := g.Clone()
	if !bytes.Equal(snapshot(t, clone), before) {
		t.Error("the clone is another")
	}
	give(t, clone, giveWith(func(*credit.Give) {}))
	if !bytes.Equal(snapshot(t, g), before) || given(g, "ann") != "3 hours sat with grandmother, 7 smiles" || g.Check() != nil {
		t.Error("changed with its clone")
	}
	give(t, g, giveWith(func(*credit.Give) {}))
	if !bytes.Equal(snapshot(t, g), snapshot(t, clone)) || clone.Check() != nil {
		t.Error("they do not go on alike")
	}
}

// A ledger and a gift log have nothing in common: neither takes, reads or shows what is the other's, and
// nothing that a gift log holds or returns is an amount, which could be owed.
func TestGiftsApart(t *testing.T) {
	action := reflect.TypeFor[credit.Action]()
	for _, a := range []reflect.Type{reflect.TypeFor[credit.Give](), reflect.TypeFor[*credit.Give]()} {
		if a.Implements(action) {
			t.Errorf("a ledger takes a %v", a)
		}
	}
	text, err := credit.EncodeGive(sat())
	if err != nil {
		t.Fatal(err)
	}
	_, err = credit.Decode(text)
	refusal(t, err, credit.ErrAction)
	_, err = credit.Restore(bytes.NewReader(snapshot(t, kindLog(t))))
	refusal(t, err, credit.ErrSnapshot)
	_, err = credit.RestoreGifts(bytes.NewReader(snapshot(t, honest(t))))
	refusal(t, err, credit.ErrGiftSnapshot)

	if !reaches(t, reflect.TypeFor[*credit.Ledger](), reflect.TypeFor[unit.Amount]()) || !reaches(t, reflect.TypeFor[*credit.GiftLog](), reflect.TypeFor[credit.Gift]()) {
		t.Error("they do not even have their own")
	}
	for _, what := range []reflect.Type{reflect.TypeFor[credit.Gift](), reflect.TypeFor[credit.Give](), reflect.TypeFor[credit.GiftLog]()} {
		if reaches(t, reflect.TypeFor[*credit.Ledger](), what) {
			t.Errorf("a ledger has a %v", what)
		}
	}
	for _, what := range []reflect.Type{
		reflect.TypeFor[unit.Amount](), reflect.TypeFor[unit.Unit](), reflect.TypeFor[unit.Quote](),
		reflect.TypeFor[credit.Ledger](), reflect.TypeFor[credit.Promise](),
	} {
		if reaches(t, reflect.TypeFor[*credit.GiftLog](), what) {
			t.Errorf("a gift log has a %v", what)
		}
	}
}

// reaches reports whether a type has another among its fields and the results of its methods, and theirs.
func reaches(t *testing.T, from, what reflect.Type) bool {
	seen := make(map[reflect.Type]bool)
	var visit func(reflect.Type)
	visit = func(at reflect.Type) {
		if seen[at] || strings.HasPrefix(at.PkgPath(), "time") || strings.HasPrefix(at.PkgPath(), "reflect") {
			return
		}
		seen[at] = true
		for i := range at.NumMethod() {
			visit(at.Method(i).Type)
		}
		switch at.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array:
			visit(at.Elem())
		case reflect.Map:
			visit(at.Key())
			visit(at.Elem())
		case reflect.Struct:
			for i := range at.NumField() {
				visit(at.Field(i).Type)
			}
		case reflect.Func: // a method, or an iterator, which shows what it hands to yield
			for i := range at.NumOut() {
				visit(at.Out(i))
			}
			for i := range at.NumIn() {
				if at.In(i).Kind() == reflect.Func {
					for j := range at.In(i).NumIn() {
						visit(at.In(i).In(j))
					}
				}
			}
		}
	}
	visit(from)
	if len(seen) < 10 {
		t.Errorf("only %d types were looked at", len(seen))
	}
	return seen[what]
}

// The queries are those listed here. Before adding one, read in the comment of GiftLog what must not be
// asked.
func TestGiftLogAsks(t *testing.T) {
	type asks interface {
		Apply(credit.Give) (journal.Entry, error)
		Check() error
		Clone() *credit.GiftLog
		Gift(string) (credit.Gift, bool)
		Gifts() iter.Seq[credit.Gift]
		Given(string) iter.Seq2[string, int64]
		Givers() iter.Seq[string]
		Snapshot(io.Writer) error
		Try(credit.Give) (journal.Entry, error)
	}
	var _ asks = credit.NewGiftLog()
	if got, want := reflect.TypeFor[*credit.GiftLog]().NumMethod(), reflect.TypeFor[asks]().NumMethod(); got != want {
		t.Errorf("it has %d methods, not %d", got, want)
	}
	if n := reflect.TypeFor[credit.Gift]().NumMethod() + reflect.TypeFor[credit.Give]().NumMethod(); n != 0 {
		t.Errorf("a gift has %d methods", n)
	}
}
