package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"example.org/mutual/partnership"
)

var update = flag.Bool("update", false, "rewrite testdata and shares.svg; commit the change only if you understand what caused it")

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
	golden(t, "shares.svg", picture)
	if err := xml.Unmarshal(picture, new(struct{ XMLName xml.Name })); err != nil {
		t.Error(err)
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

// The first two years are as published: 4,800 net of 6,000, a tenth for 12,000 at 120,000, and then 4,200. From there
// on each year but that without work is, to a penny of rounding, what a Plan says.
func TestYears(t *testing.T) {
	years, err := tellHouse(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if first := years[0]; first.rental != pounds("4800") || first.nths != 30 || first.n != 100 {
		t.Errorf("got %+v", first)
	}
	if years[1].rental != pounds("4200") {
		t.Errorf("got %+v", years[1])
	}
	plan := partnership.Plan{Value: worth, Provided: pounds("84000"), Rental: rental}
	steps, err := plan.WithTotal(budget)
	if err != nil {
		t.Fatal(err)
	}
	worked := slices.DeleteFunc(years[1:], func(y year) bool { return y.year == idleYear })
	if len(worked) != len(steps) {
		t.Fatalf("got %d years, want %d", len(worked), len(steps))
	}
	for k, y := range worked {
		if off := y.rental.Parts() - steps[k].Rental.Parts(); off < -1 || off > 1 {
			t.Errorf("%d: a rental of %v, want %v", y.year, y.rental, steps[k].Rental)
		}
	}
}

// A veto leaves the terms as they were, and nothing open.
func TestVeto(t *testing.T) {
	houses, err := found(io.Discard, fiveHouses, 2027)
	if err != nil {
		t.Fatal(err)
	}
	before := houses.Terms()
	if houses.veto(); houses.err != nil {
		t.Fatal(houses.err)
	}
	if after := houses.Terms(); !reflect.DeepEqual(after, before) {
		t.Errorf("got %+v, want %+v", after, before)
	}
	for range houses.Proposals() {
		t.Error("a proposal is open yet")
	}
}
