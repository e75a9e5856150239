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
)

var update = flag.Bool("update", false, "rewrite testdata and day.svg; commit the change only if you understand what caused it")

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
	golden(t, "day.svg", picture)
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

// All that was used came from somewhere, all that was produced went somewhere, and what some used of others' shares,
// others let them.
func TestDay(t *testing.T) {
	d, err := meter()
	if err != nil {
		t.Fatal(err)
	}
	var used, inside int64
	for _, user := range users {
		var want, got int64
		for _, n := range metered[user] {
			want += tenths(n).Parts()
		}
		for _, from := range append(sources, outside) {
			got += d.supplied[route{from, user}]
		}
		if got != want {
			t.Errorf("%s: supplied %d, used %d", user, got, want)
		}
		used, inside = used+got, inside+d.inside[user]
	}
	if inside != 0 {
		t.Errorf("others' shares sum to %d", inside)
	}
	for h, hour := range d.hours {
		var produced, taken int64
		for _, source := range sources {
			produced += tenths(metered[source][h]).Parts()
			taken += hour.used[source]
		}
		if produced != taken+hour.exported {
			t.Errorf("%02d:00: produced %d, used %d and exported %d", h, produced, taken, hour.exported)
		}
		used -= taken + hour.imported
	}
	if used != 0 {
		t.Errorf("the hours and the users differ by %d", used)
	}
}

// The month is paid for to the last watt-hour, no claim is left, and the loan is what was repaid in energy less, as
// published: 5,000 at 8p repays 62,500 of 100,000 lent at 5p.
func TestPool(t *testing.T) {
	d, err := meter()
	if err != nil {
		t.Fatal(err)
	}
	story, err := tell(io.Discard, d)
	if err != nil {
		t.Fatal(err)
	}
	for r := range story.Routes() {
		if want := d.supplied[route{r.Supplier, r.Customer}] * days; r.Supplied.Parts() != want || !r.Open().IsZero() {
			t.Errorf("%s to %s: supplied %v, want %v, and %v is open", r.Supplier, r.Customer, r.Supplied, parts(want), r.Open())
		}
	}
	for _, source := range sources {
		if at, _ := story.Position(of(source)); !at.Claims.IsZero() {
			t.Errorf("the %s owes %v", source, at.Claims)
		}
	}
	if want := kwh("17500").Parts(); story.open() != want {
		t.Errorf("%d of the loan is open, want %d", story.open(), want)
	}
}
