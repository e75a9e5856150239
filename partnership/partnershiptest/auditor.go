package partnershiptest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.org/mutual/partnership"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Ways are how money may move in an entry: out of accounts that begin with one of From, into those with one of To.
type Ways struct{ From, To []string }

// An Auditor recomputes what the custodian must hold, whose it is, and who has how many nths and how much Stock, from
// the entries alone.
type Auditor struct {
	Moves     map[string]Ways // by the type of the action; a type that is not there moves no money
	terms     partnership.Terms
	accounts  map[string]map[string]int64 // by class
	proposals map[string]*proposed
	active    map[string]bool  // members
	prices    map[string]price // by the Appraise that agreed on them
	standing  string           // the last of those
}

// A proposed is a proposal that is open, and who has signed it.
type proposed struct {
	do     partnership.Action
	signed []string
}

// NewAuditor returns an auditor of a partnership that begins with these terms.
func NewAuditor(t partnership.Terms) *Auditor {
	return &Auditor{
		Moves: ways(), terms: t, accounts: map[string]map[string]int64{},
		proposals: map[string]*proposed{}, active: map[string]bool{}, prices: map[string]price{},
	}
}

// ways are what each type of action may move. Nothing but a Spend and a loss leaves the commons fund.
func ways() map[string]Ways {
	return map[string]Ways{
		"contribute":   {[]string{"outside/", "carried/"}, []string{"carried/", "fund/capital"}},
		"buy":          {[]string{"outside/", "carried/"}, []string{"carried/", "outside/"}},
		"spend":        {[]string{"fund/capital", "fund/commons"}, []string{"outside/"}},
		"vacate":       {[]string{"carried/"}, []string{"due/"}},
		"leave":        {[]string{"carried/"}, []string{"due/"}},
		"bill":         {[]string{"arrears", "carried/"}, []string{"gross", "arrears"}},
		"receive":      {[]string{"outside/"}, []string{"gross"}},
		"distribute":   {[]string{"gross", "due/"}, []string{"due/", "fund/commons", "arrears"}},
		"payOut":       {[]string{"due/"}, []string{"outside/", "arrears"}},
		"pay":          {[]string{"outside/", "carried/", "gross"}, []string{"carried/", "arrears", "fund/prepaid", "due/", "outside/"}},
		"writeOff":     {[]string{"gross", "fund/commons"}, []string{"arrears"}},
		"clear":        {[]string{"due/"}, []string{"arrears"}},
		"issueStock":   {[]string{"outside/"}, []string{"fund/capital", "fund/prepaid"}},
		"redeemStock":  {[]string{"gross", "fund/prepaid"}, []string{"gross", "arrears"}},
		"buyBackStock": {[]string{"gross", "fund/prepaid"}, []string{"gross", "outside/"}},
	}
}

// A deed is an action as it was done: directly, or as a proposal that was enacted.
type deed struct {
	id, kind string
	do       partnership.Action
	by       []string // who agreed
	enacted  bool
}

// Record takes an action that was applied, with the terms as they stood before it, and reports what is wrong with its
// entry.
func (a *Auditor) Record(terms partnership.Terms, did partnership.Action, e journal.Entry) error {
	d, err := a.deed(did)
	if err != nil {
		return err
	}
	errs := []error{e.Check(), a.consents(terms, d), a.holds(d, e.At)}
	carried := maps.Clone(a.account(a.money()))
	held := maps.Clone(a.account(nthsClass))
	for _, p := range e.Postings {
		if p.Class == a.money() && money(p.Account) && !a.may(d.kind, p) {
			errs = append(errs, fmt.Errorf("%s moved %v", d.kind, p))
		}
		a.account(p.Class)[p.Account] += p.Quantity
	}
	a.know(d)
	return errors.Join(append(errs, a.priced(d, carried, held), a.check())...)
}

func (a *Auditor) money() journal.Class { return journal.Of(a.terms.Unit) }

// account is what stands on the accounts of a class.
func (a *Auditor) account(c journal.Class) map[string]int64 {
	if a.accounts[string(c)] == nil {
		a.accounts[string(c)] = map[string]int64{}
	}
	return a.accounts[string(c)]
}

// may reports whether an action of a kind may move money so.
func (a *Auditor) may(kind string, p journal.Posting) bool {
	way := a.Moves[kind].To
	if p.Quantity < 0 {
		way = a.Moves[kind].From
	}
	return slices.ContainsFunc(way, func(prefix string) bool { return strings.HasPrefix(p.Account, prefix) })
}

// money reports whether an account is one of money, and not a member who owes and is owed.
func money(account string) bool {
	return strings.Contains(account, "/") || account == "gross" || account == "arrears"
}

