package credit_test

import (
	"testing"
	"time"

	"example.org/mutual/credit"
	"example.org/mutual/unit/journal"
)

func TestRefuseArchive(t *testing.T) {
	l := chained(t)
	archive := func(at, horizon time.Time) credit.Action {
		return credit.Archive{ID: "x", At: at, Horizon: horizon}
	}
	apply(t, chained(t), archive(day(5), day(5)))
	refuseAll(t, l, []refused{
		{name: "up to no time", action: archive(day(5), time.Time{}), reason: journal.ErrTime},
		{name: "up to what is yet to come", action: archive(day(5), day(5).Add(1)), reason: journal.ErrTime},
		{name: "up to where it was before", action: archive(day(5), day(2)), reason: journal.ErrTime},
		{name: "not so far", action: archive(day(5), day(1)), reason: journal.ErrTime},
		{name: "too late a year", action: archive(day(5), day(5).AddDate(8000, 0, 0)), reason: credit.ErrAction},
		{name: "a forgotten action", action: chain(t)[0], reason: journal.ErrArchived},
		{name: "a new one at the horizon", action: credit.Mediate{ID: "x", At: day(2), By: []string{"fay"}, Party: "fay"}, reason: journal.ErrArchived},
		{name: "a new one after it, too early", action: credit.Mediate{ID: "x", At: day(2).Add(1), By: []string{"fay"}, Party: "fay"}, reason: journal.ErrTime},
	})
	for _, a := range chain(t)[2:] { // each is archived or known
		_, err := l.Apply(a)
		if r, ok := err.(*journal.RefusalError); ok && r.Reason != journal.ErrArchived || err == nil {
			t.Errorf("%v after %+v", err, a)
		}
	}
	apply(t, l, archive(day(5), day(5)))
	_, err := l.Apply(archive(day(5), day(5)))
	if applied, ok := err.(*journal.AppliedError); !ok || applied.Seq != uint64(len(chain(t))+1) {
		t.Error("a retry at the horizon:", err)
	}
}
