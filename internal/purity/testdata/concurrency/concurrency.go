package concurrency

import (
	"context"
	"io"
	"iter"
	. "iter"
)

type stream = chan int // want "P6: channel type"

type source interface {
	~chan int // want "P6: channel type"
}

func start(f func(), in <-chan int) { // want "P6: channel type"
	go f()         // want "P6: go statement"
	go func() {}() // want "P6: go statement"
	for range in { // want "P6: ranges over a channel"
	}
	v, ok := <-in // want "P6: receives from a channel"
	_, _ = v, ok
}

func drain[C source](c C) {
	for range c { // want "P6: ranges over a channel"
	}
	c <- 1   // want "P6: sends on a channel"
	close(c) // want "P6: close"
}

func wait(ctx context.Context) error {
	select { // want "P6: select"
	case <-ctx.Done(): // want "P6: receives from a channel"
	default:
	}
	return ctx.Err()
}

func pull(seq iter.Seq[int]) {
	next, stop := iter.Pull(seq) // want "P6: iter.Pull:"
	defer stop()
	next()
	f := Pull2[int, int] // want "P6: iter.Pull2:"
	_ = f
	_, _ = io.Pipe() // want "P6: io.Pipe"
}

type closer struct{}

func (closer) close() {}

func shadow(c closer) { c.close() }
