package purity

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// writers change what their first argument holds, or may: append writes behind a slice's length.
var writers = []string{
	"append", "clear", "close", "copy", "delete",
	"maps.Copy", "maps.DeleteFunc", "maps.Insert",
	"slices.AppendSeq", "slices.Compact", "slices.CompactFunc", "slices.Delete", "slices.DeleteFunc", "slices.Insert",
	"slices.Replace", "slices.Reverse", "slices.Sort", "slices.SortFunc", "slices.SortStableFunc",
	"sort.Float64s", "sort.Ints", "sort.Slice", "sort.SliceStable", "sort.Sort", "sort.Stable", "sort.Strings",
}

// readers have a pointer receiver and leave it as it is, so that a big number can be a constant in all but name. Rat's
// Num and Denom are not among them: they hand out what is inside.
var readers = []string{
	"math/big.Int.Append", "math/big.Int.Bit", "math/big.Int.BitLen", "math/big.Int.Bytes", "math/big.Int.Cmp",
	"math/big.Int.CmpAbs", "math/big.Int.Int64", "math/big.Int.IsInt64", "math/big.Int.IsUint64", "math/big.Int.Sign",
	"math/big.Int.String", "math/big.Int.Text", "math/big.Int.Uint64",
	"math/big.Rat.Cmp", "math/big.Rat.FloatString", "math/big.Rat.IsInt", "math/big.Rat.RatString", "math/big.Rat.Sign",
	"math/big.Rat.String",
	"regexp.Regexp.Match", "regexp.Regexp.MatchString", "strings.Replacer.Replace",
}

// variable finds writes to package variables, and the addresses through which they could be written unseen.
func (k *checker) variable(n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		k.writes("assigns to", n.Lhs...)
	case *ast.IncDecStmt:
		k.writes("assigns to", n.X)
	case *ast.RangeStmt:
		k.writes("assigns to", n.Key, n.Value)
	case *ast.SendStmt:
		k.writes("sends on", n.Chan)
	case *ast.UnaryExpr:
		k.unary(n)
	case *ast.SliceExpr:
		k.sliceOfArray(n)
	case *ast.SelectorExpr:
		k.pointerMethod(n)
	case *ast.CallExpr:
		k.writerCall(n)
	}
}

// writes reports the package variables that the places in es belong to. An absent place is nil.
func (k *checker) writes(how string, es ...ast.Expr) {
	for _, e := range es {
		if v := k.root(e); v != nil {
			k.report(ruleVariable, e.Pos(), "%s the package variable %s", how, k.shown(v))
		}
	}
}

func (k *checker) unary(n *ast.UnaryExpr) {
	switch n.Op {
	case token.AND:
		k.writes("takes the address of", n.X)
	case token.ARROW:
		k.writes("receives from", n.X)
	}
}

// sliceOfArray finds a[:], which is the address of an array in other clothes.
func (k *checker) sliceOfArray(n *ast.SliceExpr) {
	if _, ok := k.info.TypeOf(n.X).Underlying().(*types.Array); ok {
		k.writes("takes the address of", n.X)
	}
}

// pointerMethod finds v.M where M has a pointer receiver, called or taken as a value.
func (k *checker) pointerMethod(n *ast.SelectorExpr) {
	s := k.info.Selections[n]
	if s == nil || s.Kind() != types.MethodVal || slices.Contains(readers, k.qualified(n.Sel)) {
		return
	}
	recv := s.Obj().(*types.Func).Signature().Recv()
	if _, ok := types.Unalias(recv.Type()).(*types.Pointer); ok {
		k.writes("uses the pointer method "+n.Sel.Name+" of", n.X)
	}
}

func (k *checker) writerCall(n *ast.CallExpr) {
	id := calledBy(n)
	if len(n.Args) > 0 && slices.Contains(writers, k.qualified(id)) {
		k.writes(id.Name+" writes to", n.Args[0])
	}
}

// root returns the package variable that a place belongs to, or is reached through; nil where there is none.
func (k *checker) root(e ast.Expr) *types.Var {
	switch e := e.(type) {
	case *ast.Ident:
		return k.packageVar(e)
	case *ast.SelectorExpr:
		if v := k.packageVar(e.Sel); v != nil { // of another package: pkg.V
			return v
		}
		return k.root(e.X)
	case *ast.ParenExpr:
		return k.root(e.X)
	case *ast.StarExpr:
		return k.root(e.X)
	case *ast.IndexExpr:
		return k.root(e.X)
	case *ast.SliceExpr:
		return k.root(e.X)
	case *ast.TypeAssertExpr:
		return k.root(e.X)
	case *ast.CallExpr: // a conversion is the same place under another type
		if k.info.Types[e.Fun].IsType() {
			return k.root(e.Args[0])
		}
	}
	return nil
}

// packageVar returns the variable that id names where it belongs to a package, this one or another.
func (k *checker) packageVar(id *ast.Ident) *types.Var {
	v, ok := k.info.Uses[id].(*types.Var)
	if !ok || v.IsField() || v.Pkg() == nil || v.Pkg().Scope().Lookup(v.Name()) != v {
		return nil
	}
	return v
}

// shown names a variable as this package writes it.
func (k *checker) shown(v *types.Var) string {
	if v.Pkg().Path() == k.path {
		return v.Name()
	}
	return v.Pkg().Name() + "." + v.Name()
}
