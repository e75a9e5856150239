package clearingtest

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"

	"example.org/mutual/clearing/flow"
)

// ErrOBL is that a file is not in the form that WriteOBL writes.
var ErrOBL = errors.New("clearingtest: not an .obl file")

const (
	oblMagic    = 0x424c424f // in the file: OBLB
	oblCosts    = 1
	oblSupplies = 2
)

// WriteOBL writes a well-formed problem in a form that a program in any language reads into its arrays without parsing.
// All numbers are little-endian:
//
//	u32     the magic number 0x424c424f
//	u32     flags: 1 where there are costs, 2 where there are supplies
//	u64     n, the number of nodes
//	u64     m, the number of arcs
//	i32[m]  the node each arc leaves
//	i32[m]  the node each arc enters
//	i64[m]  the capacity of each arc
//	i64[m]  the cost of each arc; left out where every arc costs -1
//	i64[n]  the supply of each node; left out where Supply is nil
//
// It takes no memory but a buffer.
func WriteOBL(w io.Writer, p flow.Problem) error {
	b, flags := bufio.NewWriterSize(w, 1<<16), uint32(0)
	for i := range p.Arcs {
		if p.Arcs[i].Cost != -1 {
			flags |= oblCosts
			break
		}
	}
	if p.Supply != nil {
		flags |= oblSupplies
	}
	put32(b, oblMagic)
	put32(b, flags)
	put64(b, int64(p.Nodes))
	put64(b, int64(len(p.Arcs)))
	for i := range p.Arcs {
		put32(b, uint32(p.Arcs[i].From))
	}
	for i := range p.Arcs {
		put32(b, uint32(p.Arcs[i].To))
	}
	for i := range p.Arcs {
		put64(b, p.Arcs[i].Capacity)
	}
	if flags&oblCosts != 0 {
		for i := range p.Arcs {
			put64(b, p.Arcs[i].Cost)
		}
	}
	for _, s := range p.Supply {
		put64(b, s)
	}
	return b.Flush() // what went wrong before comes up here
}

func put32(b *bufio.Writer, x uint32) {
	b.Write(binary.LittleEndian.AppendUint32(b.AvailableBuffer(), x))
}

func put64(b *bufio.Writer, x int64) {
	b.Write(binary.LittleEndian.AppendUint64(b.AvailableBuffer(), uint64(x)))
}

// ReadOBL reads what [WriteOBL] wrote, to the end. It refuses anything else with ErrOBL, or io.ErrUnexpectedEOF where
// the file ends early; whether the problem is well formed is for the solver to say. It takes memory as the numbers come
// in, not by what the file says of its length.
func ReadOBL(r io.Reader) (flow.Problem, error) {
	b := &oblReader{r: bufio.NewReaderSize(r, 1<<16)}
	magic, flags, n, m := b.next32(), b.next32(), b.next64(), b.next64()
	if b.err == nil && (magic != oblMagic || flags > oblCosts|oblSupplies || n < 0 || n > flow.NodesMax || m < 0 || m > flow.ArcsMax) {
		b.err = ErrOBL
	}
	if b.err != nil {
		return flow.Problem{}, b.err
	}
	p := flow.Problem{Nodes: int(n)}
	for i := int64(0); i < m && b.err == nil; i++ {
		p.Arcs = append(p.Arcs, flow.Arc{From: int32(b.next32()), Cost: -1})
	}
	b.each(p.Arcs, func(a *flow.Arc) { a.To = int32(b.next32()) })
	b.each(p.Arcs, func(a *flow.Arc) { a.Capacity = b.next64() })
	if flags&oblCosts != 0 {
		b.each(p.Arcs, func(a *flow.Arc) { a.Cost = b.next64() })
	}
	if flags&oblSupplies != 0 {
		p.Supply = []int64{}
		for v := int64(0); v < n && b.err == nil; v++ {
			p.Supply = append(p.Supply, b.next64())
		}
	}
	if err := b.end(); err != nil {
		return flow.Problem{}, err
	}
	return p, nil
}

// An oblReader keeps the first error, and returns 0 from then on.
type oblReader struct {
	r   *bufio.Reader
	err error
	buf [8]byte
}

func (b *oblReader) read(n int) []byte {
	if b.err == nil {
		if _, b.err = io.ReadFull(b.r, b.buf[:n]); b.err == io.EOF {
			b.err = io.ErrUnexpectedEOF
		}
	}
	if b.err != nil {
		b.buf = [8]byte{}
	}
	return b.buf[:n]
}

func (b *oblReader) next32() uint32 { return binary.LittleEndian.Uint32(b.read(4)) }
func (b *oblReader) next64() int64  { return int64(binary.LittleEndian.Uint64(b.read(8))) }

func (b *oblReader) each(arcs []flow.Arc, read func(a *flow.Arc)) {
	for i := 0; i < len(arcs) && b.err == nil; i++ {
		read(&arcs[i])
	}
}

// end returns the first error, which may be that there is more to read.
func (b *oblReader) end() error {
	if b.err != nil {
		return b.err
	}
	switch _, err := b.r.ReadByte(); err {
	case io.EOF:
		return nil
	case nil:
		return ErrOBL
	default:
		return err
	}
}
