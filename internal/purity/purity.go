package purity

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// The rules, as the package comment numbers them.
const (
	ruleImport      = "P1"
	ruleUpwards     = "P2"
	ruleInit        = "P3"
	ruleVariable    = "P4"
	rulePanic       = "P5"
	ruleConcurrency = "P6"
	ruleClock       = "P7"
	ruleContext     = "P8"
	ruleFloat       = "P9"
	ruleMapOrder    = "P10"
	ruleDecimalEq   = "P11"
	ruleDecimal     = "P12"
	ruleConsole     = "P13"
)

// A Finding is one line that breaks one rule.
type Finding struct {
	Rule string         // P1 to P13, as the package comment numbers them
	Pos  token.Position // where; //line directives are ignored
	What string         // what was found there, and usually what to do instead
}

// String is the finding on one line, in the form that editors and terminals link: "file:line:column: rule: what".
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s: %s", f.Pos, f.Rule, f.What)
}

// compare orders findings by position, then by rule.
func (f Finding) compare(g Finding) int {
	return cmp.Or(
		cmp.Compare(f.Pos.Filename, g.Pos.Filename),
		cmp.Compare(f.Pos.Line, g.Pos.Line),
		cmp.Compare(f.Pos.Column, g.Pos.Column),
		cmp.Compare(f.Rule, g.Rule),
	)
}

// sameLine reports whether f and g say the same of the same line.
func (f Finding) sameLine(g Finding) bool {
	return f.Rule == g.Rule && f.Pos.Filename == g.Pos.Filename && f.Pos.Line == g.Pos.Line
}

// Check returns the findings in a package of class c, sorted by position, at most one for a rule and a line.
//
// The package must have been type-checked without an error, with all of info's maps Types, Instances, Defs, Uses and
// Selections made beforehand: a missing one hides findings. Nothing is read but the arguments, and none of them is
// changed.
func Check(fset *token.FileSet, files []*ast.File, pkg *types.Package, info *types.Info, c Class) []Finding {
	k := &checker{
		fset:  fset,
		info:  info,
		path:  pkg.Path(),
		class: c,
		bans:  bansByName(),
		into:  make(map[*ast.Ident]string),
	}
	for _, f := range files {
		k.file(f)
	}
	slices.SortFunc(k.found, Finding.compare)
	return k.found
}

// A checker walks the files of one package. Every rule is a method that looks at one node and reports what is wrong
// with it.
type checker struct {
	fset  *token.FileSet
	info  *types.Info
	path  string
	class Class
	bans  map[string]ban

	fn    *ast.FuncDecl         // the declaration being walked, nil outside functions
	into  map[*ast.Ident]string // a called function's name, to the function that its result goes straight into
	found []Finding
}

func (k *checker) file(f *ast.File) {
	for _, spec := range f.Imports {
		k.importSpec(spec)
	}
	for _, d := range f.Decls {
		k.fn, _ = d.(*ast.FuncDecl)
		ast.Inspect(d, k.node)
		ast.Inspect(d, k.float)
	}
}

// node applies every rule but that on floats, which steers the walk and therefore has its own.
func (k *checker) node(n ast.Node) bool {
	k.noteInto(n) // first: the names it notes are below n
	k.name(n)
	k.initFunc(n)
	k.variable(n)
	k.concurrency(n)
	k.mapOrder(n)
	k.decimalEq(n)
	return true
}

// report adds a finding, unless the class waives the rule or the line has been told already.
func (k *checker) report(rule string, pos token.Pos, format string, args ...any) {
	f := Finding{rule, k.fset.PositionFor(pos, false), fmt.Sprintf(format, args...)}
	if !slices.Contains(k.class.Waives, rule) && !slices.ContainsFunc(k.found, f.sameLine) {
		k.found = append(k.found, f)
	}
}

func (k *checker) initFunc(n ast.Node) {
	if d, ok := n.(*ast.FuncDecl); ok && d.Recv == nil && d.Name.Name == "init" {
		k.report(ruleInit, d.Pos(), "func init: importing a package does nothing")
	}
}
