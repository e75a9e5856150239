package contexts

import (
	"context"
	ctxt "context"
)

var root = context.Background() // want "P8: context.Background"

func run(ctx context.Context, f func()) error {
	ctx, cancel := context.WithCancel(ctx)      // want "P8: context.WithCancel:"
	ctx = ctxt.WithValue(ctx, 1, 2)             // want "P8: context.WithValue"
	ctx, _ = context.WithTimeout(ctx, 1)        // want "P8: context.WithTimeout:"
	make := context.WithDeadline                // want "P8: context.WithDeadline:"
	ctx = context.WithoutCancel(context.TODO()) // want "P8: context.WithoutCancel"
	stop := context.AfterFunc(ctx, f)           // want "P8: context.AfterFunc"
	_, _, _ = cancel, make, stop
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	return nil
}
