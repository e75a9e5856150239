package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"math"
	"slices"

	"example.org/mutual/unit"
)

// The picture: a row for each unit, with two circles: what is owed before, and what stays after. Each
// party has an arc as long as what it owes and is owed; each ribbon leads from a debtor to a creditor,
// as broad as what is owed. Both circles are in one scale and everything stays in its place, so that
// what has gone is what one sees gone. All measures are in pixels, all angles in radians clockwise
// from the top.
const (
	panelWidth     = 700.0
	rowHeight      = 700.0
	circleY        = 385.0 // centre of the circles in their row
	radius         = 200.0 // where ribbons end
	bandInside     = radius + 5
	bandOutside    = radius + 19
	labelRadius    = radius + 30
	gapAngle       = 0.16 // between all parties together, as a part of the circle
	tipLength      = 13.0 // of a ribbon's arrow
	namedMax       = 24   // with more parties names stand along the radius and have no figures
	nameHeight     = 18.0 // of a name's line, and of a line of figures
	lineHeight     = 16.0
	nameLettersMax = 12   // of a name: more does not fit beside the circle
	pairsMax       = 1500 // the largest are drawn: more is neither seen nor loaded
)

// draw returns the picture of an outcome.
func draw(o *outcome) []byte {
	d := &drawing{}
	height := rowHeight * math.Max(1, float64(len(o.units)))
	d.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img" font-family="Helvetica, Arial, sans-serif" fill="#26303a">`+"\n",
		2*panelWidth, height, 2*panelWidth, height)
	d.printf("<title>What is owed before and after the largest set-off</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fdfcf9\"/>\n")
	colour := colours(o)
	for k, u := range o.units {
		c := newCircle(o, u, colour)
		d.printf("<g transform=\"translate(0 %.0f)\">\n", rowHeight*float64(k))
		d.heading(c)
		d.circle(c, 0)
		d.circle(c, 1)
		d.printf("</g>\n")
	}
	d.printf("</svg>\n")
	return d.Bytes()
}

// A drawing is SVG text in the making.
type drawing struct{ bytes.Buffer }

func (d *drawing) printf(format string, args ...any) { fmt.Fprintf(d, format, args...) }

// text escapes what comes from outside.
func text(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s))
	return b.String()
}

func (d *drawing) heading(c *circle) {
	d.printf(`<text x="40" y="52" font-size="25" font-weight="bold">Before: %s owed</text>`+"\n", text(c.short(c.Gross)))
	d.printf(`<text x="%.0f" y="52" font-size="25" font-weight="bold">After: %s stays</text>`+"\n", panelWidth+40, text(c.short(c.Remaining)))
	d.printf(`<text x="40" y="80" font-size="15" fill="#5c6770">%d parties. A ribbon leads from who owes to who is owed.</text>`+"\n", len(c.parties))
	d.printf(`<text x="%.0f" y="80" font-size="15" fill="#5c6770">%s set off (%s), without any money: no larger set-off exists.</text>`+"\n",
		panelWidth+40, text(c.short(c.Cleared)), percent(c.Cleared, c.Gross))
	if len(c.ribbons) == pairsMax {
		d.printf(`<text x="40" y="100" font-size="13" fill="#5c6770">Drawn are the %d largest debts between two parties.</text>`+"\n", pairsMax)
	}
}

// A circle is the layout that both panels of a unit share.
type circle struct {
	inUnit
	parties []*arc
	ribbons []*ribbon
}

// An arc is a party's place on the circle.
type arc struct {
	name       string
	place      int
	start, end float64
	colour     string
	owes, owed [2]int64 // before and after, in parts
	ends       []*ribbon
}

// A ribbon is what one party owes another.
type ribbon struct {
	debtor, creditor *arc
	parts            [2]int64   // before and after
	span             [2]float64 // the angles where it leaves the debtor, at its full breadth
	target           [2]float64 // and where it meets the creditor
}

func newCircle(o *outcome, u inUnit, colour map[string]string) *circle {
	c := &circle{inUnit: u}
	arcs := make(map[string]*arc)
	for i, name := range u.proof.Parties {
		a := &arc{name: name, place: i, colour: colour[name]}
		c.parties = append(c.parties, a)
		arcs[name] = a
	}
	pairs := make(map[[2]int]*ribbon)
	for _, i := range u.obligations {
		debtor, creditor := arcs[o.book.Obligations[i].Debtor], arcs[o.book.Obligations[i].Creditor]
		key := [2]int{debtor.place, creditor.place}
		if pairs[key] == nil {
			pairs[key] = &ribbon{debtor: debtor, creditor: creditor}
			c.ribbons = append(c.ribbons, pairs[key])
		}
		for k, parts := range [2]int64{o.book.Obligations[i].Amount.Parts(), o.stays(i).Parts()} {
			pairs[key].parts[k] += parts
			debtor.owes[k] += parts
			creditor.owed[k] += parts
		}
	}
	// The largest are drawn first, so that small ones are not hidden under them.
	slices.SortStableFunc(c.ribbons, func(a, b *ribbon) int { return int(min(1, max(-1, b.parts[0]-a.parts[0]))) })
	c.ribbons = c.ribbons[:min(len(c.ribbons), pairsMax)]
	c.arrange()
	return c
}

