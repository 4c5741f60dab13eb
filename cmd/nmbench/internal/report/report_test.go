package report

import (
	"bytes"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/neuralmodules/nmcore/nm"
)

// example is a page with one model without and one with modules, with a name that must be escaped.
func example(t *testing.T) *Page {
	t.Helper()
	net, err := nm.New[float64](nm.Config{Inputs: 2, Nodes: 60, Outputs: 2, Threshold: 0.2, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	net.Edit(func(p nm.Params[float64]) {
		for k := range 60 {
			for j := range 60 {
				p.W.Set(k, j, 0.15*math.Abs(math.Sin(float64(k*61+j))))
				if k%5 == j%5 && k < 50 && j < 50 && k != j { // five modules of ten nodes, ten nodes alone
					p.W.Set(k, j, 0.3+0.3*math.Abs(math.Cos(float64(k+7*j))))
				}
			}
		}
	})
	epochs := make([]nm.Epoch, 31)
	for i := range epochs {
		f := float64(i)
		epochs[i] = nm.Epoch{Epoch: i, Loss: 2.3 * math.Exp(-f/6), Error: 0.9 * math.Exp(-f/4), ValLoss: 0.1 + 2.2*math.Exp(-f/5), ValError: 0.03 + 0.87*math.Exp(-f/3),
			Modules: nm.Modules{Largest: 60 - 50*i/30, Edges: 3540 - 100*i, Cyclic: 1 - f/60}}
	}
	epochs[0].Loss, epochs[0].Error = math.NaN(), math.NaN()
	return &Page{
		Title: "nmbench: digits", Subtitle: "a made-up result", Note: "interrupted after 30 epochs",
		Models: []Model{
			{Name: "NN", About: "one hidden layer", TestError: 0.0278, Seconds: 1.5, Epochs: epochs, Best: 29},
			{Name: "NMs&<NM>", About: "modules", TestError: 0.0222, Unconverged: 1, Modules: net.Modules(), Seconds: 9.25, Epochs: epochs[:20], Best: 12,
				Pictures: []Picture{Capture("before training", net), Capture("epoch 30", net)}},
		},
		Facts: []Facts{{"Settings", []Pair{{"nodes", "60"}}}, {"Machine", []Pair{{"cores", "2"}}}},
	}
}

func render(t *testing.T, p *Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPage(t *testing.T) {
	html := render(t, example(t))
	if path := os.Getenv("NMBENCH_EXAMPLE_REPORT"); path != "" { // to look at it
		if err := os.WriteFile(path, []byte(html), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{
		"interrupted after 30 epochs", "NMs&amp;&lt;NM&gt;", "2.22", "5 modules (nodes: 10 ×5)", "10 isolated nodes",
		`<title>module 5: 10 nodes</title>`, "data:image/png;base64,", "No edges between graph nodes",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if n := strings.Count(html, "<rect "); n != 10 {
		t.Errorf("%d module squares, want 5 in each of 2 pictures", n)
	}
	// Self-contained: nothing may be fetched.
	if m := regexp.MustCompile(`(?i)(src|href)="?(https?:|//|/|\.)[^"]*|@import|url\(`).FindString(html); m != "" {
		t.Errorf("the page fetches %q", m)
	}
	if strings.Contains(html, "ZgotmplZ") || strings.Contains(html, "NaN") {
		t.Error("a value was refused by the template or is not a number")
	}
}

func TestPageWithoutResults(t *testing.T) {
	if html := render(t, &Page{Title: "nothing", Note: "interrupted"}); !strings.Contains(html, "No model was finished") {
		t.Error("the page does not say that there is nothing")
	}
	nan := math.NaN()
	html := render(t, &Page{Models: []Model{{Name: "NN", TestError: nan, Epochs: []nm.Epoch{{Loss: nan, Error: nan, ValLoss: nan, ValError: nan}}}}})
	if strings.Contains(html, "<svg viewBox") {
		t.Error("a chart without values was drawn")
	}
}

// A picture of more nodes than pixels shows in each pixel the largest |w| it covers.
func TestCapturePools(t *testing.T) {
	const n = 2*maxSide + 1
	net, err := nm.New[float32](nm.Config{Inputs: 1, Nodes: n, Outputs: 2, Threshold: 10, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	net.Edit(func(p nm.Params[float32]) {
		clear(p.W.Data)
		p.W.Set(n-1, 0, -3)
	})
	p := Capture("", net)
	if p.side != maxSide || len(p.abs) != maxSide*maxSide || p.largest() != 3 {
		t.Fatalf("side %d, largest %v", p.side, p.largest())
	}
	at := -1
	for i, v := range p.abs {
		if v != 0 {
			at = i
		}
	}
	if at != (maxSide-1)*maxSide {
		t.Errorf("the edge is at pixel %d", at)
	}
	if f, err := newFigure(&Model{Pictures: []Picture{p}}, 0); err != nil || f.Empty || len(f.Frames) != 1 {
		t.Errorf("figure %+v, error %v", f, err)
	}
}

func TestPlots(t *testing.T) {
	html := render(t, &Page{Title: "solvers", Tables: []Table{{"Counts", "a note", []string{"method", "solved"}, [][]string{{"a<b", "23"}}}},
		Plots: []Plot{{"one & two", "residual", "seconds", []Line{
			{"first", []float64{1e-3, 1e-6, 1e-9}, []float64{1e-5, 2e-5, 4e-5}},
			{"with gaps", []float64{1e-3, 0, math.NaN(), 1e-4}, []float64{1e-5, 1, 1, math.Inf(1)}}}},
			{"empty", "x", "y", nil}}})
	for _, want := range []string{"Counts", "a note", "a&lt;b", "one &amp; two", "first", "seconds over residual"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if n := strings.Count(html, "<circle "); n != 4 {
		t.Errorf("%d points, want 4", n)
	}
	if strings.Contains(html, "No model") || strings.Contains(html, "NaN") || strings.Contains(html, "Inf") {
		t.Error("the page shows what is not there")
	}
}

func TestRuns(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	got := runs([]float64{nan, 1, 2, nan, 3, inf})
	if len(got) != 2 || got[0] != [2]int{1, 3} || got[1] != [2]int{4, 5} {
		t.Errorf("runs %v", got)
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []chart{
		{Series: []series{{Y: []float64{0, 3540}}}},
		{Log: true, Series: []series{{Y: []float64{0.5, 90, 0}}}},
		{Log: true, Series: []series{{Y: []float64{1e-6, 3}}}},
		{Log: true, Series: []series{{Y: []float64{2, 2}}}},
	} {
		a := c.axis()
		ticks := a.ticks()
		if len(ticks) < 2 || len(ticks) > 12 {
			t.Errorf("%v: ticks %v", c.Series, ticks)
		}
		for _, v := range append(ticks, c.Series[0].Y...) {
			if y := a.y(v); !(y >= plotTop-1e-9 && y <= plotBottom+1e-9) {
				t.Errorf("%v: value %g is drawn at %g", c.Series, v, y)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	for want, in := range map[string][]int{"": nil, "4": {4}, "9, 3 ×2, 1": {9, 3, 3, 1}} {
		if got := sizes(in); got != want {
			t.Errorf("sizes(%v) = %q, want %q", in, got, want)
		}
	}
}
