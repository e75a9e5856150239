package pool

import (
	"fmt"
	"strings"

	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// A Statement is how a member stands, for itself to read.
type Statement struct {
	Member  Member
	Holds   []Holding        // Stock that it can pay with
	Owes    []stock.Position // Stock that it has issued, as far as any is outstanding or claimed
	Claims  []Holding        // on issuers whose Stock it has accepted
	Bought  []Route          // energy that it had, as far as it is not paid for
	Sold    []Route          // energy that it supplied, as far as it is not paid for
	Loans   []Loan           // that it owes, or has lent
	Expects []stock.Position // what it still forecasts to produce
}

// A Holding is so much of a kind of Stock, or of a claim on its issuer.
type Holding struct {
	Kind   stock.Kind
	Amount unit.Amount
}

// Statement returns how somebody stands, and false for who never was a member. O(n log n) in the size of p.
func (p *Pool) Statement(who string) (Statement, bool) {
	n, ok := p.number[who]
	if !ok {
		return Statement{}, false
	}
	m := p.members[n]
	s := Statement{Member: Member{m.name, m.active, m.supplier, p.cash(m.balance)}}
	for at := range p.register.Positions() {
		if a := p.register.Holding(at.Kind, who); !a.IsZero() {
			s.Holds = append(s.Holds, Holding{at.Kind, a})
		}
		if a := p.register.Claim(at.Kind, who); !a.IsZero() {
			s.Claims = append(s.Claims, Holding{at.Kind, a})
		}
		if at.Kind.Issuer != who {
			continue
		}
		if !at.Outstanding.IsZero() || !at.Claims.IsZero() {
			s.Owes = append(s.Owes, at)
		}
		if !at.Remaining.IsZero() {
			s.Expects = append(s.Expects, at)
		}
	}
	for r := range p.Routes() {
		switch {
		case r.Open().IsZero():
		case r.Customer == who:
			s.Bought = append(s.Bought, r)
		case r.Supplier == who:
			s.Sold = append(s.Sold, r)
		}
	}
	for _, l := range p.loans {
		if l.open() > 0 && (l.owner == who || l.kind.Issuer == who) {
			s.Loans = append(s.Loans, p.show(l))
		}
	}
	return s, true
}

// String says it in words, a line each.
func (s Statement) String() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("%s", s.Member.Name)
	for _, h := range s.Holds {
		line("holds %v of %s, for %s at %s", h.Amount, h.Kind.Issuer, h.Kind.Carrier, h.Kind.Site)
	}
	for _, r := range s.Bought {
		line("has to pay %s for %v of %s", r.Supplier, r.Open(), r.Carrier)
	}
	for _, r := range s.Sold {
		line("is to be paid by %s for %v of %s", r.Customer, r.Open(), r.Carrier)
	}
	for _, at := range s.Owes {
		line("must accept %v of its own for %s at %s, and owes %v to others who did", at.Outstanding, at.Kind.Carrier, at.Kind.Site, at.Claims)
	}
	for _, at := range s.Expects {
		line("expects to produce %v of %s at %s, and can issue %v more", at.Remaining, at.Kind.Carrier, at.Kind.Site, at.Room)
	}
	for _, h := range s.Claims {
		line("can claim %v of %s", h.Amount, h.Kind.Issuer)
	}
	for _, l := range s.Loans {
		if l.Owner == s.Member.Name {
			line("owes %v to %s for %s", l.Open(), l.Kind.Issuer, l.Property)
		} else {
			line("has lent %v to %s for %s", l.Open(), l.Owner, l.Property)
		}
	}
	switch sign := s.Member.Balance.Sign(); {
	case sign > 0:
		line("is owed %v by the commons", s.Member.Balance)
	case sign < 0:
		owes, _ := s.Member.Balance.Neg()
		line("owes %v to the commons", owes)
	}
	return b.String()
}
