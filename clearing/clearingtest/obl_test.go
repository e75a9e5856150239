package clearingtest_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"reflect"
	"testing"
	"testing/iotest"

	"example.org/mutual/clearing/clearingtest"
	"example.org/mutual/clearing/flow"
	"example.org/mutual/clearing/flow/flowtest"
	"pgregory.net/rapid"
)

func ExampleWriteOBL() {
	var b bytes.Buffer
	err := clearingtest.WriteOBL(&b, flow.Problem{Nodes: 3, Arcs: []flow.Arc{{From: 0, To: 2, Capacity: 5, Cost: -1}}})
	fmt.Print(err, "\n", hex.Dump(b.Bytes()))
	// Output:
	// <nil>
	// 00000000  4f 42 4c 42 00 00 00 00  03 00 00 00 00 00 00 00  |OBLB............|
	// 00000010  01 00 00 00 00 00 00 00  00 00 00 00 02 00 00 00  |................|
	// 00000020  05 00 00 00 00 00 00 00                           |........|
}

func written(tb testing.TB, p flow.Problem) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := clearingtest.WriteOBL(&b, p); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// What is written is read again, and its length is what the comment says.
func TestOBL(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.OneOf(flowtest.Problems(), flowtest.Circulations()).Draw(t, "problem")
		var b bytes.Buffer
		if err := clearingtest.WriteOBL(&b, p); err != nil {
			t.Fatal(err)
		}
		want := 24 + 16*len(p.Arcs) + 8*len(p.Supply)
		for _, a := range p.Arcs {
			if a.Cost != -1 {
				want += 8 * len(p.Arcs)
				break
			}
		}
		if b.Len() != want {
			t.Errorf("%d bytes, not %d", b.Len(), want)
		}
		q, err := clearingtest.ReadOBL(iotest.OneByteReader(&b))
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Arcs) == 0 {
			p.Arcs = nil
		}
		if !reflect.DeepEqual(p, q) {
			t.Errorf("%v was read as %v", p, q)
		}
	})
}

func TestOBLRefuses(t *testing.T) {
	good := written(t, clearingtest.Netgen8(20, 1))
	for n := range good {
		if _, err := clearingtest.ReadOBL(bytes.NewReader(good[:n])); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("%d bytes of %d: %v", n, len(good), err)
		}
	}
	for name, spoil := range map[string]func(b []byte) []byte{
		"more":            func(b []byte) []byte { return append(b, 0) },
		"magic":           func(b []byte) []byte { b[0]++; return b },
		"flags":           func(b []byte) []byte { b[4] |= 4; return b },
		"too many nodes":  func(b []byte) []byte { b[13] = 1; return b },
		"below zero":      func(b []byte) []byte { b[15] = 0x80; return b },
		"too many arcs":   func(b []byte) []byte { b[21] = 1; return b },
		"arcs below zero": func(b []byte) []byte { b[23] = 0x80; return b },
	} {
		if _, err := clearingtest.ReadOBL(bytes.NewReader(spoil(bytes.Clone(good)))); !errors.Is(err, clearingtest.ErrOBL) {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := errors.New("broken")
	for _, r := range []io.Reader{iotest.ErrReader(broken), io.MultiReader(bytes.NewReader(good), iotest.ErrReader(broken))} {
		if _, err := clearingtest.ReadOBL(r); !errors.Is(err, broken) {
			t.Error(err)
		}
	}
	// A file that says it is long and is not takes no memory for it.
	long := bytes.Clone(good[:24])
	copy(long[16:], []byte{0xff, 0xff, 0xff, 0x3f})
	if n := testing.AllocsPerRun(1, func() { clearingtest.ReadOBL(bytes.NewReader(long)) }); n > 10 {
		t.Errorf("%v allocations", n)
	}
}

// A writer that fails is noticed, wherever it does.
func TestOBLWriter(t *testing.T) {
	p := clearingtest.Uniform(10, 10_000, 1)
	for _, n := range []int{0, 30, 70_000, 159_000} {
		if err := clearingtest.WriteOBL(&failing{n}, p); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
	if n := testing.AllocsPerRun(10, func() { clearingtest.WriteOBL(io.Discard, p) }); n > 3 {
		t.Errorf("%v allocations for 10,000 arcs", n)
	}
}

type failing struct{ left int }

func (f *failing) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(b), nil
}

// FuzzReadOBL: whatever is read is written as it was.
func FuzzReadOBL(f *testing.F) {
	for _, p := range []flow.Problem{{}, flowtest.Ring(3, 10), clearingtest.Netgen8(20, 1), {Nodes: 2, Supply: []int64{1, -1}}} {
		f.Add(written(f, p))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := clearingtest.ReadOBL(bytes.NewReader(b))
		if err != nil {
			return
		}
		q, err := clearingtest.ReadOBL(bytes.NewReader(written(t, p)))
		if err != nil || !reflect.DeepEqual(p, q) {
			t.Errorf("%v was read again as %v, %v", p, q, err)
		}
	})
}

func BenchmarkWriteOBL(b *testing.B) {
	p := clearingtest.Uniform(140_000, 1_000_000, 1)
	b.SetBytes(int64(len(written(b, p))))
	b.ReportAllocs()
	for b.Loop() {
		if err := clearingtest.WriteOBL(io.Discard, p); err != nil {
			b.Fatal(err)
		}
	}
}
