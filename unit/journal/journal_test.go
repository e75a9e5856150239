package journal_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"example.org/mutual/internal/canon"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

func day(n int) time.Time { return time.Date(2026, time.January, n, 0, 0, 0, 0, time.UTC) }

func digest(n byte) journal.Digest { return journal.Digest{n} }

// Invariant 1, against big numbers: an entry is right exactly if each class sums to zero.
func TestEntryCheck(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		quantity := rapid.OneOf(rapid.Int64Range(-2, 2), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, math.MinInt64 + 1, 1 << 62}))
		var e journal.Entry
		sums := map[journal.Class]*big.Int{"a": new(big.Int), "b": new(big.Int), "": new(big.Int)}
		for range rapid.IntRange(0, 8).Draw(t, "postings") {
			p := journal.Posting{Account: "ann", Class: rapid.SampledFrom([]journal.Class{"a", "b", ""}).Draw(t, "class"), Quantity: quantity.Draw(t, "quantity")}
			e.Postings = append(e.Postings, p)
			sums[p.Class].Add(sums[p.Class], big.NewInt(p.Quantity))
		}
		balanced := sums["a"].Sign() == 0 && sums["b"].Sign() == 0 && sums[""].Sign() == 0
		if err := e.Check(); (err == nil) != balanced || err != nil && !errors.Is(err, journal.ErrUnbalanced) {
			t.Fatalf("%v for %v", err, e.Postings)
		}
	})
}

// An entry of many classes is checked in little time, and the one that is wrong is named.
func TestEntryCheckClasses(t *testing.T) {
	e := journal.Entry{Seq: 7}
	for i := range 200_000 {
		c := journal.Class(fmt.Sprint("class ", i))
		e.Postings = append(e.Postings, journal.Posting{Account: "ann", Class: c, Quantity: 1}, journal.Posting{Account: "bob", Class: c, Quantity: -1})
	}
	if err := e.Check(); err != nil {
		t.Error(err)
	}
	e.Postings = append(e.Postings, journal.Posting{Account: "cem", Class: "stock of\nann", Quantity: 1})
	if err := e.Check(); err == nil || !strings.Contains(err.Error(), `entry 7: "stock of\nann"`) {
		t.Error(err)
	}
}

func TestAgree(t *testing.T) {
	for name, test := range map[string]struct {
		by, parties, missing []string
	}{
		"nobody need":       {nil, nil, nil},
		"all do":            {[]string{"bob", "ann"}, []string{"ann", "bob"}, nil},
		"more than need":    {[]string{"bob", "ann", "ann"}, []string{"ann"}, nil},
		"one missing":       {[]string{"ann"}, []string{"ann", "bob"}, []string{"bob"}},
		"sorted, each once": {nil, []string{"cem", "ann", "cem", "bob"}, []string{"ann", "bob", "cem"}},
		"byte by byte":      {[]string{"Ann"}, []string{"ann"}, []string{"ann"}},
		"the empty name":    {nil, []string{""}, []string{""}},
	} {
		err := journal.Agree(test.by, test.parties...)
		refusal, ok := errors.AsType[*journal.RefusalError](err)
		if (err != nil) != (test.missing != nil) || ok && (refusal.Reason != journal.ErrConsent || !slices.Equal(refusal.Missing, test.missing)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	many := make([]string, 500_000) // which a look at each pair would take an hour for
	for i := range many {
		many[i] = fmt.Sprint(i / 2)
	}
	if refusal, _ := errors.AsType[*journal.RefusalError](journal.Agree(many[:64], many...)); len(refusal.Missing) != 250_000-32 {
		t.Error(len(refusal.Missing))
	}
}

func TestErrorTexts(t *testing.T) {
	u, _ := unit.Currency("EUR", 2)
	for want, err := range map[string]error{
		"journal: beyond a limit": &journal.RefusalError{Reason: journal.ErrLimit},
		"journal: beyond a limit: a line: asked 5.00 EUR, room for 3.00 EUR":                                     &journal.RefusalError{Reason: journal.ErrLimit, What: "a line", Asked: unit.New(500, u), Room: unit.New(300, u)},
		`journal: without the consent of all whom it concerns: want "ann, bob" to agree`:                         &journal.RefusalError{Reason: journal.ErrConsent, Missing: []string{"ann", "bob"}},
		`journal: without the consent of all whom it concerns: want "` + strings.Repeat("x", 200) + `" to agree`: &journal.RefusalError{Reason: journal.ErrConsent, Missing: []string{strings.Repeat("x", 999)}},
		"journal: applied before: entry 3":                                                                       &journal.AppliedError{Seq: 3},
	} {
		if err.Error() != want {
			t.Errorf("got %s, want %s", err, want)
		}
	}
	if !errors.Is(&journal.RefusalError{Reason: journal.ErrLimit}, journal.ErrLimit) || !errors.Is(&journal.AppliedError{}, journal.ErrApplied) {
		t.Error("a reason is not found")
	}
}

// What is admitted and what is not, on a log to which "a1" was added on the second of January.
func TestAdmit(t *testing.T) {
	var l journal.Log
	l.Add("a1", day(2), digest(1))
	for name, test := range map[string]struct {
		id     string
		at     time.Time
		digest journal.Digest
		want   error
	}{
		"another":                       {"a2", day(2), digest(2), nil},
		"another with the same fields":  {"a2", day(2), digest(1), nil},
		"the same again":                {"a1", day(2), digest(1), journal.ErrApplied},
		"the same too early":            {"a1", day(1), digest(1), journal.ErrApplied},
		"another under its ID":          {"a1", day(2), digest(2), journal.ErrConflict},
		"another, at no time":           {"a1", time.Time{}, digest(2), journal.ErrConflict},
		"one too early":                 {"a2", day(1), digest(2), journal.ErrTime},
		"one too early by a nanosecond": {"a2", day(2).Add(-1), digest(2), journal.ErrTime},
		"the instant in another zone":   {"a2", day(2).In(time.FixedZone("", -12*3600)), digest(2), nil},
		"at no time":                    {"a2", time.Time{}, digest(2), journal.ErrTime},
		"in the last year":              {"a2", time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC), digest(2), nil},
		"in the year after":             {"a2", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), digest(2), journal.ErrTime},
		"in that year by its zone":      {"a2", time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("", -2*3600)), digest(2), journal.ErrTime},
		"no ID":                         {"", day(2), digest(2), journal.ErrID},
		"an ID with a slash":            {"a1/1", day(2), digest(2), journal.ErrID},
		"an ID with a line break":       {"a\n", day(2), digest(2), journal.ErrID},
		"an ID with a space at its end": {"a ", day(2), digest(2), journal.ErrID},
		"an ID that is not UTF-8":       {"a\xff", day(2), digest(2), journal.ErrID},
		"the longest ID":                {strings.Repeat("x", 128), day(2), digest(2), nil},
		"too long an ID":                {strings.Repeat("x", 129), day(2), digest(2), journal.ErrID},
	} {
		if err := l.Admit(test.id, test.at, test.digest); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}
	if applied, _ := errors.AsType[*journal.AppliedError](l.Admit("a1", day(3), digest(1))); applied == nil || applied.Seq != 1 {
		t.Error("a retry does not say which entry it was")
	}
}

