package credittest

import (
	"reflect"
	"strings"
	"time"

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

// spoiltField changes one field beyond the header, whichever comes in the place that Which says.
func (a *act) spoiltField(made credit.Action, long string) credit.Action {
	if a.Twist < 113 {
		return made
	}
	v := reflect.New(reflect.TypeOf(made)).Elem()
	v.Set(reflect.ValueOf(made))
	const headers = 3 // ID, At and By
	field := v.Field(headers + int(a.Which)%(v.NumField()-headers))
	switch x := field.Interface().(type) {
	case string:
		texts := []string{"", long, strings.Repeat("x", 1025), "a\nb", strings.Repeat("y", 150) + "\x00", "none", " bob", "\xff", a.party(a.A), a.other()}
		field.SetString(texts[int(a.C)%len(texts)])
	case unit.Amount:
		other, _ := unit.Custom("hour", 0)
		amounts := []unit.Amount{{}, unit.New(x.Parts(), other), unit.New(0, a.terms.Unit), unit.New(-1, a.terms.Unit), unit.New(5, unit.Unit{}), unit.New(1<<63-1, a.terms.Unit)}
		field.Set(reflect.ValueOf(amounts[int(a.C)%len(amounts)]))
	case time.Duration:
		durations := []time.Duration{-time.Second, time.Millisecond, 200 * 366 * 24 * time.Hour, time.Hour}
		field.SetInt(int64(durations[int(a.C)%len(durations)]))
	case []credit.NetLine:
		field.Set(reflect.ValueOf(append(x[:len(x):len(x)], x...)))
	case credit.Origin, credit.Means, credit.Clearing:
		field.SetUint(uint64(a.C))
	}
	return v.Interface().(credit.Action)
}
