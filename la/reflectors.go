package la

import (
	"math"

	"github.com/neuralmodules/nmcore/la/asm"
	"github.com/neuralmodules/nmcore/sched"
)

// reflectors is Q = H(0) H(1) ... H(k-1), H(j) = I - tau(j) v(j) v(j)', in blocks of equally many but for the last:
//
//	H(j) ... H(j+w-1) = I - V T V'
//
// with T upper triangular and tau on its diagonal (R. Schreiber, C. Van Loan, A storage-efficient WY representation for
// products of Householder transformations, SIAM J. Sci. Stat. Comput. 10(1), 1989).
type reflectors[T Float] struct {
	vt    Matrix[T] // k x m: row j is v(j): 1 at j, zeros from the start of its block to j and behind m, arbitrary before
	t     Matrix[T] // k x block: the rows of T of each block, with its zeros
	block int
}

// resize makes room for k reflections of m elements; their contents are arbitrary.
func (q *reflectors[T]) resize(m, k int) {
	ld := padded[T](m + asm.ReflectRows - 1) // the kernel works on whole eights
	q.block = qrBlock
	if k <= qrNarrow {
		q.block = (qrBlock + 1) / 2
	}
	q.vt = Matrix[T]{Rows: k, Cols: m, Stride: ld, Data: grow(q.vt.Data, k*ld)}
	for i := range k {
		clear(q.vt.Data[i*ld+m : (i+1)*ld])
	}
	q.t = Matrix[T]{Rows: k, Cols: q.block, Stride: q.block, Data: grow(q.t.Data, k*q.block)}
}

// at returns V' and T of the block that starts at j; V begins at its own first row, which is row j of Q.
func (q *reflectors[T]) at(j int) (vt, t Matrix[T]) {
	w := min(q.block, q.vt.Rows-j)
	return q.vt.View(j, j, w, q.vt.Cols-j), q.t.View(j, 0, w, w)
}

// last is the start of the last block, negative if there is none.
func (q *reflectors[T]) last() int { return (q.vt.Rows+q.block-1)/q.block*q.block - q.block }

// apply overwrites C with op(Q) C.
func (q *reflectors[T]) apply(p *sched.Pool, k *asm.Kernels[T], t Trans, c Matrix[T]) {
	if c.Cols == 1 {
		q.applyVec(k, t, c)
		return
	}
	s := getScratch[T](2 * q.block * padded[T](c.Cols))
	if t {
		for j := 0; j < q.vt.Rows; j += q.block {
			vt, tb := q.at(j)
			reflect(p, k, t, vt, tb, c.View(j, 0, c.Rows-j, c.Cols), s.data)
		}
	} else {
		for j := q.last(); j >= 0; j -= q.block {
			vt, tb := q.at(j)
			reflect(p, k, t, vt, tb, c.View(j, 0, c.Rows-j, c.Cols), s.data)
		}
	}
	s.put()
}

// applyVec is apply for one column, one reflection after the other.
func (q *reflectors[T]) applyVec(k *asm.Kernels[T], t Trans, c Matrix[T]) {
	m := c.Rows
	s := getScratch[T](m)
	x := s.data[:m]
	takeColumn(k, x, c)
	for l := range q.vt.Rows {
		j := l
		if !t {
			j = q.vt.Rows - 1 - l
		}
		v, tau := q.vt.Row(j)[j:], q.t.Data[j*q.t.Stride+j%q.block]
		axpy(k, -tau*dot(k, v, x[j:]), v, x[j:])
	}
	putColumn(k, c, x)
	s.put()
}

// form overwrites C, the first columns of the identity, with those of Q. When a block comes, the columns before it are still
// those of the identity in the rows it changes: zero.
func (q *reflectors[T]) form(p *sched.Pool, k *asm.Kernels[T], c Matrix[T]) {
	s := getScratch[T](2 * q.block * padded[T](c.Cols))
	for j := q.last(); j >= 0; j -= q.block {
		if j < c.Cols {
			vt, tb := q.at(j)
			reflect(p, k, NoTrans, vt, tb, c.View(j, j, c.Rows-j, c.Cols-j), s.data)
		}
	}
	s.put()
}

// reflect overwrites C with (I - V op(T) V') C, which is not empty. V' is w x m, C m x n; work holds 2 w padded(n) elements.
func reflect[T Float](p *sched.Pool, k *asm.Kernels[T], t Trans, vt, tb, c Matrix[T], work []T) {
	w, n := vt.Rows, c.Cols
	ld := padded[T](n)
	vc := Matrix[T]{Rows: w, Cols: n, Stride: ld, Data: work[:w*ld]}
	tvc := Matrix[T]{Rows: w, Cols: n, Stride: ld, Data: work[w*ld:]}
	gemm(p, k, NoTrans, NoTrans, 1, &vt, &c, 0, &vc)
	gemm(p, k, t, NoTrans, 1, &tb, &vc, 0, &tvc)
	gemm(p, k, Transpose, NoTrans, -1, &vt, &tvc, 1, &c)
}

// householder returns beta and tau with H = I - tau v v', H x = beta e1, and overwrites x with v, v(0) = 1 (LAPACK
// xLARFG). If all of x but its first element is zero, H is the identity. x must not be empty.
func householder[T Float](k *asm.Kernels[T], x []T) (beta, tau T) {
	alpha, rest := x[0], x[1:]
	norm := Nrm2(rest)
	x[0] = 1
	if norm == 0 {
		return alpha, 0
	}
	beta = reflected(alpha, norm)
	// Towards the ends of the range alpha - beta overflows or its parts have few digits: there all is scaled once.
	scale, back := T(1), T(1)
	if small := safeMin[T]() / eps[T](); abs(beta) < small {
		scale, back = 1/small, small
	} else if abs(beta) > 1/small {
		scale, back = small, 1/small
	}
	if scale != 1 {
		scal(k, scale, rest)
		alpha *= scale
		beta = reflected(alpha, Nrm2(rest))
	}
	tau = (beta - alpha) / beta
	divide(k, rest, alpha-beta)
	return beta * back, tau
}

// reflected is the norm of (alpha, norm) with the sign that alpha has not: alpha minus it does not cancel.
func reflected[T Float](alpha, norm T) T {
	return T(-math.Copysign(math.Hypot(float64(alpha), float64(norm)), float64(alpha)))
}
