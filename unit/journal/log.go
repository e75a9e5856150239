package journal

import (
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/name"
)

// A Digest stands for an action in all its fields: the first half of the SHA-256 of its canonical form.
// Two actions with one digest are taken for the same.
type Digest [16]byte

// A Stamp is what a Log keeps of an applied action.
type Stamp struct {
	Seq    uint64
	Digest Digest
}

// A Log is the part of a machine that makes invariants 2 and 3 true. The zero Log is empty and ready. It
// is to be changed by its machine alone.
type Log struct {
	applied []applied         // in the order applied
	number  map[string]uint64 // of each in that order, by ID: 1, 2, 3, …
	last    time.Time
}

// applied is what is kept of an action: its number is its place.
type applied struct {
	id     string
	digest Digest
}

// A Mark is a point in the history of a Log.
type Mark struct {
	count int
	last  time.Time
}

// Admit says whether an action may be applied as far as its ID and its time go. Errors: an AppliedError or
// ErrConflict for an ID applied before; ErrID for an ID that is none, or holds a slash, which is for what
// is named after an action; ErrTime for a time before the last, or outside the years 1 to 9999.
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
	if at.Before(l.last) {
		return &RefusalError{Reason: ErrTime, What: "want " + l.last.Format(time.RFC3339Nano) + " or later"}
	}
	return nil
}

// Add records an admitted action and returns its number.
func (l *Log) Add(id string, at time.Time, d Digest) uint64 {
	if l.number == nil {
		l.number = make(map[string]uint64)
	}
	l.applied = append(l.applied, applied{id, d})
	l.number[id] = uint64(len(l.applied))
	l.last = at.UTC().Round(0)
	return uint64(len(l.applied))
}

// Last returns the time of the last action applied, in UTC, and the zero time before the first.
func (l *Log) Last() time.Time { return l.last }

// Count returns how many actions were applied.
func (l *Log) Count() int { return len(l.applied) }

// Number returns the number of an applied action, 0 where there is none of the ID.
func (l *Log) Number(id string) uint64 { return l.number[id] }

// Applied returns what is known of an ID.
func (l *Log) Applied(id string) (Stamp, bool) {
	n, ok := l.number[id]
	if !ok {
		return Stamp{}, false
	}
	return Stamp{n, l.applied[n-1].digest}, true
}

// Mark returns where the log stands, to go Back to.
func (l *Log) Mark() Mark { return Mark{len(l.applied), l.last} }

// Back forgets all actions after a mark, for a machine that undoes them. A mark is good as long as the
// log has not gone back before it.
func (l *Log) Back(m Mark) {
	for _, a := range l.applied[m.count:] {
		delete(l.number, a.id)
	}
	clear(l.applied[m.count:]) // for the collector
	l.applied, l.last = l.applied[:m.count], m.last
}

// Clone returns a copy that shares nothing with l that either could change.
func (l *Log) Clone() Log {
	return Log{applied: slices.Clone(l.applied), number: maps.Clone(l.number), last: l.last}
}

// Write writes the log as the members last and applied of a snapshot.
func (l *Log) Write(e *canon.Encoder) {
	if len(l.applied) > 0 {
		e.Key("last")
		e.Time(l.last)
	}
	e.Key("applied")
	e.BeginArray()
	for _, a := range l.applied {
		e.BeginObject()
		e.Key("id")
		e.String(a.id)
		e.Key("digest")
		e.String(hex.EncodeToString(a.digest[:]))
		e.EndObject()
	}
	e.EndArray()
}

// ReadLog reads what Write wrote, and nothing else: a log that breaks an invariant is the decoder's error.
func ReadLog(d *canon.Decoder) Log {
	var last time.Time
	some := d.Has("last")
	if some {
		last = d.Time()
	}
	d.Key("applied")
	d.BeginArray()
	var l Log
	for d.More() {
		d.BeginObject()
		d.Key("id")
		id := d.String(name.BytesMax)
		d.Key("digest")
		digest := d.String(2 * len(Digest{}))
		d.EndObject()
		l.read(d, id, digest, last)
	}
	d.EndArray()
	if some != (len(l.applied) > 0) {
		d.Fail(errLog)
	}
	return l
}

var errLog = errors.New("journal: not a log of applied actions: want the time of the last if there is one, and digests of 32 hexadecimal digits")

// read adds one action of a snapshot. Only the last one's time is known.
func (l *Log) read(d *canon.Decoder, id, digest string, last time.Time) {
	var raw Digest
	n, err := hex.Decode(raw[:], []byte(digest))
	if d.Err() != nil || err != nil || n != len(raw) || hex.EncodeToString(raw[:]) != digest {
		d.Fail(errLog)
		return
	}
	if err := l.Admit(id, last, raw); err != nil {
		d.Fail(err)
		return
	}
	l.Add(id, last, raw)
}
