package partnership

import (
	"slices"
	"strings"

	"example.org/mutual/unit/journal"
)

// A Need says who must agree to a kind of action, beside the parties that it concerns, who always must: whose nths
// move, who pays, who takes up a use. It is governance as data.
//
// What needs the members is proposed, approved and enacted ([Propose], [Approve], [Enact]); all else is done at once
// by those who agree, or proposed in the same way.
type Need struct {
	Action    string // the type of the action in its JSON form, such as "transfer"
	Manager   bool
	Custodian bool
	Members   bool // with more votes than the terms' Approval
}

// with returns a need that has what either has.
func (n Need) with(least Need) Need {
	n.Manager, n.Custodian, n.Members = n.Manager || least.Manager, n.Custodian || least.Custodian, n.Members || least.Members
	return n
}

// A need is a line of the table: what holds where the terms say nothing, what no terms can do without, and whether the
// kind concerns nobody in particular, so that some terms would leave it to everybody.
type need struct {
	usual, least Need
	open         bool
}

// needs is the table of all kinds of action that terms can say anything of, by kind. Money in or out is the
// custodian's business under all terms, and other terms the members'.
var needs = []need{
	{Need{Action: "admit", Manager: true}, Need{}, false},
	{Need{Action: "amend", Members: true}, Need{Members: true}, true},
	{Need{Action: "appraise", Manager: true, Members: true}, Need{Members: true}, true},
	{Need{Action: "bill", Manager: true}, Need{}, true},
	{Need{Action: "buy", Custodian: true}, Need{Custodian: true}, false},
	{Need{Action: "buyBackStock", Manager: true, Custodian: true}, Need{Custodian: true}, false},
	{Need{Action: "clear", Custodian: true}, Need{Custodian: true}, false},
	{Need{Action: "contribute", Manager: true, Custodian: true}, Need{Custodian: true}, false},
	{Need{Action: "distribute", Manager: true}, Need{}, true},
	{Need{Action: "forecast", Manager: true, Custodian: true}, Need{Custodian: true}, false},
	{Need{Action: "issueStock", Manager: true, Custodian: true}, Need{Custodian: true}, false},
	{Need{Action: "leave"}, Need{}, false},
	{Need{Action: "pay", Custodian: true}, Need{Custodian: true}, false},
	{Need{Action: "payOut", Custodian: true}, Need{Custodian: true}, false},
	{Need{Action: "receive", Custodian: true}, Need{Custodian: true}, false},
	{Need{Action: "redeemStock"}, Need{}, false},
	{Need{Action: "rescale", Manager: true}, Need{}, true},
	{Need{Action: "review", Manager: true, Custodian: true}, Need{}, true},
	{Need{Action: "spend", Manager: true, Custodian: true}, Need{Custodian: true}, false},
	{Need{Action: "supply", Manager: true, Custodian: true}, Need{}, true},
	{Need{Action: "takeUp", Manager: true, Custodian: true}, Need{}, false},
	{Need{Action: "transfer", Manager: true}, Need{}, false},
	{Need{Action: "transferStock"}, Need{}, false},
	{Need{Action: "vacate"}, Need{}, false},
	{Need{Action: "writeOff", Members: true}, Need{}, true},
}

// DefaultNeeds returns what holds for each kind of action where the terms say nothing else, by kind.
func DefaultNeeds() []Need {
	all := make([]Need, len(needs))
	for i, n := range needs {
		all[i] = n.usual
	}
	return all
}

// findNeed returns the line of the table for a kind of action.
func findNeed(action string) (need, bool) {
	i, ok := slices.BinarySearchFunc(needs, action, func(n need, action string) int { return strings.Compare(n.usual.Action, action) })
	if !ok {
		return need{}, false
	}
	return needs[i], true
}

func (t *Terms) checkNeeds() error {
	for i, n := range t.Needs {
		line, ok := findNeed(n.Action)
		if !ok {
			return wrongTerms("want needs of kinds of action of the table, and got %.32q", n.Action)
		}
		if i > 0 && t.Needs[i-1].Action >= n.Action {
			return wrongTerms("want needs in the order of their actions, each once")
		}
		if line.open && !n.Manager && !n.Custodian && !n.Members {
			return wrongTerms("want somebody to agree to %.32q, which concerns nobody in particular", n.Action)
		}
		if n.with(line.least) != n {
			return wrongTerms("want at least the usual consents to %.32q where money or the terms themselves are at stake", n.Action)
		}
	}
	return nil
}

// Need returns who must agree to a kind of action by the terms, and whether there is anything to say of it.
func (t *Terms) Need(action string) (Need, bool) {
	if i, ok := slices.BinarySearchFunc(t.Needs, action, func(n Need, action string) int { return strings.Compare(n.Action, action) }); ok {
		return t.Needs[i], true
	}
	line, ok := findNeed(action)
	return line.usual, ok
}

// consent refuses the action unless the parties that it concerns agree, and all others whom its kind needs.
func (t *turn) consent(parties ...string) error {
	n, _ := t.terms.Need(t.kind)
	if n.Members && !t.approved {
		return wantApproval(t.kind)
	}
	if n.Manager {
		parties = append(parties, t.terms.Manager)
	}
	if n.Custodian {
		parties = append(parties, t.terms.Custodian)
	}
	return t.Agree(parties...)
}

func wantApproval(of string) error {
	return &journal.RefusalError{Reason: ErrApproval, What: of + ": want it proposed, approved by the members and enacted"}
}
