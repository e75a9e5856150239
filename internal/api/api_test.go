package api

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the packages export into testdata/*.txt; commit it only if the change is meant, and say it in CHANGELOG.md")

const root = "../.."

// What each package exports is what its golden file says, and there is no file without a package.
func TestGoldens(t *testing.T) {
	var files []string
	for _, dir := range packages(t) {
		got, err := exported(filepath.Join(root, dir))
		if err != nil {
			t.Fatal(err)
		}
		if got == "" {
			continue
		}
		file := filepath.Join("testdata", strings.ReplaceAll(dir, "/", ".")+".txt")
		files = append(files, file)
		golden(t, file, got)
	}
	kept, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range kept {
		if !slices.Contains(files, file) {
			t.Errorf("%s is of no package", file)
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != got {
		t.Errorf("%s: what the package exports has changed%s; if that is meant, go test ./internal/api -update", file, firstChange(string(want), got))
	}
}

// firstChange says which declaration is the first that only one of two lists has.
func firstChange(want, got string) string {
	before, now := strings.Split(want, "\n\n"), strings.Split(got, "\n\n")
	for i, d := range now {
		if i >= len(before) || before[i] != d {
			return " at\n" + d
		}
	}
	return ""
}

// packages are the folders of this module that somebody else could import, sorted.
func packages(t *testing.T) []string {
	t.Helper()
	var dirs []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		dir, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if name := d.Name(); dir != "." && (name[0] == '.' || slices.Contains([]string{"examples", "internal", "testdata", "tools"}, name) || module(path)) {
			return filepath.SkipDir
		}
		if dir != "." {
			dirs = append(dirs, filepath.ToSlash(dir))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}

// module reports whether a folder has a module of its own.
func module(path string) bool {
	_, err := os.Stat(filepath.Join(path, "go.mod"))
	return err == nil
}

// What is not exported is left out, and so is what hangs on it.
func TestExported(t *testing.T) {
	dir := t.TempDir()
	const source = `// Package p is one.
package p

import "io"

// A T is one.
type T struct {
	A, b int // of both
	w io.Writer
}

type t struct{ A int }

const (
	First = iota // the first
	second
	Third
)

var errHidden = io.EOF

func (T) M(x int) error { return nil }
func (t) M()            {}
func (T) m()            {}
func F[K any](k K) (n int) { return 1 }
func g()                 {}
`
	for name, text := range map[string]string{"p.go": source, "p_test.go": "package p\n\nfunc InTest() {}\n", "p.txt": "func Nothing()"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := exported(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"func (T) M(x int) error\n", "func F[K any](k K) (n int)\n", "\tA int\n", "\tFirst = iota\n", "\tThird\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q in\n%s", want, got)
		}
	}
	for _, not := range []string{"b int", "io.Writer", "(t)", "InTest", "Nothing", "errHidden", "g()", "return", "// of both", "// the first", "is one"} {
		if strings.Contains(got, not) {
			t.Errorf("want no %q in\n%s", not, got)
		}
	}
}
