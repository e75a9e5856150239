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
	what int // add, mark, go back, clone
	text byte
}

// Invariants 2 and 3 against a list of what was applied, through marks and clones: numbers without a gap,
// times that never go back, an ID once.
func TestLog(t *testing.T) {
	t.Parallel()
	ops := rapid.SliceOf(rapid.Custom(func(t *rapid.T) op {
		return op{rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}).Draw(t, "id"), rapid.IntRange(0, 9).Draw(t, "hour"), rapid.IntRange(0, 5).Draw(t, "what"), rapid.ByteRange(0, 1).Draw(t, "text")}
	}))
	rapid.Check(t, func(t *rapid.T) {
		var l, old journal.Log
		var list, oldList []op
		mark, marked := l.Mark(), 0
		for _, o := range ops.Draw(t, "ops") {
			switch o.what {
			case 0:
				mark, marked = l.Mark(), len(list)
			case 1:
				l.Back(mark)
				list = list[:marked]
			case 2:
				old, oldList = l.Clone(), slices.Clone(list)
			default:
				list = add(t, &l, list, o)
			}
			compare(t, &l, list)
			compare(t, &old, oldList)
		}
		roundTrip(t, &l)
	})
}

// add adds an operation to a log if it is admitted, and to the list if it should be.
func add(t *rapid.T, l *journal.Log, list []op, o op) []op {
	at := day(1).Add(time.Duration(o.hour) * time.Hour)
	err := l.Admit(o.id, at, digest(o.text))
	same := slices.IndexFunc(list, func(p op) bool { return p.id == o.id })
	switch {
	case same >= 0 && list[same].text == o.text:
		if applied, ok := errors.AsType[*journal.AppliedError](err); !ok || applied.Seq != uint64(same+1) {
			t.Fatal(err)
		}
		return list
	case same >= 0:
		if !errors.Is(err, journal.ErrConflict) {
			t.Fatal(err)
		}
		return list
	case len(list) > 0 && o.hour < list[len(list)-1].hour:
		if !errors.Is(err, journal.ErrTime) {
			t.Fatal(err)
		}
		return list
	}
	if seq := l.Add(o.id, at, digest(o.text)); err != nil || seq != uint64(len(list)+1) {
		t.Fatal(seq, err)
	}
	return append(list, o)
}

func compare(t *rapid.T, l *journal.Log, list []op) {
	var last time.Time
	for i, o := range list {
		last = day(1).Add(time.Duration(o.hour) * time.Hour)
		if stamp, ok := l.Applied(o.id); !ok || stamp != (journal.Stamp{Seq: uint64(i + 1), Digest: digest(o.text)}) {
			t.Fatalf("%q: %v", o.id, stamp)
		}
	}
	if l.Last() != last {
		t.Fatalf("last is %v, want %v", l.Last(), last)
	}
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		if _, ok := l.Applied(id); ok != slices.ContainsFunc(list, func(o op) bool { return o.id == id }) {
			t.Fatalf("%q was applied: %t", id, ok)
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
	if written(&again) != written(l) || again.Last() != l.Last() {
		t.Fatalf("%s became %s", written(l), written(&again))
	}
}

// A log that no machine writes is not read, though it was sealed.
func TestReadLogRefusals(t *testing.T) {
	const zeros = "00000000000000000000000000000000"
	one := `"applied":[{"id":"a1","digest":"` + zeros + `"}]`
	last := `"last":"2026-01-02T00:00:00Z",`
	for name, test := range map[string]struct {
		text string
		good bool
	}{
		"nothing applied":        {`"applied":[]`, true},
		"one applied":            {last + one, true},
		"one applied at no time": {one, false},
		"at the zero time":       {`"last":"0001-01-01T00:00:00Z",` + one, false},
		"nothing at some time":   {last + `"applied":[]`, false},
		"nothing at no time":     {`"last":"0001-01-01T00:00:00Z","applied":[]`, false},
		"no list":                {last, false},
		"an ID twice":            {last + strings.Replace(one, "]", `,{"id":"a1","digest":"`+zeros+`"}]`, 1), false},
		"an ID twice, different": {last + strings.Replace(one, "]", `,{"id":"a1","digest":"1`+zeros[1:]+`"}]`, 1), false},
		"an ID with a slash":     {last + strings.Replace(one, "a1", "a/1", 1), false},
		"no ID":                  {last + strings.Replace(one, "a1", "", 1), false},
		"too long an ID":         {last + strings.Replace(one, "a1", strings.Repeat("a", 129), 1), false},
		"a digest in capitals":   {last + strings.Replace(one, zeros, "A"+zeros[1:], 1), false},
		"a digest too short":     {last + strings.Replace(one, zeros, zeros[2:], 1), false},
		"a digest too long":      {last + strings.Replace(one, zeros, zeros+"00", 1), false},
		"a digest of letters":    {last + strings.Replace(one, zeros, "x"+zeros[1:], 1), false},
		"members swapped":        {last + `"applied":[{"digest":"` + zeros + `","id":"a1"}]`, false},
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
