package main

import (
	"fmt"
	"html"
	"math"
)

const (
	chartWidth  = 900.0
	chartHeight = 330.0
	chartLeft   = 46.0
	chartRight  = 165.0
	chartTop    = 14.0
	chartBottom = 30.0
)

// lines draws a line for each way through values in parts, the first one at 1, with a mark at every so manyth.
func (p *page) lines(series [][]int64, every int, caption string) {
	n, most, least := len(series[0]), int64(1), int64(0)
	for _, values := range series {
		for _, v := range values {
			most, least = max(most, v), min(least, v)
		}
	}
	top := ceiling(float64(most))
	bottom := -top / 4 * math.Ceil(-4*float64(least)/top) // whole steps below zero, where anything is
	x := func(k int) float64 {
		return chartLeft + (chartWidth-chartLeft-chartRight)*float64(k)/float64(max(1, n-1))
	}
	y := func(parts float64) float64 {
		return chartHeight - chartBottom - (chartHeight-chartTop-chartBottom)*(parts-bottom)/(top-bottom)
	}
	p.printf("<figure>\n<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\" font-size=\"13\" fill=\"#26303a\">\n", chartWidth, chartHeight, html.EscapeString(caption))
	for parts := bottom; parts <= top; parts += top / 4 {
		p.printf("<path d=\"M%.1f %.1fH%.1f\" stroke=\"#e3dfd5\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" fill=\"#5c6770\">%s</text>\n",
			chartLeft, y(parts), chartWidth-chartRight, chartLeft-8, y(parts)+4.5, thousands(parts))
	}
	for k := 0; k < n; k += every {
		p.printf("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"#5c6770\">%d</text>\n", x(k), chartHeight-8, k+1)
	}
	ends := make([]float64, len(series))
	for i, values := range series {
		p.printf("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2.2\" stroke-linejoin=\"round\" points=\"", colors[i])
		for k, v := range values {
			ends[i] = y(float64(v))
			p.printf("%.1f,%.1f ", x(k), ends[i])
		}
		p.printf("\"/>\n")
	}
	for i, at := range apart(ends, 16) {
		p.printf("<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\" stroke-width=\"1\" fill=\"none\"/><text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" font-weight=\"bold\">%s</text>\n",
			x(n-1)+2, ends[i], chartWidth-chartRight+16, at, colors[i], chartWidth-chartRight+20, at+4.5, colors[i], ways[i].name)
	}
	p.printf("</svg>\n<figcaption>%s</figcaption>\n</figure>\n", html.EscapeString(caption))
}

// ceiling is the next that divides well by four.
func ceiling(value float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(value)))
	for _, k := range []float64{1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8} {
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
	shown := []string{"debt", "money", "failures", "all bear", "most borne", "lost outside"}
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
	p.printf("</svg>\n<figcaption>From the least to the most of %s; the dot is the town in the middle. Each scale begins at zero and ends at the figure above it.</figcaption>\n</figure>\n", several(c.towns, "town"))
}
