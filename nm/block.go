package nm

import (
	"github.com/neuralmodules/nmcore/la"
	"github.com/neuralmodules/nmcore/nonlinear"
	"github.com/neuralmodules/nmcore/sched"
)

var (
	_ nonlinear.Jacobians[float64] = (*forwardBlock[float64])(nil)
	_ nonlinear.Jacobians[float64] = (*adjointBlock[float64])(nil)
	_ nonlinear.Products[float64]  = (*forwardBlock[float64])(nil)
	_ nonlinear.Products[float64]  = (*adjointBlock[float64])(nil)
)

// forwardBlock is the system of one cyclic block for a chunk of samples: x = r + f(x) W, rows are samples.
type forwardBlock[T la.Float] struct {
	f    Activation
	pool *sched.Pool
	w    *la.Matrix[T] // size x size
	r    la.Matrix[T]  // samples x size: everything that does not depend on the block
	tol  T
	z    []T          // scratch, samples*size
	back la.Matrix[T] // scratch: W^T once a Jacobian was asked for
	made bool
}

func (b *forwardBlock[T]) Size() int { return b.w.Rows }

func (b *forwardBlock[T]) Map(g, x *la.Matrix[T], rows []int) {
	z := samples(b.z, len(rows), b.w.Rows)
	applyRows(b.f, 0, &z, x)
	copyRows(g, &b.r, rows)
	la.Gemm(b.pool, la.NoTrans, la.NoTrans, 1, &z, b.w, 1, g)
}

// Jacobian writes I - W^T diag f'(x).
func (b *forwardBlock[T]) Jacobian(jac *la.Matrix[T], x []T, _ int) {
	if !b.made {
		reshape(&b.back, len(x), len(x))
		for i := range x {
			for j, v := range b.w.Row(i) {
				b.back.Data[j*len(x)+i] = v
			}
		}
		b.made = true
	}
	d := b.z[:len(x)]
	apply(b.f, d, x)
	slope(b.f, d, d)
	la.Scal(-1, d)
	for i := range x {
		row := jac.Row(i)
		la.Mul(row, b.back.Row(i), d)
		row[i]++
	}
}

// Jacobians writes those of the rows of x.
func (b *forwardBlock[T]) Jacobians(jac *la.Batch[T], x, _ *la.Matrix[T], rows []int) {
	for i, row := range rows {
		item := jac.Item(i)
		b.Jacobian(&item, x.Row(i), row)
	}
}

// Products writes v - (v o f'(x)) W.
func (b *forwardBlock[T]) Products(jv, v, x *la.Matrix[T], rows []int) {
	z := samples(b.z, len(rows), b.w.Rows)
	applyRows(b.f, 0, &z, x)
	slope(b.f, z.Data, z.Data)
	for i := range rows {
		la.Mul(z.Row(i), z.Row(i), v.Row(i))
		copy(jv.Row(i), v.Row(i))
	}
	la.Gemm(b.pool, la.NoTrans, la.NoTrans, -1, &z, b.w, 1, jv)
}

func (b *forwardBlock[T]) Tolerance(_ int, norm T) T { return b.tol * max(1, norm) }

// adjointBlock is the linear system of the same block backwards: y = (g + y W^T) o d, rows are samples.
type adjointBlock[T la.Float] struct {
	pool *sched.Pool
	w    *la.Matrix[T]
	back *la.PackedMatrix[T] // W^T
	g, d la.Matrix[T]        // samples x size: what arrives from outside the block; slopes at the solution
	tol  []T                 // for each sample, relative to its right side d o g: the system is linear
}

func (b *adjointBlock[T]) Size() int { return b.w.Rows }

func (b *adjointBlock[T]) Map(out, y *la.Matrix[T], rows []int) {
	copyRows(out, &b.g, rows)
	la.GemmPacked(b.pool, la.NoTrans, 1, y, b.back, 1, out)
	for i, row := range rows {
		la.Mul(out.Row(i), out.Row(i), b.d.Row(row))
	}
}

// Jacobian writes I - diag(d) W, the transpose of the forward block's.
func (b *adjointBlock[T]) Jacobian(jac *la.Matrix[T], _ []T, sample int) {
	for i, d := range b.d.Row(sample) {
		row := jac.Row(i)
		copy(row, b.w.Row(i))
		la.Scal(-d, row)
		row[i]++
	}
}

// Jacobians writes those of the samples in rows.
func (b *adjointBlock[T]) Jacobians(jac *la.Batch[T], _, _ *la.Matrix[T], rows []int) {
	for i, row := range rows {
		item := jac.Item(i)
		b.Jacobian(&item, nil, row)
	}
}

// Products writes v - (v W^T) o d.
func (b *adjointBlock[T]) Products(jv, v, _ *la.Matrix[T], rows []int) {
	la.GemmPacked(b.pool, la.NoTrans, -1, v, b.back, 0, jv)
	for i, row := range rows {
		out := jv.Row(i)
		la.Mul(out, out, b.d.Row(row))
		la.Axpy(1, v.Row(i), out)
	}
}

func (b *adjointBlock[T]) Tolerance(row int, _ T) T { return b.tol[row] }

// applyRows writes f(x) - c x to z, which has no padding.
func applyRows[T la.Float](f Activation, c T, z, x *la.Matrix[T]) {
	if x.Stride == x.Cols {
		from := x.Data[:len(z.Data)]
		apply(f, z.Data, from)
		if c != 0 {
			la.Axpy(-c, from, z.Data)
		}
		return
	}
	for i := range z.Rows {
		apply(f, z.Row(i), x.Row(i))
		if c != 0 {
			la.Axpy(-c, x.Row(i), z.Row(i))
		}
	}
}

// copyRows writes the rows of src that are named, in ascending order, to dst.
func copyRows[T la.Float](dst, src *la.Matrix[T], rows []int) {
	if len(rows) == src.Rows && dst.Stride == src.Stride { // all of them
		copy(dst.Data, src.Data)
		return
	}
	for i, row := range rows {
		copy(dst.Row(i), src.Row(row))
	}
}

func abs[T la.Float](v T) T {
	if v < 0 {
		return -v
	}
	return v
}
