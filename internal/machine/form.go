package machine

import (
	"crypto/sha256"
	"fmt"
	"time"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit/journal"
)

// A Header is what all actions have.
type Header struct {
	Kind string // the type in the JSON form
	ID   string
	At   time.Time
	By   []string
}

// A Form is the JSON form of a machine's actions, the type of which, A, is a sealed interface.
type Form[A any] struct {
	Readers  map[string]func(*Codec) A // by the type in the JSON form
	Write    func(*Codec, A) bool      // writes an action's members, or reports that it is none
	BytesMax int                       // the longest form
	Refused  error                     // the reason for what is no action
}

// Reader returns a reader for a Form, of the type of action whose fields these are.
func Reader[A, T any](fields func(*T, *Codec)) func(*Codec) A {
	return func(c *Codec) A {
		var a T
		fields(&a, c)
		return any(a).(A)
	}
}

// Decode reads the JSON form of an action: one object, with the member type first, as Encode writes it,
// and no other. An error is a journal.RefusalError with the form's reason.
func (f Form[A]) Decode(data []byte) (a A, err error) {
	if len(data) > f.BytesMax {
		return a, f.refuse("want at most %d bytes", f.BytesMax)
	}
	c := &Codec{In: canon.Parse(data)}
	c.In.BeginObject()
	a = f.read(c)
	c.In.EndObject()
	if err := c.In.End(); err != nil {
		var none A
		return none, f.refuse("%v", err)
	}
	return a, nil
}

// read reads the members of an action, of a type that this form knows.
func (f Form[A]) read(c *Codec) (a A) {
	c.In.Key("type")
	kind := c.In.String(name.BytesMax)
	if c.In.Err() != nil {
		return a
	}
	read, ok := f.Readers[kind]
	if !ok {
		c.In.Fail(fmt.Errorf("%.32q is not the type of one", kind))
		return a
	}
	return read(c)
}

// Encode returns the JSON form of an action, as far as it has one that Decode reads back.
func (f Form[A]) Encode(a A) ([]byte, error) {
	var e canon.Encoder
	text, err := f.encode(&Codec{Out: &e}, a)
	if err != nil {
		return nil, err
	}
	if _, err := f.Decode(text); err != nil { // so that the two agree on every limit
		return nil, err
	}
	return text, nil
}

// encode writes an action, whatever its fields say, so that no two have the same text. It is good until
// the next use of c.
func (f Form[A]) encode(c *Codec, a A) ([]byte, error) {
	c.Out.BeginObject()
	if !f.Write(c, a) {
		return nil, f.refuse("want one of the structs of this package, not a %T", a)
	}
	c.Out.EndObject()
	text, err := c.Out.Bytes()
	if err != nil {
		return nil, f.refuse("%v", err)
	}
	return text, nil
}

// Digest returns what stands for an action in all its fields.
func (f Form[A]) Digest(a A) (journal.Digest, error) {
	var e canon.Encoder
	d, _, err := f.digest(&Codec{Out: &e}, a)
	return d, err
}

func (f Form[A]) digest(c *Codec, a A) (d journal.Digest, text []byte, err error) {
	if text, err = f.encode(c, a); err != nil {
		return d, nil, err
	}
	sum := sha256.Sum256(text)
	copy(d[:], sum[:])
	return d, text, nil
}

func (f Form[A]) refuse(format string, args ...any) error {
	return &journal.RefusalError{Reason: f.Refused, What: fmt.Sprintf(format, args...)}
}
