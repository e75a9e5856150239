package stock

import "example.org/mutual/unit"

// Forecast says what a producer still expects to produce, as its custodian agrees; a kind begins with its first
// forecast, which may be nothing. A lower one stops issue and cancels nothing. It makes no move: what is expected is
// nobody's. ErrKind is for what [Kind.Check] refuses, and for more than KindsMax kinds; ErrForecast for more than
// TotalMax.
func (r *Register) Forecast(k Kind, production unit.Amount) error {
	if err := k.Check(); err != nil {
		return err
	}
	if !production.IsZero() || production.Unit() != k.Unit {
		if err := face(k, production); err != nil {
			return err
		}
	}
	if production.Parts() > TotalMax {
		return tooMuch(ErrForecast, "what can be expected of one kind", production, TotalMax)
	}
	at, known := r.place[k]
	if !known {
		if len(r.series) >= KindsMax {
			return refuse(ErrKind, "want at most %d kinds", KindsMax)
		}
		at = r.open(k)
	}
	r.add(at, remaining, production.Parts()-r.series[at].counts[remaining])
	return nil
}

// open begins a series.
func (r *Register) open(k Kind) int32 {
	at := int32(len(r.series))
	if r.place == nil {
		r.place = make(map[Kind]int32)
	}
	r.place[k] = at
	r.series = append(r.series, series{kind: k, stock: k.StockClass(), claim: k.ClaimClass()})
	r.changed(change{at, 0, 0, ofSeries | added})
	return at
}

// Produce says what was supplied, which is no longer to come: what remains falls by it. Production is a fact, so what
// was supplied beyond the forecast is not refused: it is returned, and nothing remains.
func (r *Register) Produce(k Kind, supplied unit.Amount) (beyond unit.Amount, err error) {
	at, err := r.find(k, supplied)
	if err != nil {
		return unit.Amount{}, err
	}
	counted := min(supplied.Parts(), r.series[at].counts[remaining])
	r.add(at, remaining, -counted)
	return unit.New(supplied.Parts()-counted, k.Unit), nil
}

// Issue makes Stock for a holder, at face; what the holder gives for it is not the register's affair. It is refused as
// ErrForecast, with what would have been accepted, where the production that remains does not cover all that is
// outstanding, all claims on the issuer, and this, or where more than TotalMax would have been issued. What is no
// holder's name is journal.ErrParty, the issuer ErrHolder.
func (r *Register) Issue(k Kind, to string, amount unit.Amount) (Move, error) {
	at, err := r.find(k, amount)
	if err != nil {
		return Move{}, err
	}
	if err := holder(k, to); err != nil {
		return Move{}, err
	}
	s := &r.series[at]
	if room := s.room(); amount.Parts() > room {
		return Move{}, tooMuch(ErrForecast, s.kind.Issuer, amount, room)
	}
	parts := amount.Parts()
	r.add(at, issued, parts)
	r.add(at, outstanding, parts)
	account := r.move(at, ofHoldings, r.row(at, ofHoldings, to), parts)
	return Move{s.stock, issuedAccount, account, parts}, nil
}

// room is how much more of a series can be issued.
func (s *series) room() int64 {
	covered := s.counts[remaining] - s.counts[outstanding] - s.counts[claimed]
	return max(0, min(covered, TotalMax-s.counts[issued]))
}
