package replay

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/neuralmodules/nmcore/sched"
)

// flat is a graph of one loop over bodies of the given times.
func flat(times ...float64) *Graph {
	l := &Loop{Name: "loop"}
	for _, t := range times {
		l.Bodies = append(l.Bodies, Work{Last: t})
	}
	return &Graph{Root: Work{Parts: []Part{{0, l}}}}
}

func equal(n int, time float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = time
	}
	return out
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Abs(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestEqualBodies(t *testing.T) {
	g := flat(equal(64, 1e-3)...)
	for _, c := range []struct {
		workers int
		want    float64
	}{{1, 64e-3}, {2, 32e-3}, {3, 22e-3}, {4, 16e-3}, {7, 10e-3}, {64, 1e-3}, {100, 1e-3}} {
		for _, largest := range []bool{false, true} {
			near(t, "free schedule", g.Run(Machine{Speeds: Equal(c.workers), LargestFirst: largest}).Seconds, c.want)
		}
	}
}

func TestOrder(t *testing.T) {
	g := flat(append(equal(8, 1e-3), 8e-3)...)
	near(t, "largest first", g.Run(Machine{Speeds: Equal(2), LargestFirst: true}).Seconds, 8e-3)
	g = flat(8e-3, 2e-3, 7e-3, 1e-3)
	near(t, "by halves", g.Run(Machine{Speeds: Equal(2)}).Seconds, 10e-3)
	g.Root.Parts[0].Loop.InOrder = true
	near(t, "in order", g.Run(Machine{Speeds: Equal(2)}).Seconds, 9e-3)
	g = flat(8e-3, 8e-3, 1e-3, 1e-3) // halves: the second worker takes the short ones, then steals the second long one
	near(t, "by index", g.Run(Machine{Speeds: Equal(2)}).Seconds, 10e-3)
}

func TestSpeeds(t *testing.T) {
	g := flat(equal(3000, 1e-3)...)
	got := g.Run(Machine{Speeds: []float64{1, 0.5}}).Seconds
	if got < 2 || got > 2.003 {
		t.Errorf("3 s of work on workers of speed 1 and 1/2: %v s", got)
	}
}

func TestCosts(t *testing.T) {
	g := flat(1e-3, 1e-3)
	near(t, "steal", g.Run(Machine{Speeds: Equal(2), Costs: Costs{Steal: 2e-6, Spin: 1}}).Seconds, 1e-3+2e-6)
	near(t, "chunks", g.Run(Machine{Speeds: Equal(1), Costs: Costs{Chunk: 1e-6}}).Seconds, 2e-3+1e-6) // one chunk: nobody to share with
	g.Root.Parts[0].Own = 5e-3                                                                        // the other worker parks meanwhile
	c := Costs{Spin: 2e-4, Wake: 1.5e-4}
	near(t, "wake", g.Run(Machine{Speeds: Equal(2), Costs: c}).Seconds, 6e-3+1.5e-4)
	c.Spin = 1e-2
	near(t, "spin", g.Run(Machine{Speeds: Equal(2), Costs: c}).Seconds, 6e-3)
}

// random is a body with loops inside, down to the given depth.
func random(r *rand.Rand, depth int) Work {
	w := Work{Last: 1e-4 * r.ExpFloat64()}
	for range r.IntN(3) {
		if depth == 0 {
			break
		}
		l := &Loop{Name: "inner"}
		for range r.IntN(20) {
			l.Bodies = append(l.Bodies, random(r, depth-1))
		}
		w.Parts = append(w.Parts, Part{1e-5 * r.ExpFloat64(), l})
	}
	return w
}

// TestBounds checks random graphs against what is true of every schedule, and on one worker and without end of workers.
func TestBounds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		g := &Graph{Root: random(r, 3)}
		b := g.Bounds()
		near(t, "work on one worker", g.Run(Machine{Speeds: Equal(1)}).Seconds, b.Work)
		for _, workers := range []int{2, 3, 12, 40} {
			for _, largest := range []bool{false, true} {
				line := g.Run(Machine{Speeds: Equal(workers), LargestFirst: largest, Costs: Costs{Steal: 1e-7, Chunk: 1e-8, Spin: 1}})
				got := line.Seconds
				if got < g.Best(workers)*(1-1e-9) || got < b.Path*(1-1e-9) || got < b.Work/float64(workers)*(1-1e-9) || b.Largest > b.Path {
					t.Errorf("graph %d on %d workers: %v s beats the bounds %+v", i, workers, got, b)
				}
				if got > 1.3*b.Work {
					t.Errorf("graph %d on %d workers: %v s of %v s work", i, workers, got, b.Work)
				}
				sum, work := 0.0, 0.0
				for _, s := range line.Spans {
					sum, work = sum+s.Seconds, work+s.Work
				}
				near(t, "spans", sum, got)
				near(t, "their work", work, b.Work)
			}
		}
	}
}

