// Package report writes one self-contained HTML page about a run: no network, no other file, works from a file:// address.
package report

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"math"
	"strings"

	"github.com/neuralmodules/nmcore/nm"
)

// Page is everything the report shows.
type Page struct {
	Title      string
	Subtitle   string
	Note       string // shown above everything, such as that the run was interrupted
	Models     []Model
	Tables     []Table // shown after the models
	Plots      []Plot  // shown after the tables
	PlotsTitle string  // above them
	Facts      []Facts // blocks of names and values: data, settings, machine
}

// Facts is a titled list of names and values.
type Facts struct {
	Title string
	Pairs []Pair
}

// Pair is one name and its value.
type Pair struct{ Name, Value string }

// Model is one trained network.
type Model struct {
	Name, About string
	TestError   float64        // share of the test rows misclassified; NaN: not measured
	TestRows    int            // number of test rows
	Unconverged int            // test rows the solver left unconverged
	Modules     nm.Modules     // of the network that was tested
	Conditions  *nm.Conditions // likewise, at some training rows; nil: not measured
	Seconds     float64        // training time
	Epochs      []nm.Epoch     // as trained; Epochs[0] is the state before training
	Best        int            // the epoch whose weights were tested
	Pictures    []Picture      // the adjacency matrix over time
}

//go:embed page.html
var pageHTML string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"percent": percent,
	"share":   func(v float64) string { return fmt.Sprintf("%.0f", 100*v) },
	"seconds": func(v float64) string { return fmt.Sprintf("%.1f", v) },
	"json":    toJSON,
	"trim":    strings.TrimSpace,
	"add":     func(a, b int) int { return a + b },
	"sizes":   sizes,
	"count":   count,
	"width":   func(part, whole int) string { return fmt.Sprintf("%.3f%%", 100*float64(part)/float64(max(whole, 1))) },
}).Parse(pageHTML))

// Write writes the page as HTML.
func Write(w io.Writer, p *Page) error {
	best := math.Inf(1)
	for _, m := range p.Models {
		best = min(best, orInf(m.TestError))
	}
	v := view{p, charts(p.Models), nil, best}
	for i := range p.Models {
		f, err := newFigure(&p.Models[i], i)
		if err != nil {
			return err
		}
		v.Figures = append(v.Figures, f)
	}
	return page.Execute(w, v)
}

// view is what the template sees.
type view struct {
	*Page
	Charts  []chart
	Figures []figure
	Best    float64 // lowest test error
}

// Colors numbers the colours of the style sheet.
func (view) Colors() []int { return []int{0, 1, 2, 3, 4, 5, 6, 7} }

// Shade colours neighbouring modules differently.
func (view) Shade(k int) string { return fmt.Sprintf("fill%d", []int{1, 6}[k%2]) }

// Trained is the number of epochs trained.
func (m Model) Trained() int { return max(len(m.Epochs)-1, 0) }

// UnconvergedTraining counts the training samples whose equations were not solved, over all epochs.
func (m Model) UnconvergedTraining() int {
	n := 0
	for _, e := range m.Epochs {
		n += e.Stats.Unconverged
	}
	return n
}

func orInf(v float64) float64 {
	if math.IsNaN(v) {
		return math.Inf(1)
	}
	return v
}

// percent writes a share as a percentage with two decimals.
func percent(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.2f", 100*v)
}

// count writes a number of things: "1 module", "2 modules".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// sizes lists module sizes, equal ones together: "25, 24 ×2, 3".
func sizes(s []int) string {
	out := ""
	const most = 24 // groups
	for i, groups := 0, 0; i < len(s); groups++ {
		n := i
		for n < len(s) && s[n] == s[i] {
			n++
		}
		if groups == most {
			return out + ", ..."
		}
		if out != "" {
			out += ", "
		}
		out += fmt.Sprint(s[i])
		if n-i > 1 {
			out += fmt.Sprintf(" ×%d", n-i)
		}
		i = n
	}
	return out
}

func toJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}
