package guaranteetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// A Standing is what the layers of a machine can bear before an action, and how its losses stand: what securities,
// pledges and funds hold by the entries alone, and what members have left of provisions and calls.
type Standing struct {
	accounts map[string]int64
	members  []guarantee.Member
	left     map[string]int // how many years there had been when a member left
	opened   map[string]int // the years, by their places
	losses   []guarantee.Loss
	money    unit.Amount
	orders   *orders

	provided, called map[string]int64 // what losses of the action have drawn of provisions, and called for
}

// Stand returns how a machine stands, by the entries that the auditor was told of.
func (a *Auditor) Stand(m Machine) Standing {
	s := Standing{accounts: maps.Clone(a.accounts), members: slices.Collect(m.Members()), left: maps.Clone(a.left), opened: maps.Clone(a.opened), money: m.Purse(),
		orders: a.orders, provided: map[string]int64{}, called: map[string]int64{}}
	if l, ok := m.(Loser); ok {
		s.losses = l.Losses()
	}
	return s
}

// CheckTurns follows from layer to layer what an action, applied since s was taken, has declared lost or recovered.
// Each layer bears all that reaches it, within its share and cap, or else all that it can; what is recovered goes to
// the creditors, and then to the layers from the last to the first. It looks at what a layer bears in all, not at who
// bears it within the layer; of layers that count exposure it takes the word of the case.
func (s Standing) CheckTurns(m Machine, did guarantee.Action) error {
	l, ok := m.(Loser)
	if !ok {
		return nil
	}
	now := l.Losses()
	errs := []error{s.checkDeclared(m, now), s.checkRooms(now[len(s.losses):])}
	switch did := did.(type) {
	case guarantee.Recover:
		for i, before := range s.losses {
			if before.ID == did.Loss && did.In != guarantee.Work {
				errs = append(errs, checkBackward(before, now[i], did.Amount.Parts()))
			}
		}
	case guarantee.Clear:
		if m.Purse() != s.money {
			errs = append(errs, fmt.Errorf("invariant 7: a set-off brought %v to %v", s.money, m.Purse()))
		}
		for i, before := range s.losses {
			errs = append(errs, checkCleared(before, now[i], did.Lines))
		}
	}
	return errors.Join(errs...)
}

// checkCleared follows what a set-off has recovered of a loss, and paid of what was due of it.
func checkCleared(before, now guarantee.Loss, lines []credit.NetLine) error {
	off := map[string]int64{}
	for _, n := range lines {
		off[n.Promise] = n.SetOff.Parts()
	}
	for i, o := range before.Case.Claims {
		is := now.Case.Claims[i]
		due := before.Due[i].Parts() - off[o.Creditor+"#due"] + is.Paid.Parts() - o.Paid.Parts()
		if now.Due[i].Parts() != due {
			return fmt.Errorf("invariant 8: %s: %v are due of %s after a set-off, want %d parts", now.ID, now.Due[i], o.Creditor, due)
		}
	}
	return checkBackward(before, now, off[now.ID+"#claim"])
}

// checkDeclared follows losses that were declared together: those by the earliest layers first, and then others with
// what these have left.
func (s Standing) checkDeclared(m Machine, now []guarantee.Loss) error {
	declared := now[len(s.losses):]
	if len(declared) == 0 {
		return nil
	}
	failed := map[string]bool{}
	for member := range m.Members() {
		failed[member.Name] = member.Defaulted
	}
	byPlace, err := s.orders.sort(m, declared, now)
	if err != nil {
		return err
	}
	for at, losses := range byPlace {
		if err := s.checkForward(s.orders.layers[at], losses, failed); err != nil {
			return err
		}
		s.spend(losses)
	}
	return nil
}

// checkForward follows losses by the same layers. A layer of one's own bears for that one; a common one for all
// together.
func (s Standing) checkForward(layers []waterfall.Layer, losses []guarantee.Loss, failed map[string]bool) error {
	left := make([]int64, len(losses))
	for i, l := range losses {
		for _, o := range l.Case.Claims {
			left[i] += o.Amount.Parts()
		}
	}
	for k, layer := range layers[:len(layers)-1] {
		own := layer.Kind == waterfall.Security || layer.Kind == waterfall.Own || layer.Kind == waterfall.Pledges
		var asked, drawn int64
		for i, l := range losses {
			asked, drawn = asked+bears(layer, left[i]), drawn+drawnBy(l, k)
			left[i] -= drawnBy(l, k)
			if !own && i < len(losses)-1 {
				continue
			}
			if most, known := s.most(layer, l, failed); known && drawn != min(asked, most) {
				return fmt.Errorf("invariant 3: %s: %d parts reach the layer %s, which can bear %d and bears %d", l.ID, asked, layer.Name, most, drawn)
			}
			asked, drawn = 0, 0
		}
	}
	return nil
}

func drawnBy(l guarantee.Loss, layer int) (parts int64) {
	for _, d := range l.Case.Draws {
		if d.Layer == layer {
			parts += d.Drawn.Parts()
		}
	}
	return parts
}

