package replay

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/neuralmodules/nmcore/cmd/nmbench/internal/median"
	"github.com/neuralmodules/nmcore/sched"
)

// Graph is the task graph of one computation. Times are in seconds.
type Graph struct {
	Root Work // the calling goroutine's
	Runs int  // recordings whose medians the times are, those alike
}

// Work is what one body does: by itself, then a loop, again by itself, and so on.
type Work struct {
	Parts []Part
	Last  float64 // time after the last loop
}

// Part is time of a body's own and the loop that follows.
type Part struct {
	Own  float64
	Loop *Loop
}

// Loop is one call of For or ForWorker.
type Loop struct {
	Name   string // who called it, with the line, and with what operation of package la
	Bodies []Work // those that ran

	InOrder bool // they start in the order of their indices
}

// Median returns the graph of several recordings of one computation, each time the median over them. A computation that depends on what
// happened before may not do the same every time: the recordings counted are the most that are alike in everything but times,
// of several such groups the first.
func Median(runs []sched.Recording) (*Graph, error) {
	if len(runs) == 0 {
		return nil, errors.New("replay: no recording")
	}
	runs = alike(runs)
	first := runs[0].Events
	p := parser{events: first, sites: runs[0].Sites, gaps: make([]float64, len(first))}
	times := make([]float64, len(runs))
	for e := range first {
		for i := range runs {
			before := 0.0
			if e > 0 {
				before = runs[i].Events[e-1].At.Seconds()
			}
			times[i] = runs[i].Events[e].At.Seconds() - before
		}
		p.gaps[e] = median.Of(times)
	}
	g := &Graph{Root: p.work(), Runs: len(runs)}
	if p.at != len(first) {
		return nil, fmt.Errorf("replay: a recording ends at event %d of %d", p.at, len(first))
	}
	return g, nil
}

// Beside returns the outline of a computation on real workers as a timeline, the work of its parts taken from a recording of the same
// computation, cut for as many workers. It reports whether both have the same loops.
func (g *Graph) Beside(recorded *Graph) (Timeline, bool) {
	a, b := g.Root, recorded.Root
	if len(a.Parts) != len(b.Parts) {
		return Timeline{}, false
	}
	var t Timeline
	add := func(name string, seconds, work float64) {
		t.Seconds += seconds
		t.Spans = append(t.Spans, Span{name, seconds, work})
	}
	for i, p := range a.Parts {
		q := b.Parts[i]
		if p.Loop.Name != q.Loop.Name {
			return Timeline{}, false
		}
		add("", p.Own, q.Own)
		add(p.Loop.Name, p.Loop.total(), q.Loop.total())
	}
	add("", a.Last, b.Last)
	return t, true
}

// alike returns the largest group of recordings that differ in times only.
func alike(runs []sched.Recording) []sched.Recording {
	var groups [][]sched.Recording
next:
	for _, r := range runs {
		for i, g := range groups {
			if slices.EqualFunc(r.Events, g[0].Events, func(a, b sched.Event) bool { return a.Kind == b.Kind && a.N == b.N && a.InOrder == b.InOrder }) {
				groups[i] = append(g, r)
				continue next
			}
		}
		groups = append(groups, []sched.Recording{r})
	}
	return slices.MaxFunc(groups, func(a, b []sched.Recording) int { return cmp.Compare(len(a), len(b)) })
}

// parser reads the bracketing of events; gaps[e] is the time before event e.
type parser struct {
	events []sched.Event
	gaps   []float64
	sites  [][]uintptr
	at     int
}

// work reads a body up to and including the event that ends it, except that the next body's begin is left to its loop.
func (p *parser) work() (w Work) {
	for {
		if p.at == len(p.events) {
			return w
		}
		e, gap := p.events[p.at], p.gaps[p.at]
		if e.Kind != sched.Fork {
			w.Last = gap
			if e.Kind == sched.End {
				p.at++
			}
			return w
		}
		p.at++
		w.Parts = append(w.Parts, Part{gap, p.loop(e)})
	}
}

// loop reads a loop after its fork, up to and including its join. What passes before the first body is counted as that body's; a loop
// of an outline becomes one body.
func (p *parser) loop(fork sched.Event) *Loop {
	l := &Loop{Name: name(p.sites[fork.Site]), InOrder: fork.InOrder, Bodies: make([]Work, 0, fork.N)}
	for p.at < len(p.events) {
		e, gap := p.events[p.at], p.gaps[p.at]
		p.at++
		if e.Kind != sched.Body {
			if len(l.Bodies) == 0 {
				l.Bodies = append(l.Bodies, Work{Last: gap})
			}
			break
		}
		w := p.work()
		if len(l.Bodies) == 0 {
			w.ahead(gap)
		}
		l.Bodies = append(l.Bodies, w)
	}
	return l
}

// ahead adds time before everything else.
func (w *Work) ahead(t float64) {
	if len(w.Parts) > 0 {
		w.Parts[0].Own += t
	} else {
		w.Last += t
	}
}

// name says who called a loop, such as "nm.run.forward:13 la.Gemm": the first function outside la and sched with its line, and the
// last function of package la on the way in, if there was one.
func name(stack []uintptr) string {
	operation := ""
	frames := runtime.CallersFrames(stack)
	for {
		f, more := frames.Next()
		pkg, function := split(f.Function)
		switch pkg {
		case "sched":
		case "la":
			operation = " la." + function
		default:
			return fmt.Sprintf("%s.%s:%d%s", pkg, function, f.Line, operation)
		}
		if !more {
			return "?" + operation
		}
	}
}

// split cuts "host/module/nm.(*Trainer[...]).Step" into "nm" and "Trainer.Step".
func split(function string) (pkg, plain string) {
	function = strings.NewReplacer("[...]", "", "(*", "", ")", "").Replace(function)
	pkg, plain, _ = strings.Cut(function[strings.LastIndexByte(function, '/')+1:], ".")
	return pkg, plain
}
