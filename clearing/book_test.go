package clearing_test

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/unit"
	"pgregory.net/rapid"
)

// Each thing that can be wrong with one obligation, at the second place of three.
func TestBadObligation(t *testing.T) {
	type obligation = clearing.Obligation
	far, east := time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.FixedZone("east", 14*60*60)
	for name, test := range map[string]struct {
		change func(o *obligation)
		reason error
		what   string
	}{
		"empty ID":             {func(o *obligation) { o.ID = "" }, clearing.ErrID, "must not be empty"},
		"long ID":              {func(o *obligation) { o.ID = strings.Repeat("i", 129) }, clearing.ErrID, "must be at most 128 bytes"},
		"long ID, few letters": {func(o *obligation) { o.ID = strings.Repeat("ü", 65) }, clearing.ErrID, "must be at most 128 bytes"},
		"huge ID":              {func(o *obligation) { o.ID = strings.Repeat("i", 1<<20) }, clearing.ErrID, "must be at most 128 bytes"},
		"not UTF-8":            {func(o *obligation) { o.ID = "i\xff" }, clearing.ErrID, "must be valid UTF-8"},
		"cut rune":             {func(o *obligation) { o.ID = "ü"[:1] }, clearing.ErrID, "must be valid UTF-8"},
		"line feed":            {func(o *obligation) { o.ID = "i\n1" }, clearing.ErrID, "must not hold control characters"},
		"null":                 {func(o *obligation) { o.ID = "i\x00" }, clearing.ErrID, "must not hold control characters"},
		"escape":               {func(o *obligation) { o.ID = "\x1b[31m" }, clearing.ErrID, "must not hold control characters"},
		"C1 control":           {func(o *obligation) { o.ID = "i\u0085j" }, clearing.ErrID, "must not hold control characters"},
		"space before":         {func(o *obligation) { o.ID = " i" }, clearing.ErrID, "must not begin or end with a space"},
		"no-break space after": {func(o *obligation) { o.ID = "i\u00a0" }, clearing.ErrID, "must not begin or end with a space"},
		"no debtor":            {func(o *obligation) { o.Debtor = "" }, clearing.ErrParty, "debtor: must not be empty"},
		"long debtor":          {func(o *obligation) { o.Debtor = strings.Repeat("d", 129) }, clearing.ErrParty, "debtor: must be at most 128 bytes"},
		"no creditor":          {func(o *obligation) { o.Creditor = "" }, clearing.ErrParty, "creditor: must not be empty"},
		"tab in creditor":      {func(o *obligation) { o.Creditor = "c\td" }, clearing.ErrParty, "creditor: must not hold control characters"},
		"neither":              {func(o *obligation) { o.Debtor, o.Creditor = "", "" }, clearing.ErrParty, "debtor: must not be empty"},
		"self":                 {func(o *obligation) { o.Creditor = o.Debtor }, clearing.ErrSelf, "debtor and creditor must differ"},
		"zero":                 {func(o *obligation) { o.Amount = unit.New(0, unit.Joule) }, clearing.ErrAmount, "got 0.000 J"},
		"below zero":           {func(o *obligation) { o.Amount = unit.New(-1, unit.Joule) }, clearing.ErrAmount, "got -0.001 J"},
		"least int64":          {func(o *obligation) { o.Amount = unit.New(math.MinInt64, unit.Joule) }, clearing.ErrAmount, "got -9223372036854775.808 J"},
		"no unit":              {func(o *obligation) { o.Amount = unit.New(5, unit.Unit{}) }, clearing.ErrAmount, "got 5"},
		"zero Amount":          {func(o *obligation) { o.Amount = unit.Amount{} }, clearing.ErrAmount, "got 0"},
		"due in year 0":        {func(o *obligation) { o.Due = time.Time{}.Add(-1) }, clearing.ErrDue, "the zero time means no due date"},
		"due in year 10000":    {func(o *obligation) { o.Due = far }, clearing.ErrDue, "the zero time means no due date"},
		"there, not here":      {func(o *obligation) { o.Due = far.In(time.FixedZone("", -60)) }, clearing.ErrDue, "the zero time means no due date"},
		"as far as time goes":  {func(o *obligation) { o.Due = time.Unix(math.MaxInt64, 0) }, clearing.ErrDue, "the zero time means no due date"},
		"2000 years of 2^32":   {func(o *obligation) { o.Due = time.Unix((1<<32+2000-1970)*31_556_952, 0) }, clearing.ErrDue, "the zero time means no due date"},
		"acceptable: longest":  {func(o *obligation) { o.ID, o.Debtor = strings.Repeat("ü", 64), strings.Repeat("d", 128) }, nil, ""},
		"acceptable: letters":  {func(o *obligation) { o.ID, o.Debtor = "№ 1/7", "Ärger & Söhne \"株式会社\" \\ <b>" }, nil, ""},
		"acceptable: as party": {func(o *obligation) { o.ID = o.Debtor }, nil, ""},
		"acceptable: last":     {func(o *obligation) { o.Due = far.Add(-1).In(east) }, nil, ""}, // year 10000 there
		"acceptable: rank":     {func(o *obligation) { o.Rank = math.MinInt }, nil, ""},
		"acceptable: no date":  {func(o *obligation) { o.Due = time.Time{}.In(time.FixedZone("", -60)) }, nil, ""}, // year 0 there
	} {
		t.Run(name, func(t *testing.T) {
			b := triangle()
			test.change(&b.Obligations[1])
			r, err := clearing.Clear(t.Context(), b, clearing.Options{})
			if test.reason == nil {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			e := refusal(t, err, test.reason)
			id := b.Obligations[1].ID
			want := clearing.Error{Reason: test.reason, Entry: "obligation", Index: 1, ID: id[:min(128, len(id))], What: test.what}
			if *e != want || r != nil {
				t.Errorf("%#v with result %v, want %#v", *e, r, want)
			}
			refusedAlike(t, b, test.reason)
		})
	}
}

// refusedAlike: everything that takes a Book refuses it for the same reason.
func refusedAlike(t *testing.T, b clearing.Book, reason error) {
	t.Helper()
	refusal(t, clearing.Verify(b, clearing.Options{}, mustClear(t, triangle())), reason)
	_, err := clearing.Digest(b)
	refusal(t, err, reason)
	for c := range clearing.Chains(b, mustClear(t, triangle())) {
		t.Errorf("a chain of a bad book: %v", c)
	}
}

func TestDuplicate(t *testing.T) {
	b := triangle()
	b.Obligations[2].ID = "a"
	_, err := clearing.Clear(t.Context(), b, clearing.Options{})
	want := clearing.Error{Reason: clearing.ErrDuplicate, Entry: "obligation", Index: 2, ID: "a", What: "obligation 0 has it too"}
	if e := refusal(t, err, clearing.ErrDuplicate); *e != want {
		t.Errorf("%#v", e)
	}
	refusedAlike(t, b, clearing.ErrDuplicate)

	b.Obligations[2].Amount = unit.New(1, unit.KilowattHour) // an ID is one over all units
	refusedAlike(t, b, clearing.ErrDuplicate)
}

// Exactly 2^62 smallest parts are cleared, to the last, and one more is refused; each unit counts by
// itself.
func TestTotalMax(t *testing.T) {
	const half = clearing.TotalMax / 2
	euro := mustUnit(t, "EUR.2")
	for _, b := range []clearing.Book{
		book(owe("a", "ann", "bob", half, euro), owe("b", "bob", "ann", half, euro)),
		book(owe("a", "ann", "bob", half-1, euro), owe("a1", "ann", "bob", 1, euro), owe("b", "bob", "ann", half, euro)),
		book(owe("a", "ann", "bob", half, euro), owe("b", "bob", "ann", half, euro), owe("c", "ann", "bob", 2*half, unit.Joule)),
	} {
		r := mustClear(t, b)
		if got := r.Totals[0].Cleared.Parts(); got != clearing.TotalMax {
			t.Errorf("%d set off", got)
		}
		if err := clearingtest.Check(b, clearing.Options{}, r); err != nil {
			t.Error(err)
		}
		if err := clearing.Verify(b, clearing.Options{}, r); err != nil {
			t.Error(err)
		}
	}
	long := mustUnit(t, "loaf-of-the-mill.0="+strings.Repeat("7", 40)+"J")
	for _, b := range []clearing.Book{
		book(owe("0", "ann", "bob", 1, euro), owe("a", "ann", "bob", half, long), owe("b", "bob", "ann", half+1, long)),
		book(owe("0", "ann", "bob", 1, euro), owe("a", "ann", "bob", math.MaxInt64, long), owe("b", "bob", "ann", math.MaxInt64, long)),
		book(owe("0", "ann", "bob", 1, euro), owe("a", "ann", "bob", 2*half+1, long)),
	} {
		_, err := clearing.Clear(t.Context(), b, clearing.Options{})
		e := refusal(t, err, clearing.ErrTotal)
		if e.Entry != "total" || e.Index != 1 || e.ID != long.String() {
			t.Errorf("%#v", e)
		}
		refusedAlike(t, b, clearing.ErrTotal)
	}
}

// The table of limits in the package comment says what the constants are.
func TestLimits(t *testing.T) {
	data, err := os.ReadFile("doc.go")
	if err != nil {
		t.Skip(err) // where a test runs without files
	}
	for _, line := range []string{
		fmt.Sprintf("//	ID, name of a party           1 to %d bytes of UTF-8, no control characters, no space at the ends\n", clearing.NameBytesMax),
		fmt.Sprintf("//	ID of an acceptance           1 to %d bytes of the same\n", clearing.AcceptanceIDBytesMax),
		fmt.Sprintf("//	rank of an acceptance         0 to %d\n", clearing.RankMax),
		fmt.Sprintf("//	stages                        %d\n", clearing.StagesMax),
		"//	entries of a Book             134,217,727\n",
		"//	windows of a Book             134,217,727, one a creditor\n",
		"//	sum of the amounts in a unit  2^62 smallest parts\n",
	} {
		if !strings.Contains(string(data), line) {
			t.Errorf("the package comment does not say %q", line)
		}
	}
	if clearing.EntriesMax != 134_217_727 || clearing.TotalMax != 1<<62 {
		t.Error("the limits have changed")
	}
}

// Whatever an ID is, a message quotes at most 32 characters of it, and no more than is safe to log.
func TestErrorText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
			rapid.Map(rapid.IntRange(0, 300), func(n int) string { return strings.Repeat("\U0001F600\n", n) })).Draw(t, "ID")
		b := book(owe(id, "ann", "ann", 1, unit.Joule))
		_, err := clearing.Clear(t.Context(), b, clearing.Options{})
		if err == nil {
			t.Fatal("a debt to oneself was accepted")
		}
		_, quoted, found := strings.Cut(err.Error(), ": obligation 0 (")
		quoted, _, closed := strings.Cut(quoted, "): ")
		quoted, bad := strconv.Unquote(quoted)
		if runes := []rune(id); !found || !closed || bad != nil || len([]rune(quoted)) > 32 || len(runes) <= 32 && quoted != id {
			t.Fatalf("%q for %q", err, id)
		}
	})
}

