package la

import "github.com/neuralmodules/nmcore/sched"

// Gemm computes C = alpha*op(A)*op(B) + beta*C. (placeholder loop until the blocked one lands)
func Gemm[T Float](p *sched.Pool, tA, tB Trans, alpha T, a, b *Matrix[T], beta T, c *Matrix[T]) {
	k := a.Cols
	if tA {
		k = a.Rows
	}
	for i := range c.Rows {
		for j := range c.Cols {
			var s T
			for l := range k {
				x, y := T(0), T(0)
				if tA {
					x = a.At(l, i)
				} else {
					x = a.At(i, l)
				}
				if tB {
					y = b.At(j, l)
				} else {
					y = b.At(l, j)
				}
				s += x * y
			}
			if beta == 0 {
				c.Set(i, j, alpha*s)
			} else {
				c.Set(i, j, alpha*s+beta*c.At(i, j))
			}
		}
	}
}
