// Package imports stands for unit.
package imports

import (
	_ "bytes"
	_ "container/heap"
	_ "crypto/rand"  // want "P1: import of crypto/rand"
	_ "embed"        // want "P1: import of embed"
	_ "go/ast"       // want "P1: import of go/ast"
	_ "hash/maphash" // want "P1: import of hash/maphash"
	l "log"          // want "P1: import of log,"
	_ "log/slog"
	_ "math/big"
	_ "math/rand"     // want "P1: import of math/rand,"
	. "math/rand/v2"  // want "P1: import of math/rand/v2"
	_ "net"           // want "P1: import of net"
	_ "os"            // want "P1: import of os"
	_ "path"          // want "P1: import of path"
	_ "plugin"        // want "P1: import of plugin"
	_ "reflect"       // want "P1: import of reflect"
	_ "regexp"        // want "P1: import of regexp"
	_ "runtime"       // want "P1: import of runtime"
	_ "runtime/debug" // want "P1: import of runtime/debug"
	_ "sync"          // want "P1: import of sync"
	_ "sync/atomic"   // want "P1: import of sync/atomic"
	_ "syscall"       // want "P1: import of syscall"
	_ "testing"       // want "P1: import of testing"
	_ "unsafe"        // want "P1: import of unsafe"

	_ "github.com/google/go-cmp/cmp" // want "P1: import of github.com/google/go-cmp/cmp"
	_ "github.com/shopspring/decimal"
	_ "pgregory.net/rapid" // want "P1: import of pgregory.net/rapid"
)

func stop() int {
	l.Fatal("stopped by the import")
	return IntN(3)
}
