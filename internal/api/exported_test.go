package api

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

var gofmt = printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}

// exported returns the declarations that the package in a folder exports, without its tests, sorted, each followed by
// an empty line; nothing for a folder without any.
func exported(dir string) (string, error) {
	files, err := sources(dir)
	if err != nil {
		return "", err
	}
	var all []string
	for _, path := range files {
		declared, err := exportedBy(path)
		if err != nil {
			return "", err
		}
		all = append(all, declared...)
	}
	slices.Sort(all)
	return strings.Join(all, ""), nil
}

func sources(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var files []string
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			files = append(files, filepath.Join(dir, name))
		}
	}
	return files, err
}

// exportedBy returns the exported declarations of a file. Those in one pair of parentheses stay together, because
// values of constants may depend on those above.
func exportedBy(path string) ([]string, error) {
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.FileExports(file)
	var all []string
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv != nil && !exportedReceiver(d.Recv) {
				continue
			}
			d.Body = nil
		case *ast.GenDecl:
			if d.Tok == token.IMPORT {
				continue
			}
		}
		var text bytes.Buffer
		if err := gofmt.Fprint(&text, positions, d); err != nil {
			return nil, err
		}
		all = append(all, text.String()+"\n\n")
	}
	return all, nil
}

// exportedReceiver reports whether a method's type is exported.
func exportedReceiver(list *ast.FieldList) bool {
	t := list.List[0].Type
	for {
		switch inner := t.(type) {
		case *ast.StarExpr:
			t = inner.X
		case *ast.IndexExpr:
			t = inner.X
		case *ast.IndexListExpr:
			t = inner.X
		case *ast.Ident:
			return inner.IsExported()
		default:
			return false
		}
	}
}
