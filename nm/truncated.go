package nm

import "github.com/neuralmodules/nmcore/la"

// Adjoint is how training solves the adjoint system delta = (g + delta W^T) o d of a cyclic block, g what arrives from outside the block.
// Between blocks, and so in an acyclic network, every choice is exact. All but Exact are biased: on handwritten digits (64 inputs,
// all edges between 100 nodes, 500 samples) the cosine between their gradient and the exact one is
//
//	                                  JacobianFree   1 term   2 terms   5       10
//	at the start, Spread 0.4          0.956          0.996    1.000     1.000   1.000
//	at the start, Spread 0.9          0.789          0.924    0.971     0.998   1.000
//	Spread 0.4, ten epochs of Adam    0.771          0.918    0.957     0.987   0.996
//
// V, whose gradient is exact, left out.
type Adjoint uint8

const (
	Exact Adjoint = iota
	// JacobianFree takes delta = g o d, as if the block's edges carried no gradient: S. Wu Fung, H. Heaton, Q. Li, D. McKenzie,
	// S. Osher, W. Yin, JFB: Jacobian-Free Backpropagation for Implicit Networks (AAAI 2022).
	JacobianFree
	// Neumann takes so many terms of the Neumann series after that, [TrainOptions.Terms]: Z. Geng, X.-Y. Zhang, S. Bai, Y. Wang,
	// Z. Lin, On Training Implicit Models (NeurIPS 2021), the phantom gradient without damping.
	Neumann
)

var adjointNames = [...]string{"exact", "jacobian-free", "neumann"}

func (a Adjoint) String() string { return name(adjointNames[:], int(a)) }

// series is the number of terms that stand for a block's adjoint solution; 0: all, it is solved.
func (o *TrainOptions) series() int {
	switch o.Adjoint {
	case JacobianFree:
		return 1
	case Neumann:
		return 1 + o.Terms
	}
	return 0
}

// truncate sums the first r.series terms of delta in w.x, with g in w.r and the slopes in w.d.
func (r *run[T]) truncate(w *worker[T], blk *block[T], width int) {
	products := width * (r.series - 1)
	r.count(blk, true, SolveStats{Samples: width, Picard: products})
	if blk.sparse {
		g, d := samples(w.r, width, blk.size), samples(w.d, width, blk.size)
		w.sparse.truncate(&r.plan.back.parts[blk.cycle], &g, &d, &w.start, r.series-1)
		return
	}
	w.z = resize(w.z, len(w.x))
	next, back := samples(w.z, width, blk.size), &r.past[blk.cycle].back
	la.Mul(w.x, w.r, w.d)
	for range r.series - 1 {
		copy(w.z, w.r)
		la.GemmPacked(r.pool, la.NoTrans, 1, &w.start, back, 1, &next)
		la.Mul(w.x, w.z, w.d)
	}
}

// truncate adds so many terms to the first one, for m = W.
func (s *sparseSweeper[T]) truncate(m *la.CSR[T], g, d, x *la.Matrix[T], terms int) {
	for _, t := range [...]struct{ dst, src *la.Matrix[T] }{{&s.base, g}, {&s.slopes, d}} {
		reshape(t.dst, g.Cols, g.Rows)
		la.TransposeTo(t.dst, t.src)
	}
	reshape(&s.z, g.Cols, g.Rows)
	reshape(&s.next, g.Cols, g.Rows)
	la.Mul(s.z.Data, s.base.Data, s.slopes.Data)
	for range terms {
		la.Copy(&s.next, &s.base)
		m.AddRows(1, 0, m.Rows(), &s.z, &s.next)
		la.Mul(s.z.Data, s.next.Data, s.slopes.Data)
	}
	la.TransposeTo(x, &s.z)
}
