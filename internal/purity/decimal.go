package purity

import (
	"go/ast"
	"go/token"
	"go/types"
)

// decimalEq finds comparisons of decimals by representation, in which New(1, 0) differs from itself: == and !=, switch,
// map keys, and type arguments that must be comparable. Decimal's forbidden functions are in bans.
func (k *checker) decimalEq(n ast.Node) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if n.Op == token.EQL || n.Op == token.NEQ {
			k.equates(n.OpPos, n.X, n.Y)
		}
	case *ast.SwitchStmt:
		if n.Tag != nil {
			k.equates(n.Pos(), append(cases(n), n.Tag)...)
		}
	case *ast.MapType:
		if holdsDecimal(k.info.TypeOf(n.Key)) {
			k.report(ruleDecimalEq, n.Key.Pos(), "map key of type %s: equal decimals are different keys", types.ExprString(n.Key))
		}
	case *ast.Ident:
		k.typeArgs(n)
	}
}

// equates reports a comparison at pos if any operand is a decimal or holds one.
func (k *checker) equates(pos token.Pos, operands ...ast.Expr) {
	for _, e := range operands {
		if holdsDecimal(k.info.TypeOf(e)) {
			k.report(ruleDecimalEq, pos, "compares the representation of the decimal in %s; use Equal or Cmp", types.ExprString(e))
		}
	}
}

// cases returns the values that a switch compares its tag with.
func cases(s *ast.SwitchStmt) []ast.Expr {
	var values []ast.Expr
	for _, clause := range s.Body.List {
		values = append(values, clause.(*ast.CaseClause).List...)
	}
	return values
}

// typeArgs finds decimals in place of a comparable type parameter, as in slices.Index: the comparison is inside.
func (k *checker) typeArgs(id *ast.Ident) {
	args, params := k.info.Instances[id].TypeArgs, typeParams(k.info.Uses[id])
	for i := range min(args.Len(), params.Len()) {
		constraint := params.At(i).Constraint().Underlying().(*types.Interface)
		if constraint.IsComparable() && holdsDecimal(args.At(i)) {
			k.report(ruleDecimalEq, id.Pos(), "%s compares decimals by representation", id.Name)
		}
	}
}

// typeParams returns the parameters of a generic function or type.
func typeParams(obj types.Object) *types.TypeParamList {
	if obj == nil {
		return nil
	}
	if t, ok := obj.Type().(interface{ TypeParams() *types.TypeParamList }); ok {
		return t.TypeParams()
	}
	return nil
}

// holdsDecimal reports whether comparing two values of type t compares the inside of a decimal, which is known by the
// package of its fields, so that type price decimal.Decimal counts too.
func holdsDecimal(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Array:
		return holdsDecimal(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if f.Pkg().Path() == decimalPath || holdsDecimal(f.Type()) {
				return true
			}
		}
	}
	return false
}
