package main

import (
	"encoding/json"
	"errors"
	"io"

	"example.org/mutual/clearing"
	"example.org/mutual/unit"
)

// A claim is what the program says of one unit: the JSON form, for programs and for -verify. Amounts
// are decimal strings, in the unit.
type claim struct {
	Unit        string            `json:"unit"`
	Gross       string            `json:"gross"`
	Cleared     string            `json:"cleared"`
	Remaining   string            `json:"remaining"`
	NetDebt     string            `json:"netDebt"`
	Obligations []claimObligation `json:"obligations"`
	Chains      []claimChain      `json:"chains"`
	Verified    bool              `json:"verified"`
	Proof       claimProof        `json:"proof"`
}

type claimObligation struct {
	ID        string `json:"id"`
	SetOff    string `json:"setOff"`
	Remaining string `json:"remaining"`
}

type claimChain struct {
	Parties     []string `json:"parties"`
	Obligations []string `json:"obligations"`
	Amount      string   `json:"amount"`
}

type claimProof struct {
	Stage      clearing.Stage   `json:"stage"`
	Value      string           `json:"value"`
	BookDigest string           `json:"bookDigest"`
	Potentials map[string]int64 `json:"potentials"`
}

// report says a verified result in JSON's terms. It always returns a list, be it empty.
func report(s *sheet, r *clearing.Result) []claim {
	claims := make([]claim, len(r.Totals))
	place := make(map[unit.Unit]int)
	for k, t := range r.Totals {
		place[t.Unit] = k
		claims[k] = claim{
			Unit: t.Unit.Code(), Gross: t.Gross.Number(), Cleared: t.Cleared.Number(), Remaining: t.Remaining.Number(),
			NetDebt: t.NetDebt.Number(), Chains: []claimChain{}, Verified: true,
			Proof: claimProof{Stage: r.Proofs[k].Stage, Value: r.Proofs[k].Value.Number(), BookDigest: r.BookDigest, Potentials: potentials(r.Proofs[k])},
		}
	}
	for i, o := range s.book.Obligations {
		c := &claims[place[o.Amount.Unit()]]
		c.Obligations = append(c.Obligations, claimObligation{o.ID, r.SetOff[i].Number(), stays(o, r.SetOff[i]).Number()})
	}
	for ring := range clearing.Chains(s.book, r) {
		c := &claims[place[ring.Amount.Unit()]]
		c.Chains = append(c.Chains, claimChain{ring.Parties, ring.Obligations, ring.Amount.Number()})
	}
	return claims
}

// stays returns what stays of an obligation; a verified set-off is never above it.
func stays(o clearing.Obligation, setOff unit.Amount) unit.Amount {
	return unit.New(o.Amount.Parts()-setOff.Parts(), o.Amount.Unit())
}

func potentials(p clearing.Proof) map[string]int64 {
	m := make(map[string]int64, len(p.Parties))
	for i, party := range p.Parties {
		m[party] = p.Potentials[i]
	}
	return m
}

func writeJSON(out io.Writer, claims []claim) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(claims)
}

func readJSON(in io.Reader) ([]claim, error) {
	d := json.NewDecoder(in)
	d.DisallowUnknownFields()
	var claims []claim
	if err := d.Decode(&claims); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("want one JSON array and nothing after it")
	}
	return claims, nil
}
