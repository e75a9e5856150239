package credit

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/name"
	"example.org/mutual/unit/journal"
)

// The head of a snapshot of a gift log.
const (
	giftFormat  = "mutual/gifts"
	giftVersion = 1
)

var errGiftHead = errors.New("credit: want a snapshot of a gift log, version 1")

func (a *Give) fields(c *codec) {
	c.header(giveKind, &a.ID, &a.At, &a.By)
	c.text("giver", &a.Giver)
	c.text("receiver", &a.Receiver)
	c.text("words", &a.Words)
	c.text("metric", &a.Metric)
	c.giftCount("count", &a.Count)
}

// gift is a gift in a snapshot.
func (c *codec) gift(g *Gift) {
	c.begin()
	c.text("id", &g.ID)
	c.time("at", &g.At)
	c.text("giver", &g.Giver)
	c.text("receiver", &g.Receiver)
	c.text("words", &g.Words)
	c.text("metric", &g.Metric)
	c.giftCount("count", &g.Count)
	c.end()
}

// giftCount is a whole number. Whether a gift can count so many is not for the codec to say.
func (c *codec) giftCount(key string, n *int64) {
	if !c.member(key, *n == 0) {
		return
	}
	if c.out != nil {
		c.out.Int(*n)
	} else {
		*n = c.in.Int()
		c.there(*n != 0)
	}
}

// EncodeGive returns the JSON form of a Give, which [DecodeGive] reads back. One that has none is ErrAction:
// with a text that is not UTF-8 or too long, or a time outside the years 1 to 9999.
func EncodeGive(a Give) ([]byte, error) {
	text, err := a.encode()
	if err != nil {
		return nil, err
	}
	if _, err := DecodeGive(text); err != nil { // so that the two agree on every limit
		return nil, err
	}
	return text, nil
}

// DecodeGive reads the JSON form of a Give: one object in the canonical form of this module, with the member
// type first, as [EncodeGive] writes it, and no other. An error is a journal.RefusalError with ErrAction.
// Whether the gift may go on record is for [GiftLog.Apply] to say.
func DecodeGive(data []byte) (Give, error) {
	c := &codec{in: canon.Parse(data)}
	c.in.BeginObject()
	c.in.Key("type")
	if kind := c.in.String(name.BytesMax); kind != giveKind && c.in.Err() == nil {
		return Give{}, &journal.RefusalError{Reason: ErrAction, What: fmt.Sprintf("%.32q is not the type of a gift", kind)}
	}
	var a Give
	a.fields(c)
	c.in.EndObject()
	if err := c.in.End(); err != nil {
		return Give{}, &journal.RefusalError{Reason: ErrAction, What: err.Error()}
	}
	return a, nil
}

// encode writes an action, whatever its fields say, so that no two have the same text.
func (a Give) encode() ([]byte, error) {
	var e canon.Encoder
	e.BeginObject()
	a.fields(&codec{out: &e})
	e.EndObject()
	text, err := e.Bytes()
	if err != nil {
		return nil, &journal.RefusalError{Reason: ErrAction, What: err.Error()}
	}
	return text, nil
}

// digest returns what stands for an action in all its fields.
func (a Give) digest() (d journal.Digest, err error) {
	text, err := a.encode()
	if err != nil {
		return d, err
	}
	sum := sha256.Sum256(text)
	copy(d[:], sum[:])
	return d, nil
}

// Snapshot writes the state as canonical JSON: equal states give equal bytes. It ends with the SHA-256 of all
// that stands before. The error is that of w. O(size of g).
func (g *GiftLog) Snapshot(w io.Writer) error {
	e := canon.NewEncoder(w)
	e.BeginObject()
	e.Key("format")
	e.String(giftFormat)
	e.Key("version")
	e.Int(giftVersion)
	g.log.Write(e)
	e.Key("gifts")
	e.BeginArray()
	c := &codec{out: e}
	for _, gift := range g.gifts {
		c.gift(&gift)
	}
	e.EndArray()
	return e.Seal()
}

// RestoreGifts reads what [GiftLog.Snapshot] wrote: it compares the SHA-256 and proves the state with
// [GiftLog.Check], and accepts no other spelling and no other order of it. An error is a journal.RefusalError
// with ErrGiftSnapshot, or that of r. O(size of the snapshot).
func RestoreGifts(r io.Reader) (*GiftLog, error) {
	source := &reader{Reader: r}
	g, err := restoreGifts(canon.NewDecoder(source))
	switch {
	case source.err != nil:
		return nil, source.err
	case err != nil:
		return nil, &journal.RefusalError{Reason: ErrGiftSnapshot, What: err.Error()}
	}
	return g, nil
}

func restoreGifts(d *canon.Decoder) (*GiftLog, error) {
	d.BeginObject()
	readGiftHead(d)
	g := &GiftLog{log: journal.ReadLog(d)}
	g.readGifts(d)
	if err := d.Seal(); err != nil {
		return nil, err
	}
	return g, g.Check()
}

func readGiftHead(d *canon.Decoder) {
	d.Key("format")
	format := d.String(name.BytesMax)
	d.Key("version")
	if version := d.Int(); format != giftFormat || version != giftVersion {
		d.Fail(errGiftHead)
	}
}

// readGifts reads the gifts and leaves to Check what is wrong with them.
func (g *GiftLog) readGifts(d *canon.Decoder) {
	c := &codec{in: d}
	d.Key("gifts")
	d.BeginArray()
	for d.More() {
		var gift Gift
		c.gift(&gift)
		g.keep(gift)
	}
	d.EndArray()
}
