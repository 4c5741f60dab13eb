package nm

import (
	"context"

	"github.com/neuralmodules/nmcore/la"
)

// watch sees to it that training learns of the solutions that evaluation finds. Every checkEvery-th step with a state begins
// cold, and its samples are solved forward from their warm starts besides. A sample that these lead to another solution has strayed: its
// equations have had several solutions for some steps. It is forgotten and so starts cold the next time; where more than one in
// straysMost strayed, so do all samples from then on.
//
// On handwritten digits with 100 and 300 nodes no sample strayed in 30 epochs; with 30 nodes and all edges, whose weights grow large, 12
// of the 54,000 solves did, all in the last third. Four samples and 8 nodes that learn the exclusive or of two inputs nearly all
// stray, and without the watch what they learn is no use in evaluation.
type watch struct {
	Steps int  // since the last check
	Off   bool // too many strayed: no warm starts any more
}

const (
	// A check costs the difference between a cold step and a warm one and a warm forward pass, together some two thirds of a step.
	checkEvery = 16
	straysMost = 50
)

// next says whether the next step begins warm, and whether it is a check.
func (w *watch) next() (warm, check bool) {
	if w.Off {
		return false, false
	}
	if w.Steps++; w.Steps < checkEvery {
		return true, false
	}
	w.Steps = 0
	return false, true
}

// apart is the least difference between two solutions of a sample, relative to the largest node value or 1. Roundings and tolerance
// left differences below 1e-3 where solutions were the same, other solutions were at least 0.9 away (the digits above).
func apart[T la.Float](c *Config) T { return max(1e-2, 100*tolerance[T](c)) }

// check solves d, which the trainer's run has just solved cold, forward from its warm starts, and forgets all of these if some lead
// to other solutions.
func (t *Trainer[T]) check(ctx context.Context, d *Data[T]) error {
	r, c := t.run, t.cold
	if !r.starts.keep {
		return nil
	}
	c.forget()
	c.begin(ctx, d.X.Rows, true)
	c.starts.begin(d, 0, true, false)
	if err := c.forward(d.X); err != nil {
		return err
	}
	compared, strayed := 0, 0
	for i, f := range r.failed {
		if f != 0 || c.failed[i] != 0 || !c.warm(i) {
			continue
		}
		compared++
		n := r.n.Row(i)
		if la.MaxAbsDiff(n, c.n.Row(i)) > apart[T](&t.net.cfg)*max(1, abs(n[la.Iamax(n)])) {
			strayed++
			d.State.forget(d.place(i))
		}
	}
	d.State.watch.Off = strayed*straysMost > compared
	r.starts.strayed = strayed
	r.besides.add(c.spent())
	return nil
}
