package credit

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"example.org/mutual/internal/machine"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit"
	"example.org/mutual/unit/journal"
)

// GiftCountMax is the most that one gift counts, and that what a party gave in one metric adds up to.
const GiftCountMax = 1 << 62

// The reasons for which a gift log refuses something, beside ErrAction, ErrWords, ErrSelf and those of
// package journal.
var (
	ErrMetric       = errors.New("credit: not a metric of gifts")
	ErrCount        = errors.New("credit: not the count of a gift")
	ErrGiftSnapshot = errors.New("credit: not a snapshot of a gift log")
)

// A GiftLog records gifts. Giving need not be exchange: nobody owes a gift, before it or after, so it has no
// place among the promises of a [Ledger]. It is put on record apart from them, by who gave, to whom, what it
// was in words and, if its giver likes, how many of a metric of its own: "smiles", or "hours sat with
// grandmother". Nothing here is netted, priced, owed or converted, and nothing moves.
//
// It changes by one action, [Give]. The zero GiftLog is empty and ready. It must not be copied but by
// [GiftLog.Clone], and is not safe for concurrent use.
//
// # Invariants
//
//   - G1. A gift has a giver and is said in words; a receiver that it names is another party.
//   - G2. It is counted in one metric, by 1 to 2^62, or not at all. No metric is spelled like a unit of account.
//   - G3. What a party gave in a metric is the sum of what its gifts count, at most 2^62.
//   - G4. Each gift has the name and the time of the action that recorded it, in the order applied.
//
// [GiftLog.Check] proves these of a state from scratch. Further, of the log as it goes:
//
//   - G5. After an error the state is what it was, byte for byte of its Snapshot.
//   - G6. The same actions give the same entries and the same Snapshot on every machine; a Snapshot restored
//     gives the same Snapshot.
//   - G7. An entry has no postings: in no class does anything move.
//   - G8. A gift on record stays as it is.
//
// # What cannot be asked
//
// Some figures would make a debt of a gift, so there is no method for them. What a party received: less what
// it gave, that is a balance. What one party gave another: with the same the other way round, that is an
// account between them. A sum over metrics: it takes a rate from one to the other, which is a price. What all
// gave together, or who gave most: a share of it and a place in it are scores to keep up. How long ago
// somebody last gave: that is a due date. Who adds up [GiftLog.Gifts] can have them all, but then it is they
// who keep that account.
//
// # What cannot be done
//
// No action takes a gift off the record, or changes it: a giver who could would have a hold over the
// receiver. Nor would one more action make anybody forget the first, which must be kept to replay it. A party
// that may want to be forgotten goes by a name whose meaning the application keeps, and can delete; that
// holds for whomever the words name, too.
type GiftLog struct {
	log   journal.Log
	gifts []Gift                      // by their number in the log
	given map[string]map[string]int64 // what each giver gave, by metric
}

// A Gift is what is on record of one. It is a comparable value: gifts are == exactly when they are equal.
type Gift struct {
	ID       string    // of the action that recorded it
	At       time.Time // in UTC
	Giver    string
	Receiver string // empty: nobody in particular, or somebody who is not named
	Words    string // what was given
	Metric   string // in what it is counted; empty: it is not
	Count    int64  // how many of it; 0 without a metric
}

// NewGiftLog returns an empty log.
func NewGiftLog() *GiftLog { return new(GiftLog) }

// Give puts a gift on record.
//
// The giver must agree. So must a receiver that is named: the record is for others to read, and somebody
// whose name is put beside a gift in public without being asked is put under an obligation, which no gift is.
// Whoever does not agree is left out, and the gift is recorded without a receiver.
//
// It is no [Action]: a Ledger does not take it, and no program that tries to hand it one compiles.
type Give struct {
	ID       string
	At       time.Time
	By       []string
	Giver    string
	Receiver string // empty: nobody in particular, or somebody who is not to be named
	Words    string // what was given
	Metric   string // in what it is counted, in the words of those who give; empty: it is not counted
	Count    int64  // how many of it, 1 to 2^62; 0 without a metric
}

// giveKind is the type of a Give in its JSON form and in its entry.
const giveKind = "give"

