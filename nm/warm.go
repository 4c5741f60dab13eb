package nm

import (
	"context"
	"math"
	"unsafe"

	"github.com/neuralmodules/nmcore/la"
)

// State remembers where training last solved the samples of a set, for their next solve to start there. Weights move little
// from one visit to the next, so most of the way is saved.
//
// A start is what a block's equations say today of everything outside the block, plus what the block itself added last time:
// n = r + s forward, where s was f(n) W, and dL/dZ = g + a c backward, where c was delta W^T and a is how much of the last loss gradient
// dL/dA is in today's. Both are extrapolated along their last change by as much as would have been right last time, which
// is nothing where training is noise and nearly all of the change where it is smooth.
//
// Samples that were never solved, or not the last time, start cold, and those that a warm start leads nowhere are solved again
// from the cold one. So a warm start saves time and decides no more than roundings, as long as the equations have one solution; where
// they have several, training follows one of them while evaluation, which always starts cold, may find another.
//
// A state belongs to one trainer and one set of samples. It holds about four numbers for each sample and node. It is not in the
// trainer's checkpoints, unless it is Fit's own: who trains by [Trainer.Step] and wants the same bits after [Resume] clears it at
// every checkpoint.
type State[T la.Float] struct {
	nodes, outputs int
	data           la.Matrix[T] // a row for each sample, see record; one that begins with NaN is of a sample to be started cold
}

// record is what a state holds of one sample.
type record[T la.Float] struct {
	s, ds []T // Nodes: forward, and its last change
	c, dc []T // Nodes: backward
	ga    []T // Outputs: dL/dA
	along []T // 2: how far to go along ds and dc
}

// recordSize is the numbers of a record.
func recordSize(c *Config) int { return 4*c.Nodes + c.Outputs + 2 }

// WarmLimit is how many bytes of warm starts [Trainer.Fit] keeps at most. It trains larger sets from cold starts.
const WarmLimit = 1 << 30

// NewState returns the state of samples that n was never trained on.
func NewState[T la.Float](n *Network[T], samples int) *State[T] {
	s := &State[T]{nodes: n.cfg.Nodes, outputs: n.cfg.Outputs, data: *la.NewMatrix[T](samples, recordSize(&n.cfg))}
	s.Clear()
	return s
}

// check panics if s cannot be the state of d.
func (s *State[T]) check(d *Data[T], c *Config) {
	if s.nodes != c.Nodes || s.outputs != c.Outputs || d.rows == nil && s.data.Rows != d.X.Rows {
		panic("nm: state of other samples or another network")
	}
}

// Clear makes every sample start cold.
func (s *State[T]) Clear() {
	for i := range s.data.Rows {
		s.forget(i)
	}
}

func (s *State[T]) forget(i int) { s.data.Row(i)[0] = T(math.NaN()) }

func (s *State[T]) has(i int) bool {
	first := s.data.Row(i)[0]
	return first == first
}

func (s *State[T]) record(i int) record[T] {
	row, m := s.data.Row(i), s.nodes
	next := func(n int) []T {
		part := row[:n:n]
		row = row[n:]
		return part
	}
	return record[T]{next(m), next(m), next(m), next(m), next(s.outputs), next(2)}
}

// affordable says whether the state of so many samples is within the limit.
func affordable[T la.Float](c *Config, samples int) bool {
	return float64(samples)*float64(recordSize(c))*float64(unsafe.Sizeof(*new(T))) <= WarmLimit
}

// warmStarts returns the state of Fit's training set: a checkpoint's, if it fits, or a new one; nil for cold starts. An acyclic
// structure has nothing to start.
func (t *Trainer[T]) warmStarts(samples int) *State[T] {
	switch c := &t.net.cfg; {
	case t.opt.ColdStart || c.Structure != Complete || !affordable[T](c, samples):
		t.warm = nil
	case t.warm == nil || t.warm.data.Rows != samples:
		t.warm = NewState(t.net, samples)
	}
	return t.warm
}

// place is where sample i of d is in its state.
func (d *Data[T]) place(i int) int {
	if d.rows == nil {
		return i
	}
	return d.rows[i]
}

