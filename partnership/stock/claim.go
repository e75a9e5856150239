package stock

import (
	"fmt"

	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// Accept cancels Stock that another producer than its issuer takes in payment for use, and gives that acceptor a claim
// on the issuer for as much: the second move. How much use there was to pay for is for the register's owner to know.
// Errors are those of Redeem, journal.ErrParty for what is no acceptor's name, and ErrHolder for the issuer.
func (r *Register) Accept(k Kind, from, acceptor string, amount unit.Amount) (cancelled, claim Move, err error) {
	if what := wrongName(acceptor); what != "" {
		return Move{}, Move{}, refuse(journal.ErrParty, "acceptor %s", what)
	}
	if acceptor == k.Issuer {
		return Move{}, Move{}, refuse(ErrHolder, "want it redeemed by %.32q, who issued it", acceptor)
	}
	if cancelled, err = r.Redeem(k, from, amount); err != nil {
		return Move{}, Move{}, err
	}
	at, parts := r.place[k], amount.Parts()
	r.add(at, claimed, parts)
	account := r.move(at, ofClaims, r.row(at, ofClaims, acceptor), parts)
	return cancelled, Move{r.series[at].claim, owedAccount, account, parts}, nil
}

// Discharge lowers what an acceptor can claim of an issuer, which was set off, supplied or paid. ErrClaim, with what
// there is, is for more than the acceptor can claim.
func (r *Register) Discharge(k Kind, acceptor string, amount unit.Amount) (Move, error) {
	at, err := r.find(k, amount)
	if err != nil {
		return Move{}, err
	}
	n, has := r.series[at].claims.has(acceptor)
	parts := amount.Parts()
	if parts > has {
		return Move{}, tooMuch(ErrClaim, quote(acceptor), amount, has)
	}
	r.add(at, claimed, -parts)
	return Move{r.series[at].claim, r.move(at, ofClaims, n, -parts), owedAccount, parts}, nil
}

// quote is a name in an error.
func quote(s string) string { return fmt.Sprintf("%.32q", s) }
