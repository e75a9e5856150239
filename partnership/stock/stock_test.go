package stock_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// What every operation leaves, in figures worked out by hand.
func TestOperations(t *testing.T) {
	r := busy(t)
	p, ok := r.Position(wind)
	want := stock.Position{Kind: wind, Remaining: kwh("90"), Issued: kwh("60"), Outstanding: kwh("45"), Redeemed: kwh("14"),
		BoughtBack: kwh("1"), Claims: kwh("3"), Room: kwh("42")}
	if !ok || p != want {
		t.Errorf("got %+v, want %+v", p, want)
	}
	if c, ok := p.Cover(); !ok || c.Cmp(big.NewRat(90, 48)) != 0 {
		t.Errorf("covered %v times", c)
	}
	if _, ok := (stock.Position{}).Cover(); ok {
		t.Error("nothing is covered")
	}
	var got []string
	for who, a := range r.Holdings(wind) {
		got = append(got, fmt.Sprint(who, " ", a))
	}
	for who, a := range r.Claims(wind) {
		got = append(got, fmt.Sprint(who, " claims ", a))
	}
	for p := range r.Positions() {
		got = append(got, p.Kind.String())
	}
	if all := strings.Join(got, "; "); all != "ann 25.000000 kWh; bob 15.000000 kWh; cem 5.000000 kWh; roof claims 3.000000 kWh; mill/electricity/hill/kWh; roof/electricity/hill/kWh" {
		t.Error(all)
	}
	if r.Holding(wind, "eve") != kwh("0") || r.Claim(wind, "roof") != kwh("3") || r.Holding(stock.Kind{}, "ann") != (unit.Amount{}) {
		t.Error("looked up wrongly")
	}
	for range r.Holdings(stock.Kind{}) {
		t.Error("of no kind")
	}
	for range r.Holdings(wind) {
		break
	}
	for range r.Positions() {
		break
	}
	if _, ok := r.Position(stock.Kind{}); ok {
		t.Error("of no kind")
	}
}