// warmth is what a run in training knows of the starts of its samples.
type warmth[T la.Float] struct {
	data  *Data[T]     // of the pass
	keep  bool         // s and c are to be kept
	s, c  la.Matrix[T] // samples x Nodes: what blocks added, see State; zero for nodes outside blocks
	scale []T          // of each warm sample: how much of the last loss gradient is in today's
	begun int          // samples that began warm
	again int          // those of them that were solved again
}

// warm says whether sample i of the batch starts at its last solution.
func (r *run[T]) warm(i int) bool {
	d := r.starts.data
	return r.starts.keep && d.State != nil && d.State.has(d.place(i))
}

// last returns what is remembered of sample i.
func (r *run[T]) last(i int) record[T] { return r.starts.data.State.record(r.starts.data.place(i)) }

// startForward moves the cold starts r in w.x, of a block's samples, to the warm ones.
func (r *run[T]) startForward(w *worker[T], blk *block[T], s0, width int) {
	for i := range width {
		if r.warm(s0 + i) {
			l := r.last(s0 + i)
			r.addPart(w.x[i*blk.size:][:blk.size], blk, 1, l.along[0], l.s, l.ds)
		}
	}
}

// startAdjoint moves the cold starts g in w.x to the warm ones.
func (r *run[T]) startAdjoint(w *worker[T], blk *block[T], s0, width int) {
	for i := range width {
		if r.warm(s0 + i) {
			l, a := r.last(s0+i), r.starts.scale[s0+i]
			r.addPart(w.x[i*blk.size:][:blk.size], blk, a, a*l.along[1], l.c, l.dc)
		}
	}
}

// addPart adds a v + b dv, of the block's nodes, to x.
func (r *run[T]) addPart(x []T, blk *block[T], a, b T, v, dv []T) {
	if blk.size == len(v) { // all nodes: a block's are in ascending order
		la.Axpy(a, v, x)
		if b != 0 {
			la.Axpy(b, dv, x)
		}
		return
	}
	for j, k := range r.plan.nodes[blk.first : blk.first+blk.size] {
		x[j] += a*v[k] + b*dv[k]
	}
}

// keepForward keeps what a solved block added: w.x - w.r.
func (r *run[T]) keepForward(w *worker[T], blk *block[T], s0, width int) {
	if !r.starts.keep {
		return
	}
	nodes, k := r.plan.nodes[blk.first:blk.first+blk.size], blk.size
	for i := range width {
		to, x, out := r.starts.s.Row(s0+i), w.x[i*k:][:k], w.r[i*k:][:k]
		for j, v := range nodes {
			to[v] = x[j] - out[j]
		}
	}
}

// flat is a slope at which what arrives at a node hardly goes on from there, so that it need not be known.
const flat = 1e-3

// keepAdjoint keeps what a solved block added backwards: w.x / w.d - w.r.
func (r *run[T]) keepAdjoint(w *worker[T], blk *block[T], s0, width int) {
	if !r.starts.keep {
		return
	}
	nodes, k := r.plan.nodes[blk.first:blk.first+blk.size], blk.size
	for i := range width {
		to, x, d, out := r.starts.c.Row(s0+i), w.x[i*k:][:k], w.d[i*k:][:k], w.r[i*k:][:k]
		for j, v := range nodes {
			to[v] = x[j]/max(d[j], flat) - out[j]
		}
	}
}

// startsPay says whether warm starts save more than it costs to keep them: that grows with the nodes, what they save with the edges
// that blocks may have. With a tenth of 100 nodes on cycles, 40 epochs of 21 batches took 0.24 s with warm starts, 0.21 s
// without; with all of them 0.43 and 0.49 s (handwritten digits, float32, 2026-11-26, AMD Zen 5, 2 cores of a shared server).
func (p *plan[T]) startsPay() bool {
	edges := 0
	for i := range p.blocks {
		if k := p.blocks[i].size; k > 1 {
			edges += k * k
		}
	}
	return edges >= p.graph.Nodes
}

