package pool_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"example.org/mutual/partnership/grid/pool"
)

// full are actions of every type with every field there.
func full() []pool.Action {
	by, one, price := []string{"ann", "bob"}, kwh("1"), at(5)
	all := terms()
	all.Rules, all.Approval = 1, 666_666
	return []pool.Action{
		pool.Adopt{ID: "x", At: on(1), By: by},
		pool.Admit{ID: "x", At: on(1), By: by, Member: "ann", Supplier: true},
		pool.Leave{ID: "x", At: on(1), By: by, Member: "ann"},
		pool.Amend{ID: "x", At: on(1), By: by, Terms: all},
		pool.Approve{ID: "x", At: on(1), By: by, Proposal: "p"},
		pool.Retract{ID: "x", At: on(1), By: by, Proposal: "p"},
		pool.Forecast{ID: "x", At: on(1), By: by, Stock: wind, Remaining: one},
		pool.Issue{ID: "x", At: on(1), By: by, Stock: wind, To: "ann", Amount: one, Price: price, Par: at(6)},
		pool.Transfer{ID: "x", At: on(1), By: by, Stock: wind, From: "ann", To: "bob", Amount: one},
		pool.BuyBack{ID: "x", At: on(1), By: by, Stock: wind, From: "ann", Amount: one, Price: price},
		pool.Supply{ID: "x", At: on(1), By: by, Supplier: "mill", Customer: "ann", Carrier: "heat", Site: "vale", Energy: one},
		pool.Settle{ID: "x", At: on(1), By: by, Supplier: "mill", Customer: "ann", Carrier: "heat", Energy: one, Price: price},
		pool.Redeem{ID: "x", At: on(1), By: by, Supplier: "mill", Customer: "ann", Stock: wind, Amount: one},
		pool.Exchange{ID: "x", At: on(1), By: by, Supplier: "mill", Customer: "ann", Carrier: "heat", Site: "vale", Energy: one, Price: price},
		pool.Discharge{ID: "x", At: on(1), By: by, Stock: wind, Claimant: "roof", Amount: one, Price: price},
		pool.Clear{ID: "x", At: on(1), By: by, Carrier: "heat", Lines: []pool.Line{{Issuer: "mill", Claimant: "roof", SetOff: one}}},
		pool.Lend{ID: "x", At: on(1), By: by, Stock: wind, Property: "house", Owner: "ann", Amount: one, Price: price},
		pool.Repay{ID: "x", At: on(1), By: by, Loan: "l", Paid: one, Seller: "bob", Price: price},
		pool.Convey{ID: "x", At: on(1), By: by, Property: "house", From: "ann", To: "bob"},
		pool.Dividend{ID: "x", At: on(1), By: by, Stock: wind},
		pool.Collect{ID: "x", At: on(1), By: by, Levy: "land", Uses: []pool.Use{{Member: "ann", Quantity: plots(3)}}},
		pool.Level{ID: "x", At: on(1), By: by, From: "ann", To: "bob", Amount: pounds("1")},
	}
}

// Each action comes back from its JSON form as it went in, with no field left out.
func TestDecode(t *testing.T) {
	for _, a := range full() {
		v := reflect.ValueOf(a)
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("%T has no %s", a, v.Type().Field(i).Name)
			}
		}
		text, err := pool.Encode(a)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := pool.Decode(text); err != nil || !reflect.DeepEqual(got, a) {
			t.Errorf("%s became %+v, %v", text, got, err)
		}
	}
}

func TestRefuseDecode(t *testing.T) {
	good := string(must(pool.Encode(full()[6])))
	for _, text := range []string{"", "{}", `{"type":"print"}`, good + " ", strings.Replace(good, `"type"`, `"Type"`, 1),
		strings.Replace(good, `"unit":"kWh"}`, `"unit":"kWh","x":1}`, 1), strings.Replace(good, `"kWh"`, `"kwh"`, 1)} {
		if a, err := pool.Decode([]byte(text)); !errors.Is(err, pool.ErrAction) || a != nil {
			t.Errorf("%s: %v, %v", text, a, err)
		}
	}
	for _, a := range []pool.Action{nil, &pool.Leave{}, pool.Leave{Member: "\xff"}, struct{ pool.Action }{}} {
		if _, err := pool.Encode(a); !errors.Is(err, pool.ErrAction) {
			t.Errorf("%v: %v", a, err)
		}
	}
}
