// Package importsflow stands for clearing/flow, which may use all processors, and nothing else.
package importsflow

import (
	"context"
	_ "net" // want "P1: import of net"
	"runtime"
	_ "runtime/debug" // want "P1: import of runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

type Options struct {
	Progress func(done float64)
	Weight   float64 // want "P9: Weight has the float type float64"
}

var pool sync.Pool

func solve(ctx context.Context, o Options, done, all int64) int64 {
	ctx, cancel := context.WithCancel(ctx) // want "P8: context.WithCancel"
	defer cancel()
	var sum atomic.Int64
	var group sync.WaitGroup
	results := make(chan int64, runtime.NumCPU())
	for range cap(results) {
		go func() { results <- 1 }()
	}
	select {
	case r := <-results:
		sum.Add(r)
	case <-ctx.Done():
	case <-time.After(1): // want "P7: time.After"
	}
	close(results)
	group.Wait()
	pool.Put(nil) // want "P4: uses the pointer method Put of the package variable pool"
	o.Progress(float64(done) / float64(all))
	return sum.Load()
}
