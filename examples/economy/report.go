package main

import (
	"bytes"
	"fmt"
	"html"
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

// report returns a page that needs nothing else: how ways of settling compare, who bears what, and one town's story.
func report(c *comparison, told way) []byte {
	p := &page{}
	p.printf("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	p.printf("<title>A town's economy</title>\n<style>\n%s\n</style>\n</head>\n<body>\n<main>\n", style)
	p.printf("<h1>The same town, six ways to settle</h1>\n")
	p.printf("<p>%d people and firms buy from each other on one to three months' credit. Now and then one of them sells less for half a year, or gets a bill from outside that must be paid in money. Whatever happens is the same for all six ways of settling what they owe; each adds something to the one before it. Drawn is the first of %s over %d months; the figures are of all of them.</p>\n",
		len(c.borne[0]), several(c.towns, "town"), c.months)
	p.ways()
	p.charts(c)
	p.printf("<h2>What to make of it</h2>\n")
	for _, f := range c.findings() {
		p.printf("<p><b>%s.</b> %s</p>\n", f.about, html.EscapeString(f.words))
	}
	p.printf("<h2>The first town&rsquo;s years, %s</h2>\n<p>Every promise lies in a ledger, every kilowatt-hour of Stock in a Capital Partnership&rsquo;s register; each line is what their entries add up to.</p>\n<pre tabindex=\"0\">%s</pre>\n",
		html.EscapeString(told.name), html.EscapeString(c.tale))
	p.printf("</main>\n</body>\n</html>\n")
	return p.Bytes()
}

// ways says what each of them is.
func (p *page) ways() {
	p.printf("<ol>\n")
	for i, w := range ways {
		p.printf("<li><b style=\"color:%s\">%s</b>: %s</li>\n", colors[i], w.name, html.EscapeString(w.adds))
	}
	p.printf("</ol>\n")
}

// charts are the pictures and their figures.
func (p *page) charts(c *comparison) {
	month := func(of func(figures) int64) [][]int64 {
		series := make([][]int64, len(ways))
		for i, past := range c.past {
			for _, f := range past {
				series[i] = append(series[i], of(f))
			}
		}
		return series
	}
	p.printf("<h2>What they owe each other</h2>\n")
	p.lines(month(func(f figures) int64 { return f.Debt }), 6, "Thousands of EUR at the end of each month, by the month. Debts grow until as much is paid or set off as is promised.")
	p.printf("<h2>What they need money for</h2>\n")
	p.lines(month(func(f figures) int64 { return f.Money }), 6, "Thousands of EUR that changed hands in the town in each month, by the month.")
	p.printf("<h2>What defaults cost each of them</h2>\n")
	p.lines(c.borne, 10, fmt.Sprintf("Thousands of EUR that each of the %d bears, from who bears least to who bears most: what is lost to it, and what it paid for the guarantee. On the mean over %s.", len(c.borne[0]), several(c.towns, "town")))
	p.kinds(c)
	p.printf("<h2>Over %s</h2>\n", several(c.towns, "town"))
	p.ranges(c)
	p.table(c)
}

// kinds says what one member of each kind bears.
func (p *page) kinds(c *comparison) {
	p.head("each bears, EUR")
	for k, kind := range kinds {
		p.printf("<tr><th scope=\"row\">%s</th>", kind.name)
		for i := range ways {
			p.printf("<td>%s</td>", c.text(measure{}, c.kinds[i][k]))
		}
		p.printf("</tr>\n")
	}
	p.printf("</tbody>\n</table>\n</div>\n")
}

// head begins a table with a column for each way.
func (p *page) head(what string) {
	p.printf("<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead><tr><th scope=\"col\">%s</th>", what)
	for _, way := range ways {
		p.printf("<th scope=\"col\">%s</th>", way.name)
	}
	p.printf("</tr></thead>\n<tbody>\n")
}

// table has each figure of each way.
func (p *page) table(c *comparison) {
	p.head("EUR")
	for k, m := range measures {
		p.printf("<tr><th scope=\"row\">%s</th>", m.name)
		for i := range ways {
			p.printf("<td>%s<small>%s</small></td>", c.text(m, c.spreads[i][k].middle), c.between(i, k, "&ndash;"))
		}
		p.printf("</tr>\n")
	}
	p.printf("</tbody>\n</table>\n</div>\n<p>")
	for _, m := range measures {
		p.printf("<b>%s</b>: %s. ", m.name, html.EscapeString(m.words))
	}
	p.printf("</p>\n")
}
