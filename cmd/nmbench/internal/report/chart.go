package report

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"

	"github.com/neuralmodules/nmcore/nm"
)

// series is one line of a chart: Y[i] belongs to epoch i; NaN is a gap.
type series struct {
	Name   string
	Color  int
	Dashed bool
	Y      []float64
}

// chart is a line chart over epochs.
type chart struct {
	Title, Unit string
	Log         bool
	Series      []series
}

// charts returns the charts of all models; one without a single value is left out.
func charts(models []Model) []chart {
	all := []chart{
		{Title: "Error", Unit: "%", Log: true},
		{Title: "Loss (cross-entropy)", Log: true},
		{Title: "Largest module", Unit: " nodes"},
		{Title: "Kept edges"},
		{Title: "Share of nodes on cycles", Unit: "%"},
		{Title: "Unconverged samples in the epoch"},
	}
	for color, m := range models {
		line := func(name string, dashed bool, y func(e *nm.Epoch) float64) series {
			s := series{Name: name, Color: color, Dashed: dashed, Y: make([]float64, len(m.Epochs))}
			for i := range m.Epochs {
				s.Y[i] = y(&m.Epochs[i])
			}
			return s
		}
		add := func(c int, s ...series) { all[c].Series = append(all[c].Series, s...) }
		trained := func(v float64, e *nm.Epoch) float64 { // epoch 0 has no training batches to speak of
			if e.Epoch == 0 {
				return math.NaN()
			}
			return v
		}
		add(0, line(m.Name+", validation", false, func(e *nm.Epoch) float64 { return 100 * e.ValError }),
			line(m.Name+", training", true, func(e *nm.Epoch) float64 { return trained(100*e.Error, e) }))
		add(1, line(m.Name+", validation", false, func(e *nm.Epoch) float64 { return e.ValLoss }),
			line(m.Name+", training", true, func(e *nm.Epoch) float64 { return trained(e.Loss, e) }))
		add(2, line(m.Name, false, func(e *nm.Epoch) float64 { return float64(e.Largest) }))
		add(3, line(m.Name, false, func(e *nm.Epoch) float64 { return float64(e.Edges) }))
		add(4, line(m.Name, false, func(e *nm.Epoch) float64 { return 100 * e.Cyclic }))
		add(5, line(m.Name, false, func(e *nm.Epoch) float64 { return float64(e.Stats.Unconverged) }))
	}
	shown := all[:0]
	for _, c := range all {
		if _, top, _ := c.extent(); top > 0 {
			shown = append(shown, c)
		}
	}
	return shown
}

// extent returns the smallest positive and the largest value, and the last epoch.
func (c *chart) extent() (low, top float64, last int) {
	low = math.Inf(1)
	for _, s := range c.Series {
		for i, v := range s.Y {
			if v-v != 0 {
				continue
			}
			last = max(last, i)
			top = max(top, v)
			if v > 0 {
				low = min(low, v)
			}
		}
	}
	return low, top, last
}

// Geometry of every chart, in SVG units.
const (
	chartWidth, chartHeight = 560, 300
	plotLeft, plotRight     = 52, chartWidth - 12
	plotTop, plotBottom     = 12, chartHeight - 34
)

// axis maps values to heights.
type axis struct {
	log      bool
	low, top float64
}

func (c *chart) axis() axis {
	low, top, _ := c.extent()
	if !c.Log || !(low < top) {
		return axis{low: 0, top: top * 1.04}
	}
	return axis{log: true, low: low / 1.15, top: top * 1.15}
}

// share is where value v lies between the ends of the axis, 0 to 1; on a logarithmic axis everything below it is drawn on
// its end.
func (a axis) share(v float64) float64 {
	if a.log {
		return math.Log(max(v, a.low)/a.low) / math.Log(a.top/a.low)
	}
	return (v - a.low) / (a.top - a.low)
}

// y is the height of value v.
func (a axis) y(v float64) float64 { return plotBottom - a.share(v)*(plotBottom-plotTop) }

// ticks returns round values on the axis.
func (a axis) ticks() []float64 {
	var out []float64
	if a.log {
		steps := []float64{1, 2, 5}
		if a.top/a.low > 300 {
			steps = []float64{1}
		}
		for e := math.Floor(math.Log10(a.low)); e <= math.Log10(a.top); e++ {
			for _, s := range steps {
				if v := s * math.Pow(10, e); v >= a.low && v <= a.top {
					out = append(out, v)
				}
			}
		}
		return out
	}
	step := niceStep(a.top / 5)
	for i := 0; float64(i)*step <= a.top; i++ {
		out = append(out, float64(i)*step)
	}
	return out
}

