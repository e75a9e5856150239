package gridtest

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"example.org/mutual/partnership/grid"
	"example.org/mutual/unit"
)

// Check reports all that is wrong with the outcomes of a world's intervals, each fault with the number of the invariant
// of package grid that it breaks: 1 to 5, as far as outcomes show them.
func Check(w World, outcomes []grid.Outcome) error {
	if len(outcomes) != w.Intervals() {
		return fmt.Errorf("%d outcomes of %d intervals", len(outcomes), w.Intervals())
	}
	var faults []error
	stored := w.Terms.Store.Held.Parts()
	for k, o := range outcomes {
		readings := w.Readings[k*w.meters() : (k+1)*w.meters()]
		c := checker{world: w, readings: readings, out: o}
		c.interval(stored)
		for _, fault := range c.faults {
			faults = append(faults, fmt.Errorf("interval %d: %w", k, fault))
		}
		stored = o.Total.Stored.Parts()
	}
	return errors.Join(faults...)
}

// checker collects the faults of an outcome.
type checker struct {
	world    World
	readings []grid.Reading
	out      grid.Outcome
	faults   []error
}

// want reports an invariant as broken unless it holds.
func (c *checker) want(holds bool, invariant int, format string, args ...any) {
	if !holds {
		c.faults = append(c.faults, fmt.Errorf("invariant %d: "+format, append([]any{invariant}, args...)...))
	}
}

func (c *checker) interval(stored int64) {
	if !c.shape() {
		return
	}
	c.meters()
	c.energy(stored)
	for _, a := range c.out.Accounts {
		c.account(a)
	}
	c.sums()
	c.lastKey()
}

// shape finds accounts of others than the members, and amounts in another unit.
func (c *checker) shape() bool {
	var names []string
	t := c.out.Total
	amounts := []unit.Amount{t.Produced, t.Discharged, t.Consumed, t.Charged, t.Used, t.Surplus, t.Exported, t.Imported, t.Stored}
	for _, a := range c.out.Accounts {
		names = append(names, a.Member)
		amounts = append(amounts, a.Consumed, a.Entitled, a.Used, a.Imported, a.Inside, a.Surplus)
	}
	if !slices.Equal(names, slices.Sorted(slices.Values(c.world.Terms.Members))) {
		c.faults = append(c.faults, fmt.Errorf("accounts of %q", names))
	}
	if slices.ContainsFunc(amounts, func(a unit.Amount) bool { return a.Unit() != c.world.Terms.Unit }) {
		c.faults = append(c.faults, errors.New("an amount in another unit"))
	}
	if !c.out.At.Equal(c.readings[0].At) {
		c.faults = append(c.faults, fmt.Errorf("it is that of %v", c.out.At))
	}
	return len(c.faults) == 0
}

// meters: what was counted is what was read.
func (c *checker) meters() {
	read := map[string]unit.Amount{}
	for _, r := range c.readings {
		read[r.Meter] = r.Energy
	}
	for _, a := range c.out.Accounts {
		c.want(a.Consumed == read[a.Member], 1, "%q consumed %v", a.Member, a.Consumed)
	}
	produced := int64(0)
	for _, m := range c.world.Terms.Sources {
		produced += read[m].Parts()
	}
	t := c.out.Total
	c.want(t.Produced.Parts() == produced, 1, "%v were produced", t.Produced)
	c.want(t.Charged.Parts() == read[c.world.Terms.Store.In].Parts(), 1, "%v were charged", t.Charged)
	c.want(t.Discharged.Parts() == read[c.world.Terms.Store.Out].Parts(), 1, "%v were discharged", t.Discharged)
}

// plus adds up exactly.
func plus(amounts ...unit.Amount) *big.Int {
	sum := new(big.Int)
	for _, a := range amounts {
		sum.Add(sum, big.NewInt(a.Parts()))
	}
	return sum
}

func equal(a, b *big.Int) bool { return a.Cmp(b) == 0 }

