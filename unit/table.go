package unit

// The predeclared units of energy, each an exact number of joules. Their codes are reserved. Where a
// name means several things, each variant has a code of its own and the bare name is none: there is a
// Btu_IT and a Btu_th and no Btu.
var (
	Joule                = predeclare("J", 3, "1")
	Kilojoule            = predeclare("kJ", 6, "1000")
	Megajoule            = predeclare("MJ", 9, "1000000")
	Gigajoule            = predeclare("GJ", 9, "1000000000")
	Terajoule            = predeclare("TJ", 9, "1000000000000")
	Petajoule            = predeclare("PJ", 9, "1000000000000000")
	Exajoule             = predeclare("EJ", 9, "1000000000000000000")
	WattHour             = predeclare("Wh", 3, "3600")
	KilowattHour         = predeclare("kWh", 6, "3600000")
	MegawattHour         = predeclare("MWh", 9, "3600000000")
	GigawattHour         = predeclare("GWh", 9, "3600000000000")
	TerawattHour         = predeclare("TWh", 9, "3600000000000000")
	Electronvolt         = predeclare("eV", 0, "801088317/5000000000000000000000000000")
	Erg                  = predeclare("erg", 6, "1/10000000")
	CalorieTh            = predeclare("cal_th", 6, "523/125")
	CalorieIT            = predeclare("cal_IT", 6, "10467/2500")
	KilocalorieTh        = predeclare("kcal_th", 6, "4184")
	KilocalorieIT        = predeclare("kcal_IT", 6, "20934/5")
	BtuIT                = predeclare("Btu_IT", 6, "52752792631/50000000")
	BtuTh                = predeclare("Btu_th", 6, "23722880951/22500000")
	Btu59                = predeclare("Btu_59", 6, "263701/250")
	ThermEC              = predeclare("therm_EC", 6, "105506000")
	ThermUS              = predeclare("therm_US", 6, "105480400")
	ThermIT              = predeclare("therm_IT", 6, "52752792631/500")
	MMBtuIT              = predeclare("MMBtu_IT", 6, "52752792631/50")
	QuadIT               = predeclare("quad_IT", 6, "1055055852620000000")
	TonneOfOil           = predeclare("toe", 6, "41868000000")
	TonneOfCoal          = predeclare("tce", 6, "29307600000")
	BarrelOfOil59        = predeclare("boe_59", 6, "6117863200")
	BarrelOfOilIT        = predeclare("boe_IT", 6, "1529830986299/250")
	FootPoundForce       = predeclare("ft_lbf", 6, "3389544870828501/2500000000000000")
	HorsepowerHour       = predeclare("hp_h_mech", 6, "335564942212021599/125000000000")
	MetricHorsepowerHour = predeclare("hp_h_metric", 6, "5295591/2")
	KilogramForceMetre   = predeclare("kgf_m", 6, "196133/20000")
	TonneOfTNT           = predeclare("t_TNT", 6, "4184000000")
	GasolineGallonEPA    = predeclare("GGE_EPA", 6, "121320000")
	GasolineGallon115000 = predeclare("GGE_115000Btu", 6, "1213314230513/10000")
	GasolineGallon114118 = predeclare("GGE_114118Btu", 6, "3010021594732229/25000000")
	ThermieIT            = predeclare("thermie_IT", 6, "4186800")
	Thermie15            = predeclare("thermie_15", 6, "4185500")
	PetroGross           = predeclare("petro_gross", 6, "33600000")
	PetroNet             = predeclare("petro_net", 6, "31200000")
)

func predeclare(code string, places uint8, joules string) Unit {
	return newUnit(definition{text: code, code: code, joules: joules, places: places})
}

// A Definition says what a predeclared unit of energy is, and who says so. Its exact number of joules is
// [Unit.Joules].
type Definition struct {
	Unit       Unit
	Name       string
	UCUM       string // its code in the Unified Code for Units of Measure; empty where it has none
	Convention bool   // true for what people agreed to count some fuel as, which no measurement can refute
	Source     string
}

// Where the numbers are from.
const (
	sourceSI      = "SI Brochure, 9th edition, 2019"
	sourceSP811   = "NIST Special Publication 811, 2008 edition, appendix B"
	sourceIEA     = "International Energy Agency: 10 Gcal_IT a tonne of oil, 7 Gcal_IT a tonne of coal"
	sourceBarrel  = "26 U.S. Code 45K: 5.8 million Btu a barrel, which does not say which Btu"
	sourceEPA     = "U.S. Environmental Protection Agency, fuel economy label: 33.7 kWh a gallon"
	sourceGallon  = "heat content that U.S. agencies have used for a gallon of gasoline, in Btu"
	sourceGravity = "standard gravity, 9.80665 m/s²: 3rd General Conference on Weights and Measures, 1901"
	sourceCIPM    = "International Committee for Weights and Measures, 1950: 4.1855 J a calorie at 15 °C"
	sourceCook    = "Chris Cook, European Tribune, 20 February 2009, for the measure; heats of combustion rounded to 0.1 MJ"
)

