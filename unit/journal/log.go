package journal

import (
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/chunks"
	"example.org/mutual/internal/index"
	"example.org/mutual/internal/name"
)

// AppliedMax is how many actions a Log knows by their IDs at most.
const AppliedMax = 1<<31 - 1

// A Digest stands for an action in all its fields: the first half of the SHA-256 of its canonical form.
// Two actions with one digest are taken for the same.
type Digest [16]byte

// A Stamp is what a Log keeps of an applied action.
type Stamp struct {
	Seq    uint64
	Digest Digest
}

// A Log is the part of a machine that makes invariants 2 to 4 true. The zero Log is empty and ready. It
// is to be changed by its machine alone.
type Log struct {
	applied chunks.List[applied] // in the order applied
	place   index.Index          // of each in that order, by ID
	count   uint64               // of all ever applied, what was archived included
	last    time.Time            // of the last of them
	horizon time.Time            // up to which what was applied may be unknown
}

// applied is what is kept of an action.
type applied struct {
	id      string
	digest  Digest
	seq     uint64
	seconds int64 // of its time, which as a time.Time would take half as much again
	nanos   int32
}

func (a *applied) at() time.Time { return time.Unix(a.seconds, int64(a.nanos)).UTC() }

// A Mark is a point in the history of a Log.
type Mark struct {
	kept  int
	count uint64
	last  time.Time
}

// Admit says whether an action may be applied as far as its ID and its time go. Errors: an [AppliedError] for the
// same action, applied before. In a [RefusalError]: ErrConflict for another one under that ID; ErrArchived for a
// time up to the horizon; ErrID for an ID that is none, or holds a slash, which is for what is named after an
// action; ErrTime for a time before the last, or outside the years 1 to 9999; ErrLimit where AppliedMax actions are
// known. O(1).
func (l *Log) Admit(id string, at time.Time, d Digest) error {
	if stamp, ok := l.Applied(id); ok {
		if stamp.Digest == d {
			return &AppliedError{stamp.Seq}
		}
		return &RefusalError{Reason: ErrConflict, What: "want another ID"}
	}
	if what := name.Wrong(id); what != "" {
		return &RefusalError{Reason: ErrID, What: what}
	}
	if strings.Contains(id, "/") {
		return &RefusalError{Reason: ErrID, What: "must not hold a slash"}
	}
	if year := at.UTC().Year(); year < 1 || year > 9999 || at.IsZero() {
		return &RefusalError{Reason: ErrTime, What: "want a time in the years 1 to 9999"}
	}
	if !l.horizon.IsZero() && !at.After(l.horizon) {
		return &RefusalError{Reason: ErrArchived, What: "want a time after " + l.horizon.Format(time.RFC3339Nano)}
	}
	if at.Before(l.last) {
		return &RefusalError{Reason: ErrTime, What: "want " + l.last.Format(time.RFC3339Nano) + " or later"}
	}
	if l.applied.Len() >= AppliedMax {
		return &RefusalError{Reason: ErrLimit, What: "want old actions archived first"}
	}
	return nil
}

// Add records an admitted action and returns its number. O(1), amortized.
func (l *Log) Add(id string, at time.Time, d Digest) uint64 {
	l.count++
	l.last = at.UTC().Round(0)
	l.keep(applied{id, d, l.count, l.last.Unix(), int32(l.last.Nanosecond())})
	return l.count
}

func (l *Log) keep(a applied) {
	l.place.Add(a.id, l.applied.Len())
	l.applied.Push(a)
}

// Last returns the time of the last action applied, in UTC, and the zero time before the first.
func (l *Log) Last() time.Time { return l.last }

// Horizon returns the time up to which actions were archived, and the zero time if none were.
func (l *Log) Horizon() time.Time { return l.horizon }

// Kept returns how many actions are known by their IDs.
func (l *Log) Kept() int { return l.applied.Len() }

// Place returns the place of a known action among all that are, and false where there is none of the ID.
func (l *Log) Place(id string) (int, bool) { return l.place.Find(id, l.id) }

func (l *Log) id(place int) string { return l.applied.At(place).id }

// At returns the time of the action at a place, from 0 to before Kept, in UTC.
func (l *Log) At(place int) time.Time { return l.applied.At(place).at() }

// Applied returns what is known of an ID.
func (l *Log) Applied(id string) (Stamp, bool) {
	place, ok := l.Place(id)
	if !ok {
		return Stamp{}, false
	}
	a := l.applied.At(place)
	return Stamp{a.seq, a.digest}, true
}