// niceStep is the smallest of 1, 2, 5 times a power of ten that is at least v.
func niceStep(v float64) float64 {
	base := math.Pow(10, math.Floor(math.Log10(v)))
	for _, s := range []float64{1, 2, 5} {
		if s*base >= v*(1-1e-9) {
			return s * base
		}
	}
	return 10 * base
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }

// SVG draws the chart; colours come from the page's style sheet.
func (c chart) SVG() template.HTML {
	var b strings.Builder
	a := c.axis()
	_, _, last := c.extent()
	x := func(epoch int) float64 {
		return plotLeft + float64(epoch)/float64(max(last, 1))*(plotRight-plotLeft)
	}
	title := template.HTMLEscapeString(c.Title)
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" role="img" aria-label="%s by epoch">`, chartWidth, chartHeight, title)
	for _, v := range a.ticks() {
		fmt.Fprintf(&b, `<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/><text class="tick" x="%d" y="%.1f" text-anchor="end">%s</text>`,
			plotLeft, plotRight, a.y(v), a.y(v), plotLeft-6, a.y(v)+4, number(v))
	}
	step := max(int(niceStep(float64(max(last, 1))/8)), 1)
	for e := 0; e <= last; e += step {
		fmt.Fprintf(&b, `<text class="tick" x="%.1f" y="%d" text-anchor="middle">%d</text>`, x(e), plotBottom+16, e)
	}
	fmt.Fprintf(&b, `<text class="tick" x="%d" y="%d" text-anchor="end">epoch</text>`, plotRight, chartHeight-4)
	fmt.Fprintf(&b, `<line class="axis" x1="%d" x2="%d" y1="%d" y2="%d"/>`, plotLeft, plotRight, plotBottom, plotBottom)
	for _, s := range c.Series {
		dash := ""
		if s.Dashed {
			dash = " dashed"
		}
		for _, part := range runs(s.Y) {
			var points strings.Builder
			for i := part[0]; i < part[1]; i++ {
				fmt.Fprintf(&points, "%.1f,%.1f ", x(i), a.y(s.Y[i]))
			}
			if part[1]-part[0] == 1 {
				fmt.Fprintf(&b, `<circle class="dot c%d" cx="%.1f" cy="%.1f" r="3"/>`, s.Color%8, x(part[0]), a.y(s.Y[part[0]]))
				continue
			}
			fmt.Fprintf(&b, `<polyline class="line c%d%s" points="%s"/>`, s.Color%8, dash, strings.TrimSpace(points.String()))
		}
	}
	b.WriteString(`<line class="cursor" y1="` + fmt.Sprint(plotTop) + `" y2="` + fmt.Sprint(plotBottom) + `"/></svg>`)
	return template.HTML(b.String())
}

// runs returns the index ranges of consecutive finite values.
func runs(y []float64) (out [][2]int) {
	for i := 0; i < len(y); i++ {
		if y[i]-y[i] != 0 {
			continue
		}
		n := i
		for n < len(y) && y[n]-y[n] == 0 {
			n++
		}
		out = append(out, [2]int{i, n})
		i = n
	}
	return out
}

// Tips is what the page's script needs to show values under the pointer.
func (c chart) Tips() any {
	type tip struct {
		Name  string   `json:"name"`
		Color int      `json:"color"`
		Y     []string `json:"y"`
	}
	_, _, last := c.extent()
	out := struct {
		Left  int    `json:"left"`
		Right int    `json:"right"`
		Last  int    `json:"last"`
		Unit  string `json:"unit"`
		Lines []tip  `json:"lines"`
	}{plotLeft, plotRight, last, c.Unit, nil}
	for _, s := range c.Series {
		l := tip{Name: s.Name, Color: s.Color % 8, Y: make([]string, len(s.Y))}
		for i, v := range s.Y {
			if v-v == 0 {
				l.Y[i] = strconv.FormatFloat(v, 'g', 4, 64)
			}
		}
		out.Lines = append(out.Lines, l)
	}
	return out
}

// Legend is one entry a model: charts show a model's validation and training lines in one colour.
func (c chart) Legend() []series {
	var out []series
	seen := map[int]bool{}
	for _, s := range c.Series {
		if !seen[s.Color] {
			seen[s.Color] = true
			s.Name, _, _ = strings.Cut(s.Name, ",")
			s.Color %= 8
			out = append(out, s)
		}
	}
	return out
}

// Dashes reports whether the chart has training lines to explain.
func (c chart) Dashes() bool {
	for _, s := range c.Series {
		if s.Dashed {
			return true
		}
	}
	return false
}
