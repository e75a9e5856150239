package credittest

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/credit"
	"example.org/mutual/unit"
)

// A header is what all actions have.
type header struct {
	id string
	at time.Time
	by []string
}

// with returns an action with another header.
func with(a credit.Action, change func(*header)) credit.Action {
	v := reflect.New(reflect.TypeOf(a)).Elem()
	v.Set(reflect.ValueOf(a))
	id, at, by := v.FieldByName("ID"), v.FieldByName("At"), v.FieldByName("By")
	h := header{id.String(), at.Interface().(time.Time), by.Interface().([]string)}
	change(&h)
	id.SetString(h.id)
	at.Set(reflect.ValueOf(h.at))
	by.Set(reflect.ValueOf(h.by))
	return v.Interface().(credit.Action)
}

// spoilt changes one thing about an action, for some twists.
func (a *act) spoilt(made credit.Action) credit.Action {
	long := strings.Repeat("x", 200)
	switch a.Twist {
	case 102:
		a.at = a.at.Add(-100 * time.Hour)
	case 103:
		a.at = time.Time{}
	case 104:
		a.id = "a/1"
	case 105:
		a.id = long
	case 106:
		a.id = "\xff"
	case 107:
		return with(made, func(f *header) { f.by = nil })
	case 108:
		return with(made, func(f *header) { f.by = slices.Concat(f.by, f.by, names) })
	case 109:
		return with(made, func(f *header) { f.by = append(f.by[:0:0], "", long) })
	case 110:
		return with(made, func(f *header) { f.by = slices.Repeat(names, 17) })
	case 111:
		a.at = a.at.In(time.FixedZone("", 3600))
	case 112:
		a.at = a.at.AddDate(9000, 0, 0)
	default:
		return a.spoiltField(made, long)
	}
	return with(made, func(f *header) { f.id, f.at = a.id, a.at })
}

// spoiltField changes one field beyond the header, whichever comes in the place that Which says.
func (a *act) spoiltField(made credit.Action, long string) credit.Action {
	if a.Twist < 113 {
		return made
	}
	v := reflect.New(reflect.TypeOf(made)).Elem()
	v.Set(reflect.ValueOf(made))
	const headers = 3 // ID, At and By
	place := int(a.Which)
	field := v.Field(headers + place%(v.NumField()-headers))
	if field.Type() == reflect.TypeFor[credit.Payment]() {
		field = field.Field(int(a.More) % field.NumField())
	}
	a.spoil(field, long)
	return v.Interface().(credit.Action)
}

// spoil changes a field.
func (a *act) spoil(field reflect.Value, long string) {
	choose := func(most int) int { return int(a.C) % most }
	switch x := field.Interface().(type) {
	case string:
		texts := []string{"", long, strings.Repeat("x", 1025), "a\nb", strings.Repeat("y", 150) + "\x00", "none", " bob", "\xff", a.party(a.A), a.other()}
		field.SetString(texts[choose(len(texts))])
	case unit.Amount:
		other, _ := unit.Custom("hour", 0)
		amounts := []unit.Amount{{}, unit.New(x.Parts(), other), unit.New(0, a.terms.Unit), unit.New(-1, a.terms.Unit), unit.New(5, unit.Unit{}), unit.New(1<<63-1, a.terms.Unit)}
		field.Set(reflect.ValueOf(amounts[choose(len(amounts))]))
	case time.Duration:
		durations := []time.Duration{-time.Second, time.Millisecond, 200 * 366 * 24 * time.Hour, time.Hour}
		field.SetInt(int64(durations[choose(len(durations))]))
	case time.Time:
		times := []time.Time{{}, a.at, a.at.Add(credit.ReserveMax), a.at.Add(credit.ReserveMax + 1), a.at.Add(-1), a.at.AddDate(9000, 0, 0), a.horizon}
		field.Set(reflect.ValueOf(times[choose(len(times))]))
	case int64:
		field.SetInt([]int64{-1, 1_000_001, 1_000_000, 0}[choose(4)])
	case bool:
		field.SetBool(!x)
	case []credit.NetLine:
		lines := append(x[:len(x):len(x)], x...)
		if a.C%3 == 0 {
			lines = []credit.NetLine{{Promise: "none", SetOff: a.amount()}}
		}
		field.Set(reflect.ValueOf(lines))
	case []credit.Path:
		field.Set(reflect.ValueOf(a.spoiltPaths(x)))
	case clearing.Proof:
		field.Set(reflect.ValueOf(a.spoiltProof(x)))
	case unit.Quote:
		field.Set(reflect.ValueOf(a.quote(units()[choose(len(units()))])))
	case credit.Origin, credit.Means, credit.Clearing:
		field.SetUint(uint64(a.C))
	}
}

// spoiltPaths are paths that do not do for a payment, or more than may pass anywhere: with sums that come to
// the right ones again modulo 2^64.
func (a *act) spoiltPaths(paths []credit.Path) []credit.Path {
	if len(paths) == 0 {
		return []credit.Path{{Parties: []string{a.party(a.A), a.other()}, Amount: a.amount()}}
	}
	paths = slices.Clone(paths)
	way, most := paths[0].Parties, unit.New(1<<62, a.terms.Unit)
	first := func(parties ...string) []credit.Path {
		paths[0].Parties = parties
		return paths
	}
	switch a.C {
	case 0:
		return nil
	case 1:
		return first(way[0])
	case 2:
		return first(slices.Repeat(way[:2], 513)...)
	case 3:
		return first(way[0], way[0], way[1])
	case 4:
		return first(way[0], "a\nb", way[1])
	case 5:
		return first(way[0], "\xff", way[1])
	case 6:
		return first(way[1:]...)
	case 7:
		return first(append(slices.Clone(way), way[0])...)
	case 8:
		return first(append(slices.Clone(way), way...)...)
	case 9:
		return append(paths, credit.Path{Parties: []string{way[0], a.party(a.B)}, Amount: a.amount()})
	case 10:
		paths[0].Amount = unit.New(1<<63-1, a.terms.Unit)
		return append(paths, credit.Path{Parties: way, Amount: most}, credit.Path{Parties: way, Amount: most})
	case 11:
		paths[0].Amount = unit.New(1, unit.Unit{})
		return paths
	}
	return append(a.overflow(way), paths...)
}

// overflow are paths whose sums are nothing modulo 2^64.
func (a *act) overflow(way []string) (paths []credit.Path) {
	if all := ways(way[0], way[len(way)-1]); len(all) > 0 {
		for k := range 4 {
			paths = append(paths, credit.Path{Parties: all[k*int(a.B%4)%len(all)], Amount: unit.New(1<<62, a.terms.Unit)})
		}
	}
	return paths
}

// spoiltProof is one with a fault, or of another set-off.
func (a *act) spoiltProof(p clearing.Proof) clearing.Proof {
	p.Potentials = slices.Clone(p.Potentials)
	switch a.C % 8 {
	case 0:
		p.Value = unit.New(p.Value.Parts()+1, a.terms.Unit)
	case 1:
		p.Unit = unit.Unit{}
	case 2:
		p.Stage = ""
	case 3:
		p.Parties = slices.Clone(names)
	case 4:
		p.Potentials = append(p.Potentials, 0)
	case 5:
		p = clearing.Proof{Value: a.amount()}
	default: // all by as much proves as well; one by itself does not, mostly
		for i := range p.Potentials {
			if i == int(a.B) || a.C >= 8 {
				p.Potentials[i] += a.Parts
			}
		}
	}
	return p
}
