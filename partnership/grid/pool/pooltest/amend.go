package pooltest

import (
	"slices"

	"example.org/mutual/partnership/grid/pool"
	"example.org/mutual/unit"
)

// voteActions are how members change the terms.
func voteActions() map[string]func(*Act) pool.Action {
	approve := func(a *Act) pool.Action {
		return pool.Approve{ID: a.ID, At: a.At, By: names[:1+int(a.B)%len(names)], Proposal: a.proposal()}
	}
	return map[string]func(*Act) pool.Action{
		"amend":         (*Act).amend,
		"appoint":       (*Act).appoint,
		"approve":       approve,
		"approve again": approve,
		"retract": func(a *Act) pool.Action {
			r := pool.Retract{ID: a.ID, At: a.At, By: []string{a.Member()}, Proposal: a.proposal()}
			switch {
			case a.A%4 > 0:
				return approve(a)
			case a.B%4 == 0:
				r.By = append(r.By, a.Machine.Terms().Manager)
			}
			return r
		},
	}
}

// proposal is the ID of one that is open, where there is one.
func (a *Act) proposal() string {
	all := a.Machine.Proposals()
	if len(all) == 0 {
		return "none"
	}
	return all[int(a.C)%len(all)].ID
}

// amend proposes other levies, another part that decides, and now and then a product more or less.
func (a *Act) amend() pool.Action {
	t := a.Machine.Terms()
	t.Levies[0].Each = unit.New(1+a.Parts&63, money())
	t.Approval = unit.Whole / (2 + unit.Millionths(a.A))
	switch more := (pool.Product{Carrier: "heat", Site: "hill"}); a.C % 4 {
	case 0:
		t.Products = append(t.Products, more) // once more where there is one
	case 1:
		at := int(a.B) % len(t.Products)
		t.Products = slices.Delete(t.Products, at, at+1)
	case 2:
		t.Products = slices.DeleteFunc(t.Products, func(p pool.Product) bool { return p == more })
	}
	return pool.Amend{ID: a.ID, At: a.At, By: []string{a.Member()}, Terms: t}
}

// appoint proposes another manager or custodian, who agrees or does not, or is not free to.
func (a *Act) appoint() pool.Action {
	t := a.Machine.Terms()
	by := []string{a.Member()}
	other := func(one, two, now string) string {
		if now == one {
			return two
		}
		return one
	}
	if a.B%2 == 0 {
		t.Manager = other(manager, "max", t.Manager)
		by = append(by, t.Manager)
	} else {
		t.Custodian = other(custodian, "cleo", t.Custodian)
		by = append(by, t.Custodian)
	}
	switch a.C {
	case 0:
		by = by[:1]
	case 1:
		t.Manager = a.Other()
		by = append(by, t.Manager)
	case 2:
		t.Custodian = t.Manager
	case 3:
		by = by[1:] // nobody who may propose anything, but for the manager
	}
	return pool.Amend{ID: a.ID, At: a.At, By: by, Terms: t}
}
