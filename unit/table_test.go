package unit_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/big"
	"os"
	"strings"
	"testing"

	"example.org/mutual/unit"
)

// rat reads a number that the test itself wrote: factors in decimal or as fractions, with * between.
func rat(tb interface {
	Helper()
	Fatalf(string, ...any)
}, text string) *big.Rat {
	tb.Helper()
	product := big.NewRat(1, 1)
	for factor := range strings.SplitSeq(text, "*") {
		r, ok := new(big.Rat).SetString(strings.TrimSpace(factor))
		if !ok {
			tb.Fatalf("%q is no number", factor)
		}
		product.Mul(product, r)
	}
	return product
}

// What the energy units are made of: a pound is 453.59237 g and a foot 0.3048 m (international yard and
// pound agreement, 1959); gravity is 9.80665 m/s² (3rd CGPM, 1901); a Btu heats a pound of water by a
// degree Fahrenheit, 5/9 K, where the calorie of the same table heats a gram by a kelvin.
const (
	calTh = "4.184"
	calIT = "4.1868"
	btuIT = calIT + "*453.59237*5/9"
	btuTh = calTh + "*453.59237*5/9"
	btu59 = "1054.804" // measured, in NIST SP 811
	ftlbf = "0.3048*0.45359237*9.80665"
)

// The whole table from first principles, in its order.
func TestTableFromFirstPrinciples(t *testing.T) {
	recipes := []struct{ code, joules, source string }{
		{"J", "1", "SI Brochure"}, {"kJ", "1e3", "SI prefixes"}, {"MJ", "1e6", "SI prefixes"}, {"GJ", "1e9", "SI prefixes"},
		{"TJ", "1e12", "SI prefixes"}, {"PJ", "1e15", "SI prefixes"}, {"EJ", "1e18", "SI prefixes"},
		{"Wh", "3600", "an hour is 3600 s"}, {"kWh", "1e3*3600", "an hour is 3600 s"}, {"MWh", "1e6*3600", "an hour is 3600 s"},
		{"GWh", "1e9*3600", "an hour is 3600 s"}, {"TWh", "1e12*3600", "an hour is 3600 s"},
		{"eV", "1.602176634e-19", "SI Brochure, 9th edition: e is exact since 2019"},
		{"erg", "1e-5*1e-2", "a dyne over a centimetre"},
		{"cal_th", calTh, "SP 811"}, {"cal_IT", calIT, "SP 811"},
		{"kcal_th", "1000*" + calTh, "SP 811"}, {"kcal_IT", "1000*" + calIT, "SP 811"},
		{"Btu_IT", btuIT, "SP 811"}, {"Btu_th", btuTh, "SP 811"}, {"Btu_59", btu59, "SP 811"},
		{"therm_EC", "105506000", "SP 811: its legal value"}, {"therm_US", "1e5*" + btu59, "SP 811: its legal value"},
		{"therm_IT", "1e5*" + btuIT, "a therm is 100000 Btu"}, {"MMBtu_IT", "1e6*" + btuIT, "a million"}, {"quad_IT", "1e15*" + btuIT, "a quadrillion"},
		{"toe", "1e10*" + calIT, "IEA: 10 Gcal"}, {"tce", "7e9*" + calIT, "IEA: 7 Gcal"},
		{"boe_59", "5.8e6*" + btu59, "26 U.S. Code 45K"}, {"boe_IT", "5.8e6*" + btuIT, "26 U.S. Code 45K"},
		{"ft_lbf", ftlbf, "a pound lifted a foot"}, {"hp_h_mech", "550*3600*" + ftlbf, "550 foot pounds a second"},
		{"hp_h_metric", "75*3600*9.80665", "75 kilogram metres a second"}, {"kgf_m", "9.80665", "a kilogram lifted a metre"},
		{"t_TNT", "1e9*" + calTh, "SP 811: a gigacalorie"},
		{"GGE_EPA", "33.7*1e3*3600", "EPA: 33.7 kWh"}, {"GGE_115000Btu", "115000*" + btuIT, "by its name"}, {"GGE_114118Btu", "114118*" + btuIT, "by its name"},
		{"thermie_IT", "1e6*" + calIT, "a tonne of water by a kelvin"}, {"thermie_15", "1e6*4.1855", "CIPM 1950"},
		{"petro_gross", "33.6e6", "TestPetro"}, {"petro_net", "31.2e6", "TestPetro"},
	}
	table := unit.Definitions()
	if len(recipes) != len(table) {
		t.Fatalf("%d recipes for %d units", len(recipes), len(table))
	}
	for i, r := range recipes {
		u := table[i].Unit
		joules, ok := u.Joules()
		if u.Code() != r.code || !ok || joules.Cmp(rat(t, r.joules)) != 0 {
			t.Errorf("%v is %v J, by %s (%s) %v", u, joules, r.joules, r.source, rat(t, r.joules))
		}
	}
}

