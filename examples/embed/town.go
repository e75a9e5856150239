package main

import (
	"context"
	"database/sql"
	"errors"
	"net/url"

	"example.org/mutual/credit"
	"example.org/mutual/guarantee"
	"example.org/mutual/unit"

	_ "modernc.org/sqlite" // SQLite in Go alone: no C compiler, no library to install
)

// A town is an application's state: the ledger of a time bank and a Guarantee Society, in one database.
type town struct {
	db   *sql.DB
	bank *Store[credit.Action, *credit.Ledger]
	club *Store[guarantee.Action, *guarantee.Society]
}

// The units that the town counts in.
var (
	hours = must(unit.Custom("hour", 1))
	euros = must(unit.Currency("EUR", 2))
)

// timeBank is a ledger of promises in hours.
var timeBank = Kind[credit.Action, *credit.Ledger]{
	Found:   func() (*credit.Ledger, error) { return credit.New(credit.Terms{Unit: hours}) },
	Restore: credit.Restore,
	Encode:  credit.Encode,
	Decode:  credit.Decode,
}

// tradeClub is a society of the two who found it. Each side of a promise pays half a per cent for costs, and one for
// defaults.
var tradeClub = Kind[guarantee.Action, *guarantee.Society]{
	Found: func() (*guarantee.Society, error) {
		return guarantee.New(guarantee.Terms{
			Name: "club", Unit: euros, Founders: []string{"ann", "bob"}, Manager: "mia", Custodian: "cus",
			Cost:    guarantee.Rates{Buyer: 5_000, Seller: 5_000},
			Default: guarantee.Rates{Buyer: 10_000, Seller: 10_000},
		})
	},
	Restore: guarantee.Restore,
	Encode:  guarantee.Encode,
	Decode:  guarantee.Decode,
}

// openTown opens the town that a file holds, or founds it there.
func openTown(ctx context.Context, file string, o Options) (t *town, err error) {
	t = &town{}
	if t.db, err = openFile(file); err != nil {
		return nil, err
	}
	t.bank, err = Open(ctx, t.db, "bank", timeBank, o)
	if err == nil {
		t.club, err = Open(ctx, t.db, "club", tradeClub, o)
	}
	if err != nil {
		return nil, errors.Join(err, t.db.Close())
	}
	return t, nil
}

// openFile opens a SQLite database for a Store. With synchronous=FULL a commit returns when the disk has it, so that it
// survives a loss of power too; immediate transactions take the lock at their beginning, where waiting for it helps.
func openFile(file string) (*sql.DB, error) {
	settings := url.Values{
		"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)"},
		"_txlock": {"immediate"},
	}
	where := url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: settings.Encode()}
	db, err := sql.Open("sqlite", where.String())
	if err == nil {
		db.SetMaxOpenConns(1) // one writer; Store serves readers from memory
	}
	return db, err
}

func (t *town) Close() error { return t.db.Close() }

// must is for what is fixed in the program.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
