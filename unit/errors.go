package unit

import (
	"errors"
	"fmt"
	"strings"
)

// The reasons for which this package refuses something. Arithmetic returns them as they are; what
// reads text wraps them in a [TextError].
var (
	ErrMixed      = errors.New("unit: amounts of different units")
	ErrRange      = errors.New("unit: beyond what an amount can hold")
	ErrFiner      = errors.New("unit: finer than the unit's smallest part")
	ErrSyntax     = errors.New("unit: not an amount")
	ErrNoUnit     = errors.New("unit: an amount without a unit")
	ErrDefinition = errors.New("unit: not the definition of a unit")
	ErrReserved   = errors.New("unit: the code of a predeclared unit")
	ErrCurrency   = errors.New("unit: not a currency code of ISO 4217")
	ErrWeights    = errors.New("unit: weights that cannot share anything out")
	ErrKey        = errors.New("unit: two shares with the same key")
	ErrCap        = errors.New("unit: a cap below zero, in another unit, or for a rule without caps")
	ErrFractional = errors.New("unit: a quota that is not a whole number of parts")
	ErrCarry      = errors.New("unit: not what splits can have carried over")
	ErrRule       = errors.New("unit: no such rule") // or mode, or name of a side
	ErrUnknown    = errors.New("unit: not a predeclared unit")
	ErrAmbiguous  = errors.New("unit: a name of several units")
	ErrNotEnergy  = errors.New("unit: not a unit of energy")
	ErrQuote      = errors.New("unit: not the terms of a quote")
	ErrNoQuote    = errors.New("unit: no quote")
	ErrSide       = errors.New("unit: the wrong side of a quote")
	ErrEarly      = errors.New("unit: a quote that does not hold yet")
	ErrExpired    = errors.New("unit: an expired quote")
)

// A TextError says which text was refused, why, and what would have been accepted.
type TextError struct {
	Reason error  // ErrSyntax, ErrFiner, ErrRange, ErrDefinition, …
	Text   string // what was given, cut to at most 64 bytes
	Want   string // what would have been accepted, in words
}

// Error quotes at most 32 characters of the text.
func (e *TextError) Error() string {
	return fmt.Sprintf("%v: %.32q: want %s", e.Reason, e.Text, e.Want)
}

// Unwrap returns the reason, so that errors.Is finds it.
func (e *TextError) Unwrap() error { return e.Reason }

// A QuoteError says why a quote was not used, and what would have been.
type QuoteError struct {
	Reason error  // ErrNoQuote, ErrSide, ErrEarly, ErrExpired, ErrMixed
	Quote  Quote  // the quote, the zero Quote where there is none
	Want   string // what would have been accepted, in words
}

// Error quotes what would have been accepted.
func (e *QuoteError) Error() string { return fmt.Sprintf("%v: want %s", e.Reason, e.Want) }

// Unwrap returns the reason, so that errors.Is finds it.
func (e *QuoteError) Unwrap() error { return e.Reason }

// A ShareError says which share keeps a total from being split, and what would have been accepted.
type ShareError struct {
	Reason error  // ErrWeights, ErrKey, ErrCap, ErrFractional, ErrCarry
	Key    string // the share's key, cut to at most 64 bytes; empty where it is not one share's fault
	Want   string // what would have been accepted, in words
}

// Error quotes at most 32 characters of the key.
func (e *ShareError) Error() string {
	if e.Key == "" {
		return fmt.Sprintf("%v: want %s", e.Reason, e.Want)
	}
	return fmt.Sprintf("%v: %.32q: want %s", e.Reason, e.Key, e.Want)
}

// Unwrap returns the reason, so that errors.Is finds it.
func (e *ShareError) Unwrap() error { return e.Reason }

// refuseShare makes a ShareError that does not keep a long hostile key alive.
func refuseShare(reason error, key, want string) *ShareError {
	return &ShareError{Reason: reason, Key: strings.Clone(key[:min(len(key), 64)]), Want: want}
}

// refuse makes a TextError that does not keep a long hostile text alive.
func refuse(reason error, text, want string) *TextError {
	return &TextError{Reason: reason, Text: strings.Clone(text[:min(len(text), 64)]), Want: want}
}