// arrange gives every party its arc, and every ribbon its two places on the arcs.
func (c *circle) arrange() {
	var total float64
	for _, a := range c.parties {
		total += float64(a.owes[0]) + float64(a.owed[0])
	}
	gap := 2 * math.Pi * gapAngle / float64(len(c.parties))
	scale := 2 * math.Pi * (1 - gapAngle) / total
	for _, e := range c.ribbons {
		e.debtor.ends = append(e.debtor.ends, e)
		e.creditor.ends = append(e.creditor.ends, e)
	}
	at := gap / 2
	for _, a := range c.parties {
		a.start = at
		a.end = at + scale*(float64(a.owes[0])+float64(a.owed[0]))
		// Ends stand in the order of the parties they lead to, anticlockwise, so that ribbons of one
		// party do not cross each other.
		slices.SortStableFunc(a.ends, func(e, f *ribbon) int { return c.turn(a, e) - c.turn(a, f) })
		for _, e := range a.ends {
			span := [2]float64{at, at + scale*float64(e.parts[0])}
			if e.debtor == a {
				e.span = span
			} else {
				e.target = span
			}
			at = span[1]
		}
		at = a.end + gap
	}
}

// turn returns how far anticlockwise of a the other end of e is, in places.
func (c *circle) turn(a *arc, e *ribbon) int {
	other := e.creditor
	if other == a {
		other = e.debtor
	}
	n := len(c.parties)
	return (a.place - other.place + n) % n
}

// circle draws one panel: 0 before, 1 after.
func (d *drawing) circle(c *circle, when int) {
	d.printf("<g transform=\"translate(%.0f %.0f)\">\n", panelWidth*(float64(when)+0.5), circleY)
	for _, e := range c.ribbons {
		if e.parts[when] > 0 {
			d.ribbon(c, e, when)
		}
	}
	for _, a := range c.parties {
		opacity := 1.0
		if when == 1 {
			opacity = 0.22
		}
		d.band(a.start, a.end, a.colour, opacity)
		if when == 1 {
			d.rest(a)
		}
	}
	d.labels(c, when)
	d.printf("</g>\n")
}

// labels names the parties, in their order round the circle. Where arcs are too short for all, a name
// that would overlap the one before is left out, and its figures first.
func (d *drawing) labels(c *circle, when int) {
	last := -math.Pi // the angle of the label before
	for _, a := range c.parties {
		middle := (a.start + a.end) / 2
		room := (middle - last) * labelRadius
		switch {
		case len(c.parties) > namedMax:
			if (a.end-a.start)*radius < 7 {
				continue
			}
			d.radialLabel(a, middle)
		case room < nameHeight:
			continue
		default:
			d.label(c, a, when, room >= nameHeight+2*lineHeight)
		}
		last = middle
	}
}

// rest draws what stays of a party's arc.
func (d *drawing) rest(a *arc) {
	for _, e := range a.ends {
		if e.parts[1] > 0 {
			span := e.span
			if e.creditor == a {
				span = e.target
			}
			span = e.shrunk(span, 1)
			d.band(span[0], span[1], a.colour, 1)
		}
	}
}

// shrunk narrows a span around its middle to what is left of the ribbon.
func (e *ribbon) shrunk(span [2]float64, when int) [2]float64 {
	middle := (span[0] + span[1]) / 2
	half := (span[1] - span[0]) / 2 * float64(e.parts[when]) / float64(e.parts[0])
	return [2]float64{middle - half, middle + half}
}

func (d *drawing) band(start, end float64, colour string, opacity float64) {
	large := 0
	if end-start > math.Pi {
		large = 1
	}
	d.printf(`<path d="M%sA%.0f %.0f 0 %d 1 %sL%sA%.0f %.0f 0 %d 0 %sZ" fill="%s" fill-opacity="%.2f"/>`+"\n",
		point(bandOutside, start), bandOutside, bandOutside, large, point(bandOutside, end),
		point(bandInside, end), bandInside, bandInside, large, point(bandInside, start), colour, opacity)
}

