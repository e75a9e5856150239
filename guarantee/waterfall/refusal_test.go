package waterfall_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// Layers that cannot work: each the usual ones with one thing changed.
func TestValidateRefuses(t *testing.T) {
	const calls, haircut = 5, 6
	for name, test := range map[string]struct {
		change func(layers []waterfall.Layer) []waterfall.Layer
		reason error
		says   string
	}{
		"none":                   {func([]waterfall.Layer) []waterfall.Layer { return nil }, waterfall.ErrLayers, "1 to 64"},
		"too many":               {func(l []waterfall.Layer) []waterfall.Layer { return slices.Repeat(l[haircut:], 65) }, waterfall.ErrLayers, "1 to 64"},
		"no haircut":             {func(l []waterfall.Layer) []waterfall.Layer { return l[:haircut] }, waterfall.ErrLayers, `"calls": want a haircut as the last`},
		"two haircuts":           {func(l []waterfall.Layer) []waterfall.Layer { return append(l[haircut:], l...) }, waterfall.ErrUncapped, "want one haircut, as the last"},
		"endless calls":          {func(l []waterfall.Layer) []waterfall.Layer { l[calls].Times = 0; return l }, waterfall.ErrUncapped, `"calls": want calls of at most so many times`},
		"calls without a base":   {func(l []waterfall.Layer) []waterfall.Layer { l[calls].Base = waterfall.NoKey; return l }, waterfall.ErrUncapped, "a base"},
		"calls by the head":      {func(l []waterfall.Layer) []waterfall.Layer { l[calls].Base = waterfall.Equal; return l }, waterfall.ErrCap, "as the base"},
		"calls below zero":       {func(l []waterfall.Layer) []waterfall.Layer { l[calls].Times = -1; return l }, waterfall.ErrCap, "times from 1"},
		"calls beyond measure":   {func(l []waterfall.Layer) []waterfall.Layer { l[calls].Times = waterfall.TimesMax + 1; return l }, waterfall.ErrCap, "times from 1"},
		"a reserve that calls":   {func(l []waterfall.Layer) []waterfall.Layer { l[3].Times = 1; return l }, waterfall.ErrCap, `"reserve": want no times`},
		"no name":                {func(l []waterfall.Layer) []waterfall.Layer { l[0].Name = ""; return l }, waterfall.ErrName, "must not be empty"},
		"a long name":            {func(l []waterfall.Layer) []waterfall.Layer { l[0].Name = strings.Repeat("x", 999); return l }, waterfall.ErrName, "128 bytes"},
		"a name twice":           {func(l []waterfall.Layer) []waterfall.Layer { l[4].Name = l[2].Name; l[1].Of = ""; return l }, waterfall.ErrTwice, `"guarantors"`},
		"no kind":                {func(l []waterfall.Layer) []waterfall.Layer { l[0].Kind = 0; return l }, waterfall.ErrKind, "from security"},
		"an unknown kind":        {func(l []waterfall.Layer) []waterfall.Layer { l[0].Kind = 99; return l }, waterfall.ErrKind, "from security"},
		"shared by no key":       {func(l []waterfall.Layer) []waterfall.Layer { l[4].Key = waterfall.NoKey; return l }, waterfall.ErrKey, `"provisions": want a key`},
		"a key for one":          {func(l []waterfall.Layer) []waterfall.Layer { l[3].Key = waterfall.Equal; return l }, waterfall.ErrKey, `"reserve": want no key`},
		"an unknown key":         {func(l []waterfall.Layer) []waterfall.Layer { l[4].Key = 99; return l }, waterfall.ErrKey, "from contribution"},
		"a share below zero":     {func(l []waterfall.Layer) []waterfall.Layer { l[3].Share = -1; return l }, waterfall.ErrShare, "0 to 1000000"},
		"a share above all":      {func(l []waterfall.Layer) []waterfall.Layer { l[3].Share = unit.Whole + 1; return l }, waterfall.ErrShare, "0 to 1000000"},
		"part of the haircut":    {func(l []waterfall.Layer) []waterfall.Layer { l[haircut].Share = 1; return l }, waterfall.ErrShare, "takes all"},
		"a cap on the haircut":   {func(l []waterfall.Layer) []waterfall.Layer { l[haircut].Cap = eur(1); return l }, waterfall.ErrCap, "takes all"},
		"a cap below zero":       {func(l []waterfall.Layer) []waterfall.Layer { l[3].Cap = eur(-1); return l }, waterfall.ErrCap, "zero or above, got -1 EUR"},
		"a cap in another unit":  {func(l []waterfall.Layer) []waterfall.Layer { l[3].Cap = unit.New(1, unit.Joule); return l }, waterfall.ErrUnit, "a cap in EUR.0"},
		"security refilled":      {func(l []waterfall.Layer) []waterfall.Layer { l[0].Refill = true; return l }, waterfall.ErrRefill, "does not owe itself"},
		"calls never back":       {func(l []waterfall.Layer) []waterfall.Layer { l[calls].Refill = false; return l }, waterfall.ErrRefill, "called first"},
		"haircut for good":       {func(l []waterfall.Layer) []waterfall.Layer { l[haircut].Refill = false; return l }, waterfall.ErrRefill, "called first"},
		"part of nothing":        {func(l []waterfall.Layer) []waterfall.Layer { l[1].Of = "?"; return l }, waterfall.ErrHolding, `"?": want the name of a layer of provisions`},
		"part of itself":         {func(l []waterfall.Layer) []waterfall.Layer { l[1].Of = l[1].Name; return l }, waterfall.ErrHolding, "of provisions"},
		"part of the reserve":    {func(l []waterfall.Layer) []waterfall.Layer { l[1].Of = "reserve"; return l }, waterfall.ErrHolding, "of provisions"},
		"a part that is not own": {func(l []waterfall.Layer) []waterfall.Layer { l[0].Of = "provisions"; return l }, waterfall.ErrHolding, "want it empty"},
	} {
		layers := test.change(slices.Clone(society))
		err := waterfall.Validate(layers, euro)
		if e, ok := errors.AsType[*waterfall.Error](err); !ok || !errors.Is(err, test.reason) || !strings.Contains(err.Error(), test.says) || len(e.Layer) > 128 {
			t.Errorf("%s: %v, want %v: %s", name, err, test.reason, test.says)
		}
		if _, again := waterfall.Run(layers, make([][]waterfall.Holding, len(layers)), lost(1)); again == nil || again.Error() != err.Error() {
			t.Errorf("%s: Run says %v", name, again)
		}
	}
	if err := waterfall.Validate(society, unit.Unit{}); !errors.Is(err, waterfall.ErrUnit) {
		t.Error(err)
	}
	if err := waterfall.Validate(society, euro); err != nil {
		t.Error(err)
	}
}

