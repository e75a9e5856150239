// Package mutual is the front page of a library of protocols between people: credit that is cleared
// without currency, and the unit it is counted in. It holds no code. The packages are pure: no I/O, no
// clock, no randomness, no globals; an application embeds them and owns its storage.
//
//   - [example.org/mutual/unit]: a unit of account, in energy or any other measure, and exact amounts.
//   - [example.org/mutual/clearing]: obligations in, the largest set-off out, with its proof.
//   - [example.org/mutual/clearing/round]: a clearing from proposal to agreement, with who drops out.
//   - [example.org/mutual/clearing/flow]: the solver under it, an exact minimum-cost flow.
//   - [example.org/mutual/clearing/insolvency]: who pays how much where somebody cannot pay.
//   - [example.org/mutual/credit]: a ledger of promises between people.
//   - [example.org/mutual/guarantee]: members who stand behind each other's promises.
//   - [example.org/mutual/guarantee/waterfall]: a loss shared out among layers, and what is recovered back.
//   - [example.org/mutual/guarantee/risk]: how large a mutual pool must be, exactly or by a model with its errors told.
//   - [example.org/mutual/partnership]: an asset held in trust, paid for by proportional shares, used for a rental.
//   - [example.org/mutual/partnership/stock]: undated credits that come back in payment for use.
//   - [example.org/mutual/partnership/grid]: what people produce together, shared out by intervals to the watt-hour.
//   - [example.org/mutual/partnership/grid/pool]: energy paid for with any producer's Stock; loans in energy; commons.
//   - [example.org/mutual/partnership/grid/cost]: which way to an output takes the least carbon fuel.
//   - [example.org/mutual/unit/journal]: the words that the records of all protocols share.
//
// Five of these protocols are machines of one shape, so that who has learnt one knows all: a Ledger, a Round, a Society,
// a Partnership and a Pool. New makes one of its Terms. An Action is a value, with its ID, its time, and those who
// agree to it; Encode and Decode give it a JSON form. Apply takes it whole or refuses it, and then nothing has changed;
// what it returns is the journal.Entry of all that moved. Try says what Apply would do, and Batch applies several or
// none. An action that was applied before is journal.ErrApplied, so that a retry is safe. Check proves the state from
// scratch. Snapshot writes it and Restore reads it; the same actions always give the same bytes.
//
// There are test kits for their users' own suites: unit/amounttest, clearing/clearingtest,
// clearing/round/roundtest, clearing/flow/flowtest, clearing/insolvency/insolvencytest, credit/credittest,
// guarantee/guaranteetest, partnership/partnershiptest, partnership/grid/gridtest and
// partnership/grid/pool/pooltest.
//
// The protocols are those that Chris Cook described (Michel Bauwens, "P2P Exchanges should be
// distinguished from peer production, but both are p2p", P2P Foundation blog, 27 June 2013): people's
// credit begins as a promise of goods and services, is cleared and settled in chains without currency,
// and is accounted for in a unit that measures and that nobody owns. There is no role in them for a
// middleman who takes something for nothing.
package mutual
