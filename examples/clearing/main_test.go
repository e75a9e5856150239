package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
	for k := range c {
		c[k].Cleared, c[k].Remaining, c[k].Proof.Value, c[k].Chains = "0", c[k].Gross, "0", nil
		for i, o := range c[k].Obligations {
			c[k].Obligations[i].SetOff, c[k].Obligations[i].Remaining = "0", sum(o.SetOff, o.Remaining)
		}
	}
	return c
}
