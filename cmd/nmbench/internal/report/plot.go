package report

import (
	"fmt"
	"html/template"
	"math"
	"strings"
)

// Plot is a chart of lines over a quantity, both axes logarithmic; points that are not positive and finite are left out.
type Plot struct {
	Title, X, Y string // X and Y name the axes
	Lines       []Line
}

// Line is one line of a plot. Its number among the lines of a plot is its colour.
type Line struct {
	Name string
	X, Y []float64
}

// Table is a table of text, shown as it is.
type Table struct {
	Title, Note string
	Header      []string
	Rows        [][]string
}

// logAxis is the logarithmic axis that holds all values, with some room.
func logAxis(values func(yield func(float64))) axis {
	a := axis{log: true, low: math.Inf(1)}
	values(func(v float64) {
		if v > 0 && !math.IsInf(v, 1) {
			a.low, a.top = min(a.low, v), max(a.top, v)
		}
	})
	if !(a.low <= a.top) {
		a.low, a.top = 1, 1
	}
	a.low, a.top = a.low/1.3, a.top*1.3
	return a
}

// SVG draws the plot; colours come from the page's style sheet.
func (p Plot) SVG() template.HTML {
	x := logAxis(func(yield func(float64)) {
		for _, l := range p.Lines {
			for _, v := range l.X {
				yield(v)
			}
		}
	})
	y := logAxis(func(yield func(float64)) {
		for _, l := range p.Lines {
			for _, v := range l.Y {
				yield(v)
			}
		}
	})
	var b strings.Builder
	across := func(v float64) float64 { return plotLeft + x.share(v)*(plotRight-plotLeft) }
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" role="img" aria-label="%s">`, chartWidth, chartHeight, template.HTMLEscapeString(p.Title))
	for _, v := range y.ticks() {
		fmt.Fprintf(&b, `<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/><text class="tick" x="%d" y="%.1f" text-anchor="end">%s</text>`,
			plotLeft, plotRight, y.y(v), y.y(v), plotLeft-6, y.y(v)+4, number(v))
	}
	for k, v := range x.ticks() {
		if len(x.ticks()) > 9 && k%2 == 1 {
			continue
		}
		fmt.Fprintf(&b, `<text class="tick" x="%.1f" y="%d" text-anchor="middle">%s</text>`, across(v), plotBottom+16, number(v))
	}
	fmt.Fprintf(&b, `<text class="tick" x="%d" y="%d" text-anchor="end">%s</text>`, plotRight, chartHeight-4, template.HTMLEscapeString(p.X))
	fmt.Fprintf(&b, `<line class="axis" x1="%d" x2="%d" y1="%d" y2="%d"/>`, plotLeft, plotRight, plotBottom, plotBottom)
	for color, l := range p.Lines {
		var points strings.Builder
		for i, v := range l.X {
			if v > 0 && l.Y[i] > 0 && !math.IsInf(v, 1) && !math.IsInf(l.Y[i], 1) {
				fmt.Fprintf(&points, "%.1f,%.1f ", across(v), y.y(l.Y[i]))
				fmt.Fprintf(&b, `<circle class="dot c%d" cx="%.1f" cy="%.1f" r="2.5"><title>%s: %s, %s</title></circle>`, color%8, across(v), y.y(l.Y[i]),
					template.HTMLEscapeString(l.Name), number(v), number(l.Y[i]))
			}
		}
		fmt.Fprintf(&b, `<polyline class="line c%d%s" points="%s"/>`, color%8, dashes(color), strings.TrimSpace(points.String()))
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// dashes tells the lines apart that have to share a colour.
func dashes(color int) string {
	if color >= 8 {
		return " dashed"
	}
	return ""
}

// Legend names the lines.
func (p Plot) Legend() []series {
	var out []series
	for i, l := range p.Lines {
		s := series{Name: l.Name, Color: i % 8}
		if i >= 8 {
			s.Name += " (dashed)"
		}
		out = append(out, s)
	}
	return out
}