// Apply records a gift and returns the entry for it, which has notes on what was given and no postings. It is
// the only way to change the log. It happens whole or not at all. O(1).
//
// A retry is safe: a Give applied before, equal in every field, is a journal.AppliedError with the number of
// its entry, and another under its ID journal.ErrConflict. Other errors are a [journal.RefusalError] with
// ErrAction (it has no JSON form), journal.ErrID, ErrTime, ErrParty or ErrConsent, or ErrSelf, ErrWords,
// ErrMetric, ErrCount, or journal.ErrLimit where the giver's count in the metric would pass 2^62.
func (g *GiftLog) Apply(a Give) (journal.Entry, error) {
	digest, err := g.admit(a)
	if err != nil {
		return journal.Entry{}, err
	}
	seq := g.log.Add(a.ID, a.At, digest)
	gift := a.gift()
	g.keep(gift)
	return gift.entry(seq), nil
}

// Try returns what Apply would, errors included, and changes nothing. O(1).
func (g *GiftLog) Try(a Give) (journal.Entry, error) {
	if _, err := g.admit(a); err != nil {
		return journal.Entry{}, err
	}
	return a.gift().entry(uint64(len(g.gifts)) + 1), nil
}

// admit says whether a gift may go on record: all that can be refused is refused here, before anything
// changes.
func (g *GiftLog) admit(a Give) (journal.Digest, error) {
	digest, err := giftForm.Digest(a)
	if err != nil {
		return digest, err
	}
	if err := g.log.Admit(a.ID, a.At, digest); err != nil {
		return digest, err
	}
	if err := machine.WrongBy(a.By); err != nil {
		return digest, err
	}
	gift := a.gift()
	if err := gift.wrong(); err != nil {
		return digest, err
	}
	if err := journal.Agree(a.By, gift.named()...); err != nil {
		return digest, err
	}
	return digest, g.fits(gift)
}

// gift is what an action puts on record.
func (a Give) gift() Gift {
	return Gift{
		ID: a.ID, At: machine.Plain(a.At), Giver: a.Giver, Receiver: a.Receiver,
		Words: a.Words, Metric: a.Metric, Count: a.Count,
	}
}

// named are the parties that a gift names, who must agree that it does.
func (g Gift) named() []string {
	if g.Receiver == "" {
		return []string{g.Giver}
	}
	return []string{g.Giver, g.Receiver}
}

// wrong refuses what breaks G1 or G2.
func (g Gift) wrong() error {
	if err := g.wrongGiving(); err != nil {
		return err
	}
	return g.wrongCount()
}

// wrongGiving refuses what breaks G1.
func (g Gift) wrongGiving() error {
	err := machine.WrongParty("giver", g.Giver)
	if g.Receiver != "" {
		err = two("giver", g.Giver, "receiver", g.Receiver)
	}
	if err != nil {
		return err
	}
	return machine.WrongWords(ErrWords, "words", g.Words)
}

// wrongCount refuses what breaks G2.
func (g Gift) wrongCount() error {
	if g.Metric == "" {
		if g.Count != 0 {
			return &journal.RefusalError{Reason: ErrCount, What: "want a metric with it"}
		}
		return nil
	}
	if what := name.Wrong(g.Metric); what != "" {
		return &journal.RefusalError{Reason: ErrMetric, What: what}
	}
	if measures(g.Metric) {
		return &journal.RefusalError{Reason: ErrMetric, What: fmt.Sprintf("%.32q is a unit of account, in which one owes; want the gift's own words", g.Metric)}
	}
	if g.Count < 1 || g.Count > GiftCountMax {
		return &journal.RefusalError{Reason: ErrCount, What: "want 1 to 4611686018427387904 of a metric"}
	}
	return nil
}

// measures reports whether a text is spelled like a unit of account, in which somebody could keep debts among
// the gifts: the definition of a unit, such as "EUR.2"; the code of a predeclared one, or the name of several,
// in any case of letters; a UCUM code; the code of a currency, in capitals only, because "cup" and "pen" are
// words. It knows no meanings: "euros" is a word like others. What keeps debts out in the end is that there
// is no balance to be had.
func measures(metric string) bool {
	_, defined := unit.ParseUnit(metric)
	_, custom := unit.Custom(metric, 0)
	_, ucum := unit.LookupUCUM(metric)
	_, currency := unit.Currency(metric, 0)
	reserved := errors.Is(defined, unit.ErrReserved) || errors.Is(custom, unit.ErrReserved)
	return reserved || defined == nil || ucum == nil || currency == nil
}

// fits refuses what would break G3.
func (g *GiftLog) fits(gift Gift) error {
	if room := GiftCountMax - g.given[gift.Giver][gift.Metric]; gift.Count > room {
		return &journal.RefusalError{
			Reason: journal.ErrLimit,
			What:   fmt.Sprintf("what one party gave in one metric: asked %d, room for %d", gift.Count, room),
		}
	}
	return nil
}

