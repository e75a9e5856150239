package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"example.org/mutual/unit"
)

var update = flag.Bool("update", false, "rewrite testdata and waterfall.svg; commit the change only if you understand what caused it")

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

func TestStory(t *testing.T) {
	var out bytes.Buffer
	file := filepath.Join(t.TempDir(), "out.svg")
	if err := run([]string{"-svg", file}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/story.txt", out.Bytes())
	picture, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "waterfall.svg", picture)
	if err := xml.Unmarshal(picture, new(struct{ XMLName xml.Name })); err != nil {
		t.Error(err)
	}
}

// What the table says that it cost each firm is the money that it handed to the Trust and has not got any more.
func TestCosts(t *testing.T) {
	story, err := tell(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var all, owed int64
	for _, firm := range firms {
		if firm == "Joinery" {
			continue
		}
		m, _ := story.society.Member(firm)
		handed := euros("400.00").Parts()
		if firm == "Bakery" {
			handed += euros("150.00").Parts() // its pledge
		}
		c := story.costs[firm]
		if want := handed + c.owed - m.Deposit.Parts(); c.all != want { // its claim was paid to its deposit
			t.Errorf("%s: %d, want %d", firm, c.all, want)
		}
		all, owed = all+c.all, owed+c.owed
	}
	// The cost of the whole loss, of which the Joinery paid its security, provision and tools, went somewhere.
	s := story.society
	spent := euros("40.00").Parts() + owed - euros("500.00").Parts() - tools.Parts() - euros("54.00").Parts() - euros("300.00").Parts()
	joinery, _ := s.Member("Joinery")
	if left := s.Fund("reserve").Parts() + s.CostBook().Parts() + joinery.Deposit.Parts(); all != spent+left {
		t.Errorf("paid %v in all, of which %v is spent and %v left", unit.New(all, eur), unit.New(spent, eur), unit.New(left, eur))
	}
}

func TestCommandLine(t *testing.T) {
	for _, args := range [][]string{{"-nosuch"}, {"file"}} {
		if err := run(args, io.Discard, io.Discard); !errors.Is(err, errUsage) {
			t.Errorf("%q: got %v, want %v", args, err, errUsage)
		}
	}
	if err := run([]string{"-h"}, io.Discard, io.Discard); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h: got %v", err)
	}
}
