package credit_test

import (
	"strings"
	"testing"
)

// From every set of the four kinds of consent to every other, on one network: who is let through, and nobody else,
// and who is paid or pays directly needs no consent.
func TestRouteConsents(t *testing.T) {
	kinds := []string{"* *", "a *", "* d", "a d"}
	q := newQuarter(t, "m trusts a 9", "m trusts b 9", "d trusts m 9", "e trusts m 9", "b trusts e 9", "a owes m 3", "d owes m 3", "b mediates * *")
	set, now := func(old, new int) {
		for i, kind := range kinds {
			switch bit := 1 << i; {
			case old&bit > new&bit:
				q.say("m stops " + kind)
			case old&bit < new&bit:
				q.say("m mediates " + kind)
			}
		}
	}, 0
	for old := range 16 {
		for new := range 16 {
			set(now, old)
			q.routesBy(kinds, old)
			set(old, new)
			q.routesBy(kinds, new)
			now = new
		}
	}
}

// routesBy tries all ways through m, which has those of its consents whose bits are set.
func (q *quarter) routesBy(kinds []string, set int) {
	q.Helper()
	for _, from := range []string{"a", "b", "m"} {
		for _, to := range []string{"d", "e", "m"} {
			lets := from == "m" || to == "m"
			for i, kind := range kinds {
				w := strings.Fields(kind)
				lets = lets || set&(1<<i) > 0 && (w[0] == "*" || w[0] == from) && (w[1] == "*" || w[1] == to)
			}
			if from == to {
				continue
			}
			r := q.routing(from, to, 2)
			if _, err := q.Route(q.Context(), r); (err == nil) != lets {
				q.Fatalf("from %s to %s with %04b: %v", from, to, set, err)
			}
			if r.By = []string{"m"}; !lets {
				q.route(r)
			}
		}
	}
}