var definitions = []Definition{
	{Joule, "joule", "J", false, sourceSI},
	{Kilojoule, "kilojoule", "kJ", false, sourceSI},
	{Megajoule, "megajoule", "MJ", false, sourceSI},
	{Gigajoule, "gigajoule", "GJ", false, sourceSI},
	{Terajoule, "terajoule", "TJ", false, sourceSI},
	{Petajoule, "petajoule", "PJ", false, sourceSI},
	{Exajoule, "exajoule", "EJ", false, sourceSI},
	{WattHour, "watt-hour", "W.h", false, sourceSI},
	{KilowattHour, "kilowatt-hour", "kW.h", false, sourceSI},
	{MegawattHour, "megawatt-hour", "MW.h", false, sourceSI},
	{GigawattHour, "gigawatt-hour", "GW.h", false, sourceSI},
	{TerawattHour, "terawatt-hour", "TW.h", false, sourceSI},
	{Electronvolt, "electronvolt", "eV", false, sourceSI},
	{Erg, "erg", "erg", false, sourceSP811},
	{CalorieTh, "thermochemical calorie", "cal_th", false, sourceSP811},
	{CalorieIT, "International Table calorie", "cal_IT", false, sourceSP811},
	{KilocalorieTh, "thermochemical kilocalorie", "kcal_th", false, sourceSP811},
	{KilocalorieIT, "International Table kilocalorie", "kcal_IT", false, sourceSP811},
	{BtuIT, "International Table British thermal unit", "[Btu_IT]", false, sourceSP811},
	{BtuTh, "thermochemical British thermal unit", "", false, sourceSP811},
	{Btu59, "British thermal unit at 59 °F", "", false, sourceSP811},
	{ThermEC, "therm, European Community", "", false, sourceSP811},
	{ThermUS, "therm, United States", "", false, sourceSP811},
	{ThermIT, "therm of 100000 Btu_IT", "", false, sourceSP811},
	{MMBtuIT, "million Btu_IT", "", false, sourceSP811},
	{QuadIT, "quadrillion Btu_IT", "", false, sourceSP811},
	{TonneOfOil, "tonne of oil equivalent", "", true, sourceIEA},
	{TonneOfCoal, "tonne of coal equivalent", "", true, sourceIEA},
	{BarrelOfOil59, "barrel of oil equivalent, 5.8 million Btu_59", "", true, sourceBarrel},
	{BarrelOfOilIT, "barrel of oil equivalent, 5.8 million Btu_IT", "", true, sourceBarrel},
	{FootPoundForce, "foot pound-force", "[ft_i].[lbf_av]", false, sourceSP811},
	{HorsepowerHour, "mechanical horsepower-hour", "[HP].h", false, sourceSP811},
	{MetricHorsepowerHour, "metric horsepower-hour", "", false, sourceSP811},
	{KilogramForceMetre, "kilogram-force metre", "kgf.m", false, sourceGravity},
	{TonneOfTNT, "tonne of TNT equivalent", "", true, sourceSP811},
	{GasolineGallonEPA, "US gallon of gasoline equivalent, 33.7 kWh", "", true, sourceEPA},
	{GasolineGallon115000, "US gallon of gasoline equivalent, 115000 Btu_IT", "", true, sourceGallon},
	{GasolineGallon114118, "US gallon of gasoline equivalent, 114118 Btu_IT", "", true, sourceGallon},
	{ThermieIT, "thermie of 1000000 cal_IT", "", false, sourceSP811},
	{Thermie15, "thermie of 1000000 calories at 15 °C", "", false, sourceCIPM},
	{PetroGross, "Petro: burning 1 litre of n-octane at 20 °C, gross heat", "", true, sourceCook},
	{PetroNet, "Petro: burning 1 litre of n-octane at 20 °C, net heat", "", true, sourceCook},
}

// variants are the names that mean several units, or one that its name must say.
var variants = map[string]string{
	"btu":     "Btu_IT, Btu_th or Btu_59",
	"cal":     "cal_th or cal_IT",
	"calorie": "cal_th or cal_IT",
	"kcal":    "kcal_th or kcal_IT",
	"therm":   "therm_EC, therm_US or therm_IT",
	"mmbtu":   "MMBtu_IT",
	"quad":    "quad_IT",
	"boe":     "boe_59 or boe_IT",
	"hp_h":    "hp_h_mech or hp_h_metric",
	"gge":     "GGE_EPA, GGE_115000Btu or GGE_114118Btu",
	"thermie": "thermie_IT or thermie_15",
	"petro":   "petro_gross or petro_net",
}
