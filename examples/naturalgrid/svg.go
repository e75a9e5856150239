package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

// The picture: for each hour what the village used, by where it came from, above the line, and what it had over, below
// it. All measures are in pixels.
const (
	width    = 1120.0
	height   = 640.0
	left     = 90.0
	line     = 470.0
	step     = 40.5 // from hour to hour
	barWidth = 33.0
	scale    = 22.0 // of a kilowatt-hour
)

// colours are where energy comes from, and where it goes.
var colours = map[string]string{"Turbine": "#4e79a7", "School": "#e3b23c", "Barn": "#b5651d", outside: "#7f868c", "over": "#c9dbe9"}

// A drawing is SVG text in the making.
type drawing struct{ bytes.Buffer }

func (d *drawing) printf(format string, args ...any) { fmt.Fprintf(d, format, args...) }

// draw returns the picture of the day.
func (d *day) draw() []byte {
	p := &drawing{}
	p.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img" aria-labelledby="title desc" font-family="Helvetica, Arial, sans-serif" fill="#26303a">`+"\n", width, height, width, height)
	p.printf("<title id=\"title\">A day of a village with a turbine and two roofs, hour by hour</title>\n<desc id=\"desc\">%s</desc>\n", text(d.describe()))
	p.printf("<rect width=\"100%%\" height=\"100%%\" fill=\"#fdfcf9\"/>\n")
	p.text(40, 50, 25, "start", `font-weight="bold"`, "A day in the village")
	p.text(40, 78, 15, "start", `fill="#5c6770"`, "Above the line what was used, by where it came from; below it what nobody could use. Kilowatt-hours in each hour.")
	p.legend(40, colours["Turbine"], "the turbine")
	p.legend(170, colours["School"], "the school's roof")
	p.legend(340, colours["Barn"], "the barn's roof")
	p.legend(495, colours[outside], "from the grid")
	p.legend(640, colours["over"], "over, to the grid")
	for k := -5; k <= 15; k += 5 {
		y := line - scale*float64(k)
		p.printf(`<path d="M%.0f %.1fH%.1f" stroke="#d9d6cc"/>`+"\n", left-6, y, left+24*step)
		p.text(left-14, y+5, 13, "end", `fill="#5c6770"`, fmt.Sprint(max(k, -k)))
	}
	for h := range d.hours {
		p.hour(h, &d.hours[h])
	}
	p.printf(`<path d="M%.0f %.0fH%.1f" stroke="#26303a"/>`+"\n</svg>\n", left-6, line, left+24*step)
	return p.Bytes()
}

// describe says the picture in words, for who does not see it.
func (d *day) describe() (words string) {
	for h, hour := range d.hours {
		words += fmt.Sprintf("%02d:00: ", h)
		for _, source := range sources {
			words += fmt.Sprintf("%s %s, ", source, short(hour.used[source]))
		}
		words += fmt.Sprintf("from the grid %s, over %s. ", short(hour.imported), short(hour.exported))
	}
	return words + "All in kilowatt-hours."
}

// hour draws a bar for what was used, and one below the line for what was over.
func (p *drawing) hour(place int, h *hour) {
	x, y := left+4+step*float64(place), line
	for _, source := range append(sources, outside) {
		used := h.used[source]
		if source == outside {
			used = h.imported
		}
		tall := pixels(used)
		y -= tall
		p.rect(x, y, tall, colours[source])
	}
	p.rect(x, line, pixels(h.exported), colours["over"])
	if place%3 == 0 {
		p.text(left+step*float64(place), line+5*scale+35, 13, "middle", `fill="#5c6770"`, fmt.Sprintf("%02d:00", place))
	}
}

// pixels are for the eye only: no amount is a float.
func pixels(parts int64) float64 { return scale * float64(parts) / 1_000_000 }

func (p *drawing) rect(x, y, tall float64, colour string) {
	if tall > 0 {
		p.printf(`<rect x="%.1f" y="%.1f" width="%.0f" height="%.1f" fill="%s"/>`+"\n", x, y, barWidth, tall, colour)
	}
}

func (p *drawing) legend(x float64, colour, words string) {
	p.printf(`<rect x="%.0f" y="98" width="14" height="14" fill="%s"/>`+"\n", x, colour)
	p.text(x+21, 110, 14, "start", "", words)
}

func (p *drawing) text(x, y, size float64, anchor, more, words string) {
	p.printf(`<text x="%.1f" y="%.1f" font-size="%.0f" text-anchor="%s" %s>%s</text>`+"\n", x, y, size, anchor, more, text(words))
}

// text escapes words for XML.
func text(words string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(words))
	return b.String()
}
