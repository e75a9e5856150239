package stock_test

import (
	"bytes"
	"testing"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/machine"
	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

var (
	wind = stock.Kind{Issuer: "mill", Carrier: "electricity", Site: "hill", Unit: unit.KilowattHour}
	sun  = stock.Kind{Issuer: "roof", Carrier: "electricity", Site: "hill", Unit: unit.KilowattHour}
)

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

func kwh(s string) unit.Amount { return must(unit.Parse(s, unit.KilowattHour)) }

// text is the register as its holder's snapshot has it.
func text(tb testing.TB, h stock.Held) []byte {
	tb.Helper()
	b, err := written(h)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func written(h stock.Held) ([]byte, error) {
	e := &canon.Encoder{}
	e.BeginObject()
	h.Write(&machine.Codec{Out: e}, "stock")
	e.EndObject()
	b, err := e.Bytes()
	return bytes.Clone(b), err
}

// read reads what text wrote, and has it checked.
func read(data []byte) (*stock.Register, error) {
	d := canon.Parse(data)
	d.BeginObject()
	r := stock.ReadHeld(machine.Key{}, &machine.Codec{In: d}, "stock")
	d.EndObject()
	if err := d.End(); err != nil {
		return nil, err
	}
	return r, r.Check()
}

// busy is a register with something of everything.
func busy(tb testing.TB) *stock.Register {
	tb.Helper()
	r := &stock.Register{}
	for _, err := range []error{
		r.Forecast(wind, kwh("100")), r.Forecast(sun, kwh("50")),
		second(r.Issue(wind, "ann", kwh("40"))), second(r.Issue(wind, "bob", kwh("20"))), second(r.Issue(sun, "ann", kwh("7.5"))),
		second(r.Transfer(wind, "ann", "cem", kwh("5"))),
		second(r.Redeem(wind, "ann", kwh("10"))), second(r.Produce(wind, kwh("10"))),
		second(r.BuyBack(wind, "bob", kwh("1"))),
		third(r.Accept(wind, "bob", "roof", kwh("4"))), second(r.Discharge(wind, "roof", kwh("1"))),
		r.Check(),
	} {
		if err != nil {
			tb.Fatal(err)
		}
	}
	return r
}

func second[T any](_ T, err error) error        { return err }
func third[T, U any](_ T, _ U, err error) error { return err }
