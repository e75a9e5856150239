package flow

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel has pieces of work, numbered 0 to n-1, done by as many workers as there are processors. The first
// works in the calling goroutine, and all have ended when it returns. Who does which piece must not show in
// what comes of it.
func inParallel(n int, worker func(first bool) func(piece int) error) error {
	workers := max(1, min(runtime.GOMAXPROCS(0), n))
	errs := make([]error, workers)
	var next atomic.Int64
	take := func(i int) {
		do := worker(i == 0)
		for piece := next.Add(1) - 1; piece < int64(n) && errs[i] == nil; piece = next.Add(1) - 1 {
			errs[i] = do(int(piece))
		}
	}
	var others sync.WaitGroup
	for i := 1; i < workers; i++ {
		others.Go(func() { take(i) })
	}
	take(0)
	others.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
