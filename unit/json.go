package unit

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// jsonBytesMax is the longest JSON form of an Amount, with room for spaces.
const jsonBytesMax = 8 * (TextBytesMax + definitionBytesMax)

// MarshalJSON returns {"amount":"12.50","unit":"EUR.2"}. An amount other than zero without a unit is
// ErrNoUnit.
func (a Amount) MarshalJSON() ([]byte, error) {
	d := a.unit.define()
	if d.text == "" && a.parts != 0 {
		return nil, ErrNoUnit
	}
	b := append(make([]byte, 0, 64), `{"amount":"`...)
	b = appendParts(b, a.parts, int(d.places))
	b = append(b, `","unit":"`...)
	b = append(b, d.text...)
	return append(b, `"}`...), nil
}

// UnmarshalJSON reads what MarshalJSON writes: an object with exactly the members amount and unit, each
// once and each in its one spelling. Spaces, escapes and the order of the members are free, as in any
// JSON. Null is refused. Errors are ErrSyntax in a [TextError], and those of [ParseUnit] and [Parse]. The receiver is
// unchanged on error.
func (a *Amount) UnmarshalJSON(data []byte) error {
	var member [2]string
	if len(data) > jsonBytesMax || !readObject(data, []string{"amount", "unit"}, member[:]) {
		return refuse(ErrSyntax, string(data[:min(len(data), 64)]), `an object such as {"amount":"12.50","unit":"EUR.2"}`)
	}
	v, err := canonical(member[0], member[1])
	if err != nil {
		return err
	}
	*a = v
	return nil
}

// readObject reads an object of exactly these members, each once, in any order, all of them strings. It
// does so by hand because package json folds case and lets the last of two members with one name win.
func readObject(data []byte, names, values []string) bool {
	s := scanner{rest: data}
	var seen [8]bool // no object here has more members
	for i := range names {
		s.take("{,"[min(i, 1)])
		name, value := s.member()
		at := slices.Index(names, name)
		if s.bad || at < 0 || seen[at] {
			return false
		}
		values[at], seen[at] = value, true
	}
	s.take('}')
	s.space()
	return !s.bad && len(s.rest) == 0
}

// A scanner takes JSON apart. Once something is not as expected it is bad for good.
type scanner struct {
	rest []byte
	bad  bool
}

func (s *scanner) space() { s.rest = bytes.TrimLeft(s.rest, " \t\r\n") }

// take takes one character, after space.
func (s *scanner) take(c byte) {
	if s.space(); len(s.rest) == 0 || s.rest[0] != c {
		s.bad = true
		return
	}
	s.rest = s.rest[1:]
}

func (s *scanner) member() (name, value string) {
	name = s.text()
	s.take(':')
	return name, s.text()
}

// text takes a string. How it is escaped is JSON's affair, and rare enough to leave to package json.
func (s *scanner) text() string {
	s.take('"')
	end := 0
	for end < len(s.rest) && s.rest[end] != '"' {
		if s.rest[end] == '\\' {
			end++
		}
		end++
	}
	if s.bad || end >= len(s.rest) {
		s.bad = true
		return ""
	}
	text := string(s.rest[:end])
	s.rest = s.rest[end+1:]
	raw := text
	if strings.ContainsRune(text, '\\') {
		s.bad = json.Unmarshal([]byte(`"`+text+`"`), &text) != nil
	}
	// Package json puts U+FFFD for what is no text. That must not pass for a text of its own.
	if !utf8.ValidString(raw) || strings.Count(text, "\ufffd") > strings.Count(raw, "\ufffd")+strings.Count(strings.ToLower(raw), `\ufffd`) {
		s.bad = true
	}
	return text
}

// UnmarshalJSON reads a definition from a string; the empty one is the zero Unit. Null is refused, and what is no
// string, with ErrDefinition in a [TextError]; other errors are those of [ParseUnit]. The receiver is unchanged on
// error.
func (u *Unit) UnmarshalJSON(data []byte) error {
	s := scanner{rest: data}
	text := s.text()
	if s.space(); s.bad || len(s.rest) > 0 {
		return refuse(ErrDefinition, string(data[:min(len(data), 64)]), `a string such as "EUR.2"`)
	}
	return u.UnmarshalText([]byte(text))
}
