package name

import (
	"strings"
	"testing"
)

func TestWrong(t *testing.T) {
	for _, s := range []string{"a", "Solar Co-op", "株式会社", "a/b", strings.Repeat("x", BytesMax)} {
		if what := Wrong(s); what != "" {
			t.Errorf("%q: %s", s, what)
		}
	}
	for _, s := range []string{"", strings.Repeat("x", BytesMax+1), "\xff", "a\nb", "a\x00", "\u0085", " a", "a ", "\u00a0a", "a\u2003"} {
		if Wrong(s) == "" {
			t.Errorf("%q is taken for a name", s)
		}
	}
}

func TestWrongWords(t *testing.T) {
	for _, s := range []string{"x", strings.Repeat("x", WordsBytesMax), "bread, for a week", "ćevapi"} {
		if what := WrongWords(s); what != "" {
			t.Errorf("%.32q: %s", s, what)
		}
	}
	for _, s := range []string{"", strings.Repeat("x", WordsBytesMax+1), "\xff", "a\nb", " a", "a "} {
		if WrongWords(s) == "" {
			t.Errorf("%.32q is taken for words", s)
		}
	}
}

func TestClip(t *testing.T) {
	if got := Clip(strings.Repeat("x", 1000)); len(got) != BytesMax {
		t.Errorf("%d bytes", len(got))
	}
	if got := Clip("abc"); got != "abc" {
		t.Errorf("got %q", got)
	}
}