// first is before all times there are.
func TestAdmitFirst(t *testing.T) {
	var l journal.Log
	if err := l.Admit("a1", time.Time{}.Add(1), digest(1)); err != nil || !l.Last().IsZero() {
		t.Error(err)
	}
	if err := l.Admit("a1", time.Time{}.Add(-1), digest(1)); !errors.Is(err, journal.ErrTime) {
		t.Error(err)
	}
}

// An op is what a machine does to its log.
type op struct {
	id   string
	hour int
	what int // add, mark, go back, clone, archive
	text byte
	keep string // IDs that an archive keeps
}

// kept is what a log should know of an action.
type kept struct {
	op
	seq uint64
}

// A record is what should be known of a log: a list of what it knows, how many were ever applied, the last
// one's hour, and the horizon's. An hour of -1 is none.
type record struct {
	list          []kept
	count         uint64
	last, horizon int
}

func (r record) clone() record { r.list = slices.Clone(r.list); return r }

func hour(n int) time.Time {
	if n < 0 {
		return time.Time{}
	}
	return day(1).Add(time.Duration(n) * time.Hour)
}

// ids are all that the operations of TestLog use.
var ids = []string{"a", "b", "c", "d", "e", "f"}

// Invariants 2 to 4 against a list of what was applied, through marks, clones and archives: numbers without
// a gap, times that never go back, an ID once, and nothing again that was archived.
func TestLog(t *testing.T) {
	t.Parallel()
	ops := rapid.SliceOf(rapid.Custom(func(t *rapid.T) op {
		return op{
			rapid.SampledFrom(ids).Draw(t, "id"), rapid.IntRange(0, 9).Draw(t, "hour"), rapid.IntRange(0, 8).Draw(t, "what"),
			rapid.ByteRange(0, 1).Draw(t, "text"), rapid.StringOfN(rapid.SampledFrom([]rune("abcdef")), 0, 2, -1).Draw(t, "keep"),
		}
	}))
	rapid.Check(t, func(t *rapid.T) {
		var l, old, marked journal.Log
		r, oldR, markedR := record{last: -1, horizon: -1}, record{last: -1, horizon: -1}, record{last: -1, horizon: -1}
		mark, same := l.Mark(), true
		for _, o := range ops.Draw(t, "ops") {
			switch o.what {
			case 0:
				mark, marked, markedR, same = l.Mark(), l, r.clone(), true
			case 1: // as a machine does: the log before it was archived, and what came after the mark forgotten
				l, r, same = marked, markedR.clone(), true
				l.Back(mark)
			case 2:
				old, oldR = l.Clone(), r.clone()
			case 3:
				if o.hour <= r.last {
					l, r, same = archive(t, &l, r, o), archived(r, o), false
				}
			default:
				r = add(t, &l, r, o)
			}
			if same {
				marked = l
			}
			compare(t, &l, r)
			compare(t, &old, oldR)
		}
		roundTrip(t, &l)
	})
}