// deed returns what an action did.
func (a *Auditor) deed(did partnership.Action) (deed, error) {
	h, err := head(did)
	if err != nil {
		return deed{}, err
	}
	d := deed{id: h.ID, kind: h.Type, do: did, by: h.By}
	en, ok := did.(partnership.Enact)
	if !ok {
		return d, nil
	}
	p := a.proposals[en.Proposal]
	if p == nil {
		return deed{}, fmt.Errorf("%s enacted what is not open", en.ID)
	}
	if h, err = head(p.do); err != nil {
		return deed{}, err
	}
	return deed{id: en.Proposal, kind: h.Type, do: p.do, by: p.signed, enacted: true}, nil
}

// header is how the JSON form of an action begins.
type header struct {
	Type string   `json:"type"`
	ID   string   `json:"id"`
	By   []string `json:"by"`
}

func head(a partnership.Action) (h header, err error) {
	text, err := partnership.Encode(a)
	if err == nil {
		err = json.Unmarshal(text, &h)
	}
	return h, err
}

// consents checks that those have agreed whom the terms name for an action of this kind.
func (a *Auditor) consents(terms partnership.Terms, d deed) error {
	need, _ := terms.Need(d.kind)
	agreed := func(who string) bool { return slices.Contains(d.by, who) }
	if need.Manager && !agreed(terms.Manager) || need.Custodian && !agreed(terms.Custodian) {
		return fmt.Errorf("invariant 5: %s was done by %v", d.kind, d.by)
	}
	switch do := d.do.(type) {
	case partnership.Propose:
		if !slices.ContainsFunc(d.by, func(who string) bool { return a.active[who] && who != terms.Custodian }) {
			return fmt.Errorf("invariant 5: proposed by %v", d.by)
		}
	case partnership.Amend:
		to := do.Terms
		if to.Manager != terms.Manager && !agreed(to.Manager) || to.Custodian != terms.Custodian && !agreed(to.Custodian) {
			return fmt.Errorf("invariant 5: %s and %s were appointed by %v", to.Custodian, to.Manager, d.by)
		}
	case partnership.Spend:
		need.Members = need.Members || do.Fund == partnership.CommonsFund
	}
	if need.Members {
		return a.voted(terms, d)
	}
	return nil
}

// voted checks that more than the terms' Approval of the members have signed, the custodian not counted.
func (a *Auditor) voted(terms partnership.Terms, d deed) error {
	votes, of := 0, 0
	for _, who := range slices.Sorted(maps.Keys(a.active)) {
		if who == terms.Custodian {
			continue
		}
		if of++; slices.Contains(d.by, who) {
			votes++
		}
	}
	if !d.enacted || int64(votes)*int64(unit.Whole) <= int64(of)*int64(terms.Approval) {
		return fmt.Errorf("invariant 5: %s was done with %d of %d votes", d.kind, votes, of)
	}
	return nil
}

// know takes note of members and proposals.
func (a *Auditor) know(d deed) {
	switch do := d.do.(type) {
	case partnership.Adopt:
		for _, who := range do.By {
			a.active[who] = a.active[who] || slices.Contains(a.terms.Founders, who)
		}
	case partnership.Admit:
		a.active[do.Member] = true
	case partnership.Leave:
		delete(a.active, do.Member)
	case partnership.Propose:
		a.proposals[do.ID] = &proposed{do.Do, slices.Clone(do.By)}
	case partnership.Approve:
		if p := a.proposals[do.Proposal]; p != nil {
			p.signed = append(p.signed, do.By...)
		}
	case partnership.Veto:
		delete(a.proposals, do.Proposal)
	case partnership.Retract:
		delete(a.proposals, do.Proposal)
	}
	if d.enacted {
		delete(a.proposals, d.id)
	}
	if _, amended := d.do.(partnership.Amend); amended { // what was proposed against the terms before is over
		maps.DeleteFunc(a.proposals, func(_ string, p *proposed) bool { _, terms := p.do.(partnership.Amend); return terms })
	}
}

// check holds the accounts to what needs no partnership to be seen: nothing but the gross and what is in arrears is
// below zero, and nothing is there twice.
func (a *Auditor) check() error {
	var errs []error
	purse, whose := int64(0), int64(0)
	accounts := a.account(a.money())
	for _, name := range slices.Sorted(maps.Keys(accounts)) {
		switch parts := accounts[name]; {
		case strings.HasPrefix(name, "outside/"):
			purse -= parts
		case !money(name):
		case parts < 0 && name != "gross" && name != "arrears":
			errs = append(errs, fmt.Errorf("invariant 2: %s holds %d parts", name, parts))
			fallthrough
		default:
			whose += parts
		}
	}
	if purse != whose || purse < 0 {
		errs = append(errs, fmt.Errorf("invariant 2: the custodian holds %d parts, and they are %d by whose they are", purse, whose))
	}
	return errors.Join(errs...)
}
