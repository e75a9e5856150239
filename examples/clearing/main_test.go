package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

var update = flag.Bool("update", false, "rewrite testdata and sample.svg; commit the change only if you understand what caused it")

// golden compares got with a file, or writes it.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s", file, got)
	}
}

// program runs the program with arguments and standard input, and returns what it prints.
func program(t *testing.T, in string, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(context.Background(), args, strings.NewReader(in), &out, io.Discard)
	return out.String(), err
}

func mustRun(t *testing.T, in string, args ...string) string {
	t.Helper()
	out, err := program(t, in, args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSample(t *testing.T) {
	golden(t, "testdata/sample.txt", []byte(mustRun(t, "")))
	golden(t, "testdata/sample.json", []byte(mustRun(t, "", "-json")))
}

// TestPicture also parses it: what comes from outside must not break out of its text.
func TestPicture(t *testing.T) {
	file := filepath.Join(t.TempDir(), "out.svg")
	mustRun(t, "", "-svg", file)
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "sample.svg", got)

	hostile := csvHeader + `a,"<script>","</svg>&""x",5,EUR,` + "\n" + `b,"</svg>&""x","<script>",5,EUR,` + "\n"
	mustRun(t, hostile, "-in", "-", "-svg", file)
	if got, err = os.ReadFile(file); err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(bytes.NewReader(got)); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "script" {
			t.Fatal("a name became an element")
		}
	}
}

func TestEmptyFile(t *testing.T) {
	if got := mustRun(t, csvHeader, "-in", "-", "-json"); got != "[]\n" {
		t.Errorf("got %q, want an empty array", got)
	}
	if got := mustRun(t, csvHeader, "-in", "-"); got != "Nobody owes anybody anything.\n" {
		t.Errorf("got %q", got)
	}
}

func TestPlaces(t *testing.T) {
	in := csvHeader + "1,a,b,5,JPY,\n2,b,a,7,JPY,\n3,a,b,1.125,h,\n4,b,a,1.5,h,\n5,a,b,2.5,EUR,\n"
	out := mustRun(t, in, "-in", "-", "-json", "-places", "JPY=0", "-places", "h=3")
	for _, want := range []string{`"gross": "12"`, `"gross": "2.625"`, `"gross": "2.50"`} {
		if !strings.Contains(out, want) {
			t.Errorf("want %s in\n%s", want, out)
		}
	}
	// The table and the picture have as many places as the finest amount needs, and two at least.
	in += "6,a,b,0.5,kWh,\n7,a,b,1.1000,GJ,\n8,b,a,0.0625,GJ,\n"
	file := filepath.Join(t.TempDir(), "out.svg")
	out = mustRun(t, in, "-in", "-", "-places", "JPY=0", "-places", "h=3", "-svg", file)
	picture := string(must(os.ReadFile(file)))
	for unit, owed := range map[string]string{"JPY": "12", "h": "2.625", "EUR": "2.50", "kWh": "0.50", "GJ": "1.1625"} {
		if !strings.Contains(out, " "+owed+"\n") || !strings.Contains(picture, "Before: "+owed+" "+unit+" owed") {
			t.Errorf("want %s %s in\n%s", owed, unit, out)
		}
	}
}

func TestCommandLine(t *testing.T) {
	for _, args := range [][]string{{"-nosuch"}, {"file.csv"}, {"-places", "EUR"}, {"-places", "EUR=x"}, {"-verify", "f", "-json"}} {
		if _, err := program(t, "", args...); !errors.Is(err, errUsage) {
			t.Errorf("%q: got %v, want %v", args, err, errUsage)
		}
	}
	if _, err := program(t, "", "-h"); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h: got %v", err)
	}
	if _, err := program(t, csvHeader+"1,a,b,1,kWh,\n", "-in", "-", "-places", "kWh=2"); err == nil {
		t.Error("a unit of energy has its own places, so -places kWh=2 must be refused")
	}
	if _, err := program(t, "", "-in", "no/such/file"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// claimsFile writes claims where -verify can read them.
func claimsFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "claims.json")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestVerify(t *testing.T) {
	out := mustRun(t, "", "-json")
	got := mustRun(t, "", "-verify", claimsFile(t, out))
	if strings.Count(got, "The proof holds") != 2 {
		t.Errorf("got %q", got)
	}
	if _, err := program(t, csvHeader+"1,a,b,1,EUR,\n", "-in", "-", "-verify", claimsFile(t, out)); err == nil {
		t.Error("claims about other obligations were accepted")
	}
}