// What Run refuses: the usual layers with these holdings in the place of their kind, and these losses.
func TestRunRefuses(t *testing.T) {
	type holdings = []waterfall.Holding
	const security, guarantors, reserve, provisions, calls = 0, 2, 3, 4, 5
	one := func(parts int64) []waterfall.Claim { return []waterfall.Claim{{Creditor: "x", Amount: eur(parts)}} }
	joule := unit.New(1, unit.Joule)
	for name, test := range map[string]struct {
		place  int
		held   holdings
		losses []waterfall.Loss
		reason error
	}{
		"no loss":                       {losses: []waterfall.Loss{}, reason: waterfall.ErrLoss},
		"a loss of nothing":             {losses: []waterfall.Loss{{Defaulter: "a"}}, reason: waterfall.ErrLoss},
		"another of nothing":            {losses: []waterfall.Loss{{Defaulter: "a", Claims: one(1)}, {Defaulter: "b"}}, reason: waterfall.ErrLoss},
		"nobody's loss":                 {losses: []waterfall.Loss{{Claims: one(1)}}, reason: waterfall.ErrName},
		"a loss twice":                  {losses: []waterfall.Loss{{Defaulter: "a", Claims: one(1)}, {Defaulter: "a", Claims: one(1)}}, reason: waterfall.ErrTwice},
		"nobody's claim":                {losses: []waterfall.Loss{{Defaulter: "a", Claims: []waterfall.Claim{{Amount: eur(1)}}}}, reason: waterfall.ErrName},
		"a claim twice":                 {losses: []waterfall.Loss{{Defaulter: "a", Claims: slices.Repeat(one(1), 2)}}, reason: waterfall.ErrTwice},
		"a claim of nothing":            {losses: []waterfall.Loss{{Defaulter: "a", Claims: one(0)}}, reason: waterfall.ErrAmount},
		"a claim below zero":            {losses: []waterfall.Loss{{Defaulter: "a", Claims: one(-1)}}, reason: waterfall.ErrAmount},
		"a claim in no unit":            {losses: []waterfall.Loss{{Defaulter: "a", Claims: []waterfall.Claim{{Creditor: "x"}}}}, reason: waterfall.ErrUnit},
		"claims in two units":           {losses: []waterfall.Loss{{Defaulter: "a", Claims: append(one(1), waterfall.Claim{Creditor: "y", Amount: joule})}}, reason: waterfall.ErrUnit},
		"a claim beyond 2^62":           {losses: []waterfall.Loss{{Defaulter: "a", Claims: one(waterfall.TotalMax + 1)}}, reason: waterfall.ErrTotal},
		"losses beyond 2^62":            {losses: []waterfall.Loss{{Defaulter: "a", Claims: one(waterfall.TotalMax)}, {Defaulter: "b", Claims: one(1)}}, reason: waterfall.ErrTotal},
		"claims beyond 2^63":            {losses: []waterfall.Loss{{Defaulter: "a", Claims: []waterfall.Claim{{Creditor: "x", Amount: eur(math.MaxInt64)}, {Creditor: "y", Amount: eur(math.MaxInt64)}}}}, reason: waterfall.ErrTotal},
		"nobody's holding":              {place: reserve, held: holdings{{Amount: eur(1)}}, reason: waterfall.ErrName},
		"a long name":                   {place: reserve, held: holdings{{From: strings.Repeat("x", 129), Amount: eur(1)}}, reason: waterfall.ErrName},
		"a holding twice":               {place: provisions, held: holdings{{From: "b", Amount: eur(1)}, {From: "a", Amount: eur(1)}, {From: "b", Amount: eur(1)}}, reason: waterfall.ErrTwice},
		"a pledge twice":                {place: guarantors, held: holdings{{From: "b", For: "a", Amount: eur(1)}, {From: "b", For: "a", Amount: eur(1)}}, reason: waterfall.ErrTwice},
		"a pledge for nobody":           {place: guarantors, held: holdings{{From: "b", Amount: eur(1)}}, reason: waterfall.ErrHolding},
		"a pledge for oneself":          {place: guarantors, held: holdings{{From: "b", For: "b", Amount: eur(1)}}, reason: waterfall.ErrHolding},
		"a pledge for a long name":      {place: guarantors, held: holdings{{From: "b", For: strings.Repeat("x", 129), Amount: eur(1)}}, reason: waterfall.ErrHolding},
		"security for another":          {place: security, held: holdings{{From: "b", For: "a", Amount: eur(1)}}, reason: waterfall.ErrHolding},
		"a holding in the haircut":      {place: 6, held: holdings{{From: "b", Amount: eur(1)}}, reason: waterfall.ErrHolding},
		"a holding in a part":           {place: 1, held: holdings{{From: "a", Amount: eur(1)}}, reason: waterfall.ErrHolding},
		"a holding in another unit":     {place: calls, held: holdings{{From: "b", Amount: joule}}, reason: waterfall.ErrUnit},
		"a holding in no unit":          {place: calls, held: holdings{{From: "b"}}, reason: waterfall.ErrUnit},
		"a holding below zero":          {place: calls, held: holdings{{From: "b", Amount: eur(-1)}}, reason: waterfall.ErrAmount},
		"holdings beyond 2^62":          {place: provisions, held: holdings{{From: "b", Amount: eur(waterfall.TotalMax)}, {From: "c", Amount: eur(1)}}, reason: waterfall.ErrTotal},
		"a weight below zero":           {place: calls, held: holdings{{From: "b", Amount: eur(1), Weight: -1}}, reason: waterfall.ErrWeights},
		"weights beyond 2^63":           {place: calls, held: holdings{{From: "b", Amount: eur(1), Weight: math.MaxInt64}, {From: "c", Amount: eur(1), Weight: 1}}, reason: waterfall.ErrWeights},
		"no weights for what is called": {place: calls, held: holdings{{From: "b", Amount: eur(1)}, {From: "c", Amount: eur(1)}}, reason: waterfall.ErrWeights},
	} {
		held := make([][]waterfall.Holding, len(society))
		held[test.place] = test.held
		if test.losses == nil {
			test.losses = lost(5)
		}
		out, err := waterfall.Run(society, held, test.losses)
		if _, ok := errors.AsType[*waterfall.Error](err); !ok || !errors.Is(err, test.reason) || out.Cases != nil || out.Left != nil {
			t.Errorf("%s: %v, want %v", name, err, test.reason)
		}
	}
	if _, err := waterfall.Run(society, nil, lost(1)); !errors.Is(err, waterfall.ErrSize) {
		t.Error(err)
	}
	many := make([][]waterfall.Holding, len(society))
	var losses []waterfall.Loss
	for i := range 4097 {
		losses = append(losses, waterfall.Loss{Defaulter: fmt.Sprint(i), Claims: one(1)})
		many[provisions] = append(many[provisions], waterfall.Holding{From: fmt.Sprint("m", i), Amount: eur(1)})
	}
	if _, err := waterfall.Run(society, many, losses); !errors.Is(err, waterfall.ErrSize) {
		t.Error(err)
	}
}

