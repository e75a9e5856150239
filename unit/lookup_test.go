package unit_test

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"example.org/mutual/unit"
	"example.org/mutual/unit/amounttest"
)

func TestLookup(t *testing.T) {
	for _, d := range unit.Definitions() {
		if u, err := unit.Lookup(d.Unit.Code()); u != d.Unit || err != nil {
			t.Errorf("Lookup(%q) = %v, %v", d.Unit.Code(), u, err)
		}
	}
	for _, code := range []string{"", "kwh", "KWH", "j", "kj", "Kj", "mwh", "EUR", "kWh ", " kWh", "kWh.6", "btu_it", "W", "N.m", "\u212aWh", strings.Repeat("J", 1_000_000)} {
		u, err := unit.Lookup(code)
		if refusedAs(t, err, unit.ErrUnknown); !u.IsZero() {
			t.Errorf("Lookup(%.40q) = %v", code, u)
		}
	}
}

// ambiguous are names without their variant, in any case of letters, and the units that they may mean.
var ambiguous = map[string]string{
	"Btu": "Btu_IT Btu_th Btu_59", "BTU": "Btu_IT Btu_th Btu_59", "btu": "Btu_IT Btu_th Btu_59",
	"cal": "cal_th cal_IT", "Cal": "cal_th cal_IT", "calorie": "cal_th cal_IT", "Calorie": "cal_th cal_IT",
	"kcal": "kcal_th kcal_IT", "therm": "therm_EC therm_US therm_IT", "MMBtu": "MMBtu_IT", "quad": "quad_IT",
	"boe": "boe_59 boe_IT", "BOE": "boe_59 boe_IT", "hp_h": "hp_h_mech hp_h_metric",
	"GGE": "GGE_EPA GGE_115000Btu GGE_114118Btu", "thermie": "thermie_IT thermie_15", "Petro": "petro_gross petro_net",
}

// An ambiguous name lists its variants, each of which is found; and it is nobody's own code.
func TestLookupAmbiguous(t *testing.T) {
	for name, codes := range ambiguous {
		u, err := unit.Lookup(name)
		if refusedAs(t, err, unit.ErrAmbiguous); !u.IsZero() {
			t.Errorf("Lookup(%q) = %v", name, u)
		}
		var text *unit.TextError
		if !errors.As(err, &text) {
			continue
		}
		listed := strings.FieldsFunc(text.Want, func(r rune) bool { return r == ',' || r == ' ' })
		if got := strings.Join(listed, " "); strings.ReplaceAll(got, " or ", " ") != codes {
			t.Errorf("%q may mean %q, and the error says %q", name, codes, text.Want)
		}
		for code := range strings.FieldsSeq(codes) {
			if _, err := unit.Lookup(code); err != nil {
				t.Error(err)
			}
		}
		_, err = unit.Custom(name, 2)
		refusedAs(t, err, unit.ErrReserved)
		_, err = unit.Energy(name, 2, big.NewRat(1, 1))
		refusedAs(t, err, unit.ErrReserved)
		_, err = unit.ParseUnit(name + ".2")
		refusedAs(t, err, unit.ErrReserved)
		_, err = unit.ParseUnit(name)
		refusedAs(t, err, unit.ErrDefinition)
	}
}

// Each variant of the table is one of some ambiguous name, so that no bare name is forgotten.
func TestVariantsHaveTheirName(t *testing.T) {
	var all string
	for _, codes := range ambiguous {
		all += codes + " "
	}
	for _, d := range unit.Definitions() {
		code := d.Unit.Code()
		name, _, variant := strings.Cut(code, "_")
		if variant && name != "ft" && name != "kgf" && name != "t" && !strings.Contains(all, code+" ") {
			t.Errorf("%s is no variant of anything", code)
		}
	}
}

func TestLookupUCUM(t *testing.T) {
	count := 0
	for _, d := range unit.Definitions() {
		if d.UCUM == "" {
			continue
		}
		count++
		if u, err := unit.LookupUCUM(d.UCUM); u != d.Unit || err != nil {
			t.Errorf("LookupUCUM(%q) = %v, %v", d.UCUM, u, err)
		}
	}
	if count != 22 {
		t.Errorf("%d UCUM codes", count)
	}
	// What UCUM defines besides, in ucum-essence.xml: cal is cal_th, [Cal] is kcal_th.
	for code, want := range map[string]unit.Unit{"cal": unit.CalorieTh, "kcal": unit.KilocalorieTh, "[Cal]": unit.KilocalorieTh, "[HP].h": unit.HorsepowerHour, "[ft_i].[lbf_av]": unit.FootPoundForce} {
		if u, err := unit.LookupUCUM(code); u != want || err != nil {
			t.Errorf("LookupUCUM(%q) = %v, %v", code, u, err)
		}
	}
}

func TestLookupUCUMRefuses(t *testing.T) {
	for code, want := range map[string]struct {
		reason error
		says   string
	}{
		"[Btu_th]":                      {unit.ErrAmbiguous, "23722880951/22500000 J by its definition; UCUM has 1054.350 J"},
		"[Btu_59]":                      {unit.ErrAmbiguous, "1054.804 J; UCUM has 1054.80 J"},
		"[Btu]":                         {unit.ErrAmbiguous, "Btu_IT, Btu_th or Btu_59"},
		"N.m":                           {unit.ErrNotEnergy, "torque"},
		"m.N":                           {unit.ErrNotEnergy, "torque"},
		"":                              {unit.ErrUnknown, "kW.h"},
		"kWh":                           {unit.ErrUnknown, "kW.h"},
		"KW.H":                          {unit.ErrUnknown, "kW.h"},
		"kw.h":                          {unit.ErrUnknown, "kW.h"},
		"W":                             {unit.ErrUnknown, "kW.h"},
		"[btu_it]":                      {unit.ErrUnknown, "kW.h"},
		"[Btu_60]":                      {unit.ErrUnknown, "kW.h"},
		"Btu_IT":                        {unit.ErrUnknown, "kW.h"},
		"kW.h ":                         {unit.ErrUnknown, "kW.h"},
		strings.Repeat("kW.h", 100_000): {unit.ErrUnknown, "kW.h"},
	} {
		err := amounttest.CheckRefusal(func() error {
			u, err := unit.LookupUCUM(code)
			if refusedAs(t, err, want.reason); !u.IsZero() || !strings.Contains(fmt.Sprint(err), want.says) {
				t.Errorf("LookupUCUM(%.40q) = %v, %v", code, u, err)
			}
			return err
		})
		if err != nil {
			t.Errorf("%.40q: %v", code, err)
		}
	}
}
