package partnership_test

import (
	"bytes"
	"errors"
	"strconv"
	"testing"

	"example.org/mutual/partnership"
	"example.org/mutual/unit/journal"
)

// Founders sign in any order; with the last of them the first nths are theirs.
func TestAdopt(t *testing.T) {
	p := must(partnership.New(terms()))
	apply(t, p, partnership.Adopt{ID: "1", At: day, By: []string{"olu", "mia"}})
	if p.Adopted() || p.N() != 0 {
		t.Error("founded by two of four")
	}
	_, err := p.Apply(partnership.Admit{ID: "2", At: day, By: []string{"ann", "mia"}, Member: "ann"})
	if !errors.Is(err, partnership.ErrAdopted) {
		t.Error(err)
	}
	var refused *journal.RefusalError
	if _, err = p.Apply(partnership.Adopt{ID: "2", At: day, By: []string{"olu"}}); !errors.As(err, &refused) || len(refused.Missing) != 2 {
		t.Error(err)
	}
	apply(t, p, partnership.Adopt{ID: "2", At: day, By: []string{"cus", "ivy"}})
	if !p.Adopted() || p.N() != 100 || p.Nths("ivy") != 80 || p.Nths("olu") != 20 {
		t.Error(p.N(), p.Nths("ivy"), p.Nths("olu"))
	}
}

// What a batch did before it failed is undone, also where the lists of members have grown in between.
func TestUndo(t *testing.T) {
	p := founded(t, terms())
	before := snapshot(t, p)
	_, err := p.Batch(
		partnership.Admit{ID: "1", At: day, By: []string{"ann", "mia"}, Member: "ann"},
		partnership.Leave{ID: "2", At: day, By: []string{"ivy"}, Member: "ivy"},
		partnership.Admit{ID: "3", At: day, By: []string{"bob", "mia"}, Member: "bob"},
		partnership.Leave{ID: "4", At: day, By: []string{"mia"}, Member: "mia"},
	)
	if !errors.Is(err, partnership.ErrOffice) {
		t.Error(err)
	}
	if after := snapshot(t, p); !bytes.Equal(before, after) {
		t.Errorf("got %s, want %s", after, before)
	}
}

// So is what was done to those who were there before the lists moved to make room for more.
func TestUndoMoved(t *testing.T) {
	p := founded(t, terms())
	before := snapshot(t, p)
	batch := []partnership.Action{
		partnership.Transfer{ID: "t", At: day, By: []string{"ivy", "olu", "mia"}, From: "ivy", To: "olu", Nths: 7},
		partnership.Leave{ID: "l", At: day, By: []string{"ivy"}, Member: "ivy"},
	}
	for i := range 100 {
		who := "n" + strconv.Itoa(i)
		batch = append(batch, partnership.Admit{ID: who, At: day, By: []string{who, "mia"}, Member: who})
	}
	batch = append(batch, partnership.Leave{ID: "x", At: day, By: []string{"mia"}, Member: "mia"})
	if _, err := p.Batch(batch...); !errors.Is(err, partnership.ErrOffice) {
		t.Error(err)
	}
	if after := snapshot(t, p); !bytes.Equal(before, after) {
		t.Errorf("got %s, want %s", after, before)
	}
}

func TestSnapshot(t *testing.T) {
	p := founded(t, terms())
	apply(t, p,
		partnership.Admit{ID: "1", At: day, By: []string{"ann", "mia"}, Member: "ann"},
		partnership.Leave{ID: "2", At: on(6), By: []string{"ivy"}, Member: "ivy"})
	text := snapshot(t, p)
	q, err := partnership.Restore(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(snapshot(t, q), text) || !bytes.Equal(snapshot(t, p.Clone()), text) {
		t.Error("another snapshot")
	}
	apply(t, p.Clone(), partnership.Leave{ID: "3", At: on(7), By: []string{"ann"}, Member: "ann"})
	if !bytes.Equal(snapshot(t, p), text) {
		t.Error("a clone's action changed it")
	}
}
