package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"example.org/mutual/clearing"
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

// report says an outcome in JSON's terms. It always returns a list, be it empty.
func report(o *outcome) []claim {
	claims := make([]claim, len(o.units))
	for k, u := range o.units {
		c := claim{
			Unit: u.Unit.Code(), Gross: u.Gross.Number(), Cleared: u.Cleared.Number(), Remaining: u.Remaining.Number(),
			NetDebt: u.NetDebt.Number(), Chains: []claimChain{}, Verified: true,
			Proof: claimProof{Stage: u.proof.Stage, Value: u.proof.Value.Number(), BookDigest: o.result.BookDigest, Potentials: potentials(u.proof)},
		}
		for _, i := range u.obligations {
			c.Obligations = append(c.Obligations, claimObligation{o.book.Obligations[i].ID, o.result.SetOff[i].Number(), o.stays(i).Number()})
		}
		for _, ring := range u.chains {
			c.Chains = append(c.Chains, claimChain{ring.Parties, ring.Obligations, ring.Amount.Number()})
		}
		claims[k] = c
	}
	return claims
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

// errForm is JSON that another reader could read differently.
var errForm = errors.New("want JSON as -json writes it: the same members in the same order, each once; only spaces may differ")

// readJSON reads what writeJSON wrote. Package json folds the case of members and takes the last of two,
// so what it read is written again and compared.
func readJSON(in io.Reader) ([]claim, error) {
	text, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	var claims []claim
	if err := json.Unmarshal(text, &claims); err != nil {
		return nil, wrongForm(err)
	}
	var got, again, want bytes.Buffer
	if err := writeJSON(&again, claims); err != nil {
		return nil, err
	}
	if json.Compact(&got, text) != nil || json.Compact(&want, again.Bytes()) != nil || claims == nil || !bytes.Equal(got.Bytes(), want.Bytes()) {
		return nil, errForm
	}
	return claims, nil
}

// wrongForm says in words of the file what package json says in Go's.
func wrongForm(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("%w; want a list with an object for each unit, got %.32s", errForm, kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("%w; got %.32s for %.64q", errForm, kind.Value, kind.Field)
	}
	return fmt.Errorf("%w; this is not JSON: %v", errForm, err)
}
