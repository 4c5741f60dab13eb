package nm

import (
	"context"

	"github.com/neuralmodules/nmcore/la"
)

// warmth is what a run in training knows of the starts of its samples.
type warmth[T la.Float] struct {
	data  *Data[T]     // of the pass
	on    bool         // known samples begin warm
	keep  bool         // s and c are to be kept
	s, c  la.Matrix[T] // samples x Nodes: what blocks added, see State; zero for nodes outside blocks
	scale []T          // of each known sample: how much of the last loss gradient is in today's

	begun, again, strayed int // as in Stats
}

// begin says that the next pass is over d and how it treats starts; it must follow [run.begin].
func (w *warmth[T]) begin(d *Data[T], nodes int, on, keep bool) {
	w.data, w.on, w.keep = d, on, keep
	w.begun, w.again, w.strayed = 0, 0, 0
	if keep {
		for _, m := range []*la.Matrix[T]{&w.s, &w.c} {
			reshape(m, d.X.Rows, nodes)
			clear(m.Data)
		}
	}
}

// known says whether the last solution of sample i of the batch is known, warm whether the sample begins there.
func (r *run[T]) known(i int) bool {
	d := r.starts.data
	return d != nil && d.State != nil && d.State.has(d.place(i))
}

func (r *run[T]) warm(i int) bool { return r.starts.on && r.known(i) }

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

// payAbove: warm starts pay for blocks of more nodes than that. What they cost grows with the nodes, what they save with the edges
// that blocks may have. 40 epochs on handwritten digits took, with and without them, 0.079 and 0.073 s for a block of 8 nodes,
// 0.115 and 0.154 s for 16, 0.18 and 0.27 s for 24, 0.35 and 0.40 s for 100; 0.24 and 0.21 s for 100 nodes of which a tenth lay on
// cycles (float32, 2026-11-26, AMD Zen 5, 2 cores of a shared server).
const payAbove = 12

// startsPay says whether warm starts save more than it costs to keep them.
func (p *plan[T]) startsPay() bool {
	edges := 0
	for i := range p.blocks {
		if k := p.blocks[i].size; k > 1 {
			edges += k * k
		}
	}
	return edges > payAbove*p.graph.Nodes
}

// train runs d forward and, from the gradients of the samples' own losses, backward. With on, known samples begin warm; with keep
// a state wants to know what blocks added. The error is the context's.
func (r *run[T]) train(ctx context.Context, d *Data[T], on, keep bool) error {
	w := &r.starts
	r.begin(ctx, d.X.Rows, true)
	pays := keep && r.plan.startsPay()
	w.begin(d, r.net.cfg.Nodes, on && pays, pays)
	if err := r.forward(d.X); err != nil {
		return err
	}
	r.outputs(d)
	if w.keep {
		w.scale = resize(w.scale, d.X.Rows)
		for i := range w.scale {
			if r.known(i) {
				w.scale[i] = portion(r.a.Row(i), r.last(i).ga)
			}
			if r.warm(i) {
				w.begun++
			}
		}
	}
	return r.backward(r.a)
}

// retry solves the samples again that were not solved from a warm start, cold and as a batch of their own.
func (t *Trainer[T]) retry(ctx context.Context, d *Data[T]) error {
	r := t.run
	t.again = t.again[:0]
	for i, f := range r.failed {
		if f != 0 && r.warm(i) {
			t.again = append(t.again, i)
		}
	}
	if len(t.again) == 0 {
		return nil
	}
	c, batch := t.cold, t.coldBatch.gather(d, t.again)
	batch.State = nil
	c.forget() // what came of other samples here is nothing to these
	if err := c.train(ctx, batch, false, true); err != nil {
		return err
	}
	for i, to := range t.again {
		d.State.forget(d.place(to))
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
	r.besides.add(c.spent())
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
	l, known := r.last(i), r.known(i)
	if r.failed[i] != 0 {
		w.data.State.forget(w.data.place(i))
		return
	}
	l.along[0] = follow(l.s, l.ds, w.s.Row(i), 1, known)
	l.along[1] = follow(l.c, l.dc, w.c.Row(i), w.scale[i], known)
	copy(l.ga, r.a.Row(i))
}
