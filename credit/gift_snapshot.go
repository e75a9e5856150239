package credit

import (
	"errors"
	"io"

	"example.org/mutual/internal/canon"
	"example.org/mutual/internal/machine"
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
	c.Header(giveKind, &a.ID, &a.At, &a.By)
	c.Text("giver", &a.Giver)
	c.Text("receiver", &a.Receiver)
	c.Text("words", &a.Words)
	c.Text("metric", &a.Metric)
	c.Integer("count", &a.Count)
}

// giftFields are a gift in a snapshot.
func giftFields(c *codec, g *Gift) {
	c.Text("id", &g.ID)
	c.Time("at", &g.At)
	c.Text("giver", &g.Giver)
	c.Text("receiver", &g.Receiver)
	c.Text("words", &g.Words)
	c.Text("metric", &g.Metric)
	c.Integer("count", &g.Count)
}

// giftForm is the JSON form of a Give.
var giftForm = machine.Form[Give]{
	Readers:  map[string]func(*codec) Give{giveKind: machine.Reader[Give]((*Give).fields)},
	Write:    func(c *codec, a Give) bool { a.fields(c); return true },
	BytesMax: ActionBytesMax,
	Refused:  ErrAction,
}

// EncodeGive returns the JSON form of a Give, which [DecodeGive] reads back. One that has none is ErrAction:
// with a text that is not UTF-8 or too long, or a time outside the years 1 to 9999.
func EncodeGive(a Give) ([]byte, error) { return giftForm.Encode(a) }

// DecodeGive reads the JSON form of a Give: one object in the canonical form of this module, with the member
// type first, as [EncodeGive] writes it, and no other. An error is a journal.RefusalError with ErrAction.
// Whether the gift may go on record is for [GiftLog.Apply] to say.
func DecodeGive(data []byte) (Give, error) { return giftForm.Decode(data) }

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
	machine.WriteAll(&codec{Out: e}, "gifts", giftFields, g.Gifts())
	return e.Seal()
}

// RestoreGifts reads what [GiftLog.Snapshot] wrote: it compares the SHA-256 and proves the state with
// [GiftLog.Check], and accepts no other spelling and no other order of it. An error is a journal.RefusalError
// with ErrGiftSnapshot, or that of r. O(size of the snapshot).
func RestoreGifts(r io.Reader) (*GiftLog, error) {
	return machine.Restore(r, ErrGiftSnapshot, restoreGifts)
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
	machine.ReadAll(&codec{In: d}, "gifts", giftFields, func(gift Gift) error {
		g.keep(gift)
		return nil
	})
}
