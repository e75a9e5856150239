package bookform_test

import (
	"math/big"
	"reflect"
	"testing"
	"time"

	"example.org/mutual/clearing"
	"example.org/mutual/internal/bookform"
	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/machine"
	"example.org/mutual/unit"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// fill gives every field of a value another value than zero, and every list one element, whatever fields there are.
func fill(t *testing.T, v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *unit.Amount:
		*x = unit.New(7, unit.KilowattHour)
		return
	case *unit.Unit:
		*x = unit.KilowattHour
		return
	case *time.Time:
		*x = time.Date(2026, 3, 1, 12, 0, 0, 5, time.UTC)
		return
	case *unit.Quote:
		*x = quote(t)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0))
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int64:
		v.SetInt(3)
	case reflect.Func: // Progress, which is no part of the form
	default:
		t.Fatalf("what is a %v?", v.Type())
	}
}

// same writes a value with all fields set, and reads it back.
func same[T any](t *testing.T, form func(*machine.Codec, string, *T)) {
	t.Helper()
	var full, again T
	fill(t, reflect.ValueOf(&full).Elem())
	var e canon.Encoder
	e.BeginObject()
	form(&machine.Codec{Out: &e}, "x", &full)
	e.EndObject()
	text, err := e.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	d := canon.Parse(text)
	d.BeginObject()
	form(&machine.Codec{In: d}, "x", &again)
	d.EndObject()
	if err := d.End(); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if diff := cmp.Diff(full, again, cmpopts.EquateComparable(unit.Unit{}, unit.Quote{})); diff != "" {
		t.Errorf("a field is lost:\n%s", diff)
	}
}

// No field of what package clearing takes and hands out is lost, those included that it comes to have.
func TestEveryField(t *testing.T) {
	same(t, bookform.Book)
	same(t, bookform.Options)
	same(t, bookform.Result)
	same(t, bookform.Proof)
}

// What has any field set is not left out as if it were the zero value.
func TestZero(t *testing.T) {
	for i := range reflect.TypeFor[clearing.Proof]().NumField() {
		var p clearing.Proof
		fill(t, reflect.ValueOf(&p).Elem().Field(i))
		if bookform.NoProof(p) {
			t.Errorf("%+v is none", p)
		}
	}
	if !bookform.NoProof(clearing.Proof{}) {
		t.Error("the zero Proof is one")
	}
}

func quote(t *testing.T) unit.Quote {
	gbp, err := unit.Currency("GBP", 2)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	q, err := unit.NewQuote(unit.QuoteTerms{
		Base: unit.KilowattHour, Quoted: gbp, Rate: big.NewRat(2703, 10000), Side: unit.Bid, AsOf: at, ValidUntil: at, Source: "EPEX",
	})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// A proof without its unit is none.
func TestProofWithoutItsUnit(t *testing.T) {
	d := canon.Parse([]byte(`{"x":{"stage":"most"}}`))
	d.BeginObject()
	var p clearing.Proof
	bookform.Proof(&machine.Codec{In: d}, "x", &p)
	d.EndObject()
	if err := d.End(); err == nil || err.Error() != "a proof without its unit" {
		t.Error(err)
	}
}
