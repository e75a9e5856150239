package pool

import (
	"fmt"
	"time"

	"example.org/mutual/partnership/stock"
	"example.org/mutual/unit"
)

// A Statement tells a member where it stands: the figures, and the same in plain words.
type Statement struct {
	Member  Member
	Holds   []Holding        // Stock that it can pay with
	Owes    []stock.Position // Stock that it has issued, as far as any is outstanding or claimed
	Claims  []Holding        // on issuers whose Stock it has accepted
	Bought  []Route          // energy that it had, as far as it is not paid for
	Sold    []Route          // energy that it supplied, as far as it is not paid for
	Loans   []Loan           // that it owes, or has lent
	Expects []stock.Position // what it still forecasts to produce
	Words   []string
}

// A Holding is so much of a kind of Stock, or of a claim on its issuer.
type Holding struct {
	Kind   stock.Kind
	Amount unit.Amount
}

// Statement returns a member's statement, and false for who was never one. O(n log n) in the size of p.
func (p *Pool) Statement(who string) (Statement, bool) {
	n, ok := p.number[who]
	if !ok {
		return Statement{}, false
	}
	s := Statement{Member: p.showMember(p.members[n])}
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
	s.Words = s.words()
	return s, true
}

func (s *Statement) words() []string {
	lines := []string{s.Member.standing()}
	line := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, h := range s.Holds {
		line("You hold Stock of %s for %v of %s at %s.", h.Kind.Issuer, h.Amount, h.Kind.Carrier, h.Kind.Site)
	}
	for _, r := range s.Bought {
		line("You have to pay %s for %v of %s.", r.Supplier, r.Open(), r.Carrier)
	}
	for _, r := range s.Sold {
		line("%s has to pay you for %v of %s.", r.Customer, r.Open(), r.Carrier)
	}
	for _, at := range s.Owes {
		line("Your own Stock for %v of %s at %s is outstanding.", at.Outstanding, at.Kind.Carrier, at.Kind.Site)
		if at.Claims.Sign() > 0 {
			line("You owe %v of %s to others who took your Stock.", at.Claims, at.Kind.Carrier)
		}
	}
	for _, at := range s.Expects {
		line("You expect to produce %v of %s at %s, and can issue Stock for %v more.", at.Remaining, at.Kind.Carrier, at.Kind.Site, at.Room)
	}
	for _, h := range s.Claims {
		line("You can claim %v of %s.", h.Amount, h.Kind.Issuer)
	}
	for _, l := range s.Loans {
		if l.Owner == s.Member.Name {
			line("You owe %v to %s for %s.", l.Open(), l.Kind.Issuer, l.Property)
		} else {
			line("You have lent %v to %s for %s.", l.Open(), l.Owner, l.Property)
		}
	}
	switch sign := s.Member.Balance.Sign(); {
	case sign > 0:
		line("The commons owe you %v.", s.Member.Balance)
	case sign < 0:
		owes, _ := s.Member.Balance.Neg()
		line("You owe the commons %v.", owes)
	}
	return lines
}

func (m *Member) standing() string {
	text := m.Name + ": a member since " + m.Since.Format(time.DateOnly)
	if !m.Active {
		text += ", left on " + m.Until.Format(time.DateOnly)
	}
	return text + "."
}
