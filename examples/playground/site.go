package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// page is what the site is made of beside what build compiles and copies.
//
//go:embed page
var page embed.FS

// What build adds to the page, by its place in the site.
const (
	engineName = "engine.wasm"
	glueName   = "wasm_exec.js"     // Go's own, which must fit the compiler
	sampleName = "samples/town.csv" // that of examples/clearing
)

// A site is its files by their places.
type site map[string]file

// A file is kept as it is and zipped, so that neither is made twice.
type file struct{ plain, zipped []byte }

// build puts the site together. It needs the go command and the folder of this program's source as the working
// directory.
func build(ctx context.Context) (site, error) {
	s := site{}
	if err := fs.WalkDir(page, "page", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := page.ReadFile(name)
		if err != nil {
			return err
		}
		return s.add(strings.TrimPrefix(name, "page/"), content)
	}); err != nil {
		return nil, err
	}
	root, err := output(ctx, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	module, err := output(ctx, "list", "-m", "-f", "{{.Dir}}", "example.org/mutual")
	if err != nil {
		return nil, err
	}
	if err := s.copy(glueName, filepath.Join(root, "lib", "wasm", glueName)); err != nil {
		return nil, err
	}
	if err := s.copy(sampleName, filepath.Join(module, "examples", "clearing", "sample.csv")); err != nil {
		return nil, err
	}
	return s, s.compile(ctx)
}

// compile adds the library as WebAssembly, without what only a debugger reads.
func (s site) compile(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "playground")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, engineName)
	if _, err := output(ctx, "build", "-trimpath", "-ldflags=-s -w", "-o", out, "./engine"); err != nil {
		return err
	}
	return s.copy(engineName, out)
}

// output runs the go command for js/wasm and returns what it prints.
func output(ctx context.Context, args ...string) (string, error) {
	var out, complaints bytes.Buffer
	c := exec.CommandContext(ctx, "go", args...)
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	c.Stdout, c.Stderr = &out, &complaints
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("go %s, which wants to run in examples/playground: %w\n%s", strings.Join(args, " "), err, complaints.String())
	}
	return strings.TrimSpace(out.String()), nil
}

func (s site) copy(name, from string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return s.add(name, content)
}

func (s site) add(name string, content []byte) error {
	var zipped bytes.Buffer
	w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(content); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	s[name] = file{content, zipped.Bytes()}
	return nil
}

// write writes the site to a folder.
func (s site) write(dir string) error {
	for name, f := range s {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(to, f.plain, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// ServeHTTP hands out the files, and nothing else there may be on this machine.
func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if name == "" {
		name = "index.html"
	}
	f, ok := s[name]
	if !ok || r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Cache-Control", "no-cache") // the next go run . may serve another library
	h.Set("Vary", "Accept-Encoding")
	h.Set("X-Content-Type-Options", "nosniff")
	content := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		content = f.zipped
	}
	h.Set("Content-Length", fmt.Sprint(len(content)))
	w.Write(content)
}

// contentType knows the site's own kinds of files, whatever the machine's tables say: without its type a browser would
// neither run a module nor compile WebAssembly as it comes in.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".wasm":
		return "application/wasm"
	case ".csv":
		return "text/csv; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}
