// Package name says what an ID, the name of a party and a text in words must be that come from outside, for all
// packages alike.
package name

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// BytesMax is the longest ID or name, in bytes.
const BytesMax = 128

// Wrong says what keeps s from being an ID or a party's name; it returns "" for a good one. Names are
// compared byte by byte. A control character, and a space at an end, would be lost on most readers;
// letters that only look alike are the caller's to keep apart.
func Wrong(s string) string {
	if len(s) > BytesMax {
		return "must be at most 128 bytes"
	}
	return wrongText(s)
}

// WordsBytesMax is the longest text in words, in bytes.
const WordsBytesMax = 1024

// WrongWords says what keeps s from being a text to put on record; it returns "" for a good one.
func WrongWords(s string) string {
	if len(s) > WordsBytesMax {
		return "must be at most 1024 bytes"
	}
	return wrongText(s)
}

// wrongText is Wrong for a text of any length.
func wrongText(s string) string {
	if plain(s) {
		return ""
	}
	switch {
	case s == "":
		return "must not be empty"
	case !utf8.ValidString(s):
		return "must be valid UTF-8"
	case strings.IndexFunc(s, unicode.IsControl) >= 0:
		return "must not hold control characters"
	case strings.TrimSpace(s) != s:
		return "must not begin or end with a space"
	}
	return ""
}

// plain reports whether s is a good text of printable ASCII, as most are: that is quickly seen.
func plain(s string) bool {
	if s == "" || s[0] == ' ' || s[len(s)-1] == ' ' {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Clip returns a copy of the first BytesMax bytes of s, so that an error does not keep a long hostile text alive. It
// may cut a letter in two: such text is for %q.
func Clip(s string) string { return strings.Clone(s[:min(len(s), BytesMax)]) }
