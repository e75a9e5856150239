package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"example.org/mutual/unit"
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
	got := mustRun(t, "-towns", "2", "-months", "12")
	const file = "testdata/towns.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != got {
		t.Errorf("%s differs (%v); got:\n%s", file, err, got)
	}
}

// The page is whole, needs nothing from elsewhere, and has a line for each way in both charts.
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
	if lines := bytes.Count(page, []byte("<polyline")); lines != 2*len(ways) {
		t.Errorf("%d lines, want %d", lines, 2*len(ways))
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

// Nothing is made or lost but what the model says: money comes in as income and leaves for bills; all that was
// promised is paid, set off, settled in Stock, lost, or still owed; and the society owes what it is owed.
func TestNothingIsLost(t *testing.T) {
	eur, err := unit.Currency("EUR", 2)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(3) {
		chance := rand.New(rand.NewPCG(seed, 99))
		town := newTown(chance)
		months := town.happens(chance, 18)
		for _, w := range ways {
			e, err := live(context.Background(), town, eur, w, months)
			if err != nil {
				t.Fatal(err)
			}
			checkMoney(t, e, months)
			checkDebts(t, e)
		}
	}
}

func checkMoney(t *testing.T, e *economy, months []month) {
	t.Helper()
	var came, holds int64
	for p, q := range e.parties {
		came += q.turns * cashOf100 / 100
		for _, m := range months {
			came += m.income[p]
		}
	}
	for who, parts := range e.cash {
		if parts < 0 {
			t.Errorf("%s: %s has %d", e.name, who, parts)
		}
		holds += parts
	}
	if holds != came {
		t.Errorf("%s: %d parts of money came in, and there are %d", e.name, came, holds)
	}
}

func checkDebts(t *testing.T, e *economy) {
	t.Helper()
	var owes, owed int64
	for _, d := range e.debts {
		if d.parts <= 0 || d.debtor == d.creditor {
			t.Errorf("%s: a debt %+v", e.name, d)
		}
		if d.debtor == society {
			owes += d.parts
		}
		if d.creditor == society {
			owed += d.parts
		}
	}
	if owes != owed {
		t.Errorf("%s: the society owes %d and is owed %d", e.name, owes, owed)
	}
	for who, parts := range e.stock {
		if parts < 0 {
			t.Errorf("%s: %s holds %d of Stock", e.name, who, parts)
		}
	}
}

// Everybody sells in an ordinary month what it buys, so that nobody is ruined by the model itself.
func TestTownIsInBalance(t *testing.T) {
	town := newTown(rand.New(rand.NewPCG(1, 1)))
	net := make([]int64, len(town.parties))
	for _, d := range town.trades {
		net[d.buyer] -= d.parts
		net[d.seller] += d.parts
	}
	for p, parts := range net {
		if parts != 0 {
			t.Errorf("%s is %d ahead", town.parties[p].name, parts)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, args := range [][]string{{"-towns", "0"}, {"-towns", "101"}, {"-months", "5"}, {"-months", "241"}, {"-seed", "-1"}, {"town"}, {"-nothing"}} {
		var complaint bytes.Buffer
		if err := run(context.Background(), args, io.Discard, &complaint); !errors.Is(err, errUsage) || !strings.Contains(complaint.String(), "Usage") {
			t.Errorf("%v: %v, %q", args, err, complaint.String())
		}
	}
}
