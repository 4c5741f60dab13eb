package nm

import (
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// slopeCentre is the middle of the slopes of f.
func slopeCentre[T la.Float](f Activation) T {
	if f == Sigmoid {
		return 0.125
	}
	return 0.5
}

// inner is what the inner sweeps of a block multiply by: W, or S with its c; nothing, if none was made.
type inner[T la.Float] struct {
	c       T // 0: W
	has     bool
	m, back factor[T] // S or W; transposed, in training
	lu      la.LU[T]
	s       la.Matrix[T]
}

// make makes what pays of a block's weights w; c, if it is not 0, asks for S.
func (v *inner[T]) make(pool *sched.Pool, w *la.Matrix[T], c T, training bool) {
	v.c, v.has = 0, true
	if c != 0 && v.shift(pool, w, c) {
		v.c, w = c, &v.s
	} else if v.has = innerPays[T](w.Rows); !v.has {
		return
	}
	v.m.pack(pool, la.NoTrans, w)
	if training {
		v.back.pack(pool, la.Transpose, w)
	}
}

// shift makes S = W (I - c W)^-1 = ((I - c W)^-1 - I) / c and says whether it could.
func (v *inner[T]) shift(pool *sched.Pool, w *la.Matrix[T], c T) bool {
	s := &v.s
	reshape(s, w.Rows, w.Rows)
	for i := range w.Rows {
		row := s.Row(i)
		clear(row)
		la.Axpy(-c, w.Row(i), row)
		row[i]++
	}
	if v.lu.Factorize(pool, s) != nil {
		return false
	}
	_ = v.lu.InverseTo(pool, s) // regular: Factorize has said so
	for i := range w.Rows {
		row := s.Row(i)
		row[i]--
		la.Scal(1/c, row)
	}
	return true
}

// innerOf is what the inner sweeps of a block multiply by in this pass.
func (r *run[T]) innerOf(blk *block[T]) *inner[T] {
	if r.keep {
		return &r.past[blk.cycle].inner
	}
	return &r.plan.inner[blk.cycle]
}

// follows gives eq, of a block, its inner sweeps.
func (r *run[T]) follows(eq *equation[T], blk *block[T]) {
	v := r.innerOf(blk)
	eq.inner, eq.c = nil, v.c
	switch {
	case !v.has:
	case eq.slopes == nil:
		eq.inner = &v.m
	default:
		eq.inner = &v.back
	}
}

// prepare makes what the sweeps of b need in evaluation. It is called under the network's lock, without the pool: see [plan.build].
func (p *plan[T]) prepare(c *Config, b *block[T]) {
	if p.prepared[b.cycle] || b.sparse {
		return
	}
	p.prepared[b.cycle] = true
	var centre T
	if b.size <= shiftNodes {
		centre = slopeCentre[T](c.Activation)
	}
	p.inner[b.cycle].make(nil, &b.w, centre, false)
}
