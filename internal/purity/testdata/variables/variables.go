package variables

import (
	"errors"
	"io"
	"maps"
	"math/big"
	"slices"
	"sort"

	"github.com/shopspring/decimal"
	. "github.com/shopspring/decimal"
)

type point struct{ x, y int }

func (p *point) move()   { p.x++ }
func (p point) sum() int { return p.x + p.y }

type segment struct {
	point
	ends [2]point
	tags map[string]int
}

var (
	count  int
	Public string
	origin point
	line   segment
	linep  = &segment{}
	names  = []string{"a"}
	table  = map[string][]int{}
	grid   [3][3]int
	anyway any      = &point{}
	total           = big.NewInt(0)
	whole           = big.NewRat(1, 1)
	hook            = func() { count = 1 } // want "P4: assigns to the package variable count"
	alias           = &count               // want "P4: takes the address of the package variable count"
	input  chan int                        // want "P6: channel type"
	ErrEnd = errors.New("end")
)

func assign(s []int) {
	count = 1                        // want "P4: assigns to the package variable count"
	count++                          // want "P4: assigns to the package variable count"
	(count) += 2                     // want "P4: assigns to the package variable count"
	Public, s = "x", nil             // want "P4: assigns to the package variable Public"
	origin.x = 1                     // want "P4: assigns to the package variable origin"
	line.ends[1].y--                 // want "P4: assigns to the package variable line"
	line.tags["a"] = 1               // want "P4: assigns to the package variable line"
	linep.x = 1                      // want "P4: assigns to the package variable linep"
	*linep = segment{}               // want "P4: assigns to the package variable linep"
	(*linep).ends[0] = point{}       // want "P4: assigns to the package variable linep"
	names[0] = "b"                   // want "P4: assigns to the package variable names"
	table["a"][2]++                  // want "P4: assigns to the package variable table"
	grid[1][2] = 3                   // want "P4: assigns to the package variable grid"
	anyway.(*point).x = 1            // want "P4: assigns to the package variable anyway"
	(*point)(&line.point).x = 1      // want "P4: takes the address of the package variable line"
	sort.StringSlice(names)[0] = "c" // want "P4: assigns to the package variable names"
	for count = range 3 {            // want "P4: assigns to the package variable count"
	}
	for _, origin.y = range s { // want "P4: assigns to the package variable origin"
	}
	func() {
		defer func() { ErrEnd = nil }() // want "P4: assigns to the package variable ErrEnd"
	}()
	for names = nil; ; names = names[1:] { // want "P4: assigns to the package variable names"
		break
	}
	input <- 1                // want "P4: sends on the package variable input" "P6: sends"
	if c, ok := <-input; ok { // want "P4: receives from the package variable input" "P6: receives"
		_ = c
	}
}

func addresses() (*int, []int) {
	set(&count)             // want "P4: takes the address of the package variable count"
	p := &origin            // want "P4: takes the address of the package variable origin"
	set(&line.ends[0].x)    // want "P4: takes the address of the package variable line"
	set(&table["a"][0])     // want "P4: takes the address of the package variable table"
	origin.move()           // want "P4: uses the pointer method move of the package variable origin"
	line.move()             // want "P4: uses the pointer method move of the package variable line"
	f := line.ends[0].move  // want "P4: uses the pointer method move of the package variable line"
	(*point).move(&origin)  // want "P4: takes the address of the package variable origin"
	linep.move()            // want "P4: uses the pointer method move of the package variable linep"
	total.Add(total, total) // want "P4: uses the pointer method Add of the package variable total"
	whole.Num().SetInt64(2) // want "P4: uses the pointer method Num of the package variable whole"
	p.move()
	f()
	return &p.x, grid[0][:] // want "P4: takes the address of the package variable grid"
}

func calls() []string {
	delete(table, "a")                   // want "P4: delete writes to the package variable table"
	clear(line.tags)                     // want "P4: clear writes to the package variable line"
	copy(names[1:], names)               // want "P4: copy writes to the package variable names"
	copy(grid[0][:], grid[1][:])         // want "P4"
	close(input)                         // want "P4: close writes to the package variable input" "P6: close"
	slices.Sort(names)                   // want "P4: Sort writes to the package variable names"
	slices.Reverse[[]string](names)      // want "P4: Reverse writes to the package variable names"
	maps.Copy(table, map[string][]int{}) // want "P4: Copy writes to the package variable table"
	sort.Sort(sort.StringSlice(names))   // want "P4: Sort writes to the package variable names"
	return append(names, "d")            // want "P4: append writes to the package variable names"
}

func others() {
	decimal.DivisionPrecision = 3 // want "P4: assigns to the package variable decimal.DivisionPrecision" "P12: decimal.DivisionPrecision"
	TrimTrailingZeros = false     // want "P4: assigns to the package variable decimal.TrimTrailingZeros" "P12: decimal.TrimTrailingZeros"
	io.EOF = nil                  // want "P4: assigns to the package variable io.EOF"
	p := &decimal.Zero            // want "P4: takes the address of the package variable decimal.Zero"
	_ = p
}

func set(*int) {}

// A local variable hides the package's.
func shadow() int {
	count, names, origin := 1, []string{""}, point{}
	count++
	names[0] = "b"
	origin.move()
	p := &count
	return *p + line.sum() + line.ends[0].sum() + total.Sign()
}
