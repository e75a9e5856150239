package flowtest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"example.org/mutual/clearing/flow"
	"pgregory.net/rapid"
)

// A Solver is a function with the contract of flow.Solve.
type Solver = func(context.Context, flow.Problem, flow.Options) (*flow.Solution, error)

// Run holds a solver to the promises of package flow: [Judge] on small members of all families, on generated
// problems and on generated circulations.
func Run(t rapid.TB, solve Solver) {
	t.Helper()
	for _, named := range families() {
		if err := Judge(named.problem, solve); err != nil {
			t.Errorf("%s: %v", named.name, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if err := Judge(Problems().Draw(t, "problem"), solve); err != nil {
			t.Fatal(err)
		}
		if err := Judge(Circulations().Draw(t, "circulation"), solve); err != nil {
			t.Fatal(err)
		}
	})
}

// Judge reports what is wrong with a solver's answer to a well-formed problem that is small enough for
// [Cheapest] and within the limits of package flow but for its total cost: the answer must hold to [Check] and cost
// what Cheapest says, or be the right error; it must be the same when asked again; and the problem must be as it was.
func Judge(p flow.Problem, solve Solver) error {
	given := Clone(p)
	s, err := solve(context.Background(), given, flow.Options{})
	again, errAgain := solve(context.Background(), given, flow.Options{})
	errs := []error{judgeAnswer(p, s, err)}
	if !Same(p, given) {
		errs = append(errs, errors.New("the problem was changed"))
	}
	if fmt.Sprint(s, err) != fmt.Sprint(again, errAgain) {
		errs = append(errs, fmt.Errorf("asked again: %v, %v after %v, %v", again, errAgain, s, err))
	}
	return errors.Join(errs...)
}

func judgeAnswer(p flow.Problem, s *flow.Solution, err error) error {
	cost, feasible := Cheapest(p)
	if err != nil && s != nil {
		return fmt.Errorf("a solution beside the error %w", err)
	}
	switch {
	case !feasible:
		if !errors.Is(err, flow.ErrInfeasible) {
			return fmt.Errorf("no flow carries the supplies, but the answer is %v, %v", s, err)
		}
		return nil
	case !cost.IsInt64():
		if !errors.Is(err, flow.ErrRange) {
			return fmt.Errorf("the cost %v does not fit an int64, but the answer is %v, %v", cost, s, err)
		}
		return nil
	case err != nil:
		return fmt.Errorf("a flow of cost %v was refused: %w", cost, err)
	case s == nil:
		return errors.New("neither solution nor error")
	case s.Cost != cost.Int64():
		err = fmt.Errorf("a cost of %d where the cheapest flow costs %v", s.Cost, cost)
	}
	return errors.Join(err, Check(p, s))
}

// Clone returns a problem that shares no memory with p.
func Clone(p flow.Problem) flow.Problem {
	return flow.Problem{Nodes: p.Nodes, Arcs: slices.Clone(p.Arcs), Supply: slices.Clone(p.Supply)}
}

// Same reports whether two problems are equal, a nil Supply only to a nil one.
func Same(p, q flow.Problem) bool {
	return p.Nodes == q.Nodes && slices.Equal(p.Arcs, q.Arcs) &&
		slices.Equal(p.Supply, q.Supply) && (p.Supply == nil) == (q.Supply == nil)
}

type namedProblem struct {
	name    string
	problem flow.Problem
}

// families returns a small member of each family, which Cheapest answers in milliseconds.
func families() []namedProblem {
	return []namedProblem{
		{"zero", flow.Problem{}},
		{"ring", Ring(24, 10)},
		{"ring near the limit", Ring(4, flow.TotalMax/4)},
		{"path", Path(16, 5)},
		{"thin torus", Torus(2, 10, 20, 1)},
		{"torus", Torus(5, 5, 1000, 2)},
		{"hub", Hub(20, 50, 3)},
		{"complete", Complete(7, 100, 4)},
		{"scattered", Scattered(20, 60, 30, 5)},
		{"equal amounts", Scattered(20, 60, 1, 6)},
		{"parallel", Parallel(12, 3)},
		{"chain", Chain(8, 1<<40)},
		{"whirl", Whirl(1000)},
		{"transport", Transport(5, 20, 7)},
		{"network", Network(15, 60, 20, 10000, 8)},
	}
}
