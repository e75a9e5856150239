package main

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata; commit the change only if you understand what caused it")

// TestMain makes the program of the tests: started with this variable set, the test binary is the program itself.
func TestMain(m *testing.M) {
	if os.Getenv("EMBED_PROGRAM") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// told runs the program and returns what it prints.
func told(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), args, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestStory(t *testing.T) {
	got := told(t)
	if *update {
		if err := os.WriteFile("testdata/story.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/story.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got:\n%s", got)
	}
}

// A second run sends every request again, is answered the same, and told so. That the file's name needs quoting in a
// URL is no matter.
func TestAgain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a town? 100%.db")
	first, second := told(t, "-db", file), told(t, "-db", file)
	if answers(second) != answers(first) {
		t.Errorf("first:\n%s\nsecond:\n%s", first, second)
	}
	if got, want := strings.Count(second, again), strings.Count(second, ": entry "); got != want || strings.Count(first, again) != 1 {
		t.Errorf("%d of %d entries were sent again the second time; the first time:\n%s", got, want, first)
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
}

func TestCommandLine(t *testing.T) {
	for _, crash := range []string{"stored", "stored:0", "stored:-1", "stored:x", ":1", "nowhere:1"} {
		err := run(t.Context(), []string{"-crash", crash}, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "the points are") {
			t.Errorf("%s: %v", crash, err)
		}
	}
}
