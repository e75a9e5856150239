package play

import (
	"context"
	"encoding/json"
	"fmt"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// How much of an outcome the page is given to show. All of it is in the result.
const (
	rowsShownMax  = 300
	ringsShownMax = 200
	pairsShownMax = 600
	ringStepsMax  = 1 << 20 // of all rings together: see clearing.Chains
	resultShown   = 1 << 16 // bytes of a result that can be read and changed by hand
)

// A cleared list is what the page shows of a set-off that was found and checked.
type cleared struct {
	Units    []inUnit `json:"units"`
	Result   string   `json:"result"`   // the clearing.Result as JSON, with the proofs
	Readable bool     `json:"readable"` // it is short enough to be read, and so it is indented
}

// inUnit is what the page shows of one unit.
type inUnit struct {
	Unit      string       `json:"unit"`
	Gross     figure       `json:"gross"`
	Cleared   figure       `json:"cleared"`
	Remaining figure       `json:"remaining"`
	NetDebt   figure       `json:"netDebt"` // which no set-off can go below
	Chained   figure       `json:"chained"` // what else remains
	Percent   string       `json:"percent"`
	Debts     int          `json:"debts"`
	Count     int          `json:"count"`   // of parties
	Parties   []standing   `json:"parties"` // by name; none where they are too many to show
	Pairs     []pair       `json:"pairs"`   // likewise
	Rows      []obligation `json:"rows"`    // the first of the list
	Rings     []ring       `json:"rings"`   // the first
	RingCount int          `json:"ringCount"`
	RingsMore bool         `json:"ringsMore"` // they were too long to count
	Tiers     []tier       `json:"tiers"`     // the highest first; none where parties are too many
}

// A figure is an amount: as a number for drawing, and as text for people.
type figure struct {
	Number string `json:"number"`
	Bare   string `json:"bare"` // without the unit
	Text   string `json:"text"`
}

func figureOf(a unit.Amount) figure { return figure{a.Number(), number(a), human(a)} }

// A standing is what a party owes and is owed before and after.
type standing struct {
	Name string    `json:"name"`
	Owes [2]figure `json:"owes"`
	Owed [2]figure `json:"owed"`
}

// A pair is what one party owes another before and after.
type pair struct {
	Debtor   string    `json:"debtor"`
	Creditor string    `json:"creditor"`
	Owes     [2]figure `json:"owes"`
}

// An obligation is one of the list.
type obligation struct {
	ID       string `json:"id"`
	Line     int    `json:"line"`
	Debtor   string `json:"debtor"`
	Creditor string `json:"creditor"`
	Due      string `json:"due"`
	Amount   string `json:"amount"`
	SetOff   string `json:"setOff"`
	Stays    string `json:"stays"`
}

// A ring is parties each of which owes the next.
type ring struct {
	Amount  string   `json:"amount"`
	Parties []string `json:"parties"`
}

// A tier is parties with the same potential.
type tier struct {
	Tier    int64    `json:"tier"`
	Parties []string `json:"parties"`
}

// setOff sets a list off, and checks the result as anybody else would.
func setOff(ctx context.Context, text string, progress func(float64)) (*cleared, error) {
	l, err := readList(text)
	if err != nil {
		return nil, err
	}
	if len(l.lines) == 0 {
		return nil, errEmpty
	}
	r, err := clearing.Clear(ctx, l.book, clearing.Options{Progress: progress})
	if err != nil {
		return nil, l.locate(err)
	}
	if err := clearing.Verify(l.book, clearing.Options{}, r); err != nil {
		return nil, fmt.Errorf("the result is wrong, please report this: %w", err)
	}
	c := &cleared{}
	if err := c.write(r); err != nil {
		return nil, err
	}
	units := map[unit.Unit]*view{}
	for k, t := range r.Totals {
		units[t.Unit] = newView(t, r.Proofs[k])
	}
	for i, o := range l.book.Obligations {
		units[o.Amount.Unit()].add(o, l.lines[i], r.SetOff[i])
	}
	addRings(units, l.book, r)
	for _, t := range r.Totals {
		c.Units = append(c.Units, units[t.Unit].finish())
	}
	return c, nil
}

// write keeps the result as JSON, indented where somebody may want to read it.
func (c *cleared) write(r *clearing.Result) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if c.Readable = len(text) <= resultShown; c.Readable {
		if text, err = json.MarshalIndent(r, "", " "); err != nil {
			return err
		}
	}
	c.Result = string(text)
	return nil
}

// addRings lists the rings of each unit, as far as they can be shown, and counts the others.
func addRings(units map[unit.Unit]*view, b clearing.Book, r *clearing.Result) {
	steps := 0
	for chain := range clearing.Chains(b, r) {
		v := units[chain.Amount.Unit()]
		if v.RingCount++; v.RingCount <= ringsShownMax {
			v.Rings = append(v.Rings, ring{human(chain.Amount), chain.Parties})
		}
		if steps += len(chain.Parties); steps > ringStepsMax {
			for _, v := range units {
				v.RingsMore = true
			}
			return
		}
	}
}
