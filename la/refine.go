package la

import "math"

// refineSteps bounds the corrections of one right-hand side, as LAPACK's ITMAX.
const refineSteps = 5

// Refine improves x, a solution of op(A)*X = B that f computed, in place and returns the largest componentwise
// backward error of its columns: the smallest e such that each column x solves (op(A)+E) x = b+d with |E| <= e |op(A)|
// and |d| <= e |b|, element by element (LAPACK xGERFS). a is the matrix that was factored, unchanged. A column is done when
// its error is a rounding, when it no longer halves, or after five corrections; a correction that makes it worse is taken
// back. Each costs a product with A, in plain loops, and a solve; sums are in float64 for both types.
//
// If A is singular it leaves x alone and returns NaN and the *SingularError of Factorize. It panics if the shapes
// disagree, x overlaps b or a, or nothing was factorized.
//
// M. Arioli, J. W. Demmel and I. S. Duff, Solving sparse linear systems with sparse backward error, SIAM J. Matrix Anal.
// Appl. 10(2), 1989, section 2; R. D. Skeel, Iterative refinement implies numerical stability for Gaussian elimination,
// Math. Comp. 35, 1980: one correction is enough for a small error unless A is very badly scaled.
func (f *LU[T]) Refine(x *Matrix[T], t Trans, a, b *Matrix[T]) (backwardError T, err error) {
	err = f.err()
	x.checkShape()
	a.checkShape()
	b.checkShape()
	n := f.N()
	if a.Rows != n || a.Cols != n || b.Rows != n || x.Rows != n || x.Cols != b.Cols {
		panic(badShape)
	}
	if err != nil {
		return T(math.NaN()), err
	}
	if b.empty() {
		return 0, nil
	}
	x.checkData()
	a.checkData()
	b.checkData()
	if overlap(x, b) || overlap(x, a) {
		panic(overlapping)
	}
	values := getScratch[T](2 * n)
	sums := getScratch[float64](2 * n)
	for j := range b.Cols {
		e := f.refineColumn(x, b, j, t, a, values.data[:n], values.data[n:2*n], sums.data[:n], sums.data[n:2*n])
		if !(e <= backwardError) { // NaN, too
			backwardError = e
		}
		if e != e {
			break
		}
	}
	values.put()
	sums.put()
	return backwardError, nil
}

// refineColumn refines column j of X; v and d hold the column and its correction, r and w the residual and the sums of
// absolute values.
func (f *LU[T]) refineColumn(x, b *Matrix[T], j int, t Trans, a *Matrix[T], v, d []T, r, w []float64) T {
	for i := range v {
		v[i] = x.Data[i*x.Stride+j]
	}
	last := T(math.Inf(1))
	for step := 0; ; step++ {
		residual(r, w, t, a, v, b, j)
		e := T(0)
		for i, s := range w {
			// a sum of zeros has no residual; one near underflow is not to be divided by
			if q := T(math.Abs(r[i]) / max(s, float64(safeMin[T]())*float64(len(w)+1))); !(q <= e) {
				e = q
			}
		}
		if !(e <= last) { // worse, or NaN: the previous x stays
			if step == 0 {
				return e
			}
			return last
		}
		for i := range v {
			x.Data[i*x.Stride+j] = v[i]
		}
		if e <= eps[T]() || !(e <= last/2) || step == refineSteps {
			return e
		}
		last = e
		for i, s := range r {
			d[i] = T(s)
		}
		f.solveScaled(t, d)
		for i := range v {
			v[i] += d[i]
		}
	}
}

// residual computes r = b - op(A) x and w = |b| + |op(A)| |x| for column j of B.
func residual[T Float](r, w []float64, t Trans, a *Matrix[T], x []T, b *Matrix[T], j int) {
	for i := range r {
		v := float64(b.Data[i*b.Stride+j])
		r[i], w[i] = v, math.Abs(v)
	}
	for i := range r {
		row := a.Row(i)
		if t {
			y := float64(x[i])
			for l, v := range row {
				q := float64(v) * y
				r[l] -= q
				w[l] += math.Abs(q)
			}
			continue
		}
		s, m := r[i], w[i]
		for l, v := range row {
			q := float64(v) * float64(x[l])
			s -= q
			m += math.Abs(q)
		}
		r[i], w[i] = s, m
	}
}
