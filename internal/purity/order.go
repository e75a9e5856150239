package purity

import (
	"go/ast"
	"go/token"
	"go/types"
)

// concurrency finds the statements and types with which goroutines start and speak. The functions are in bans.
func (k *checker) concurrency(n ast.Node) {
	switch n := n.(type) {
	case *ast.GoStmt:
		k.report(ruleConcurrency, n.Pos(), "go statement: the scheduler chooses the order")
	case *ast.SelectStmt:
		k.report(ruleConcurrency, n.Pos(), "select: it chooses at random; ask ctx.Err() whether to stop")
	case *ast.SendStmt:
		k.report(ruleConcurrency, n.Arrow, "sends on a channel")
	case *ast.ChanType:
		k.report(ruleConcurrency, n.Pos(), "channel type")
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			k.report(ruleConcurrency, n.Pos(), "receives from a channel")
		}
	case *ast.RangeStmt:
		if someTerm(k.info.TypeOf(n.X), isChan) {
			k.report(ruleConcurrency, n.Pos(), "ranges over a channel")
		}
	}
}

// mapOrder finds loops over a map. The iterators of package maps are in bans.
func (k *checker) mapOrder(n ast.Node) {
	if r, ok := n.(*ast.RangeStmt); ok && someTerm(k.info.TypeOf(r.X), isMap) {
		k.report(ruleMapOrder, r.Pos(), "range over a map has no order; range over slices.Sorted(maps.Keys(m))")
	}
}

// someTerm reports whether is holds of t's underlying type or, where t is a type parameter, of that of some type that
// its constraint names. A range over any other interface does not compile.
func someTerm(t types.Type, is func(types.Type) bool) bool {
	switch u := t.Underlying().(type) {
	case *types.Interface:
		for e := range u.EmbeddedTypes() {
			if someTerm(e, is) {
				return true
			}
		}
		return false
	case *types.Union:
		for term := range u.Terms() {
			if someTerm(term.Type(), is) {
				return true
			}
		}
		return false
	default:
		return is(u)
	}
}

func isMap(t types.Type) bool {
	_, ok := t.(*types.Map)
	return ok
}

func isChan(t types.Type) bool {
	_, ok := t.(*types.Chan)
	return ok
}
