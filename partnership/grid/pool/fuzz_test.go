package pool_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/partnership/grid/pool/pooltest"
	"example.org/mutual/unit/journal"
	"pgregory.net/rapid"
)

// history are moves applied by the kit's pool.
func history(tb testing.TB, seed int) []pool.Action {
	moves := rapid.SliceOfN(pooltest.Moves(), 40, 40).Example(seed)
	actions, err := pooltest.Play(pooltest.Terms("Wh"), pooltest.Actions(), newMachine, moves)
	if err != nil {
		tb.Fatal(err)
	}
	return actions
}

// A restorable pool is one that the kit can restore from its snapshots.
type restorable struct{ *pool.Pool }

func (restorable) Restore(r io.Reader) (pooltest.Machine, error) {
	p, err := pool.Restore(r)
	return restorable{p}, err
}

func newMachine(t pool.Terms) (pooltest.Machine, error) {
	p, err := pool.New(t)
	return restorable{p}, err
}

// The pool is what its kit says.
func TestPool(t *testing.T) { pooltest.Run(t, newMachine) }

// Invariant 7: whatever has happened, a pool written down is read back, and a clone is the same.
func TestRestoreAll(t *testing.T) {
	for seed := range 20 {
		p := must(pool.New(pooltest.Terms("Wh")))
		apply(t, p, history(t, seed)...)
		text := snapshot(t, p)
		r, err := pool.Restore(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, other := range []*pool.Pool{r, p.Clone()} {
			if got := snapshot(t, other); !bytes.Equal(text, got) {
				t.Fatalf("%s became %s", text, got)
			}
		}
	}
}

// A retry is safe: it is found out ahead of all else, and another action under the ID too.
func TestRetry(t *testing.T) {
	p := busy(t)
	var applied *journal.AppliedError
	if _, err := p.Apply(redeem("r1", "mill", "ann", wind, kwh("50"))); !errors.As(err, &applied) || applied.Seq == 0 {
		t.Error(err)
	}
	if _, err := p.Apply(redeem("r1", "mill", "ann", wind, kwh("51"))); !errors.Is(err, journal.ErrConflict) {
		t.Error(err)
	}
}

// What Decode accepts, Encode writes again.
func FuzzDecode(f *testing.F) {
	for _, a := range append(full(), history(f, 1)...) {
		f.Add(must(pool.Encode(a)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := pool.Decode(data)
		if err != nil {
			return
		}
		if text, err := pool.Encode(a); err != nil || !bytes.Equal(text, data) {
			t.Fatalf("%s became %s: %v", data, text, err)
		}
	})
}

// What Restore accepts, Check does, and Snapshot writes again. The seal is made to fit, so that chance gets behind it.
func FuzzRestore(f *testing.F) {
	f.Add(snapshot(f, standing(f)))
	f.Add(snapshot(f, must(pool.New(terms()))))
	f.Fuzz(func(t *testing.T, data []byte) {
		if i := bytes.LastIndex(data, []byte(`,"sha256"`)); i > 0 {
			data = []byte(seal(string(data)))
		}
		p, err := pool.Restore(bytes.NewReader(data))
		if err != nil {
			return
		}
		if text := snapshot(t, p); !bytes.Equal(text, data) {
			t.Fatalf("%s became %s", data, text)
		}
		_, _ = p.Apply(pool.Redeem{ID: "fuzz", At: on(25), By: []string{"ann"}, Supplier: "roof", Customer: "ann", Stock: wind, Amount: kwh("7")})
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
	})
}

// The kit's histories are histories: most moves are made, of every kind.
func TestMoves(t *testing.T) {
	made := map[string]int{}
	for seed := range 60 {
		for _, a := range history(t, seed) {
			text := must(pool.Encode(a))
			made[string(text[:bytes.IndexByte(text, ',')])]++
		}
	}
	t.Log(made)
	for _, a := range full() {
		text := must(pool.Encode(a))
		if kind := string(text[:bytes.IndexByte(text, ',')]); made[kind] == 0 {
			t.Errorf("no %s", kind)
		}
	}
}