// archive has the log archived, looks that the old one stays, and adds the action that archives.
func archive(t *rapid.T, l *journal.Log, r record, o op) journal.Log {
	before := written(l)
	asked := -1
	next := l.Archive(hour(o.hour), func(place int) bool {
		if place <= asked || l.At(place).After(hour(max(o.hour, r.horizon))) {
			t.Fatalf("asked of the place %d after %d, at %v", place, asked, l.At(place))
		}
		asked = place
		return strings.Contains(o.keep, r.list[place].id)
	})
	if written(l) != before {
		t.Fatalf("%s became %s", before, written(l))
	}
	next.Add(fmt.Sprint("archive ", r.count+1), hour(r.last), digest(0))
	return next
}

// archived is what should be known after that.
func archived(r record, o op) record {
	r.horizon = max(r.horizon, o.hour)
	r.list = slices.DeleteFunc(slices.Clone(r.list), func(k kept) bool { return k.hour <= r.horizon && !strings.Contains(o.keep, k.id) })
	r.count++
	r.list = append(r.list, kept{op{id: fmt.Sprint("archive ", r.count), hour: r.last}, r.count})
	return r
}

// add adds an operation to a log if it is admitted, and to the record if it should be.
func add(t *rapid.T, l *journal.Log, r record, o op) record {
	err := l.Admit(o.id, hour(o.hour), digest(o.text))
	var want error
	same := slices.IndexFunc(r.list, func(k kept) bool { return k.id == o.id })
	switch {
	case same >= 0 && r.list[same].text == o.text:
		if applied, ok := errors.AsType[*journal.AppliedError](err); !ok || applied.Seq != r.list[same].seq {
			t.Fatal(err)
		}
		return r
	case same >= 0:
		want = journal.ErrConflict
	case o.hour <= r.horizon:
		want = journal.ErrArchived
	case o.hour < r.last:
		want = journal.ErrTime
	}
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
	if want != nil {
		return r
	}
	r.count, r.last = r.count+1, o.hour
	if seq := l.Add(o.id, hour(o.hour), digest(o.text)); seq != r.count {
		t.Fatalf("got number %d, want %d", seq, r.count)
	}
	r.list = append(r.list, kept{o, r.count})
	return r
}

func compare(t *rapid.T, l *journal.Log, r record) {
	if l.Last() != hour(r.last) || l.Horizon() != hour(r.horizon) || l.Kept() != len(r.list) {
		t.Fatalf("last is %v, horizon %v, %d kept, want %+v", l.Last(), l.Horizon(), l.Kept(), r)
	}
	for i, k := range r.list {
		if stamp, ok := l.Applied(k.id); !ok || stamp != (journal.Stamp{Seq: k.seq, Digest: digest(k.text)}) {
			t.Fatalf("%q: %v, want %d", k.id, stamp, k.seq)
		}
		if place, ok := l.Place(k.id); !ok || place != i || l.At(place) != hour(k.hour) {
			t.Fatalf("%q: at the place %d", k.id, place)
		}
	}
	for _, id := range ids {
		_, applied := l.Applied(id)
		_, placed := l.Place(id)
		if known := slices.ContainsFunc(r.list, func(k kept) bool { return k.id == id }); applied != known || placed != known {
			t.Fatalf("%q was applied: %t, %t", id, applied, placed)
		}
	}
}

// written is a log in a document of its own.
func written(l *journal.Log) string {
	var b bytes.Buffer
	e := canon.NewEncoder(&b)
	e.BeginObject()
	l.Write(e)
	if err := e.Seal(); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.String()
}

func readBack(text string) (journal.Log, error) {
	d := canon.NewDecoder(strings.NewReader(text))
	d.BeginObject()
	l := journal.ReadLog(d)
	return l, d.Seal()
}

func roundTrip(t *rapid.T, l *journal.Log) {
	again, err := readBack(written(l))
	if err != nil {
		t.Fatal(err)
	}
	if written(&again) != written(l) || again.Last() != l.Last() || again.Horizon() != l.Horizon() {
		t.Fatalf("%s became %s", written(l), written(&again))
	}
}

