package guarantee_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"example.org/mutual/clearing"
	"example.org/mutual/clearing/insolvency"
	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

// full are actions of every type with every field there.
func full() []guarantee.Action {
	by, one := []string{"ann", "bob"}, euros("1.00")
	all := terms()
	all.Rules, all.Subscription, all.Approval, all.Reserve = 1, one, 666_666, "reserve"
	all.Layers = guarantee.Layers(2 * unit.Whole)
	all.Layers[3].Cap, all.Layers[3].Share = one, 500_000
	all.Tariffs = []guarantee.Tariff{{Work: "digging", Per: "hour", Value: one}}
	all.Keynes = guarantee.Keynes{Quota: one, First: 1, Second: 2, FirstAbove: 3, SecondAbove: 4}
	return []guarantee.Action{
		guarantee.Adopt{ID: "x", At: day, By: by},
		guarantee.Amend{ID: "x", At: day, By: by, Terms: all},
		guarantee.Approve{ID: "x", At: day, By: by, Proposal: "p"},
		guarantee.Retract{ID: "x", At: day, By: by, Proposal: "p"},
		guarantee.Budget{ID: "x", At: day, By: by, Year: "y", To: "mia", Amount: one, For: "ink"},
		guarantee.PayCost{ID: "x", At: day, By: by, Budget: "b", Amount: one},
		guarantee.OpenYear{ID: "x", At: day, By: by},
		guarantee.Retain{ID: "x", At: day, By: by, Year: "y", Cost: one, Default: one},
		guarantee.CloseYear{ID: "x", At: day, By: by, Year: "y"},
		guarantee.Admit{ID: "x", At: day, By: by, Member: "ann"},
		guarantee.Subscribe{ID: "x", At: day, By: by, Member: "ann"},
		guarantee.Leave{ID: "x", At: day, By: by, Member: "ann", Release: true},
		guarantee.Deposit{ID: "x", At: day, By: by, Member: "ann", Amount: one},
		guarantee.Withdraw{ID: "x", At: day, By: by, Member: "ann", Amount: one},
		guarantee.PostSecurity{ID: "x", At: day, By: by, Member: "ann", Amount: one},
		guarantee.ReleaseSecurity{ID: "x", At: day, By: by, Member: "ann", Amount: one},
		guarantee.Pledge{ID: "x", At: day, By: by, Member: "ann", For: "bob", Amount: one},
		guarantee.Unpledge{ID: "x", At: day, By: by, Member: "ann", For: "bob", Amount: one},
		guarantee.Endow{ID: "x", At: day, By: by, From: "eve", Fund: "reserve", Amount: one},
		guarantee.SetLimits{ID: "x", At: day, By: by, Member: "ann", Buyer: one, Seller: one, Because: "good"},
		guarantee.Accept{ID: "x", At: day, By: by, Buyer: "ann", Seller: "bob", Amount: one, For: "tea", Due: day, Abroad: unit.New(1, unit.KilowattHour), Quote: quote(unit.KilowattHour, eur, 1, 4)},
		guarantee.ChargeBalances{ID: "x", At: day, By: by, Year: "y", Members: by},
		guarantee.Declare{ID: "x", At: day, By: by, Members: by, Means: []insolvency.Means{{Party: "ann", Amount: one}}, Because: "late"},
		guarantee.PayOut{ID: "x", At: day, By: by, Loss: "d/1"},
		guarantee.PayCalls{ID: "x", At: day, By: by, Loss: "d/1", Payments: []guarantee.CallPayment{{Member: "ann", Amount: one}}},
		guarantee.Recover{ID: "x", At: day, By: by, Loss: "d/1", In: guarantee.Worth, Amount: one, Receiver: "bob", Words: "hay", Done: 2},
		guarantee.Clear{ID: "x", At: day, By: by, Lines: []credit.NetLine{{Promise: "d/1#claim", SetOff: euros("1.00")}}, Proof: clearing.Proof{Unit: eur, Stage: "total", Parties: []string{"ann"}, Potentials: []int64{1}, Value: one}},
		guarantee.Reinstate{ID: "x", At: day, By: by, Member: "ann", Because: "paid"},
		guarantee.WriteOff{ID: "x", At: day, By: by, Loss: "d/1", Because: "gone"},
		trade(credit.Settle{ID: "x", At: day, By: by, Promise: "p1", In: credit.Worth, Paid: unit.New(1, unit.Joule), Words: "eggs"}),
		trade(credit.Renounce{ID: "x", At: day, By: by, Promise: "p1"}),
	}
}

// Each action comes back from its JSON form as it went in, with no field left out.
func TestDecode(t *testing.T) {
	for _, a := range full() {
		text, err := guarantee.Encode(a)
		if err != nil {
			t.Errorf("%+v: %v", a, err)
			continue
		}
		back, err := guarantee.Decode(text)
		if err != nil || !reflect.DeepEqual(back, a) {
			t.Errorf("%s became %+v: %v", text, back, err)
		}
		v := reflect.ValueOf(a)
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; v.Field(i).IsZero() {
				t.Errorf("%T: %s is not tried", a, name)
			}
		}
	}
}

func TestRefuseDecode(t *testing.T) {
	for _, text := range []string{
		"", "{}", "null", `{"type":"adopt"}x`, `{"type":"none"}`, `{"id":"x","type":"adopt"}`, `{"type":"adopt", "id":"x"}`,
		`{"type":"trade"}`, `{"type":"trade","action":{}}`, `{"type":"trade","action":{"type":"adopt"}}`, `{"type":"trade","action":{"type":"settle"},"id":"x"}`,
		`{"type":"leave","release":false}`, `{"type":"amend","rules":0}`, `{"type":"amend","keynes":{}}`,
	} {
		if a, err := guarantee.Decode([]byte(text)); !errors.Is(err, guarantee.ErrAction) {
			t.Errorf("%s: %+v, %v", text, a, err)
		}
	}
	for _, a := range []guarantee.Action{nil, guarantee.Trade{}, &guarantee.Adopt{}, guarantee.Admit{Member: "\xff"}, guarantee.Admit{Member: strings.Repeat("x", 2000)}} {
		if text, err := guarantee.Encode(a); !errors.Is(err, guarantee.ErrAction) {
			t.Errorf("%+v: %s, %v", a, text, err)
		}
	}
}
