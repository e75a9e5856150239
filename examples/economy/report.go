package main

import (
	"bytes"
	"fmt"
	"html"
	"math"
)

// colors are those of Okabe and Ito, which people who see fewer colours can tell apart as well.
var colors = []string{"#7a7a7a", "#56b4e9", "#0072b2", "#009e73", "#d55e00", "#b8860b"}

// A page is HTML in the making.
type page struct{ bytes.Buffer }

func (p *page) printf(format string, args ...any) { fmt.Fprintf(p, format, args...) }

const style = `body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:60rem;font:17px/1.55 Georgia,serif;color:#26303a;background:#fdfcf9}
h1,h2,figcaption,table,svg text{font-family:Helvetica,Arial,sans-serif}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem}h2{font-size:1.25rem;margin:2.5rem 0 .5rem}
figure{margin:1.5rem 0}figcaption{font-size:.9rem;color:#5c6770;margin-top:.4rem}
svg{width:100%;height:auto;display:block}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem;width:100%}
th,td{padding:.35rem .6rem;text-align:right;border-bottom:1px solid #e3dfd5;white-space:nowrap}
th:first-child,td:first-child{text-align:left}td small{color:#5c6770;display:block}
pre{background:#f4f1e9;padding:1rem;white-space:pre-wrap;font-size:.82rem;line-height:1.45}`

// report returns a page that needs nothing else: how ways of settling compare, and one town's story.
func report(c *comparison, story string) []byte {
	p := &page{}
	p.printf("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	p.printf("<title>A town's economy</title>\n<style>\n%s\n</style>\n</head>\n<body>\n<main>\n", style)
	p.printf("<h1>The same town, six ways to settle</h1>\n")
	p.printf("<p>%d people and firms buy from each other on one to three months' credit. Now and then one of them sells less for half a year, or gets a bill from outside that must be paid in money. Whatever happens is the same for all six ways of settling what they owe; only that differs. Drawn is the first of %d towns over %d months; the figures are of all of them.</p>\n",
		len(c.first[0].parties), c.towns, c.months)
	p.printf("<h2>What they owe each other</h2>\n")
	p.lines(c, "Thousands of EUR at the end of each month. Debts grow until as much is paid or set off as is promised.", func(f figures) int64 { return f.Debt })
	p.printf("<h2>What they need money for</h2>\n")
	p.lines(c, "Thousands of EUR that changed hands in the town in each month.", func(f figures) int64 { return f.Money })
	p.printf("<h2>Over %d towns</h2>\n", c.towns)
	p.ranges(c)
	p.table(c)
	p.printf("<h2>What to make of it</h2>\n")
	for _, f := range c.findings() {
		p.printf("<p><b>%s.</b> %s</p>\n", f.about, html.EscapeString(f.words))
	}
	p.printf("<h2>The first town's first year, by its protocols</h2>\n<p>Every promise here lies in a Guarantee Society's ledger, every kilowatt-hour of Stock in a Capital Partnership; each line is what their entries add up to.</p>\n<pre tabindex=\"0\">%s</pre>\n", html.EscapeString(story))
	p.printf("</main>\n</body>\n</html>\n")
	return p.Bytes()
}

const (
	chartWidth  = 900.0
	chartHeight = 330.0
	chartLeft   = 46.0
	chartRight  = 165.0
	chartTop    = 14.0
	chartBottom = 30.0
)

// lines draws a figure of the first town month by month, a line for each way.
func (p *page) lines(c *comparison, caption string, of func(figures) int64) {
	most := int64(1)
	for _, e := range c.first {
		for _, f := range e.past {
			most = max(most, of(f))
		}
	}
	top := ceiling(float64(most))
	x := func(month int) float64 {
		return chartLeft + (chartWidth-chartLeft-chartRight)*float64(month)/float64(max(1, c.months-1))
	}
	y := func(parts float64) float64 {
		return chartHeight - chartBottom - (chartHeight-chartTop-chartBottom)*parts/top
	}
	p.printf("<figure>\n<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\" font-size=\"13\" fill=\"#26303a\">\n", chartWidth, chartHeight, html.EscapeString(caption))
	for k := range 5 {
		parts := top * float64(k) / 4
		p.printf("<path d=\"M%.1f %.1fH%.1f\" stroke=\"#e3dfd5\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" fill=\"#5c6770\">%s</text>\n",
			chartLeft, y(parts), chartWidth-chartRight, chartLeft-8, y(parts)+4.5, thousands(parts))
	}
	for month := 0; month < c.months; month += 6 {
		p.printf("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"#5c6770\">%d</text>\n", x(month), chartHeight-8, month+1)
	}
	ends := make([]float64, len(c.first))
	for i, e := range c.first {
		p.printf("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2.2\" stroke-linejoin=\"round\" points=\"", colors[i])
		for m, f := range e.past {
			ends[i] = y(float64(of(f)))
			p.printf("%.1f,%.1f ", x(m), ends[i])
		}
		p.printf("\"/>\n")
	}
	for i, at := range apart(ends, 16) {
		p.printf("<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\" stroke-width=\"1\" fill=\"none\"/><text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" font-weight=\"bold\">%s</text>\n",
			x(c.months-1)+2, ends[i], chartWidth-chartRight+16, at, colors[i], chartWidth-chartRight+20, at+4.5, colors[i], ways[i].name)
	}
	p.printf("</svg>\n<figcaption>%s The month below.</figcaption>\n</figure>\n", html.EscapeString(caption))
}

// ceiling is the next of 1, 2, 4, 8 times a power of ten, in parts.
func ceiling(value float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(value)))
	for _, k := range []float64{1, 2, 4, 8} {
		if value <= k*power {
			return k * power
		}
	}
	return 10 * power
}

