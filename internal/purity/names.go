package purity

import (
	"go/ast"
	"go/types"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const decimalPath = "github.com/shopspring/decimal"

// A ban forbids names, however they are reached: called, taken as a value, imported under another name or with a dot.
type ban struct {
	rule   string
	pkg    string // import path, empty for predeclared names
	names  string // separated by spaces; a method is Type.Method
	why    string
	unless string // functions and methods that make a call harmless when its result goes straight into them
}

var bans = []ban{
	{rule: rulePanic, names: "panic", why: "outside a Must function; return an error"},
	{rule: rulePanic, names: "recover", why: "hides a failure; let it pass"},
	{rule: ruleConsole, names: "print println", why: "a library prints nothing"},
	{rule: ruleConcurrency, names: "close", why: "channels belong to the solver"},

	{rule: ruleConcurrency, pkg: "iter", names: "Pull Pull2", why: "starts a coroutine; range over the sequence"},
	{rule: ruleConcurrency, pkg: "io", names: "Pipe", why: "needs a goroutine at its other end"},

	{rule: ruleClock, pkg: "time", names: "Now Since Until", why: "reads the clock; a time is a field of the action"},
	{
		rule: ruleClock, pkg: "time", why: "waits for the clock",
		names: "Sleep After Tick NewTimer NewTicker AfterFunc",
	},
	{rule: ruleClock, pkg: "time", names: "Local Time.Local", why: "is the machine's time zone; use UTC"},
	{rule: ruleClock, pkg: "time", names: "LoadLocation", why: "reads the machine's time zones"},
	{
		rule: ruleClock, pkg: "time", names: "Parse",
		why: "keeps the machine's time zone where the offset is the same; use ParseInLocation with UTC",
	},
	{
		rule: ruleClock, pkg: "time", names: "Unix UnixMilli UnixMicro", unless: "time.Time.UTC",
		why: "is in the machine's time zone; call UTC on it at once",
	},

	{
		rule: ruleContext, pkg: "context", why: "makes a context; pass on the caller's",
		names: "Background TODO AfterFunc WithCancel WithCancelCause WithDeadline WithDeadlineCause WithTimeout " +
			"WithTimeoutCause WithValue WithoutCancel",
	},

	{
		rule: ruleMapOrder, pkg: "maps", names: "Keys Values All", why: "has no order; sort it at once with slices.Sorted",
		unless: "slices.Sorted slices.SortedFunc slices.SortedStableFunc",
	},

	{
		rule: ruleDecimal, pkg: decimalPath, why: "obeys mutable globals; use DivRound, QuoRem or StringFixed",
		names: "Avg Decimal.Div Decimal.Pow Decimal.PowBigInt Decimal.Sqrt Decimal.Root " +
			"Decimal.String Decimal.StringScaled Decimal.Format Decimal.MarshalJSON Decimal.MarshalText",
	},
	{
		rule: ruleDecimal, pkg: decimalPath, why: "is a mutable global",
		names: "DivisionPrecision PowPrecisionNegativeExponent MarshalJSONWithoutQuotes TrimTrailingZeros " +
			"UseScientificNotation ExpMaxIterations MaxDecodeExponent",
	},
	{
		rule: ruleDecimal, pkg: decimalPath, why: "passes through floats",
		names: "NewFromFloat NewFromFloat32 NewFromFloatWithExponent NewFromBigFloat Decimal.BigFloat Decimal.Float64 " +
			"Decimal.InexactFloat64 Decimal.PowWithPrecision Decimal.PowInt32 Decimal.ExpHullAbrham Decimal.ExpTaylor " +
			"Decimal.Ln Decimal.Atan Decimal.Sin Decimal.Cos Decimal.Tan",
	},
	{
		rule: ruleDecimal, pkg: decimalPath, why: "wraps silently; test NumDigits or BigInt().IsInt64() first",
		names: "Decimal.IntPart Decimal.CoefficientInt64",
	},
	{
		rule: ruleDecimal, pkg: decimalPath, why: "decodes for a database, floats and all",
		names: "NullDecimal NewNullDecimal Decimal.Scan Decimal.Value Decimal.DecodeSpanner Decimal.EncodeSpanner " +
			"Decimal.MarshalBSONValue Decimal.UnmarshalBSONValue",
	},
	{
		rule: ruleDecimal, pkg: decimalPath, names: "Decimal.UnmarshalJSON",
		why: "knows no JSON escapes and passes over null; use UnmarshalText",
	},
	{rule: ruleDecimal, pkg: decimalPath, names: "RequireFromString", why: "panics"},

	{rule: ruleConsole, pkg: "fmt", names: "Print Printf Println", why: "a library prints nothing"},
	{rule: ruleConsole, pkg: "fmt", names: "Scan Scanf Scanln", why: "a library reads no console"},
	{
		rule: ruleConsole, pkg: "log/slog", why: "logs; give values a LogValue and let the application log them",
		names: "Default SetDefault SetLogLoggerLevel New NewLogLogger With Logger Log LogAttrs Debug DebugContext Info " +
			"InfoContext Warn WarnContext Error ErrorContext",
	},
}

// bansByName returns the bans by the qualified name that each forbids.
func bansByName() map[string]ban {
	byName := make(map[string]ban)
	for _, b := range bans {
		for _, name := range strings.Fields(b.names) {
			byName[joinName(b.pkg, name)] = b
		}
	}
	return byName
}

// name checks one use of a name against the bans, and against calling what panics.
func (k *checker) name(n ast.Node) {
	id, ok := n.(*ast.Ident)
	if !ok {
		return
	}
	name := k.qualified(id)
	if b, ok := k.bans[name]; ok && !k.excused(id, name, b) {
		k.report(b.rule, id.Pos(), "%s: %s", path.Base(name), b.why)
	}
	if _, ok := k.info.Uses[id].(*types.Func); ok && isMust(id.Name) && k.fn != nil && !k.inMust() {
		k.report(rulePanic, id.Pos(), "%s: may panic, outside a Must function", path.Base(name))
	}
}

// excused reports whether a banned name is harmless where it stands.
func (k *checker) excused(id *ast.Ident, name string, b ban) bool {
	return name == "panic" && k.inMust() || slices.Contains(strings.Fields(b.unless), k.into[id])
}

// noteInto notes, for calls f(g(…)) and g(…).f, that the result of g goes straight into f.
func (k *checker) noteInto(n ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpr:
		if len(n.Args) > 0 {
			k.into[called(n.Args[0])] = k.qualified(calledBy(n))
		}
	case *ast.SelectorExpr:
		k.into[called(n.X)] = k.qualified(n.Sel)
	}
}

