package nm

import (
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/sched"
)

// sides is what the sweeps of a cyclic block multiply by, beside its weights W: their transpose, and factors for the inner sweeps. A
// member is made when it is first needed after the weights have changed.
type sides[T la.Float] struct {
	hasBack, hasW, hasWBack, triedS, hasS, hasSBack bool

	back     la.PackedMatrix[T] // W^T
	w, wBack factor[T]          // W, W^T
	s, sBack factor[T]          // S, S^T
	lu       la.LU[T]
	inverse  la.Matrix[T]
}

// changed says that the weights are others.
func (v *sides[T]) changed() {

	v.hasBack, v.hasW, v.hasWBack = false, false, false
	v.triedS, v.hasS, v.hasSBack = false, false, false

}

// slopeCentre is the middle of the slopes of f.
func slopeCentre[T la.Float](f Activation) T {
	if f == Sigmoid {
		return 0.125
	}
	return 0.5
}

// prepare makes what the sweeps of b need forward. It is called under the network's lock without a pool: see [plan.build].
func (p *plan[T]) prepare(c *Config, pool *sched.Pool, b *block[T], shifted bool) {
	v := &p.sides[b.cycle]
	if shifted && !v.triedS {
		v.triedS = true
		v.hasS = v.shift(pool, &b.w, slopeCentre[T](c.Activation))
	}
	if !(shifted && v.hasS) && !v.hasW && innerPays[T](b.size) {
		v.w.pack(pool, la.NoTrans, &b.w)
		v.hasW = true
	}
}

// prepareTraining makes what block i needs in this training pass.
func (r *run[T]) prepareTraining(i int) {
	c, p, b := &r.net.cfg, r.plan, &r.plan.blocks[i]
	if b.size == 1 {
		return
	}
	v := &p.sides[b.cycle]
	if !v.hasBack {
		v.back.Pack(r.pool, la.Transpose, &b.w)
		v.hasBack = true
	}
	r.past[b.cycle].begin()
	if !r.sweeps(b) {
		return
	}
	shifted := r.shifts(b.size)
	p.prepare(c, r.pool, b, shifted)
	switch {
	case shifted && v.hasS:
		if !v.hasSBack {
			v.sBack.pack(r.pool, la.Transpose, &v.inverse)
			v.hasSBack = true
		}
	case v.hasW && !v.hasWBack:
		v.wBack.pack(r.pool, la.Transpose, &b.w)
		v.hasWBack = true
	}
}

// shift makes S = W (I - c W)^-1 = ((I - c W)^-1 - I) / c and says whether it could.
func (v *sides[T]) shift(pool *sched.Pool, w *la.Matrix[T], c T) bool {
	s := &v.inverse
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
	v.s.pack(pool, la.NoTrans, s)
	return true
}

// inner returns the factor of the inner sweeps of a block in this pass, and its c; nil if it has none.
func (r *run[T]) inner(blk *block[T], backward bool) (*factor[T], T) {
	v := &r.plan.sides[blk.cycle]
	switch {
	case v.hasS && r.shifts(blk.size):
		c := slopeCentre[T](r.net.cfg.Activation)
		if backward {
			return &v.sBack, c
		}
		return &v.s, c
	case backward && v.hasWBack:
		return &v.wBack, 0
	case !backward && v.hasW:
		return &v.w, 0
	}
	return nil, 0
}
