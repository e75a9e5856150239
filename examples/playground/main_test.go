package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-out", dir}, &out); err != nil {
		t.Fatal(err)
	}
	s, err := built()
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range s {
		if got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil || !bytes.Equal(got, f.plain) {
			t.Errorf("%s: %v, or not what is served", name, err)
		}
	}
	sample, err := os.ReadFile("../clearing/sample.csv")
	if err != nil || !bytes.Equal(sample, s[sampleName].plain) {
		t.Errorf("%v, or not the sample of examples/clearing", err)
	}
}

// TestServe asks for files as a browser does, until the server is told to end.
func TestServe(t *testing.T) {
	s, err := built()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- serve(ctx, listener, s) }()
	for place, want := range map[string]struct {
		status int
		kind   string
		file   string
	}{
		"/":                      {200, "text/html; charset=utf-8", "index.html"},
		"/style.css":             {200, "text/css; charset=utf-8", "style.css"},
		"/app.js":                {200, "text/javascript; charset=utf-8", "app.js"},
		"/engine.wasm":           {200, "application/wasm", "engine.wasm"},
		"/samples/../worker.js":  {200, "text/javascript; charset=utf-8", "worker.js"},
		"/go.mod":                {404, "text/plain; charset=utf-8", ""},
		"/../main.go":            {404, "text/plain; charset=utf-8", ""},
		"/samples/no/such/thing": {404, "text/plain; charset=utf-8", ""},
	} {
		status, kind, content := get(t, "http://"+listener.Addr().String()+place)
		if status != want.status || kind != want.kind || want.file != "" && !bytes.Equal(content, s[want.file].plain) {
			t.Errorf("%s: got %d, %s, %d bytes", place, status, kind, len(content))
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// get returns what a server hands out, unzipped.
func get(t *testing.T, url string) (status int, kind string, content []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body := io.Reader(response.Body)
	if response.Header.Get("Content-Encoding") == "gzip" {
		if body, err = gzip.NewReader(body); err != nil {
			t.Fatal(err)
		}
	}
	if content, err = io.ReadAll(body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header.Get("Content-Type"), content
}

func TestCommandLine(t *testing.T) {
	for _, args := range [][]string{{"-nosuch"}, {"-addr", "nowhere:-1"}} {
		if err := run(t.Context(), args, io.Discard); err == nil {
			t.Errorf("%q: want an error", args)
		}
	}
}
