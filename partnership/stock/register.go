package stock

import (
	"maps"
	"slices"

	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

const (
	// KindsMax is how many kinds of Stock a register may hold.
	KindsMax = 1 << 16
	// TotalMax is how many smallest parts of one kind may be issued in all its life, and remain to be produced.
	TotalMax = 1 << 60
)

// A Register holds Stock of one or many issuers: see the package comment. The zero Register is empty and ready. It must
// not be copied but by Clone, and is not safe for concurrent use.
//
// What it refuses is a [journal.RefusalError], and the register is as it was. Every operation refuses as ErrKind a kind
// that was never forecast, as journal.ErrUnit an amount in another unit than the kind's, and as journal.ErrAmount one
// that is not above zero; what else it refuses stands with it.
type Register struct {
	series  []series // one a kind, in the order of their first forecast
	place   map[Kind]int32
	undoing bool // whether a machine holds the register, which may take changes back
	changes []change
}

// A series is all Stock of one kind.
type series struct {
	kind         Kind
	stock, claim journal.Class
	counts       [countsMax]int64
	holdings     table
	claims       table // of acceptors on the issuer
}

// A count is one of the totals of a series, in parts.
type count uint8

const (
	remaining count = iota
	issued
	outstanding
	redeemed
	boughtBack
	claimed // what the issuer owes to all acceptors
	countsMax
)

// countKeys are the totals in a snapshot.
var countKeys = [countsMax]string{"remaining", "issued", "outstanding", "redeemed", "boughtBack", "claimed"}

// The accounts in a class of moves. Those of a holder and of an acceptor bear its name.
const (
	issuedAccount   = "issued"
	redeemedAccount = "redeemed"
	boughtAccount   = "boughtback"
	owedAccount     = "owed"
	holdingPrefix   = "holding/"
	claimPrefix     = "claim/"
)

// A table is how much each party has of something, in the order of their first.
type table struct {
	place map[string]int32
	rows  []row
}

type row struct {
	account string // the prefix, then the name
	parts   int64
}

// A Move is what an entry of the register's owner posts: so many parts of a class out of an account and into another.
// Accounts are issued, holding/NAME, redeemed and boughtback for Stock, owed and claim/NAME for claims.
type Move struct {
	Class    journal.Class
	From, To string
	Parts    int64
}

// Clone returns a copy that shares nothing with r that either could change, and that nobody holds. O(size of r).
func (r *Register) Clone() *Register {
	c := &Register{series: slices.Clone(r.series), place: maps.Clone(r.place)}
	for i := range c.series {
		s := &c.series[i]
		s.holdings, s.claims = s.holdings.clone(), s.claims.clone()
	}
	return c
}

func (t *table) clone() table { return table{maps.Clone(t.place), slices.Clone(t.rows)} }

// find returns the place of a kind, and refuses an amount that cannot be of it.
func (r *Register) find(k Kind, a unit.Amount) (int32, error) {
	at, ok := r.place[k]
	if !ok {
		return 0, unknown(k)
	}
	return at, face(k, a)
}

func unknown(k Kind) error { return refuse(ErrKind, "%.64q has no forecast", k.String()) }

// face refuses an amount that is not of a kind's unit, or not above zero.
func face(k Kind, a unit.Amount) error {
	switch {
	case a.Unit() != k.Unit:
		return refuse(journal.ErrUnit, "want an amount in %v", k.Unit)
	case a.Sign() <= 0:
		return refuse(journal.ErrAmount, "got %v", a)
	}
	return nil
}

// holder refuses who cannot hold Stock of a kind. What comes home to its issuer is cancelled, never held.
func holder(k Kind, who string) error {
	if what := wrongName(who); what != "" {
		return refuse(journal.ErrParty, "holder %s", what)
	}
	if who == k.Issuer {
		return refuse(ErrHolder, "want it redeemed or bought back by %.32q", who)
	}
	return nil
}

// row returns the place of a party's row in a table of a series, which is new where there was none.
func (r *Register) row(at int32, of what, who string) int32 {
	t := r.series[at].table(of)
	n, ok := t.place[who]
	if !ok {
		n = t.add(of.prefix(), who)
		r.changed(change{at, n, 0, of | added})
	}
	return n
}

// add makes a row whose account holds the name, so that the two share memory.
func (t *table) add(prefix, who string) int32 {
	n := int32(len(t.rows))
	if t.place == nil {
		t.place = make(map[string]int32)
	}
	account := prefix + name.Clip(who)
	t.place[account[len(prefix):]] = n
	t.rows = append(t.rows, row{account: account})
	return n
}

// has returns the place of a party's row and what it has there, -1 and nothing where there is no row.
func (t *table) has(who string) (n int32, parts int64) {
	n, ok := t.place[who]
	if !ok {
		return -1, 0
	}
	return n, t.rows[n].parts
}

// table returns one of the two tables, whatever else of says.
func (s *series) table(of what) *table {
	if of&ofClaims != 0 {
		return &s.claims
	}
	return &s.holdings
}