// Mark returns where the log stands, to go Back to.
func (l *Log) Mark() Mark { return Mark{l.applied.Len(), l.count, l.last} }

// Back forgets all actions after a mark, for a machine that undoes them. A mark is good as long as the
// log has not gone back before it. O(actions forgotten).
func (l *Log) Back(m Mark) {
	for last := l.applied.Len() - 1; last >= m.kept; last-- {
		l.place.Remove(l.id(last), last)
		l.applied.Pop()
	}
	l.count, l.last = m.count, m.last
}

// Clone returns a copy that shares nothing with l that either could change. O(actions kept).
func (l *Log) Clone() Log {
	c := *l
	c.applied, c.place = l.applied.Clone(), l.place.Clone()
	return c
}

// Archive returns a log with the horizon moved on to a time, not after the last, that knows of the actions
// up to it only those whose places keep wants. It shares nothing with l that either could change. Where the
// horizon is there already or beyond, it stays. O(actions kept).
func (l *Log) Archive(horizon time.Time, keep func(place int) bool) Log {
	c := Log{count: l.count, last: l.last, horizon: l.horizon}
	if horizon.After(c.horizon) {
		c.horizon = horizon.UTC().Round(0)
	}
	for i := range l.applied.Len() {
		if a := l.applied.At(i); a.at().After(c.horizon) || keep(i) {
			c.keep(*a)
		}
	}
	return c
}

// Write writes the log as the members horizon, where there is one, and applied of a snapshot. An action's
// number is there only where it does not follow from the one before. The encoder is this module's own, so that only
// its machines have snapshots of this form. O(actions kept).
func (l *Log) Write(e *canon.Encoder) {
	if !l.horizon.IsZero() {
		e.Key("horizon")
		e.Time(l.horizon)
	}
	e.Key("applied")
	e.BeginArray()
	next := uint64(1)
	for i := range l.applied.Len() {
		a := l.applied.At(i)
		e.BeginObject()
		e.Key("id")
		e.String(a.id)
		e.Key("at")
		e.Time(a.at())
		if a.seq != next {
			e.Key("seq")
			e.Int(int64(a.seq))
		}
		next = a.seq + 1
		e.Key("digest")
		e.String(hex.EncodeToString(a.digest[:]))
		e.EndObject()
	}
	e.EndArray()
}

// ReadLog reads what Write wrote, and nothing else: a log that breaks an invariant is the decoder's error. O(actions).
func ReadLog(d *canon.Decoder) Log {
	var horizon time.Time
	if d.Has("horizon") {
		if horizon = d.Time(); horizon.IsZero() {
			d.Fail(errLog)
		}
	}
	d.Key("applied")
	d.BeginArray()
	var l Log
	for d.More() {
		l.read(d, horizon)
	}
	d.EndArray()
	if l.last.Before(horizon) { // what archives comes last, and is after what it archives or with it
		d.Fail(errLog)
	}
	l.horizon = horizon
	return l
}

var errLog = errors.New("journal: not a log of applied actions: want their times in order, their numbers too, and digests of 32 hexadecimal digits")

// seqMax is far above any number that actions applied one by one can reach, and as far below those that
// overflow.
const seqMax = 1 << 62

// read adds one action of a snapshot. Up to the horizon some are missing, beyond it none.
func (l *Log) read(d *canon.Decoder, horizon time.Time) {
	d.BeginObject()
	d.Key("id")
	id := d.String(name.BytesMax)
	d.Key("at")
	at := d.Time()
	next, seq := int64(l.count)+1, int64(l.count)+1
	gap := !l.last.After(horizon) && !horizon.IsZero()
	if d.Has("seq") {
		if seq = d.Int(); seq <= next || seq > seqMax || !gap {
			d.Fail(errLog)
		}
	}
	d.Key("digest")
	digest := d.String(2 * len(Digest{}))
	d.EndObject()
	var raw Digest
	n, err := hex.Decode(raw[:], []byte(digest))
	if d.Err() != nil || err != nil || n != len(raw) || hex.EncodeToString(raw[:]) != digest {
		d.Fail(errLog)
		return
	}
	if err := l.Admit(id, at, raw); err != nil {
		d.Fail(err)
		return
	}
	l.count = uint64(seq) - 1
	l.Add(id, at, raw)
}