func (d *drawing) ribbon(c *circle, e *ribbon, when int) {
	from, to := e.shrunk(e.span, when), e.shrunk(e.target, when)
	x1, y1 := polar(radius, (from[0]+from[1])/2)
	x2, y2 := polar(radius, (to[0]+to[1])/2)
	// Neighbours bend less towards the centre than those who are opposite.
	bend := fmt.Sprintf("%.1f %.1f", 0.2*(x1+x2), 0.2*(y1+y2))
	large := 0
	if from[1]-from[0] > math.Pi {
		large = 1
	}
	d.printf(`<path d="M%sA%.0f %.0f 0 %d 1 %sQ%s %sL%sL%sQ%s %sZ" fill="%s" fill-opacity="0.72" stroke="#fdfcf9" stroke-width="0.6"><title>%s owes %s %s</title></path>`+"\n",
		point(radius, from[0]), radius, radius, large, point(radius, from[1]),
		bend, point(radius-tipLength, to[0]), point(radius, (to[0]+to[1])/2), point(radius-tipLength, to[1]),
		bend, point(radius, from[0]), e.debtor.colour,
		text(e.debtor.name), text(e.creditor.name), text(c.short(unit.New(e.parts[when], c.Unit))))
}

func (d *drawing) label(c *circle, a *arc, when int, roomy bool) {
	x, y := polar(labelRadius, (a.start+a.end)/2)
	anchor := "middle"
	switch {
	case x > labelRadius/5:
		anchor = "start"
	case x < -labelRadius/5:
		anchor = "end"
	}
	var lines []string
	if roomy {
		lines = c.figures(a, when)
	}
	y += 5 + 22*y/labelRadius - 7*float64(len(lines))
	d.printf(`<text x="%.1f" y="%.1f" font-size="16" font-weight="bold" text-anchor="%s">%s%s</text>`+"\n", x, y, anchor, text(shortened(a.name)), fullName(a.name))
	for _, line := range lines {
		y += lineHeight
		d.printf(`<text x="%.1f" y="%.1f" font-size="12.5" fill="#5c6770" text-anchor="%s">%s</text>`+"\n", x, y, anchor, text(line))
	}
}

// shortened cuts a name to what there is room for beside the circle.
func shortened(name string) string {
	if letters := []rune(name); len(letters) > nameLettersMax {
		return string(letters[:nameLettersMax-1]) + "…"
	}
	return name
}

// fullName shows a shortened name in full where the mouse rests on it.
func fullName(name string) string {
	if shortened(name) == name {
		return ""
	}
	return "<title>" + text(name) + "</title>"
}

// radialLabel writes a name along the radius.
func (d *drawing) radialLabel(a *arc, middle float64) {
	turn, x, anchor := middle*180/math.Pi-90, labelRadius-6, "start"
	if middle > math.Pi {
		turn, x, anchor = turn+180, -x, "end"
	}
	d.printf(`<text transform="rotate(%.1f)" x="%.1f" y="4" font-size="11" text-anchor="%s">%s%s</text>`+"\n", turn, x, anchor, text(shortened(a.name)), fullName(a.name))
}

// figures says what a party owes and is owed, in a line each.
func (c *circle) figures(a *arc, when int) []string {
	var lines []string
	if a.owes[when] > 0 {
		lines = append(lines, "owes "+c.number(unit.New(a.owes[when], c.Unit)))
	}
	if a.owed[when] > 0 {
		lines = append(lines, "is owed "+c.number(unit.New(a.owed[when], c.Unit)))
	}
	if len(lines) == 0 {
		return []string{"all settled"}
	}
	return lines
}

// short is an amount with its unit's code.
func (c *circle) short(a unit.Amount) string { return c.number(a) + " " + c.Unit.Code() }

func polar(r, angle float64) (x, y float64) { return r * math.Sin(angle), -r * math.Cos(angle) }

func point(r, angle float64) string {
	x, y := polar(r, angle)
	return fmt.Sprintf("%.1f %.1f", x, y)
}

// colours gives each party its colour, one in all units: the palette's in turn, in the order of the names.
func colours(o *outcome) map[string]string {
	colour := make(map[string]string)
	for _, u := range o.units {
		for _, party := range u.proof.Parties {
			colour[party] = ""
		}
	}
	for i, party := range slices.Sorted(maps.Keys(colour)) {
		colour[party] = palette[i%len(palette)]
	}
	return colour
}

// palette has colours far enough apart that parties with names in succession differ.
var palette = [...]string{
	"#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#76b7b2", "#b07aa1",
	"#d8b52c", "#9c755f", "#3f8f8b", "#d37295", "#7d8fa0", "#8a6bbf",
}
