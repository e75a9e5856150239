// Package floatsclearing stands for clearing, which hands its Progress on to the solver.
package floatsclearing

type Options struct {
	Progress     func(done float64)
	Before, Rate float64 // want "P9: Before"
}

type solver struct{ o Options }

func clear(o Options) {
	s := solver{Options{Progress: o.Progress}}
	if s.o.Progress == nil {
		return
	}
	s.o.Progress(float64(3) / float64(4))
	x := float64(3) // want "P9: x"
	f := o.Progress
	f(0.5)               // want "P9: 0.5"
	done(Progress(0.5))  // want "P9: Progress(0.5)"
	_ = int(Progress(x)) // want "P9: Progress(x)"
}

func Progress(x float64) float64 { return x }

func done(x float64) {} // want "P9: x has"
