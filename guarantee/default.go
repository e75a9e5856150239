package guarantee

import (
	"example.org/mutual/credit"
	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit/journal"
)

// A loss is one member's declared default, by which layers it is borne and what has become of that since.
//
// This file and payout.go, call.go, recover.go and network.go are the default side. It plugs in here:
//
//   - Its actions stand in readers and write of codec.go; their rules are methods of the action on turn.
//   - A rule checks first, changes fields by set, moves money by flow (callsPaid, recovered, paidOut), bring, take,
//     debit, credit and fill, and gives the ledger its actions by act, with next for their IDs and by for who
//     agrees; act keeps the exposures in step. Everything is undone if the rule returns an error.
//   - What layers hold: member.security, pledges, funds, share.provision of open years (drawn by set), and for calls
//     share.called and share.paid against the layer's Times and Base of the share. The default book holds the
//     provisions and the funds, and nothing else: invariant 2.
//   - indebted, awaits, lossChanged, endCalls, checkLosses, writeLosses and readLosses below are what the rest asks of it.
type loss struct {
	id   string // of the action that declared it
	year int32  // the place of the policy year to which it belongs
	waterfall.Case
}

func (l *loss) clone() *loss {
	return &loss{l.id, l.year, l.Case.Clone()}
}

// indebted reports whether a member owes the society anything: a claim, or a call not paid.
func (s *Society) indebted(m *member) bool { return m.failed }

// awaits reports whether a member is still owed of a loss.
func (s *Society) awaits(*member) bool { return false }

// lossChanged is told of what members did by a Trade to a promise that is declared in default, or to a claim of the
// society on who made it: a set-off, say.
func (t *turn) lossChanged(c *credit.Change) error {
	return &journal.RefusalError{Reason: ErrDefaulted, What: quote(c.Before.ID)}
}

// endCalls ends the calls of a year that closes.
func (t *turn) endCalls(int32) error { return nil }

// checkLosses proves what Check must of defaults.
func (s *Society) checkLosses() error { return nil }

// writeLosses and readLosses are a snapshot's part.
func (s *Society) writeLosses(*codec) {}
func (s *Society) readLosses(*codec)  {}