// keep adds a gift and counts it.
func (g *GiftLog) keep(gift Gift) {
	g.gifts = append(g.gifts, gift)
	if g.given == nil {
		g.given = make(map[string]map[string]int64)
	}
	counts := g.given[gift.Giver]
	if counts == nil {
		counts = make(map[string]int64)
		g.given[gift.Giver] = counts
	}
	if gift.Metric != "" {
		counts[gift.Metric] += gift.Count
	}
}

// entry is the record of a gift. Its notes name the parties, because there are no postings to do so.
func (g Gift) entry(seq uint64) journal.Entry {
	notes := []journal.Note{{Kind: "giver", Text: g.Giver}}
	if g.Receiver != "" {
		notes = append(notes, journal.Note{Kind: "receiver", Text: g.Receiver})
	}
	notes = append(notes, journal.Note{Kind: "given", Text: g.Words})
	if g.Metric != "" {
		notes = append(notes, journal.Note{Kind: "counted", Text: fmt.Sprintf("%d %s", g.Count, g.Metric)})
	}
	return journal.Entry{Seq: seq, Action: g.ID, Type: giveKind, At: g.At, Notes: notes}
}

// Gift returns the gift of an ID, and false where there is none. O(1).
func (g *GiftLog) Gift(id string) (Gift, bool) {
	place, ok := g.log.Place(id)
	if !ok {
		return Gift{}, false
	}
	return g.gifts[place], true
}

// Gifts yields all gifts in the order of their times, and at the same time in the order applied.
func (g *GiftLog) Gifts() iter.Seq[Gift] { return slices.Values(g.gifts) }

// Givers yields the names of all who gave, sorted: by name, so that it is no ranking. O(n log n).
func (g *GiftLog) Givers() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, giver := range slices.Sorted(maps.Keys(g.given)) {
			if !yield(giver) {
				return
			}
		}
	}
}

// Given yields how many of each metric a party gave, sorted by metric; gifts that are not counted are not in
// it. Metrics are compared byte by byte. O(n log n) in the party's metrics.
func (g *GiftLog) Given(party string) iter.Seq2[string, int64] {
	return func(yield func(string, int64) bool) {
		counts := g.given[party]
		for _, metric := range slices.Sorted(maps.Keys(counts)) {
			if !yield(metric, counts[metric]) {
				return
			}
		}
	}
}

// Clone returns a copy that shares nothing with g that either could change. O(size of g).
func (g *GiftLog) Clone() *GiftLog {
	c := &GiftLog{log: g.log.Clone()}
	for _, gift := range g.gifts {
		c.keep(gift)
	}
	return c
}

// Check proves the state from scratch: it returns nil, or an error that wraps ErrBroken and names the number
// of the invariant that is broken. O(size of g), and the sorting of its givers.
func (g *GiftLog) Check() error {
	if g.log.Kept() != len(g.gifts) || !g.log.Horizon().IsZero() { // no gift is ever archived
		return brokenGift(4, "%d actions for %d gifts", g.log.Kept(), len(g.gifts))
	}
	var counted GiftLog // the same gifts, counted again
	for i, gift := range g.gifts {
		if err := gift.wrongGiving(); err != nil {
			return brokenGift(1, "%.32q: %v", gift.ID, err)
		}
		if err := gift.wrongCount(); err != nil {
			return brokenGift(2, "%.32q: %v", gift.ID, err)
		}
		if err := counted.fits(gift); err != nil {
			return brokenGift(3, "%.32q: %v", gift.ID, err)
		}
		if place, ok := g.log.Place(gift.ID); !ok || place != i || gift.At != g.log.At(i) {
			return brokenGift(4, "%.32q is not the gift of action %d", gift.ID, i+1)
		}
		counted.keep(gift)
	}
	return g.checkGiven(&counted)
}

// checkGiven compares what each party gave with what was counted again.
func (g *GiftLog) checkGiven(counted *GiftLog) error {
	givers := slices.Collect(counted.Givers())
	if !slices.Equal(slices.Collect(g.Givers()), givers) {
		return brokenGift(3, "the givers are not those of the gifts")
	}
	for _, giver := range givers {
		if !maps.Equal(g.given[giver], counted.given[giver]) {
			return brokenGift(3, "what %.32q gave", giver)
		}
	}
	return nil
}

func brokenGift(invariant int, format string, args ...any) error {
	return fmt.Errorf("%w: G%d: %s", ErrBroken, invariant, fmt.Sprintf(format, args...))
}