// A log that no machine writes is not read, though it was sealed.
func TestReadLogRefusals(t *testing.T) {
	const zeros = "00000000000000000000000000000000"
	entry := func(id, at, seq string) string {
		if seq != "" {
			seq = `"seq":` + seq + ","
		}
		return `{"id":"` + id + `","at":"2026-01-` + at + `Z",` + seq + `"digest":"` + zeros + `"}`
	}
	const day2, day3, day4 = "02T00:00:00", "03T00:00:00", "04T00:00:00"
	log := func(entries ...string) string { return `"applied":[` + strings.Join(entries, ",") + `]` }
	horizon := `"horizon":"2026-01-03T00:00:00Z",`
	one, two := entry("a1", day2, ""), entry("a2", day3, "")
	with := func(old, new string) string { return log(strings.Replace(one, old, new, 1)) }
	for name, test := range map[string]struct {
		text string
		good bool
	}{
		"nothing applied":              {log(), true},
		"one applied":                  {log(one), true},
		"two at one time":              {log(one, entry("a2", day2, "")), true},
		"two":                          {log(one, two), true},
		"two times in the wrong order": {log(two, one), false},
		"one applied at no time":       {with(`"at":"2026-01-02T00:00:00Z",`, ``), false},
		"at the zero time":             {with("2026-01-02", "0001-01-01"), false},
		"in another zone":              {with("00Z", "00+00:00"), false},
		"no list":                      {`"horizon":"2026-01-03T00:00:00Z"`, false},
		"nothing at all":               {``, false},
		"an ID twice":                  {log(one, one), false},
		"an ID twice, different":       {log(one, strings.Replace(one, "000\"", "001\"", 1)), false},
		"an ID with a slash":           {with("a1", "a/1"), false},
		"no ID":                        {with("a1", ""), false},
		"too long an ID":               {with("a1", strings.Repeat("a", 129)), false},
		"a digest in capitals":         {with(zeros, "A"+zeros[1:]), false},
		"a digest too short":           {with(zeros, zeros[2:]), false},
		"a digest too long":            {with(zeros, zeros+"00"), false},
		"a digest of letters":          {with(zeros, "x"+zeros[1:]), false},
		"members swapped":              {`"applied":[{"at":"2026-01-02T00:00:00Z","id":"a1","digest":"` + zeros + `"}]`, false},
		"one member more":              {with(`"digest"`, `"more":1,"digest"`), false},

		"a last time":                           {`"last":"2026-01-02T00:00:00Z",` + log(one), false},
		"a number that follows, spelled out":    {log(entry("a1", day2, "1")), false},
		"a number too high, without a horizon":  {log(entry("a1", day2, "2")), false},
		"number zero":                           {log(entry("a1", day2, "0")), false},
		"some archived":                         {horizon + log(entry("a7", day3, "7")), true},
		"some archived between":                 {horizon + log(one, entry("a7", day3, "7"), entry("a8", day4, "")), true},
		"some archived before one after it":     {horizon + log(one, entry("a7", day4, "7")), true},
		"all archived but what archived":        {horizon + log(entry("a7", day4, "7"), entry("a8", day4, "")), true},
		"none archived":                         {horizon + log(one, two), true},
		"a gap after the horizon":               {horizon + log(two, entry("a3", day4, ""), entry("a5", day4, "5")), false},
		"a number that falls":                   {horizon + log(entry("a1", day2, "4"), entry("a2", day3, "3")), false},
		"a number twice":                        {horizon + log(entry("a1", day2, "4"), entry("a2", day3, "4")), false},
		"a number below zero":                   {horizon + log(entry("a1", day3, "-1")), false},
		"the highest number":                    {horizon + log(entry("a1", day3, "4611686018427387904")), true},
		"a number higher than that":             {horizon + log(entry("a1", day3, "4611686018427387905")), false},
		"numbers that overflow":                 {horizon + log(entry("a1", day3, "9223372036854775807"), entry("a2", day3, ""), entry("a3", day3, "5")), false},
		"a number that overflows":               {horizon + log(entry("a1", day3, "9223372036854775808")), false},
		"a horizon after the last":              {horizon + log(one), false},
		"a horizon a nanosecond after the last": {`"horizon":"2026-01-02T00:00:00.000000001Z",` + log(one), false},
		"a horizon and nothing kept":            {horizon + log(), false},
		"the zero time for a horizon":           {`"horizon":"0001-01-01T00:00:00Z",` + log(one), false},
		"a horizon in another zone":             {`"horizon":"2026-01-02T01:00:00+01:00",` + log(two), false},
	} {
		text := "{" + test.text
		text += fmt.Sprintf(`,"sha256":"%x"}`, sha256.Sum256([]byte(text)))
		l, err := readBack(text)
		if (err == nil) != test.good {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && written(&l) != text {
			t.Errorf("%s: %s became %s", name, text, written(&l))
		}
	}
}