// As large as it can be, in one and in many.
func TestRunAtTheEnds(t *testing.T) {
	held := make([][]waterfall.Holding, len(society))
	held[3] = []waterfall.Holding{{From: "reserve", Amount: eur(waterfall.TotalMax)}}
	held[4] = []waterfall.Holding{{From: "b", Amount: eur(waterfall.TotalMax - 1)}, {From: "c", Amount: eur(1)}}
	for _, parts := range []int64{1, waterfall.TotalMax - 1, waterfall.TotalMax} {
		c := mustRun(t, society, held, lost(parts)).Cases[0]
		if c.Steps[3].Borne != eur(parts) || c.Claims[0].Paid != eur(parts) {
			t.Error(parts, c.Steps[3])
		}
		if _, err := c.Recover(eur(parts)); err != nil || !c.Claim().IsZero() {
			t.Error(parts, err)
		}
	}
	held[3] = nil
	if got := drawn(mustRun(t, society, held, lost(waterfall.TotalMax-1)).Cases[0], 4); !slices.Equal(got, []int64{waterfall.TotalMax - 2, 1}) {
		t.Error(got)
	}
}

func TestRoomRefuses(t *testing.T) {
	calls := society[5]
	for name, test := range map[string]struct {
		layer        waterfall.Layer
		base, called unit.Amount
		reason       error
	}{
		"no calls":           {society[4], eur(1), eur(0), waterfall.ErrKind},
		"below zero":         {calls, eur(-1), eur(0), waterfall.ErrAmount},
		"called below zero":  {calls, eur(1), eur(-1), waterfall.ErrAmount},
		"times below zero":   {waterfall.Layer{Kind: waterfall.Calls, Times: -1}, eur(1), eur(0), waterfall.ErrAmount},
		"two units":          {calls, eur(1), unit.New(0, unit.Joule), waterfall.ErrUnit},
		"beyond 2^62":        {calls, eur(waterfall.TotalMax + 1), eur(0), waterfall.ErrTotal},
		"far beyond":         {waterfall.Layer{Kind: waterfall.Calls, Times: math.MaxInt64}, eur(math.MaxInt64), eur(0), waterfall.ErrTotal},
		"at the end":         {calls, eur(waterfall.TotalMax), eur(0), nil},
		"rounded down to 0":  {waterfall.Layer{Kind: waterfall.Calls, Times: unit.Whole - 1}, eur(1), eur(0), nil},
		"all called already": {calls, eur(5), eur(math.MaxInt64), nil},
	} {
		if got, err := test.layer.Room(test.base, test.called); !errors.Is(err, test.reason) || err != nil && got != (unit.Amount{}) || got.Sign() < 0 {
			t.Errorf("%s: %v, %v, want %v", name, got, err, test.reason)
		}
	}
}

func TestMixRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		keys   [][]int64
		reason error
	}{
		"no key":            {nil, waterfall.ErrSize},
		"too many keys":     {make([][]int64, waterfall.KeysMax+1), waterfall.ErrSize},
		"different lengths": {[][]int64{{1}, {1, 1}}, waterfall.ErrSize},
		"below zero":        {[][]int64{{1, -1}}, waterfall.ErrWeights},
		"nothing":           {[][]int64{{1, 1}, {0, 0}}, waterfall.ErrWeights},
		"nobody":            {[][]int64{{}}, waterfall.ErrWeights},
		"too fine":          {[][]int64{{1, math.MaxInt64}, {1, math.MaxInt64 - 1}}, waterfall.ErrWeights},
	} {
		if got, err := waterfall.Mix(test.keys...); got != nil || !errors.Is(err, test.reason) {
			t.Errorf("%s: %v, %v, want %v", name, got, err, test.reason)
		}
	}
	if got, err := waterfall.Mix([]int64{math.MaxInt64, math.MaxInt64, 0}); err != nil || !slices.Equal(got, []int64{1, 1, 0}) {
		t.Error(got, err)
	}
	if got, err := waterfall.Mix([]int64{10, 20}, []int64{1, 2}); err != nil || !slices.Equal(got, []int64{1, 2}) { // not 2/3 and 4/3 as 2 and 4
		t.Error(got, err)
	}
}

