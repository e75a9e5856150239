//go:build js && wasm

// Engine is the library in the page: worker.js runs it, and calls its function mutual.
//
// mutual takes a question as JSON text and returns the answer as JSON text: see package play. While it works it calls
// worker.js's function progress with the fraction done. It cannot be interrupted: who does not want to wait ends the
// Worker.
package main

import (
	"context"
	"syscall/js"

	"example.org/mutual/examples/playground/play"
)

func main() {
	js.Global().Set("mutual", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return string(play.Answer(context.Background(), []byte(args[0].String()), report()))
	}))
	js.Global().Call("ready")
	select {} // a program that ends takes its functions along
}

// report returns a function that reports progress, a hundred times at most.
func report() func(float64) {
	last := -1
	return func(done float64) {
		if percent := int(100 * done); percent > last {
			last = percent
			js.Global().Call("progress", done)
		}
	}
}