func (c *checker) energy(stored int64) {
	t := c.out.Total
	c.want(equal(plus(t.Used, t.Surplus), plus(t.Produced, t.Discharged)), 1, "used and surplus are not what there was")
	c.want(equal(plus(t.Produced, t.Discharged, t.Imported), plus(t.Consumed, t.Charged, t.Exported)), 1, "more or less came in than went out")
	c.want(equal(plus(t.Stored, t.Discharged), plus(wh(stored), t.Charged)), 1, "the store holds %v", t.Stored)
	c.want(t.Stored.Sign() >= 0 && t.Stored.Parts() <= c.world.Terms.Store.Room.Parts(), 1, "the store holds %v", t.Stored)
	c.want(t.Exported.Sign() >= 0 && t.Exported.Parts() == max(0, t.Surplus.Parts()-t.Charged.Parts()), 1, "%v were exported", t.Exported)
}

func (c *checker) account(a grid.Account) {
	c.want(min(a.Entitled.Sign(), a.Used.Sign(), a.Imported.Sign(), a.Surplus.Sign()) >= 0, 2, "%q has less than nothing", a.Member)
	c.want(equal(plus(a.Used, a.Imported), plus(a.Consumed)), 2, "%q used %v and imported %v of %v", a.Member, a.Used, a.Imported, a.Consumed)
	c.want(equal(plus(a.Used, a.Inside, a.Surplus), plus(a.Entitled)), 2, "%q is entitled to %v", a.Member, a.Entitled)
	c.want(a.Inside.Sign() >= 0 || a.Surplus.Sign() == 0, 3, "%q has used of others' and has a surplus", a.Member)
}

func (c *checker) sums() {
	var used, consumed, entitled, inside, surplus big.Int
	for _, a := range c.out.Accounts {
		used.Add(&used, plus(a.Used))
		consumed.Add(&consumed, plus(a.Consumed))
		entitled.Add(&entitled, plus(a.Entitled))
		inside.Add(&inside, plus(a.Inside))
		surplus.Add(&surplus, plus(a.Surplus))
	}
	t := c.out.Total
	c.want(equal(&used, plus(t.Used)) && equal(&consumed, plus(t.Consumed)), 2, "the accounts do not sum to the totals")
	c.want(inside.Sign() == 0, 3, "what is settled inside sums to %v", &inside)
	if slices.ContainsFunc(c.plan().Keys, func(k grid.Key) bool { return k.Rule != grid.ByUse }) {
		c.want(equal(&entitled, plus(t.Used, t.Surplus)), 2, "entitled to %v in all", &entitled)
		c.want(equal(&surplus, plus(t.Surplus)), 2, "the surplus is %v in all", &surplus)
	} else {
		c.want(equal(&entitled, plus(t.Used)) && surplus.Sign() == 0, 2, "somebody is entitled where no key has shares")
	}
}

// plan returns the keys that held.
func (c *checker) plan() grid.Plan {
	plan := c.world.Terms.Plans[0]
	for _, p := range c.world.Terms.Plans {
		if !p.From.After(c.out.At) {
			plan = p
		}
	}
	return plan
}

// lastKey: nothing is left that the last key could still have given.
func (c *checker) lastKey() {
	keys := c.plan().Keys
	last := keys[len(keys)-1]
	for _, a := range c.out.Accounts {
		served := last.Rule == grid.Dynamic || last.Rule == grid.ByUse && (len(last.Among) == 0 || slices.Contains(last.Among, a.Member)) ||
			last.Rule == grid.Reallocated && slices.ContainsFunc(last.Shares, func(s grid.Share) bool { return s.Member == a.Member && s.Parts > 0 })
		c.want(!served || a.Imported.Sign() == 0 || c.out.Total.Surplus.Sign() == 0, 4, "%q imports %v with a surplus of %v", a.Member, a.Imported, c.out.Total.Surplus)
	}
}
