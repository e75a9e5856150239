// Playground is the library in a web page: it compiles it to WebAssembly and serves it to a browser on this machine.
//
//	go run .                        in this folder: compile, serve, and print the address
//	go run . -addr localhost:9000   at another address
//	go run . -out site              write the files to a folder, for any other file server, and end
//
// The page asks no other server for anything, and sends nothing anywhere: the library runs in a Web Worker of the page.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	f := flag.NewFlagSet("playground", flag.ContinueOnError)
	addr := f.String("addr", "localhost:8080", "serve at this `address`; port 0 takes a free one")
	dir := f.String("out", "", "write the files to this `folder` and end")
	if err := f.Parse(args); err != nil {
		return err
	}
	fmt.Fprintln(out, "Compiling the library to WebAssembly ...")
	s, err := build(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %.1f MB, %.1f MB on its way to the browser\n", engineName, megabytes(s[engineName].plain), megabytes(s[engineName].zipped))
	if *dir != "" {
		return s.write(*dir)
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Open http://%s in a browser. Ctrl+C ends it.\n", listener.Addr())
	return serve(ctx, listener, s)
}

func megabytes(content []byte) float64 { return float64(len(content)) / 1e6 }

// serve answers browsers until ctx ends.
func serve(ctx context.Context, listener net.Listener, s site) error {
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
