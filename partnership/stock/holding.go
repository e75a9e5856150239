package stock

import "example.org/mutual/unit"

// Transfer passes Stock from one holder to another, at face. ErrHolding, with what there is, is for more than the first
// has; journal.ErrParty for what is no holder's name; ErrHolder for the issuer as the second, and for one to oneself.
func (r *Register) Transfer(k Kind, from, to string, amount unit.Amount) (Move, error) {
	at, n, err := r.held(k, from, amount)
	if err != nil {
		return Move{}, err
	}
	if err := holder(k, to); err != nil {
		return Move{}, err
	}
	if from == to {
		return Move{}, refuse(ErrHolder, "want another holder than %.32q", to)
	}
	parts := amount.Parts()
	less := r.move(at, ofHoldings, n, -parts)
	more := r.move(at, ofHoldings, r.row(at, ofHoldings, to), parts)
	return Move{r.series[at].stock, less, more, parts}, nil
}

// Redeem cancels Stock that comes back to its issuer in payment for use. How much use there was to pay for is for the
// register's owner to know, and to refuse more. ErrHolding, with what there is, is for more than the holder has.
func (r *Register) Redeem(k Kind, from string, amount unit.Amount) (Move, error) {
	return r.cancel(k, from, amount, redeemed, redeemedAccount)
}

// BuyBack cancels Stock that comes back to its issuer for money, or for anything but use. Errors are those of Redeem.
func (r *Register) BuyBack(k Kind, from string, amount unit.Amount) (Move, error) {
	return r.cancel(k, from, amount, boughtBack, boughtAccount)
}

func (r *Register) cancel(k Kind, from string, amount unit.Amount, as count, to string) (Move, error) {
	at, n, err := r.held(k, from, amount)
	if err != nil {
		return Move{}, err
	}
	parts := amount.Parts()
	r.add(at, outstanding, -parts)
	r.add(at, as, parts)
	return Move{r.series[at].stock, r.move(at, ofHoldings, n, -parts), to, parts}, nil
}

// held returns the places of a kind and of a holder who has so much of it.
func (r *Register) held(k Kind, who string, amount unit.Amount) (at, n int32, err error) {
	if at, err = r.find(k, amount); err != nil {
		return 0, 0, err
	}
	n, has := r.series[at].holdings.has(who)
	if amount.Parts() > has {
		return 0, 0, tooMuch(ErrHolding, quote(who), amount, has)
	}
	return at, n, nil
}
