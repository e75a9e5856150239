package play

import (
	"encoding/json"
	"errors"
	"fmt"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// resultBytesMax bounds a result that is handed in: more than any list that the page takes can have.
const resultBytesMax = 32 << 20

// A verdict says whether a result is the largest set-off of a list.
type verdict struct {
	Holds bool   `json:"holds"`
	Why   string `json:"why"` // what is wrong first, where it does not hold
}

// verify checks a result against a list, without the solver.
func verify(text, result string) (*verdict, error) {
	l, err := readList(text)
	if err != nil {
		return nil, err
	}
	r, err := readResult(result)
	if err != nil {
		return &verdict{Why: "This is no result: " + plain(err) + "."}, nil
	}
	if err := clearing.Verify(l.book, clearing.Options{}, r); err != nil {
		if wrong := l.check(); wrong != nil { // not the result, but the list
			return nil, wrong
		}
		return &verdict{Why: plain(err)}, nil
	}
	return &verdict{Holds: true}, nil
}

func readResult(text string) (*clearing.Result, error) {
	if len(text) > resultBytesMax {
		return nil, errors.New("want at most 32 MiB")
	}
	var r clearing.Result
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return nil, err
	}
	return &r, nil
}

// A tampered result is wrong in one way, and says in which.
type tampered struct {
	Result string `json:"result"`
	What   string `json:"what"`
}

// tampers are the ways to spoil a result. Each returns what it did, or why it could not.
var tampers = map[string]func(b clearing.Book, r *clearing.Result) (string, error){
	"more": more,
	"less": less,
	"tier": shift,
}

// tamper spoils a result in one way.
func tamper(text, result, how string) (*tampered, error) {
	l, err := readList(text)
	if err != nil {
		return nil, err
	}
	r, err := readResult(result)
	if err != nil {
		return nil, err
	}
	if err := clearing.Verify(l.book, clearing.Options{}, r); err != nil {
		return nil, errors.New("this result does not hold as it is: bring back the true one first")
	}
	spoil, ok := tampers[how]
	if !ok {
		return nil, fmt.Errorf("want more, less or tier, got %.32q", how)
	}
	what, err := spoil(l.book, r)
	if err != nil {
		return nil, err
	}
	var c cleared
	if err := c.write(r); err != nil {
		return nil, err
	}
	return &tampered{c.Result, what}, nil
}

// more sets off one smallest part more of a debt of which something stays.
func more(b clearing.Book, r *clearing.Result) (string, error) {
	for i, o := range b.Obligations {
		if r.SetOff[i].Parts() < o.Amount.Parts() {
			r.SetOff[i] = plus(r.SetOff[i], 1)
			return fmt.Sprintf("%s more of what %s owes %s is claimed to be set off.", human(unit.New(1, o.Amount.Unit())), o.Debtor, o.Creditor), nil
		}
	}
	return "", errors.New("all is set off here: nothing more can be claimed")
}

// errNoRing is why what nothing was set off of cannot be spoilt by a ring.
var errNoRing = errors.New("nothing is set off here: there is no ring to spoil")

// less leaves a whole ring out, and makes the totals fit: all adds up, and nobody's position changes. Only that it is
// the largest is not true any more.
func less(b clearing.Book, r *clearing.Result) (string, error) {
	for c := range clearing.Chains(b, r) {
		in := make(map[string]bool, len(c.Obligations))
		for _, id := range c.Obligations {
			in[id] = true
		}
		parts := c.Amount.Parts()
		for i, o := range b.Obligations {
			if in[o.ID] {
				r.SetOff[i] = plus(r.SetOff[i], -parts)
			}
		}
		round := parts * int64(len(c.Obligations))
		for k := range r.Totals {
			if t := &r.Totals[k]; t.Unit == c.Amount.Unit() {
				t.Cleared, t.Remaining = plus(t.Cleared, -round), plus(t.Remaining, round)
				r.Proofs[k].Value = plus(r.Proofs[k].Value, -round)
			}
		}
		return fmt.Sprintf("A ring of %d debts, %s each, is left out, and all sums are made to fit: the set-off is a true one, but not the largest.",
			len(c.Obligations), human(c.Amount)), nil
	}
	return "", errNoRing
}

// shift lifts somebody in a ring above all others in the proof.
func shift(b clearing.Book, r *clearing.Result) (string, error) {
	for c := range clearing.Chains(b, r) {
		for k := range r.Proofs {
			p := &r.Proofs[k]
			for i, party := range p.Parties {
				if p.Unit == c.Amount.Unit() && party == c.Parties[0] {
					p.Potentials[i] += int64(len(p.Parties)) + 2
					return fmt.Sprintf("%s is lifted to tier %d of the proof; the set-off is as it was.", party, p.Potentials[i]), nil
				}
			}
		}
	}
	return "", errNoRing
}

func plus(a unit.Amount, parts int64) unit.Amount { return unit.New(a.Parts()+parts, a.Unit()) }