// TestVerifyTampered changes one thing at a time in the claims about the sample.
func TestVerifyTampered(t *testing.T) {
	original := mustRun(t, "", "-json")
	for name, tamper := range map[string]func(c []claim) []claim{
		"unit dropped":        func(c []claim) []claim { return c[:1] },
		"unit twice":          func(c []claim) []claim { return append(c, c[0]) },
		"unit unknown":        func(c []claim) []claim { c[0].Unit = "USD"; return c },
		"gross":               func(c []claim) []claim { c[0].Gross = "30053.86"; return c },
		"cleared":             func(c []claim) []claim { c[0].Cleared = "23216.21"; return c },
		"remaining":           func(c []claim) []claim { c[0].Remaining = "6837.66"; return c },
		"net debt":            func(c []claim) []claim { c[0].NetDebt = "0.00"; return c },
		"amount not a number": func(c []claim) []claim { c[0].Gross = "1e9"; return c },
		"obligation dropped":  func(c []claim) []claim { c[0].Obligations = c[0].Obligations[1:]; return c },
		"obligation twice":    func(c []claim) []claim { c[0].Obligations[1] = c[0].Obligations[0]; return c },
		"obligation unknown":  func(c []claim) []claim { c[0].Obligations[0].ID = "?"; return c },
		"obligation elsewhere": func(c []claim) []claim {
			c[0].Obligations[0], c[1].Obligations[0] = c[1].Obligations[0], c[0].Obligations[0]
			return c
		},
		"set-off":                 func(c []claim) []claim { c[0].Obligations[0].SetOff = "0.01"; return c },
		"what stays":              func(c []claim) []claim { c[0].Obligations[0].Remaining = "0.01"; return c },
		"nothing set off":         nothingSetOff,
		"chain dropped":           func(c []claim) []claim { c[0].Chains = c[0].Chains[1:]; return c },
		"chain twice":             func(c []claim) []claim { c[0].Chains = append(c[0].Chains, c[0].Chains[0]); return c },
		"chain amount":            func(c []claim) []claim { c[0].Chains[0].Amount = "1.00"; return c },
		"chain of nothing":        func(c []claim) []claim { c[0].Chains = append(c[0].Chains, claimChain{Amount: "1.00"}); return c },
		"chain negative":          func(c []claim) []claim { c[0].Chains[0].Amount = "-1.00"; return c },
		"chains that cancel":      chainsThatCancel,
		"chains that wrap":        chainsThatWrap,
		"chain party":             func(c []claim) []claim { c[0].Chains[0].Parties[0] = "Bank"; return c },
		"chain obligation":        func(c []claim) []claim { c[0].Chains[0].Obligations[0] = "?"; return c },
		"chain of other unit":     func(c []claim) []claim { c[0].Chains[0] = c[1].Chains[0]; return c },
		"not claimed verified":    func(c []claim) []claim { c[0].Verified = false; return c },
		"stage":                   func(c []claim) []claim { c[0].Proof.Stage = "volume"; return c },
		"value":                   func(c []claim) []claim { c[0].Proof.Value = "1.00"; return c },
		"digest":                  func(c []claim) []claim { c[0].Proof.BookDigest = "00"; return c },
		"both digests":            func(c []claim) []claim { c[0].Proof.BookDigest, c[1].Proof.BookDigest = "00", "00"; return c },
		"potential":               func(c []claim) []claim { c[0].Proof.Potentials["Inn"] += 7; return c },
		"potential dropped":       func(c []claim) []claim { delete(c[0].Proof.Potentials, "Inn"); return c },
		"potential of a stranger": func(c []claim) []claim { c[0].Proof.Potentials["Bank"] = 0; return c },
	} {
		var claims []claim
		if err := json.Unmarshal([]byte(original), &claims); err != nil {
			t.Fatal(err)
		}
		tampered, err := json.Marshal(tamper(claims))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := program(t, "", "-verify", claimsFile(t, string(tampered))); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	for _, text := range []string{"", "null", "{}", original + "x", `[{"unit":"EUR","surprise":1}]`} {
		if _, err := program(t, "", "-verify", claimsFile(t, text)); err == nil {
			t.Errorf("%.40q: accepted", text)
		}
	}
}

// nothingSetOff makes claims that are consistent with each other, and not the largest set-off.
func nothingSetOff(c []claim) []claim {
	for k, u := range []unit.Unit{must(unit.Currency("EUR", 2)), unit.KilowattHour} {
		zero := unit.New(0, u).Number()
		c[k].Cleared, c[k].Remaining, c[k].Proof.Value, c[k].Chains = zero, c[k].Gross, zero, []claimChain{}
		for i, o := range c[k].Obligations {
			whole := must(must(unit.Parse(o.SetOff, u)).Add(must(unit.Parse(o.Remaining, u))))
			c[k].Obligations[i].SetOff, c[k].Obligations[i].Remaining = zero, whole.Number()
		}
	}
	return c
}

// TestVerifyForm changes nothing but the form, into what another reader could take for something else.
func TestVerifyForm(t *testing.T) {
	original := mustRun(t, "", "-json")
	if got := mustRun(t, "", "-verify", claimsFile(t, strings.ReplaceAll(original, "\n", "\r\n\t"))); !strings.Contains(got, "holds") {
		t.Errorf("spaces: %q", got)
	}
	for _, c := range [][2]string{
		{`"cleared": "23216.20"`, `"cleared": "99.00", "cleared": "23216.20"`},
		{`"cleared": "23216.20"`, `"Cleared": "23216.20"`},
		{`"cleared": "23216.20"`, `"cleared": "0023216.20"`},
		{`"cleared": "23216.20"`, `"cleared": "23216.20", "surprise": 1`},
		{`"potentials": {`, `"potentials": {"Bank": 1}, "potentials": {`},
		{`"verified": true,`, ``},
		{`"Inn": 4`, `"Inn": 4.0`},
	} {
		text := strings.Replace(original, c[0], c[1], 1)
		if text == original {
			t.Fatalf("%s is not in the sample", c[0])
		}
		if _, err := program(t, "", "-verify", claimsFile(t, text)); err == nil {
			t.Errorf("%s: accepted", c[1])
		}
	}
}

// TestVerifyWords: what is refused is said in words of the file, with what is true.
func TestVerifyWords(t *testing.T) {
	original := mustRun(t, "", "-json")
	for _, c := range []struct{ old, new, want string }{
		{original, `{}`, "want a list with an object for each unit, got object"},
		{original, ``, "this is not JSON"},
		{original, `[]`, `"EUR" is missing; it was checked against the embedded sample, and wants the -in`},
		{`"cleared": "23216.20"`, `"cleared": 23216`, "got number for"},
		{`"cleared": "23216.20"`, `"cleared": "23216.21"`, "claimed: 23216.21 EUR set off; true: 23216.20 EUR set off"},
		{`"netDebt": "3647.50"`, `"netDebt": "0.00"`, "claimed: net debt 0.00 EUR; true: net debt 3647.50 EUR"},
		{`"value": "1837.500000"`, `"value": "1.000000"`, "claimed: a value of 1.000000 kWh; true: a value of 1837.500000 kWh"},
		{`"Inn": 4`, `"Inn": 1`, `proof in EUR: not for what "Inn" owes "Bakery"`},
		{`"setOff": "1840.00"`, `"setOff": "1840.01"`, "1840.01 EUR and 0.00 EUR of 1840.00 EUR"},
	} {
		text := strings.Replace(original, c.old, c.new, 1)
		if text == original {
			t.Fatalf("%s is not in the sample", c.old)
		}
		if _, err := program(t, "", "-verify", claimsFile(t, text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40s: got %v, want %s", c.new, err, c.want)
		}
	}
	_, err := program(t, csvHeader+"1,a,b,1,EUR,\n", "-in", "-", "-verify", claimsFile(t, original))
	if !errors.Is(err, clearing.ErrDigest) || !strings.Contains(err.Error(), "checked against standard input") {
		t.Errorf("got %v", err)
	}
}

// TestVerifyLine: a set-off that is more than was owed is refused with its line.
func TestVerifyLine(t *testing.T) {
	s := must(readCSV(t.Context(), strings.NewReader(csvHeader+"x,a,b,1,EUR,\n\ny,b,a,2,EUR,\n"), nil))
	for _, c := range []struct {
		err  *clearing.Error
		want string
	}{
		{&clearing.Error{Reason: clearing.ErrSetOff, Entry: "obligation", Index: 1, ID: "y"}, `line 4: clearing: a set-off must be from zero to the obligation, in its unit: "y"`},
		{&clearing.Error{Reason: clearing.ErrNet, Entry: "party", Index: 0, ID: "a", What: "w"}, `clearing: a set-off must leave every net position as it was: party "a": w`},
		{&clearing.Error{Reason: clearing.ErrTotal, Entry: "total", Index: 0, ID: "EUR.2"}, `clearing: amounts in one unit sum to more than 2^62 smallest parts: total in EUR`},
	} {
		if got := s.locate(c.err).Error(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

// TestColours: a party has one colour in the circles of all units, though other parties are in them.
func TestColours(t *testing.T) {
	s := must(readCSV(t.Context(), bytes.NewReader(sample), nil))
	o := must(s.clear(t.Context()))
	all, seen := colours(o), map[string]int{}
	for _, u := range o.units {
		for _, a := range newCircle(o, u, all).parties {
			if seen[a.name]++; a.colour == "" || a.colour != all[a.name] {
				t.Errorf("%s is %q, want %q", a.name, a.colour, all[a.name])
			}
		}
	}
	if seen["Mill"] != 2 || all["Mill"] == all["Farm"] {
		t.Errorf("got %v and %v", seen, all)
	}
	if picture := string(draw(o)); !strings.Contains(picture, "Before: 2312.50 kWh owed") {
		t.Error("the picture does not say 2312.50 kWh as the table does")
	}
}

// TestVerifyBadFile: what is wrong with the obligations is said of them, not of the claims.
func TestVerifyBadFile(t *testing.T) {
	claims := claimsFile(t, mustRun(t, "", "-json"))
	_, err := program(t, csvHeader+"1,a,b,1,EUR,\n1,a,b,1,EUR,\n", "-in", "-", "-verify", claims)
	if !errors.Is(err, clearing.ErrDuplicate) || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("got %v", err)
	}
	if got := mustRun(t, csvHeader, "-in", "-", "-verify", claimsFile(t, "[]")); got == "" {
		t.Error("says nothing of nothing")
	}
}

// TestManyUnits: each unit is looked at once, so that many are no more work than one.
func TestManyUnits(t *testing.T) {
	in := csvHeader
	for i := range 3000 {
		in += fmt.Sprintf("i%d,a%d,b%d,1.5,U%d,\n", i, i, i, i)
	}
	if out := mustRun(t, in, "-in", "-"); strings.Count(out, "set off in 0 chains") != 3000 {
		t.Error("not every unit is there")
	}
}

// TestLongChains: a set-off whose chains are far longer than itself is refused, not run out of memory.
func TestLongChains(t *testing.T) {
	const n = 6000
	var in strings.Builder
	in.WriteString(csvHeader)
	for i := range n {
		fmt.Fprintf(&in, "p%d,f%d,f%d,%d,X,\n", i, i, i+1, n)
		fmt.Fprintf(&in, "c%d,f%d,f0,1,X,\n", i, n)
	}
	if _, err := program(t, in.String(), "-in", "-", "-json", "-places", "X=0"); !errors.Is(err, errSteps) {
		t.Errorf("got %v, want %v", err, errSteps)
	}
	if out := mustRun(t, in.String(), "-in", "-", "-places", "X=0"); !strings.Contains(out, errSteps.Error()) || !strings.Contains(out, "checked without the solver") {
		t.Error("the table is not there, or does not say that the chains are not")
	}
}

// TestPictureOfMany: names that do not fit are shortened or left out, and so are the smallest debts.
func TestPictureOfMany(t *testing.T) {
	file := filepath.Join(t.TempDir(), "many.svg")
	picture := func(in string) string {
		mustRun(t, in, "-in", "-", "-svg", file)
		return string(must(os.ReadFile(file)))
	}
	if got := picture(csvHeader + "1,A name that is far too long for this,b,1,EUR,\n"); !strings.Contains(got, "A name that…<title>A name that is far too long for this</title>") {
		t.Error("a long name is not shortened")
	}
	in := csvHeader
	for i := range 60 {
		for j := range 60 {
			if i != j {
				in += fmt.Sprintf("%d-%d,firm %d,firm %d,%d,EUR,\n", i, j, i, j, 1+i*j)
			}
		}
	}
	got := picture(in)
	if n := strings.Count(got, " owes "); n > 2*pairsMax || !strings.Contains(got, "largest debts") {
		t.Errorf("%d ribbons of 3540 debts", n)
	}
	if !strings.Contains(got, "rotate(") {
		t.Error("sixty names do not stand along the radius")
	}
}

func TestPlacesOfNoUnit(t *testing.T) {
	mustRun(t, csvHeader+"1,a,b,1,EUR,\n", "-in", "-", "-places", "JPY=0", "-places", "eur=3")
	if out := mustRun(t, csvHeader+"1,a,b,1,978,\n", "-in", "-"); !strings.Contains(out, "978: what") {
		t.Errorf("digits are a code too, and no part of an amount: got %s", out)
	}
	if _, err := program(t, csvHeader+"1,a,b,1.125,h,\n", "-in", "-"); !errors.Is(err, unit.ErrFiner) || !strings.Contains(err.Error(), "-places h=N") {
		t.Errorf("got %v", err)
	}
}

// chainsThatCancel takes a chain off and adds it again.
func chainsThatCancel(c []claim) []claim {
	more, less := c[0].Chains[0], c[0].Chains[0]
	more.Amount, less.Amount = "1.00", "-1.00"
	c[0].Chains = append(c[0].Chains, less, more)
	return c
}

// chainsThatWrap adds a ring so often that an int64 comes round to where it was.
func chainsThatWrap(c []claim) []claim {
	ring := c[0].Chains[0]
	ring.Amount = "46116860184273879.04" // 2^62 parts
	c[0].Chains = append(c[0].Chains, ring, ring, ring, ring)
	return c
}
