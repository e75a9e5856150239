package purity

import (
	"go/ast"
	"go/types"
	"slices"
)

// float finds what has a float type: names declared and used, values, and the types themselves where they are written.
// It reports the outermost expression only, so it stops there. Untyped constants are exact and therefore free: 1e9 may
// be an int64.
func (k *checker) float(n ast.Node) bool {
	if k.mayFloat(n) {
		return false
	}
	e, _ := n.(ast.Expr)
	t := k.info.TypeOf(e)
	if !holdsFloat(t) {
		return true
	}
	k.report(ruleFloat, e.Pos(), "%s has the float type %s", types.ExprString(e), types.TypeString(t, (*types.Package).Name))
	return false
}

// mayFloat reports whether the class excuses n, a declaration or a call, by the names that it goes by.
func (k *checker) mayFloat(n ast.Node) bool {
	ids := governing(n)
	for _, id := range ids {
		if !slices.Contains(k.class.Floats, id.Name) {
			return false
		}
	}
	return len(ids) > 0
}

// governing returns the names by which [Class] can excuse n.
func governing(n ast.Node) []*ast.Ident {
	switch n := n.(type) {
	case *ast.FuncDecl:
		return []*ast.Ident{n.Name}
	case *ast.TypeSpec:
		return []*ast.Ident{n.Name}
	case *ast.ValueSpec:
		return n.Names
	case *ast.Field:
		return n.Names
	case *ast.ExprStmt:
		if id := called(n.X); id != nil {
			return []*ast.Ident{id}
		}
	}
	return nil
}

// holdsFloat reports whether a value of type t is a float or carries floats that are its own: elements, results, but
// not the fields of a struct, which are found where they are declared and where they are used. A node without a type,
// nil, holds none.
func holdsFloat(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return t.Info()&(types.IsFloat|types.IsComplex) != 0 && t.Info()&types.IsUntyped == 0
	case *types.Named:
		basic, ok := t.Underlying().(*types.Basic)
		return ok && holdsFloat(basic) || isBigFloat(t.Obj())
	case *types.Tuple:
		return slices.ContainsFunc(slices.Collect(t.Variables()), func(v *types.Var) bool { return holdsFloat(v.Type()) })
	case *types.Map:
		return holdsFloat(t.Key()) || holdsFloat(t.Elem())
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		return holdsFloat(t.Elem())
	}
	return false
}

func isBigFloat(name *types.TypeName) bool {
	return name.Pkg() != nil && name.Pkg().Path() == "math/big" && name.Name() == "Float"
}