// TestGreedy holds flat loops of many bodies to Graham's bound for list schedules (1969): work over workers plus the longest body. By
// halves a thief may come late to a range only while there is other work, so it holds there, too.
func TestGreedy(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		times := make([]float64, 1+r.IntN(300))
		for i := range times {
			times[i] = 2e-5 * math.Pow(r.Float64(), -1/1.5)
		}
		g := flat(times...)
		b := g.Bounds()
		for _, workers := range []int{2, 5, 12} {
			for _, largest := range []bool{false, true} {
				if got := g.Run(Machine{Speeds: Equal(workers), LargestFirst: largest}).Seconds; got > b.Work/float64(workers)+b.Largest+1e-12 {
					t.Errorf("%d bodies on %d workers: %v s, work %v, longest %v", len(times), workers, got, b.Work, b.Largest)
				}
			}
		}
	}
}

// nested runs a loop with a loop inside its second body.
func nested(p *sched.Pool, n int) {
	p.For(nil, 2, func(i int) {
		if i == 1 {
			p.ForWorker(nil, n, func(_, _ int) {})
		}
	})
}

func record(p *sched.Pool, r *sched.Recording, n int) sched.Recording {
	r.Start()
	nested(p, n)
	r.Stop()
	out := *r
	*r = sched.Recording{}
	return out
}

func TestMedian(t *testing.T) {
	var r sched.Recording
	p := sched.New(3, sched.Record(&r))
	defer p.Close()
	runs := []sched.Recording{record(p, &r, 3), record(p, &r, 3), record(p, &r, 3)}
	for i := range runs { // times of our own: event e after e*e units of 1, 2, 10 ms
		for e := range runs[i].Events {
			runs[i].Events[e].At = []time.Duration{1e6, 2e6, 1e7}[i] * time.Duration(e*e)
		}
	}
	g, err := Median(runs)
	if err != nil {
		t.Fatal(err)
	}
	root := g.Root
	if len(root.Parts) != 1 || len(root.Parts[0].Loop.Bodies) != 2 || g.Runs != 3 {
		t.Fatalf("graph %+v", g)
	}
	inner := root.Parts[0].Loop.Bodies[1].Parts[0].Loop
	if len(inner.Bodies) != 3 || !strings.HasPrefix(inner.Name, "replay.nested.func1:") {
		t.Errorf("inner loop %+v", inner)
	}
	near(t, "work", g.Bounds().Work, 2e-3*float64((len(runs[0].Events)-1)*(len(runs[0].Events)-1)))
	// Events: 0 fork, 1 body 0, 2 body 1, 3 fork, 4 to 6 bodies, 7 join, 8 join, 9 end. Body 0 lasts from event 0 to 2.
	near(t, "body 0", root.Parts[0].Loop.Bodies[0].Last, 2e-3*4)
	near(t, "own time before the inner loop", root.Parts[0].Loop.Bodies[1].Parts[0].Own, 2e-3*(9-4))
	near(t, "inner body 1", inner.Bodies[1].Last, 2e-3*(36-25))
	near(t, "after it", root.Parts[0].Loop.Bodies[1].Last, 2e-3*(64-49))
	near(t, "end", root.Last, 2e-3*(81-64))

	again, err := Median(append([]sched.Recording{record(p, &r, 4), record(p, &r, 5), record(p, &r, 4)}, runs...))
	if err != nil || again.Runs != 3 || again.Bounds() != g.Bounds() {
		t.Errorf("among unlike recordings: %v, %+v", err, again)
	}
	if _, err := Median(nil); err == nil {
		t.Error("a graph of nothing")
	}
}

// TestListSchedule holds loops in order, without overheads, to the schedule they are named after: whoever is free takes the next body.
func TestListSchedule(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for i := range 200 {
		workers := 2 + r.IntN(11)
		times := make([]float64, 1+r.IntN(8*workers)) // so few that none are taken together
		free := make([]float64, workers)
		want := 0.0
		for i := range times {
			times[i] = 1e-5 * (1 + r.Float64())
			first := slices.Index(free, slices.Min(free))
			free[first] += times[i]
			want = max(want, free[first])
		}
		g := flat(times...)
		g.Root.Parts[0].Loop.InOrder = true
		if got := g.Run(Machine{Speeds: Equal(workers)}).Seconds; math.Abs(got-want) > 1e-12 {
			t.Errorf("loop %d of %d bodies on %d workers: %v s, in order %v", i, len(times), workers, got, want)
		}
	}
}

func TestBeside(t *testing.T) {
	var r sched.Recording
	p := sched.New(2, sched.Outline(&r))
	defer p.Close()
	outline, err := Median([]sched.Recording{record(p, &r, 3)})
	if err != nil {
		t.Fatal(err)
	}
	q := sched.New(2, sched.Record(&r))
	defer q.Close()
	graph, err := Median([]sched.Recording{record(q, &r, 3)})
	if err != nil {
		t.Fatal(err)
	}
	line, ok := outline.Beside(graph)
	if !ok || len(line.Spans) != 3 || line.Spans[1].Name != graph.Root.Parts[0].Loop.Name || !(line.Spans[1].Seconds > 0) {
		t.Fatalf("%v %+v", ok, line)
	}
	near(t, "work", line.Spans[0].Work+line.Spans[1].Work+line.Spans[2].Work, graph.Bounds().Work)
	near(t, "seconds", line.Seconds, outline.Bounds().Work)
	if _, ok := outline.Beside(flat(1, 2)); ok {
		t.Error("beside another computation")
	}
	if _, ok := outline.Beside(&Graph{}); ok {
		t.Error("beside nothing")
	}
}
