package guarantee

import (
	"slices"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/internal/machine"
	"example.org/mutual/internal/wide"
	"example.org/mutual/unit"
)

// writeLosses and readLosses are a snapshot's part. Amounts are in the snapshot's unit.
func (s *Society) writeLosses(c *codec) {
	machine.WriteAll(c, "losses", lossFields, machine.Pointed(s.defaults))
}

func (s *Society) readLosses(c *codec) {
	machine.ReadAll(c, "losses", lossFields, func(l loss) error { s.defaults = append(s.defaults, &l); return nil })
}

// recordsMax is how many claims, draws or promises one loss can have on record.
const recordsMax = 1 << 24

func lossFields(c *codec, l *loss) {
	c.Text("id", &l.id)
	placeField(c, "year", &l.year)
	c.Text("defaulter", &l.Defaulter)
	placeField(c, "accepted", &l.accepted)
	layersField(c, &l.Layers)
	machine.List(c, "steps", &l.Steps, waterfall.LayersMax, stepFields)
	claims := owedClaims(l)
	machine.List(c, "claims", &claims, recordsMax, claimFields)
	machine.List(c, "draws", &l.Draws, recordsMax, drawFields)
	c.Names("taken", &l.taken, recordsMax)
	partsField(c, "written", &l.written)
	sumsField(c, "recovered", &l.Recovered)
	sumsField(c, "worked", &l.Worked)
	if c.Out == nil {
		l.Claims, l.due = make([]waterfall.Owed, len(claims)), make([]int64, len(claims))
		for i, o := range claims {
			l.Claims[i], l.due[i] = o.Owed, o.due
		}
	}
}

// An owedClaim is a claim with what is due of it.
type owedClaim struct {
	waterfall.Owed
	due int64
}

func owedClaims(l *loss) []owedClaim {
	claims := make([]owedClaim, len(l.Claims))
	for i, o := range l.Claims {
		claims[i] = owedClaim{o, l.due[i]}
	}
	return claims
}

func claimFields(c *codec, o *owedClaim) {
	c.Text("claim", &o.Creditor)
	sumsField(c, "amount", &o.Amount)
	sumsField(c, "paid", &o.Paid)
	sumsField(c, "cut", &o.Cut)
	partsField(c, "due", &o.due)
}

func stepFields(c *codec, s *waterfall.Step) {
	sumsField(c, "reached", &s.Reached)
	sumsField(c, "borne", &s.Borne)
}

func drawFields(c *codec, d *waterfall.Draw) {
	layer := int32(d.Layer)
	placeField(c, "layer", &layer)
	d.Layer = int(layer)
	c.Text("from", &d.From)
	sumsField(c, "drawn", &d.Drawn)
	sumsField(c, "borne", &d.Borne)
	sumsField(c, "paid", &d.Paid)
}

// sumsField is an amount as partsField writes its parts.
func sumsField(c *codec, key string, a *unit.Amount) {
	parts := a.Parts()
	partsField(c, key, &parts)
	*a = unit.New(parts, c.Unit)
}

// A tally is what all losses say together, to be compared with members, promises and shares.
type tally struct {
	failed       map[string]bool // who is in default, by name
	covered      map[string]bool // the promises and calls that are of a loss
	called, paid map[callKey]wide.Sum
}

// checkLosses proves what Check must of defaults: each is a case that can be; what is due was paid by layers and not
// paid out yet; calls are what members were called for and paid; the ledger shows what creditors have not been
// paid, and no more of the claim than the society can ask.
func (s *Society) checkLosses() error {
	all := tally{make(map[string]bool), make(map[string]bool), make(map[callKey]wide.Sum), make(map[callKey]wide.Sum)}
	seen := make(map[string]bool, len(s.defaults))
	for _, l := range s.defaults {
		if seen[l.id] || int(l.year) >= len(s.years) || int(l.accepted) >= s.core.Log.Kept() {
			return broken(3, "the loss %.32q", l.id)
		}
		seen[l.id] = true
		if err := s.checkLoss(l, &all); err != nil {
			return err
		}
	}
	for _, m := range s.members {
		if m.failed && !all.failed[m.name] {
			return broken(4, "%.32q is in default without a loss", m.name)
		}
	}
	for p := range s.ledger.Promises() {
		if p.Defaulted && p.Guarantor == s.terms.Name && p.Left.Sign() > 0 && !all.covered[p.ID] {
			return broken(3, "%.32q is in default and of no loss", p.ID)
		}
	}
	return s.checkCalled(&all)
}

