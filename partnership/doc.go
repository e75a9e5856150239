// Package partnership is a Capital Partnership: those who hold an asset in trust, use it, pay for it and run it share
// what it yields by agreement, without debt and without an owner who could sell it.
//
// It is for an application that runs such an agreement, for houses on land held in trust, a turbine or a network of
// pipes, and keeps what happened in a database of its own. A custodian holds the asset for good; users pay a rental for
// as long as they use it; providers have proportional shares, nths, of what comes in; a manager runs it for a part
// of the gross. It owns nothing, employs nobody and contracts with nobody: only its members do. The package moves no
// money and asks no clock.
//
// # The model
//
// A [Partnership] is a state that changes by actions alone, of the shape that package credit has: [Partnership.Apply]
// applies an [Action] whole or not at all and returns the [journal.Entry]; [Partnership.Try] says what it would do,
// [Partnership.Batch] applies several, all or none. It holds a credit.Ledger of what is in arrears, to be read by
// [Partnership.Ledger], and changes with it.
//
// [New] takes [Terms], which all founders [Adopt]. Members are admitted ([Admit]) and leave ([Leave]). Who must agree to
// what is data: the terms' Needs, and where they say nothing [DefaultNeeds].
//
// # Accounts
//
// The postings of an entry are of three kinds. Those of promises are between an occupier and the partnership, by their
// names. Those of nths are on nths/NAME, and on nths, where they come from. Those of money are on outside/NAME for
// the world beyond, and say whose the money is that the custodian holds, the purse:
//
//	gross          came in or fell due, and not distributed yet; less what was given up
//	arrears        below zero: what fell due and did not come in yet
//	due/NAME       a member's, as far as the purse goes
//	carried/NAME   a member's, less than one part of what it bought
//	fund/commons   nobody's: no action distributes it
//	fund/capital   contributed for the asset, and not spent yet
//
// # Invariants
//
//  1. Nobody has less than zero nths, and all have N together.
//  2. The purse and what is open of arrears are what is due, the gross, the commons and capital funds and what is carried.
//     Nothing but the gross is below zero.
//  3. Members are whole: founders first, nobody twice, whoever has an office or a portion of its own among the active.
//
// [Partnership.Check] proves 1 to 3 of a state from scratch, and what package credit promises of the ledger.
//
// # Sources
//
// Chris Cook: "Equity Partnership" and "Open Capital Partnership", opencapital.net; "Nondominium: the caspian solution";
// "Community Land Partnership"; P2P Foundation wiki, "Capital Partnership".
package partnership
