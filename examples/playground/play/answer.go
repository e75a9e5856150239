package play

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// A question is what the page asks. Which fields count depends on Ask.
type question struct {
	Ask    string  `json:"ask"`              // read, add, clear, verify, tamper, promises or society
	Text   string  `json:"text"`             // the list of debts or, for society, of guaranteed promises
	Debt   debt    `json:"debt,omitzero"`    // add: the line to write below the list
	Result string  `json:"result,omitempty"` // verify, tamper: the outcome as JSON
	How    string  `json:"how,omitempty"`    // tamper: one of the keys of tampers
	Terms  society `json:"terms,omitzero"`   // society: what it is founded on and what befalls it
}

// An answer has either a value or a refusal.
type answer struct {
	Value   any      `json:"value,omitempty"`
	Refusal *refusal `json:"refusal,omitempty"`
}

// A refusal says what was wrong, in words for the page, and in which line of the list if in one.
type refusal struct {
	Line int    `json:"line,omitempty"` // from 1
	Text string `json:"text"`
}

// Answer answers one question of the page. It never fails: what is wrong with the question is in the answer. Progress
// is called now and then while a list is set off, with the fraction done; it may be nil.
func Answer(ctx context.Context, asked []byte, progress func(float64)) []byte {
	value, err := reply(ctx, asked, progress)
	out, err := json.Marshal(answerOf(value, err))
	if err != nil { // which no value of this package can cause
		out, _ = json.Marshal(answerOf(nil, err))
	}
	return out
}

func answerOf(value any, err error) answer {
	if err == nil {
		return answer{Value: value}
	}
	var at *lineError
	if errors.As(err, &at) {
		return answer{Refusal: &refusal{at.line, plain(at.reason)}}
	}
	return answer{Refusal: &refusal{Text: plain(err)}}
}

// plain is what an error says, without the names of the packages that say it.
func plain(err error) string {
	text := err.Error()
	for _, name := range []string{"clearing", "unit", "credit", "guarantee", "journal", "waterfall", "json"} {
		text = strings.TrimPrefix(strings.Replace(text, ": "+name+": ", ": ", 1), name+": ")
	}
	return text
}

func reply(ctx context.Context, asked []byte, progress func(float64)) (any, error) {
	var q question
	in := json.NewDecoder(bytes.NewReader(asked))
	in.DisallowUnknownFields()
	if err := in.Decode(&q); err != nil {
		return nil, fmt.Errorf("the page asked for something that is no question: %w", err)
	}
	switch q.Ask {
	case "read":
		return survey(q.Text)
	case "add":
		return add(q.Text, q.Debt)
	case "clear":
		return setOff(ctx, q.Text, progress)
	case "verify":
		return verify(q.Text, q.Result)
	case "tamper":
		return tamper(q.Text, q.Result, q.How)
	case "promises":
		return promises(q.Text)
	case "society":
		return q.Terms.run(q.Text)
	}
	return nil, fmt.Errorf("the page asked for %.32q: want read, add, clear, verify, tamper, promises or society", q.Ask)
}