func thousands(parts float64) string { return fmt.Sprintf("%g", parts/100_000) }

// apart moves places that are too close for their labels down or up, and keeps their order.
func apart(places []float64, least float64) []float64 {
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	for i := range order { // few of them: sorted by insertion
		for k := i; k > 0 && places[order[k]] < places[order[k-1]]; k-- {
			order[k], order[k-1] = order[k-1], order[k]
		}
	}
	moved := append([]float64(nil), places...)
	for range 100 {
		for k := 1; k < len(order); k++ {
			above, below := order[k-1], order[k]
			if gap := moved[below] - moved[above]; gap < least {
				moved[above] -= (least - gap) / 2
				moved[below] += (least - gap) / 2
			}
		}
	}
	return moved
}

// ranges draws each figure over all towns: a line from the least to the most, and a dot for the town in the middle.
func (p *page) ranges(c *comparison) {
	shown := []string{"debt", "money", "failures", "lost", "most lost", "lost outside"}
	const width, row, columns = 300.0, 22.0, 3
	height := 44 + row*float64(len(ways))
	p.printf("<figure>\n<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"How each way comes out over all towns\" font-size=\"12\" fill=\"#26303a\">\n", width*columns, height*2)
	for n, name := range shown {
		k := c.measure(name)
		m := measures[k]
		left, top := width*float64(n%columns), height*float64(n/columns)
		most := int64(1)
		for i := range ways {
			most = max(most, c.spreads[i][k].most)
		}
		x := func(value int64) float64 { return left + 122 + 150*float64(value)/float64(most) }
		p.printf("<text x=\"%.1f\" y=\"%.1f\" font-weight=\"bold\">%s</text><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" fill=\"#5c6770\">%s</text>\n",
			left+4, top+16, m.name, x(most), top+16, c.text(m, most))
		for i, way := range ways {
			s, y := c.spreads[i][k], top+36+row*float64(i)
			p.printf("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text><path d=\"M%.1f %.1fH%.1f\" stroke=\"#e3dfd5\"/><path d=\"M%.1f %.1fH%.1f\" stroke=\"%s\" stroke-width=\"4\" stroke-linecap=\"round\" opacity=\".45\"/><circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\"/>\n",
				left+114, y+4, way.name, x(0), y, x(most), x(s.least), y, x(s.most), colors[i], x(s.middle), y, colors[i])
		}
	}
	p.printf("</svg>\n<figcaption>From the least to the most of %d towns; the dot is the town in the middle. Each scale begins at zero and ends at the figure above it.</figcaption>\n</figure>\n", c.towns)
}

func (p *page) table(c *comparison) {
	p.printf("<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead><tr><th scope=\"col\">EUR</th>")
	for _, way := range ways {
		p.printf("<th scope=\"col\">%s</th>", way.name)
	}
	p.printf("</tr></thead>\n<tbody>\n")
	for k, m := range measures {
		p.printf("<tr><th scope=\"row\">%s</th>", m.name)
		for i := range ways {
			s := c.spreads[i][k]
			p.printf("<td>%s<small>%s&ndash;%s</small></td>", c.text(m, s.middle), c.text(m, s.least), c.text(m, s.most))
		}
		p.printf("</tr>\n")
	}
	p.printf("</tbody>\n</table>\n</div>\n<p>")
	for _, m := range measures {
		p.printf("<b>%s</b>: %s. ", m.name, html.EscapeString(m.words))
	}
	p.printf("</p>\n")
}
