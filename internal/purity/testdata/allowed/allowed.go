// Package allowed stands for clearing, and breaks nothing.
package allowed

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	_ "house.example/m/clearing/flow"
	_ "house.example/m/internal/canonical"
	_ "house.example/m/unit"
	_ "house.example/m/unit/journal"
)

// ErrTooMany is a sentinel.
var ErrTooMany = errors.New("allowed: too many")

// A Rule is an interface, and Even a value of it.
type Rule interface{ Round(int64) int64 }

type even struct{}

func (even) Round(n int64) int64 { return n &^ 1 }

var (
	_ Rule           = even{}
	_ json.Marshaler = (*state)(nil)

	// Even is a value for callers.
	Even Rule = even{}

	codes  = map[string]int{"kWh": 6}
	names  = []string{"J", "Wh"}
	joules = big.NewRat(3600, 1)
	escape = strings.NewReplacer("a", "b")
	start  = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	none   = MustParse("0")
)

// Options are those of a long work.
type Options struct {
	Progress func(done float64)
}

type state struct {
	names map[string]int64
	total int64
	last  time.Time
}

func (s *state) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(s.names)) {
		s.total += s.names[name]
		fmt.Fprintf(&b, "%s=%d", name, s.names[name])
	}
	delete(s.names, "none")
	return b.Bytes(), nil
}

// MustParse is Parse, and panics.
func MustParse(s string) decimal.Decimal {
	d, err := decimal.NewFromString(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Work is long.
func Work(ctx context.Context, r io.Reader, o Options, all int) error {
	in, sum := bufio.NewReader(r), sha256.New()
	for i := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		if o.Progress != nil {
			o.Progress(float64(i) / float64(all))
		}
	}
	_, err := io.Copy(sum, in)
	return fmt.Errorf("%w: %w of %d", ErrTooMany, err, codes["kWh"])
}

// Read reads package variables, which is free.
func Read() (int, iter.Seq[string]) {
	local := slices.Clone(names)
	local[0] = names[1]
	slices.Sort(local)
	x := new(big.Rat).Mul(joules, joules)
	ok := joules.Sign() > 0 && x.Cmp(joules) == 0 && none.IsZero() && start.Before(start)
	if ok && Even.Round(3) == 2 && math.MaxInt64 > 1e18 {
		return len(escape.Replace("a")), slices.Values(append([]string(nil), names...))
	}
	return codes["kWh"] + len(names[:1]), slices.Values(local)
}
