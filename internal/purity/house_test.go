//go:build !js

package purity

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestHouse checks every package of the module. A finding reads as the package comment says.
func TestHouse(t *testing.T) {
	root := moduleRoot(t)
	readFolders(t, root)
	listed := list(t, "./...")
	l := newLoader(listed)
	var shipped, kits []string
	for _, p := range listed {
		if p.Module == nil || !p.Module.Main {
			continue
		}
		c, checked := Classify(p.Module.Path, p.ImportPath)
		if !checked {
			continue
		}
		switch {
		case isKit(p.ImportPath):
			kits = append(kits, p.ImportPath)
		case !strings.HasSuffix(p.ImportPath, "/internal/purity"): // which alone would prove nothing
			shipped = append(shipped, p.ImportPath)
		}
		t.Run(p.ImportPath, func(t *testing.T) { checkHouse(t, l, root, p, c) })
	}
	t.Logf("%d shipped packages: %s", len(shipped), strings.Join(shipped, " "))
	t.Logf("%d test kits: %s", len(kits), strings.Join(kits, " "))
	if len(shipped) == 0 {
		t.Error("no shipped package was checked")
	}
}

// checkHouse checks one package as go list found it.
func checkHouse(t *testing.T, l *loader, root string, p listing, c Class) {
	if p.Error != nil {
		t.Fatalf("not checked, because it does not compile:\n%s", p.Error.Err)
	}
	for _, e := range p.DepsErrors {
		t.Fatalf("not checked, because what it imports does not compile:\n%s", e.Err)
	}
	for _, name := range unread(p) {
		t.Errorf("%s is not checked: it is not Go, or this build leaves it out", name)
	}
	var names []string
	for _, name := range p.GoFiles {
		names = append(names, filepath.Join(p.Dir, name))
	}
	found, err := l.check(root, p.ImportPath, names, c)
	if err != nil {
		t.Fatalf("not checked, because it does not type-check: %v", err)
	}
	for _, f := range found {
		t.Error(f)
	}
}

// unread returns the files that a checker of this build's Go cannot see, so that nothing hides in them.
func unread(p listing) []string {
	files := slices.Concat(p.IgnoredGoFiles, p.CgoFiles, p.SFiles, p.SysoFiles, p.IgnoredOtherFiles)
	return slices.DeleteFunc(files, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
}

// readFolders opens every folder of the module. What the go command reads is unknown to the cache of test results, what
// the test itself opens is: without this a package that is new would leave an old "ok" standing.
func readFolders(t *testing.T, root string) {
	t.Helper()
	err := filepath.WalkDir(root, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