// train runs d forward and, from the gradients of the samples' own losses, backward; keep says that a state wants to know what
// blocks added. The error is the context's.
func (r *run[T]) train(ctx context.Context, d *Data[T], keep bool) error {
	w := &r.starts
	r.begin(ctx, d.X.Rows, true)
	w.data, w.keep = d, keep && r.plan.startsPay()
	if w.keep {
		reshape(&w.s, d.X.Rows, r.net.cfg.Nodes)
		reshape(&w.c, d.X.Rows, r.net.cfg.Nodes)
		clear(w.s.Data)
		clear(w.c.Data)
	}
	if err := r.forward(d.X); err != nil {
		return err
	}
	r.outputs(d)
	w.begun, w.again = 0, 0
	w.scale = resize(w.scale, d.X.Rows)
	for i := range w.scale {
		if r.warm(i) {
			w.begun++
			w.scale[i] = portion(r.a.Row(i), r.last(i).ga)
		}
	}
	return r.backward(r.a)
}

// portion returns how much of y is in x: the a that brings a y closest to x; 0 if there is none.
func portion[T la.Float](x, y []T) T {
	if a := la.Dot(x, y) / la.Dot(y, y); a-a == 0 {
		return a
	}
	return 0
}

// retry solves the samples again that were not solved from a warm start, cold and as a batch of their own.
func (t *Trainer[T]) retry(ctx context.Context, d *Data[T]) error {
	r := t.run
	t.again = t.again[:0]
	for i, f := range r.failed {
		if f != 0 && r.warm(i) {
			t.again = append(t.again, i)
			d.State.forget(d.place(i))
		}
	}
	if len(t.again) == 0 {
		return nil
	}
	c, batch := t.cold, t.coldBatch.gather(d, t.again)
	batch.State = nil
	c.links = 0 // what came of other samples here is nothing to these
	if err := c.train(ctx, batch, true); err != nil {
		return err
	}
	for i, to := range t.again {
		if c.failed[i] != 0 {
			continue
		}
		r.failed[to] = 0
		r.loss[to], r.wrong[to] = c.loss[i], c.wrong[i]
		for _, m := range [][2]*la.Matrix[T]{{r.z, c.z}, {r.a, c.a}, {r.d, c.d}, {r.delta, c.delta}, {&r.starts.s, &c.starts.s}, {&r.starts.c, &c.starts.c}} {
			copy(m[0].Row(to), m[1].Row(i))
		}
	}
	r.starts.again = len(t.again)
	r.picard.Add(c.picard.Load())
	r.quick.Add(c.quick.Load())
	r.newton.Add(c.newton.Load())
	r.factored.Add(c.factored.Load())
	return nil
}

// store writes the solutions of the batch to its state, if it has one.
func (r *run[T]) store() {
	d := r.starts.data
	switch {
	case r.starts.keep:
		_ = r.pool.For(nil, len(r.failed), r.storeTask) // all or nothing, like the step
	case d.State != nil:
		for i := range r.failed {
			d.State.forget(d.place(i))
		}
	}
}

// storeSample writes the solution of sample i to the state.
func (r *run[T]) storeSample(i int) {
	w := &r.starts
	l, warm := r.last(i), r.warm(i)
	if r.failed[i] != 0 {
		w.data.State.forget(w.data.place(i))
		return
	}
	l.along[0] = follow(l.s, l.ds, w.s.Row(i), 1, warm)
	l.along[1] = follow(l.c, l.dc, w.c.Row(i), w.scale[i], warm)
	copy(l.ga, r.a.Row(i))
}

// follow replaces v by now and dv by the change from a v, and returns how far along a dv the change went, from 0 to 1.
func follow[T la.Float](v, dv, now []T, a T, warm bool) (along T) {
	if !warm {
		copy(v, now)
		clear(dv)
		return 0
	}
	la.Scal(-a, v)
	la.Axpy(1, now, v) // the change
	if a != 0 {
		along = min(max(portion(v, dv)/a, 0), 1)
	}
	copy(dv, v)
	copy(v, now)
	return along
}
