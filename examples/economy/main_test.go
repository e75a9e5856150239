package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata; commit the change only if you understand what caused it")

func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(context.Background(), args, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// What is printed is what it was, on every platform.
func TestGolden(t *testing.T) {
	for name, args := range map[string][]string{
		"towns.txt":  {"-towns", "2", "-months", "18"},
		"ledger.txt": {"-towns", "1", "-months", "6", "-seed", "7", "-way", "no clearing"},
	} {
		got, file := mustRun(t, args...), filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(file); err != nil || string(want) != got {
			t.Errorf("%s differs (%v); got:\n%s", file, err, got)
		}
	}
}

// The page is whole, needs nothing from elsewhere, and has a line for each way in all charts.
func TestReport(t *testing.T) {
	file := filepath.Join(t.TempDir(), "town.html")
	mustRun(t, "-towns", "1", "-months", "6", "-report", file)
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if found := regexp.MustCompile(`(?i)(src|href)=|https?://|url\(|@import`).FindString(string(page)); found != "" {
		t.Errorf("the page reaches outside: %s", found)
	}
	if lines := bytes.Count(page, []byte("<polyline")); lines != 3*len(ways) {
		t.Errorf("%d lines, want %d", lines, 3*len(ways))
	}
	if bytes.Contains(page, []byte("NaN")) || bytes.Contains(page, []byte("Inf")) {
		t.Error("a place in a picture is no number")
	}
	d := xml.NewDecoder(bytes.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, args := range [][]string{
		{"-towns", "0"}, {"-towns", "101"}, {"-months", "5"}, {"-months", "241"}, {"-seed", "-1"}, {"-way", "barter"}, {"town"}, {"-nothing"},
	} {
		var complaint bytes.Buffer
		if err := run(context.Background(), args, io.Discard, &complaint); !errors.Is(err, errUsage) || !strings.Contains(complaint.String(), "Usage") {
			t.Errorf("%v: %v, %q", args, err, complaint.String())
		}
	}
}

// An interrupted run ends, says so, and prints nothing.
func TestInterrupt(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var out bytes.Buffer
	if err := run(ctx, nil, &out, io.Discard); !errors.Is(err, context.Canceled) || out.Len() > 0 {
		t.Errorf("got %v after %d bytes", err, out.Len())
	}
}

// A finding counts towns, and says so in words.
func TestInTowns(t *testing.T) {
	for _, c := range []struct {
		less, more int
		want       string
	}{
		{5, 0, "less in all of 5 towns"}, {0, 5, "more in all of 5 towns"}, {0, 0, "the same in all of 5 towns"},
		{3, 1, "less in 3 of 5 towns, and more in 1"}, {0, 2, "more in 2 of 5 towns"}, {4, 0, "less in 4 of 5 towns"}, {1, 0, "less in 1 of 5 towns"},
	} {
		if got := inTowns(c.less, c.more, 5); got != c.want {
			t.Errorf("%d and %d: %q, want %q", c.less, c.more, got, c.want)
		}
	}
}
