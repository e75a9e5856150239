package guarantee

import (
	"time"

	"example.org/mutual/unit/journal"
)

// OpenYear opens a policy year, named after the action. From then on charges are paid in it. Only the manager must
// agree. Earlier years stay open until they are closed: guarantees outlive years.
type OpenYear struct {
	ID string
	At time.Time
	By []string
}

func (a OpenYear) header() header { return header{Kind: "openYear", ID: a.ID, At: a.At, By: a.By} }

func (a *OpenYear) fields(c *codec) { c.Header(a.header().Kind, &a.ID, &a.At, &a.By) }

func (a OpenYear) apply(t *turn) error {
	if err := t.Agree(t.terms.Manager); err != nil {
		return err
	}
	if len(t.years) >= YearsMax {
		return &journal.RefusalError{Reason: ErrYear, What: "want at most 4096 policy years"}
	}
	old := t.years
	set(t, &t.years, append(old[:len(old):len(old)], &year{id: a.ID, opened: t.at}))
	t.Note("opened", a.ID)
	return nil
}

// YearsMax is how many policy years a society can have, one after the other or side by side.
const YearsMax = 4096