// bears is what a layer bears of what reaches it if it can, rounded down.
func bears(l waterfall.Layer, reached int64) int64 {
	if l.Share != 0 {
		reached = reached/1_000_000*int64(l.Share) + reached%1_000_000*int64(l.Share)/1_000_000
	}
	if !l.Cap.Unit().IsZero() {
		reached = min(reached, l.Cap.Parts())
	}
	return reached
}

// most is the most that a layer can bear, of the defaulter of a loss alone or of all, and whether that is known.
func (s Standing) most(layer waterfall.Layer, l guarantee.Loss, failed map[string]bool) (parts int64, known bool) {
	switch layer.Kind {
	case waterfall.Security:
		return s.accounts["security/"+l.Case.Defaulter], true
	case waterfall.Fund:
		return s.accounts["fund/"+layer.Name], true
	case waterfall.Pledges:
		for _, account := range slices.Sorted(maps.Keys(s.accounts)) {
			if strings.HasPrefix(account, "pledge/") && strings.HasSuffix(account, "/"+l.Case.Defaulter) {
				parts += s.accounts[account]
			}
		}
		return parts, true
	}
	if layer.Key == waterfall.Exposure || layer.Base == waterfall.Exposure {
		return 0, false
	}
	for _, member := range s.members {
		provision, charges, _ := inYear(member, l.Year)
		switch {
		case layer.Kind == waterfall.Own:
			if member.Name == l.Case.Defaulter {
				parts += provision - s.provided[member.Name]
			}
		case failed[member.Name] || s.gone(member.Name, l.Year) || layer.Key == waterfall.Charges && charges == 0 || layer.Key == waterfall.Contribution && provision == 0:
		case layer.Kind == waterfall.Provisions:
			parts += provision - s.provided[member.Name]
		case member.Active || member.Liable:
			parts += max(0, room(layer, member, l.Year)-s.called[member.Name])
		}
	}
	return parts, true
}

// checkRooms reports who was called for more by new losses than there was room for before them. What a member owes can
// have been set off since, so that there was less room; and never more.
func (s Standing) checkRooms(losses []guarantee.Loss) error {
	for _, member := range s.members {
		called, most := map[string]int64{}, map[string]int64{} // in each year, by whichever layers let call for most
		for _, l := range losses {
			for _, d := range l.Case.Draws {
				layer := l.Case.Layers[d.Layer]
				if layer.Kind != waterfall.Calls || d.From != member.Name {
					continue
				}
				called[l.Year] += d.Drawn.Parts()
				most[l.Year] = max(most[l.Year], room(layer, member, l.Year))
			}
		}
		for _, year := range slices.Sorted(maps.Keys(called)) {
			if called[year] > most[year] {
				return fmt.Errorf("invariant 5: %s is called for %d parts in %s, with room for %d", member.Name, called[year], year, most[year])
			}
		}
	}
	return nil
}

// room is what a member can still be called for in a year: so many times what the layer counts of it, less what it was
// called for before.
func room(l waterfall.Layer, m guarantee.Member, year string) int64 {
	base, charges, called := inYear(m, year)
	switch l.Base {
	case waterfall.Charges:
		base = charges
	case waterfall.Exposure:
		base = m.Buyer.Open.Parts()
	}
	return max(0, times(l.Times, base)-called)
}

// times is the cap of a layer of calls: so many times a base, rounded down.
func times(m unit.Millionths, base int64) int64 { return bears(waterfall.Layer{Share: m}, base) }

// gone reports whether a member had left before a year was opened, whose losses then do not concern it.
func (s Standing) gone(member, year string) bool {
	years, left := s.left[member]
	return left && s.opened[year] >= years
}

// inYear is a member's provision in all, and what it was charged and called for in a year.
func inYear(m guarantee.Member, year string) (provision, charges, called int64) {
	for _, y := range m.Years {
		provision += y.Provision.Parts()
		if y.Year == year {
			charges, called = y.Charges.Parts(), y.Called.Parts()
		}
	}
	return provision, charges, called
}

// checkBackward follows a recovery: to what creditors had cut, to what they wait for, in place of calls, and then
// back through the layers.
func checkBackward(before, now guarantee.Loss, parts int64) error {
	var cut int64
	for _, o := range before.Case.Claims {
		cut += o.Cut.Parts()
	}
	want := bornePer(before)
	left := parts - min(parts, cut)
	inPlace := min(left, before.Case.Lacks().Parts()-cut)
	left -= inPlace
	for k := len(want) - 1; k >= 0; k-- {
		layer := before.Case.Layers[k]
		if layer.Kind == waterfall.Calls {
			part := min(inPlace, want[k])
			want[k], inPlace = want[k]-part, inPlace-part
		}
	}
	for k := len(want) - 1; k >= 0; k-- {
		if before.Case.Layers[k].Refill {
			part := min(left, want[k])
			want[k], left = want[k]-part, left-part
		}
	}
	if got := bornePer(now); !slices.Equal(got, want) || left > 0 {
		return fmt.Errorf("invariant 3: %s: after a recovery of %d parts the layers bear %v, want %v, and %d parts are left", now.ID, parts, got, want, left)
	}
	return nil
}

// bornePer is what each layer bears now.
func bornePer(l guarantee.Loss) []int64 {
	borne := make([]int64, len(l.Case.Layers))
	for _, d := range l.Case.Draws {
		borne[d.Layer] += d.Borne.Parts()
	}
	return borne
}
