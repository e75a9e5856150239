package purity

import (
	"go/ast"
	"slices"
	"strconv"
	"strings"
)

// pure lists the packages from outside the module that any package may import. What little in them is not pure is in
// bans.
var pure = []string{
	"bufio",
	"bytes",
	"cmp",
	"container/heap",
	"context",
	"crypto/sha256",
	"encoding",
	"encoding/base64",
	"encoding/binary",
	"encoding/hex",
	"encoding/json",
	"errors",
	"fmt",
	"hash",
	"hash/fnv",
	"io",
	"iter",
	"log/slog", // for LogValue; see bans
	"maps",
	"math",
	"math/big",
	"math/bits",
	"slices",
	"sort",
	"strconv",
	"strings",
	"time",
	"unicode",
	"unicode/utf8",
	"unique",
	decimalPath,
}

// importSpec checks one import, for P1 or P2.
func (k *checker) importSpec(spec *ast.ImportSpec) {
	path, _ := strconv.Unquote(spec.Path.Value) // the parser has seen to the quotes
	switch {
	case under(path, k.class.Module):
		k.ownImport(spec, path)
	case !slices.Contains(pure, path) && !slices.Contains(k.class.Imports, path):
		k.report(ruleImport, spec.Pos(), "import of %s, which is not on the list of pure packages", path)
	}
}

// ownImport checks an import from within the module. Internal packages stand above all others, and know only each
// other; a kit may know anything.
func (k *checker) ownImport(spec *ast.ImportSpec, path string) {
	name := strings.TrimPrefix(path, k.class.Module+"/")
	switch {
	case name == "internal/purity":
		k.report(ruleUpwards, spec.Pos(), "import of %s, which is for a test only", path)
	case isKit(k.path):
	case isKit(path):
		k.report(ruleUpwards, spec.Pos(), "import of %s, a test kit, into shipped code", path)
	case under(name, "internal"), slices.Contains(k.class.Knows, path):
	default:
		k.report(ruleUpwards, spec.Pos(), "import of %s, which does not stand above this package: imports run upwards only", path)
	}
}