// Cook's Petro is the energy from burning a litre of n-octane at 20 °C. The heat of combustion of the
// liquid, 5470 kJ/mol with the water condensed and 9 x 44.0 kJ/mol less without, is from the NIST Chemistry
// WebBook, a litre at 20 °C weighs 702.5 g, and a mole 114.23 g. The table rounds to 0.1 MJ.
func TestPetro(t *testing.T) {
	litre := rat(t, "702.5*100/11423")
	for u, kilojoules := range map[unit.Unit]int64{unit.PetroGross: 5470, unit.PetroNet: 5470 - 9*44} {
		exact, _ := u.Joules()
		off := new(big.Rat).Mul(litre, big.NewRat(1000*kilojoules, 1))
		off.Sub(off, exact)
		if off.Abs(off).Cmp(rat(t, "0.05e6")) > 0 {
			t.Errorf("%v is %v J off", u, off.FloatString(0))
		}
		if d, ok := u.Definition(); !ok || !d.Convention || !strings.Contains(d.Source, "Cook") {
			t.Errorf("%+v", d)
		}
	}
}

// Figures as others print them.
func TestPublishedEnergy(t *testing.T) {
	for _, c := range []struct {
		one, in unit.Unit
		want    string // all the decimals that are printed; a fraction is exact
		source  string
	}{
		{unit.KilowattHour, unit.BtuIT, "180000000000000/52752792631", "the definitions; SP 811 prints 3412.14"},
		{unit.KilowattHour, unit.BtuIT, "3412.141633", "the same"},
		{unit.TerawattHour, unit.TonneOfOil, "100000000/1163", "IEA: 1 TWh = 0.086 Mtoe"},
		{unit.TonneOfOil, unit.KilowattHour, "11630/1", "OECD glossary: 11.63 MWh"},
		{unit.TonneOfCoal, unit.KilowattHour, "8141/1", "IEA: 8.141 MWh"},
		{unit.TonneOfCoal, unit.TonneOfOil, "7/10", "IEA"},
		{unit.KilocalorieIT, unit.WattHour, "1163/1000", "SP 811"},
		{unit.BtuIT, unit.Joule, "1055.05585262", "U.S. Energy Information Administration"},
		{unit.CalorieIT, unit.Joule, "4.1868", "U.S. Energy Information Administration"},
		{unit.BtuTh, unit.Joule, "1054.350264488", "SP 811 prints 1054.350"},
		{unit.BtuTh, unit.Joule, "23722880951/22500000", "the definitions"},
		{unit.Electronvolt, unit.Joule, "801088317/5000000000000000000000000000", "SI Brochure"},
		{unit.ThermIT, unit.Joule, "105505585.262", "SP 811"},
		{unit.MMBtuIT, unit.Joule, "1055055852.62", "the definitions"},
		{unit.QuadIT, unit.Exajoule, "1.05505585262", "SP 811"},
		{unit.FootPoundForce, unit.Joule, "1.3558179483314004", "SP 811 prints 1.355818"},
		{unit.HorsepowerHour, unit.Joule, "2684519.537696172792", "550 ft lbf/s"},
		{unit.MetricHorsepowerHour, unit.Joule, "2647795.5", "75 kgf m/s"},
		{unit.BarrelOfOil59, unit.Gigajoule, "6.1178632", "U.S. Internal Revenue Service"},
		{unit.BarrelOfOilIT, unit.Joule, "6119323945.196", "the definitions"},
		{unit.GasolineGallon115000, unit.Joule, "121331423.0513", "the definitions"},
		{unit.GasolineGallon114118, unit.Joule, "120400863.789", "the definitions"},
		{unit.MegawattHour, unit.Joule, "3600000000/1", "github.com/bcicen/go-units v1.0.5 says 3600000"},
		{unit.Thermie15, unit.Joule, "4185500/1", "CIPM 1950"},
	} {
		one, _ := c.one.Joules()
		in, _ := c.in.Joules()
		got := one.Quo(one, in)
		if _, decimals, ok := strings.Cut(c.want, "."); ok {
			cut := new(big.Rat).Sub(got, rat(t, c.want))
			if cut.Sign() < 0 || cut.Cmp(rat(t, "1e-"+fmt.Sprint(len(decimals)))) >= 0 {
				t.Errorf("1 %v = %v %v, %s: %s", c.one, got.FloatString(20), c.in, c.source, c.want)
			}
			continue
		}
		if got.Cmp(rat(t, c.want)) != 0 {
			t.Errorf("1 %v = %v %v, %s: %s", c.one, got, c.in, c.source, c.want)
		}
	}
	if got := partInJoules(unit.WattHour); got.RatString() != "18/5" {
		t.Errorf("a milliwatt-hour is %v J", got)
	}
}