// Each move is of the class and between the accounts that the package says.
func TestMoves(t *testing.T) {
	r := busy(t)
	cancelled, claim, err := r.Accept(wind, "cem", "roof", kwh("2"))
	if err != nil {
		t.Fatal(err)
	}
	got := []stock.Move{
		must(r.Issue(wind, "dan", kwh("1"))), must(r.Transfer(wind, "dan", "ann", kwh("1"))), must(r.Redeem(wind, "ann", kwh("1"))),
		must(r.BuyBack(wind, "ann", kwh("1"))), cancelled, claim, must(r.Discharge(wind, "roof", kwh("5"))),
	}
	const s, c = "stock/mill/electricity/hill/kWh", "claim/mill/electricity/hill/kWh"
	want := []stock.Move{
		{s, "issued", "holding/dan", 1e6}, {s, "holding/dan", "holding/ann", 1e6}, {s, "holding/ann", "redeemed", 1e6},
		{s, "holding/ann", "boughtback", 1e6}, {s, "holding/cem", "redeemed", 2e6}, {c, "owed", "claim/roof", 2e6}, {c, "claim/roof", "owed", 5e6},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// Each refusal has its reason and says what would have been accepted, and nothing has changed.
func TestRefusals(t *testing.T) {
	none := stock.Kind{Issuer: "mill", Carrier: "heat", Site: "hill", Unit: unit.KilowattHour}
	euro := must(unit.Currency("EUR", 2))
	for name, test := range map[string]struct {
		do   func(*stock.Register) error
		want error
		room string
	}{
		"a forecast of no kind":    {func(r *stock.Register) error { return r.Forecast(stock.Kind{}, kwh("1")) }, stock.ErrKind, ""},
		"a forecast with a slash":  {func(r *stock.Register) error { k := wind; k.Site = "a/b"; return r.Forecast(k, kwh("1")) }, stock.ErrKind, ""},
		"a forecast in no unit":    {func(r *stock.Register) error { k := wind; k.Unit = unit.Unit{}; return r.Forecast(k, kwh("1")) }, stock.ErrKind, ""},
		"a forecast in euros":      {func(r *stock.Register) error { return r.Forecast(wind, unit.New(1, euro)) }, journal.ErrUnit, ""},
		"nothing in euros":         {func(r *stock.Register) error { return r.Forecast(wind, unit.New(0, euro)) }, journal.ErrUnit, ""},
		"a forecast below nothing": {func(r *stock.Register) error { return r.Forecast(wind, kwh("-1")) }, journal.ErrAmount, ""},
		"a forecast beyond all": {func(r *stock.Register) error { return r.Forecast(wind, unit.New(stock.TotalMax+1, unit.KilowattHour)) },
			stock.ErrForecast, "1152921504606.846976"},
		"supply of no kind":         {func(r *stock.Register) error { return second(r.Produce(none, kwh("1"))) }, stock.ErrKind, ""},
		"supply of nothing":         {func(r *stock.Register) error { return second(r.Produce(wind, kwh("0"))) }, journal.ErrAmount, ""},
		"issue beyond the forecast": {func(r *stock.Register) error { return second(r.Issue(wind, "ann", kwh("42.000001"))) }, stock.ErrForecast, "42"},
		"issue of no kind":          {func(r *stock.Register) error { return second(r.Issue(none, "ann", kwh("1"))) }, stock.ErrKind, ""},
		"issue to its issuer":       {func(r *stock.Register) error { return second(r.Issue(wind, "mill", kwh("1"))) }, stock.ErrHolder, ""},
		"issue to nobody":           {func(r *stock.Register) error { return second(r.Issue(wind, "", kwh("1"))) }, journal.ErrParty, ""},
		"issue in euros":            {func(r *stock.Register) error { return second(r.Issue(wind, "ann", unit.New(1, euro))) }, journal.ErrUnit, ""},
		"transfer of too much":      {func(r *stock.Register) error { return second(r.Transfer(wind, "ann", "bob", kwh("26"))) }, stock.ErrHolding, "25"},
		"transfer by nobody":        {func(r *stock.Register) error { return second(r.Transfer(wind, "eve", "bob", kwh("1"))) }, stock.ErrHolding, "0"},
		"transfer home":             {func(r *stock.Register) error { return second(r.Transfer(wind, "ann", "mill", kwh("1"))) }, stock.ErrHolder, ""},
		"transfer to oneself":       {func(r *stock.Register) error { return second(r.Transfer(wind, "ann", "ann", kwh("1"))) }, stock.ErrHolder, ""},
		"transfer to nobody":        {func(r *stock.Register) error { return second(r.Transfer(wind, "ann", "a/b", kwh("1"))) }, journal.ErrParty, ""},
		"redeeming too much":        {func(r *stock.Register) error { return second(r.Redeem(wind, "cem", kwh("5.1"))) }, stock.ErrHolding, "5"},
		"buying too much back":      {func(r *stock.Register) error { return second(r.BuyBack(wind, "cem", kwh("5.1"))) }, stock.ErrHolding, "5"},
		"accepting one's own":       {func(r *stock.Register) error { return third(r.Accept(wind, "ann", "mill", kwh("1"))) }, stock.ErrHolder, ""},
		"accepting by nobody":       {func(r *stock.Register) error { return third(r.Accept(wind, "ann", "\n", kwh("1"))) }, journal.ErrParty, ""},
		"accepting too much":        {func(r *stock.Register) error { return third(r.Accept(wind, "ann", "roof", kwh("26"))) }, stock.ErrHolding, "25"},
		"discharging too much":      {func(r *stock.Register) error { return second(r.Discharge(wind, "roof", kwh("4"))) }, stock.ErrClaim, "3"},
		"discharging no claim":      {func(r *stock.Register) error { return second(r.Discharge(wind, "ann", kwh("1"))) }, stock.ErrClaim, "0"},
		"discharging of no kind":    {func(r *stock.Register) error { return second(r.Discharge(none, "ann", kwh("1"))) }, stock.ErrKind, ""},
	} {
		r := busy(t)
		h := r.Hold(machine.Key{})
		before := text(t, h)
		err := test.do(r)
		var refusal *journal.RefusalError
		if !errors.Is(err, test.want) || !errors.As(err, &refusal) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		} else if test.room != "" && refusal.Room != kwh(test.room) {
			t.Errorf("%s: room for %v, want %s", name, refusal.Room, test.room)
		}
		if !bytes.Equal(before, text(t, h)) {
			t.Errorf("%s changed the register", name)
		}
	}
}

// A forecast that falls stops issue and cancels nothing; what is supplied beyond it is told.
func TestLowerForecast(t *testing.T) {
	r := busy(t)
	if err := r.Forecast(wind, kwh("10")); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Issue(wind, "ann", kwh("0.000001")); !errors.Is(err, stock.ErrForecast) {
		t.Error(err)
	}
	p, _ := r.Position(wind)
	if c, _ := p.Cover(); p.Outstanding != kwh("45") || p.Room != kwh("0") || c.Cmp(big.NewRat(10, 48)) != 0 {
		t.Errorf("%+v covered %v", p, c)
	}
	beyond, err := r.Produce(wind, kwh("12"))
	if err != nil || beyond != kwh("2") {
		t.Error(beyond, err)
	}
	if _, err := r.Redeem(wind, "ann", kwh("25")); err != nil {
		t.Error(err)
	}
}

func TestKindsMax(t *testing.T) {
	var r stock.Register
	k := wind
	for i := range stock.KindsMax {
		k.Issuer = fmt.Sprint(i)
		if err := r.Forecast(k, kwh("0")); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Forecast(wind, kwh("1")); !errors.Is(err, stock.ErrKind) {
		t.Error(err)
	}
	if err := r.Forecast(k, kwh("1")); err != nil {
		t.Error(err)
	}
}

// All that was ever issued of a kind is bounded, though production goes on.
func TestTotalMax(t *testing.T) {
	var r stock.Register
	all := unit.New(stock.TotalMax, unit.KilowattHour)
	for _, err := range []error{r.Forecast(wind, all), second(r.Issue(wind, "ann", all)), second(r.Redeem(wind, "ann", all)), r.Check()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if p, _ := r.Position(wind); p.Room != kwh("0") {
		t.Error(p.Room)
	}
}

// A clone goes its own way, and leaves what its original holds alone.
func TestClone(t *testing.T) {
	r := busy(t)
	before := text(t, r.Hold(machine.Key{}))
	c := r.Clone()
	k := sun
	k.Site = "dale"
	for _, err := range []error{second(c.Issue(wind, "eve", kwh("1"))), second(c.Redeem(wind, "ann", kwh("1"))), third(c.Accept(sun, "ann", "mill", kwh("1"))), c.Forecast(k, kwh("1")), c.Check()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Check(); err != nil || !bytes.Equal(before, text(t, r.Hold(machine.Key{}))) {
		t.Errorf("the original changed: %v", err)
	}
}

// Kinds that differ in anything are in an order, in their unit too.
func TestCompare(t *testing.T) {
	less := []stock.Kind{wind, wind, wind, wind}
	more := []stock.Kind{wind, wind, wind, wind}
	less[0].Issuer, more[0].Issuer, less[0].Carrier = "a", "b", "z"
	less[1].Carrier, more[1].Carrier, less[1].Site = "a", "b", "z"
	less[2].Site, more[2].Site, less[2].Unit = "a", "b", unit.MegawattHour
	less[3].Unit, more[3].Unit = unit.MegawattHour, unit.KilowattHour
	for i, k := range less {
		if k.Compare(more[i]) != -1 || more[i].Compare(k) != 1 || k.Compare(k) != 0 {
			t.Errorf("%v and %v", k, more[i])
		}
	}
}