// Names in the other errors are clipped too.
func TestErrorTextElsewhere(t *testing.T) {
	long := func(c string) string { return strings.Repeat(c, 128) }
	b := book(owe(long("1"), long("a"), long("b"), 5, unit.Joule), owe(long("2"), long("b"), long("a"), 4, unit.Joule))
	for reason, spoil := range map[error]func(r *clearing.Result){
		clearing.ErrSetOff:   func(r *clearing.Result) { r.SetOff[0] = unit.New(9, unit.Joule) },
		clearing.ErrNet:      func(r *clearing.Result) { r.SetOff[0] = unit.New(3, unit.Joule) },
		clearing.ErrNotProof: func(r *clearing.Result) { r.Proofs[0].Potentials[0] = 9 },
		clearing.ErrDigest:   func(r *clearing.Result) { r.BookDigest = long("9") + long("9") },
		clearing.ErrShape:    func(r *clearing.Result) { r.SetOff = nil },
		clearing.ErrTotals:   func(r *clearing.Result) { r.Totals[0].Gross = unit.Amount{} },
	} {
		r := mustClear(t, b)
		spoil(r)
		err := clearing.Verify(b, clearing.Options{}, r)
		refusal(t, err, reason)
		for _, c := range []string{"1", "2", "a", "b", "9"} {
			if strings.Contains(err.Error(), strings.Repeat(c, 33)) {
				t.Errorf("quotes a name whole: %v", err)
			}
		}
	}
}

// Clear, Verify, Digest, After and Chains leave Book, Options and Result as they were.
func TestUnchanged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, o := drawn(t)
		before := fmt.Sprintf("%#v %#v", b, o)
		r := clear(t, b, o)
		text := fmt.Sprintf("%#v", r)
		_, _ = clearing.Digest(b)
		_, _ = b.After(r)
		for range clearing.Chains(b, r) {
		}
		if err := clearing.Verify(b, o, r); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprintf("%#v %#v", b, o) != before || fmt.Sprintf("%#v", r) != text {
			t.Fatal("changed")
		}
	})
}