func (k *checker) inMust() bool {
	return k.fn != nil && isMust(k.fn.Name.Name)
}

// isMust reports whether a function's name says that it may panic: Must or MustParse, not Mustard.
func isMust(name string) bool {
	rest, ok := strings.CutPrefix(name, "Must")
	first, _ := utf8.DecodeRuneInString(rest)
	return ok && !unicode.IsLower(first)
}

// called returns the name of the function that e calls, nil where e is no call of a named function.
func called(e ast.Expr) *ast.Ident {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok {
		return calledBy(call)
	}
	return nil
}

func calledBy(call *ast.CallExpr) *ast.Ident {
	fun := ast.Unparen(call.Fun)
	switch f := fun.(type) { // an explicit instantiation, f[int](x)
	case *ast.IndexExpr:
		fun = f.X
	case *ast.IndexListExpr:
		fun = f.X
	}
	switch f := fun.(type) {
	case *ast.Ident:
		return f
	case *ast.SelectorExpr:
		return f.Sel
	}
	return nil
}

// qualified returns the full name of what id refers to: "time.Now", "time.Time.Local", "panic"; empty where it refers
// to nothing that is declared elsewhere.
func (k *checker) qualified(id *ast.Ident) string {
	obj := k.info.Uses[id]
	if obj == nil {
		return ""
	}
	name := obj.Name()
	if f, ok := obj.(*types.Func); ok && f.Signature().Recv() != nil {
		name = typeName(f.Signature().Recv().Type()) + "." + name
	}
	if obj.Pkg() == nil {
		return name
	}
	return joinName(obj.Pkg().Path(), name)
}

// typeName returns the name of a receiver's type, without its pointer.
func typeName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

func joinName(pkg, name string) string {
	if pkg == "" {
		return name
	}
	return pkg + "." + name
}
