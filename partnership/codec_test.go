package partnership_test

import (
	"errors"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/partnership"
	"example.org/mutual/unit"
)

// allTerms have every field.
func allTerms() partnership.Terms {
	all := terms()
	all.Rules, all.Approval, all.CommonsFirst, all.Overpaid = 1, 666_666, true, partnership.ToStock
	all.Portions = append(all.Portions, partnership.Portion{Name: "land", Kind: partnership.Fixed, To: "ivy", Weight: 2})
	all.Stock = partnership.StockTerms{Carrier: "heat", Site: "the house", Unit: unit.KilowattHour, Pay: pounds("0.08"), For: unit.New(1000, unit.KilowattHour)}
	all.Index = partnership.Index{{Name: "wages", Weight: 1}}
	all.Needs = []partnership.Need{{Action: "admit", Manager: true, Custodian: true, Members: true}}
	return all
}

// quoted is a quote of heat in pounds.
func quoted() unit.Quote {
	return must(unit.NewQuote(unit.QuoteTerms{Base: unit.KilowattHour, Quoted: gbp, Rate: big.NewRat(2, 25), Side: unit.Both,
		AsOf: day, ValidUntil: day.Add(time.Hour), Source: "the meter"}))
}

// full are actions of every type with every field there.
func full() []partnership.Action {
	by, one, val := []string{"ann", "bob"}, pounds("1.00"), valuation("1000")
	return []partnership.Action{
		partnership.Adopt{ID: "x", At: day, By: by},
		partnership.Propose{ID: "x", At: day, By: by, Do: partnership.Amend{Terms: allTerms()}},
		partnership.Approve{ID: "x", At: day, By: by, Proposal: "p"},
		partnership.Veto{ID: "x", At: day, By: by, Proposal: "p", Because: "no"},
		partnership.Retract{ID: "x", At: day, By: by, Proposal: "p"},
		partnership.Enact{ID: "x", At: day, By: by, Proposal: "p"},
		partnership.Admit{ID: "x", At: day, By: by, Member: "ann"},
		partnership.Leave{ID: "x", At: day, By: by, Member: "ann"},
		partnership.Amend{ID: "x", At: day, By: by, Terms: allTerms()},
		partnership.Appraise{ID: "x", At: day, By: by, Valuation: val, Basis: "a guess"},
		partnership.Contribute{ID: "x", At: day, By: by, Member: "ann", Amount: one, Worth: "work", Agreed: "v"},
		partnership.Transfer{ID: "x", At: day, By: by, From: "ann", To: "bob", Nths: 1},
		partnership.Buy{ID: "x", At: day, By: by, Buyer: "ann", Payment: one, Seller: "bob", Agreed: "v", Valuation: val},
		partnership.Rescale{ID: "x", At: day, By: by, Factor: 2},
		partnership.Spend{ID: "x", At: day, By: by, Fund: partnership.CommonsFund, Amount: one, To: "smith", For: "a gate"},
		partnership.TakeUp{ID: "x", At: day, By: by, User: "ann", Part: "a room", Rental: one},
		partnership.Vacate{ID: "x", At: day, By: by, Use: "u"},
		partnership.Review{ID: "x", At: day, By: by, AsOf: day, Readings: []partnership.Reading{{Series: "wages", Value: 1}}},
		partnership.Bill{ID: "x", At: day, By: by, Period: "May", Due: day},
		partnership.Receive{ID: "x", At: day, By: by, From: "eve", Amount: one, For: "wood"},
		partnership.Distribute{ID: "x", At: day, By: by},
		partnership.PayOut{ID: "x", At: day, By: by},
		partnership.Pay{ID: "x", At: day, By: by, From: "ann", In: credit.Worth, Paid: unit.New(1, unit.KilowattHour), Quote: quoted(), Words: "logs"},
		partnership.WriteOff{ID: "x", At: day, By: by, Promise: "p", Amount: one, Because: "gone"},
		partnership.Clear{ID: "x", At: day, By: by, Lines: []credit.NetLine{{Promise: "due/ann", SetOff: one}}},
		partnership.Forecast{ID: "x", At: day, By: by, Remaining: one},
		partnership.Supply{ID: "x", At: day, By: by, Amount: one},
		partnership.IssueStock{ID: "x", At: day, By: by, To: "ann", Face: one, Paid: one, ForAsset: true},
		partnership.TransferStock{ID: "x", At: day, By: by, From: "ann", To: "bob", Face: one},
		partnership.RedeemStock{ID: "x", At: day, By: by, From: "ann", Face: one, Quote: quoted()},
		partnership.BuyBackStock{ID: "x", At: day, By: by, From: "ann", Face: one, Paid: one},
	}
}

// Each action comes back from its JSON form as it went in, with no field left out.
func TestDecode(t *testing.T) {
	for _, a := range full() {
		text, err := partnership.Encode(a)
		if err != nil {
			t.Errorf("%+v: %v", a, err)
			continue
		}
		back, err := partnership.Decode(text)
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
	all := reflect.ValueOf(allTerms())
	for i := range all.NumField() {
		if all.Field(i).IsZero() {
			t.Errorf("the terms' %s is not tried", all.Type().Field(i).Name)
		}
	}
}

func TestRefuseDecode(t *testing.T) {
	for _, text := range []string{
		"", "{}", "null", `{"type":"adopt"}x`, `{"type":"none"}`, `{"id":"x","type":"adopt"}`, `{"type":"adopt", "id":"x"}`,
		`{"type":"propose"}`, `{"type":"propose","do":{}}`, `{"type":"propose","do":{"type":"adopt"}}`,
		`{"type":"propose","do":{"type":"propose","do":{"type":"leave"}}}`, `{"type":"propose","do":{"type":"enact"}}`,
		`{"type":"amend","terms":{}}`, `{"type":"amend","terms":{"rules":0}}`, `{"type":"amend","terms":{"offered":false}}`,
		`{"type":"spend","fund":"capital"}`, `{"type":"spend","fund":""}`, `{"type":"rescale","factor":0}`, `{"type":"appraise","valuation":{}}`,
	} {
		if a, err := partnership.Decode([]byte(text)); !errors.Is(err, partnership.ErrAction) {
			t.Errorf("%s: %+v, %v", text, a, err)
		}
	}
	for _, a := range []partnership.Action{
		nil, partnership.Propose{}, partnership.Propose{Do: partnership.Adopt{}}, partnership.Propose{Do: partnership.Propose{Do: partnership.Leave{}}}, &partnership.Adopt{},
		partnership.Admit{Member: "\xff"}, partnership.Admit{Member: strings.Repeat("x", 2000)}, partnership.Spend{Fund: 2},
	} {
		if text, err := partnership.Encode(a); !errors.Is(err, partnership.ErrAction) {
			t.Errorf("%+v: %s, %v", a, text, err)
		}
	}
}
