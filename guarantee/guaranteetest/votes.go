package guaranteetest

import (
	"fmt"
	"slices"

	"example.org/mutual/guarantee"
	"example.org/mutual/unit"
)

// proposal is the ID of an open proposal.
func (a *Act) proposal() string {
	if s, ok := a.Machine.(interface{ Proposals() []guarantee.Proposal }); ok {
		if all := s.Proposals(); len(all) > 0 {
			return all[int(a.B)%len(all)].ID
		}
	}
	return "none"
}

func (a *Act) approve() guarantee.Action {
	return guarantee.Approve{ID: a.ID, At: a.At, By: names[int(a.A)%3 : 3+int(a.A)%3], Proposal: a.proposal()}
}

func (a *Act) retract() guarantee.Action {
	if a.C%4 > 0 {
		return a.approve()
	}
	return guarantee.Retract{ID: a.ID, At: a.At, By: []string{a.manager()}, Proposal: a.proposal()}
}

// amend proposes terms with other rates, and now and then with other layers.
func (a *Act) amend() guarantee.Action {
	t := a.Machine.Terms()
	t.Cost.Buyer = unit.Millionths(1 + int64(a.B)*999)
	t.Approval = unit.Millionths(int64(a.C) * 33_333)
	switch a.C {
	case 7:
		t.Custodian = t.Manager
	case 8, 9, 10:
		return a.appoint()
	}
	if a.C%2 == 1 {
		t.Layers = guarantee.Layers(unit.Millionths(int64(a.B+1) * 62_500))
		t.Layers[3].Cap = unit.New(int64(a.B)*9, t.Unit)
	}
	return guarantee.Amend{ID: a.ID, At: a.At, By: []string{a.Member()}, Terms: t}
}

// appoint proposes another manager or custodian, who agrees or does not.
func (a *Act) appoint() guarantee.Action {
	t := a.Machine.Terms()
	by := []string{a.Member()}
	if a.B%2 == 0 {
		t.Manager = other(t.Manager, manager, "max")
		by = append(by, t.Manager)
	} else {
		t.Custodian = other(t.Custodian, custodian, "cleo")
		by = append(by, t.Custodian)
	}
	if a.C == 10 {
		by = by[:1]
	}
	return guarantee.Amend{ID: a.ID, At: a.At, By: by, Terms: t}
}

// other is the one of two that now is not.
func other(now, one, two string) string {
	if now == one {
		return two
	}
	return one
}

// appointed checks that whoever comes into an office has agreed to that.
func (o *orders) appointed(was guarantee.Terms, m Machine, did guarantee.Action) error {
	now := m.Terms()
	approve, _ := did.(guarantee.Approve)
	agreed := o.proposed[approve.Proposal].By
	for _, office := range [][2]string{{was.Manager, now.Manager}, {was.Custodian, now.Custodian}} {
		if office[0] != office[1] && !slices.Contains(agreed, office[1]) {
			return fmt.Errorf("%s came into office and did not agree", office[1])
		}
	}
	return nil
}
