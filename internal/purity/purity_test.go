//go:build !js

package purity

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// module stands for the module in testdata. The packages of its host are all empty.
const (
	host   = "house.example"
	module = host + "/m"
)

// samples lists the folders of testdata, with the path that each is checked under.
var samples = []struct{ dir, path string }{
	{"allowed", "clearing"},
	{"clock", "unit"},
	{"concurrency", "credit"},
	{"console", "unit"},
	{"contexts", "clearing"},
	{"decimalcalls", "unit"},
	{"decimaleq", "unit"},
	{"floats", "unit"},
	{"floatsclearing", "clearing"},
	{"floatsrisk", "guarantee/risk"},
	{"imports", "unit"},
	{"importsflow", "clearing/flow"},
	{"initfunc", "unit"},
	{"kit", "unit/amounttest"},
	{"maporder", "credit"},
	{"panics", "unit"},
	{"upwards", "credit"},
	{"upwardsflow", "clearing/flow"},
	{"upwardsinternal", "internal/canonical"},
	{"upwardsroot", ""},
	{"upwardsunit", "unit"},
	{"upwardsunlisted", "barter"},
	{"variables", "unit"},
}

// TestSamples checks each folder of testdata and compares the findings with the comments // want "…" "…": one text for
// each finding on the line, contained in it.
func TestSamples(t *testing.T) {
	l := newLoader(list(t, sampleImports(t)...))
	l.stubs = host
	rules := make(map[string]bool)
	for _, s := range samples {
		t.Run(s.dir, func(t *testing.T) {
			path := strings.TrimSuffix(module+"/"+s.path, "/")
			c, _ := Classify(module, path)
			names := sampleFiles(t, s.dir)
			found, err := l.check(".", path, names, c)
			if err != nil {
				t.Fatal(err)
			}
			matchWants(t, found, wants(t, names))
			for _, f := range found {
				rules[f.Rule] = true
			}
		})
	}
	for i := range 13 {
		if rule := "P" + strconv.Itoa(i+1); !rules[rule] {
			t.Errorf("no sample breaks %s", rule)
		}
	}
}

// TestSamplesListed keeps a folder from being forgotten in samples.
func TestSamplesListed(t *testing.T) {
	dirs, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, s := range samples {
		listed = append(listed, filepath.Join("testdata", s.dir))
	}
	if d := cmp.Diff(dirs, listed); d != "" {
		t.Errorf("samples (-testdata +listed):\n%s", d)
	}
}

func sampleFiles(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files in testdata/%s: %v", dir, err)
	}
	return names
}

// sampleImports returns what the samples import that exists.
func sampleImports(t *testing.T) []string {
	t.Helper()
	paths := make(map[string]bool)
	for _, name := range sampleFiles(t, "*") {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			if path, _ := strconv.Unquote(spec.Path.Value); !under(path, host) {
				paths[path] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(paths))
}

// A line is a place in a sample.
type line struct {
	file string
	no   int
}

var wantComment = regexp.MustCompile(`// want ((?:"[^"]*" ?)+)$`)

// wants returns the texts that the samples' comments ask for.
func wants(t *testing.T, names []string) map[line][]string {
	t.Helper()
	texts := make(map[line][]string)
	fset := token.NewFileSet()
	for _, name := range names {
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range slices.Concat(commentLists(f)...) {
			m := wantComment.FindStringSubmatch(c.Text)
			if m == nil {
				if strings.Contains(c.Text, "want") {
					t.Errorf("%s: unreadable: %s", fset.Position(c.Pos()), c.Text)
				}
				continue
			}
			at := line{name, fset.PositionFor(c.Pos(), false).Line}
			texts[at] = strings.Split(strings.Trim(strings.TrimSpace(m[1]), `"`), `" "`)
		}
	}
	return texts
}

func commentLists(f *ast.File) [][]*ast.Comment {
	var lists [][]*ast.Comment
	for _, g := range f.Comments {
		lists = append(lists, g.List)
	}
	return lists
}

// matchWants reports each finding that no text asks for, and each text that no finding answers.
func matchWants(t *testing.T, found []Finding, texts map[line][]string) {
	t.Helper()
	for _, f := range found {
		at := line{f.Pos.Filename, f.Pos.Line}
		i := slices.IndexFunc(texts[at], func(text string) bool { return strings.Contains(f.String(), " "+text) })
		if i < 0 {
			t.Errorf("not wanted: %s", f)
			continue
		}
		texts[at] = slices.Delete(texts[at], i, i+1)
	}
	for at, left := range texts {
		for _, text := range left {
			t.Errorf("%s:%d: not found: %s", at.file, at.no, text)
		}
	}
}

// TestFindings checks that findings are sorted, and one for a rule and a line.
func TestFindings(t *testing.T) {
	l := newLoader(list(t, sampleImports(t)...))
	found, err := l.check(".", "p", sampleFiles(t, "variables"), Class{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(found, Finding.compare) {
		t.Error("not sorted")
	}
	if n := len(found); n != len(slices.CompactFunc(found, Finding.sameLine)) {
		t.Error("a line is told twice of one rule")
	}
}

func TestFindingString(t *testing.T) {
	f := Finding{Rule: "P7", Pos: token.Position{Filename: "a/b.go", Line: 3, Column: 9}, What: "time.Now: reads the clock"}
	if got, want := f.String(), "a/b.go:3:9: P7: time.Now: reads the clock"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestTablesName checks that every name in the tables exists, because one that is misspelt forbids nothing.
func TestTablesName(t *testing.T) {
	names := slices.Concat(slices.Sorted(maps.Keys(bansByName())), writers, readers)
	for _, b := range bans {
		names = append(names, strings.Fields(b.unless)...)
	}
	l := newLoader(list(t, slices.DeleteFunc(packagesOf(names), func(p string) bool { return p == "" })...))
	for _, name := range names {
		pkg, object := splitName(name)
		scope := types.Universe
		if pkg != "" {
			p, err := l.Import(pkg)
			if err != nil {
				t.Fatal(err)
			}
			scope = p.Scope()
		}
		if !exists(scope, object) {
			t.Errorf("%s does not exist", name)
		}
	}
}

// splitName splits "math/big.Int.Cmp" into "math/big" and "Int.Cmp".
func splitName(name string) (pkg, object string) {
	slash := strings.LastIndex(name, "/") + 1
	before, after, ok := strings.Cut(name[slash:], ".")
	if !ok {
		return "", name
	}
	return name[:slash] + before, after
}

func packagesOf(names []string) []string {
	var pkgs []string
	for _, name := range names {
		pkg, _ := splitName(name)
		pkgs = append(pkgs, pkg)
	}
	slices.Sort(pkgs)
	return slices.Compact(pkgs)
}

// exists reports whether a scope holds an object, or for Type.Method that method, as bansByName spells them.
func exists(scope *types.Scope, object string) bool {
	object, method, isMethod := strings.Cut(object, ".")
	obj := scope.Lookup(object)
	if obj == nil || !isMethod {
		return obj != nil
	}
	m, _, _ := types.LookupFieldOrMethod(obj.Type(), true, obj.Pkg(), method)
	f, ok := m.(*types.Func)
	return ok && typeName(f.Signature().Recv().Type()) == object
}
