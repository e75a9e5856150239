package main

import (
	"bytes"
	"encoding/xml"
	"fmt"

	"example.org/mutual/guarantee/waterfall"
	"example.org/mutual/unit"
)

// The picture: the loss on the left, and then a bar for each layer that hangs where the one before has ended, so that
// the last one stands on the ground. Of each bar what came back later is drawn in outline. All measures are in pixels.
const (
	width     = 1120.0
	height    = 580.0
	top       = 120.0 // of the loss
	ground    = 500.0
	left      = 40.0
	step      = 132.0 // from bar to bar
	barWidth  = 92.0
	lineSpace = 17.0
)

// colours are the layers': the defaulter's own, those who vouched, what is common, and the creditors'.
var colours = map[waterfall.Kind]string{
	waterfall.Security: "#8a6bbf", waterfall.Own: "#b07aa1",
	waterfall.Pledges: "#d8882b",
	waterfall.Fund:    "#59a14f", waterfall.Provisions: "#3f8f8b", waterfall.Calls: "#4e79a7",
	waterfall.Haircut: "#d1495b",
}

// says is what each kind of layer means, in two lines.
var says = map[waterfall.Kind][2]string{
	waterfall.Security: {"what the Joinery", "had given"}, waterfall.Own: {"its own", "charges"},
	waterfall.Pledges: {"the Bakery had", "vouched"}, waterfall.Fund: {"the Town's", "gift"},
	waterfall.Provisions: {"the others'", "charges"}, waterfall.Calls: {"as much once", "more"},
	waterfall.Haircut: {"the creditors", "wait"},
}

// A drawing is SVG text in the making.
type drawing struct {
	bytes.Buffer
	scale float64 // pixels of a smallest part
}

func (d *drawing) printf(format string, args ...any) { fmt.Fprintf(d, format, args...) }

// draw returns the picture of who bore the loss.
func (t *tale) draw() []byte {
	c := t.loss().Case
	whole := c.Steps[0].Reached
	d := &drawing{scale: (ground - top) / float64(whole.Parts())}
	d.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img" font-family="Helvetica, Arial, sans-serif" fill="#26303a">`+"\n", width, height, width, height)
	d.printf("<title>Who bears what the %s does not pay, layer by layer</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fdfcf9\"/>\n", text(c.Defaulter))
	d.text(left, 50, 25, "start", `font-weight="bold"`, fmt.Sprintf("The %s does not pay %v: who bears it", c.Defaulter, whole))
	d.text(left, 78, 15, "start", `fill="#5c6770"`, fmt.Sprintf("Each layer bears what it holds, in turn. In outline: what came back when %v were recovered.", c.Recovered))
	d.printf(`<path d="M%.0f %.0fH%.0f" stroke="#26303a"/>`+"\n", left, ground, width-left)
	d.bar(0, whole, whole, whole, "#5c6770")
	d.label(0, "the loss", d.claims(c))
	for k, l := range c.Layers {
		d.bar(k+1, c.Steps[k].Reached, c.Steps[k].Borne, t.stays(k), colours[l.Kind])
		d.label(k+1, l.Name, says[l.Kind])
	}
	d.printf("</svg>\n")
	return d.Bytes()
}

// stays is what a layer bears in the end.
func (t *tale) stays(layer int) unit.Amount {
	c := t.loss().Case
	if c.Layers[layer].Kind == waterfall.Haircut {
		return c.Lacks()
	}
	var parts int64
	for _, d := range t.draws(c.Layers[layer].Name) {
		parts += d.Borne.Parts()
	}
	return unit.New(parts, eur)
}

// claims says in two lines who is owed the loss.
func (d *drawing) claims(c waterfall.Case) (lines [2]string) {
	for k, owed := range c.Claims[:min(2, len(c.Claims))] {
		lines[k] = sellerOf(owed.Creditor) + " " + owed.Amount.Number()
	}
	return lines
}

// bar draws what reached a layer and what it bore of that, with what stays of it filled; and the line on which the next
// one hangs.
func (d *drawing) bar(place int, reached, borne, stays unit.Amount, colour string) {
	x, y := left+20+step*float64(place), ground-d.scale*float64(reached.Parts())
	tall, full := d.scale*float64(borne.Parts()), d.scale*float64(stays.Parts())
	d.printf(`<rect x="%.0f" y="%.1f" width="%.0f" height="%.1f" fill="%s"/>`+"\n", x, y, barWidth, full, colour)
	if place > 0 {
		d.printf(`<path d="M%.0f %.1fH%.0f" stroke="#9aa3aa" stroke-dasharray="2 3"/>`+"\n", x-step+barWidth, y, x)
	}
	d.text(x+barWidth/2, y-8, 15, "middle", `font-weight="bold"`, borne.Number())
	if back := borne.Parts() - stays.Parts(); back > 0 {
		d.printf(`<rect x="%.0f" y="%.1f" width="%.0f" height="%.1f" fill="%s" fill-opacity="0.12" stroke="%s" stroke-dasharray="4 3"/>`+"\n", x, y+full, barWidth, tall-full, colour, colour)
		d.text(x+barWidth/2, y+full+(tall-full)/2+5, 13, "middle", "", dash(back)+" back")
	}
}

func (d *drawing) label(place int, name string, lines [2]string) {
	x := left + 20 + step*float64(place) + barWidth/2
	d.text(x, ground+26, 15, "middle", `font-weight="bold"`, name)
	for k, line := range lines {
		d.text(x, ground+26+lineSpace*float64(k+1), 13, "middle", `fill="#5c6770"`, line)
	}
}

func (d *drawing) text(x, y, size float64, anchor, more, words string) {
	d.printf(`<text x="%.0f" y="%.1f" font-size="%.0f" text-anchor="%s" %s>%s</text>`+"\n", x, y, size, anchor, more, text(words))
}

// text escapes words for XML.
func text(words string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(words))
	return b.String()
}
