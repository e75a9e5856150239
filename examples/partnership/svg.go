package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

// The picture: a bar for each year, which is the whole house, with Olu's part at its foot and what was bought in the
// year on top of that; below it what Olu paid. All measures are in pixels.
const (
	width    = 1120.0
	height   = 600.0
	left     = 110.0
	top      = 140.0
	ground   = 470.0
	step     = 83.0 // from bar to bar
	barWidth = 66.0
)

const (
	ink    = "#26303a"
	faint  = "#5c6770"
	ours   = "#3f8f8b" // Olu's
	newest = "#1f5f6b" // bought in the year
	others = "#e9d3a8" // Ivy's
)

// A drawing is SVG text in the making.
type drawing struct{ bytes.Buffer }

func (d *drawing) printf(format string, args ...any) { fmt.Fprintf(d, format, args...) }

// draw returns the picture of whose the house is, year by year.
func draw(years []year) []byte {
	d := &drawing{}
	d.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img" aria-labelledby="title desc" font-family="Helvetica, Arial, sans-serif" fill="%s">`+"\n", width, height, width, height, ink)
	d.printf("<title id=\"title\">A house bought out of its rental: whose it is, year by year</title>\n")
	d.printf("<desc id=\"desc\">%s</desc>\n", text(describe(years)))
	d.printf("<rect width=\"100%%\" height=\"100%%\" fill=\"#fdfcf9\"/>\n")
	d.text(40, 50, 25, "start", `font-weight="bold"`, "A house bought out of its rental")
	d.text(40, 78, 15, "start", `fill="`+faint+`"`, "Each bar is the whole house at the end of a year. There is no debt and no date: a year of rental only changes nothing.")
	d.legend(40, ours, "Olu's, who lives there")
	d.legend(250, newest, "bought in the year")
	d.legend(430, others, "Ivy's, to whom the rental goes")
	d.bar(0, year{nths: 20, n: 100}, 20)
	d.text(middle(0), ground+25, 14, "middle", `font-weight="bold"`, "at first")
	before := 20.0
	for k, y := range years {
		d.bar(k+1, y, before)
		d.figures(k+1, y)
		before = percent(y)
	}
	d.text(left-8, ground+60, 13, "end", `fill="`+faint+`"`, "rental")
	d.text(left-8, ground+82, 13, "end", `fill="`+faint+`"`, "bought")
	d.text(left-8, ground+104, 13, "end", `fill="`+faint+`"`, "paid, GBP")
	d.printf("<path d=\"M%.0f %.0fH%.0f\" stroke=\"%s\"/>\n</svg>\n", left-4, ground, left+step*float64(len(years)+1), ink)
	return d.Bytes()
}

// describe says the picture in words, for who does not see it.
func describe(years []year) (words string) {
	words = "At first Olu has 20 % of the house."
	for _, y := range years {
		words += fmt.Sprintf(" %d: rental %s, bought for %s, then %s %%.", y.year, y.rental.Number(), y.bought().Number(), share(y))
	}
	return words
}

// percent is Olu's part of the house: for the eye only, as no amount is a float.
func percent(y year) float64 { return 100 * float64(y.nths) / float64(y.n) }

func middle(place int) float64 { return left + step*float64(place) + barWidth/2 }

// bar draws the house at the end of a year: of 100 parts before were Olu's already.
func (d *drawing) bar(place int, y year, before float64) {
	x, scale := left+step*float64(place), (ground-top)/100
	now := percent(y)
	d.rect(x, top, (100-now)*scale, others)
	d.rect(x, ground-now*scale, (now-before)*scale, newest)
	d.rect(x, ground-before*scale, before*scale, ours)
	d.text(middle(place), ground-now*scale-7, 14, "middle", `font-weight="bold"`, fmt.Sprintf("%.1f %%", now))
}

// figures are what Olu paid in a year, below its bar.
func (d *drawing) figures(place int, y year) {
	x := middle(place)
	d.text(x, ground+25, 14, "middle", `font-weight="bold"`, fmt.Sprint(y.year))
	d.text(x, ground+60, 13, "middle", "", pennies(y.rental.Parts()))
	d.text(x, ground+82, 13, "middle", `fill="`+newest+`"`, pennies(y.bought().Parts()))
	d.text(x, ground+104, 13, "middle", `font-weight="bold"`, pennies(y.paid.Parts()))
	if y.year == idleYear {
		d.text(x, top+24, 13, "middle", "", "out of")
		d.text(x, top+41, 13, "middle", "", "work")
	}
}

// pennies shows whole pounds, a half up.
func pennies(parts int64) string {
	if parts == 0 {
		return "-"
	}
	return fmt.Sprint((parts + 50) / 100)
}

func (d *drawing) rect(x, y, tall float64, colour string) {
	if tall > 0 {
		d.printf(`<rect x="%.0f" y="%.1f" width="%.0f" height="%.1f" fill="%s"/>`+"\n", x, y, barWidth, tall, colour)
	}
}

func (d *drawing) legend(x float64, colour, words string) {
	d.printf(`<rect x="%.0f" y="96" width="14" height="14" fill="%s"/>`+"\n", x, colour)
	d.text(x+21, 108, 14, "start", "", words)
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