func partInJoules(u unit.Unit) *big.Rat {
	joules, _ := unit.New(1, u).Joules()
	return joules
}

// The table of the package comment is Definitions, to the letter and in line.
func TestDocTable(t *testing.T) {
	lines, table := docLines(t, "Code           Variable"), unit.Definitions()
	if len(lines) != len(table) {
		t.Fatalf("%d lines in the package comment for %d units", len(lines), len(table))
	}
	variables := declared(t)
	for i, d := range table {
		joules, _ := d.Unit.Joules()
		want := fmt.Sprintf("%-14s %-21s %-39s %d", d.Unit.Code(), variables[d.Unit.Code()], joules.RatString(), d.Unit.Places())
		if lines[i] != want {
			t.Errorf("the package comment says\n%s, the table\n%s", lines[i], want)
		}
	}
}

// docLines returns the lines of the table in doc.go below the one that begins with this heading.
func docLines(t *testing.T, heading string) []string {
	data, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(data), heading)
	table, _, ends := strings.Cut(table, "\n//\n")
	if !found || !ends {
		t.Fatalf("doc.go has no table %q", heading)
	}
	_, table, _ = strings.Cut(table, "\n")
	var lines []string
	for line := range strings.Lines(table) {
		lines = append(lines, strings.TrimSpace(strings.TrimPrefix(line, "//")))
	}
	return lines
}

// declared returns the names of the variables of table.go by the codes in their definitions.
func declared(t *testing.T) map[string]string {
	file, err := parser.ParseFile(token.NewFileSet(), "table.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 {
			return true
		}
		if call, ok := v.Values[0].(*ast.CallExpr); ok && ast.IsExported(v.Names[0].Name) {
			names[strings.Trim(call.Args[0].(*ast.BasicLit).Value, `"`)] = v.Names[0].Name
		}
		return true
	})
	return names
}

// The smallest parts are as the package comment says.
func TestPlacesOfTheTable(t *testing.T) {
	milli := map[bool]*big.Rat{true: rat(t, "3600/1000"), false: rat(t, "1/1000")}
	for _, d := range unit.Definitions() {
		u := d.Unit
		isWattHour := strings.HasSuffix(u.Code(), "Wh")
		switch {
		case u == unit.Electronvolt:
			if u.Places() != 0 {
				t.Errorf("%v has %d places", u, u.Places())
			}
		case isWattHour || strings.HasSuffix(u.Code(), "J"):
			got := partInJoules(u)
			if finest := got.Cmp(milli[isWattHour]); finest < 0 || finest > 0 && u.Places() != unit.PlacesMax {
				t.Errorf("the smallest part of %v is %v J", u, got)
			}
		case u.Places() != 6:
			t.Errorf("%v has %d places", u, u.Places())
		}
	}
}

// Every line says who says so; no two units share a text, a name, a UCUM code or a number of joules with
// another code in any case of letters.
func TestTableIsSound(t *testing.T) {
	seen := map[string]unit.Unit{}
	once := func(what, key string, u unit.Unit) {
		if other, twice := seen[what+key]; twice {
			t.Errorf("%v and %v have one %s, %q", u, other, what, key)
		}
		seen[what+key] = u
	}
	for _, d := range unit.Definitions() {
		u := d.Unit
		joules, ok := u.Joules()
		if !ok || joules.Sign() <= 0 || d.Name == "" || d.Source == "" || u.String() != u.Code() || len(u.Code()) > unit.CodeBytesMax {
			t.Errorf("%+v", d)
		}
		once("text", u.String(), u)
		once("folded code", strings.ToLower(u.Code()), u)
		once("name", d.Name, u)
		once("worth", joules.RatString(), u)
		if d.UCUM != "" {
			once("UCUM code", d.UCUM, u)
		}
		if got, ok := u.Definition(); !ok || got != d {
			t.Errorf("%v is defined as %+v, %v", u, got, ok)
		}
		if back := mustUnit(t, u.String()); back != u {
			t.Errorf("%v comes back as %v", u, back)
		}
	}
}

func TestDefinitionOfOthers(t *testing.T) {
	for _, u := range []unit.Unit{{}, mustUnit(t, "EUR.2"), mustUnit(t, "loaf.0=36000000J")} {
		if d, ok := u.Definition(); ok || d != (unit.Definition{}) {
			t.Errorf("%q is defined as %+v", u, d)
		}
	}
	own := unit.Definitions()
	own[0].Name = "changed"
	if unit.Definitions()[0].Name != "joule" {
		t.Error("the table is not the caller's own")
	}
}
