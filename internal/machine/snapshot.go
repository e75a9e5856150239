package machine

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit/journal"
)

// Restore reads a machine from a snapshot, up to its seal and by its own read. An error is that of r, or a
// journal.RefusalError with a reason of the machine's own.
func Restore[M any](r io.Reader, reason error, read func(*canon.Decoder) (M, error)) (m M, err error) {
	source := &reader{Reader: r}
	m, err = read(canon.NewDecoder(source))
	var none M
	switch {
	case source.err != nil:
		return none, source.err
	case err != nil:
		return none, &journal.RefusalError{Reason: reason, What: err.Error()}
	}
	return m, nil
}

// A reader remembers what went wrong with it, to tell that from what is wrong with what it read.
type reader struct {
	io.Reader
	err error
}

func (r *reader) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

// A Head is how a snapshot begins.
type Head struct {
	Format  string // whose snapshot it is, such as "mutual/credit"
	Version int64
	Rules   int64 // the version of the rules by which the machine goes
}

// Write opens the document.
func (h Head) Write(e *canon.Encoder) {
	e.BeginObject()
	e.Key("format")
	e.String(h.Format)
	e.Key("version")
	e.Int(h.Version)
	e.Key("rules")
	e.Int(h.Rules)
}

// ReadHead reads what Write wrote.
func ReadHead(d *canon.Decoder) (h Head) {
	d.BeginObject()
	d.Key("format")
	h.Format = d.String(name.BytesMax)
	d.Key("version")
	h.Version = d.Int()
	d.Key("rules")
	h.Rules = d.Int()
	return h
}

// WriteAll writes an array of objects in a member that is always there.
func WriteAll[T any](c *Codec, key string, fields func(*Codec, *T), all iter.Seq[T]) {
	c.Out.Key(key)
	c.Out.BeginArray()
	for x := range all {
		c.Begin()
		fields(c, &x)
		c.End()
	}
	c.Out.EndArray()
}

// Pointed yields what is pointed to.
func Pointed[T any](all []*T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, x := range all {
			if !yield(*x) {
				return
			}
		}
	}
}

// ReadAll reads what WriteAll wrote, and has each taken. What is wrong with one stops it.
func ReadAll[T any](c *Codec, key string, fields func(*Codec, *T), take func(T) error) {
	c.In.Key(key)
	c.In.BeginArray()
	var x, zero T // one for all, since fields makes it move to the heap
	for c.In.More() {
		x = zero
		c.Begin()
		fields(c, &x)
		c.End()
		if c.In.Err() != nil {
			return
		}
		if err := take(x); err != nil {
			c.In.Fail(fmt.Errorf("%s: %w", key, err))
		}
	}
	c.In.EndArray()
}

var errOrder = errors.New("want each once and in order")

// ReadSorted is ReadAll of what stands in an order, each once.
func ReadSorted[T any](c *Codec, key string, fields func(*Codec, *T), compare func(T, T) int, take func(T) error) {
	var last T
	first := true
	ReadAll(c, key, fields, func(x T) error {
		err := take(x)
		if err == nil && !first && compare(last, x) >= 0 {
			err = errOrder
		}
		last, first = x, false
		return err
	})
}
