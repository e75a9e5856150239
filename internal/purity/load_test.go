//go:build !js

package purity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A listing is what go list says of one package, as far as these tests ask.
type listing struct {
	ImportPath, Dir, Export     string
	GoFiles, IgnoredGoFiles     []string
	CgoFiles, SFiles, SysoFiles []string
	IgnoredOtherFiles           []string
	Module                      *struct {
		Path string
		Main bool
	}
	Error      *struct{ Err string }
	DepsErrors []struct{ Err string }
}

const listingFields = "ImportPath,Dir,Export,GoFiles,IgnoredGoFiles,CgoFiles,SFiles,SysoFiles,IgnoredOtherFiles,Module,Error,DepsErrors"

// moduleRoot returns the folder of the go.mod that this package belongs to.
func moduleRoot(t *testing.T) string {
	t.Helper()
	return filepath.Dir(strings.TrimSpace(string(goCommand(t, ".", "env", "GOMOD"))))
}

// goCommand runs the go command in dir and returns what it prints.
func goCommand(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, exit.Stderr)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// list returns the packages that match the patterns, after all that they depend on, each compiled: its export data is
// in the file Export. A package that does not compile is there too, with its Error.
func list(t *testing.T, patterns ...string) []listing {
	t.Helper()
	args := append([]string{"list", "-e", "-export", "-deps", "-json=" + listingFields}, patterns...)
	dec := json.NewDecoder(bytes.NewReader(goCommand(t, moduleRoot(t), args...)))
	var all []listing
	for {
		var l listing
		if err := dec.Decode(&l); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
}

// A loader type-checks packages from source, and what they import from export data.
type loader struct {
	fset    *token.FileSet
	imports types.ImporterFrom
	stubs   string // packages under this path are taken for empty, so that a test may import what does not exist
}

func newLoader(listed []listing) *loader {
	export := make(map[string]string)
	for _, l := range listed {
		export[l.ImportPath] = l.Export
	}
	lookup := func(path string) (io.ReadCloser, error) {
		if export[path] == "" {
			return nil, fmt.Errorf("%s has not been compiled", path)
		}
		return os.Open(export[path])
	}
	fset := token.NewFileSet()
	return &loader{fset: fset, imports: importer.ForCompiler(fset, "gc", lookup).(types.ImporterFrom)}
}

func (l *loader) Import(path string) (*types.Package, error) { return l.ImportFrom(path, "", 0) }

func (l *loader) ImportFrom(path, dir string, mode types.ImportMode) (*types.Package, error) {
	if l.stubs != "" && under(path, l.stubs) {
		stub := types.NewPackage(path, filepath.Base(path))
		stub.MarkComplete()
		return stub, nil
	}
	return l.imports.ImportFrom(path, dir, mode)
}

// check parses and type-checks the files as the package at path, and returns what Check finds. Positions are relative
// to root.
func (l *loader) check(root, path string, names []string, c Class) ([]Finding, error) {
	files, err := l.parse(root, names)
	if err != nil {
		return nil, err
	}
	info := &types.Info{
		Types:      make(map[ast.Expr]types.TypeAndValue),
		Instances:  make(map[*ast.Ident]types.Instance),
		Defs:       make(map[*ast.Ident]types.Object),
		Uses:       make(map[*ast.Ident]types.Object),
		Selections: make(map[*ast.SelectorExpr]*types.Selection),
	}
	conf := types.Config{Importer: l, Sizes: types.SizesFor("gc", runtime.GOARCH)}
	pkg, err := conf.Check(path, l.fset, files, info)
	if err != nil {
		return nil, err
	}
	return Check(l.fset, files, pkg, info, c), nil
}

func (l *loader) parse(root string, names []string) ([]*ast.File, error) {
	var files []*ast.File
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(l.fset, rel, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}