// What a case refuses says what would have been accepted.
func TestCaseRefuses(t *testing.T) {
	held := make([][]waterfall.Holding, len(society))
	held[4] = []waterfall.Holding{{From: "a", Amount: eur(40)}}
	held[5] = []waterfall.Holding{{From: "a", Amount: eur(30), Weight: 1}}
	c := mustRun(t, society, held, lost(100)).Cases[0]
	pay := func(layer int, who string, parts int64) error {
		_, err := c.PayCalls([]waterfall.Payment{{Layer: layer, Name: who, Amount: eur(parts)}})
		return err
	}
	recoverAll := func(a unit.Amount) error { _, err := c.Recover(a); return err }
	for name, test := range map[string]struct {
		err    error
		reason error
		says   string
	}{
		"too much":            {recoverAll(eur(101)), waterfall.ErrBeyond, "asked 101 EUR, room for 100 EUR"},
		"nothing":             {recoverAll(eur(0)), waterfall.ErrAmount, "above zero"},
		"in another unit":     {recoverAll(unit.New(1, unit.Joule)), waterfall.ErrUnit, "in EUR.0"},
		"too much work":       {c.Work(eur(41)), waterfall.ErrBeyond, "room for 40 EUR"},
		"not called":          {pay(5, "b", 1), waterfall.ErrCall, `"b"`},
		"not a call":          {pay(4, "a", 1), waterfall.ErrCall, `"a"`},
		"no layer":            {pay(-1, "a", 1), waterfall.ErrCall, `"a"`},
		"more than the call":  {pay(5, "a", 31), waterfall.ErrBeyond, "room for 30 EUR"},
		"failing what is not": {c.FailCalls([]waterfall.Payment{{Layer: 5, Name: "b", Amount: eur(1)}}), waterfall.ErrCall, `"b"`},
		"twice":               {c.FailCalls(slices.Repeat([]waterfall.Payment{{Layer: 5, Name: "a", Amount: eur(1)}}, 2)), waterfall.ErrTwice, `"a"`},
	} {
		if !errors.Is(test.err, test.reason) || !strings.Contains(test.err.Error(), test.says) {
			t.Errorf("%s: %v, want %v: %s", name, test.err, test.reason, test.says)
		}
	}
	if room := c.Unpaid(4, "a"); room != eur(0) || c.Unpaid(9, "?") != eur(0) || c.Why(waterfall.Draw{Layer: 9}) != "" {
		t.Error(room)
	}
}
