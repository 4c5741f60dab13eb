package replay

// Bounds are what limits every schedule of a graph.
type Bounds struct {
	Work    float64 // all of it: the time on one worker
	Path    float64 // the critical path: the time on workers without number
	Serial  float64 // between the outermost loops, where there is nothing for a second worker
	Largest float64 // the critical path of the body of which it is longest
}

// Bounds returns the bounds of the graph.
func (g *Graph) Bounds() Bounds {
	b := Bounds{Work: g.Root.total(), Path: g.Root.path(), Serial: g.Root.Last}
	for _, p := range g.Root.Parts {
		b.Serial += p.Own
		for i := range p.Loop.Bodies {
			b.Largest = max(b.Largest, p.Loop.Bodies[i].path())
		}
	}
	return b
}

// Best returns the time that no schedule of loops one after the other can beat on so many workers of speed 1: that of
// the serial time and, for each outermost loop, the larger of its critical path and its share of the work.
func (g *Graph) Best(workers int) float64 {
	t := g.Root.Last
	for _, p := range g.Root.Parts {
		t += p.Own + max(p.Loop.path(), p.Loop.total()/float64(workers))
	}
	return t
}

func (w *Work) total() float64 {
	t := w.Last
	for _, p := range w.Parts {
		t += p.Own + p.Loop.total()
	}
	return t
}

func (w *Work) path() float64 {
	t := w.Last
	for _, p := range w.Parts {
		t += p.Own + p.Loop.path()
	}
	return t
}

func (l *Loop) total() float64 {
	t := 0.0
	for i := range l.Bodies {
		t += l.Bodies[i].total()
	}
	return t
}

func (l *Loop) path() float64 {
	t := 0.0
	for i := range l.Bodies {
		t = max(t, l.Bodies[i].path())
	}
	return t
}