// checkLoss checks a loss by itself, and adds it to what all say.
func (s *Society) checkLoss(l *loss, all *tally) error {
	if err := l.Check(); err != nil {
		return broken(3, "the loss %.32q: %v", l.id, err)
	}
	n, known := s.number[l.Defaulter]
	if !known || !s.members[n].failed && !l.over() || l.written < 0 || l.claim() < 0 {
		return broken(4, "the claim on %.32q", l.Defaulter)
	}
	all.failed[l.Defaulter] = true
	if err := s.checkClaims(l, all.covered); err != nil {
		return err
	}
	for _, d := range l.Draws {
		from, known := s.number[d.From]
		kind := l.Layers[d.Layer].Kind
		if !known && kind != waterfall.Fund {
			return broken(3, "a draw on %.32q", d.From)
		}
		if kind == waterfall.Calls {
			k := callKey{from, l.year}
			all.called[k], all.paid[k] = all.called[k].Add(d.Drawn.Parts()), all.paid[k].Add(d.Paid.Parts())
		}
	}
	return nil
}

// A callKey is a member and a year.
type callKey struct{ member, year int32 }

// checkCalled compares what losses have called for and been paid with what members' shares say, in open years.
func (s *Society) checkCalled(all *tally) error {
	for n, m := range s.members {
		for _, h := range m.shares {
			k := callKey{int32(n), h.year}
			if total(h.called) != all.called[k] || total(h.paid) != all.paid[k] {
				return broken(5, "%.32q was called for %d parts and paid %d in the year %.32q", m.name, h.called, h.paid, s.years[h.year].id)
			}
		}
	}
	return nil
}

// checkClaims compares a loss's claims with the ledger: what is left of a promise is what was not paid out of it. Each
// promise is of one loss, and so is what each member has not paid of a call, and each claim of the society.
func (s *Society) checkClaims(l *loss, covered map[string]bool) error {
	for i, o := range l.Claims {
		key := o.Creditor
		if _, call := s.of(key); call {
			key += "\n" + l.Defaulter
		}
		if covered[key] {
			return broken(3, "%.32q is covered twice", o.Creditor)
		}
		covered[key] = true
		if l.due[i] < 0 || l.due[i] > o.Paid.Parts() {
			return broken(8, "what is due of %.32q", o.Creditor)
		}
		if _, call := s.of(o.Creditor); call {
			continue
		}
		p, ok := s.ledger.Promise(o.Creditor)
		if !ok || !p.Defaulted || p.Promisor != l.Defaulter || p.Left.Parts() != o.Amount.Parts()-o.Paid.Parts()+l.due[i] {
			return broken(8, "what is left of %.32q is not what was not paid of it", o.Creditor)
		}
	}
	var taken wide.Sum
	for _, id := range l.taken {
		p, ok := s.ledger.Promise(id)
		if !ok || p.Holder != s.terms.Name || p.Promisor != l.Defaulter || covered[id] {
			return broken(4, "%.32q is not a claim of the society", id)
		}
		taken, covered[id] = taken.Add(p.Left.Parts()), true
	}
	if shown, fits := taken.Int64(); !fits || shown > l.claim() || !slices.IsSortedFunc(l.Draws, func(a, b waterfall.Draw) int { return a.Layer - b.Layer }) {
		return broken(4, "the ledger shows more than the society can ask of %.32q", l.Defaulter)
	}
	return nil
}
